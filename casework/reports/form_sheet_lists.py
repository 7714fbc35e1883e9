"""The sheets beside the forms: what is missing, and both sides of every sum as formulas that stay alive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from casework.domain.form_lines import missing_lines
from casework.domain.forms import UNFILLED, FilledForm, FormSum
from casework.reports.document import clean

MISSING, CHECKS = "Số liệu còn thiếu", "Kiểm tra"
A3, A4 = 8, 9
"""The numbers of the paper sizes."""
_BASE = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}


def sheet_name(filled: FilledForm) -> str:
    """The name of a form's sheet: "01-TCD"."""
    return filled.definition.code.replace("/", "-")[:31]


class Styles:
    """The cell formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.known: dict[tuple[tuple[str, object], ...], Any] = {}

    def of(self, **more: object) -> Any:
        """The format with these properties."""
        key = tuple(sorted(more.items()))
        if key not in self.known:
            self.known[key] = self.book.add_format({**_BASE, **more})
        return self.known[key]


def missing_sheet(book: Any, styles: Styles, filled: Sequence[FilledForm]) -> None:
    """Adds the sheet of what is missing, form by form."""
    sheet = book.add_worksheet(MISSING)
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 120)
    head = styles.of(bold=True, border=1, align="center")
    sheet.write_string(0, 0, "Biểu", head)
    sheet.write_string(0, 1, f"Số liệu còn thiếu (ô in “{UNFILLED}” là chưa có số liệu, không phải bằng 0)", head)
    at = 1
    for one in filled:
        for line in missing_lines(one) or ["Không thiếu."]:
            sheet.write_string(at, 0, one.definition.code, styles.of(border=1))
            sheet.write_string(at, 1, clean(line), styles.of(border=1, text_wrap=True))
            at += 1
    _print_plain(sheet)


def check_sheet(book: Any, styles: Styles, filled: Sequence[FilledForm], totals: Sequence[int]) -> None:
    """Adds the sheet of the sums, both sides as formulas; `totals`: the row of the line of all on each form."""
    sheet = book.add_worksheet(CHECKS)
    head = styles.of(bold=True, border=1, align="center", text_wrap=True)
    for place, (title, width) in enumerate(
        (("Biểu", 10), ("Phép kiểm tra", 44), ("Vế trái", 12), ("Vế phải", 12), ("Chênh lệch", 12), ("Kết quả", 26))
    ):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, title, head)
    text, number = styles.of(border=1, text_wrap=True), styles.of(border=1, num_format="#,##0")
    at = 1
    for one, total in zip(filled, totals, strict=True):
        name = f"'{sheet_name(one)}'!"
        for rule in one.definition.sums:
            values = [one.total.cell(n).value for n in (rule.column, *rule.parts)]
            known = None not in values
            left, right = values[0] or 0, sum(value or 0 for value in values[1:])
            said = "in trên biểu" if rule.printed else "suy ra từ tiêu đề"
            sheet.write_string(at, 0, one.definition.code, text)
            sheet.write_string(at, 1, f"{rule.written} ({said})", text)
            if known:
                cells = ",".join(name + xl_rowcol_to_cell(total, part) for part in rule.parts)
                sheet.write_formula(at, 2, f"={name}{xl_rowcol_to_cell(total, rule.column)}", number, left)
                sheet.write_formula(at, 3, f"=SUM({cells})", number, right)
                sheet.write_formula(at, 4, f"=C{at + 1}-D{at + 1}", number, left - right)
            else:
                for place in (2, 3, 4):
                    sheet.write_string(at, place, UNFILLED, styles.of(border=1, align="center"))
            sheet.write_string(at, 5, _verdict(left == right, known, rule), text)
            at += 1
        for check in one.checks:
            if not check.holds and ".sum." not in check.code:
                sheet.write_string(at, 0, one.definition.code, text)
                sheet.write_string(at, 1, clean(f"{check.label}: {check.arithmetic}"), text)
                for place in (2, 3, 4):
                    sheet.write_string(at, place, "", text)
                sheet.write_string(at, 5, "Không đúng", text)
                at += 1
    _print_plain(sheet)


def _verdict(equal: bool, known: bool, rule: FormSum) -> str:
    if not known:
        return "Chưa đủ số liệu để kiểm tra"
    if equal:
        return "Đúng"
    return "Không đúng" if rule.severity == "error" else "Không đúng (cảnh báo)"


def _print_plain(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 0)
