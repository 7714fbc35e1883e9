"""Thông báo: what a person is told in the application, and what he has read of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, update

from casework.domain.access import NoSuchRecordError, Reader
from casework.domain.notices import NOTICE_LABELS, NoticeName
from casework.domain.vocabulary import RecordKind
from casework.statistics.notices import count_unread, own_and_seen
from casework.statistics.work_titles import about_records
from casework.store.database import Database
from casework.store.notices import Notice
from casework.store.throttle import utc

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice in words. `title`: what its record is called."""

    id: int
    label: str
    kind: RecordKind
    record_id: int
    title: str
    made_at: datetime
    due_on: date | None
    read: bool


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A page of a person's notices, newest first."""

    lines: tuple[NoticeLine, ...]
    total: int
    unread: int
    page: int
    pages: int


def unread(db: Database, reader: Reader) -> int:
    """How many notices wait for `reader`."""
    with db.read() as session:
        return count_unread(session, reader)


def notice_page(db: Database, reader: Reader, page: int) -> NoticePage:
    """A page of the notices of `reader`, those of records that he may not see any more left out."""
    with db.read() as session:
        mine = own_and_seen(reader)
        total = int(session.scalar(select(func.count()).select_from(Notice).where(mine)) or 0)
        pages = max(1, -(-total // PAGE_SIZE))
        page = min(page, pages)
        query = select(Notice).where(mine).order_by(Notice.id.desc()).offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE)
        found = session.scalars(query).all()
        about = about_records(session, [(RecordKind.of(one.of_kind), one.of_id) for one in found])
        waiting = count_unread(session, reader)
        lines = tuple(
            NoticeLine(
                one.id,
                NOTICE_LABELS[NoticeName(one.name)],
                kind := RecordKind.of(one.of_kind),
                one.of_id,
                about[kind, one.of_id].title,
                utc(one.made_at),
                one.due_on,
                one.read_at is not None,
            )
            for one in found
        )
    return NoticePage(lines, total, waiting, page, pages)


def read_notice(db: Database, reader: Reader, notice_id: int, now: datetime) -> tuple[RecordKind, int]:
    """Marks a notice as read and says which record it is of. Raises NoSuchRecordError for one that is not his."""
    with db.write() as session:
        one = session.scalars(select(Notice).where(Notice.id == notice_id, own_and_seen(reader))).first()
        if one is None:
            raise NoSuchRecordError
        one.read_at = one.read_at or now
        return RecordKind.of(one.of_kind), one.of_id


def read_all(db: Database, reader: Reader, up_to: int, now: datetime) -> int:
    """Marks every notice of `reader` up to the id `up_to` as read; returns how many were not."""
    with db.write() as session:
        query = update(Notice).where(
            Notice.recipient_id == reader.user_id, Notice.id <= up_to, Notice.read_at.is_(None)
        )
        changed = session.execute(query.values(read_at=now))
        return int(changed.rowcount)  # type: ignore[attr-defined]
