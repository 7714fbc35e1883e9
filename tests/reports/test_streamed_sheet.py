"""A long list as a workbook, read back by another program's reader, sheet by sheet."""

from __future__ import annotations

import io
import re
import subprocess
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from casework.reports.streamed_parts import LONGEST_TEXT, MARKED_QUOTED, PLAIN, QUOTED
from casework.reports.streamed_sheet import workbook
from tests.machine import need_program

VALUES = st.one_of(
    st.none(),
    st.integers(-(10**12), 10**12),
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
    st.text(st.characters(exclude_categories=["C"]), max_size=30),
)


def read(data: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def as_read(value: object) -> object:
    return "" if value is None else float(value) if isinstance(value, int) else value


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(VALUES, VALUES, VALUES), max_size=25), st.integers(2, 9))
def test_every_row_stands_in_some_sheet_once_and_in_order(rows: list[tuple[object, ...]], sheet_rows: int) -> None:
    data = b"".join(workbook("Danh sách", ("A", "B", "C"), iter(rows), sheet_rows))  # type: ignore[arg-type]
    sheets = read(data)
    said = sheets.pop("Tổng số")
    found: list[list[Any]] = []
    for lines in sheets.values():
        assert lines[0] == ["A", "B", "C"]
        assert len(lines) <= sheet_rows
        found += [[*line, "", "", ""][:3] for line in lines[1:]]
    wanted = [[as_read(value) for value in row] for row in rows]
    # A reader drops the empty rows at a sheet's end; nothing else may be missing.
    assert [line for line in found if any(v != "" for v in line)] == [w for w in wanted if any(v != "" for v in w)]
    assert said[0] == ["Tổng số dòng", float(len(rows))]
    assert len(sheets) == max(1, -(-len(rows) // (sheet_rows - 1)))


def test_no_moment_stands_in_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same list gives the same bytes on another day, so that no two answers differ by when they were asked for."""
    first = b"".join(workbook("Danh sách", ("Số",), [(1,), (2,)]))
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert b"".join(workbook("Danh sách", ("Số",), [(1,), (2,)])) == first


def test_no_text_becomes_a_formula() -> None:
    texts = ["=1+1", "+84", "-5", "@SUM(A1)", "\t=1", "\uff1d1", "<b>&\"'"]
    data = b"".join(workbook("Danh sách", ("Nội dung",), [(t,) for t in texts]))
    assert [line[0] for line in read(data)["Danh sách"][1:]] == texts


def test_a_text_too_long_for_a_cell_says_so_and_is_counted() -> None:
    data = b"".join(workbook("Danh sách", ("Nội dung",), [("đ" * 40_000,), ("ngắn",)]))
    sheets = read(data)
    cell = str(sheets["Danh sách"][1][0])
    assert len(cell) <= LONGEST_TEXT
    assert cell.endswith("xem đủ ở trang hồ sơ hoặc tệp CSV]")
    assert sheets["Tổng số"][2] == ["Số ô dài quá, đã cắt bớt", 1.0]


def test_a_file_cut_short_cannot_be_opened() -> None:
    pieces = list(workbook("Danh sách", ("Số",), ((n,) for n in range(5000))))
    assert len(pieces) > 3
    with pytest.raises(Exception, match=r"(?i)zip|central|EOCD|format"):
        read(b"".join(pieces[:-1]))


def test_rows_are_sent_as_they_come_and_not_kept() -> None:
    asked = 0

    def rows() -> Iterator[tuple[str, int]]:
        nonlocal asked
        for asked in range(60_000):
            yield "Kiến nghị của cử tri về đường giao thông", asked

    tracemalloc.start()
    pieces = workbook("Danh sách", ("Nội dung", "Số"), rows())
    next(pieces)
    assert asked < 1000
    size = sum(map(len, pieces))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert asked == 59_999
    assert size > 100_000
    assert peak < 4_000_000


def test_libreoffice_opens_it(tmp_path: Path) -> None:
    office = need_program("soffice", "LibreOffice")
    rows = [(f"Kiến nghị {n}", n, date(2024, 6, 15)) for n in range(10)]
    file = tmp_path / "ds.xlsx"
    file.write_bytes(b"".join(workbook("Danh sách", ("Nội dung", "Số", "Ngày"), rows, 6)))
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    how = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2"
    command = [office, home, "--headless", "--convert-to", how, "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, check=True, timeout=120)
    second = next(tmp_path.glob("*.csv")).read_text(encoding="utf-8").splitlines()
    assert second[0] == "Nội dung,Số,Ngày"
    assert second[1] == "Kiến nghị 5,5,15/06/2024"


def test_a_text_that_looks_like_a_formula_stays_one_when_it_is_edited() -> None:
    """Its cell carries the mark that Excel gives to what was typed after an apostrophe; other texts do not."""
    texts = ["=1+1", "+84", "-5", "@SUM(A1)", "\t=1", " =1", "\uff1d1", "Đường =", "a-b", "2+2"]
    data = b"".join(workbook("Danh sách", ("Nội dung",), [(t,) for t in texts]))
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    styles = re.findall(r'<c r="A(\d+)" t="inlineStr" s="(\d)"', sheet)
    assert [style for row, style in styles if row != "1"] == [str(QUOTED)] * 7 + [str(PLAIN)] * 3
    marked = zipfile.ZipFile(io.BytesIO(data)).read("xl/styles.xml").decode().split("<xf")
    assert [n for n, xf in enumerate(marked[2:]) if "quotePrefix" in xf] == [QUOTED, MARKED_QUOTED]
