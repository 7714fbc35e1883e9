"""Figures by the units of then and of now: the same sums, the same records, history as it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.domain.access import ForbiddenError
from casework.domain.figures import Figure, FigureKind, FigureSet
from casework.domain.periods import Question
from casework.domain.unit_structure import NOW, SEVERAL, key_now, restructured, today_of
from casework.domain.vocabulary import CountingUnit, Role, UnitType
from casework.domain.vocabulary import RecordKind as K
from casework.services import checking, units
from casework.services.figures import figures
from casework.services.register_export import export
from casework.services.units import UnitChangeError, change_units, open_work
from casework.statistics.list_query import ListQuery
from casework.store.database import Database
from tests.services.desk import NOW as MOMENT
from tests.services.desk import ON, enter, reader, unit_id

FROM = date(2026, 11, 1)
QUESTION = Question(date(2026, 1, 1), date(2026, 11, 20))
LED = ("Sở Nội vụ", "Sở Tư pháp", "Sở Tài chính")


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """Three departments with one, two and three cases."""
    database = Database(database_url)
    officer = reader(database, Role.RECEPTION_OFFICER)
    for count, name in enumerate(LED, start=1):
        for _again in range(count):
            enter(database, officer, K.CASE, unit_id=str(unit_id(database, name)), accepted_on="2/11/2026")
    yield database
    database.close()


def by_unit(db: Database, *, now: bool) -> dict[str, int]:
    found = figures(db, reader(db, Role.SECRETARIAT), QUESTION, ("kntc",), structure_now=now)
    return {f.labels[0]: f.value or 0 for f in found.breakdown("kntc.total", "unit")}


def test_a_merger_moves_the_figures_of_now_and_not_those_of_then(db: Database) -> None:
    office = reader(db, Role.SECRETARIAT)
    olds = [unit_id(db, name) for name in LED[:2]]
    assert {(w.name, w.kind, w.count) for w in open_work(db, office, olds)} == {
        (LED[0], K.CASE, 1),
        (LED[1], K.CASE, 2),
    }
    (heir,) = change_units(
        db, office, olds, [], "Sở Nội vụ và Tư pháp", UnitType.DEPARTMENT, "NQ 1", date(2026, 11, 20), MOMENT
    )
    assert by_unit(db, now=False) == {LED[0]: 1, LED[1]: 2, LED[2]: 3}
    assert by_unit(db, now=True) == {"Sở Nội vụ và Tư pháp": 3, LED[2]: 3}
    query = ListQuery(K.CASE, QUESTION, "kntc.total", {"unit": f"{NOW}{heir}"})
    assert len(list(export(db, office, query).rows)) == 3
    assert checking.check_tables(db) == []
    assert checking.verify_journal(db) == []


def test_a_unit_that_was_split_is_told_apart_and_the_sum_stays(db: Database) -> None:
    office = reader(db, Role.SECRETARIAT)
    change_units(
        db,
        office,
        [unit_id(db, LED[2])],
        [unit_id(db, LED[0]), unit_id(db, LED[1])],
        "",
        UnitType.AGENCY,
        "NQ 2",
        date(2026, 11, 20),
        MOMENT,
    )
    assert by_unit(db, now=True) == {LED[0]: 1, LED[1]: 2, SEVERAL: 3}
    query = ListQuery(K.CASE, QUESTION, "kntc.total", {"unit": NOW})
    assert len(list(export(db, office, query).rows)) == 3


def test_the_shipped_districts_went_to_several(db: Database) -> None:
    lines = {line.name: line for line in units.units(db)}
    district = lines["Quận Ba Đình"]
    assert district.valid_to == date(2025, 6, 30)
    assert len(district.successors) > 1


def test_what_is_no_merger_is_refused_and_nothing_is_kept(db: Database) -> None:
    office = reader(db, Role.SECRETARIAT)
    one, other = unit_id(db, LED[0]), unit_id(db, LED[1])
    wrong: list[tuple[list[int], list[int], str, str]] = [
        ([], [other], "", "NQ"),
        ([one], [], "", "NQ"),
        ([one], [one], "", "NQ"),
        ([one], [other], "", " "),
        ([one], [10**9], "", "NQ"),
        ([one], [], LED[2], "NQ"),
        ([unit_id(db, "Quận Ba Đình")], [one], "", "NQ"),
    ]
    for olds, news, name, basis in wrong:
        with pytest.raises(UnitChangeError):
            change_units(db, office, olds, news, name, UnitType.AGENCY, basis, ON, MOMENT)
    assert by_unit(db, now=True) == by_unit(db, now=False)
    with pytest.raises(ForbiddenError):
        change_units(db, reader(db, Role.LEADER), [one], [other], "", UnitType.AGENCY, "NQ", ON, MOMENT)


UNITS = st.integers(1, 12)


@given(st.dictionaries(UNITS, st.lists(UNITS, max_size=3)), st.dictionaries(UNITS, st.integers(0, 50)))
def test_sums_are_equal_under_both_structures(successors: dict[int, list[int]], counts: dict[int, int]) -> None:
    """Against a slow walk: each unit's count goes to exactly one place."""
    today = today_of(successors, range(1, 13))
    made = [
        Figure(
            "x.total",
            "x",
            CountingUnit.MATTER,
            FigureKind.RECORDS,
            (("unit", str(unit)),),
            (f"u{unit}",),
            value=count,
        )
        for unit, count in counts.items()
    ]
    names = {str(unit): f"u{unit}" for unit in range(1, 13)}
    after = restructured(FigureSet.of(QUESTION, made, ""), today, names)
    assert sum(f.value or 0 for f in after) == sum(counts.values())
    slow: dict[str, int] = {}
    for unit, count in counts.items():
        slow[key_now(str(unit), today)] = slow.get(key_now(str(unit), today), 0) + count
    assert {f.cell[0][1]: f.value for f in after} == slow
    for unit, now in today.items():
        assert now is None or not set(successors.get(now, ())) - {now} or now == unit or _circle(successors, unit)


def _circle(successors: dict[int, list[int]], unit: int) -> bool:
    seen, at = set(), unit
    while at not in seen:
        seen.add(at)
        following = list(dict.fromkeys(successors.get(at, ())))
        if len(following) != 1:
            return False
        at = following[0]
    return True
