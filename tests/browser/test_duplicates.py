"""Duplicates at a real browser: shown while typing, linked on entry by keyboard alone, undone; axe finds nothing."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from casework.domain.vocabulary import Role
from tests.browser.conftest import SIZES, SignIn

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.server]

CONTENT = "Khiếu nại quyết định thu hồi đất nông nghiệp, chưa được giao đất dịch vụ"
TYPED = "Chua duoc giao dat dich vu du da bi thu hoi dat nong nghiep"


def sound(page: Page) -> None:
    """No violation at either size, nothing wider than the screen."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
    page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})


def enter_letter(page: Page, root: str, content: str) -> None:
    """What a letter needs, typed."""
    page.goto(f"{root}/letters/new")
    page.select_option("#type", "complaint")
    page.select_option("#eligible", "yes")
    page.fill("#content", content)


def test_shown_while_typing_linked_by_keyboard_and_undone(sign_in: SignIn) -> None:
    """From the first letter to the second, which is ticked as its duplicate with the space bar; then taken apart."""
    page = sign_in(Role.RECEPTION_OFFICER)
    root = page.url.rstrip("/")
    enter_letter(page, root, CONTENT)
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_text("Đã lưu")).to_be_visible()
    enter_letter(page, root, TYPED)
    expect(page.get_by_role("link", name="1 hồ sơ có thể trùng")).to_be_visible()
    expect(page.get_by_text("cùng nói về: đất dịch vụ, thu hồi đất")).to_be_visible()
    sound(page)
    page.get_by_role("checkbox", name="Trùng với hồ sơ này").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Lưu", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã lưu")).to_be_visible()
    page.get_by_role("link", name="Xem hồ sơ có thể trùng").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Trùng với:")).to_be_visible()
    page.get_by_text("Bỏ nối", exact=True).focus()
    page.keyboard.press("Enter")
    sound(page)
    page.get_by_label("Lý do bỏ nối").focus()
    page.keyboard.insert_text("hai thửa đất khác nhau")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã bỏ nối: hai thửa đất khác nhau")).to_be_visible()
    expect(page.get_by_text("Nối với hồ sơ này")).to_be_visible()
    sound(page)


def test_the_identity_of_a_denouncer_is_not_sent_while_typing(sign_in: SignIn) -> None:
    """What leaves the browser while a denunciation is typed: the content, never a name, even one typed before."""
    page = sign_in(Role.RECEPTION_OFFICER)
    root = page.url.rstrip("/")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url + str(request.post_data)))
    page.goto(f"{root}/letters/new")
    page.select_option("#type", "denunciation")
    page.evaluate("document.getElementById('person_name').value = 'Hoàng Thị Giấu Tên'")
    with page.expect_response("**/letters/duplicates"):
        page.fill("#content", "Tố cáo cán bộ thu tiền trái quy định khi giao đất dịch vụ")
    assert any("letters/duplicates" in one for one in sent)
    assert not [one for one in sent if "Giấu Tên" in one or "person_name" in one]


def test_the_desk_shows_and_takes_the_matter(sign_in: SignIn) -> None:
    """While the content of a visit is typed; chosen, the visit says that it is about that record."""
    page = sign_in(Role.RECEPTION_OFFICER)
    root = page.url.rstrip("/")
    enter_letter(page, root, CONTENT)
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_text("Đã lưu")).to_be_visible()
    page.goto(f"{root}/desk")
    page.select_option("#type", "complaint")
    page.fill("#content", TYPED)
    button = page.get_by_role("button", name="Đến về vụ việc này").first
    expect(button).to_be_visible()
    sound(page)
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Cùng vụ việc với hồ sơ đã chọn")).to_be_visible()
