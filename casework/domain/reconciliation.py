"""A corrected register against what is recorded: which events the newer row adds, corrects or strikes out.

Empty → value: the event of that date. Value → other value: a correction of the event that set it. Value → empty: a
correction that strikes out. A field changed in the system since the last import is a conflict and stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casework.domain.events import (
    OPENING,
    ROW_EVENTS,
    SUPERSEDED,
    Draft,
    Event,
    current_values,
    events_of,
    in_order,
    standing,
)
from casework.domain.fields import DENUNCIATION, IDENTITY_FIELDS, Value
from casework.domain.vocabulary import FINAL_RESULTS, EventName, RecordKind

IDENTITY_ON_RECORD = (
    "nhật ký của hồ sơ đã ghi danh tính công dân nên không đổi ngay thành tố cáo được; hãy mở hồ sơ, chọn "
    "“Chuyển thành tố cáo” để đề xuất: khi một người khác quyết định, danh tính bị hủy và phân loại được sửa"
)
"""Why a record does not become a denunciation: the journal keeps what it was told (design.md, decisions 2 and 11)."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that the file and the system both changed; the system's value stays.

    `why`: what else keeps the whole row from being taken over, in Vietnamese.
    """

    name: str
    in_system: Value
    in_file: Value
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What to record: `drafts` (new events and corrections, in order) and the conflicts to show."""

    drafts: tuple[Draft, ...]
    conflicts: tuple[Conflict, ...]


def reconcile(
    kind: RecordKind,
    history: Sequence[Event],
    row: Mapping[str, Value],
    columns: Collection[str],
    first_day: date,
    inferred: bool,
    told_by_register: Callable[[int], bool],
) -> Reconciliation:
    """Compares a register row with a record's history.

    A record whose journal tells who its person is does not become a denunciation: its row is a conflict as a whole.

    `columns`: the fields that the register has (an absent column says nothing about its field); `told_by_register`:
    whether a journal position is that of an import; what another act changed last is a conflict, however many imports
    have passed it by since.
    """
    stands = standing(history)
    now = current_values(stands)
    turned = "type" in columns and row.get("type") == DENUNCIATION != now.get("type")
    if turned and names_person(kind, history):
        return Reconciliation((), (Conflict("type", now.get("type"), DENUNCIATION, IDENTITY_ON_RECORD),))
    changed = _changed_at(history)
    merged, conflicts = dict(now), list[Conflict]()
    for name in columns:
        told, held = row.get(name), now.get(name)
        if told == held:
            continue
        if name in changed and not told_by_register(changed[name]):
            conflicts.append(Conflict(name, held, told))
            continue
        merged[name] = told
    return Reconciliation(tuple(_drafts(kind, stands, now, merged, first_day, inferred)), tuple(conflicts))


def names_person(kind: RecordKind, history: Sequence[Event]) -> bool:
    """Whether any event of a record tells who its person is."""
    return any(event.changes.get(name) for event in history for name in IDENTITY_FIELDS[kind])


def _changed_at(history: Sequence[Event]) -> dict[str, int]:
    """The journal position at which each field last changed its value."""
    found: dict[str, int] = {}
    before: dict[str, Value] = {}
    for position in sorted({event.position for event in history}):
        after = current_values(standing(e for e in history if e.position <= position))
        for name in before.keys() | after.keys():
            if before.get(name) != after.get(name):
                found[name] = position
        before = after
    return found


def _drafts(
    kind: RecordKind,
    stands: list[Event],
    now: Mapping[str, Value],
    merged: Mapping[str, Value],
    first_day: date,
    inferred: bool,
) -> list[Draft]:
    drafts = list[Draft]()
    left = list(stands)
    for rule in ROW_EVENTS[kind]:
        gone = now.get(rule.needs) is not None and merged.get(rule.needs) is None
        owner = _owner(left, rule.needs) if gone else None
        if owner is not None and owner.name is rule.name:
            drafts.append(Draft(EventName.STRUCK_OUT, owner.happened_on, {}, target=owner.id))
            left.remove(owner)
    for event in _superseded(kind, merged, left):
        drafts.append(Draft(EventName.STRUCK_OUT, event.happened_on, {}, target=event.id))
        left.remove(event)
    held = current_values(left)
    needs = {rule.name: rule.needs for rule in ROW_EVENTS[kind]}
    opening = OPENING[kind]
    taken = set[str]()
    for draft in events_of(kind, merged, first_day, inferred):
        changed = {n for n, value in draft.changes.items() if held.get(n) != value}
        taken.update(draft.changes)
        moved = _redated(draft, left, opening)
        if not changed and not moved:
            continue
        needed = needs.get(draft.name)
        if needed is not None and held.get(needed) is None:
            drafts.extend([draft, *_taken_over(draft, left[0])])
            continue
        drafts.extend(_corrections(draft, changed, left, moved, kind))
    drafts.extend(_emptied(kind, merged, held, left, taken, first_day))
    return _joined(drafts, {event.id: event for event in left})


