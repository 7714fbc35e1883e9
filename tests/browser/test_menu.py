"""The menu: groups that open without scripts and by the keyboard alone, one row at the desk, whole on a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from casework.domain.vocabulary import Role
from tests.browser.conftest import SIZES, SignIn

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.server]


def test_a_group_opens_by_keyboard_and_leads_on_without_scripts(sign_in: SignIn) -> None:
    """Enter opens the group, Tab goes to its lines, Enter goes there; the group of the open page is marked."""
    page = sign_in(Role.SECRETARIAT, scripts=False)
    lines = page.locator(".menu details", has_text="Hồ sơ").get_by_role("link")
    expect(lines).to_have_count(0)
    page.locator(".menu summary", has_text="Hồ sơ").focus()
    page.keyboard.press("Enter")
    expect(lines).to_have_count(5)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/petitions")
    expect(page.locator(".menu summary[aria-current]")).to_have_text(["Hồ sơ"])


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size[0]))
def test_open_groups_stand_within_the_screen(sign_in: SignIn, size: tuple[int, int]) -> None:
    """The bar is one row at the desk; each group opens alone, inside the screen, with nothing for axe to find."""
    page = sign_in(Role.SECRETARIAT, size)
    bar = page.locator(".menu").bounding_box()
    assert bar is not None
    assert bar["height"] < (50 if size[0] > 800 else 130)
    groups = page.locator(".menu summary")
    for i in range(groups.count()):
        groups.nth(i).click()
        expect(page.locator(".menu details[open]")).to_have_count(1)
        box = page.locator(".menu details[open] > ul").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size[0]
        assert Axe().run(page).response["violations"] == []
    page.keyboard.press("Escape")
    expect(page.locator(".menu details[open]")).to_have_count(0)
    expect(groups.last).to_be_focused()
    groups.first.click()
    page.locator("footer").click()
    expect(page.locator(".menu details[open]")).to_have_count(0)
