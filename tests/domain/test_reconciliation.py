"""A corrected register row against a record's history: random rows, and the rules of issue 2, section 4, one by one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.domain.derivation import derivation
from casework.domain.events import FACT_COLUMNS, Event, Stretch, current_values, events_of, standing, timeline
from casework.domain.fields import DENUNCIATION, FIELDS, IDENTITY_FIELDS
from casework.domain.limits import Law
from casework.domain.reconciliation import Reconciliation, reconcile
from casework.domain.vocabulary import FINAL_RESULTS, EventName, RecordKind
from tests.domain.rows import ROWS, Row, first_day, recorded
from tests.files.shipped import shipped_law

KINDS = list(RecordKind)


@pytest.fixture(scope="module")
def law() -> Law:
    """The shipped law."""
    return shipped_law()


def imported(kind: RecordKind, row: Row) -> list[Event]:
    """The history of a record after its first import."""
    day, inferred = first_day(kind, row)
    return recorded([], events_of(kind, row, day, inferred), 1)


def again(kind: RecordKind, history: list[Event], row: Row, last_import: int) -> Reconciliation:
    """The newer row compared with the history."""
    day, inferred = first_day(kind, row)
    return reconcile(kind, history, row, {field.name for field in FIELDS[kind]}, day, inferred, last_import.__ge__)


def kept_from_denouncing(kind: RecordKind, history: list[Event], row: Row) -> bool:
    """Whether the row makes a denunciation of a record whose journal names its person."""
    named = any(name in event.changes for event in history for name in IDENTITY_FIELDS[kind])
    return named and row.get("type") == DENUNCIATION and current_values(standing(history))["type"] != DENUNCIATION


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_the_newest_row_is_what_stands(kind: RecordKind, data: st.DataObject, law: Law) -> None:
    """However often a row changes: the values, and all facts as known now, are those of the newest row alone."""
    rows = data.draw(st.lists(ROWS[kind], min_size=2, max_size=4))
    history = imported(kind, rows[0])
    derive = derivation(kind, law)
    for position, row in enumerate(rows[1:], start=2):
        outcome = again(kind, history, row, position - 1)
        if kept_from_denouncing(kind, history, row):
            assert (outcome.drafts, [c.name for c in outcome.conflicts]) == ((), ["type"])
            continue
        assert outcome.conflicts == ()
        history = recorded(history, outcome.drafts, position)
        stands = standing(history)
        assert {n: value for n, value in current_values(stands).items() if value is not None} == row
        assert again(kind, history, row, position).drafts == ()
        fresh = imported(kind, row)
        assert counted(kind, timeline(kind, stands, derive)) == counted(kind, timeline(kind, fresh, derive))


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_a_row_that_says_the_same_changes_nothing(kind: RecordKind, data: st.DataObject) -> None:
    row = data.draw(ROWS[kind])
    assert again(kind, imported(kind, row), row, 1) == Reconciliation((), ())


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_corrections_name_events_of_the_record(kind: RecordKind, data: st.DataObject) -> None:
    """Each correction names an event that stands, at most one names each, and a striking-out sets nothing."""
    old, new = data.draw(ROWS[kind]), data.draw(ROWS[kind])
    history = imported(kind, old)
    drafts = again(kind, history, new, 1).drafts
    targets = [draft.target for draft in drafts if draft.target is not None]
    assert len(targets) == len(set(targets))
    assert set(targets) <= {event.id for event in standing(history)}
    for draft in drafts:
        assert (draft.target is not None) == (draft.name in (EventName.CORRECTED, EventName.STRUCK_OUT))
        if draft.name is EventName.STRUCK_OUT:
            assert draft.changes == {}
            assert draft.target != history[0].id


def counted(kind: RecordKind, stretches: list[Stretch]) -> list[Stretch]:
    """The stretches without what only an earlier file told: which open result a petition had before it was settled."""
    found: list[Stretch] = []
    place = FACT_COLUMNS[kind].index("result") if kind is RecordKind.PETITION else -1
    for start, end, facts in stretches:
        if place >= 0 and facts[place] not in FINAL_RESULTS:
            facts = (*facts[:place], None, *facts[place + 1 :])
        if found and found[-1][2] == facts:
            start = found.pop()[0]
        found.append((start, end, facts))
    return found


LETTER: Row = {
    "code": "Đ1",
    "received_on": date(2024, 3, 5),
    "type": "complaint",
    "content": "đất",
    "eligible": True,
    "handling": "guided",
}


def by_hand(history: list[Event], name: EventName, day: date, changes: Row) -> list[Event]:
    """The history with an event that an officer recorded after the import."""
    return [*history, Event(len(history) + 1, 2, name, day, changes)]


def test_a_field_changed_in_the_system_is_a_conflict_and_stays() -> None:
    history = imported(RecordKind.LETTER, LETTER)
    handled: Row = {"handled_on": date(2024, 3, 20), "handling": "forwarded"}
    history = by_hand(history, EventName.HANDLED, date(2024, 3, 20), handled)
    outcome = again(RecordKind.LETTER, history, {**LETTER, "handled_on": date(2024, 3, 9), "content": "nước"}, 1)
    told = {c.name: (c.in_system, c.in_file) for c in outcome.conflicts}
    assert told == {"handled_on": (date(2024, 3, 20), date(2024, 3, 9)), "handling": ("forwarded", "guided")}
    values = current_values(standing(recorded(history, outcome.drafts, 3)))
    assert (values["handled_on"], values["handling"]) == (date(2024, 3, 20), "forwarded")
    assert values["content"] == "nước"


def test_a_file_that_has_caught_up_with_the_system_is_no_conflict() -> None:
    history = imported(RecordKind.LETTER, LETTER)
    handled: Row = {"handled_on": date(2024, 3, 20), "handling": "forwarded"}
    history = by_hand(history, EventName.HANDLED, date(2024, 3, 20), handled)
    assert again(RecordKind.LETTER, history, {**LETTER, **handled}, 1) == Reconciliation((), ())


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_columns_that_a_register_lacks_are_left_alone(kind: RecordKind, data: st.DataObject) -> None:
    old, new = data.draw(ROWS[kind]), data.draw(ROWS[kind])
    history = imported(kind, old)
    day, inferred = first_day(kind, old)
    outcome = reconcile(kind, history, new, {"content"}, day, inferred, (1).__eq__)
    values = current_values(standing(recorded(history, outcome.drafts, 2)))
    assert {n: value for n, value in values.items() if value is not None} == {**old, "content": new["content"]}


def test_resolved_and_reopened() -> None:
    """In progress → resolved on a day → in progress: each the event of its day, as known then and now."""
    open_row: Row = {
        "code": "K1", "source": "council", "term": "XVI", "session_id": 1, "content": "đường", "unit_id": 1,
        "result": "in_progress",
    }  # fmt: skip
    done: Row = {**open_row, "result": "resolved", "resolved_on": date(2024, 3, 20)}
    kind = RecordKind.PETITION
    history = imported(kind, open_row)
    outcome = again(kind, history, done, 1)
    assert [(d.name, d.happened_on) for d in outcome.drafts] == [(EventName.SETTLED, date(2024, 3, 20))]
    history = recorded(history, outcome.drafts, 2)
    outcome = again(kind, history, open_row, 2)
    assert [d.name for d in outcome.drafts] == [EventName.STRUCK_OUT]
    values = current_values(standing(recorded(history, outcome.drafts, 3)))
    assert (values["result"], values.get("resolved_on")) == ("in_progress", None)
