"""The facts: one narrow table a record kind, a row being a stretch of days in which every counted column is constant.

`valid_from`/`valid_to` are days (half open), `known_from`/`known_to` journal positions (half open). Written only from
`domain.events.timeline`. The key begins with the first day, so that SQLite keeps a period's rows side by side.
`services.checking.rebuild` compares them with the journal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    Column,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    and_,
    bindparam,
    select,
    text,
    update,
)
from sqlalchemy.orm import Session

from casework.domain.events import ALWAYS, FACT_COLUMNS, FOREVER, Stretch
from casework.domain.fields import FIELDS
from casework.domain.vocabulary import RecordKind
from casework.store.base import BigKey, metadata
from casework.store.database import insert_rows
from casework.store.records import TABLE_NAMES, column_type

BOUNDS = ("record_id", "valid_from", "valid_to", "known_from", "known_to")

DERIVED_TYPES: Mapping[str, Any] = MappingProxyType(
    {
        "opened_on": Date,
        "opened_month": Integer,
        "closed_on": Date,
        "due_on": Date,
        "state": lambda: String(30),
        "receiver_kind": lambda: String(30),
    }
)


def _open_index(name: str, kind: RecordKind) -> tuple[Index, ...]:
    """What is open is found by itself: the work lists ask for it all day, and it is a small part of all."""
    if kind is RecordKind.RECEPTION:
        return ()
    still = text("closed_on IS NULL")
    columns = ("valid_to", "due_on", "record_id")
    return (Index(f"ix_{name}_open", *columns, sqlite_where=still, postgresql_where=still),)


FILTERED: Mapping[RecordKind, tuple[str, ...]] = MappingProxyType(
    {
        RecordKind.PETITION: ("council_resolution_id", "unit_id", "subject", "result", "state", "source"),
        RecordKind.RECEPTION: ("level", "form", "type", "handling"),
        RecordKind.LETTER: ("type", "state", "handling", "channel"),
        RecordKind.CASE: ("type", "state", "unit_id", "outcome"),
        RecordKind.FEEDBACK: ("type", "state", "unit_id"),
    }
)
"""The columns by which the list of a kind is narrowed, each with an index of its own."""
LASTING = f"known_to = {ALWAYS} AND valid_to = '{FOREVER.isoformat()}'"
"""The rows that hold from some day on and until something new is told: one a record. The text stands in indexes."""


def _list_indexes(name: str, kind: RecordKind) -> tuple[Index, ...]:
    """What the lists of today are read by: of each record one entry, found again by its id, newest or oldest first,
    by what it is narrowed to, by due date and by the day of its end."""
    held = ("valid_to", "known_to")  # SQLite counts from an index alone only if what makes it partial stands in it too
    newest = ("opened_on", "record_id", *held)
    wanted: dict[str, tuple[str, ...]] = {
        "lasting": ("record_id", "opened_on", *held),
        "begun": ("valid_from", *held),
        **{f"by_{column}": (column, *newest) for column in FILTERED[kind]},
    }
    if kind is not RecordKind.RECEPTION:
        wanted |= {"by_due_on": ("due_on", "record_id"), "by_closed_on": ("closed_on", "record_id")}
    lasting = text(LASTING)
    return tuple(
        Index(f"ix_{name}_{what}", *columns, sqlite_where=lasting, postgresql_where=lasting)
        for what, columns in wanted.items()
    )


def _matter_index(name: str, kind: RecordKind) -> tuple[Index, ...]:
    """By this the other records of one matter (vụ việc) are found; few records name a matter."""
    if "matter" not in FACT_COLUMNS[kind]:
        return ()
    named = text("matter IS NOT NULL")
    return (Index(f"ix_{name}_matter", "matter", "opened_on", sqlite_where=named, postgresql_where=named),)


def _table(kind: RecordKind) -> Table:
    types = {f.name: column_type(f) for f in FIELDS[kind]}
    name = f"{TABLE_NAMES[kind]}_facts"
    return Table(
        name,
        metadata,
        Column("record_id", BigKey, nullable=False),
        Column("valid_from", Date, nullable=False),
        Column("valid_to", Date, nullable=False),
        Column("known_from", BigKey, nullable=False),
        Column("known_to", BigKey, nullable=False),
        *(
            Column(c, types[c] if c in types else DERIVED_TYPES[c](), nullable=c != "opened_on")
            for c in FACT_COLUMNS[kind]
        ),
        PrimaryKeyConstraint("opened_on", "record_id", "valid_from", "known_from"),
        Index(f"ix_{name}_record_id", "record_id"),
        *_open_index(name, kind),
        *_list_indexes(name, kind),
        *_matter_index(name, kind),
        sqlite_with_rowid=False,
    )


FACTS: Mapping[RecordKind, Table] = MappingProxyType({kind: _table(kind) for kind in RecordKind})


def insert_facts(session: Session, kind: RecordKind, rows: Iterable[tuple[Any, ...]]) -> None:
    """Bulk insert of (record_id, valid_from, valid_to, known_from, known_to, *FACT_COLUMNS[kind])."""
    insert_rows(session, FACTS[kind], BOUNDS + FACT_COLUMNS[kind], rows)


def held_facts(session: Session, kind: RecordKind, record_ids: Sequence[int]) -> dict[int, list[Stretch]]:
    """The stretches of some records that are held to be so now, by record, oldest first."""
    table = FACTS[kind]
    query = (
        select(table.c.record_id, table.c.valid_from, table.c.valid_to, *(table.c[c] for c in FACT_COLUMNS[kind]))
        .where(table.c.record_id.in_(record_ids), table.c.known_to == ALWAYS)
        .order_by(table.c.record_id, table.c.valid_from)
    )
    found: dict[int, list[Stretch]] = {}
    for row in session.execute(query):
        found.setdefault(row[0], []).append((row[1], row[2], tuple(row[3:])))
    return found


def replace_facts(
    session: Session, kind: RecordKind, position: int, timelines: Mapping[int, Sequence[Stretch]]
) -> None:
    """From journal `position` on, the facts of some records are these: what no longer holds is closed, not removed."""
    table = FACTS[kind]
    held = held_facts(session, kind, sorted(timelines))
    gone: list[dict[str, object]] = []
    fresh: list[tuple[Any, ...]] = []
    for record_id, stretches in timelines.items():
        before = held.get(record_id, [])
        gone += [{"record": record_id, "first": old[0]} for old in before if old not in stretches]
        new = [stretch for stretch in stretches if stretch not in before]
        fresh += [(record_id, start, end, position, ALWAYS, *facts) for start, end, facts in new]
    if gone:
        same = and_(table.c.record_id == bindparam("record"), table.c.valid_from == bindparam("first"))
        session.execute(update(table).where(same, table.c.known_to == ALWAYS).values(known_to=position), gone)
    insert_facts(session, kind, fresh)
