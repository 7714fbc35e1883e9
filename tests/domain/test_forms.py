"""Statutory forms as data: the validator names each fault, each sum is caught when it does not hold."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from casework.domain.checks import Severity
from casework.domain.form_checks import broken_columns, form_checks, quarter_checks
from casework.domain.form_files import FormFileError, read_form
from casework.domain.form_header import header_cells, sums_line
from casework.domain.form_validation import faults_of, overlaps
from casework.domain.forms import FilledForm, FormCell, FormDefinition, FormRow, FormSum, column_list, standing_line
from casework.domain.periods import Question
from casework.statistics.form_measures import shipped_forms
from casework.statistics.form_vocabulary import FORM_WORDS
from casework.store.form_files import FORMS_FOLDER, read_form_files

QUESTION = Question(date(2022, 12, 15), date(2023, 6, 14))
CODES = ("01/TCD", "02/TCD", "01/XLD", "02/XLD", "03/XLD", "04/XLD", "01/KQGQ", "02/KQGQ", "03/KQGQ", "04/KQGQ")
COLUMNS = (30, 17, 27, 31, 34, 25, 27, 20, 32, 25)
PRINTED = {
    "01/TCD": ("1=4+13+22", "2=5+14+23", "3=6+7+15+16+24+25"),
    "02/TCD": ("1=3+5+7", "1=9+11", "2=4+6+8", "2=10+12"),
    "01/XLD": ("1=2+3+4+5+6+7", "9=11+12+13", "9=14+15+16+17", "9=18+22", "18=19+20+21", "22=23+24+25"),
    "02/XLD": (
        "1=2+3+4+5",
        "6=7+8",
        "9=11+15+16+17",
        "9=18+19+20+21+22",
        "9=23+26",
        "23=24+25",
        "26=27+28+29",
    ),
    "03/XLD": (
        "1=2+3+4+5+6+7",
        "8=9+10",
        "11=13+18+19+20+21",
        "11=22+23+24+25",
        "11=26+29",
        "26=27+28",
        "29=30+31+32",
    ),
    "04/XLD": ("1=2+3+4+5+6+7", "8=9+10", "11=13+14+15+16", "11=17+18+19", "11=20+21", "21=22+23"),
    "01/KQGQ": ("1=2+3", "5=20+21+22+23+24"),
    "02/KQGQ": (),
    "03/KQGQ": ("1=2+3", "6=7+8+9+10", "6=24+26+28", "6=30+31", "8=25+27+29"),
    "04/KQGQ": (),
}
"""The sums that the forms print (law-and-forms 5.2), written down a second time."""
FORMS = {form.code: form for form in shipped_forms()}
SUMS = [(form.code, one) for form in shipped_forms() for one in form.sums]
PARTS = [(form.code, one) for form in shipped_forms() for one in form.parts]


def filled(form: FormDefinition, values: dict[int, int | None]) -> FilledForm:
    """A form whose line of all has these numbers, 0 elsewhere."""
    total = FormRow(None, "Tổng số", tuple(FormCell(c.number, values.get(c.number, 0)) for c in form.counted))
    return FilledForm(form, QUESTION, (), total)


def told(form: FormDefinition, values: dict[int, int | None]) -> set[str]:
    """The labels of the checks that do not hold."""
    return {check.label for check in form_checks(filled(form, values)) if not check.holds}


def test_the_ten_forms_stand_as_the_circular_has_them() -> None:
    assert tuple(form.code for form in shipped_forms()) == CODES
    assert tuple(len(form.columns) for form in shipped_forms()) == COLUMNS
    for form in shipped_forms():
        assert (form.valid_from, form.valid_to) == (date(2021, 5, 10), date(2024, 3, 4))
        assert tuple(one.written for one in form.sums if one.printed) == PRINTED[form.code]
        assert faults_of(form, FORM_WORDS) == []
    assert overlaps(shipped_forms()) == []
    assert [c.number for c in FORMS["03/XLD"].columns if c.uncertain] == [22, 23, 24, 25]


@pytest.mark.parametrize(("code", "one"), SUMS, ids=[f"{code} {one.written}" for code, one in SUMS])
def test_each_sum_is_caught_when_it_does_not_hold(code: str, one: FormSum) -> None:
    form = FORMS[code]
    alone = replace(form, sums=(one,), parts=())
    values: dict[int, int | None] = {column.number: 0 for column in form.counted}
    values.update({part: place for place, part in enumerate(one.parts, start=3)})
    values[one.column] = sum(values[part] or 0 for part in one.parts)
    assert told(alone, values) == set()
    planted = values | {one.parts[-1]: (values[one.parts[-1]] or 0) + 1}
    assert told(alone, planted) == {f"Biểu {code}: cột {one.written}"}
    check = next(check for check in form_checks(filled(alone, planted)) if not check.holds)
    assert check.difference == -1
    assert (check.severity is Severity.HINT) is (one.severity == "warning")
    marked = one.printed and one.severity == "error"
    assert broken_columns(filled(alone, planted), filled(alone, planted).total) == ({one.column} if marked else set())
    assert told(alone, planted | {one.parts[0]: None}) == set(), "a number that is not known is not checked"


@pytest.mark.parametrize(("code", "one"), PARTS, ids=[f"{code} {one.whole}≥{one.part}" for code, one in PARTS])
def test_each_part_is_caught_when_it_exceeds_its_whole(code: str, one: Any) -> None:
    form = replace(FORMS[code], sums=(), parts=(one,))
    zeros: dict[int, int | None] = {column.number: 0 for column in form.counted}
    assert told(form, zeros | {one.whole: 5, one.part: 5}) == set()
    assert told(form, zeros | {one.whole: 4, one.part: 5}) == {f"Biểu {code}: cột {one.whole} ≥ cột {one.part}"}


def test_the_trap_of_03_kqgq_is_a_warning_only() -> None:
    form = FORMS["03/KQGQ"]
    values: dict[int, int | None] = {1: 10, 2: 10, 4: 10, 6: 10, 7: 6, 9: 4, 24: 6, 30: 10}
    wrong = [check for check in form_checks(filled(form, values)) if not check.holds]
    assert [(check.label, check.severity) for check in wrong] == [("Biểu 03/KQGQ: cột 6=24+26+28", Severity.HINT)]
    assert broken_columns(filled(form, values), filled(form, values).total) == set()


def test_a_fault_of_a_unit_is_told_with_its_name() -> None:
    form = replace(FORMS["02/TCD"], parts=())
    good = FormRow(1, "Sở Y tế", tuple(FormCell(c.number, 0) for c in form.counted))
    bad = FormRow(2, "Sở Xây dựng", tuple(FormCell(c.number, int(c.number == 1)) for c in form.counted))
    checks = form_checks(FilledForm(form, QUESTION, (good, bad), replace(good, unit_id=None)))
    assert {check.label for check in checks if not check.holds} == {
        "Biểu 02/TCD: cột 1=3+5+7 – Sở Xây dựng",
        "Biểu 02/TCD: cột 1=9+11 – Sở Xây dựng",
    }


def test_quarters_make_the_year_for_flows_and_never_for_stocks() -> None:
    form = FORMS["01/XLD"]
    quarters = [filled(form, {1: 100, 5: n, 8: 2}) for n in (1, 2, 3, 4)]
    year = filled(form, {1: 100, 5: 10, 8: 9})
    found = {check.code.rpartition(".")[2]: check for check in quarter_checks(year, quarters)}
    assert "1" not in found, "what is carried in is a stock"
    assert "10" not in found, "a matter may come again in another quarter"
    assert found["5"].holds
    assert not found["8"].holds
    assert found["8"].difference == 1


# --- the validator -------------------------------------------------------------------------------------------------


def data(key: str = "tt02-2021-01-tcd") -> dict[str, Any]:
    """A fresh copy of what stands in a form's file."""
    found: dict[str, Any] = copy.deepcopy(read_form_files(FORMS_FOLDER)[f"{key}.json"])
    return found


