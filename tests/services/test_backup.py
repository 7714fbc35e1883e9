"""The drill: a copy made while people work is brought back elsewhere, and is what it was; on both databases."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from casework.domain.fields import Value
from casework.domain.items import ItemKind
from casework.domain.vocabulary import RecordKind, Role
from casework.files.attachment_store import FileStore
from casework.services import checking
from casework.services.backup import ArchiveError, BackupError, make_backup, restore_backup
from casework.store import items, journal
from casework.store.database import Database
from casework.store.records import RECORDS
from casework.store.search import matches
from tests.acceptance.searching import found_in
from tests.services.desk import NOW, OFFICE, ON, enter
from tests.services.isolated import person

K = RecordKind
SECRET = b"mot mat khau du dai de sao luu"
NAME = "Quách Thị Ngọc Huyền Vy"


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A database with three letters and an attached content."""
    database = Database(database_url)
    desk = person(database, Role.RECEPTION_OFFICER, OFFICE)
    for number in range(3):
        enter(database, desk, K.LETTER, person_name=NAME, content=f"Đơn thứ {number}")
    yield database
    database.close()


@pytest.fixture
def elsewhere(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty place of the same sort."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'again.sqlite'}"
        return
    server = request.getfixturevalue("postgres_server")
    name = f"casework_again_{uuid.uuid4().hex[:12]}"
    yield server.create(name)
    server.drop(name)


def test_what_was_saved_comes_back(db: Database, elsewhere: str, tmp_path: Path) -> None:
    """Records, journal, search and files; what came after the copy is not in it; nothing in the copy is readable."""
    files = FileStore(tmp_path / "files")
    kept = files.put(b"%PDF-1.7 " + NAME.encode())
    copy = tmp_path / "copies" / "saved.casework"
    copy.parent.mkdir()
    told = make_backup(db, copy, SECRET, files=tmp_path / "files", now=NOW)
    enter(db, person(db, Role.RECEPTION_OFFICER, OFFICE), K.LETTER, content="Sau khi sao lưu")
    assert (told.dialect, told.files) == (db.dialect, 1)
    assert copy.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in copy.parent.iterdir()] == ["saved.casework"]
    assert found_in([copy], [NAME, "letter", "journal_entry"], tmp_path) == []
    restore_backup(copy, elsewhere, SECRET, files=tmp_path / "back")
    again = Database(elsewhere)
    assert FileStore(tmp_path / "back").get(kept) == b"%PDF-1.7 " + NAME.encode()
    with again.read() as session:
        assert session.scalar(select(func.count()).select_from(RECORDS[K.LETTER])) == 3
        condition = matches(again.dialect, K.LETTER, "ngoc huyen", True)
        assert condition is not None
        assert len(session.scalars(select(RECORDS[K.LETTER].c.id).where(condition)).all()) == 3
    assert checking.check_tables(again) == []
    assert checking.verify_journal(again) == []
    desk = person(again, Role.RECEPTION_OFFICER, OFFICE)
    assert enter(again, desk, K.LETTER).code.endswith("00004")
    again.close()


def test_files_that_come_and_go_meanwhile(db: Database, elsewhere: str, tmp_path: Path) -> None:
    """Every row of the copy finds its file, though files are attached and destroyed while it is made; a file that was
    never finished is not in it."""
    store, desk = FileStore(tmp_path / "files"), person(db, Role.RECEPTION_OFFICER, OFFICE)
    letter = enter(db, desk, K.LETTER).record_id
    stop = threading.Event()

    def work() -> None:
        number = 0
        while not stop.is_set() or number < 3:
            number += 1
            data = b"%PDF-1.7 " + str(number).encode()
            with db.write() as session:
                name = store.put(data)
                values: dict[str, Value] = {"role": "Khác", "size": len(data), "sha256": name, "attached_on": ON}
                act = journal.Act("attach", desk.user_id, "", NOW)
                items.add_item(session, ItemKind.ATTACHMENT, K.LETTER, letter, values, on=ON, act=act)
            store.remove(store.put(b"destroyed " + data))

    first = store.put(b"before")
    unfinished = tmp_path / "files" / first[:2] / ".0123456789abcdef"
    unfinished.write_bytes(b"half of it")
    worker = threading.Thread(target=work)
    worker.start()
    try:
        told = make_backup(db, tmp_path / "saved.casework", SECRET, files=tmp_path / "files", now=NOW)
    finally:
        stop.set()
        worker.join()
    restore_backup(tmp_path / "saved.casework", elsewhere, SECRET, files=tmp_path / "back")
    again, back = Database(elsewhere), FileStore(tmp_path / "back")
    with again.read() as session:
        named = set(session.scalars(select(items.ITEMS[ItemKind.ATTACHMENT].c.sha256)))
    again.close()
    assert {first, *named} <= set(back.names())
    assert not (tmp_path / "back" / first[:2] / unfinished.name).exists()
    assert told.files == len([one for one in (tmp_path / "back").rglob("*") if one.is_file()])


def test_nothing_is_written_over(db: Database, elsewhere: str, tmp_path: Path) -> None:
    """Neither a copy that is there, nor a database or a folder with something in it."""
    copy = tmp_path / "saved.casework"
    make_backup(db, copy, SECRET, files=tmp_path / "none", now=NOW)
    before = copy.read_bytes()
    with pytest.raises(BackupError, match="không ghi đè"):
        make_backup(db, copy, SECRET, files=tmp_path / "none", now=NOW)
    assert copy.read_bytes() == before
    with pytest.raises(BackupError, match="không trống"):
        restore_backup(copy, db.url, SECRET, files=tmp_path / "back")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("x")
    with pytest.raises(BackupError, match="Kho tệp đích không trống"):
        restore_backup(copy, elsewhere, SECRET, files=tmp_path / "full")
    with pytest.raises(BackupError, match="Thư mục"):
        make_backup(db, tmp_path / "no" / "saved", SECRET, files=tmp_path / "none", now=NOW)


def test_a_damaged_copy_touches_nothing(db: Database, elsewhere: str, tmp_path: Path) -> None:
    """A wrong secret, a changed byte, a cut: refused, and the place is as empty as before."""
    copy = tmp_path / "saved.casework"
    make_backup(db, copy, SECRET, files=tmp_path / "none", now=NOW)
    whole = copy.read_bytes()
    changed = bytearray(whole)
    changed[len(whole) // 2] ^= 1
    for data, secret in ((whole, b"mot mat khau khac han"), (bytes(changed), SECRET), (whole[:-9], SECRET)):
        copy.write_bytes(data)
        with pytest.raises(ArchiveError):
            restore_backup(copy, elsewhere, secret, files=tmp_path / "back")
        assert not (tmp_path / "back").exists()
    assert [one for one in tmp_path.iterdir() if one.name.startswith(".casework-")] == []
    copy.write_bytes(whole)
    restore_backup(copy, elsewhere, SECRET, files=tmp_path / "back")


def test_a_copy_of_an_unsound_database_is_told(db: Database, elsewhere: str, tmp_path: Path) -> None:
    """A day changed by hand before the copy was made: the drill says so."""
    with db.write() as session:
        session.execute(text("UPDATE letter SET received_on = '2020-01-01'"))
    copy = tmp_path / "saved.casework"
    make_backup(db, copy, SECRET, files=tmp_path / "none", now=NOW)
    with pytest.raises(BackupError, match="không khớp: 0 chỗ ở nhật ký, 3 chỗ ở bảng"):
        restore_backup(copy, elsewhere, SECRET, files=tmp_path / "back")
