"""Figures as plain data: what the statistics say and the reports print.

A figure is the size of a named set of records, the sum of one quantity of its members, or a declared figure
(số công bố) with its source. A rate is two counts and a rounding rule; a change is two counts. Numbers are
written out only by `printed`, last of all.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from casework.domain.numerals import write_count, write_percent
from casework.domain.periods import Question
from casework.domain.rates import Change, Rate, change_phrase
from casework.domain.vocabulary import CountingUnit


class FigureKind(StrEnum):
    """How a figure came about."""

    RECORDS = "records"
    DECLARED = "declared"
    RATE = "rate"
    CHANGE = "change"
    BAND = "band"


NOT_RECORDED = "chưa ghi nhận"
"""What stands for a figure that is asked as known on a day on which nothing of its register was recorded yet."""

Cell = tuple[tuple[str, str], ...]
"""Where in a breakdown a figure stands: pairs (dimension, key), e.g. (("council_resolution", "3"),). () = the whole."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its meaning. `labels` are the Vietnamese names of the cell's keys, in the cell's order.

    Of a band only the bounds are known: not less than `numerator`, less than `denominator`. A figure without a number
    (`is_recorded` False) was not recorded yet as of the day of knowledge that was asked for; that is not nought.
    """

    code: str
    label: str
    unit: CountingUnit
    kind: FigureKind
    cell: Cell = ()
    labels: tuple[str, ...] = ()
    value: int | None = None
    numerator: int | None = None
    denominator: int | None = None
    decimals: int = 0
    year: int | None = None
    definition: str = ""
    source: str = ""

    @property
    def is_recorded(self) -> bool:
        """Whether anything of its register had been recorded when it was asked as known."""
        return self.value is not None or self.numerator is not None

    @property
    def rate(self) -> Rate:
        """The two counts of a rate figure."""
        return Rate(self.numerator or 0, self.denominator or 0)

    @property
    def change(self) -> Change:
        """The two counts of a change figure: numerator now, denominator the year before."""
        return Change(self.numerator or 0, self.denominator)

    @property
    def printed(self) -> str:
        """The number as officials write it: "18.649", "97,6%", "tăng 57% so với cùng kỳ năm 2023"; "" if unknown,
        "chưa ghi nhận" before the first recording."""
        if not self.is_recorded:
            return NOT_RECORDED
        if self.kind is FigureKind.RATE:
            fraction = self.rate.fraction
            return "" if fraction is None else write_percent(fraction, self.decimals)
        if self.kind is FigureKind.CHANGE:
            return change_phrase(self.change, self.year or 0, self.decimals) or ""
        if self.kind is FigureKind.BAND:
            return _band(self.numerator or 0, self.denominator or 0)
        return write_count(self.value or 0)

    def as_json(self) -> dict[str, object]:
        """The shape that `casework figures --json` prints (issue 2, section 5)."""
        breakdown = [
            {"dimension": dimension, "key": key, "label": label}
            for (dimension, key), label in zip(self.cell, self.labels, strict=True)
        ]
        return {
            "code": self.code,
            "label": self.label,
            "unit": self.unit.label,
            "kind": str(self.kind),
            "breakdown": breakdown,
            "value": self.value,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "printed": self.printed,
            "definition": self.definition,
            "source": self.source,
        }


def _band(least: int, below: int) -> str:
    return f"từ {write_count(least)} đến {write_count(below - 1)}" if least else f"< {write_count(below)}"


@dataclass(frozen=True, slots=True)
class FigureSet:
    """All figures of one question, found by code and cell."""

    question: Question
    figures: Mapping[tuple[str, Cell], Figure]
    scope: str = "Toàn bộ hồ sơ trong hệ thống"
    notes: tuple[str, ...] = field(default=())

    @classmethod
    def of(cls, question: Question, figures: Iterable[Figure], scope: str, notes: tuple[str, ...] = ()) -> FigureSet:
        """A set from its figures."""
        return cls(question, {(f.code, f.cell): f for f in figures}, scope, notes)

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.figures.values())

    def get(self, code: str, **cell: str) -> Figure | None:
        """The figure of `code` in a cell given as dimension=key, or None."""
        return self.figures.get((code, tuple(sorted(cell.items()))))

    def value(self, code: str, **cell: str) -> int:
        """The count of `code`; 0 where the breakdown has no such cell (an empty set)."""
        found = self.get(code, **cell)
        return 0 if found is None or found.value is None else found.value

    def is_recorded(self, code: str) -> bool:
        """Whether anything of the register of `code` had been recorded; True for a figure that was not made."""
        whole = self.figures.get((code, ()))
        return whole is None or whole.is_recorded

    def breakdown(self, code: str, dimension: str) -> list[Figure]:
        """The figures of `code` cut by one dimension, in the order in which they were made."""
        return [f for f in self if f.code == code and len(f.cell) == 1 and f.cell[0][0] == dimension]

    def fingerprint(self) -> str:
        """SHA-256 (hex) over all figures: the same figures give the same fingerprint on any machine."""
        lines = sorted(
            json.dumps(
                [f.code, f.cell, f.value, f.numerator, f.denominator, f.decimals],
                ensure_ascii=False,
                default=str,
            )
            for f in self
        )
        head = json.dumps([str(self.question.first), str(self.question.as_of), self.scope], ensure_ascii=False)
        return hashlib.sha256("\n".join([head, *lines]).encode()).hexdigest()
