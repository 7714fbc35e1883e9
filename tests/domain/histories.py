"""Random histories of records: events, corrections and strike-outs, some on one day, some before the record began."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st

from casework.domain.events import OPENING, Draft, Event
from casework.domain.fields import Value
from casework.domain.vocabulary import EventName, RecordKind

FIRST = date(2024, 2, 26)
SPAN = 12
K = RecordKind


def day(number: int) -> date:
    """A day of the short calendar that histories live in, a leap day among them."""
    return FIRST + timedelta(days=number)


_days = st.integers(0, SPAN).map(day)

FIELDS_SET: Mapping[RecordKind, Mapping[str, st.SearchStrategy[Value]]] = {
    K.PETITION: {
        "source": st.sampled_from(["council", "national_assembly"]),
        "unit_id": st.sampled_from([1, 2, None]),
        "assigned_on": _days,
        "result": st.sampled_from(["resolved", "explained", "in_progress", "not_yet", None]),
        "resolved_on": st.one_of(st.none(), _days),
        "answered_on": st.one_of(st.none(), _days),
        "moved_on": st.one_of(st.none(), _days),
        "stated_due_on": _days,
        "note": st.sampled_from(["a", "b"]),
    },
    K.RECEPTION: {
        "received_on": _days,
        "people": st.integers(1, 4),
        "receiver": st.sampled_from(["Giám đốc Sở", "Chủ tịch UBND Thành phố", None]),
        "type": st.sampled_from(["complaint", "petition_or_feedback"]),
    },
    K.LETTER: {
        "eligible": st.booleans(),
        "handling": st.sampled_from(["guided", "forwarded", None]),
        "handled_on": st.one_of(st.none(), _days),
        "signers": st.integers(1, 3),
    },
    K.CASE: {
        "type": st.sampled_from(["complaint", "denunciation"]),
        "complexity": st.sampled_from(["ordinary", "complex", None]),
        "extended_to": st.one_of(st.none(), _days),
        "suspended_on": st.one_of(st.none(), _days),
        "finished_on": st.one_of(st.none(), _days),
        "outcome": st.sampled_from(["correct", "withdrawn", "terminated", None]),
        "individuals": st.integers(0, 3),
    },
    K.FEEDBACK: {
        "stated_due_on": st.one_of(st.none(), _days),
        "handled_on": st.one_of(st.none(), _days),
        "type": st.sampled_from(["regulation", "conduct"]),
    },
}
NAMES: Mapping[RecordKind, tuple[EventName, ...]] = {
    K.PETITION: (EventName.ASSIGNED, EventName.ANSWERED, EventName.RESULT_SET, EventName.MOVED),
    K.RECEPTION: (EventName.HANDLED,),
    K.LETTER: (EventName.HANDLED,),
    K.CASE: (EventName.EXTENDED, EventName.SUSPENDED, EventName.FINISHED),
    K.FEEDBACK: (EventName.HANDLED,),
}


@dataclass(frozen=True, slots=True)
class Step:
    """An event to be recorded; `target`: the place in the history of the event that it corrects."""

    name: EventName
    on: date
    changes: dict[str, Value]
    target: int | None = None

    def draft(self, ids: Sequence[int]) -> Draft:
        """The draft, once the ids of the earlier events are known."""
        return Draft(self.name, self.on, self.changes, target=None if self.target is None else ids[self.target])


Entries = list[list[Step]]
"""A history: journal entries, each with its events."""


@st.composite
def histories(draw: st.DrawFn, kind: RecordKind, entries: int = 6) -> Entries:
    """A history that begins with the opening event; corrections and strike-outs aim at first events, never at the
    opening one with a strike-out (a record that is there keeps its opening)."""
    changes = st.lists(st.sampled_from(sorted(FIELDS_SET[kind])), min_size=1, max_size=4, unique=True).flatmap(
        lambda names: st.fixed_dictionaries({name: FIELDS_SET[kind][name] for name in names})
    )
    roots = [0]
    count = 1
    made = [[Step(OPENING[kind], draw(_days), draw(changes))]]
    for _ in range(draw(st.integers(0, entries - 1))):
        entry = []
        for _ in range(draw(st.integers(1, 2))):
            what = draw(st.sampled_from(["event", "event", "correction", "strike"]))
            targets = roots if what == "correction" else roots[1:]
            if what == "event" or not targets:
                entry.append(Step(draw(st.sampled_from(NAMES[kind])), draw(_days), draw(changes)))
                roots.append(count)
            elif what == "correction":
                entry.append(Step(EventName.CORRECTED, draw(_days), draw(changes), draw(st.sampled_from(targets))))
            else:
                entry.append(Step(EventName.STRUCK_OUT, draw(_days), {}, draw(st.sampled_from(targets))))
            count += 1
        made.append(entry)
    return made


def recorded(entries: Entries) -> list[Event]:
    """The history as recorded: ids from 1, an entry a position."""
    events: list[Event] = []
    ids: list[int] = []
    for position, entry in enumerate(entries, start=1):
        for step in entry:
            draft = step.draft(ids)
            ids.append(len(ids) + 1)
            events.append(
                Event(ids[-1], position, draft.name, draft.happened_on, draft.changes, draft.inferred, draft.target)
            )
    return events


def replay(events: Sequence[Event], position: int, on: date) -> tuple[dict[str, Value], date] | None:
    """The slow way: what was held at `position` of the day `on`, event by event; None before the record began."""
    last: dict[int, Event | None] = {}
    for event in events:
        if event.position > position:
            continue
        if event.target is None:
            last[event.id] = event
        elif last.get(event.target) is not None:
            last[event.target] = None if event.name is EventName.STRUCK_OUT else event
    kept = {root: event for root, event in last.items() if event is not None}
    if not kept:
        return None
    first = min(kept)
    opened_on = kept[first].happened_on
    if on < opened_on:
        return None
    values: dict[str, Value] = dict(kept.pop(first).changes)
    for number in range(-1, SPAN + 1):
        for root in sorted(kept):
            if kept[root].happened_on == day(number) and day(number) <= on:
                values.update(kept[root].changes)
    return values, opened_on
