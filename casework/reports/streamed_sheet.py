"""Long lists as an .xlsx file that is sent while it is made: nothing on disk, a few hundred rows in memory at most.

A workbook made by a library is finished before its first byte can be sent, and a million rows wait in temporary files
with what they tell of people. The part of ECMA-376 that a plain list needs is small: parts of a ZIP archive, each
written once, the list of sheets after the sheets. A file cut short cannot be opened, for its directory stands at the
end.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from casework.reports.streamed_parts import (
    DAY,
    DOCUMENT,
    EPOCH,
    HEAD,
    LONGEST_TEXT,
    MAIN,
    Sent,
    finish,
    letters,
    number_cell,
    part,
    text_cell,
)

Value = str | int | date | None

SHEET_ROWS = 1_048_576
"""Rows of one sheet, its heading counted; Excel knows no more."""
PIECE = 500


def workbook(
    name: str, heading: Sequence[str], rows: Iterable[Sequence[Value]], sheet_rows: int = SHEET_ROWS
) -> Iterator[bytes]:
    """The bytes of a workbook with one list, as its rows come: when a sheet is full the list goes on on the next one,
    under the same heading; the last sheet says how many rows the list has, and how many texts were too long for a cell.

    Texts are texts, whatever sign they begin with; whole numbers and days are numbers and days. `name`: of the sheets,
    without signs that Excel refuses.
    """
    sent = Sent()
    with zipfile.ZipFile(sent, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        total, cut, sheets, left = 0, 0, 0, iter(rows)
        ahead = next(left, None)
        while ahead is not None or not sheets:
            sheets += 1
            with archive.open(part(f"xl/worksheets/sheet{sheets}.xml"), "w", force_zip64=True) as sheet:
                sheet.write(_opening(heading))
                pieces: list[str] = []
                at = 1
                while ahead is not None and at < sheet_rows:
                    at += 1
                    pieces.append(_row(at, ahead))
                    total += 1
                    cut += sum(isinstance(value, str) and len(value) > LONGEST_TEXT for value in ahead)
                    ahead = next(left, None)
                    if len(pieces) == PIECE:
                        sheet.write("".join(pieces).encode())
                        pieces = []
                        yield sent.taken()
                sheet.write("".join(pieces).encode() + _closing(at, len(heading)))
            yield sent.taken()
        names = [name if n == 1 else f"{name} ({n})" for n in range(1, sheets + 1)]
        _finish(archive, names, total, cut)
    yield sent.taken()


def _opening(heading: Sequence[str]) -> bytes:
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{min(max(len(title) + 2, 14), 40)}" customWidth="1"/>'
        for at, title in enumerate(heading, 1)
    )
    head = "".join(text_cell(1, at, title, HEAD) for at, title in enumerate(heading, 1))
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    return (
        f'{DOCUMENT}<worksheet xmlns="{MAIN}">'
        f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        f'<cols>{columns}</cols><sheetData><row r="1">{head}</row>'
    ).encode()


def _closing(last: int, width: int) -> bytes:
    reach = f"A1:{letters(max(width, 1))}{last}"
    return f'</sheetData><autoFilter ref="{reach}"/></worksheet>'.encode()


def _row(at: int, values: Sequence[Value]) -> str:
    cells = [_cell(at, n, value) for n, value in enumerate(values, 1) if value is not None and value != ""]
    return f'<row r="{at}">{"".join(cells)}</row>'


def _cell(row: int, column: int, value: Value) -> str:
    if isinstance(value, str):
        return text_cell(row, column, value)
    if isinstance(value, date):
        return number_cell(row, column, (value - EPOCH).days, DAY)
    return number_cell(row, column, int(value or 0))


def _finish(archive: zipfile.ZipFile, names: list[str], total: int, cut: int) -> None:
    """The parts that name the sheets, and a last sheet with the number of rows."""
    count = len(names) + 1
    said = [_row(1, ("Tổng số dòng", total)), _row(2, ("Số trang tính của danh sách", len(names)))]
    if cut:
        said.append(_row(3, ("Số ô dài quá, đã cắt bớt", cut)))
    archive.writestr(
        part(f"xl/worksheets/sheet{count}.xml"),
        f'{DOCUMENT}<worksheet xmlns="{MAIN}"><cols><col min="1" max="1" width="34" customWidth="1"/></cols>'
        f"<sheetData>{''.join(said)}</sheetData></worksheet>",
    )
    finish(archive, [*names, "Tổng số"])
