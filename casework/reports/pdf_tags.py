"""A tagged PDF: while the pages are drawn each piece says what it is, and the tree of these is put into the file after.

Built to the rules of PDF/UA-1 (structure tree, headings, tables with header cells, alternative texts, language, title,
outline); it was not certified by a validator. Without a `Tags` on the canvas nothing is marked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph
from reportlab.platypus import Table as Grid


@dataclass(eq=False, slots=True)
class Node:
    """A piece of the structure: its kind (P, H1–H6, Table, TR, TH, TD, Figure), its parent, None for the document."""

    kind: str
    parent: Node | None = None
    alt: str = ""
    span: int = 1
    rows: int = 1
    outline: tuple[int, str] | None = None
    kids: list[Node] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)
    attached: bool = False


class Tags:
    """What was drawn: the tree in the order of drawing, and the pieces of each page in the order of their marks."""

    def __init__(self) -> None:
        self.root = Node("Document", attached=True)
        self.pages: dict[int, list[Node]] = {}
        self.entries = 0

    def begin(self, canvas: Any, node: Node) -> None:
        """The next drawing belongs to `node`; a header that is drawn again on a later page is no content."""
        page = canvas.getPageNumber() - 1
        if node.kind == "TH" and node.marks:
            canvas._code.append("/Artifact BMC")
            return
        self._attach(node)
        on_page = self.pages.setdefault(page, [])
        if node.outline is not None and not node.marks:
            level, title = node.outline
            key = f"muc-{self.entries}"
            self.entries += 1
            canvas.bookmarkHorizontal(key, 0, 14)
            canvas.addOutlineEntry(title, key, level)
        node.marks.append((page, len(on_page)))
        canvas._code.append(f"/{node.kind} <</MCID {len(on_page)}>> BDC")
        on_page.append(node)

    def end(self, canvas: Any) -> None:
        """The piece is drawn."""
        canvas._code.append("EMC")

    def _attach(self, node: Node) -> None:
        if node.attached:
            return
        parent = node.parent or self.root
        self._attach(parent)
        parent.kids.append(node)
        node.attached = True


def canvas_with(tags: Tags | None) -> Any:
    """What makes the canvas of a document: one that carries `tags`."""

    def make(*args: Any, **more: Any) -> Canvas:
        canvas = Canvas(*args, **more)
        canvas.tags = tags  # type: ignore[attr-defined]
        return canvas

    return make


def tags_of(canvas: Any) -> Tags | None:
    """The tags that a canvas collects; None where none are wanted."""
    found: Tags | None = getattr(canvas, "tags", None)
    return found


class TaggedParagraph(Paragraph):
    """A paragraph that knows what it is; its parts on two pages are one piece."""

    node: Node | None = None

    def split(self, available_width: float, available_height: float) -> list[Any]:
        """The parts bear the same piece."""
        parts: list[Any] = list(super().split(available_width, available_height))
        for part in parts:
            part.node = self.node
        return parts

    def draw(self) -> None:
        """Draws between the marks of its piece."""
        tags = tags_of(self.canv)
        if tags is None or self.node is None:
            super().draw()
            return
        tags.begin(self.canv, self.node)
        super().draw()
        tags.end(self.canv)


class TaggedGrid(Grid):
    """A table whose rules are no content and whose empty cells draw nothing."""

    def _drawLines(self) -> None:  # noqa: N802 - the library's name
        _artifact(self.canv, super()._drawLines)  # type: ignore[misc]

    def _drawBkgrnd(self) -> None:  # noqa: N802 - the library's name
        _artifact(self.canv, super()._drawBkgrnd)  # type: ignore[misc]

    def _drawCell(self, cellval: Any, *rest: Any) -> None:  # noqa: N802
        if cellval != "":
            super()._drawCell(cellval, *rest)  # type: ignore[misc]


def _artifact(canvas: Any, draw: Any) -> None:
    if tags_of(canvas) is None:
        draw()
        return
    canvas._code.append("/Artifact BMC")
    draw()
    canvas._code.append("EMC")


def artifact(canvas: Any, draw: Any) -> None:
    """Draws what is no content: page numbers, rules."""
    _artifact(canvas, draw)


def with_structure(data: bytes, tags: Tags, title: str) -> bytes:
    """The file with its structure tree, its parent tree and its title; the same input gives the same bytes."""
    with pikepdf.open(BytesIO(data)) as pdf:
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        made: dict[int, Any] = {}
        document = _element(pdf, tags.root, root, made)
        root.K = Array([document])
        numbers = Array()
        for index, page in enumerate(pdf.pages):
            page.obj.StructParents = index
            page.obj.Tabs = Name.S
            numbers.append(index)
            numbers.append(pdf.make_indirect(Array([made[id(node)] for node in tags.pages.get(index, [])])))
        root.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
        root.ParentTreeNextKey = len(pdf.pages)
        pdf.Root.StructTreeRoot = root
        pdf.Root.MarkInfo = Dictionary(Marked=True)
        pdf.Root.Lang = String("vi-VN")
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as about:
            about["dc:title"] = title
            about["dc:language"] = ["vi-VN"]
            about["pdfuaid:part"] = "1"
        target = BytesIO()
        pdf.save(target, deterministic_id=True)
    return target.getvalue()


def _element(pdf: Any, node: Node, parent: Any, made: dict[int, Any]) -> Any:
    element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{node.kind}"), P=parent))
    made[id(node)] = element
    kids = [_element(pdf, kid, element, made) for kid in node.kids]
    kids += [
        Dictionary(Type=Name.MCR, Pg=pdf.pages[page].obj, MCID=mark) if len(node.marks) > 1 else mark
        for page, mark in node.marks
    ]
    if node.marks:
        element.Pg = pdf.pages[node.marks[0][0]].obj
    element.K = Array(kids)
    if node.alt:
        element.Alt = String(node.alt)
    if node.kind in ("TH", "TD"):
        about = Dictionary(O=Name.Table)
        if node.kind == "TH":
            about.Scope = Name.Column
        if node.span > 1:
            about.ColSpan = node.span
        if node.rows > 1:
            about.RowSpan = node.rows
        element.A = about
    return element
