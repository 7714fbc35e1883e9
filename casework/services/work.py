"""Reading the work lists: a page of one, how many stand in each, what its filters offer. Nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.access import Reader, level
from casework.domain.access_levels import Level
from casework.domain.text import sort_key
from casework.domain.vocabulary import RecordKind
from casework.domain.work import WORK_KINDS, Whose, WorkList, WorkQuery, usual_query
from casework.statistics.labels import load_labels
from casework.statistics.work_lines import counts, counts_by_unit, line_page
from casework.statistics.work_titles import ToldLine, told_lines
from casework.store.account_tables import User
from casework.store.catalogue_tables import Subject
from casework.store.database import Database

PAGE_SIZE = 50

Pair = tuple[str, str]
"""What an address holds, and what people read."""


@dataclass(frozen=True, slots=True)
class ListCount:
    """A work list and how many lines stand in it."""

    query: WorkQuery
    count: int


@dataclass(frozen=True, slots=True)
class WorkPage:
    """A page of a work list. `first`: the number of its first line, from 0; `lists`: all with their counts."""

    query: WorkQuery
    rows: tuple[ToldLine, ...]
    total: int
    page: int
    pages: int
    first: int
    lists: tuple[ListCount, ...]
    kinds: tuple[Pair, ...]
    units: tuple[Pair, ...]
    persons: tuple[Pair, ...]
    subjects: tuple[str, ...]


def work_page(db: Database, reader: Reader, query: WorkQuery, day: date) -> WorkPage:
    """A page of the list that `query` asks for, as of `day`; a page beyond the last is the last."""
    with db.read() as session:
        counted = counts(session, reader, query, day)
        total = counted[query.list]
        pages = max(1, -(-total // PAGE_SIZE))
        page = min(query.page, pages)
        first = (page - 1) * PAGE_SIZE
        rows = told_lines(session, line_page(session, reader, query, day, first, PAGE_SIZE), day)
        units = _units(session, reader, query, day) if query.whose is not Whose.ME else ()
        persons = _persons(session, reader) if query.whose is not Whose.ME else ()
        subjects = tuple(dict.fromkeys(session.scalars(select(Subject.name).order_by(Subject.id))))
    kinds = tuple((k.value, k.label) for k in RecordKind if level(reader, k) >= Level.LIST and k in WORK_KINDS)
    return WorkPage(
        query,
        tuple(rows),
        total,
        page,
        pages,
        first,
        _lists(query, counted),
        kinds,
        units,
        persons,
        subjects,
    )


def _units(session: Session, reader: Reader, query: WorkQuery, day: date) -> tuple[Pair, ...]:
    """The units that have something to do in one of the lists, and the one that is asked for, in the usual order."""
    having = {str(unit) for unit in (*counts_by_unit(session, reader, query, day), query.unit_id) if unit is not None}
    return tuple((key, label) for key, label in load_labels(session).units.items() if key in having)


def _lists(query: WorkQuery, counted: Mapping[WorkList, int]) -> tuple[ListCount, ...]:
    return tuple(ListCount(query.other(which), counted[which]) for which in WorkList)


def _persons(session: Session, reader: Reader) -> tuple[Pair, ...]:
    """The people whose work may be asked for: of the reader's unit, or of all units where he looks at the whole."""
    query = select(User.id, User.full_name).where(User.active, User.unit_id.is_not(None))
    if reader.unit_id is not None:
        query = query.where(User.unit_id == reader.unit_id)
    found = [(str(row[0]), row[1]) for row in session.execute(query)]
    return tuple(sorted(found, key=lambda pair: sort_key(pair[1])))


def front_lists(db: Database, reader: Reader, day: date) -> tuple[ListCount, ...]:
    """Each work list of the reader's role with its count, for the first page; () for a role without work lists."""
    query = usual_query(reader.role)
    if query is None:
        return ()
    with db.read() as session:
        return _lists(query, counts(session, reader, query, day))
