"""What a check says as plain data, counts with their units, and notes that belong to what was seen."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.domain.check_notes import LONGEST_NOTE, CheckNoteError, Note, NotedCheck, check_note, told
from casework.domain.checks import (
    CheckKind,
    CheckResult,
    Offender,
    Severity,
    Side,
    failing,
    result_from_json,
)
from casework.domain.quantities import NOT_FEWER, CountOf, UnitMismatchError, not_fewer, same_unit, total
from casework.domain.vocabulary import CountingUnit, RecordKind

L, M, V, P = CountingUnit.LETTER, CountingUnit.MATTER, CountingUnit.VISIT, CountingUnit.PERSON
COUNTED = [unit for unit in CountingUnit if unit is not CountingUnit.PERCENT]


@pytest.mark.parametrize(("one", "other"), list(itertools.permutations(COUNTED, 2)))
def test_counts_of_two_units_are_never_added_or_set_equal(one: CountingUnit, other: CountingUnit) -> None:
    counts = CountOf(3, one), CountOf(2, other)
    with pytest.raises(UnitMismatchError, match=one.label):
        counts[0] + counts[1]
    with pytest.raises(UnitMismatchError):
        counts[0] - counts[1]
    with pytest.raises(UnitMismatchError):
        total(counts)
    assert counts[0] != CountOf(3, other)


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1), st.sampled_from(COUNTED))
def test_counts_of_one_unit_add_up_as_numbers_do(numbers: list[int], unit: CountingUnit) -> None:
    assert total(CountOf(number, unit) for number in numbers) == CountOf(sum(numbers), unit)


def test_a_rate_is_no_count() -> None:
    with pytest.raises(UnitMismatchError):
        CountOf(54, CountingUnit.PERCENT)
    with pytest.raises(ValueError, match="nothing"):
        same_unit(())
    with pytest.raises(TypeError):
        CountOf(1, L) + 1  # type: ignore[operator]


@pytest.mark.parametrize(("one", "other"), list(itertools.permutations(COUNTED, 2)))
def test_only_what_the_law_orders_is_compared_across_units(one: CountingUnit, other: CountingUnit) -> None:
    if (one, other) in NOT_FEWER:
        assert not_fewer(CountOf(2, one), CountOf(2, other))
        assert not not_fewer(CountOf(1, one), CountOf(2, other))
    else:
        with pytest.raises(UnitMismatchError):
            not_fewer(CountOf(2, one), CountOf(2, other))


def result(*numbers: int, offending: int = 0) -> CheckResult:
    """5.276 + 4.551 + … against the first number."""
    parts = tuple(Side(f"phần {n}", CountOf(number, L)) for n, number in enumerate(numbers[1:]))
    whole = (Side("Đơn", CountOf(numbers[0], L), "letters.total", (("type", "complaint"),)),)
    named = tuple(Offender(RecordKind.LETTER, n, f"Đ{n}", "không thuộc phần nào") for n in range(offending))
    return CheckResult("letters.types", "Đơn theo loại", CheckKind.PARTITION, "…", whole, parts, named, offending)


def test_a_check_holds_when_the_sides_agree_and_no_record_stands_wrong() -> None:
    assert result(22014, 5276, 4551, 12187).holds
    assert result(22014, 5276, 4551, 12187).arithmetic == "22.014 = 5.276 + 4.551 + 12.187"
    wrong = result(1859, 307, 130, 449, 968)
    assert (wrong.holds, wrong.difference) == (False, 5)
    assert wrong.arithmetic == "1.859 ≠ 307 + 130 + 449 + 968"
    two = result(2, 1, 1, offending=2)
    assert (two.difference, two.holds) == (0, False), "one in none and one in two: the numbers agree, the sets do not"


def test_an_order_of_units_holds_or_not() -> None:
    def people(number: int, visits: int) -> CheckResult:
        sides = (Side("người", CountOf(number, P)),), (Side("lượt", CountOf(visits, V)),)
        return CheckResult("order.people", "…", CheckKind.ORDER, "…", *sides, relation="≥")

    assert people(37_879, 31_826).arithmetic == "37.879 ≥ 31.826"
    assert people(37_879, 31_826).holds
    assert not people(1, 2).holds
    with pytest.raises(UnitMismatchError):
        _ = replace(people(1, 1), left=(Side("đơn", CountOf(1, L)), Side("vụ", CountOf(1, M)))).holds


def test_a_result_is_read_back_from_its_json() -> None:
    one = replace(result(5, 2, 2, offending=3), severity=Severity.HINT)
    assert result_from_json(json.loads(json.dumps(one.as_json()))) == one


def test_faults_stand_before_hints() -> None:
    hint = replace(result(2, 1), severity=Severity.HINT)
    assert failing([hint, result(1, 1), result(3, 1)]) == [result(3, 1), hint]


def noted(one: CheckResult, *about: CheckResult) -> NotedCheck:
    """A check with notes that were written about these."""
    at = datetime(2026, 11, 20, tzinfo=UTC)
    return NotedCheck(
        one, tuple(Note("vì sổ ghi thiếu", "Trần A", at, seen.seen, seen.arithmetic, 7) for seen in about)
    )


def test_a_note_is_outdated_when_what_was_seen_changes() -> None:
    then, now = result(5, 2, 2), result(5, 2, 1)
    assert noted(result(4, 2, 2)).state == "Khớp"
    assert noted(then).state == "Chưa giải trình"
    assert noted(then, then).state == "Đã giải trình"
    assert noted(now, then).state == "Giải trình đã cũ"
    assert noted(now, then, now).state == "Đã giải trình"
    others = result(5, 2, 2, offending=1), result(5, 2, 2, offending=2)
    assert noted(others[0], others[1]).state == "Giải trình đã cũ", "other records stand wrong"


def test_what_the_checks_come_to_in_one_line() -> None:
    held, open_one = noted(result(2, 1, 1)), noted(result(3, 1, 1))
    assert told([held]) == "Kiểm tra số liệu: 1/1 phép kiểm tra khớp."
    line = told([held, open_one, noted(result(3, 1, 1), result(3, 1, 1))])
    assert line == "Kiểm tra số liệu: 1/3 phép kiểm tra khớp; 2 phép chưa khớp, 1 phép đã giải trình."


def test_a_note_needs_something_to_explain_and_a_text() -> None:
    wrong = result(3, 1, 1)
    assert check_note(wrong, wrong.seen, "  vì sao \r\n thế \n") == "vì sao\n thế"
    for one, seen, text, reason in (
        (result(2, 1, 1), result(2, 1, 1).seen, "vì sao", "đã khớp"),
        (wrong, result(4, 1, 1).seen, "vì sao", "đã thay đổi"),
        (wrong, wrong.seen, " \n ", "Hãy viết"),
        (wrong, wrong.seen, "x" * (LONGEST_NOTE + 1), "dài quá"),
    ):
        with pytest.raises(CheckNoteError, match=reason):
            check_note(one, seen, text)
