"""Counted tries: in the database, so that all workers count together and a restart forgets nothing.

A key names what is limited (a name, a place, a device) and is kept as its digest only. Moments are UTC.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import case, delete, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from casework.store.account_tables import SignInAttempt

SWEPT_AFTER = timedelta(days=1)


def digest(text: str) -> str:
    """SHA-256 (hex) of a token or a key: what the database keeps instead of it."""
    return hashlib.sha256(text.encode()).hexdigest()


def utc(moment: datetime) -> datetime:
    """A moment as the database gives it back, with its zone: SQLite keeps UTC without saying so."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Tried(NamedTuple):
    """What counting a try found: seconds to wait (0: go on), and whether it is the first one that must wait."""

    wait: int
    first: bool


def count_try(session: Session, limits: Mapping[str, int], now: datetime, window: timedelta) -> Tried:
    """Counts one try under each key; whoever has more under one than its number in the window must wait.

    A window begins with its first try and ends `window` later, however often it is tried meanwhile.
    """
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    over = SignInAttempt.window_at < now - window
    wait, first = timedelta(), False
    present = literal(now, SignInAttempt.window_at.type)
    for key in sorted(limits):
        fresh = insert(SignInAttempt).values(key=digest(key), window_at=now, count=1)
        again = {
            "count": case((over, 1), else_=SignInAttempt.count + 1),
            "window_at": case((over, present), else_=SignInAttempt.window_at),
        }
        session.execute(fresh.on_conflict_do_update(index_elements=["key"], set_=again))
        query = select(SignInAttempt.count, SignInAttempt.window_at).where(SignInAttempt.key == digest(key))
        count, begun = session.execute(query).one()
        if count > limits[key]:
            wait = max(wait, utc(begun) + window - now, timedelta(seconds=1))
            first = first or count == limits[key] + 1
    return Tried(-(-wait // timedelta(seconds=1)), first)


def forget_tries(session: Session, key: str, now: datetime) -> None:
    """Forgets the tries counted under `key`, and those of everybody that are over a day old."""
    old = SignInAttempt.window_at < now - SWEPT_AFTER
    session.execute(delete(SignInAttempt).where((SignInAttempt.key == digest(key)) | old))


def forgive_try(session: Session, key: str) -> None:
    """Takes back one try counted under `key`: it was no wrong one."""
    fewer = update(SignInAttempt).where(SignInAttempt.key == digest(key), SignInAttempt.count > 0)
    session.execute(fewer.values(count=SignInAttempt.count - 1))
