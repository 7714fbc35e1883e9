"""Many writers at once: 50 on PostgreSQL, 8 on SQLite, in several processes, also while a register is imported.

Numbers are unique and without gaps though a third of the transactions fail; nobody's saving is lost or half there;
whoever comes late to a record is told; nothing answers with a fault of ours.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from casework.domain.events import Event
from casework.domain.vocabulary import RecordKind, Role
from casework.services.checking import check_tables, verify_journal
from casework.store.database import Database
from casework.store.journal import history
from casework.store.records import RECORDS
from tests.browser.serving import served
from tests.files.books import register, xlsx
from tests.machine import ROOT, SHARED, everything_must_run
from tests.services.clients import HttpOfficer, Reply, letter_fields, says, version_on
from tests.services.desk import enter, reader

pytestmark = [pytest.mark.server, pytest.mark.slow]

LETTER = RecordKind.LETTER
WRITERS = {"sqlite": (4, 2), "postgresql": (5, 10)}
"""Processes, and threads in each: 8 on SQLite, 50 on PostgreSQL."""
IMPORTED = 800
"""Rows of each sheet of the register that is imported meanwhile, where it is not the whole workbook."""
SELDOM = 0.02
"""How large a part of the requests may be put off (503) when everybody writes at once and a register is imported."""

Told = list[dict[str, Any]]


def prepared(url: str) -> tuple[Database, int]:
    """The database with an officer, and the letter that everybody will correct."""
    db = Database(url)
    return db, enter(db, reader(db, Role.RECEPTION_OFFICER), LETTER, content="Bản đầu").record_id


@contextmanager
def importing(url: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`casework import` of a register as a process of its own: the workbook when everything must run."""
    file, whole = folder / "so.xlsx", SHARED / "data" / "so-theo-doi-2024h1.xlsx"
    if everything_must_run() and whole.exists():
        file = whole
    else:
        file.write_bytes(xlsx({name: register(name, *[{}] * IMPORTED) for name in ("Đơn thư", "Vụ KNTC")}))
    command = [str(Path(sys.executable).with_name("casework")), "import", str(file)]
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "CASEWORK_DATABASE_URL": url}, stdout=subprocess.DEVNULL
    )
    try:
        yield process
        assert process.wait(240) == 0
    finally:
        process.kill()


def writing(url: str, processes: int, threads: int, record_id: int, folder: Path) -> Told:
    """What all writers told, who began together and went on until the import had ended."""
    ended = folder / "imported"
    command = [sys.executable, "-m", "tests.services.writers", url, str(threads), "2", str(record_id), str(ended)]
    running = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(processes)
    ]
    for one in running:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    told: list[str] = []
    reading = [threading.Thread(target=lambda out=one.stdout: told.extend(out or ())) for one in running]
    for thread in reading:
        thread.start()
    for one in running:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    with importing(url, folder):
        pass
    ended.touch()
    assert [one.wait(240) for one in running] == [0] * processes
    for thread in reading:
        thread.join()
    return [json.loads(line) for line in told]


def numbers(codes: list[str]) -> list[int]:
    """The counted part of register numbers, in order; all of one series."""
    found = [re.fullmatch(r"(.*\D)(\d+)", code) for code in codes]
    assert len({one[1] for one in found if one}) == 1
    return sorted(int(one[2]) for one in found if one)


def by_hand(db: Database) -> dict[int, tuple[str, str]]:
    """Id → number and content of the letters that were not imported."""
    table = RECORDS[LETTER]
    with db.read() as session:
        rows = session.execute(
            select(table.c.id, table.c.code, table.c.content).where(table.c.import_position.is_(None))
        )
        return {row.id: (row.code, row.content) for row in rows}


def events_of(db: Database, record_id: int) -> list[Event]:
    """The whole history of a letter."""
    with db.read() as session:
        return history(session, LETTER, record_id)


def whole(db: Database) -> None:
    """The chain holds, and every table says what the journal says: nothing is half there."""
    assert verify_journal(db) == []
    assert check_tables(db) == []


def corrections(db: Database, record_id: int, kept: dict[int, str]) -> None:
    """Every acknowledged correction stands in the history once, in the order of the versions that were told."""
    told = [str(e.changes["content"]) for e in events_of(db, record_id) if "content" in e.changes][1:]
    assert sorted(kept) == list(range(2, len(kept) + 2))
    assert told == [kept[version] for version in sorted(kept)]
    assert by_hand(db)[record_id][1] == told[-1]


