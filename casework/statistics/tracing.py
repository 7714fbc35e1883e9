"""Tracing: what moved a record between two states of knowledge, or between two days, read from facts and journal."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.events import FACT_COLUMNS
from casework.domain.fields import FIELDS, Value
from casework.domain.vocabulary import EventName, RecordKind
from casework.statistics.labels import Labels
from casework.statistics.list_conditions import DIMENSIONS
from casework.store.facts import FACTS
from casework.store.journal import JournalEntry, JournalEvent

Held = tuple[date, date, int, int, tuple[Value, ...]]
"""valid_from, valid_to, known_from, known_to, the fact columns."""

DERIVED_LABELS: Mapping[str, str] = {
    "opened_on": "Ngày bắt đầu",
    "closed_on": "Ngày kết thúc",
    "due_on": "Hạn được tính",
    "state": "Trạng thái",
    "receiver_kind": "Người tiếp",
}
UNTOLD = frozenset({"opened_month"})


@dataclass(frozen=True, slots=True)
class Step:
    """At a journal position what was held to be so on a day became otherwise. `before` None: nothing was held yet."""

    position: int
    before: tuple[Value, ...] | None
    after: tuple[Value, ...] | None


@dataclass(frozen=True, slots=True)
class Trace:
    """All that was ever held of one record, and its events by journal position."""

    rows: tuple[Held, ...]
    events: Mapping[int, tuple[tuple[EventName, date], ...]]

    def at(self, day: date, known: int) -> tuple[Value, ...] | None:
        """The facts of a day as known at a position; None where nothing held."""
        for valid_from, valid_to, known_from, known_to, facts in self.rows:
            if valid_from <= day < valid_to and known_from <= known < known_to:
                return facts
        return None

    def steps(self, day: date, after: int, up_to: int) -> list[Step]:
        """What was recorded after one position, up to another, that changed what is held of `day`."""
        places = {p for row in self.rows for p in (row[2], row[3]) if after < p <= up_to}
        found, before = [], self.at(day, after)
        for place in sorted(places):
            held = self.at(day, place)
            if held != before:
                found.append(Step(place, before, held))
            before = held
        return found

    @property
    def entered(self) -> int | None:
        """The journal position at which the record was entered."""
        return min(self.events, default=None)

    def names(self, position: int) -> tuple[EventName, ...]:
        """The names of the events that were recorded at a position."""
        return tuple(dict.fromkeys(name for name, _day in self.events.get(position, ())))

    def between(self, first: date, last: date, known: int) -> tuple[EventName, ...]:
        """The names of the events known at a position that happened after one day and up to another."""
        found = [
            name
            for position, events in sorted(self.events.items())
            for name, day in events
            if position <= known and first < day <= last
        ]
        return tuple(dict.fromkeys(found))


def traces(session: Session, kind: RecordKind, ids: Collection[int]) -> dict[int, Trace]:
    """The traces of some records; few enough for one IN (…)."""
    table = FACTS[kind]
    columns = [table.c[name] for name in FACT_COLUMNS[kind]]
    bounds = (table.c.record_id, table.c.valid_from, table.c.valid_to, table.c.known_from, table.c.known_to)
    rows: dict[int, list[Held]] = {}
    for row in session.execute(select(*bounds, *columns).where(table.c.record_id.in_(sorted(ids)))):
        rows.setdefault(row[0], []).append((row[1], row[2], row[3], row[4], tuple(row[5:])))
    events: dict[int, dict[int, list[tuple[EventName, date]]]] = {}
    query = (
        select(JournalEvent.record_id, JournalEvent.position, JournalEvent.name, JournalEvent.happened_on)
        .where(JournalEvent.kind == kind.value, JournalEvent.record_id.in_(sorted(ids)))
        .order_by(JournalEvent.id)
    )
    for record_id, position, name, day in session.execute(query):
        events.setdefault(record_id, {}).setdefault(position, []).append((EventName.of(name), day))
    return {
        key: Trace(tuple(rows.get(key, ())), {place: tuple(told) for place, told in events.get(key, {}).items()})
        for key in ids
    }


def was_rebuilt(session: Session, after: int) -> bool:
    """Whether the facts were made to follow the journal again since a position ("dựng lại")."""
    query = select(JournalEntry.position).where(JournalEntry.act == "rebuild", JournalEntry.position > after)
    return session.scalar(query.limit(1)) is not None


def changed(
    kind: RecordKind, before: tuple[Value, ...] | None, after: tuple[Value, ...] | None
) -> dict[str, tuple[Value, Value]]:
    """The counted columns that differ: from, to. A record that appears has no columns to compare: {}."""
    if before is None or after is None:
        return {}
    both = zip(FACT_COLUMNS[kind], before, after, strict=True)
    return {name: (old, new) for name, old, new in both if old != new and name not in UNTOLD}


def told(
    kind: RecordKind, changes: Mapping[str, tuple[Value, Value]], labels: Labels
) -> tuple[tuple[str, str, str], ...]:
    """The changes in Vietnamese: column, from, to."""
    fields = {f.name: f for f in FIELDS[kind]}
    found = []
    for name, (old, new) in changes.items():
        label = fields[name].label if name in fields else DERIVED_LABELS.get(name, name)
        found.append((label, _text(kind, name, old, labels), _text(kind, name, new, labels)))
    return tuple(found)


def _text(kind: RecordKind, name: str, value: Value, labels: Labels) -> str:
    if value is None:
        return "(trống)"
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    dimension: Any = next((one for one in DIMENSIONS[kind] if one.column == name), None)
    if dimension is not None:
        return labels.of(dimension, str(value))
    field = next((f for f in FIELDS[kind] if f.name == name), None)
    return field.term.of(value).label if field is not None and field.term is not None else str(value)
