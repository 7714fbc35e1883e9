"""Received against finished, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from casework.domain.panels import MonthLine, Stream
from casework.statistics.buckets import CLOSED_MONTH
from casework.statistics.dashboards.streams import Look, number, tally
from casework.statistics.dimensions import MONTH
from casework.statistics.measures import MEASURES

MONTHS = 13
"""How many months are told: the last of them is that of the as-of day, the first the same a year before."""


def months_until(day: date, count: int = MONTHS) -> tuple[int, ...]:
    """The months that end with that of `day`, as year × 100 + month."""
    last = day.year * 12 + day.month - 1
    return tuple(at // 12 * 100 + at % 12 + 1 for at in range(last - count + 1, last + 1))


def by_month(look: Look) -> tuple[tuple[Stream, tuple[MonthLine, ...]], ...]:
    """Each stream's months. A month's received are those that began in it, its finished those that ended in it, both as
    the records stood on the as-of day; of the last month only the days until then."""
    months = months_until(look.question.as_of)
    return tuple((stream, _months(look, stream, months)) for stream in look.streams())


def _months(look: Look, stream: Stream, months: Sequence[int]) -> tuple[MonthLine, ...]:
    since = replace(look.question, first=date(months[0] // 100, months[0] % 100, 1))
    ever = look.all_time
    came = tally(look, [MEASURES[stream.total]], MONTH, since if _is_flow(stream) else ever)
    ended = tally(look, [MEASURES[stream.finished]], CLOSED_MONTH, ever, tuple(map(str, months)))
    asked = since if _is_flow(stream) else ever
    return tuple(
        MonthLine(
            month,
            number(came.get(str(month), (0,))[0], stream.total, asked, month=str(month)),
            number(ended.get(str(month), (0,))[0], stream.finished, ever, closed_month=str(month)),
        )
        for month in months
    )


def _is_flow(stream: Stream) -> bool:
    """Whether the period's first day bounds what is counted as received; of cases it bounds what had ended, and
    petitions are a stock."""
    return stream.total in ("letters.total", "pakn.received")
