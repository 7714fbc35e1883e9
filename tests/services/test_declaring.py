"""Declared figures over both databases: entered, corrected and kept, withdrawn; reconciled with what records give."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from casework.domain.access import ForbiddenError, NoSuchRecordError
from casework.domain.declaring import OPENING, PUBLISHED, DeclareError, Explained, Wanted
from casework.domain.figures import FigureKind
from casework.domain.periods import Question, parse_period
from casework.domain.vocabulary import RecordKind, Role
from casework.services import declaring, figures
from casework.store import journal
from casework.store.database import Database
from tests.services.desk import NOW, ON, enter, reader

PERIOD = parse_period("9-thang-2026")


def published(value: int, measure: str = "letters.total", source: str = "Báo cáo 15/BC") -> Wanted:
    return Wanted(PUBLISHED, measure, PERIOD.first, PERIOD.last, PERIOD.label, value, source)


def opening(value: int, measure: str = "kntc.carried_in", day: date = date(2026, 11, 20)) -> Wanted:
    return Wanted(OPENING, measure, day, None, "", value, "Biên bản bàn giao")


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


def test_a_correction_closes_the_old_figure_and_keeps_it(db: Database) -> None:
    secretariat = reader(db, Role.SECRETARIAT)
    assert declaring.declare(db, secretariat, published(100), ON, NOW)
    assert not declaring.declare(db, secretariat, published(100), ON, NOW), "the same again changes nothing"
    with db.read() as session:
        before = journal.last_position(session)
    assert declaring.declare(db, secretariat, published(98), ON, NOW)
    line = declaring.declared_lines(db, secretariat)[0]
    assert (line.value, [one.value for one in line.earlier]) == (98, [100])

    def told(known: int | None) -> list[int | None]:
        found = figures.figures(db, secretariat, Question(PERIOD.first, ON, known), ())
        return [one.value for one in found if one.kind is FigureKind.DECLARED]

    assert (told(None), told(before)) == ([98], [100])
    declaring.withdraw(db, secretariat, line.id, NOW)
    assert declaring.declared_lines(db, secretariat) == []
    with pytest.raises(NoSuchRecordError):
        declaring.withdraw(db, secretariat, line.id, NOW)


def test_a_difference_is_told_explained_and_looked_at_again(db: Database) -> None:
    secretariat, desk = reader(db, Role.SECRETARIAT), reader(db, Role.RECEPTION_OFFICER)
    enter(db, desk, RecordKind.LETTER, received_on=date(2026, 9, 1))
    declaring.declare(db, secretariat, published(3), ON, NOW)
    line = declaring.declared_lines(db, secretariat)[0]
    assert (line.counted, line.difference, line.state) == (1, 2, None)
    declaring.explain(db, secretariat, line.id, Explained.EXPLAINED, "Hai đơn ở sổ giấy", NOW)
    line = declaring.declared_lines(db, secretariat)[0]
    assert (line.state, line.note, line.note_holds) == (Explained.EXPLAINED, "Hai đơn ở sổ giấy", True)
    enter(db, desk, RecordKind.LETTER, received_on=date(2026, 9, 2), content="Đơn khác")
    line = declaring.declared_lines(db, secretariat)[0]
    assert (line.difference, line.note_holds) == (1, False), "another difference than the one explained"
    enter(db, desk, RecordKind.LETTER, received_on=date(2026, 9, 3), content="Đơn thứ ba")
    with pytest.raises(DeclareError, match="khớp"):
        declaring.explain(db, secretariat, line.id, Explained.EXPLAINED, "x", NOW)


def test_an_opening_balance_is_compared_with_the_opening_set(db: Database) -> None:
    secretariat, unit = reader(db, Role.SECRETARIAT), reader(db, Role.UNIT_OFFICER)
    enter(db, unit, RecordKind.CASE, accepted_on="2/11/2026")
    declaring.declare(db, secretariat, opening(1), ON, NOW)
    declaring.declare(db, secretariat, opening(4, day=date(2026, 11, 2)), ON, NOW)
    declaring.declare(db, secretariat, opening(7, "petitions.council.open"), ON, NOW)
    declaring.declare(db, secretariat, opening(5, "petitions.basket.open"), ON, NOW)
    lines = declaring.declared_lines(db, secretariat)
    assert [(one.value, one.counted, one.difference) for one in lines] == [
        (1, 1, 0),
        (4, 0, 4),
        (7, 0, 7),
        (5, 0, 5),
    ], "begun on the day itself is not carried in; the two petition populations are told apart"
    compared = figures.figures(db, secretariat, Question(date(2027, 11, 20), date(2027, 11, 20)), ("kntc",))
    change = compared.get("kntc.total_change")
    assert change is None or change.source != "Số công bố", "an opening balance is no figure of a period"


def test_who_declares_and_what_cannot_be(db: Database) -> None:
    secretariat, leader = reader(db, Role.SECRETARIAT), reader(db, Role.LEADER)
    with pytest.raises(ForbiddenError):
        declaring.declare(db, leader, published(3), ON, NOW)
    for wanted in (
        published(-1),
        published(3, source=" "),
        published(3, measure="x.y"),
        opening(3, "letters.total"),
        Wanted(PUBLISHED, "letters.total", PERIOD.last, PERIOD.first, "", 3, "BC"),
        Wanted(PUBLISHED, "letters.total", date(2026, 12, 1), date(2027, 1, 1), "", 3, "BC"),
    ):
        with pytest.raises(DeclareError):
            declaring.declare(db, secretariat, wanted, ON, NOW)
    assert declaring.declared_lines(db, leader) == []
