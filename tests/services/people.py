"""What the tests of accounts share: a database with one secretary, signing in, what was noted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from argon2 import PasswordHasher
from sqlalchemy import select

from casework.domain.access import Reader
from casework.domain.accounts import Account
from casework.domain.devices import Client
from casework.domain.vocabulary import Role
from casework.services import accounts, sessions
from casework.store import access_log, journal, password_hashes
from casework.store.database import Database
from tests.services.desk import NOW, PASSWORD

IDLE, ABSOLUTE = timedelta(minutes=30), timedelta(hours=12)
NAME = "thu.ky-1"
NEW = "mưa dầm thấm lâu lắm"
SECRET = "a secret of the tests, thirty-two bytes and more"


def system(db: Database) -> Reader:
    """The command line."""
    return accounts.system_reader(db, "tester")


def sign_in(
    db: Database,
    minutes: float = 0,
    name: str = NAME,
    password: str = PASSWORD,
    place: str = "203.0.113.3",
    mark: str = "",
) -> str:
    """A token, `minutes` after NOW."""
    at = NOW + timedelta(minutes=minutes)
    return sessions.sign_in(db, name, password, at, Client(place, "Firefox/9 Windows", mark)).token


def who(db: Database, token: str, minutes: float = 0) -> Account | None:
    """Whose session it is, `minutes` after NOW."""
    return sessions.session_user(db, token, NOW + timedelta(minutes=minutes), IDLE, ABSOLUTE)


def known(db: Database, token: str) -> Account:
    """Whose session it is; somebody's."""
    found = who(db, token)
    assert found is not None
    return found


def notes(db: Database) -> list[tuple[str, int, str, str]]:
    """Act, actor, operating system's user and note of each journal entry."""
    with db.read() as session:
        entries = session.scalars(select(journal.JournalEntry).order_by(journal.JournalEntry.position))
        return [(e.act, e.actor_id, e.os_user, e.note) for e in entries]


def log(db: Database) -> list[tuple[str, str, str]]:
    """Act, account and words of each line of the access log, oldest first."""
    with db.read() as session:
        return [(line.act.value, line.username, line.what) for line in reversed(access_log.lines(session, []))]


@contextmanager
def with_secretary(database_url: str, cost: int = 1024) -> Iterator[Database]:
    """A database with one secretary. `cost`: of its password hashes in KiB, so that many tries do not take minutes."""
    usual = password_hashes.HASHER
    db = Database(database_url)
    try:
        password_hashes.HASHER = PasswordHasher(time_cost=1, memory_cost=cost, parallelism=1)
        accounts.create_user(db, system(db), NAME, "Nguyễn Văn An", Role.SECRETARIAT, PASSWORD, NOW)
        yield db
    finally:
        password_hashes.HASHER = usual
        db.close()
