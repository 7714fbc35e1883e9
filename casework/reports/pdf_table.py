"""A table of a document as a reportlab grid whose header is repeated on each page."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import Any, Literal
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, TableStyle
from reportlab.platypus import Table as Grid

from casework.reports.document import Align, Row, RowKind, Table, clean, text_of
from casework.reports.pdf_fonts import BOLD, BOLD_ITALIC, ITALIC, REGULAR

_SIZE, _LEADING, _LINE = 11, 13, 0.5
_LONG, _PIECE = 420, 300
_ALIGNMENTS: dict[Align, Literal[0, 1, 2]] = {"left": TA_LEFT, "center": TA_CENTER, "right": TA_RIGHT}
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
        alignment=_ALIGNMENTS[align],
        splitLongWords=1,
    )


_STYLES = {(font, align): _style(font, align) for font in (REGULAR, BOLD, ITALIC, BOLD_ITALIC) for align in _ALIGNMENTS}


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the grid: a row of the table, or the continuation of one whose text is long."""

    kind: RowKind
    cells: tuple[str, ...]
    goes_on: bool = False


def grid(table: Table, width: float) -> Grid:
    """The table `width` points wide; columns share it by their weights.

    The header is repeated on each page; a group's heading never stands alone at the foot of a page; a long text runs
    over as many pages as it needs.
    """
    weights = sum(column.width for column in table.columns)
    header, spans = _header(table)
    lines = [line for row in table.rows for line in _lines(row)]
    start = len(header)
    commands: list[Command] = [
        ("FONT", (0, 0), (-1, -1), REGULAR, _SIZE, _LEADING),
        ("GRID", (0, 0), (-1, start - 1), _LINE, colors.black),
        ("BOX", (0, 0), (-1, -1), _LINE, colors.black),
        ("VALIGN", (0, 0), (-1, start - 1), "MIDDLE"),
        ("VALIGN", (0, start), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        *spans,
        *_line_commands(lines, start),
    ]
    return Grid(
        [*header, *(_cells(table, line) for line in lines)],
        colWidths=[column.width / weights * width for column in table.columns],
        repeatRows=start,
        style=TableStyle(commands),
    )


def _lines(row: Row) -> list[_Line]:
    """The row itself, or its pieces where a cell's text is longer than `_LONG` characters; broken at spaces."""
    pieces = [_pieces(text_of(cell)) for cell in row.cells]
    longest = max(len(piece) for piece in pieces)
    return [
        _Line(
            row.kind,
            tuple(piece[index] if index < len(piece) else "" for piece in pieces),
            goes_on=index < longest - 1,
        )
        for index in range(longest)
    ]


def _pieces(text: str) -> list[str]:
    return wrap(text, _PIECE) if len(text) > _LONG else [text]


def _line_commands(lines: list[_Line], start: int) -> list[Command]:
    """Rules and spans; a heading stays with the row below it, a long text has no rule within it."""
    commands: list[Command] = []
    below: int | None = None
    for index in range(len(lines) - 1, -1, -1):
        line, at = lines[index], start + index
        if line.kind in _SPANNING:
            commands.append(("SPAN", (0, at), (-1, at)))
            commands.append(("NOSPLIT", (0, at), (0, at if below is None else below)))
        else:
            commands.append(("LINEBEFORE", (1, at), (-1, at), _LINE, colors.black))
            below = at
        if line.goes_on:
            commands.append(("BOTTOMPADDING", (0, at), (-1, at), 0))
            commands.append(("TOPPADDING", (0, at + 1), (-1, at + 1), 0))
        else:
            commands.append(("LINEBELOW", (0, at), (-1, at), _LINE, colors.black))
    return commands


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


def _cells(table: Table, line: _Line) -> list[object]:
    font = _ROW_FONTS[line.kind]
    if line.kind in _SPANNING:
        return [_text(line.cells[0], font, "left"), *[""] * (len(table.columns) - 1)]
    return [_text(cell, font, column.align) for cell, column in zip(line.cells, table.columns, strict=True)]


def _text(text: str, font: str, align: Align) -> Paragraph:
    """A cell of plain, cleaned text: nothing in it is read as markup."""
    return Paragraph(escape(text), _STYLES[font, align])
