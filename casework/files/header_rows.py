"""Rows that may be the header of a sheet: one row, or two whose merged cells read as one ("Kết quả / Số văn bản").

A column is known by a key of its own: the words of its heading, with a number where a heading stands twice; a column
without a heading is "Cột 4".
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from casework.files.cells import is_blank, typed
from casework.files.wording import words
from casework.files.workbook import Row, Sheet

HEADER_WITHIN = 40
"""The header stands in one of the first so many rows."""
LONGEST_HEADING = 200


@dataclass(frozen=True, slots=True)
class HeaderRow:
    """A header: the indices of its first and last row, and for each column its heading as typed ("": none) and key."""

    top: int
    last: int
    headings: tuple[str, ...]
    keys: tuple[str, ...]

    def name(self, index: int) -> str:
        """What a column is called: its heading, or its place."""
        return self.headings[index] or f"Cột {index + 1}"

    @property
    def mark(self) -> str:
        """The same for the same set of headings, in whatever order they stand."""
        return mark_of(key for key, heading in zip(self.keys, self.headings, strict=True) if heading)


def mark_of(keys: Iterable[str]) -> str:
    """A digest of a set of keys."""
    return hashlib.sha256("\n".join(sorted(set(keys))).encode()).hexdigest()


def header_rows(sheet: Sheet) -> Iterator[HeaderRow]:
    """Each row of a sheet's beginning as a header; with the row below where the two are one by merged cells."""
    for index in range(min(len(sheet.rows), HEADER_WITHIN)):
        yield header_at(sheet, index)


def header_at(sheet: Sheet, index: int) -> HeaderRow:
    """The header that begins in the row of this index."""
    top = sheet.rows[index]
    if index + 1 < len(sheet.rows) and _are_one(top, sheet.rows[index + 1]):
        return _made(index, index + 1, _joined(top, sheet.rows[index + 1]))
    return _made(index, index, [_text(cell) for cell in top])


def _made(top: int, last: int, headings: Sequence[str]) -> HeaderRow:
    keys: list[str] = []
    taken: set[str] = set()
    for index, heading in enumerate(headings):
        plain = words(heading) if heading else f"cot {index + 1}"
        key, number = plain, 1
        while key in taken:
            number += 1
            key = f"{plain} {number}"
        taken.add(key)
        keys.append(key)
    return HeaderRow(top, last, tuple(headings), tuple(keys))


def _text(cell: object) -> str:
    return "" if is_blank(cell) else typed(cell).strip()  # type: ignore[arg-type]


def _are_one(top: Row, lower: Row) -> bool:
    """Whether `lower` only parts what `top` spans: it has texts under merged headings, and none under the others.

    At least one heading stands over both rows, which no row of records or titles leaves so.
    """
    over, under = [_text(cell) for cell in top], [_text(cell) for cell in lower]
    width = max(len(over), len(under))
    over += [""] * (width - len(over))
    under += [""] * (width - len(under))
    if not any(over) or any(text and not isinstance(cell, str) for cell, text in zip(lower, under, strict=False)):
        return False
    if any(len(text) > LONGEST_HEADING for text in (*over, *under)):
        return False
    parted, span = 0, False
    for place in range(width):
        if over[place]:
            spans = place + 1 < width and not over[place + 1] and bool(under[place + 1])
            if under[place] and not spans:
                return False
            span = bool(under[place])
        elif under[place]:
            if not span:
                return False
            parted += 1
        else:
            span = False
    whole = sum(1 for above, below in zip(over, under, strict=True) if above and not below)
    return parted > 0 and whole > 0


def _joined(top: Row, lower: Row) -> list[str]:
    over, under = [_text(cell) for cell in top], [_text(cell) for cell in lower]
    width = max(len(over), len(under))
    over += [""] * (width - len(over))
    under += [""] * (width - len(under))
    names, spanning = [], ""
    for above, below in zip(over, under, strict=True):
        spanning = above or (spanning if below else "")
        names.append(f"{spanning} / {below}" if spanning and below else spanning or below)
    return names
