"""The panels of the dashboards over a million records: asked for the first time for a day, and asked again.

    python tests/bench/bench_dashboards.py [--records 1000000] [--rounds 5] [--sqlite URL] [--postgres URL]

Each panel is what the page asks the services for: worked out (or remembered), and its charts drawn as SVG. First: each
round asks for another day, so that nothing of it is remembered; the median is stated. Again: the same question, which
must be answered within 300 ms. For a leader, who sees every row. Both databases in one run; given addresses are only
read and must be filled by scripts.make_million.
"""

from __future__ import annotations

import statistics
from datetime import date, timedelta

from measuring import seconds
from million import on_both

from casework.domain.access import Reader
from casework.domain.periods import Question, year_to_date
from casework.domain.vocabulary import Role
from casework.services.dashboards import PANELS, YEAR, dashboard, draw
from casework.services.reporting.since import since_last
from casework.store.database import Database

LAST = date(2025, 12, 14)
LIMIT_MS = 300
LEADER = Reader(0, Role.LEADER, maybe_denied=False)


def panel(database: Database, word: str, day: date) -> int:
    """One panel of a day with its charts; how many characters they have."""
    question = Question(year_to_date(day), day)
    sections = list(dashboard(database, LEADER, word, question).sections)
    if word == YEAR and (since := since_last(database, LEADER, question)) is not None:
        sections.append(since)
    return sum(len(draw(chart)) for section in sections for chart in section.charts)


def measure(name: str, url: str, rounds: int) -> bool:
    """Prints the medians of one database; whether every panel is quick enough when asked again."""
    database = Database(url)
    days = [LAST - timedelta(days=37 * at) for at in range(rounds)]
    print(f"{name}: median of {rounds} days; the slowest of as many repetitions")
    kept = True
    for word in PANELS:
        first = [seconds(lambda day=day, word=word: panel(database, word, day)) * 1000 for day in days]  # type: ignore[misc]
        again = [seconds(lambda day=day, word=word: panel(database, word, day)) * 1000 for day in days]  # type: ignore[misc]
        quick = max(again) <= LIMIT_MS
        kept = kept and quick
        told = f"at most {LIMIT_MS} ms: {'kept' if quick else 'NOT KEPT'}"
        print(
            f"  {word}: first {statistics.median(first):.0f} ms (slowest {max(first):.0f}), "
            f"again {max(again):.0f} ms ({told})",
            flush=True,
        )
    database.close()
    return kept


if __name__ == "__main__":
    on_both(__doc__.splitlines()[0], 5, measure)
