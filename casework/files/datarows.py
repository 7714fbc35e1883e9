"""Which rows of a register are records: not the blank ones, the totals, the column numbers, a repeated header."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casework.files.cells import is_blank, typed
from casework.files.headings import SheetPlan
from casework.files.wording import words
from casework.files.workbook import Row

_TOTALS = re.compile(r"(?:tong cong|tong so|tong|cong)(?: [0-9][0-9 ]*)?(?: [a-z ]+)?")
_COLUMN_NUMBER = re.compile(r"\(?(?:[0-9]{1,2}|[A-D])\)?")
_FEW = 2


def data_rows(plan: SheetPlan) -> Iterator[tuple[int, Row]]:
    """The records of a sheet, each with the spreadsheet's own row number.

    After a row of totals, rows that fill at most one required column (place, date, signatures) are no records.
    """
    sheet = plan.sheet
    required = [column.index for column in plan.columns if column.field.required]
    mapped = [column.index for column in plan.columns]
    width = max(mapped) + 1
    first = plan.header + 1
    if first < len(sheet.rows) and _numbers_columns(sheet.rows[first]):
        first += 1
    header = sheet.rows[plan.found.top]
    parted = sheet.rows[plan.header] if plan.found.top != plan.header else None
    closing = False
    for index in range(first, len(sheet.rows)):
        row = sheet.rows[index]
        if len(row) < width:
            row = [*row, *[""] * (width - len(row))]
        filled = sum(1 for place in required if row[place] != "")
        if filled < len(required) or not required:
            content = sum(1 for place in mapped if not is_blank(row[place]))
            if _is_totals(row, content):
                closing = True
                continue
            if content == 0 or (closing and filled <= 1) or (parted is not None and _repeats(row, parted)):
                continue
        elif row[mapped[0]] == header[mapped[0]] and _repeats(row, header):
            continue
        closing = False
        yield sheet.first_row + index, row


def _is_totals(row: Row, content: int) -> bool:
    if content > _FEW and not all(isinstance(cell, (int, float)) for cell in row[1:] if not is_blank(cell)):
        return False
    first = next((cell for cell in row if not is_blank(cell)), None)
    return isinstance(first, str) and _TOTALS.fullmatch(words(first)) is not None


def _numbers_columns(row: Row) -> bool:
    """Whether a row numbers the columns: (1), (2), (3) … under the headings."""
    texts = [typed(cell).strip() for cell in row if not is_blank(cell)]
    if len(texts) < 3 or not all(_COLUMN_NUMBER.fullmatch(text) for text in texts):
        return False
    numbers = [int(digits) for text in texts if (digits := text.strip("()")).isdecimal()]
    return len(numbers) >= 3 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _repeats(row: Row, header: Row) -> bool:
    return all(words(typed(cell)) == words(typed(heading)) for cell, heading in zip(row, header, strict=False))
