"""Columns of an office's own register: two rows of headings, what is proposed, what is shown, what is known again."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.domain.fields import IDENTITY_FIELDS, REGISTER_FIELDS
from casework.domain.heading_columns import SavedColumns
from casework.domain.vocabulary import RecordKind
from casework.files.columns import SheetSurvey, looks_like_headings, survey_sheet
from casework.files.datarows import data_rows
from casework.files.header_rows import header_at, mark_of
from casework.files.headings import recognise
from casework.files.mapping import SheetMapping, read_mapping, write_mapping
from casework.files.samples import HIDDEN, sample
from casework.files.saved_columns import effective, saved_for
from casework.files.workbook import Sheet
from tests.files.books import HEADINGS, register

K = RecordKind
OWN: list[list[Any]] = [
    ["SỔ THEO DÕI ĐƠN NĂM 2024"],
    [],
    ["STT", "Số hiệu đơn", "Ngày nhận đơn", "Ông (bà)", "Loại", "Đủ điều kiện", "Kết quả", "", "Ghi riêng"],
    ["", "", "", "", "", "", "Xử lý đơn", "Ngày xử lý đơn", ""],
    [1, "ĐT-001", date(2024, 3, 5), "Mai Thị Thử", "Khiếu nại", "Có", "Hướng dẫn", "9/3/2024", "ông Thử, 0912345678"],
    [2, "ĐT-002", date(2024, 3, 6), "Lê Văn Thật", "Tố cáo", "Có", "Thụ lý", "", "B1234567"],
]  # fmt: skip


def shown(rows: list[list[Any]], mapping: SheetMapping | None = None, name: str = "Sheet1") -> SheetSurvey:
    found = survey_sheet(Sheet(name, rows), mapping)
    assert found is not None
    return found


def test_two_rows_of_headings_are_read_as_one() -> None:
    header = header_at(Sheet("Sheet1", OWN), 2)
    assert (header.top, header.last) == (2, 3)
    assert header.headings[6:8] == ("Kết quả / Xử lý đơn", "Kết quả / Ngày xử lý đơn")
    assert header.headings[1] == "Số hiệu đơn"


@pytest.mark.parametrize("sheet", sorted(HEADINGS))
def test_a_row_of_records_is_no_second_row_of_headings(sheet: str) -> None:
    """Nor is a title above a header a first one."""
    for rows in (register(sheet, {}), [[f"SỔ {sheet}"], *register(sheet, {})]):
        plan = recognise(Sheet("Sheet1", rows))
        assert plan is not None
        assert plan.found.top == plan.found.last == len(rows) - 2
        assert len(list(data_rows(plan))) == 1


def test_two_rows_repeated_in_the_middle_are_no_records() -> None:
    """As a register has them at the top of each printed page."""
    mapping = read_mapping(
        '{"Sheet1": {"@sổ": "Đơn thư", "Số hiệu đơn": "code", "Ngày nhận đơn": "received_on", "Loại": "type",'
        ' "Kết quả / Xử lý đơn": "handling"}}'.encode()
    )["sheet1"]
    plan = recognise(Sheet("Sheet1", [*OWN, *OWN[2:4], OWN[5]]), mapping)
    assert plan is not None
    assert [number for number, _row in data_rows(plan)] == [5, 6, 9]


def test_what_is_alike_is_proposed_and_no_field_twice() -> None:
    found = shown(OWN)
    assert found.kind is K.LETTER
    assert (found.first, found.last) == (3, 4)
    proposed = {column.heading: column.proposed.name for column in found.columns if column.proposed}
    assert proposed["Ngày nhận đơn"] == "received_on"
    assert proposed["Kết quả / Ngày xử lý đơn"] == "handled_on"
    assert len(set(proposed.values())) == len(proposed)
    assert not found.settled
    assert next(column for column in found.columns if column.heading == "STT").left_out


def test_no_day_is_proposed_for_words_nor_a_word_for_days() -> None:
    rows = [["Số đơn", "Loại đơn", "Ngày nhận đơn"], ["Đ1", "Khiếu nại", "chưa rõ"]]
    assert {c.heading: c.proposed for c in shown(rows, name="Đơn thư").columns}["Ngày nhận đơn"] is None


def test_names_are_never_shown() -> None:
    """Nor telephones, passports, or a text that may repeat a name; days, terms and numbers of files are."""
    samples = {column.heading: column.samples for column in shown(OWN).columns}
    assert samples["Ông (bà)"] == (HIDDEN,)
    assert samples["Ghi riêng"] == (HIDDEN,)
    assert samples["Số hiệu đơn"] == ("ĐT-001", "ĐT-002")
    assert samples["Ngày nhận đơn"] == ("05/3/2024", "06/3/2024")
    assert samples["Loại"] == ("Khiếu nại", "Tố cáo")
    named = shown([["Số đơn", "Người gửi", "Loại đơn"], ["Đ1", "Khiếu nại", "Khiếu nại"]])
    assert {c.heading: c.samples for c in named.columns}["Người gửi"] == (HIDDEN,)


_NAME = st.lists(st.text("aăâbcdđeêghiklmnoôơpqrstuưvxy", min_size=1, max_size=7), min_size=2, max_size=4)


@given(_NAME, st.sampled_from([kind for kind in K if IDENTITY_FIELDS[kind]]), st.integers(10**8, 10**12 - 1))
def test_whatever_a_person_is_called_stays_hidden(name: list[str], kind: RecordKind, number: int) -> None:
    text = " ".join(part.capitalize() for part in name) + " Q"
    free = next(field for field in REGISTER_FIELDS[kind] if field.name == "content")
    for field in (None, free, *(f for f in REGISTER_FIELDS[kind] if f.identity)):
        for cell in (text, str(number), number, f"B{number}", f"0{number}"[:4] + f".{number}"):
            assert sample(cell, kind, field) == HIDDEN


def test_a_register_without_identities_is_shown() -> None:
    rows = register("Kiến nghị cử tri", {})
    rows[0][rows[0].index("Nội dung kiến nghị")] = "Bà con nói gì"
    assert ("Sửa đường gom",) in [column.samples for column in shown(rows).columns]


def test_headings_that_stand_twice_are_told_apart() -> None:
    rows = [["Số đơn", "Ngày", "Ngày", "", "Loại đơn"], ["Đ1", "1/3/2024", "2/3/2024", "x", "Khiếu nại"]]
    targets = {"Số đơn": "code", "Ngày": "received_on", "Ngày 2": "handled_on", "Cột 4": "note", "Loại đơn": None}
    told = read_mapping(json.dumps({"Sheet1": {"@sổ": "Đơn thư", **targets}}, ensure_ascii=False).encode())["sheet1"]
    plan = recognise(Sheet("Sheet1", rows), told)
    assert plan is not None
    assert {c.index: c.field.name for c in plan.columns} == {
        0: "code",
        1: "received_on",
        2: "handled_on",
        3: "note",
    }


@given(st.data())
def test_a_mapping_is_written_as_it_is_read(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(list(K)))
    names = [field.name for field in REGISTER_FIELDS[kind]]
    keys = data.draw(st.lists(st.from_regex(r"[a-z]{2,6}( [a-z0-9]{2,5}){0,2}", fullmatch=True), unique=True))
    targets = {key: data.draw(st.sampled_from(["", *names])) for key in keys}
    assert read_mapping(write_mapping({"Bảng 1": SheetMapping(kind, targets)})) == {
        "bang 1": SheetMapping(kind, targets)
    }
    assert read_mapping(write_mapping({"Bảng 1": SheetMapping(left_out=True)}))["bang 1"].left_out


def test_a_row_of_records_is_never_taken_for_headings() -> None:
    """So that nothing that somebody wrote about a person is remembered as a heading."""
    for sheet, kind in {"Đơn thư": K.LETTER, "Vụ KNTC": K.CASE, "Tiếp công dân": K.RECEPTION}.items():
        rows = Sheet("Sheet1", register(sheet, {}))
        assert looks_like_headings(header_at(rows, 0), kind)
        assert not looks_like_headings(header_at(rows, 1), kind)
    assert survey_sheet(Sheet("Đơn thư", register("Đơn thư", {})[1:]), None) is None


def saved(kind: RecordKind, keys: list[str], number: int, days: int = 0) -> SavedColumns:
    at = datetime(2024, 3, 1, tzinfo=UTC) + timedelta(days=days)
    return SavedColumns(number, kind, mark_of(keys), "", dict.fromkeys(keys, ""), at, "A")


def test_a_matching_is_known_again_by_its_set_of_headings() -> None:
    """In whatever order, under whatever title; one heading more or less is another set."""
    keys = ["so hieu", "vao so", "loai"]
    one = saved(K.LETTER, keys, 1)
    assert saved_for(Sheet("x", [["Tiêu đề"], ["Loại", "SỐ HIỆU", "Vào sổ"]]), [one]) is one
    assert saved_for(Sheet("x", [["Loại", "Số hiệu", "Vào sổ", "Thêm"]]), [one]) is None
    assert saved_for(Sheet("x", [["Loại", "Số hiệu"]]), [one]) is None
    case, newer = saved(K.CASE, keys, 2), saved(K.FEEDBACK, keys, 3, days=1)
    assert saved_for(Sheet("Vụ KNTC", [["Loại", "Số hiệu", "Vào sổ"]]), [one, case, newer]) is case
    assert saved_for(Sheet("x", [["Loại", "Số hiệu", "Vào sổ"]]), [one, case, newer]) is newer


def test_what_is_given_now_goes_before_what_was_saved() -> None:
    sheet = Sheet("Bảng 1", [["Loại", "Số hiệu", "Vào sổ"]])
    one = saved(K.LETTER, ["so hieu", "vao so", "loai"], 1)
    now = {"bang 1": SheetMapping(K.CASE)}
    assert effective([sheet], now, [one]) == (now, {})
    mapping, taken = effective([sheet], {}, [one])
    assert (mapping["bang 1"].kind, taken["Bảng 1"]) == (K.LETTER, one)
