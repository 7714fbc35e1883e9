"""The states of a return as a table, the days on which returns are due, the period before a period."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.domain.periods import parse_period
from casework.domain.returns import (
    OWED_PERIODS,
    RETURN_STEPS,
    OwnBook,
    ReturnError,
    ReturnRules,
    ReturnState,
    ReturnStep,
    counted_twice,
    due_on,
    lateness,
    owed_periods,
    period_before,
    step_of,
    steps_from,
)
from casework.domain.vocabulary import Role

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def test_each_row_stands_once_and_every_state_is_reached() -> None:
    places = [(one.state, one.step) for one in RETURN_STEPS]
    assert len(places) == len(set(places))
    assert {one.to for one in RETURN_STEPS} == set(ReturnState)
    assert {one.step for one in RETURN_STEPS} == set(ReturnStep)


@given(st.lists(st.tuples(st.sampled_from(ReturnStep), st.sampled_from(Role)), max_size=30))
def test_only_the_secretariat_accepts_and_only_what_was_filed(steps: list[tuple[ReturnStep, Role]]) -> None:
    """Whatever is tried in whatever order: accepted is only what was filed, by the secretariat."""
    state, filed = ReturnState.DRAFT, False
    for step, role in steps:
        try:
            taken = step_of(state, step, role, "sai cột 8")
        except ReturnError:
            assert not any(one.step is step for one in steps_from(state, role))
            continue
        if step is ReturnStep.ACCEPT:
            assert filed
            assert role in (Role.SECRETARIAT, Role.SYSTEM)
        filed = taken.to in (ReturnState.FILED, ReturnState.ACCEPTED)
        state = taken.to


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR, Role.RECEPTION_OFFICER])
def test_others_take_no_step(role: Role) -> None:
    assert all(steps_from(state, role) == () for state in ReturnState)


def test_sending_back_asks_for_a_reason() -> None:
    with pytest.raises(ReturnError, match="lý do"):
        step_of(ReturnState.FILED, ReturnStep.SEND_BACK, Role.SECRETARIAT, "  ")


@given(DAYS, DAYS, st.integers(0, 60))
def test_lateness(last: date, today: date, days: int) -> None:
    due = due_on(last, days)
    assert due - last == timedelta(days=days)
    assert lateness(due, None, today) == max(0, (today - due).days)
    assert lateness(due, today, today + timedelta(days=400)) == lateness(due, None, today), "what is filed ages no more"


@given(DAYS)
def test_owed_periods_have_ended_within_the_year(today: date) -> None:
    rules = ReturnRules(3, tuple(rule.name for rule in OWED_PERIODS))
    found = owed_periods(rules, today)
    assert len({one.code for one in found}) == len(found)
    assert all(one.last < today for one in found)
    assert all((today - one.last).days <= 369 for one in found)
    assert {"quy-1", "quy-2", "quy-3", "quy-4"} <= {one.code.rpartition("-")[0] for one in found}


@pytest.mark.parametrize(
    ("code", "before"),
    [
        ("quy-1-2024", "quy-4-2023"),
        ("quy-2-2024", "quy-1-2024"),
        ("6-thang-2024", "nam-2023"),
        ("9-thang-2024", "nam-2023"),
        ("nam-2024", "nam-2023"),
        ("6-thang-cuoi-2024", "6-thang-2024"),
        ("2024-01-01..2024-02-01", None),
        ("thang-5-2024", None),
    ],
)
def test_the_period_before(code: str, before: str | None) -> None:
    found = period_before(parse_period(code))
    assert (None if found is None else found.code) == before
    if found is not None:
        assert found.last < parse_period(code).last


def test_who_owes_what() -> None:
    period = parse_period("6-thang-2024")
    kept = OwnBook(1, ("01/TCD",), date(2024, 6, 14), None)
    assert kept.owes("01/TCD", period)
    assert not kept.owes("01/XLD", period)
    assert not OwnBook(1, (), date(2024, 6, 15), None).owes("01/TCD", period)
    assert not OwnBook(1, (), date(2023, 1, 1), date(2024, 6, 13)).owes("01/TCD", period)


def test_counted_twice() -> None:
    assert counted_twice({(1, 1): 5, (2, 1): 0, (3, 1): 4}, {(1, 9): 2, (2, 1): 7, (3, 1): 0}) == (1,)
