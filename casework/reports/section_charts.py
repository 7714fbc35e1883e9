"""Which chart stands over which table of a report: named by the measure that the table's first number shows."""

from __future__ import annotations

from dataclasses import dataclass

from casework.reports.chart import Chart, ChartKind
from casework.reports.charting import Plot, charted
from casework.reports.document import FigureText, Table

_MOST = 15


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A chart of a table: its title, kind, the measures drawn with their names, and the unit."""

    title: str
    kind: ChartKind
    drawn: tuple[tuple[str, str], ...]
    unit: str


_DRAWINGS: dict[tuple[str, str], _Drawing] = {
    ("petitions.basket.total", "council_resolution"): _Drawing(
        "Tỷ lệ kiến nghị đã giải quyết xong theo nghị quyết", "bar", (("petitions.basket.resolved_rate", "Tỷ lệ"),), "%"
    ),
    ("petitions.council.total", "unit"): _Drawing(
        "Kiến nghị cử tri theo đơn vị chủ trì",
        "stacked",
        (("petitions.council.resolved", "Đã giải quyết xong"), ("petitions.council.open", "Chưa giải quyết xong")),
        "kiến nghị",
    ),
    ("reception.visits", "level"): _Drawing(
        "Lượt tiếp công dân theo cấp", "bar", (("reception.visits", "Số lượt"),), "lượt"
    ),
    ("letters.total", "handling"): _Drawing(
        "Đơn tiếp nhận theo kết quả xử lý", "bar", (("letters.total", "Số đơn"),), "đơn"
    ),
    ("kntc.total", "type"): _Drawing(
        "Vụ khiếu nại, tố cáo theo loại",
        "stacked",
        (("kntc.resolved", "Đã giải quyết"), ("kntc.open", "Đang giải quyết")),
        "vụ",
    ),
}


def chart_over(table: Table) -> Chart | None:
    """The chart that belongs over `table`; None when none does."""
    first = next((row for row in table.rows if row.kind == "body"), None)
    if first is None:
        return None
    named = {}
    for column, cell in enumerate(first.cells):
        figure = next((run for run in cell if isinstance(run, FigureText) and len(run.cell) == 1), None)
        if figure is not None:
            named[figure.code] = (column, figure.cell[0][0])
    found = next((d for key, d in _DRAWINGS.items() if named.get(key[0], (0, ""))[1] == key[1]), None)
    if found is None:
        return None
    plots = [Plot(named[code][0], name) for code, name in found.drawn if code in named]
    return charted(table, found.title, found.kind, plots, unit=found.unit, most=_MOST) if plots else None
