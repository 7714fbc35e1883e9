"""Counts with their unit: what is counted in đơn is never added to what is counted in vụ việc.

Two different units are never added, subtracted or set equal (law-and-forms 2.3). What the law says about the order of
two units (người not fewer than lượt) is a table of its own, `NOT_FEWER`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from casework.domain.numerals import write_count
from casework.domain.vocabulary import CountingUnit


class UnitMismatchError(TypeError):
    """Counts of different units were to be added or compared; the message is in Vietnamese."""

    def __init__(self, *units: CountingUnit) -> None:
        """Takes the units that do not go together."""
        self.units = units
        told = " với ".join(f"“{unit.label}”" for unit in units)
        super().__init__(f"Không cộng, trừ hoặc so sánh bằng nhau được các đơn vị tính khác nhau: {told}.")


@dataclass(frozen=True, slots=True)
class CountOf:
    """So many of one unit: `CountOf(3, LETTER) + CountOf(2, LETTER)`. Any other unit raises UnitMismatchError."""

    number: int
    unit: CountingUnit

    def __post_init__(self) -> None:
        """A rate is no count: shares of one are never added."""
        if self.unit is CountingUnit.PERCENT:
            raise UnitMismatchError(self.unit)

    def __add__(self, other: CountOf) -> CountOf:
        """The sum. Raises UnitMismatchError."""
        return CountOf(self.number + self._alike(other), self.unit)

    def __sub__(self, other: CountOf) -> CountOf:
        """The difference, which may be below zero. Raises UnitMismatchError."""
        return CountOf(self.number - self._alike(other), self.unit)

    def __lt__(self, other: CountOf) -> bool:
        """Whether this is fewer. Raises UnitMismatchError."""
        return self.number < self._alike(other)

    def __le__(self, other: CountOf) -> bool:
        """Whether this is not more. Raises UnitMismatchError."""
        return self.number <= self._alike(other)

    @property
    def printed(self) -> str:
        """As officials write it: "22.014 đơn"."""
        return f"{write_count(self.number)} {self.unit.label}"

    def _alike(self, other: CountOf) -> int:
        if not isinstance(other, CountOf):
            raise TypeError(f"{type(other).__name__} has no unit")
        same_unit((self.unit, other.unit))
        return other.number


def same_unit(units: Iterable[CountingUnit]) -> CountingUnit:
    """The one unit of all. Raises UnitMismatchError when there are several, ValueError when there is none."""
    found = tuple(dict.fromkeys(units))
    if not found:
        raise ValueError("a sum of nothing has no unit")
    if len(found) > 1:
        raise UnitMismatchError(*found)
    return found[0]


def total(counts: Iterable[CountOf]) -> CountOf:
    """The sum of counts of one unit. Raises UnitMismatchError; ValueError when there is none."""
    rows = tuple(counts)
    return CountOf(sum(count.number for count in rows), same_unit(count.unit for count in rows))


NOT_FEWER: frozenset[tuple[CountingUnit, CountingUnit]] = frozenset(
    {
        (CountingUnit.PERSON, CountingUnit.VISIT),
        (CountingUnit.VISIT, CountingUnit.MATTER),
        (CountingUnit.VISIT, CountingUnit.GROUP),
        (CountingUnit.PERSON, CountingUnit.GROUP),
        (CountingUnit.LETTER, CountingUnit.MATTER),
    }
)
"""Pairs (more, fewer): of the same things there are never fewer of the first than of the second (law-and-forms 2.3,
5.5 e: lượt ≤ người, vụ ≤ lượt, đơn ≥ vụ)."""


def not_fewer(more: CountOf, fewer: CountOf) -> bool:
    """Whether `more` is at least `fewer`: counts of one unit, or of two that `NOT_FEWER` orders so.

    Raises UnitMismatchError for any other pair: lượt and đơn say nothing about each other.
    """
    if more.unit is not fewer.unit and (more.unit, fewer.unit) not in NOT_FEWER:
        raise UnitMismatchError(more.unit, fewer.unit)
    return more.number >= fewer.number