def _redated(draft: Draft, events: Sequence[Event], opening: EventName) -> bool:
    """Whether the draft's own event lies on another day: the opening one, or one whose day follows the opening."""
    own = next((e for e in reversed(in_order(events)) if e.name is draft.name), None)
    if own is None or own.happened_on == draft.happened_on:
        return False
    return own.inferred if draft.inferred else draft.name is opening


def _superseded(kind: RecordKind, merged: Mapping[str, Value], events: Sequence[Event]) -> list[Event]:
    """Events without a day of their own that another, which has one, leaves no room for.

    A final result was not reached before the day that the register now tells; an open one does not follow it.
    """
    told = {rule.name: merged.get(rule.day_field) for rule in ROW_EVENTS[kind] if rule.day_field}
    found = list[Event]()
    for event in events:
        later = SUPERSEDED.get(event.name)
        day = told.get(later) if later is not None else None
        if event.inferred and isinstance(day, date):
            final = event.changes.get("result") in FINAL_RESULTS
            if final or event.happened_on > day:
                found.append(event)
    return found


def _taken_over(fresh: Draft, opening: Event) -> list[Draft]:
    """What a new event, which has its day, takes out of the opening one, which told of it without a day.

    Otherwise a letter would be handled from its first day on, though the register tells when it was.
    """
    told = opening.changes.keys() & fresh.changes.keys()
    if not told:
        return []
    kept = {n: value for n, value in opening.changes.items() if n not in told}
    return [Draft(EventName.CORRECTED, opening.happened_on, kept, opening.inferred, opening.id)]


def _joined(drafts: Sequence[Draft], events: Mapping[int, Event]) -> list[Draft]:
    """One correction an event: what several would set, take back or date anew, together (a later one replaces all)."""
    joined = list[Draft]()
    places = dict[int, int]()
    for draft in drafts:
        if draft.target is None or draft.name is not EventName.CORRECTED or draft.target not in places:
            if draft.target is not None and draft.name is EventName.CORRECTED:
                places[draft.target] = len(joined)
            joined.append(draft)
            continue
        event, place = events[draft.target], places[draft.target]
        before = joined[place]
        dropped = event.changes.keys() - draft.changes.keys()
        fresh = {n: value for n, value in draft.changes.items() if event.changes.get(n) != value}
        changes = {n: value for n, value in {**before.changes, **fresh}.items() if n not in dropped}
        moved = draft if draft.happened_on != event.happened_on else before
        joined[place] = Draft(EventName.CORRECTED, moved.happened_on, changes, moved.inferred, event.id)
    return joined


def _owner(events: Sequence[Event], name: str) -> Event | None:
    """The event that set a field last."""
    return next((e for e in reversed(in_order(events)) if e.changes.get(name) is not None), None)


def _corrections(draft: Draft, changed: set[str], events: list[Event], moved: bool, kind: RecordKind) -> list[Draft]:
    """Corrections of the events that set the changed fields; what nothing set yet goes to the draft's own event."""
    own = next((e for e in reversed(in_order(events)) if e.name is draft.name), events[0])
    parts: dict[int, set[str]] = {own.id: set()} if moved else {}
    for name in sorted(changed):
        owner = _owner(events, name) or own
        parts.setdefault(owner.id, set()).add(name)
    by_id = {event.id: event for event in events}
    found = []
    for key, names in parts.items():
        event = by_id[key]
        changes = {**event.changes, **{name: draft.changes[name] for name in names}}
        day = draft.happened_on if event.name is draft.name else _day_of(kind, event, changes)
        found.append(Draft(EventName.CORRECTED, day, changes, draft.inferred, event.id))
    return found


def _day_of(kind: RecordKind, event: Event, changes: Mapping[str, Value]) -> date:
    for rule in ROW_EVENTS[kind]:
        told = changes.get(rule.day_field) if rule.day_field and rule.name is event.name else None
        if isinstance(told, date):
            return told
    return event.happened_on


def _emptied(
    kind: RecordKind,
    merged: Mapping[str, Value],
    held: Mapping[str, Value],
    events: list[Event],
    taken: set[str],
    first_day: date,
) -> list[Draft]:
    """Corrections that take back single fields which the newer row no longer fills.

    An event that loses its day has happened, as far as is known, on the record's first day.
    """
    gone = [n for n, value in held.items() if value is not None and merged.get(n) is None and n not in taken]
    by_owner: dict[int, set[str]] = {}
    for name in gone:
        owner = _owner(events, name)
        if owner is not None:
            by_owner.setdefault(owner.id, set()).add(name)
    by_id = {event.id: event for event in events}
    day_fields = {rule.name: rule.day_field for rule in ROW_EVENTS[kind]}
    found = list[Draft]()
    for key, names in by_owner.items():
        event = by_id[key]
        dateless = day_fields.get(event.name) in names
        day, inferred = (first_day, True) if dateless else (event.happened_on, event.inferred)
        kept = {n: value for n, value in event.changes.items() if n not in names}
        found.append(Draft(EventName.CORRECTED, day, kept, inferred, key))
    return found
