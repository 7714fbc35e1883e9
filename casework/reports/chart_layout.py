"""Where the marks of a chart stand: plain shapes on a sheet of 440 units' width, the origin at the top left.

One layout serves the screen, the PDF and the picture in the Word file. Series differ by colour and by hatching (bars)
or by marker and dash (lines), so that nothing is told by colour alone; the colours are those of Okabe and Ito, darkened
to stand out from white paper by 3:1.
"""

from __future__ import annotations

from decimal import Decimal

from casework.reports import pdf_fonts
from casework.reports.chart import Chart, Mark
from casework.reports.chart_shapes import (
    COLOURS,
    RULE,
    SIZE,
    SMALL,
    WIDTH,
    Box,
    Dot,
    Sketch,
    Stroke,
    Words,
    about_mark,
    broken,
    legend,
    wide,
)
from casework.reports.chart_standing import standing

_BAR, _GAP, _LINE = 15.0, 11.0, 15.5


def sketch(chart: Chart) -> Sketch:
    """The shapes of a chart, without its title, which stands as text beside it."""
    pdf_fonts.register_fonts()
    drawn = Sketch()
    if chart.lying:
        _lying(chart, drawn)
    else:
        standing(chart, drawn)
    return drawn


def _lying(chart: Chart, drawn: Sketch) -> None:
    y = legend(chart, drawn)
    if chart.kind == "stacked":
        longest = max(
            sum((m.value for one in chart.series if (m := one.marks[at])), Decimal(0))
            for at in range(len(chart.categories))
        )
    else:
        longest = max((m.high if m.high is not None else m.value for m in chart.marks), default=Decimal(1))
    room = WIDTH - (4 if chart.kind == "stacked" else max((wide(m.text, SIZE) for m in chart.marks), default=0.0) + 8)
    scale = room / float(longest or 1)
    for at, category in enumerate(chart.categories):
        for line in broken(category, SIZE, WIDTH, 2):
            drawn.shapes.append(Words(0, y + 11, line))
            y += _LINE
        if chart.kind == "stacked":
            y = _stack(chart, drawn, at, y, scale)
        else:
            for n, one in enumerate(chart.series):
                mark = one.marks[at]
                if mark is not None:
                    _bar(chart, drawn, n, mark, category, y, scale)
                    y += _BAR + 2
        y += _GAP
    drawn.height = y


def _bar(chart: Chart, drawn: Sketch, n: int, mark: Mark, category: str, y: float, scale: float) -> None:
    colour, about = COLOURS[n % 6], about_mark(chart, n, mark, category)
    length = float(mark.value) * scale
    end = length
    if chart.kind == "interval" and mark.low is not None and mark.high is not None:
        low, end = float(mark.low) * scale, float(mark.high) * scale
        drawn.shapes.append(Stroke(((0, y + _BAR / 2), (WIDTH, y + _BAR / 2)), RULE, 0.6))
        drawn.shapes.append(Stroke(((low, y + _BAR / 2), (end, y + _BAR / 2)), colour, 2))
        drawn.shapes += [Stroke(((x, y + 3), (x, y + _BAR - 3)), colour, 2) for x in (low, end)]
        drawn.shapes.append(Dot(length, y + _BAR / 2, n % 4, colour, mark, about))
    else:
        drawn.shapes.append(Box(0, y, max(length, 1.0), _BAR, colour, n % 4, mark, about))
    drawn.shapes.append(Words(end + 5, y + 12, mark.text))


def _stack(chart: Chart, drawn: Sketch, at: int, y: float, scale: float) -> float:
    x = 0.0
    for n, one in enumerate(chart.series):
        mark = one.marks[at]
        if mark is None or not mark.value:
            continue
        length = float(mark.value) * scale
        about = about_mark(chart, n, mark, chart.categories[at])
        drawn.shapes.append(Box(x, y, length, _BAR + 3, COLOURS[n % 6], n % 4, mark, about))
        needed = wide(mark.text, SMALL) + 6
        if needed <= length:
            drawn.shapes.append(Box(x + length / 2 - needed / 2, y + 2, needed, _BAR - 1, "#ffffff"))
            drawn.shapes.append(Words(x + length / 2, y + 13, mark.text, SMALL, "middle"))
        x += length
    return y + _BAR + 3
