"""Reading a filled-in workbook of a return: whole, or not at all with each faulty cell named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casework.domain.forms import FormDefinition
from casework.domain.return_checks import LARGEST_CELL, read_cell
from casework.domain.return_sheet import IDENTITY, SHEET, input_row, letters_of
from casework.files.problems import FileProblem
from casework.files.workbook import Cell, Sheet, read_workbook

_NOT_OURS = (
    "Tệp “{name}” không phải là bảng tính do hệ thống tạo cho báo cáo của đơn vị; hãy tải bảng tính ở trang báo cáo "
    "rồi nhập vào đó."
)
_MOVED = "Tệp “{name}” đã bị thêm, bớt dòng hoặc cột; hãy tải lại bảng tính rồi nhập vào các ô màu vàng."


@dataclass(frozen=True, slots=True)
class ReadReturn:
    """What a workbook says: which form, which return in which version, its token, and its cells by column."""

    form: str
    return_id: int
    version: int
    token: str
    cells: dict[int, int]


class FaultyCellsError(ValueError):
    """Cells that hold no whole number; `faults`: each with its place, in Vietnamese."""

    def __init__(self, faults: Sequence[str]) -> None:
        """Keeps them for the page."""
        super().__init__(f"Có {len(faults)} ô sai; chưa lưu gì. Hãy sửa trong tệp rồi tải lên lại.")
        self.faults = tuple(faults)


def read_return_workbook(data: bytes, name: str, forms: dict[str, FormDefinition]) -> ReadReturn:
    """What a filled-in workbook says. `forms`: by key. Raises FileProblem, FaultyCellsError."""
    sheets = {sheet.name: sheet for sheet in read_workbook(data, name)}
    shown = name.replace("\\", "/").rpartition("/")[2]
    if SHEET not in sheets or IDENTITY not in sheets:
        raise FileProblem(_NOT_OURS.format(name=shown))
    told = {str(row[0]): str(row[1]) for row in sheets[IDENTITY].rows if len(row) > 1}
    definition = forms.get(told.get("form", ""))
    numbers = (told.get("return", ""), told.get("version", ""))
    if definition is None or not all(n.isascii() and n.isdigit() and len(n) < 10 for n in numbers):
        raise FileProblem(_NOT_OURS.format(name=shown))
    cells = _cells(sheets[SHEET], definition, shown)
    return ReadReturn(definition.key, int(numbers[0]), int(numbers[1]), told.get("token", ""), cells)


def _cells(sheet: Sheet, definition: FormDefinition, shown: str) -> dict[int, int]:
    row = input_row(definition)
    columns = definition.counted
    numbers = [_at(sheet, row - 2, place) for place in range(len(columns) + 1)]
    if numbers != [*(float(one.number) for one in columns), ""]:
        raise FileProblem(_MOVED.format(name=shown))
    found: dict[int, int] = {}
    faults = []
    for place, column in enumerate(columns):
        try:
            value = _number(_at(sheet, row, place))
        except ValueError as error:
            faults.append(f"Ô {letters_of(place)}{row + 1} (cột {column.number}, {column.label}): {error}.")
        else:
            if value is not None:
                found[column.number] = value
    if faults:
        raise FaultyCellsError(faults)
    return found


def _at(sheet: Sheet, row: int, column: int) -> Cell:
    place = row - (sheet.first_row - 1)
    if not 0 <= place < len(sheet.rows) or column >= len(sheet.rows[place]):
        return ""
    return sheet.rows[place][column]


def _number(cell: Cell) -> int | None:
    """The whole number of a cell; None for a blank one. Raises ValueError."""
    if isinstance(cell, str):
        return read_cell(cell)
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise ValueError(f"“{cell}” không phải là số nguyên không âm")
    if cell != int(cell) or not 0 <= cell <= LARGEST_CELL:
        raise ValueError(f"“{str(cell).replace('.', ',')}” không phải là số nguyên không âm")
    return int(cell)
