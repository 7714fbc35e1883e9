"""Items: their writing. An item's row follows from its events like a record's; a record's duties follow its papers.

Writing stands in the caller's transaction: one journal entry with one event an act, so that a service may take a step
of a record and write its items in one transaction. Nobody may see an item whose record he may not see: the callers
ask for the record first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, insert, select, update
from sqlalchemy.orm import Session

from casework.domain.events import Draft, Event
from casework.domain.fields import Value
from casework.domain.items import ITEM_FIELDS, ItemKind, Owner
from casework.domain.vocabulary import EventName, RecordKind
from casework.store import journal, notices, series
from casework.store.database import portions
from casework.store.duties import follow_papers
from casework.store.item_tables import ITEMS, OF_ID, OF_KIND, STRUCK
from casework.store.promise_facts import rewrite_promises
from casework.store.writing import StaleVersionError

__all__ = [
    "ITEMS",
    "OF_ID",
    "OF_KIND",
    "STRUCK",
    "NoSuchItemError",
    "add_item",
    "assigned_to",
    "change_item",
    "differing_items",
    "item",
    "item_history",
    "items_of",
    "row_of_item",
    "strike_item",
]


class NoSuchItemError(LookupError):
    """There is no such item."""


def _write(session: Session, kind: ItemKind, item_id: int, draft: Draft, act: journal.Act) -> int:
    row = journal.prepare_event(series.reserve(session, "event", 1), kind, item_id, draft)
    return journal.append(session, act, [row])


def add_item(
    session: Session,
    kind: ItemKind,
    of_kind: RecordKind | Owner,
    of_id: int,
    values: Mapping[str, Value],
    *,
    on: date,
    act: journal.Act,
) -> int:
    """A new item of a record; returns its id. `on`: the day of the act; empty values are left out."""
    journal.lock(session)
    item_id = series.reserve(session, "record", 1)
    known = {f.name for f in ITEM_FIELDS[kind]}
    unknown = values.keys() - known
    if unknown:
        raise KeyError(f"{kind.value}: {', '.join(sorted(unknown))}")
    changes: dict[str, Value] = {n: v for n, v in values.items() if v is not None}
    opening = {OF_KIND: of_kind.value, OF_ID: of_id, **changes}
    position = _write(session, kind, item_id, Draft(EventName.ADDED, on, opening), act)
    row = {**dict.fromkeys(known), **changes, OF_KIND: of_kind.value, OF_ID: of_id, STRUCK: False}
    session.execute(
        insert(ITEMS[kind]).values(id=item_id, version=1, created_position=position, changed_position=position, **row)
    )
    _tell(session, kind, item_id, {}, row, position, position, act)
    _follow(session, kind, item_id, row)
    return item_id


def _follow(session: Session, kind: ItemKind, item_id: int, row: Mapping[str, Any] | RowMapping) -> None:
    """What follows from an item: duties of a record from its papers, the facts of a promise from its events."""
    if kind is ItemKind.PAPER:
        follow_papers(session, RecordKind.of(row[OF_KIND]), row[OF_ID])
    if kind is ItemKind.PROMISE:
        rewrite_promises(session, [item_id])


def change_item(
    session: Session,
    kind: ItemKind,
    item_id: int,
    changes: Mapping[str, Value],
    *,
    on: date,
    act: journal.Act,
    name: EventName = EventName.CHANGED,
    version: int | None = None,
) -> int:
    """Changes fields of an item (None empties one); returns its version. Raises NoSuchItemError, StaleVersionError."""
    journal.lock(session)
    held = item(session, kind, item_id)
    if version is not None and held["version"] != version:
        raise StaleVersionError(int(held["version"]))
    position = _write(session, kind, item_id, Draft(name, on, dict(changes)), act)
    table = ITEMS[kind]
    after = {**changes, "changed_position": position, "version": held["version"] + 1}
    session.execute(update(table).where(table.c.id == item_id).values(**after))
    if name is not EventName.RESTORED:
        _tell(session, kind, item_id, dict(held), {**held, **changes}, held["created_position"], position, act)
    _follow(session, kind, item_id, held)
    return int(held["version"]) + 1


def _tell(
    session: Session,
    kind: ItemKind,
    item_id: int,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    made_at: int,
    position: int,
    act: journal.Act,
) -> None:
    """Tells whoever has to know of the change, in this transaction; `made_at`: the entry that made the item."""
    entry = session.get_one(journal.JournalEntry, made_at)
    notices.note_change(
        session,
        kind,
        (item_id, after[OF_KIND], after[OF_ID]),
        before,
        after,
        actor_id=act.actor_id,
        asker_id=entry.actor_id,
        position=position,
        now=act.recorded_at,
    )


def strike_item(
    session: Session,
    kind: ItemKind,
    item_id: int,
    reason: str,
    *,
    on: date,
    act: journal.Act,
    version: int | None = None,
) -> None:
    """Strikes an item out: it stays, shown as struck, and counts for nothing. `reason` stands in the journal."""
    journal.lock(session)
    held = item(session, kind, item_id)
    if version is not None and held["version"] != version:
        raise StaleVersionError(int(held["version"]))
    draft = Draft(EventName.STRUCK_OUT, on, {STRUCK: True, "strike_reason": reason})
    position = _write(session, kind, item_id, draft, act)
    table = ITEMS[kind]
    session.execute(
        update(table)
        .where(table.c.id == item_id)
        .values(struck=True, changed_position=position, version=held["version"] + 1)
    )
    _follow(session, kind, item_id, held)


def item(session: Session, kind: ItemKind, item_id: int) -> RowMapping:
    """The row of an item. Raises NoSuchItemError."""
    table = ITEMS[kind]
    row = session.execute(select(table).where(table.c.id == item_id)).mappings().first()
    if row is None:
        raise NoSuchItemError(f"{kind.value} {item_id}")
    return row


def items_of(
    session: Session, kind: ItemKind, of_kind: RecordKind | Owner, of_ids: Sequence[int], *, struck: bool = True
) -> dict[int, list[RowMapping]]:
    """The items of some records, oldest first, by record; `struck`: with the struck-out ones."""
    table = ITEMS[kind]
    found: dict[int, list[RowMapping]] = {}
    for portion in portions(of_ids):
        query = select(table).where(table.c.of_kind == of_kind.value, table.c.of_id.in_(portion))
        if not struck:
            query = query.where(table.c.struck.is_(False))
        for row in session.execute(query.order_by(table.c.id)).mappings():
            found.setdefault(row[OF_ID], []).append(row)
    return found


def item_history(session: Session, kind: ItemKind, item_id: int) -> list[Event]:
    """All events of an item, oldest first."""
    return journal.history(session, kind, item_id)


def assigned_to(kind: RecordKind, unit_id: int) -> ColumnElement[Any]:
    """The ids of the records of a kind that were given to a unit, in whatever part, unless that was struck out."""
    table = ITEMS[ItemKind.ASSIGNMENT]
    given = select(table.c.of_id).where(
        table.c.unit_id == unit_id, table.c.of_kind == kind.value, table.c.struck.is_(False)
    )
    return given.scalar_subquery()


def row_of_item(kind: ItemKind, events: Sequence[Event]) -> dict[str, Any]:
    """What the row of an item holds when these are its events."""
    values: dict[str, Value] = {}
    for event in events:
        values.update(event.changes)
    own = {OF_KIND: values.get(OF_KIND), OF_ID: values.get(OF_ID), STRUCK: bool(values.get(STRUCK, False))}
    return {**{f.name: values.get(f.name) for f in ITEM_FIELDS[kind]}, **own}


def differing_items(session: Session, kind: ItemKind, repair: bool) -> Iterator[tuple[int, list[str]]]:
    """Items whose row differs from what their events make (the names of the columns; [] where the row is missing or
    stands without events); `repair` makes the row follow the journal, and makes a missing one anew."""
    table = ITEMS[kind]
    held = {row["id"]: row for row in session.execute(select(table)).mappings()}
    for item_id, events in journal.all_histories(session, kind):
        wanted = row_of_item(kind, events)
        row = held.pop(item_id, None)
        names = [n for n, value in wanted.items() if row is None or row[n] != value]
        if row is None:
            yield item_id, []
            if repair:
                ends = {"created_position": events[0].position, "changed_position": events[-1].position}
                session.execute(insert(table).values(id=item_id, version=len(events), **ends, **wanted))
        elif names:
            yield item_id, names
            if repair:
                session.execute(update(table).where(table.c.id == item_id).values({n: wanted[n] for n in names}))
    for item_id in held:
        yield item_id, []
