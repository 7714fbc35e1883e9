"""The digest of a saved filter: how many lines it has now and which come first, as its reader may see them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from casework.domain.access import Reader
from casework.domain.work import WorkQuery
from casework.statistics.work_lines import count_lines, line_page
from casework.statistics.work_titles import ToldLine, told_lines
from casework.store.saved_filters import filters_of, question_of
from casework.store.work import SavedFilter

FIRST_LINES = 5


@dataclass(frozen=True, slots=True)
class Digest:
    """A saved filter with its number of lines and the first of them."""

    id: int
    name: str
    query: WorkQuery
    own: bool
    total: int
    lines: tuple[ToldLine, ...]


def digest_of(session: Session, reader: Reader, row: SavedFilter, day: date) -> Digest | None:
    """The digest of one saved filter; None where the reader's role may not ask its question."""
    query = question_of(row, reader.role)
    if query is None:
        return None
    total = count_lines(session, reader, query, day)
    lines = told_lines(session, line_page(session, reader, query, day, 0, FIRST_LINES), day) if total else []
    return Digest(row.id, row.name, query, row.user_id == reader.user_id, total, tuple(lines))


def front_digests(session: Session, reader: Reader, day: date) -> Iterator[Digest]:
    """The digests that a person keeps on the first page."""
    for row in filters_of(session, reader):
        if row.on_front and row.user_id == reader.user_id:
            found = digest_of(session, reader, row, day)
            if found is not None:
                yield found
