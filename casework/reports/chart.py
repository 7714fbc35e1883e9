"""A chart as plain data: always drawn from the cells of the table that it stands over, never from another number.

A mark's height is read from the characters that the table prints, so that picture and table cannot differ. Renderers
(SVG, PDF, picture, workbook) read it; nothing in it knows how it will look.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from casework.domain.figures import Cell

ChartKind = Literal["bar", "stacked", "line", "step", "interval"]
"""bar: a bar for each category and series; stacked: parts of one bar; line: through time; step: a curve that falls in
steps (Kaplan–Meier); interval: a point with its bounds."""

_MANY = 12


@dataclass(frozen=True, slots=True)
class Mark:
    """One drawn value: `text` as the table prints it, the figure's code and cell ("" where it is no catalogue figure).

    `low` and `high` are the bounds of an interval. `row` and `column` say where in the table it stands.
    """

    value: Decimal
    text: str
    row: int
    column: int
    code: str = ""
    cell: Cell = ()
    low: Decimal | None = None
    high: Decimal | None = None
    low_text: str = ""
    high_text: str = ""


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """One line or colour: a mark for each category, None where the table has no number."""

    name: str
    marks: tuple[Mark | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture over the table that follows it. `unit` in words ("kiến nghị", "%"), `alt` says in words what is seen,
    `positions` are the places of the categories on a scale of numbers (days), () for equal distances."""

    title: str
    kind: ChartKind
    categories: tuple[str, ...]
    series: tuple[ChartSeries, ...]
    unit: str
    alt: str
    note: str = ""
    positions: tuple[Decimal, ...] = ()

    @property
    def marks(self) -> tuple[Mark, ...]:
        """All marks, series by series."""
        return tuple(mark for one in self.series for mark in one.marks if mark is not None)

    @property
    def lying(self) -> bool:
        """Whether the bars lie, a category below the other; else categories stand side by side."""
        return self.kind in ("bar", "stacked", "interval")


def described(
    title: str, kind: ChartKind, categories: tuple[str, ...], series: tuple[ChartSeries, ...], unit: str
) -> str:
    """What a chart shows, in one Vietnamese sentence or two: every number of a small one, of a large one the first,
    last, least and greatest of each series."""
    names = {
        "bar": "Biểu đồ thanh",
        "stacked": "Biểu đồ thanh chồng",
        "line": "Biểu đồ đường",
        "step": "Biểu đồ bậc thang",
        "interval": "Biểu đồ khoảng",
    }
    start = f"{names[kind]}: {title}" + (f" (đơn vị: {unit})" if unit else "") + ". "
    told = [_told(one, categories, named=len(series) > 1) for one in series]
    return start + " ".join(part for part in told if part)


def _told(series: ChartSeries, categories: tuple[str, ...], *, named: bool) -> str:
    drawn = [(c, m) for c, m in zip(categories, series.marks, strict=True) if m is not None]
    if not drawn:
        return ""
    head = f"{series.name}: " if named else ""
    if len(drawn) <= _MANY:
        return head + "; ".join(f"{category} {_said(mark)}" for category, mark in drawn) + "."
    least, most = min(drawn, key=lambda d: d[1].value), max(drawn, key=lambda d: d[1].value)
    points = (("đầu", drawn[0]), ("cuối", drawn[-1]), ("thấp nhất", least), ("cao nhất", most))
    return head + "; ".join(f"{word} {category} {_said(mark)}" for word, (category, mark) in points) + "."


def _said(mark: Mark) -> str:
    bounds = f" (từ {mark.low_text} đến {mark.high_text})" if mark.low is not None else ""
    return f"{mark.text}{bounds}"
