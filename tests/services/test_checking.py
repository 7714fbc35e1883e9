"""The tables against the journal: every difference is found, named without values, and mended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import delete, insert, select, update

from casework.domain.events import ALWAYS
from casework.domain.vocabulary import RecordKind, Role
from casework.services import accounts, checking, schema
from casework.store import journal
from casework.store.database import Database
from casework.store.facts import FACTS
from casework.store.records import RECORDS
from casework.store.search import matches
from tests.services.desk import NOW, enter, reader

K = RecordKind


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A database with a record of each kind."""
    database = Database(database_url)
    desk, office = reader(database, Role.RECEPTION_OFFICER), reader(database, Role.SECRETARIAT)
    for kind in K:
        enter(database, office if kind is K.PETITION else desk, kind)
    yield database
    database.close()


def only(db: Database, kind: RecordKind) -> int:
    """The id of the only record of a kind."""
    with db.read() as session:
        return session.scalars(select(RECORDS[kind].c.id)).one()


def mend(db: Database) -> list[checking.Difference]:
    """A rebuild by the system account."""
    return checking.rebuild(db, accounts.system_reader(db, "tester"), NOW)


def test_tables_that_follow_the_journal_have_no_difference(db: Database) -> None:
    """And a rebuild of them writes nothing, not even a journal entry."""
    before = schema.status(db).entries
    assert checking.check_tables(db) == []
    assert checking.verify_journal(db) == []
    assert mend(db) == []
    assert schema.status(db).entries == before


@pytest.mark.parametrize("kind", list(RecordKind))
def test_a_changed_fact_is_found_and_mended(db: Database, kind: RecordKind) -> None:
    """State, first day, bounds, a row too many, a row gone: named by record; the journal tells of the rebuild."""
    table, key = FACTS[kind], only(db, kind)
    mine = table.c.record_id == key
    orders = [
        update(table).where(mine).values(state="handled"),
        update(table).where(mine).values(opened_on=date(2020, 1, 1)),
        update(table).where(mine).values(valid_to=date(2027, 1, 1)),
        update(table).where(mine).values(known_to=10**6),
        delete(table).where(mine),
    ]
    for order in orders:
        with db.write() as session:
            session.execute(order)
        found = checking.check_tables(db)
        assert [(d.kind, d.record_id) for d in found] == [(kind, key)], order
        entries = schema.status(db).entries
        assert mend(db) == found
        assert checking.check_tables(db) == []
        assert schema.status(db).entries == entries + 1
    assert checking.verify_journal(db) == []


def test_a_fact_of_no_record_is_found_and_removed(db: Database) -> None:
    """A row that no event tells of."""
    table = FACTS[K.LETTER]
    row = {
        "record_id": 999,
        "opened_on": date(2026, 1, 1),
        "valid_from": date(2026, 1, 1),
        "valid_to": date(9999, 12, 31),
    }
    with db.write() as session:
        session.execute(insert(table).values(**row, known_from=1, known_to=ALWAYS, state="received"))
    assert [(d.kind, d.record_id) for d in checking.check_tables(db)] == [(K.LETTER, 999)]
    mend(db)
    assert checking.check_tables(db) == []


def test_a_changed_record_is_named_by_its_field_without_the_value(db: Database) -> None:
    """Values, first day and search text; the search finds the right words again after the rebuild."""
    table, key = RECORDS[K.LETTER], only(db, K.LETTER)
    for values, told in (
        ({"person_name": "Người Khác"}, "Người gửi"),
        ({"content": "Nội dung khác"}, "Tóm tắt nội dung"),
        ({"eligible": False}, "Đủ điều kiện xử lý"),
        ({"opened_on": date(2020, 1, 1)}, "ngày bắt đầu"),
    ):
        with db.write() as session:
            session.execute(update(table).where(table.c.id == key).values(values))
        (found,) = checking.check_tables(db)
        assert (found.kind, found.record_id) == (K.LETTER, key)
        assert told in found.what
        assert "Khác" not in found.what
        assert "khác" not in found.what
        mend(db)
        assert checking.check_tables(db) == []
    with db.read() as session:
        condition = matches(db.dialect, K.LETTER, "tran van duc", True)
        assert condition is not None
        assert session.scalars(select(table.c.id).where(condition)).all() == [key]


def test_a_removed_record_cannot_be_made_up(db: Database) -> None:
    """Its row must come from a backup: told, again and again, until it does."""
    table = RECORDS[K.FEEDBACK]
    with db.write() as session:
        session.execute(delete(table))
    (found,) = checking.check_tables(db)
    assert "bản sao" in found.what
    mend(db)
    assert len(checking.check_tables(db)) == 1


def test_a_broken_chain_is_found(db: Database) -> None:
    """A name changed behind the triggers."""
    with db.write() as session:
        if db.dialect == "sqlite":
            session.connection().exec_driver_sql("DROP TRIGGER journal_entry_no_update")
        else:
            session.connection().exec_driver_sql("ALTER TABLE journal_entry DISABLE TRIGGER USER")
    with db.write() as session:
        session.execute(update(journal.JournalEntry).where(journal.JournalEntry.position == 2).values(os_user="ai"))
    assert [fault.position for fault in checking.verify_journal(db)] == [2]


def test_the_status_counts(db: Database) -> None:
    """One record of each kind, two accounts and five entries in the journal, at the newest revision."""
    found = schema.status(db)
    assert found.current
    assert dict(found.records) == dict.fromkeys(K, 1)
    assert found.entries == 7
