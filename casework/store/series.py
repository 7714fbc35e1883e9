"""Series of numbers: ids of records and events, reserved in blocks, and register numbers without gaps."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from casework.store.base import Base, BigKey
from casework.store.journal import lock


class IdBlock(Base):
    """The next free id of a series; ids are reserved in blocks, gaps mean nothing."""

    __tablename__ = "id_block"
    series: Mapped[str] = mapped_column(String(30), primary_key=True)
    next_id: Mapped[int] = mapped_column(BigKey)


class NumberSeries(Base):
    """The next register number of a series in a year: without gaps, counted up in the record's own transaction."""

    __tablename__ = "number_series"
    series: Mapped[str] = mapped_column(String(60), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    next_number: Mapped[int]


def reserve(session: Session, series: str, count: int) -> int:
    """Reserves `count` ids of a series and returns the first."""
    block = session.get(IdBlock, series, with_for_update=True)
    if block is None:
        block = IdBlock(series=series, next_id=1)
        session.add(block)
    first = block.next_id
    block.next_id = first + count
    session.flush()
    return first


def next_number(session: Session, series: str, year: int) -> int:
    """The next register number of a series in a year, taken in this transaction: no gap when it is undone."""
    lock(session)
    row = session.get(NumberSeries, (series, year), with_for_update=True)
    if row is None:
        row = NumberSeries(series=series, year=year, next_number=1)
        session.add(row)
    number = row.next_number
    row.next_number = number + 1
    session.flush()
    return number
