"""The ends of the two chained logs, and the hash at any of their entries."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.anchors import ACCESS, JOURNAL, Head
from casework.store.access_log import AccessEntry
from casework.store.journal import GENESIS, JournalEntry

LOGS: Mapping[str, type[JournalEntry] | type[AccessEntry]] = {JOURNAL: JournalEntry, ACCESS: AccessEntry}


def head_of(session: Session, log: str) -> Head:
    """The newest entry's position and hash; the chain's beginning for an empty log."""
    entry = LOGS[log]
    newest = session.execute(select(entry.position, entry.hash).order_by(entry.position.desc()).limit(1)).first()
    return Head(newest[0], newest[1]) if newest else Head(0, GENESIS)


def hash_at(session: Session, log: str, position: int) -> str | None:
    """The hash that the entry at a position bears; None where there is none."""
    entry = LOGS[log]
    return session.scalar(select(entry.hash).where(entry.position == position))
