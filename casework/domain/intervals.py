"""Bounds of a rate, so that small units are not shamed: two rates differ only where their bounds lie apart.

E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927) 209–212.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from casework.domain.rates import Rate
from casework.domain.survival import NORMAL_95


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds of a share, each between 0 and 1."""

    low: float
    high: float

    def apart_from(self, other: Interval) -> bool:
        """Whether the two do not overlap."""
        return self.high < other.low or other.high < self.low


def wilson(rate: Rate) -> Interval | None:
    """The 95% score interval of a rate; None where there is nothing to divide by.

    It holds the rate itself, lies within 0..1, and does not shrink to a point at 0 or 1 of few. ValueError for a rate
    above 1.
    """
    n, k = rate.denominator, rate.numerator
    if k > n:
        raise ValueError("a share must not exceed 1")
    if n == 0:
        return None
    z2 = NORMAL_95**2
    middle = (k + z2 / 2) / (n + z2)
    half = NORMAL_95 / (n + z2) * math.sqrt(k * (n - k) / n + z2 / 4)
    low = 0.0 if k == 0 else max(0.0, middle - half)
    high = 1.0 if k == n else min(1.0, middle + half)
    return Interval(low, high)
