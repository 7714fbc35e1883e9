"""Numbers and dates written and read as officials do."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.domain.numerals import (
    DateTextError,
    NumberTextError,
    read_count,
    read_date,
    read_decimal,
    round_half_up,
    write_count,
    write_date,
    write_date_long,
    write_decimal,
    write_percent,
)

days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
decimals = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=5)


@pytest.mark.parametrize(
    ("n", "padded", "text"),
    [
        (18649, False, "18.649"), (1234567, False, "1.234.567"), (806, True, "806"), (5, True, "05"),
        (5, False, "5"), (0, True, "0"), (10, True, "10"), (-1234, False, "-1.234"),
    ],
)  # fmt: skip
def test_write_count(n: int, padded: bool, text: str) -> None:
    assert write_count(n, pad_small=padded) == text


@pytest.mark.parametrize(
    ("resolved", "total", "places", "text"),
    [
        (778, 797, 1, "97,6%"), (495, 573, 1, "86,4%"), (166, 224, 1, "74,1%"), (240, 333, 1, "72,1%"),
        (1679, 1927, 1, "87,1%"), (1777, 2201, 1, "80,7%"), (1333, 2463, 0, "54%"), (1, 1, 1, "100,0%"),
    ],
)  # fmt: skip
def test_the_published_rates(resolved: int, total: int, places: int, text: str) -> None:
    assert write_percent(Fraction(resolved, total), places) == text


def test_halves_go_away_from_zero() -> None:
    assert write_decimal(Decimal("0.25"), 1) == "0,3"
    assert write_decimal(Decimal("-0.25"), 1) == "-0,3"
    assert write_decimal(Decimal("2.5"), 0) == "3"
    assert write_decimal(Fraction(-1, 100), 1) == "0,0"
    assert write_decimal(Decimal("12345.678"), 2) == "12.345,68"
    with pytest.raises(ValueError):
        round_half_up(Decimal(1), -1)


@given(decimals, st.integers(0, 4))
def test_rounding_agrees_with_decimal(value: Decimal, places: int) -> None:
    assert round_half_up(value, places) == value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2023, 7, 6), "06/7/2023"),
        (date(2023, 12, 8), "08/12/2023"),
        (date(2024, 1, 10), "10/01/2024"),
        (date(2024, 2, 5), "05/02/2024"),
        (date(2024, 3, 5), "05/3/2024"),
    ],
)
def test_write_date_pads_days_and_only_the_months_01_and_02(day: date, text: str) -> None:
    assert write_date(day) == text


def test_write_date_long() -> None:
    assert write_date_long(date(2024, 6, 15)) == "ngày 15 tháng 6 năm 2024"
    assert write_date_long(date(2024, 2, 5)) == "ngày 05 tháng 02 năm 2024"


@given(days)
def test_dates_round_trip_in_every_accepted_form(day: date) -> None:
    forms = [write_date(day), write_date_long(day), day.isoformat()]
    forms += [f"{day.day}{sep}{day.month}{sep}{day.year}" for sep in "/.-"]
    forms += [f" {day.day:02d}/{day.month:02d}/{day.year} "]
    assert [read_date(form) for form in forms] == [day] * len(forms)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("6/15/2024", "tháng 15 không có"),
        ("15/6/24", "bốn chữ số"),
        ("15/6/20244", "bốn chữ số"),
        ("15/6/0024", "ngoài khoảng"),
        ("29/2/2023", "tháng 02 năm 2023 không có ngày 29"),
        ("31/4/2024", "tháng 4 năm 2024 không có ngày 31"),
        ("0/6/2024", "không có ngày 00"),
        ("15/6-2024", "không phải là ngày"),
        ("hôm qua", "không phải là ngày"),
        ("45458", "không phải là ngày"),
        ("", "thiếu ngày"),
    ],
)
def test_what_is_no_date_is_refused_with_a_way_to_mend_it(text: str, said: str) -> None:
    with pytest.raises(DateTextError) as refusal:
        read_date(text)
    assert said in str(refusal.value)
    assert "ví dụ 15/6/2024" in str(refusal.value)


def test_the_day_always_comes_first() -> None:
    assert read_date("3/4/2024") == date(2024, 4, 3)


@given(st.integers(0, 10**12))
def test_counts_round_trip(n: int) -> None:
    assert read_count(write_count(n)) == read_count(write_count(n, pad_small=True)) == read_count(str(n)) == n


@pytest.mark.parametrize("text", ["18,649", "1,5", "18.64", "1.5", "-5", "18 649", "1.234.56", "", "năm", "1,234,567"])
def test_counts_written_otherwise_are_refused(text: str) -> None:
    with pytest.raises(NumberTextError, match=r"ví dụ 18\.649"):
        read_count(text)


@given(decimals, st.integers(1, 4))
def test_decimals_round_trip(value: Decimal, places: int) -> None:
    written = write_decimal(value, places)
    if places == 3 and 1 <= abs(round_half_up(value, 3)) < 1000:
        with pytest.raises(NumberTextError):
            read_decimal(written)
    else:
        assert read_decimal(written) == round_half_up(value, places)


@pytest.mark.parametrize(
    ("text", "number"),
    [("97,6", "97.6"), ("1.234,5", "1234.5"), ("18.649", "18649"), ("0,125", "0.125"), ("-1,27", "-1.27")],
)
def test_read_decimal(text: str, number: str) -> None:
    assert read_decimal(text) == Decimal(number)


@pytest.mark.parametrize("text", ["97.6", "18,649", "18,649.5", "1,234,567", "", "97,6%", "1,2,3"])
def test_decimals_written_otherwise_are_refused(text: str) -> None:
    with pytest.raises(NumberTextError, match=r"ví dụ 1\.234,5"):
        read_decimal(text)
