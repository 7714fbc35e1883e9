"""The files of the forms: real numbers, sums that LibreOffice computes to the same, what is missing told."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from casework.domain.access import ForbiddenError, NoSuchRecordError
from casework.domain.forms import UNFILLED, FilledForm
from casework.domain.numerals import write_count
from casework.domain.periods import free_range
from casework.domain.vocabulary import Role
from casework.reports.form_sheet_lists import CHECKS, MISSING, sheet_name
from casework.services.reporting.forms import (
    FormOrder,
    cell_place,
    checks_of_forms,
    form_states,
    forms_file,
    forms_filled,
    frozen_forms,
    known_forms,
    year_checks,
)
from casework.statistics.scope import EVERYTHING
from tests.conftest import sqlite_copy
from tests.machine import machine_lacks, need_program
from tests.services.desk import reader
from tests.statistics.test_forms import FormsWorld
from tests.statistics.world import FIRST, LAST

ORDER = FormOrder(free_range(FIRST, LAST))
Cell = Any
"""What stands in a cell of a sheet: a number or a text."""


@pytest.fixture(scope="module")
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FormsWorld]:
    """A random history of some hundred records."""
    made = FormsWorld(sqlite_copy(request, tmp_path_factory.mktemp("files")), seed=5)
    for _ in range(4):
        made.happen(100, share_new=0.8)
    yield made
    made.db.close()


@pytest.fixture(scope="module")
def book(world: FormsWorld) -> bytes:
    """The ten forms as a workbook."""
    return forms_file(world.db, world.reader, ORDER, "xlsx")


@pytest.fixture(scope="module")
def filled(world: FormsWorld) -> list[FilledForm]:
    """The ten forms."""
    return forms_filled(world.db, world.reader, ORDER)


def sheets(data: bytes) -> dict[str, list[list[Cell]]]:
    """Every sheet's cells."""
    found = CalamineWorkbook.from_filelike(BytesIO(data))
    return {name: found.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in found.sheet_names}


def lines(form: FilledForm, rows: list[list[Cell]]) -> list[list[Cell]]:
    """The lines of the units and of all, found below the row of column numbers."""
    start = next(place for place, row in enumerate(rows) if row[0] == "MS") + 2
    return [row[: len(form.definition.columns) + 1] for row in rows[start : start + len(form.rows) + 1]]


def test_the_workbook_holds_the_numbers_as_numbers(book: bytes, filled: list[FilledForm]) -> None:
    found = sheets(book)
    assert list(found) == [*(sheet_name(form) for form in filled), MISSING, CHECKS]
    numbers = blanks = 0
    for form in filled:
        for line, row in zip(lines(form, found[sheet_name(form)]), (*form.rows, form.total), strict=True):
            assert line[0] == row.label
            for column in form.definition.counted:
                value = row.cell(column.number).value
                assert line[column.number] == (UNFILLED if value is None else value)
                numbers += value is not None
                blanks += value is None
    assert numbers > 500
    assert blanks > 0


def test_sums_are_live_and_a_broken_one_keeps_the_counted_number(book: bytes, filled: list[FilledForm]) -> None:
    with zipfile.ZipFile(BytesIO(book)) as parts:
        pages = [parts.read(f"xl/worksheets/sheet{place}.xml").decode() for place in range(1, len(filled) + 1)]
    for form, page in zip(filled, pages, strict=True):
        formulas = re.findall(r"<f>(SUM\([^<]*\))</f>", page)
        whole = [one for one in form.definition.sums if one.printed]
        holds = {check.label for check in form.checks if check.holds}
        if any(f"Biểu {form.definition.code}: cột {one.written}" in holds for one in whole):
            assert any("," in formula for formula in formulas), form.definition.code
        known = any(cell.value is not None for cell in form.total.cells)
        if form.rows and known:
            assert any(":" in formula for formula in formulas), form.definition.code
        assert 'orientation="landscape"' in page
        assert 'fitToHeight="0"' in page
        assert page.count("<mergeCell ") >= 4


def test_what_is_missing_and_what_is_wrong_have_sheets(book: bytes, filled: list[FilledForm]) -> None:
    found = sheets(book)
    told = {str(row[1]) for row in found[MISSING]}
    assert {lack.sentence for form in filled for lack in form.missing} <= told
    rules = sum(len(form.definition.sums) for form in filled)
    others = sum(not c.holds and ".sum." not in c.code for form in filled for c in form.checks)
    assert len(found[CHECKS]) == 1 + rules + others


