"""Reporting periods, their labels, and the question put to the figures."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.domain.periods import (
    STATUTORY_RULES,
    Period,
    PeriodError,
    PeriodRule,
    Question,
    ask,
    free_range,
    match_period_label,
    month_period,
    parse_period,
    prior_year,
    year_to_date,
)

days = st.dates(date(1950, 1, 1), date(2150, 12, 31))
years = st.integers(1950, 2150)
named = st.builds(lambda rule, year: rule.of(year), st.sampled_from(STATUTORY_RULES), years)
months = st.builds(month_period, st.integers(1, 12), years)
ranges = st.builds(lambda a, b: free_range(min(a, b), max(a, b)), days, days)


@pytest.mark.parametrize(
    ("code", "first", "last", "label", "prior"),
    [
        ("6-thang-2024", "2023-12-15", "2024-06-14", "6 tháng đầu năm 2024", "6 tháng đầu năm 2023"),
        ("6-thang-cuoi-2024", "2024-06-15", "2024-12-14", "6 tháng cuối năm 2024", "6 tháng cuối năm 2023"),
        ("9-thang-2024", "2023-12-15", "2024-09-14", "9 tháng đầu năm 2024", "9 tháng đầu năm 2023"),
        ("nam-2024", "2023-12-15", "2024-12-14", "năm 2024", "năm 2023"),
        ("quy-1-2024", "2023-12-15", "2024-03-14", "quý I năm 2024", "quý I năm 2023"),
        ("quy-2-2024", "2024-03-15", "2024-06-14", "quý II năm 2024", "quý II năm 2023"),
        ("quy-3-2024", "2024-06-15", "2024-09-14", "quý III năm 2024", "quý III năm 2023"),
        ("quy-4-2024", "2024-09-15", "2024-12-14", "quý IV năm 2024", "quý IV năm 2023"),
        ("thang-5-2024", "2024-05-01", "2024-05-31", "tháng 5 năm 2024", "tháng 5 năm 2023"),
        ("thang-2-2024", "2024-02-01", "2024-02-29", "tháng 02 năm 2024", "tháng 02 năm 2023"),
        (
            "qh-2024", "2023-08-01", "2024-07-31",
            "kỳ báo cáo Quốc hội năm 2024", "kỳ báo cáo Quốc hội năm 2023",
        ),
        (
            "2023-12-15..2024-06-15", "2023-12-15", "2024-06-15",
            "từ ngày 15/12/2023 đến ngày 15/6/2024", "từ ngày 15/12/2022 đến ngày 15/6/2023",
        ),
    ],
)  # fmt: skip
def test_the_named_periods(code: str, first: str, last: str, label: str, prior: str) -> None:
    period = parse_period(code)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)
    assert (period.code, period.label, period.prior_label) == (code, label, prior)


@given(named | months | ranges)
def test_codes_and_labels_read_back(period: Period) -> None:
    assert parse_period(period.code) == period
    assert match_period_label(period.label) == period
    assert match_period_label(period.label.upper().replace(" ", "  ")) == period
    assert period.first <= period.last


@given(years)
def test_statutory_periods_are_adjacent_and_the_quarters_are_the_year(year: int) -> None:
    quarters = [parse_period(f"quy-{n}-{year}") for n in (1, 2, 3, 4)]
    for earlier, later in zip(quarters, [*quarters[1:], parse_period(f"quy-1-{year + 1}")], strict=True):
        assert later.first - earlier.last == timedelta(days=1)
    whole = parse_period(f"nam-{year}")
    assert (quarters[0].first, quarters[3].last) == (whole.first, whole.last)
    assert parse_period(f"6-thang-{year}").last == quarters[1].last
    assert parse_period(f"9-thang-{year}").last == quarters[2].last
    assert parse_period(f"6-thang-cuoi-{year}").first == quarters[2].first


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("06 tháng đầu năm 2023", "6-thang-2023"),
        ("6 tháng năm 2023", "6-thang-2023"),
        ("Quý I/2024", "quy-1-2024"),
        ("quý 1 năm 2024", "quy-1-2024"),
        ("Tháng 05/2024", "thang-5-2024"),
        ("Cả năm 2023", "nam-2023"),
        ("15/12/2023 đến 15/6/2024", "2023-12-15..2024-06-15"),
    ],
)
def test_labels_as_people_write_them(text: str, code: str) -> None:
    found = match_period_label(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "text", ["", "2024", "6-thang-24", "thang-13-2024", "quy-5-2024", "a..b", "kỳ này", "nam-0000"]
)
def test_what_names_no_period_is_refused_in_words(text: str) -> None:
    assert match_period_label(text) is None
    with pytest.raises(PeriodError, match="không đọc được kỳ"):
        parse_period(text)


def test_the_refusal_lists_the_forms() -> None:
    with pytest.raises(PeriodError) as refusal:
        parse_period("nửa năm")
    for form in ("6-thang-2024", "quy-1-2024", "thang-5-2024", "qh-2024", "2023-12-15..2024-06-15"):
        assert form in str(refusal.value)


def test_a_range_must_run_forward() -> None:
    with pytest.raises(PeriodError, match="trước ngày bắt đầu"):
        parse_period("2024-06-15..2023-12-15")


def test_a_deployment_may_bring_its_own_spans() -> None:
    rules = [PeriodRule("nam", "year", (0, 1, 1), (0, 12, 31), "năm {year}")]
    period = parse_period("nam-2026", rules)
    assert (period.first, period.last) == (date(2026, 1, 1), date(2026, 12, 31))
    assert period.previous_year(rules).first == date(2025, 1, 1)


@given(days)
def test_prior_year_is_the_same_day_and_month(day: date) -> None:
    earlier = prior_year(day)
    assert earlier.year == day.year - 1
    if (day.month, day.day) == (2, 29):
        assert (earlier.month, earlier.day) == (2, 28)
    else:
        assert (earlier.month, earlier.day) == (day.month, day.day)


def test_as_of_replaces_the_last_day_and_both_ends_shift() -> None:
    half = parse_period("6-thang-2024")
    assert ask(half) == Question(date(2023, 12, 15), date(2024, 6, 14))
    question = ask(half, date(2024, 6, 15), known=7)
    assert question == Question(date(2023, 12, 15), date(2024, 6, 15), 7)
    assert question.previous_year() == Question(date(2022, 12, 15), date(2023, 6, 15), 7)


def test_as_of_before_the_first_day_is_refused() -> None:
    half = parse_period("6-thang-2024")
    assert ask(half, half.first).as_of == half.first
    with pytest.raises(PeriodError, match="trước ngày đầu kỳ 15/12/2023"):
        ask(half, date(2023, 12, 14))


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2024, 6, 15), date(2023, 12, 15)),
        (date(2023, 12, 14), date(2022, 12, 15)),
        (date(2023, 12, 15), date(2023, 12, 15)),
        (date(2024, 1, 1), date(2023, 12, 15)),
    ],
)
def test_the_statutory_year_to_date_begins_on_15_december(day: date, first: date) -> None:
    assert year_to_date(day) == first
