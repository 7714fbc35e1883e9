"""Papers and files at a real browser: made by keyboard alone, looked at, no accessibility violation at both sizes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from casework.domain.vocabulary import RecordKind, Role
from casework.store.database import Database
from tests.browser.conftest import SIZES, SignIn
from tests.browser.serving import served
from tests.files import enclosures as made
from tests.machine import ROOT
from tests.services.desk import enter, reader

pytestmark = [pytest.mark.slow, pytest.mark.server]


@pytest.fixture(scope="module")
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, int]]:
    """A database with one account a role, a complaint and a denunciation: its address, the letters' ids."""
    path = tmp_path_factory.mktemp("papers") / "casework.sqlite"
    shutil.copyfile(request.getfixturevalue("_migrated_sqlite"), path)
    db = Database(f"sqlite:///{path}")
    officer = reader(db, Role.RECEPTION_OFFICER)
    reader(db, Role.SECRETARIAT)
    letters = {
        kind: enter(db, officer, RecordKind.LETTER, type=kind, person_name="Ngô Thị Giấy").record_id
        for kind in ("complaint", "denunciation")
    }
    db.close()
    return f"sqlite:///{path}", letters


@pytest.fixture(scope="module")
def server(desk: tuple[str, dict[str, int]]) -> Iterator[str]:
    """The address of the application served over that database."""
    with served(desk[0]) as address:
        yield address


@pytest.fixture
def letters(desk: tuple[str, dict[str, int]], server: str) -> dict[str, str]:
    """The addresses of the letters' pages."""
    return {kind: f"{server}/letters/{key}" for kind, key in desk[1].items()}


def faults(page: Page, path: str) -> list[str]:
    """What is wrong with a screen at both sizes: axe's violations, and what is wider than the screen."""
    wrong = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(path)
        wrong += [f"{path} {width}: {one['id']}" for one in Axe().run(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") > 0:
            wrong.append(f"{path}: wider than {width} px")
        folder = os.environ.get("CASEWORK_TEST_SHOTS")
        if folder:
            name = "-".join(part for part in path.split("/")[3:] if part)
            (ROOT / folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(ROOT / folder / f"{name}-{width}.png"), full_page=True)
    page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
    return wrong


def test_a_paper_is_made_by_keyboard_and_every_screen_is_open_to_all(
    sign_in: SignIn, server: str, letters: dict[str, str]
) -> None:
    officer = sign_in(Role.RECEPTION_OFFICER)
    officer.set_default_timeout(20_000)
    letter = letters["complaint"]
    officer.goto(f"{letter}/papers/refusal")
    officer.locator("#reason").focus()
    officer.keyboard.type("hết thời hiệu khiếu nại")
    officer.keyboard.press("Tab")
    for _ in range(40):
        if officer.evaluate("document.activeElement.name") == "preview":
            break
        officer.keyboard.press("Tab")
    officer.keyboard.press("Enter")
    officer.get_by_role("article", name="Xem trước văn bản").wait_for()
    assert "Kính gửi: Ông (bà) Ngô Thị Giấy" in officer.inner_text("article")
    officer.locator("#reason").focus()
    for _ in range(40):
        if officer.evaluate("document.activeElement.innerText") == "Lập văn bản":
            break
        officer.keyboard.press("Tab")
    officer.keyboard.press("Enter")
    officer.get_by_text("Thông báo không thụ lý số 01/TB-VP").wait_for()

    officer.goto(f"{letter}/attachments")
    officer.set_input_files("#upload", {"name": "ảnh.png", "mimeType": "image/png", "buffer": made.png()})
    officer.locator("#note").focus()
    officer.keyboard.press("Enter")
    officer.get_by_role("link", name="ảnh.png", exact=True).click()
    picture = officer.locator("figure img")
    picture.wait_for()
    assert picture.evaluate("image => image.complete && image.naturalWidth") == 40
    file = officer.url

    secret = letters["denunciation"]
    wrong = []
    for path in (
        letter,
        f"{letter}/papers/refusal",
        f"{letter}/papers/transfer",
        f"{letter}/attachments",
        file,
        f"{file}/strike",
        f"{secret}/papers/transfer_notice",
        f"{secret}/attachments",
    ):
        wrong += faults(officer, path)
    keeper = sign_in(Role.SECRETARIAT)
    for path in (f"{server}/paper-templates", f"{server}/paper-templates/extension"):
        wrong += faults(keeper, path)
    assert wrong == []


def test_a_pdf_opens_in_the_viewer_and_a_word_file_is_saved(
    sign_in: SignIn, server: str, letters: dict[str, str]
) -> None:
    officer = sign_in(Role.RECEPTION_OFFICER)
    officer.set_default_timeout(20_000)
    letter = letters["complaint"]
    officer.goto(f"{letter}/papers/receipt")
    officer.locator("#enclosures").fill("01 đơn")
    officer.get_by_role("button", name="Lập văn bản").click()
    links = officer.get_by_role("link", name="Tải Word")
    with officer.expect_download() as saved:
        links.first.click()
    assert saved.value.suggested_filename.startswith("giấy-biên-nhận") or saved.value.suggested_filename.endswith(
        ".docx"
    )
    assert Path(saved.value.path()).read_bytes().startswith(b"PK")
    address = str(officer.get_by_role("link", name="Mở PDF").first.get_attribute("href"))
    answer = officer.goto(f"{server}{address}")
    assert answer is not None
    assert answer.status == 200
    assert officer.evaluate("document.contentType") == "application/pdf"
