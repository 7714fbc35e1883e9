"""The parts of an .xlsx package that is sent while it is made: see `streamed_sheet`, of which these are the tools."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from datetime import date
from io import RawIOBase
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from casework.reports.streamed_csv import may_come_alive

LONGEST_TEXT = 32_767
"""Characters of one cell; Excel knows no more. What is longer ends with how much is left out, and is counted."""
EPOCH = date(1899, 12, 30)
HEAD, PLAIN, DAY, QUOTED, MARKED, MARKED_DAY, MARKED_QUOTED = 1, 2, 3, 4, 5, 6, 7
"""Styles of cells; QUOTED says that a text stays one, also when somebody edits the cell."""
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML may hold."""

DOCUMENT = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOC_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TOP = '<alignment vertical="top"/>'
_STYLES = (
    f'{DOCUMENT}<styleSheet xmlns="{MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="[$-42A]dd/mm/yyyy"/></numFmts>'
    '<fonts count="2"><font><sz val="12"/><name val="Times New Roman"/></font>'
    '<font><b/><sz val="12"/><name val="Times New Roman"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFFFD9CC"/></patternFill></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="8"><xf/>'
    '<xf fontId="1" applyFont="1" applyAlignment="1"><alignment wrapText="1" vertical="top"/></xf>'
    f'<xf applyAlignment="1">{_TOP}</xf>'
    f'<xf numFmtId="164" applyNumberFormat="1" applyAlignment="1">{_TOP}</xf>'
    f'<xf quotePrefix="1" applyAlignment="1">{_TOP}</xf>'
    f'<xf fillId="2" applyFill="1" applyAlignment="1">{_TOP}</xf>'
    f'<xf numFmtId="164" fillId="2" applyFill="1" applyNumberFormat="1" applyAlignment="1">{_TOP}</xf>'
    f'<xf quotePrefix="1" fillId="2" applyFill="1" applyAlignment="1">{_TOP}</xf>'
    "</cellXfs></styleSheet>"
)


class Sent(RawIOBase):
    """What was written and not yet taken; it cannot be gone back in."""

    def __init__(self) -> None:
        """Nothing yet."""
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


def part(name: str) -> zipfile.ZipInfo:
    """A part of the archive without a moment: the same list gives the same bytes."""
    found = zipfile.ZipInfo(name)
    found.compress_type = zipfile.ZIP_DEFLATED
    return found


def text_of(value: str) -> str:
    """A text as the inside of a cell, never a formula, whatever sign it begins with."""
    if len(value) > LONGEST_TEXT:
        kept = LONGEST_TEXT - 80
        value = f"{value[:kept]} […còn {len(value) - kept} ký tự; xem đủ ở trang hồ sơ hoặc tệp CSV]"
    return f'<is><t xml:space="preserve">{escape(_UNWRITABLE.sub("", value))}</t></is>'


def text_cell(row: int, column: int, value: str, style: int = PLAIN) -> str:
    """A cell that holds a text, and goes on holding it when somebody edits the cell."""
    if may_come_alive(value):
        style = _QUOTED.get(style, style)
    return f'<c r="{letters(column)}{row}" t="inlineStr" s="{style}">{text_of(value)}</c>'


def number_cell(row: int, column: int, value: float, style: int = PLAIN) -> str:
    """A cell that holds a number, or a day as one."""
    return f'<c r="{letters(column)}{row}" s="{style}"><v>{value}</v></c>'


_QUOTED = {PLAIN: QUOTED, MARKED: MARKED_QUOTED}
_LETTERS: dict[int, str] = {}


def letters(number: int) -> str:
    """The letters of a column: 1 is A, 27 is AA."""
    found = _LETTERS.get(number)
    if found is None:
        found, rest = "", number
        while rest:
            rest, digit = divmod(rest - 1, 26)
            found = chr(65 + digit) + found
        _LETTERS[number] = found
    return found


def finish(archive: zipfile.ZipFile, names: Sequence[str]) -> None:
    """The parts that name the sheets `xl/worksheets/sheet1.xml` and following, in their order."""
    sheets = "".join(f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1))
    archive.writestr(
        part("xl/workbook.xml"),
        f'{DOCUMENT}<workbook xmlns="{MAIN}" xmlns:r="{_DOC_RELS}"><sheets>{sheets}</sheets></workbook>',
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{_DOC_RELS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(names) + 1)
    )
    styles = f'<Relationship Id="rId{len(names) + 1}" Type="{_DOC_RELS}/styles" Target="styles.xml"/>'
    relations = f'<Relationships xmlns="{_PACKAGE}/relationships">'
    archive.writestr(part("xl/_rels/workbook.xml.rels"), f"{DOCUMENT}{relations}{related}{styles}</Relationships>")
    archive.writestr(part("xl/styles.xml"), _STYLES)
    archive.writestr(
        part("_rels/.rels"),
        f'{DOCUMENT}{relations}<Relationship Id="rId1" Type="{_DOC_RELS}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
    )
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for n in range(1, len(names) + 1)
    )
    archive.writestr(
        part("[Content_Types].xml"),
        f'{DOCUMENT}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{parts}</Types>',
    )
