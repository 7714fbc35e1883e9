"""Walking along a list: the record before and the one after, though the one in hand has meanwhile left the list.

The walk is taken when a record is opened from a list; at each step it is asked anew whether the reader may see the
next one, and what he may not see is passed over without a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from casework.domain.access import Reader, level
from casework.domain.access_levels import Level
from casework.domain.vocabulary import RecordKind
from casework.domain.work import WorkQuery
from casework.statistics.list_query import ListQuery, listing_of
from casework.statistics.listing import list_page
from casework.statistics.rules import load_rules
from casework.statistics.scope import visible
from casework.statistics.work_lines import line_page
from casework.store.database import Database, brief_writing
from casework.store.records import RECORDS
from casework.store.work import Reference, keep_walk, walk_of

LONGEST = 500
"""How many records a walk holds."""
AROUND = 25
"""How many of them are asked for when the next one that may be seen is looked for."""


@dataclass(frozen=True, slots=True)
class Step:
    """A record that the walk leads to: `at` is its place in it, from 0."""

    kind: RecordKind
    record_id: int
    at: int


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a reader stands in a walk: `at` from 0 of `length`; `back`: the address of the list it came from."""

    id: int
    at: int
    length: int
    back: str
    before: Step | None
    after: Step | None


def walk_work(
    db: Database, reader: Reader, query: WorkQuery, row: int, here: Reference, back: str, *, on: date, now: datetime
) -> tuple[int, int] | None:
    """Begins a walk along a work list at its line number `row` (from 0); (walk, place in it), or None: see `_begin`."""
    first = max(0, row - LONGEST // 2)
    with db.read() as session:
        found = line_page(session, reader, query, on, first, LONGEST)
    references = list(dict.fromkeys((line.kind, line.record_id) for line in found))
    return _begin(db, reader, references, here, back, now)


def walk_register(
    db: Database, reader: Reader, query: ListQuery, row: int, here: Reference, back: str, *, now: datetime
) -> tuple[int, int] | None:
    """Begins a walk along the list of a register at its row number `row` (from 0)."""
    first = max(0, row - LONGEST // 2)
    with db.read() as session:
        listing = listing_of(query, reader, load_rules(session))
        found = list_page(session, listing, (), first, LONGEST)
    return _begin(db, reader, [(query.kind, line[0]) for line in found], here, back, now)


def _begin(
    db: Database, reader: Reader, references: Sequence[Reference], here: Reference, back: str, now: datetime
) -> tuple[int, int] | None:
    """Keeps the walk. None where the record does not stand in the list any more, or where somebody is writing so long
    (an import) that opening a record would have to wait: it is then opened without a walk."""
    if here not in references:
        return None
    try:
        with brief_writing(db) as session:
            return keep_walk(session, reader.user_id, back, references, now), references.index(here)
    except OperationalError:
        return None


def walk_at(db: Database, reader: Reader, walk_id: int, at: int, here: Reference) -> Walk | None:
    """Where the reader stands at place `at` of his walk; None where that is not this record, or the walk not his."""
    with db.read() as session:
        found = walk_of(session, reader.user_id, walk_id)
        if found is None or not 0 <= at < len(found[1]) or found[1][at] != here:
            return None
        back, references = found
        low, high = max(0, at - AROUND), min(len(references), at + AROUND + 1)
        seen: set[Reference] = set()
        for kind in dict.fromkeys(kind for kind, _id in references[low:high]):
            if level(reader, kind) < Level.LIST:
                continue
            table = RECORDS[kind]
            ids = [record_id for other, record_id in references[low:high] if other is kind]
            query = select(table.c.id).where(table.c.id.in_(ids))
            condition = visible(reader, kind, table.c.id)
            seen |= {(kind, key) for key in session.scalars(query if condition is None else query.where(condition))}

    def first_seen(places: Sequence[int]) -> Step | None:
        return next((Step(*references[place], place) for place in places if references[place] in seen), None)

    before, after = first_seen(range(at - 1, low - 1, -1)), first_seen(range(at + 1, high))
    return Walk(walk_id, at, len(references), back, before, after)
