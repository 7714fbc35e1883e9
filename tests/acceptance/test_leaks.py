"""Nobody learns who denounced: identities planted through every door, and then every file searched byte by byte.

In both settings (networked, and isolated with a vault, in a process that has no network for real) and on both
databases. Searched are the files of the database and its log, PostgreSQL's whole folder and its server's log, backups,
exports, reports, papers, pages for what went wrong, the search index, waiting mail, attached files, the application's
channels and temporary folder. A complainant planted beside them shows that the search finds what stands there; and
planted faults show that it would find a denouncer.
"""

from __future__ import annotations

import base64
import random
import re
import sqlite3
import struct
import subprocess
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from sqlalchemy import create_engine, make_url, text

from casework.domain.text import fold
from casework.domain.vocabulary import RecordKind, Role
from casework.services import accounts, two_step
from casework.store.database import Database
from tests.acceptance.searching import content_of, forms, found_in
from tests.acceptance.standing_apart import Answer, Site, Visitor, can_stand_alone
from tests.machine import need_program
from tests.services.desk import NOW, OFFICE, PASSWORD
from tests.services.isolated import person

SETTINGS = ("networked", "isolated")
ROLES = (Role.RECEPTION_OFFICER, Role.UNIT_HEAD, Role.LEADER, Role.SECRETARIAT, Role.AUDITOR, Role.ADMINISTRATOR)
WORD = re.compile(r"cwk_[A-Za-z0-9_-]{43}")
KINDS = {RecordKind.LETTER: "letters", RecordKind.RECEPTION: "receptions", RecordKind.CASE: "cases"}


@dataclass(frozen=True)
class Somebody:
    """A person whom nobody else is like: `word` is a syllable that stands nowhere else."""

    word: str
    name: str
    address: str
    phone: str
    card: str

    @classmethod
    def made(cls) -> Somebody:
        """A new one."""
        dice = random.SystemRandom()
        word = "".join(dice.choice("bcdghklmnpqrstvx") + dice.choice("aeiouy") for _ in range(5))
        digits = "".join(dice.choice("0123456789") for _ in range(17))
        return cls(
            word,
            f"Quách Nghiễm {word.title()}",
            f"Số 9{digits[:4]}, ngách {word}, phố Vô Danh",
            f"098{digits[4:11]}",
            f"00120{digits[10:17]}",
        )

    @property
    def told(self) -> str:
        """All of it in one text, as a careless officer types it."""
        return f"Bà {self.name} ở {self.address}, gọi {self.phone}, thẻ {self.card} cho biết cán bộ nhận tiền."

    @property
    def fields(self) -> dict[str, str]:
        """The boxes of a form that ask for it."""
        return {
            "person_name": self.name,
            "person_address": self.address,
            "person_phone": self.phone,
            "person_id_number": self.card,
        }

    @property
    def needles(self) -> list[str]:
        """What is searched for; the syllable alone finds a single word of an index too."""
        return [self.word, self.name, self.address, self.phone, self.card]


