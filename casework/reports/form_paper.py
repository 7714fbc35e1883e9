"""Filled forms as a PDF: lying pages, A3 where a form is wide, the header tree repeated on each page; no clock."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    Flowable,
    NextPageTemplate,
    PageBreak,
    Paragraph,
    Spacer,
    TableStyle,
)
from reportlab.platypus import Table as Grid

from casework.domain.form_checks import broken_columns
from casework.domain.form_header import header_cells, sums_line
from casework.domain.form_lines import (
    UNCERTAIN_MARK,
    WIDE,
    fault_lines,
    missing_lines,
    name_line,
    period_line,
    remarks,
)
from casework.domain.forms import UNFILLED, FilledForm, FormRow
from casework.domain.numerals import write_count
from casework.domain.periods import Period
from casework.reports import pdf_fonts
from casework.reports.document import clean
from casework.reports.pdf_parts import Alignment, text_style
from casework.reports.pdf_plain import PlainPages

_EDGE = 12 * mm
_SIZES = {"wide": landscape(A3), "usual": landscape(A4)}
_SMALL, _UNIT_WIDTH, _NOTE_WIDTH = 7.5, 34 * mm, 16 * mm
_DOUBT, _FAULT, _UNSURE = (colors.HexColor(code) for code in ("#FFF2CC", "#F8CBAD", "#FFE699"))
_NAME = text_style("form-name", pdf_fonts.BOLD, 11, TA_LEFT)
_TITLE = text_style("form-title", pdf_fonts.BOLD, 13, TA_CENTER, spaceBefore=2)
_UNDER = text_style("form-under", pdf_fonts.ITALIC, 11, TA_CENTER, spaceAfter=3)
_STANDING = text_style(
    "form-standing", pdf_fonts.BOLD, 11, TA_CENTER, spaceAfter=3, textColor=colors.HexColor("#9C0006")
)
_LINE = text_style("form-line", pdf_fonts.ITALIC, 9, TA_LEFT)
_HEAD = text_style("form-head", pdf_fonts.BOLD, 10, TA_LEFT, spaceBefore=4)


def _cell_style(font: str, align: Alignment, size: float = _SMALL) -> ParagraphStyle:
    return text_style(f"form-{font}-{align}-{size}", font, size, align, leading=size * 1.15)


def render_forms_pdf(filled: Sequence[FilledForm], period: Period | None) -> bytes:
    """The forms as a PDF file, each on pages of its own; the same forms give the same bytes.

    `period` None: only its days are told. Raises OSError when a font file is missing.
    """
    pdf_fonts.register_fonts()
    story: list[Flowable] = []
    for place, one in enumerate(filled):
        if place:
            story += [NextPageTemplate(_page_of(one)), PageBreak()]
        story += _form(one, period)
    target = BytesIO()
    codes = ", ".join(one.definition.code for one in filled)
    first = _page_of(filled[0]) if filled else "usual"
    sizes = {first: _SIZES[first], **_SIZES}
    PlainPages(target, f"Biểu thống kê {codes}", sizes, _EDGE).build(story)
    return target.getvalue()


def _page_of(filled: FilledForm) -> str:
    return "wide" if len(filled.definition.columns) > WIDE else "usual"


def _form(filled: FilledForm, period: Period | None) -> list[Flowable]:
    width = _SIZES[_page_of(filled)][0] - 2 * _EDGE
    parts: list[Flowable] = [
        _text(name_line(filled), _NAME),
        _text(filled.definition.title.upper(), _TITLE),
        _text(period_line(filled, period), _UNDER),
    ]
    if filled.standing:
        parts.append(_text(filled.standing, _STANDING))
    parts += [Spacer(1, 3), _grid(filled, width), Spacer(1, 4)]
    parts += [_text(line, _LINE) for line in remarks(filled)]
    for heading, lines in (
        ("Số liệu còn thiếu", missing_lines(filled)),
        ("Phép kiểm tra không đúng", fault_lines(filled)),
    ):
        if lines:
            parts.append(_text(heading, _HEAD))
            parts += [_text(f"- {line}", _LINE) for line in lines]
    return parts


def _text(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(clean(text)), style)


def _grid(filled: FilledForm, width: float) -> Grid:
    form = filled.definition
    columns = len(form.columns) + 1
    heads = header_cells(form)
    centre, bold = _cell_style(pdf_fonts.REGULAR, TA_CENTER, 6.5), _cell_style(pdf_fonts.BOLD, TA_CENTER)
    italic = _cell_style(pdf_fonts.ITALIC, TA_CENTER, 6.5)
    commands: list[tuple[Any, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), 1.5),
        ("RIGHTPADDING", (0, 0), (-1, -1), 1.5),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
    ]
    lines: list[list[Any]] = [[""] * columns for _ in heads]
    for row in heads:
        for cell in row:
            lines[cell.row][cell.column] = _text(cell.text + (UNCERTAIN_MARK if cell.uncertain else ""), bold)
            end = (cell.column + cell.columns - 1, cell.row + cell.rows - 1)
            commands.append(("SPAN", (cell.column, cell.row), end))
            if cell.uncertain:
                commands.append(("BACKGROUND", (cell.column, cell.row), end, _UNSURE))
    lines.append(
        [_text("MS", centre), *(_text(f"{c.number}{_sums(sums_line(form, c.number))}", centre) for c in form.columns)]
    )
    lines.append([_text("Đơn vị tính", italic), *(_text(c.unit.label if c.unit else "", italic) for c in form.columns)])
    start = len(lines)
    for place, line in enumerate((*filled.rows, filled.total)):
        whole = line is filled.total
        lines.append(_row(filled, line, whole))
        commands += _marks(filled, line, start + place)
    notes = sum(column.what == "text" for column in form.columns)
    each = (width - _UNIT_WIDTH - notes * _NOTE_WIDTH) / (columns - 1 - notes)
    widths = [_UNIT_WIDTH, *(_NOTE_WIDTH if column.what == "text" else each for column in form.columns)]
    return Grid(lines, colWidths=widths, repeatRows=start, style=TableStyle(commands))


def _sums(written: str) -> str:
    """A printed sum that may break after its signs in a narrow column."""
    return written.replace("+", "+ ").replace("=", " =").strip()


def _row(filled: FilledForm, row: FormRow, whole: bool) -> list[Any]:
    font = pdf_fonts.BOLD if whole else pdf_fonts.REGULAR
    label, number = _cell_style(font, TA_LEFT), _cell_style(font, TA_RIGHT)
    empty = _cell_style(font, TA_CENTER)
    cells: list[Any] = [_text(row.label, label)]
    for column in filled.definition.columns:
        if column.what == "text":
            given = any(cell.from_returns is not None for cell in row.cells)
            cells.append(_text("có số đơn vị gửi" if given else "", label))
            continue
        value = row.cell(column.number).value
        cells.append(_text(UNFILLED, empty) if value is None else _text(write_count(value), number))
    return cells


def _marks(filled: FilledForm, row: FormRow, at: int) -> list[tuple[Any, ...]]:
    """The backgrounds of doubtful numbers and of those whose printed sum does not hold."""
    broken = broken_columns(filled, row)
    marks = []
    for column in filled.definition.counted:
        wrong = column.number in broken
        if wrong or row.cell(column.number).doubt:
            place = (column.number, at)
            marks.append(("BACKGROUND", place, place, _FAULT if wrong else _DOUBT))
    return marks
