"""Long lists as an .xlsx file that is sent while it is made: nothing on disk, a few hundred rows in memory at most.

A workbook made by a library is finished before its first byte can be sent, and a million rows wait in temporary files
with what they tell of people. The part of ECMA-376 that a plain list needs is small: parts of a ZIP archive, each
written once, the list of sheets after the sheets. A file cut short cannot be opened, for its directory stands at the
end.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from io import RawIOBase
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from casework.reports.streamed_csv import may_come_alive

Value = str | int | date | None

SHEET_ROWS = 1_048_576
"""Rows of one sheet, its heading counted; Excel knows no more."""
LONGEST_TEXT = 32_767
"""Characters of one cell; Excel knows no more. What is longer ends with how much is left out, and is counted."""
EPOCH = date(1899, 12, 30)
PIECE = 500
HEAD, PLAIN, DAY, QUOTED = 1, 2, 3, 4
"""Styles of cells; QUOTED says that a text stays one, also when somebody edits the cell."""
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML may hold."""

_DOCUMENT = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOC_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'{_DOCUMENT}<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="[$-42A]dd/mm/yyyy"/></numFmts>'
    '<fonts count="2"><font><sz val="12"/><name val="Times New Roman"/></font>'
    '<font><b/><sz val="12"/><name val="Times New Roman"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf/>'
    '<xf fontId="1" applyFont="1" applyAlignment="1"><alignment wrapText="1" vertical="top"/></xf>'
    '<xf applyAlignment="1"><alignment vertical="top"/></xf>'
    '<xf numFmtId="164" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf>'
    '<xf quotePrefix="1" applyAlignment="1"><alignment vertical="top"/></xf>'
    "</cellXfs></styleSheet>"
)


class _Sent(RawIOBase):
    """What was written and not yet taken; it cannot be gone back in."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: Any, /) -> int:
        """Keeps a piece until it is taken."""
        self._pieces.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """What was written since the last time."""
        found, self._pieces = b"".join(self._pieces), []
        return found


def workbook(
    name: str, heading: Sequence[str], rows: Iterable[Sequence[Value]], sheet_rows: int = SHEET_ROWS
) -> Iterator[bytes]:
    """The bytes of a workbook with one list, as its rows come: when a sheet is full the list goes on on the next one,
    under the same heading; the last sheet says how many rows the list has, and how many texts were too long for a cell.

    Texts are texts, whatever sign they begin with; whole numbers and days are numbers and days. `name`: of the sheets,
    without signs that Excel refuses.
    """
    sent = _Sent()
    with zipfile.ZipFile(sent, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        total, cut, sheets, left = 0, 0, 0, iter(rows)
        ahead = next(left, None)
        while ahead is not None or not sheets:
            sheets += 1
            with archive.open(_part(f"xl/worksheets/sheet{sheets}.xml"), "w", force_zip64=True) as sheet:
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


def _part(name: str) -> zipfile.ZipInfo:
    """A part of the archive without a moment: the same list gives the same bytes."""
    found = zipfile.ZipInfo(name)
    found.compress_type = zipfile.ZIP_DEFLATED
    return found


def _opening(heading: Sequence[str]) -> bytes:
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{min(max(len(title) + 2, 14), 40)}" customWidth="1"/>'
        for at, title in enumerate(heading, 1)
    )
    head = "".join(f'<c r="{_column(at)}1" t="inlineStr" s="{HEAD}">{_text(t)}</c>' for at, t in enumerate(heading, 1))
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    return (
        f'{_DOCUMENT}<worksheet xmlns="{_MAIN}">'
        f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        f'<cols>{columns}</cols><sheetData><row r="1">{head}</row>'
    ).encode()


def _closing(last: int, width: int) -> bytes:
    reach = f"A1:{_column(max(width, 1))}{last}"
    return f'</sheetData><autoFilter ref="{reach}"/></worksheet>'.encode()


def _row(at: int, values: Sequence[Value]) -> str:
    cells = [_cell(at, n, value) for n, value in enumerate(values, 1) if value is not None and value != ""]
    return f'<row r="{at}">{"".join(cells)}</row>'


def _cell(row: int, column: int, value: Value) -> str:
    where = f"{_column(column)}{row}"
    if isinstance(value, str):
        style = QUOTED if may_come_alive(value) else PLAIN
        return f'<c r="{where}" t="inlineStr" s="{style}">{_text(value)}</c>'
    if isinstance(value, date):
        return f'<c r="{where}" s="{DAY}"><v>{(value - EPOCH).days}</v></c>'
    return f'<c r="{where}" s="{PLAIN}"><v>{int(value or 0)}</v></c>'


def _text(value: str) -> str:
    if len(value) > LONGEST_TEXT:
        kept = LONGEST_TEXT - 80
        value = f"{value[:kept]} […còn {len(value) - kept} ký tự; xem đủ ở trang hồ sơ hoặc tệp CSV]"
    return f'<is><t xml:space="preserve">{escape(_UNWRITABLE.sub("", value))}</t></is>'


_LETTERS: dict[int, str] = {}


def _column(number: int) -> str:
    """The letters of a column: 1 is A, 27 is AA."""
    found = _LETTERS.get(number)
    if found is None:
        found, rest = "", number
        while rest:
            rest, digit = divmod(rest - 1, 26)
            found = chr(65 + digit) + found
        _LETTERS[number] = found
    return found


def _finish(archive: zipfile.ZipFile, names: list[str], total: int, cut: int) -> None:
    """The parts that name the sheets, and a last sheet with the number of rows."""
    count = len(names) + 1
    said = [_row(1, ("Tổng số dòng", total)), _row(2, ("Số trang tính của danh sách", len(names)))]
    if cut:
        said.append(_row(3, ("Số ô dài quá, đã cắt bớt", cut)))
    archive.writestr(
        _part(f"xl/worksheets/sheet{count}.xml"),
        f'{_DOCUMENT}<worksheet xmlns="{_MAIN}"><cols><col min="1" max="1" width="34" customWidth="1"/></cols>'
        f"<sheetData>{''.join(said)}</sheetData></worksheet>",
    )
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate([*names, "Tổng số"], 1)
    )
    archive.writestr(
        _part("xl/workbook.xml"),
        f'{_DOCUMENT}<workbook xmlns="{_MAIN}" xmlns:r="{_DOC_RELS}"><sheets>{sheets}</sheets></workbook>',
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{_DOC_RELS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, count + 1)
    )
    styles = f'<Relationship Id="rId{count + 1}" Type="{_DOC_RELS}/styles" Target="styles.xml"/>'
    relations = f'<Relationships xmlns="{_PACKAGE}/relationships">'
    archive.writestr(_part("xl/_rels/workbook.xml.rels"), f"{_DOCUMENT}{relations}{related}{styles}</Relationships>")
    archive.writestr(_part("xl/styles.xml"), _STYLES)
    archive.writestr(
        _part("_rels/.rels"),
        f'{_DOCUMENT}{relations}<Relationship Id="rId1" Type="{_DOC_RELS}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
    )
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for n in range(1, count + 1)
    )
    archive.writestr(
        _part("[Content_Types].xml"),
        f'{_DOCUMENT}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{parts}</Types>',
    )
