"""Every screen at both sizes: no accessibility violation, nothing wider than the screen, no console error.

Pictures go to the folder that CASEWORK_TEST_SHOTS names, for somebody to look at.
"""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

from casework.domain.vocabulary import Role
from tests.browser.conftest import SIZES, SignIn
from tests.machine import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.server]

DAYS = "first=2023-12-15&as_of=2024-06-15"
SCREENS: dict[Role, tuple[str, ...]] = {
    Role.SECRETARIAT: (
        "/",
        "/scoreboard?as_of=2024-06-15",
        "/petitions",
        f"/petitions?figure=petitions.basket.resolved&{DAYS}",
        "/petitions?q=khong-co-gi-ca",
        "/petitions/new",
        "/petitions/{petitions}",
        "/petitions/{petitions}/correct",
        "/letters",
        "/receptions",
        "/cases",
        "/cases/{cases}",
        "/feedback",
        "/dashboards?as_of=2024-06-15",
        "/dashboards/open?as_of=2024-06-15",
        "/dashboards/tracked?as_of=2024-06-15",
        "/dashboards/compare?as_of=2024-06-15",
        "/dashboards/time?as_of=2024-06-15",
        f"/figures?{DAYS}",
        f"/figures/kntc.total?cut=type&{DAYS}",
        "/figures/declared",
        "/reports",
        "/reports?period=6-thang-2024&as_of=15/6/2024",
        f"/reports/checks?{DAYS}",
        f"/reports/checks/kntc.times?{DAYS}",
        f"/reports/flows/cases?{DAYS}",
        "/reports/rehearsal?period=6-thang-2024",
        "/reports/rehearsal/petition-obstacle?period=6-thang-2024",
        "/forms?period=6-thang-2024&as_of=15/6/2024",
        "/forms/tt02-2021-03-xld?period=6-thang-2024&as_of=15/6/2024",
        "/imports",
        "/imports/waiting",
        "/password",
        "/help",
        "/no-such-page",
        "/accounts",
    ),
    Role.RECEPTION_OFFICER: (
        "/",
        "/receptions/new",
        "/letters/new",
        "/cases/new",
        "/feedback/new",
        "/letters/{letters}/move/forward",
        "/letters/{letters}/hold",
        "/letters/{letters}/to-denunciation",
        "/destruction",
    ),
    Role.LEADER: ("/", "/destruction"),
    Role.ADMINISTRATOR: (
        "/accounts",
        "/accounts?q=khong-co-ai",
        "/accounts/new",
        "/accounts/u-leader",
        "/accounts/u-leader/close",
        "/accounts/u-administrator",
        "/accounts/two-step",
        "/me",
        "/me/two-step",
        "/sign-in/code",
    ),
}

FAULTY = """Số đơn;Ngày nhận;Nguồn đơn;Người gửi;Loại đơn;Nội dung;Đủ điều kiện xử lý;Kết quả xử lý;Ngày xử lý
Đ001;02/11/2023;Bưu điện;Nguyễn Văn A;Khiếu nại;Về đền bù;Có;Hướng dẫn;05/12/2023
Đ002;03/13/2023;Trực tiếp;;Khiếu nại;Về thuế;Có;Thụ lý;05/11/2023
Đ003;03/11/2023;Trực tiếp;Trần B;Tố cáo;Về thu tiền;Có;Thụ lý;05/11/2023
"""


def first_record(page: Page, server: str, word: str) -> str:
    """The id of the first record of a list."""
    page.goto(f"{server}/{word}")
    return str(page.locator("tbody th a").first.get_attribute("href")).rsplit("/", 1)[1]


def upload(page: Page, server: str, name: str, data: bytes) -> None:
    """Sends a register for checking and waits for the result."""
    page.goto(f"{server}/imports")
    page.set_input_files("#register", {"name": name, "mimeType": "application/octet-stream", "buffer": data})
    page.get_by_role("button", name="Kiểm tra tệp").click()
    page.locator("#van-de").wait_for()


