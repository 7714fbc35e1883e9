"""Whole registers loaded by the command, one import a database, register and test worker."""

from __future__ import annotations

import json
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from casework.cli.main import main
from casework.files.sample import expected
from casework.services.sampling import sample_register
from tests.conftest import DATABASES
from tests.machine import machine_lacks, shared_file
from tests.postgres import PostgresServer

REGISTERS = ("sample", "workbook")


@dataclass(frozen=True)
class Loaded:
    """A database with a register in it. `totals`: what the figures must come to; `said`: what the import printed."""

    kind: str
    url: str
    file: Path
    totals: dict[str, Any]
    said: dict[str, Any]
    messages: str
    server: PostgresServer | None = None

    def casework(self, *arguments: str) -> Result:
        """A run of the command on this database, its two channels apart."""
        return casework(self.url, *arguments)


def casework(url: str, *arguments: str) -> Result:
    """A run of the command `casework` on the database at `url`."""
    return CliRunner().invoke(main, arguments, env={"CASEWORK_DATABASE_URL": url}, catch_exceptions=False)


@pytest.fixture(scope="session", params=DATABASES)
def database_kind(request: pytest.FixtureRequest) -> str:
    """`sqlite`, then `postgresql`; for the session here, since a whole register is loaded once."""
    return str(request.param)


@pytest.fixture(scope="session", params=REGISTERS)
def register_name(request: pytest.FixtureRequest) -> str:
    """The project's own sample, then the workbook of ../shared."""
    return str(request.param)


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample register as a file."""
    path = tmp_path_factory.mktemp("sample") / "so-mau.xlsx"
    path.write_bytes(sample_register())
    return path


@pytest.fixture(scope="session")
def loaded(
    database_kind: str,
    register_name: str,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Loaded]:
    """A register loaded by `casework import`; tests that change anything work on `loaded_copy`."""
    if register_name == "sample":
        file, totals = request.getfixturevalue("sample_file"), expected()
    else:
        file = shared_file("data/so-theo-doi-2024h1.xlsx")
        totals = json.loads(shared_file("acceptance/2024h1.json").read_text("utf-8"))
    server: PostgresServer | None = None
    if database_kind == "sqlite":
        path = tmp_path_factory.mktemp("loaded") / "casework.sqlite"
        shutil.copyfile(request.getfixturevalue("_migrated_sqlite"), path)
        url = f"sqlite:///{path}"
    else:
        found = request.getfixturevalue("_postgres_or_reason")
        if isinstance(found, str):
            machine_lacks("PostgreSQL", found)
        server, name = found, f"casework_loaded_{uuid.uuid4().hex[:12]}"
        url = server.create(name, request.getfixturevalue("_migrated_postgres"))
    run = casework(url, "import", str(file), "--json")
    assert run.exit_code == 0, run.stderr
    yield Loaded(database_kind, url, file, totals, json.loads(run.stdout), run.stderr, server)
    if server is not None:
        server.drop(name)


@pytest.fixture
def loaded_copy(loaded: Loaded, tmp_path: Path) -> Iterator[str]:
    """The address of a copy of the loaded database, the test's own."""
    if loaded.server is None:
        path = tmp_path / "copy.sqlite"
        source, target = sqlite3.connect(loaded.url.removeprefix("sqlite:///")), sqlite3.connect(path)
        source.backup(target)
        source.close()
        target.close()
        yield f"sqlite:///{path}"
        return
    name = f"casework_copy_{uuid.uuid4().hex[:12]}"
    yield loaded.server.create(name, loaded.url.split("/")[-1].split("?")[0])
    loaded.server.drop(name)
