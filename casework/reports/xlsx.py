"""A document as a workbook: a sheet for each table with real numbers and native charts, the figures, their definitions.

Nothing in it can become a formula: every text is written as text. No moment stands in the file.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from casework.domain.figures import Figure, FigureKind, FigureSet
from casework.reports.chart import Chart
from casework.reports.charting import number_of
from casework.reports.document import Block, Document, FigureText, Heading, Paragraph, Runs, Table, clean, text_of
from casework.reports.plain import working_note
from casework.reports.sheet_heights import row_height

FIGURES, DEFINITIONS, TEXT = "Số liệu", "Định nghĩa", "Báo cáo"
_MOMENT = datetime(2000, 1, 1)  # noqa: DTZ001 -- the format knows no zone
_ACROSS, _HIGHEST = 105.0, 400.0
"""Characters across a table's sheet; points of the highest row that Excel shows."""
_FIGURE_HEADS = (
    ("Mã chỉ tiêu", 28),
    ("Chỉ tiêu", 38),
    ("Phân tổ", 34),
    ("Khóa phân tổ", 24),
    ("Đơn vị tính", 12),
    ("Giá trị", 12),
    ("Tử số", 10),
    ("Mẫu số", 10),
    ("Cách ghi", 34),
)


def render_xlsx(document: Document, figures: FigureSet, *, signing: bool = False) -> bytes:
    """The paper's tables, charts and figures as an .xlsx file. The same document gives the same bytes."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties(
        {"title": clean(document.title)[:255], "author": clean(document.issuer_name)[:255], "created": _MOMENT}
    )
    writer = _Writer(book, figures)
    writer.text(document, signing)
    for blocks in (document.blocks, *(annex.blocks for annex in document.annexes)):
        writer.tables(blocks)
    writer.figure_sheet()
    writer.definition_sheet()
    book.close()
    return target.getvalue()


def _widths(table: Table) -> list[float]:
    """The columns' widths in characters."""
    weights = [column.width for column in table.columns]
    return [max(7.0, weight / sum(weights) * _ACROSS) for weight in weights]


