"""Verification: every attack on either log, or on what follows from the journal, is told at its place, on both
databases; also by who may drop the triggers; and an untouched register is whole."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

from casework.domain.anchors import ACCESS, JOURNAL, VerifyFault
from casework.domain.reading import AccessAct, Reading
from casework.domain.vocabulary import RecordKind as K
from casework.domain.vocabulary import Role
from casework.services.verification import AnchorFileError, journal_head, note_anchors, verify, verify_in
from casework.store import access_log
from casework.store.database import Database
from tests.services.desk import NOW, enter, reader
from tests.services.test_desk import came

VISITS = 6


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """Some twenty entries of records and items, and twelve readings."""
    database = Database(database_url)
    officer, office = reader(database, Role.RECEPTION_OFFICER), reader(database, Role.SECRETARIAT)
    for number in range(VISITS):
        came(database, officer, f"t{number}", type="denunciation" if number % 5 == 0 else "complaint")
    for kind in (K.PETITION, K.CASE, K.FEEDBACK):
        enter(database, office if kind is K.PETITION else officer, kind)
    for number in range(12):
        with database.write() as session:
            moment = NOW + timedelta(seconds=number)
            access_log.append(session, [Reading(AccessAct.READ, K.LETTER, number + 1)], officer.user_id, "", moment)
    yield database
    database.close()


class _UndoneError(Exception):
    """Ends an attack: nothing of it stays."""


def after(db: Database, *statements: str) -> list[VerifyFault]:
    """What is found after the database was changed as its owner could, without triggers; then all of it is undone."""
    found: list[VerifyFault] = []
    with contextlib.suppress(_UndoneError), db.write() as session:
        _disarm(session, db)
        for statement in statements:
            session.execute(text(statement))
        found = verify_in(session)
        raise _UndoneError
    return found


def attack(db: Database, *statements: str) -> None:
    """Changes the database as its owner could, and it stays so."""
    with db.write() as session:
        _disarm(session, db)
        for statement in statements:
            session.execute(text(statement))


def _disarm(session: Session, db: Database) -> None:
    if db.dialect == "sqlite":
        for name in session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            session.execute(text(f"DROP TRIGGER {name}"))
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
    else:
        for name in inspect(session.connection()).get_table_names():
            session.execute(text(f"ALTER TABLE {name} DISABLE TRIGGER ALL"))


def one(db: Database, query: str) -> int:
    with db.read() as session:
        return int(session.scalar(text(query)) or 0)


def test_an_untouched_register_is_whole(db: Database, tmp_path: Path) -> None:
    anchors = tmp_path / "anchors"
    note_anchors(db, anchors, NOW)
    came(db, reader(db, Role.RECEPTION_OFFICER), "later")
    note_anchors(db, anchors, NOW)
    assert verify(db, anchors) == []
    assert len(anchors.read_text().splitlines()) == 4


ENTRY = {JOURNAL: "journal_entry", ACCESS: "access_entry"}
IN_ENTRY: dict[str, Callable[[str], str]] = {
    "another actor": lambda t: f"UPDATE {t} SET os_user = 'ai đó' WHERE position = 7",
    "another moment": lambda t: (
        f"UPDATE {t} SET {'recorded_at' if t == ENTRY[JOURNAL] else 'read_at'} = "
        f"'2020-01-01 00:00:00' WHERE position = 7"
    ),
    "another act": lambda t: f"UPDATE {t} SET act = 'x' WHERE position = 7",
    "removed": lambda t: f"DELETE FROM {t} WHERE position = 7",
    "another hash": lambda t: f"UPDATE {t} SET hash = '{'0' * 64}' WHERE position = 7",
}


def test_an_entry_that_was_touched_is_named(db: Database) -> None:
    for log, table in ENTRY.items():
        for what, statement in IN_ENTRY.items():
            found = [fault for fault in after(db, statement(table)) if fault.log == log and fault.position in (7, 8)]
            assert found, (log, what)


def test_two_entries_that_changed_places_are_named(db: Database) -> None:
    for log, table in ENTRY.items():
        found = after(
            db,
            f"UPDATE {table} SET position = 1000000 WHERE position = 5",
            f"UPDATE {table} SET position = 5 WHERE position = 6",
            f"UPDATE {table} SET position = 6 WHERE position = 1000000",
        )
        assert {fault.position for fault in found if fault.log == log} & {5, 6}, log


@pytest.mark.parametrize("log", [JOURNAL, ACCESS])
def test_a_log_that_was_cut_off_is_told_by_an_anchor(db: Database, log: str, tmp_path: Path) -> None:
    anchors = tmp_path / "anchors"
    note_anchors(db, anchors, NOW)
    last = one(db, f"SELECT max(position) FROM {ENTRY[log]}")
    if log == JOURNAL:
        attack(
            db,
            f"DELETE FROM journal_payload WHERE event_id IN (SELECT id FROM journal_event WHERE position = {last})",
            f"DELETE FROM journal_event WHERE position = {last}",
        )
    attack(db, f"DELETE FROM {ENTRY[log]} WHERE position = {last}")
    assert [fault for fault in verify(db) if fault.log == log and "chuỗi" in fault.message] == []
    (found,) = [fault for fault in verify(db, anchors) if "cắt bỏ" in fault.message]
    assert found.position == last - 1


def test_a_log_that_was_made_anew_is_told_by_an_anchor(db: Database, tmp_path: Path) -> None:
    """Whoever may write the database can also forge a whole chain, but not the anchor outside."""
    anchors = tmp_path / "anchors"
    note_anchors(db, anchors, NOW)
    with db.write() as session:
        _disarm(session, db)
        rows = session.execute(text("SELECT count(*) FROM access_entry")).scalar_one()
        session.execute(text("DELETE FROM access_entry"))
    who = reader(db, Role.RECEPTION_OFFICER)
    for number in range(rows):
        with db.write() as session:
            moment = NOW + timedelta(seconds=number)
            access_log.append(session, [Reading(AccessAct.READ, K.LETTER, 999)], who.user_id, "", moment)
    assert [fault for fault in verify(db) if fault.log == ACCESS] == []
    (found,) = [fault for fault in verify(db, anchors) if fault.log == ACCESS]
    assert "làm lại" in found.message


EVENTS = {
    "another day": "UPDATE journal_event SET happened_on = '2020-01-01' WHERE id = 9",
    "another record": "UPDATE journal_event SET record_id = 424242 WHERE id = 9",
    "another name": "UPDATE journal_event SET name = 'handled' WHERE id = 9",
    "another kind": "UPDATE journal_event SET kind = 'feedback' WHERE id = 9",
    "inferred": "UPDATE journal_event SET inferred = NOT inferred WHERE id = 9",
    "another digest": f"UPDATE journal_event SET payload_digest = '{'a' * 64}' WHERE id = 9",
    "another payload": "UPDATE journal_payload SET payload = '{}' WHERE event_id = 9",
    "another salt": "UPDATE journal_payload SET salt = 'aaaa' WHERE event_id = 9",
    "a payload gone": "DELETE FROM journal_payload WHERE event_id = 9",
}


def test_an_event_or_payload_that_was_touched_is_named_by_its_entry(db: Database) -> None:
    position = one(db, "SELECT position FROM journal_event WHERE id = 9")
    for what, statement in EVENTS.items():
        assert position in {fault.position for fault in after(db, statement) if fault.log == JOURNAL}, what


TABLES = {
    "the day of receipt": ("UPDATE letter SET received_on = '2020-01-01' WHERE id = {letter}", "Đ"),
    "a fact's due day": ("UPDATE letter_facts SET due_on = '2030-01-01' WHERE record_id = {letter}", "Đ"),
    "a fact's state": ("UPDATE letter_facts SET state = 'handled' WHERE record_id = {letter}", "Đ"),
    "a fact removed": ("DELETE FROM letter_facts WHERE record_id = {letter}", "Đ"),
    "a link's target": ("UPDATE item_link SET to_id = 1 WHERE of_id = {letter}", "Liên kết hồ sơ"),
    "a link struck": ("UPDATE item_link SET struck = NOT struck WHERE of_id = {letter}", "Liên kết hồ sơ"),
    "the searched words": ("UPDATE letter SET search_text = 'khac' WHERE id = {letter}", "Đ"),
}


def test_what_no_longer_follows_is_named_by_its_record(db: Database) -> None:
    letter = one(db, "SELECT max(id) FROM letter")
    with db.read() as session:
        code = str(session.scalar(text("SELECT code FROM letter WHERE id = :id"), {"id": letter}))
    for what, (statement, word) in TABLES.items():
        found = after(db, statement.format(letter=letter))
        assert [fault for fault in found if code in fault.place and word in fault.place], (what, found)
        assert not any(fault.position for fault in found), what


def test_a_file_of_anchors_that_was_spoilt_is_told_by_its_line(db: Database, tmp_path: Path) -> None:
    anchors = tmp_path / "anchors"
    note_anchors(db, anchors, datetime(2026, 11, 20, tzinfo=UTC))
    anchors.write_text(anchors.read_text() + "không phải JSON\n")
    with pytest.raises(AnchorFileError, match="dòng 3"):
        verify(db, anchors)


def test_the_head_is_what_a_paper_prints(db: Database) -> None:
    head = journal_head(db)
    assert head.count == one(db, "SELECT count(*) FROM journal_entry")
    assert len(head.hash) == 64
