"""Telling who read what: entries of the access log, written before a value is shown; who has read a record; the log.

A door that shows a sensitive record, prints or exports calls `note` first; when the log cannot be written nothing is
shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from casework.domain.access import Act, NoSuchRecordError, Reader, may_see, require
from casework.domain.reading import AccessAct, Reading, told_filters
from casework.domain.text import sort_key
from casework.domain.vocabulary import RecordKind
from casework.statistics.catalogue import Dimension
from casework.statistics.filters import key_label
from casework.statistics.labels import Labels, load_labels
from casework.statistics.list_conditions import DIMENSIONS
from casework.statistics.list_query import ListQuery, measured
from casework.statistics.members import measure_of
from casework.statistics.scope import sees_record
from casework.store import access_log
from casework.store.access_log import AccessEntry, ReadLine
from casework.store.account_tables import User
from casework.store.database import Database

__all__ = ["LogPage", "LogQuery", "ReadLine", "access_log_page", "listed", "note", "readers_of"]

LINES = 50


def note(db: Database, reader: Reader, readings: Sequence[Reading], now: datetime) -> None:
    """Tells the log that `reader` is about to be shown this; one entry a reading, in a transaction of its own."""
    if readings:
        with db.write() as session:
            access_log.append(session, readings, reader.user_id, reader.os_user, now)


def listed(db: Database, query: ListQuery, rows: int, act: AccessAct) -> list[Reading]:
    """The reading of a list of `rows` records, or its export, with its filters but no word that somebody typed."""
    with db.read() as session:
        labels = load_labels(session)
    known = {one.code: one for one in DIMENSIONS[query.kind]}
    cell = {known[name].label: _in_words(known[name], key, labels) for name, key in query.cell.items() if name in known}
    figure = measure_of(measured(query.figure)).label if query.figure else ""
    return [Reading(act, query.kind, None, rows, told_filters(figure, cell, bool(query.search.strip())))]


def _in_words(dimension: Dimension, key: str, labels: Labels) -> str:
    """A key in words where a list has it; what was typed into an address might name a person, and is not kept."""
    if dimension.term is None and dimension.keys in ("text", "month"):
        return "(đã chọn)"
    name = key_label(labels, dimension, key)
    return "(đã chọn)" if name == key else name


def readers_of(db: Database, reader: Reader, kind: RecordKind, record_id: int) -> list[ReadLine]:
    """Who opened, printed or took files of a record, newest first. Raises ForbiddenError, NoSuchRecordError."""
    with db.read() as session:
        if not (may_see(reader, kind) and sees_record(session, reader, kind, record_id)):
            raise NoSuchRecordError
        require(reader.role, Act.READERS)
        return access_log.lines(session, [AccessEntry.kind == kind.value, AccessEntry.record_id == record_id])


@dataclass(frozen=True, slots=True)
class LogQuery:
    """What is asked of the log; None and "" ask for all. `since`, `until`: moments, the second one left out."""

    username: str = ""
    act: AccessAct | None = None
    kind: RecordKind | None = None
    record_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class LogPage:
    """A page of the log, newest first. `people`: (username, name) of everybody who stands in it."""

    lines: tuple[ReadLine, ...]
    total: int
    page: int
    pages: int
    people: tuple[tuple[str, str], ...]


def access_log_page(db: Database, reader: Reader, query: LogQuery) -> LogPage:
    """A page of the access log. Raises ForbiddenError for whoever is not its auditor."""
    require(reader.role, Act.ACCESS_LOG)
    conditions = _conditions(query)
    with db.read() as session:
        readers = select(User.username, User.full_name).where(User.id.in_(select(AccessEntry.reader_id)))
        people = sorted(((u, n) for u, n in session.execute(readers)), key=lambda one: (sort_key(one[1]), one[0]))
        total = access_log.count_lines(session, conditions)
        pages = max(1, -(-total // LINES))
        page = min(query.page, pages)
        found = access_log.lines(session, conditions, (page - 1) * LINES, LINES)
    return LogPage(tuple(found), total, page, pages, tuple(people))


def _conditions(query: LogQuery) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if query.username:
        found.append(AccessEntry.reader_id.in_(select(User.id).where(User.username == query.username)))
    if query.act:
        found.append(AccessEntry.act == query.act.value)
    if query.kind:
        found.append(AccessEntry.kind == query.kind.value)
    if query.record_id is not None:
        found.append(AccessEntry.record_id == query.record_id)
    if query.since:
        found.append(AccessEntry.read_at >= query.since)
    if query.until:
        found.append(AccessEntry.read_at < query.until)
    return found
