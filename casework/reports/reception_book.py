"""Sổ tiếp công dân as a paper: the 12 columns of Mẫu số 03, TT 04/2021/TT-TTCP (law-and-forms 2.2), A4 lying."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from casework.domain.numerals import write_count, write_date
from casework.reports import pdf_fonts
from casework.reports.document import Column, Row, Table
from casework.reports.pdf_parts import paragraph, text_style
from casework.reports.pdf_plain import PlainPages
from casework.reports.pdf_table import grid

PAGE = landscape(A4)
_EDGE = 15 * mm
_WIDTH = PAGE[0] - 2 * _EDGE
_TITLE = text_style("book-title", pdf_fonts.BOLD, 15, TA_CENTER)
_UNDER = text_style("book-under", pdf_fonts.ITALIC, 12, TA_CENTER, spaceAfter=4)

HANDLING = "Hướng xử lý"
COLUMNS = (
    Column("STT", "center", 0.65),
    Column("Ngày tiếp", "center", 1.4),
    Column("Họ tên – Địa chỉ", "left", 2.2),
    Column("CMND/Hộ chiếu", "left", 1.65),
    Column("Nội dung vụ việc", "left", 3.0),
    Column("Phân loại đơn/Số người", "left", 1.3),
    Column("Cơ quan đã giải quyết", "left", 1.3),
    Column("Thụ lý để giải quyết", "center", 0.9, HANDLING),
    Column("Trả lại đơn và hướng dẫn", "center", 0.9, HANDLING),
    Column("Chuyển đơn đến cơ quan có thẩm quyền", "center", 1.1, HANDLING),
    Column("Theo dõi kết quả giải quyết", "left", 1.45),
    Column("Ghi chú", "left", 1.2),
)
"""The columns of the form in their order, numbered 1 to 12 below the heading."""


@dataclass(frozen=True, slots=True)
class BookLine:
    """A visit as the book tells it; `handling`: 8, 9 or 10, the column that is marked, else None."""

    received_on: date
    person: str
    id_number: str
    content: str
    matter: str
    earlier_body: str
    handling: int | None
    follow_up: str
    note: str


@dataclass(frozen=True, slots=True)
class Book:
    """The book of an office for a span of days, its lines in the order of the days."""

    office: str
    first: date
    last: date
    lines: Sequence[BookLine]


def book_table(book: Book) -> Table:
    """The table of the book: a row of column numbers, then one row a visit."""
    numbers = Row(tuple((str(n),) for n in range(1, len(COLUMNS) + 1)))
    rows = [Row(tuple((text,) for text in _cells(place, line))) for place, line in enumerate(book.lines, start=1)]
    return Table("", COLUMNS, (numbers, *rows))


def _cells(place: int, line: BookLine) -> tuple[str, ...]:
    marks = tuple("x" if line.handling == column else "" for column in (8, 9, 10))
    head = (
        str(place),
        write_date(line.received_on),
        line.person,
        line.id_number,
        line.content,
        line.matter,
        line.earlier_body,
    )
    return (*head, *marks, line.follow_up, line.note)


def render_book(book: Book) -> bytes:
    """The book as a PDF file; the same book gives the same bytes."""
    pdf_fonts.register_fonts()
    days = f"Từ ngày {write_date(book.first)} đến ngày {write_date(book.last)}"
    span = f"{days}: {write_count(len(book.lines))} lượt tiếp"
    story: list[Flowable] = [
        paragraph("SỔ TIẾP CÔNG DÂN", _TITLE),
        paragraph(book.office, _UNDER),
        paragraph(span, _UNDER),
        Spacer(1, 4),
        grid(book_table(book), _WIDTH),
    ]
    target = BytesIO()
    PlainPages(target, "Sổ tiếp công dân", {"page": PAGE}, _EDGE, book.office).build(story)
    return target.getvalue()
