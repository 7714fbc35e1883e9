"""The parts of a page by NĐ 30/2020/NĐ-CP, Phụ lục I: letterhead, title, text, tables, signature, annex heads.

Sizes in points, widths in points; the numbers are those of the decree's annex (law-and-forms 7).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm, mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Paragraph, Spacer

from casework.reports.chart import Chart
from casework.reports.chart_pdf import ChartDrawing
from casework.reports.document import Annex, Block, Document, Heading, Table, clean, text_of
from casework.reports.document import Paragraph as TextParagraph
from casework.reports.pdf_fonts import BOLD, BOLD_ITALIC, ITALIC, REGULAR
from casework.reports.pdf_table import grid
from casework.reports.pdf_tags import Node, TaggedGrid, TaggedParagraph, artifact, tags_of
from casework.reports.plain import working_note

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
BODY_SIZE = 14
_SIGNING_SPACE = 28 * mm


Alignment = Literal[0, 1, 2, 4]


def text_style(name: str, font: str, size: float, alignment: Alignment, **more: Any) -> ParagraphStyle:
    """A style of paragraphs: leading 1.2 and broken long words unless `more` says otherwise."""
    given = {"leading": size * 1.2, "splitLongWords": 1, "bulletFontName": font, **more}
    return ParagraphStyle(name, fontName=font, fontSize=size, alignment=alignment, **given)


_TEXT = {"leading": 18, "firstLineIndent": 1.27 * cm, "spaceAfter": 6}
_BODY = text_style("body", REGULAR, BODY_SIZE, TA_JUSTIFY, **_TEXT)
_BASIS = text_style("basis", ITALIC, BODY_SIZE, TA_JUSTIFY, **_TEXT)
_NOTE = text_style("note", ITALIC, 12, TA_JUSTIFY, **_TEXT)
_ADDRESSEE = text_style("addressee", REGULAR, BODY_SIZE, TA_CENTER, spaceAfter=6)
_HEADINGS = {
    1: text_style("h1", BOLD, BODY_SIZE, TA_JUSTIFY, **_TEXT, spaceBefore=6, keepWithNext=1),
    2: text_style("h2", BOLD, BODY_SIZE, TA_JUSTIFY, **_TEXT, keepWithNext=1),
    3: text_style("h3", BOLD_ITALIC, BODY_SIZE, TA_JUSTIFY, **_TEXT, keepWithNext=1),
}
_CAPTION = text_style("caption", BOLD_ITALIC, 13, TA_CENTER, spaceBefore=4, spaceAfter=6)
_CHART_NOTE = text_style("chart-note", ITALIC, 11, TA_CENTER, spaceBefore=2)
_HIGHEST = 210 * mm
_REFERENCE = text_style("reference", ITALIC, BODY_SIZE, TA_CENTER, spaceAfter=10)
_RECIPIENTS_HEAD = text_style("recipients-head", BOLD_ITALIC, 12, TA_LEFT)
_RECIPIENTS = text_style("recipients", REGULAR, 11, TA_LEFT)
_SIGNER = text_style("signer", BOLD, BODY_SIZE, TA_CENTER)
_WORKING = text_style("working", ITALIC, 10, TA_LEFT)


class Centred(Flowable):
    """Lines of one size centred under each other, each broken at spaces where it is too wide, and a rule below.

    `rule` is the rule's length as a share of the longest line; 0 for none.
    """

    def __init__(
        self,
        text: str,
        font: str,
        size: float,
        rule: float = 0.0,
        leading: float = 1.2,
        node: Node | None = None,
    ) -> None:
        super().__init__()
        self.node = node or Node("P")
        self.text, self.font, self.size, self.rule = text, font, size, rule
        self.step = size * leading
        self.lines: list[str] = []

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """Break the lines to the width; returns the size taken."""
        self.width = available_width
        self.lines = [
            line
            for written in self.text.splitlines()
            for line in _broken(clean(written), self.font, self.size, self.width)
        ]
        self.height = len(self.lines) * self.step + (5 if self.rule else 0)
        return self.width, self.height

    def draw(self) -> None:
        """Draw the lines, the first on top."""
        canvas = self.canv
        tags = tags_of(canvas)
        if tags is not None:
            tags.begin(canvas, self.node)
        canvas.setFont(self.font, self.size)
        y = float(self.height)
        for line in self.lines:
            y -= self.step
            canvas.drawCentredString(self.width / 2, y + self.size * 0.2, line)
        if tags is not None:
            tags.end(canvas)
        if self.rule:
            artifact(canvas, lambda: self._draw_rule(y))

    def _draw_rule(self, y: float) -> None:
        canvas = self.canv
        if self.rule:
            longest = max((stringWidth(line, self.font, self.size) for line in self.lines), default=0.0)
            half = longest * self.rule / 2
            canvas.setLineWidth(0.7)
            canvas.line(self.width / 2 - half, y - 3, self.width / 2 + half, y - 3)


def _broken(text: str, font: str, size: float, width: float) -> list[str]:
    lines: list[str] = []
    for word in text.split(" ") if stringWidth(text, font, size) > width else [text]:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and stringWidth(longer, font, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines or [""]


def paragraph(text: str, style: ParagraphStyle, node: Node | None = None) -> Paragraph:
    """A paragraph of plain text: nothing in it is read as markup. `node`: what it is in the structure, by default P."""
    made = TaggedParagraph(escape(clean(text)), style)
    made.node = node or Node("P")
    return made


def letterhead(document: Document, width: float) -> list[Flowable]:
    """Quốc hiệu, tiêu ngữ, issuing body, number and day, addressees, kind, subject, legal bases."""
    left, right = width * 0.41, width * 0.59
    issuer: list[Flowable] = []
    if document.superior_body:
        issuer.append(Centred(document.superior_body, REGULAR, 12))
    issuer.append(Centred(document.issuing_body, BOLD, 12, rule=0.4))
    nation: list[Flowable] = [Centred(NATION, BOLD, 12), Centred(MOTTO, BOLD, 13, rule=1.0)]
    lines: list[list[list[Flowable]]] = [
        [issuer, nation],
        [[Centred(document.number_line, REGULAR, 13)], [Centred(document.place_line, ITALIC, 13)]],
    ]
    parts: list[Flowable] = [frameless(lines, [left, right]), Spacer(1, 14)]
    parts += [
        Centred(document.kind, BOLD, BODY_SIZE),
        Centred(document.subject, BOLD, BODY_SIZE, rule=0.4, node=Node("H1")),
    ]
    parts.append(Spacer(1, 14))
    parts += [paragraph(f"Kính gửi: {addressee}", _ADDRESSEE) for addressee in document.addressees]
    parts += [paragraph(basis, _BASIS) for basis in document.legal_bases]
    return parts


def body(blocks: Sequence[Block], width: float) -> list[Flowable]:
    """The blocks as flowables; a table stays with its caption and its first rows."""
    parts: list[Flowable] = []
    for block in blocks:
        match block:
            case Heading():
                parts.append(_heading(f"{block.number} {block.text}", block.level))
            case TextParagraph():
                dash = "- " if block.kind == "item" else ""
                style = _NOTE if block.kind == "note" else _BODY
                parts.append(paragraph(dash + text_of(block.runs), style))
            case Chart():
                parts.append(KeepTogether(chart_parts(block, width)))
            case Table():
                parts += [CondPageBreak(55 * mm), paragraph(block.caption, _CAPTION)]
                parts += [grid(block, width), Spacer(1, 12)]
    return parts


def _heading(text: str, level: int) -> Paragraph:
    return paragraph(text, _HEADINGS[level], Node(f"H{level + 1}", outline=(level - 1, clean(text))))


def chart_parts(chart: Chart, width: float) -> list[Flowable]:
    """A chart with its title above and its note below."""
    note = [paragraph(chart.note, _CHART_NOTE)] if chart.note else []
    return [paragraph(chart.title, _CAPTION), ChartDrawing(chart, width, _HIGHEST), *note, Spacer(1, 10)]


def signature(document: Document, width: float) -> list[Flowable]:
    """Nơi nhận on the left, the signature block on the right: to be kept with the last sentence on one page."""
    recipients: list[Flowable] = [paragraph("Nơi nhận:", _RECIPIENTS_HEAD)]
    recipients += [paragraph(line, _RECIPIENTS) for line in document.recipient_lines]
    signer: list[Flowable] = [
        paragraph(line, _SIGNER) for line in (document.signature.authority, document.signature.title) if line
    ]
    signer += [Spacer(1, _SIGNING_SPACE), paragraph(document.signature.name, _SIGNER)]
    return [Spacer(1, 6), frameless([[recipients, signer]], [width * 0.5, width * 0.5])]


def annex_head(document: Document, annex: Annex) -> list[Flowable]:
    """The annex's name, its title, and the line that names the paper it belongs to."""
    return [
        Centred(annex.name, BOLD, BODY_SIZE),
        Centred(annex.title, BOLD, BODY_SIZE, node=Node("H2", outline=(0, clean(f"{annex.name}. {annex.title}")))),
        Spacer(1, 3),
        paragraph(document.annex_reference, _REFERENCE),
    ]


def working_lines(document: Document) -> list[Flowable]:
    """What the working copy says of its figures, in small letters at the very end."""
    return [Spacer(1, 10), KeepTogether([paragraph(line, _WORKING) for line in working_note(document)])]


def frameless(rows: list[list[list[Flowable]]], widths: list[float]) -> TaggedGrid:
    """Parts beside each other in columns of `widths` points, without lines."""
    return TaggedGrid(
        rows,
        colWidths=widths,
        style=[
            ("FONT", (0, 0), (-1, -1), REGULAR, 12),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
        ],
    )
