"""The pages of a paper by NĐ 30/2020/NĐ-CP: A4, its margins, the number centred in the top margin but on page 1."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from casework.reports import pdf_fonts
from casework.reports.document import clean
from casework.reports.pdf_tags import Tags, artifact, canvas_with

TOP, BOTTOM, LEFT, RIGHT = 20 * mm, 20 * mm, 30 * mm, 15 * mm
WIDTH = A4[0] - LEFT - RIGHT
"""The width of the text, in points."""
_NUMBER_SIZE = 13
_NUMBER_FROM_TOP = 13 * mm


class Pages(BaseDocTemplate):
    """Pages with the number centred in the top margin, except on the first page and on an annex's first.

    No clock: the same story gives the same bytes.
    """

    def __init__(self, target: BytesIO, *, title: str, author: str, subject: str, tags: Tags | None = None) -> None:
        """The file's own title, author and subject; control characters are taken out of them. `tags`: collects what is
        drawn, for a tagged file."""
        super().__init__(
            target,
            pagesize=A4,
            leftMargin=LEFT,
            rightMargin=RIGHT,
            topMargin=TOP,
            bottomMargin=BOTTOM,
            title=clean(title),
            author=clean(author),
            subject=clean(subject),
            creator="casework",
            lang="vi-VN",
            invariant=1,
            initialFontName=pdf_fonts.REGULAR,
            initialFontSize=_NUMBER_SIZE,
        )
        self.first_page = 1
        self.tags = tags
        frame = Frame(
            LEFT,
            BOTTOM,
            WIDTH,
            A4[1] - TOP - BOTTOM,
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )
        self.addPageTemplates(PageTemplate("page", [frame], onPage=_number))

    def build(self, flowables: list[Flowable], **_more: Any) -> None:  # type: ignore[override]
        """Lay the story out."""
        super().build(flowables, canvasmaker=canvas_with(self.tags))


def _number(canvas: Any, doc: Any) -> None:
    number = doc.page - doc.first_page + 1
    if number > 1:
        artifact(canvas, lambda: _draw_number(canvas, number))


def _draw_number(canvas: Any, number: int) -> None:
    canvas.setFont(pdf_fonts.REGULAR, _NUMBER_SIZE)
    canvas.drawCentredString(A4[0] / 2, A4[1] - _NUMBER_FROM_TOP, str(number))
