"""The sample register (sổ theo dõi mẫu): an Excel file like an office's, with the published totals.

The totals and the words stand in `sample.json`; every proof of the system can so run in a clone alone. The same totals
and seed give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from casework.files.sample_cases import CASE_HEADINGS, case_rows
from casework.files.sample_citizens import LETTER_HEADINGS, RECEPTION_HEADINGS, letter_rows, reception_rows
from casework.files.sample_dice import Dice, Row
from casework.files.sample_petitions import FEEDBACK_HEADINGS, PETITION_HEADINGS, feedback_rows, petition_rows

OFFICE = "VĂN PHÒNG UBND THÀNH PHỐ HÀ NỘI"
DECLARED_SHEET = "Cùng kỳ năm trước"
DECLARED_HEADINGS = ("Chỉ tiêu", "Kỳ", "Số liệu", "Nguồn")
_TITLES = {
    "Kiến nghị cử tri": "SỔ THEO DÕI GIẢI QUYẾT KIẾN NGHỊ CỬ TRI",
    "Tiếp công dân": "SỔ TIẾP CÔNG DÂN",
    "Đơn thư": "SỔ TIẾP NHẬN, XỬ LÝ ĐƠN",
    "Vụ KNTC": "SỔ THEO DÕI GIẢI QUYẾT KHIẾU NẠI, TỐ CÁO",
    "PAKN": "SỔ THEO DÕI PHẢN ÁNH, KIẾN NGHỊ VỀ QUY ĐỊNH, HÀNH VI HÀNH CHÍNH",
}
_HEADER_ROW = 3
_MADE_ON = datetime(2024, 6, 15, tzinfo=UTC)
_SEED = 20240615


@lru_cache(maxsize=1)
def _source() -> Mapping[str, Any]:
    text = Path(__file__).with_name("sample.json").read_text(encoding="utf-8")
    found: Mapping[str, Any] = json.loads(text)
    return found


def sample_words() -> Mapping[str, Any]:
    """The word lists of the sample, for `Dice` (names, places, texts; all made up)."""
    words: Mapping[str, Any] = _source()["words"]
    return words


def expected() -> dict[str, Any]:
    """What every count of the sample must come to as of its as-of day; a copy that the caller may change.

    Keys: `period` (from, as_of; ISO days), `import` (rows by sheet, refused, denouncer_identities_withheld), and one
    group for each part of the half-year report, with its printed rates.
    """
    copy: dict[str, Any] = json.loads(json.dumps(_source()["totals"]))
    return copy


def make_sample(totals: Mapping[str, Any] | None = None, seed: int = _SEED) -> bytes:
    """The sample register as an .xlsx file of five registers and the declared figures of the year before.

    `totals` in the shape of `expected()` (default: those). Raises ValueError when the totals contradict each other.
    """
    wanted = expected() if totals is None else totals
    source = _source()
    dice = Dice(source["words"], seed)
    withheld = wanted["import"]["denouncer_identities_withheld"]
    registers: dict[str, tuple[Sequence[str], list[Row]]] = {
        "Kiến nghị cử tri": (PETITION_HEADINGS, petition_rows(dice, wanted, source["shape"])),
        "Tiếp công dân": (RECEPTION_HEADINGS, reception_rows(dice, wanted)),
        "Đơn thư": (LETTER_HEADINGS, letter_rows(dice, wanted, withheld - withheld // 2)),
        "Vụ KNTC": (CASE_HEADINGS, case_rows(dice, wanted, withheld // 2)),
        "PAKN": (FEEDBACK_HEADINGS, feedback_rows(dice, wanted)),
    }
    for sheet, (_, rows) in registers.items():
        if len(rows) != wanted["import"]["rows"][sheet]:
            raise ValueError(f"sổ “{sheet}” có {len(rows)} dòng, khác số đã định")
    return _written(registers, _declared(wanted, source["shape"]["prior_period"]))


def _declared(totals: Mapping[str, Any], period: str) -> list[Row]:
    """The figures of the year before, which stand in no register: known from the published changes."""
    reception, cases = totals["reception"], totals["kntc"]
    return [
        ["Lượt tiếp công dân", period, reception["prior_year"], f"suy từ mức {reception['change']}"],
        ["Vụ KNTC thụ lý theo thẩm quyền", period, cases["prior_year"], f"suy từ mức {cases['change']}"],
    ]


def _written(registers: Mapping[str, tuple[Sequence[str], list[Row]]], declared: list[Row]) -> bytes:
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": "Sổ theo dõi mẫu", "created": _MADE_ON.replace(tzinfo=None)})
        day_format = book.add_format({"num_format": "dd/mm/yyyy"})
        bold = book.add_format({"bold": True})
        for sheet, (headings, rows) in registers.items():
            page = book.add_worksheet(sheet)
            page.write_string(0, 0, OFFICE)
            page.write_string(1, 0, _TITLES[sheet], bold)
            page.write_row(_HEADER_ROW, 0, headings, bold)
            page.freeze_panes(_HEADER_ROW + 1, 0)
            for number, row in enumerate(rows, start=1):
                _write_row(page, _HEADER_ROW + number, [number, *row], day_format)
            page.write_string(_HEADER_ROW + len(rows) + 2, 1, f"Tổng cộng: {len(rows)}")
        page = book.add_worksheet(DECLARED_SHEET)
        page.write_row(0, 0, DECLARED_HEADINGS, bold)
        for number, row in enumerate(declared, start=1):
            _write_row(page, number, row, day_format)
    return target.getvalue()


def _write_row(page: Any, number: int, row: Row, day_format: Any) -> None:
    for column, value in enumerate(row):
        if value is None or value == "":
            continue
        if isinstance(value, str):
            page.write_string(number, column, value)
        elif isinstance(value, date):
            page.write_datetime(number, column, value, day_format)
        else:
            page.write_number(number, column, value)
