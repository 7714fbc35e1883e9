"""Fixtures of the machine: both databases for real, Chromium, and an honest account of what was left out."""

from __future__ import annotations

import os
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from tests.machine import CHROMIUM_FLAGS, chromium_path, everything_must_run, lacking, machine_lacks
from tests.postgres import NoPostgresError, PostgresServer, running_postgres

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

settings.register_profile(
    "default",
    derandomize=True,
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("thorough", parent=settings.get_profile("default"), derandomize=False, max_examples=1000)
settings.load_profile(os.environ.get("CASEWORK_HYPOTHESIS_PROFILE", "default"))

DATABASES = ("sqlite", "postgresql")


# --- databases ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def _postgres_or_reason() -> Iterator[PostgresServer | str]:
    """The server, or in words why there is none; a value, so that each test skips for itself."""
    try:
        with running_postgres() as server:
            yield server
    except NoPostgresError as reason:
        yield str(reason)


@pytest.fixture
def postgres_server(_postgres_or_reason: PostgresServer | str) -> PostgresServer:
    """A running PostgreSQL server, one a test worker; the test is left out where the machine has none."""
    if isinstance(_postgres_or_reason, str):
        machine_lacks("PostgreSQL", _postgres_or_reason)
    return _postgres_or_reason


def _ask_no_second_step(url: str) -> None:
    """Lets every role sign in with a password alone; the tests of the second step ask for it themselves."""
    from sqlalchemy import delete

    from casework.store.account_tables import TwoStepRole
    from casework.store.database import Database

    db = Database(url)
    with db.write() as session:
        session.execute(delete(TwoStepRole))
    db.close()


@pytest.fixture(scope="session")
def _migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file at the present schema with its reference data, whole in one file (no WAL beside it)."""
    from casework.store.migrate import upgrade

    folder = tmp_path_factory.mktemp("migrated")
    made, whole = folder / "made.sqlite", folder / "whole.sqlite"
    upgrade(f"sqlite:///{made}")
    _ask_no_second_step(f"sqlite:///{made}")
    source, target = sqlite3.connect(made), sqlite3.connect(whole)
    source.backup(target)
    source.close()
    target.close()
    return whole


@pytest.fixture(scope="session")
def _migrated_postgres(_postgres_or_reason: PostgresServer | str) -> Iterator[str]:
    """The name of a PostgreSQL database at the present schema, to be copied."""
    from casework.store.migrate import upgrade

    assert isinstance(_postgres_or_reason, PostgresServer)
    name = f"casework_template_{uuid.uuid4().hex[:12]}"
    url = _postgres_or_reason.create(name)
    upgrade(url)
    _ask_no_second_step(url)
    yield name
    _postgres_or_reason.drop(name)


@pytest.fixture(params=DATABASES)
def database_kind(request: pytest.FixtureRequest) -> str:
    """`sqlite`, then `postgresql`: every test that asks for a database runs on both."""
    return str(request.param)


@pytest.fixture
def empty_database_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database of the test's own without any table."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'casework.sqlite'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = f"casework_empty_{uuid.uuid4().hex[:12]}"
    yield server.create(name)
    server.drop(name)


@pytest.fixture
def database_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database of the test's own: present schema, all reference data, no records."""
    if database_kind == "sqlite":
        yield sqlite_copy(request, tmp_path)
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    template = request.getfixturevalue("_migrated_postgres")
    name = f"casework_test_{uuid.uuid4().hex[:12]}"
    yield server.create(name, template)
    server.drop(name)


@pytest.fixture
def sqlite_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """As `database_url`, SQLite only: for tests whose subject is not the database."""
    return sqlite_copy(request, tmp_path)


def sqlite_copy(request: pytest.FixtureRequest, folder: Path) -> str:
    """A fresh copy of the migrated SQLite file in `folder`, as an address."""
    path = folder / "casework.sqlite"
    shutil.copyfile(request.getfixturevalue("_migrated_sqlite"), path)
    return f"sqlite:///{path}"


# --- browser -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def _browser_or_reason() -> Iterator[Browser | str]:
    path = chromium_path()
    if path is None:
        yield "không có Chromium"
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def browser(_browser_or_reason: Browser | str) -> Browser:
    """A headless Chromium, one a test worker; the test is left out where the machine has none."""
    if isinstance(_browser_or_reason, str):
        machine_lacks("trình duyệt", _browser_or_reason)
    return _browser_or_reason


@pytest.fixture
def browser_context(browser: Browser) -> Iterator[BrowserContext]:
    """A clean browser profile in Vietnamese, at 1366×768 and Asia/Ho_Chi_Minh, that accepts downloads."""
    context = browser.new_context(
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        viewport={"width": 1366, "height": 768},
        accept_downloads=True,
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(browser_context: BrowserContext) -> Page:
    """A new page of the clean profile."""
    return browser_context.new_page()


# --- what was left out -------------------------------------------------------------------------------------


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a server, a browser or a whole register, so that no test need mark itself by hand."""
    for item in items:
        if "acceptance" in item.path.parts:
            item.add_marker(pytest.mark.slow)
        names = getattr(item, "fixturenames", ())
        parameters: dict[str, Any] = getattr(getattr(item, "callspec", None), "params", {})
        if "browser" in names:
            item.add_marker(pytest.mark.browser)
        if parameters.get("database_kind") == "postgresql" or (
            "postgres_server" in names and "database_kind" not in names
        ):
            item.add_marker(pytest.mark.postgres)


def _left_out(terminal: Any) -> tuple[dict[str, str], list[str]]:
    """What skipped tests say: missing parts of the machine with their reason, and all other reasons."""
    parts: dict[str, str] = {}
    others: list[str] = []
    for report in terminal.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        found = lacking(reason)
        if found:
            parts[found[0]] = found[1]
        else:
            others.append(reason.removeprefix("Skipped: "))
    return parts, others


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Add what was left out to the file CASEWORK_TEST_SUMMARY names, and fail when all had to run."""
    if hasattr(session.config, "workerinput"):
        return
    terminal = session.config.pluginmanager.get_plugin("terminalreporter")
    if terminal is None:
        return
    parts, others = _left_out(terminal)
    lines = [f"{part} ({why})" for part, why in sorted(parts.items())] + sorted(set(others))
    target = os.environ.get("CASEWORK_TEST_SUMMARY")
    if target:
        with open(target, "a", encoding="utf-8") as file:
            file.writelines(line.replace("\n", " ") + "\n" for line in lines)
    if everything_must_run() and (parts or any("../shared" not in reason for reason in others)):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
