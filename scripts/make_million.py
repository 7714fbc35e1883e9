"""Fills a database with many random records over ten half-years, as the measurements of tests/bench need them.

    python -m scripts.make_million DATABASE_URL [--records 1000000] [--seed 1]

The database is brought to the present schema first. Records, journal and facts are written through the store's own bulk
functions; the facts are what `domain.events.timeline` makes of each record's events. The half-years run from 15/12/2020
to 14/12/2025; 6-thang-2024 is among them.
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import UTC, date, datetime
from itertools import islice

from sqlalchemy.orm import Session

from casework.domain.derivation import derivation
from casework.domain.events import ALWAYS, Draft, events_of, timeline
from casework.domain.limits import Law
from casework.domain.vocabulary import RecordKind
from casework.files.digest import digest
from casework.store.database import Database, insert_rows
from casework.store.facts import insert_facts
from casework.store.journal import Act, EventRow, append, prepare_event, reserve
from casework.store.migrate import upgrade
from casework.store.records import RECORD_COLUMNS, RECORDS
from casework.store.reference_data import load_law, system_user
from casework.store.search import search_texts
from scripts.million_records import Catalogue, Made, Maker, Values

BATCH = 20_000


def write_batch(session: Session, made: list[tuple[RecordKind, Made]], law: Law, actor: int, office: int) -> None:
    """Writes a batch as one act: the records, one journal entry with all their events, the facts."""
    events: list[EventRow] = []
    numbered: dict[RecordKind, list[tuple[int, date, Values, list[Draft]]]] = {kind: [] for kind in RecordKind}
    for kind, (opened_on, values) in made:
        numbered[kind].append((0, opened_on, values, events_of(kind, values, opened_on)))
    next_event = reserve(session, "event", sum(len(row[3]) for rows in numbered.values() for row in rows))
    for kind, rows in numbered.items():
        first = reserve(session, kind.value, len(rows))
        for offset, (_, opened_on, values, drafts) in enumerate(rows):
            rows[offset] = (first + offset, opened_on, values, drafts)
            for draft in drafts:
                events.append(prepare_event(next_event, kind, first + offset, draft))
                next_event += 1
    act = Act("import", actor, "", datetime.now(UTC), "dữ liệu đo tốc độ")
    position = append(session, act, events)
    for kind, rows in numbered.items():
        names = RECORD_COLUMNS[kind]
        records = (
            {**values, **_own(kind, row_id, opened_on, values, office, position)}
            for row_id, opened_on, values, _ in rows
        )
        insert_rows(session, RECORDS[kind], names, (tuple(map(record.get, names)) for record in records))
        derive = derivation(kind, law)
        insert_facts(
            session,
            kind,
            (
                (row_id, valid_from, valid_to, position, ALWAYS, *facts)
                for row_id, _, _, drafts in rows
                for valid_from, valid_to, facts in timeline(kind, drafts, derive)
            ),
        )


def _own(kind: RecordKind, row_id: int, opened_on: date, values: Values, office: int, position: int) -> Values:
    """The columns that a record has besides its fields; its own id tells records of like content apart."""
    search_text, search_person = search_texts(kind, values)
    return {
        "id": row_id,
        "office_id": office,
        "register_year": opened_on.year,
        "opened_on": opened_on,
        "version": 1,
        "row_digest": digest(kind, values),
        "occurrence": row_id,
        "import_position": position,
        "created_position": position,
        "changed_position": position,
        "search_text": search_text,
        "search_person": search_person,
    }


def fill(url: str, wanted: int, seed: int) -> None:
    """Brings the database at `url` to the present schema and adds `wanted` random records; progress on stderr."""
    upgrade(url)
    database = Database(url)
    with database.read() as session:
        catalogue, law, actor = Catalogue.of(session), load_law(session), system_user(session).id
    records = Maker(catalogue, seed).records(wanted)
    started, done = time.monotonic(), 0
    while batch := list(islice(records, BATCH)):
        with database.write() as session:
            write_batch(session, batch, law, actor, catalogue.departments[0])
        done += len(batch)
        print(f"{done:,} / {wanted:,} records, {time.monotonic() - started:.0f} s", file=sys.stderr)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    database.close()


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description="Fill a database with random records for measurements.")
    parser.add_argument("url", help="sqlite:///… or postgresql+psycopg://…")
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    fill(options.url, options.records, options.seed)


if __name__ == "__main__":
    main()
