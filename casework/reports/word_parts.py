"""Parts of a Word file in the layout of NĐ 30/2020/NĐ-CP: page, columns, lines of text, rules. No clock in the file."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
from reportlab.pdfbase.pdfmetrics import stringWidth

from casework.reports import pdf_fonts

FONT = "Times New Roman"
SIZE = 14
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)


def describe(document: Any, title: str, author: str, subject: str) -> None:
    """The file's own title, author and subject; no moment and no program's user."""
    about = document.core_properties
    about.title, about.author, about.subject = title[:255], author[:255], subject[:255]
    about.language, about.comments, about.last_modified_by = "vi-VN", "", ""
    about.created = about.modified = _EPOCH
    about.revision = 1


def page(document: Any) -> None:
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
    made = run(number, "", 13)
    for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        made._r.append(part)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(SIZE)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)
    style.paragraph_format.space_after = Pt(0)


def columns(document: Any, left: int, right: int) -> Any:
    """A table of one row and two columns without lines; widths in millimetres. Its rows do not break across pages."""
    table = document.add_table(rows=1, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, millimetres in zip(table.columns, (left, right), strict=True):
        column.width = Mm(millimetres)
        for cell in column.cells:
            cell.width = Mm(millimetres)
    unbroken = OxmlElement("w:cantSplit")
    table.rows[0]._tr.get_or_add_trPr().append(unbroken)
    return table


def first(cell: Any) -> Any:
    """The cell's empty first paragraph, or a new one below what is written."""
    paragraph = cell.paragraphs[0]
    return cell.add_paragraph() if paragraph.runs else paragraph


def running(document: Any, text: str, *, italic: bool = False) -> Any:
    """A paragraph of running text: justified, its first line indented."""
    made = document.add_paragraph()
    write(made, text, SIZE, italic=italic, align=WD_ALIGN_PARAGRAPH.JUSTIFY, after=6)
    made.paragraph_format.first_line_indent = Cm(1.27)
    made.paragraph_format.line_spacing = Pt(18)
    return made


def write(
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
    """Put `text` into a paragraph; sizes and distances in points."""
    if text:
        run(paragraph, text, size, bold=bold, italic=italic)
    paragraph.alignment = align
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)


def run(paragraph: Any, text: str, size: int, *, bold: bool = False, italic: bool = False) -> Any:
    """A run of one font, size in points."""
    made = paragraph.add_run(text)
    made.bold, made.italic = bold, italic
    made.font.name, made.font.size = FONT, Pt(size)
    made._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    return made


def width(text: str, size: int, most: int) -> float:
    """How wide a bold line of `text` is in millimetres, at most `most`; Tinos is as wide as Times New Roman."""
    points = stringWidth(text, pdf_fonts.BOLD, size)
    return min(points / 72 * 25.4, most * 0.98)


def rule(paragraph: Any, across: int, length: float) -> None:
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


def without_moments(data: bytes) -> bytes:
    """The package written anew in the same order with one fixed moment, without the template's thumbnail."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for member in source.infolist():
            entry = zipfile.ZipInfo(member.filename, _ZIP_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            copy.writestr(entry, source.read(member))
    return target.getvalue()
