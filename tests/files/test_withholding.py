"""Who denounced is taken in nowhere: no value, no message, no digest."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.domain.fields import IDENTITY_FIELDS, Value
from casework.domain.vocabulary import RecordKind
from casework.files.digest import digest
from casework.files.register import RegisterResult, read_register
from casework.files.withholding import REPLACEMENT, keep_lawful
from casework.files.workbook import read_workbook
from tests.files.books import TODAY, register, xlsx
from tests.files.shipped import shipped_law, shipped_lookups

NAME, ADDRESS = "Ngô Thị Thử Nghiệm", "Số 77, ngõ 8, phố Chưa Có"


def imported(rows: list[list[Any]], sheet: str = "Đơn thư") -> RegisterResult:
    sheets = read_workbook(xlsx({sheet: rows}), "so.xlsx")
    return read_register(sheets, shipped_lookups(), shipped_law(), TODAY)


def denunciation(**change: Any) -> dict[str, Any]:
    return {"Loại đơn": "Tố cáo", "Người gửi": NAME, "Địa chỉ": ADDRESS, **change}


def test_a_denouncers_identity_stands_nowhere_in_what_is_read() -> None:
    told = f"Bà {NAME.upper()} ở {ADDRESS} tố cáo cán bộ xã"
    result = imported(register("Đơn thư", denunciation(**{"Tóm tắt nội dung": told})))
    (row,) = result.sheets[0].accepted
    everything = repr(result).casefold()
    assert NAME.casefold() not in everything
    assert ADDRESS.casefold() not in everything
    assert row.values["content"] == f"Bà {REPLACEMENT} ở {REPLACEMENT} tố cáo cán bộ xã"
    assert not set(IDENTITY_FIELDS[RecordKind.LETTER]) & set(row.values)
    (problem,) = result.all_problems
    assert "Tóm tắt nội dung" in problem.message


@pytest.mark.parametrize(
    "fault",
    [
        {"Ngày xử lý": NAME},
        {"Kết quả xử lý": f"trả {NAME}"},
        {"Đủ điều kiện xử lý": ADDRESS},
        {"Ngày nhận": f"{NAME} 5/3"},
        {"Loại đơn": NAME},
        {"Người gửi": NAME + "x" * 600},
        {"Địa chỉ": ADDRESS * 40},
    ],
)
def test_no_message_of_a_refused_row_tells_the_identity_either(fault: dict[str, Any]) -> None:
    result = imported(register("Đơn thư", denunciation(**fault)))
    assert result.refused
    assert NAME not in repr(result)
    assert ADDRESS not in repr(result)


def test_others_keep_their_names() -> None:
    (row,) = imported(register("Đơn thư", {"Người gửi": NAME, "Địa chỉ": ADDRESS})).sheets[0].accepted
    assert (row.values["person_name"], row.values["person_address"]) == (NAME, ADDRESS)


def test_a_place_or_a_single_word_is_not_cut_from_other_texts() -> None:
    values: dict[str, Any] = {
        "type": "denunciation",
        "person_name": "An",
        "person_address": "Ba Đình",
        "content": "An ở Ba Đình",
    }
    kept, withheld, cut = keep_lawful(RecordKind.LETTER, values)
    assert (kept["content"], withheld, cut) == ("An ở Ba Đình", ("person_name", "person_address"), ())


LETTER_VALUES: dict[str, Value] = {
    "code": "7",
    "received_on": date(2024, 3, 5),
    "type": "denunciation",
    "eligible": True,
    "signers": 1,
    "content": "a b",
}


@given(st.text(min_size=1), st.sampled_from(IDENTITY_FIELDS[RecordKind.LETTER]))
def test_the_digest_of_a_denunciation_knows_no_identity(text: str, name: str) -> None:
    assert digest(RecordKind.LETTER, {**LETTER_VALUES, name: text}) == digest(RecordKind.LETTER, LETTER_VALUES)


@given(st.permutations(sorted(LETTER_VALUES)))
def test_the_digest_does_not_depend_on_order_space_or_empty_fields(names: list[str]) -> None:
    shuffled = {name: LETTER_VALUES[name] for name in names}
    spaced = {**shuffled, "content": " a  b\n", "note": None, "subject": " "}
    assert digest(RecordKind.LETTER, spaced) == digest(RecordKind.LETTER, LETTER_VALUES)


@pytest.mark.parametrize(
    "change",
    [
        {"content": "a c"},
        {"signers": 2},
        {"eligible": False},
        {"received_on": date(2024, 3, 6)},
        {"note": "x"},
        {"type": "complaint"},
    ],
)
def test_the_digest_tells_every_difference(change: dict[str, Value]) -> None:
    assert digest(RecordKind.LETTER, {**LETTER_VALUES, **change}) != digest(RecordKind.LETTER, LETTER_VALUES)
    assert digest(RecordKind.CASE, LETTER_VALUES) != digest(RecordKind.LETTER, LETTER_VALUES)
