"""Bộ lọc đã lưu: questions of the work lists kept under a name, shared within the unit, told as a digest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from casework.domain.access import Reader
from casework.domain.work import DIGEST_LABELS, WorkQuery
from casework.statistics.digests import Digest, front_digests
from casework.store.database import Database
from casework.store.saved_filters import filters_of, question_of, written
from casework.store.work import SavedFilter

LONGEST_NAME = 100
MOST = 50


class SavedFilterError(ValueError):
    """A filter that is not kept; the Vietnamese message says why."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A saved filter as its reader sees it. `digest`: "" or when it goes out by e-mail (`DIGEST_LABELS`)."""

    id: int
    name: str
    query: WorkQuery
    own: bool
    shared: bool
    on_front: bool
    digest: str


def kept(db: Database, reader: Reader) -> list[Kept]:
    """The saved filters that `reader` may use: his own, and those shared within his unit."""
    with db.read() as session:
        return [
            Kept(row.id, row.name, query, row.user_id == reader.user_id, row.shared, row.on_front, row.digest)
            for row in filters_of(session, reader)
            if (query := question_of(row, reader.role)) is not None
        ]


def keep(
    db: Database, reader: Reader, name: str, query: WorkQuery, *, shared: bool, on_front: bool, digest: str
) -> None:
    """Keeps a question under a name; one of the same name gives way. Raises SavedFilterError."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise SavedFilterError(f"Hãy đặt tên bộ lọc, nhiều nhất {LONGEST_NAME} ký tự.")
    if digest not in DIGEST_LABELS:
        raise SavedFilterError("Hãy chọn lịch gửi trong danh sách.")
    if shared and reader.unit_id is None:
        raise SavedFilterError("Tài khoản không thuộc đơn vị nào nên không dùng chung bộ lọc được; hãy bỏ chọn mục ấy.")
    try:
        _keep(db, reader, name, query, shared=shared, on_front=on_front, digest=digest)
    except IntegrityError:
        raise SavedFilterError("Bộ lọc cùng tên vừa được lưu ở cửa sổ khác; hãy lưu lại.") from None


def _keep(
    db: Database, reader: Reader, name: str, query: WorkQuery, *, shared: bool, on_front: bool, digest: str
) -> None:
    with db.write() as session:
        row = session.scalars(
            select(SavedFilter).where(SavedFilter.user_id == reader.user_id, SavedFilter.name == name)
        ).first()
        if row is None:
            held = select(func.count()).select_from(SavedFilter).where(SavedFilter.user_id == reader.user_id)
            if (session.scalar(held) or 0) >= MOST:
                raise SavedFilterError(f"Đã có {MOST} bộ lọc; hãy xóa bớt bộ lọc không dùng nữa.")
            row = SavedFilter(user_id=reader.user_id, name=name)
            session.add(row)
        row.unit_id, row.parameters = reader.unit_id, written(query)
        row.shared, row.on_front, row.digest = shared, on_front, digest


def drop(db: Database, reader: Reader, filter_id: int) -> None:
    """Drops a saved filter of the reader's own; another's stays."""
    with db.write() as session:
        session.execute(delete(SavedFilter).where(SavedFilter.id == filter_id, SavedFilter.user_id == reader.user_id))


def digests(db: Database, reader: Reader, day: date) -> list[Digest]:
    """The digests that `reader` keeps on the first page."""
    with db.read() as session:
        return list(front_digests(session, reader, day))
