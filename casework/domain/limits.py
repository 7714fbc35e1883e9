"""The law of time limits: which limit holds on a day, when a matter falls due, and why.

A case keeps the law of the day on which its limit began. The rows come from data (`limit_from_json`),
the days off from a `WorkCalendar`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from casework.domain.calendar import WorkCalendar, same_date_in_months
from casework.domain.due_sentence import DueSteps, explain, no_number, not_in_force
from casework.domain.time_limits import TimeLimit, limit_from_json

__all__ = ["DueDate", "Law", "LimitError", "TimeLimit", "effective_due", "limit_from_json"]


class LimitError(LookupError):
    """No such time limit, or none in force on the day; the message is in Vietnamese."""


@dataclass(frozen=True)
class DueDate:
    """A due date (hạn) and how it was reached; `on` is None where the law gives no number.

    `warnings`: what is uncertain in the calendar about the days that decided it, in Vietnamese.
    """

    on: date | None
    explanation: str
    limit: TimeLimit | None
    warnings: tuple[str, ...] = ()


class Law:
    """Time limits over a working-day calendar."""

    def __init__(
        self, calendar: WorkCalendar, limits: Iterable[TimeLimit], version: int = 1, earlier: Iterable[Law] = ()
    ) -> None:
        """Take the calendar and the rows; ValueError when two rows of one code hold on the same day.

        `version`: 1 as shipped, one more with each change that an office made; `earlier`: the laws before it.
        """
        self.calendar = calendar
        self.version = version
        self._earlier = {law.version: law for law in earlier}
        self._rows: dict[str, list[TimeLimit]] = {}
        for limit in sorted(limits, key=lambda row: (row.code, row.valid_from)):
            rows = self._rows.setdefault(limit.code, [])
            if rows and rows[-1].holds_on(limit.valid_from):
                raise ValueError(f"limit {limit.code} stands twice on {limit.valid_from.isoformat()}")
            rows.append(limit)

    def at(self, version: object) -> Law:
        """The law that a record keeps which names this version; one that names none keeps the first.

        Days off and limits that change later touch a record only when an event of its own says so.
        """
        return self._earlier.get(version if isinstance(version, int) else 1, self)

    def versions(self) -> list[Law]:
        """Return the laws before this one, the first first."""
        return [self._earlier[version] for version in sorted(self._earlier)]

    def rows(self, code: str) -> list[TimeLimit]:
        """Return the rows of a limit, by the day from which each holds; [] for an unknown code."""
        return list(self._rows.get(code, ()))

    def codes(self) -> list[str]:
        """Return the codes of all limits, sorted."""
        return sorted(self._rows)

    def limit(self, code: str, on: date) -> TimeLimit:
        """Return the limit of `code` for an act of the day `on`; LimitError when there is none."""
        row = self._find(code, on)
        if row is None:
            raise LimitError(not_in_force(self._rows[code][-1].label_vi, on))
        return row

    def due(
        self,
        code: str,
        start: date,
        *,
        extended_to: date | None = None,
        extensions: int | None = None,
        suspended_days: int = 0,
    ) -> DueDate:
        """Return when a matter whose limit began on `start` falls due, with its explanation.

        `extensions`: how many were decided; each lengthens the whole term, counted from `start`; None: not
        told, so the longest term of the limit (a complex denunciation 60 days), said so in the sentence.
        `extended_to`: the day an extension names; it counts when it lies after the plain end and is not
        later than the law allows with `extensions` of them. `suspended_days` are added
        where the law stops the clock. A day on which no row holds gives `on` None; an unknown code raises
        LimitError.
        """
        limit = self._find(code, start)
        if limit is None:
            return DueDate(None, not_in_force(self._rows[code][-1].label_vi, start), None)
        if limit.amount is None:
            return DueDate(None, no_number(limit), limit)
        added = suspended_days if limit.suspends else 0
        granted = len(limit.extension_amounts) if extensions is None else extensions
        if extended_to is None:
            unmoved = self._end(limit, start, limit.total(granted), added)
            on = self.calendar.next_working_day(unmoved)
        else:
            unmoved, on = self._extended(limit, start, extended_to, granted, added)
        steps = DueSteps(limit, start, on, unmoved, extensions, extended_to, suspended_days)
        decisive = start if limit.unit == "working" else unmoved - timedelta(days=1)
        warnings = tuple(self.calendar.warnings_between(min(decisive, on - timedelta(days=1)), on))
        return DueDate(on, explain(steps, self.calendar), limit, warnings)

    def _find(self, code: str, on: date) -> TimeLimit | None:
        if code not in self._rows:
            raise LimitError(f"không có thời hạn mang mã “{code}”")
        return next((row for row in self._rows[code] if row.holds_on(on)), None)

    def _extended(
        self, limit: TimeLimit, start: date, extended_to: date, granted: int, added: int
    ) -> tuple[date, date]:
        """Return the unmoved and the moved end for a named day, kept between the plain end and the most."""
        plain = self._end(limit, start, limit.total(0), added)
        most = self._end(limit, start, limit.total(granted), added)
        if extended_to <= self._roll(plain):
            return plain, self._roll(plain)
        if extended_to > self._roll(most):
            return most, self._roll(most)
        return extended_to, extended_to

    def _roll(self, day: date) -> date:
        return self.calendar.next_working_day(day)

    def _end(self, limit: TimeLimit, start: date, total: int, added: int) -> date:
        """Return the last day of `total` units and `added` days after `start`, not yet moved."""
        if limit.unit == "working":
            end = self.calendar.add_working_days(start, total)
        elif limit.unit == "month":
            end = same_date_in_months(start, total)
        else:
            end = start + timedelta(days=total)
        return end + timedelta(days=added)


def effective_due(stated: date | None, lawful: date | None) -> tuple[date | None, Literal["stated", "law"]]:
    """Return the due date that counts, and whose it is: the stated one, unless later than the law allows."""
    if stated is not None and (lawful is None or stated <= lawful):
        return stated, "stated"
    return lawful, "law"
