"""How high a row of a sheet must be for what is written in it; a workbook has no renderer that would measure it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from casework.domain.form_header import HeaderCell

LINE = 14.5
"""Points that a line of 11-point text takes."""
_HEADER_LEAST = 28.0


def wrapped_lines(text: str, width: float) -> int:
    """Lines that `text` takes in a column of `width` characters, broken between words; at least 1."""
    lines, room = 1, width
    for word in text.split():
        if room < width and len(word) > room:
            lines, room = lines + 1, width
        while len(word) > width:
            lines, word = lines + 1, word[max(1, int(width)) :]
        room -= len(word) + 1
    return lines


def row_height(cells: Sequence[tuple[str, float]]) -> float:
    """Points for a row of `cells`: (text, width of its column in characters)."""
    return LINE * max((wrapped_lines(text, width) for text, width in cells), default=1) + 3


def header_heights(grid: Sequence[Sequence[HeaderCell]], width: Callable[[HeaderCell], float]) -> list[float]:
    """Points for each row of a header; `width`: characters that fit beside each other in a heading's cell.

    What a heading over several rows lacks is added to its last row.
    """
    heights = [_HEADER_LEAST] * len(grid)
    cells = sorted((cell for row in grid for cell in row), key=lambda cell: cell.row + cell.rows)
    for cell in cells:
        needed = row_height([(cell.text, width(cell))])
        end = cell.row + cell.rows
        lacking = needed - sum(heights[cell.row : end])
        if lacking > 0:
            heights[end - 1] += lacking
    return heights
