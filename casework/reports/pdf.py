"""A document as a PDF in the layout of NĐ 30/2020/NĐ-CP: A4, Tinos embedded and no other font, no clock.

The same document gives the same bytes on every run.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from reportlab.platypus import ActionFlowable, Flowable, KeepTogether, PageBreak, Paragraph

from casework.reports import pdf_fonts
from casework.reports.document import Document, clean
from casework.reports.pdf_pages import WIDTH, Pages
from casework.reports.pdf_parts import annex_head, body, letterhead, signature, working_lines
from casework.reports.pdf_tags import Tags, with_structure


def render_pdf(document: Document, *, signing: bool) -> bytes:
    """The paper as a PDF file.

    The working copy (`signing` false) states as-of day, scope and fingerprint of its figures on its last page; the
    signing copy does not. Raises OSError when a font file is missing.
    """
    pdf_fonts.register_fonts()
    text = body(document.blocks, WIDTH)
    closing = [text.pop()] if text and isinstance(text[-1], Paragraph) else []
    story: list[Flowable] = [
        *letterhead(document, WIDTH),
        *text,
        KeepTogether([*closing, *signature(document, WIDTH)]),
    ]
    for annex in document.annexes:
        story += [_RestartNumbers(), PageBreak(), *annex_head(document, annex), *body(annex.blocks, WIDTH)]
    if not signing:
        story += working_lines(document)
    target, tags = BytesIO(), Tags()
    Pages(target, title=document.title, author=document.issuer_name, subject=document.subject, tags=tags).build(story)
    return with_structure(target.getvalue(), tags, clean(document.title))


class _RestartNumbers(ActionFlowable):
    """The next page is page 1 of an annex."""

    def __init__(self) -> None:
        super().__init__()

    def apply(self, doc: Any) -> None:
        """Starts the page numbers anew."""
        doc.first_page = doc.page + 1
