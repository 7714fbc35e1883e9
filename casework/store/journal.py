"""The journal: the truth. Append-only, hash-chained, in two parts (design.md, decision 2).

The chained part says which events of which records happened when, when they were recorded and by whom, with a salted
digest of each payload. The payload (what was set; personal data stands there) is a table apart, so that it can be
destroyed one day while the chain still verifies. The database refuses to change or remove any of it (triggers).
An entry is one act: one event of one record, or an import with all its events and one digest over them.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, DateTime, ForeignKey, Index, Integer, String, Text, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from casework.domain.destruction import PayloadKind
from casework.domain.events import Draft, Event
from casework.domain.fields import FIELDS, Field, Shape, Value
from casework.domain.items import ITEM_FIELDS, ItemKind
from casework.domain.vocabulary import EventName, RecordKind
from casework.store.base import Base, BigKey
from casework.store.database import insert_rows, portions

GENESIS = "0" * 64


class JournalEntry(Base):
    """One act, chained to the one before by its hash. `position` runs from 1 without gaps."""

    __tablename__ = "journal_entry"
    __table_args__ = (Index("ix_journal_entry_act", "act", "position"),)
    position: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    act: Mapped[str] = mapped_column(String(30))
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    actor_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    os_user: Mapped[str] = mapped_column(String(60))
    note: Mapped[str] = mapped_column(Text)
    event_count: Mapped[int] = mapped_column(Integer)
    digest: Mapped[str] = mapped_column(String(64))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class JournalEvent(Base):
    """One event of one record."""

    __tablename__ = "journal_event"
    __table_args__ = (
        Index("ix_journal_event_record", "record_id", "kind"),
        Index("ix_journal_event_kind", "kind", "position"),
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(BigKey)
    kind: Mapped[str] = mapped_column(String(20))
    record_id: Mapped[int] = mapped_column(BigKey)
    name: Mapped[str] = mapped_column(String(20))
    happened_on: Mapped[date] = mapped_column(Date)
    inferred: Mapped[bool] = mapped_column(Boolean)
    target: Mapped[int | None] = mapped_column(BigKey)
    payload_digest: Mapped[str] = mapped_column(String(64))


class JournalPayload(Base):
    """What an event set, with the salt of its digest."""

    __tablename__ = "journal_payload"
    event_id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    salt: Mapped[str] = mapped_column(String(32))
    payload: Mapped[str] = mapped_column(Text)


@dataclass(frozen=True, slots=True)
class Act:
    """Who does what, and when it is recorded (UTC). `note`: plain facts without personal data."""

    name: str
    actor_id: int
    os_user: str
    recorded_at: datetime
    note: str = ""


EventKind = RecordKind | ItemKind
"""What an event may be of: a record, or an item beside one."""

EventRow = tuple[int, str, int, str, date, bool, int | None, str, str, str]
"""id, kind, record_id, name, happened_on, inferred, target, payload_digest, salt, payload."""


def _encoder() -> Callable[[Mapping[str, Value]], str]:
    """Writes a payload: keys in order, days as ISO text. One encoder in C for all payloads, where Python has it."""
    plain = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=str)
    make: Any = getattr(json.encoder, "c_make_encoder", None)
    if make is None:
        return plain.encode
    text = json.encoder.encode_basestring
    chunks = make(None, str, text, None, ":", ",", True, False, True)
    return lambda changes: "".join(chunks(changes, 0))


_encode = _encoder()


def prepare_event(event_id: int, kind: EventKind | PayloadKind, record_id: int, draft: Draft) -> EventRow:
    """A draft with its payload written out, salted and digested; ready for `append`."""
    payload = _encode(draft.changes)
    salt = os.urandom(8).hex()
    digest = hashlib.sha256((salt + payload).encode()).hexdigest()
    return (
        event_id,
        kind.value,
        record_id,
        draft.name.value,
        draft.happened_on,
        draft.inferred,
        draft.target,
        digest,
        salt,
        payload,
    )


def _event_line(row: Sequence[Any]) -> str:
    event_id, kind, record_id, name, happened_on, inferred, target, digest = row[:8]
    return f"{event_id}|{kind}|{record_id}|{name}|{happened_on}|{int(inferred)}|{target or ''}|{digest}"


def batch_digest(rows: Iterable[Sequence[Any]]) -> str:
    """SHA-256 over the chained parts of a batch of events, in their order."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(_event_line(row).encode())
        digest.update(b"\n")
    return digest.hexdigest()


def entry_hash(previous: str, position: int, entry: Sequence[object]) -> str:
    """The hash of an entry: over that of the one before, its position and its chained columns."""
    return hashlib.sha256("|".join([previous, str(position), *map(str, entry)]).encode()).hexdigest()


