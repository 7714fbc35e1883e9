"""The generator of many records: what it writes is what the store's own folding of events gives."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from casework.domain.derivation import derivation
from casework.domain.events import ALWAYS, FACT_COLUMNS, fold
from casework.domain.vocabulary import RecordKind
from casework.store.chain import verify_chain
from casework.store.database import Database
from casework.store.facts import FACTS
from casework.store.journal import all_histories
from casework.store.records import RECORDS
from casework.store.reference_data import load_law
from scripts.make_million import fill
from scripts.million_records import FIRST_DAYS

RECORDS_WANTED = 600


def test_half_years_join_and_the_asked_one_is_among_them() -> None:
    assert len(FIRST_DAYS) == 10
    assert date(2023, 12, 15) in FIRST_DAYS
    assert sorted(FIRST_DAYS) == FIRST_DAYS


@pytest.mark.slow
def test_facts_are_what_the_journal_gives(database_url: str) -> None:
    fill(database_url, RECORDS_WANTED, seed=3)
    database = Database(database_url)
    with database.read() as session:
        law = load_law(session)
        assert list(verify_chain(session)) == []
        written = {kind: session.scalar(select(func.count()).select_from(RECORDS[kind])) for kind in RecordKind}
        assert sum(count or 0 for count in written.values()) == RECORDS_WANTED
        for kind in RecordKind:
            table, derive = FACTS[kind], derivation(kind, law)
            columns = [table.c[name] for name in ("valid_from", "valid_to", "known_from", "known_to")]
            columns += [table.c[name] for name in FACT_COLUMNS[kind]]
            histories = dict(all_histories(session, kind))
            assert len(histories) == written[kind]
            for record_id, history in histories.items():
                query = select(*columns).where(table.c.record_id == record_id).order_by(table.c.valid_from)
                held = [tuple(row) for row in session.execute(query)]
                expected = [
                    (row.valid_from, row.valid_to, row.known_from, row.known_to, *row.facts)
                    for row in fold(kind, history, derive)
                ]
                assert held == sorted(expected)
                assert {row[3] for row in held} == {ALWAYS}
    database.close()
