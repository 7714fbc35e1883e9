"""The schema: brought up and down by the migrations, whole or not at all on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from casework.store.database import Database
from casework.store.reference_data import load_reference

PACKAGE = Path(__file__).resolve().parent.parent


def migrations_folder() -> Path:
    """The migrations: beside the package in a clone, inside it in an installed wheel."""
    beside = PACKAGE.parent / "migrations"
    return beside if (beside / "env.py").exists() else PACKAGE / "_data" / "migrations"


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    config.set_main_option("path_separator", "os")
    if connection is not None:
        config.attributes["connection"] = connection
    return config


@contextmanager
def _transaction(database: Database) -> Iterator[Connection]:
    engine = database.engine.execution_options(casework_write=True)
    with engine.connect() as connection, connection.begin():
        yield connection


def head() -> str:
    """The newest revision that the migrations know."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    return newest or ""


def current(database: Database) -> str:
    """The revision that the database stands at; "" when it is empty."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def upgrade(url: str, revision: str = "head") -> None:
    """Brings the database at `url` to `revision` and, at the newest one, loads the reference data: all or nothing."""
    database = Database(url)
    try:
        with _transaction(database) as connection:
            command.upgrade(_config(connection), revision)
        if current(database) == head():
            with database.write() as session:
                load_reference(session)
    finally:
        database.close()


def downgrade(url: str, revision: str) -> None:
    """Takes the schema back to `revision` ("base": empty)."""
    database = Database(url)
    try:
        with _transaction(database) as connection:
            command.downgrade(_config(connection), revision)
    finally:
        database.close()
