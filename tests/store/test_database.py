"""The way to the database: safe settings, one consistent look, one transaction, errors without values."""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from casework.domain.vocabulary import RecordKind
from casework.store.account_rows import utc
from casework.store.account_tables import SignInAttempt, User
from casework.store.catalogue_tables import Setting
from casework.store.database import Database, insert_rows
from casework.store.records import RECORDS
from casework.store.series import NumberSeries


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A database with its reference data."""
    database = Database(database_url)
    yield database
    database.close()


def test_sqlite_survives_a_power_cut_and_forgets_what_is_deleted(sqlite_url: str) -> None:
    """The settings of security.md 6, read back from the connection."""
    database = Database(sqlite_url)
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "trusted_schema": 0}
    with database.read() as session:
        for name, value in wanted.items():
            assert session.scalar(text(f"PRAGMA {name}")) == value, name
    database.close()


def test_postgresql_has_its_limits(db: Database, database_kind: str) -> None:
    """Statements and locks do not wait for ever; looks are of one state."""
    if database_kind != "postgresql":
        with db.read() as session:
            assert session.scalar(text("PRAGMA busy_timeout")) == 20_000
        return
    with db.read() as session:
        assert session.scalar(text("SHOW statement_timeout")) == "1min"
        assert session.scalar(text("SHOW lock_timeout")) == "20s"
        assert session.scalar(text("SHOW transaction_isolation")) == "repeatable read"


def test_a_look_sees_one_state(db: Database) -> None:
    """What is written meanwhile is not seen in the middle of a look, and is seen by the next one."""
    with db.write() as session:
        session.add(Setting(key="a", value="1"))
    with db.read() as looking:
        assert looking.scalar(select(Setting.value)) == "1"
        with db.write() as session:
            session.execute(update(Setting).values(value="2"))
        assert looking.scalar(select(Setting.value)) == "1"
    with db.read() as looking:
        assert looking.scalar(select(Setting.value)) == "2"


def test_a_look_keeps_nothing_and_a_failed_write_neither(db: Database) -> None:
    """Only a write block that ends well is kept."""
    with db.read() as session:
        session.add(Setting(key="a", value="1"))
        session.flush()
    with pytest.raises(KeyError), db.write() as session:  # noqa: PT012 - the transaction is the subject
        session.add(Setting(key="b", value="1"))
        raise KeyError
    with db.read() as session:
        assert session.scalars(select(Setting.key)).all() == []


def test_writers_wait_for_each_other(db: Database) -> None:
    """A second writer of the same counter waits and then counts on: no update is lost, none fails."""
    with db.write() as session:
        session.add(NumberSeries(series="s", year=2026, next_number=1))
    order: list[str] = []

    def second() -> None:
        with db.write() as session:
            row = session.get(NumberSeries, ("s", 2026), with_for_update=True)
            assert row is not None
            order.append(f"second sees {row.next_number}")
            row.next_number += 1

    with db.write() as session:
        row = session.get(NumberSeries, ("s", 2026), with_for_update=True)
        assert row is not None
        thread = threading.Thread(target=second)
        thread.start()
        time.sleep(0.3)
        row.next_number += 1
        order.append("first done")
    thread.join()
    assert order == ["first done", "second sees 2"]


def test_foreign_keys_hold(db: Database) -> None:
    """A user of a unit that is not there is refused, by both databases."""
    with pytest.raises(IntegrityError), db.write() as session:
        session.add(User(username="x", full_name="X", role="leader", unit_id=10**6))


SECRET = "Nguyễn Văn Kín"


def test_no_error_shows_a_value(db: Database) -> None:
    """Broken constraints, wrong types, bulk writing: the traceback holds names of tables, never what was written."""
    kntc = RECORDS[RecordKind.CASE]
    columns = ("id", "office_id", "register_year", "opened_on", "version", "row_digest", "occurrence")
    columns += ("created_position", "changed_position", "search_text", "search_person", "person_name")
    row = (1, 1, 2026, date(2026, 1, 1), 1, "d", 0, 1, 1, "", "", SECRET)

    def duplicate() -> None:
        with db.write() as session:
            insert_rows(session, kntc, columns, [row, row])

    def statement() -> None:
        with db.write() as session:
            session.execute(kntc.insert(), [dict(zip(columns, row, strict=True))] * 2)

    def unknown_office() -> None:
        with db.write() as session:
            session.execute(kntc.insert(), [dict(zip(columns, row, strict=True)) | {"office_id": 10**6}])

    def wrong_type() -> None:
        with db.write() as session:
            session.execute(
                text("SELECT json(:v)" if db.dialect == "sqlite" else "SELECT CAST(:v AS json)"), {"v": SECRET}
            )

    for fault in (duplicate, statement, unknown_office, wrong_type):
        with pytest.raises(DBAPIError) as refused:
            fault()
        shown = "".join(traceback.format_exception(refused.value)) + repr(refused.value)
        assert SECRET not in shown, fault.__name__
        if fault is not wrong_type:
            assert isinstance(refused.value, IntegrityError), fault.__name__
    with db.read() as session:
        assert session.execute(select(kntc.c.id)).all() == []


def test_moments_are_utc_days_are_days(db: Database) -> None:
    """What is written comes back: a day as a day, an instant as the same instant."""
    moment = datetime(2026, 11, 20, 3, 4, 5, 678901, tzinfo=UTC)
    with db.write() as session:
        session.add(SignInAttempt(key="k", window_at=moment, count=1))
    with db.read() as session:
        assert utc(session.scalars(select(SignInAttempt.window_at)).one()) == moment
