"""Buckets (khoảng): cuts whose keys stand for a condition on the days of a record, not for the value of a column.

An age, a week until the due date, a month of finishing: each key makes one condition, which counts the records of a
dashboard's mark and lists them again. The keys of one panel never overlap.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, literal, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from casework.domain.vocabulary import CaseState, RecordKind
from casework.statistics.catalogue import Buckets, Dimension
from casework.statistics.predicates import Ask, Predicate, closed, still_open

WEEKS = 8
"""How many weeks ahead are told one by one."""
_SPAN = re.compile(r"([0-9]{1,5})-([0-9]{1,5})?")
_WEEK = re.compile(r"w([0-9])")
_MONTH = re.compile(r"([0-9]{4})(0[1-9]|1[0-2])")


class days_between(FunctionElement[int]):  # noqa: N801 - reads like a function of SQL
    """The whole days from the second day to the first."""

    type = Integer()
    inherit_cache = True
    name = "days_between"


@compiles(days_between)
def _days_between(element: Any, compiler: Any, **more: Any) -> str:
    later, earlier = (compiler.process(one, **more) for one in element.clauses)
    return f"({later} - {earlier})"


@compiles(days_between, "sqlite")
def _days_between_in_sqlite(element: Any, compiler: Any, **more: Any) -> str:
    later, earlier = (compiler.process(one, **more) for one in element.clauses)
    return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"


def span_key(least: int, most: int | None) -> str:
    """The key of a span of days, both ends counted; `most` None: without end."""
    return f"{least}-{'' if most is None else most}"


def _span(key: str) -> tuple[int, int | None]:
    found = _SPAN.fullmatch(key)
    if found is None or (found[2] and int(found[2]) < int(found[1])):
        raise ValueError(key)
    return int(found[1]), int(found[2]) if found[2] else None


def _before(day: date, days: int) -> date:
    return date.min if days >= (day - date.min).days else day - timedelta(days=days)


def _span_label(key: str) -> str:
    least, most = _span(key)
    if most is None:
        return f"từ {least} ngày trở lên"
    return f"{least} ngày" if least == most else f"từ {least} đến {most} ngày"


class _Age:
    """How long ago a record began, on the as-of day."""

    def condition(self, ask: Ask, key: str) -> Predicate:
        """Begun so many days before the as-of day."""
        least, most = _span(key)
        begun, day = ask.table.c.opened_on, ask.question.as_of
        parts = [begun <= _before(day, least)] if least else []
        return and_(*parts, begun >= (date.min if most is None else _before(day, most)))

    def label(self, key: str) -> str:
        """The span in words."""
        return _span_label(key)


class _Waiting(_Age):
    """How long a record has lasted that has not ended by the as-of day."""

    def condition(self, ask: Ask, key: str) -> Predicate:
        """Not ended, and begun so many days before."""
        return and_(still_open(ask), super().condition(ask, key))


class _Lasted:
    """How many days a record took that has ended."""

    def condition(self, ask: Ask, key: str) -> Predicate:
        """Ended so many days after its beginning; one that is told to end before it counts as of the same day."""
        least, most = _span(key)
        days = lasted(ask)
        return and_(closed(ask), *([days >= least] if least else []), *([days <= most] if most is not None else []))

    def label(self, key: str) -> str:
        """The span in words."""
        return _span_label(key)


class _Life(_Lasted):
    """How many days a record took, or has taken so far."""

    def condition(self, ask: Ask, key: str) -> Predicate:
        """Ended after so many days, or not ended and so many days old."""
        return or_(super().condition(ask, key), _Waiting().condition(ask, key))


def lasted(ask: Ask) -> ColumnElement[int]:
    """The days from a record's beginning to its end; NULL while it has none."""
    return days_between(ask.table.c.closed_on, ask.table.c.opened_on)


