"""A half-year report with all ten forms over a million records, time and memory, beside the raw queries.

    python tests/bench/bench_report.py [--records 1000000] [--rounds 3] [--sqlite URL] [--postgres URL]

Floor: the raw queries of `bench_half_year.py`. Measured, each worked out anew: the set of figures, the set checks, the
ten forms by unit, and what an official takes away: the report as a PDF (without the list of open petitions, tens of
thousands here) and the forms as a workbook and a PDF. 6-thang-2024 as of 15/6/2024. Memory: the peak of a process of
its own, beside what it was after the raw queries alone. Both databases in one run.
"""

from __future__ import annotations

import resource
import subprocess
import sys

from measuring import ROOT, interleaved
from million import QUESTION, facts_rows, group_by, on_both

from casework.domain.forms import FilledForm
from casework.domain.periods import parse_period
from casework.reports.form_paper import render_forms_pdf
from casework.reports.form_sheet import render_forms_xlsx
from casework.services.accounts import system_reader
from casework.services.reporting.checks import checks_of
from casework.services.reporting.making import ReportOrder, make_pdf
from casework.statistics.figure_set import figure_set
from casework.statistics.form_measures import shipped_forms
from casework.statistics.forms import fill
from casework.statistics.rules import load_rules
from casework.statistics.scope import EVERYTHING
from casework.store.database import Database

ORDER = ReportOrder(parse_period("6-thang-2024"), QUESTION.as_of, with_annex=False)
ALONE = "--alone"


def figures(database: Database) -> int:
    """How many figures the half-year has. Nothing is remembered from the run before."""
    with database.read() as session:
        session.info.clear()
        return len(figure_set(session, QUESTION).figures)


def checks(database: Database) -> int:
    """How many checks were evaluated."""
    with database.read() as session:
        session.info.clear()
        return len(checks_of(session, QUESTION, EVERYTHING))


def forms(database: Database) -> list[FilledForm]:
    """The ten forms."""
    with database.read() as session:
        session.info.clear()
        return fill(session, shipped_forms(), QUESTION, load_rules(session), EVERYTHING)


def paper(url: str) -> int:
    """Bytes of the report as a PDF, made by a door that has remembered nothing."""
    database = Database(url)
    made = make_pdf(database, system_reader(database, "bench"), ORDER)
    database.close()
    return len(made)


def peak() -> float:
    """The most memory that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(name: str, url: str, rounds: int) -> None:
    """Prints the medians of one database, measured in a process of its own."""
    print(f"{name}:", flush=True)
    subprocess.run([sys.executable, __file__, ALONE, url, str(rounds)], check=True, cwd=ROOT)


def alone(url: str, rounds: int) -> None:
    """Measures one database in this process."""
    database = Database(url)
    rows, groups = facts_rows(database), group_by(database)
    idle = peak()
    counted, checked, filled = figures(database), checks(database), forms(database)  # warm
    cells = sum(len(form.definition.counted) * (len(form.rows) + 1) for form in filled)
    size = paper(url)
    found = interleaved(
        {
            f"raw queries ({groups} groups)": lambda: group_by(database),
            f"figures ({counted:,})": lambda: figures(database),
            f"set checks ({checked})": lambda: checks(database),
            f"ten forms ({cells:,} cells)": lambda: forms(database),
            f"report as PDF ({size // 1024} KiB)": lambda: paper(url),
            "forms as workbook": lambda: render_forms_xlsx(filled, ORDER.period),
            "forms as PDF": lambda: render_forms_pdf(filled, ORDER.period),
        },
        rounds,
    )
    database.close()
    floor = next(iter(found.values()))
    print(f"  {rows:,} rows of facts; median of {rounds} interleaved runs, nothing remembered")
    for what, taken in found.items():
        print(f"  {what}: {taken * 1000:,.0f} ms ({taken / floor:.1f} times the raw queries)")
    print(f"  peak memory: {peak():.0f} MB, {idle:.0f} MB after the raw queries alone", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == [ALONE]:
        alone(sys.argv[2], int(sys.argv[3]))
    else:
        on_both(__doc__.splitlines()[0], 3, measure)
