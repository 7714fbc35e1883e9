"""Rates and changes as whole numbers and a rounding rule; a percentage exists only when it is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from casework.domain.numerals import round_half_up, write_percent

ChangeKind = Literal["increase", "decrease", "equal", "unknown"]
_CHANGE_WORDS: dict[ChangeKind, str] = {"increase": "tăng", "decrease": "giảm"}


@dataclass(frozen=True)
class Rate:
    """A rate (tỷ lệ): two counts of the same unit; kept as they are, rounded when printed."""

    numerator: int
    denominator: int

    @property
    def fraction(self) -> Fraction | None:
        """The exact share of one, None when the denominator is 0."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    def percent(self, decimals: int) -> Decimal | None:
        """Return the percentage, half-up, with `decimals` digits; None when the denominator is 0."""
        share = self.fraction
        return None if share is None else round_half_up(share * 100, decimals)


@dataclass(frozen=True)
class Change:
    """A count now beside the count of the same period a year before (so với cùng kỳ)."""

    now: int
    before: int | None

    @property
    def kind(self) -> ChangeKind:
        """Whether the count rose, fell, stayed, or is not comparable because the earlier one is unknown."""
        if self.before is None:
            return "unknown"
        if self.now == self.before:
            return "equal"
        return "increase" if self.now > self.before else "decrease"

    @property
    def fraction(self) -> Fraction | None:
        """The signed exact change as a share of the earlier count; None when that is unknown or 0."""
        return Fraction(self.now - self.before, self.before) if self.before else None

    def percent(self, decimals: int) -> Decimal | None:
        """Return the size of the change in percent, never negative (`kind` has the direction), half-up.

        None when the earlier count is unknown or 0: there is no "∞%".
        """
        share = self.fraction
        return None if share is None else round_half_up(abs(share) * 100, decimals)


def change_phrase(change: Change, year: int, decimals: int) -> str | None:
    """Return "tăng 57% so với cùng kỳ năm 2023", "giảm …" or "bằng cùng kỳ năm 2023".

    `year` is the year compared with; `decimals` belongs to the sentence. A change that would print as
    0% gets as many digits as it needs to show. None when the earlier count is unknown or 0.
    """
    share = change.fraction
    if share is None:
        return None
    if change.kind == "equal":
        return f"bằng cùng kỳ năm {year}"
    while round_half_up(abs(share) * 100, decimals) == 0:
        decimals += 1
    return f"{_CHANGE_WORDS[change.kind]} {write_percent(abs(share), decimals)} so với cùng kỳ năm {year}"


def closed_shares(counts: Sequence[int], decimals: int) -> list[Decimal] | None:
    """Return the percentages of `counts` in their sum, adjusted to total exactly 100 (largest remainder).

    Every share is cut off, and the missing last digits go to the largest remainders, the earlier row
    first when two are equal. For tables of shares only: a rate that stands alone is rounded by itself.
    None when the counts sum to 0; ValueError for a negative count.
    """
    if any(n < 0 for n in counts):
        raise ValueError("counts must not be negative")
    total = sum(counts)
    if total == 0:
        return None
    whole = 100 * 10**decimals
    parts = [divmod(n * whole, total) for n in counts]
    missing = whole - sum(quotient for quotient, _ in parts)
    by_remainder = sorted(range(len(parts)), key=lambda i: (-parts[i][1], i))
    raised = set(by_remainder[:missing])
    return [
        round_half_up(Fraction(quotient + (i in raised), 10**decimals), decimals)
        for i, (quotient, _) in enumerate(parts)
    ]
