"""Kaplan–Meier against the definition worked out record by record, and what its bounds promise."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.domain.survival import days_until, open_after, survival

spans = st.lists(st.tuples(st.integers(0, 40), st.booleans()), max_size=60)


def counted(records: list[tuple[int, bool]]) -> tuple[Counter[int], Counter[int]]:
    return Counter(d for d, done in records if done), Counter(d for d, done in records if not done)


def slow(records: list[tuple[int, bool]], day: int) -> Fraction:
    share = Fraction(1)
    for t in range(day + 1):
        risk = [r for r in records if r[0] >= t]
        ended = [r for r in risk if r[0] == t and r[1]]
        if ended:
            share *= 1 - Fraction(len(ended), len(risk))
    return share


@given(spans, st.integers(0, 45))
def test_the_share_still_open_is_that_of_the_definition(records: list[tuple[int, bool]], day: int) -> None:
    assert open_after(survival(*counted(records)), day) == slow(records, day)


@given(spans)
def test_steps_fall_and_their_bounds_hold_them(records: list[tuple[int, bool]]) -> None:
    steps = survival(*counted(records))
    shares = [step.open_share for step in steps]
    assert shares == sorted(shares, reverse=True)
    for step in steps:
        assert 0 <= step.low <= float(step.open_share) + 1e-12
        assert float(step.open_share) - 1e-12 <= step.high <= 1
        assert step.at_risk == sum(1 for days, _ in records if days >= step.day)
    assert sum(step.finished for step in steps) == sum(done for _, done in records)


@given(spans)
def test_without_open_ones_it_is_the_plain_share(records: list[tuple[int, bool]]) -> None:
    ended = [(days, True) for days, _ in records]
    for step in survival(*counted(ended)):
        assert step.open_share == Fraction(sum(1 for days, _ in ended if days > step.day), len(ended))


@given(spans)
def test_the_median_is_the_first_day_of_no_more_than_half(records: list[tuple[int, bool]]) -> None:
    median = days_until(survival(*counted(records)), Fraction(1, 2))
    reached = [day for day in range(41) if slow(records, day) <= Fraction(1, 2)]
    assert median == (reached[0] if reached else None)


def test_an_example_by_hand() -> None:
    # 6 cases: ended on days 2, 2, 5; still open after 3, 6, 6 days.
    steps = survival({2: 2, 5: 1}, {3: 1, 6: 2})
    assert [(s.day, s.at_risk, s.finished, s.open_share) for s in steps] == [
        (2, 6, 2, Fraction(2, 3)),
        (5, 3, 1, Fraction(4, 9)),
    ]
    assert (round(steps[0].low, 4), round(steps[0].high, 4)) == (0.1946, 0.9044)


def test_negative_days_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        survival({-1: 1}, {})
