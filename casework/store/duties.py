"""The duties of records (`domain.duties`) as rows, so that what is due soon is one question in SQL.

They follow from the record's values and from its papers like its facts, in the same transaction; only of records that
were entered by hand: a register does not tell which notices were sent. Dates that come by themselves (`told_only`) are
not kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Date, Index, String, delete, insert, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from casework.domain.duties import DUTIES, Issued, duties
from casework.domain.events import current_values
from casework.domain.fields import Value
from casework.domain.items import ItemKind
from casework.domain.limits import Law
from casework.domain.vocabulary import RecordKind
from casework.store import journal
from casework.store.base import Base, BigKey
from casework.store.database import portions
from casework.store.item_tables import ITEMS
from casework.store.records import RECORDS
from casework.store.reference_data import load_law

_OPEN = text("done_on IS NULL")

DutyLine = tuple[str, date | None, date | None]
"""code, due_on, done_on of one duty."""


class DutyEntry(Base):
    """A duty of one record: until when, and since when it is done; `due_on` empty where the law gives no number."""

    __tablename__ = "duty"
    __table_args__ = (Index("ix_duty_due_on", "due_on", sqlite_where=_OPEN, postgresql_where=_OPEN),)
    record_kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    record_id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(String(30), primary_key=True)
    due_on: Mapped[date | None] = mapped_column(Date)
    done_on: Mapped[date | None] = mapped_column(Date)


def lines_of(kind: RecordKind, values: Mapping[str, Value], law: Law, issued: Issued) -> list[DutyLine]:
    """What the table keeps of a record with these values and papers, by code."""
    found = duties(kind, values, law, issued)
    return sorted((one.code, one.due_on, one.done_on) for one in found if not one.told_only)


def issued_papers(session: Session, kind: RecordKind, record_ids: Sequence[int]) -> dict[int, dict[str, list[date]]]:
    """The days of the papers of some records that have their number and were not taken back, by record and paper.

    A paper that still waits for its number has not gone out.
    """
    table = ITEMS[ItemKind.PAPER]
    query = select(table.c.of_id, table.c.paper, table.c.made_on).where(
        table.c.of_kind == kind.value,
        table.c.of_id.in_(record_ids),
        table.c.number.is_not(None),
        table.c.struck.is_(False),
    )
    found: dict[int, dict[str, list[date]]] = {}
    for row in session.execute(query):
        found.setdefault(row.of_id, {}).setdefault(row.paper, []).append(row.made_on)
    return found


def by_hand(session: Session, kind: RecordKind, record_ids: Sequence[int]) -> frozenset[int]:
    """Those of some records that no register told of: the only ones with duties."""
    table = RECORDS[kind]
    query = select(table.c.id).where(table.c.id.in_(record_ids), table.c.import_position.is_(None))
    return frozenset(session.scalars(query))


def rewrite_duties(session: Session, kind: RecordKind, values: Mapping[int, Mapping[str, Value]], law: Law) -> None:
    """The duties of some records are these now; call it after their rows are written."""
    if not DUTIES[kind]:
        return
    for portion in portions(values):
        own, issued = by_hand(session, kind, portion), issued_papers(session, kind, portion)
        session.execute(delete(DutyEntry).where(DutyEntry.record_kind == kind.value, DutyEntry.record_id.in_(portion)))
        rows = [
            {"record_kind": kind.value, "record_id": key, "code": code, "due_on": due_on, "done_on": done_on}
            for key in portion
            if key in own
            for code, due_on, done_on in lines_of(kind, values[key], law, issued.get(key, {}))
        ]
        if rows:
            session.execute(insert(DutyEntry), rows)


def follow_papers(session: Session, kind: RecordKind, record_id: int) -> None:
    """The duties of a record after one of its papers was issued, changed or taken back."""
    if DUTIES[kind]:
        values = current_values(journal.history(session, kind, record_id))
        rewrite_duties(session, kind, {record_id: values}, load_law(session))


def held_duties(session: Session, kind: RecordKind, record_ids: Sequence[int]) -> dict[int, list[DutyLine]]:
    """The rows of some records as they stand, by record and code."""
    query = select(DutyEntry.record_id, DutyEntry.code, DutyEntry.due_on, DutyEntry.done_on).where(
        DutyEntry.record_kind == kind.value, DutyEntry.record_id.in_(record_ids)
    )
    found: dict[int, list[DutyLine]] = {}
    for row in session.execute(query.order_by(DutyEntry.record_id, DutyEntry.code)):
        found.setdefault(row[0], []).append((row[1], row[2], row[3]))
    return found
