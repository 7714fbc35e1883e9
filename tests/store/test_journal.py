"""The journal: append-only on both databases, chained, and every single-field change of it found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, inspect, select, text, update
from sqlalchemy.exc import DBAPIError

from casework.domain.events import Draft
from casework.domain.fields import Value
from casework.domain.vocabulary import EventName, RecordKind
from casework.store import journal, series
from casework.store.account_tables import User
from casework.store.base import Base
from casework.store.chain import ChainFault, verify_chain
from casework.store.database import Database
from casework.store.journal import JournalEntry, JournalEvent, JournalPayload
from casework.store.reference_data import system_user

K = RecordKind
NOW = datetime(2026, 11, 20, 3, 0, 0, 123456, tzinfo=UTC)
MODELS: tuple[type[Base], ...] = (JournalEntry, JournalEvent, JournalPayload)


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A database whose journal has three entries: two of one event, one of three."""
    database = Database(database_url)
    for number, count in enumerate((1, 3, 1)):
        with database.write() as session:
            actor = system_user(session).id
            first = series.reserve(session, "event", count)
            rows = []
            for n in range(count):
                changes: dict[str, Value] = {
                    "content": f"Đơn {number}.{n}",
                    "received_on": date(2026, 1, 2),
                    "signers": n,
                }
                draft = Draft(EventName.RECEIVED, date(2026, 1, 2), changes, inferred=n == 1)
                rows.append(journal.prepare_event(first + n, K.LETTER, 10 + n, draft))
            journal.append(session, journal.Act("log", actor, "tester", NOW, f"lần {number}"), rows)
    yield database
    database.close()


def faults(db: Database) -> list[ChainFault]:
    """What the verification finds."""
    with db.read() as session:
        return list(verify_chain(session))


def triggers_off(db: Database) -> None:
    """Takes away what refuses change, as someone with the database's own rights could."""
    with db.write() as session:
        if db.dialect == "sqlite":
            names = session.scalars(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'journal%'")
            ).all()
            for name in names:
                session.execute(text(f"DROP TRIGGER {name}"))
        else:
            for model in MODELS:
                session.execute(text(f"ALTER TABLE {model.__tablename__} DISABLE TRIGGER USER"))


def test_an_untouched_journal_verifies(db: Database) -> None:
    """No fault; positions run from 1 without gaps; payloads come back with their types."""
    assert faults(db) == []
    with db.read() as session:
        assert session.scalars(select(JournalEntry.position).order_by(JournalEntry.position)).all() == [1, 2, 3]
        assert journal.last_position(session) == 3
        events = journal.history(session, K.LETTER, 10)
        assert [e.position for e in events] == [1, 2, 3]
        assert events[0].changes == {"content": "Đơn 0.0", "received_on": date(2026, 1, 2), "signers": 0}
        found = dict(journal.all_histories(session, K.LETTER))
        assert {key: len(value) for key, value in found.items()} == {10: 3, 11: 1, 12: 1}
        assert found[11][0].inferred
        assert journal.histories(session, K.LETTER, [12, 11]) == {key: found[key] for key in (12, 11)}


@pytest.mark.parametrize("model", MODELS)
def test_the_database_refuses_change_and_removal(db: Database, model: type[Base]) -> None:
    """UPDATE and DELETE of each of the three tables; on PostgreSQL TRUNCATE too."""
    key = inspect(model).primary_key[0]
    orders = [update(model).values({key.name: key + 100}), delete(model), delete(model).where(key == 1)]
    if db.dialect == "postgresql":
        orders.append(text(f"TRUNCATE {model.__tablename__}"))  # type: ignore[arg-type]
    for order in orders:
        with pytest.raises(DBAPIError, match="nhật ký chỉ được ghi thêm"), db.write() as session:
            session.execute(order)
    assert faults(db) == []


