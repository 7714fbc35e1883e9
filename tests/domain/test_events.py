"""The fold: events to facts, against a slow replay day by day and entry by entry."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.domain.derivation import derivation
from casework.domain.events import (
    ALWAYS,
    FACT_COLUMNS,
    FACT_FIELDS,
    FOREVER,
    OPENING,
    ROW_EVENTS,
    Draft,
    Event,
    FactRow,
    current_values,
    events_of,
    fold,
    in_order,
    standing,
    timeline,
)
from casework.domain.fields import FIELDS, Value
from casework.domain.vocabulary import EventName, RecordKind
from tests.domain.histories import SPAN, Entries, day, histories, recorded, replay
from tests.domain.reference import LAW

K = RecordKind
ANY = st.sampled_from(list(RecordKind)).flatmap(lambda kind: st.tuples(st.just(kind), histories(kind)))


def held_at(rows: list[FactRow], position: int, on: date) -> list[tuple[Value, ...]]:
    """The facts of a day as known at a position."""
    return [
        row.facts for row in rows if row.valid_from <= on < row.valid_to and row.known_from <= position < row.known_to
    ]


@given(ANY)
def test_the_fold_equals_the_slow_replay(told: tuple[RecordKind, Entries]) -> None:
    """For every day and every journal position: one row, with the facts of the replay; none before the start."""
    kind, entries = told
    events, derive = recorded(entries), derivation(kind, LAW)
    rows = fold(kind, events, derive)
    for position in range(len(entries) + 2):
        for number in range(-1, SPAN + 2):
            expected = replay(events, position, day(number))
            found = held_at(rows, position, day(number))
            if expected is None:
                assert found == []
                continue
            values, opened_on = expected
            facts = tuple(values.get(n) for n in FACT_FIELDS[kind]) + derive(values, opened_on)
            assert found == [facts]


@given(ANY)
def test_rows_are_as_few_as_can_be(told: tuple[RecordKind, Entries]) -> None:
    """At each position the stretches join without gap, last for ever, and neighbours differ; no row is empty."""
    kind, entries = told
    rows = fold(kind, recorded(entries), derivation(kind, LAW))
    assert len({(r.valid_from, r.known_from) for r in rows}) == len(rows)
    for row in rows:
        assert row.valid_from < row.valid_to
        assert row.known_from < row.known_to
        assert len(row.facts) == len(FACT_COLUMNS[kind])
    for position in range(1, len(entries) + 1):
        now = sorted((r for r in rows if r.known_from <= position < r.known_to), key=lambda r: r.valid_from)
        for one, following in pairwise(now):
            assert one.valid_to == following.valid_from
            assert one.facts != following.facts
        if now:
            assert now[-1].valid_to == FOREVER


@given(ANY)
def test_what_was_known_is_never_rewritten(told: tuple[RecordKind, Entries]) -> None:
    """Further entries only close rows and add rows: what was held at an earlier position stays as it was."""
    kind, entries = told
    derive = derivation(kind, LAW)
    whole = fold(kind, recorded(entries), derive)
    for length in range(1, len(entries)):
        before = fold(kind, recorded(entries[:length]), derive)
        later = {(r.valid_from, r.valid_to, r.known_from, r.facts) for r in whole if r.known_from <= length}
        assert {(r.valid_from, r.valid_to, r.known_from, r.facts) for r in before} == later


@given(ANY)
def test_current_values_are_those_of_the_last_day(told: tuple[RecordKind, Entries]) -> None:
    """The record's row shows what the replay gives at the end of all days."""
    _kind, entries = told
    events = recorded(entries)
    expected = replay(events, len(entries), day(SPAN))
    assert expected is not None or min(e.happened_on for e in events) > day(SPAN)
    if expected is not None:
        assert current_values(events) == expected[0]


@given(ANY)
def test_the_order_of_recording_decides_not_the_order_of_reading(told: tuple[RecordKind, Entries]) -> None:
    """Events read in any order make the same facts."""
    kind, entries = told
    events, derive = recorded(entries), derivation(kind, LAW)
    assert timeline(kind, standing(reversed(events)), derive) == timeline(kind, standing(events), derive)
    assert current_values(list(reversed(events))) == current_values(events)


