"""Rows of a sheet are as high as what is written in them: no heading of any form, no unit's name is cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from casework.domain.form_header import header_cells
from casework.reports.sheet_heights import LINE, header_heights, row_height, wrapped_lines
from casework.statistics.form_measures import shipped_forms


def test_every_heading_of_every_form_finds_its_room() -> None:
    for form in shipped_forms():
        grid = header_cells(form)
        heights = header_heights(grid, lambda cell: 7.2 * cell.columns)
        for cell in (cell for row in grid for cell in row):
            room = sum(heights[cell.row : cell.row + cell.rows])
            assert room >= LINE * wrapped_lines(cell.text, 7.2 * cell.columns), (form.code, cell.text)


@given(st.lists(st.text("aăđơ", min_size=1, max_size=30), min_size=1, max_size=12), st.integers(3, 40))
def test_the_lines_of_a_text_hold_it(words: list[str], width: int) -> None:
    lines = wrapped_lines(" ".join(words), width)
    letters = sum(len(word) for word in words)
    assert letters / width <= lines <= sum(-(-len(word) // width) for word in words)
    assert row_height([(" ".join(words), width), ("", width)]) >= LINE * lines
