"""Time limits: the document's worked examples, a day-by-day oracle, and the sentence that explains."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.domain.limits import Law, LimitError, effective_due, limit_from_json
from casework.domain.numerals import write_date
from tests.domain.reference import CALENDAR, LAW, rows

DAY = timedelta(days=1)
ROWS = [limit_from_json(row) for row in rows("limits.json")]
known_days = st.dates(date(2021, 1, 1), date(2027, 6, 1))
day_codes = st.sampled_from([c for c in LAW.codes() if c not in ("petition.council", "letter.retention")])


def _oracle(code: str, start: date, amount: int, suspended: int) -> date:
    """Count the limit off day by day."""
    limit = LAW.limit(code, start)
    day, left = start, amount
    while left:
        day += DAY
        left -= CALENDAR.is_working_day(day) if limit.unit == "working" else 1
    for _ in range(suspended):
        day += DAY
    while not CALENDAR.is_working_day(day):
        day += DAY
    return day


@pytest.mark.parametrize(
    ("code", "start", "due", "said"),
    [
        (
            "complaint.first.ordinary", "2024-03-15", "2024-04-15",
            ["30 ngày", "Điều 28", "14/4/2024 (Chủ nhật)"],
        ),
        (
            "denunciation.intake", "2024-04-22", "2024-05-04",
            ["07 ngày làm việc", "29/4/2024 (nghỉ hoán đổi", "30/4/2024", "01/5/2024", "04/5/2024 (làm bù"],
        ),
        ("complaint.acceptance", "2024-01-31", "2024-02-15", ["10/02/2024–14/02/2024 (Tết Nguyên đán)"]),
    ],
)  # fmt: skip
def test_the_worked_examples(code: str, start: str, due: str, said: list[str]) -> None:
    found = LAW.due(code, date.fromisoformat(start))
    assert found.on == date.fromisoformat(due)
    assert [text for text in said if text not in found.explanation] == []
    assert found.warnings == ()


def test_the_whole_sentence() -> None:
    assert LAW.due("complaint.first.ordinary", date(2024, 3, 15)).explanation == (
        "Thụ lý ngày 15/3/2024, thời hạn 30 ngày theo Điều 28 Luật Khiếu nại số 02/2011/QH13, ngày cuối là "
        "ngày nghỉ 14/4/2024 (Chủ nhật) nên chuyển sang ngày làm việc tiếp theo "
        "(Điều 148 Bộ luật Dân sự 2015): hạn là ngày 15/4/2024."
    )


@pytest.mark.parametrize(
    ("code", "lengths"),
    [
        ("letter.handling", [10]),
        ("complaint.acceptance", [10]),
        ("complaint.first.ordinary", [30]),
        ("complaint.first.complex", [45]),
        ("complaint.first.remote.ordinary", [45]),
        ("complaint.first.remote.complex", [60]),
        ("complaint.second.ordinary", [45]),
        ("complaint.second.complex", [60]),
        ("complaint.second.remote.ordinary", [60]),
        ("complaint.second.remote.complex", [70]),
        ("complaint.discipline.ordinary", [30]),
        ("complaint.discipline.complex", [45]),
        ("denunciation.intake", [7]),
        ("denunciation.intake.several", [10]),
        ("denunciation.ordinary", [30]),
        ("denunciation.complex", [30, 60]),
        ("denunciation.especially", [30, 60, 90]),
        ("petition.national_assembly", [60]),
        ("feedback.handling", [15]),
    ],
)
def test_the_numbers_of_the_document(code: str, lengths: list[int]) -> None:
    limit = LAW.limit(code, date(2024, 6, 15))
    assert [limit.total(n) for n in range(len(limit.extension_amounts) + 1)] == lengths
    assert limit.total(9) == lengths[-1] == limit.max_total


@given(day_codes, known_days, st.none() | st.integers(0, 3), st.integers(0, 60))
def test_due_dates_agree_with_the_oracle(code: str, start: date, extensions: int | None, suspended: int) -> None:
    limit = LAW.limit(code, start)
    due = LAW.due(code, start, extensions=extensions, suspended_days=suspended)
    counted = suspended if limit.suspends else 0
    assert due.on == _oracle(code, start, limit.total(9 if extensions is None else extensions), counted)
    assert write_date(start) in due.explanation
    assert due.explanation.endswith(f"hạn là ngày {write_date(due.on)}.")
    assert due.explanation.count(". ") == 0


@given(day_codes, known_days, st.integers(-10, 150), st.none() | st.integers(0, 3))
def test_a_named_day_stays_between_the_plain_end_and_the_most(
    code: str, start: date, after: int, extensions: int | None
) -> None:
    named = start + after * DAY
    plain = LAW.due(code, start, extensions=0).on
    most = LAW.due(code, start, extensions=extensions).on
    assert plain is not None
    assert most is not None
    due = LAW.due(code, start, extended_to=named, extensions=extensions)
    assert due.on == max(plain, min(named, most))
    assert f"gia hạn đến ngày {write_date(named)}" in due.explanation


def test_an_extension_replaces_the_term_counted_from_acceptance() -> None:
    accepted = date(2024, 4, 1)
    by_number = [LAW.due("denunciation.especially", accepted, extensions=n).on for n in (0, 1, 2, 3)]
    assert by_number == [date(2024, 5, 2), date(2024, 5, 31), date(2024, 7, 1), date(2024, 7, 1)]
    untold = LAW.due("denunciation.complex", accepted)
    assert (untold.on, "kể cả gia hạn tối đa thành 60 ngày" in untold.explanation) == (date(2024, 5, 31), True)
    beyond = LAW.due("denunciation.complex", accepted, extended_to=date(2024, 9, 1))
    assert (beyond.on, "vượt mức tối đa nên tính 60 ngày" in beyond.explanation) == (date(2024, 5, 31), True)
    refused = LAW.due("denunciation.ordinary", accepted, extended_to=date(2024, 6, 1))
    assert "không được gia hạn" in refused.explanation


def test_a_complaint_clock_stops_only_since_the_law_of_2026() -> None:
    before = LAW.due("complaint.first.ordinary", date(2026, 6, 30), suspended_days=10)
    since = LAW.due("complaint.first.ordinary", date(2026, 7, 1), suspended_days=10)
    assert (before.on, since.on) == (date(2026, 7, 30), date(2026, 8, 10))
    assert "10 ngày tạm đình chỉ không được trừ" in before.explanation
    assert "cộng 10 ngày tạm đình chỉ theo cài đặt của đơn vị" in since.explanation
    denunciation = LAW.due("denunciation.ordinary", date(2024, 6, 3), suspended_days=10)
    assert denunciation.on == date(2024, 7, 15)
    assert "tạm đình chỉ theo cài đặt" not in denunciation.explanation


def test_a_limit_in_months_ends_on_the_same_date() -> None:
    assert LAW.due("letter.retention", date(2024, 2, 29)).on == date(2025, 2, 28)
    assert LAW.due("letter.retention", date(2023, 6, 15)).on == date(2024, 6, 17)


def test_only_what_the_document_is_sure_of_is_printed_as_law() -> None:
    for limit in ROWS:
        assert (limit.confidence == "high") == (limit.basis_vi != "theo cài đặt của đơn vị"), limit.code
        assert limit.confidence == "high" or limit.configurable, limit.code
    for code in ("petition.national_assembly", "feedback.handling", "denunciation.further"):
        sentence = LAW.due(code, date(2024, 6, 3)).explanation
        assert "Điều 12" not in sentence
        assert "theo cài đặt của đơn vị" in sentence


def test_a_council_petition_has_no_number() -> None:
    due = LAW.due("petition.council", date(2024, 6, 3))
    assert due.on is None
    assert "văn bản giao" in due.explanation


def test_an_uncertain_day_in_the_count_warns() -> None:
    assert "24/11/2026" in LAW.due("feedback.handling", date(2026, 11, 16)).warnings[0]
    assert LAW.due("complaint.acceptance", date(2026, 11, 16)).warnings == ()
    assert "24/11/2026" in LAW.due("complaint.acceptance", date(2026, 11, 14)).warnings[0]
    assert LAW.due("letter.handling", date(2027, 5, 3)).warnings == ("lịch nghỉ năm 2027 là dự kiến",)


def test_the_law_of_the_day_holds() -> None:
    assert LAW.limit("petition.national_assembly", date(2020, 9, 30)).amount == 40
    assert LAW.limit("petition.national_assembly", date(2020, 10, 1)).amount == 60
    with pytest.raises(LimitError, match="chưa có dữ liệu thời hạn cho ngày 31/12/2018"):
        LAW.limit("denunciation.ordinary", date(2018, 12, 31))
    assert LAW.due("denunciation.ordinary", date(2018, 12, 31)).on is None
    with pytest.raises(LimitError, match="không có thời hạn"):
        LAW.due("complaint.third", date(2024, 6, 3))


def test_the_rows_of_one_code_follow_each_other_without_a_gap() -> None:
    for code in LAW.codes():
        spans = sorted((row.valid_from, row.valid_to) for row in ROWS if row.code == code)
        assert spans[-1][1] is None
        for (_, ended), (begun, _) in pairwise(spans):
            assert ended is not None
            assert begun == ended + DAY


def test_wrong_rows_are_refused() -> None:
    row = rows("limits.json")[0]
    for wrong in ({"unit": "week"}, {"confidence": "sure"}, {"start_event": "dreamt"}, {"amount": 0}):
        with pytest.raises(ValueError):
            limit_from_json({**row, **wrong})
    with pytest.raises(KeyError):
        limit_from_json({key: value for key, value in row.items() if key != "amount"})
    with pytest.raises(ValueError, match="twice"):
        Law(CALENDAR, [limit_from_json(row), limit_from_json(row)])


@given(st.none() | known_days, st.none() | known_days)
def test_the_stated_day_counts_unless_later_than_the_law_allows(stated: date | None, lawful: date | None) -> None:
    day, whose = effective_due(stated, lawful)
    assert day == min([d for d in (stated, lawful) if d is not None], default=None)
    assert (whose == "stated") == (stated is not None and day == stated)
