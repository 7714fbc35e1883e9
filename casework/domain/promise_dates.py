"""By when a promise in Vietnamese words is to be kept: "xong trong quý III/2025" is the last day of that span.

What is read is a suggestion, shown to the officer who may write another day; where nothing is clear, nothing is read.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from casework.domain.text import fold

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_BEFORE = r"(?P<before>truoc )?(?:het |trong |den |cuoi )?"
_YEAR = r"(?:\s*(?:/|-|nam)?\s*(?P<year>20\d\d)|\s+(?P<same>nam nay)|\s+(?P<next>nam sau|nam toi))"

_DAY = re.compile(
    r"(?P<before>truoc )?(?:ngay )?\b(?P<day>\d{1,2})\s*(?:[/.-]|thang)\s*(?P<month>\d{1,2})"
    r"(?:\s*(?:[/.-]|nam)\s*(?P<year>20\d\d))?(?![\d/])"
)
_MONTH = re.compile(_BEFORE + r"thang (?P<month>\d{1,2})(?![\d])" + _YEAR + "?")
_QUARTER = re.compile(_BEFORE + r"quy (?P<quarter>iii|ii|iv|i|[1-4])\b" + _YEAR + "?")
_HALF = re.compile(_BEFORE + r"(?:6|sau) thang (?P<half>dau|cuoi)(?: nam)?" + _YEAR + "?")
_WHOLE_YEAR = re.compile(_BEFORE + r"(?:nam (?P<year>20\d\d)|(?P<same>nam nay)|(?P<next>nam sau|nam toi))")


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _year(found: re.Match[str], said_on: date, end: Callable[[int], date]) -> int:
    """The year that is told, else the first in which the span does not end before the promise was made."""
    parts = found.groupdict()
    if parts.get("year"):
        return int(parts["year"])
    if parts.get("next"):
        return said_on.year + 1
    if parts.get("same"):
        return said_on.year
    return said_on.year if end(said_on.year) >= said_on else said_on.year + 1


def _span(found: re.Match[str], said_on: date, first: tuple[int, int], last_month: int) -> date:
    """The last day of a span of months, or the day before it begins for "trước"."""

    def end(year: int) -> date:
        return date(year, *first) - timedelta(1) if found["before"] else _end_of_month(year, last_month)

    return end(_year(found, said_on, end))


def _days(text: str, said_on: date) -> Iterator[date]:
    for found in _DAY.finditer(text):

        def end(year: int, found: re.Match[str] = found) -> date:
            told = date(year, int(found["month"]), int(found["day"]))
            return told - timedelta(1) if found["before"] else told

        try:
            yield end(_year(found, said_on, end))
        except ValueError:
            continue


def _months(text: str, said_on: date) -> Iterator[date]:
    for found in _MONTH.finditer(text):
        month = int(found["month"])
        if 1 <= month <= 12:
            yield _span(found, said_on, (month, 1), month)


def _quarters(text: str, said_on: date) -> Iterator[date]:
    for found in _QUARTER.finditer(text):
        written = found["quarter"]
        quarter = _ROMAN.get(written) or int(written)
        yield _span(found, said_on, (3 * quarter - 2, 1), 3 * quarter)


def _halves(text: str, said_on: date) -> Iterator[date]:
    for found in _HALF.finditer(text):
        month = 6 if found["half"] == "dau" else 12
        yield _span(found, said_on, (month - 5, 1), month)


def _years(text: str, said_on: date) -> Iterator[date]:
    for found in _WHOLE_YEAR.finditer(text):
        yield _span(found, said_on, (1, 1), 12)


_SPANS = ((_DAY, _days), (_QUARTER, _quarters), (_HALF, _halves), (_MONTH, _months), (_WHOLE_YEAR, _years))
"""Narrow spans first: what one pattern has read, the next ones do not see ("quý III năm 2025" is not "năm 2025")."""


def promised_by(text: str, said_on: date) -> date | None:
    """The last day of the latest span that `text` names; None where it names none.

    `said_on`: the day of the promise, from which a span without a year is reckoned (the next one that has not ended).
    "trước …" means the day before. Understood: days, months, quarters, half years, years; with or without accents.
    """
    left = fold(text)
    found: list[date] = []
    for pattern, read in _SPANS:
        found.extend(read(left, said_on))
        left = pattern.sub(" ; ", left)
    return max(found, default=None)
