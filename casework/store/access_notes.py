"""Acts about accounts, noted: who, when, what; never a password, a token, a name.

What changes an account stands in the journal. Signing in and out, and what was refused, stands in the access log.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.domain.access import Reader
from casework.domain.accounts import AccountAct
from casework.domain.reading import AccessAct, Reading
from casework.store import access_log, journal
from casework.store.account_tables import User
from casework.store.journal import JournalEntry
from casework.store.throttle import utc


def note_access(session: Session, act: AccessAct, actor: Reader, now: datetime, what: str = "") -> None:
    """Notes a sign-in or what is like it in the access log, in the caller's transaction."""
    access_log.append(session, [Reading(act, what=what)], actor.user_id, actor.os_user, now)


def about(user_id: int, untold: bool = False) -> str:
    """The words of a note that say which account it is about. `untold`: the account's history leaves it out."""
    return f"tài khoản {user_id}" + (" (không hiện ở lịch sử tài khoản)" if untold else "")


def note_account(
    session: Session, act: AccountAct, actor: Reader, now: datetime, user_id: int | None = None, more: str = ""
) -> None:
    """Notes an act about an account (or about all: None) in the journal, in the caller's transaction: an entry
    without events. `more`: what else there is to say, without personal data."""
    note = "; ".join(part for part in (about(user_id) if user_id is not None else "", more) if part)
    journal.append(session, journal.Act(act.value, actor.user_id, actor.os_user, now, note), [])


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An act about an account, as its history tells it; `at` is UTC."""

    at: datetime
    act: AccountAct
    by: str
    more: str


def account_history(session: Session, user_id: int, limit: int) -> list[AccountLine]:
    """The newest acts about an account, newest first."""
    whose = about(user_id)
    query = (
        select(JournalEntry.recorded_at, JournalEntry.act, User.full_name, JournalEntry.note)
        .join(User, User.id == JournalEntry.actor_id)
        .where(
            JournalEntry.act.in_([act.value for act in AccountAct]),
            or_(JournalEntry.note == whose, JournalEntry.note.startswith(whose + ";")),
        )
        .order_by(JournalEntry.position.desc())
        .limit(limit)
    )
    return [
        AccountLine(utc(at), AccountAct.of(act), by, note.removeprefix(whose).removeprefix("; "))
        for at, act, by, note in session.execute(query)
    ]
