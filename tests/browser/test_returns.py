"""A unit files a return by its workbook at a real browser, the secretariat accepts it, the form's total shows both."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from casework.domain.return_sheet import IDENTITY, SHEET, input_row, place_of
from casework.domain.vocabulary import RecordKind, Role
from casework.services.returns.known_forms import known_forms
from casework.store.database import Database
from tests.browser.conftest import SIZES, SignIn
from tests.browser.serving import served
from tests.services.desk import enter, reader

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.server]

FORM = known_forms()["tt02-2021-01-tcd"]
CELLS = {one.number: 0 for one in FORM.counted} | {1: 1010, 2: 1012, 3: 8, 4: 1010, 5: 1012, 6: 8}


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The application over accounts of a unit and the secretariat, and one visit in the office's register."""
    import shutil

    path = tmp_path_factory.mktemp("served") / "casework.sqlite"
    shutil.copyfile(request.getfixturevalue("_migrated_sqlite"), path)
    db = Database(f"sqlite:///{path}")
    for role in (Role.UNIT_OFFICER, Role.SECRETARIAT):
        reader(db, role)
    enter(db, reader(db, Role.RECEPTION_OFFICER), RecordKind.RECEPTION, received_on="10/9/2026")
    db.close()
    with served(f"sqlite:///{path}") as address:
        yield address


def filled_in(workbook: Path, cells: dict[int, Any]) -> bytes:
    """The workbook as somebody saves it after typing numbers into its cells."""
    source = CalamineWorkbook.from_filelike(io.BytesIO(workbook.read_bytes()))
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for name in (SHEET, IDENTITY):
            page = book.add_worksheet(name)
            for row, line in enumerate(source.get_sheet_by_name(name).to_python(skip_empty_area=False)):
                for column, value in enumerate(line):
                    if value != "":
                        page.write(row, column, value)
            if name == SHEET:
                for number, value in cells.items():
                    page.write(input_row(FORM), place_of(FORM, number), value)
    return target.getvalue()


def upload(page: Page, data: bytes) -> None:
    page.set_input_files("#workbook", {"name": "bao-cao.xlsx", "mimeType": "application/zip", "buffer": data})
    page.get_by_role("button", name="Tải lên").click()


def test_from_the_units_workbook_to_the_forms_total(sign_in: SignIn, server: str, tmp_path: Path) -> None:
    unit = sign_in(Role.UNIT_OFFICER)
    unit.goto(f"{server}/returns")
    unit.select_option("#b-form", FORM.key)
    unit.select_option("#b-period", "9-thang-2026")
    unit.get_by_role("button", name="Lập báo cáo").click()
    expect(unit.get_by_role("heading", name="01/TCD")).to_be_visible()
    with unit.expect_download() as waiting:
        unit.get_by_role("link", name="Tải bảng tính").click()
    saved = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(saved)
    upload(unit, filled_in(saved, {**CELLS, 4: "nhiều"}))
    expect(unit.get_by_text("“nhiều” không phải là số nguyên không âm")).to_be_visible()
    upload(unit, filled_in(saved, CELLS))
    expect(unit.get_by_text("Đã nhận 29 ô từ bảng tính")).to_be_visible()
    expect(unit.locator("#c1")).to_have_value("1.010")
    unit.fill("#document_number", "12/BC-SYT")
    unit.fill("#document_on", "15/9/2026")
    unit.get_by_role("button", name="Nộp báo cáo").click()
    expect(unit.get_by_text("Đã nộp báo cáo.")).to_be_visible()

    secretariat = sign_in(Role.SECRETARIAT)
    secretariat.goto(f"{server}/returns?period=9-thang-2026")
    secretariat.get_by_role("link", name="Đã nộp, chờ tiếp nhận").click()
    secretariat.get_by_role("button", name="Tiếp nhận báo cáo").click()
    expect(secretariat.get_by_text("Đã tiếp nhận báo cáo; số liệu được cộng")).to_be_visible()
    secretariat.goto(f"{server}/forms/{FORM.key}?period=9-thang-2026")
    whole = secretariat.locator("tr.total")
    expect(whole).to_contain_text("1.011")
    expect(whole).to_contain_text("đơn vị gửi 1.010")


def test_typed_by_keyboard_with_live_checks(sign_in: SignIn, server: str) -> None:
    """Tab goes from cell to cell; a sum that does not hold is told while it is typed, and nothing of a sound one."""
    unit = sign_in(Role.UNIT_OFFICER)
    unit.goto(f"{server}/returns")
    unit.select_option("#b-form", FORM.key)
    unit.select_option("#b-period", "quy-3-2026")
    unit.get_by_role("button", name="Lập báo cáo").click()
    unit.locator("#c1").focus()
    for column in FORM.counted:
        unit.keyboard.type("7" if column.number == 1 else "0")
        unit.keyboard.press("Tab")
    expect(unit.get_by_text("Cột 1=4+13+22: chưa đạt: 7 và 0, lệch 7")).to_be_visible()
    expect(unit.get_by_text("Cột 2=5+14+23")).to_be_hidden()
    unit.fill("#c4", "7")
    unit.fill("#c2", "7")
    unit.fill("#c5", "7")
    expect(unit.get_by_text("chưa thấy phép nào sai")).to_be_visible()
    assert Axe().run(unit).violations_count == 0


@pytest.mark.parametrize("size", SIZES, ids=["1366", "390"])
def test_the_screens_are_sound(sign_in: SignIn, server: str, size: tuple[int, int]) -> None:
    """Accessible, no wider than the window, nothing wrong in the console."""
    page = sign_in(Role.SECRETARIAT, size)
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    for path in ("/returns", "/returns/books", "/targets", "/targets/1?as_of=15/6/2024", "/declared"):
        page.goto(server + path)
        found = Axe().run(page)
        assert found.violations_count == 0, (path, found.generate_report())
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
    assert errors == []
