"""A small register behind the real application, one signed-in person a role; and the whole sample register."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date
from pathlib import Path

import pytest
from flask import Flask

from casework.domain.vocabulary import RecordKind, Role
from casework.services import accounts, importing
from casework.services.sampling import sample_register
from casework.settings import Settings
from casework.store.database import Database
from casework.web.app import create_app
from tests.services.desk import NOW, OFFICE, enter, reader
from tests.web.person import SECRET, Person, StandingClock

ROLES = (Role.RECEPTION_OFFICER, Role.SECRETARIAT, Role.LEADER, Role.ADMINISTRATOR)


def _whole(made: Path, target: Path) -> None:
    """One file without a WAL beside it."""
    source, whole = sqlite3.connect(made), sqlite3.connect(target)
    source.backup(whole)
    source.close()
    whole.close()


@pytest.fixture(scope="session")
def _small(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four accounts, two records of each kind, a denunciation among the letters."""
    folder = tmp_path_factory.mktemp("small")
    shutil.copyfile(request.getfixturevalue("_migrated_sqlite"), folder / "made.sqlite")
    db = Database(f"sqlite:///{folder / 'made.sqlite'}")
    people = {role: reader(db, role) for role in ROLES}
    officer, secretariat = people[Role.RECEPTION_OFFICER], people[Role.SECRETARIAT]
    for kind in RecordKind:
        who = secretariat if kind is RecordKind.PETITION else officer
        enter(db, who, kind)
        enter(db, who, kind, content="Bụi mịn ở phường Đống Đa, đề nghị kiểm tra")
    enter(db, officer, RecordKind.LETTER, type="denunciation", content="Tố cáo cán bộ thu tiền trái quy định")
    db.close()
    _whole(folder / "made.sqlite", folder / "whole.sqlite")
    return folder / "whole.sqlite"


@pytest.fixture
def clock() -> StandingClock:
    """A clock that stands at the desk's moment until a test moves it."""
    return StandingClock(NOW)


@pytest.fixture
def app(_small: Path, tmp_path: Path, clock: StandingClock) -> Iterator[Flask]:
    """The application over a copy of the small register, the test's own."""
    path = tmp_path / "casework.sqlite"
    shutil.copyfile(_small, path)
    yield from _application(f"sqlite:///{path}", clock)


def _application(url: str, clock: StandingClock) -> Iterator[Flask]:
    made = create_app(Settings(database_url=url, secret_key=SECRET, cookie_secure=False, office=OFFICE), clock)
    yield made
    made.extensions["casework_database"].close()


@pytest.fixture
def officer(app: Flask) -> Person:
    """A signed-in reception officer."""
    return Person(app).sign_in(Role.RECEPTION_OFFICER)


@pytest.fixture
def secretariat(app: Flask) -> Person:
    """A signed-in member of the secretariat."""
    return Person(app).sign_in(Role.SECRETARIAT)


@pytest.fixture
def leader(app: Flask) -> Person:
    """A signed-in leader."""
    return Person(app).sign_in(Role.LEADER)


@pytest.fixture
def administrator(app: Flask) -> Person:
    """A signed-in administrator."""
    return Person(app).sign_in(Role.ADMINISTRATOR)


@pytest.fixture
def anyone(app: Flask) -> Person:
    """Somebody who is not signed in."""
    return Person(app)


@pytest.fixture(scope="session")
def _sample(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample register, imported, with one account a role."""
    path = tmp_path_factory.mktemp("sample") / "casework.sqlite"
    shutil.copyfile(request.getfixturevalue("_migrated_sqlite"), path)
    db = Database(f"sqlite:///{path}")
    for role in ROLES:
        reader(db, role)
    prepared = importing.prepare(db, sample_register(), "so-mau.xlsx", office=OFFICE, today=date(2026, 11, 20))
    system = accounts.system_reader(db, "tester")
    importing.store_prepared(db, prepared, actor=system, now=NOW.astimezone(UTC))
    db.close()
    return path


@pytest.fixture
def sample_app(_sample: Path, clock: StandingClock) -> Iterator[Flask]:
    """The application over the sample register; its tests read only."""
    yield from _application(f"sqlite:///{_sample}", clock)


@pytest.fixture
def sample_secretariat(sample_app: Flask) -> Person:
    """A signed-in member of the secretariat over the sample register."""
    return Person(sample_app).sign_in(Role.SECRETARIAT)
