"""A document as a PDF in the layout of NĐ 30/2020/NĐ-CP: A4, Tinos embedded and no other font, no clock.

The same document gives the same bytes on every run.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import (
    ActionFlowable,
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    PageBreak,
    PageTemplate,
    Paragraph,
)

from casework.reports import pdf_fonts
from casework.reports.document import Document, clean
from casework.reports.pdf_parts import annex_head, body, letterhead, signature, working_lines

TOP, BOTTOM, LEFT, RIGHT = 20 * mm, 20 * mm, 30 * mm, 15 * mm
_NUMBER_SIZE = 13
_NUMBER_FROM_TOP = 13 * mm


def render_pdf(document: Document, *, signing: bool) -> bytes:
    """The paper as a PDF file.

    The working copy (`signing` false) states as-of day, scope and fingerprint of its figures on its last page; the
    signing copy does not. Raises OSError when a font file is missing.
    """
    pdf_fonts.register_fonts()
    width = A4[0] - LEFT - RIGHT
    text = body(document.blocks, width)
    closing = [text.pop()] if text and isinstance(text[-1], Paragraph) else []
    story: list[Flowable] = [
        *letterhead(document, width),
        *text,
        KeepTogether([*closing, *signature(document, width)]),
    ]
    for annex in document.annexes:
        story += [_RestartNumbers(), PageBreak(), *annex_head(document, annex), *body(annex.blocks, width)]
    if not signing:
        story += working_lines(document)
    target = BytesIO()
    _Paper(target, document).build(story)
    return target.getvalue()


class _RestartNumbers(ActionFlowable):
    """The next page is page 1 of an annex."""

    def __init__(self) -> None:
        super().__init__()

    def apply(self, doc: Any) -> None:
        """Starts the page numbers anew."""
        doc.first_page = doc.page + 1


class _Paper(BaseDocTemplate):
    """Pages with the number centred in the top margin, except on the first page and on an annex's first."""

    def __init__(self, target: BytesIO, document: Document) -> None:
        super().__init__(
            target,
            pagesize=A4,
            leftMargin=LEFT,
            rightMargin=RIGHT,
            topMargin=TOP,
            bottomMargin=BOTTOM,
            title=clean(document.title),
            author=clean(document.issuer_name),
            subject=clean(document.subject),
            creator="casework",
            lang="vi-VN",
            invariant=1,
            initialFontName=pdf_fonts.REGULAR,
            initialFontSize=_NUMBER_SIZE,
        )
        self.first_page = 1
        frame = Frame(
            LEFT,
            BOTTOM,
            A4[0] - LEFT - RIGHT,
            A4[1] - TOP - BOTTOM,
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )
        self.addPageTemplates(PageTemplate("page", [frame], onPage=_number))


def _number(canvas: Any, doc: Any) -> None:
    number = doc.page - doc.first_page + 1
    if number > 1:
        canvas.setFont(pdf_fonts.REGULAR, _NUMBER_SIZE)
        canvas.drawCentredString(A4[0] / 2, A4[1] - _NUMBER_FROM_TOP, str(number))