def test_writers_through_the_services(database_url: str, database_kind: str, tmp_path: Path) -> None:
    """Every acknowledged writing is there, none else; the undone ones took no number."""
    db, record_id = prepared(database_url)
    told = writing(database_url, *WRITERS[database_kind], record_id, tmp_path)
    what = Counter(key for line in told for key in line if key not in ("writer", "code", "content"))
    print(database_kind, dict(what))
    assert what["finished"] == WRITERS[database_kind][0]
    assert what["undone"] == what["made"] == what["corrected"] + what["stale"] > 0
    assert what["stale"] > 0
    assert what["refused"] <= SELDOM * len(told)
    found = by_hand(db)
    made = {line["made"]: (line["code"], line["content"]) for line in told if "made" in line}
    assert len(made) == what["made"]
    assert {key: value for key, value in found.items() if key != record_id} == made
    assert numbers([code for code, _ in found.values()]) == list(range(1, len(found) + 1))
    corrections(db, record_id, {line["corrected"]: line["content"] for line in told if "corrected" in line})
    whole(db)
    db.close()


class Desk(threading.Thread):
    """One officer at a browser: letters, each sent twice, and corrections of the letter of all."""

    def __init__(self, officer: HttpOfficer, name: str, record_id: int, rounds: int) -> None:
        """`record_id`: the letter that everybody corrects."""
        super().__init__()
        self.officer, self.called, self.record_id, self.rounds = officer, name, record_id, rounds
        self.letters: dict[str, str] = {}
        self.corrected: list[str] = []
        self.late = 0
        self.replies: Counter[int] = Counter()
        self.put_off: list[Reply] = []
        self.fault: BaseException | None = None

    def run(self) -> None:
        """All rounds; what breaks is kept for the test."""
        try:
            for number in range(self.rounds):
                self.letter(f"Đơn {self.called} số {number}")
                self.correction(f"Sửa bởi {self.called} lần {number}")
        except BaseException as error:
            self.fault = error

    def until_taken(self, path: str, **fields: str) -> Reply:
        """The answer to a form; sent again as long as the server puts it off."""
        while True:
            reply = self.officer.send(path, **fields)
            self.replies[reply.status] += 1
            if reply.status != 503:
                return reply
            self.put_off.append(reply)

    def letter(self, content: str) -> None:
        """One letter, its form sent twice."""
        fields = letter_fields(content, uuid.uuid4().hex)
        first, again = (self.until_taken("/letters/new", **fields) for _ in range(2))
        assert first.kept, first.status
        assert first.at == again.at
        self.letters[first.at] = content

    def correction(self, content: str) -> None:
        """The letter of all, corrected from the version that the page showed."""
        path = f"/letters/{self.record_id}/correct"
        page = self.officer.get(path)
        self.replies[page.status] += 1
        fields = {"version": version_on(page.body), "content": content, "reason": "ghi sai"}
        sent = {**letter_fields("", ""), **fields}
        sent.pop("token")
        reply = self.until_taken(path, **sent)
        if reply.kept:
            self.corrected.append(content)
            return
        assert reply.status == 409, reply.status
        assert says(reply.body, content)
        assert says(reply.body, "Sửa bởi ")
        self.late += 1


def test_officers_at_their_browsers(database_url: str, database_kind: str, tmp_path: Path) -> None:
    """The same through gunicorn as it is served: a form sent twice makes one record, a late one is told (409)."""
    db, record_id = prepared(database_url)
    several = WRITERS[database_kind][0] * WRITERS[database_kind][1]
    with served(database_url) as address:
        signed_in = [HttpOfficer(address).sign_in("u-reception-officer") for _ in range(2)]
        desks = [Desk(signed_in[n % 2].twin(), f"b{n}", record_id, 24 // several + 1) for n in range(several)]
        for desk in desks:
            desk.start()
        with importing(database_url, tmp_path):
            pass
        for desk in desks:
            desk.join()
    assert [desk.fault for desk in desks if desk.fault] == []
    replies = sum((desk.replies for desk in desks), Counter[int]())
    print(database_kind, dict(replies))
    assert set(replies) <= {200, 303, 409, 503}
    assert replies[503] <= SELDOM * replies.total()
    for reply in (one for desk in desks for one in desk.put_off):
        assert int(reply.headers["Retry-After"]) > 0
        assert says(reply.body, "Chưa có gì được lưu")
    letters = {at: content for desk in desks for at, content in desk.letters.items()}
    found = by_hand(db)
    assert {f"/letters/{key}": content for key, (_, content) in found.items() if key != record_id} == letters
    assert numbers([code for key, (code, _) in found.items() if key != record_id]) == list(range(1, len(letters) + 1))
    told = [str(e.changes["content"]) for e in events_of(db, record_id) if "content" in e.changes][1:]
    assert sorted(told) == sorted(content for desk in desks for content in desk.corrected)
    assert 0 < len(told) == sum(desk.rounds - desk.late for desk in desks)
    whole(db)
    db.close()
