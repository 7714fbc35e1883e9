"""The desk at a real browser, by keyboard alone: how many keys and page loads a routine complaint takes, and drafts."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from casework.domain.vocabulary import Role
from tests.browser.conftest import SIZES, SignIn

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.server]

MOST_KEYS, MOST_LOADS = 12, 1
"""What a routine complaint of an unknown citizen may take at most, besides the letters of its texts."""


class Keyboard:
    """Counts the keys that are pressed besides text, and the pages that load."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys, self.loads = page, 0, 0
        page.on("load", self._loaded)

    def _loaded(self, _page: Page) -> None:
        self.loads += 1

    def press(self, key: str) -> None:
        self.keys += 1 + key.count("+")
        self.page.keyboard.press(key)

    def text(self, words: str) -> None:
        self.page.keyboard.insert_text(words)


def routine(keyboard: Keyboard, name: str, *, with_letter: bool) -> None:
    """A complaint of somebody who was never here: type, name, address, number, telephone, content."""
    keyboard.press("k")
    for text in (name, "Số 8, phường Láng", "001085012345", "0912345678"):
        keyboard.press("Tab")
        keyboard.text(text)
    for _box in ("tìm", "nội dung"):
        keyboard.press("Tab")
    keyboard.text("Khiếu nại mức bồi thường khi thu hồi đất")
    if with_letter:
        keyboard.press("Alt+d")
    keyboard.press("Control+Enter")
    expect(keyboard.page.get_by_text("Đã ghi lượt tiếp công dân")).to_be_visible()
    expect(keyboard.page.locator("#person_name")).to_have_value("")
    expect(keyboard.page.locator("#type")).to_be_focused()


def test_a_routine_complaint_takes_few_keys_and_one_page(sign_in: SignIn) -> None:
    page = sign_in(Role.RECEPTION_OFFICER)
    page.goto(page.url.rstrip("/") + "/desk")
    for name, with_letter, keys in (("Đặng Thị Hường", False, 9), ("Phùng Văn Tý", True, 11)):
        keyboard = Keyboard(page)
        routine(keyboard, name, with_letter=with_letter)
        assert (keyboard.keys, keyboard.loads) == (keys, MOST_LOADS)
        assert keyboard.keys <= MOST_KEYS
    expect(page.get_by_text("nhận đơn số Đ-")).to_be_visible()
    expect(page.get_by_text("In giấy biên nhận")).to_be_visible()


def test_who_came_before_is_found_while_typing_and_chosen_by_keyboard(sign_in: SignIn) -> None:
    page = sign_in(Role.RECEPTION_OFFICER)
    address = page.url.rstrip("/") + "/desk"
    page.goto(address)
    keyboard = Keyboard(page)
    routine(keyboard, "Hoàng Thúc Bảo", with_letter=False)
    page.goto(address)
    page.keyboard.press("k")
    page.keyboard.press("Tab")
    page.keyboard.type("hoang thuc")
    button = page.get_by_role("button", name="Chọn: Hoàng Thúc Bảo")
    expect(button).to_be_visible()
    page.get_by_role("button", name="Đến về vụ việc này").first.focus()
    page.keyboard.press("Enter")
    assert page.input_value("#person_name") == "Hoàng Thúc Bảo"
    assert page.input_value("#turn") == "repeated"
    expect(page.locator("[data-earlier]")).to_be_visible()
    page.keyboard.insert_text("Hỏi kết quả giải quyết")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Đã ghi lượt tiếp công dân")).to_be_visible()


def test_the_desk_works_without_scripts(sign_in: SignIn) -> None:
    page = sign_in(Role.RECEPTION_OFFICER, scripts=False)
    page.goto(page.url.rstrip("/") + "/desk")
    page.select_option("#type", "complaint")
    page.fill("#person_name", "Lưu Đình Chiểu")
    page.get_by_role("button", name="Tìm người này trong sổ").click()
    expect(page.get_by_text("Chưa có ai như vậy trong sổ")).to_be_visible()
    page.fill("#content", "Khiếu nại việc cấp giấy chứng nhận")
    page.check("[name=with_letter]")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_text("nhận đơn số Đ-")).to_be_visible()
    page.fill("#person_name", "luu dinh")
    page.select_option("#type", "complaint")
    page.get_by_role("button", name="Tìm người này trong sổ").click()
    page.get_by_role("button", name="Đến về vụ việc này").first.click()
    assert page.input_value("#person_name") == "Lưu Đình Chiểu"
    assert page.input_value("#turn") == "repeated"


def test_a_draft_survives_a_lost_session_but_no_denouncer_in_it(sign_in: SignIn) -> None:
    page = sign_in(Role.RECEPTION_OFFICER)
    address = page.url.rstrip("/")
    page.goto(f"{address}/desk")
    page.select_option("#type", "complaint")
    page.fill("#person_name", "Tạ Quang Bửu")
    page.fill("#content", "Đang ghi dở thì mất phiên")
    expect(page.get_by_text("Đã giữ nháp lúc")).to_be_visible()
    page.context.clear_cookies()
    again = sign_in(Role.RECEPTION_OFFICER)
    again.goto(f"{address}/desk")
    again.get_by_role("link", name="Viết tiếp bản nháp").click()
    assert again.input_value("#person_name") == "Tạ Quang Bửu"
    assert again.input_value("#content") == "Đang ghi dở thì mất phiên"
    again.select_option("#type", "denunciation")
    again.fill("#content", "Tố cáo, đang ghi dở")
    expect(again.get_by_text("Đã giữ nháp lúc")).to_be_visible()
    again.goto(f"{address}/desk?draft=1")
    assert again.input_value("#content") == "Tố cáo, đang ghi dở"
    assert again.input_value("#person_name") == ""
    again.goto(f"{address}/desk")
    again.get_by_role("button", name="Bỏ bản nháp").click()
    expect(again.get_by_text("Còn một bản nháp")).to_have_count(0)


@pytest.mark.parametrize("size", SIZES)
def test_the_desk_is_open_to_everybody(sign_in: SignIn, size: tuple[int, int]) -> None:
    page = sign_in(Role.RECEPTION_OFFICER, size)
    address = page.url.rstrip("/")
    for path in ("/desk", "/receptions/book"):
        page.goto(address + path)
        assert Axe().run(page).response["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
