"""Lists, searches and record pages of a million records, on both databases, through the real application.

    python tests/bench/bench_lists.py [--records 1000000] [--sqlite URL] [--postgres URL] [--rounds 15]

Without an address a database is made by scripts/make_million (in a temporary folder; PostgreSQL: the server of
CASEWORK_TEST_PG_URL, or a cluster of the test's own with fsync off, which reading does not notice); "-" leaves one out.
Server time of werkzeug's test client: everything from routing to the rendered page, without a network. Each page is
asked in turn, --rounds times after two that warm up; medians. "first": all that the process remembers is forgotten
before each request, as after an import; "own CPU": what of it this process worked (for SQLite all but waiting, for
PostgreSQL without the server's part), which a busy machine changes less; "again": the same page asked a second time
while nothing happens. The limits hold for "first". The leader sees every register with identities; unit and reception
officers what their office has.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from measuring import ROOT, machine
from sqlalchemy import delete, func, select

from casework.domain.vocabulary import RecordKind, Role
from casework.settings import Settings
from casework.store.account_tables import TwoStepRole
from casework.store.database import Database
from casework.store.facts import FILTERED
from casework.store.memory import Memory
from casework.store.migrate import upgrade
from casework.store.records import RECORDS
from casework.web.app import create_app
from casework.web.converters import WORDS
from scripts.make_million import fill
from tests.postgres import running_postgres
from tests.services.desk import OFFICE, reader
from tests.web.person import SECRET, Person, StandingClock

QUICK, OTHER, EXACT = 30.0, 300.0, 1000.0
"""Milliseconds at most: default list, single filters, searches by code, name and several words, record pages · other
sorts, combined filters, one common word · the exact number."""
MEMORY = "shared_buffers=1GB"
"""What docs/operations.md asks of a server's memory for a million records; the tests' own server has 64 MB."""
NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
DIMENSION = {"council_resolution_id": "council_resolution", "unit_id": "unit"}
COMBINED = {
    RecordKind.PETITION: "?result=resolved&source=council",
    RecordKind.RECEPTION: "?type=complaint&level=city",
    RecordKind.LETTER: "?type=complaint&handling=guided",
    RecordKind.CASE: "?type=complaint&state=open",
    RecordKind.FEEDBACK: "?type=conduct&state=received",
}


@contextmanager
def databases(records: int, sqlite: str, postgres: str) -> Iterator[list[str]]:
    """The addresses of the databases to be measured, made where none is given."""
    with tempfile.TemporaryDirectory() as folder:
        found = [] if sqlite == "-" else [sqlite or f"sqlite:///{Path(folder) / 'million.sqlite'}"]
        if postgres == "":
            with running_postgres(MEMORY) as server:
                name = f"casework_bench_{os.getpid()}"
                found.append(server.create(name))
                _fill(found, records, sqlite, postgres)
                yield found
                server.drop(name)
            return
        found += [] if postgres == "-" else [postgres]
        _fill(found, records, sqlite, postgres)
        yield found


def _fill(urls: list[str], records: int, *given: str) -> None:
    for url in urls:
        upgrade(url) if url in given else fill(url, records, 1)


def pages(db: Database, kind: RecordKind) -> dict[str, tuple[str, float]]:
    """What is asked of a register: its name, the address and the most milliseconds."""
    table, word = RECORDS[kind], WORDS[kind]
    with db.read() as session:
        newest = session.execute(select(table).order_by(table.c.id.desc()).limit(1)).mappings().one()
        values = {
            column: session.scalar(select(table.c[column]).where(table.c[column].is_not(None)).limit(1))
            for column in FILTERED[kind]
            if column in table.c
        }
        named = table.c.get("person_name")
        person = session.scalar(select(named).where(named.is_not(None)).limit(1)) if named is not None else None
    asked = {"default": ("", QUICK), "record": (f"/{newest['id']}", QUICK)}
    for column, value in values.items():
        asked[f"{column} = one"] = (f"?{DIMENSION.get(column, column)}={quote(str(value))}", QUICK)
        asked[f"{column} unknown"] = (f"?{DIMENSION.get(column, column)}=-", QUICK)
    if kind not in (RecordKind.RECEPTION,):
        asked["state = received"] = ("?state=received", QUICK)
        asked["a code"] = (f"?q={quote(newest['code'])}", QUICK)
        asked |= {f"sorted: {sort}": (f"?sort={sort}", OTHER) for sort in ("due", "closed")}
    if person:
        asked["a name"] = (f"?q={quote(person)}", QUICK)
    words = " ".join(str(newest["content"]).split()[2:5])
    asked["three words"] = (f"?q={quote(words)}", QUICK)
    asked["“đất”"] = (f"?q={quote('đất')}", OTHER)
    asked["sorted: oldest"] = ("?sort=oldest", OTHER)
    asked["combined"] = (COMBINED[kind], OTHER)
    asked["page 200"] = ("?page=200", OTHER)
    asked["exact number"] = ("?exact=1", EXACT)
    return {name: (f"/{word}{address}", limit) for name, (address, limit) in asked.items()}


def taken(run: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of one run: by the clock, and those that this process's own CPU worked."""
    started, worked = time.perf_counter(), time.process_time()
    run()
    return (time.perf_counter() - started) * 1000, (time.process_time() - worked) * 1000


