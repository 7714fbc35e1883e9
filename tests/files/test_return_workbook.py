"""The workbook of a return: written, filled in, read back whole, or refused with every faulty cell named."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from casework.domain.forms import FormDefinition
from casework.domain.return_sheet import SHEET, ReturnSheet, headings, input_row, letters_of, place_of
from casework.files.problems import FileProblem
from casework.files.return_workbook import FaultyCellsError, read_return_workbook
from casework.reports.return_workbook import return_workbook
from casework.services.returns.known_forms import known_forms

FORMS = dict(known_forms())
TOKEN = "ab" * 16


def made(form: FormDefinition, cells: dict[int, Any], version: int = 3) -> bytes:
    """A workbook as it is made, with cells that somebody typed."""
    return return_workbook(ReturnSheet(form, 8, version, TOKEN, "Sở Y tế", "quý II năm 2024", cells))


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.key)
def test_what_is_written_is_read_back(form: FormDefinition) -> None:
    cells = {one.number: 3 * one.number for one in form.counted if one.number % 3}
    read = read_return_workbook(made(form, cells), "bao-cao.xlsx", FORMS)
    assert (read.form, read.return_id, read.version, read.token, read.cells) == (form.key, 8, 3, TOKEN, cells)


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.key)
def test_the_header_tree_covers_every_column_once(form: FormDefinition) -> None:
    covered: dict[tuple[int, int], str] = {}
    for one in headings(form):
        for row in range(one.first_row, one.last_row + 1):
            for column in range(one.first_column, one.last_column + 1):
                assert (row, column) not in covered, (one, covered[row, column])
                covered[row, column] = one.text
    depth = max(len(one.path) for one in form.counted)
    assert len(covered) == depth * len(form.counted)
    for place, one_column in enumerate(form.counted):
        assert covered[input_row(form) - 3, place] == one_column.path[-1]


def test_only_the_input_cells_are_open() -> None:
    """The sheet is protected, the identity hidden, the checks are live formulas below the input row."""
    form = FORMS["tt02-2021-01-tcd"]
    with zipfile.ZipFile(io.BytesIO(made(form, {}))) as package:
        page = package.read("xl/worksheets/sheet1.xml").decode()
        book = package.read("xl/workbook.xml").decode()
    assert "<sheetProtection " in page
    assert 'state="veryHidden"' in book
    assert page.count("<f>") == len(form.sums) + len(form.parts)
    assert '<dataValidation type="whole"' in page


def test_every_faulty_cell_is_named() -> None:
    form = FORMS["tt02-2021-01-tcd"]
    data = _typed(form, {1: "mười", 2: -4, 4: 2.5, 5: 12})
    with pytest.raises(FaultyCellsError) as refused:
        read_return_workbook(data, "bao-cao.xlsx", FORMS)
    row = input_row(form) + 1
    places = [f"Ô {letters_of(place_of(form, column))}{row} (cột {column}," for column in (1, 2, 4)]
    assert [told.startswith(place) for told, place in zip(refused.value.faults, places, strict=True)] == [True] * 3
    assert "“mười” không phải là số nguyên không âm" in refused.value.faults[0]


def _typed(form: FormDefinition, cells: dict[int, Any]) -> bytes:
    """A workbook into which somebody pasted what its validation would refuse: the numbers replaced in the package."""
    target = io.BytesIO()
    source = CalamineWorkbook.from_filelike(io.BytesIO(made(form, {one.number: 1 for one in form.counted})))
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for name in source.sheet_names:
            page = book.add_worksheet(name)
            for row, line in enumerate(source.get_sheet_by_name(name).to_python(skip_empty_area=False)):
                for column, value in enumerate(line):
                    if value != "":
                        page.write(row, column, value)
            if name == SHEET:
                for number, value in cells.items():
                    page.write(input_row(form), place_of(form, number), value)
    return target.getvalue()


def test_a_strange_file_is_refused() -> None:
    form = FORMS["tt02-2021-01-tcd"]
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.add_worksheet(SHEET).write(0, 0, "số liệu")
    with pytest.raises(FileProblem, match="không phải là bảng tính do hệ thống tạo"):
        read_return_workbook(target.getvalue(), "khac.xlsx", FORMS)
    with pytest.raises(FileProblem, match="Không đọc được"):
        read_return_workbook(b"PK\x03\x04 hong", "hong.xlsx", FORMS)
    with pytest.raises(FileProblem, match="không phải là bảng tính do hệ thống tạo"):
        read_return_workbook(made(form, {}), "x.xlsx", {})


def test_a_moved_column_is_refused() -> None:
    """The numbers above the input cells are not those of the form: here they are another form's."""
    form = FORMS["tt02-2021-01-tcd"]
    other = FORMS["tt02-2021-02-tcd"]
    data = made(form, {})
    swapped = {**FORMS, form.key: other}
    with pytest.raises(FileProblem, match="thêm, bớt dòng hoặc cột"):
        read_return_workbook(data, "bao-cao.xlsx", swapped)
