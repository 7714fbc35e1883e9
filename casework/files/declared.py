"""The sheet "Cùng kỳ năm trước": figures declared for a period, each with its source."""

from __future__ import annotations

from dataclasses import dataclass

from casework.domain.numerals import NumberTextError, read_count
from casework.domain.periods import PeriodError, match_period_label
from casework.files.cells import is_blank, typed
from casework.files.problems import Problem, Sort, Verdict
from casework.files.wording import bag, words
from casework.files.workbook import Row, Sheet

_HEADINGS = ("Chỉ tiêu", "Kỳ", "Số liệu", "Nguồn")
_SHEET_NAMES = frozenset({"cung ky nam truoc", "so lieu cung ky nam truoc", "so lieu cung ky"})


@dataclass(frozen=True, slots=True)
class DeclaredRow:
    """A declared figure (số công bố): what it counts and its period as typed, its value, where it was published."""

    row: int
    label: str
    period_label: str
    value: int
    source: str


@dataclass(frozen=True, slots=True)
class DeclaredResult:
    """What the sheet says: its rows in all, those that may be stored, and the problems."""

    sheet: str
    rows: int
    accepted: tuple[DeclaredRow, ...]
    problems: tuple[Problem, ...]


def read_declared(sheet: Sheet) -> DeclaredResult | None:
    """The declared figures of `sheet`; None when it is no such sheet (neither by its name nor by its headings)."""
    for index, row in enumerate(sheet.rows[:40]):
        places = {bag(typed(cell)): place for place, cell in enumerate(row) if not is_blank(cell)}
        if all(bag(heading) in places for heading in _HEADINGS):
            return _read(sheet, index, [places[bag(heading)] for heading in _HEADINGS])
    if words(sheet.name) not in _SHEET_NAMES or not any(not is_blank(cell) for row in sheet.rows for cell in row):
        return None
    missing = f"cần một dòng tiêu đề có các cột: {', '.join(_HEADINGS)}"
    problem = Problem(sheet.name, sheet.first_row, "", Verdict.ERROR, missing, Sort.HEADING)
    return DeclaredResult(sheet.name, 0, (), (problem,))


def _read(sheet: Sheet, header: int, places: list[int]) -> DeclaredResult:
    accepted: list[DeclaredRow] = []
    problems: list[Problem] = []
    rows = 0
    headings = [typed(sheet.rows[header][place]).strip() for place in places]
    for offset, row in enumerate(sheet.rows[header + 1 :], start=header + 1):
        cells = [row[place] if place < len(row) else "" for place in places]
        if all(is_blank(cell) for cell in cells):
            continue
        rows += 1
        number = sheet.first_row + offset
        wrong = _faults(cells)
        for place, message, sort in wrong:
            problems.append(Problem(sheet.name, number, headings[place], Verdict.ERROR, message, sort))
        if not wrong:
            label, period, _, source = (" ".join(typed(cell).split()) for cell in cells)
            accepted.append(DeclaredRow(number, label, period, _count(cells), source))
    return DeclaredResult(sheet.name, rows, tuple(accepted), tuple(problems))


def _count(cells: Row) -> int:
    return read_count(typed(cells[2]))


def _faults(cells: Row) -> list[tuple[int, str, Sort]]:
    faults = [
        (place, f"thiếu {_HEADINGS[place].lower()}; hãy ghi đủ", Sort.MISSING)
        for place, cell in enumerate(cells)
        if is_blank(cell)
    ]
    if not is_blank(cells[1]):
        try:
            known = match_period_label(typed(cells[1])) is not None
        except PeriodError:
            known = False
        if not known:
            faults.append((1, "không đọc được kỳ; ghi như “6 tháng đầu năm 2023” hoặc “tháng 5/2023”", Sort.UNREADABLE))
    if not is_blank(cells[2]):
        try:
            _count(cells)
        except NumberTextError as error:
            faults.append((2, str(error), Sort.UNREADABLE))
    return faults
