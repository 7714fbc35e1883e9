"""The whole half-year set of figures over a million records, beside one GROUP BY of the same facts tables.

    python tests/bench/bench_half_year.py [--records 1000000] [--rounds 7] [--sqlite URL] [--postgres URL]

Floor: for every facts table one `SELECT type, state, count(*) … GROUP BY type, state` over its current rows (held to be
so today, lasting), no index on these columns. Measured: all figures of 6-thang-2024 as of 15/6/2024 with their
breakdowns, rates and changes, worked out anew each time. Both databases in one run; given addresses must be filled
by scripts.make_million.
"""

from __future__ import annotations

from measuring import interleaved, verdict
from million import QUESTION, facts_rows, group_by, on_both

from casework.statistics.figure_set import figure_set
from casework.store.database import Database

LIMIT = 4.0


def half_year(database: Database) -> int:
    """What is measured: how many figures the half-year has. Nothing is remembered from the run before."""
    with database.read() as session:
        session.info.clear()
        return len(figure_set(session, QUESTION).figures)


def measure(name: str, url: str, rounds: int) -> None:
    """Prints the medians and the ratio of one database."""
    database = Database(url)
    rows = facts_rows(database)
    groups, figures = group_by(database), half_year(database)  # both warm
    medians = interleaved({"floor": lambda: group_by(database), "half-year": lambda: half_year(database)}, rounds)
    database.close()
    print(f"{name}: {rows:,} rows of facts; median of {rounds} warm, interleaved runs")
    print(f"  floor ({groups} groups): {medians['floor'] * 1000:.0f} ms")
    print(f"  half-year set ({figures:,} figures): {medians['half-year'] * 1000:.0f} ms")
    print(f"  ratio: {verdict(medians['half-year'] / medians['floor'], LIMIT)}", flush=True)


if __name__ == "__main__":
    on_both(__doc__.splitlines()[0], 7, measure)
