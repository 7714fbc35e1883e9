"""An office that imports its registers, for the tests of importing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from casework.domain.events import Event
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind
from casework.services.accounts import system_reader
from casework.services.checking import check_tables, verify_journal
from casework.services.figures import figures
from casework.services.importing import Preparation, Receipt, prepare, store_prepared
from casework.settings import DEFAULT_OFFICE
from casework.store.database import Database
from casework.store.journal import history, last_position
from casework.store.records import RECORDS

TODAY = date(2024, 7, 1)
NOW = datetime(2024, 7, 1, 3, tzinfo=UTC)


class Office:
    """An office at work on one database."""

    def __init__(self, url: str) -> None:
        self.db = Database(url)
        self.reader = system_reader(self.db, "kiểm thử")

    def prepare(self, data: bytes, name: str = "so.xlsx", **more: Any) -> Preparation:
        """The dry run."""
        return prepare(self.db, data, name, office=more.pop("office", DEFAULT_OFFICE), today=TODAY, **more)

    def load(self, data: bytes, name: str = "so.xlsx", *, partial: bool = False, **more: Any) -> Receipt:
        """The dry run and the storing."""
        prepared = self.prepare(data, name, **more)
        return store_prepared(self.db, prepared, actor=self.reader, now=NOW, partial=partial)

    def rows(self, kind: RecordKind) -> dict[str, dict[str, Any]]:
        """The records of a kind by their number (receptions: by their content)."""
        table = RECORDS[kind]
        key = "content" if kind is RecordKind.RECEPTION else "code"
        with self.db.read() as session:
            return {row._mapping[key]: dict(row._mapping) for row in session.execute(select(table))}

    def row(self, kind: RecordKind) -> dict[str, Any]:
        """The only record of a kind."""
        (found,) = self.rows(kind).values()
        return found

    def events(self, kind: RecordKind, record_id: int) -> list[Event]:
        """The whole history of a record."""
        with self.db.read() as session:
            return history(session, kind, record_id)

    def position(self) -> int:
        """The newest journal position."""
        with self.db.read() as session:
            return last_position(session)

    def value(self, code: str, as_of: date, known: int | None = None, **cell: str) -> int:
        """A figure from 1/1/2024."""
        return figures(self.db, self.reader, Question(date(2024, 1, 1), as_of, known)).value(code, **cell)

    def check(self) -> None:
        """The journal's chain is whole; records and facts are those which the journal makes anew."""
        assert verify_journal(self.db) == []
        assert check_tables(self.db) == []
