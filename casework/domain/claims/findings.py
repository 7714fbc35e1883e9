"""What the reader finds: a claim, its numbers, the verdict, the arithmetic that bears it, and what may be proposed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, StrEnum
from fractions import Fraction

from casework.domain.claims.mentions import Mention
from casework.domain.numerals import round_half_up


class _Labelled(StrEnum):
    """A word of code with the words that people read."""

    label: str

    def __new__(cls, value: str, label: str) -> _Labelled:
        made = str.__new__(cls, value)
        made._value_, made.label = value, label
        return made


class Verdict(_Labelled):
    """Kết luận về một nhận định số liệu."""

    AGREES = "agrees", "Khớp"
    DIFFERS = "differs", "Lệch"
    IMPOSSIBLE = "impossible", "Không thể có"
    CANNOT_TELL = "cannot_tell", "Chưa đủ căn cứ"


class ClaimKind(_Labelled):
    """Loại nhận định số liệu."""

    SUM = "sum", "Tổng và các phần"
    RATE = "rate", "Tỷ lệ"
    GROWTH = "growth", "Tăng, giảm theo tỷ lệ"
    DIFFERENCE = "difference", "Tăng, giảm theo số"
    REMAINDER = "remainder", "Số còn lại"
    PAIR = "pair", "Lượt và người"
    SHARES = "shares", "Cơ cấu cộng 100%"
    NOTATION = "notation", "Cách ghi số"
    SYSTEM = "system", "So với hệ thống"


ALARMS = frozenset({Verdict.DIFFERS, Verdict.IMPOSSIBLE})
"""The verdicts that warn."""

Values = Mapping[int, int]
"""Other whole numbers in place of those printed, by `Mention.index`."""


class Rounding(Enum):
    """How a printed percentage stands to the exact one."""

    HALF_UP = "half_up"
    CUT = "cut"
    PADDED = "padded"
    NEITHER = "neither"


def rounding(exact: Fraction, printed: Decimal, decimals: int) -> Rounding:
    """How `printed` (in percent, with `decimals` digits) comes from `exact` (in percent), never negative.

    PADDED: right with fewer digits, then filled with zeros (54,12% printed "54,0%").
    """
    if round_half_up(exact, decimals) == printed:
        return Rounding.HALF_UP
    if Fraction(int(exact * 10**decimals), 10**decimals) == Fraction(printed):
        return Rounding.CUT
    for fewer in range(decimals - 1, -1, -1):
        if round_half_up(exact, fewer) == printed:
            return Rounding.PADDED
    return Rounding.NEITHER


@dataclass(frozen=True, slots=True)
class SumEquation:
    """The whole is the sum of the parts, by `Mention.index`; `signs` for changes, all 1 otherwise."""

    whole: int
    parts: tuple[int, ...]

    @property
    def terms(self) -> tuple[int, ...]:
        """All numbers in it."""
        return (self.whole, *self.parts)

    def holds(self, values: Values) -> bool:
        """Whether it is true of these values."""
        return values[self.whole] == sum(values[part] for part in self.parts)

    def solved(self, index: int, values: Values) -> int | None:
        """The value of one of its numbers that makes it true."""
        if index == self.whole:
            return sum(values[part] for part in self.parts)
        return values[self.whole] - sum(values[part] for part in self.parts if part != index)


@dataclass(frozen=True, slots=True)
class RateEquation:
    """A printed percentage is numerator by denominator, half-up or cut off."""

    numerator: int
    denominator: int
    percent: Decimal
    decimals: int

    @property
    def terms(self) -> tuple[int, ...]:
        """The counts in it."""
        return (self.numerator, self.denominator)

    def holds(self, values: Values) -> bool:
        """Whether it is true of these values."""
        if values[self.denominator] <= 0:
            return False
        exact = Fraction(100 * values[self.numerator], values[self.denominator])
        return rounding(exact, self.percent, self.decimals) in (Rounding.HALF_UP, Rounding.CUT)

    def solved(self, index: int, values: Values) -> int | None:  # noqa: ARG002 - many values may round alike
        """None: a percentage alone proves no count."""
        return None


Equation = SumEquation | RateEquation


@dataclass(frozen=True, slots=True)
class Correction:
    """What the text should print at a place, proved by the text's own other numbers; `because`: the proof in words."""

    start: int
    end: int
    printed: str
    proposed: str
    because: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One claim judged. `start`, `end`: the number that is judged; `others`: places of the numbers it is judged by."""

    kind: ClaimKind
    verdict: Verdict
    start: int
    end: int
    others: tuple[tuple[int, int], ...]
    arithmetic: str
    note: str = ""
    correction: Correction | None = None
    equation: Equation | None = None

    @property
    def numbers(self) -> frozenset[tuple[int, int]]:
        """The places of all numbers of the claim."""
        return frozenset({(self.start, self.end), *self.others})


def finding(
    kind: ClaimKind,
    verdict: Verdict,
    judged: Mention,
    others: tuple[Mention, ...],
    arithmetic: str,
    note: str = "",
    equation: Equation | None = None,
) -> Finding:
    """A finding about the mention `judged`, by the mentions `others`."""
    places = tuple((m.start, m.end) for m in others)
    return Finding(kind, verdict, judged.start, judged.end, places, arithmetic, note, None, equation)
