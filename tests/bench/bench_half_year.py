"""The whole half-year set of figures over a million records, beside one GROUP BY of the same facts tables.

    python tests/bench/bench_half_year.py [--records 1000000] [--rounds 7] [--sqlite URL] [--postgres URL]

Floor: for every facts table one `SELECT type, state, count(*) … GROUP BY type, state` over its current rows (held to be
so today, lasting), no index on these columns. Measured: all figures of 6-thang-2024 as of 15/6/2024 with their
breakdowns, rates and changes, worked out anew each time. Both databases in one run; given addresses must be filled
by scripts.make_million.
"""

from __future__ import annotations

import argparse
import tempfile
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from measuring import interleaved, machine, verdict
from sqlalchemy import func, select

from casework.domain.events import ALWAYS, FOREVER
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind
from casework.statistics.figure_set import figure_set
from casework.store.database import Database
from casework.store.facts import FACTS
from scripts.make_million import fill
from tests.postgres import NoPostgresError, running_postgres

QUESTION = Question(date(2023, 12, 15), date(2024, 6, 15))
LIMIT = 4.0
TYPE_COLUMN = {RecordKind.PETITION: "source"}
"""A petition has no type; it is grouped by its source."""


def group_by(database: Database) -> int:
    """The floor: how many groups the facts tables have."""
    groups = 0
    with database.read() as session:
        for kind in RecordKind:
            table = FACTS[kind]
            cut = (table.c[TYPE_COLUMN.get(kind, "type")], table.c.state)
            current = (table.c.known_to == ALWAYS, table.c.valid_to == FOREVER)
            groups += len(session.execute(select(*cut, func.count()).where(*current).group_by(*cut)).all())
    return groups


def half_year(database: Database) -> int:
    """What is measured: how many figures the half-year has. Nothing is remembered from the run before."""
    with database.read() as session:
        session.info.clear()
        return len(figure_set(session, QUESTION).figures)


def measure(name: str, url: str, rounds: int) -> None:
    """Prints the medians and the ratio of one database."""
    database = Database(url)
    with database.read() as session:
        rows = sum(session.scalar(select(func.count()).select_from(FACTS[kind])) or 0 for kind in RecordKind)
    groups, figures = group_by(database), half_year(database)  # both warm
    medians = interleaved({"floor": lambda: group_by(database), "half-year": lambda: half_year(database)}, rounds)
    database.close()
    print(f"{name}: {rows:,} rows of facts; median of {rounds} warm, interleaved runs")
    print(f"  floor ({groups} groups): {medians['floor'] * 1000:.0f} ms")
    print(f"  half-year set ({figures:,} figures): {medians['half-year'] * 1000:.0f} ms")
    print(f"  ratio: {verdict(medians['half-year'] / medians['floor'], LIMIT)}", flush=True)


def main() -> None:
    """Reads the command line and measures both databases."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--sqlite")
    parser.add_argument("--postgres")
    options = parser.parse_args()
    print(machine())
    with ExitStack() as stack:
        sqlite, postgres = options.sqlite, options.postgres
        if not sqlite:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            sqlite = f"sqlite:///{Path(folder) / 'million.sqlite'}"
            fill(sqlite, options.records, seed=1)
        measure("SQLite", sqlite, options.rounds)
        if not postgres:
            try:
                postgres = stack.enter_context(running_postgres()).create("casework_million")
            except NoPostgresError as reason:
                print(f"PostgreSQL: not measured, {reason}")
                return
            fill(postgres, options.records, seed=1)
        measure("PostgreSQL", postgres, options.rounds)


if __name__ == "__main__":
    main()
