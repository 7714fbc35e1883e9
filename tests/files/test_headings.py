"""Sheets and columns recognised: by name, title and headings, or by the office's own mapping."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.domain.fields import FIELDS
from casework.domain.vocabulary import RecordKind
from casework.files.headings import recognise
from casework.files.mapping import SheetMapping, read_mapping
from casework.files.problems import FileProblem, Sort, Verdict
from casework.files.workbook import Sheet
from tests.files.books import HEADINGS, register


def named(sheet: Sheet, mapping: SheetMapping | None = None) -> dict[str, str]:
    """Heading → field of a sheet's columns."""
    plan = recognise(sheet, mapping)
    assert plan is not None
    return {column.heading: column.field.name for column in plan.columns}


@pytest.mark.parametrize("kind", list(RecordKind))
def test_every_declared_heading_is_recognised(kind: RecordKind) -> None:
    labels = [field.label for field in FIELDS[kind]]
    for field in FIELDS[kind]:
        for heading in field.headings:
            row = [heading if label == field.label else label for label in labels]
            found = named(Sheet(kind.label, [row]))
            others = [other.label for other in FIELDS[kind] if other is not field]
            if heading not in others:
                assert found[heading] == field.name


@given(st.sampled_from(sorted(HEADINGS)), st.randoms(use_true_random=False))
def test_order_case_accents_and_punctuation_do_not_matter(sheet: str, chance: random.Random) -> None:
    headings = list(HEADINGS[sheet])
    chance.shuffle(headings)

    def spoilt(heading: str) -> str:
        words = heading.split()
        if chance.random() < 0.3:
            words.reverse()
        text = ("\n" if chance.random() < 0.5 else " ").join(words).replace(",", "")
        return chance.choice([text, text.upper(), f" {text}: ", text.replace("đ", "d").replace("ố", "o")])

    typed = {heading: spoilt(heading) for heading in headings}
    expected = named(Sheet("Sheet1", [list(HEADINGS[sheet])]))
    found = named(Sheet("Sheet1", [["Đơn vị: X"], [], [typed[heading] for heading in headings]]))
    assert found == {typed[heading].strip(): name for heading, name in expected.items()}


@pytest.mark.parametrize("sheet", sorted(HEADINGS))
def test_the_register_is_told_by_its_headings_alone(sheet: str) -> None:
    plan = recognise(Sheet("Sheet7", [["TIÊU ĐỀ"], [], *register(sheet, {})]))
    assert plan is not None
    assert plan.kind.label == sheet
    assert (plan.header, plan.problems) == (2, ())


def test_a_sheet_that_is_no_register() -> None:
    assert recognise(Sheet("Ghi chú", [["Tên", "Điện thoại"], ["a", "b"]])) is None
    assert recognise(Sheet("Trống", [])) is None
    assert recognise(Sheet("Đơn thư", [["không có tiêu đề"]])) is None


def test_a_missing_required_column_is_one_error_that_names_it() -> None:
    rows = register("Đơn thư", {})
    rows[0] = ["Ngày nhận đơn thư" if heading == "Ngày nhận" else heading for heading in rows[0]]
    plan = recognise(Sheet("Đơn thư", rows, first_row=1))
    assert plan is not None
    assert not plan.readable
    (error,) = [problem for problem in plan.problems if problem.verdict is Verdict.ERROR]
    assert (error.row, error.column, error.sort) == (1, "Ngày nhận", Sort.HEADING)
    assert "Ngày nhận đơn thư" in error.message


def test_an_unknown_heading_that_matters_is_named_with_the_nearest_fields() -> None:
    rows = register("Đơn thư", {})
    rows[0] += ["Số người kí tên", "Cột trống", "", "STT"]
    rows[1] += [3, "", "x", 1]
    plan = recognise(Sheet("Đơn thư", rows))
    assert plan is not None
    (problem,) = plan.problems
    assert (problem.column, problem.verdict) == ("Số người kí tên", Verdict.WARNING)
    assert "“Số người ký”" in problem.message
    assert plan.readable


def test_a_label_goes_before_a_synonym_wherever_it_stands() -> None:
    rows: list[list[Any]] = [["Tóm tắt nội dung", *HEADINGS["Vụ KNTC"], "Nội dung"]]
    assert named(Sheet("Vụ KNTC", rows))["Nội dung"] == "content"
    assert "Tóm tắt nội dung" not in named(Sheet("Vụ KNTC", rows))


def test_a_mapping_goes_before_what_is_recognised() -> None:
    given_mapping = {
        "Bảng 1": {"@sổ": "Đơn thư", "Số hiệu": "Số đơn", "Vào sổ": "received_on", "Số đơn": None, "Hướng": "Xử lý"}
    }
    mapping = read_mapping(b"\xef\xbb\xbf" + json.dumps(given_mapping, ensure_ascii=False).encode())["bang 1"]
    row = ["Số hiệu", "VÀO SỔ", "Số đơn", "Loại đơn", "Đủ điều kiện", "hướng"]
    found = named(Sheet("Bảng 1", [row]), mapping)
    assert found == {
        "Số hiệu": "code",
        "VÀO SỔ": "received_on",
        "Loại đơn": "type",
        "Đủ điều kiện": "eligible",
        "hướng": "handling",
    }


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "JSON"),
        (b"\xff\xfe", "JSON"),
        (b"[]", "không đúng dạng"),
        (b'{"a": 1}', "không đúng dạng"),
        (b'{"a": {"b": 1}}', "phải là chữ"),
        ('{"a": {"b": "Ngày nhậnn"}}'.encode(), "Ngày nhận"),
        ('{"a": {"@sổ": "Sổ lạ"}}'.encode(), "Đơn thư"),
    ],
)
def test_a_wrong_mapping_is_refused_in_words(content: bytes, said: str) -> None:
    with pytest.raises(FileProblem, match=said):
        read_mapping(content)
