"""A document as a Word file that an official can go on editing, in the layout of NĐ 30/2020/NĐ-CP, Phụ lục I.

Headings bear the styles Heading 1–3, so that Word shows them in its outline; table headers are repeated on each page;
charts are pictures with their text as alternative. The same document gives the same bytes on every run.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor

from casework.reports import pdf_fonts
from casework.reports.chart import Chart
from casework.reports.chart_png import chart_png
from casework.reports.document import Annex, Block, Document, Heading, Paragraph, Table, clean, text_of
from casework.reports.pdf_parts import MOTTO, NATION
from casework.reports.plain import working_note
from casework.reports.word_parts import (
    FONT,
    SIZE,
    columns,
    describe,
    first,
    page,
    rule,
    run,
    running,
    width,
    without_moments,
    write,
)
from casework.reports.word_table import add_table

_LEFT, _RIGHT, _ACROSS = 68, 97, 165
_CENTRE = WD_ALIGN_PARAGRAPH.CENTER
_CHART_WIDTH = 150


def render_docx(document: Document, *, signing: bool = False) -> bytes:
    """The paper as a .docx file; the signing copy says nothing of as-of day and fingerprint.

    Raises OSError when a font file, by which lines are measured, is missing.
    """
    pdf_fonts.register_fonts()
    made = docx.Document()
    describe(made, clean(document.title), clean(document.issuer_name), clean(document.subject))
    page(made)
    _styles(made)
    _head(made, document)
    _blocks(made, document.blocks)
    _foot(made, document)
    for annex in document.annexes:
        _annex(made, document, annex)
    if not signing:
        for line in working_note(document):
            write(made.add_paragraph(), clean(line), 10, italic=True)
    target = BytesIO()
    made.save(target)
    return without_moments(target.getvalue())


def _styles(made: Any) -> None:
    """Heading 1–3 and Caption in the body's font: black, no theme's colour."""
    for name, size, italic in (
        ("Heading 1", SIZE, False),
        ("Heading 2", SIZE, False),
        ("Heading 3", SIZE, True),
        ("Caption", 13, True),
    ):
        style = made.styles[name]
        style.font.size, style.font.bold, style.font.italic = Pt(size), True, italic
        style.font.name, style.font.color.rgb = FONT, RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in [*fonts.attrib]:
            del fonts.attrib[key]
        for key in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(key), FONT)
        form = style.paragraph_format
        form.keep_with_next = True
        form.space_before, form.space_after = Pt(6), Pt(6)
        if name == "Caption":
            form.alignment = _CENTRE
        else:
            form.first_line_indent = Cm(1.27)
            form.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _head(made: Any, document: Document) -> None:
    table = columns(made, _LEFT, _RIGHT)
    left, right = table.rows[0].cells
    if document.superior_body:
        write(first(left), clean(document.superior_body), 12, align=_CENTRE)
    lines = [clean(line) for line in document.issuing_body.splitlines()]
    for line in lines:
        write(first(left), line, 12, bold=True, align=_CENTRE)
    rule(left.add_paragraph(), _LEFT, width(lines[-1] if lines else "", 12, _LEFT) * 0.45)
    write(first(right), NATION, 12, bold=True, align=_CENTRE)
    write(right.add_paragraph(), MOTTO, 13, bold=True, align=_CENTRE)
    rule(right.add_paragraph(), _RIGHT, width(MOTTO, 13, _RIGHT))
    left, right = table.add_row().cells
    write(first(left), clean(document.number_line), 13, align=_CENTRE)
    write(first(right), clean(document.place_line), 13, italic=True, align=_CENTRE)
    write(made.add_paragraph(), clean(document.kind), SIZE, bold=True, align=_CENTRE, before=12)
    subject = clean(document.subject)
    write(made.add_paragraph(), subject, SIZE, bold=True, align=_CENTRE)
    rule(made.add_paragraph(), _ACROSS, width(subject, SIZE, _ACROSS) * 0.4)
    for addressee in document.addressees:
        write(made.add_paragraph(), f"Kính gửi: {clean(addressee)}", SIZE, align=_CENTRE, before=6, after=6)
    for basis in document.legal_bases:
        running(made, clean(basis), italic=True)


def _blocks(made: Any, blocks: Sequence[Block]) -> None:
    for block in blocks:
        match block:
            case Heading():
                made.add_paragraph(f"{block.number} {clean(block.text)}", style=f"Heading {block.level}")
            case Paragraph():
                dash = "- " if block.kind == "item" else ""
                running(made, dash + text_of(block.runs), italic=block.kind == "note")
            case Chart():
                _chart(made, block)
            case Table():
                made.add_paragraph(clean(block.caption), style="Caption")
                add_table(made, block, _ACROSS)
                write(made.add_paragraph(), "", 8, after=4)


def _chart(made: Any, chart: Chart) -> None:
    made.add_paragraph(clean(chart.title), style="Caption")
    data, wide, high = chart_png(chart)
    scale = min(_CHART_WIDTH / wide, 200 / high)
    holder = made.add_paragraph()
    holder.alignment = _CENTRE
    holder.paragraph_format.keep_with_next = True
    picture = run(holder, "", SIZE).add_picture(BytesIO(data), width=Mm(wide * scale), height=Mm(high * scale))
    about = picture._inline.docPr
    about.set("descr", clean(chart.alt))
    about.set("title", clean(chart.title))
    if chart.note:
        write(made.add_paragraph(), clean(chart.note), 11, italic=True, align=_CENTRE, after=6)


def _foot(made: Any, document: Document) -> None:
    made.paragraphs[-1].paragraph_format.keep_with_next = True
    write(made.add_paragraph(), "", 8)
    made.paragraphs[-1].paragraph_format.keep_with_next = True
    left, right = columns(made, 82, 83).rows[0].cells
    write(first(left), "Nơi nhận:", 12, bold=True, italic=True)
    for line in document.recipient_lines:
        write(left.add_paragraph(), clean(line), 11)
    for line in (document.signature.authority, document.signature.title):
        if line:
            write(first(right), clean(line), SIZE, bold=True, align=_CENTRE)
    write(right.add_paragraph(), clean(document.signature.name), SIZE, bold=True, align=_CENTRE, before=72)


def _annex(made: Any, document: Document, annex: Annex) -> None:
    """Its own section: pages numbered for themselves, no number on the first."""
    section = made.add_section(WD_SECTION.NEW_PAGE)
    ending = made.paragraphs[-1].paragraph_format  # carries the end of the section before; must not begin a page
    ending.space_before, ending.space_after = Pt(0), Pt(0)
    ending.line_spacing_rule, ending.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(1)
    section.different_first_page_header_footer = True
    numbers = OxmlElement("w:pgNumType")
    numbers.set(qn("w:start"), "1")
    section._sectPr.append(numbers)
    name = made.add_paragraph(clean(annex.name), style="Heading 1")
    name.alignment, name.paragraph_format.first_line_indent = _CENTRE, 0
    write(made.add_paragraph(), clean(annex.title), SIZE, bold=True, align=_CENTRE)
    write(made.add_paragraph(), clean(document.annex_reference), SIZE, italic=True, align=_CENTRE, before=4, after=8)
    _blocks(made, annex.blocks)
