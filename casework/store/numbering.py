"""Register numbers that the system gives: one series an office, pattern and year, counted up in the record's own
transaction, so that an undone entry leaves no gap; numbers that an imported register took already are passed over."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.domain.vocabulary import RecordKind
from casework.store.records import RECORDS
from casework.store.series import NumberSeries, next_number


def _series(office_id: int, pattern: str, day: date) -> tuple[str, str]:
    prefix = pattern.format(day=day, number=0).rstrip("0")
    return f"{office_id}:{prefix}", prefix


def _highest(session: Session, kind: RecordKind, office_id: int, prefix: str) -> int:
    """The highest number that a register of the office holds under `prefix`; 0 for none."""
    table = RECORDS[kind]
    held = select(table.c.code).where(table.c.office_id == office_id, table.c.code.startswith(prefix, autoescape=True))
    tails = (str(code)[len(prefix) :] for code in session.scalars(held))
    return max((int(tail) for tail in tails if tail.isdecimal()), default=0)


def _taken(session: Session, kind: RecordKind, office_id: int, code: str) -> bool:
    table = RECORDS[kind]
    held = select(func.count()).where(table.c.office_id == office_id, table.c.code == code)
    return bool(session.scalar(held))


def peek_code(session: Session, kind: RecordKind, office_id: int, pattern: str, day: date) -> str:
    """The number that the next record would get; another entry may take it first."""
    series, prefix = _series(office_id, pattern, day)
    row = session.get(NumberSeries, (series, day.year))
    code = pattern.format(day=day, number=row.next_number if row else 1)
    if _taken(session, kind, office_id, code):
        code = pattern.format(day=day, number=_highest(session, kind, office_id, prefix) + 1)
    return code


def take_code(session: Session, kind: RecordKind, office_id: int, pattern: str, day: date) -> str:
    """The next number, taken in this transaction."""
    series, prefix = _series(office_id, pattern, day)
    code = pattern.format(day=day, number=next_number(session, series, day.year))
    if _taken(session, kind, office_id, code):
        row = session.get_one(NumberSeries, (series, day.year))
        row.next_number = _highest(session, kind, office_id, prefix) + 1
        session.flush()
        code = pattern.format(day=day, number=next_number(session, series, day.year))
    return code