class _Due:
    """When what has not ended is due, seen from the as-of day. Week 0 holds that day and the six days after it."""

    WORDS: Mapping[str, str] = MappingProxyType(
        {
            "past": "đã quá hạn",
            "later": f"sau {WEEKS} tuần nữa",
            "none": "không có hạn",
            "suspended": "tạm đình chỉ, không tính hạn",
            "settled": "đã có kết quả cuối cùng",
        }
    )

    def condition(self, ask: Ask, key: str) -> Predicate:
        """Not ended, its clock not stopped, and due then."""
        due, day = ask.table.c.due_on, ask.question.as_of
        if key == "settled":
            return closed(ask)
        stopped = ask.table.c.state == CaseState.SUSPENDED.value
        if key == "suspended":
            return and_(still_open(ask), stopped)
        running = and_(still_open(ask), ask.table.c.state.is_distinct_from(CaseState.SUSPENDED.value))
        if key == "past":
            return and_(running, due < day)
        if key == "later":
            return and_(running, due >= _ahead(day, WEEKS))
        if key == "none":
            return and_(running, due.is_(None))
        week = _week(key)
        return and_(running, due >= _ahead(day, week), due < _ahead(day, week + 1))

    def label(self, key: str) -> str:
        """The week, counted from the as-of day, in words."""
        if key in self.WORDS:
            return self.WORDS[key]
        week = _week(key)
        return "trong 7 ngày tới" if week == 0 else f"tuần thứ {week + 1} kể từ ngày tính"


def _week(key: str) -> int:
    found = _WEEK.fullmatch(key)
    if found is None or int(found[1]) >= WEEKS:
        raise ValueError(key)
    return int(found[1])


def _ahead(day: date, weeks: int) -> date:
    return day + timedelta(days=min(7 * weeks, (date.max - day).days))


class _ClosedMonth:
    """The month in which a record ended."""

    def condition(self, ask: Ask, key: str) -> Predicate:
        """Ended in that month."""
        year, month = _month(key)
        ended = ask.table.c.closed_on
        return and_(ended >= date(year, month, 1), ended <= date(year, month, monthrange(year, month)[1]))

    def label(self, key: str) -> str:
        """The month in words."""
        year, month = _month(key)
        return f"tháng {month}/{year}"


def _month(key: str) -> tuple[int, int]:
    found = _MONTH.fullmatch(key)
    if found is None or not int(found[1]):
        raise ValueError(key)
    return int(found[1]), int(found[2])


AGE = Dimension("age", "Thời gian từ khi tiếp nhận", "", "bucket", buckets=_Age())
WAITING = Dimension("waiting", "Chưa kết thúc sau", "", "bucket", buckets=_Waiting())
LASTED = Dimension("lasted", "Đã kết thúc sau", "", "bucket", buckets=_Lasted())
LIFE = Dimension("life", "Kéo dài (đã kết thúc hay chưa)", "", "bucket", buckets=_Life())
DUE = Dimension("due", "Thời hạn", "", "bucket", buckets=_Due())
CLOSED_MONTH = Dimension("closed_month", "Tháng kết thúc", "", "bucket", buckets=_ClosedMonth())

BUCKETS: Mapping[RecordKind, Mapping[str, Dimension]] = MappingProxyType(
    {
        kind: {}
        if kind is RecordKind.RECEPTION
        else {one.code: one for one in (AGE, WAITING, LASTED, LIFE, DUE, CLOSED_MONTH)}
        for kind in RecordKind
    }
)
"""The buckets of each register, by code; a visit ends on its day and has none. They narrow lists and count the marks
of dashboards, and are no cuts of the catalogue: nothing is frozen by them."""


def key_of(buckets: Buckets, ask: Ask, keys: Sequence[str]) -> ColumnElement[Any]:
    """The key of these under which a row stands, "" where it stands under none."""
    return case(*((buckets.condition(ask, key), literal(key)) for key in keys), else_=literal(""))