def faults(changed: dict[str, Any]) -> list[str]:
    """What is said of a file, whichever step says it."""
    try:
        return faults_of(read_form(changed), FORM_WORDS)
    except FormFileError as error:
        return error.faults


def _set(path: str, value: Any) -> Any:
    """A change of a file: "columns.0.unit" becomes `value`; None there takes it away."""

    def change(found: dict[str, Any]) -> None:
        *way, last = path.split(".")
        at: Any = found
        for step in way:
            at = at[int(step)] if step.isdigit() else at[step]
        if value is ...:
            del at[last]
        elif last.isdigit():
            at[int(last)] = value
        else:
            at[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_set("title", ...), "Tệp thiếu “title”."),
        (_set("colour", "red"), "Tệp có khóa lạ “colour”."),
        (_set("valid_from", "10/5/2021"), "phải là ngày dạng 2021-05-10"),
        (_set("valid_to", "2020-01-01"), "Ngày hết hiệu lực ở trước ngày có hiệu lực."),
        (_set("key", "TT 02"), "chữ thường không dấu"),
        (_set("columns", []), "Biểu không có cột số liệu nào."),
        (_set("columns", {}), "“columns” phải là một danh sách."),
        (_set("columns.0.number", "1"), "phải là số nguyên"),
        (_set("columns.0.number", 31), "Thiếu cột 1"),
        (_set("columns.1.number", 1), "Cột 1 được khai 2 lần."),
        (_set("columns.0.unit", "ounce"), "“unit” phải là một trong"),
        (_set("columns.0.unit", None), "Cột 1 thiếu đơn vị tính."),
        (_set("columns.0.unit", "letter"), "đơn vị tính “đơn” không hợp"),
        (_set("columns.0.population", "letters.lost"), "không có tập hồ sơ “letters.lost”"),
        (_set("columns.3.conditions", ["regulra"]), "không có điều kiện “regulra”"),
        (_set("columns.3.conditions", ["guided"]), "không có điều kiện “guided”"),
        (_set("columns.1.quantity", "horses"), "không có đại lượng “horses”"),
        (_set("columns.1.quantity", None), "phải có đại lượng"),
        (_set("columns.1.unit", "million_dong"), "đơn vị tính “triệu đồng” không hợp"),
        (_set("columns.29.unit", "visit"), "là cột chữ nên không có đơn vị tính"),
        (_set("columns.8.path", ["Tiếp thường xuyên", "Lẻ loi"]), "không liền khối"),
        (_set("columns.4.path", ["Tiếp thường xuyên", "Số lượt tiếp"]), "trùng hoặc nằm dưới tiêu đề"),
        (_set("columns.0.path", []), "tiêu đề (“path”) không được để trống"),
        (_set("sums.0.parts", [4, 13, 99]), "Phép cộng 1=4+13+99: không có cột số liệu 99."),
        (_set("sums.0.parts", [4, 13, 30]), "không có cột số liệu 30"),
        (_set("sums.0.parts", [4, 14]), "không cộng các đơn vị tính khác nhau (lượt, người)"),
        (_set("sums.0.parts", [4]), "từ hai cột trở lên"),
        (_set("sums.1", {"column": 4, "parts": [1, 13]}), "Phép cộng vòng quanh: 1 = 4 = 1."),
        (_set("sums.0.severity", "fatal"), "“severity” phải là một trong"),
        (_set("parts.1.part", 99), "So sánh cột 4 ≥ cột 99"),
        (_set("parts.1.whole", 5), "cùng đơn vị tính"),
        (_set("gaps.0.conditions", ["nothing"]), "Mục thiếu số liệu thứ 1: không có điều kiện “nothing”"),
        (_set("gaps.0.blank", [1]), "phải nằm trong các cột bị thiếu"),
        (_set("gaps.0.columns", [99]), "không có cột số liệu"),
    ],
)
def test_the_validator_names_each_fault(change: Any, said: str) -> None:
    found = data()
    assert faults(found) == []
    change(found)
    assert any(said in fault for fault in faults(found)), faults(found)


