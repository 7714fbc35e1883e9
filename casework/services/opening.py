"""Opening the database for a door: the one place where doors get hold of it."""

from __future__ import annotations

from casework.store.database import Database
from casework.store.one_look import OneLook

__all__ = ["Database", "OneLook", "open_database"]


def open_database(url: str) -> Database:
    """The database at `url` (SQLite or PostgreSQL), with the project's safety settings; nothing is asked of it yet."""
    return Database(url)
