"""Proving the journal: its entries, events and payloads against its own hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.destruction import PayloadKind
from casework.domain.items import ItemKind
from casework.domain.vocabulary import RecordKind
from casework.store.destroying import Destruction
from casework.store.journal import (
    GENESIS,
    JournalEntry,
    JournalEvent,
    JournalPayload,
    batch_digest,
    entry_hash,
    moment_text,
)


@dataclass(frozen=True, slots=True)
class ChainFault:
    """Where the chain breaks, and how."""

    position: int
    message: str


def verify_chain(session: Session) -> Iterator[ChainFault]:
    """Every place where the journal does not match its own hashes: entries, events, payloads."""
    previous, expected = GENESIS, 1
    for entry in session.scalars(select(JournalEntry).order_by(JournalEntry.position)):
        if entry.position != expected:
            yield ChainFault(entry.position, f"thiếu mục nhật ký số {expected}")
        chained = (
            entry.act,
            moment_text(entry.recorded_at),
            entry.actor_id,
            entry.os_user,
            entry.note,
            entry.event_count,
            entry.digest,
        )
        if entry.previous_hash != previous or entry.hash != entry_hash(previous, entry.position, chained):
            yield ChainFault(entry.position, "mã băm của mục nhật ký không khớp")
        previous, expected = entry.hash, entry.position + 1
        yield from _verify_events(session, entry)


def _digest(salt: str, payload: str) -> str:
    return hashlib.sha256((salt + payload).encode()).hexdigest()


def _replacement(session: Session, event_id: int) -> str | None:
    """The chained digest of what stands in the place of a destroyed payload; None where none was destroyed."""
    query = (
        select(JournalEvent.payload_digest)
        .join(Destruction, Destruction.replacement_id == JournalEvent.id)
        .where(Destruction.event_id == event_id, Destruction.position == JournalEvent.position)
        .where(JournalEvent.kind == PayloadKind.REPLACEMENT.value, JournalEvent.target == event_id)
    )
    return session.scalar(query.order_by(Destruction.replacement_id.desc()).limit(1))


KINDS = tuple(kind.value for kind in (*RecordKind, *ItemKind, *PayloadKind))
"""The index leads by kind; an event that bears none of these is missed, so that its entry does not add up."""


def _verify_events(session: Session, entry: JournalEntry) -> Iterator[ChainFault]:
    query = (
        select(
            JournalEvent.id,
            JournalEvent.kind,
            JournalEvent.record_id,
            JournalEvent.name,
            JournalEvent.happened_on,
            JournalEvent.inferred,
            JournalEvent.target,
            JournalEvent.payload_digest,
            JournalPayload.salt,
            JournalPayload.payload,
        )
        .outerjoin(JournalPayload, JournalPayload.event_id == JournalEvent.id)
        .where(JournalEvent.kind.in_(KINDS), JournalEvent.position == entry.position)
        .order_by(JournalEvent.id)
    )
    rows = session.execute(query).all()
    if len(rows) != entry.event_count or batch_digest(tuple(r) for r in rows) != entry.digest:
        yield ChainFault(entry.position, "các sự kiện của mục nhật ký đã bị thay đổi")
    for row in rows:
        if row.payload is None:
            yield ChainFault(entry.position, f"nội dung của sự kiện {row.id} không còn")
        elif (held := _digest(row.salt, row.payload)) != row.payload_digest and held != _replacement(session, row.id):
            yield ChainFault(entry.position, f"nội dung của sự kiện {row.id} đã bị thay đổi")
