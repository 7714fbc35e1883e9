"""Exporting a list: every record that it counts, with all the fields that the reader may see, without a cap."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from casework.domain.access import NoSuchRecordError, Reader, may_see, visible_fields
from casework.domain.fields import Field, Shape, field
from casework.domain.vocabulary import RecordKind
from casework.domain.words import Words
from casework.domain.workflow import STATES, state_label
from casework.reports import streamed_csv
from casework.reports.streamed_sheet import Value, workbook
from casework.statistics.labels import load_labels
from casework.statistics.list_counting import count_listed
from casework.statistics.list_query import ListQuery, listing_of
from casework.statistics.listing import stream
from casework.statistics.rules import load_rules
from casework.store.database import Database


class CutShortError(RuntimeError):
    """Not as many rows came as were counted: the file is broken off, so that nobody takes it for whole."""


@dataclass(frozen=True, slots=True)
class Export:
    """A list for a spreadsheet: the heading, its rows as they are read from the database, how many there are.

    Count and rows are of one state of the database. `rows` holds that state until it is read to its end or closed.
    """

    heading: tuple[str, ...]
    rows: Generator[tuple[Value, ...]]
    total: int


def export(db: Database, reader: Reader, query: ListQuery) -> Export:
    """Every record of a list with all the fields that `reader` may see, as text, streamed without a cap.

    Raises NoSuchRecordError, UnknownFigureError before the first row.
    """
    return _export(db, reader, query, _as_text)


def export_csv(db: Database, reader: Reader, query: ListQuery, bare: bool = False) -> tuple[Iterator[str], int]:
    """The same as a CSV file, sent while it is made, and its number of rows; `bare` as in `streamed_csv.lines`. Raises
    as `export`."""
    found = _export(db, reader, query, _as_text)
    return streamed_csv.lines(found.heading, found.rows, bare), found.total


def export_workbook(db: Database, reader: Reader, query: ListQuery) -> tuple[Iterator[bytes], int]:
    """The same as a workbook, sent while it is made, with numbers as numbers and days as days; and its number of rows.

    Raises as `export`.
    """
    found = _export(db, reader, query, _as_value)
    return workbook(query.kind.label, found.heading, found.rows), found.total


Write = Callable[[Any], Value]


def _export(db: Database, reader: Reader, query: ListQuery, how: Callable[[Words, Field], Write]) -> Export:
    if not may_see(reader, query.kind):
        raise NoSuchRecordError
    names = visible_fields(reader, query.kind)
    rows = _exported(db, reader, query, names, how)
    total = next(rows)[0]
    extra = ("Hạn được tính", "Trạng thái") if STATES[query.kind] is not None else ()
    heading = tuple(field(query.kind, name).label for name in names) + extra
    return Export(heading, rows, int(str(total)))


def _exported(
    db: Database, reader: Reader, query: ListQuery, names: Sequence[str], how: Callable[[Words, Field], Write]
) -> Generator[tuple[Value, ...]]:
    """First the number of rows alone, then the rows."""
    kind = query.kind
    with db.read_apart() as session:
        listing = listing_of(query, reader, load_rules(session))
        labels = load_labels(session)
        words = Words(labels.units, labels.sessions, labels.council_resolutions)
        writers = [(name, how(words, field(kind, name))) for name in names]
        due = how(words, _DUE)
        total = count_listed(session, listing)
        yield (total,)
        for row in stream(session, listing, names):
            found = row._mapping
            cells = [write(found[name]) for name, write in writers]
            if STATES[kind] is not None:
                cells += [due(found["fact_due_on"]), state_label(kind, found["fact_state"])]
            yield tuple(cells)
            total -= 1
    if total:
        raise CutShortError(f"{total} rows are missing")


def _as_text(words: Words, what: Field) -> Write:
    """As the screen writes it, but counts bare, for a spreadsheet may take 2.058 for two."""
    return _bare if what.shape is Shape.COUNT else words.writer(what)


def _as_value(words: Words, what: Field) -> Write:
    """Numbers and days as such, the rest as the screen writes it."""
    return _same if what.shape in (Shape.COUNT, Shape.DATE) else words.writer(what)


def _bare(value: Any) -> str:
    return "" if value is None else str(value)


def _same(value: Any) -> Value:
    found: Value = value
    return found


_DUE = field(RecordKind.PETITION, "stated_due_on")
