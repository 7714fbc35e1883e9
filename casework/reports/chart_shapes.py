"""The plain shapes of which a chart is made, and what all kinds of charts share: fitting text, hatching, the legend."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from reportlab.pdfbase.pdfmetrics import stringWidth

from casework.reports import pdf_fonts
from casework.reports.chart import Chart, Mark

WIDTH = 440.0
SIZE, SMALL = 13.0, 11.5
INK, GREY, RULE = "#1f2933", "#52606d", "#c3cbd3"
COLOURS = ("#005a92", "#b25000", "#00704f", "#8c4a78", "#6b6000", "#333333")
DASHES = ((), (6.0, 3.0), (2.0, 2.5), (9.0, 3.0, 2.0, 3.0))


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle; `hatch` 0 for solid, else one of the patterns 1–3. `series` counts from 0."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    hatch: int = 0
    mark: Mark | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    colour: str
    width: float = 1.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Dot:
    """A marker around its middle: shape 0 disc, 1 square, 2 diamond, 3 triangle."""

    x: float
    y: float
    shape: int
    colour: str
    mark: Mark | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text from its base line; `anchor` start, middle or end."""

    x: float
    y: float
    text: str
    size: float = SIZE
    anchor: str = "start"
    colour: str = INK
    bold: bool = False


Shape = Box | Stroke | Dot | Words


@dataclass(slots=True)
class Sketch:
    """A drawn chart: its size and its shapes, the lowest first."""

    height: float = 0.0
    shapes: list[Shape] = field(default_factory=list)
    width: float = WIDTH


def broken(text: str, size: float, width: float, most: int = 3) -> list[str]:
    """`text` in lines of at most `width`, at most `most` of them; the last ends in "…" where words are left out."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and wide(longer, size) <= width:
            lines[-1] = longer
        elif len(lines) == most:
            lines[-1] = f"{lines[-1]}…"
            break
        else:
            lines.append(word)
    return lines or [""]


def hatching(box: Box) -> Iterator[tuple[float, float, float, float]]:
    """The white lines that make a box's pattern: 1 rising, 2 falling, 3 upright; none for 0."""
    left, top, right, bottom = box.x, box.y, box.x + box.width, box.y + box.height
    step = 5.0
    if box.hatch == 3:
        at = left + step
        while at < right:
            yield at, top, at, bottom
            at += step
    elif box.hatch:
        at = left - box.height + step
        while at < right:
            start, end = max(at, left), min(at + box.height, right)
            if start < end:
                low, high = bottom - (start - at), bottom - (end - at)
                both = top + bottom
                yield (start, low, end, high) if box.hatch == 1 else (start, both - low, end, both - high)
            at += step


def wide(text: str, size: float) -> float:
    """The width of a text in units, with some room for another font."""
    return float(stringWidth(text, pdf_fonts.REGULAR, size)) * 1.08


def about_mark(chart: Chart, series: int, mark: Mark, category: str) -> str:
    """What a mark says to who points at it or hears it."""
    name = f"{chart.series[series].name}, " if len(chart.series) > 1 else ""
    bounds = f" ({mark.low_text} – {mark.high_text})" if mark.low is not None else ""
    return f"{category}: {name}{mark.text}{bounds}"


def legend(chart: Chart, drawn: Sketch) -> float:
    """The names of the series, each with its sign; returns where the drawing begins."""
    y = 6.0
    if chart.unit:
        drawn.shapes.append(Words(0, y + 9, f"Đơn vị: {chart.unit}", SMALL, colour=GREY))
        y += 18
    if len(chart.series) < 2:
        return y
    x = 0.0
    for n, one in enumerate(chart.series):
        lines = broken(one.name, SMALL, WIDTH - 26, 2)
        needed = 26 + max(wide(line, SMALL) for line in lines) + 12
        if x and x + needed > WIDTH:
            x, y = 0.0, y + 17
        if chart.lying:
            drawn.shapes.append(Box(x, y, 16, 10, COLOURS[n % 6], n % 4))
        else:
            drawn.shapes.append(Stroke(((x, y + 5), (x + 18, y + 5)), COLOURS[n % 6], 2, DASHES[n % 4]))
            drawn.shapes.append(Dot(x + 9, y + 5, n % 4, COLOURS[n % 6]))
        for at, line in enumerate(lines):
            drawn.shapes.append(Words(x + 23, y + 9 + at * 13, line, SMALL))
        y += 13 * (len(lines) - 1)
        x += needed
    return y + 20
