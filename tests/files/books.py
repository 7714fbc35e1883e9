"""Registers written as real files for the tests."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import xlsxwriter

TODAY = date(2024, 7, 1)

PETITION = (
    "STT", "Mã kiến nghị", "Nguồn", "Khóa", "Kỳ họp", "Nghị quyết theo dõi", "Ngày nghị quyết", "Nơi cử tri",
    "Nội dung kiến nghị", "Lĩnh vực", "Đơn vị chủ trì", "Thời hạn", "Ngày trả lời", "Kết quả", "Ngày giải quyết xong",
)  # fmt: skip
RECEPTION = ("STT", "Ngày tiếp", "Hình thức", "Họ tên", "Số người", "Phân loại", "Nội dung vụ việc")
LETTER = (
    "STT", "Số đơn", "Ngày nhận", "Người gửi", "Địa chỉ", "Loại đơn", "Tóm tắt nội dung", "Đủ điều kiện xử lý",
    "Lý do không đủ điều kiện", "Kết quả xử lý", "Ngày xử lý",
)  # fmt: skip
CASE = (
    "STT", "Số hồ sơ", "Loại vụ việc", "Người khiếu nại, tố cáo", "Tính chất", "Cơ quan giải quyết", "Ngày thụ lý",
    "Hạn giải quyết", "Gia hạn đến", "Tình trạng", "Ngày giải quyết", "Số quyết định, kết luận",
)  # fmt: skip
FEEDBACK = ("STT", "Mã PAKN", "Ngày tiếp nhận", "Loại", "Đơn vị xử lý", "Hạn xử lý", "Ngày xử lý xong")

GOOD: Mapping[str, Mapping[str, Any]] = {
    "Kiến nghị cử tri": {
        "Mã kiến nghị": "K1", "Nguồn": "HĐND", "Khóa": "XVI", "Kỳ họp": 12, "Nghị quyết theo dõi": "44/NQ-HĐND",
        "Ngày nghị quyết": date(2023, 12, 8), "Nơi cử tri": "Ba Đình", "Nội dung kiến nghị": "Sửa đường gom",
        "Lĩnh vực": "giao thông", "Đơn vị chủ trì": "Sở GTVT", "Thời hạn": "01/3/2025", "Ngày trả lời": "10.01.2024",
        "Kết quả": "Đang GQ",
    },
    "Tiếp công dân": {
        "Ngày tiếp": date(2024, 3, 5), "Hình thức": "thường xuyên", "Họ tên": "Mai Văn Thử", "Số người": 1,
        "Phân loại": "KN", "Nội dung vụ việc": "Hỏi về đất ở",
    },
    "Đơn thư": {
        "Số đơn": "Đ1", "Ngày nhận": date(2024, 3, 5), "Người gửi": "Mai Thị Thử", "Địa chỉ": "Số 9, ngõ 5, phố Mới",
        "Loại đơn": "KNPA", "Tóm tắt nội dung": "Xin cấp đường nước", "Đủ điều kiện xử lý": "Có",
        "Kết quả xử lý": "Hướng dẫn", "Ngày xử lý": "9-3-2024",
    },
    "Vụ KNTC": {
        "Số hồ sơ": "V1", "Loại vụ việc": "Khiếu nại", "Người khiếu nại, tố cáo": "Mai Văn Thử",
        "Tính chất": "Thông thường", "Cơ quan giải quyết": "Thanh tra Thành phố", "Ngày thụ lý": date(2024, 4, 1),
        "Hạn giải quyết": date(2024, 5, 2), "Tình trạng": "Đang giải quyết",
    },
    "PAKN": {
        "Mã PAKN": "P1", "Ngày tiếp nhận": date(2024, 3, 5), "Loại": "Hành vi hành chính", "Đơn vị xử lý": "Sở XD",
        "Hạn xử lý": date(2024, 3, 25), "Ngày xử lý xong": date(2024, 3, 20),
    },
}  # fmt: skip
HEADINGS = {
    "Kiến nghị cử tri": PETITION,
    "Tiếp công dân": RECEPTION,
    "Đơn thư": LETTER,
    "Vụ KNTC": CASE,
    "PAKN": FEEDBACK,
}
CODES = {"Kiến nghị cử tri": "Mã kiến nghị", "Đơn thư": "Số đơn", "Vụ KNTC": "Số hồ sơ", "PAKN": "Mã PAKN"}


def register(sheet: str, *changes: Mapping[str, Any]) -> list[list[Any]]:
    """A register's rows, header first: one good row for each of `changes`, with its own number, then changed."""
    headings = HEADINGS[sheet]
    rows: list[list[Any]] = [list(headings)]
    for number, change in enumerate(changes, start=1):
        values = {**GOOD[sheet], "STT": number}
        if sheet in CODES:
            values[CODES[sheet]] = f"{sheet[:1]}-{number}"
        values.update(change)
        rows.append([values.get(heading, "") for heading in headings])
    return rows


def xlsx(sheets: Mapping[str, Sequence[Sequence[Any]]], titles: int = 0) -> bytes:
    """An .xlsx file; `titles` rows stand above each sheet's first row, the last of them blank."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    as_day = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for title in range(titles - 1):
            sheet.write_string(title, 0, f"ỦY BAN NHÂN DÂN – {title}")
        for index, row in enumerate(rows, start=titles):
            for place, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(index, place, cell, as_day)
                elif cell != "":
                    sheet.write(index, place, cell)
    book.close()
    return target.getvalue()
