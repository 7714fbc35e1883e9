"""Time to resolution with the open ones counted: the Kaplan–Meier estimate (thời gian giải quyết, cả hồ sơ còn mở).

A mean over finished cases flatters an office that leaves its hard cases open; here an open case counts as "longer than
so far". E. L. Kaplan, P. Meier, "Nonparametric estimation from incomplete observations", JASA 53 (1958) 457–481.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

NORMAL_95 = 1.959963984540054
"""The 97,5% point of the normal distribution: two-sided bounds of 95%."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is known of day `day` after the beginning: `at_risk` had lasted so long, `finished` of them ended that day;
    `open_share` of all is still open after it, with 95% bounds `low` and `high`."""

    day: int
    at_risk: int
    finished: int
    open_share: Fraction
    low: float
    high: float


def survival(finished: Mapping[int, int], still_open: Mapping[int, int]) -> tuple[Step, ...]:
    """The steps of the estimate, one a day on which something ended, in order of days.

    `finished` and `still_open`: how many records by days lasted, to their end or so far. Who was open on the day on
    which another ended counts as at risk. Bounds by Greenwood's variance on the log(-log) scale (Kalbfleisch and
    Prentice, 1980); where the share is 0 or 1 they are the share itself. Raises ValueError for negative days or counts.
    """
    if any(day < 0 or n < 0 for spans in (finished, still_open) for day, n in spans.items()):
        raise ValueError("days and counts must not be negative")
    left = sum(finished.values()) + sum(still_open.values())
    share, spread = Fraction(1), 0.0
    steps = []
    for day in sorted({*finished, *still_open}):
        ended = finished.get(day, 0)
        if ended:
            share *= Fraction(left - ended, left)
            spread += ended / (left * (left - ended)) if left > ended else 0.0
            steps.append(Step(day, left, ended, share, *_bounds(share, spread)))
        left -= ended + still_open.get(day, 0)
    return tuple(steps)


def _bounds(share: Fraction, spread: float) -> tuple[float, float]:
    value = float(share)
    if not 0.0 < value < 1.0:
        return value, value
    far = math.exp(NORMAL_95 * math.sqrt(spread) / abs(math.log(value)))
    return value**far, value ** (1 / far)


def days_until(steps: tuple[Step, ...], share: Fraction) -> int | None:
    """The first day after which no more than `share` of all are still open (1/2: the median); None: not reached yet."""
    return next((step.day for step in steps if step.open_share <= share), None)


def open_after(steps: tuple[Step, ...], day: int) -> Fraction:
    """The share still open after `day` days."""
    share = Fraction(1)
    for step in steps:
        if step.day > day:
            break
        share = step.open_share
    return share