def wide(wanted: str) -> set[bytes]:
    """Further forms of a text: UTF-16 either way, decomposed, in addresses, without accents, in base64 by pieces."""
    texts = {wanted, unicodedata.normalize("NFD", wanted), fold(wanted), wanted.upper(), wanted.lower()}
    found = {one.encode(code) for one in texts for code in ("utf-16-le", "utf-16-be")}
    found |= {quote_plus(one).encode() for one in texts} | {one.encode().hex().encode() for one in texts}
    for one in texts:
        for code in ("utf-8", "utf-16-le"):
            for shift in range(3):
                coded = base64.b64encode(b"\0" * shift + one.encode(code))
                found.add(coded[4 if shift else 0 : len(coded) // 4 * 4 - 4])
    return {form for form in found if len(form) >= 8}


def searched(places: list[Path], people: list[Somebody], folder: Path) -> dict[str, list[str]]:
    """Which of the people's data stand in which files, in any form; packed files are opened first."""
    opened = folder / "opened"
    opened.mkdir(exist_ok=True)
    for number, file in enumerate(_files(places)):
        head = content_of(file)[:5]
        if head[:4] == b"PK\x03\x04":
            with zipfile.ZipFile(file) as packed:
                packed.extractall(opened / str(number))
        elif head == b"%PDF-":
            program = need_program("pdftotext")
            subprocess.run([program, "-q", str(file), str(opened / f"{number}.txt")], check=True)
    everywhere = [*places, opened]
    needles = [needle for somebody in people for needle in somebody.needles]
    hits = set(found_in(everywhere, needles, folder))
    left = {form: needle for needle in needles if needle not in hits for form in wide(needle)}
    files = [file for file in _files(everywhere) if file.parent != folder]
    for file in files:
        content = content_of(file)
        hits |= {needle for form, needle in left.items() if form in content}
    return {needle: _where(files, needle) for needle in sorted(hits)}


def _where(files: list[Path], needle: str) -> list[str]:
    wanted = forms(needle) | wide(needle)
    return [str(file) for file in files if any(form in content_of(file) for form in wanted)]


def _files(places: list[Path]) -> list[Path]:
    return [f for place in places for f in ([place] if place.is_file() else sorted(place.rglob("*"))) if f.is_file()]


@dataclass
class Office:
    """A deployment at work: its site, its people signed in, and who was planted."""

    site: Site
    made: Path
    visitors: dict[Role, Visitor] = field(default_factory=dict)
    denouncers: list[Somebody] = field(default_factory=list)
    complainant: Somebody = field(default_factory=Somebody.made)
    addresses: list[str] = field(default_factory=list)

    @property
    def desk(self) -> Visitor:
        """The officer who takes in citizens and letters."""
        return self.visitors[Role.RECEPTION_OFFICER]

    def somebody(self) -> Somebody:
        """A new denouncer."""
        self.denouncers.append(Somebody.made())
        return self.denouncers[-1]

    def keep(self, name: str, answer: Answer) -> Answer:
        """An answer kept as a file, to be searched."""
        (self.made / f"{len(list(self.made.iterdir())):03d}-{name}").write_bytes(answer.body)
        return answer

    def entry(self, kind: RecordKind, who: Somebody, **more: str) -> dict[str, str]:
        """What is typed for a new record of somebody."""
        typed = {
            RecordKind.LETTER: {"received_on": "18/11/2026", "channel": "post", "signers": "1", "eligible": "yes"},
            RecordKind.RECEPTION: {"received_on": "18/11/2026", "form": "regular", "people": "1", "turn": "first"},
            RecordKind.CASE: {"accepted_on": "18/11/2026", "instance": "first", "unit_id": "1"},
        }[kind]
        return {**typed, "type": "denunciation", **who.fields, "content": who.told, "note": who.told, **more}


def people_of(url: str) -> dict[Role, str]:
    """The office's people, without a second step; their usernames."""
    db = Database(url)
    two_step.set_roles(db, accounts.system_reader(db, "tester"), [], NOW)
    names = {}
    for role in ROLES:
        reader = person(db, role, OFFICE)
        names[role] = f"{role.value.replace('_', '-')}-{reader.unit_id}"
    db.close()
    return names


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """A database of each test's own, not the loaded one of this folder."""
    return str(request.param)


@pytest.fixture(params=SETTINGS)
def office(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[Office]:
    """A running deployment with its people at their desks."""
    alone = request.param == "isolated"
    if alone:
        can_stand_alone()
    folder = tmp_path / "site"
    folder.mkdir()
    url = make_url(database_url).render_as_string(hide_password=False)
    if url.startswith("sqlite"):
        (folder / "db").mkdir()
        (tmp_path / "casework.sqlite").rename(folder / "db" / "casework.sqlite")
        url = f"sqlite:///{folder / 'db' / 'casework.sqlite'}"
    site, made = Site(folder, url, alone), tmp_path / "made"
    made.mkdir()
    names = people_of(url)
    if alone:
        run = site.casework("vault", "init", "--decision", "05/QĐ-UBND")
        assert run.returncode == 0, run.stderr
    with site.served() as place:
        at_work = Office(site, made)
        for role, name in names.items():
            at_work.visitors[role] = Visitor(place).sign_in(name)
        yield at_work


# --- the doors ---------------------------------------------------------------------------------------------


def by_forms(office: Office) -> None:
    """The forms of each register and the desk; a letter together with a visit; the drafts of what is being typed."""
    for kind, word in KINDS.items():
        for drafted in ("", "denunciation"):
            who = office.somebody()
            fields = office.entry(kind, who, type=drafted)
            assert office.desk.send(f"/drafts/{word}", on=f"/{word}/new", **fields).status in (200, 204)
        who = office.somebody()
        answer = office.desk.send(f"/{word}/new", **office.entry(kind, who))
        office.keep(f"{word}.html", Answer(200, {}, office.desk.follow(answer).encode()))
        office.addresses.append(answer.headers["Location"])
    who = office.somebody()
    fields = office.entry(RecordKind.RECEPTION, who, with_letter="1", eligible="yes")
    assert office.desk.send("/drafts/desk", on="/desk", **fields).status in (200, 204)
    answer = office.desk.send("/desk", **fields)
    office.keep("desk.html", Answer(200, {}, office.desk.follow(answer).encode()))
    matter = {"type": "complaint", "content": "Khiếu nại về bồi thường", "note": ""}
    plain = office.entry(RecordKind.LETTER, office.complainant, **matter)
    answer = office.desk.send("/letters/new", **plain)
    assert office.complainant.name in office.desk.follow(answer)


def by_failed_saves(office: Office) -> None:
    """Forms that are refused, and a save that breaks midway: neither the page nor a log repeats what was typed."""
    for kind, word in KINDS.items():
        wrong = {"people": "không"} if kind is RecordKind.RECEPTION else {"received_on": "31/2/2026", "accepted_on": ""}
        who = office.somebody()
        fields = {**office.entry(kind, who, **wrong), "content": "Cán bộ nhận tiền", "note": ""}
        answer = office.keep(f"{word}-refused.html", office.desk.send(f"/{word}/new", **fields))
        assert answer.status == 422
    engine = create_engine(office.site.url)
    for before, after in (("form_token", "form_token_away"), ("form_token_away", "form_token")):
        with engine.begin() as connection:
            connection.execute(text(f"ALTER TABLE {before} RENAME TO {after}"))
        if before == "form_token":
            for kind, word in KINDS.items():
                who = office.somebody()
                answer = office.desk.send(f"/{word}/new", **office.entry(kind, who))
                assert office.keep(f"{word}-broken.html", answer).status in (500, 503)
    engine.dispose()


def by_import(office: Office) -> None:
    """A register with denunciations, right and wrong rows: checked on screen and by command, stored, stored again."""
    person_columns = "Người gửi;Địa chỉ;Điện thoại;CCCD"
    matter = "Loại đơn;Nội dung;Đủ điều kiện xử lý;Kết quả xử lý;Ngày xử lý"
    lines = [f"Số đơn;Ngày nhận;Nguồn đơn;{person_columns};{matter}"]
    for number, day in enumerate(("02/11/2026", "03/11/2026", "03/13/2026")):
        who = office.somebody()
        told = ";".join((who.name, who.address, who.phone, who.card, "Tố cáo", who.told))
        lines.append(f"Đ9{number};{day};Bưu điện;{told};Có;Hướng dẫn;05/11/2026")
    data = ("\ufeff" + "\r\n".join(lines)).encode()
    visitor = office.visitors[Role.SECRETARIAT]
    answer = visitor.send("/imports", files={"register": ("so-don.csv", data)})
    office.keep("import-checked.html", Answer(200, {}, visitor.follow(answer).encode()))
    office.keep("import-problems.csv.html", visitor.get("/imports/waiting", verdict="withheld"))
    answer = visitor.send("/imports/waiting/confirm", on="/imports/waiting", partial="y")
    office.keep("import-stored.html", Answer(200, {}, visitor.follow(answer).encode()))
    outside = office.made.parent / "so-don.csv"
    outside.write_bytes(data)
    for more in (("--dry-run",), ("--json",), ("--json", "--partial")):
        run = office.site.casework("import", str(outside), *more)
        office.keep("import.txt", Answer(run.returncode, {}, (run.stdout + run.stderr).encode()))
    outside.unlink()


def by_searching(office: Office) -> None:
    """Names typed into every search box, and the lists that lead on from there."""
    for word in KINDS.values():
        who = office.somebody()
        for visitor in office.visitors.values():
            for asked in (who.name, who.phone, fold(who.name), f'"{who.address}"'):
                assert visitor.get(f"/{word}", q=asked).status in (200, 403)
                assert visitor.get(f"/{word}.csv", q=asked).status in (200, 400, 403, 404)
    who = office.somebody()
    for asked in (who.name, who.card, who.phone):
        assert office.desk.send("/desk/people", on="/desk", q=asked).status == 200
        assert office.desk.send("/desk", do="find", **who.fields).status == 200
    number = office.addresses[0].split("/")[-1]
    assert office.desk.get(f"/letters/walk/{number}", q=who.name).status in (303, 404)
    for path in ("/no-such-page", "/letters/999999", "/figures"):
        office.desk.get(path, q=who.name, code=who.name)


def by_correcting(office: Office) -> None:
    """A complaint with a name that turns out to be a denunciation: refused, then turned by two, everything cleared."""
    who = office.somebody()
    fields = office.entry(RecordKind.LETTER, who, type="complaint")
    path = office.desk.send("/letters/new", **fields).headers["Location"]
    answer = office.desk.send(f"{path}/correct", type="denunciation", reason="Là tố cáo", eligible="yes")
    assert answer.status == 422
    sent = office.desk.send(f"{path}/to-denunciation", paper_file="BM-07", ground="Nội dung là tố cáo cán bộ")
    office.desk.follow(sent)
    head = office.visitors[Role.UNIT_HEAD]
    proposal = head.page("/destruction").split('name="proposal" value="')[1].split('"')[0]
    decision = {"proposal": proposal, "decision": "12/QĐ-VP", "sure": "y", "own_password": PASSWORD}
    head.follow(head.send("/destruction/decide", on="/destruction", **decision))
    office.keep("turned.html", Answer(200, {}, office.desk.page(path).encode()))
    office.addresses.append(path)


def by_files(office: Office) -> None:
    """A file whose name tells, attached to a denunciation."""
    who = office.somebody()
    path = office.addresses[0]
    picture = png()
    sent = {"upload": (f"Đơn của {who.name}.png", picture)}
    answer = office.desk.send(f"{path}/attachments", files=sent, role="other", covered="y")
    assert answer.status == 303, answer.text[-2000:]
    refused = office.desk.send(
        f"{path}/attachments", files={"upload": (f"{who.name}.exe", b"MZ")}, role="other", covered="y"
    )
    assert office.keep("attached.html", refused).status == 422
    office.keep("attached.html", Answer(200, {}, office.desk.page(path).encode()))


def png() -> bytes:
    """A picture of one grey point."""

    def part(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(b"\0\x80")) + part(b"IEND", b"")


def by_opening(office: Office) -> None:
    """In the isolated setting the identity is asked for, approved and shown; only that answer carries it."""
    path, who = office.addresses[0], office.denouncers[2]
    head, leader = office.visitors[Role.UNIT_HEAD], office.visitors[Role.LEADER]
    head.follow(head.send(f"{path}/identity", reason="Cần mời người tố cáo đến làm rõ nội dung"))
    number = leader.page("/identities").split("/identities/")[1].split("/")[0]
    leader.follow(leader.send(f"/identities/{number}/approve", on="/identities"))
    shown = head.send(f"/identities/{number}/open", on="/identities", password=PASSWORD)
    assert who.name in shown.text
    assert who.phone in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    for visitor in office.visitors.values():
        office.keep("identities.html", visitor.get("/identities"))


def what_comes_out(office: Office) -> None:
    """Pages of every role, exports, reports, papers, the reception book, the commands' words."""
    for role, visitor in office.visitors.items():
        for path in (
            *office.addresses,
            *(f"/{word}" for word in KINDS.values()),
            "/",
            "/work",
            "/notices",
            "/destruction",
        ):
            office.keep(f"{role.value}.html", visitor.get(path))
        for word in KINDS.values():
            office.keep(f"{role.value}-{word}.csv", visitor.get(f"/{word}.csv"))
        for path in ("/access-log", "/reports", "/figures", "/scoreboard"):
            office.keep(f"{role.value}.html", visitor.get(path))
        office.keep(f"{role.value}-report.pdf", visitor.get("/reports/pdf", period="2026", as_of="20/11/2026"))
    for role, visitor in office.visitors.items():
        made = visitor.send("/tokens", name="thử", expires_on="1/1/2027", own_password=PASSWORD)
        visitor.word = WORD.findall(made.text)[0]
        for path in (
            "letters.total/members",
            "kntc.total/members?limit=1000",
            "reception.visits?by=type",
            "kntc.total",
        ):
            office.keep(f"{role.value}-given.json", visitor.given(f"/api/v1/figures/{path}"))
        office.keep("given.json", visitor.given("/api/v1/figures?q=nobody"))
        visitor.word, whole = visitor.word[:-1], visitor.word
        assert office.keep("given.json", visitor.given("/api/v1/figures")).status == 401
        visitor.word = whole
    days = ("--from", "2026-01-01", "--as-of", "2026-12-31")
    run = office.site.casework("bi", "write", str(office.made / "bi"), *days)
    assert run.returncode == 0, run.stderr
    assert (office.made / "bi" / "current" / "letters.csv").is_file()
    book = office.desk.get("/receptions/book", **{"from": "1/11/2026", "to": "30/11/2026"})
    assert office.keep("book.pdf", book).body[:5] == b"%PDF-"
    path = office.addresses[0]
    for code in ("receipt", "guidance", "transfer"):
        office.keep("paper.html", office.desk.send(f"{path}/papers/{code}", preview="1"))
    for arguments in (
        ("db", "check"),
        ("db", "status"),
        ("db", "rebuild"),
        ("figures", "members", "letters.total", "--from", "2026-01-01", "--as-of", "2026-12-31", "--csv"),
    ):
        run = office.site.casework(*arguments)
        office.keep("command.txt", Answer(run.returncode, {}, (run.stdout + run.stderr).encode()))


def plant(office: Office) -> None:
    """Identities through every door."""
    by_forms(office)
    by_failed_saves(office)
    by_import(office)
    by_searching(office)
    by_correcting(office)
    by_files(office)
    if office.site.alone:
        by_opening(office)
    what_comes_out(office)
    run = office.site.casework("db", "scrub")
    assert run.returncode == 0, run.stderr


# --- where it could stand ----------------------------------------------------------------------------------


def backups(office: Office) -> list[Path]:
    """Copies as an office makes them."""
    folder = office.made.parent / "backups"
    folder.mkdir()
    (office.made.parent / "copy.key").write_text("mot khoa du dai cho ban sao luu", "ascii")
    run = office.site.casework(
        "backup", str(folder / "copy.casework"), "--key-file", str(office.made.parent / "copy.key")
    )
    assert run.returncode == 0, run.stderr
    url = make_url(office.site.url)
    if url.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(url.database or "")) as connection:
            connection.execute("VACUUM INTO ?", (str(folder / "copy.sqlite"),))
        return [folder]
    program = need_program("pg_dump")
    query = {name: str(value) for name, value in url.query.items()}
    target = ["-h", query.get("host", url.host or ""), "-U", url.username or "", "-d", url.database or ""]
    if url.port:
        target += ["-p", str(url.port)]
    subprocess.run([program, *target, "-f", str(folder / "dump.sql")], check=True)
    return [folder]


def server_folder(office: Office) -> list[Path]:
    """PostgreSQL's own files of this database, its write-ahead log and its server's words; [] for SQLite."""
    if office.site.url.startswith("sqlite"):
        return []
    engine = create_engine(office.site.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CHECKPOINT"))
        folder = Path(connection.scalar(text("SHOW data_directory")) or "")
        number = connection.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
    engine.dispose()
    if not folder.is_dir():
        return []
    return [folder / "base" / str(number), *folder.parent.glob("server.log")]


def everywhere(office: Office) -> list[Path]:
    """All there is to search."""
    return [office.site.folder, office.made, *backups(office), *server_folder(office)]


def test_no_door_lets_a_denouncer_in(office: Office, tmp_path: Path) -> None:
    """Nothing of anybody planted stands anywhere; the complainant stands where he may, and only there."""
    plant(office)
    places = everywhere(office)
    work = tmp_path / "work"
    work.mkdir()
    assert len(office.denouncers) > 20
    assert searched(places, office.denouncers, work) == {}
    words = [visitor.word for visitor in office.visitors.values()]
    assert all(words)
    assert found_in(places, [word[4:-1] for word in words], work) == [], "a token stands somewhere"
    known = office.complainant
    assert known.name in searched(
        [office.site.folder / "db"] if office.site.url.startswith("sqlite") else backups_of(places), [known], work
    )
    assert known.name in searched(sorted(office.made.glob("*reception_officer-letters.csv")), [known], work)
    nowhere = [office.site.folder / "server.log", office.site.folder / "tmp", *office.made.glob("*.pdf")]
    nowhere += [
        f for role in (Role.SECRETARIAT, Role.LEADER, Role.AUDITOR) for f in office.made.glob(f"*{role.value}*")
    ]
    assert searched([f for f in nowhere if f.exists()], [known], work) == {}


def backups_of(places: list[Path]) -> list[Path]:
    """The backups among these places."""
    return [place for place in places if place.name == "backups"]


# --- the checker itself ------------------------------------------------------------------------------------


def _log(folder: Path, who: Somebody) -> None:
    (folder / "server.log").write_text(f"WARNING bad value {who.name!r}\n", "utf-8")


def _plain_row(folder: Path, who: Somebody) -> None:
    with closing(sqlite3.connect(folder / "a.sqlite")) as connection:
        connection.execute("CREATE TABLE t (x TEXT)")
        connection.execute("INSERT INTO t VALUES (?)", (f"gặp {who.name} ở nhà",))
        connection.commit()


def _index(folder: Path, who: Somebody) -> None:
    with closing(sqlite3.connect(folder / "a.sqlite")) as connection:
        connection.execute("CREATE VIRTUAL TABLE t USING fts5(x, content='')")
        connection.execute("INSERT INTO t(rowid, x) VALUES (1, ?)", (fold(who.name),))
        connection.commit()


def _wide_text(folder: Path, who: Somebody) -> None:
    (folder / "export.xls").write_bytes(who.address.encode("utf-16-be"))


def _decomposed(folder: Path, who: Somebody) -> None:
    (folder / "a.json").write_text(unicodedata.normalize("NFD", who.name), "utf-8")


def _coded(folder: Path, who: Somebody) -> None:
    (folder / "mail.eml").write_bytes(base64.b64encode(f"Kính gửi {who.name},".encode()))


def _hexed(folder: Path, who: Somebody) -> None:
    (folder / "dump.sql").write_text(f"\\x{who.card.encode().hex()}", "ascii")


def _addressed(folder: Path, who: Somebody) -> None:
    (folder / "access.log").write_text(f"GET /letters?q={quote_plus(who.name)}", "ascii")


def _bare(folder: Path, who: Somebody) -> None:
    (folder / "words.txt").write_text(fold(who.name), "ascii")


def _packed(folder: Path, who: Somebody) -> None:
    with zipfile.ZipFile(folder / "paper.docx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", f"<w:t>{who.phone}</w:t>")


FAULTS = (_log, _plain_row, _index, _wide_text, _decomposed, _coded, _hexed, _addressed, _bare, _packed)


@pytest.mark.parametrize("fault", FAULTS, ids=[one.__name__.strip("_") for one in FAULTS])
def test_a_planted_fault_is_found(fault: object, tmp_path: Path) -> None:
    """Each way in which a name could come to stand somewhere makes the search red; without it it is green."""
    who, place, work = Somebody.made(), tmp_path / "place", tmp_path / "work"
    place.mkdir()
    work.mkdir()
    (place / "other.txt").write_text("Cán bộ nhận tiền của người dân", "utf-8")
    assert searched([place], [who], work) == {}
    assert callable(fault)
    fault(place, who)
    assert searched([place], [who], work) != {}


def test_a_build_that_withholds_nothing_is_found(sqlite_url: str, tmp_path: Path) -> None:
    """The whole way: a record written past the withholding, in a copy without its CHECK, makes the search red."""
    who, work = Somebody.made(), tmp_path / "work"
    work.mkdir()
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    assert searched([file], [who], work) == {}
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(
            "INSERT INTO letter (id, office_id, register_year, opened_on, version, row_digest, occurrence, "
            "created_position, changed_position, search_text, search_person, type, person_name) "
            "VALUES (1, 1, 2026, '2026-11-20', 1, 'x', 0, 1, 1, '', ?, 'denunciation', ?)",
            (fold(who.name), who.name),
        )
        connection.commit()
    assert who.name in searched([file], [who], work)
