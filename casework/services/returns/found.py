"""Finding a return for a reader: his unit's own, or any of them for who makes totals of them; else there is none."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.access import Act, NoSuchRecordError, Reader, may
from casework.store.returns import UnitReturn
from casework.store.unit_structure import UnitToday


def own_units(session: Session, reader: Reader) -> frozenset[int]:
    """The unit of the reader and those that it alone took over."""
    if reader.unit_id is None or not may(reader.role, Act.FILE_RETURN):
        return frozenset()
    before = session.scalars(select(UnitToday.unit_id).where(UnitToday.today_id == reader.unit_id))
    return frozenset({reader.unit_id, *before})


def sees_all(reader: Reader) -> bool:
    """Whether the reader sees the returns of every unit."""
    return may(reader.role, Act.RETURNS)


def acts_for(session: Session, reader: Reader, unit_id: int) -> bool:
    """Whether the reader may draft and file for a unit: the secretariat for any, a unit for itself."""
    if not may(reader.role, Act.FILE_RETURN):
        return False
    return sees_all(reader) or unit_id in own_units(session, reader)


def return_of(session: Session, reader: Reader, return_id: int) -> UnitReturn:
    """The return with this id. Raises NoSuchRecordError for one that is another unit's, as for none."""
    found = session.get(UnitReturn, return_id)
    if found is None or not (sees_all(reader) or found.unit_id in own_units(session, reader)):
        raise NoSuchRecordError
    return found
