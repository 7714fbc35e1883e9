"""Declared figures (số công bố): a value with its source and period, without members, apart from all others."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.store.base import Base, BigKey


class DeclaredFigure(Base):
    """One published number: `measure` is the catalogue's code when its label is known, else empty."""

    __tablename__ = "declared_figure"
    __table_args__ = (UniqueConstraint("measure", "label", "period_label", "known_to"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(String(60))
    label: Mapped[str] = mapped_column(String(200))
    period_label: Mapped[str] = mapped_column(String(100))
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]
    value: Mapped[int]
    source: Mapped[str] = mapped_column(String(500))
    known_from: Mapped[int] = mapped_column(BigKey)
    known_to: Mapped[int] = mapped_column(BigKey)
