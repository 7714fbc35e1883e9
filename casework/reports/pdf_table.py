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

from casework.reports.document import Align, Row, RowKind, Table, clean, text_of
from casework.reports.pdf_fonts import BOLD, BOLD_ITALIC, ITALIC, REGULAR
from casework.reports.pdf_tags import Node, TaggedGrid, TaggedParagraph

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


def grid(table: Table, width: float) -> TaggedGrid:
    """The table `width` points wide; columns share it by their weights.

    The header is repeated on each page; a group's heading never stands alone at the foot of a page; a long text runs
    over as many pages as it needs.
    """
    weights = sum(column.width for column in table.columns)
    node = Node("Table")
    header, spans = _header(table, node)
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
    return TaggedGrid(
        [*header, *_rows(table, lines, node)],
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


def _rows(table: Table, lines: list[_Line], node: Node) -> list[list[object]]:
    """The rows of the body; the lines of one long row are one row of the structure."""
    rows: list[list[object]] = []
    row, cells = Node("TR", node), [Node("TD") for _column in table.columns]
    for index, line in enumerate(lines):
        if not index or not lines[index - 1].goes_on:
            row = Node("TR", node)
            spanned = len(table.columns) if line.kind in _SPANNING else 1
            cells = [Node("TD", row, span=spanned) for _column in table.columns]
        rows.append(_cells(table, line, cells))
    return rows


def _header(table: Table, node: Node) -> tuple[list[list[object]], list[Command]]:
    """The header's rows and their spans: one row, or two when neighbouring columns share a heading."""
    first, second = Node("TR", node), Node("TR", node)
    if not table.header_groups:
        return [[_text(clean(c.title), BOLD, "center", Node("TH", first)) for c in table.columns]], []
    titles: list[object] = [
        _text(clean(c.title), BOLD, "center", Node("TH", second) if c.group else Node("TH", first, rows=2))
        for c in table.columns
    ]
    upper: list[object] = []
    lower: list[object] = []
    spans: list[Command] = []
    start = 0
    for group, size in table.header_groups:
        own = titles[start : start + size]
        if group:
            upper += [_text(clean(group), BOLD, "center", Node("TH", first, span=size)), *[""] * (size - 1)]
            lower += own
            spans.append(("SPAN", (start, 0), (start + size - 1, 0)))
        else:
            upper += own
            lower += [""] * size
            spans.append(("SPAN", (start, 0), (start, 1)))
        start += size
    return [upper, lower], spans


def _cells(table: Table, line: _Line, nodes: list[Node]) -> list[object]:
    font = _ROW_FONTS[line.kind]
    if line.kind in _SPANNING:
        return [_text(line.cells[0], font, "left", nodes[0]), *[""] * (len(table.columns) - 1)]
    return [
        _text(cell, font, column.align, node)
        for cell, column, node in zip(line.cells, table.columns, nodes, strict=True)
    ]


def _text(text: str, font: str, align: Align, node: Node) -> Paragraph:
    """A cell of plain, cleaned text: nothing in it is read as markup."""
    made = TaggedParagraph(escape(text), _STYLES[font, align])
    made.node = node
    return made
