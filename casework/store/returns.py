"""Returns of units that keep their own books: who keeps which, what was filed in which version, who was reminded.

A version is added by each step and never changed; only when it ceased to hold (`known_to`) is written into it. Each
step adds one chained journal entry with the digest of what the version holds, so that totals as known on a day stand.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import DateTime, ForeignKey, Index, String, Text, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from casework.domain.events import ALWAYS
from casework.domain.returns import OwnBook, ReturnRules
from casework.store.base import Base, BigKey
from casework.store.catalogue_tables import Setting

RULES_KEY = "returns.rules"


class OwnBookRow(Base):
    """A unit keeps its own books of `forms` (codes, a blank between them; "" all of them) between two days."""

    __tablename__ = "own_book"
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    forms: Mapped[str] = mapped_column(String(200))
    first_on: Mapped[date]
    last_on: Mapped[date | None]
    basis: Mapped[str] = mapped_column(String(300))
    known_from: Mapped[int] = mapped_column(BigKey)
    known_to: Mapped[int] = mapped_column(BigKey)


class UnitReturn(Base):
    """A return: of a unit, in a form (its key), for a period. `token`: what its workbooks are known by."""

    __tablename__ = "unit_return"
    __table_args__ = (UniqueConstraint("unit_id", "form", "period"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    form: Mapped[str] = mapped_column(String(60))
    period: Mapped[str] = mapped_column(String(40))
    first_on: Mapped[date]
    last_on: Mapped[date]
    token: Mapped[str] = mapped_column(String(64))


class UnitReturnVersion(Base):
    """One version of a return: the state that a step led to, and all that stood in it then.

    `cells`: JSON, column → whole number; `found`: JSON, the checks that failed when it was filed; `file_…`: the signed
    document as a file of the store, "" and 0 for none.
    """

    __tablename__ = "unit_return_version"
    __table_args__ = (
        UniqueConstraint("return_id", "number"),
        Index("ix_unit_return_version_known_to", "known_to", "state"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("unit_return.id"))
    number: Mapped[int]
    step: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    cells: Mapped[str] = mapped_column(Text)
    document_number: Mapped[str] = mapped_column(String(60))
    document_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    found: Mapped[str] = mapped_column(Text)
    file_name: Mapped[str] = mapped_column(String(200))
    file_media: Mapped[str] = mapped_column(String(100))
    file_size: Mapped[int]
    file_sha256: Mapped[str] = mapped_column(String(64))
    actor_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    made_on: Mapped[date]
    digest: Mapped[str] = mapped_column(String(64))
    known_from: Mapped[int] = mapped_column(BigKey)
    known_to: Mapped[int] = mapped_column(BigKey)


class ReturnReminder(Base):
    """A unit was reminded of a return that it owes."""

    __tablename__ = "return_reminder"
    __table_args__ = (Index("ix_return_reminder_unit_id", "unit_id", "period"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    form: Mapped[str] = mapped_column(String(60))
    period: Mapped[str] = mapped_column(String(40))
    due_on: Mapped[date]
    reminded_on: Mapped[date]
    actor_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    position: Mapped[int] = mapped_column(BigKey)


def write_cells(cells: Mapping[int, int]) -> str:
    """The cells of a version as text: the same cells give the same text."""
    return json.dumps({str(column): cells[column] for column in sorted(cells)}, separators=(",", ":"))


def read_cells(text: str) -> dict[int, int]:
    """The cells of a version: column → value."""
    return {int(column): int(value) for column, value in json.loads(text).items()}


def digest_of(row: UnitReturnVersion) -> str:
    """SHA-256 (hex) of what a version holds: the chained journal entry of its step bears it."""
    said = [
        row.return_id,
        row.number,
        row.step,
        row.state,
        row.cells,
        row.document_number,
        str(row.document_on or ""),
        row.note,
        row.reason,
        row.found,
        row.file_name,
        row.file_sha256,
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def standing_version(session: Session, return_id: int) -> UnitReturnVersion | None:
    """The version of a return that holds now."""
    query = select(UnitReturnVersion).where(
        UnitReturnVersion.return_id == return_id, UnitReturnVersion.known_to == ALWAYS
    )
    return session.scalars(query).one_or_none()


def add_version(session: Session, row: UnitReturnVersion) -> None:
    """Adds a version from its journal position on; the one before ceases to hold there."""
    older = update(UnitReturnVersion).where(
        UnitReturnVersion.return_id == row.return_id, UnitReturnVersion.known_to == ALWAYS
    )
    session.execute(older.values(known_to=row.known_from))
    session.add(row)
    session.flush()


def own_books(session: Session) -> list[OwnBook]:
    """Who keeps which books, as known now."""
    rows = session.scalars(select(OwnBookRow).where(OwnBookRow.known_to == ALWAYS).order_by(OwnBookRow.id))
    return [OwnBook(row.unit_id, tuple(row.forms.split()), row.first_on, row.last_on) for row in rows]


def load_return_rules(session: Session) -> ReturnRules:
    """When returns are due and for which periods, as the office has set it."""
    stored = session.get(Setting, RULES_KEY)
    if stored is None:
        return ReturnRules()
    told = json.loads(stored.value)
    return ReturnRules(int(told["due_days"]), tuple(told["periods"]))


def save_return_rules(session: Session, due_days: int, periods: Sequence[str]) -> None:
    """Sets them."""
    value = json.dumps({"due_days": due_days, "periods": list(periods)})
    stored = session.get(Setting, RULES_KEY)
    if stored is None:
        session.add(Setting(key=RULES_KEY, value=value))
    else:
        stored.value = value
    session.flush()
