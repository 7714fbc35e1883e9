"""A paper as a PDF in the layout of NĐ 30/2020/NĐ-CP, Phụ lục I (law-and-forms 7): Tinos embedded, no clock.

The same sheet gives the same bytes on every run.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.units import cm, mm
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer

from casework.reports import pdf_fonts
from casework.reports.document import clean
from casework.reports.papers.sheet import Line, Sheet
from casework.reports.pdf_fonts import BOLD, BOLD_ITALIC, ITALIC, REGULAR
from casework.reports.pdf_pages import WIDTH, Pages
from casework.reports.pdf_parts import MOTTO, NATION, Centred, frameless, paragraph, text_style

SIZE = 14
SIGNING_SPACE = 26 * mm
_TEXT = {"leading": 18, "firstLineIndent": 1.27 * cm, "spaceAfter": 6}
_BODY = text_style("paper-body", REGULAR, SIZE, TA_JUSTIFY, **_TEXT)
_ITEM = text_style("paper-item", REGULAR, SIZE, TA_JUSTIFY, **_TEXT)
_BASIS = text_style("paper-basis", ITALIC, SIZE, TA_JUSTIFY, **_TEXT)
_CENTRED = text_style("paper-centred", BOLD, SIZE, TA_CENTER, spaceBefore=4, spaceAfter=8, keepWithNext=1)
_ADDRESSEE = text_style("paper-addressee", REGULAR, SIZE, TA_CENTER, spaceAfter=4)
_ADDRESSEES = text_style("paper-addressees", REGULAR, SIZE, TA_LEFT, leftIndent=5.2 * cm, spaceAfter=2)
_ADDRESSEES_HEAD = text_style("paper-addressees-head", REGULAR, SIZE, TA_LEFT, leftIndent=3.4 * cm, spaceAfter=2)
_NOTE = text_style("paper-note", ITALIC, 11, TA_RIGHT, spaceAfter=4)
_SIGNER = text_style("paper-signer", BOLD, SIZE, TA_CENTER)
_UNDER_SIGNER = text_style("paper-under-signer", ITALIC, 13, TA_CENTER)
_RECIPIENTS_HEAD = text_style("paper-recipients-head", BOLD_ITALIC, 12, TA_LEFT)
_RECIPIENTS = text_style("paper-recipients", REGULAR, 11, TA_LEFT)


def render_paper_pdf(sheet: Sheet) -> bytes:
    """The paper as a PDF file. Raises OSError when a font file is missing."""
    pdf_fonts.register_fonts()
    text = [_line(line) for line in sheet.lines]
    closing = [text.pop()] if text else []
    story: list[Flowable] = [*_head(sheet), *text, KeepTogether([*closing, *_foot(sheet)])]
    target = BytesIO()
    Pages(target, title=sheet.title, author=sheet.issuer, subject=sheet.subject).build(story)
    return target.getvalue()


def _head(sheet: Sheet) -> list[Flowable]:
    left, right = WIDTH * 0.43, WIDTH * 0.57
    issuer: list[Flowable] = [Centred(sheet.superior, REGULAR, 12)] if sheet.superior else []
    issuer.append(Centred(sheet.issuer, BOLD, 12, rule=0.4))
    nation: list[Flowable] = [Centred(NATION, BOLD, 12), Centred(MOTTO, BOLD, 13, rule=1.0)]
    number: list[Flowable] = [Centred(sheet.number_line, REGULAR, 13)]
    if not sheet.name:
        number += [Spacer(1, 2), Centred(sheet.subject, REGULAR, 12)]
    place: list[Flowable] = [Centred(sheet.place_line, ITALIC, 13)]
    rows = [[issuer, nation], [number, place]]
    parts: list[Flowable] = [paragraph(sheet.note, _NOTE)] if sheet.note else []
    parts += [frameless(rows, [left, right]), Spacer(1, 12)]
    if sheet.name:
        parts += [Centred(sheet.name, BOLD, SIZE), Centred(sheet.subject, BOLD, SIZE, rule=0.4), Spacer(1, 10)]
    parts += _addressees(sheet.addressees)
    return [*parts, *(paragraph(basis, _BASIS) for basis in sheet.bases)]


def _addressees(names: Sequence[str]) -> list[Flowable]:
    """One addressee stands in the line, several under each other (NĐ 30/2020/NĐ-CP, Phụ lục I)."""
    if len(names) < 2:
        return [paragraph(f"Kính gửi: {name}", _ADDRESSEE) for name in names] + [Spacer(1, 6)] * len(names)
    last = len(names) - 1
    lines = [
        paragraph(f"- {name.rstrip('.;')}{'.' if n == last else ';'}", _ADDRESSEES) for n, name in enumerate(names)
    ]
    return [paragraph("Kính gửi:", _ADDRESSEES_HEAD), *lines, Spacer(1, 6)]


def _line(line: Line) -> Paragraph:
    match line.kind:
        case "centred":
            return paragraph(line.text, _CENTRED)
        case "item":
            return paragraph(f"- {line.text}", _ITEM)
        case "article":
            return Paragraph(f"<b>{escape(clean(line.lead))}</b> {escape(clean(line.text))}", _BODY)
        case "body":
            return paragraph(line.text, _BODY)


def _foot(sheet: Sheet) -> list[Flowable]:
    """Nơi nhận or a second signature on the left, who signs on the right; kept with the last sentence."""
    left: list[Flowable] = []
    if sheet.left:
        left += [paragraph(sheet.left[0], _SIGNER), *(paragraph(line, _UNDER_SIGNER) for line in sheet.left[1:])]
    elif sheet.recipients:
        left.append(paragraph("Nơi nhận:", _RECIPIENTS_HEAD))
        left += [paragraph(line, _RECIPIENTS) for line in sheet.recipients]
    right: list[Flowable] = [paragraph(line, _SIGNER) for line in (sheet.signer_authority, sheet.signer_title) if line]
    right += [Spacer(1, SIGNING_SPACE), paragraph(sheet.signer, _SIGNER)]
    return [Spacer(1, 8), frameless([[left, right]], [WIDTH * 0.5, WIDTH * 0.5])]