def test_a_file_that_is_no_json_and_one_that_is_no_object_are_told() -> None:
    assert faults(ValueError("line 1")) == ["Tệp không phải là JSON hợp lệ: line 1."]  # type: ignore[arg-type]
    assert faults([]) == ["Tệp phải là một đối tượng JSON có các khóa như hướng dẫn."]  # type: ignore[arg-type]


def test_two_versions_may_follow_each_other_and_may_not_overlap() -> None:
    first = FORMS["01/TCD"]
    second = replace(first, key="next", valid_from=date(2024, 3, 5), valid_to=None)
    assert overlaps([first, second]) == []
    overlapping = replace(second, valid_from=date(2024, 3, 4))
    assert overlaps([first, overlapping]) == [
        "Biểu 01/TCD của Thông tư 02/2021/TT-TTCP có hai bản cùng hiệu lực (“tt02-2021-01-tcd” và “next”) "
        "từ ngày 04/3/2024."
    ]
    assert overlaps([first, replace(first, code="09/TCD")]) == ["Mã tệp “tt02-2021-01-tcd” được dùng 2 lần."]


# --- what stands around the numbers --------------------------------------------------------------------------------


def test_the_header_covers_every_column_once_on_every_level() -> None:
    for form in shipped_forms():
        depth = max(len(column.path) for column in form.columns)
        covered: dict[tuple[int, int], str] = {}
        for row in header_cells(form):
            for cell in row:
                for level in range(cell.row, cell.row + cell.rows):
                    for place in range(cell.column, cell.column + cell.columns):
                        assert (level, place) not in covered, (form.code, cell.text)
                        covered[level, place] = cell.text
        assert len(covered) == depth * (len(form.columns) + 1), form.code
        for column in form.columns:
            assert covered[depth - 1, column.number] == column.path[-1]


def test_sums_and_lists_of_columns_are_written_as_the_form_does() -> None:
    assert sums_line(FORMS["02/TCD"], 1) == "=3+5+7=9+11"
    assert sums_line(FORMS["02/TCD"], 12) == "", "an implied sum is not printed"
    assert column_list((29, 21, 22, 5, 6, 23, 24, 9)) == "5, 6, 9, 21–24, 29"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2022, 12, 15), date(2023, 6, 14), ""),
        (date(2023, 12, 15), date(2024, 3, 4), ""),
        (date(2023, 12, 15), date(2024, 3, 14), "không còn hiệu lực từ ngày 05/3/2024"),
        (date(2020, 12, 15), date(2021, 6, 14), "chỉ có hiệu lực từ ngày 10/5/2021"),
    ],
)
def test_a_form_that_was_not_in_force_says_so(first: date, last: date, said: str) -> None:
    line = standing_line(FORMS["01/TCD"], Question(first, last))
    assert said in line
    assert bool(line) is bool(said)
