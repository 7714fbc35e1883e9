"""Clearing the files: after a destruction old pages, old versions of rows and old words of indexes may still hold it.

SQLite overwrites what it frees (secure_delete) and here empties its log into the file. PostgreSQL keeps old versions of
rows until VACUUM, words of an index until it is made anew, and its log until it is recycled; copies made before
(backups, archived logs) keep what they hold until they are themselves destroyed (docs/operations.md).
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from casework.domain.items import ItemKind
from casework.domain.vocabulary import RecordKind
from casework.store.database import Database
from casework.store.facts import FACTS
from casework.store.items import ITEMS
from casework.store.records import RECORDS


def scrub(db: Database, kinds: Sequence[RecordKind], *, thorough: bool) -> bool:
    """Clears what these kinds of records left behind; False where something must be done again later.

    That is when another connection still reads (SQLite), or the account may not do it (PostgreSQL). `thorough`: tables
    and indexes are written anew, so that nobody else can use them for that time; SQLite is always thorough.
    """
    return _sqlite(db) if db.dialect == "sqlite" else _postgres(db, kinds, "VACUUM (FULL)" if thorough else "VACUUM")


def _sqlite(db: Database) -> bool:
    with db.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        cursor = raw.cursor()
        busy, _log, _moved = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        cursor.close()
        return not busy


def _postgres(db: Database, kinds: Sequence[RecordKind], vacuum: str) -> bool:
    names = ["journal_payload"]
    for kind in sorted(kinds):
        names += [RECORDS[kind].name, FACTS[kind].name]
    names += [ITEMS[item].name for item in ItemKind]
    orders = ["SET statement_timeout = 0", *(f"{vacuum} {name}" for name in names), "CHECKPOINT"]
    whole = True
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for order in orders:
            try:
                connection.execute(text(order))
            except DBAPIError:
                whole = False
    return whole
