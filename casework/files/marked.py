"""An officer's own workbook with what is wrong in it: the refused cells marked, how to mend them in a last column.

Every row keeps its number, so that he mends his own file by it. Who a person is stands there as dots; so the marked
workbook is no register any more, and is refused when somebody imports it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from casework.domain.fields import Field, Shape
from casework.domain.text import capitalised
from casework.domain.vocabulary import RecordKind
from casework.files.cells import is_blank, typed
from casework.files.declared import read_declared
from casework.files.headings import SheetPlan, recognise
from casework.files.mapping import SheetMapping
from casework.files.problems import FileProblem
from casework.files.samples import HIDDEN, may_be_shown
from casework.files.withholding import cutter
from casework.files.wording import words
from casework.files.workbook import Cell, Row, Sheet

NOTE_HEADING = "Lỗi và cách sửa"
"""The heading of the last column, by which a marked workbook is known."""
_LOOKED_AT = 60
_TITLE_CELLS = 2
_REPEATING = frozenset({Shape.TEXT, Shape.PLACE})

Value = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a row: the column by its heading ("" = the row), and how to mend it."""

    sheet: str
    row: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class MarkedRow:
    """A row as it is written: its values, which of them are marked, what is told in the last column ("" = nothing)."""

    number: int
    values: tuple[Value, ...]
    marked: frozenset[int]
    note: str


@dataclass(frozen=True, slots=True)
class MarkedSheet:
    """A sheet as it is written: its width without the last column, its header's row, its rows as they are asked for."""

    name: str
    width: int
    header: int
    wrong: int
    rows: Iterator[MarkedRow]


def refuse_marked(sheets: Iterable[Sheet]) -> None:
    """Raises FileProblem for a marked workbook: its identities are gone, so it must never be imported."""
    for sheet in sheets:
        for row in sheet.rows[:_LOOKED_AT]:
            if any(isinstance(cell, str) and cell.startswith(NOTE_HEADING) for cell in row):
                raise FileProblem(
                    "Đây là bản đánh dấu lỗi do hệ thống lập (danh tính đã được che), không phải là sổ. "
                    "Hãy sửa các dòng đã nêu trong tệp gốc rồi nhập tệp gốc."
                )


def marked_sheets(
    sheets: Sequence[Sheet], mapping: Mapping[str, SheetMapping], wrong: Sequence[Wrong]
) -> Iterator[MarkedSheet]:
    """The sheets that are registers or declare figures, in their order; others are not copied."""
    by_sheet: dict[str, dict[int, list[Wrong]]] = {}
    for one in wrong:
        by_sheet.setdefault(one.sheet, {}).setdefault(one.row, []).append(one)
    for sheet in sheets:
        told = mapping.get(words(sheet.name))
        if told is not None and told.left_out:
            continue
        found = by_sheet.get(sheet.name, {})
        width = max((len(row) for row in sheet.rows), default=0)
        declared = read_declared(sheet)
        plan = None if declared is not None else recognise(sheet, told)
        if plan is not None:
            header = sheet.first_row + plan.header
            yield MarkedSheet(sheet.name, width, header, len(found), _register_rows(plan, found))
        elif declared is not None:
            yield MarkedSheet(sheet.name, width, 0, len(found), _plain_rows(sheet, found))


def _plain_rows(sheet: Sheet, found: Mapping[int, Sequence[Wrong]]) -> Iterator[MarkedRow]:
    for number, row in enumerate(sheet.rows, start=sheet.first_row):
        yield MarkedRow(number, tuple(map(_value, row)), frozenset(), _note(found.get(number, ())))


def _register_rows(plan: SheetPlan, found: Mapping[int, Sequence[Wrong]]) -> Iterator[MarkedRow]:
    sheet, kind = plan.sheet, plan.kind
    places = {column.heading: column.index for column in plan.columns}
    places |= {column.field.label: column.index for column in plan.columns if column.field.label not in places}
    fields = {column.index: column.field for column in plan.columns}
    for index, row in enumerate(sheet.rows):
        number = sheet.first_row + index
        told = found.get(number, ())
        marked = frozenset(places[one.column] for one in told if one.column in places)
        if index > plan.header:
            values = _without_identity(kind, fields, row)
        elif index >= plan.found.top or sum(1 for cell in row if not is_blank(cell)) <= _TITLE_CELLS:
            values = tuple(map(_value, row))
        else:
            values = _without_identity(kind, {}, row)
        note = NOTE_HEADING if index == plan.header and not told else _note(told)
        if index == plan.header and told:
            note = f"{NOTE_HEADING}. {note}"
        yield MarkedRow(number, values, marked, note)


def _without_identity(kind: RecordKind, fields: Mapping[int, Field], row: Row) -> tuple[Value, ...]:
    """The row's values, of identities and of what nobody has named dots, and what repeats an identity cut."""
    said = [
        (field.name, typed(row[place]).strip())
        for place, field in fields.items()
        if field.identity and place < len(row) and not is_blank(row[place])
    ]
    values: list[Value] = []
    for place, cell in enumerate(row):
        field = fields.get(place)
        if is_blank(cell):
            values.append(None)
        elif field is not None and not field.identity and field.shape in _REPEATING:
            values.append(_cut(_value(cell), said))
        else:
            values.append(_value(cell) if may_be_shown(cell, kind, field) else HIDDEN)
    return tuple(values)


def _cut(value: Value, said: Sequence[tuple[str, str]]) -> Value:
    if not said or not isinstance(value, str):
        return value
    folded = value.casefold()
    repeated = [(name, text) for name, text in said if text.split()[-1].casefold() in folded]
    return cutter(repeated, HIDDEN)(value) if repeated else value


def _value(cell: Cell) -> Value:
    """A cell as it is written again: texts, numbers and days as such."""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float | date):
        return typed(cell)
    if isinstance(cell, datetime):
        return cell.date()
    return cell or None


def _note(told: Sequence[Wrong]) -> str:
    return "; ".join(f"Cột “{one.column}”: {one.message}" if one.column else capitalised(one.message) for one in told)
