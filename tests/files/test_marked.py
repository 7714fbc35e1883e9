"""The marked workbook: every wrong row where it stood, nobody's name in it, never imported again."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from casework.domain.vocabulary import RecordKind
from casework.files.mapping import SheetMapping
from casework.files.marked import NOTE_HEADING, Wrong, marked_sheets, refuse_marked
from casework.files.problems import FileProblem
from casework.files.samples import HIDDEN
from casework.files.workbook import Sheet, read_workbook
from casework.reports.marked_workbook import marked_workbook
from tests.files.books import register

TITLES: list[list[Any]] = [["SỔ ĐƠN"], []]


def marked(sheets: list[Sheet], *wrong: Wrong, mapping: dict[str, SheetMapping] | None = None) -> bytes:
    return b"".join(marked_workbook(marked_sheets(sheets, mapping or {}, wrong), ("Cách sửa",)))


def read(data: bytes, name: str) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def test_each_row_keeps_its_number_and_says_what_to_do() -> None:
    rows = [*TITLES, *register("Đơn thư", {}, {"Ngày nhận": "32/13/2024"})]
    data = marked([Sheet("Đơn thư", rows)], Wrong("Đơn thư", 5, "Ngày nhận", "không có ngày ấy; ghi lại"))
    found = read(data, "Đơn thư")
    width = len(rows[2])
    assert found[2][:width] == rows[2]
    assert found[2][width] == NOTE_HEADING
    assert found[4][2] == "32/13/2024"
    assert found[4][width] == "Cột “Ngày nhận”: không có ngày ấy; ghi lại"
    assert found[3][width] == ""
    assert found[3][2] == date(2024, 3, 5)
    assert read(data, "Cách dùng")[1][0] == "Trang tính “Đơn thư”: 1 dòng phải sửa."


def test_identities_and_what_repeats_them_are_dots() -> None:
    name = "Đặng Thị Bí Mật"
    rows = register("Đơn thư", {"Người gửi": name, "Tóm tắt nội dung": f"Bà {name} ở số 9 xin cấp nước"}, {})
    rows[0].append("Cột riêng")
    rows[1].append("nhà bà Mật")
    rows[2].append("ok")
    data = marked([Sheet("Đơn thư", rows)], Wrong("Đơn thư", 2, "Người gửi", "quá dài"))
    text = str(read(data, "Đơn thư"))
    for part in (name, "Bí Mật", "Mật", "ngõ 5", "Mai Thị Thử"):
        assert part not in text
    assert f"Bà {HIDDEN} ở số 9 xin cấp nước" in text
    assert "KNPA" in text


def test_no_cell_is_a_formula_and_any_name_of_a_sheet_will_do() -> None:
    rows = register("Kiến nghị cử tri", {"Nội dung kiến nghị": '=HYPERLINK("http://a","b")'})
    sheets = [Sheet("a/b:c[d]*?" + "x" * 40, rows), Sheet("a b c d   " + "x" * 40, rows)]
    data = marked(sheets)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert len(set(book.sheet_names)) == 3
    assert all(len(name) <= 31 for name in book.sheet_names)
    assert b"<f>" not in data
    assert '=HYPERLINK("http://a","b")' in str(read(data, book.sheet_names[1]))


def test_it_is_never_imported_again() -> None:
    data = marked([Sheet("Đơn thư", register("Đơn thư", {}))])
    with pytest.raises(FileProblem, match="tệp gốc"):
        refuse_marked(read_workbook(data, "a.xlsx"))
    wrong_header = marked([Sheet("Đơn thư", register("Đơn thư", {}))], Wrong("Đơn thư", 1, "", "thiếu cột"))
    with pytest.raises(FileProblem, match="tệp gốc"):
        refuse_marked(read_workbook(wrong_header, "a.xlsx"))
    refuse_marked([Sheet("Đơn thư", register("Đơn thư", {}))])


def test_what_is_no_register_or_left_out_is_not_copied() -> None:
    note = Sheet("Ghi chú", [["Tên", "Số"], ["Bà Mật", "1"]])
    left = {"don thu": SheetMapping(left_out=True)}
    data = marked([note, Sheet("Đơn thư", register("Đơn thư", {}))], mapping=left)
    assert CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names == ["Cách dùng"]


_CELL = st.one_of(st.text(max_size=12), st.integers(-9999, 9999), st.dates(date(1990, 1, 1), date(2030, 1, 1)))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(_CELL, min_size=11, max_size=11), max_size=12), st.data())
def test_every_refused_row_is_told_once_where_it_stood(cells: list[list[Any]], data: st.DataObject) -> None:
    """Whatever stands in the rows: as many notes as rows were refused, each in its row; rows neither lost nor moved."""
    rows = [register("Đơn thư")[0], *cells]
    numbers = data.draw(st.sets(st.integers(2, len(cells) + 1))) if cells else set()
    wrong = [Wrong("Đơn thư", number, "Ngày nhận", f"lỗi {number}") for number in sorted(numbers)]
    (sheet,) = marked_sheets([Sheet("Đơn thư", rows)], {"don thu": SheetMapping(RecordKind.LETTER)}, wrong)
    written = list(sheet.rows)
    assert [row.number for row in written] == list(range(1, len(rows) + 1))
    assert {row.number for row in written if row.note.startswith("Cột")} == numbers
    assert sheet.wrong == len(numbers)
    assert all(row.marked == (frozenset({2}) if row.number in numbers else frozenset()) for row in written)
    assert all(value == HIDDEN for row in written[1:] for value in row.values[3:5] if value is not None)
