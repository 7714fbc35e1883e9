"""What is open: by how long it has been open, and by when it is due."""

from __future__ import annotations

from collections.abc import Sequence

from casework.domain.panels import Spread, Stream
from casework.statistics.buckets import AGE, DUE, WEEKS, span_key
from casework.statistics.catalogue import Dimension
from casework.statistics.dashboards.streams import Look, number, numbers, tally
from casework.statistics.measures import MEASURES

AGES = tuple(
    span_key(least, most)
    for least, most in ((0, 10), (11, 30), (31, 60), (61, 90), (91, 180), (181, 365), (366, 730), (731, None))
)
"""Every age stands in exactly one of these."""
DUES = ("past", *(f"w{week}" for week in range(WEEKS)), "later", "none", "suspended", "settled")
"""Everything open stands in exactly one of these; “settled” is a petition with a final result that is not resolved."""


def by_age(look: Look) -> tuple[Spread, ...]:
    """Each stream's open records by age."""
    return tuple(_spread(look, stream, AGE, AGES) for stream in look.streams())


def by_due(look: Look) -> tuple[Spread, ...]:
    """Each stream's open records by the week in which they are due."""
    return tuple(_spread(look, stream, DUE, DUES) for stream in look.streams())


def _spread(look: Look, stream: Stream, dimension: Dimension, keys: Sequence[str]) -> Spread:
    question = look.all_time
    found = tally(look, [MEASURES[stream.open]], dimension, question, keys)
    parts = numbers(found, stream.open, question, dimension.code, keys)
    return Spread(stream, number(sum(one.value for one in parts.values()), stream.open, question), parts)
