"""A paper as a Word file in the layout of NĐ 30/2020/NĐ-CP, Phụ lục I (law-and-forms 7), in Times New Roman.

No clock and no name of a program's user: the same sheet gives the same bytes on every run.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
from reportlab.pdfbase.pdfmetrics import stringWidth

from casework.reports import pdf_fonts
from casework.reports.papers.sheet import Line, Sheet
from casework.reports.pdf_parts import MOTTO, NATION

FONT = "Times New Roman"
SIZE = 14
_LEFT, _RIGHT = 71, 94
"""Widths of the two columns of the head, in millimetres; together the width of the text."""
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)


def render_paper_docx(sheet: Sheet) -> bytes:
    """The paper as a .docx file. Raises OSError when a font file, by which lines are measured, is missing."""
    pdf_fonts.register_fonts()
    document = docx.Document()
    _describe(document, sheet)
    _page(document)
    if sheet.note:
        _write(document.add_paragraph(), sheet.note, 11, italic=True, align=WD_ALIGN_PARAGRAPH.RIGHT)
    _head(document, sheet)
    if sheet.name:
        _write(document.add_paragraph(), sheet.name, SIZE, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER, before=12)
        title = document.add_paragraph()
        _write(title, sheet.subject, SIZE, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
        _rule(document.add_paragraph(), 165, _width(sheet.subject, SIZE, 165) * 0.4)
    _addressees(document, sheet.addressees)
    for basis in sheet.bases:
        _running(document, basis, italic=True)
    for line in sheet.lines:
        _line(document, line)
    _foot(document, sheet)
    target = BytesIO()
    document.save(target)
    return _without_moments(target.getvalue())


def _describe(document: Any, sheet: Sheet) -> None:
    about = document.core_properties
    about.title, about.author, about.subject = sheet.title[:255], sheet.issuer[:255], sheet.subject[:255]
    about.language, about.comments, about.last_modified_by = "vi-VN", "", ""
    about.created = about.modified = _EPOCH
    about.revision = 1


def _page(document: Any) -> None:
    """A4 with the margins of the decree; the page number centred in the top margin but on page 1; the body's font."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(20),
        Mm(20),
        Mm(30),
        Mm(15),
    )
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = _run(number, "", 13)
    for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(SIZE)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)
    style.paragraph_format.space_after = Pt(0)


