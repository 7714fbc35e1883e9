"""One look a request: joined reads see one state, what is written ends it, errors do not last, nothing stays open."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from casework.store.catalogue_tables import Setting
from casework.store.database import Database, brief_writing
from casework.store.one_look import OneLook


@pytest.fixture
def whole(database_url: str) -> Iterator[Database]:
    """A database in which one setting stands."""
    database = Database(database_url)
    _set(database, "1")
    yield database
    assert isinstance(database.engine.pool, QueuePool)
    assert database.engine.pool.checkedout() == 0
    database.close()


@pytest.fixture
def look(whole: Database) -> Iterator[OneLook]:
    """A look over it, ended at last."""
    found = OneLook(whole)
    yield found
    found.end()


def _set(db: Database, value: str) -> None:
    with db.write() as session:
        session.execute(delete(Setting))
        session.add(Setting(key="a", value=value))


def _read(db: Database) -> str:
    with db.read() as session:
        return session.scalars(select(Setting.value)).one()


def test_all_that_is_read_is_of_one_state(whole: Database, look: OneLook) -> None:
    """What others write meanwhile is seen by nobody who joined, however often it is asked, and by the next request."""
    assert _read(look) == "1"
    _set(whole, "2")
    with look.read() as outer:
        assert _read(look) == "1"
        assert outer.scalars(select(Setting.value)).one() == "1"
    assert _read(look) == "1"
    following = OneLook(whole)
    assert _read(following) == _read(whole) == "2"
    following.end()


def test_a_request_sees_what_it_wrote(look: OneLook) -> None:
    """After each way of writing; a read that was begun before keeps its state, one that begins within it does not."""
    assert _read(look) == "1"
    _set(look, "2")
    assert _read(look) == "2"
    with brief_writing(look) as session:
        session.execute(update(Setting).values(value="3"))
    assert _read(look) == "3"
    with look.read() as before:
        assert before.scalar(select(Setting.value)) == "3"
        _set(look, "4")
        assert before.scalar(select(Setting.value)) == "3"
        assert _read(look) == "4"
    with look.write() as session:
        session.execute(update(Setting).values(value="5"))
        assert _read(look) == "4"
    assert _read(look) == "5"


def test_an_error_of_the_database_does_not_last(whole: Database, look: OneLook) -> None:
    """A statement that fails undoes the look; the next read has a sound one. Other errors leave it as it is."""
    assert _read(look) == "1"
    with pytest.raises(DBAPIError), look.read() as session:
        session.execute(text("SELECT nothing FROM nowhere"))
    _set(whole, "2")
    assert _read(look) == "2"
    with pytest.raises(KeyError), look.read():
        raise KeyError
    _set(whole, "3")
    assert _read(look) == "2"


def test_what_outlives_the_request_reads_apart(whole: Database, look: OneLook) -> None:
    """A look apart stays open when the request ends; whoever holds the request's database reads on from the whole."""
    assert _read(look) == "1"
    with look.read_apart() as lasting:
        assert lasting.scalar(select(Setting.value)) == "1"
        look.end()
        _set(whole, "2")
        assert lasting.scalar(select(Setting.value)) == "1"
    assert _read(look) == "2"
    _set(look, "3")
    assert _read(look) == _read(whole) == "3"


def test_nothing_is_kept(whole: Database, look: OneLook) -> None:
    """What a look adds is never written, as in any look."""
    with look.read() as session:
        session.add(Setting(key="b", value="1"))
        session.flush()
    look.end()
    assert _read(whole) == "1"
