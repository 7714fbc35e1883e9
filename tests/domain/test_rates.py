"""Rates, changes and closed shares against exact fractions."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.domain.rates import Change, Rate, change_phrase, closed_shares

counts = st.integers(0, 10**7)


@given(counts, st.integers(1, 10**7), st.integers(0, 3))
def test_a_rate_is_its_fraction_rounded_half_up(numerator: int, denominator: int, places: int) -> None:
    percent = Rate(numerator, denominator).percent(places)
    assert percent is not None
    error = Fraction(percent) - Fraction(100 * numerator, denominator)
    half = Fraction(1, 2 * 10**places)
    assert -half < error <= half
    assert -percent.as_tuple().exponent == places  # type: ignore[operator]


def test_a_rate_without_denominator_has_no_value() -> None:
    assert Rate(0, 0).fraction is None
    assert Rate(3, 0).percent(1) is None
    assert Rate(0, 5).percent(1) == Decimal("0.0")


@pytest.mark.parametrize(
    ("now", "before", "places", "phrase"),
    [
        (18649, 11878, 0, "tăng 57% so với cùng kỳ năm 2023"),
        (2463, 2432, 2, "tăng 1,27% so với cùng kỳ năm 2023"),
        (217, 300, 1, "giảm 27,7% so với cùng kỳ năm 2023"),
        (300, 300, 1, "bằng cùng kỳ năm 2023"),
        (10001, 10000, 0, "tăng 0,01% so với cùng kỳ năm 2023"),
        (0, 7, 0, "giảm 100% so với cùng kỳ năm 2023"),
        (5, 0, 1, None),
        (0, 0, 1, None),
        (5, None, 1, None),
    ],
)
def test_change_phrase(now: int, before: int | None, places: int, phrase: str | None) -> None:
    assert change_phrase(Change(now, before), 2023, places) == phrase


@given(counts, st.none() | counts, st.integers(0, 3))
def test_a_change_is_told_by_kind_and_size(now: int, before: int | None, places: int) -> None:
    change = Change(now, before)
    percent = change.percent(places)
    if before is None:
        assert (change.kind, percent) == ("unknown", None)
    elif before == 0:
        assert percent is None
        assert change.kind == ("equal" if now == 0 else "increase")
    else:
        assert percent is not None
        assert percent >= 0
        rebuilt = before * (1 + {"increase": 1, "decrease": -1, "equal": 0}[change.kind] * Fraction(percent) / 100)
        assert abs(rebuilt - now) <= Fraction(before, 200 * 10**places)


def test_the_published_shares_that_close() -> None:
    assert closed_shares([1654, 180, 272, 244], 1) == [Decimal(x) for x in ("70.4", "7.6", "11.6", "10.4")]


@given(st.lists(counts, max_size=8), st.integers(0, 2))
def test_closed_shares_total_100_and_stay_within_one_last_digit(numbers: list[int], places: int) -> None:
    shares = closed_shares(numbers, places)
    if sum(numbers) == 0:
        assert shares is None
        return
    assert shares is not None
    assert sum(shares) == 100
    for number, share in zip(numbers, shares, strict=True):
        assert abs(Fraction(share) - Fraction(100 * number, sum(numbers))) < Fraction(1, 10**places)


def test_negative_counts_have_no_shares() -> None:
    with pytest.raises(ValueError):
        closed_shares([1, -1], 1)
