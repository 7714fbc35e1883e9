"""What an office chose for its reports: wordings of sentences, sections and their order, hand-written passages.

A row holds between two journal positions; a change closes it and adds another, so that a report asked as known on a day
is worded as it was then. Each change is one chained entry of the journal.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, DateTime, ForeignKey, Index, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from casework.domain.events import ALWAYS
from casework.store.base import Base, BigKey
from casework.store.journal import Act, append


class ReportWording(Base):
    """The office's text of one alternative of one sentence; `text` "" says that the shipped one came back."""

    __tablename__ = "report_wording"
    __table_args__ = (Index("ix_report_wording_known_to", "known_to"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    sentence: Mapped[str] = mapped_column(String(60))
    alternative: Mapped[str] = mapped_column(String(30))
    text: Mapped[str] = mapped_column(Text)
    known_from: Mapped[int] = mapped_column(BigKey)
    known_to: Mapped[int] = mapped_column(BigKey)
    changed_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class ReportPlan(Base):
    """Mẫu báo cáo: the sections and their order for one kind of period ("" for all others), as JSON."""

    __tablename__ = "report_plan"
    __table_args__ = (Index("ix_report_plan_known_to", "known_to"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    period_kind: Mapped[str] = mapped_column(String(20))
    body: Mapped[str] = mapped_column(Text)
    known_from: Mapped[int] = mapped_column(BigKey)
    known_to: Mapped[int] = mapped_column(BigKey)
    changed_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class ReportPassage(Base):
    """A hand-written passage of one period's report, in one section; `version` counts from 1 on."""

    __tablename__ = "report_passage"
    __table_args__ = (Index("ix_report_passage_period", "period"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(String(40))
    period_kind: Mapped[str] = mapped_column(String(20))
    section: Mapped[str] = mapped_column(String(30))
    text: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    known_from: Mapped[int] = mapped_column(BigKey)
    known_to: Mapped[int] = mapped_column(BigKey)
    changed_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


Kept = TypeVar("Kept", ReportWording, ReportPlan, ReportPassage)


def replace_rows(
    session: Session, old: Sequence[Kept], new: Sequence[Kept], act: str, by: int, os: str, at: datetime, about: str
) -> int:
    """Closes `old` and adds `new` under one journal entry, whose note holds a digest of what is added; returns its
    position."""
    told = json.dumps([_told(row) for row in new], ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(told.encode()).hexdigest()
    position = append(session, Act(act, by, os, at, f"{about}; {digest}"[:300]), [])
    for row in old:
        row.known_to = position
    for row in new:
        row.known_from, row.known_to, row.changed_by, row.changed_at = position, ALWAYS, by, at
        session.add(row)
    session.flush()
    return position


def _told(row: Kept) -> list[str]:
    if isinstance(row, ReportWording):
        return [row.sentence, row.alternative, row.text]
    if isinstance(row, ReportPlan):
        return [row.period_kind, row.body]
    return [row.period, row.section, row.text]


def wordings(session: Session, known: int | None = None) -> dict[tuple[str, str], str]:
    """The office's own texts by (sentence, alternative), as known at a journal position."""
    rows = session.scalars(select(ReportWording).where(*_held(ReportWording, known)).order_by(ReportWording.id))
    return {(row.sentence, row.alternative): row.text for row in rows if row.text}


def wording_row(session: Session, sentence: str, alternative: str) -> ReportWording | None:
    """The row that holds now for one alternative."""
    query = select(ReportWording).where(
        ReportWording.sentence == sentence, ReportWording.alternative == alternative, *_held(ReportWording, None)
    )
    return session.scalars(query).first()


def wording_versions(session: Session, sentence: str) -> list[ReportWording]:
    """All rows of a sentence, newest first."""
    query = select(ReportWording).where(ReportWording.sentence == sentence)
    return list(session.scalars(query.order_by(ReportWording.id.desc())))


def plan_row(session: Session, period_kind: str, known: int | None = None) -> ReportPlan | None:
    """The choice of sections for exactly this kind of period."""
    query = select(ReportPlan).where(ReportPlan.period_kind == period_kind, *_held(ReportPlan, known))
    return session.scalars(query).first()


def passages(session: Session, period: str, known: int | None = None) -> list[ReportPassage]:
    """The passages of one period's report."""
    query = select(ReportPassage).where(ReportPassage.period == period, *_held(ReportPassage, known))
    return list(session.scalars(query.order_by(ReportPassage.id)))


def passages_before(session: Session, period: str, period_kind: str) -> list[ReportPassage]:
    """The passages of the period of the same kind that was last written for, other than `period`."""
    base = select(ReportPassage).where(
        ReportPassage.period != period, ReportPassage.period_kind == period_kind, *_held(ReportPassage, None)
    )
    newest = session.scalars(base.order_by(ReportPassage.id.desc()).limit(1)).first()
    if newest is None:
        return []
    return list(session.scalars(base.where(ReportPassage.period == newest.period).order_by(ReportPassage.id)))


def _held(
    table: type[ReportWording] | type[ReportPlan] | type[ReportPassage], known: int | None
) -> tuple[ColumnElement[bool], ...]:
    if known is None:
        return (table.known_to == ALWAYS,)
    return (table.known_from <= known, table.known_to > known)