def prepare(page: Page, server: str, sample_file: Path) -> None:
    """The sample register, stored, so that no screen is empty; a letter that is open; a faulty file that waits."""
    upload(page, server, sample_file.name, sample_file.read_bytes())
    page.get_by_role("button", name="Lưu vào hệ thống").click()
    page.get_by_role("link", name="Xem bảng theo dõi").click()
    page.get_by_role("heading", name="Bảng theo dõi").wait_for()


@pytest.fixture
def shots() -> Path | None:
    """Where pictures go, when somebody wants to look."""
    named = os.environ.get("CASEWORK_TEST_SHOTS")
    if not named:
        return None
    folder = ROOT / named
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def check(page: Page, server: str, path: str, picture: Path | None) -> list[str]:
    """What is wrong with a screen at its present size."""
    page.goto(server + path)
    wrong = [
        f"{path}: {violation['id']} – {violation['nodes'][0]['html'][:120]}"
        for violation in Axe().run(page).response["violations"]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        wrong.append(f"{path}: {wide} px wider than the screen")
    if picture is not None:
        page.screenshot(path=picture, full_page=True)
    return wrong


def own_headings(page: Page, server: str, size: tuple[int, int], shots: Path | None) -> list[str]:
    """What is wrong with the screen on which an office's own headings are matched."""
    own = FAULTY.replace("Số đơn", "Số hiệu đơn").encode()
    page.goto(f"{server}/imports")
    page.set_input_files("#register", {"name": "so-rieng.csv", "mimeType": "text/csv", "buffer": own})
    page.get_by_role("button", name="Kiểm tra tệp").click()
    page.locator("#keep").wait_for()
    return check(page, server, "/imports/columns", shots and shots / f"imports-columns-{size[0]}.png")


def _note_refusals(wrong: list[str], said: ConsoleMessage) -> None:
    """Notes what the content policy refused."""
    if "Content Security" in said.text:
        wrong.append(said.text)


def test_no_screen_is_closed_to_anybody(sign_in: SignIn, server: str, sample_file: Path, shots: Path | None) -> None:
    """axe finds nothing on any screen, at a desk's size and at a telephone's; no error in the console."""
    desk = sign_in(Role.SECRETARIAT)
    prepare(desk, server, sample_file)
    ids = {word: first_record(desk, server, word) for word in ("petitions", "cases")}
    officer = sign_in(Role.RECEPTION_OFFICER)
    officer.goto(f"{server}/letters/new")
    officer.get_by_label("Loại đơn").select_option(label="Khiếu nại")
    officer.get_by_role("button", name="Lưu", exact=True).click()
    officer.get_by_role("heading", name="Lịch sử").wait_for()
    ids["letters"] = officer.url.rsplit("/", 1)[1]
    wrong: list[str] = []
    for role, paths in SCREENS.items():
        for size in SIZES:
            page = sign_in(role, size)
            page.on("console", partial(_note_refusals, wrong))
            if role is Role.SECRETARIAT:
                upload(page, server, "so-don.csv", FAULTY.encode())
            for path in paths:
                name = f"{role.value}-{path.strip('/').split('?')[0].replace('/', '-') or 'home'}-{size[0]}"
                picture = None if shots is None else shots / f"{name}{'-q' if '?' in path else ''}.png"
                wrong += [f"{size[0]}: {line}" for line in check(page, server, path.format(**ids), picture)]
            if role is Role.SECRETARIAT:
                wrong += [f"{size[0]}: {line}" for line in own_headings(page, server, size, shots)]
    assert wrong == []


def test_the_door_and_its_refusals_are_open_to_everybody(browser_context: object, page: Page, server: str) -> None:
    """The sign-in page, and the same with a refused try."""
    assert check(page, server, "/sign-in", None) == []
    page.fill("#username", "nobody-here")
    page.fill("#password", "not the password")
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("alert").wait_for()
    assert Axe().run(page).response["violations"] == []


def test_the_small_helps_work(sign_in: SignIn, server: str) -> None:
    """A table of the preview is copied with its digits, in a browser that lets pages write to the clipboard."""
    page = sign_in(Role.LEADER)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{server}/reports?period=6-thang-2024&as_of=15/6/2024")
    page.get_by_role("button", name="Chép").first.click()
    page.get_by_role("button", name="Đã chép").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.strip()
    assert "Chép" not in copied
