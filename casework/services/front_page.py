"""What the first page of an officer shows: how many were entered today, and what was entered last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.access import LOG, Reader, may, may_see
from casework.domain.events import OPENING
from casework.domain.vocabulary import EventName, RecordKind
from casework.domain.words import titled
from casework.statistics.scope import visible
from casework.store.database import Database
from casework.store.entry_lookups import logged_since
from casework.store.journal import JournalEntry, JournalEvent
from casework.store.records import RECORDS

LOGGED = "log"
"""The act of entering a record by hand, as the journal names it."""


@dataclass(frozen=True, slots=True)
class Counter:
    """How many records of a kind were entered by hand since the day began."""

    kind: RecordKind
    count: int


@dataclass(frozen=True, slots=True)
class Recent:
    """A record that was entered or handled lately by the reader."""

    kind: RecordKind
    id: int
    title: str
    event: str
    recorded_at: datetime


def counters(db: Database, reader: Reader, since: datetime) -> list[Counter]:
    """For each kind that `reader` may enter: how many were entered since `since` (the day's first moment)."""
    kinds = [kind for kind in RecordKind if may(reader.role, LOG[kind])]
    with db.read() as session:
        entered = JournalEvent.record_id
        return [
            Counter(kind, logged_since(session, kind, LOGGED, since, visible(reader, kind, entered))) for kind in kinds
        ]


def recent(db: Database, reader: Reader, limit: int) -> list[Recent]:
    """The records that `reader` entered or handled last by hand, newest first, each once."""
    query = (
        select(JournalEvent.kind, JournalEvent.record_id, JournalEvent.name, JournalEntry.recorded_at)
        .join(JournalEntry, JournalEntry.position == JournalEvent.position)
        .where(
            JournalEntry.actor_id == reader.user_id,
            JournalEntry.act != "import",
            JournalEvent.kind.in_([kind.value for kind in RecordKind]),
        )
        .order_by(JournalEvent.id.desc())
        .limit(limit * 5)
    )
    found: dict[tuple[RecordKind, int], tuple[str, datetime]] = {}
    with db.read() as session:
        for row in session.execute(query):
            kind = RecordKind.of(row.kind)
            if may_see(reader, kind):
                found.setdefault((kind, row.record_id), (row.name, row.recorded_at))
        titles = _titles(session, reader, list(found))
        kept = [item for item in found.items() if item[0] in titles][:limit]
    return [
        Recent(kind, record_id, titles[kind, record_id], _event(name), recorded_at)
        for (kind, record_id), (name, recorded_at) in kept
    ]


def _event(name: str) -> str:
    opening = {event.value for event in OPENING.values()}
    return "Vào sổ" if name in opening else EventName.of(name).label


def _titles(
    session: Session, reader: Reader, keys: Sequence[tuple[RecordKind, int]]
) -> dict[tuple[RecordKind, int], str]:
    """The titles of those of some records that `reader` may see now."""
    titles: dict[tuple[RecordKind, int], str] = {}
    for kind in dict.fromkeys(kind for kind, _id in keys):
        table = RECORDS[kind]
        columns = [table.c.id, table.c.opened_on, *([table.c.code] if "code" in table.c else [])]
        ids = [record_id for other, record_id in keys if other is kind]
        seen = visible(reader, kind, table.c.id)
        query = select(*columns).where(table.c.id.in_(ids))
        for row in session.execute(query if seen is None else query.where(seen)):
            opened: date = row.opened_on
            titles[kind, row.id] = titled(kind, row._mapping.get("code"), opened)
    return titles
