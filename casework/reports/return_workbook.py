"""The workbook in which a unit fills in its return: header tree as in the form, input cells open, all else locked.

Live checks stand below the input row; they tell, and hinder nobody. The hidden sheet says which return it is of.
"""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from casework.domain.forms import FormDefinition
from casework.domain.return_sheet import (
    IDENTITY,
    SHEET,
    TITLE_ROWS,
    ReturnSheet,
    depth_of,
    headings,
    input_row,
    letters_of,
    place_of,
)

_FONT = {"font_name": "Times New Roman", "font_size": 11}
_BOX = {**_FONT, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
_WIDTH = 11
_LEAST_TITLE = 8
_HINTS = (
    "Chỉ nhập vào dòng ô màu vàng, số nguyên không âm; không phát sinh thì ghi 0. Các ô khác đã khóa.",
    "Nhập xong thì lưu tệp rồi tải lên ở trang báo cáo của đơn vị; tệp chỉ dùng được cho báo cáo này.",
)


def return_workbook(sheet: ReturnSheet) -> bytes:
    """The workbook (.xlsx) of a return, with the cells that it holds already."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        page = book.add_worksheet(SHEET)
        _page(book, page, sheet)
        _identity(book.add_worksheet(IDENTITY), sheet)
    return target.getvalue()


def _page(book: Any, page: Any, sheet: ReturnSheet) -> None:
    definition = sheet.definition
    columns = definition.counted
    last = max(len(columns) - 1, _LEAST_TITLE)
    heading = book.add_format({**_FONT, "bold": True, "font_size": 13, "align": "center"})
    plain = book.add_format({**_FONT, "align": "center"})
    hint = book.add_format({**_FONT, "italic": True, "text_wrap": True, "valign": "top"})
    page.merge_range(0, 0, 0, last, f"Biểu {definition.code}: {definition.title}", heading)
    page.merge_range(1, 0, 1, last, f"Đơn vị báo cáo: {sheet.unit}", plain)
    page.merge_range(2, 0, 2, last, f"Kỳ báo cáo: {sheet.period} ({definition.circular})", plain)
    for row, text in enumerate(_HINTS, start=3):
        page.merge_range(row, 0, row, last, text, hint)
    _header(book, page, definition)
    _inputs(book, page, sheet)
    _checks(book, page, definition)
    page.set_column(0, last, _WIDTH)
    page.set_row(TITLE_ROWS + depth_of(definition) - 1, 62)
    page.freeze_panes(input_row(definition) + 1, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_margins(0.6, 0.6, 0.8, 0.8)
    page.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
    page.set_selection(input_row(definition), 0, input_row(definition), 0)


def _header(book: Any, page: Any, definition: FormDefinition) -> None:
    head = book.add_format({**_BOX, "bold": True, "bg_color": "#e8f0f8"})
    small = book.add_format({**_BOX, "italic": True, "font_size": 10})
    for one in headings(definition):
        if (one.first_row, one.first_column) == (one.last_row, one.last_column):
            page.write_string(one.first_row, one.first_column, one.text, head)
        else:
            page.merge_range(one.first_row, one.first_column, one.last_row, one.last_column, one.text, head)
    numbers = input_row(definition) - 2
    for place, column in enumerate(definition.counted):
        page.write_number(numbers, place, column.number, small)
        sums = ["=".join(["", *one.written.split("=")[1:]]) for one in definition.sums if one.column == column.number]
        page.write_string(numbers + 1, place, "; ".join(sums), small)


def _inputs(book: Any, page: Any, sheet: ReturnSheet) -> None:
    definition = sheet.definition
    row = input_row(definition)
    open_cell = book.add_format({**_BOX, "locked": False, "bg_color": "#fff8d6", "num_format": "#,##0"})
    for place, column in enumerate(definition.counted):
        if column.number in sheet.cells:
            page.write_number(row, place, sheet.cells[column.number], open_cell)
        else:
            page.write_blank(row, place, None, open_cell)
    page.set_row(row, 24)
    page.data_validation(
        row,
        0,
        row,
        len(definition.counted) - 1,
        {
            "validate": "integer",
            "criteria": ">=",
            "value": 0,
            "error_title": "Số liệu chưa đúng",
            "error_message": "Chỉ nhập số nguyên không âm; không phát sinh thì ghi 0.",
        },
    )


def _checks(book: Any, page: Any, definition: FormDefinition) -> None:
    """Below the input row: each sum and each pair with its live verdict; empty while a cell of it is blank."""
    name = book.add_format({**_FONT, "align": "left"})
    told = book.add_format({**_FONT, "bold": True})
    bad = book.add_format({"font_color": "#a3151f"})
    row = input_row(definition) + 2
    page.write_string(row, 0, "Kiểm tra (tự tính khi nhập)", told)

    def at(number: int) -> str:
        return f"{letters_of(place_of(definition, number))}{input_row(definition) + 1}"

    lines = []
    for one in definition.sums:
        right = "+".join(at(part) for part in one.parts)
        filled = f"COUNT({','.join(at(n) for n in (one.column, *one.parts))})={len(one.parts) + 1}"
        verdict = f'IF({at(one.column)}={right},"Đúng","Lệch "&ABS({at(one.column)}-({right})))'
        lines.append((f"Cột {one.written}", f'=IF({filled},{verdict},"")'))
    for pair in definition.parts:
        filled = f"COUNT({at(pair.whole)},{at(pair.part)})=2"
        verdict = f'IF({at(pair.whole)}>={at(pair.part)},"Đúng","Sai")'
        lines.append((f"Cột {pair.whole} không nhỏ hơn cột {pair.part}", f'=IF({filled},{verdict},"")'))
    for place, (label, formula) in enumerate(lines, start=row + 1):
        page.write_formula(place, 0, formula, told, "")
        page.write_string(place, 1, label, name)
    if lines:
        page.conditional_format(
            row + 1, 0, row + len(lines), 0, {"type": "text", "criteria": "begins with", "value": "Lệch", "format": bad}
        )
        page.conditional_format(
            row + 1, 0, row + len(lines), 0, {"type": "text", "criteria": "begins with", "value": "Sai", "format": bad}
        )


def _identity(page: Any, sheet: ReturnSheet) -> None:
    told = {
        "return": str(sheet.return_id),
        "version": str(sheet.version),
        "form": sheet.definition.key,
        "unit": sheet.unit,
        "period": sheet.period,
        "token": sheet.token,
    }
    for row, (name, value) in enumerate(told.items()):
        page.write_string(row, 0, name)
        page.write_string(row, 1, value)
    page.protect("")
    page.very_hidden()