def other(value: object) -> object:
    """Another value of the same sort."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, datetime):
        return value.replace(microsecond=value.microsecond + 1)
    if isinstance(value, date):
        return date(2020, 2, 2)
    if value is None:
        return 7
    text_value = str(value)
    return ("0" if text_value[:1] != "0" else "1") + text_value[1:]


COLUMNS = [(model, column.name) for model in MODELS for column in inspect(model).columns]


@pytest.mark.parametrize(("model", "column"), COLUMNS, ids=[f"{m.__tablename__}.{c}" for m, c in COLUMNS])
def test_every_single_field_change_is_found(db: Database, model: type[Base], column: str) -> None:
    """Whichever column of whichever row is changed behind the triggers: the verification names a place."""
    triggers_off(db)
    key = inspect(model).primary_key[0]
    with db.read() as session:
        keys = session.scalars(select(key).order_by(key)).all()
    for one in keys:
        changed = getattr(model, column)
        with db.write() as session:
            held = session.scalars(select(changed).where(key == one)).one()
            if isinstance(held, datetime) and held.tzinfo is None:
                held = held.replace(tzinfo=UTC)
            new: object = 999 if column == key.name else other(held)
            if column == "actor_id":
                user = User(username=f"x{one}", full_name="X", role="leader")
                session.add(user)
                session.flush()
                new = user.id
            session.execute(update(model).where(key == one).values({column: new}))
        assert faults(db), f"{model.__tablename__}.{column} of {one} was changed unseen"
        with db.write() as session:
            where = key == (new if column == key.name else one)
            session.execute(update(model).where(where).values({column: held}))
        assert faults(db) == []


def test_a_removed_row_is_found(db: Database) -> None:
    """An entry, an event, a payload taken out, wherever it stood (but the newest entry whole: see the anchors)."""
    triggers_off(db)
    for model, keys in ((JournalEntry, (1, 2)), (JournalEvent, (1, 2, 3, 4, 5)), (JournalPayload, (1, 2, 3, 4, 5))):
        key = inspect(model).primary_key[0]
        for one in keys:
            with db.write() as session:
                taken = dict(session.execute(select(model.__table__).where(key == one)).mappings().one())
                session.execute(delete(model).where(key == one))
            assert faults(db), f"{model.__tablename__} {one} was removed unseen"
            with db.write() as session:
                session.execute(model.__table__.insert().values(taken))  # type: ignore[attr-defined]
    assert faults(db) == []


def test_an_added_or_moved_row_is_found(db: Database) -> None:
    """An event slipped into an entry; two entries changed over."""
    triggers_off(db)
    with db.write() as session:
        row = journal.prepare_event(99, K.LETTER, 10, Draft(EventName.HANDLED, date(2026, 1, 3), {}))
        names = ("id", "kind", "record_id", "name", "happened_on", "inferred", "target", "payload_digest")
        session.add(JournalEvent(**dict(zip(names, row[:8], strict=True)), position=1))
        session.add(JournalPayload(event_id=99, salt=row[8], payload=row[9]))
    assert [fault.position for fault in faults(db)] == [1]
    with db.write() as session:
        session.execute(delete(JournalPayload).where(JournalPayload.event_id == 99))
        session.execute(delete(JournalEvent).where(JournalEvent.id == 99))
    assert faults(db) == []
    with db.write() as session:
        for old, new in ((1, 100), (3, 1), (100, 3)):
            session.execute(update(JournalEntry).where(JournalEntry.position == old).values(position=new))
    assert faults(db) != []


def test_a_destroyed_payload_shows_and_the_chain_stands(db: Database) -> None:
    """Without its payload an event is named; nothing else is."""
    triggers_off(db)
    with db.write() as session:
        session.execute(delete(JournalPayload).where(JournalPayload.event_id == 3))
    assert faults(db) == [ChainFault(2, "nội dung của sự kiện 3 không còn")]


def test_equal_contents_have_unequal_digests(db: Database) -> None:
    """Each payload has a salt of its own, so that a digest gives no guess away."""
    same = Draft(EventName.RECEIVED, date(2026, 1, 2), {"person_name": "Nguyễn Văn An"})
    digests = {journal.prepare_event(1, K.LETTER, 1, same)[7] for _ in range(5)}
    assert len(digests) == 5


def test_ids_and_numbers_are_given_once(db: Database) -> None:
    """Blocks of ids do not overlap; numbers run on by series and year."""
    with db.write() as session:
        first = series.reserve(session, "s", 3)
        assert series.reserve(session, "s", 2) == first + 3
        assert [series.next_number(session, "n", 2026) for _ in range(3)] == [1, 2, 3]
        assert series.next_number(session, "n", 2027) == 1
        assert series.next_number(session, "m", 2026) == 1
