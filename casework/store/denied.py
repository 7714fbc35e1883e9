"""To whom a record is closed (người không được xem): the denials that stand, asked by every verb that needs them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from casework.domain.fields import Value
from casework.domain.items import ItemKind
from casework.domain.vocabulary import RecordKind
from casework.store import items, journal


def standing_denials(session: Session, kind: RecordKind, record_id: int) -> Sequence[RowMapping]:
    """The denials of a record that hold now: neither struck out nor lifted."""
    rows = items.items_of(session, ItemKind.DENIAL, kind, [record_id], struck=False).get(record_id, [])
    return [row for row in rows if row["lifted_on"] is None]


def closed_to(session: Session, kind: RecordKind, record_id: int, person_id: int) -> bool:
    """Whether a record is closed to a person now."""
    return any(row["person_id"] == person_id for row in standing_denials(session, kind, record_id))


def close_alike(
    session: Session,
    source: tuple[RecordKind, int],
    made: tuple[RecordKind, int],
    *,
    on: date,
    act: journal.Act,
) -> None:
    """Closes the record `made` to everybody to whom `source` is closed: it tells of the same people."""
    known = {row["person_id"] for row in standing_denials(session, *made)}
    for row in standing_denials(session, *source):
        if row["person_id"] not in known:
            values: dict[str, Value] = {"person_id": row["person_id"], "denied_on": on, "reason": row["reason"]}
            items.add_item(session, ItemKind.DENIAL, *made, values, on=on, act=act)
