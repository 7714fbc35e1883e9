"""How long a suggestion of duplicates takes: 200,000 petitions, SQLite and PostgreSQL.

    python tests/bench/bench_duplicates.py [--petitions 200000] [--rounds 3] [--only sqlite]

Petitions are made of the topics of petition-topics.json, each at one of the districts and communes of the units' list,
half of them with a lane or a year of their own; they are put into the table and its search index directly (what a
suggestion reads). Then every text of the file's pairs and 40 topics are asked for as a secretary would have typed them,
with a place and without one, with accents and without: each in a look of its own through `statistics.similar.alike`,
from the typed text to the sorted suggestions with their reasons. Printed: median, 95th percentile and the slowest.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from measuring import machine, seconds
from sqlalchemy import text

from casework.domain.access import Reader
from casework.domain.similarity import Matter
from casework.domain.text import fold
from casework.domain.vocabulary import RecordKind, Role
from casework.statistics.similar import alike
from casework.store.database import Database, insert_rows
from casework.store.migrate import upgrade
from casework.store.records import RECORDS
from casework.store.search import search_texts
from tests.machine import shared_file
from tests.postgres import running_postgres

COLUMNS = (
    "id", "office_id", "register_year", "opened_on", "version", "row_digest", "occurrence", "created_position",
    "changed_position", "search_text", "search_person", "code", "source", "term", "place", "content", "subject",
)  # fmt: skip
LIMIT, PORTION = 0.050, 10_000


def petitions(count: int) -> Iterator[tuple[object, ...]]:
    """Rows of the petition table, in the order of COLUMNS."""
    topics = json.loads(shared_file("data/petition-topics.json").read_text())["topics"]
    units = json.loads(shared_file("data/hanoi-units.json").read_text())
    lists = ("districts_until_2025_06_30", "commune_level_from_2025_07_01")
    places = [u["name"] for name in lists for u in units[name]]
    dice = random.Random(1)
    for number in range(1, count + 1):
        topic, place = dice.choice(topics), dice.choice(places)
        more = dice.choice(("", "", f" tại ngõ {dice.randint(1, 400)}", f" từ năm {dice.randint(2015, 2024)}"))
        values = {"code": f"B{number}", "place": place, "content": topic["text"].rstrip(".") + more + "."}
        texts = search_texts(RecordKind.PETITION, values)
        year = dice.randint(2019, 2026)
        day = f"{year}-0{dice.randint(1, 9)}-1{dice.randint(0, 9)}"
        yield (
            number, 1, year, day, 1, f"{number:064x}", 0, 1, 1, *texts, values["code"], "council", "XVI", place,
            values["content"], topic["field"],
        )  # fmt: skip


def load(db: Database, count: int) -> None:
    """Puts the petitions into the table and, on SQLite, into its search index."""
    table, rows = RECORDS[RecordKind.PETITION], petitions(count)
    while portion := list(islice(rows, PORTION)):
        with db.write() as session:
            insert_rows(session, table, COLUMNS, portion)
    with db.write() as session:
        if db.dialect == "sqlite":
            session.execute(text("INSERT INTO petition_search(petition_search) VALUES ('rebuild')"))
        session.execute(text("ANALYZE"))


def asked() -> dict[str, list[Matter]]:
    """The texts that are typed, by the way in which they are."""
    material = json.loads(shared_file("data/petition-topics.json").read_text())
    texts = [side for pair in material["pairs"] for side in (pair["a"], pair["b"])]
    texts += [topic["text"] for topic in material["topics"][::4]]
    return {
        "with a place": [Matter(one, "Quận Ba Đình") for one in texts],
        "without a place": [Matter(one) for one in texts],
        "with a place, no accents": [Matter(fold(one), "quan ba dinh") for one in texts],
    }


def measure(url: str, count: int, rounds: int) -> None:
    """Loads one database and prints what each way of asking takes."""
    upgrade(url)
    db = Database(url)
    load(db, count)
    reader = Reader(1, Role.SECRETARIAT)

    def once(matter: Matter) -> int:
        fresh = Matter(matter.content, matter.place)
        with db.read() as session:
            return len(alike(session, reader, RecordKind.PETITION, fresh))

    print(f"{db.dialect}, {count:,} petitions")
    for way, matters in asked().items():
        found = sum(map(once, matters))
        times = sorted(seconds(lambda m=matter: once(m)) for _ in range(rounds) for matter in matters)
        median, late = statistics.median(times), times[int(len(times) * 0.95)]
        kept = "kept" if median <= LIMIT else "NOT KEPT"
        print(
            f"  {way}: median {median * 1000:.1f} ms (below 50 ms: {kept}), 95% {late * 1000:.1f} ms, "
            f"slowest {times[-1] * 1000:.1f} ms; {len(matters)} texts, {found} suggestions"
        )
    db.close()


@contextmanager
def _postgres() -> Iterator[str]:
    with running_postgres() as server:
        yield server.create("casework_bench")


def main() -> None:
    """Reads the command line and measures both databases."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--petitions", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    options = parser.parse_args()
    print(machine())
    if options.only != "postgresql":
        with tempfile.TemporaryDirectory() as folder:
            measure(f"sqlite:///{Path(folder) / 'bench.sqlite'}", options.petitions, options.rounds)
    if options.only != "sqlite":
        with _postgres() as url:
            measure(url, options.petitions, options.rounds)


if __name__ == "__main__":
    main()
