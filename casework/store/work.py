"""What stands beside the work lists: saved filters, walks along a list, bulk acts with their rows, runs of the timer.

None of it holds a text of a record. What a bulk act did to records stands in the journal; its rows say between which
positions, so that it can be taken back.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import DateTime, ForeignKey, Index, String, Text, UniqueConstraint, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from casework.domain.vocabulary import RecordKind
from casework.store.base import Base, BigKey

Moment = DateTime(timezone=True)

WALKS_KEPT = timedelta(days=7)
"""How long a walk along a list can be gone on with."""


class SavedFilter(Base):
    """Bộ lọc đã lưu of a person; `shared`: the colleagues of his unit see it too.

    `parameters`: of the address of a work list. `digest`: "" (none), "daily", or the number of a weekday from 1
    (Monday) to 7, on which it goes out by e-mail; `on_front`: shown on the first page.
    """

    __tablename__ = "saved_filter"
    __table_args__ = (UniqueConstraint("user_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    parameters: Mapped[str] = mapped_column(Text)
    shared: Mapped[bool]
    on_front: Mapped[bool]
    digest: Mapped[str] = mapped_column(String(10))


class ListWalk(Base):
    """A walk along a list: the records that stood around the one that was opened, in the order of the list."""

    __tablename__ = "list_walk"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    made_at: Mapped[datetime] = mapped_column(Moment, index=True)
    back: Mapped[str] = mapped_column(String(2000))
    refs: Mapped[str] = mapped_column(Text)


class Bulk(Base):
    """Xử lý hàng loạt: one act of one person on many records. `code`: of the act; no value that was typed is kept."""

    __tablename__ = "bulk_act"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(60))
    label: Mapped[str] = mapped_column(String(200))
    token: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(Moment)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)


class BulkRow(Base):
    """One record of a bulk act: done between two journal positions, or refused; and what became of taking it back."""

    __tablename__ = "bulk_row"
    bulk_id: Mapped[int] = mapped_column(ForeignKey("bulk_act.id"), primary_key=True)
    record_id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    first_position: Mapped[int | None] = mapped_column(BigKey)
    last_position: Mapped[int | None] = mapped_column(BigKey)
    refusal: Mapped[str] = mapped_column(String(500))
    undone: Mapped[bool]
    undo_refusal: Mapped[str] = mapped_column(String(500))


class JobRun(Base):
    """A thing that the timer does once a day, and has done: what runs twice does nothing the second time."""

    __tablename__ = "job_run"
    __table_args__ = (Index("ix_job_run_done_on", "done_on"),)
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    done_on: Mapped[date] = mapped_column(primary_key=True)
    done_at: Mapped[datetime] = mapped_column(Moment)


def first_run(session: Session, name: str, on: date, now: datetime) -> bool:
    """Whether `name` has not been done on the day `on`; it counts as done from here on, in this transaction."""
    if session.get(JobRun, (name, on), with_for_update=True) is not None:
        return False
    session.add(JobRun(name=name, done_on=on, done_at=now))
    session.flush()
    return True


Reference = tuple[RecordKind, int]
"""A record: its kind and its id."""


def keep_walk(session: Session, user_id: int, back: str, references: Sequence[Reference], now: datetime) -> int:
    """Keeps a walk along these records and drops those that nobody may go on with; returns its id."""
    session.execute(delete(ListWalk).where(ListWalk.made_at < now - WALKS_KEPT))
    refs = json.dumps([[kind.value, record_id] for kind, record_id in references], separators=(",", ":"))
    walk = ListWalk(user_id=user_id, made_at=now, back=back, refs=refs)
    session.add(walk)
    session.flush()
    return walk.id


def walk_of(session: Session, user_id: int, walk_id: int) -> tuple[str, list[Reference]] | None:
    """Where a walk of this person came from, and its records; None where he has none of that id."""
    walk = session.get(ListWalk, walk_id)
    if walk is None or walk.user_id != user_id:
        return None
    return walk.back, [(RecordKind.of(kind), int(record_id)) for kind, record_id in json.loads(walk.refs)]
