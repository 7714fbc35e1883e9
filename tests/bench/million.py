"""What measurements over the facts of a million records share: both databases and the raw query beside them."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from measuring import machine
from sqlalchemy import func, select

from casework.domain.events import ALWAYS, FOREVER
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind
from casework.store.database import Database
from casework.store.facts import FACTS
from scripts.make_million import fill
from tests.postgres import NoPostgresError, running_postgres

QUESTION = Question(date(2023, 12, 15), date(2024, 6, 15))
TYPE_COLUMN = {RecordKind.PETITION: "source"}
"""A petition has no type; it is grouped by its source."""


def group_by(database: Database) -> int:
    """The floor: for every facts table one `SELECT type, state, count(*) … GROUP BY`; how many groups there are."""
    groups = 0
    with database.read() as session:
        for kind in RecordKind:
            table = FACTS[kind]
            cut = (table.c[TYPE_COLUMN.get(kind, "type")], table.c.state)
            current = (table.c.known_to == ALWAYS, table.c.valid_to == FOREVER)
            groups += len(session.execute(select(*cut, func.count()).where(*current).group_by(*cut)).all())
    return groups


def facts_rows(database: Database) -> int:
    """Rows of facts of all kinds."""
    with database.read() as session:
        return sum(session.scalar(select(func.count()).select_from(FACTS[kind])) or 0 for kind in RecordKind)


def on_both(about: str, rounds: int, measure: Callable[[str, str, int], object]) -> None:
    """Reads the command line and measures both databases in one run; makes them where no address is given."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=rounds)
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
