"""Closing accounts with their work, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from casework.domain.access import Reader
from casework.domain.accounts import AccountAct, AccountError
from casework.domain.fields import Value
from casework.domain.items import ItemKind
from casework.domain.vocabulary import RecordKind, Role
from casework.services import account_page, accounts, closing
from casework.store import items, journal
from casework.store.database import Database
from tests.services.desk import NOW, ON, UNIT, enter, reader, unit_id
from tests.services.people import system, with_secretary

GOES = "u-unit-officer"


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A database with a unit's officer, a colleague and a head."""
    with with_secretary(database_url) as made:
        yield made


def assign(db: Database, who: Reader, kind: RecordKind, record_id: int, unit: str = UNIT, **more: Any) -> int:
    """An assignment of a record to a person of a unit; its id."""
    values = {"part": "lead", "unit_id": unit_id(db, unit), "person_id": who.user_id, "assigned_on": ON, **more}
    act = journal.Act("assign", who.user_id, "", NOW)
    with db.write() as session:
        return items.add_item(session, ItemKind.ASSIGNMENT, kind, record_id, values, on=ON, act=act)


def holder(db: Database, item_id: int) -> int | None:
    """Who has the work in hand."""
    with db.read() as session:
        person: int | None = items.item(session, ItemKind.ASSIGNMENT, item_id)["person_id"]
        return person


def letter(db: Database, **more: object) -> int:
    """A new letter."""
    return enter(db, reader(db, Role.RECEPTION_OFFICER), RecordKind.LETTER, **more).record_id


def test_open_work_is_handed_over_in_the_same_transaction(db: Database) -> None:
    """To the colleague who was chosen, else back to the unit; what is done stays with its doer."""
    officer, colleague = reader(db, Role.UNIT_OFFICER), reader(db, Role.UNIT_OFFICER, name="dong.nghiep")
    first = assign(db, officer, RecordKind.LETTER, letter(db), due_on=date(2026, 12, 1))
    second = assign(db, officer, RecordKind.LETTER, letter(db))
    done = assign(db, officer, RecordKind.LETTER, letter(db), answered_on=ON)
    ended = assign(db, officer, RecordKind.LETTER, letter(db), ended_on=ON)
    refused = assign(db, officer, RecordKind.LETTER, letter(db), refused_on=ON)
    found = closing.work_of(db, system(db), GOES)
    assert [one.work.item_id for one in found] == [first, second]
    assert found[0].unit == UNIT
    assert [key for key, _name in found[0].takers] == [colleague.user_id]
    assert closing.close_user(db, system(db), GOES, ON, NOW, {first: colleague.user_id}) == 2
    assert (holder(db, first), holder(db, second)) == (colleague.user_id, None)
    assert {holder(db, one) for one in (done, ended, refused)} == {officer.user_id}
    assert closing.work_of(db, system(db), GOES) == []
    assert closing.close_user(db, system(db), GOES, ON, NOW) == 0
    with db.read() as session:
        assert list(items.differing_items(session, ItemKind.ASSIGNMENT, repair=False)) == []
        told = items.item_history(session, ItemKind.ASSIGNMENT, first)
    assert dict(told[-1].changes) == {"person_id": colleague.user_id}


def test_a_taker_of_another_unit_is_refused_whole(db: Database) -> None:
    """Nor a closed account, nor somebody who works in no unit; nothing is changed then."""
    officer, head = reader(db, Role.UNIT_OFFICER), reader(db, Role.UNIT_HEAD)
    stranger = reader(db, Role.UNIT_OFFICER, unit="Sở Tư pháp", name="nguoi.khac")
    closed = reader(db, Role.UNIT_OFFICER, name="da.khoa")
    closing.close_user(db, system(db), "da.khoa", ON, NOW)
    first, second = (assign(db, officer, RecordKind.LETTER, letter(db)) for _ in range(2))
    for wrong in (stranger, closed, reader(db, Role.LEADER), officer):
        with pytest.raises(AccountError, match="Người nhận"):
            closing.close_user(db, system(db), GOES, ON, NOW, {first: head.user_id, second: wrong.user_id})
    assert {holder(db, first), holder(db, second)} == {officer.user_id}
    assert {a.username: a.active for a in accounts.list_users(db, system(db))}[GOES]


