"""The rate of one resolution over time as a line: where its points stand, what they say, which lists they open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casework.domain.numerals import write_count, write_date, write_percent
from casework.services.baskets import BASKET, BasketPoint
from casework.web.addresses import figure_address

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 720, 240, 60, 20, 30
"""The drawing of the follow-up, in its own units; `BOTTOM`: below the axis, for the days."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as printed, and the list behind it."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of the drawing: where, what it says, and the list that it opens."""

    x: float
    y: float
    day: str
    label: str
    total: Number
    resolved: Number
    remaining: Number
    rate: str
    says: str
    shown: bool


def drawn(points: Sequence[BasketPoint], resolution_id: int) -> list[Mark]:
    """Where the points stand: days to scale, the rate from 0 to 100%."""
    there = [point for point in points if point.total]
    if not there:
        return []
    first, last = there[0].day, there[-1].day
    span = max((last - first).days, 1)
    height = HEIGHT - TOP - BOTTOM
    marks: list[Mark] = []
    taken = -1000.0
    for point in there:
        share = point.rate.fraction or 0
        x = LEFT + (WIDTH - 2 * LEFT) * ((point.day - first).days / span if len(there) > 1 else 0.5)
        cell = (("council_resolution", str(resolution_id)),)
        total, resolved, remaining = (
            Number(write_count(value), figure_address(f"{BASKET}.{word}", cell, point.question))
            for word, value in (
                ("total", point.total),
                ("resolved", point.resolved),
                ("open", point.total - point.resolved),
            )
        )
        rate = write_percent(share, 1)
        shown = x - taken > 70 and (point is there[-1] or LEFT + WIDTH - 2 * LEFT - x > 70)
        taken = x if shown else taken
        says = f"{write_date(point.day)}: {rate} ({resolved.text}/{total.text})"
        y = TOP + height * float(1 - share)
        place, day = (round(x, 1), round(y, 1)), write_date(point.day)
        marks.append(Mark(*place, day, point.label, total, resolved, remaining, rate, says, shown))
    return marks
