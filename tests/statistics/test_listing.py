"""Lists in their quick form against the plain one: the same records in the same order, however they are looked up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from casework.domain.access import Reader
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind, Role
from casework.services.handling import moving
from casework.statistics import list_conditions, list_counting, listing
from casework.statistics.filters import FILTERS
from casework.statistics.list_conditions import DIMENSIONS, Listing
from casework.statistics.list_query import ListQuery, listing_of
from casework.statistics.rules import load_rules
from casework.store.database import Database
from casework.store.facts import FILTERED
from casework.store.journal import last_position
from tests.services.desk import NOW, ON, UNIT, enter, reader

ROLES = (Role.RECEPTION_OFFICER, Role.UNIT_OFFICER, Role.SECRETARIAT, Role.LEADER, Role.SYSTEM)
KINDS = tuple(RecordKind)


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """Records of several days, some closed, one that begins to be handled after the as-of day."""
    made = Database(database_url)
    officer, secretariat = reader(made, Role.RECEPTION_OFFICER), reader(made, Role.SECRETARIAT)
    of_unit = reader(made, Role.UNIT_OFFICER)
    for number in range(4):
        day = ON - timedelta(days=30 - 3 * number)
        for kind in KINDS:
            who = secretariat if kind is RecordKind.PETITION else (officer, of_unit)[number % 2]
            dated = {} if kind is RecordKind.PETITION else {_first_day(kind): day}
            logged = enter(made, who, kind, content=f"Khiếu nại đất đai, lần {number}", **dated)
            if kind is RecordKind.LETTER and number < 3:
                handled = {"handled_on": day + timedelta(days=number + 1)}
                moving.move(made, who, kind, logged.record_id, "guide", handled, 1, on=ON, now=NOW)
    enter(made, officer, RecordKind.LETTER, type="denunciation", content="Tố cáo việc thu tiền đất")
    yield made
    made.close()


def _first_day(kind: RecordKind) -> str:
    return "accepted_on" if kind is RecordKind.CASE else "received_on"


def ids(db: Database, wanted: Listing) -> tuple[int, list[int]]:
    """How many are listed, and the ids of the first page, in order."""
    with db.read() as session:
        rows = listing.list_page(session, wanted, ("content",), 0, 50)
        page = listing.counted_page(session, wanted, ("content",), 1, 50, exact=False)
        limited = list_counting.count_to_limit(session, wanted)
        counted = {list_counting.count_listed(session, wanted), limited.count, page.total.count, len(rows)}
        assert len(counted) == 1
        assert not limited.more
        assert not page.total.more
        assert [row.id for row in page.rows] == [row.id for row in rows]
        assert [row.id for row in listing.stream(session, wanted, ("content",))] == [row.id for row in rows]
        return len(rows), [row.id for row in rows]


def asked(db: Database, who: Reader, query: ListQuery) -> Listing:
    """The listing that answers a query."""
    with db.read() as session:
        return listing_of(query, who, load_rules(session))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.value)
def test_every_way_of_asking_lists_the_same(db: Database, kind: RecordKind, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of today and as known at the last position; a unit's records looked up one by one, and checked on the way."""
    with db.read() as session:
        position = last_position(session)
    columns = {d.code: d.column for d in DIMENSIONS[kind]}
    cells = [{}, {"type": "complaint"} if "type" in columns else {"source": "council"}, {FILTERS[kind][0]: ""}]
    days = (ON, ON - timedelta(days=25))
    for role, cell, words, sort, day in product(ROLES, cells, ("", "đất đai"), listing.SORTS, days):
        who = reader(db, role, UNIT if role is Role.UNIT_OFFICER else "")
        query = ListQuery(kind, Question(day, day), cell=cell, search=words, sort=sort)
        plain = ids(db, asked(db, who, replace(query, question=Question(day, day, position))))
        assert ids(db, asked(db, who, query)) == plain, (role, cell, words, sort, day)
        with monkeypatch.context() as patched:
            patched.setattr(list_conditions, "FEW", 0)
            patched.setattr(list_counting, "COUNTED_TO", 1 if words else list_counting.COUNTED_TO)
            patched.setattr(list_counting, "SPARE", 0)
            fresh = Database(db.url)
            with fresh.read() as session:
                rows = listing.list_page(session, asked(db, who, query), ("content",), 0, 50)
                page = listing.counted_page(session, asked(db, who, query), ("content",), 2, 3, exact=False)
            fresh.close()
        assert [row.id for row in rows] == plain[1], (role, cell, words, sort, day)
        most = min(plain[0], 1) if words else plain[0]
        assert (page.total.count, page.total.more) == (most, most < plain[0])
        assert [row.id for row in page.rows] == (plain[1][3:6] if most > 3 else plain[1][:3])


def test_every_filter_has_its_index() -> None:
    """What a list offers to be narrowed by is what the facts are indexed by."""
    for kind in KINDS:
        columns = {dimension.code: dimension.column for dimension in DIMENSIONS[kind]}
        assert {columns[code] for code in FILTERS[kind]} == set(FILTERED[kind])
