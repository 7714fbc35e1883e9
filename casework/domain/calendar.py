"""Working days: which days are off, which Saturdays are worked, and how time limits run over them.

The days are rows given from outside (`DayRule`), never code; the rules are those of Bộ luật Dân sự 2015:
Điều 147 (the day of the event is not counted) and Điều 148 (a limit that ends on a day off ends on the
next working day; a limit in months ends on the same date or on the month's last day).
"""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from casework.domain.numerals import write_date

DayKind = Literal["off", "work"]
DayStatus = Literal["confirmed", "expected", "unconfirmed"]

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_WEEKEND_NAMES = {5: "thứ Bảy", 6: "Chủ nhật"}
NO_CALENDAR = "chưa có lịch nghỉ"


@dataclass(frozen=True)
class DayRule:
    """One day that departs from the week: off on a weekday, or a make-up day worked on a weekend.

    `status`: confirmed; expected (dự kiến: applied, with a warning); unconfirmed (shown, not applied).
    """

    day: date
    kind: DayKind
    name: str
    status: DayStatus
    source: str

    @property
    def applied(self) -> bool:
        """Whether the row changes the calendar; an unconfirmed one only warns."""
        return self.status != "unconfirmed"


def day_rule_from_json(row: Mapping[str, object]) -> DayRule:
    """Return the row of a mapping with the keys day (ISO), kind, name, status, source.

    Raises ValueError for an unknown kind or status, KeyError for a missing key.
    """
    kind, status = str(row["kind"]), str(row["status"])
    if kind not in get_args(DayKind) or status not in get_args(DayStatus):
        raise ValueError(f"unknown kind or status in calendar row {dict(row)!r}")
    return DayRule(
        day=date.fromisoformat(str(row["day"])),
        kind="off" if kind == "off" else "work",
        name=str(row["name"]),
        status=_status(status),
        source=str(row["source"]),
    )


def _status(text: str) -> DayStatus:
    return next(status for status in _STATUSES if status == text)


_STATUSES: tuple[DayStatus, ...] = get_args(DayStatus)


class WorkCalendar:
    """Monday to Friday, but for the given rows. A year without any row is unknown and warns."""

    def __init__(self, rules: Iterable[DayRule]) -> None:
        """Take the rows; ValueError when one day stands twice."""
        self._rules: dict[date, DayRule] = {}
        for rule in rules:
            if rule.day in self._rules:
                raise ValueError(f"calendar day {rule.day.isoformat()} stands twice")
            self._rules[rule.day] = rule
        self._years = {rule.day.year for rule in self._rules.values()}
        self._expected_years = {rule.day.year for rule in self._rules.values() if rule.status == "expected"}

    def rules(self) -> list[DayRule]:
        """Return all rows, by day."""
        return [self._rules[day] for day in sorted(self._rules)]

    def rule(self, day: date) -> DayRule | None:
        """Return the row of a day, applied or not; None when the week alone decides."""
        return self._rules.get(day)

    def is_working_day(self, day: date) -> bool:
        """Return whether `day` is worked."""
        rule = self._rules.get(day)
        if rule is not None and rule.applied:
            return rule.kind == "work"
        return day.weekday() < _SATURDAY

    def next_working_day(self, day: date) -> date:
        """Return `day` itself when it is worked, else the first working day after it (Điều 148)."""
        while not self.is_working_day(day):
            day += _ONE_DAY
        return day

    def add_working_days(self, start: date, n: int) -> date:
        """Return the n-th working day after `start`, which is not counted (Điều 147); `start` for 0."""
        _refuse_negative(n)
        day = start
        while n:
            day += _ONE_DAY
            n -= self.is_working_day(day)
        return day

    def add_calendar_days(self, start: date, n: int) -> date:
        """Return the n-th day after `start`, moved to the next working day when it is off (Điều 148)."""
        _refuse_negative(n)
        return self.next_working_day(start + n * _ONE_DAY)

    def add_months(self, start: date, n: int) -> date:
        """Return the same date n months later, or that month's last day, moved to the next working day."""
        return self.next_working_day(same_date_in_months(start, n))

    def skipped(self, start: date, end: date) -> list[tuple[date, str]]:
        """Return the days off after `start` up to and with `end`, each with its name, for explanations."""
        days: list[tuple[date, str]] = []
        day = start + _ONE_DAY
        while day <= end:
            if not self.is_working_day(day):
                rule = self._rules.get(day)
                name = rule.name if rule is not None and rule.applied else _WEEKEND_NAMES[day.weekday()]
                days.append((day, name))
            day += _ONE_DAY
        return days

    def made_up(self, start: date, end: date) -> list[tuple[date, str]]:
        """Return the weekend days worked after `start` up to and with `end`, each with its name."""
        return sorted(
            (rule.day, rule.name)
            for rule in self._rules.values()
            if rule.kind == "work" and rule.applied and start < rule.day <= end
        )

    def warnings(self, day: date) -> list[str]:
        """Return what is uncertain about `day`, in Vietnamese: no calendar, expected or unconfirmed rows."""
        if day.year not in self._years:
            return [f"năm {day.year} {NO_CALENDAR}, tạm tính từ thứ Hai đến thứ Sáu là ngày làm việc"]
        found: list[str] = []
        if day.year in self._expected_years:
            found.append(f"lịch nghỉ năm {day.year} là dự kiến")
        rule = self._rules.get(day)
        if rule is not None and not rule.applied:
            found.append(
                f"ngày {write_date(day)} ({rule.name}) chưa được xác nhận là ngày nghỉ, đang tính theo ngày thường"
            )
        return found

    def warnings_between(self, start: date, end: date) -> list[str]:
        """Return the warnings of every day after `start` up to and with `end`, each once, in their order."""
        found: dict[str, None] = {}
        day = start + _ONE_DAY
        while day <= end:
            found.update(dict.fromkeys(self.warnings(day)))
            day += _ONE_DAY
        return list(found)


def same_date_in_months(start: date, n: int) -> date:
    """Return the date n months after `start`, or that month's last day if it has none such (Điều 148)."""
    _refuse_negative(n)
    years, month0 = divmod(start.month - 1 + n, 12)
    year, month = start.year + years, month0 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def _refuse_negative(n: int) -> None:
    if n < 0:
        raise ValueError("a time limit is not negative")
