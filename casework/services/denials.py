"""Closing a record to a person (người không được xem): the one complained of may hold an account, whatever the role.

A denial is an item of the record, journaled like any other; from the next request on the record does not exist for
the denied person (`statistics.scope`), nor does the denial itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.access import Act, NoSuchRecordError, Reader, may_see, require
from casework.domain.entry import EntryError
from casework.domain.fields import Value
from casework.domain.items import ItemKind
from casework.domain.reading import DenialGround
from casework.domain.text import sort_key
from casework.domain.vocabulary import RecordKind, Role
from casework.statistics.scope import sees_record
from casework.store import items, journal
from casework.store.account_tables import User
from casework.store.catalogue_tables import Unit
from casework.store.database import Database

NEVER_READERS = frozenset({Role.ADMINISTRATOR.value, Role.SYSTEM.value, Role.AUDITOR.value})
"""Roles that open no record, so that there is nothing to close to them."""


@dataclass(frozen=True, slots=True)
class Denied:
    """A person to whom a record is or was closed; `lifted_on` None: it still is."""

    id: int
    person: str
    denied_on: date
    ground: str
    lifted_on: date | None


@dataclass(frozen=True, slots=True)
class Denials:
    """Who may not see a record, newest first, and to whom else it could be closed: (account id, name and unit)."""

    denied: tuple[Denied, ...]
    people: tuple[tuple[int, str], ...]


def _open(session: Session, reader: Reader, kind: RecordKind, record_id: int, act: Act) -> None:
    if not (may_see(reader, kind) and sees_record(session, reader, kind, record_id)):
        raise NoSuchRecordError
    require(reader.role, act)


def denials_of(db: Database, reader: Reader, kind: RecordKind, record_id: int) -> Denials:
    """Who may not see a record. Raises NoSuchRecordError, ForbiddenError."""
    with db.read() as session:
        _open(session, reader, kind, record_id, Act.DENY)
        rows = items.items_of(session, ItemKind.DENIAL, kind, [record_id], struck=False).get(record_id, [])
        people = _people(session)
    denied = [
        Denied(row["id"], people[row["person_id"]][0], row["denied_on"], _ground(row["reason"]), row["lifted_on"])
        for row in reversed(rows)
    ]
    standing = {row["person_id"] for row in rows if row["lifted_on"] is None}
    offered = [(key, name) for key, (name, open_to) in people.items() if open_to and key not in standing]
    return Denials(tuple(denied), tuple(sorted(offered, key=lambda one: (sort_key(one[1]), one[0]))))


def _ground(kept: str) -> str:
    return next((ground.label for ground in DenialGround if ground.value == kept), DenialGround.OTHER.label)


def _people(session: Session) -> dict[int, tuple[str, bool]]:
    """The accounts by id: name, role and unit in words, and whether a record can be closed to it."""
    query = select(User.id, User.full_name, User.role, User.active, Unit.name).outerjoin(Unit, Unit.id == User.unit_id)
    return {
        row.id: (
            ", ".join(part for part in (f"{row.full_name} ({Role.of(row.role).label})", row.name) if part),
            row.active and row.role not in NEVER_READERS,
        )
        for row in session.execute(query)
    }


def deny(
    db: Database,
    reader: Reader,
    kind: RecordKind,
    record_id: int,
    person_id: int | None,
    ground: str,
    *,
    on: date,
    now: datetime,
) -> bool:
    """Closes a record to a person; whether `reader` himself still sees it. Once closed to a person it stays as it is.

    Raises NoSuchRecordError, ForbiddenError, EntryError.
    """
    with db.write() as session:
        _open(session, reader, kind, record_id, Act.DENY)
        journal.lock(session)
        known = _people(session).get(person_id or 0)
        errors = {} if ground in set(DenialGround) else {"ground": "Hãy chọn một lý do."}
        if known is None or not known[1]:
            errors["person_id"] = "Hãy chọn một người có tài khoản đang dùng."
        if errors or person_id is None:
            raise EntryError(errors)
        rows = items.items_of(session, ItemKind.DENIAL, kind, [record_id], struck=False).get(record_id, [])
        if not any(row["person_id"] == person_id and row["lifted_on"] is None for row in rows):
            values: dict[str, Value] = {"person_id": person_id, "denied_on": on, "reason": ground}
            act = journal.Act("deny", reader.user_id, reader.os_user, now)
            items.add_item(session, ItemKind.DENIAL, kind, record_id, values, on=on, act=act)
        closed_to_self = Reader(reader.user_id, reader.role, reader.unit_id, reader.os_user)
        return sees_record(session, closed_to_self, kind, record_id)


def lift(
    db: Database, reader: Reader, kind: RecordKind, record_id: int, denial_id: int, *, on: date, now: datetime
) -> None:
    """Opens a record again to a person it was closed to. Raises NoSuchRecordError, ForbiddenError."""
    with db.write() as session:
        _open(session, reader, kind, record_id, Act.LIFT_DENIAL)
        journal.lock(session)
        try:
            held = items.item(session, ItemKind.DENIAL, denial_id)
        except items.NoSuchItemError:
            raise NoSuchRecordError from None
        if (held[items.OF_KIND], held[items.OF_ID]) != (kind.value, record_id) or held[items.STRUCK]:
            raise NoSuchRecordError
        if held["lifted_on"] is None:
            act = journal.Act("lift_denial", reader.user_id, reader.os_user, now)
            items.change_item(session, ItemKind.DENIAL, denial_id, {"lifted_on": on}, on=on, act=act)
