"""Filled forms as a workbook: a sheet a form with real numbers and live sums, what is missing, what the checks say.

Columns whose printed sum holds carry the sum as a formula; one that does not hold keeps its counted number, marked, so
that nothing is repaired in silence. Every text is written as text. No moment stands in the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from casework.domain.form_checks import broken_columns
from casework.domain.form_header import HeaderCell, header_cells, sums_line
from casework.domain.form_lines import (
    UNCERTAIN_MARK,
    WIDE,
    name_line,
    period_line,
    remarks,
)
from casework.domain.forms import UNFILLED, FilledForm, FormCell, FormRow, FormSum
from casework.domain.periods import Period
from casework.reports.document import clean
from casework.reports.form_sheet_lists import A3, A4, MISSING, Styles, check_sheet, missing_sheet, sheet_name
from casework.reports.sheet_heights import header_heights, row_height

_MOMENT = datetime(2000, 1, 1)  # noqa: DTZ001 -- the format knows no zone
_DOUBT, _FAULT, _UNSURE = "#FFF2CC", "#F8CBAD", "#FFE699"
_UNIT_WIDTH, _COLUMN_WIDTH, _NOTE_WIDTH = 28, 7.6, 12
_BOLD = 0.95
"""Characters of bold text in the width of one plain character; an office without Times New Roman gets a wider font."""


def render_forms_xlsx(filled: Sequence[FilledForm], period: Period | None) -> bytes:
    """The forms as an .xlsx file; the same forms give the same bytes. `period` None: only its days are told."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    codes = ", ".join(one.definition.code for one in filled)
    book.set_properties({"title": f"Biểu thống kê {codes}"[:255], "created": _MOMENT})
    styles = Styles(book)
    places = [_FormSheet(book, styles, one, period).write() for one in filled]
    missing_sheet(book, styles, filled)
    check_sheet(book, styles, filled, places)
    book.close()
    return target.getvalue()