def _printed(sheet: Any) -> None:
    """A list on A4, landscape, as wide as the page, its header on each page."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


class _Writer:
    """Writes the sheets of one workbook."""

    def __init__(self, book: Any, figures: FigureSet) -> None:
        self.book, self.figures = book, figures
        plain = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
        self.plain = plain
        self.formats: dict[tuple[tuple[str, object], ...], Any] = {}
        self.count = 0

    def format(self, **more: object) -> Any:
        """The format of these properties, made once."""
        key = tuple(sorted(more.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format({**self.plain, **more})
        return self.formats[key]

    def text(self, document: Document, signing: bool) -> None:
        """The running text, so that a sentence can be copied beside its numbers."""
        sheet = self.book.add_worksheet(TEXT)
        sheet.set_column(0, 0, 76)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        lines: list[tuple[str, Any]] = [
            (document.kind, self.format(bold=True, align="center")),
            (document.subject, self.format(bold=True, align="center", text_wrap=True)),
            (f"{document.number_line} – {document.place_line}", self.format(italic=True, align="center")),
        ]
        for block in document.blocks:
            match block:
                case Heading():
                    lines.append((f"{block.number} {block.text}", self.format(bold=True, text_wrap=True)))
                case Paragraph():
                    dash = "- " if block.kind == "item" else ""
                    lines.append((dash + text_of(block.runs), self.format(text_wrap=True)))
                case Chart() | Table():
                    continue
        if not signing:
            lines += [(line, self.format(italic=True, text_wrap=True)) for line in working_note(document)]
        for at, (line, look) in enumerate(lines):
            written = clean(line)
            sheet.write_string(at, 0, written, look)
            sheet.set_row(at, 16.5 * (1 + len(written) // 78))

    def tables(self, blocks: tuple[Block, ...]) -> None:
        """A sheet for each table; the chart that stands over it goes beside it."""
        above: list[Chart] = []
        for block in blocks:
            if isinstance(block, Chart):
                above.append(block)
            elif isinstance(block, Table):
                self.table(block, above)
                above = []

    def table(self, table: Table, charts: list[Chart]) -> None:
        """One sheet: caption, header, rows, and the charts below."""
        self.count += 1
        name = f"Bảng {self.count}"
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(9)
        if len(table.columns) > 6:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.write_string(0, 0, clean(table.caption), self.format(bold=True))
        top = self.header(sheet, table)
        sheet.freeze_panes(top, 0)
        sheet.repeat_rows(top - (2 if table.header_groups else 1), top - 1)
        wide = _widths(table)
        for at, width in enumerate(wide):
            sheet.set_column(at, at, width)
        for at, row in enumerate(table.rows, top):
            bold = {"bold": True} if row.kind != "body" else {}
            if row.kind in ("group", "subgroup"):
                sheet.merge_range(
                    at, 0, at, len(table.columns) - 1, text_of(row.cells[0]), self.format(border=1, **bold)
                )
                continue
            texts = [(text_of(cell), width * 0.95) for cell, width in zip(row.cells, wide, strict=True)]
            sheet.set_row(at, min(row_height(texts), _HIGHEST))
            for column, cell in enumerate(row.cells):
                self.cell(sheet, at, column, cell, {"border": 1, "align": table.columns[column].align, **bold})
        for number, chart in enumerate(charts):
            self.chart(sheet, name, chart, top, top + len(table.rows) + 1 + number * 24)

    def header(self, sheet: Any, table: Table) -> int:
        """Writes the header from row 1 on; returns the first row of the body."""
        look = self.format(bold=True, border=1, align="center", valign="vcenter", text_wrap=True)
        wide = _widths(table)
        titles = [(column.title, width * 0.9) for column, width in zip(table.columns, wide, strict=True)]
        if not table.header_groups:
            sheet.set_row(1, row_height(titles))
            for at, column in enumerate(table.columns):
                sheet.write_string(1, at, clean(column.title), look)
            return 2
        self._header_heights(sheet, table, titles)
        at = 0
        for name, size in table.header_groups:
            if name and size > 1:
                sheet.merge_range(1, at, 1, at + size - 1, clean(name), look)
            elif name:
                sheet.write_string(1, at, clean(name), look)
            for own in range(at, at + size):
                if name:
                    sheet.write_string(2, own, clean(table.columns[own].title), look)
                else:
                    sheet.merge_range(1, own, 2, own, clean(table.columns[own].title), look)
            at += size
        return 3

    def _header_heights(self, sheet: Any, table: Table, titles: list[tuple[str, float]]) -> None:
        """Two rows of a header; a title over both needs no more than both together."""
        over, under, alone, at = 0.0, 0.0, 0.0, 0
        for name, size in table.header_groups:
            own = titles[at : at + size]
            at += size
            if name:
                over = max(over, row_height([(name, sum(width for _, width in own))]))
                under = max(under, row_height(own))
            else:
                alone = max(alone, row_height(own))
        sheet.set_row(1, over)
        sheet.set_row(2, max(under, alone - over))

    def cell(self, sheet: Any, row: int, column: int, cell: Runs, look: dict[str, object]) -> None:
        """A figure alone in its cell is a number; everything else is text."""
        only = cell[0] if len(cell) == 1 else None
        figure = self.figures.figures.get((only.code, only.cell)) if isinstance(only, FigureText) else None
        printed = text_of(cell)
        if isinstance(only, FigureText) and (number := number_of(cell)) is not None:
            value, shape = float(number), "#,##0"
            if printed.endswith("%"):
                decimals = len(printed.removesuffix("%").partition(",")[2])
                shape = "0." + "0" * decimals + "%" if decimals else "0%"
                share = figure.rate.fraction if figure and figure.kind is FigureKind.RATE else None
                value = float(share) if share is not None else float(number / 100)
            sheet.write_number(row, column, value, self.format(num_format=shape, **look))
        else:
            sheet.write_string(row, column, printed, self.format(text_wrap=True, **look))

    def chart(self, sheet: Any, name: str, chart: Chart, top: int, below: int) -> None:
        """A native chart of the sheet's own cells, under the table, so that both are printed on one width."""
        kind = {"bar": "bar", "stacked": "bar", "interval": "bar", "line": "line", "step": "line"}[chart.kind]
        made = self.book.add_chart({"type": kind, **({"subtype": "stacked"} if chart.kind == "stacked" else {})})
        for series in chart.series:
            marks = [mark for mark in series.marks if mark is not None]
            if not marks:
                continue
            rows = (top + min(m.row for m in marks), top + max(m.row for m in marks))
            drawn: dict[str, object] = {
                "name": clean(series.name),
                "categories": [name, rows[0], 1, rows[1], 1],
                "values": [name, rows[0], marks[0].column, rows[1], marks[0].column],
            }
            if len(chart.series) == 1 or chart.kind == "stacked":
                drawn["data_labels"] = {"value": True}
            made.add_series(drawn)
        made.set_title({"name": clean(chart.title), "name_font": {"size": 12}, "overlay": False})
        if chart.lying:
            made.set_y_axis({"reverse": True})
            made.set_x_axis({"name": clean(chart.unit), "min": 0})
        else:
            made.set_y_axis({"name": clean(chart.unit), "min": 0})
        made.set_legend({"none": True} if len(chart.series) == 1 else {"position": "bottom"})
        made.set_size({"width": 720, "height": min(150 + 32 * len(chart.categories), 520) if chart.lying else 360})
        sheet.insert_chart(below, 1, made, {"description": clean(chart.alt)})

    def figure_sheet(self) -> None:
        """Every figure of the set with its parts, so that a rate can be worked out again."""
        sheet = self.book.add_worksheet(FIGURES)
        _printed(sheet)
        sheet.freeze_panes(1, 0)
        head = self.format(bold=True, border=1, text_wrap=True)
        for at, (title, wide) in enumerate(_FIGURE_HEADS):
            sheet.write_string(0, at, title, head)
            sheet.set_column(at, at, wide)
        look = self.format()
        for row, figure in enumerate(self.figures, 1):
            texts = (
                figure.code,
                figure.label,
                "; ".join(figure.labels),
                ";".join(f"{dimension}={key}" for dimension, key in figure.cell),
                figure.unit.label,
            )
            for at, text in enumerate(texts):
                sheet.write_string(row, at, clean(text), look)
            for at, number in enumerate((figure.value, figure.numerator, figure.denominator), 5):
                if number is not None and figure.kind is not FigureKind.BAND:
                    sheet.write_number(row, at, number, self.format(num_format="#,##0"))
            sheet.write_string(row, 8, clean(figure.printed), look)
        sheet.autofilter(0, 0, max(1, len(self.figures.figures)), len(_FIGURE_HEADS) - 1)

    def definition_sheet(self) -> None:
        """What each figure counts, in one sentence, and where it comes from."""
        sheet = self.book.add_worksheet(DEFINITIONS)
        _printed(sheet)
        sheet.freeze_panes(1, 0)
        heads = (("Mã chỉ tiêu", 28), ("Chỉ tiêu", 36), ("Đơn vị tính", 12), ("Định nghĩa", 80), ("Nguồn", 44))
        for at, (title, wide) in enumerate(heads):
            sheet.write_string(0, at, title, self.format(bold=True, border=1))
            sheet.set_column(at, at, wide)
        defined: dict[str, Figure] = {}
        for figure in self.figures:
            defined.setdefault(figure.code, figure)
        for row, figure in enumerate(defined.values(), 1):
            texts = (figure.code, figure.label, figure.unit.label, figure.definition, figure.source)
            for at, text in enumerate(texts):
                sheet.write_string(row, at, clean(text), self.format(text_wrap=True))
