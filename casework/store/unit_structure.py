"""Which unit of today stands for each unit: a small table that follows from the successors."""

from __future__ import annotations

from sqlalchemy import ForeignKey, delete, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from casework.domain.unit_structure import today_of
from casework.store.base import Base
from casework.store.catalogue_tables import Unit, UnitSuccessor
from casework.store.memory import reference_position, remembered


class UnitToday(Base):
    """A unit and the unit of today that stands for it; None where several took over."""

    __tablename__ = "unit_today"
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    today_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)


def refresh_units_today(session: Session) -> None:
    """Makes the table follow from the successors."""
    successors: dict[int, list[int]] = {}
    for unit_id, successor_id in session.execute(select(UnitSuccessor.unit_id, UnitSuccessor.successor_id)):
        successors.setdefault(unit_id, []).append(successor_id)
    units = session.scalars(select(Unit.id)).all()
    session.execute(delete(UnitToday))
    rows = [{"unit_id": unit, "today_id": now} for unit, now in today_of(successors, units).items()]
    if rows:
        session.execute(insert(UnitToday), rows)


def units_today(session: Session) -> dict[int, int | None]:
    """Unit → the unit of today that stands for it."""
    return remembered(session, ("units_today",), lambda: _read(session), reference_position)


def _read(session: Session) -> dict[int, int | None]:
    return {row.unit_id: row.today_id for row in session.execute(select(UnitToday.unit_id, UnitToday.today_id))}