def _head(document: Any, sheet: Sheet) -> None:
    table = _columns(document, _LEFT, _RIGHT)
    left, right = table.rows[0].cells
    if sheet.superior:
        _write(_first(left), sheet.superior, 12, align=WD_ALIGN_PARAGRAPH.CENTER)
    _write(_first(left), sheet.issuer, 12, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    _rule(left.add_paragraph(), _LEFT, _width(sheet.issuer, 12, _LEFT) * 0.4)
    _write(_first(right), NATION, 12, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    _write(right.add_paragraph(), MOTTO, 13, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    _rule(right.add_paragraph(), _RIGHT, _width(MOTTO, 13, _RIGHT))
    left, right = table.add_row().cells
    _write(_first(left), sheet.number_line, 13, align=WD_ALIGN_PARAGRAPH.CENTER)
    if not sheet.name:
        _write(left.add_paragraph(), sheet.subject, 12, align=WD_ALIGN_PARAGRAPH.CENTER)
    _write(_first(right), sheet.place_line, 13, italic=True, align=WD_ALIGN_PARAGRAPH.CENTER)


def _addressees(document: Any, names: Sequence[str]) -> None:
    """One addressee stands in the line, several under each other (NĐ 30/2020/NĐ-CP, Phụ lục I)."""
    if len(names) == 1:
        _write(
            document.add_paragraph(),
            f"Kính gửi: {names[0]}",
            SIZE,
            align=WD_ALIGN_PARAGRAPH.CENTER,
            before=12,
            after=10,
        )
    elif names:
        head = document.add_paragraph()
        _write(head, "Kính gửi:", SIZE, before=12)
        head.paragraph_format.left_indent = Cm(3.4)
        for n, name in enumerate(names):
            one = document.add_paragraph()
            end = "." if n == len(names) - 1 else ";"
            _write(one, f"- {name.rstrip('.;')}{end}", SIZE, after=10 if end == "." else 0)
            one.paragraph_format.left_indent = Cm(5.2)


def _line(document: Any, line: Line) -> None:
    if line.kind == "centred":
        made = document.add_paragraph()
        _write(made, line.text, SIZE, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER, before=6, after=6)
        made.paragraph_format.keep_with_next = True
        return
    made = _running(document, "")
    if line.kind == "article":
        _run(made, f"{line.lead} ", SIZE, bold=True)
    _run(made, f"- {line.text}" if line.kind == "item" else line.text, SIZE)


def _foot(document: Any, sheet: Sheet) -> None:
    last = document.paragraphs[-1]
    last.paragraph_format.keep_with_next = True
    _write(document.add_paragraph(), "", 8)
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    left, right = _columns(document, 82, 83).rows[0].cells
    if sheet.left:
        _write(_first(left), sheet.left[0], SIZE, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
        for text in sheet.left[1:]:
            _write(left.add_paragraph(), text, 13, italic=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    elif sheet.recipients:
        _write(_first(left), "Nơi nhận:", 12, bold=True, italic=True)
        for text in sheet.recipients:
            _write(left.add_paragraph(), text, 11)
    for text in (sheet.signer_authority, sheet.signer_title):
        if text:
            _write(_first(right), text, SIZE, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    _write(right.add_paragraph(), sheet.signer, SIZE, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER, before=72)


def _columns(document: Any, left: int, right: int) -> Any:
    """A table of one row and two columns without lines; widths in millimetres. Its rows do not break across pages."""
    table = document.add_table(rows=1, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, (left, right), strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    unbroken = OxmlElement("w:cantSplit")
    table.rows[0]._tr.get_or_add_trPr().append(unbroken)
    return table


def _first(cell: Any) -> Any:
    """The cell's empty first paragraph, or a new one below what is written."""
    paragraph = cell.paragraphs[0]
    return cell.add_paragraph() if paragraph.runs else paragraph


def _running(document: Any, text: str, *, italic: bool = False) -> Any:
    made = document.add_paragraph()
    _write(made, text, SIZE, italic=italic, align=WD_ALIGN_PARAGRAPH.JUSTIFY, after=6)
    made.paragraph_format.first_line_indent = Cm(1.27)
    made.paragraph_format.line_spacing = Pt(18)
    return made


def _write(
    paragraph: Any,
    text: str,
    size: int,
    *,
    bold: bool = False,
    italic: bool = False,
    align: Any = None,
    before: int = 0,
    after: int = 0,
) -> None:
    if text:
        _run(paragraph, text, size, bold=bold, italic=italic)
    paragraph.alignment = align
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)


def _run(paragraph: Any, text: str, size: int, *, bold: bool = False, italic: bool = False) -> Any:
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    run.font.name, run.font.size = FONT, Pt(size)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    return run


def _width(text: str, size: int, most: int) -> float:
    """How wide a bold line of `text` is in millimetres, at most `most`; Tinos is as wide as Times New Roman."""
    points = stringWidth(text, pdf_fonts.BOLD, size)
    return min(points / 72 * 25.4, most * 0.98)


def _rule(paragraph: Any, across: int, length: float) -> None:
    """A line of `length` millimetres centred in a column `across` millimetres wide."""
    inset = Mm((across - length) / 2)
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = inset
    form.space_before, form.space_after = Pt(2), Pt(4)
    form.line_spacing = Pt(3)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("w:val", "single"), ("w:sz", "6"), ("w:space", "0"), ("w:color", "000000")):
        top.set(qn(name), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().append(borders)


def _without_moments(data: bytes) -> bytes:
    """The package written anew in the same order with one fixed moment, without the template's thumbnail."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for member in source.infolist():
            entry = zipfile.ZipInfo(member.filename, _ZIP_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            copy.writestr(entry, source.read(member))
    return target.getvalue()
