"""Imports in the background, on both databases: all stored and told, or nothing stored and told so."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from casework.domain.access import NoSuchRecordError
from casework.domain.import_runs import RunState
from casework.domain.vocabulary import Role
from casework.services import import_runs
from casework.services.import_runs import CutOffError
from casework.services.importing import store_prepared
from tests.services.desk import reader
from tests.services.register_office import NOW, Office
from tests.services.test_importing_killed import PROGRAM, book, everything

WITH_RUN = PROGRAM.replace(
    "from casework.services.importing import",
    "from casework.services import import_runs\nfrom casework.services.importing import",
).replace(
    'store_prepared(db, prepared, actor=system_reader(db, "t"), now=datetime.now(UTC), progress=tell)',
    'who = system_reader(db, "t")\n'
    "run = import_runs.begin(db, who, lambda: datetime.now(UTC), stores=True)\n"
    "store_prepared(db, prepared, actor=who, now=datetime.now(UTC), progress=tell, run=run)",
)
LATER = timedelta(seconds=121)


class Hands:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    """An office on each database."""
    made = Office(database_url)
    yield made
    made.db.close()


def state(office: Office, key: int, now: datetime = NOW) -> RunState:
    return import_runs.run(office.db, office.reader, key, now).state


def test_a_run_is_done_with_its_records(office: Office) -> None:
    clock = Hands()
    run = import_runs.begin(office.db, office.reader, clock, stores=True)
    assert state(office, run.key) is RunState.RUNNING
    prepared = office.prepare(book(3), progress=run)
    store_prepared(office.db, prepared, actor=office.reader, now=NOW, progress=run, run=run)
    found = import_runs.run(office.db, office.reader, run.key, NOW)
    assert (found.state, found.result["created"], found.result["left_out"]) == (RunState.DONE, 6, 0)
    assert state(office, run.key, NOW + LATER) is RunState.DONE


def test_how_far_it_is_and_how_long_it_may_take(office: Office) -> None:
    """The pace of the stage, not of those before; no text of the file stands beside it."""
    clock = Hands()
    run = import_runs.begin(office.db, office.reader, clock, stores=True)
    run("Đọc và kiểm tra", 0, 1000)
    clock.now += timedelta(seconds=10)
    run("Chuẩn bị “Bà Bí Mật”", 0, 100)
    clock.now += timedelta(seconds=20)
    run("Chuẩn bị “Bà Bí Mật”", 40, 100)
    run("Chuẩn bị “Bà Bí Mật”", 41, 100)
    found = import_runs.run(office.db, office.reader, run.key, clock.now)
    assert (found.stage, found.done, found.total, found.seconds_left) == ("Chuẩn bị", 40, 100, 30)


def test_who_was_taken_for_dead_stores_nothing_any_more(office: Office) -> None:
    """However late it wakes up: what was said stays true."""
    run = import_runs.begin(office.db, office.reader, Hands(), stores=True)
    prepared = office.prepare(book(3))
    assert state(office, run.key, NOW + timedelta(seconds=119)) is RunState.RUNNING
    assert state(office, run.key, NOW + LATER) is RunState.CUT
    assert state(office, run.key, NOW) is RunState.CUT
    with pytest.raises(CutOffError):
        run("Chuẩn bị", 1, 2)
    with pytest.raises(CutOffError):
        store_prepared(office.db, prepared, actor=office.reader, now=NOW, run=run)
    assert set(everything(office).values()) == {0}


def test_who_is_storing_is_not_taken_for_dead(office: Office) -> None:
    """However long it is silent: it holds its row, or the database, until it is done."""
    run = import_runs.begin(office.db, office.reader, Hands(), stores=True)
    with office.db.write() as session:
        run.enter(session)
        assert state(office, run.key, NOW + LATER) is RunState.RUNNING
        run.leave(session, {"created": 1})
    assert state(office, run.key, NOW + LATER) is RunState.DONE


@pytest.mark.parametrize("stage", ["prepared", "letter"])
def test_a_killed_server_is_told_as_cut_off(database_url: str, tmp_path: Path, stage: str) -> None:
    """Killed before or in the middle of its transaction: nothing is there, and the screen says so."""
    file = tmp_path / "so.xlsx"
    file.write_bytes(book(40))
    process = subprocess.Popen(
        [sys.executable, "-c", WITH_RUN, database_url, str(file), stage],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"here\n"
    process.send_signal(signal.SIGKILL)
    process.wait(20)
    office = Office(database_url)
    (found,) = import_runs.newest(office.db, office.reader)
    assert found.state is RunState.RUNNING
    assert state(office, found.id, datetime.now(UTC) + LATER) is RunState.CUT
    assert set(everything(office).values()) == {0}
    office.db.close()


def test_a_run_is_its_officers_own(office: Office) -> None:
    run = import_runs.begin(office.db, office.reader, Hands(), stores=True)
    other = reader(office.db, Role.SECRETARIAT)
    for key in (run.key, run.key + 1):
        with pytest.raises(NoSuchRecordError):
            import_runs.run(office.db, other, key, NOW)
    assert import_runs.newest(office.db, other) == []
