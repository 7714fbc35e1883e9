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
from datetime import UTC, datetime
from itertools import islice

from sqlalchemy.orm import Session

from casework.domain.derivation import derivation
from casework.domain.entry import register_year
from casework.domain.events import Stretch, events_of, timeline
from casework.domain.fields import FIELDS
from casework.domain.limits import Law
from casework.domain.vocabulary import RecordKind
from casework.files.digest import digest
from casework.store.database import Database
from casework.store.journal import Act, EventRow, append, prepare_event
from casework.store.migrate import upgrade
from casework.store.reference_data import load_law, system_user
from casework.store.registers import NewRecord, insert_records, insert_timelines
from casework.store.search import search_texts
from casework.store.series import reserve
from scripts.million_records import Catalogue, Made, Maker

BATCH = 20_000


def write_batch(session: Session, made: list[tuple[RecordKind, Made]], law: Law, actor: int, office: int) -> None:
    """Writes a batch as one act: one journal entry with all events, then the records and their facts."""
    told = [(kind, opened_on, values, events_of(kind, values, opened_on)) for kind, (opened_on, values) in made]
    told.sort(key=lambda row: row[0])
    next_record = reserve(session, "record", len(told))
    next_event = reserve(session, "event", sum(len(drafts) for *_, drafts in told))
    events: list[EventRow] = []
    records: dict[RecordKind, list[NewRecord]] = {}
    timelines: dict[RecordKind, list[tuple[int, list[Stretch]]]] = {}
    derive = {kind: derivation(kind, law) for kind in RecordKind}
    for record_id, (kind, opened_on, values, drafts) in enumerate(told, start=next_record):
        for draft in drafts:
            events.append(prepare_event(next_event, kind, record_id, draft))
            next_event += 1
        year = register_year(kind, str(values.get("code", "")), opened_on)
        # The record's own id as occurrence tells visits of like content apart.
        own = (record_id, office, year, opened_on, 1, digest(kind, values), record_id)
        fields = [values.get(field.name) for field in FIELDS[kind]]
        records.setdefault(kind, []).append((*own, *search_texts(kind, values), *fields))
        timelines.setdefault(kind, []).append((record_id, timeline(kind, drafts, derive[kind])))
    position = append(session, Act("import", actor, "", datetime.now(UTC), "dữ liệu đo tốc độ"), events)
    for kind, rows in records.items():
        insert_records(session, kind, rows, position)
        insert_timelines(session, kind, timelines[kind], position)


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
