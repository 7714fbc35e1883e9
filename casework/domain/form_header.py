"""The header of a form as a grid of merged cells: the tree of headings over the columns, for paper and screen."""

from __future__ import annotations

from dataclasses import dataclass

from casework.domain.forms import FormDefinition

UNIT_HEADING = "Đơn vị"


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """A heading: from which row and column (both from 0; column 0 is the unit's), and how many it spans.

    `number`: of the column whose own heading it is, None for a heading over several. `uncertain`: marked so.
    """

    text: str
    row: int
    column: int
    rows: int
    columns: int
    number: int | None = None
    uncertain: bool = False


def header_cells(form: FormDefinition) -> list[list[HeaderCell]]:
    """The rows of the header, each with the cells that begin in it, from left to right."""
    depth = max(len(column.path) for column in form.columns)
    grid: list[list[HeaderCell]] = [[] for _ in range(depth)]
    grid[0].append(HeaderCell(UNIT_HEADING, 0, 0, depth, 1))
    for level in range(depth):
        at = 0
        while at < len(form.columns):
            column = form.columns[at]
            if len(column.path) <= level:
                at += 1
                continue
            own = len(column.path) == level + 1
            end = at + 1
            while (
                not own and end < len(form.columns) and form.columns[end].path[: level + 1] == column.path[: level + 1]
            ):
                end += 1
            grid[level].append(
                HeaderCell(
                    column.path[level],
                    level,
                    at + 1,
                    depth - level if own else 1,
                    end - at,
                    column.number if own else None,
                    own and column.uncertain,
                )
            )
            at = end
    return grid


def sums_line(form: FormDefinition, number: int) -> str:
    """What the form prints below a column's number: "=4+13+22", with several sums "=3+5+7=9+11"; "" for none."""
    return "".join(f"={'+'.join(map(str, one.parts))}" for one in form.sums if one.column == number and one.printed)
