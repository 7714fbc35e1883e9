"""Checks with notes, and the rehearsal, through the services: who may, what is kept, who reads it. Both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError

from casework.domain.access import ForbiddenError, NoSuchRecordError, Reader
from casework.domain.check_notes import CheckNoteError, NotedCheck
from casework.domain.flows import COUNTED_IN, Flow
from casework.domain.periods import PeriodError, Question, parse_period
from casework.domain.vocabulary import RecordKind, Role
from casework.services.reporting import checks
from casework.services.reporting.making import ReportOrder, make_document
from casework.services.reporting.rehearsing import lack_page, rehearse
from casework.statistics.lack_table import LACKS
from casework.statistics.scope import EVERYTHING
from casework.store.chain import verify_chain
from casework.store.check_notes import CheckNote
from casework.store.database import Database
from casework.store.facts import FACTS
from casework.store.journal import JournalEntry
from casework.store.memory import Memory
from casework.store.records import RECORDS
from tests.services.desk import NOW, ON, UNIT, enter, reader, unit_id

K = RecordKind
MONTH = parse_period("thang-11-2026")
QUESTION = Question(MONTH.first, MONTH.last)
CHECK = "letters.handlings"


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A database with a record of each kind in it, and a denunciation."""
    database = Database(database_url)
    officer = reader(database, Role.RECEPTION_OFFICER)
    for kind in K:
        enter(database, reader(database, Role.SECRETARIAT) if kind is K.PETITION else officer, kind)
    enter(database, officer, K.LETTER, type="denunciation", content="Tố cáo cán bộ thu tiền")
    yield database
    database.close()


def forget(db: Database) -> None:
    """What was worked out before is worked out anew: as in a process that starts after the writing past all guards."""
    db._memory = Memory()


def spoil(db: Database, **values: object) -> list[int]:
    """Writes past all guards into the facts of the letters; a process that comes after asks anew."""
    with db.write() as session:
        session.execute(update(FACTS[K.LETTER]).values(**values))
        ids = list(session.scalars(select(FACTS[K.LETTER].c.record_id).order_by("record_id")))
    forget(db)
    return ids


def one(db: Database, who: Reader, code: str = CHECK) -> NotedCheck:
    """A check as somebody sees it."""
    return checks.one_check(db, who, QUESTION, code)


def test_all_is_green_and_what_was_checked_is_told(db: Database) -> None:
    page = checks.check_page(db, reader(db, Role.SECRETARIAT), QUESTION)
    assert page.failing == ()
    assert len(page.checks) > 80
    assert page.closing_known is None
    with db.read() as session:
        offered = checks.checks_of(session, QUESTION, EVERYTHING)
    assert {one.code for one in offered} == {one.result.code for one in page.checks}
    assert checks.result_from_json(offered[0].as_json()) == offered[0]


def test_a_note_is_signed_kept_in_the_journal_and_never_changed(db: Database) -> None:
    secretary, leader = reader(db, Role.SECRETARIAT), reader(db, Role.LEADER)
    spoil(db, handling="strange")
    seen = one(db, secretary)
    assert seen.state == "Chưa giải trình"
    done = checks.note_check(db, secretary, QUESTION, CHECK, "Sổ đơn ghi nhầm, đã yêu cầu sửa.", seen.result.seen, NOW)
    assert done.state == "Đã giải trình"
    assert done.notes[0].signed_as == f"Người {Role.SECRETARIAT.label}"
    assert one(db, leader).notes == done.notes, "who sees the same reads the same"
    with db.read() as session:
        entry = session.scalars(select(JournalEntry).where(JournalEntry.act == "check_note")).one()
        assert entry.position == done.notes[0].position
        assert "Sổ đơn" not in entry.note
        assert entry.note.startswith(f"{CHECK} 2026-11-01..2026-11-30 sha256:")
        assert list(verify_chain(session)) == []
    for statement in ("UPDATE check_note SET body = 'khác'", "DELETE FROM check_note"):
        with pytest.raises(DBAPIError), db.write() as session:
            session.execute(text(statement))


