"""Linking records that are one matter, and undoing it: journaled, reversible, told by both records.

A link changes no figure. Where the rule of a kind says that the later record does not count again, the officer may let
its counted field say so in the same transaction (`domain.duplicates`); undoing the link offers the way back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, or_, select
from sqlalchemy.orm import Session

from casework.domain.access import CORRECT, NoSuchRecordError, Reader, may_see, require
from casework.domain.duplicates import OFFICER_LINKS, RULES, linkable, why_not_link
from casework.domain.entry import EntryError
from casework.domain.fields import TEXT_LIMIT, Value
from casework.domain.items import ItemKind, LinkType
from casework.domain.vocabulary import RecordKind
from casework.services.handling.correcting import amend
from casework.services.handling.entering import Logged, enter
from casework.services.handling.holding import act_of, hold
from casework.statistics.scope import sees_record
from casework.store import journal
from casework.store.database import Database
from casework.store.items import ITEMS, add_item, strike_item
from casework.store.records import RECORDS

LINK = ItemKind.LINK
LINKED, UNLINKED = "link", "unlink"
_WHY = "Nối trùng"


@dataclass(frozen=True, slots=True)
class Linked:
    """A link that was made, and the version of the record that holds it now."""

    link_id: int
    version: int


def _row(session: Session, reader: Reader, kind: RecordKind, record_id: int) -> dict[str, Any]:
    """The record as it stands. Raises NoSuchRecordError where the reader does not see one."""
    if not (may_see(reader, kind) and sees_record(session, reader, kind, record_id)):
        raise NoSuchRecordError
    table = RECORDS[kind]
    return dict(session.execute(select(table).where(table.c.id == record_id)).mappings().one())


def _standing(session: Session, one: tuple[RecordKind, int], other: tuple[RecordKind, int]) -> Sequence[RowMapping]:
    """The standing links of an officer between two records, whichever holds them."""
    table = ITEMS[LINK]

    def runs(of: tuple[RecordKind, int], to: tuple[RecordKind, int]) -> list[ColumnElement[bool]]:
        return [
            table.c.of_kind == of[0].value,
            table.c.of_id == of[1],
            table.c.to_kind == to[0].value,
            table.c.to_id == to[1],
        ]

    types = [link.value for link in OFFICER_LINKS]
    query = select(table).where(
        or_(and_(*runs(one, other)), and_(*runs(other, one))),
        table.c.link_type.in_(types),
        table.c.struck.is_(False),
    )
    return session.execute(query).mappings().all()


def link(
    db: Database,
    reader: Reader,
    kind: RecordKind,
    record_id: int,
    to: tuple[RecordKind, int],
    link_type: LinkType,
    reason: str,
    version: int,
    *,
    counted: bool,
    on: date,
    now: datetime,
) -> Linked:
    """Links a record to one that is the same matter. `counted`: its counted field says so besides, where its kind's
    rule has one. Raises EntryError, StaleVersionError, ForbiddenError, NoSuchRecordError.
    """
    with db.write() as session:
        return link_in(
            session, reader, kind, record_id, to, link_type, reason, version, counted=counted, on=on, now=now
        )


def link_in(
    session: Session,
    reader: Reader,
    kind: RecordKind,
    record_id: int,
    to: tuple[RecordKind, int],
    link_type: LinkType,
    reason: str,
    version: int,
    *,
    counted: bool,
    on: date,
    now: datetime,
) -> Linked:
    """`link` in an open transaction: see there."""
    journal.lock(session)
    require(reader.role, CORRECT[kind])
    held = _row(session, reader, kind, record_id)
    other = _row(session, reader, *to)
    hold(session, reader, kind, record_id, version)
    problem = _problem(session, (kind, record_id), to, link_type) or why_not_link(held, other)
    if problem:
        raise EntryError({"to": problem})
    rule = RULES[kind]
    why = " ".join(reason.split())[:TEXT_LIMIT]
    if counted and rule.sets and (link_type, to[0]) == (rule.link, kind) and held[rule.sets] != rule.value:
        changes = {rule.sets: rule.value}
        version = amend(session, reader, kind, record_id, changes, why or _WHY, version, on=on, now=now).version
    values: dict[str, Value] = {
        "link_type": link_type.value,
        "to_kind": to[0].value,
        "to_id": to[1],
        "linked_on": on,
        "reason": why or None,
    }
    act = act_of(reader, LINKED, now)
    return Linked(add_item(session, LINK, kind, record_id, values, on=on, act=act), version)


def _problem(session: Session, one: tuple[RecordKind, int], other: tuple[RecordKind, int], link_type: LinkType) -> str:
    if one == other:
        return "Không nối một hồ sơ với chính nó."
    if link_type not in linkable(one[0], other[0]):
        return f"Không nối {one[0].label} với {other[0].label} theo quan hệ này."
    if _standing(session, one, other):
        return "Hai hồ sơ này đã được nối với nhau."
    return ""


def unlink(
    db: Database,
    reader: Reader,
    kind: RecordKind,
    record_id: int,
    link_id: int,
    reason: str,
    version: int,
    *,
    counted: bool,
    on: date,
    now: datetime,
) -> int:
    """Undoes a link that an officer made, from either of its records; returns the version of this one.

    `counted`: this record counts by itself again, where its kind's rule has a field for that. The link stays in both
    histories as struck out. Raises EntryError, StaleVersionError, ForbiddenError, NoSuchRecordError.
    """
    why = " ".join(reason.split())[:TEXT_LIMIT]
    if not why:
        raise EntryError({"reason": "Phải ghi lý do bỏ nối."})
    with db.write() as session:
        journal.lock(session)
        require(reader.role, CORRECT[kind])
        held = _row(session, reader, kind, record_id)
        hold(session, reader, kind, record_id, version)
        row = _own_link(session, reader, kind, record_id, link_id)
        rule = RULES[kind]
        if counted and rule.sets and row["of_kind"] == row["to_kind"] and held[rule.sets] == rule.value:
            changes = {rule.sets: rule.alone or None}
            version = amend(session, reader, kind, record_id, changes, why, version, on=on, now=now).version
        strike_item(session, LINK, link_id, why, on=on, act=act_of(reader, UNLINKED, now))
        return version


def _own_link(session: Session, reader: Reader, kind: RecordKind, record_id: int, link_id: int) -> RowMapping:
    """A standing link that this record has a part in and whose other record the reader sees, or NoSuchRecordError."""
    table = ITEMS[LINK]
    row = session.execute(select(table).where(table.c.id == link_id)).mappings().first()
    if row is None or row["struck"] or row["link_type"] not in OFFICER_LINKS:
        raise NoSuchRecordError
    ends = [(row["of_kind"], row["of_id"]), (row["to_kind"], row["to_id"])]
    if (kind.value, record_id) not in ends:
        raise NoSuchRecordError
    ends.remove((kind.value, record_id))
    _row(session, reader, RecordKind.of(ends[0][0]), int(ends[0][1]))
    return row


def log_linked(
    db: Database,
    reader: Reader,
    kind: RecordKind,
    values: Mapping[str, object],
    same: Sequence[tuple[LinkType, RecordKind, int]],
    *,
    on: date,
    now: datetime,
    token: str,
    office: str,
) -> Logged:
    """Enters a record (`entering.log_record`) and links it with those that the officer ticked, in one transaction.

    What the rule of the kind says of the later record is entered with it (a visit: repeated). Raises what entering
    and linking raise.
    """
    with db.write() as session:
        known = _counted(kind, same)
        given = {**values, **{name: value for name, value in known.items() if name in values}}
        rest = {name: value for name, value in known.items() if name not in values}
        logged = enter(session, reader, kind, given, on=on, now=now, token=token, office=office, known=rest)
        if not logged.again:
            for link_type, to_kind, to_id in same:
                to = (to_kind, to_id)
                link_in(session, reader, kind, logged.record_id, to, link_type, "", 1, counted=False, on=on, now=now)
        return logged


def _counted(kind: RecordKind, same: Sequence[tuple[LinkType, RecordKind, int]]) -> dict[str, Value]:
    """What the rule of the kind has the later of two records say: of a visit that it is a repeated one."""
    rule = RULES[kind]
    return {rule.sets: rule.value} if rule.sets and any((rule.link, kind) == one[:2] for one in same) else {}