def test_a_struck_out_event_does_not_come_back() -> None:
    """A correction of an event that was struck out corrects nothing."""
    one = Event(1, 1, EventName.RECEIVED, day(0), {"type": "complaint"})
    two = Event(2, 2, EventName.HANDLED, day(2), {"handled_on": day(2)})
    gone = Event(3, 3, EventName.STRUCK_OUT, day(2), {}, target=2)
    late = Event(4, 4, EventName.CORRECTED, day(3), {"handled_on": day(3)}, target=2)
    assert [e.id for e in standing([one, two, gone, late])] == [1]


def test_a_later_entry_of_an_earlier_day_takes_its_place() -> None:
    """A hand-written answer of Monday entered on Friday counts from Monday."""
    opening = Draft(EventName.RAISED, day(0), {"unit_id": 1})
    settled = Draft(EventName.SETTLED, day(5), {"result": "resolved", "resolved_on": day(5)})
    answered = Draft(EventName.ANSWERED, day(3), {"answered_on": day(3)})
    assert [e.name for e in in_order([opening, settled, answered])] == [
        EventName.RAISED,
        EventName.ANSWERED,
        EventName.SETTLED,
    ]
    stretches = timeline(K.PETITION, [opening, settled, answered], derivation(K.PETITION, LAW))
    state = FACT_COLUMNS[K.PETITION].index("state")
    assert [(s[0], s[2][state]) for s in stretches] == [
        (day(0), "assigned"),
        (day(3), "answered"),
        (day(5), "settled"),
    ]


def test_nothing_takes_effect_before_the_opening() -> None:
    """An act dated before the first day counts from the first day."""
    opening = Draft(EventName.RAISED, day(4), {"unit_id": 1})
    early = Draft(EventName.ANSWERED, day(1), {"answered_on": day(1)})
    stretches = timeline(K.PETITION, [opening, early], derivation(K.PETITION, LAW))
    assert [(s[0], s[1]) for s in stretches] == [(day(4), FOREVER)]


def test_no_events_no_facts() -> None:
    """And a fold of nothing is nothing."""
    derive = derivation(K.CASE, LAW)
    assert timeline(K.CASE, [], derive) == []
    assert fold(K.CASE, [], derive) == []


@pytest.mark.parametrize("kind", list(RecordKind))
def test_a_register_row_tells_its_events_once(kind: RecordKind) -> None:
    """Every filled field stands in exactly one event; the opening one comes first; the row's values come back."""
    values: dict[str, Value] = {}
    for number, f in enumerate(FIELDS[kind]):
        values[f.name] = day(number % SPAN) if f.name.endswith(("_on", "_to")) else f"{f.name}"
    if kind is K.PETITION:
        values["result"] = "resolved"
    drafts = events_of(kind, values, day(0))
    assert drafts[0].name is OPENING[kind]
    told = [name for draft in drafts for name in draft.changes]
    if kind is K.PETITION:
        assert sorted(told) == sorted(values)
    assert set(told) == set(values)
    merged: dict[str, Value] = {}
    for draft in drafts:
        merged |= draft.changes
    assert merged == values
    rules = {rule.name for rule in ROW_EVENTS[kind]} - {EventName.RESULT_SET}
    assert rules <= {draft.name for draft in drafts}


def test_a_day_that_is_not_told_is_marked_inferred() -> None:
    """A result without a day stands from the record's first day, marked; a told day is not."""
    drafts = events_of(
        K.PETITION, {"unit_id": 1, "result": "in_progress", "assigned_on": day(3)}, day(1), inferred=True
    )
    assert [(d.name, d.happened_on, d.inferred) for d in drafts] == [
        (EventName.RAISED, day(1), True),
        (EventName.RESULT_SET, day(1), True),
        (EventName.ASSIGNED, day(3), False),
    ]


def test_overdue_is_no_fact() -> None:
    """It is asked of a due date and a day; no column keeps it (design.md, decision 4)."""
    for kind in RecordKind:
        assert not any("overdue" in column for column in FACT_COLUMNS[kind])
        assert ALWAYS > 10**18
        assert FOREVER - timedelta(days=1) > day(SPAN)
