"""The screen that checks a draft in a real browser: by keyboard, without scripts, at both sizes."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from casework.domain.vocabulary import Role
from tests.browser.conftest import SIZES, SignIn

pytestmark = [pytest.mark.slow, pytest.mark.server]


def _checked(server: str, sign_in: SignIn, size: tuple[int, int], *, scripts: bool) -> Page:
    page = sign_in(Role.SECRETARIAT, size=size, scripts=scripts)
    page.goto(f"{server}/reader?example=1")
    page.get_by_role("button", name="Kiểm tra").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Kết quả")).to_be_visible()
    return page


@pytest.mark.parametrize("size", SIZES, ids=["desk", "phone"])
def test_the_findings_are_accessible_and_fit_the_screen(server: str, sign_in: SignIn, size: tuple[int, int]) -> None:
    page = _checked(server, sign_in, size, scripts=True)
    violations = Axe().run(page).response["violations"]
    assert [one["id"] for one in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_marks_lead_to_findings_without_scripts(server: str, sign_in: SignIn) -> None:
    page = _checked(server, sign_in, SIZES[0], scripts=False)
    page.locator("#cho-1").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#ket-qua-1")).to_be_in_viewport()
    page.locator("#ket-qua-1 a[href^='#cho-']").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#cho-1")).to_be_in_viewport()
