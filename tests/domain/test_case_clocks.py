"""The clock of a case against a slow one that walks day by day: suspensions, extensions, place, reopening."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from casework.domain import vocabulary as v
from casework.domain.derivation import DERIVED
from casework.domain.events import Draft, Event, events_of
from casework.domain.fields import Value
from casework.domain.held import Held
from casework.domain.steps import HAPPENED_ON
from casework.domain.vocabulary import EventName, RecordKind, Role
from casework.domain.workflow import check
from tests.domain.reference import LAW

K = RecordKind
DUE = DERIVED[K.CASE].index("due_on")


def opened(accepted: date, **more: Value) -> Held:
    """A case just accepted."""
    values: dict[str, Value] = {"type": "denunciation", "accepted_on": accepted, "unit_id": 7, "status": "open", **more}
    drafts = events_of(K.CASE, values, accepted)
    return Held(K.CASE, [Event(n, 1, d.name, d.happened_on, d.changes) for n, d in enumerate(drafts, 1)], LAW)


def moved(held: Held, event: str, day: date, **given: Value) -> Held:
    """The case after a step, as the service writes it."""
    row = check(K.CASE, held.state, event, Role.UNIT_OFFICER, held.values)
    told = {row.day_field: day} if row.day_field else {}
    own = {name: value for name, value in given.items() if name != HAPPENED_ON}
    draft = Draft(row.name, day, {**row.fixed, **held.told_besides(row, day), **told, **own})
    last = max(e.id for e in held.history)
    event_ = Event(last + 1, last + 1, draft.name, day, draft.changes)
    return Held(K.CASE, [*held.history, event_], LAW)


def due_of(held: Held) -> date:
    """The due date that the facts hold now."""
    found = held.derive(held.values, held.opening.happened_on)[DUE]
    assert isinstance(found, date)
    return found


def slow_end(accepted: date, total: int, stood: set[date]) -> date:
    """Day after day: one that stood still is not counted."""
    day, left = accepted, total
    while left:
        day += timedelta(days=1)
        left -= day not in stood
    return day


def slow_due(accepted: date, total: int, stood: set[date]) -> date:
    """The last day of the term; a day off moves to the next working day."""
    return LAW.calendar.next_working_day(slow_end(accepted, total, stood))


CASES = st.tuples(
    st.dates(date(2019, 2, 1), date(2026, 6, 1)),
    st.integers(0, 2),
    st.lists(st.tuples(st.integers(0, 12), st.integers(1, 40)), max_size=3),
)


@settings(max_examples=150, deadline=None)
@given(CASES)
def test_a_denunciation_counts_no_day_that_stood_still(case: tuple[date, int, list[tuple[int, int]]]) -> None:
    """Luật Tố cáo 2018, Điều 30 and 34: 30, 60, 90 days; suspended days are not counted."""
    accepted, extensions, halts = case
    held, stood, day = opened(accepted), set[date](), accepted
    complexity = [None, v.Complexity.COMPLEX, v.Complexity.ESPECIALLY_COMPLEX][extensions]
    for _n in range(extensions):
        assert complexity is not None
        held = moved(held, "extend", day, extended_to=date(2030, 1, 1), complexity=complexity.value)
    for gap, length in halts:
        first = day + timedelta(days=gap)
        assume(first <= slow_end(accepted, 30 * (extensions + 1), stood))
        held = moved(held, "suspend", first)
        assert due_of(held) == slow_due(accepted, 30 * (extensions + 1), stood)
        day = first + timedelta(days=length)
        held = moved(held, "resume", day)
        stood |= {first + timedelta(days=n) for n in range(1, length + 1)}
    assert due_of(held) == slow_due(accepted, 30 * (extensions + 1), stood)


@settings(max_examples=60, deadline=None)
@given(st.dates(date(2024, 1, 1), date(2026, 6, 29)), st.integers(0, 20), st.integers(1, 60))
def test_a_complaint_accepted_before_the_law_changed_counts_every_day(accepted: date, gap: int, length: int) -> None:
    """The clock follows the law of the day of acceptance (law-and-forms 4.3): suspended days before it are counted."""
    held = opened(accepted, type="complaint")
    before = due_of(held)
    halted = moved(held, "suspend", accepted + timedelta(days=gap))
    assert due_of(moved(halted, "resume", accepted + timedelta(days=gap + length))) == before


@pytest.mark.parametrize(
    ("more", "days"),
    [
        ({}, 30),
        ({"complexity": "complex"}, 45),
        ({"remote": True}, 45),
        ({"remote": True, "complexity": "complex"}, 60),
        ({"instance": "second"}, 45),
        ({"instance": "second", "complexity": "complex"}, 60),
        ({"instance": "second", "remote": True}, 60),
        ({"instance": "second", "remote": True, "complexity": "complex"}, 70),
        ({"disciplinary": True}, 30),
        ({"disciplinary": True, "complexity": "complex"}, 45),
        ({"disciplinary": True, "remote": True}, 30),
    ],
)
def test_the_limit_of_a_complaint_is_that_of_its_kind(more: dict[str, Value], days: int) -> None:
    """law-and-forms 4.1: first 30/45, remote 45/60; second 45/60, remote 60/70; disciplinary 30/45."""
    accepted = date(2024, 3, 15)
    assert due_of(opened(accepted, type="complaint", **more)) == slow_due(accepted, days, set())


def test_a_reopened_case_has_its_term_anew() -> None:
    """From the day of reopening, without what stood still or was extended before."""
    held = opened(date(2024, 1, 8))
    held = moved(held, "extend", date(2024, 1, 9), extended_to=date(2024, 3, 30), complexity="complex")
    held = moved(moved(held, "suspend", date(2024, 1, 10)), "resume", date(2024, 2, 10))
    held = moved(held, "finish", date(2024, 3, 1), decision="1/KL", outcome="denunciation_correct", status="finished")
    assert held.state == "decided"
    held = moved(held, "reopen", date(2024, 6, 3))
    assert held.state == "accepted"
    assert due_of(held) == slow_due(date(2024, 6, 3), 30, set())
    assert held.values.get("finished_on") is None


def test_an_event_of_an_extension_tells_which_it_is() -> None:
    """One, two: the law counts them (Luật Tố cáo 2018, Điều 30)."""
    held = opened(date(2024, 1, 8))
    once = moved(held, "extend", date(2024, 1, 9), extended_to=date(2024, 3, 1), complexity="especially_complex")
    assert due_of(once) == date(2024, 3, 1)
    twice = moved(once, "extend", date(2024, 2, 20), extended_to=date(2024, 12, 1))
    told = [e.changes["extensions"] for e in twice.history if e.name is EventName.EXTENDED]
    assert told == [1, 2]
    assert due_of(twice) == slow_due(date(2024, 1, 8), 90, set())
