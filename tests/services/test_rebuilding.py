"""Rebuilding: whatever follows from the journal comes back the same after all of it was spoilt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Table, select, text

from casework.domain.items import ItemKind
from casework.domain.vocabulary import RecordKind as K
from casework.domain.vocabulary import Role
from casework.services import accounts, checking
from casework.store.database import Database
from casework.store.facts import FACTS
from casework.store.items import ITEMS
from casework.store.records import RECORDS
from casework.store.search import matches
from tests.services.desk import NOW, enter, reader
from tests.services.test_desk import came

OWN = ("version", "changed_position")
"""Columns that tell of writing, not of the record."""


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """Visits with letters, a case, a petition, a PAKN, a denunciation, links between them."""
    database = Database(database_url)
    officer, office = reader(database, Role.RECEPTION_OFFICER), reader(database, Role.SECRETARIAT)
    for number in range(3):
        came(database, officer, f"t{number}", content=f"Khiếu nại số {number} về bồi thường")
    came(database, officer, "tc", type="denunciation", content="Tố cáo thu tiền trái quy định")
    for kind in (K.PETITION, K.CASE, K.FEEDBACK):
        enter(database, office if kind is K.PETITION else officer, kind)
    yield database
    database.close()


def _rows(session: Any, table: Table, leave: tuple[str, ...] = ()) -> list[tuple[Any, ...]]:
    columns = [column for column in table.c if column.name not in leave]
    return sorted((tuple(row) for row in session.execute(select(*columns))), key=repr)


def held(db: Database) -> dict[str, Any]:
    """All that follows from the journal, and what searches find."""
    found: dict[str, Any] = {}
    with db.read() as session:
        for kind in K:
            found[kind.value] = _rows(session, RECORDS[kind], OWN)
            found[f"{kind.value} facts"] = _rows(session, FACTS[kind])
            record = RECORDS[kind]
            for words in ("boi thuong", "huong", "001085012345", "toi cao thu tien"):
                condition = matches(db.dialect, kind, words, True)
                assert condition is not None
                ids = session.scalars(select(record.c.id).where(condition).order_by(record.c.id)).all()
                found[f"{kind.value} {words}"] = list(ids)
        for item in ItemKind:
            found[item.value] = _rows(session, ITEMS[item], OWN)
        found["duties"] = sorted(map(repr, session.execute(text("SELECT * FROM duty")).all()))
    return found


def test_everything_that_follows_comes_back(db: Database) -> None:
    before = held(db)
    assert before["letter 001085012345"]
    with db.write() as session:
        for kind in K:
            facts, record = FACTS[kind].name, RECORDS[kind].name
            session.execute(text(f"DELETE FROM {facts} WHERE record_id % 2 = 0"))
            session.execute(text(f"UPDATE {facts} SET opened_on = '2001-01-01', valid_from = '2001-01-01'"))
            content = ", content = 'khác'" if "content" in RECORDS[kind].c else ""
            session.execute(text(f"UPDATE {record} SET search_text = 'khac', opened_on = '2001-01-01'{content}"))
            if db.dialect == "sqlite":
                session.execute(text(f"INSERT INTO {record}_search({record}_search) VALUES ('rebuild')"))
        session.execute(text("UPDATE item_link SET to_id = 424242"))
        session.execute(text("DELETE FROM duty"))
    assert held(db) != before
    assert checking.rebuild(db, accounts.system_reader(db, "tester"), NOW)
    assert held(db) == before
    assert checking.check_tables(db) == []
