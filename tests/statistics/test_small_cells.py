"""Denunciations outside their circle: bands, and not a number that would tell of one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from casework.domain.figures import Figure, FigureKind, FigureSet
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind, Role
from casework.statistics.figure_set import figure_set
from casework.statistics.scope import scope_of
from casework.store.database import Database
from tests.services.desk import enter, reader
from tests.web.test_matrix import nobody

K = RecordKind
YEAR = Question(date(2025, 12, 15), date(2026, 12, 14))
BANDS = ("reception.denunciations", "letters.denunciations", "kntc.denunciations")


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


def asked(db: Database, role: Role) -> FigureSet:
    with db.read() as session:
        return figure_set(session, YEAR, scope_of(reader(db, role)))


def denounce(db: Database, kind: RecordKind) -> None:
    enter(db, reader(db, Role.SYSTEM), kind, type="denunciation", content="Tố cáo cán bộ", **nobody(kind))


def told(found: FigureSet) -> list[tuple[str, object, int | None]]:
    """Every number but the bands."""
    return [(f.code, f.cell, f.value) for f in found if f.kind is not FigureKind.BAND]


def test_bands_as_people_read_them() -> None:
    def band(least: int) -> str:
        return Figure("x", "Đơn tố cáo", None, FigureKind.BAND, numerator=least, denominator=least + 5).printed  # type: ignore[arg-type]

    assert [band(least) for least in (0, 5, 10)] == ["< 5", "từ 5 đến 9", "từ 10 đến 14"]


def test_the_auditor_is_told_bands_and_nothing_that_moves_with_one_more(db: Database) -> None:
    """Below k nothing at all changes; above, only the band; who is in the circle counts them exactly."""
    for kind in (K.RECEPTION, K.LETTER, K.CASE):
        enter(db, reader(db, Role.SYSTEM), kind)
    bare = asked(db, Role.AUDITOR)
    assert [bare.figures[code, ()].printed for code in BANDS] == ["< 5"] * 3
    assert "không gồm tố cáo" in bare.scope
    for number in range(1, 7):
        denounce(db, K.LETTER)
        now = asked(db, Role.AUDITOR)
        assert told(now) == told(bare)
        assert now.figures["letters.denunciations", ()].printed == ("< 5" if number < 5 else "từ 5 đến 9")
        assert now.figures["kntc.denunciations", ()].printed == "< 5"
        if number < 5:
            assert now == bare
        assert asked(db, Role.LEADER).value("letters.total", type="denunciation") == number
    assert bare.value("letters.total") == 1
    assert not any(f.kind is FigureKind.BAND for f in asked(db, Role.LEADER))
    assert not any(("type", "denunciation") in f.cell for f in now)