def test_a_note_is_outdated_when_the_difference_changes(db: Database) -> None:
    secretary = reader(db, Role.SECRETARIAT)
    spoil(db, handling="strange")
    seen = one(db, secretary).result.seen
    checks.note_check(db, secretary, QUESTION, CHECK, "Đã biết.", seen, NOW)
    enter(db, reader(db, Role.RECEPTION_OFFICER), K.LETTER)
    spoil(db, handling="strange")
    now = one(db, secretary)
    assert now.state == "Giải trình đã cũ"
    assert now.notes[0].arithmetic != now.result.arithmetic
    with pytest.raises(CheckNoteError, match="đã thay đổi"):
        checks.note_check(db, secretary, QUESTION, CHECK, "Đã biết.", seen, NOW)


@pytest.mark.parametrize("role", [Role.SYSTEM, Role.RECEPTION_OFFICER, Role.UNIT_OFFICER, Role.AUDITOR])
def test_only_who_answers_for_figures_signs(db: Database, role: Role) -> None:
    with pytest.raises(ForbiddenError):
        checks.note_check(db, reader(db, role), QUESTION, CHECK, "x", "y", NOW)
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(CheckNote)) == 0


def test_there_is_nothing_to_sign_where_all_is_well_or_nothing_is(db: Database) -> None:
    secretary = reader(db, Role.SECRETARIAT)
    with pytest.raises(CheckNoteError, match="đã khớp"):
        checks.note_check(db, secretary, QUESTION, CHECK, "x", one(db, secretary).result.seen, NOW)
    with pytest.raises(NoSuchRecordError):
        one(db, secretary, "no.such.check")
    with pytest.raises(ForbiddenError):
        checks.check_page(db, reader(db, Role.ADMINISTRATOR), QUESTION)


def test_notes_are_read_by_those_who_see_the_same_only(db: Database) -> None:
    """A head explains what stands in his unit's records; others neither see those numbers nor the note."""
    head = reader(db, Role.UNIT_HEAD)
    ids = spoil(db, handling="strange")
    with db.write() as session:
        session.execute(
            update(RECORDS[K.LETTER]).where(RECORDS[K.LETTER].c.id == ids[0]).values(office_id=unit_id(db, UNIT))
        )
    forget(db)
    seen = one(db, head).result
    assert (seen.offending, len(seen.offenders)) == (1, 1)
    checks.note_check(db, head, QUESTION, CHECK, "Của đơn vị.", seen.seen, NOW)
    for other in (Role.SECRETARIAT, Role.LEADER, Role.UNIT_OFFICER):
        assert one(db, reader(db, other)).notes == ()


def test_who_may_only_count_is_named_no_record_and_told_of_no_denunciation(db: Database) -> None:
    spoil(db, handling="strange")
    told = one(db, reader(db, Role.AUDITOR)).result
    assert told.offenders == ()
    assert told.offending == 1, "the denunciation stands in no number of an auditor's"
    assert one(db, reader(db, Role.SECRETARIAT)).result.offending == 2
    with pytest.raises(NoSuchRecordError):
        checks.flow_members(db, reader(db, Role.AUDITOR), K.LETTER, QUESTION, Flow.RECEIVED, "", 1)


def test_flows_open_to_their_records(db: Database) -> None:
    secretary = reader(db, Role.SECRETARIAT)
    for kind in COUNTED_IN:
        table = checks.flows(db, secretary, kind, QUESTION)
        assert table.whole.holds
        for flow, number in table.whole.flows.items():
            page = checks.flow_members(db, secretary, kind, QUESTION, flow, "", 1)
            assert page.total == number == len(page.records)
    with pytest.raises(NoSuchRecordError):
        checks.flows(db, secretary, K.RECEPTION, QUESTION)
    for unit in ("x", "9" * 12, "-1"):
        with pytest.raises(NoSuchRecordError):
            checks.flow_members(db, secretary, K.CASE, QUESTION, Flow.RECEIVED, unit, 1)


