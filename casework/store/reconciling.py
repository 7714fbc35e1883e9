"""What an office says about a difference between a declared figure and what the records give: never repaired, told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.store.base import Base, BigKey


class FigureReconciliation(Base):
    """A note on a declared figure: what the records gave then, whether the difference is explained, and how."""

    __tablename__ = "figure_reconciliation"
    __table_args__ = (Index("ix_figure_reconciliation_declared_id", "declared_id", "known_to"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    declared_id: Mapped[int] = mapped_column(ForeignKey("declared_figure.id"))
    counted: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    known_from: Mapped[int] = mapped_column(BigKey)
    known_to: Mapped[int] = mapped_column(BigKey)