class _FormSheet:
    """One form on its sheet."""

    def __init__(self, book: Any, styles: Styles, filled: FilledForm, period: Period | None) -> None:
        self.styles, self.filled, self.period = styles, filled, period
        self.form = filled.definition
        self.sheet = book.add_worksheet(sheet_name(filled))
        self.last = len(self.form.columns)

    def write(self) -> int:
        """Writes the sheet; returns the row of the line of all (from 0)."""
        start = self._head()
        first = self._header(start)
        rows = self.filled.rows
        for place, row in enumerate(rows):
            self._row(first + place, row)
        total = first + len(rows)
        self._row(total, self.filled.total, whole=(first, total - 1) if rows else (first, first - 1))
        at = total + 2
        for line in remarks(self.filled):
            self._across(at, line, italic=True, text_wrap=True)
            at += 1
        if self.filled.missing:
            self._across(at, f"Số liệu còn thiếu: xem trang tính “{MISSING}”.", italic=True, font_color="#9C0006")
        self._print(start, first)
        return total

    def _across(self, row: int, text: str, **style: object) -> None:
        form = self.styles.of(**style)
        self.sheet.merge_range(row, 0, row, self.last, clean(text), form)
        if len(text) > (_UNIT_WIDTH + _COLUMN_WIDTH * self.last) * 1.1:
            self.sheet.set_row(row, 32)

    def _head(self) -> int:
        self._across(0, name_line(self.filled), bold=True)
        self._across(1, self.form.title.upper(), bold=True, align="center", font_size=13)
        self._across(2, period_line(self.filled, self.period), italic=True, align="center")
        if not self.filled.standing:
            return 4
        self._across(3, self.filled.standing, bold=True, align="center", font_color="#9C0006")
        return 5

    def _header(self, start: int) -> int:
        """The tree of headings, the numbers with their printed sums, the units; returns the row below."""
        grid = header_cells(self.form)
        for row in grid:
            for cell in row:
                look: dict[str, object] = {"bold": True, "border": 1, "align": "center", "text_wrap": True}
                text = cell.text + (UNCERTAIN_MARK if cell.uncertain else "")
                if cell.uncertain:
                    look["bg_color"] = _UNSURE
                at, left = start + cell.row, cell.column
                if cell.rows > 1 or cell.columns > 1:
                    end = (at + cell.rows - 1, left + cell.columns - 1)
                    self.sheet.merge_range(at, left, *end, clean(text), self.styles.of(**look))
                else:
                    self.sheet.write_string(at, left, clean(text), self.styles.of(**look))
        numbers = start + len(grid)
        small = self.styles.of(border=1, align="center", text_wrap=True, font_size=9)
        units = self.styles.of(border=1, align="center", italic=True, font_size=9)
        self.sheet.write_string(numbers, 0, "MS", small)
        self.sheet.write_string(numbers + 1, 0, "Đơn vị tính", units)
        for column in self.form.columns:
            self.sheet.write_string(
                numbers, column.number, f"{column.number}{sums_line(self.form, column.number)}", small
            )
            self.sheet.write_string(numbers + 1, column.number, column.unit.label if column.unit else "", units)
        for level, height in enumerate(header_heights(grid, self._fitting)):
            self.sheet.set_row(start + level, height)
        longest = max(len(sums_line(self.form, column.number)) for column in self.form.columns)
        self.sheet.set_row(numbers, 14 * (1 + int((longest + 3) // _COLUMN_WIDTH)))
        return numbers + 2

    def _fitting(self, cell: HeaderCell) -> float:
        """Characters of bold text that fit into a heading's cell."""
        if cell.column == 0:
            return _UNIT_WIDTH * _BOLD
        noted = self.form.columns[-1].what == "text" and cell.column + cell.columns - 1 == self.last
        return (_COLUMN_WIDTH * cell.columns + (_NOTE_WIDTH - _COLUMN_WIDTH if noted else 0)) * _BOLD

    def _row(self, at: int, row: FormRow, whole: tuple[int, int] | None = None) -> None:
        bold = whole is not None
        self.sheet.set_row(at, row_height([(row.label, _UNIT_WIDTH * _BOLD), (self._remark(row), _NOTE_WIDTH)]))
        self.sheet.write_string(at, 0, clean(row.label), self.styles.of(border=1, bold=bold, text_wrap=True))
        for column in self.form.columns:
            if column.what == "text":
                self.sheet.write_string(at, column.number, self._remark(row), self.styles.of(border=1, text_wrap=True))
            else:
                self._number(at, row, row.cell(column.number), whole)

    def _remark(self, row: FormRow) -> str:
        given = any(cell.from_returns is not None for cell in row.cells)
        return "Có số do đơn vị gửi báo cáo" if given else ""

    def _number(self, at: int, row: FormRow, cell: FormCell, whole: tuple[int, int] | None) -> None:
        sums = [one for one in self.form.sums if one.column == cell.column and one.printed]
        wrong = cell.column in broken_columns(self.filled, row)
        look: dict[str, object] = {"border": 1, "bold": whole is not None, "num_format": "#,##0", "align": "right"}
        if wrong:
            look["bg_color"] = _FAULT
        elif cell.doubt:
            look["bg_color"] = _DOUBT
        style = self.styles.of(**look)
        if cell.value is None:
            self.sheet.write_string(at, cell.column, UNFILLED, self.styles.of(**{**look, "align": "center"}))
            return
        formula = self._formula(at, row, cell, sums, whole)
        if formula:
            self.sheet.write_formula(at, cell.column, formula, style, cell.value)
        else:
            self.sheet.write_number(at, cell.column, cell.value, style)

    def _formula(
        self, at: int, row: FormRow, cell: FormCell, sums: list[FormSum], whole: tuple[int, int] | None
    ) -> str:
        """The live sum that gives exactly this number; "" where none does, so that the number stands by itself."""
        for one in sums:
            if sum(row.cell(part).value or 0 for part in one.parts) == cell.value:
                return f"=SUM({','.join(xl_rowcol_to_cell(at, part) for part in one.parts)})"
        if whole is None or whole[1] < whole[0]:
            return ""
        if sum(one.cell(cell.column).value or 0 for one in self.filled.rows) != cell.value:
            return ""
        letter = xl_col_to_name(cell.column)
        return f"=SUM({letter}{whole[0] + 1}:{letter}{whole[1] + 1})"

    def _print(self, start: int, first: int) -> None:
        sheet = self.sheet
        sheet.set_column(0, 0, _UNIT_WIDTH)
        sheet.set_column(1, self.last, _COLUMN_WIDTH)
        if self.form.columns[-1].what == "text":
            sheet.set_column(self.last, self.last, _NOTE_WIDTH)
        sheet.set_landscape()
        sheet.set_paper(A3 if self.last > WIDE else A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(start, first - 1)
        sheet.freeze_panes(first, 1)
        sheet.set_footer("&C&9Biểu " + self.form.code + " – trang &P/&N")
