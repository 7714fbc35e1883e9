"""What an office changed of the calendar and the time limits: versions, only ever added to, each with its entry."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from casework.domain.law_changes import LawChange
from casework.store.base import Base, BigKey


class LawChangeRow(Base):
    """One change of a version, in its place; `position` is the journal entry that made it."""

    __tablename__ = "law_change"
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    what: Mapped[str] = mapped_column(String(10))
    key: Mapped[str] = mapped_column(String(60))
    row: Mapped[str | None] = mapped_column(Text)
    position: Mapped[int] = mapped_column(BigKey)


def read_changes(session: Session) -> list[tuple[int, list[LawChange]]]:
    """The changes of each version, the oldest first."""
    found: dict[int, list[LawChange]] = {}
    for row in session.scalars(select(LawChangeRow).order_by(LawChangeRow.version, LawChangeRow.place)):
        told = None if row.row is None else json.loads(row.row)
        found.setdefault(row.version, []).append(LawChange(row.what, row.key, told))
    return list(found.items())


def add_changes(session: Session, version: int, changes: Sequence[LawChange], position: int) -> None:
    """Keeps the changes of a new version."""
    for place, change in enumerate(changes, start=1):
        row = None if change.row is None else json.dumps(change.row, ensure_ascii=False)
        session.add(
            LawChangeRow(version=version, place=place, what=change.what, key=change.key, row=row, position=position)
        )
    session.flush()
