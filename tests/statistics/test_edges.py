"""Records that lie exactly on an edge: the first day, the as-of day, the due date (issue 2, section 2, "periods")."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from casework.domain.derivation import derivation
from casework.domain.events import Draft, events_of
from casework.domain.fields import Value
from casework.domain.periods import Question
from casework.domain.vocabulary import EventName, RecordKind
from casework.services.accounts import system_reader
from casework.services.figures import figures
from casework.services.register_export import export
from casework.services.registers import ListQuery, register_page
from casework.settings import DEFAULT_OFFICE
from casework.store.database import Database
from casework.store.entry_lookups import unit_named
from casework.store.journal import Act
from casework.store.reference_data import load_law
from casework.store.writing import add_events, create_record

FIRST, AS_OF = date(2023, 12, 15), date(2024, 6, 15)
HALF = Question(FIRST, AS_OF)
K = RecordKind


class Desk:
    """Writes single records by their rows and asks for figures."""

    def __init__(self, url: str) -> None:
        self.db = Database(url)
        self.reader = system_reader(self.db, "kiểm thử")
        self.made = 0
        with self.db.read() as session:
            self.law = load_law(session)
            office = unit_named(session, DEFAULT_OFFICE)
        assert office is not None
        self.office = office

    def write(self, kind: RecordKind, opened_on: date, **values: Value) -> int:
        """A record of one row; returns its id."""
        self.made += 1
        with self.db.write() as session:
            return create_record(
                session,
                kind,
                office_id=self.office,
                register_year=opened_on.year,
                row_digest=f"{self.made:032x}",
                drafts=events_of(kind, values, opened_on),
                act=Act("log", self.reader.user_id, "", datetime(2024, 7, 1, tzinfo=UTC)),
                derive=derivation(kind, self.law),
            ).record_id

    def add(self, kind: RecordKind, record_id: int, version: int, draft: Draft) -> None:
        """One more event."""
        act = Act("move", self.reader.user_id, "", datetime(2024, 7, 2, tzinfo=UTC))
        with self.db.write() as session:
            add_events(session, kind, record_id, [draft], act, derivation(kind, self.law), version)

    def value(self, code: str, question: Question = HALF) -> int:
        """A figure's value."""
        return figures(self.db, self.reader, question).value(code)


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    """A desk at an empty register, on each database."""
    found = Desk(database_url)
    yield found
    found.db.close()


def case(desk: Desk, accepted_on: date, finished_on: date | None = None, due: date | None = None) -> int:
    """A complaint case."""
    more: dict[str, Value] = {} if finished_on is None else {"finished_on": finished_on, "outcome": "wrong"}
    if due is not None:
        more["stated_due_on"] = due
    return desk.write(K.CASE, accepted_on, code=f"V{desk.made}", type="complaint", accepted_on=accepted_on, **more)


@pytest.mark.parametrize(
    ("accepted_on", "finished_on", "counted"),
    [
        (date(2023, 12, 14), date(2023, 12, 14), {}),
        (date(2023, 12, 14), date(2023, 12, 15), {"total", "carried_in", "resolved"}),
        (date(2023, 12, 15), date(2023, 12, 15), {"total", "received", "resolved"}),
        (date(2023, 12, 14), None, {"total", "carried_in", "open"}),
        (date(2024, 6, 15), date(2024, 6, 15), {"total", "received", "resolved"}),
        (date(2024, 6, 15), date(2024, 6, 16), {"total", "received", "open"}),
        (date(2024, 6, 16), None, {}),
    ],
)
def test_cases_on_the_edges(desk: Desk, accepted_on: date, finished_on: date | None, counted: set[str]) -> None:
    case(desk, accepted_on, finished_on)
    words = ("total", "carried_in", "received", "resolved", "open")
    assert {word for word in words if desk.value(f"kntc.{word}")} == set(counted)


@pytest.mark.parametrize(
    ("day", "counted"),
    [(date(2023, 12, 14), 0), (FIRST, 1), (AS_OF, 1), (date(2024, 6, 16), 0)],
)
def test_receptions_letters_and_pakn_on_the_edges(desk: Desk, day: date, counted: int) -> None:
    desk.write(K.RECEPTION, day, received_on=day, form="regular", people=1, type="complaint")
    desk.write(K.LETTER, day, received_on=day, code="Đ1", type="complaint", eligible=True)
    desk.write(K.FEEDBACK, day, received_on=day, code="P1", stated_due_on=date(2024, 7, 1))
    assert desk.value("reception.visits") == counted
    assert desk.value("letters.total") == counted
    assert desk.value("pakn.received") == counted


def test_the_due_day_itself_is_not_overdue(desk: Desk) -> None:
    """Design.md, decision 4: due before the day and not finished by its end."""
    case(desk, date(2024, 6, 1), due=date(2024, 6, 10))
    assert desk.value("kntc.open_overdue", Question(FIRST, date(2024, 6, 10))) == 0
    assert desk.value("kntc.open_overdue", Question(FIRST, date(2024, 6, 11))) == 1


