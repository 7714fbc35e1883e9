"""The schema of the vault's database: migrations of its own, whole or not at all."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from casework.store.database import Database
from casework.store.migrate import migrations_folder


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations_folder() / "vault"))
    config.set_main_option("path_separator", "os")
    return config


def head() -> str:
    """The newest revision of the vault's migrations."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def current(database: Database) -> str:
    """The revision at which a vault stands; "" where there is none."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def upgrade(database: Database) -> None:
    """Brings the vault's database to the newest revision."""
    engine = database.engine.execution_options(casework_write=True)
    with engine.connect() as connection, connection.begin():
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
