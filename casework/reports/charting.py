"""Making a chart over a table: categories and marks are read from the table's own cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from casework.domain.numerals import NumberTextError, read_decimal
from casework.reports.chart import Chart, ChartKind, ChartSeries, Mark, described
from casework.reports.document import FigureText, Runs, Table, text_of


@dataclass(frozen=True, slots=True)
class Plot:
    """One series: the table's column, its name ("" for the column's heading), and the columns of its bounds."""

    column: int
    name: str = ""
    low: int | None = None
    high: int | None = None


def charted(
    table: Table,
    title: str,
    kind: ChartKind,
    plots: Sequence[Plot],
    *,
    label_column: int = 1,
    unit: str = "",
    note: str = "",
    on_scale: bool = False,
    most: int | None = None,
) -> Chart | None:
    """The chart that is to stand over `table`; None when no row of it holds a number.

    Body rows are categories, named by `label_column`; total, group and subgroup rows are not drawn. `on_scale`: the
    label column holds numbers (days), which place the marks. `most`: only so many rows, the first ones; the note then
    says how many there are in the table.
    """
    rows = [(at, row.cells) for at, row in enumerate(table.rows) if row.kind == "body"]
    shown = rows if most is None else rows[:most]
    series = tuple(
        ChartSeries(
            plot.name or table.columns[plot.column].title,
            tuple(_mark(cells, at, plot) for at, cells in shown),
        )
        for plot in plots
    )
    if not any(mark for one in series for mark in one.marks):
        return None
    categories = tuple(text_of(cells[label_column]) for _at, cells in shown)
    positions = tuple(_number(cells[label_column]) or Decimal(0) for _at, cells in shown) if on_scale else ()
    if len(shown) < len(rows):
        rest = f"Biểu đồ vẽ {len(shown)} dòng đầu trong {len(rows)} dòng của bảng."
        note = f"{note} {rest}".strip()
    alt = described(title, kind, categories, series, unit)
    return Chart(title, kind, categories, series, unit, alt, note, positions)


def number_of(cell: Runs) -> Decimal | None:
    """The number that a table's cell prints ("18.649", "97,6%"), None when it prints none ("–", "05 vụ")."""
    return _number(cell)


def _number(cell: Runs) -> Decimal | None:
    try:
        return read_decimal(text_of(cell).removesuffix("%"))
    except NumberTextError:
        return None


def _mark(cells: tuple[Runs, ...], at: int, plot: Plot) -> Mark | None:
    value = _number(cells[plot.column])
    if value is None:
        return None
    figure = next((run for run in cells[plot.column] if isinstance(run, FigureText)), None)
    low = None if plot.low is None else _number(cells[plot.low])
    high = None if plot.high is None else _number(cells[plot.high])
    bounded = low is not None and high is not None
    return Mark(
        value,
        text_of(cells[plot.column]),
        at,
        plot.column,
        figure.code if figure else "",
        figure.cell if figure else (),
        low if bounded else None,
        high if bounded else None,
        text_of(cells[plot.low]) if bounded and plot.low is not None else "",
        text_of(cells[plot.high]) if bounded and plot.high is not None else "",
    )