def measure(url: str, rounds: int) -> list[str]:
    """Prints the table of one database; the pages that were too slow."""
    settings = Settings(database_url=url, secret_key=SECRET, cookie_secure=False, office=OFFICE)
    app = create_app(settings, StandingClock(NOW))
    db: Database = app.extensions["casework_database"]
    with db.write() as session:
        session.execute(delete(TwoStepRole))
    people = {}
    for role in (Role.LEADER, Role.UNIT_OFFICER, Role.RECEPTION_OFFICER):
        reader(db, role)
        people[role] = Person(app).sign_in(role)
    with db.read() as session:
        sizes = {kind: session.scalar(select(func.count()).select_from(RECORDS[kind])) for kind in RecordKind}
    print(f"\n{db.dialect}: {sum(n or 0 for n in sizes.values()):,} records; median of {rounds}, ms")
    heads = "".join(f"{head:>9}" for head in ("first", "slowest", "own CPU", "again", "at most"))
    print(f"  {'register':10} {'asked':28} {'reader':18}{heads}")
    late: list[str] = []
    for kind in RecordKind:
        for name, (address, limit) in pages(db, kind).items():
            for role, person in people.items():
                if role is not Role.LEADER and name not in ("default", "three words", "combined"):
                    continue
                first, again, own = [], [], []
                for number in range(rounds + 2):
                    db._memory = Memory()
                    one, other = (taken(lambda: person.client.get(address)) for _ in range(2))  # noqa: B023
                    if number >= 2:
                        first.append(one[0])
                        own.append(one[1])
                        again.append(other[0])
                status = person.client.get(address).status_code
                median = statistics.median(first)
                kept = "kept" if median <= limit else "NOT KEPT"
                told = (median, max(first), statistics.median(own), statistics.median(again), limit)
                if status != 200:
                    raise SystemExit(f"{address} answered {status}")
                figures = "".join(f"{one:9.1f}" for one in told)
                print(f"  {kind.value:10} {name:28} {role.value:18}{figures} {kept}", flush=True)
                late += [f"{db.dialect} {address} {role.value}: {median:.1f} ms"] if median > limit else []
    db.close()
    return late


def main() -> None:
    """Reads the command line, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--sqlite", default="", help="the address of a filled database")
    parser.add_argument("--postgres", default="", help="the address of a filled database")
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    print(machine())
    late: list[str] = []
    with databases(options.records, options.sqlite, options.postgres) as urls:
        for url in urls:
            late += measure(url, options.rounds)
    print(machine())
    print("\nall limits kept" if not late else "\nNOT KEPT:\n  " + "\n  ".join(late))
    sys.exit(1 if late else 0)


if __name__ == "__main__":
    assert (ROOT / "casework").is_dir()
    main()
