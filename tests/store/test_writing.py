"""Single records written step by step: the tables equal the fold of the journal, on both databases."""

from __future__ import annotations

import traceback
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from casework.domain.derivation import derivation
from casework.domain.events import FACT_COLUMNS, OPENING, Draft, current_values, fold
from casework.domain.fields import FIELDS
from casework.domain.vocabulary import EventName, RecordKind
from casework.store import journal, series
from casework.store.chain import verify_chain
from casework.store.comparing import compare
from casework.store.database import Database
from casework.store.facts import BOUNDS, FACTS, held_facts
from casework.store.records import RECORDS
from casework.store.reference_data import load_law, system_user
from casework.store.writing import StaleVersionError, add_events, claim_versions, create_record
from tests.domain.histories import FIRST, Entries, histories

K = RecordKind
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A database with its reference data."""
    database = Database(database_url)
    yield database
    database.close()


def act(db: Database, name: str = "log") -> journal.Act:
    """An act of the system account."""
    with db.read() as session:
        return journal.Act(name, system_user(session).id, "tester", NOW)


def written(db: Database, kind: RecordKind, entries: Entries) -> int:
    """Records a history through the store's two verbs, an entry a transaction; returns the record's id."""
    with db.read() as session:
        derive = derivation(kind, load_law(session))
    doer = act(db)
    mark = uuid.uuid4().hex
    first = [step.draft([]) for step in entries[0]]
    if any(f.name == "code" for f in FIELDS[kind]):
        first[0] = replace(first[0], changes={**first[0].changes, "code": mark})
    with db.write() as session:
        made = create_record(
            session, kind, office_id=1, register_year=2024, row_digest=mark, drafts=first, act=doer, derive=derive
        )
    for version, entry in enumerate(entries[1:], start=1):
        with db.write() as session:
            ids = [event.id for event in journal.history(session, kind, made.record_id)]
            drafts = [step.draft(ids) for step in entry]
            said = add_events(session, kind, made.record_id, drafts, doer, derive, version)
            assert said.version == version + 1
    return made.record_id


def earlier_targets(entries: Entries) -> bool:
    """Whether every correction aims at an event of an earlier entry (its id is known by then)."""
    count = 0
    for entry in entries:
        if any(step.target is not None and step.target >= count for step in entry):
            return False
        count += len(entry)
    return True


@pytest.mark.parametrize("kind", list(RecordKind))
def test_tables_written_step_by_step_equal_the_fold(db: Database, kind: RecordKind) -> None:
    """After each random history: facts = fold of the whole journal, row = current values; nothing differs."""

    @settings(max_examples=12)
    @given(histories(kind).filter(earlier_targets))
    def run(entries: Entries) -> None:
        record_id = written(db, kind, entries)
        table, record = FACTS[kind], RECORDS[kind]
        with db.read() as session:
            derive = derivation(kind, load_law(session))
            events = journal.history(session, kind, record_id)
            columns = [table.c[name] for name in (*BOUNDS[1:], *FACT_COLUMNS[kind])]
            held = {tuple(row) for row in session.execute(select(*columns).where(table.c.record_id == record_id))}
            row = dict(session.execute(select(record).where(record.c.id == record_id)).mappings().one())
        assert held == {
            (r.valid_from, r.valid_to, r.known_from, r.known_to, *r.facts) for r in fold(kind, events, derive)
        }
        values = current_values(events)
        assert {f.name: row[f.name] for f in FIELDS[kind]} == {f.name: values.get(f.name) for f in FIELDS[kind]}
        assert row["version"] == len(entries)

    run()
    with db.read() as session:
        assert list(compare(session, kind, derivation(kind, load_law(session)), repair=False)) == []
        assert list(verify_chain(session)) == []


def opened(db: Database, kind: RecordKind = K.LETTER, **more: object) -> int:
    """A record with its opening event only."""
    mark = uuid.uuid4().hex
    with db.write() as session:
        derive = derivation(kind, load_law(session))
        changes = {"code": mark, "content": "Đền bù", **more}
        return create_record(
            session,
            kind,
            office_id=1,
            register_year=2024,
            row_digest=mark,
            drafts=[Draft(OPENING[kind], FIRST, changes)],  # type: ignore[arg-type]
            act=journal.Act("log", system_user(session).id, "tester", NOW),
            derive=derive,
        ).record_id


def test_an_undone_transaction_leaves_nothing(db: Database) -> None:
    """No record, no event, no facts, no journal entry, and the number is free again."""

    def everything() -> list[int]:
        with db.read() as session:
            tables = [RECORDS[K.LETTER], FACTS[K.LETTER]]
            counts = [session.scalar(select(func.count()).select_from(t)) or 0 for t in tables]
            for model in (journal.JournalEntry, journal.JournalEvent, journal.JournalPayload):
                counts.append(session.scalar(select(func.count()).select_from(model)) or 0)
            return counts

    opened(db)
    before = everything()
    with pytest.raises(ZeroDivisionError), db.write() as session:  # noqa: PT012 - the transaction is the subject
        number = series.next_number(session, "x", 2026)
        create_record(
            session,
            K.LETTER,
            office_id=1,
            register_year=2024,
            row_digest="d",
            drafts=[Draft(OPENING[K.LETTER], FIRST, {"code": "1"})],
            act=journal.Act("log", system_user(session).id, "tester", NOW),
            derive=derivation(K.LETTER, load_law(session)),
        )
        raise ZeroDivisionError
    assert everything() == before
    with db.write() as session:
        assert series.next_number(session, "x", 2026) == number


def test_a_version_is_claimed_once(db: Database) -> None:
    """The present version passes; another one is told what stands; an unknown record is none."""
    key = opened(db)
    with db.write() as session:
        claim_versions(session, K.LETTER, {key: 1})
    with pytest.raises(StaleVersionError) as refused, db.write() as session:
        claim_versions(session, K.LETTER, {key: 2})
    assert refused.value.current == 1
    with pytest.raises(LookupError), db.write() as session:
        claim_versions(session, K.LETTER, {key + 1: 1})


def test_records_alike_are_told_apart(db: Database) -> None:
    """Two visits with the same content are two records, the second the next occurrence."""
    for expected in (0, 1, 2):
        with db.write() as session:
            made = create_record(
                session,
                K.RECEPTION,
                office_id=1,
                register_year=2024,
                row_digest="same",
                drafts=[Draft(OPENING[K.RECEPTION], FIRST, {"people": 1})],
                act=journal.Act("log", system_user(session).id, "tester", NOW),
                derive=derivation(K.RECEPTION, load_law(session)),
            )
            table = RECORDS[K.RECEPTION]
            assert session.scalar(select(table.c.occurrence).where(table.c.id == made.record_id)) == expected


def test_the_database_itself_keeps_no_denouncer(db: Database) -> None:
    """Whoever writes past the services is stopped by the table's own rule; the error shows no value."""
    key = opened(db, type="denunciation")
    table = RECORDS[K.LETTER]
    for values in ({"person_name": "Nguyễn Bí Mật"}, {"search_person": "nguyen bi mat"}):
        with pytest.raises(IntegrityError) as refused, db.write() as session:
            session.execute(table.update().where(table.c.id == key).values(values))
        shown = "".join(traceback.format_exception(refused.value))
        assert "denouncer_not_kept" in shown
        assert "Bí Mật" not in shown
        assert "bi mat" not in shown


def test_facts_are_closed_not_removed(db: Database) -> None:
    """A correction leaves the old stretch, known until then."""
    key = opened(db, handling="guided", handled_on=FIRST)
    with db.write() as session:
        derive = derivation(K.LETTER, load_law(session))
        (first,) = journal.history(session, K.LETTER, key)
        changes = {**first.changes, "handled_on": None}
        draft = Draft(EventName.CORRECTED, FIRST, changes, target=first.id)
        doer = journal.Act("correct", system_user(session).id, "tester", NOW)
        said = add_events(session, K.LETTER, key, [draft], doer, derive, 1)
        table = FACTS[K.LETTER]
        states = session.execute(
            select(table.c.state, table.c.known_to).where(table.c.record_id == key).order_by(table.c.known_from)
        ).all()
        assert [(row.state, row.known_to == said.position) for row in states] == [
            ("handled", True),
            ("received", False),
        ]
        assert [
            stretch[2][FACT_COLUMNS[K.LETTER].index("state")] for stretch in held_facts(session, K.LETTER, [key])[key]
        ] == ["received"]
