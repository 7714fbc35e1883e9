"""Which units keep their own books since when, and when their returns are due: settings with a day and a basis."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.access import Act, NoSuchRecordError, Reader, require
from casework.domain.events import ALWAYS
from casework.domain.forms import FormDefinition
from casework.domain.returns import OWED_PERIODS, ReturnError, ReturnRules
from casework.store import journal
from casework.store.catalogue_tables import Unit
from casework.store.database import Database
from casework.store.returns import OwnBookRow, load_return_rules, save_return_rules

MOST_DAYS = 60


@dataclass(frozen=True, slots=True)
class BookLine:
    """A unit that keeps its own books: of which forms (codes; () all of them), from and to which day, and why."""

    id: int
    unit_id: int
    unit: str
    forms: tuple[str, ...]
    first_on: date
    last_on: date | None
    basis: str


@dataclass(frozen=True, slots=True)
class Books:
    """Who keeps which books, what has been withdrawn, when returns are due."""

    lines: tuple[BookLine, ...]
    rules: ReturnRules


def books(db: Database, reader: Reader) -> Books:
    """The units that keep their own books, by name. Raises ForbiddenError."""
    require(reader.role, Act.RETURNS)
    with db.read() as session:
        query = (
            select(OwnBookRow, Unit.name)
            .join(Unit, Unit.id == OwnBookRow.unit_id)
            .where(OwnBookRow.known_to == ALWAYS)
            .order_by(Unit.name_sort, OwnBookRow.first_on, OwnBookRow.id)
        )
        lines = tuple(
            BookLine(row.id, row.unit_id, name, tuple(row.forms.split()), row.first_on, row.last_on, row.basis)
            for row, name in session.execute(query)
        )
        return Books(lines, load_return_rules(session))


def keep_own_books(
    db: Database,
    reader: Reader,
    unit_id: int,
    forms: Collection[str],
    first_on: date,
    basis: str,
    known: Collection[FormDefinition],
    now: datetime,
) -> None:
    """From `first_on` a unit keeps its own books of `forms` (codes; none: all). Raises ReturnError, ForbiddenError."""
    require(reader.role, Act.DECIDE_RETURN)
    if not basis.strip():
        raise ReturnError("Hãy ghi căn cứ: văn bản hoặc lý do đơn vị giữ sổ riêng.")
    strange = set(forms) - {one.code for one in known}
    if strange:
        raise ReturnError(f"Không có biểu mang số hiệu {', '.join(sorted(strange))}; hãy chọn trong danh sách.")
    with db.write() as session:
        journal.lock(session)
        unit = session.get(Unit, unit_id)
        if unit is None:
            raise ReturnError("Hãy chọn đơn vị trong danh sách.")
        standing = session.scalars(
            select(OwnBookRow).where(OwnBookRow.unit_id == unit_id, OwnBookRow.known_to == ALWAYS)
        ).all()
        if any(_overlaps(row, forms, first_on) for row in standing):
            raise ReturnError(
                f"{unit.name} đã được ghi là giữ sổ riêng các biểu ấy; hãy kết thúc dòng cũ trước khi ghi dòng mới."
            )
        told = {"own_book": {"unit": unit_id, "forms": sorted(forms), "from": first_on.isoformat()}}
        position = _tell(session, reader, told, now)
        session.add(
            OwnBookRow(
                unit_id=unit_id,
                forms=" ".join(sorted(forms)),
                first_on=first_on,
                last_on=None,
                basis=basis.strip()[:300],
                known_from=position,
                known_to=ALWAYS,
            )
        )


def _overlaps(row: OwnBookRow, forms: Collection[str], first_on: date) -> bool:
    same = not row.forms or not forms or bool(set(row.forms.split()) & set(forms))
    return same and (row.last_on is None or row.last_on >= first_on)


def end_own_books(db: Database, reader: Reader, book_id: int, last_on: date, now: datetime) -> None:
    """The unit keeps these books until `last_on`; earlier returns stay. Raises ReturnError, NoSuchRecordError."""
    require(reader.role, Act.DECIDE_RETURN)
    with db.write() as session:
        journal.lock(session)
        row = session.get(OwnBookRow, book_id)
        if row is None or row.known_to != ALWAYS:
            raise NoSuchRecordError
        if last_on < row.first_on - timedelta(days=1):
            raise ReturnError("Ngày kết thúc phải từ ngày bắt đầu trở đi.")
        told = {"own_book": {"unit": row.unit_id, "ended": row.id, "to": last_on.isoformat()}}
        position = _tell(session, reader, told, now)
        row.known_to = position
        if last_on >= row.first_on:
            session.add(
                OwnBookRow(
                    unit_id=row.unit_id,
                    forms=row.forms,
                    first_on=row.first_on,
                    last_on=last_on,
                    basis=row.basis,
                    known_from=position,
                    known_to=ALWAYS,
                )
            )


def set_rules(db: Database, reader: Reader, due_days: int, periods: Collection[str], now: datetime) -> None:
    """Sets when returns are due and for which periods. Raises ReturnError, ForbiddenError."""
    require(reader.role, Act.DECIDE_RETURN)
    if not 0 <= due_days <= MOST_DAYS:
        raise ReturnError(f"Hạn nộp là số ngày từ 0 đến {MOST_DAYS} sau ngày cuối kỳ.")
    names = [rule.name for rule in OWED_PERIODS if rule.name in periods]
    if not names or len(names) != len(set(periods)):
        raise ReturnError("Hãy chọn ít nhất một kỳ báo cáo trong danh sách.")
    with db.write() as session:
        _tell(session, reader, {"return_rules": {"due_days": due_days, "periods": names}}, now)
        save_return_rules(session, due_days, names)


def _tell(session: Session, reader: Reader, told: object, now: datetime) -> int:
    note = json.dumps(told, ensure_ascii=False)
    return journal.append(session, journal.Act("reference", reader.user_id, reader.os_user, now, note), [])
