"""A chart as SVG for the screen: real text, a title and a description, attributes and no style, links on marks."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from xml.sax.saxutils import escape, quoteattr

from casework.domain.figures import Cell
from casework.reports.chart import Chart, Mark
from casework.reports.chart_layout import sketch
from casework.reports.chart_shapes import Box, Dot, Shape, Stroke, Words, hatching
from casework.reports.document import clean

Link = Callable[[str, Cell], str | None]


def chart_svg(chart: Chart, link: Link | None = None) -> str:
    """The chart as an `<svg>` element, to be put into a page as it is.

    `link(code, cell)` gives the address of a figure's members, None or "" where it opens to nothing. The links are not
    stops of the Tab key: each number has its own in the table below.
    """
    drawn = sketch(chart)
    name = "c" + hashlib.sha256(repr(chart).encode()).hexdigest()[:10]
    linked = link is not None and any(mark.code for mark in chart.marks)
    body = "".join(_shape(shape, link) for shape in drawn.shapes)
    return (
        '<svg class="drawn-chart" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {_n(drawn.width)} {_n(drawn.height)}" '
        f'width="{_n(drawn.width)}" height="{_n(drawn.height)}" role="{"group" if linked else "img"}" '
        f'aria-labelledby="{name}-t" aria-describedby="{name}-d">'
        f'<title id="{name}-t">{_t(chart.title)}</title><desc id="{name}-d">{_t(chart.alt)}</desc>{body}</svg>'
    )


def _shape(shape: Shape, link: Link | None) -> str:
    match shape:
        case Box():
            lines = "".join(
                f'<line x1="{_n(a)}" y1="{_n(b)}" x2="{_n(c)}" y2="{_n(d)}" stroke="#ffffff" stroke-width="1.2"/>'
                for a, b, c, d in hatching(shape)
            )
            box = (
                f'<rect x="{_n(shape.x)}" y="{_n(shape.y)}" width="{_n(shape.width)}" height="{_n(shape.height)}" '
                f'fill="{shape.colour}"/>'
            )
            return _linked(box + lines, shape.mark, shape.about, link)
        case Stroke():
            points = " ".join(f"{_n(x)},{_n(y)}" for x, y in shape.points)
            dash = f' stroke-dasharray="{" ".join(_n(d) for d in shape.dash)}"' if shape.dash else ""
            pen = f'stroke="{shape.colour}" stroke-width="{_n(shape.width)}"{dash}'
            return f'<polyline points="{points}" fill="none" {pen}/>'
        case Dot():
            return _linked(_dot(shape), shape.mark, shape.about, link)
        case Words():
            bold = ' font-weight="bold"' if shape.bold else ""
            return (
                f'<text x="{_n(shape.x)}" y="{_n(shape.y)}" font-size="{_n(shape.size)}" fill="{shape.colour}" '
                f'text-anchor="{shape.anchor}"{bold}>{_t(shape.text)}</text>'
            )


def _dot(dot: Dot) -> str:
    if dot.shape == 0:
        return f'<circle cx="{_n(dot.x)}" cy="{_n(dot.y)}" r="4" fill="{dot.colour}"/>'
    points = " ".join(f"{_n(x)},{_n(y)}" for x, y in corners(dot))
    return f'<polygon points="{points}" fill="{dot.colour}"/>'


def corners(dot: Dot) -> tuple[tuple[float, float], ...]:
    """The corners of a marker that is no disc."""
    x, y, r = dot.x, dot.y, 4.0
    if dot.shape == 1:
        return ((x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r))
    if dot.shape == 2:
        return ((x, y - 5.2), (x + 5.2, y), (x, y + 5.2), (x - 5.2, y))
    return ((x, y - 5), (x + 4.8, y + 4), (x - 4.8, y + 4))


def _linked(drawn: str, mark: Mark | None, about: str, link: Link | None) -> str:
    if mark is None:
        return drawn
    title = f"<title>{_t(about)}</title>"
    address = link(mark.code, mark.cell) if link is not None and mark.code else None
    if not address:
        return f"<g>{title}{drawn}</g>"
    return f'<a href={quoteattr(address)} tabindex="-1" aria-label={quoteattr(clean(about))}>{title}{drawn}</a>'


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _t(text: str) -> str:
    return escape(clean(text))
