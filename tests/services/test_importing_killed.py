"""An import that is killed leaves nothing behind; an officer can save while one runs (issue 2, section 4)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from casework.domain.vocabulary import RecordKind
from casework.services.handling.entering import log_record
from casework.services.importing import store_prepared
from casework.settings import DEFAULT_OFFICE
from casework.store.facts import FACTS
from casework.store.journal import JournalEntry, JournalEvent, JournalPayload
from casework.store.records import RECORDS
from tests.files.books import register, xlsx
from tests.services.register_office import NOW, TODAY, Office

ROWS = 6000
PROGRAM = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from casework.services.accounts import system_reader
from casework.services.importing import prepare, store_prepared
from casework.settings import DEFAULT_OFFICE
from casework.store import importing, registers
from casework.store.database import Database

url, file, stage = sys.argv[1:]
db = Database(url)
written = 0

def stop(*_told):
    print("here", flush=True)
    sys.stdin.read()

def tell(what, done, total):
    if stage == "prepared" and what == "Ghi vào cơ sở dữ liệu":
        stop()

def insert_facts_slowly(session, kind, timelines, position):
    insert(session, kind, timelines, position)
    if stage == kind.value:
        stop()

insert = registers.insert_timelines
registers.insert_timelines = insert_facts_slowly
prepared = prepare(db, Path(file), "so.xlsx", office=DEFAULT_OFFICE, today=date(2024, 7, 1))
store_prepared(db, prepared, actor=system_reader(db, "t"), now=datetime.now(UTC), progress=tell)
print("done", flush=True)
"""
"""The import as a process that says when it has come to a stage and waits there to be killed. The stage `letter` is in
the middle of its transaction: the journal and the letters are written, the cases are not."""


def book(rows: int) -> bytes:
    """A register of letters and cases."""
    return xlsx({name: register(name, *[{}] * rows) for name in ("Đơn thư", "Vụ KNTC")})


def everything(office: Office) -> dict[str, int]:
    """How many rows there are in each table that an import writes."""
    tables = [*RECORDS.values(), *FACTS.values()]
    tables += [model.__table__ for model in (JournalEntry, JournalEvent, JournalPayload)]  # type: ignore[misc]
    with office.db.read() as session:
        return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def killed_at(url: str, file: Path, stage: str) -> None:
    """Runs the import until `stage` and kills it there."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, url, str(file), stage],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"here\n"
    process.send_signal(signal.SIGKILL)
    assert process.wait(20) == -signal.SIGKILL


@pytest.mark.parametrize("stage", ["prepared", "letter"])
def test_a_killed_import_leaves_nothing_behind(database_url: str, tmp_path: Path, stage: str) -> None:
    file = tmp_path / "so.xlsx"
    file.write_bytes(book(40))
    killed_at(database_url, file, stage)
    office = Office(database_url)
    assert set(everything(office).values()) == {0}
    receipt = office.load(book(40))
    assert (receipt.position, receipt.created) == (1, 80)
    assert office.value("letters.total", TODAY) == 40
    office.check()
    office.db.close()


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_all_or_nothing(database_url: str, tmp_path: Path) -> None:
    """Killed by the clock, not at a chosen place; whatever is there afterwards is whole."""
    file = tmp_path / "so.xlsx"
    file.write_bytes(book(1500))
    whole = 3000
    office = Office(database_url)
    for wait in (0.0, 0.05, 0.15, 0.3, 0.6):
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, database_url, str(file), "prepared"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.readline() == b"here\n"
        process.stdin.close()
        time.sleep(wait)
        process.kill()
        process.wait(20)
        counts = everything(office)
        assert counts["letter"] + counts["kntc_case"] in (0, whole)
        assert counts["journal_entry"] == (1 if counts["letter"] else 0)
        office.check()
    office.load(book(1500))
    assert office.value("letters.total", TODAY) == 1500
    office.check()
    office.db.close()


@pytest.mark.slow
def test_an_officer_saves_while_an_import_runs(database_url: str) -> None:
    office = Office(database_url)
    prepared = office.prepare(book(ROWS))
    done, failures = threading.Event(), list[BaseException]()

    def run() -> None:
        try:
            store_prepared(office.db, prepared, actor=office.reader, now=NOW)
        except BaseException as error:
            failures.append(error)
        finally:
            done.set()

    importing = threading.Thread(target=run)
    importing.start()
    saved = 0
    while not done.is_set() or saved == 0:
        values = {
            "received_on": date(2024, 6, 3),
            "type": "petition_or_feedback",
            "content": f"Đơn thứ {saved}",
            "eligible": True,
        }
        officer = log_record(
            office.db,
            office.reader,
            RecordKind.LETTER,
            values,
            on=date(2024, 6, 3),
            now=NOW,
            token=f"tay-{saved}",
            office=DEFAULT_OFFICE,
        )
        assert not officer.again
        saved += 1
    importing.join()
    assert failures == []
    assert office.value("letters.total", TODAY) == ROWS + saved
    assert office.load(book(ROWS)).position == 0
    office.check()
    office.db.close()