def test_what_a_taker_may_not_hold_goes_back_to_the_unit(db: Database) -> None:
    """A denunciation, and a record that is closed to the taker; the administrator is told of neither."""
    officer, head = reader(db, Role.UNIT_OFFICER), reader(db, Role.UNIT_HEAD)
    secret = assign(db, officer, RecordKind.LETTER, letter(db, type="denunciation", person_name=""))
    record = letter(db)
    denied, plain = assign(db, officer, RecordKind.LETTER, record), assign(db, officer, RecordKind.LETTER, letter(db))
    with db.write() as session:
        values = {"person_id": head.user_id, "ground": "accused", "denied_on": ON}
        known = {f: v for f, v in values.items() if f in items.ITEMS[ItemKind.DENIAL].c}
        act = journal.Act("deny", head.user_id, "", NOW)
        items.add_item(session, ItemKind.DENIAL, RecordKind.LETTER, record, known, on=ON, act=act)
    offered = [one.work.item_id for one in closing.work_of(db, system(db), GOES)]
    assert offered == [denied, plain]
    chosen = dict.fromkeys([*offered, secret], head.user_id)
    assert closing.close_user(db, system(db), GOES, ON, NOW, chosen) == 2
    assert (holder(db, secret), holder(db, denied), holder(db, plain)) == (None, None, head.user_id)
    history = account_page.history_of(db, system(db), GOES)
    told = [line.more for line in history if line.act is AccountAct.HANDED_OVER]
    assert told == ["", ""]


def test_who_was_let_in_again_may_take_the_work(db: Database) -> None:
    """A denial that was lifted holds nobody back."""
    officer, head = reader(db, Role.UNIT_OFFICER), reader(db, Role.UNIT_HEAD)
    record = letter(db)
    work = assign(db, officer, RecordKind.LETTER, record)
    with db.write() as session:
        values: dict[str, Value] = {"person_id": head.user_id, "denied_on": ON, "reason": "accused", "lifted_on": ON}
        act = journal.Act("deny", head.user_id, "", NOW)
        items.add_item(session, ItemKind.DENIAL, RecordKind.LETTER, record, values, on=ON, act=act)
    assert closing.close_user(db, system(db), GOES, ON, NOW, {work: head.user_id}) == 1
    assert holder(db, work) == head.user_id


def test_work_is_handed_over_before_the_unit_is_changed(db: Database) -> None:
    """The account goes on; a role outside the unit, or another unit, is refused while it holds work of this one."""
    officer, head = reader(db, Role.UNIT_OFFICER), reader(db, Role.UNIT_HEAD)
    work, unit = assign(db, officer, RecordKind.LETTER, letter(db)), unit_id(db, UNIT)
    for role, place in ((Role.UNIT_OFFICER, unit_id(db, "Sở Tư pháp")), (Role.LEADER, None), (Role.AUDITOR, unit)):
        with pytest.raises(AccountError, match="bàn giao"):
            accounts.change_role(db, system(db), GOES, role, place, ON, NOW)
    accounts.change_role(db, system(db), GOES, Role.UNIT_HEAD, unit, ON, NOW)
    assert closing.hand_over(db, system(db), GOES, {work: head.user_id}, ON, NOW) == 1
    assert holder(db, work) == head.user_id
    secret = assign(db, officer, RecordKind.LETTER, letter(db, type="denunciation", person_name=""))
    accounts.change_role(db, system(db), GOES, Role.LEADER, None, ON, NOW)
    assert holder(db, secret) is None
