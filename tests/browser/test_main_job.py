"""The main job as a person does it: sign in, import, read the scoreboard, open a number, take the report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from casework.domain.vocabulary import Role
from tests.browser.conftest import SignIn
from tests.machine import SHARED
from tests.services.desk import PASSWORD

pytestmark = [pytest.mark.slow, pytest.mark.server]


def register(sample_file: Path) -> Path:
    """The real register where it is at hand, the project's own sample elsewhere."""
    real = SHARED / "data" / "so-theo-doi-2024h1.xlsx"
    return real if real.exists() else sample_file


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_the_register_to_the_paper(
    sign_in: SignIn, server: str, sample_file: Path, tmp_path: Path, scripts: bool
) -> None:
    """Import, 778/797, the list counted through its pages, the preview's link, the PDF; with and without scripts."""
    page = sign_in(Role.SECRETARIAT, scripts=scripts)
    page.get_by_role("link", name="Nhập sổ").first.click()
    page.set_input_files("#register", str(register(sample_file)))
    page.get_by_role("button", name="Kiểm tra tệp").click()
    page.get_by_role("heading", name=re.compile("Kết quả kiểm tra")).wait_for()
    assert "Tệp không có lỗi." in page.inner_text("main")
    page.get_by_role("button", name="Lưu vào hệ thống").click()
    page.get_by_role("link", name="Xem bảng theo dõi").wait_for()
    assert "Đã lưu" in page.inner_text("[role=status]")
    page.get_by_role("link", name="Xem bảng theo dõi").click()
    page.get_by_role("heading", name="Bảng theo dõi").wait_for()

    page.fill("#as_of", "15/6/2024")
    page.get_by_role("button", name="Xem").click()
    row = page.locator("tbody tr", has_text="34/NQ-HĐND ngày 10/12/2021")
    assert "778/797" in row.inner_text()
    row.get_by_role("link", name="778", exact=True).click()
    counted = page.locator("tbody tr").count()
    while page.get_by_role("link", name="Sau").count():
        page.get_by_role("link", name="Sau").click()
        counted += page.locator("tbody tr").count()
    assert counted == 778
    assert page.inner_text("#so-hang").startswith("778")

    page.locator("summary", has_text="Số liệu – báo cáo").click()
    page.get_by_role("link", name="Báo cáo", exact=True).click()
    page.select_option("#period", "range")
    page.fill("#from", "15/12/2023")
    page.fill("#to", "15/6/2024")
    page.get_by_role("button", name="Xem trước").click()
    page.locator("article.paper").wait_for()
    assert "97,6%" in page.inner_text("article.paper")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Tải PDF bản làm việc").click()
    saved = tmp_path / "bao-cao.pdf"
    waiting.value.save_as(saved)
    assert saved.read_bytes().startswith(b"%PDF-")
    page.locator("article.paper").get_by_role("link", name="778", exact=True).first.click()
    assert page.inner_text("#so-hang").startswith("778")


def test_an_officer_enters_a_pile_by_keyboard(sign_in: SignIn) -> None:
    """The number and the count at once, the next form open with the day kept; a denunciation empties the names."""
    page = sign_in(Role.RECEPTION_OFFICER)
    page.get_by_role("link", name="Đơn thư").last.click()
    page.get_by_role("heading", name="Vào sổ: Đơn thư").wait_for()
    page.get_by_label("Người gửi").fill("Nguyễn Văn Thử")
    page.get_by_label("Loại đơn").select_option(label="Khiếu nại")
    page.get_by_role("button", name="Lưu và nhập tiếp").press("Enter")
    page.get_by_text("Hôm nay đã vào sổ 1 hồ sơ").wait_for()
    assert page.get_by_label("Người gửi").input_value() == ""
    page.get_by_label("Người gửi").fill("Người Tố Cáo")
    page.get_by_label("Loại đơn").select_option(label="Tố cáo")
    assert page.get_by_label("Người gửi").input_value() == ""
    assert page.get_by_label("Người gửi").is_disabled()
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.get_by_text("Hôm nay đã vào sổ 2 hồ sơ").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Đến nội dung chính"


def test_nothing_typed_is_lost_when_the_session_ends(sign_in: SignIn, server: str) -> None:
    """Signed out elsewhere while typing: the form says so and stays; signed in again elsewhere, it is saved."""
    page = sign_in(Role.RECEPTION_OFFICER)
    page.goto(f"{server}/letters/new")
    page.get_by_label("Loại đơn").select_option(label="Khiếu nại")
    page.get_by_label("Tóm tắt nội dung").fill("Đã nhập rất lâu")
    elsewhere = page.context.new_page()
    elsewhere.goto(server)
    elsewhere.get_by_role("button", name="Đăng xuất").click()
    elsewhere.get_by_role("heading", name="Đăng nhập").wait_for()
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.get_by_text("phiên đăng nhập đã kết thúc").wait_for()
    assert page.get_by_label("Tóm tắt nội dung").input_value() == "Đã nhập rất lâu"
    elsewhere.fill("#username", "u-reception-officer")
    elsewhere.fill("#password", PASSWORD)
    elsewhere.get_by_role("button", name="Đăng nhập").click()
    elsewhere.get_by_role("heading", name="Trang đầu").wait_for()
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.get_by_role("heading", name="Lịch sử").wait_for()
    assert "Đã nhập rất lâu" in page.inner_text("main")