def test_the_report_prints_the_checks_and_their_notes(db: Database) -> None:
    secretary = reader(db, Role.SECRETARIAT)
    order = ReportOrder(MONTH, with_checks=True)
    assert all(annex.title != "KIỂM TRA SỐ LIỆU" for annex in make_document(db, secretary, ReportOrder(MONTH)).annexes)
    spoil(db, closed_on=None, state="handled")
    seen = one(db, secretary, "letters.states").result.seen
    checks.note_check(db, secretary, QUESTION, "letters.states", "Sổ đơn ghi nhầm.", seen, NOW)
    annex = make_document(db, secretary, order).annexes[-1]
    assert annex.title == "KIỂM TRA SỐ LIỆU"
    told = str(annex)
    assert "Sổ đơn ghi nhầm." in told
    assert f"Người {Role.SECRETARIAT.label}" in told
    assert "phép chưa khớp" in told


# --- duyệt thử -------------------------------------------------------------------------------------------------


def test_a_rehearsal_says_what_is_missing_and_who_must_act(db: Database) -> None:
    secretary = reader(db, Role.SECRETARIAT)
    found = rehearse(db, secretary, MONTH, None, None, ON)
    assert found.days_left == 10
    assert (found.question.as_of, found.final.as_of) == (ON, MONTH.last)
    codes = {lack.code: lack.count for lack in found.lacks}
    assert codes["petition-result"] == 1
    for lack in found.lacks:
        page = lack_page(db, secretary, MONTH, None, lack.code, None, 1, ON)
        assert page.records.total == lack.count == len(page.records.records)
        for unit in lack.units:
            part = lack_page(db, secretary, MONTH, None, lack.code, unit.unit_id, 1, ON)
            assert part.records.total == unit.count
            assert part.unit == unit.label
    assert found.missing == sum(unit.count for unit, _rows in found.units)


def test_a_rehearsal_looks_ahead_to_what_turns_overdue(db: Database) -> None:
    secretary = reader(db, Role.SECRETARIAT)
    with db.write() as session:
        session.execute(update(FACTS[K.LETTER]).values(due_on=date(2026, 11, 25), closed_on=None, state="received"))
    forget(db)
    found = rehearse(db, secretary, MONTH, None, date(2026, 11, 22), ON)
    turning = {one.now.code: (one.now.value, one.then.value, one.more) for one in found.turning}
    assert turning["letters.open_overdue"] == (0, 2, 2)
    assert found.days_left == 2
    past = rehearse(db, secretary, MONTH, date(2026, 11, 10), None, ON)
    assert (past.days_left, past.question, past.question) == (-10, past.final, past.final)
    with pytest.raises(PeriodError, match="chưa bắt đầu"):
        rehearse(db, secretary, parse_period("thang-12-2026"), None, None, ON)


