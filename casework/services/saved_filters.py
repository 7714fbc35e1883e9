"""Bộ lọc đã lưu: questions of the work lists and of the registers' lists kept under a name, shared within the unit.

Those of the work lists are told as a digest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from casework.domain.access import Reader, may_see
from casework.domain.vocabulary import RecordKind
from casework.domain.work import DIGEST_LABELS, WorkQuery
from casework.statistics.digests import Digest, front_digests
from casework.store.database import Database
from casework.store.saved_filters import filters_of, list_of, question_of, written, written_list
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


@dataclass(frozen=True, slots=True)
class KeptList:
    """A saved list of a register. `parameters`: of its address."""

    id: int
    name: str
    parameters: Mapping[str, str]
    own: bool
    shared: bool


def kept_lists(db: Database, reader: Reader, kind: RecordKind) -> list[KeptList]:
    """The saved lists of a register that `reader` may use: his own, and those shared within his unit."""
    if not may_see(reader, kind):
        return []
    with db.read() as session:
        return [
            KeptList(row.id, row.name, asked[1], row.user_id == reader.user_id, row.shared)
            for row in filters_of(session, reader)
            if (asked := list_of(row)) is not None and asked[0] is kind
        ]


def keep_list(
    db: Database, reader: Reader, name: str, kind: RecordKind, parameters: Mapping[str, str], *, shared: bool
) -> None:
    """Keeps a register's list under a name; a filter of the same name gives way. Raises SavedFilterError."""
    _keep_checked(db, reader, name, written_list(kind, parameters), shared=shared, on_front=False, digest="")


def keep(
    db: Database, reader: Reader, name: str, query: WorkQuery, *, shared: bool, on_front: bool, digest: str
) -> None:
    """Keeps a question under a name; one of the same name gives way. Raises SavedFilterError."""
    _keep_checked(db, reader, name, written(query), shared=shared, on_front=on_front, digest=digest)


def _keep_checked(
    db: Database, reader: Reader, name: str, asked: str, *, shared: bool, on_front: bool, digest: str
) -> None:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise SavedFilterError(f"Hãy đặt tên bộ lọc, nhiều nhất {LONGEST_NAME} ký tự.")
    if digest not in DIGEST_LABELS:
        raise SavedFilterError("Hãy chọn lịch gửi trong danh sách.")
    if shared and reader.unit_id is None:
        raise SavedFilterError("Tài khoản không thuộc đơn vị nào nên không dùng chung bộ lọc được; hãy bỏ chọn mục ấy.")
    try:
        _keep(db, reader, name, asked, shared=shared, on_front=on_front, digest=digest)
    except IntegrityError:
        raise SavedFilterError("Bộ lọc cùng tên vừa được lưu ở cửa sổ khác; hãy lưu lại.") from None


def _keep(db: Database, reader: Reader, name: str, asked: str, *, shared: bool, on_front: bool, digest: str) -> None:
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
        row.unit_id, row.parameters = reader.unit_id, asked
        row.shared, row.on_front, row.digest = shared, on_front, digest


def drop(db: Database, reader: Reader, filter_id: int) -> None:
    """Drops a saved filter of the reader's own; another's stays."""
    with db.write() as session:
        session.execute(delete(SavedFilter).where(SavedFilter.id == filter_id, SavedFilter.user_id == reader.user_id))


def digests(db: Database, reader: Reader, day: date) -> list[Digest]:
    """The digests that `reader` keeps on the first page."""
    with db.read() as session:
        return list(front_digests(session, reader, day))
