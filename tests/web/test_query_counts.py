"""How many questions a page asks the database: fixed, however many records, events and items there are.

Counted twice for each page and person: over one record of each kind with one item of each kind, and over a register
with more of everything. What may be remembered is forgotten before each page; a page that needs more says so here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from casework.domain.vocabulary import RecordKind, Role
from casework.services.handling import correcting
from casework.store.database import Database
from casework.store.memory import Memory
from casework.web.converters import WORDS
from tests.services.desk import NOW, ON, reader
from tests.web.offices import Offices

pytestmark = pytest.mark.slow

_LIST = re.compile(
    r"IN \((?:\?|%\([\w:]+\)s(?:::\w+)?)(?:, (?:\?|%\([\w:]+\)s(?:::\w+)?))*\)|IN \(SELECT [^()]*WHERE 1!=1\)"
)
MORE = 6
PEOPLE = ("reception", "officer", "secretariat", "leader")
LOG_BY_UNIT = (RecordKind.RECEPTION, RecordKind.LETTER, RecordKind.CASE, RecordKind.FEEDBACK)
MOST = {"/": 40, "/work": 30, "/desk": 36, "list": 22, "record": 60}
"""The most statements a page may send; transactions begun are not counted."""


@contextmanager
def counted(db: Database) -> Iterator[list[str]]:
    """The statements that are sent within the block, nothing being remembered from before."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(_LIST.sub("IN (…)", " ".join(statement.split())))

    db._memory = Memory()
    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


def pages(record_ids: dict[RecordKind, int]) -> dict[str, str]:
    """Address → which of `MOST` it belongs to."""
    lists = [f"/{word}{asked}" for word in WORDS.values() for asked in ("", "?q=dat", "?state=-", "?sort=due")]
    found = {"/": "/", "/work": "/work", "/desk": "/desk", **dict.fromkeys(lists, "list")}
    return found | {f"/{WORDS[kind]}/{record_id}": "record" for kind, record_id in record_ids.items()}


def measured(office: Offices, record_ids: dict[RecordKind, int]) -> dict[tuple[str, str], list[str]]:
    """What each page that opens for a person sends."""
    found: dict[tuple[str, str], list[str]] = {}
    for who in PEOPLE:
        for page in pages(record_ids):
            with counted(office.db) as sent:
                answer = office.people[who].get(page)
            assert answer.status_code in (200, 403, 404), (who, page, answer.status_code)
            if answer.status_code == 200:
                found[who, page] = sent
    return found


def grow(office: Offices, record_ids: dict[RecordKind, int]) -> None:
    """More records of each kind; on each of the first ones more events and more items of every kind."""
    system = reader(office.db, Role.SYSTEM)
    for kind, record_id in record_ids.items():
        for number in range(MORE):
            office.enter(kind, content=f"Khiếu nại về đất, lần {number}")
        for number in range(3):
            changes = {"content": f"Khiếu nại về đất đai, bản {number}"}
            correcting.correct(office.db, system, kind, record_id, changes, "ghi sai", number + 1, on=ON, now=NOW)
        for _ in range(2):
            office.items.clear()
            office.fill(kind, record_id)


def test_more_of_everything_asks_no_more(database_url: str) -> None:
    """The number of statements of a page is the same before and after, and within what is allowed.

    A work list asks for the titles of its records once for each kind that stands in it.
    """
    office = Offices.over(database_url)
    record_ids = {kind: office.enter(kind, content="Khiếu nại về đất ở") for kind in RecordKind}
    for kind in LOG_BY_UNIT:
        office.enter(kind, by="officer", content="Khiếu nại về đất ở")
    for kind, record_id in record_ids.items():
        office.fill(kind, record_id)
    few = measured(office, record_ids)
    grow(office, record_ids)
    many = measured(office, record_ids)
    assert few.keys() == many.keys()
    assert len(few) > 60
    more = {
        at: [one for one in dict.fromkeys(many[at]) if many[at].count(one) > few[at].count(one)]
        for at in few
        if len(many[at]) > len(few[at]) + (len(RecordKind) if at[1] == "/work" else 0)
    }
    for at, extra in more.items():
        print(at, len(few[at]), len(many[at]), *extra, sep="\n   ")
    assert more == {}
    groups = pages(record_ids)
    assert {at: len(sent) for at, sent in many.items() if len(sent) > MOST[groups[at[1]]]} == {}
    print({group: max(len(sent) for at, sent in many.items() if groups[at[1]] == group) for group in MOST})
    office.db.close()
