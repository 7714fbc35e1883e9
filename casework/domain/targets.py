"""Targets (chỉ tiêu) in whole numbers: a share to be exceeded, how many more are needed, how many a week until the end.

"Trên 90%" is exceeded, not reached: 9 of 10 do not meet it. No number here passes through a float.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

DAYS_A_WEEK = 7


class TargetError(ValueError):
    """A target that cannot be set so; the Vietnamese message says what to do."""


def needed(done: int, total: int, above: Fraction) -> int | None:
    """The smallest k ≥ 0 with (done + k) / total > above and done + k ≤ total; None where there is none.

    `done` of `total` are finished; nothing is added to the total. Raises ValueError unless 0 ≤ done ≤ total.
    """
    if not 0 <= done <= total:
        raise ValueError(f"{done} of {total}")
    least = max(done, above.numerator * total // above.denominator + 1)
    return least - done if least <= total else None


def a_week(count: int, days: int) -> int | None:
    """How many a week finish `count` within `days` days, rounded up; None when no day is left for any."""
    if count <= 0:
        return 0
    return -(-count * DAYS_A_WEEK // days) if days > 0 else None


def at_that_pace(count: int, days: int, ahead: int) -> int:
    """How many come in `ahead` days when `count` came in `days` days: rounded down, 0 for no days."""
    return count * ahead // days if days > 0 and ahead > 0 else 0


@dataclass(frozen=True, slots=True)
class Road:
    """The way to a target when `more` come in: `total` then, how many are `needed` (None: out of reach), `weekly`."""

    more: int
    total: int
    needed: int | None
    weekly: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a target stands on a day: `done` of `total`, both counts of one unit, the share to be exceeded.

    `first`, `as_of`: the period's first day and the day asked; `last`: the last day of the year that the target is of.
    """

    done: int
    total: int
    above: Fraction
    first: date
    as_of: date
    last: date

    @property
    def met(self) -> bool:
        """Whether the share is exceeded already."""
        return self.total > 0 and Fraction(self.done, self.total) > self.above

    @property
    def days_left(self) -> int:
        """The days after the day asked, up to and with the last."""
        return max(0, (self.last - self.as_of).days)

    @property
    def days_past(self) -> int:
        """The days from the first to the day asked, both counted."""
        return max(0, (self.as_of - self.first).days + 1)

    def road(self, more: int = 0) -> Road:
        """What is needed when `more` come in until the end. Raises ValueError for less than none."""
        if more < 0:
            raise ValueError(more)
        total = self.total + more
        lacking = needed(self.done, total, self.above) if total else None
        return Road(more, total, lacking, None if lacking is None else a_week(lacking, self.days_left))


def check_target(year: int, percent: int, basis: str, article: str) -> None:
    """Passes for a target that can be set. Raises TargetError."""
    if not 2000 <= year <= 2100:
        raise TargetError("Năm của chỉ tiêu phải từ 2000 đến 2100.")
    if not 1 <= percent <= 99:
        raise TargetError("Tỷ lệ phải vượt là số nguyên từ 1 đến 99.")
    if not basis.strip():
        raise TargetError("Hãy ghi nghị quyết giao chỉ tiêu: số, ngày, cơ quan ban hành.")
    if not article.strip():
        raise TargetError("Hãy ghi điều, khoản, mục của nghị quyết giao chỉ tiêu.")
