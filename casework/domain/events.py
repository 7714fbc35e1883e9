"""What happened to a record, and the folding of its events into facts.

The journal keeps events; an event says on which day something happened and which fields it set. From a record's events
come its current values and its facts: stretches of days in which every counted column is constant, each known from one
journal position to another (design.md, decision 2). All of this is pure: the same events always give the same facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TypeVar

from casework.domain.derivation import DERIVED, Derive
from casework.domain.fields import FIELDS, Value
from casework.domain.vocabulary import EventName, RecordKind

FOREVER = date(9999, 12, 31)
"""`valid_to` of a stretch that still lasts."""
ALWAYS = 2**62
"""`known_to` of what is known today."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An event before it is recorded. `inferred`: the day was not told but concluded ("ngày suy ra")."""

    name: EventName
    happened_on: date
    changes: Mapping[str, Value]
    inferred: bool = False
    target: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A recorded event. `position` is its journal entry; `target` the first id of the event that it corrects."""

    id: int
    position: int
    name: EventName
    happened_on: date
    changes: Mapping[str, Value]
    inferred: bool = False
    target: int | None = None


@dataclass(frozen=True, slots=True)
class EventRule:
    """An event of a register row: the field that holds its day, and the fields that it sets besides that day.

    `day_field` None: the record's first day. `needs`: the event exists only when this field is filled.
    """

    name: EventName
    day_field: str | None
    sets: tuple[str, ...]
    needs: str


ROW_EVENTS: Mapping[RecordKind, tuple[EventRule, ...]] = MappingProxyType(
    {
        RecordKind.PETITION: (
            EventRule(EventName.TRACKED, "tracked_on", ("council_resolution_id",), "council_resolution_id"),
            EventRule(
                EventName.ASSIGNED,
                "assigned_on",
                ("unit_id", "cooperating", "assigning_document", "stated_due_on"),
                "unit_id",
            ),
            EventRule(EventName.RESULT_SET, None, ("result",), "result"),
            EventRule(EventName.ANSWERED, "answered_on", ("answer_document",), "answered_on"),
            EventRule(EventName.MOVED, "moved_on", ("moved_document",), "moved_on"),
            EventRule(EventName.SETTLED, "resolved_on", ("result",), "resolved_on"),
        ),
        RecordKind.RECEPTION: (),
        RecordKind.LETTER: (EventRule(EventName.HANDLED, "handled_on", ("handling",), "handled_on"),),
        RecordKind.CASE: (
            EventRule(EventName.EXTENDED, None, ("extended_to",), "extended_to"),
            EventRule(
                EventName.FINISHED,
                "finished_on",
                (
                    "decision",
                    "outcome",
                    "collectives",
                    "individuals",
                    "money_recovered",
                    "land_recovered",
                    "investigated",
                ),
                "finished_on",
            ),
        ),
        RecordKind.FEEDBACK: (EventRule(EventName.HANDLED, "handled_on", ("answer_document",), "handled_on"),),
    }
)
"""Which events a register row tells, apart from the opening one, which sets every field that no other event sets."""

OPENING: Mapping[RecordKind, EventName] = MappingProxyType(
    {
        RecordKind.PETITION: EventName.RAISED,
        RecordKind.RECEPTION: EventName.RECEIVED,
        RecordKind.LETTER: EventName.RECEIVED,
        RecordKind.CASE: EventName.ACCEPTED,
        RecordKind.FEEDBACK: EventName.RECEIVED,
    }
)

SUPERSEDED: Mapping[EventName, EventName] = MappingProxyType({EventName.RESULT_SET: EventName.SETTLED})
"""An event that a register no longer shows once a later one has happened; its absence strikes nothing out.

