"""Wilson's bounds against the equation that defines them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.domain.intervals import Interval, wilson
from casework.domain.rates import Rate
from casework.domain.survival import NORMAL_95


@given(st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_bounds_solve_the_score_equation(counts: tuple[int, int]) -> None:
    k, n = counts
    found = wilson(Rate(k, n))
    assert found is not None
    assert 0 <= found.low <= k / n <= found.high <= 1
    assert found.low < found.high
    for bound, inside in ((found.low, k > 0), (found.high, k < n)):
        if inside:
            assert math.isclose(abs(k / n - bound), NORMAL_95 * math.sqrt(bound * (1 - bound) / n), rel_tol=1e-6)


def test_published_values() -> None:
    found = wilson(Rate(81, 263))  # R. G. Newcombe, Statistics in Medicine 17 (1998) 857–872, table I
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (0.2553, 0.3662)
    few = wilson(Rate(0, 20))
    assert few is not None
    assert (few.low, round(few.high, 4)) == (0.0, 0.1611)


def test_nothing_to_divide_by_and_more_than_all() -> None:
    assert wilson(Rate(0, 0)) is None
    with pytest.raises(ValueError, match="exceed"):
        wilson(Rate(3, 2))


def test_bounds_that_overlap_are_not_apart() -> None:
    assert Interval(0.1, 0.2).apart_from(Interval(0.3, 0.4))
    assert not Interval(0.1, 0.3).apart_from(Interval(0.3, 0.4))
