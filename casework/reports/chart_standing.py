"""Charts whose categories stand side by side: lines through time and curves that fall in steps."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from math import ceil

from casework.domain.numerals import write_decimal
from casework.reports.chart import Chart, Mark
from casework.reports.chart_shapes import (
    COLOURS,
    DASHES,
    GREY,
    RULE,
    SMALL,
    WIDTH,
    Dot,
    Sketch,
    Stroke,
    Words,
    about_mark,
    legend,
    wide,
)

_SCREEN = 1.25
"""How much wider a word may be on a screen than on paper."""


def standing(chart: Chart, drawn: Sketch) -> None:
    """Draws a chart of lines, with its scale, its legend and the names of its categories."""
    top = legend(chart, drawn) + 12
    ticks, decimals = _ticks(max((m.value for m in chart.marks), default=Decimal(1)))
    percent = "%" if any(m.text.endswith("%") for m in chart.marks) else ""
    labels = [write_decimal(t, decimals) + percent for t in ticks]
    left = max(wide(label, SMALL) for label in labels) + 8
    right, bottom = WIDTH - 14, top + 190
    scale = (bottom - top) / float(ticks[-1])
    for tick, label in zip(ticks, labels, strict=True):
        y = bottom - float(tick) * scale
        drawn.shapes.append(Stroke(((left, y), (right, y)), RULE, 0.6))
        drawn.shapes.append(Words(left - 5, y + 4, label, SMALL, "end", GREY))
    places = _places(chart, left, right)
    _below(chart, drawn, places, bottom)
    few = len(chart.categories) <= 8
    said: list[float] = []
    for n, one in enumerate(chart.series):
        points = [
            (x, bottom - float(mark.value) * scale, mark, category)
            for x, mark, category in zip(places, one.marks, chart.categories, strict=True)
            if mark is not None
        ]
        for run in _unbroken(one.marks, places, bottom, scale):
            path = _steps(run) if chart.kind == "step" else tuple(run)
            if len(path) > 1:
                drawn.shapes.append(Stroke(path, COLOURS[n % 6], 2, DASHES[n % 4]))
        for at, (x, y, mark, category) in enumerate(points):
            if mark.low is not None and mark.high is not None:
                bounds = tuple((x, bottom - float(b) * scale) for b in (mark.low, mark.high))
                drawn.shapes.append(Stroke(bounds, COLOURS[n % 6], 1))
            drawn.shapes.append(Dot(x, y, n % 4, COLOURS[n % 6], mark, about_mark(chart, n, mark, category)))
            if at == len(points) - 1 or (few and len(chart.series) == 1):
                anchor = "end" if x > right - 20 else "middle"
                if all(abs(y - other) >= SMALL for other in said if at == len(points) - 1):
                    beside = 6 if anchor == "end" else 0
                    drawn.shapes.append(Words(x + beside, y - 8, mark.text, SMALL, anchor, bold=True))
                if at == len(points) - 1:
                    said.append(y)
    drawn.height = bottom + 40


def _unbroken(
    marks: tuple[Mark | None, ...], places: list[float], bottom: float, scale: float
) -> Iterator[list[tuple[float, float]]]:
    """The stretches of neighbouring categories that have a number: no line is drawn across a gap."""
    run: list[tuple[float, float]] = []
    for x, mark in zip(places, marks, strict=True):
        if mark is not None:
            run.append((x, bottom - float(mark.value) * scale))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _steps(points: list[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    path = points[:1]
    for x, y in points[1:]:
        path += [(x, path[-1][1]), (x, y)]
    return tuple(path)


def _places(chart: Chart, left: float, right: float) -> list[float]:
    if chart.positions:
        first, last = min(chart.positions), max(chart.positions)
        span = float(last - first) or 1.0
        return [left + 8 + float(p - first) / span * (right - left - 16) for p in chart.positions]
    number = len(chart.categories)
    step = (right - left - 16) / max(number - 1, 1)
    return [left + 8 + step * at for at in range(number)] if number > 1 else [(left + right) / 2]


def _below(chart: Chart, drawn: Sketch, places: list[float], bottom: float) -> None:
    """Names of the categories where they have room, the first and the last among them."""
    end = -1.0
    last = len(places) - 1
    width = wide(chart.categories[last], SMALL)
    reserved = min(places[last] - width / 2, WIDTH - width) - 6
    for at, (x, category) in enumerate(zip(places, chart.categories, strict=True)):
        broad = wide(category, SMALL)
        start = min(max(x - broad / 2, 0.0), WIDTH - broad)
        # A screen's letters are wider than the paper's, of which `wide` knows.
        room = broad * _SCREEN
        if at == last or (start >= end + 6 and start + room <= reserved):
            drawn.shapes.append(Stroke(((x, bottom), (x, bottom + 4)), GREY, 0.8))
            drawn.shapes.append(Words(start, bottom + 18, category, SMALL, colour=GREY))
            end = start + room


def _ticks(greatest: Decimal) -> tuple[list[Decimal], int]:
    """Four or five round steps from 0 to at least `greatest`, and the decimals that they need."""
    if greatest <= 0:
        return [Decimal(0), Decimal(1)], 0
    size = Decimal(1).scaleb(greatest.adjusted())
    step = next(s for f in ("0.2", "0.25", "0.5", "1", "2", "2.5", "5") if (s := size * Decimal(f)) * 5 >= greatest)
    number = ceil(greatest / step)
    exponent = step.normalize().as_tuple().exponent
    return [step * n for n in range(number + 1)], max(0, -int(exponent))
