"""A table of a document as a reportlab grid whose header is repeated on each page."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, TableStyle
from reportlab.platypus import Table as Grid

from casework.reports.document import Align, Row, Table, clean, text_of
from casework.reports.pdf_fonts import BOLD, BOLD_ITALIC, ITALIC, REGULAR

_SIZE, _LEADING, _LINE = 11, 13, 0.5
_ALIGNS: tuple[Align, ...] = ("left", "center", "right")
_ROW_FONTS = {"body": REGULAR, "group": BOLD, "subgroup": BOLD_ITALIC, "total": BOLD}
_SPANNING = ("group", "subgroup")

Command = tuple[Any, ...]


def _style(font: str, align: Align) -> ParagraphStyle:
    return ParagraphStyle(
        f"cell-{font}-{align}",
        fontName=font,
        bulletFontName=font,
        fontSize=_SIZE,
        leading=_LEADING,
        alignment=align,
        splitLongWords=1,
    )


_STYLES = {(font, align): _style(font, align) for font in (REGULAR, BOLD, ITALIC, BOLD_ITALIC) for align in _ALIGNS}


def grid(table: Table, width: float) -> Grid:
    """The table `width` points wide; columns share it by their weights. A cell taller than a page is split."""
    weights = sum(column.width for column in table.columns)
    header, spans = _header(table)
    data = [*header, *(_cells(table, row) for row in table.rows)]
    commands: list[Command] = [
        ("FONT", (0, 0), (-1, -1), REGULAR, _SIZE, _LEADING),
        ("GRID", (0, 0), (-1, -1), _LINE, colors.black),
        ("VALIGN", (0, 0), (-1, len(header) - 1), "MIDDLE"),
        ("VALIGN", (0, len(header)), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        *spans,
        *(
            ("SPAN", (0, index), (-1, index))
            for index, row in enumerate(table.rows, len(header))
            if row.kind in _SPANNING
        ),
    ]
    return Grid(
        data,
        colWidths=[column.width / weights * width for column in table.columns],
        repeatRows=len(header),
        splitInRow=1,
        style=TableStyle(commands),
    )


def _header(table: Table) -> tuple[list[list[object]], list[Command]]:
    """The header's rows and their spans: one row, or two when neighbouring columns share a heading."""
    titles: list[object] = [_text(clean(column.title), BOLD, "center") for column in table.columns]
    if not table.header_groups:
        return [titles], []
    upper: list[object] = []
    lower: list[object] = []
    spans: list[Command] = []
    start = 0
    for group, size in table.header_groups:
        own = titles[start : start + size]
        if group:
            upper += [_text(clean(group), BOLD, "center"), *[""] * (size - 1)]
            lower += own
            spans.append(("SPAN", (start, 0), (start + size - 1, 0)))
        else:
            upper += own
            lower += [""] * size
            spans.append(("SPAN", (start, 0), (start, 1)))
        start += size
    return [upper, lower], spans


def _cells(table: Table, row: Row) -> list[object]:
    font = _ROW_FONTS[row.kind]
    if row.kind in _SPANNING:
        return [_text(text_of(row.cells[0]), font, "left"), *[""] * (len(table.columns) - 1)]
    return [_text(text_of(cell), font, column.align) for cell, column in zip(row.cells, table.columns, strict=True)]


def _text(text: str, font: str, align: Align) -> Paragraph:
    """A cell of plain, cleaned text: nothing in it is read as markup."""
    return Paragraph(escape(text), _STYLES[font, align])
