"""Closing a record to a person, and telling who read what: the verbs, their rights, and the log that proves itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from casework.domain.access import ForbiddenError, NoSuchRecordError
from casework.domain.entry import EntryError
from casework.domain.periods import Question
from casework.domain.reading import AccessAct, DenialGround, Reading
from casework.domain.vocabulary import RecordKind, Role
from casework.services import denials, reading
from casework.services.record_page import record_page
from casework.services.registers import ListQuery, register_page
from casework.store.access_log import verify_access
from casework.store.database import Database
from tests.services.desk import NOW, ON, enter, reader, unit_id

K, R = RecordKind, Role
ALL = Question(ON, ON)


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


def test_a_leader_who_is_complained_of_sees_nothing_until_it_is_lifted(db: Database) -> None:
    """Closed by the officer who took it in; opened again by a head; nobody else may, and twice is once."""
    officer, leader = reader(db, R.RECEPTION_OFFICER), reader(db, R.LEADER)
    head, colleague = reader(db, R.UNIT_HEAD), reader(db, R.LEADER, name="leader-2")
    key = enter(db, officer, K.CASE, unit_id=str(unit_id(db, "Sở Y tế"))).record_id
    assert record_page(db, leader, K.CASE, key, ON).id == key
    for _ in range(2):
        assert denials.deny(db, officer, K.CASE, key, leader.user_id, "accused", on=ON, now=NOW)
    with pytest.raises(NoSuchRecordError):
        record_page(db, leader, K.CASE, key, ON)
    assert register_page(db, leader, ListQuery(K.CASE, ALL)).total == 0
    assert register_page(db, colleague, ListQuery(K.CASE, ALL)).total == 1
    found = denials.denials_of(db, officer, K.CASE, key)
    assert [(one.ground, one.denied_on, one.lifted_on) for one in found.denied] == [
        (DenialGround.ACCUSED.label, ON, None)
    ]
    assert leader.user_id not in [person for person, _name in found.people]
    with pytest.raises(NoSuchRecordError):
        denials.denials_of(db, leader, K.CASE, key)
    with pytest.raises(NoSuchRecordError):
        denials.lift(db, leader, K.CASE, key, found.denied[0].id, on=ON, now=NOW)
    with pytest.raises(ForbiddenError):
        denials.lift(db, officer, K.CASE, key, found.denied[0].id, on=ON, now=NOW)
    denials.lift(db, head, K.CASE, key, found.denied[0].id, on=ON, now=NOW)
    assert record_page(db, leader, K.CASE, key, ON).id == key
    assert denials.denials_of(db, head, K.CASE, key).denied[0].lifted_on == ON


def test_what_a_denial_needs(db: Database) -> None:
    """A person who reads records, a ground of the list; a denial of another record is no denial of this one."""
    officer, head = reader(db, R.RECEPTION_OFFICER), reader(db, R.UNIT_HEAD)
    key = enter(db, officer, K.CASE, unit_id=str(unit_id(db, "Sở Y tế"))).record_id
    other = enter(db, officer, K.CASE, unit_id=str(unit_id(db, "Sở Y tế"))).record_id
    administrator = reader(db, R.ADMINISTRATOR).user_id
    for person, ground, wrong in (
        (None, "accused", {"person_id"}),
        (administrator, "accused", {"person_id"}),
        (10**6, "", {"person_id", "ground"}),
    ):
        with pytest.raises(EntryError) as refused:
            denials.deny(db, officer, K.CASE, key, person, ground, on=ON, now=NOW)
        assert set(refused.value.errors) == wrong
    with pytest.raises(ForbiddenError):
        denials.deny(db, reader(db, R.SECRETARIAT), K.CASE, key, administrator, "accused", on=ON, now=NOW)
    assert not denials.deny(db, head, K.CASE, key, head.user_id, "related", on=ON, now=NOW), "he closed it to himself"
    found = denials.denials_of(db, officer, K.CASE, key).denied[0]
    with pytest.raises(NoSuchRecordError):
        denials.lift(db, reader(db, R.LEADER), K.CASE, other, found.id, on=ON, now=NOW)
    with pytest.raises(NoSuchRecordError):
        denials.lift(db, reader(db, R.LEADER), K.CASE, key, 10**6, on=ON, now=NOW)


def test_the_log_tells_who_read_and_refuses_change(db: Database) -> None:
    """Heads see who read a record, the auditor sees the whole log with filters, nobody else either; the chain proves
    itself, and names the place where it was edited."""
    officer, head, auditor = (reader(db, role) for role in (R.RECEPTION_OFFICER, R.UNIT_HEAD, R.AUDITOR))
    key = enter(db, officer, K.CASE, unit_id=str(unit_id(db, "Sở Y tế"))).record_id
    reading.note(db, officer, [Reading(AccessAct.READ, K.CASE, key)], NOW)
    query = ListQuery(K.CASE, ALL, cell={"type": "denunciation", "subject": "Nguyễn Văn Kín"}, search="Nguyễn Văn Kín")
    reading.note(db, head, reading.listed(db, query, 3, AccessAct.EXPORTED), NOW)
    reading.note(db, head, [], NOW)
    assert [(one.person, one.act) for one in reading.readers_of(db, head, K.CASE, key)] == [
        ("Người Cán bộ tiếp nhận", AccessAct.READ)
    ]
    whole = reading.access_log_page(db, auditor, reading.LogQuery())
    assert [(one.act, one.row_count) for one in whole.lines] == [(AccessAct.EXPORTED, 3), (AccessAct.READ, None)]
    assert whole.lines[0].what == "Loại vụ việc: Tố cáo; Lĩnh vực: (đã chọn); có tìm theo từ ngữ"
    filtered = reading.LogQuery(act=AccessAct.READ, kind=K.CASE, record_id=key, since=NOW)
    assert reading.access_log_page(db, auditor, filtered).total == 1
    assert reading.access_log_page(db, auditor, reading.LogQuery(until=NOW)).total == 0
    for nobody in (officer, head, reader(db, R.ADMINISTRATOR)):
        with pytest.raises(ForbiddenError):
            reading.access_log_page(db, nobody, reading.LogQuery())
    with pytest.raises(ForbiddenError):
        reading.readers_of(db, officer, K.CASE, key)
    with db.read() as session:
        assert list(verify_access(session)) == []
    for change in ("UPDATE access_entry SET what = ''", "DELETE FROM access_entry"):
        with pytest.raises(DatabaseError), db.write() as session:
            session.execute(text(change))
    off = "ALTER TABLE access_entry DISABLE TRIGGER ALL"
    with db.write() as session:
        session.execute(text(off if db.dialect == "postgresql" else "DROP TRIGGER access_entry_no_update"))
        session.execute(text("UPDATE access_entry SET row_count = 2 WHERE position = 2"))
    with db.read() as session:
        assert [fault.position for fault in verify_access(session)] == [2]
