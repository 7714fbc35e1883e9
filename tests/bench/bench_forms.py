"""All ten statutory forms of a half-year, with their files, beside one GROUP BY of the same facts tables.

    python tests/bench/bench_forms.py [--records 1000000] [--rounds 5] [--sqlite URL] [--postgres URL]

Floor: for every facts table that forms read, one `SELECT type, state, count(*) … GROUP BY type, state` over its current
rows. Measured: the ten forms by unit of 6-thang-2024 as of 15/6/2024, worked out anew each time; then the workbook and
the PDF of them. Both databases in one run; given addresses must be filled by scripts.make_million.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from measuring import interleaved, machine
from sqlalchemy import func, select

from casework.domain.events import ALWAYS, FOREVER
from casework.domain.forms import FilledForm
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind
from casework.reports.form_paper import render_forms_pdf
from casework.reports.form_sheet import render_forms_xlsx
from casework.statistics.form_measures import shipped_forms
from casework.statistics.forms import fill
from casework.statistics.rules import load_rules
from casework.statistics.scope import EVERYTHING
from casework.store.database import Database
from casework.store.facts import FACTS
from scripts.make_million import fill as make_records
from tests.postgres import NoPostgresError, running_postgres

QUESTION = Question(date(2023, 12, 15), date(2024, 6, 15))
KINDS = (RecordKind.RECEPTION, RecordKind.LETTER, RecordKind.CASE)


def group_by(database: Database) -> int:
    """The floor: how many groups the facts tables have."""
    groups = 0
    with database.read() as session:
        for kind in KINDS:
            table = FACTS[kind]
            cut = (table.c.type, table.c.state)
            current = (table.c.known_to == ALWAYS, table.c.valid_to == FOREVER)
            groups += len(session.execute(select(*cut, func.count()).where(*current).group_by(*cut)).all())
    return groups


def forms(database: Database) -> list[FilledForm]:
    """What is measured. Nothing is remembered from the run before."""
    with database.read() as session:
        session.info.clear()
        return fill(session, shipped_forms(), QUESTION, load_rules(session), EVERYTHING)


def measure(name: str, url: str, rounds: int) -> None:
    """Prints the medians of one database."""
    database = Database(url)
    with database.read() as session:
        rows = sum(session.scalar(select(func.count()).select_from(FACTS[kind])) or 0 for kind in KINDS)
    groups, filled = group_by(database), forms(database)  # both warm
    cells = sum(len(form.definition.counted) * (len(form.rows) + 1) for form in filled)
    found = interleaved({"floor": lambda: group_by(database), "forms": lambda: len(forms(database))}, rounds)
    files = interleaved(
        {"xlsx": lambda: len(render_forms_xlsx(filled, None)), "pdf": lambda: len(render_forms_pdf(filled, None))}, 3
    )
    database.close()
    print(f"{name}: {rows:,} rows of facts; median of {rounds} warm, interleaved runs")
    print(f"  floor ({groups} groups): {found['floor'] * 1000:.0f} ms")
    print(f"  ten forms ({cells:,} cells): {found['forms'] * 1000:.0f} ms, {found['forms'] / found['floor']:.1f} times")
    print(f"  workbook: {files['xlsx'] * 1000:.0f} ms, PDF: {files['pdf'] * 1000:.0f} ms")
    print(f"  most memory so far: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB", flush=True)


def main() -> None:
    """Reads the command line and measures both databases."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sqlite")
    parser.add_argument("--postgres")
    options = parser.parse_args()
    print(machine())
    with ExitStack() as stack:
        sqlite, postgres = options.sqlite, options.postgres
        if not sqlite:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            sqlite = f"sqlite:///{Path(folder) / 'million.sqlite'}"
            make_records(sqlite, options.records, seed=1)
        measure("SQLite", sqlite, options.rounds)
        if not postgres:
            try:
                postgres = stack.enter_context(running_postgres()).create("casework_forms")
            except NoPostgresError as reason:
                print(f"PostgreSQL: not measured, {reason}")
                return
            make_records(postgres, options.records, seed=1)
        measure("PostgreSQL", postgres, options.rounds)


if __name__ == "__main__":
    main()
