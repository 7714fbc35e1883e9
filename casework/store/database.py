"""The way to the database: one `Database` a process, `read()` for a consistent look, `write()` for one transaction.

SQLite: WAL, synchronous FULL, foreign keys, BEGIN IMMEDIATE for writing. PostgreSQL: REPEATABLE READ for
looks, so that all figures of one question come from one state. Bound values never stand in an error's text.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from casework.store.memory import MEMORY, Memory
from casework.store.quiet_errors import bulk_errors, quieten

sqlite3.register_adapter(date, date.isoformat)
sqlite3.register_adapter(datetime, lambda moment: moment.isoformat(sep=" ", timespec="microseconds"))

BUSY_TIMEOUT_MS = 20_000
SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "trusted_schema=OFF",
    f"busy_timeout={BUSY_TIMEOUT_MS}",
    "cache_size=-32000",
)
POSTGRES_OPTIONS = "-c statement_timeout=60000 -c lock_timeout=20000 -c timezone=UTC"


def make_engine(url: str) -> Engine:
    """An engine with the project's safety settings; SQLite or PostgreSQL (psycopg)."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(parsed, hide_parameters=True, connect_args={"timeout": 20, "check_same_thread": False})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    engine = create_engine(
        parsed,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_timeout=8,
        connect_args={"connect_timeout": 5, "tcp_user_timeout": 5000, "options": POSTGRES_OPTIONS},
    )
    quieten(engine)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("casework_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


VAULT = "casework.vault"
"""Under this name a writing session carries the vault of its database, where there is one."""


class Database:
    """A database by its URL. `read` and `write` give sessions; only `write` commits, at its end, or nothing is kept.

    `vault`: where identities of denouncers are sealed (`store.vault`), in an isolated network only; None elsewhere.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.vault: object = None
        self.engine = make_engine(url)
        self.dialect = self.engine.dialect.name
        isolation = {} if self.dialect == "sqlite" else {"isolation_level": "REPEATABLE READ"}
        self._reader = self.engine.execution_options(**isolation)
        self._memory = Memory()
        self._writer = self.engine.execution_options(casework_write=True)

    def read(self) -> AbstractContextManager[Session]:
        """A session that sees one state of the database and keeps nothing."""
        return self.read_apart()

    @contextmanager
    def read_apart(self) -> Iterator[Session]:
        """As `read`, never shared with others (`store.one_look`): for what is still read on when they have ended."""
        info = {MEMORY: self._memory}
        with Session(self._reader, expire_on_commit=False, autoflush=False, info=info) as session:
            yield session
            session.rollback()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: committed when the block ends well, undone when it raises."""
        info = {VAULT: self.vault}
        with Session(self._writer, expire_on_commit=False, info=info) as session, session.begin():
            yield session

    def look_anew(self) -> None:
        """Tells that something was written, or is about to be: what is read from now on must see it."""

    def close(self) -> None:
        """Lets go of all connections."""
        self.engine.dispose()


BRIEF_WAIT_MS = 250
"""How long a brief writing waits for another writer."""


@contextmanager
def brief_writing(db: Database) -> Iterator[Session]:
    """As `Database.write`, for what may be left undone: gives up soon (OperationalError) when somebody else is writing.

    Only SQLite has one writer at a time; PostgreSQL's rows of such tables wait for nobody.
    """
    if db.dialect != "sqlite":
        with db.write() as session:
            yield session
        return
    db.look_anew()
    with db.engine.execution_options(casework_write=True).connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        raw.execute(f"PRAGMA busy_timeout={BRIEF_WAIT_MS}")
        try:
            with Session(connection, expire_on_commit=False) as session, session.begin():
                yield session
        finally:
            raw.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")


PORTION = 500
"""How many ids are asked for at once."""


def portions(ids: Iterable[int]) -> Iterator[list[int]]:
    """The ids in their order, in portions that one IN (…) bears."""
    rest = sorted(ids)
    for start in range(0, len(rest), PORTION):
        yield rest[start : start + PORTION]


def insert_rows(session: Session, table: Table, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Inserts plain tuples in bulk, in the order of `columns`: executemany on SQLite, COPY on PostgreSQL."""
    connection = session.connection()
    names = ", ".join(columns)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        sqlite: Any = connection.connection.dbapi_connection
        with bulk_errors(connection):
            sqlite.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", rows)  # noqa: S608 - our names
        return
    postgres: Any = connection.connection.dbapi_connection
    into = f"COPY {table.name} ({names}) FROM STDIN"
    with bulk_errors(connection), postgres.cursor() as cursor, cursor.copy(into) as copy:
        for row in rows:
            copy.write_row(row)