def moment_text(moment: datetime) -> str:
    """An instant as the chain writes it: UTC, to the microsecond, whichever database it comes from."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="microseconds")


def last_position(session: Session) -> int:
    """The position of the newest entry; 0 for an empty journal."""
    return session.scalar(select(func.max(JournalEntry.position))) or 0


def position_before(session: Session, moment: datetime) -> int:
    """The position of the newest entry recorded before a moment (the journal runs with time); 0 for none."""
    query = select(JournalEntry.position).where(JournalEntry.recorded_at < moment)
    return session.scalar(query.order_by(JournalEntry.position.desc()).limit(1)) or 0


def positions_of(session: Session, act: str) -> frozenset[int]:
    """The positions of all entries of one act."""
    return frozenset(session.scalars(select(JournalEntry.position).where(JournalEntry.act == act)))


def lock(session: Session) -> None:
    """Makes this transaction the only writer of the journal until it ends."""
    if session.connection().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(7300124)"))


def append(session: Session, act: Act, rows: Sequence[EventRow], digest: str | None = None) -> int:
    """Writes one entry with its events and returns its position. `digest`: that of `rows` when known already."""
    lock(session)
    newest = session.execute(
        select(JournalEntry.position, JournalEntry.hash).order_by(JournalEntry.position.desc()).limit(1)
    ).first()
    position, previous = (newest[0] + 1, newest[1]) if newest else (1, GENESIS)
    digest = digest or batch_digest(rows)
    chained = (act.name, moment_text(act.recorded_at), act.actor_id, act.os_user, act.note, len(rows), digest)
    session.add(
        JournalEntry(
            position=position,
            act=act.name,
            recorded_at=act.recorded_at,
            actor_id=act.actor_id,
            os_user=act.os_user,
            note=act.note,
            event_count=len(rows),
            digest=digest,
            previous_hash=previous,
            hash=entry_hash(previous, position, chained),
        )
    )
    session.flush()
    columns = (
        "id",
        "kind",
        "record_id",
        "name",
        "happened_on",
        "inferred",
        "target",
        "payload_digest",
        "position",
    )
    table, payloads = JournalEvent.__table__, JournalPayload.__table__
    insert_rows(session, table, columns, ((*row[:8], position) for row in rows))  # type: ignore[arg-type]
    insert_rows(session, payloads, ("event_id", "salt", "payload"), ((r[0], r[8], r[9]) for r in rows))  # type: ignore[arg-type]
    return position


def _dates(fields: Iterable[Field]) -> frozenset[str]:
    return frozenset(f.name for f in fields if f.shape is Shape.DATE)


DATE_FIELDS: Mapping[RecordKind | ItemKind, frozenset[str]] = {
    **{kind: _dates(fields) for kind, fields in FIELDS.items()},
    **{kind: _dates(fields) for kind, fields in ITEM_FIELDS.items()},
}


def read_payload(kind: EventKind, payload: str) -> dict[str, Value]:
    """The changes that a payload tells, dates as dates."""
    raw: dict[str, Value] = json.loads(payload)
    for name in DATE_FIELDS[kind] & raw.keys():
        if isinstance(raw[name], str):
            raw[name] = date.fromisoformat(str(raw[name]))
    return raw


def _histories(session: Session, kind: EventKind, condition: Any) -> Iterator[tuple[int, Event]]:
    query = (
        select(
            JournalEvent.record_id,
            JournalEvent.id,
            JournalEvent.position,
            JournalEvent.name,
            JournalEvent.happened_on,
            JournalEvent.inferred,
            JournalEvent.target,
            JournalPayload.payload,
        )
        .join(JournalPayload, JournalPayload.event_id == JournalEvent.id)
        .where(JournalEvent.kind == kind.value, condition)
        .order_by(JournalEvent.record_id, JournalEvent.id)
    )
    for row in session.execute(query):
        changes = read_payload(kind, row.payload)
        yield (
            row.record_id,
            Event(row.id, row.position, EventName.of(row.name), row.happened_on, changes, row.inferred, row.target),
        )


def history(session: Session, kind: EventKind, record_id: int) -> list[Event]:
    """All events of a record or an item, oldest first."""
    return [event for _id, event in _histories(session, kind, JournalEvent.record_id == record_id)]


def histories(session: Session, kind: EventKind, record_ids: Sequence[int]) -> dict[int, list[Event]]:
    """All events of some records, by record."""
    found: dict[int, list[Event]] = {}
    for portion in portions(record_ids):
        for record_id, event in _histories(session, kind, JournalEvent.record_id.in_(portion)):
            found.setdefault(record_id, []).append(event)
    return found


def all_histories(session: Session, kind: EventKind) -> Iterator[tuple[int, list[Event]]]:
    """Every record's events, one record at a time."""
    record, events = None, list[Event]()
    for record_id, event in _histories(session, kind, JournalEvent.id > 0):
        if record is not None and record_id != record:
            yield record, events
            events = []
        record = record_id
        events.append(event)
    if record is not None:
        yield record, events