LACKING: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    "petition-unit": ({"unit_id": None, "closed_on": None}, {}),
    "petition-result": ({"result": None}, {}),
    "petition-due": ({"due_on": None, "closed_on": None}, {}),
    "petition-subject": ({"subject": None}, {}),
    "petition-competence": ({"competence": None}, {}),
    "petition-answer": ({"answered_on": ON}, {"answer_document": None}),
    "petition-resolved-day": ({"result": "resolved"}, {"resolved_on": None}),
    "petition-roadmap": ({"result": "planned"}, {"roadmap": ""}),
    "petition-obstacle": ({"result": "not_yet"}, {"obstacle": None}),
    "reception-level": ({"level": None}, {}),
    "reception-turn": ({"turn": None}, {}),
    "reception-handling": ({"handling": None}, {}),
    "letter-eligible": ({"eligible": None}, {}),
    "letter-subject": ({"subject": None}, {}),
    "letter-competence": ({"eligible": True, "competence": None}, {}),
    "letter-handling": ({"handling": None, "closed_on": ON}, {}),
    "letter-body": ({"handling": "forwarded"}, {"competent_body": None}),
    "case-unit": ({"unit_id": None, "closed_on": None}, {}),
    "case-subject": ({"subject": None}, {}),
    "case-instance": ({"type": "complaint", "instance": None}, {}),
    "case-due": ({"due_on": None, "closed_on": None}, {}),
    "case-outcome": ({"closed_on": ON, "outcome": None}, {}),
    "case-other-outcome": ({"closed_on": ON, "type": "complaint", "outcome": "denunciation_wrong"}, {}),
    "case-decision": ({"state": "decided", "closed_on": ON}, {"decision": None}),
    "case-quantities": (
        {"state": "executed", "collectives": None, "individuals": None, "money_recovered": None,
         "land_recovered": None},
        {},
    ),
    "feedback-type": ({"type": None}, {}),
    "feedback-unit": ({"unit_id": None, "closed_on": None}, {}),
    "feedback-answer": ({"state": "handled"}, {"answer_document": None}),
}  # fmt: skip


def test_each_lack_is_found_where_it_is_and_not_where_it_is_filled(db: Database) -> None:
    """Every rule of the table, planted by SQL: lacking, then filled."""
    secretary = reader(db, Role.SECRETARIAT)
    assert set(LACKING) == {rule.code for rule in LACKS}
    for rule in LACKS:
        facts, record = LACKING[rule.code]
        with db.write() as session:
            if facts:
                session.execute(update(FACTS[rule.kind]).values(**facts))
            if record:
                session.execute(update(RECORDS[rule.kind]).values(**record))
        page = lack_page(db, secretary, MONTH, None, rule.code, None, 1, ON)
        assert page.records.total >= 1, rule.code
        filled = dict.fromkeys(record, "đã ghi") if "resolved_on" not in record else {"resolved_on": ON}
        with db.write() as session:
            if filled:
                session.execute(update(RECORDS[rule.kind]).values(**filled))
            else:
                session.execute(update(FACTS[rule.kind]).values(**_whole(rule.code, facts, unit_id(db, UNIT))))
        page = lack_page(db, secretary, MONTH, None, rule.code, None, 1, ON)
        assert page.records.total == 0, rule.code


def _whole(code: str, facts: dict[str, object], unit: int) -> dict[str, object]:
    """The same facts with what they lacked."""
    if code == "case-other-outcome":
        return {"outcome": "wrong"}
    words: dict[str, object] = {
        "unit_id": unit, "due_on": ON, "eligible": False, "result": "planned", "competence": "city",
        "instance": "first", "level": "city", "turn": "first", "type": "conduct",
        "outcome": "correct", "collectives": 0, "individuals": 0,
        "money_recovered": 0, "land_recovered": 0, "handling": "accepted", "subject": "Đất đai",
    }  # fmt: skip
    return {name: words[name] for name, value in facts.items() if value is None and name != "closed_on"}


def test_a_unit_sees_what_its_own_records_lack(db: Database) -> None:
    """Scope stands in the base query: a unit's head is told of his own, an auditor is given numbers and no list."""
    whole = rehearse(db, reader(db, Role.SECRETARIAT), MONTH, None, None, ON)
    own = rehearse(db, reader(db, Role.UNIT_HEAD), MONTH, None, None, ON)
    assert own.missing < whole.missing
    auditor = reader(db, Role.AUDITOR)
    assert rehearse(db, auditor, MONTH, None, None, ON).missing <= whole.missing
    with pytest.raises(NoSuchRecordError):
        lack_page(db, auditor, MONTH, None, "petition-result", None, 1, ON)
    with pytest.raises(NoSuchRecordError):
        lack_page(db, reader(db, Role.SECRETARIAT), MONTH, None, "no-such", None, 1, ON)
    assert rehearse(db, reader(db, Role.LEADER), MONTH, None, None, ON).missing == whole.missing
