"""Plain pages of working papers: one frame within equal edges, the number of the page below, no moment in the file."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from casework.reports import pdf_fonts
from casework.reports.document import clean

Size = tuple[float, float]


class PlainPages(BaseDocTemplate):
    """Pages of the sizes of `templates` by their names (points), the first of which begins; `edge` on every side."""

    def __init__(
        self, target: BytesIO, title: str, templates: Mapping[str, Size], edge: float, author: str = ""
    ) -> None:
        super().__init__(
            target,
            pagesize=next(iter(templates.values())),
            title=clean(title),
            author=clean(author) or None,
            creator="casework",
            lang="vi-VN",
            invariant=1,
            initialFontName=pdf_fonts.REGULAR,
        )
        self.addPageTemplates([_template(name, size, edge) for name, size in templates.items()])


def _template(name: str, size: Size, edge: float) -> PageTemplate:
    width, height = size
    frame = Frame(edge, edge, width - 2 * edge, height - 2 * edge, 0, 0, 0, 0)

    def number(canvas: Any, doc: Any) -> None:
        canvas.setFont(pdf_fonts.REGULAR, 10)
        canvas.drawCentredString(width / 2, edge / 2, f"Trang {doc.page}")

    return PageTemplate(name, [frame], onPage=number, pagesize=size)
