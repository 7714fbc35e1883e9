"""Working days against a day-by-day oracle and against the `holidays` library."""

import calendar as gregorian
from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.domain.calendar import (
    NO_CALENDAR,
    DayRule,
    WorkCalendar,
    day_rule_from_json,
    same_date_in_months,
)
from tests.domain.reference import CALENDAR, rows

DAY = timedelta(days=1)
RULES = [day_rule_from_json(row) for row in rows("calendar.json")]
known_days = st.dates(date(2021, 1, 1), date(2027, 11, 1))

# Where our rows leave the library on purpose: day -> (is worked with us, why).
KNOWN_DIFFERENCES = {
    date(2026, 1, 2): (False, "swapped with Saturday 10/01/2026, which the library does not know"),
    date(2026, 1, 10): (True, "made up for 2/1/2026"),
    date(2026, 11, 24): (True, "Ngày Văn hóa Việt Nam: not confirmed as a day off, so not applied"),
    date(2027, 11, 24): (True, "the same"),
}


def _worked(day: date) -> bool:
    """The oracle: the raw rows, read anew for each day."""
    for rule in RULES:
        if rule.day == day and rule.status != "unconfirmed":
            return rule.kind == "work"
    return day.weekday() not in (5, 6)


def test_the_shipped_days_equal_the_library_but_for_the_named_differences() -> None:
    library = holidays.country_holidays("VN", years=range(2021, 2028))
    days = [date(2021, 1, 1) + n * DAY for n in range((date(2027, 12, 31) - date(2021, 1, 1)).days + 1)]
    ours = {day: CALENDAR.is_working_day(day) for day in days}
    differing = {day: worked for day, worked in ours.items() if worked != library.is_working_day(day)}
    assert differing == {day: worked for day, (worked, _) in KNOWN_DIFFERENCES.items()}


def test_the_swaps_of_the_yearly_plans() -> None:
    for off, made_up in [
        (date(2024, 4, 29), date(2024, 5, 4)),
        (date(2025, 5, 2), date(2025, 4, 26)),
        (date(2026, 1, 2), date(2026, 1, 10)),
        (date(2026, 8, 31), date(2026, 8, 22)),
    ]:
        assert not CALENDAR.is_working_day(off)
        assert made_up.weekday() == 5
        assert CALENDAR.is_working_day(made_up)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2021-02-10", "2021-02-16"), ("2022-01-29", "2022-02-06"), ("2023-01-20", "2023-01-26"),
        ("2024-02-08", "2024-02-14"), ("2025-01-25", "2025-02-02"), ("2026-02-14", "2026-02-22"),
        ("2023-04-29", "2023-05-03"), ("2022-04-30", "2022-05-03"), ("2023-09-01", "2023-09-04"),
        ("2026-01-01", "2026-01-04"), ("2026-08-29", "2026-09-02"),
    ],
)  # fmt: skip
def test_the_long_holidays_of_the_document(first: str, last: str) -> None:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    assert CALENDAR.next_working_day(start) == end + DAY
    assert len(CALENDAR.skipped(start - DAY, end)) == (end - start).days + 1


def test_every_year_has_the_eleven_paid_days_of_the_labour_code() -> None:
    for year in range(2021, 2028):
        weekend = {DAY * n + date(year, 1, 1) for n in range(365) if (DAY * n + date(year, 1, 1)).weekday() > 4}
        off = {rule.day for rule in RULES if rule.applied and rule.kind == "off" and rule.day.year == year}
        worked = {rule.day for rule in RULES if rule.kind == "work" and rule.day.year == year}
        assert len(off - weekend) - len(worked) == 11, year


def test_2027_is_expected_and_24_11_is_unconfirmed() -> None:
    assert {rule.status for rule in RULES if rule.day.year == 2027} == {"expected", "unconfirmed"}
    assert [rule.day for rule in RULES if not rule.applied] == [date(2026, 11, 24), date(2027, 11, 24)]
    assert CALENDAR.is_working_day(date(2026, 11, 24))
    assert "chưa được xác nhận là ngày nghỉ" in CALENDAR.warnings(date(2026, 11, 24))[0]
    assert CALENDAR.warnings(date(2027, 3, 1)) == ["lịch nghỉ năm 2027 là dự kiến"]
    assert CALENDAR.warnings(date(2024, 3, 1)) == []


def test_a_year_without_rows_is_monday_to_friday_and_says_so() -> None:
    assert CALENDAR.is_working_day(date(2030, 1, 1))
    assert not CALENDAR.is_working_day(date(2030, 1, 5))
    assert NO_CALENDAR in CALENDAR.warnings(date(2030, 1, 1))[0]
    assert len(CALENDAR.warnings_between(date(2029, 12, 30), date(2030, 1, 20))) == 2


@given(known_days, st.integers(0, 40))
def test_working_days_agree_with_the_oracle(start: date, n: int) -> None:
    counted, day = 0, start
    while counted < n:
        day += DAY
        counted += _worked(day)
    assert CALENDAR.add_working_days(start, n) == day
    assert [off for off, _ in CALENDAR.skipped(start, day)] == [
        start + k * DAY for k in range(1, (day - start).days + 1) if not _worked(start + k * DAY)
    ]
    assert all(name for _, name in CALENDAR.skipped(start, day))


@given(known_days, st.integers(0, 120))
def test_calendar_days_end_on_a_working_day(start: date, n: int) -> None:
    end = start
    for _ in range(n):
        end += DAY
    while not _worked(end):
        end += DAY
    assert CALENDAR.add_calendar_days(start, n) == end


@given(known_days, st.integers(0, 36))
def test_months_end_on_the_same_date_or_the_months_last_day(start: date, n: int) -> None:
    year, month = start.year, start.month
    for _ in range(n):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    day = start.day
    while day > gregorian.monthrange(year, month)[1]:
        day -= 1
    assert same_date_in_months(start, n) == date(year, month, day)
    assert CALENDAR.add_months(start, n) == CALENDAR.next_working_day(date(year, month, day))


def test_made_up_days_are_told() -> None:
    assert CALENDAR.made_up(date(2024, 4, 22), date(2024, 5, 4)) == [(date(2024, 5, 4), "làm bù cho ngày 29/4/2024")]
    assert CALENDAR.made_up(date(2024, 5, 4), date(2024, 6, 1)) == []


def test_wrong_rows_and_lengths_are_refused() -> None:
    row = {"day": "2026-11-24", "kind": "off", "name": "x", "status": "confirmed", "source": "y"}
    with pytest.raises(ValueError, match="kind or status"):
        day_rule_from_json({**row, "kind": "half"})
    with pytest.raises(ValueError, match="kind or status"):
        day_rule_from_json({**row, "status": "maybe"})
    rule = day_rule_from_json(row)
    assert rule == DayRule(date(2026, 11, 24), "off", "x", "confirmed", "y")
    assert not WorkCalendar([rule]).is_working_day(rule.day)
    with pytest.raises(ValueError, match="twice"):
        WorkCalendar([rule, rule])
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.add_working_days(date(2024, 1, 1), -1)
