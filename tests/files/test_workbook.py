"""Files as they come: rows with their own numbers, and every broken or hostile file refused in words."""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.files.packages import MAX_UNPACKED
from casework.files.problems import FileProblem
from casework.files.workbook import MAX_COLUMNS, MAX_ROWS, read_workbook
from tests.files.books import xlsx


def test_rows_stand_at_the_spreadsheets_own_numbers(tmp_path: Path) -> None:
    path = tmp_path / "so.xlsx"
    path.write_bytes(xlsx({"Một": [["a", "b"], ["", ""], [1.5, date(2024, 6, 15)]], "Hai": []}, titles=4))
    one, two = read_workbook(path, path.name)
    assert (one.name, two.name) == ("Một", "Hai")
    assert list(one.rows[4]) == ["a", "b"]
    assert list(one.rows[6]) == [1.5, date(2024, 6, 15)]
    assert not any(cell != "" for cell in one.rows[3])
    assert len(two.rows) == 3


def test_a_text_that_looks_like_a_formula_stays_text() -> None:
    (sheet,) = read_workbook(xlsx({"S": [["=1+1", '=HYPERLINK("http://example.invalid")']]}), "s.xlsx")
    assert list(sheet.rows[0]) == ["=1+1", '=HYPERLINK("http://example.invalid")']


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_in_every_common_form(separator: str, encoding: str) -> None:
    rows = [
        ["Số đơn", "Ngày nhận", "Nội dung"],
        ["Đ1", "15/6/2024", f"dòng một{separator} tiếp\nhai"],
        ["", "", ""],
        ["Đ2", "", "x"],
    ]
    text = "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)
    (sheet,) = read_workbook(text.encode(encoding), "Đơn thư.csv")
    assert sheet.name == "Đơn thư"
    assert [list(row) for row in sheet.rows] == rows


def test_csv_with_excels_separator_line() -> None:
    (sheet,) = read_workbook(b"sep=;\r\na;b,c\r\n1;2,5\r\n", "x.csv")
    assert [list(row) for row in sheet.rows] == [["a", "b,c"], ["1", "2,5"]]


def _package(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return target.getvalue()


def _with_sheet(xml: bytes) -> bytes:
    parts = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
    return _package({**parts, "xl/worksheets/sheet1.xml": xml})


def _understated(data: bytes) -> bytes:
    """The package with every stated unpacked size set to one byte."""
    changed = bytearray(data)
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = changed.find(signature)
        while start >= 0:
            struct.pack_into("<I", changed, start + place, 1)
            start = changed.find(signature, start + 4)
    return bytes(changed)


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_GOOD = xlsx({"S": [["a", "b"], [1, 2]]})
_BOMB = _with_sheet(b"<c/>" * ((MAX_UNPACKED >> 2) + 10))

BAD = {
    "empty": (b"", "a.xlsx", "rỗng"),
    "empty csv": (b" \r\n", "a.csv", "rỗng"),
    "other kind": (b"%PDF-1.7", "a.xlsx", "không phải là bảng tính"),
    "other name": (b"abc", "a.docx", "không thuộc loại"),
    "no name": (b"abc", "", "không thuộc loại"),
    "macro": (_GOOD, "a.xlsm", "không thuộc loại"),
    "zip of another kind": (_package({"word/document.xml": b"x"}), "a.xlsx", "không phải là bảng tính"),
    "cut off": (_GOOD[: len(_GOOD) // 2], "a.xlsx", "hỏng"),
    "ole without a book": (_OLE + b"\x00" * 2000, "a.xls", "hỏng"),
    "password": (_OLE + "EncryptedPackage".encode("utf-16-le") * 2, "a.xlsx", "mật khẩu"),
    "book named csv": (_GOOD, "a.csv", "không phải là CSV"),
    "old encoding": ("Sổ đơn".encode("cp1258", "replace") + b"\xff\xfe\xd0", "a.csv", "UTF-8"),
    "binary csv": (b"a;b\x00c", "a.csv", "UTF-8"),
    "far row": (_with_sheet(b'<row r="9"><c r="A1048576"/></row>'), "a.xlsx", "1048576"),
    "far column": (_with_sheet(b"<row><c r = 'XFD7'/></row>"), "a.xlsx", "XFD"),
    "bomb": (_BOMB, "a.xlsx", "quá lớn"),
    "bomb that lies": (_understated(_BOMB), "a.xlsx", "quá lớn"),
    "not xml": (_with_sheet(b"\x00\x01"), "a.xlsx", "hỏng"),
    "wide csv": (b";".join([b"x"] * (MAX_COLUMNS + 1)), "a.csv", "cột"),
    "long csv": (b"x;y\n" * (MAX_ROWS + 1), "a.csv", "dòng"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_in_words(case: str) -> None:
    data, name, said = BAD[case]
    with pytest.raises(FileProblem, match=said):
        read_workbook(data, name)


def test_the_lying_package_really_lies() -> None:
    """Guards the case above: the stated sizes are small, the unpacked ones are not."""
    with zipfile.ZipFile(io.BytesIO(_understated(_BOMB))) as package:
        stated = sum(member.file_size for member in package.infolist())
    assert stated < 10


def test_a_missing_file_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="Không mở được"):
        read_workbook(tmp_path / "none.xlsx", "none.xlsx")


@given(st.integers(0, len(_GOOD) - 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_book_never_ends_in_a_traceback(place: int, noise: bytes) -> None:
    damaged = _GOOD[:place] + noise + _GOOD[place + len(noise) :]
    try:
        sheets = read_workbook(damaged, "a.xlsx")
    except FileProblem as problem:
        sheets, said = [], str(problem)
    else:
        said = ""
    assert "“a.xlsx”" in said or all(sheet.name for sheet in sheets)
