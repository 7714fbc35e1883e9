"""What people say of a check that does not hold: signed by name, never changed, each written with a journal entry.

A note belongs to what was seen (`seen`, the digest of both sides and of the records that stand wrong): when that
changes, the note shows as outdated. `scope_key`: for which readers it was written, since others see other numbers.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import DateTime, ForeignKey, Index, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from casework.store.account_tables import User
from casework.store.base import Base, BigKey
from casework.store.journal import Act, append


class CheckNote(Base):
    """One note of one person on one check of one question; `position`: its entry in the journal."""

    __tablename__ = "check_note"
    __table_args__ = (Index("ix_check_note_question", "check_code", "first_on", "as_of"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    check_code: Mapped[str] = mapped_column(String(80))
    first_on: Mapped[date]
    as_of: Mapped[date]
    known: Mapped[int | None] = mapped_column(BigKey)
    scope_key: Mapped[str] = mapped_column(String(80))
    seen: Mapped[str] = mapped_column(String(64))
    arithmetic: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    signed_as: Mapped[str] = mapped_column(String(200))
    written_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    position: Mapped[int] = mapped_column(BigKey, unique=True)


@dataclass(frozen=True, slots=True)
class NewNote:
    """What is to be noted: of which check and question, what was seen, the text, and the name that signs."""

    check_code: str
    first_on: date
    as_of: date
    known: int | None
    scope_key: str
    seen: str
    arithmetic: str
    body: str
    signed_as: str


def add_note(session: Session, note: NewNote, actor_id: int, os_user: str, now: datetime) -> int:
    """Keeps a note and returns its id. The journal's entry holds the digest of the text, not the text."""
    digest = hashlib.sha256(f"{note.signed_as}\n{note.seen}\n{note.body}".encode()).hexdigest()
    told = f"{note.check_code} {note.first_on.isoformat()}..{note.as_of.isoformat()} sha256:{digest}"
    position = append(session, Act("check_note", actor_id, os_user, now, told), [])
    row = CheckNote(
        check_code=note.check_code,
        first_on=note.first_on,
        as_of=note.as_of,
        known=note.known,
        scope_key=note.scope_key,
        seen=note.seen,
        arithmetic=note.arithmetic,
        body=note.body,
        author_id=actor_id,
        signed_as=note.signed_as,
        written_at=now,
        position=position,
    )
    session.add(row)
    session.flush()
    return row.id


def notes_of(session: Session, first_on: date, as_of: date, scope_key: str) -> dict[str, list[CheckNote]]:
    """The notes on the checks of one period and day, by check, the newest first."""
    query = select(CheckNote).where(
        CheckNote.first_on == first_on, CheckNote.as_of == as_of, CheckNote.scope_key == scope_key
    )
    found: dict[str, list[CheckNote]] = {}
    for row in session.scalars(query.order_by(CheckNote.id.desc())):
        found.setdefault(row.check_code, []).append(row)
    return found


def name_of_account(session: Session, user_id: int) -> str:
    """The full name of an account. Raises LookupError where there is none."""
    name = session.scalar(select(User.full_name).where(User.id == user_id))
    if name is None:
        raise LookupError(f"account {user_id}")
    return name
