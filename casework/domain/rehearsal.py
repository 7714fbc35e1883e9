"""Duyệt thử báo cáo: what is missing for a report before its deadline, as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from casework.domain.figures import Figure
from casework.domain.vocabulary import RecordKind


@dataclass(frozen=True, slots=True)
class LackHere:
    """How many records of one unit lack something; `unit_id` is the unit that must act."""

    unit_id: int
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that records of a kind lack, with what is to be done and where."""

    code: str
    kind: RecordKind
    label: str
    todo: str
    units: tuple[LackHere, ...]

    @property
    def count(self) -> int:
        """How many records lack it."""
        return sum(unit.count for unit in self.units)


@dataclass(frozen=True, slots=True)
class Turning:
    """A figure that grows by the as-of day if nothing more happens: what is overdue now, and what will be then."""

    now: Figure
    then: Figure

    @property
    def more(self) -> int:
        """How many will have become overdue."""
        return (self.then.value or 0) - (self.now.value or 0)


def days_left(on: date, deadline: date) -> int:
    """How many days are left to the deadline; below 0 when it has passed."""
    return (deadline - on).days


def by_unit(lacks: Sequence[Lack]) -> list[tuple[LackHere, tuple[tuple[Lack, int], ...]]]:
    """What each unit has to do: the unit with its whole number, and each lack with its own; the most first."""
    found: dict[int, tuple[str, list[tuple[Lack, int]]]] = {}
    for lack in lacks:
        for unit in lack.units:
            found.setdefault(unit.unit_id, (unit.label, []))[1].append((lack, unit.count))
    lines = [
        (LackHere(unit_id, label, sum(count for _lack, count in rows)), tuple(rows))
        for unit_id, (label, rows) in found.items()
    ]
    return sorted(lines, key=lambda line: (-line[0].count, line[0].label))
