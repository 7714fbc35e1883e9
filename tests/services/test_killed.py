"""kill -9 of the server and of an import at random moments, on each database (issue 3, "It must show" 4).

What was acknowledged is there; what was not is wholly there or not at all, and the same form sent again makes one
record. The journal and the facts verify; letters, papers, files and drafts are whole; no number is missing.
Thirty times each with CASEWORK_TEST_ALL=1, five times otherwise.
"""

from __future__ import annotations

import hashlib
import http.client
import random
import re
import threading
import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from casework.domain.events import Event
from casework.domain.items import ItemKind
from casework.domain.vocabulary import RecordKind, Role
from casework.files.attachment_store import FileStore
from casework.services import drafts
from casework.services.papers.issuing import paper_file
from casework.store.database import Database
from casework.store.items import ITEMS
from casework.store.journal import history
from casework.store.records import RECORDS
from tests.files.books import register, xlsx
from tests.files.enclosures import pdf
from tests.services.clients import HttpOfficer, Reply, letter_fields, version_on
from tests.services.desk import reader
from tests.services.killing import KILLS, Victim, at_random, prepared, said, seeded, starting, whole
from tests.web.person import SECRET
from tests.web.test_papers import boxes

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.timeout(900)]

LETTER = RecordKind.LETTER
DESKS = 4


@dataclass
class Kept:
    """What the server acknowledged to all officers of a test, by what tells it apart."""

    letters: dict[str, str] = field(default_factory=dict)
    contents: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    papers: dict[str, int] = field(default_factory=dict)
    drafts: list[str] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    again: int = 0


class Desk(threading.Thread):
    """An officer who writes until the server goes away; a form that got no answer is sent again at the next one."""

    def __init__(self, officer: HttpOfficer, name: str, kept: Kept, open_form: dict[str, str] | None) -> None:
        """`open_form`: the letter that the last server did not answer."""
        super().__init__()
        self.officer, self.called, self.kept, self.open_form = officer, name, kept, open_form
        self.fault: BaseException | None = None
        self.begun, self.once = threading.Event(), threading.Event()
        """Set when the first form was sent, and when a first round was finished."""

    def run(self) -> None:
        """Works until the connection breaks."""
        try:
            while True:
                self.round()
                self.once.set()
        except (OSError, http.client.HTTPException):
            pass
        except BaseException as error:
            self.fault = error
        finally:
            self.begun.set()
            self.once.set()

    def round(self) -> None:
        """A draft, the letter, its correction, a file, a paper; each noted when it is acknowledged."""
        kept = self.kept
        if self.open_form is not None:
            kept.again += 1
        fields = self.open_form or letter_fields(f"Đơn {uuid.uuid4().hex}", uuid.uuid4().hex)
        self.open_form = fields
        kept.tried.append(fields["content"])
        if self.called == "0":
            assert self.officer.send("/drafts/letters", content=fields["content"]).status == 204
            kept.drafts.append(fields["content"])
        self.begun.set()
        address = self.taken(self.officer.send("/letters/new", **fields)).at
        self.open_form = None
        kept.letters[address] = fields["content"]
        corrected = f"{fields['content']} đã sửa"
        sent = {**fields, "content": corrected, "reason": "ghi sai"}
        sent["version"] = version_on(self.officer.get(f"{address}/correct").body)
        self.taken(self.officer.send(f"{address}/correct", **sent))
        kept.contents[address] = [corrected]
        data = pdf(Title=fields["content"])
        self.taken(self.officer.upload(f"{address}/attachments", "don.pdf", data, role="evidence", note=""))
        kept.files[hashlib.sha256(data).hexdigest()] = data
        self.paper(address)

    def paper(self, address: str) -> None:
        """A guidance about the letter, with the next number."""
        path = f"{address}/papers/guidance"
        asked = boxes(self.officer.get(path).body)
        form = {**asked, "competent": "UBND phường Ba Đình", "reason": "không thuộc thẩm quyền"}
        form.pop("unnumbered", None)
        self.taken(self.officer.send(path, **form))
        self.kept.papers[address] = 1

    def taken(self, reply: Reply) -> Reply:
        """The answer, which must say that it was stored."""
        assert reply.kept, (reply.status, reply.body[:400])
        return reply


def test_a_killed_server(database_url: str, database_kind: str, tmp_path: Path) -> None:
    """Four officers enter letters, correct them, attach files and make papers while the server is killed."""
    db, _first = prepared(database_url)
    dice, kept = seeded(database_kind, "server"), Kept()
    open_forms: dict[str, dict[str, str] | None] = {}
    session: dict[str, str] = {}
    token, took = "", 0.0
    with starting(database_url, tmp_path) as starter:
        for kill in range(KILLS):
            server = starter.start("server")
            try:
                if not token:
                    first = HttpOfficer(server.address).sign_in("u-reception-officer")
                    session, token = first.cookies, first.token
                desks = _at_work(server, session, token, kept, open_forms)
                if kill == 0:
                    began = time.monotonic()
                    for desk in desks:
                        desk.once.wait(60)
                    took = time.monotonic() - began
                at_random(dice, 1.2 * took)
            finally:
                server.kill()
            for desk in desks:
                desk.join(60)
                open_forms[desk.called] = desk.open_form
            assert [desk.fault for desk in desks if desk.fault] == []
            _acknowledged_is_there(db, kept)
            if kill % 10 == 0:
                whole(db)
        server = starter.start("server")
        for called, form in open_forms.items():
            if form is not None:
                desk = Desk(HttpOfficer(server.address, dict(session), token), called, kept, None)
                kept.letters[desk.taken(desk.officer.send("/letters/new", **form)).at] = form["content"]
        server.kill()
    print(database_kind, KILLS, "kills:", len(kept.letters), "letters,", kept.again, "forms sent again")
    assert kept.again > 0 or KILLS < 30
    _acknowledged_is_there(db, kept)
    _nothing_is_half_there(db, kept, tmp_path)
    whole(db)
    db.close()