def test_finished_on_the_due_day_is_on_time(desk: Desk) -> None:
    received, due = date(2024, 3, 1), date(2024, 3, 20)
    for number, handled_on in enumerate((due, date(2024, 3, 21))):
        more: dict[str, Value] = {"code": f"P{number}", "stated_due_on": due, "handled_on": handled_on}
        desk.write(K.FEEDBACK, received, received_on=received, **more)
    found = figures(desk.db, desk.reader, HALF)
    assert [found.value(f"pakn.{word}") for word in ("received", "on_time", "late", "open")] == [2, 1, 1, 0]
    case(desk, date(2024, 3, 1), date(2024, 3, 20), due)
    case(desk, date(2024, 3, 1), date(2024, 3, 21), due)
    assert desk.value("kntc.resolved_late") == 1


def test_a_suspended_case_is_not_overdue_until_it_is_resumed(desk: Desk) -> None:
    key = case(desk, date(2024, 3, 1), due=date(2024, 3, 20))
    day = date(2024, 3, 15)
    desk.add(K.CASE, key, 1, Draft(EventName.SUSPENDED, day, {"suspended_on": day}))
    assert desk.value("kntc.open_overdue") == 0
    desk.add(K.CASE, key, 2, Draft(EventName.RESUMED, date(2024, 4, 1), {"suspended_on": None}))
    assert desk.value("kntc.open_overdue", Question(FIRST, date(2024, 3, 31))) == 0
    assert desk.value("kntc.open_overdue") == 1


def test_a_list_of_a_past_day_tells_nothing_of_later(desk: Desk) -> None:
    """A case decided on 10/5 is, as of 9/5, open: neither its status nor the number of its decision says otherwise."""
    accepted, decided = date(2024, 5, 2), date(2024, 5, 10)
    more: dict[str, Value] = {"status": "finished", "finished_on": decided, "decision": "7/QĐ-UBND", "outcome": "wrong"}
    desk.write(K.CASE, accepted, code="V1", type="complaint", accepted_on=accepted, **more)

    def told(as_of: date) -> tuple[str, str, str]:
        listed = export(desk.db, desk.reader, ListQuery(K.CASE, Question(FIRST, as_of)))
        (row,) = listed.rows
        found = dict(zip(listed.heading, row, strict=True))
        return found["Tình trạng"], found["Số quyết định, kết luận"], found["Trạng thái"]

    assert told(date(2024, 5, 9)) == ("Đang giải quyết", "", "Đang giải quyết")
    assert told(decided)[:2] == ("Đã giải quyết", "7/QĐ-UBND")


def test_a_petition_moved_to_another_level_leaves_its_basket_on_that_day(desk: Desk) -> None:
    raised = date(2024, 1, 10)
    petition: dict[str, Value] = {"code": "K1", "source": "council", "council_resolution_id": 1, "tracked_on": raised}
    desk.write(K.PETITION, raised, **petition, moved_on=date(2024, 3, 1), result="in_progress")
    for code in ("petitions.basket.total", "petitions.council.total"):
        assert desk.value(code, Question(FIRST, date(2024, 1, 9))) == 0
        assert desk.value(code, Question(FIRST, date(2024, 2, 29))) == 1
        assert desk.value(code, Question(FIRST, date(2024, 3, 1))) == 0


def test_a_petition_moved_to_another_level_is_not_overdue_here(desk: Desk) -> None:
    """Neither in a figure nor in a list: another level answers it."""
    raised, due = date(2024, 1, 10), date(2024, 2, 1)
    more: dict[str, Value] = {"source": "council", "stated_due_on": due, "result": "in_progress", "unit_id": 1}
    desk.write(K.PETITION, raised, code="K1", moved_on=date(2024, 3, 1), **more)
    for as_of, late in ((date(2024, 2, 29), True), (date(2024, 3, 1), False)):
        (row,) = register_page(desk.db, desk.reader, ListQuery(K.PETITION, Question(FIRST, as_of))).rows
        assert row.overdue is late
        assert desk.value("petitions.council.overdue", Question(FIRST, as_of)) == int(late)


def test_answered_and_resolved_are_two_things(desk: Desk) -> None:
    raised = date(2024, 1, 10)
    for number, result in enumerate(("resolved", "explained", "in_progress", "noted", "planned", "not_yet")):
        more: dict[str, Value] = {"result": result, "stated_due_on": date(2024, 3, 1)}
        if number % 2 == 0:
            more["answered_on"] = date(2024, 2, 1)
        desk.write(K.PETITION, raised, code=f"K{number}", source="council", **more)
    found = figures(desk.db, desk.reader, HALF)
    words = ("total", "resolved", "answered", "open", "overdue")
    assert [found.value(f"petitions.council.{word}") for word in words] == [6, 1, 3, 5, 3]
    resolved, answered = found.get("petitions.council.resolved_rate"), found.get("petitions.council.answered_rate")
    assert resolved is not None
    assert answered is not None
    assert (resolved.printed, answered.printed) == ("16,7%", "50,0%")


def test_an_extension_moves_the_due_date_but_not_beyond_the_law(desk: Desk) -> None:
    """A first complaint may take 45 days in a complex case (Luật Khiếu nại 2011, Điều 28), stated or not."""
    accepted = date(2024, 3, 1)
    key = case(desk, accepted, due=date(2024, 3, 25))
    extended = Draft(EventName.EXTENDED, date(2024, 3, 20), {"extended_to": date(2024, 12, 31)})
    desk.add(K.CASE, key, 1, extended)
    assert desk.value("kntc.open_overdue", Question(FIRST, date(2024, 3, 26))) == 0
    assert desk.value("kntc.open_overdue", Question(FIRST, date(2024, 5, 31))) == 1
