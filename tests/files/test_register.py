"""Whole registers: the verdicts of faulty ones, what is accepted of good ones, sums and JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from casework.domain.text import nearest
from casework.domain.vocabulary import PetitionSource
from casework.files.lookups import NewCouncilResolution, NewSession
from casework.files.problems import FileProblem, summary_lines
from casework.files.register import RegisterResult, read_register
from casework.files.rows import ParsedRow
from casework.files.sample import expected, make_sample
from casework.files.workbook import read_workbook
from tests.files.books import GOOD, TODAY, register, xlsx
from tests.files.shipped import shipped_law, shipped_lookups
from tests.machine import shared_file

Verdicts = list[tuple[int, str, str]]


def imported(sheets: Mapping[str, Any], titles: int = 0) -> RegisterResult:
    """The file as written by Excel, read."""
    return read_register(read_workbook(xlsx(sheets, titles), "so.xlsx"), shipped_lookups(), shipped_law(), TODAY)


def rows_of(sheet: str, *changes: Mapping[str, Any]) -> tuple[list[ParsedRow], Verdicts]:
    """The accepted rows of a register and its verdicts; row 2 is the first of `changes`."""
    result = imported({sheet: register(sheet, *changes)})
    (read,) = result.sheets
    assert read.rows == len(changes)
    return list(read.accepted), [(p.row, p.column, p.verdict.value) for p in read.problems]


def one(sheet: str, **change: Any) -> tuple[ParsedRow | None, list[tuple[str, str]]]:
    """What becomes of one changed row: its column and verdict pairs."""
    changes = {heading.replace("_", " "): cell for heading, cell in change.items()}
    accepted, verdicts = rows_of(sheet, changes)
    return (accepted[0] if accepted else None), [(column, verdict) for _, column, verdict in verdicts]


def test_good_rows_of_every_register_are_accepted_without_a_word() -> None:
    result = imported({sheet: register(sheet, {}, {}) for sheet in GOOD}, titles=4)
    assert result.all_problems == ()
    assert [(sheet.kind.label, sheet.rows, len(sheet.accepted)) for sheet in result.sheets] == [
        (sheet, 2, 2) for sheet in GOOD
    ]
    assert [row.row for row in result.sheets[0].accepted] == [6, 7]


def test_variants_become_terms_and_entries_of_the_lists() -> None:
    row, _ = one("Kiến nghị cử tri")
    assert row is not None
    names = {unit.id: unit.name for unit in shipped_lookups().units("Sở Giao thông vận tải")}
    assert names[row.values["unit_id"]] == "Sở Giao thông vận tải"  # type: ignore[index]
    assert row.values["place"] == "Quận Ba Đình"
    assert row.values["subject"] == "Giao thông"
    assert (row.values["source"], row.values["result"], row.values["term"]) == ("council", "in_progress", "XVI")
    assert row.values["stated_due_on"] == date(2025, 3, 1)
    assert "resolved_on" not in row.values
    assert row.first_day_inferred


LETTER_DUE = date(2024, 3, 15)
FAULTS: list[tuple[str, dict[str, Any], list[tuple[str, str]]]] = [
    ("Kiến nghị cử tri", {"Kết quả": "Đã giải quyết xong"}, [("Ngày giải quyết xong", "error")]),
    ("Kiến nghị cử tri", {"Kết quả": "xong rồi"}, [("Kết quả", "error")]),
    ("Kiến nghị cử tri", {"Ngày giải quyết xong": date(2024, 2, 1)}, [("Kết quả", "error")]),
    (
        "Kiến nghị cử tri",
        {"Kết quả": "Đã GQ", "Ngày giải quyết xong": "01/01/2023"},
        [("Ngày giải quyết xong", "warning")],
    ),
    (
        "Kiến nghị cử tri",
        {"Kết quả": "Đã GQ", "Ngày giải quyết xong": "31/02/2024"},
        [("Ngày giải quyết xong", "error")],
    ),
    ("Kiến nghị cử tri", {"Nội dung kiến nghị": "  "}, [("Nội dung kiến nghị", "error")]),
    ("Kiến nghị cử tri", {"Nội dung kiến nghị": "a" * 10_001}, [("Nội dung kiến nghị", "error")]),
    ("Kiến nghị cử tri", {"Nội dung kiến nghị": "a" * 10_000}, []),
    ("Kiến nghị cử tri", {"Đơn vị chủ trì": "Sở Không Có"}, [("Đơn vị chủ trì", "error")]),
    ("Kiến nghị cử tri", {"Đơn vị chủ trì": "UBND quận/huyện/thị xã"}, [("Đơn vị chủ trì", "warning")]),
    ("Kiến nghị cử tri", {"Kỳ họp": "mười hai"}, [("Kỳ họp", "error")]),
    ("Kiến nghị cử tri", {"Kỳ họp": 12.5}, [("Kỳ họp", "error")]),
    ("Kiến nghị cử tri", {"Khóa": "XX"}, [("Khóa", "error")]),
    ("Kiến nghị cử tri", {"Khóa": "QH XV"}, [("Khóa", "error")]),
    ("Kiến nghị cử tri", {"Nguồn": "MTTQ"}, [("Nguồn", "error")]),
    ("Kiến nghị cử tri", {"Nghị quyết theo dõi": ""}, [("Nghị quyết theo dõi", "error")]),
    ("Kiến nghị cử tri", {"Nghị quyết theo dõi": "chưa có"}, [("Nghị quyết theo dõi", "error")]),
    ("Kiến nghị cử tri", {"Ngày nghị quyết": ""}, [("Ngày nghị quyết", "warning")]),
    ("Kiến nghị cử tri", {"Nghị quyết theo dõi": "99/NQ-HĐND", "Ngày nghị quyết": ""}, [("Ngày nghị quyết", "error")]),
    ("Kiến nghị cử tri", {"Ngày trả lời": "1/1/2023"}, [("Ngày trả lời", "warning")]),
    ("Kiến nghị cử tri", {"Ngày trả lời": "2/7/2024"}, [("Ngày trả lời", "error")]),
    ("Tiếp công dân", {"Số người": 0}, [("Số người", "error")]),
    ("Tiếp công dân", {"Số người": 2.5}, [("Số người", "error")]),
    ("Tiếp công dân", {"Số người": True}, [("Số người", "error")]),
    ("Tiếp công dân", {"Số người": ""}, [("Số người", "error")]),
    ("Tiếp công dân", {"Ngày tiếp": 45356}, [("Ngày tiếp", "warning")]),
    ("Tiếp công dân", {"Ngày tiếp": "05/13/2024"}, [("Ngày tiếp", "error")]),
    ("Tiếp công dân", {"Ngày tiếp": date(2034, 3, 5)}, [("Ngày tiếp", "error")]),
    ("Tiếp công dân", {"Hình thức": "", "Phân loại": "hỏi"}, [("Hình thức", "error"), ("Phân loại", "error")]),
    ("Đơn thư", {"Ngày xử lý": date(2024, 3, 1)}, [("Ngày xử lý", "error")]),
    ("Đơn thư", {"Ngày xử lý": LETTER_DUE}, []),
    ("Đơn thư", {"Ngày xử lý": LETTER_DUE + timedelta(days=1)}, [("Ngày xử lý", "warning")]),
    ("Đơn thư", {"Đủ điều kiện xử lý": "Không"}, [("Lý do không đủ điều kiện", "warning")]),
    ("Đơn thư", {"Đủ điều kiện xử lý": "Không", "Lý do không đủ điều kiện": "trùng"}, []),
    ("Đơn thư", {"Đủ điều kiện xử lý": "có lẽ"}, [("Đủ điều kiện xử lý", "error")]),
    ("Đơn thư", {"Loại đơn": "Tố cáo"}, [("Người gửi", "withheld")]),
    ("Đơn thư", {"Loại đơn": "TC", "Người gửi": ""}, [("Địa chỉ", "withheld")]),
    ("Đơn thư", {"Loại đơn": "TC", "Người gửi": "", "Địa chỉ": " "}, []),
    ("Vụ KNTC", {"Tình trạng": "Đã GQ"}, [("Ngày giải quyết", "error")]),
    ("Vụ KNTC", {"Ngày giải quyết": date(2024, 4, 20)}, [("Tình trạng", "error")]),
    ("Vụ KNTC", {"Tình trạng": "Đã GQ", "Ngày giải quyết": date(2024, 3, 31)}, [("Ngày giải quyết", "error")]),
    ("Vụ KNTC", {"Tình trạng": "Đã GQ", "Ngày giải quyết": date(2024, 5, 2)}, []),
    ("Vụ KNTC", {"Tình trạng": "Đã GQ", "Ngày giải quyết": date(2024, 5, 3)}, [("Ngày giải quyết", "warning")]),
    ("Vụ KNTC", {"Hạn giải quyết": date(2024, 5, 3)}, [("Hạn giải quyết", "warning")]),
    ("Vụ KNTC", {"Tính chất": "Phức tạp", "Hạn giải quyết": date(2024, 5, 16)}, []),
    ("Vụ KNTC", {"Gia hạn đến": date(2024, 5, 16)}, []),
    ("Vụ KNTC", {"Gia hạn đến": date(2024, 5, 17)}, [("Gia hạn đến", "warning")]),
    ("Vụ KNTC", {"Loại vụ việc": "TC"}, [("Người khiếu nại, tố cáo", "withheld")]),
    ("PAKN", {"Ngày xử lý xong": date(2024, 3, 4)}, [("Ngày xử lý xong", "error")]),
    ("PAKN", {"Ngày xử lý xong": date(2024, 3, 26)}, [("Ngày xử lý xong", "warning")]),
    ("PAKN", {"Hạn xử lý": ""}, [("Hạn xử lý", "error")]),
    ("PAKN", {"Đơn vị xử lý": "Ban Lạ"}, [("Đơn vị xử lý", "error")]),
    ("PAKN", {"Loại": "khác"}, [("Loại", "error")]),
]


@pytest.mark.parametrize(("sheet", "change", "expected"), FAULTS, ids=[f"{s} {c}"[:70] for s, c, _ in FAULTS])
def test_a_fault_has_exactly_its_verdict(sheet: str, change: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    """The changed row stands between two good ones, which are never touched."""
    accepted, verdicts = rows_of(sheet, {}, change, {})
    assert verdicts == [(3, column, verdict) for column, verdict in expected]
    refused = any(verdict == "error" for _, verdict in expected)
    assert [row.row for row in accepted] == ([2, 4] if refused else [2, 3, 4])


def test_a_number_that_stands_twice() -> None:
    accepted, verdicts = rows_of("Đơn thư", {"Số đơn": "7"}, {"Số đơn": " 7 "}, {"Số đơn": "07"}, {"Số đơn": 7})
    assert [row.row for row in accepted] == [2, 4]
    assert verdicts == [(3, "Số đơn", "error"), (5, "Số đơn", "error")]


def test_a_number_of_another_year_or_another_register_is_another_number() -> None:
    accepted, verdicts = rows_of(
        "Đơn thư", {"Số đơn": "7"}, {"Số đơn": "7", "Ngày nhận": "20/12/2023", "Ngày xử lý": "25/12/2023"}
    )
    assert (len(accepted), verdicts) == (2, [])
    result = imported({sheet: register(sheet, {"Số đơn": "7", "Số hồ sơ": "7"}) for sheet in ("Đơn thư", "Vụ KNTC")})
    assert result.all_problems == ()


def test_a_number_that_stands_in_two_sheets_of_one_register() -> None:
    result = imported({name: register("PAKN", {"Mã PAKN": "A"}) for name in ("Tháng 1", "Tháng 2")})
    (problem,) = result.all_problems
    assert (problem.sheet, problem.row) == ("Tháng 2", 2)
    assert "dòng 2 của “Tháng 1”" in problem.message


def test_what_is_no_record_is_passed_over() -> None:
    header, first, second = register("Đơn thư", {}, {"Tóm tắt nội dung": "Cộng đồng dân cư"})
    blank = [""] * len(header)
    numbers = [f"({place})" for place in range(1, len(header) + 1)]
    totals = ["", "Tổng cộng: 2", *blank[2:]]
    signed = [*blank[:5], "Người lập biểu", *blank[6:]]
    only_ordinal = [3, *blank[1:]]
    result = imported({"Đơn thư": [header, numbers, first, blank, header, second, only_ordinal, totals, blank, signed]})
    (sheet,) = result.sheets
    assert result.all_problems == ()
    assert (sheet.rows, [row.row for row in sheet.accepted]) == (2, [3, 6])


def test_an_unknown_session_or_resolution_of_a_known_term_is_to_be_added() -> None:
    row, verdicts = one(
        "Kiến nghị cử tri",
        **{"Kỳ họp": "kỳ họp thứ 45", "Nghị quyết theo dõi": "NQ số 9/NQ-HĐND ngày 02/2/2024", "Ngày nghị quyết": ""},
        **{"Ngày trả lời": date(2024, 3, 1)},
    )
    assert verdicts == [("Kỳ họp", "warning"), ("Nghị quyết theo dõi", "warning")]
    assert row is not None
    assert row.values["session_id"] == NewSession(PetitionSource.COUNCIL, "XVI", 45)
    assert row.values["council_resolution_id"] == NewCouncilResolution("9/NQ-HĐND", date(2024, 2, 2))
    assert (row.values["tracked_on"], row.first_day) == (date(2024, 2, 2), date(2024, 2, 2))


def test_number_and_day_identify_a_resolution_together() -> None:
    row, verdicts = one("Kiến nghị cử tri", **{"Nghị quyết theo dõi": "44", "Ngày nghị quyết": "8.12.2023"})
    assert verdicts == []
    other, verdicts = one("Kiến nghị cử tri", **{"Ngày nghị quyết": "9/12/2023"})
    assert verdicts == [("Nghị quyết theo dõi", "warning")]
    assert row is not None
    assert other is not None
    assert isinstance(row.values["council_resolution_id"], int)
    assert other.values["council_resolution_id"] == NewCouncilResolution("44/NQ-HĐND", date(2023, 12, 9))


@pytest.mark.parametrize(
    ("change", "first_day"),
    [
        ({}, date(2023, 7, 6)),
        ({"Khóa": "XV", "Kỳ họp": 18}, date(2023, 12, 8)),
        ({"Khóa": "XV", "Kỳ họp": 18, "Nghị quyết theo dõi": "", "Ngày nghị quyết": ""}, date(2024, 1, 10)),
    ],
)
def test_the_first_day_of_a_petition_is_inferred(change: dict[str, Any], first_day: date) -> None:
    row, _ = one("Kiến nghị cử tri", **change)
    assert row is not None
    assert (row.first_day, row.first_day_inferred) == (first_day, True)


def test_a_petition_without_any_day_is_refused() -> None:
    bare = {"Khóa": "XV", "Kỳ họp": 18, "Nghị quyết theo dõi": "", "Ngày nghị quyết": "", "Ngày trả lời": ""}
    row, verdicts = one("Kiến nghị cử tri", **bare)
    assert (row, verdicts) == (None, [("Kỳ họp", "error")])


def test_a_name_shared_by_a_district_and_a_later_ward_is_told_apart_by_the_day() -> None:
    before, _ = one("PAKN", **{"Đơn vị xử lý": "UBND Ba Đình"})
    assert before is not None
    units = {unit.id: unit for unit in shipped_lookups().units("UBND Ba Đình")}
    assert len(units) > 1
    assert units[before.values["unit_id"]].name == "Quận Ba Đình"  # type: ignore[index]


def test_every_message_says_how_to_mend_it() -> None:
    changes: dict[str, list[dict[str, Any]]] = {sheet: [] for sheet in GOOD}
    for sheet, change, _ in FAULTS:
        changes[sheet].append(change)
    result = imported({sheet: register(sheet, *given) for sheet, given in changes.items()})
    assert len(result.all_problems) > 40
    for problem in result.all_problems:
        assert any(word in problem.message for word in ("hãy", "ghi", "kiểm tra")), problem.message


def test_json_counts_agree_and_warnings_are_summed() -> None:
    late = {"Ngày xử lý": date(2024, 4, 20)}
    result = imported({"Đơn thư": register("Đơn thư", late, late, {"Loại đơn": "TC"}, {"Loại đơn": "lạ"}, {})})
    as_json = json.loads(json.dumps(result.as_json()))
    assert as_json["sheets"] == [
        {"name": "Đơn thư", "rows": 5, "accepted": 4, "refused": 1, "warned": 2, "withheld": 1}
    ]
    assert {frozenset(problem) for problem in as_json["problems"]} == {
        frozenset({"sheet", "row", "column", "verdict", "message"})
    }
    assert summary_lines(result.all_problems) == [
        "Đơn thư, cột “Ngày xử lý”: 2 dòng có ngày xử lý sau thời hạn (dòng 2, 3)",
        "Đơn thư, cột “Người gửi”: 1 dòng không lưu danh tính người tố cáo (dòng 4)",
    ]
    assert result.refused


def test_a_missing_column_refuses_every_row_of_its_sheet() -> None:
    rows = [row[1:2] + row[3:] for row in register("Đơn thư", {}, {})]
    result = imported({"Đơn thư": rows})
    assert result.as_json()["sheets"] == [
        {"name": "Đơn thư", "rows": 2, "accepted": 0, "refused": 2, "warned": 0, "withheld": 0}
    ]
    assert [(p.column, p.verdict.value) for p in result.all_problems] == [("Ngày nhận", "error")]


def test_sheets_that_are_no_registers_are_said_so() -> None:
    notes = [["Tên", "Số"], ["a", 1]]
    result = imported({"Ghi chú": notes, "PAKN": register("PAKN", {}), "Đơn": notes, "Trống": []})
    assert [(p.sheet, p.verdict.value) for p in result.all_problems] == [("Ghi chú", "warning"), ("Đơn", "error")]
    with pytest.raises(FileProblem, match="Không nhận ra sổ nào"):
        imported({"Ghi chú": notes})


def test_declared_figures_of_the_year_before() -> None:
    header = ["Chỉ tiêu", "Kỳ", "Số liệu", "Nguồn"]
    good = ["Lượt tiếp công dân", "6 tháng đầu năm 2023", 11878, "Báo cáo 2023"]
    bad = [["Vụ", "kỳ lạ", "12", "x"], ["Vụ", "tháng 5/2023", "12,5", "x"], ["Vụ", "tháng 5/2023", "1.234", ""]]
    result = imported({"PAKN": register("PAKN", {}), "Cùng kỳ năm trước": [["Số liệu"], header, good, *bad]})
    (declared,) = result.declared
    assert [(row.row, row.label, row.period_label, row.value, row.source) for row in declared.accepted] == [
        (3, "Lượt tiếp công dân", "6 tháng đầu năm 2023", 11878, "Báo cáo 2023")
    ]
    assert [(p.row, p.column) for p in declared.problems] == [(4, "Kỳ"), (5, "Số liệu"), (6, "Nguồn")]


def test_progress_tells_rows_done_and_in_all() -> None:
    told: list[tuple[int, int]] = []
    sheets = read_workbook(xlsx({"PAKN": register("PAKN", *[{}] * 1_200)}), "so.xlsx")
    read_register(sheets, shipped_lookups(), shipped_law(), TODAY, None, lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert {total for _, total in told} == {1_201}
    assert told[-1] == (1_201, 1_201)
    assert len(told) >= 3


def test_csv_reads_as_the_spreadsheet_does() -> None:
    rows = register("Đơn thư", {}, {"Ngày xử lý": "31/02/2024"})
    text = "\n".join(";".join(str(cell) for cell in row) for row in rows).replace("2024-03-05", "5/3/2024")
    sheets = read_workbook(text.encode("utf-8-sig"), "thang-3.csv")
    result = read_register(sheets, shipped_lookups(), shipped_law(), TODAY)
    assert [(p.row, p.column, p.verdict.value) for p in result.all_problems] == [(3, "Ngày xử lý", "error")]
    (read,) = imported({"Đơn thư": register("Đơn thư", {})}).sheets
    assert result.sheets[0].accepted[0].values == read.accepted[0].values


def test_the_shared_faulty_register_gets_exactly_its_verdicts() -> None:
    expected = json.loads(shared_file("data/so-theo-doi-loi.expected.json").read_text("utf-8"))["rows"]
    path = shared_file("data/so-theo-doi-loi.xlsx")
    result = read_register(read_workbook(path, path.name), shipped_lookups(), shipped_law(), date(2026, 11, 20))
    found = [(p.sheet, p.row, p.column, p.verdict.value) for p in result.all_problems]
    wanted = [
        (row["sheet"], row["excel_row"], row["column"], row["verdict"])
        for row in expected
        if row["verdict"] != "accepted"
    ]
    assert sorted(found) == sorted(wanted)
    kept = {(sheet.sheet, row.row): row for sheet in result.sheets for row in sheet.accepted}
    formula, markup = kept["Kiến nghị cử tri", 14].values, kept["Kiến nghị cử tri", 15].values
    assert (formula["code"], formula["content"]) == ("=1+1", '=HYPERLINK("http://example.invalid","x")')
    assert markup["content"] == "<script>alert(1)</script><b>Đề nghị</b>"


def test_the_shared_workbook_goes_in_without_a_refusal() -> None:
    asked = json.loads(shared_file("acceptance/2024h1.json").read_text("utf-8"))["import"]
    path = shared_file("data/so-theo-doi-2024h1.xlsx")
    result = read_register(read_workbook(path, path.name), shipped_lookups(), shipped_law(), date(2026, 11, 20))
    assert {sheet.sheet: sheet.rows for sheet in result.sheets} == asked["rows"]
    assert not result.refused
    withheld = [p for p in result.all_problems if p.verdict.value == "withheld"]
    assert len(withheld) == asked["denouncer_identities_withheld"]
    assert {(p.column, p.verdict.value) for p in result.all_problems if p.verdict.value == "warning"} == {
        ("Đơn vị chủ trì", "warning"),
        ("Ngày giải quyết", "warning"),
    }
    assert [row.value for row in result.declared[0].accepted] == [11878, 2432]


def test_a_misspelt_unit_is_answered_with_the_nearest_names() -> None:
    result = imported({"PAKN": register("PAKN", {"Đơn vị xử lý": "Sở Xây dựg"})})
    (problem,) = result.all_problems
    near = nearest("Sở Xây dựg", shipped_lookups().unit_names())
    assert near[0] == "Sở Xây dựng"
    assert "“Sở Xây dựng”" in problem.message


def test_an_old_xls_file_reads_as_the_new_one() -> None:
    path = Path(__file__).parent / "data" / "so-don.xls"
    result = read_register(read_workbook(path, path.name), shipped_lookups(), shipped_law(), TODAY)
    (sheet,) = result.sheets
    assert [(p.row, p.column, p.verdict.value) for p in result.all_problems] == [(5, "Ngày nhận", "warning")]
    (read,) = imported({"Đơn thư": register("Đơn thư", {})}).sheets
    assert [row.row for row in sheet.accepted] == [4, 5]
    assert sheet.accepted[0].values == read.accepted[0].values


@pytest.mark.slow
def test_the_projects_own_sample_goes_in_without_a_refusal() -> None:
    asked = expected()["import"]
    result = read_register(
        read_workbook(make_sample(), "mau.xlsx"), shipped_lookups(), shipped_law(), date(2026, 11, 20)
    )
    assert {sheet.sheet: len(sheet.accepted) for sheet in result.sheets} == asked["rows"]
    assert not result.refused
    withheld = [p for p in result.all_problems if p.verdict.value == "withheld"]
    assert len(withheld) == asked["denouncer_identities_withheld"]
    assert len(result.declared[0].accepted) == 2
