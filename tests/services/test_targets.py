"""Targets over both databases: set, replaced, as known; the counts and the nearest open records of the road."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from casework.domain.access import ForbiddenError, NoSuchRecordError
from casework.domain.targets import TargetError
from casework.domain.vocabulary import RecordKind, Role
from casework.services import figures, targets
from casework.store import journal
from casework.store.database import Database
from tests.services.desk import NOW, ON, enter, reader

RATE = "kntc.resolved_rate"


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


def test_a_target_is_replaced_and_kept(db: Database) -> None:
    """The shipped one stands; a new one of its year closes it, and as known before it still stands."""
    secretariat, leader = reader(db, Role.SECRETARIAT), reader(db, Role.LEADER)
    shipped = targets.targets(db, leader)
    assert [(one.measure, one.year, one.percent) for one in shipped] == [(RATE, 2024, 90)]
    with db.read() as session:
        before = journal.last_position(session)
    made = targets.set_target(db, secretariat, RATE, 2024, 85, "NQ 2", "Điều 3", NOW)
    assert [(one.id, one.percent, one.article) for one in targets.targets(db, leader)] == [(made, 85, "Điều 3")]
    assert [one.percent for one in targets.targets(db, leader, before)] == [90]
    assert [one.percent for one in figures.scoreboard(db, leader, date(2024, 6, 15)).targets] == [85]
    targets.end_target(db, secretariat, made, NOW)
    assert targets.targets(db, leader) == []
    with pytest.raises(NoSuchRecordError):
        targets.end_target(db, secretariat, made, NOW)
    with pytest.raises(ForbiddenError):
        targets.set_target(db, leader, RATE, 2024, 85, "NQ 2", "Điều 3", NOW)
    with pytest.raises(TargetError):
        targets.set_target(db, secretariat, "pakn.on_time_rate", 2024, 85, "NQ 2", "Điều 3", NOW)


def test_the_road_counts_what_the_rate_counts(db: Database) -> None:
    """Two open cases: both numbers are the figures', the nearest due stands first, one more makes half of two."""
    secretariat, desk = reader(db, Role.SECRETARIAT), reader(db, Role.UNIT_OFFICER)
    for accepted_on in ("2/11/2026", "19/10/2026"):
        enter(db, desk, RecordKind.CASE, accepted_on=accepted_on)
    made = targets.set_target(db, secretariat, RATE, 2026, 49, "NQ 2", "Điều 3", NOW)
    page = targets.target_page(db, secretariat, made, ON, asked=3)
    assert page.standing is not None
    assert (page.standing.done, page.standing.total, page.received, page.open) == (0, 2, 2, 2)
    assert [one.opened_on for one in page.nearest] == [date(2026, 10, 19), date(2026, 11, 2)]
    assert page.nearest[0].due_on is not None
    assert page.nearest[0].days == (page.nearest[0].due_on - ON).days
    assert page.roads[0][1].needed == 1
    assert page.roads[-1][1].more == 3
    assert page.roads[-1][1].needed == 3
    figure = figures.figures(db, secretariat, page.question, ("kntc",)).get(RATE)
    assert figure is not None
    assert (figure.numerator, figure.denominator) == (0, 2)
    unknown = targets.target_page(db, secretariat, made, ON, known=0, known_on=date(2020, 1, 1))
    assert unknown.standing is None
    with pytest.raises(ForbiddenError):
        targets.target_page(db, desk, made, ON)
    with pytest.raises(NoSuchRecordError):
        targets.target_page(db, secretariat, 90_017, ON)
