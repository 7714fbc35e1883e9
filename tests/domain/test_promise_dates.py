"""By when a promise is to be kept: the last day of the span it names, however officials write it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.domain.promise_dates import promised_by
from casework.domain.text import fold

SAID = date(2025, 2, 10)
ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}
years = st.integers(2021, 2039)


def last_of(year: int, month: int) -> date:
    """The last day of a month, counted day by day."""
    day = date(year, month, 1)
    while (day + timedelta(1)).month == month:
        day += timedelta(1)
    return day


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("xong trong quý III/2025", date(2025, 9, 30)),
        ("Sẽ hoàn thành trong quý 3 năm 2025.", date(2025, 9, 30)),
        ("hoàn thành tháng 9/2025", date(2025, 9, 30)),
        ("bố trí vốn trong năm 2026", date(2026, 12, 31)),
        ("trước ngày 15/8/2025", date(2025, 8, 14)),
        ("chậm nhất ngày 15/8/2025", date(2025, 8, 15)),
        ("ngày 15 tháng 8 năm 2025", date(2025, 8, 15)),
        ("trước 30/6/2025", date(2025, 6, 29)),
        ("trước quý IV/2025", date(2025, 9, 30)),
        ("trước tháng 01/2026", date(2025, 12, 31)),
        ("trong 6 tháng đầu năm 2026", date(2026, 6, 30)),
        ("sáu tháng cuối năm 2025", date(2025, 12, 31)),
        ("khởi công quý II/2025, hoàn thành quý IV/2026", date(2026, 12, 31)),
        ("khởi công tháng 3/2025, xong trong năm 2027", date(2027, 12, 31)),
        ("xong trong quý I", date(2025, 3, 31)),
        ("xong trong tháng 1", date(2026, 1, 31)),
        ("trong năm nay", date(2025, 12, 31)),
        ("quý II năm sau", date(2026, 6, 30)),
        ("trong năm tới", date(2026, 12, 31)),
        ("hết năm 2025", date(2025, 12, 31)),
        ("xong trong thời gian sớm nhất", None),
        ("sẽ nghiên cứu, bố trí khi có vốn", None),
        ("ngày 31/02/2025", None),
        ("quý vị cử tri", None),
        ("12 tháng kể từ ngày khởi công", None),
        ("", None),
    ],
)
def test_what_is_promised(text: str, due: date | None) -> None:
    assert promised_by(text, SAID) == due


@given(years, st.integers(1, 4), st.booleans(), st.booleans(), st.booleans())
def test_quarters(year: int, quarter: int, roman: bool, slash: bool, bare: bool) -> None:
    written = ROMAN[quarter] if roman else str(quarter)
    text = f"Hoàn thành trong quý {written}{'/' if slash else ' năm '}{year} như đã báo cáo"
    assert promised_by(fold(text) if bare else text, SAID) == last_of(year, 3 * quarter)


@given(years, st.integers(1, 12), st.sampled_from(["/", " năm ", "-"]), st.booleans())
def test_months(year: int, month: int, parted: str, before: bool) -> None:
    text = f"{'trước ' if before else 'trong '}tháng {month:02d}{parted}{year}"
    assert promised_by(text, SAID) == (date(year, month, 1) - timedelta(1) if before else last_of(year, month))


@given(st.dates(date(2021, 1, 1), date(2039, 12, 31)), st.sampled_from(["/", ".", "-"]), st.booleans())
def test_days(day: date, parted: str, before: bool) -> None:
    text = f"{'trước ' if before else ''}ngày {day.day}{parted}{day.month}{parted}{day.year}"
    assert promised_by(text, SAID) == (day - timedelta(1) if before else day)


@given(st.dates(date(2021, 1, 1), date(2039, 12, 31)), st.integers(1, 12))
def test_without_a_year_the_next_span_that_has_not_ended(said_on: date, month: int) -> None:
    due = promised_by(f"xong trong tháng {month}", said_on)
    slow = next(last_of(year, month) for year in (said_on.year, said_on.year + 1) if last_of(year, month) >= said_on)
    assert due == slow


@given(st.text(max_size=60), st.dates(date(2021, 1, 1), date(2039, 12, 31)))
def test_any_text_is_read_or_left(text: str, said_on: date) -> None:
    due = promised_by(text, said_on)
    assert due is None or due.year >= 2000
