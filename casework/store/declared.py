"""Declared figures (số công bố): a value with its source and period, without members, apart from all others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import String, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from casework.domain.declaring import PUBLISHED
from casework.domain.events import ALWAYS
from casework.store.base import Base, BigKey
from casework.store.journal import Act, append


class DeclaredFigure(Base):
    """One published number: `measure` is the catalogue's code when its label is known, else empty.

    `kind`: published (số công bố), or opening (số dư đầu kỳ: what was open when the period began).
    """

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
    kind: Mapped[str] = mapped_column(String(20), default=PUBLISHED)
    known_from: Mapped[int] = mapped_column(BigKey)
    known_to: Mapped[int] = mapped_column(BigKey)


@dataclass(frozen=True, slots=True)
class Declaration:
    """A figure as somebody declares it: `measure` is the catalogue's code, "" when its label names none."""

    measure: str
    label: str
    period_label: str
    first_on: date | None
    last_on: date | None
    value: int
    source: str
    kind: str = PUBLISHED


def declare(session: Session, declarations: Sequence[Declaration], act: Act) -> int:
    """Records declared figures, closing older ones of the same label and period; returns how many were new."""
    fresh = [one for one in declarations if not _stands(session, one)]
    if not fresh:
        return 0
    position = append(session, act, [])
    for one in fresh:
        older = update(DeclaredFigure).where(
            DeclaredFigure.label == one.label,
            DeclaredFigure.period_label == one.period_label,
            DeclaredFigure.known_to == ALWAYS,
        )
        session.execute(older.values(known_to=position))
        session.add(
            DeclaredFigure(
                measure=one.measure,
                label=one.label,
                period_label=one.period_label,
                first_on=one.first_on,
                last_on=one.last_on,
                value=one.value,
                source=one.source,
                kind=one.kind,
                known_from=position,
                known_to=ALWAYS,
            )
        )
    session.flush()
    return len(fresh)


def withdraw(session: Session, declared_id: int, act: Act) -> int:
    """Lets a declared figure hold no longer, from a new journal entry on; it is kept. Returns the entry's position."""
    position = append(session, act, [])
    closing = update(DeclaredFigure).where(DeclaredFigure.id == declared_id, DeclaredFigure.known_to == ALWAYS)
    session.execute(closing.values(known_to=position))
    session.flush()
    return position


def _stands(session: Session, one: Declaration) -> bool:
    query = select(DeclaredFigure.id).where(
        DeclaredFigure.label == one.label,
        DeclaredFigure.period_label == one.period_label,
        DeclaredFigure.value == one.value,
        DeclaredFigure.source == one.source,
        DeclaredFigure.kind == one.kind,
        DeclaredFigure.measure == one.measure,
        DeclaredFigure.known_to == ALWAYS,
    )
    return session.scalar(query) is not None
