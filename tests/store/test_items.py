"""Items: rows that follow from the journal, in the caller's transaction, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from casework.domain.items import ITEM_FIELDS, ItemKind
from casework.domain.vocabulary import EventName, RecordKind
from casework.store import items, journal
from casework.store.chain import verify_chain
from casework.store.comparing import compare_items
from casework.store.database import Database
from casework.store.reference_data import system_user
from casework.store.writing import StaleVersionError

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A database with its reference data."""
    database = Database(database_url)
    yield database
    database.close()


def _promise(database: Database) -> int:
    with database.write() as session:
        values = {"content": "Xong mặt đường", "due_on": date(2026, 9, 30), "promised_on": DAY, "document": None}
        return items.add_item(session, ItemKind.PROMISE, RecordKind.PETITION, 7, values, on=DAY, act=_act_in(session))


def _act_in(session: Session) -> journal.Act:
    return journal.Act("item", system_user(session).id, "thu", NOW)


def test_an_item_is_added_changed_and_struck_and_follows_from_the_journal(db: Database) -> None:
    """Each act is one entry; the row equals what its events make; nothing is deleted."""
    key = _promise(db)
    with db.write() as session:
        version = items.change_item(
            session, ItemKind.PROMISE, key, {"kept_on": DAY, "document": "12/UBND"}, on=DAY, act=_act_in(session)
        )
        assert version == 2
        items.strike_item(session, ItemKind.PROMISE, key, "ghi nhầm hồ sơ", on=DAY, act=_act_in(session), version=2)
    with db.read() as session:
        (row,) = items.items_of(session, ItemKind.PROMISE, RecordKind.PETITION, [7])[7]
        assert (row["kept_on"], row["document"], row["struck"], row["version"]) == (DAY, "12/UBND", True, 3)
        assert items.items_of(session, ItemKind.PROMISE, RecordKind.PETITION, [7], struck=False) == {}
        names = [event.name for event in items.item_history(session, ItemKind.PROMISE, key)]
        assert names == [EventName.ADDED, EventName.CHANGED, EventName.STRUCK_OUT]
        assert list(compare_items(session, repair=False)) == []
        assert list(verify_chain(session)) == []


def test_two_who_change_the_same_item(db: Database) -> None:
    """The second is told so, and nothing of his is kept."""
    key = _promise(db)
    with db.write() as session:
        items.change_item(session, ItemKind.PROMISE, key, {"proof": "ảnh"}, on=DAY, act=_act_in(session), version=1)
    with pytest.raises(StaleVersionError), db.write() as session:
        items.change_item(
            session, ItemKind.PROMISE, key, {"proof": "biên bản"}, on=DAY, act=_act_in(session), version=1
        )
    with db.read() as session:
        assert items.item(session, ItemKind.PROMISE, key)["proof"] == "ảnh"


def test_a_row_changed_by_hand_is_named_and_repaired(db: Database) -> None:
    """A day changed in SQL is found under the item's id, and follows the journal again after a repair."""
    key = _promise(db)
    table = items.ITEMS[ItemKind.PROMISE]
    with db.write() as session:
        session.execute(update(table).where(table.c.id == key).values(due_on=date(2030, 1, 1)))
    with db.write() as session:
        (found,) = compare_items(session, repair=True)
        assert (found.kind, found.record_id) == (ItemKind.PROMISE, key)
        assert "Thời hạn hứa" in found.what
    with db.read() as session:
        assert session.scalar(select(table.c.due_on).where(table.c.id == key)) == date(2026, 9, 30)
        assert list(compare_items(session, repair=False)) == []


def test_a_row_that_is_gone_is_made_again(db: Database) -> None:
    """From its events: its fields, its version and which entries made and changed it."""
    key, table = _promise(db), items.ITEMS[ItemKind.PROMISE]
    with db.write() as session:
        items.change_item(session, ItemKind.PROMISE, key, {"kept_on": DAY}, on=DAY, act=_act_in(session))
        before = dict(items.item(session, ItemKind.PROMISE, key))
        session.execute(delete(table).where(table.c.id == key))
    with db.write() as session:
        (found,) = compare_items(session, repair=True)
        assert (found.kind, found.record_id) == (ItemKind.PROMISE, key)
        assert dict(items.item(session, ItemKind.PROMISE, key)) == before
        assert list(compare_items(session, repair=False)) == []


def test_what_an_item_does_not_have_is_refused(db: Database) -> None:
    """A name that is no field of the kind is a fault of the caller, and nothing is kept."""
    with pytest.raises(KeyError), db.write() as session:
        items.add_item(session, ItemKind.LINK, RecordKind.LETTER, 1, {"colour": "xanh"}, on=DAY, act=_act_in(session))
    with db.read() as session:
        assert items.items_of(session, ItemKind.LINK, RecordKind.LETTER, [1]) == {}


def test_every_field_has_a_label_and_no_record_column_of_the_item_itself() -> None:
    """The columns that each item has by itself are not declared as fields."""
    own = {"id", items.OF_KIND, items.OF_ID, items.STRUCK, "version", "created_position", "changed_position"}
    for kind, fields in ITEM_FIELDS.items():
        assert all(one.label for one in fields)
        assert not own & {one.name for one in fields}, kind