def _at_work(
    server: Victim, session: dict[str, str], token: str, kept: Kept, open_forms: dict[str, dict[str, str] | None]
) -> list[Desk]:
    """The officers, each of whom has sent something."""
    desks = [
        Desk(HttpOfficer(server.address, dict(session), token), str(n), kept, open_forms.get(str(n)))
        for n in range(DESKS)
    ]
    for desk in desks:
        desk.start()
    for desk in desks:
        desk.begun.wait(60)
    return desks


def _letters(db: Database) -> dict[str, tuple[str, str]]:
    """Address → number and content of the officers' letters."""
    table = RECORDS[LETTER]
    with db.read() as session:
        rows = session.execute(select(table.c.id, table.c.code, table.c.content).where(table.c.code.like("%2024%")))
        return {f"/letters/{row.id}": (row.code, row.content) for row in rows}


def _acknowledged_is_there(db: Database, kept: Kept) -> None:
    """Letters, corrections, files, papers: each that was acknowledged."""
    found = _letters(db)
    for address, content in kept.letters.items():
        assert found[address][1].startswith(content)
        for corrected in kept.contents.get(address, ()):
            assert found[address][1] == corrected
    files, papers = ITEMS[ItemKind.ATTACHMENT], ITEMS[ItemKind.PAPER]
    with db.read() as session:
        attached = set(session.scalars(select(files.c.sha256)))
        made = [f"/letters/{of}" for of in session.scalars(select(papers.c.of_id))]
    assert set(kept.files) <= attached
    assert set(kept.papers) <= set(made)


def _nothing_is_half_there(db: Database, kept: Kept, folder: Path) -> None:
    """No form made two records; numbers are without gaps; each file and paper opens; the draft is one that was sent."""
    found = _letters(db)
    contents = [content.removesuffix(" đã sửa") for _, content in found.values()]
    assert sorted(contents) == sorted(set(kept.tried))
    counted = sorted(int(re.sub(r".*\D", "", code)) for code, _ in found.values())
    assert counted == list(range(1, len(found) + 1))
    for address in found:
        with db.read() as session:
            events: list[Event] = history(session, LETTER, int(address.rsplit("/", 1)[1]))
        assert events
    officer = reader(db, Role.RECEPTION_OFFICER)
    files, papers = ITEMS[ItemKind.ATTACHMENT], ITEMS[ItemKind.PAPER]
    store = FileStore(folder / "files")
    with db.read() as session:
        attached = list(session.scalars(select(files.c.sha256)))
        made = list(session.execute(select(papers.c.id, papers.c.number)))
    for name in attached:
        assert store.get(name) == kept.files.get(name, store.get(name))
    for name in store.names():
        assert hashlib.sha256(store.get(name)).hexdigest() == name
    assert sorted(int(number.split("/")[0]) for _, number in made) == list(range(1, len(made) + 1))
    for paper_id, _ in made[-5:]:
        assert paper_file(db, officer, paper_id, "pdf", on=datetime.now(UTC).date()).data.startswith(b"%PDF")
    draft = drafts.kept(db, officer, "letters", datetime.now(UTC), SECRET)
    assert draft is None or draft.values["content"] in kept.tried


def _book(number: int) -> tuple[bytes, set[str]]:
    """A register of 120 letters and as many cases, and the numbers of its letters."""
    rows = 120
    letters = [{"Số đơn": f"N{number}-{row}"} for row in range(rows)]
    cases = [{"Số hồ sơ": f"V{number}-{row}"} for row in range(rows)]
    book = xlsx({"Đơn thư": register("Đơn thư", *letters), "Vụ KNTC": register("Vụ KNTC", *cases)})
    return book, {str(letter["Số đơn"]) for letter in letters}


def _imported(db: Database, wanted: set[str]) -> int:
    table = RECORDS[LETTER]
    with db.read() as session:
        return len(session.scalars(select(table.c.id).where(table.c.code.in_(wanted))).all())


def test_a_killed_import(database_url: str, database_kind: str, tmp_path: Path) -> None:
    """All of a register or nothing of it; what was told to be stored is stored; the same file again makes it whole."""
    db, _first = prepared(database_url)
    dice: random.Random = seeded(database_kind, "import")
    killed = 0
    with starting(database_url, tmp_path) as starter:
        took = 0.0
        for kill in range(KILLS + 1):
            book, wanted = _book(kill)
            file = tmp_path / f"so-{kill}.xlsx"
            file.write_bytes(book)
            before, began = said(tmp_path), time.monotonic()
            running = starter.start("import", file=str(file))
            if kill == 0:
                assert running.end() == 0
                took = time.monotonic() - began
                assert _imported(db, wanted) == len(wanted)
                continue
            at_random(dice, 1.1 * took)
            running.kill()
            stored = _imported(db, wanted)
            assert stored in (0, len(wanted))
            acknowledged = "Đã lưu" in said(tmp_path).removeprefix(before)
            assert stored or not acknowledged
            killed += not acknowledged
            if kill % 10 == 0:
                whole(db)
        last = starter.start("import", file=str(tmp_path / f"so-{KILLS}.xlsx"))
        assert last.end() == 0
    print(database_kind, killed, "of", KILLS, "imports killed before they told that they had stored")
    assert killed > KILLS // 2
    assert _imported(db, wanted) == len(wanted)
    whole(db)
    db.close()
