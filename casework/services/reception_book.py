"""Sổ tiếp công dân of a span of days: the visits that the reader may see, as the official form lays them out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select

from casework.domain.access import NoSuchRecordError, Reader, may_see, sees_identity
from casework.domain.fields import DENUNCIATION, field
from casework.domain.numerals import write_count
from casework.domain.vocabulary import ReceptionHandling, RecordKind
from casework.domain.words import Words
from casework.reports.reception_book import Book, BookLine, render_book
from casework.statistics.scope import visible
from casework.store.database import Database
from casework.store.records import RECORDS

MOST = 5_000
"""Visits in one print at most; a longer span is to be printed in parts."""

_MARKED: Mapping[str, int] = {
    ReceptionHandling.ACCEPTED.value: 8,
    ReceptionHandling.RETURNED.value: 9,
    ReceptionHandling.FORWARDED.value: 10,
}
"""Column 8, 9 or 10 of the form by what was done (law-and-forms 2.2)."""


class BookTooLongError(ValueError):
    """More visits than one print may hold; the Vietnamese message says what to do."""


def reception_book(db: Database, reader: Reader, first: date, last: date, office: str) -> tuple[Book, bytes]:
    """The book from `first` to `last`, both included, and its PDF. Raises NoSuchRecordError, BookTooLongError."""
    kind = RecordKind.RECEPTION
    if not may_see(reader, kind):
        raise NoSuchRecordError
    table = RECORDS[kind]
    seen = visible(reader, kind, table.c.id)
    span = [table.c.opened_on >= first, table.c.opened_on <= last, *([] if seen is None else [seen])]
    with db.read() as session:
        count = session.scalar(select(func.count()).select_from(table).where(*span)) or 0
        if count > MOST:
            raise BookTooLongError(
                f"Từ ngày ấy có {write_count(count)} lượt tiếp, mỗi lần in nhiều nhất {write_count(MOST)}; "
                "hãy chia thành các khoảng ngày ngắn hơn."
            )
        query = select(table).where(*span).order_by(table.c.opened_on, table.c.id)
        named = sees_identity(reader, kind)
        lines = [_line(dict(row), named) for row in session.execute(query).mappings()]
    book = Book(office, first, last, lines)
    return book, render_book(book)


def _line(row: Mapping[str, Any], named: bool) -> BookLine:
    words = Words({}, {}, {})

    def said(name: str) -> str:
        return words.text(field(RecordKind.RECEPTION, name), row[name])

    secret = row["type"] == DENUNCIATION
    person = ", ".join(part for part in (said("person_name"), said("person_address")) if part)
    paper = f"Hồ sơ giấy: {said('paper_file')}" if row["paper_file"] else ""
    explained = said("handling") if row["handling"] == ReceptionHandling.EXPLAINED.value else ""
    return BookLine(
        row["opened_on"],
        "(không ghi người tố cáo)" if secret else person if named else "",
        said("person_id_number") if named and not secret else "",
        said("content"),
        f"{said('type')}/{said('people')} người",
        said("earlier_body"),
        _MARKED.get(row["handling"] or ""),
        "; ".join(part for part in (explained, said("follow_up")) if part),
        "; ".join(part for part in (paper, said("note")) if part),
    )
