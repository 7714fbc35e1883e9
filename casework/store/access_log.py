"""The access log: who read, printed and exported what. Append-only and hash-chained like the journal, but a chain of
its own: reading changes no figure, so the journal's position, under which answers are remembered, stays where it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, DateTime, ForeignKey, Index, Integer, String, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from casework.domain.reading import WHAT_LIMIT, AccessAct, Reading
from casework.domain.vocabulary import RecordKind
from casework.store.account_tables import User
from casework.store.base import Base, BigKey
from casework.store.chain import ChainFault
from casework.store.journal import GENESIS, entry_hash, moment_text


class AccessEntry(Base):
    """One reading, chained to the one before by its hash. `position` runs from 1 without gaps."""

    __tablename__ = "access_entry"
    __table_args__ = (
        Index("ix_access_entry_record", "kind", "record_id"),
        Index("ix_access_entry_reader", "reader_id", "position"),
    )
    position: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    read_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    reader_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    os_user: Mapped[str] = mapped_column(String(60))
    act: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(20))
    record_id: Mapped[int | None] = mapped_column(BigKey)
    row_count: Mapped[int | None] = mapped_column(Integer)
    what: Mapped[str] = mapped_column(String(WHAT_LIMIT))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of the log; `read_at` is UTC, `kind` None where the reading was of no register."""

    position: int
    read_at: datetime
    person: str
    username: str
    act: AccessAct
    kind: RecordKind | None
    record_id: int | None
    row_count: int | None
    what: str


def lock(session: Session) -> None:
    """Makes this transaction the only writer of the log until it ends; the journal's writers do not wait for it."""
    if session.connection().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(7300125)"))


def _chained(entry: AccessEntry) -> tuple[object, ...]:
    return (
        moment_text(entry.read_at),
        entry.reader_id,
        entry.os_user,
        entry.act,
        entry.kind,
        entry.record_id,
        entry.row_count,
        entry.what,
    )


def append(session: Session, readings: Sequence[Reading], reader_id: int, os_user: str, read_at: datetime) -> None:
    """Writes an entry for each reading, in their order."""
    lock(session)
    newest = session.execute(
        select(AccessEntry.position, AccessEntry.hash).order_by(AccessEntry.position.desc()).limit(1)
    ).first()
    position, previous = newest or (0, GENESIS)
    for reading in readings:
        position += 1
        entry = AccessEntry(
            position=position,
            read_at=read_at,
            reader_id=reader_id,
            os_user=os_user,
            act=reading.act.value,
            kind=reading.kind.value if reading.kind else "",
            record_id=reading.record_id,
            row_count=reading.rows,
            what=reading.what[:WHAT_LIMIT],
            previous_hash=previous,
        )
        entry.hash = previous = entry_hash(previous, position, _chained(entry))
        session.add(entry)
    session.flush()


def verify_access(session: Session) -> Iterator[ChainFault]:
    """Every place where the log does not match its own hashes. A log that was cut off at its end verifies: its head
    is compared with what was noted elsewhere (`store.heads`)."""
    previous, expected = GENESIS, 1
    for entry in session.scalars(select(AccessEntry).order_by(AccessEntry.position)):
        if entry.position != expected:
            yield ChainFault(entry.position, f"nhật ký truy cập thiếu mục số {expected}")
        if entry.previous_hash != previous or entry.hash != entry_hash(previous, entry.position, _chained(entry)):
            yield ChainFault(entry.position, "mã băm của mục nhật ký truy cập không khớp")
        previous, expected = entry.hash, entry.position + 1


def count_lines(session: Session, conditions: Sequence[ColumnElement[bool]]) -> int:
    """How many entries meet all conditions (over `AccessEntry`)."""
    return session.scalar(select(func.count()).select_from(AccessEntry).where(*conditions)) or 0


def lines(
    session: Session, conditions: Sequence[ColumnElement[bool]], offset: int = 0, limit: int | None = None
) -> list[ReadLine]:
    """The entries that meet all conditions, newest first."""
    query = (
        select(AccessEntry, User.full_name, User.username)
        .join(User, User.id == AccessEntry.reader_id)
        .where(*conditions)
        .order_by(AccessEntry.position.desc())
        .offset(offset)
        .limit(limit)
    )
    return [
        ReadLine(
            entry.position,
            entry.read_at,
            full_name,
            username,
            AccessAct.of(entry.act),
            RecordKind.of(entry.kind) if entry.kind else None,
            entry.record_id,
            entry.row_count,
            entry.what,
        )
        for entry, full_name, username in session.execute(query)
    ]
