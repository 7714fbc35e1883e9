"""The schema of a database: brought up with its reference data, taken down, and told about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from alembic.util import CommandError
from sqlalchemy import func, inspect, select
from sqlalchemy.engine import make_url

from casework.domain.vocabulary import RecordKind
from casework.store import journal, migrate
from casework.store.database import Database
from casework.store.records import RECORDS


class UnknownRevisionError(ValueError):
    """A revision that the migrations do not have; the message is in Vietnamese."""


@dataclass(frozen=True, slots=True)
class SchemaStatus:
    """Where a database stands: its revision and the newest one, its records by kind, its journal entries."""

    dialect: str
    revision: str
    newest: str
    records: Mapping[RecordKind, int]
    entries: int

    @property
    def current(self) -> bool:
        """Whether the schema is the newest that this version knows."""
        return self.revision == self.newest


def upgrade(url: str) -> None:
    """Brings the database at `url` to the newest schema with all reference data; whole or not at all."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    migrate.upgrade(url)


def downgrade(url: str, revision: str) -> None:
    """Takes the schema back to `revision` ("base": nothing is left); whole or not at all.

    Raises UnknownRevisionError.
    """
    try:
        migrate.downgrade(url, revision)
    except CommandError as error:
        raise UnknownRevisionError(
            f"Không hạ về bản “{revision}” được: không có bản này ở dưới bản hiện nay."
        ) from error


def status(db: Database) -> SchemaStatus:
    """Where the database stands; an empty one has the revision "" and no records."""
    revision, newest = migrate.current(db), migrate.head()
    tables = set(inspect(db.engine).get_table_names())
    counts: dict[RecordKind, int] = {}
    entries = 0
    with db.read() as session:
        for kind, table in RECORDS.items():
            if table.name in tables:
                counts[kind] = session.scalar(select(func.count()).select_from(table)) or 0
        if journal.JournalEntry.__tablename__ in tables:
            entries = journal.last_position(session)
    return SchemaStatus(db.dialect, revision, newest, counts, entries)
