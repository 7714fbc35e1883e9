"""Returns over both databases: filed, accepted, sent back, as known on a day; who owes which; nobody sees another's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from casework.domain.access import ForbiddenError, NoSuchRecordError, Reader
from casework.domain.form_lines import in_both, remarks
from casework.domain.periods import Question, parse_period
from casework.domain.returns import ReturnError, ReturnState, ReturnStep
from casework.domain.vocabulary import RecordKind, Role
from casework.services.returns import beside, books, filing, overview, pages, reminding, workbooks
from casework.services.returns.known_forms import known_forms
from casework.statistics.forms import fill
from casework.statistics.returned import accepted, kept_meanwhile, returned
from casework.statistics.rules import load_rules
from casework.statistics.scope import scope_of
from casework.store import journal
from casework.store.chain import verify_chain
from casework.store.database import Database
from casework.store.notices import OutgoingMail
from casework.store.returns import UnitReturnVersion, digest_of
from tests.services.desk import NOW, ON, UNIT, enter, reader, unit_id

FORMS = known_forms()
VISITS, LETTERS = FORMS["tt02-2021-01-tcd"], FORMS["tt02-2021-01-xld"]
PERIOD = parse_period("9-thang-2026")
OTHER = "Sở Công Thương"


@dataclass
class Office:
    """A database with a unit, another unit, the secretariat and a leader."""

    db: Database
    officer: Reader
    head: Reader
    other: Reader
    secretariat: Reader
    leader: Reader
    unit: int

    def start(self, who: Reader | None = None, form: str = VISITS.key, period: str = PERIOD.code) -> int:
        return filing.start(self.db, who or self.officer, self.unit, form, period, FORMS, on=ON, now=NOW)

    def step(self, return_id: int, step: ReturnStep, who: Reader | None = None, **filled: object) -> ReturnState:
        page = pages.return_page(self.db, self.secretariat, return_id, FORMS, ON)
        kept = filing.Filled(**filled)  # type: ignore[arg-type]
        return filing.take_step(
            self.db, who or self.officer, return_id, step, kept, page.version, FORMS, on=ON, now=NOW
        )

    def file(self, return_id: int, cells: dict[int, int], document_on: date = ON, note: str = "") -> ReturnState:
        told = {"document_number": "12/BC", "document_on": document_on, "note": note}
        return self.step(return_id, ReturnStep.FILE, None, cells=cells, **told)

    def given(self, known: int | None = None) -> dict[tuple[int, int], int]:
        with self.db.read() as session:
            return returned(session, VISITS, Question(PERIOD.first, PERIOD.last, known))

    def position(self) -> int:
        with self.db.read() as session:
            return journal.last_position(session)


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    db = Database(database_url)
    yield Office(
        db,
        reader(db, Role.UNIT_OFFICER),
        reader(db, Role.UNIT_HEAD),
        reader(db, Role.UNIT_HEAD, OTHER, "u-other"),
        reader(db, Role.SECRETARIAT),
        reader(db, Role.LEADER),
        unit_id(db, UNIT),
    )
    db.close()


def cells(**more: int) -> dict[int, int]:
    """Cells of 01/TCD in which every check holds: 10 visits of 12 people on 8 matters."""
    found = {one.number: 0 for one in VISITS.counted}
    found |= {1: 10, 2: 12, 3: 8, 4: 10, 5: 12, 6: 5, 7: 3}
    return found | {int(name[1:]): value for name, value in more.items()}


def test_filed_sent_back_filed_again_and_accepted(office: Office) -> None:
    """Only what stands accepted counts, and as known at each position it is what stood then."""
    key = office.start()
    assert office.start() == key, "a return is begun once"
    assert office.step(key, ReturnStep.SAVE, cells={1: 3}) is ReturnState.DRAFT
    assert office.file(key, cells()) is ReturnState.FILED
    assert office.given() == {}
    assert (
        office.step(key, ReturnStep.SEND_BACK, office.secretariat, reason="Thiếu lượt định kỳ") is ReturnState.SENT_BACK
    )
    page = pages.return_page(office.db, office.officer, key, FORMS, ON)
    assert (page.reason, page.writes) == ("Thiếu lượt định kỳ", True)
    more = cells(c1=11, c2=13, c13=1, c14=1)
    assert office.file(key, more) is ReturnState.FILED
    before = office.position()
    assert office.step(key, ReturnStep.ACCEPT, office.secretariat) is ReturnState.ACCEPTED
    assert office.given() == {(office.unit, column): value for column, value in more.items()}
    assert office.given(before) == {}
    standing = office.position()
    assert office.step(key, ReturnStep.SEND_BACK, office.secretariat, reason="Sai cột 5") is ReturnState.SENT_BACK
    assert office.given() == {}
    assert office.given(standing)[office.unit, 1] == 11
    page = pages.return_page(office.db, office.officer, key, FORMS, ON)
    assert [one.number for one in page.history] == [7, 6, 5, 4, 3, 2, 1]
    assert page.history[2].changed == ((1, 10, 11), (2, 12, 13), (13, 0, 1), (14, 0, 1))
    with office.db.read() as session:
        assert list(verify_chain(session)) == []


def test_a_failing_check_asks_for_a_note(office: Office) -> None:
    key = office.start()
    wrong = cells(c1=9)
    with pytest.raises(filing.FindingsError) as refused:
        office.file(key, wrong)
    assert [one.columns for one in refused.value.findings] == [(1, 4, 13, 22)]
    assert office.file(key, wrong, note="Sổ giấy ghi thiếu một ngày") is ReturnState.FILED
    page = pages.return_page(office.db, office.secretariat, key, FORMS, ON)
    assert [one.columns for one in page.filed_findings] == [(1, 4, 13, 22)]
    assert page.history[0].note == "Sổ giấy ghi thiếu một ngày"


def test_what_cannot_be_filed(office: Office) -> None:
    key = office.start()
    with pytest.raises(ReturnError, match="số và ngày"):
        office.step(key, ReturnStep.FILE, cells=cells())
    with pytest.raises(ReturnError, match="chưa có số liệu"):
        office.file(key, {})
    with pytest.raises(ReturnError, match="không được sau hôm nay"):
        office.file(key, cells(), document_on=ON + timedelta(days=1))
    with pytest.raises(ReturnError, match="không thuộc biểu"):
        office.file(key, {**cells(), 77: 1})
    with pytest.raises(ReturnError, match="không thể"):
        office.step(key, ReturnStep.ACCEPT, office.secretariat)
    for who in (office.officer, office.leader):
        with pytest.raises(ForbiddenError):
            office.step(key, ReturnStep.ACCEPT, who)
    with pytest.raises(ReturnError, match="người khác thay đổi"):
        filing.take_step(office.db, office.officer, key, ReturnStep.SAVE, filing.Filled(), 9, FORMS, on=ON, now=NOW)
    for form, period, told in (("x", PERIOD.code, "biểu"), (VISITS.key, "x", "kỳ báo cáo")):
        with pytest.raises(ReturnError, match=told):
            office.start(form=form, period=period)


def test_another_units_return_is_as_none(office: Office) -> None:
    key = office.start()
    for ask in (
        lambda one: pages.return_page(office.db, office.other, one, FORMS, ON),
        lambda one: workbooks.workbook_of(office.db, office.other, one, FORMS),
        lambda one: filing.take_step(
            office.db, office.other, one, ReturnStep.SAVE, filing.Filled(), 1, FORMS, on=ON, now=NOW
        ),
    ):
        for one in (key, 90_017):
            with pytest.raises(NoSuchRecordError):
                ask(one)
    with pytest.raises(NoSuchRecordError):
        office.start(office.other)
    assert office.start(office.secretariat) == key, "the secretariat may file for a unit"
    assert pages.return_page(office.db, office.leader, key, FORMS, ON).steps == ()


def test_a_version_is_never_changed(office: Office) -> None:
    """The database refuses; its digest stands in the chained entry."""
    office.start()
    for change in ("UPDATE unit_return_version SET cells = '{}'", "DELETE FROM unit_return_version"):
        with pytest.raises(DBAPIError), office.db.write() as session:
            session.execute(text(change))
    with office.db.read() as session:
        row = session.scalars(select(UnitReturnVersion)).one()
        entry = session.get_one(journal.JournalEntry, row.known_from)
        assert digest_of(row) == row.digest
        assert row.digest in entry.note


def test_the_workbook_of_another_return_or_version_is_refused(office: Office) -> None:
    key = office.start()
    name, data = workbooks.workbook_of(office.db, office.officer, key, FORMS)
    assert name == "Bao cao 01-TCD 9-thang-2026 Sở Y tế.xlsx"

    def upload(return_id: int, sent: bytes) -> int:
        return workbooks.read_back(office.db, office.officer, return_id, sent, "x.xlsx", FORMS, on=ON, now=NOW)

    another = office.start(form=LETTERS.key)
    with pytest.raises(ReturnError, match="báo cáo khác"):
        upload(another, data)
    office.step(key, ReturnStep.SAVE, cells=cells())
    with pytest.raises(ReturnError, match="bản cũ"):
        upload(key, data)
    _name, fresh = workbooks.workbook_of(office.db, office.officer, key, FORMS)
    assert upload(key, fresh) == len(VISITS.counted)
    assert pages.return_page(office.db, office.officer, key, FORMS, ON).cells == cells()


def test_who_owes_which_and_how_late(office: Office) -> None:
    """The matrix, the unit's list, the reminder; what is filed is late by the day of filing."""
    books.keep_own_books(
        office.db,
        office.secretariat,
        office.unit,
        ["01/TCD", "01/XLD"],
        date(2026, 1, 1),
        "CV 1",
        list(FORMS.values()),
        NOW,
    )
    books.set_rules(office.db, office.secretariat, 5, ["9-thang"], NOW)
    found = overview.matrix(office.db, office.leader, PERIOD, FORMS, ON)
    assert found.due_on == date(2026, 9, 19)
    assert set(found.cells) == {(office.unit, VISITS.key), (office.unit, LETTERS.key)}
    assert [one.days_late for one in found.late] == [62, 62]
    key = office.start()
    office.file(key, cells())
    found = overview.matrix(office.db, office.leader, PERIOD, FORMS, ON + timedelta(days=9))
    assert found.cells[office.unit, VISITS.key].days_late == 62
    assert [one.form.key for one in found.late] == [LETTERS.key]
    own = overview.own_list(office.db, office.head, FORMS, ON)
    assert [(one.form.key, one.waits) for one in own] == [(LETTERS.key, True), (VISITS.key, False)]
    assert overview.own_list(office.db, office.other, FORMS, ON) == []
    missing = overview.missing(office.db, office.secretariat, FORMS, ON)
    assert {(one.unit_id, one.form.key) for one in missing} == {(office.unit, LETTERS.key)}

    def remind() -> int:
        return reminding.remind(office.db, office.secretariat, [office.unit], PERIOD, FORMS, on=ON, now=NOW)

    with office.db.write() as session:
        session.execute(text("UPDATE user_account SET email = 'so-y-te@example.org' WHERE username = 'u-unit-head'"))
    assert remind() == 1
    with office.db.read() as session:
        letters = session.scalars(select(OutgoingMail)).all()
        assert ["01/XLD" in one.body and "01/TCD" not in one.body for one in letters] == [True]
    assert overview.own_list(office.db, office.officer, FORMS, ON)[0].reminded_on == ON
    with pytest.raises(ReturnError, match="Không còn"):
        remind()