@pytest.mark.slow
def test_libreoffice_computes_the_same_sums(book: bytes, filled: list[FilledForm], tmp_path: Path) -> None:
    """The kept results are taken out of the file, so that every sum is computed anew; then all cells are compared."""
    program = need_program("soffice", "LibreOffice")
    if not list(Path(program).resolve().parent.glob("libsclo.so")):
        machine_lacks("LibreOffice Calc", "soffice mở được văn bản nhưng không mở được bảng tính")
    bare = tmp_path / "bieu.xlsx"
    with zipfile.ZipFile(BytesIO(book)) as given, zipfile.ZipFile(bare, "w") as taken:
        cleared = 0
        for name in given.namelist():
            data = given.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text, count = re.subn(r"(</f>)<v>[^<]*</v>", r"\1", data.decode())
                data, cleared = text.encode(), cleared + count
            taken.writestr(name, data)
    assert cleared > 100
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "out"), str(bare)], check=True, capture_output=True, timeout=180
    )
    ours, theirs = sheets(book), sheets((tmp_path / "out" / "bieu.xlsx").read_bytes())
    for form in filled:
        name = sheet_name(form)
        assert lines(form, theirs[name]) == lines(form, ours[name]), name
    assert [row[:5] for row in theirs[CHECKS]] == [row[:5] for row in ours[CHECKS]]


def test_the_same_records_give_the_same_bytes(world: FormsWorld, book: bytes) -> None:
    assert forms_file(world.db, world.reader, ORDER, "xlsx") == book
    pdf = forms_file(world.db, world.reader, ORDER, "pdf")
    assert forms_file(world.db, world.reader, ORDER, "pdf") == pdf
    with world.db.read() as session:
        frozen = frozen_forms(session, ORDER.question, EVERYTHING)
        assert frozen == frozen_forms(session, ORDER.question, EVERYTHING)
        assert {check.code for check in checks_of_forms(session, ORDER.question, EVERYTHING)}


def test_the_paper_shows_each_number_and_each_lack(world: FormsWorld, filled: list[FilledForm], tmp_path: Path) -> None:
    path = tmp_path / "bieu.pdf"
    path.write_bytes(forms_file(world.db, world.reader, ORDER, "pdf"))
    text = subprocess.run(
        [need_program("pdftotext", "poppler"), "-layout", str(path), "-"], capture_output=True, check=True, text=True
    ).stdout
    together = " ".join(text.split())
    for form in filled:
        assert f"Biểu số {form.definition.code} – Thông tư 02/2021/TT-TTCP" in together
        line = next(one for one in text.splitlines() if re.fullmatch(r"\s*Tổng số(\s+[\d.–]+)+\s*", one))
        text = text[text.index(line) + len(line) :]
        wanted = [form.total.cell(column.number).value for column in form.definition.counted]
        printed = [UNFILLED if value is None else write_count(value) for value in wanted]
        assert line.split()[2:] == printed, form.definition.code
        for lack in form.missing:
            assert " ".join(lack.sentence.split()) in together
    assert "(*)" in together


def test_the_list_tells_the_state_of_each_form(world: FormsWorld) -> None:
    states = form_states(world.db, world.reader, ORDER)
    assert [state.definition.key for state in states] == [form.key for form in known_forms()]
    for state in states:
        assert state.blank == sum(cell.value is None for cell in state.filled.total.cells)
    assert sum(state.faults for state in states) == sum(not c.holds for s in states for c in s.filled.checks)


def test_a_cell_opens_and_one_that_prints_a_dash_does_not(filled: list[FilledForm]) -> None:
    for form in filled:
        for column in form.definition.counted:
            place = cell_place(form, form.total, column.number)
            assert (place is None) is (form.total.cell(column.number).value is None)
        for row in form.rows:
            place = cell_place(form, row, 1)
            if place is not None:
                assert place.cell[0][0] in ("office", "unit")
                assert place.cell[0][1] == ("" if row.unit_id is None else str(row.unit_id))


def test_quarters_are_compared_with_their_year(world: FormsWorld) -> None:
    checks = year_checks(world.db, world.reader, 2024, "tt02-2021-01-tcd")
    assert checks
    assert all(check.holds for check in checks), "each visit falls into one quarter"


def test_who_may_not_see_figures_gets_no_form_and_an_unknown_one_is_none(world: FormsWorld) -> None:
    with pytest.raises(ForbiddenError):
        forms_filled(world.db, reader(world.db, Role.ADMINISTRATOR), ORDER)
    with pytest.raises(NoSuchRecordError):
        forms_filled(world.db, world.reader, ORDER, ["tt02-2021-99-xyz"])
