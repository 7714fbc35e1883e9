"""Exporting a list: every record that it counts, with all the fields that the reader may see, without a cap."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from casework.domain.access import NoSuchRecordError, Reader, may_see, visible_fields
from casework.domain.fields import Field, Shape, field
from casework.domain.vocabulary import RecordKind
from casework.domain.words import Words
from casework.domain.workflow import STATES, state_label
from casework.statistics.labels import load_labels
from casework.statistics.list_conditions import Listing
from casework.statistics.list_query import ListQuery, listing_of
from casework.statistics.listing import count_listed, stream
from casework.statistics.rules import load_rules
from casework.store.database import Database


@dataclass(frozen=True, slots=True)
class Export:
    """A list for a spreadsheet: the heading, its rows as they are read from the database, how many there are."""

    heading: tuple[str, ...]
    rows: Iterator[tuple[str, ...]]
    total: int


def export(db: Database, reader: Reader, query: ListQuery) -> Export:
    """Every record of a list with all the fields that `reader` may see, streamed without a cap.

    Raises NoSuchRecordError, UnknownFigureError before the first row.
    """
    if not may_see(reader, query.kind):
        raise NoSuchRecordError
    names = visible_fields(reader, query.kind)
    stated = STATES[query.kind] is not None
    with db.read() as session:
        listing = listing_of(query, reader, load_rules(session))
        labels = load_labels(session)
        total = count_listed(session, listing)
    words = Words(labels.units, labels.sessions, labels.council_resolutions)
    extra = ("Hạn được tính", "Trạng thái") if stated else ()
    heading = tuple(field(query.kind, name).label for name in names) + extra
    return Export(heading, _exported(db, listing, names, words, stated), total)


def _exported(
    db: Database, listing: Listing, names: Sequence[str], words: Words, stated: bool
) -> Iterator[tuple[str, ...]]:
    writers = [(name, _writer(words, field(listing.kind, name))) for name in names]
    with db.read() as session:
        for row in stream(session, listing, names):
            found = row._mapping
            cells = [write(found[name]) for name, write in writers]
            if stated:
                due = found["fact_due_on"]
                cells += [words.text(_DUE, due), state_label(listing.kind, found["fact_state"])]
            yield tuple(cells)


def _writer(words: Words, what: Field) -> Callable[[Any], str]:
    """How an export writes a field: as the screen does, but counts bare, for a spreadsheet may take 2.058 for two."""
    return _bare if what.shape is Shape.COUNT else words.writer(what)


def _bare(value: Any) -> str:
    return "" if value is None else str(value)


_DUE = field(RecordKind.PETITION, "stated_due_on")
