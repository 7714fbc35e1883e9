"""A person at the keyboard: moves by Tab, opens by Enter, fills boxes; never touches a mouse."""

from __future__ import annotations

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import SIZES
from tests.machine import ROOT

MOST_TABS = 220
_AT = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return ["", "", "", ""];
  const name = at.getAttribute("aria-label") || at.innerText || at.value || "";
  return [at.tagName.toLowerCase(), at.id, name.trim().replace(/\\s+/g, " "), at.type || ""];
}"""
_CHOSEN = "() => document.activeElement.selectedOptions[0].text.trim()"


class Walker:
    """One person in one browser. `problems`: what axe or the width of a screen found on the way."""

    def __init__(self, page: Page, server: str, name: str) -> None:
        self.page, self.server, self.name = page, server, name
        self.problems: list[str] = []
        self.pictures = 0

    def go(self, path: str) -> None:
        """Types an address."""
        self.page.goto(self.server + path)

    def at(self) -> tuple[str, str, str, str]:
        """The element that has the focus: tag, id, what it is called, type."""
        tag, key, name, kind = self.page.evaluate(_AT)
        return tag, key, name, kind

    def tab_to(self, *, key: str = "", name: str = "") -> None:
        """Presses Tab until the box with this id, or the link, button or summary of this name, has the focus."""
        for _ in range(MOST_TABS):
            tag, at, called, _kind = self.at()
            if key and at == key:
                return
            if name and tag in ("a", "button", "summary") and called == name:
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.page.url}: không đi tới được “{key or name}” bằng phím Tab")

    def follow(self, name: str) -> None:
        """Opens a link, a button or a folded part by the keyboard."""
        self.tab_to(name=name)
        tag = self.at()[0]
        if tag == "summary":
            self.page.keyboard.press("Enter")
            return
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.page.wait_for_load_state("load")

    def fill(self, **boxes: str) -> None:
        """Fills boxes by id: types a text, chooses an option of a list by the arrow keys."""
        for key, text in boxes.items():
            self.tab_to(key=key)
            if self.at()[0] == "select":
                self._choose(key, text)
            else:
                self.page.keyboard.press("Control+a")
                self.page.keyboard.insert_text(text)

    def _choose(self, key: str, text: str) -> None:
        self.page.keyboard.press("Home")
        for _ in range(400):
            if self.page.evaluate(_CHOSEN) == text:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{self.page.url}: “{key}” không có lựa chọn “{text}”")

    def step(self, label: str, **boxes: str) -> None:
        """One step of a record: its link, its form, saved."""
        if self.page.locator("section[aria-labelledby=thao-tac] details a", has_text=label).count():
            self.follow("Việc khác")
        self.follow(label)
        self.look(f"buoc-{label}")
        self.fill(**boxes)
        self.follow("Lưu")
        assert f"Đã ghi: {label}." in self.page.inner_text("main"), self.page.inner_text("main")[:600]

    def state(self) -> str:
        """The state that the record's page shows."""
        return self.page.locator(".title .state").first.inner_text()

    def look(self, name: str) -> None:
        """Checks the screen at both sizes with axe, and for its width; a picture where somebody wants to look."""
        for width, height in SIZES:
            self.page.set_viewport_size({"width": width, "height": height})
            for violation in Axe().run(self.page).response["violations"]:
                self.problems.append(f"{name} {width}: {violation['id']} – {violation['nodes'][0]['html'][:120]}")
            wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide > 0:
                self.problems.append(f"{name} {width}: rộng hơn màn hình {wide} px")
            folder = os.environ.get("CASEWORK_TEST_SHOTS")
            if folder:
                self.pictures += 1
                path = (
                    ROOT
                    / folder
                    / f"{self.name}-{self.pictures:03d}-{name.replace(' ', '-').replace('/', '-')}-{width}.png"
                )
                Path(path).parent.mkdir(parents=True, exist_ok=True)
                self.page.screenshot(path=path, full_page=True)
        self.page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
