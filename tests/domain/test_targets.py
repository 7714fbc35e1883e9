"""The road to a target, against a slow count; the published half-year of 2024 as an example."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.domain.targets import Standing, TargetError, a_week, at_that_pace, check_target, needed

COUNTS = st.integers(0, 400).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


def slow(done: int, total: int, above: Fraction) -> int | None:
    """Tries every number of further ones."""
    return next((k for k in range(total - done + 1) if total and Fraction(done + k, total) > above), None)


@given(COUNTS, st.integers(1, 99))
def test_the_smallest_number_that_exceeds_the_share(counts: tuple[int, int], percent: int) -> None:
    done, total = counts
    assert needed(done, total, Fraction(percent, 100)) == slow(done, total, Fraction(percent, 100))


@given(st.integers(0, 5000), st.integers(0, 400))
def test_a_week_is_the_least_that_is_enough(count: int, days: int) -> None:
    weekly = a_week(count, days)
    if count == 0:
        assert weekly == 0
    elif days == 0:
        assert weekly is None
    else:
        assert weekly is not None
        assert Fraction(weekly * days, 7) >= count
        assert Fraction((weekly - 1) * days, 7) < count


@given(COUNTS, st.integers(1, 99), st.integers(0, 300))
def test_what_comes_in_makes_the_road_no_shorter(counts: tuple[int, int], percent: int, more: int) -> None:
    done, total = counts
    standing = Standing(done, total, Fraction(percent, 100), date(2023, 12, 15), date(2024, 6, 15), date(2024, 12, 14))
    bare, longer = standing.road(), standing.road(more)
    assert longer.total == total + more
    if bare.needed is not None and longer.needed is not None:
        assert longer.needed >= bare.needed
    assert standing.met == (bare.needed == 0)


def test_the_first_half_of_2024() -> None:
    """1.333 of 2.463 by 15/6/2024: 2.217 are needed, 884 more, 34 a week until 14/12."""
    standing = Standing(1333, 2463, Fraction(9, 10), date(2023, 12, 15), date(2024, 6, 15), date(2024, 12, 14))
    road = standing.road()
    assert (road.needed, road.total, standing.days_left, road.weekly) == (884, 2463, 182, 34)
    assert not standing.met
    assert needed(2217, 2463, Fraction(9, 10)) == 0
    assert needed(9, 10, Fraction(9, 10)) == 1, "90% itself does not exceed 90%"


def test_edges() -> None:
    assert needed(0, 0, Fraction(1, 2)) is None
    assert needed(3, 3, Fraction(99, 100)) == 0
    with pytest.raises(ValueError, match="4 of 3"):
        needed(4, 3, Fraction(1, 2))
    assert at_that_pace(184, 184, 182) == 182
    assert at_that_pace(5, 0, 10) == at_that_pace(5, 10, 0) == 0
    done = Standing(0, 0, Fraction(1, 2), date(2024, 1, 1), date(2024, 2, 1), date(2024, 2, 1))
    assert (done.road().needed, done.met, done.days_left) == (None, False, 0)
    with pytest.raises(ValueError, match="-1"):
        done.road(-1)


@pytest.mark.parametrize(
    ("year", "percent", "basis", "article"),
    [
        (1999, 90, "NQ", "Đ1"),
        (2024, 0, "NQ", "Đ1"),
        (2024, 100, "NQ", "Đ1"),
        (2024, 90, " ", "Đ1"),
        (2024, 90, "NQ", ""),
    ],
)
def test_a_target_that_cannot_be_set(year: int, percent: int, basis: str, article: str) -> None:
    check_target(2024, 90, "Nghị quyết số 31/NQ-HĐND", "Điều 2")
    with pytest.raises(TargetError):
        check_target(year, percent, basis, article)
