"""Days off and limits that change: shown before, told after; closed records and the past stay, and all follows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from casework.domain.access import ForbiddenError, Reader
from casework.domain.events import ALWAYS
from casework.domain.grounds import ComplexityGround
from casework.domain.law_changes import DAY, LIMIT, LawChange, LawChangeError
from casework.domain.vocabulary import RecordKind as K
from casework.domain.vocabulary import Role
from casework.services import checking, verification
from casework.services.handling import correcting, moving
from casework.services.law_changes import StaleLawError, change_law, law_now, preview
from casework.store.database import Database
from casework.store.facts import FACTS
from casework.store.records import RECORDS
from tests.services.desk import NOW, OFFICE, ON, enter, reader, unit_id

DUE = date(2026, 11, 30)
"""A letter of Friday 20/11/2026 is to be handled in ten days: on Monday 30/11/2026."""


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A database with its reference data."""
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def office(db: Database) -> Reader:
    """The secretariat, which keeps the calendar."""
    return reader(db, Role.SECRETARIAT)


def letter(db: Database, who: Reader) -> int:
    return enter(db, who, K.LETTER, received_on="20/11/2026").record_id


def off(day: date) -> LawChange:
    row = {"day": day.isoformat(), "kind": "off", "name": "Nghỉ bù", "status": "confirmed", "source": "thông báo"}
    return LawChange(DAY, day.isoformat(), row)


def limit(amount: int, valid_from: str = "2026-11-01") -> LawChange:
    row = {
        "code": "letter.handling",
        "kind": "letter",
        "amount": amount,
        "unit": "calendar",
        "start_event": "received",
        "legal_basis": "",
        "confidence": "med",
        "valid_from": valid_from,
        "label_vi": "Xử lý đơn",
        "configurable": True,
    }
    return LawChange(LIMIT, "letter.handling", row)


def due(db: Database, record_id: int, kind: K = K.LETTER) -> date | None:
    table = FACTS[kind]
    query = select(table.c.due_on).where(table.c.record_id == record_id, table.c.known_to == ALWAYS)
    with db.read() as session:
        return session.scalars(query.order_by(table.c.valid_from.desc())).first()


def close(db: Database, record_id: int) -> None:
    """The letter is filed by the steps of its workflow."""
    officer = reader(db, Role.RECEPTION_OFFICER)
    with db.read() as session:
        version = session.scalars(select(RECORDS[K.LETTER].c.version).where(RECORDS[K.LETTER].c.id == record_id)).one()
    values = {"handled_on": f"{ON:%d/%m/%Y}", "reason": "đã được giải quyết"}
    moving.move(db, officer, K.LETTER, record_id, "file", values, version, on=ON, now=NOW)


def test_a_day_off_moves_open_records_only_and_is_shown_before(db: Database, office: Reader) -> None:
    officer = reader(db, Role.RECEPTION_OFFICER)
    open_one, closed_one = letter(db, officer), letter(db, officer)
    close(db, closed_one)
    assert (due(db, open_one), due(db, closed_one)) == (DUE, DUE)
    shown = preview(db, office, [off(DUE)])
    assert [(one.kind, one.id) for one in shown.affected] == [(K.LETTER, open_one)]
    assert ("Hạn giải quyết", DUE, DUE + timedelta(days=1)) in shown.affected[0].moved
    assert due(db, open_one) == DUE
    done = change_law(db, office, [off(DUE)], shown.version, on=ON, now=NOW)
    assert done.affected == shown.affected
    assert (due(db, open_one), due(db, closed_one)) == (DUE + timedelta(days=1), DUE)
    assert checking.check_tables(db) == []
    assert verification.verify(db) == []


def test_records_begun_later_keep_the_new_law_and_a_correction_does_not_lose_it(db: Database, office: Reader) -> None:
    officer = reader(db, Role.RECEPTION_OFFICER)
    change_law(db, office, [off(DUE)], 1, on=ON, now=NOW)
    later = letter(db, officer)
    assert due(db, later) == DUE + timedelta(days=1)
    correcting.correct(db, officer, K.LETTER, later, {"content": "Nội dung khác"}, "ghi nhầm", 1, on=ON, now=NOW)
    assert due(db, later) == DUE + timedelta(days=1)
    assert checking.check_tables(db) == []


def test_a_record_that_was_not_moved_follows_the_new_law_from_its_next_step(db: Database, office: Reader) -> None:
    """An extension told after the change is counted by the newer calendar, though the first due date did not move."""
    officer = reader(db, Role.RECEPTION_OFFICER)
    case = enter(db, officer, K.CASE, type="complaint", accepted_on="20/11/2026", unit_id=_unit(db)).record_id
    plain = due(db, case, K.CASE)
    assert plain is not None
    with_more = date(2026, 11, 20) + timedelta(days=45)
    change_law(db, office, [off(with_more)], 1, on=ON, now=NOW)
    assert due(db, case, K.CASE) == plain
    ground = next(iter(ComplexityGround)).value
    values = {
        "extended_to": f"{with_more + timedelta(days=1):%d/%m/%Y}",
        "complexity_ground": ground,
        "reason": "nhiều bên",
        "happened_on": f"{ON:%d/%m/%Y}",
    }
    moving.move(db, officer, K.CASE, case, "extend", values, 1, on=ON, now=NOW)
    assert due(db, case, K.CASE) == with_more + timedelta(days=1)
    assert checking.check_tables(db) == []


def _unit(db: Database) -> str:
    return str(unit_id(db, OFFICE))


def test_a_limit_that_changes_from_a_day_on(db: Database, office: Reader) -> None:
    officer = reader(db, Role.RECEPTION_OFFICER)
    before = enter(db, officer, K.LETTER, received_on="30/10/2026").record_id
    after = letter(db, officer)
    shown = preview(db, office, [limit(5)])
    assert [one.id for one in shown.affected] == [after]
    change_law(db, office, [limit(5)], shown.version, on=ON, now=NOW)
    assert due(db, after) == date(2026, 11, 25)
    assert due(db, before) == date(2026, 11, 9)
    rows = law_now(db).rows("letter.handling")
    assert rows[-2].valid_to == date(2026, 10, 31)
    assert checking.check_tables(db) == []


def test_two_who_change_at_once_and_who_may_not(db: Database, office: Reader) -> None:
    change_law(db, office, [off(DUE)], 1, on=ON, now=NOW)
    with pytest.raises(StaleLawError):
        change_law(db, office, [off(DUE)], 1, on=ON, now=NOW)
    for role in (Role.RECEPTION_OFFICER, Role.UNIT_HEAD, Role.LEADER, Role.ADMINISTRATOR, Role.AUDITOR):
        with pytest.raises(ForbiddenError):
            preview(db, reader(db, role), [off(DUE)])
    with pytest.raises(LawChangeError):
        preview(db, office, [LawChange(DAY, DUE.isoformat(), {"day": DUE.isoformat(), "kind": "lạ"})])


def test_a_day_taken_out_again_brings_the_old_due_date_back(db: Database, office: Reader) -> None:
    one = letter(db, reader(db, Role.RECEPTION_OFFICER))
    change_law(db, office, [off(DUE)], 1, on=ON, now=NOW)
    change_law(db, office, [LawChange(DAY, DUE.isoformat(), None)], 2, on=ON, now=NOW)
    assert due(db, one) == DUE
    assert law_now(db).version == 3
    assert checking.check_tables(db) == []
