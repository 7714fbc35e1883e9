"""The guard of .xlsx packages: how large they really are once unpacked, and where their outermost cells stand.

The sizes that a package states are not believed. The reader lays a sheet out as a full rectangle, so a single cell
in the far corner would take all memory; such sheets are refused before they are read.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from casework.files.problems import FileProblem

MAX_MEMBERS = 2_000
MAX_UNPACKED = 400 * 1024 * 1024

_CONTENT_TYPES, _WORKBOOK = "[Content_Types].xml", "xl/workbook.xml"
_CHUNK = 1 << 20
_OVERLAP = 64
_LOCAL_HEADER = 30
_REFERENCE = re.compile(rb"""r\s*=\s*["']([A-Z]*)([0-9]+)["']""")
# Only references with six digits or two letters and more can lie outside; the others are not looked at.
_FAR = re.compile(rb"""r\s*=\s*["'](?:[A-Z]{2,}[0-9]+|[A-Z]*[0-9]{6,})["']""")


def check_package(data: bytes, shown: str, max_rows: int, max_columns: int) -> None:
    """Raise FileProblem unless `data` is an .xlsx package of bearable size within the given rows and columns."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        raise FileProblem(_broken(shown)) from None
    names = {member.filename for member in members}
    if _CONTENT_TYPES not in names or _WORKBOOK not in names:
        raise FileProblem(f"Tệp “{shown}” không phải là bảng tính Excel (.xlsx).")
    if len(members) > MAX_MEMBERS:
        raise FileProblem(f"Tệp “{shown}” chứa quá nhiều thành phần; hãy lưu lại bằng Excel.")
    unpacked = 0
    for member in members:
        is_sheet = member.filename.lower().startswith("xl/worksheets/")
        tail = b""
        for chunk in inflate(data, member, shown):
            unpacked += len(chunk)
            if unpacked > MAX_UNPACKED:
                raise FileProblem(f"Tệp “{shown}” giải nén quá lớn; hãy chia nhỏ tệp.")
            if is_sheet:
                _check_references(tail + chunk, shown, max_rows, max_columns)
                tail = chunk[-_OVERLAP:]


def inflate(data: bytes, member: zipfile.ZipInfo, shown: str) -> Iterator[bytes]:
    """The member's unpacked bytes, piece by piece, whatever size it states. Raises FileProblem for a broken one."""
    header = data[member.header_offset : member.header_offset + _LOCAL_HEADER]
    if len(header) < _LOCAL_HEADER or member.flag_bits & 1:
        raise FileProblem(_broken(shown))
    name_length, extra_length = struct.unpack_from("<HH", header, 26)
    start = member.header_offset + _LOCAL_HEADER + name_length + extra_length
    packed = data[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        yield packed
        return
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise FileProblem(_broken(shown))
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        while packed and not inflater.eof:
            chunk = inflater.decompress(packed, _CHUNK)
            packed = inflater.unconsumed_tail
            yield chunk
        yield inflater.flush(_CHUNK)
    except zlib.error:
        raise FileProblem(_broken(shown)) from None


def _check_references(xml: bytes, shown: str, max_rows: int, max_columns: int) -> None:
    for far in _FAR.finditer(xml):
        reference = _REFERENCE.fullmatch(far[0])
        if reference is None:
            continue
        if int(reference[2]) > max_rows:
            raise FileProblem(
                f"Tệp “{shown}” có ô hoặc định dạng ở dòng {reference[2].decode()}, quá 200.000 dòng; "
                "hãy xóa các dòng thừa ở cuối trang tính."
            )
        if _column_number(reference[1]) > max_columns:
            raise FileProblem(
                f"Tệp “{shown}” có ô hoặc định dạng ở cột {reference[1].decode()}, quá {max_columns} cột; "
                "hãy xóa các cột thừa bên phải trang tính."
            )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _broken(shown: str) -> str:
    return f"Không đọc được tệp “{shown}”: tệp hỏng hoặc chưa tải đủ. Hãy mở bằng Excel, lưu lại rồi gửi lại."