def test_own_books_are_kept_once_and_ended(office: Office) -> None:
    def keep(forms: list[str], first: date) -> None:
        books.keep_own_books(
            office.db, office.secretariat, office.unit, forms, first, "CV 1", list(FORMS.values()), NOW
        )

    keep(["01/TCD"], date(2026, 1, 1))
    with pytest.raises(ReturnError, match="đã được ghi"):
        keep([], date(2026, 3, 1))
    keep(["01/XLD"], date(2026, 3, 1))
    line = next(one for one in books.books(office.db, office.leader).lines if one.forms == ("01/TCD",))
    books.end_own_books(office.db, office.secretariat, line.id, date(2026, 6, 30), NOW)
    with pytest.raises(NoSuchRecordError):
        books.end_own_books(office.db, office.secretariat, line.id, date(2026, 6, 30), NOW)
    keep(["01/TCD"], date(2026, 7, 1))
    spans = [(one.forms, one.first_on, one.last_on) for one in books.books(office.db, office.leader).lines]
    assert (("01/TCD",), date(2026, 1, 1), date(2026, 6, 30)) in spans
    assert (("01/TCD",), date(2026, 7, 1), None) in spans
    for who in (office.head, office.leader):
        with pytest.raises(ForbiddenError):
            books.set_rules(office.db, who, 3, ["nam"], NOW)


