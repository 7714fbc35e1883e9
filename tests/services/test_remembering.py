"""What is remembered is never stale: after every save the next look tells the new state, whoever asked before."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind, Role
from casework.services import checking
from casework.services.figures import scoreboard
from casework.services.handling import entering
from casework.services.registers import ListQuery, register_page
from casework.store.database import Database
from tests.services.desk import NOW, OFFICE, ON, entry, reader

K = RecordKind


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A database that remembers."""
    database = Database(database_url)
    yield database
    database.close()


def log(db: Database, kind: RecordKind) -> int:
    """Enters a record of a kind."""
    system = reader(db, Role.SYSTEM)
    values = entry(db, kind)
    token = uuid.uuid4().hex
    return entering.log_record(db, system, kind, values, on=ON, now=NOW, token=token, office=OFFICE).record_id


def listed(db: Database, kind: RecordKind) -> int:
    """How many records the register shows."""
    return register_page(db, reader(db, Role.SYSTEM), ListQuery(kind, Question(ON, ON))).total


def test_a_save_of_one_kind_is_seen_at_once_in_its_lists_and_figures(db: Database) -> None:
    asked = reader(db, Role.SECRETARIAT)
    for kind in K:
        assert [listed(db, kind), listed(db, kind)] == [0, 0]
    total = "petitions.council.total"
    assert scoreboard(db, asked, ON).figures.value(total) == 0
    log(db, K.LETTER)
    assert [listed(db, kind) for kind in K] == [0, 0, 1, 0, 0]
    log(db, K.PETITION)
    assert scoreboard(db, asked, ON).figures.value(total) == 1
    log(db, K.CASE)
    assert scoreboard(db, asked, ON).figures.value("kntc.total") == 1
    assert [listed(db, kind) for kind in K] == [1, 0, 1, 1, 0]


def test_mended_facts_are_counted_anew(db: Database) -> None:
    """A rebuild that finds a difference is told in the journal, so that nothing from before it counts."""
    log(db, K.LETTER)
    assert listed(db, K.LETTER) == 1
    with db.write() as session:
        session.connection().exec_driver_sql("DELETE FROM letter_facts")
    other = Database(db.url)
    assert listed(other, K.LETTER) == 0
    checking.rebuild(db, reader(db, Role.SYSTEM), NOW)
    assert [listed(one, K.LETTER) for one in (db, other)] == [1, 1]
    other.close()
