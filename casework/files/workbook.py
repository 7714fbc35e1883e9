"""Spreadsheets and CSV files as plain rows, read from memory, with guards against broken and hostile files.

A sheet keeps the spreadsheet's own row numbers. Cells are what the file holds: text, number, date, time, True or
False, "" when empty; of a formula the last computed value. Nothing is run, nothing is written anywhere.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path, PurePath

from python_calamine import CalamineWorkbook

from casework.files.delimited import read_delimited
from casework.files.packages import check_package
from casework.files.problems import FileProblem

Cell = str | int | float | bool | date | datetime | time | timedelta
Row = Sequence[Cell]

MAX_BYTES = 64 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 200

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ACCEPTED = "chỉ nhận tệp .xlsx, .xls hoặc .csv"
_BROKEN = "Không đọc được tệp “{name}”: tệp hỏng hoặc chưa tải đủ. Hãy mở bằng Excel, lưu lại rồi gửi lại."


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's rows; `rows[i]` stands in the spreadsheet's row `first_row + i`."""

    name: str
    rows: Sequence[Row]
    first_row: int = 1


def read_workbook(source: bytes | Path, name: str) -> list[Sheet]:
    """Return the sheets of an .xlsx, .xls or .csv file, given as bytes or as a path; `name` is the file's name.

    The kind is checked by content. A CSV file is one sheet named after the file. Raises FileProblem, in
    Vietnamese, for a file that is too large, of another kind, protected by a password, or broken.
    """
    shown = PurePath(name.replace("\\", "/")).name
    data = _bytes_of(source, shown)
    suffix = PurePath(shown).suffix.lower()
    if suffix == ".csv":
        if data.startswith((_ZIP, _OLE)):
            raise FileProblem(f"Tệp “{shown}” mang đuôi .csv nhưng không phải là CSV; hãy đặt lại đúng đuôi tệp.")
        sheets = [Sheet(PurePath(shown).stem, *read_delimited(data, shown))]
    elif suffix in (".xlsx", ".xls"):
        _check_container(data, shown)
        sheets = _spreadsheet(data, shown)
    else:
        raise FileProblem(f"Tệp “{shown}” không thuộc loại được nhận; {_ACCEPTED}.")
    for sheet in sheets:
        _check_size(sheet)
    return sheets


def _bytes_of(source: bytes | Path, shown: str) -> bytes:
    try:
        size = len(source) if isinstance(source, bytes) else source.stat().st_size
        if size > MAX_BYTES:
            raise FileProblem(f"Tệp “{shown}” lớn quá {MAX_BYTES // 1024**2} MB; hãy chia nhỏ tệp.")
        data = source if isinstance(source, bytes) else source.read_bytes()
    except OSError:
        raise FileProblem(f"Không mở được tệp “{shown}”; hãy kiểm tra đường dẫn và quyền đọc.") from None
    if not data.strip(b"\x00 \r\n\t"):
        raise FileProblem(f"Tệp “{shown}” rỗng.")
    return data


def _check_container(data: bytes, shown: str) -> None:
    """Refuse what only bears the name of a spreadsheet. Excel opens both kinds under either name, and so do we."""
    if data.startswith(_ZIP):
        check_package(data, shown, MAX_ROWS, MAX_COLUMNS)
    elif not data.startswith(_OLE):
        raise FileProblem(f"Tệp “{shown}” không phải là bảng tính Excel; {_ACCEPTED}.")
    elif _ENCRYPTED in data:
        raise FileProblem(f"Tệp “{shown}” có mật khẩu; hãy bỏ mật khẩu rồi gửi lại.")


def _spreadsheet(data: bytes, shown: str) -> list[Sheet]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [Sheet(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names]
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException:  # a panic of the reader on a broken file is no Exception
        raise FileProblem(_BROKEN.format(name=shown)) from None


def _check_size(sheet: Sheet) -> None:
    if len(sheet.rows) > MAX_ROWS:
        raise FileProblem(f"Trang tính “{sheet.name}” có quá 200.000 dòng; hãy xóa dòng thừa hoặc chia nhỏ tệp.")
    if sheet.rows and max(len(row) for row in sheet.rows) > MAX_COLUMNS:
        raise FileProblem(f"Trang tính “{sheet.name}” có quá {MAX_COLUMNS} cột; hãy xóa các cột thừa.")
