"""The workbook of a return as plain data: what it holds and where its cells stand, for writing and for reading it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from casework.domain.forms import FormColumn, FormDefinition

SHEET, IDENTITY = "Báo cáo", "_casework"
"""The sheet that people fill in, and the hidden one that says what it is of."""

TITLE_ROWS = 6
"""How many rows stand above the header tree."""


@dataclass(frozen=True, slots=True)
class ReturnSheet:
    """What the workbook of a return is made from. `version`: of the return as it stood then; `token`: the return's."""

    definition: FormDefinition
    return_id: int
    version: int
    token: str
    unit: str
    period: str
    cells: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the header tree: its text, the rows and columns (0-based, last ones included) that it covers."""

    text: str
    first_row: int
    last_row: int
    first_column: int
    last_column: int


def depth_of(definition: FormDefinition) -> int:
    """How many rows the header tree of the counted columns takes."""
    return max(len(one.path) for one in definition.counted)


def input_row(definition: FormDefinition) -> int:
    """The row (0-based) of the input cells: below the header tree, the numbers and the printed sums."""
    return TITLE_ROWS + depth_of(definition) + 2


def place_of(definition: FormDefinition, number: int) -> int:
    """The column (0-based) in which the form's column `number` stands."""
    return [one.number for one in definition.counted].index(number)


def headings(definition: FormDefinition) -> list[Heading]:
    """The header tree: neighbours under the same heading share it; a column's own goes down to the numbers."""
    columns, depth = definition.counted, depth_of(definition)
    found: list[Heading] = []
    for level in range(depth):
        place = 0
        while place < len(columns):
            column = columns[place]
            if level >= len(column.path):
                place += 1
                continue
            last = place
            while last + 1 < len(columns) and _same(columns[last + 1], column, level):
                last += 1
            down = depth - 1 if level == len(column.path) - 1 else level
            found.append(Heading(column.path[level], TITLE_ROWS + level, TITLE_ROWS + down, place, last))
            place = last + 1
    return found


def _same(one: FormColumn, other: FormColumn, level: int) -> bool:
    """Whether two neighbours stand under one heading of this level; a column's own heading is its own."""
    own = level == len(other.path) - 1 or level >= len(one.path) - 1
    return not own and one.path[: level + 1] == other.path[: level + 1]


def letters_of(column: int) -> str:
    """The letters of a spreadsheet's column (0-based): 0 is A, 26 is AA."""
    letters = ""
    while column >= 0:
        letters = chr(ord("A") + column % 26) + letters
        column = column // 26 - 1
    return letters
