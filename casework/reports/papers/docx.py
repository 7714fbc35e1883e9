"""A paper as a Word file in the layout of NĐ 30/2020/NĐ-CP, Phụ lục I (law-and-forms 7), in Times New Roman.

No clock and no name of a program's user: the same sheet gives the same bytes on every run.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm

from casework.reports import pdf_fonts
from casework.reports.papers.sheet import Line, Sheet
from casework.reports.pdf_parts import MOTTO, NATION
from casework.reports.word_parts import (
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

_LEFT, _RIGHT = 71, 94
"""Widths of the two columns of the head, in millimetres; together the width of the text."""


def render_paper_docx(sheet: Sheet) -> bytes:
    """The paper as a .docx file. Raises OSError when a font file, by which lines are measured, is missing."""
    pdf_fonts.register_fonts()
    document = docx.Document()
    describe(document, sheet.title, sheet.issuer, sheet.subject)
    page(document)
    if sheet.note:
        write(document.add_paragraph(), sheet.note, 11, italic=True, align=WD_ALIGN_PARAGRAPH.RIGHT)
    _head(document, sheet)
    if sheet.name:
        write(document.add_paragraph(), sheet.name, SIZE, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER, before=12)
        title = document.add_paragraph()
        write(title, sheet.subject, SIZE, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
        rule(document.add_paragraph(), 165, width(sheet.subject, SIZE, 165) * 0.4)
    _addressees(document, sheet.addressees)
    for basis in sheet.bases:
        running(document, basis, italic=True)
    for line in sheet.lines:
        _line(document, line)
    _foot(document, sheet)
    target = BytesIO()
    document.save(target)
    return without_moments(target.getvalue())


def _head(document: Any, sheet: Sheet) -> None:
    table = columns(document, _LEFT, _RIGHT)
    left, right = table.rows[0].cells
    if sheet.superior:
        write(first(left), sheet.superior, 12, align=WD_ALIGN_PARAGRAPH.CENTER)
    write(first(left), sheet.issuer, 12, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    rule(left.add_paragraph(), _LEFT, width(sheet.issuer, 12, _LEFT) * 0.4)
    write(first(right), NATION, 12, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    write(right.add_paragraph(), MOTTO, 13, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    rule(right.add_paragraph(), _RIGHT, width(MOTTO, 13, _RIGHT))
    left, right = table.add_row().cells
    write(first(left), sheet.number_line, 13, align=WD_ALIGN_PARAGRAPH.CENTER)
    if not sheet.name:
        write(left.add_paragraph(), sheet.subject, 12, align=WD_ALIGN_PARAGRAPH.CENTER)
    write(first(right), sheet.place_line, 13, italic=True, align=WD_ALIGN_PARAGRAPH.CENTER)


def _addressees(document: Any, names: Sequence[str]) -> None:
    """One addressee stands in the line, several under each other (NĐ 30/2020/NĐ-CP, Phụ lục I)."""
    if len(names) == 1:
        write(
            document.add_paragraph(),
            f"Kính gửi: {names[0]}",
            SIZE,
            align=WD_ALIGN_PARAGRAPH.CENTER,
            before=12,
            after=10,
        )
    elif names:
        head = document.add_paragraph()
        write(head, "Kính gửi:", SIZE, before=12)
        head.paragraph_format.left_indent = Cm(3.4)
        for n, name in enumerate(names):
            one = document.add_paragraph()
            end = "." if n == len(names) - 1 else ";"
            write(one, f"- {name.rstrip('.;')}{end}", SIZE, after=10 if end == "." else 0)
            one.paragraph_format.left_indent = Cm(5.2)


def _line(document: Any, line: Line) -> None:
    if line.kind == "centred":
        made = document.add_paragraph()
        write(made, line.text, SIZE, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER, before=6, after=6)
        made.paragraph_format.keep_with_next = True
        return
    made = running(document, "")
    if line.kind == "article":
        run(made, f"{line.lead} ", SIZE, bold=True)
    run(made, f"- {line.text}" if line.kind == "item" else line.text, SIZE)


def _foot(document: Any, sheet: Sheet) -> None:
    last = document.paragraphs[-1]
    last.paragraph_format.keep_with_next = True
    write(document.add_paragraph(), "", 8)
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    left, right = columns(document, 82, 83).rows[0].cells
    if sheet.left:
        write(first(left), sheet.left[0], SIZE, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
        for text in sheet.left[1:]:
            write(left.add_paragraph(), text, 13, italic=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    elif sheet.recipients:
        write(first(left), "Nơi nhận:", 12, bold=True, italic=True)
        for text in sheet.recipients:
            write(left.add_paragraph(), text, 11)
    for text in (sheet.signer_authority, sheet.signer_title):
        if text:
            write(first(right), text, SIZE, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    write(right.add_paragraph(), sheet.signer, SIZE, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER, before=72)