def test_what_is_carried_in_is_compared_with_the_return_before(office: Office) -> None:
    zero = {one.number: 0 for one in LETTERS.counted}
    first = office.start(form=LETTERS.key, period="quy-2-2026")
    office.file(first, {**zero, 1: 10, 5: 10, 8: 4})
    second = office.start(form=LETTERS.key, period="quy-3-2026")
    with pytest.raises(filing.FindingsError) as refused:
        office.file(second, {**zero, 1: 5, 2: 5})
    assert [one.columns for one in refused.value.findings] == [(2, 3, 4)]
    assert office.file(second, {**zero, 1: 6, 2: 6}) is ReturnState.FILED


def test_a_form_and_the_figures_say_what_comes_from_returns(office: Office) -> None:
    """The total holds both, and tells them apart; a unit that stands in both is warned about."""
    office_desk = reader(office.db, Role.RECEPTION_OFFICER)
    enter(office.db, office_desk, RecordKind.RECEPTION, received_on="10/9/2026")
    key = office.start()
    office.file(key, cells())
    office.step(key, ReturnStep.ACCEPT, office.secretariat)
    question = Question(PERIOD.first, PERIOD.last)
    with office.db.read() as session:
        form = fill(session, [VISITS], question, load_rules(session), scope_of(office.secretariat))[0]
        cell = form.total.cell(1)
        assert (cell.value, cell.from_returns, cell.from_records) == (11, 10, 1)
        assert [one.unit_id for one in accepted(session, question)] == [office.unit]
        assert kept_meanwhile(session, VISITS, question, office.unit) == 0
        assert in_both(form) == ()
    lines = {one.code: one for one in beside.beside(office.db, office.leader, question, FORMS)}
    visits = lines["reception.visits"]
    assert (visits.records, visits.returned, visits.given, visits.together) == (1, 10, ((key, UNIT, 10),), 11)
    assert beside.beside(office.db, office.officer, question, FORMS) == []
    assert beside.beside(office.db, office.leader, Question(PERIOD.first, ON), FORMS) == [], "other days, nothing added"
    enter(office.db, office.head, RecordKind.RECEPTION, received_on="11/9/2026")
    assert pages.return_page(office.db, office.secretariat, key, FORMS, ON).beside == 1
    with office.db.read() as session:
        form = fill(session, [VISITS], question, load_rules(session), scope_of(office.secretariat))[0]
    assert in_both(form) == (office.unit,)
    assert any("tính hai lần: Sở Y tế" in line for line in remarks(form))
