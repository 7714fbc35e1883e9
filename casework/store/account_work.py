"""The open work that an account holds: assignments of records to its person, neither answered nor ended nor refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.fields import DENUNCIATION, Value
from casework.domain.items import AssignmentPart, ItemKind
from casework.domain.vocabulary import RecordKind
from casework.store import items, journal
from casework.store.denied import closed_to
from casework.store.items import ITEMS, OF_ID, OF_KIND
from casework.store.records import RECORDS


@dataclass(frozen=True, slots=True)
class Work:
    """An assignment that somebody has in hand. Nothing of the record is told but its kind.

    `secret`: of a denunciation, of which whoever keeps accounts learns nothing at all.
    """

    item_id: int
    kind: RecordKind
    record_id: int
    part: AssignmentPart
    unit_id: int
    assigned_on: date
    due_on: date | None
    secret: bool


def open_work(session: Session, user_id: int) -> list[Work]:
    """What an account has in hand, the nearest due date first."""
    table = ITEMS[ItemKind.ASSIGNMENT]
    query = select(table).where(
        table.c.person_id == user_id,
        table.c.struck.is_(False),
        table.c.answered_on.is_(None),
        table.c.refused_on.is_(None),
        table.c.ended_on.is_(None),
    )
    found = [
        Work(
            row["id"],
            RecordKind.of(row[OF_KIND]),
            row[OF_ID],
            AssignmentPart.of(row["part"]),
            row["unit_id"],
            row["assigned_on"],
            row["due_on"],
            _denunciation(session, RecordKind.of(row[OF_KIND]), row[OF_ID]),
        )
        for row in session.execute(query).mappings()
    ]
    return sorted(found, key=lambda w: (w.due_on or date.max, w.assigned_on, w.item_id))


def _denunciation(session: Session, kind: RecordKind, record_id: int) -> bool:
    table = RECORDS[kind]
    query = select(table.c.type).where(table.c.id == record_id) if "type" in table.c else None
    return query is not None and session.scalar(query) == DENUNCIATION


def may_take(session: Session, work: Work, user_id: int) -> bool:
    """Whether an administrator may hand this work to a person: not what is closed to that person, and no denunciation,
    which the unit's head gives to whom he chooses."""
    if work.secret:
        return False
    return not closed_to(session, work.kind, work.record_id, user_id)


def give(session: Session, work: Work, user_id: int | None, on: date, act: journal.Act) -> None:
    """Puts the work into another person's hands, or (None) back to the unit."""
    changes: dict[str, Value] = {"person_id": user_id}
    items.change_item(session, ItemKind.ASSIGNMENT, work.item_id, changes, on=on, act=act)
