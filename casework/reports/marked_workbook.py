"""A register's workbook with its wrong cells marked, sent while it is made; its first sheet says how to use it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Protocol

from casework.reports.streamed_parts import (
    DAY,
    DOCUMENT,
    EPOCH,
    HEAD,
    MAIN,
    MARKED,
    MARKED_DAY,
    PLAIN,
    Sent,
    finish,
    letters,
    number_cell,
    part,
    text_cell,
)

Value = str | int | float | date | None
PIECE = 500
LONGEST_NAME = 31
GUIDE = "Cách dùng"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


class Row(Protocol):
    """A row: its number, its values, which of them are marked, what its last column tells."""

    @property
    def number(self) -> int:
        """The row of the spreadsheet."""

    @property
    def values(self) -> Sequence[Value]:
        """What its cells hold."""

    @property
    def marked(self) -> frozenset[int]:
        """The places of the cells that are marked."""

    @property
    def note(self) -> str:
        """What its last column tells."""


class Sheet(Protocol):
    """A sheet: its name, its width without the last column, its header's row (0: none), its rows in order."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def width(self) -> int:
        """How many columns it has without the last one."""

    @property
    def header(self) -> int:
        """The row of its header."""

    @property
    def wrong(self) -> int:
        """How many of its rows are wrong."""

    @property
    def rows(self) -> Iterator[Row]:
        """Its rows."""


def marked_workbook(sheets: Iterable[Sheet], guide: Sequence[str]) -> Iterator[bytes]:
    """The bytes of the workbook as its rows come; `guide`: the lines of the first sheet, before the sheets' counts."""
    sent = Sent()
    with zipfile.ZipFile(sent, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        names, told = [GUIDE], []
        for sheet in sheets:
            names.append(_free_name(sheet.name, names))
            told.append(f"Trang tính “{sheet.name}”: {sheet.wrong} dòng phải sửa.")
            with archive.open(part(f"xl/worksheets/sheet{len(names)}.xml"), "w", force_zip64=True) as target:
                target.write(_opening(sheet))
                pieces: list[str] = []
                last = 1
                for row in sheet.rows:
                    pieces.append(_row(row, sheet.width))
                    last = row.number
                    if len(pieces) == PIECE:
                        target.write("".join(pieces).encode())
                        pieces = []
                        yield sent.taken()
                target.write("".join(pieces).encode() + _closing(sheet, last))
            yield sent.taken()
        lines = "".join(
            f'<row r="{at}">{text_cell(at, 1, line, HEAD if at == 1 else PLAIN)}</row>'
            for at, line in enumerate([*guide, *told], 1)
        )
        archive.writestr(
            part("xl/worksheets/sheet1.xml"),
            f'{DOCUMENT}<worksheet xmlns="{MAIN}"><cols><col min="1" max="1" width="110" customWidth="1"/></cols>'
            f"<sheetData>{lines}</sheetData></worksheet>",
        )
        finish(archive, names)
    yield sent.taken()


def _free_name(name: str, taken: Sequence[str]) -> str:
    """A name that Excel accepts and no other sheet bears."""
    plain = _FORBIDDEN.sub(" ", name).strip("' ")[:LONGEST_NAME] or "Sổ"
    found, number = plain, 1
    while found.casefold() in {one.casefold() for one in taken}:
        number += 1
        found = f"{plain[: LONGEST_NAME - 5]} ({number})"
    return found


def _opening(sheet: Sheet) -> bytes:
    pane = ""
    if sheet.header:
        below = f'topLeftCell="A{sheet.header + 1}" activePane="bottomLeft" state="frozen"'
        pane = f'<pane ySplit="{sheet.header}" {below}/>'
    wide = f'<col min="1" max="{max(sheet.width, 1)}" width="18" customWidth="1"/>' if sheet.width else ""
    note = f'<col min="{sheet.width + 1}" max="{sheet.width + 1}" width="80" customWidth="1"/>'
    return (
        f'{DOCUMENT}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        f"<cols>{wide}{note}</cols><sheetData>"
    ).encode()


def _closing(sheet: Sheet, last: int) -> bytes:
    reach = f"A{sheet.header}:{letters(sheet.width + 1)}{max(last, sheet.header)}"
    return f"</sheetData>{f'<autoFilter ref={chr(34)}{reach}{chr(34)}/>' if sheet.header else ''}</worksheet>".encode()


def _row(row: Row, width: int) -> str:
    cells = [
        _cell(row.number, at + 1, value, at in row.marked)
        for at, value in enumerate(row.values)
        if (value is not None and value != "") or at in row.marked
    ]
    if row.note:
        cells.append(text_cell(row.number, width + 1, row.note, MARKED))
    return f'<row r="{row.number}">{"".join(cells)}</row>'


def _cell(row: int, column: int, value: Value, marked: bool) -> str:
    if isinstance(value, date):
        return number_cell(row, column, (value - EPOCH).days, MARKED_DAY if marked else DAY)
    style = MARKED if marked else PLAIN
    if isinstance(value, int | float):
        return number_cell(row, column, int(value) if float(value).is_integer() else value, style)
    return text_cell(row, column, value or "", style)
