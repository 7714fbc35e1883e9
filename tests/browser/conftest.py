"""An empty database with one account a role, served as in production, and people at a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from casework.domain.vocabulary import Role
from casework.services.sampling import sample_register
from casework.store.database import Database
from tests.browser.serving import served
from tests.services.desk import PASSWORD, reader

ROLES = (Role.RECEPTION_OFFICER, Role.SECRETARIAT, Role.LEADER, Role.ADMINISTRATOR)
SIZES = ((1366, 768), (390, 844))

expect.set_options(timeout=30_000)  # a busy machine is no fault of a page

SignIn = Callable[..., Page]


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the served application; its database holds accounts and no record until a test imports some.

    One a module, so that no module counts what another imported.
    """
    path = tmp_path_factory.mktemp("served") / "casework.sqlite"
    shutil.copyfile(request.getfixturevalue("_migrated_sqlite"), path)
    db = Database(f"sqlite:///{path}")
    for role in ROLES:
        reader(db, role)
    db.close()
    with served(f"sqlite:///{path}") as address:
        yield address


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample register as a file to choose."""
    path = tmp_path_factory.mktemp("sample") / "so-theo-doi-mau.xlsx"
    path.write_bytes(sample_register())
    return path


@pytest.fixture
def sign_in(browser: Browser, server: str) -> Iterator[SignIn]:
    """Signs in as a role in a clean browser; what the console reports as an error ends up in `page.console_errors`."""
    contexts: list[BrowserContext] = []

    def enter(role: Role, size: tuple[int, int] = SIZES[0], scripts: bool = True) -> Page:
        context = browser.new_context(
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            viewport={"width": size[0], "height": size[1]},
            accept_downloads=True,
            java_script_enabled=scripts,
        )
        context.set_default_timeout(120_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{server}/sign-in")
        page.fill("#username", f"u-{role.value.replace('_', '-')}")
        page.fill("#password", PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)
        return page

    yield enter
    for context in contexts:
        context.close()
