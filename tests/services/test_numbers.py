"""Register numbers: by kind, office and year, taken in the saving transaction, the year by Hà Nội's clock."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, text

from casework.domain.vocabulary import RecordKind as K
from casework.domain.vocabulary import Role
from casework.services.handling import entering
from casework.store.database import Database
from casework.store.records import RECORDS
from casework.web.clock import HANOI
from tests.services.desk import NOW, OFFICE, ON, enter, entry, reader


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A database with its reference data."""
    database = Database(database_url)
    yield database
    database.close()


def codes(db: Database, kind: K) -> list[str]:
    table = RECORDS[kind]
    with db.read() as session:
        return sorted(session.scalars(select(table.c.code)).all())


class _BrokenOffError(Exception):
    """Something fails after the number was taken."""


@pytest.mark.parametrize("kind", [K.LETTER, K.CASE, K.FEEDBACK])
def test_a_save_that_is_broken_off_leaves_no_gap(db: Database, kind: K) -> None:
    """Also when the same transaction had gone on to the very end."""
    officer = reader(db, Role.RECEPTION_OFFICER)
    enter(db, officer, kind)
    for number in range(3):
        with contextlib.suppress(_BrokenOffError), db.write() as session:
            values = entry(db, kind)
            entering.enter(session, officer, kind, values, on=ON, now=NOW, token=f"x{number}", office=OFFICE)
            raise _BrokenOffError
    enter(db, officer, kind)
    enter(db, officer, kind)
    tails = [int(code[-4:]) for code in codes(db, kind)]
    assert tails == [1, 2, 3]
    with db.read() as session:
        assert session.scalar(text("SELECT count(*) FROM form_token")) == 3


def test_half_past_midnight_on_new_year_belongs_to_the_new_year(db: Database) -> None:
    """17:30 UTC on 31 December is 00:30 on 1 January in Hà Nội."""
    moment = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)
    day = moment.astimezone(HANOI).date()
    assert day == date(2027, 1, 1)
    officer = reader(db, Role.RECEPTION_OFFICER)
    values = entry(db, K.LETTER, received_on="1/1/2027")
    last = {"on": date(2026, 12, 31), "now": NOW, "office": OFFICE}
    before = entering.log_record(db, officer, K.LETTER, entry(db, K.LETTER), token="a", **last)  # type: ignore[arg-type]
    after = entering.log_record(db, officer, K.LETTER, values, on=day, now=moment, token="b", office=OFFICE)
    assert (before.code, after.code) == ("Đ-2026-00001", "Đ-2027-00001")


def test_denunciations_letters_and_offices_count_apart(db: Database) -> None:
    officer = reader(db, Role.RECEPTION_OFFICER)
    enter(db, officer, K.LETTER)
    enter(db, officer, K.LETTER, type="denunciation")
    other = {"on": ON, "now": NOW, "office": "Sở Nội vụ"}
    system = reader(db, Role.SYSTEM)
    entering.log_record(db, system, K.LETTER, entry(db, K.LETTER), token="o", **other)  # type: ignore[arg-type]
    assert codes(db, K.LETTER) == ["Đ-2026-00001", "Đ-2026-00001", "ĐTC-2026-00001"]
