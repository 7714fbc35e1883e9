"""Rows of sign-in: sessions known by the hash of their token, and counted attempts. Moments are UTC."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from casework.store.account_tables import SignInAttempt, User, UserSession
from casework.store.database import Database

KEPT = timedelta(days=30)
TOUCH_WAIT_MS = 100


def digest(text: str) -> str:
    """SHA-256 (hex) of a token or a key: what the database keeps instead of it."""
    return hashlib.sha256(text.encode()).hexdigest()


def utc(moment: datetime) -> datetime:
    """A moment as the database gives it back, with its zone: SQLite keeps UTC without saying so."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class FoundSession:
    """A session that has not ended, and its account."""

    user_id: int
    username: str
    full_name: str
    role: str
    unit_id: int | None
    started_at: datetime
    seen_at: datetime


_USER, _SESSION = User.__table__, UserSession.__table__
_STANDING_SESSION = (
    select(
        _USER.c.id,
        _USER.c.username,
        _USER.c.full_name,
        _USER.c.role,
        _USER.c.unit_id,
        _SESSION.c.started_at,
        _SESSION.c.seen_at,
    )
    .join(_USER, _USER.c.id == _SESSION.c.user_id)
    .where(
        _SESSION.c.token_hash == bindparam("digest"),
        _SESSION.c.ended_at.is_(None),
        _SESSION.c.generation == _USER.c.generation,
        _USER.c.active,
    )
)
"""Made once: it is asked on every request."""


def find_session(session: Session, token: str) -> FoundSession | None:
    """The session of a token, unless it was ended or its account was closed or told to end all sessions: one query."""
    row = session.connection().execute(_STANDING_SESSION, {"digest": digest(token)}).first()
    if row is None:
        return None
    return FoundSession(row[0], row[1], row[2], row[3], row[4], utc(row[5]), utc(row[6]))


def open_session(session: Session, user: User, token: str, now: datetime) -> None:
    """Adds a session for `user`, and drops that user's long-dead ones."""
    session.execute(delete(UserSession).where(UserSession.user_id == user.id, UserSession.started_at < now - KEPT))
    session.add(
        UserSession(token_hash=digest(token), user_id=user.id, generation=user.generation, started_at=now, seen_at=now)
    )
    session.flush()


def end_session(session: Session, token: str, now: datetime) -> int | None:
    """Ends the session of a token; the account's id, or None when there was none to end."""
    row = session.get(UserSession, digest(token))
    if row is None or row.ended_at is not None:
        return None
    row.ended_at = now
    return row.user_id


def touch_session(database: Database, token: str, now: datetime) -> None:
    """Notes that a session was in use, in a transaction of its own; skipped when someone else is writing just now."""
    statement = update(UserSession).where(UserSession.token_hash == digest(token)).values(seen_at=now)
    waiting = database.dialect == "sqlite"
    with database.engine.connect() as connection:
        try:
            if waiting:
                connection.exec_driver_sql(f"PRAGMA busy_timeout={TOUCH_WAIT_MS}")
            connection.execute(statement)
            connection.commit()
        except OperationalError:
            connection.rollback()
        finally:
            if waiting:
                connection.exec_driver_sql("PRAGMA busy_timeout=20000")
                connection.rollback()


def count_attempt(session: Session, key: str, now: datetime, window: timedelta) -> int:
    """Counts one try under `key` and returns how many fell into the running window, this one included."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.window_at < now - window))
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    fresh = insert(SignInAttempt).values(key=digest(key), window_at=now, count=1)
    session.execute(fresh.on_conflict_do_update(index_elements=["key"], set_={"count": SignInAttempt.count + 1}))
    return session.scalar(select(SignInAttempt.count).where(SignInAttempt.key == digest(key))) or 0


def forget_attempts(session: Session, key: str) -> None:
    """Forgets the tries counted under `key`."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.key == digest(key)))
