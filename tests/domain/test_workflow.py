"""The workflow: every transition leads where its row says, every other one is refused; guard and button agree."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product

import pytest

from casework.domain import vocabulary as v
from casework.domain.access import ACTS, MOVE
from casework.domain.case_steps import OUTCOMES
from casework.domain.derivation import DERIVED, derivation
from casework.domain.events import Draft, events_of, in_order
from casework.domain.fields import Shape, Value
from casework.domain.vocabulary import RecordKind, Role
from casework.domain.workflow import (
    HAPPENED_ON,
    REASON,
    STATES,
    TRANSITIONS,
    Transition,
    WorkflowError,
    check,
    event_label,
    form_field,
    open_values,
    state_label,
    transitions,
)
from tests.domain import citizen_workflow
from tests.domain.reference import LAW

K = RecordKind
BEGUN, LATER = date(2024, 1, 8), date(2024, 3, 11)
OFFICE, REVIEW = {Role.SECRETARIAT, Role.SYSTEM}, {Role.SECRETARIAT, Role.LEADER, Role.SYSTEM}
UNIT = {Role.UNIT_OFFICER, Role.UNIT_HEAD}
RECEPTION, BOTH = {Role.RECEPTION_OFFICER, Role.SYSTEM}, {Role.RECEPTION_OFFICER, Role.SECRETARIAT, Role.SYSTEM}

# Written out by hand, apart from the table of the code: event → (from states, roles).
EXPECTED: dict[RecordKind, dict[str, tuple[set[str], set[Role]]]] = {
    K.PETITION: {
        "assign": ({"received"}, OFFICE),
        "reassign": ({"assigned", "answered"}, OFFICE),
        "answer": ({"assigned"}, OFFICE | UNIT),
        "set_result": ({"assigned", "answered"}, OFFICE | UNIT),
        "settle": ({"received", "assigned", "answered"}, OFFICE),
        "reopen": ({"settled"}, REVIEW),
        "move": ({"received", "assigned", "answered"}, OFFICE),
        "take_back": ({"moved"}, REVIEW),
        "track": ({"received", "assigned", "answered", "settled"}, OFFICE),
        "untrack": ({"received", "assigned", "answered", "settled"}, OFFICE),
        "find": ({"assigned", "answered", "settled"}, REVIEW),
    },
    **citizen_workflow.STEPS,
}

PETITION: dict[str, Value] = {"code": "1", "source": "council", "session_id": 1, "content": "Sửa đường"}
ASSIGNED: dict[str, Value] = {**PETITION, "unit_id": 7, "assigned_on": date(2024, 1, 10), "result": "in_progress"}
ANSWERED: dict[str, Value] = {**ASSIGNED, "answered_on": date(2024, 2, 5), "answer_document": "12/UBND"}

# Records as registers show them, in each state; several where a state may have come about in several ways.
RECORDS: dict[RecordKind, dict[str, list[dict[str, Value]]]] = {
    K.PETITION: {
        "received": [PETITION],
        "assigned": [ASSIGNED],
        "answered": [ANSWERED],
        "settled": [
            {**ANSWERED, "result": "resolved", "resolved_on": date(2024, 3, 1)},
            {**ASSIGNED, "result": "resolved", "resolved_on": date(2024, 3, 1)},
            {**PETITION, "result": "noted", "resolved_on": date(2024, 3, 1)},
        ],
        "moved": [
            {**base, "competence": "central", "moved_on": date(2024, 3, 4), "moved_document": "5/UBND"}
            for base in (
                PETITION,
                ASSIGNED,
                ANSWERED,
                {**ANSWERED, "result": "resolved", "resolved_on": date(2024, 3, 1)},
            )
        ],
        "split": [{**ASSIGNED, "handled_within": "split"}],
        "merged": [{**ANSWERED, "handled_within": "merged"}],
        "undone": [{**PETITION, "split_off": True, "handled_within": "undone"}],
    },
    **citizen_workflow.RECORDS,
}


def state_of(kind: RecordKind, drafts: list[Draft]) -> str:
    """The state that the events leave the record in."""
    values: dict[str, Value] = {}
    for draft in in_order(drafts):
        values.update(draft.changes)
    return str(derivation(kind, LAW)(values, BEGUN)[DERIVED[kind].index("state")])


def a_value(kind: RecordKind, name: str) -> Value:
    """Something that the field may hold."""
    shape = form_field(kind, name).shape
    samples: dict[Shape, Value] = {Shape.DATE: LATER, Shape.COUNT: 3, Shape.UNIT: 9, Shape.COUNCIL_RESOLUTION: 4}
    if name == "complexity":
        return v.Complexity.COMPLEX.value
    if name == "handling":
        return v.LetterHandling.FORWARDED.value
    return samples.get(shape, "chữ")


def ways(kind: RecordKind, step: Transition, state: str, values: dict[str, Value]) -> Iterator[Draft]:
    """The step with the required fields only and with all, for every open choice."""
    for names in (step.required, step.asked):
        free = [n for n in names if open_values(step, n, state, values) is None]
        limited = {n: open_values(step, n, state, values) or () for n in names if n not in free}
        for chosen in product(*limited.values()):
            given: dict[str, Value] = {n: a_value(kind, n) for n in (*free, *step.looked_up)}
            given |= dict(zip(limited, chosen, strict=True))
            day = given.pop(step.day_field or HAPPENED_ON) if step.day_field is None else given[step.day_field]
            assert isinstance(day, date)
            yield Draft(step.name, day, {**step.fixed, **given})


def rows() -> Iterator[tuple[RecordKind, str, dict[str, Value], Transition]]:
    for kind, by_state in RECORDS.items():
        for state, records in by_state.items():
            for values, step in product(records, TRANSITIONS[kind]):
                if state in step.states:
                    yield kind, state, values, step


@pytest.mark.parametrize(("kind", "state", "values", "step"), list(rows()))
def test_a_transition_leads_where_its_row_says(
    kind: RecordKind, state: str, values: dict[str, Value], step: Transition
) -> None:
    """For each record in a from-state, each choice: the derived state is one that the row names."""
    before = events_of(kind, values, BEGUN)
    assert state_of(kind, before) == state
    drafts = list(ways(kind, step, state, values))
    assert drafts
    for draft in drafts:
        assert state_of(kind, [*before, draft]) in step.to, draft


def test_every_state_that_a_row_names_is_reached() -> None:
    """No row promises a state that never follows."""
    reached = {
        (kind, step.event, state_of(kind, [*events_of(kind, values, BEGUN), draft]))
        for kind, state, values, step in rows()
        for draft in ways(kind, step, state, values)
    }
    named = {(kind, step.event, to) for kind, steps in TRANSITIONS.items() for step in steps for to in step.to}
    assert reached == {(kind, event, str(to)) for kind, event, to in named}


def test_taking_back_and_reopening_restore_what_stood_before() -> None:
    """A moved petition returns to the state it had; a reopened one to answered or assigned, as far as it had come."""
    take_back = check(K.PETITION, "moved", "take_back", Role.SECRETARIAT)
    ends = [
        state_of(
            K.PETITION, [*events_of(K.PETITION, values, BEGUN), next(ways(K.PETITION, take_back, "moved", values))]
        )
        for values in RECORDS[K.PETITION]["moved"]
    ]
    assert ends == ["received", "assigned", "answered", "settled"]
    reopen = check(K.PETITION, "settled", "reopen", Role.LEADER)
    ends = [
        state_of(K.PETITION, [*events_of(K.PETITION, values, BEGUN), next(ways(K.PETITION, reopen, "settled", values))])
        for values in RECORDS[K.PETITION]["settled"]
    ]
    assert ends == ["answered", "assigned", "received"]


@pytest.mark.parametrize("kind", list(RecordKind))
def test_guard_and_button_are_the_table_and_nothing_else(kind: RecordKind) -> None:
    """Every state × event × role: allowed where the list of this test says so, refused in Vietnamese elsewhere."""
    states = [str(s) for s in STATES[kind] or ()] or ["received"]
    every_event = sorted({event for table in EXPECTED.values() for event in table} | {"unheard_of"})
    for state, event, role in product(states, every_event, Role):
        from_states, roles = EXPECTED[kind].get(event, (set(), set()))
        allowed = state in from_states and role in roles
        assert (event in {t.event for t in transitions(kind, state, role)}) == allowed, (state, event, role)
        if allowed:
            step = check(kind, state, event, role)
            assert step.event == event
            assert state in step.states
        else:
            with pytest.raises(WorkflowError, match=r"không|Không"):
                check(kind, state, event, role)


def test_the_table_has_one_row_for_each_state_and_event() -> None:
    """Two rows for one state and event would make the guard choose."""
    for steps in TRANSITIONS.values():
        pairs = [(str(state), step.event) for step in steps for state in step.states]
        assert len(pairs) == len(set(pairs))


def test_rows_name_real_fields_and_carry_their_day() -> None:
    """What a step asks, sets, limits or looks up is declared; its day is asked, looked up, or the day of the act."""
    for kind, steps in TRANSITIONS.items():
        for step in steps:
            names = {*step.asked, *step.fixed, *step.choices, *step.looked_up, *(n for n, _ in step.needs)}
            for name in names | set(step.needs.values()):
                form_field(kind, name)
            assert (step.day_field or HAPPENED_ON) in {*step.required, *step.looked_up}
            assert step.label
            for by_state in step.choices.values():
                assert {str(state) for state in step.states} <= set(by_state)


def test_reopening_and_taking_back_ask_why() -> None:
    """What undoes an earlier act is not done without a reason."""
    for event in ("reopen", "take_back"):
        assert all(REASON in step.required for step in TRANSITIONS[K.PETITION] if step.event == event)


def test_who_takes_any_step_may_move_that_kind() -> None:
    """The table of rights and the workflow agree on who moves records."""
    for kind, steps in TRANSITIONS.items():
        roles = {role for step in steps for role in step.roles}
        assert roles == (ACTS[MOVE[kind]] if kind in MOVE else set())


def test_a_case_is_decided_as_its_type_may_be() -> None:
    """A denunciation is not "khiếu nại đúng"; withdrawal and termination are steps of their own."""
    finish = check(K.CASE, "accepted", "finish", Role.UNIT_OFFICER)
    complaint = open_values(finish, "outcome", "accepted", {"type": "complaint"})
    denunciation = open_values(finish, "outcome", "accepted", {"type": "denunciation"})
    assert complaint == ("correct", "partly", "wrong", "upheld", "changed")
    assert denunciation == ("denunciation_correct", "denunciation_wrong", "denunciation_partly")
    assert {o for outcomes in OUTCOMES.values() for o in outcomes} | {"withdrawn", "terminated"} == {
        o.value for o in v.CaseOutcome
    }


def test_an_explanation_needs_an_answer() -> None:
    """Settled as explained only after an answer; noted at any time."""
    settle = check(K.PETITION, "assigned", "settle", Role.SECRETARIAT)
    assert open_values(settle, "result", "received", {}) == ("noted",)
    assert "explained" not in (open_values(settle, "result", "assigned", {}) or ())
    assert "explained" in (open_values(settle, "result", "answered", {}) or ())


def test_states_have_their_official_names() -> None:
    """Each state of each kind has a label; a reception's too."""
    assert state_label(K.PETITION, "answered") == "Đã trả lời"
    assert state_label(K.RECEPTION, "received") == "Đã tiếp"
    for kind, terms in STATES.items():
        for state in terms or ():
            assert state_label(kind, state.value)


def test_a_history_calls_a_step_back_by_its_own_name() -> None:
    """What takes back a move is not called a move; what any other event is called, its name says."""
    back = check(K.PETITION, "moved", "take_back", Role.SECRETARIAT)
    assert event_label(K.PETITION, back.name, {**back.fixed, REASON: "nhầm"}) == "Nhận lại"
    assert event_label(K.PETITION, back.name, {"moved_on": BEGUN, "moved_document": "1/CV"}) == back.name.label