Only a final result told without its day gives way: the later event tells when it came about.
"""


Happening = TypeVar("Happening", Draft, Event)


def events_of(kind: RecordKind, values: Mapping[str, Value], first_day: date, inferred: bool = False) -> list[Draft]:
    """The events that a register row tells, the opening one first, the others by their day.

    `first_day` is the record's first day (`inferred`: concluded, not told). Empty fields set nothing.
    """
    taken: set[str] = set()
    later: list[Draft] = []
    for rule in ROW_EVENTS[kind]:
        if values.get(rule.needs) is None:
            continue
        if rule.name is EventName.RESULT_SET and values.get("resolved_on") is not None:
            continue
        told = values.get(rule.day_field) if rule.day_field else None
        day = told if isinstance(told, date) else first_day
        names = rule.sets if rule.day_field is None else (rule.day_field, *rule.sets)
        changes = {name: values[name] for name in names if values.get(name) is not None}
        taken.update(names)
        later.append(Draft(rule.name, day, changes, inferred=not isinstance(told, date)))
    opening = {n: value for n, value in values.items() if value is not None and n not in taken}
    later.sort(key=lambda draft: draft.happened_on)
    return [Draft(OPENING[kind], first_day, opening, inferred), *later]


def standing(events: Iterable[Event]) -> list[Event]:
    """The events that still stand, corrections applied and struck-out ones gone, in the order of their ids."""
    roots: dict[int, Event] = {}
    for event in sorted(events, key=lambda e: e.id):
        if event.target is None:
            roots[event.id] = event
        elif event.name is EventName.STRUCK_OUT:
            roots.pop(event.target, None)
        elif event.target in roots:
            root = roots[event.target]
            roots[event.target] = Event(
                root.id, event.position, root.name, event.happened_on, event.changes, event.inferred
            )
    return [roots[key] for key in sorted(roots)]


def in_order(events: Iterable[Happening]) -> list[Happening]:
    """Events as they took effect: the opening one first, then by day; nothing takes effect before the opening."""
    rows = list(events)
    return rows[:1] + sorted(rows[1:], key=lambda e: e.happened_on)


def current_values(events: Sequence[Event]) -> dict[str, Value]:
    """The record's values as the standing events leave them."""
    values: dict[str, Value] = {}
    for event in in_order(standing(events)):
        values.update(event.changes)
    return values


Stretch = tuple[date, date, tuple[Value, ...]]
"""valid_from, valid_to (exclusive), and the fact columns in the order of `FACT_COLUMNS`."""

FACT_FIELDS: Mapping[RecordKind, tuple[str, ...]] = MappingProxyType(
    {kind: tuple(f.name for f in fields if f.fact) for kind, fields in FIELDS.items()}
)
FACT_COLUMNS: Mapping[RecordKind, tuple[str, ...]] = MappingProxyType(
    {kind: FACT_FIELDS[kind] + DERIVED[kind] for kind in RecordKind}
)


def timeline(kind: RecordKind, events: Iterable[Happening], derive: Derive) -> list[Stretch]:
    """The stretches of days that standing events make, oldest first; [] without events.

    Each stretch begins on the day of an event (on the opening day at the earliest) and lasts until the next one that
    changes a counted column; the last lasts for ever.
    """
    ordered = in_order(events)
    if not ordered:
        return []
    opened_on = ordered[0].happened_on
    names = FACT_FIELDS[kind]
    values: dict[str, Value] = {}
    stretches: list[tuple[date, tuple[Value, ...]]] = []
    last = len(ordered) - 1
    for index, event in enumerate(ordered):
        values.update(event.changes)
        day = event.happened_on if event.happened_on > opened_on else opened_on
        if index < last:
            following = ordered[index + 1].happened_on
            if following <= day:
                continue
        facts = tuple(map(values.get, names)) + derive(values, opened_on)
        if stretches and stretches[-1][1] == facts:
            continue
        stretches.append((day, facts))
    ends = [start for start, _ in stretches[1:]] + [FOREVER]
    return [(start, end, facts) for (start, facts), end in zip(stretches, ends, strict=True)]


@dataclass(frozen=True, slots=True)
class FactRow:
    """One row of facts: a stretch of days, and the journal positions between which it was held to be so."""

    valid_from: date
    valid_to: date
    known_from: int
    known_to: int
    facts: tuple[Value, ...]


def fold(kind: RecordKind, history: Sequence[Event], derive: Derive) -> list[FactRow]:
    """Every fact row that a record's whole history makes: for each journal position what was then held to be so."""
    rows: list[FactRow] = []
    held: dict[Stretch, int] = {}
    for position in sorted({event.position for event in history}):
        now = timeline(kind, standing(e for e in history if e.position <= position), derive)
        for stretch in [s for s in held if s not in now]:
            start, end, facts = stretch
            rows.append(FactRow(start, end, held.pop(stretch), position, facts))
        for stretch in now:
            held.setdefault(stretch, position)
    rows.extend(FactRow(s, e, known, ALWAYS, facts) for (s, e, facts), known in held.items())
    return rows
