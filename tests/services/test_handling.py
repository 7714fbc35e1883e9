"""Entering, moving and correcting records, on both databases."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import make_url

from casework.domain.access import ForbiddenError, NoSuchRecordError
from casework.domain.entry import EntryError
from casework.domain.events import ALWAYS
from casework.domain.held import CORRECTION_REASON
from casework.domain.vocabulary import RecordKind, Role
from casework.domain.workflow import WorkflowError
from casework.services import checking
from casework.services.handling import correcting, entering, holding, moving
from casework.services.record_page import record_page
from casework.store import journal, series
from casework.store.database import Database
from casework.store.facts import FACTS
from casework.store.records import RECORDS
from casework.store.search import matches
from casework.store.writing import StaleVersionError
from tests.services.desk import NOW, OFFICE, ON, council_resolution_id, enter, entry, reader, session_id, unit_id

K = RecordKind


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A database with its reference data."""
    database = Database(database_url)
    yield database
    database.close()


def row(db: Database, kind: RecordKind, record_id: int) -> dict[str, object]:
    """The record's row."""
    with db.read() as session:
        table = RECORDS[kind]
        return dict(session.execute(select(table).where(table.c.id == record_id)).mappings().one())


def facts_on(db: Database, kind: RecordKind, record_id: int, day: date) -> dict[str, object] | None:
    """What is held of the record on a day, as known now."""
    table = FACTS[kind]
    query = select(table).where(
        table.c.record_id == record_id, table.c.valid_from <= day, table.c.valid_to > day, table.c.known_to == ALWAYS
    )
    with db.read() as session:
        found = session.execute(query).mappings().first()
    return None if found is None else dict(found)


def entries(db: Database) -> int:
    """How many journal entries there are."""
    with db.read() as session:
        return journal.last_position(session)


def move(db: Database, who: Role, record_id: int, event: str, version: int, **values: object) -> holding.Moved:
    """A step of a petition."""
    return moving.move(db, reader(db, who), K.PETITION, record_id, event, values, version, on=ON, now=NOW)


def test_each_kind_is_entered_with_its_number_and_the_days_count(db: Database) -> None:
    """Numbers run without gaps, denunciations in a series of their own; the tables follow the journal."""
    desk, office = reader(db, Role.RECEPTION_OFFICER), reader(db, Role.SECRETARIAT)
    who = {kind: office if kind is K.PETITION else desk for kind in K}
    first = {kind: enter(db, who[kind], kind) for kind in K}
    assert {kind: one.code for kind, one in first.items()} == {
        K.PETITION: "KNCT-2026-0001",
        K.RECEPTION: "",
        K.LETTER: "Đ-2026-00001",
        K.CASE: "KN-2026-00001",
        K.FEEDBACK: "PAKN.20261117.0001",
    }
    assert [one.day_count for one in first.values()] == [1] * 5
    assert enter(db, desk, K.LETTER).code == "Đ-2026-00002"
    assert enter(db, desk, K.CASE, type="denunciation").code == "TC-2026-00001"
    assert enter(db, desk, K.LETTER, type="denunciation").code == "ĐTC-2026-00001"
    last = enter(db, desk, K.CASE)
    assert (last.code, last.day_count) == ("KN-2026-00002", 3)
    assert entering.next_code(db, desk, K.CASE, ON, office=OFFICE) == "KN-2026-00003"
    assert enter(db, desk, K.RECEPTION).day_count == 2
    assert checking.check_tables(db) == []
    assert checking.verify_journal(db) == []


def test_an_entry_of_yesterday_does_not_count_today(db: Database) -> None:
    """The running count is that of the day in Hà Nội."""
    desk = reader(db, Role.RECEPTION_OFFICER)
    before = NOW - timedelta(hours=11)  # 23:00 of the day before in Hà Nội
    yesterday = {"on": ON - timedelta(days=1), "now": before, "office": OFFICE}
    entering.log_record(db, desk, K.LETTER, entry(db, K.LETTER), token="a", **yesterday)  # type: ignore[arg-type]
    assert enter(db, desk, K.LETTER).day_count == 1


def test_a_form_sent_twice_makes_one_record(db: Database) -> None:
    """The second answers with the first one's number and stores nothing."""
    desk = reader(db, Role.RECEPTION_OFFICER)
    same = {"on": ON, "now": NOW, "token": "once", "office": OFFICE}
    first = entering.log_record(db, desk, K.LETTER, entry(db, K.LETTER), **same)  # type: ignore[arg-type]
    held = entries(db)
    second = entering.log_record(db, desk, K.LETTER, entry(db, K.LETTER), **same)  # type: ignore[arg-type]
    assert second.again
    assert (second.record_id, second.code) == (first.record_id, first.code)
    assert entries(db) == held


def test_a_denouncer_is_not_kept_anywhere(db: Database, database_kind: str) -> None:
    """Withheld and told; no row, payload, search text or digest bears the name, nor a text that repeats it."""
    desk = reader(db, Role.RECEPTION_OFFICER)
    name, address, phone = "Phạm Quý Hoằng", "77 ngõ Văn Chương", "0912345678"
    for kind in (K.LETTER, K.CASE, K.RECEPTION):
        said = enter(
            db,
            desk,
            kind,
            type="denunciation",
            person_name=name,
            person_address=address,
            person_phone=phone,
            content=f"Ông {name} tố cáo cán bộ",
        )
        assert set(said.withheld) >= {"person_name", "person_address", "person_phone"}
        held = row(db, kind, said.record_id)
        assert held["person_name"] is None
        assert held["search_person"] == ""
        assert held["content"] == "Ông [không lưu] tố cáo cán bộ"
        with db.read() as session:
            payloads = session.scalars(select(journal.JournalPayload.payload)).all()
            assert not any(text in payload for payload in payloads for text in (name, address, phone))
            for word in ("hoang", "0912345678"):
                condition = matches(db.dialect, kind, word, True)
                assert condition is not None
                assert session.scalars(select(RECORDS[kind].c.id).where(condition)).all() == []
    if database_kind == "sqlite":
        path = make_url(db.url).database
        assert path is not None
        db.close()
        sqlite3.connect(path).execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw = open(path, "rb").read()  # noqa: SIM115
        for text in (name, address, phone, "pham quy hoang"):
            assert text.encode() not in raw


def test_a_complainant_is_kept_and_found(db: Database) -> None:
    """Positive control: a complaint keeps its person, found by who may see identities."""
    said = enter(db, reader(db, Role.RECEPTION_OFFICER), K.LETTER)
    with db.read() as session:
        for with_person, expected in ((True, [said.record_id]), (False, [])):
            condition = matches(db.dialect, K.LETTER, "tran van duc", with_person)
            assert condition is not None
            assert session.scalars(select(RECORDS[K.LETTER].c.id).where(condition)).all() == expected


def test_what_is_wrong_is_told_by_field_and_nothing_is_stored(db: Database) -> None:
    """Required, closed lists, lengths, days ahead, days before the start; no number is used up."""
    desk = reader(db, Role.RECEPTION_OFFICER)
    held = entries(db)
    cases: list[tuple[RecordKind, dict[str, object], str]] = [
        (K.LETTER, {"received_on": ""}, "received_on"),
        (K.LETTER, {"received_on": "31/2/2026"}, "received_on"),
        (K.LETTER, {"received_on": "21/11/2026"}, "received_on"),
        (K.LETTER, {"type": "gì đó"}, "type"),
        (K.LETTER, {"content": "a" * 4001}, "content"),
        (K.LETTER, {"handling": "guided", "handled_on": "1/11/2026"}, "handled_on"),
        (K.RECEPTION, {"people": "0"}, "people"),
        (K.RECEPTION, {"people": "2,5"}, "people"),
        (K.CASE, {"unit_id": 10**6}, "unit_id"),
        (K.CASE, {"unit_id": "x"}, "unit_id"),
        (K.FEEDBACK, {"stated_due_on": "31/2/2026"}, "stated_due_on"),
    ]
    for kind, wrong, name in cases:
        with pytest.raises(EntryError) as refused:
            enter(db, desk, kind, **wrong)
        assert list(refused.value.errors) == [name], (kind, wrong, refused.value.errors)
        assert refused.value.errors[name].endswith(".")
    with pytest.raises(EntryError) as refused:
        enter(db, reader(db, Role.SECRETARIAT), K.PETITION, source="national_assembly")
    assert "session_id" in refused.value.errors
    assert entries(db) == held + 1  # the secretariat's account
    assert enter(db, desk, K.LETTER).code == "Đ-2026-00001"


def test_what_the_law_says_is_a_warning(db: Database) -> None:
    """A due date later than the law allows is kept and told."""
    said = enter(db, reader(db, Role.RECEPTION_OFFICER), K.CASE, stated_due_on="1/6/2027")
    assert "pháp luật" in said.warnings["stated_due_on"]


def test_names_of_the_lists_are_put_in_place(db: Database) -> None:
    """Term and session's day come from the session; fields that no form has are not looked at."""
    said = enter(db, reader(db, Role.SECRETARIAT), K.PETITION, code="TỰ ĐẶT", term="IX", version=99)
    held = row(db, K.PETITION, said.record_id)
    assert (held["code"], held["term"], held["version"]) == ("KNCT-2026-0001", "XVI", 1)
    assert held["opened_on"] == date(2023, 7, 6)  # the last day of the 12th session
    facts = facts_on(db, K.PETITION, said.record_id, ON)
    assert facts is not None
    assert facts["state"] == "received"


def test_numbers_taken_by_a_register_are_passed_over(db: Database) -> None:
    """A register that used the same pattern is continued, not met with a clash."""
    desk = reader(db, Role.RECEPTION_OFFICER)
    said = enter(db, desk, K.LETTER)
    with db.write() as session:
        table = RECORDS[K.LETTER]
        session.execute(table.update().where(table.c.id == said.record_id).values(code="Đ-2026-00041"))
        session.execute(series.NumberSeries.__table__.update().values(next_number=41))  # type: ignore[attr-defined]
    assert entering.next_code(db, desk, K.LETTER, ON, office=OFFICE) == "Đ-2026-00042"
    assert enter(db, desk, K.LETTER).code == "Đ-2026-00042"


def test_many_writers_get_distinct_numbers_without_gaps(db: Database) -> None:
    """Writers side by side, some of them refused midway: 1 to n, each once."""
    desk = reader(db, Role.RECEPTION_OFFICER)

    def one(n: int) -> str:
        wrong = {"unit_id": 10**6} if n % 3 == 0 else {}
        try:
            return enter(db, desk, K.CASE, **wrong).code
        except EntryError:
            return ""

    with ThreadPoolExecutor(6) as pool:
        codes = sorted(filter(None, pool.map(one, range(24))))
    assert codes == [f"KN-2026-{n:05d}" for n in range(1, 17)]
    assert checking.verify_journal(db) == []


def test_a_petition_goes_its_way(db: Database) -> None:
    """Assigned, answered, settled, reopened, moved away, taken back, tracked: state, facts and past days follow."""
    said = enter(db, reader(db, Role.SECRETARIAT), K.PETITION, session_id=session_id(db, "XVI", 14))
    key, health = said.record_id, unit_id(db, "Sở Y tế")
    office, leader = Role.SECRETARIAT, Role.LEADER
    move(db, office, key, "assign", 1, unit_id=health, assigned_on="5/1/2026", stated_due_on="5/3/2026")
    move(db, office, key, "set_result", 2, result="planned", roadmap="Quý III/2026", happened_on="1/2/2026")
    move(db, office, key, "answer", 3, answered_on="20/2/2026", answer_document="12/SYT")
    move(db, office, key, "settle", 4, result="resolved", resolved_on="10/4/2026", evidence="Nghiệm thu")
    move(db, leader, key, "reopen", 5, reason="Giám sát thấy chưa xong", happened_on="2/6/2026")
    tracking = council_resolution_id(db, "44/NQ-HĐND", date(2023, 12, 8))
    move(db, office, key, "track", 6, council_resolution_id=tracking)
    moved = {"competence": "central", "moved_on": "1/7/2026", "moved_document": "9/VP"}
    move(db, office, key, "move", 7, **moved)
    last = move(db, leader, key, "take_back", 8, reason="Bộ trả lại", happened_on="1/9/2026")
    assert last.version == 9

    def told(day: date) -> tuple[object, ...]:
        facts = facts_on(db, K.PETITION, key, day)
        return () if facts is None else (facts["state"], facts["result"], facts["closed_on"])

    assert told(date(2026, 1, 4)) == ("received", None, None)
    assert told(date(2026, 1, 5)) == ("assigned", None, None)
    assert told(date(2026, 2, 1)) == ("assigned", "planned", None)
    assert told(date(2026, 2, 20)) == ("answered", "planned", None)
    assert told(date(2026, 4, 9)) == ("answered", "planned", None)
    assert told(date(2026, 4, 10)) == ("settled", "resolved", date(2026, 4, 10))
    assert told(date(2026, 6, 2)) == ("answered", "in_progress", None)
    assert told(date(2026, 7, 1)) == ("moved", "in_progress", None)
    assert told(date(2026, 9, 1)) == ("answered", "in_progress", None)
    held = row(db, K.PETITION, key)
    assert (held["competence"], held["moved_on"], held["council_resolution_id"]) == ("city", None, tracking)
    assert checking.check_tables(db) == []


def test_a_case_and_the_others_go_their_way(db: Database) -> None:
    """Extended, suspended, resumed, decided; letters and PAKN handled; a reception has no such step."""
    desk = reader(db, Role.RECEPTION_OFFICER)
    case = enter(db, desk, K.CASE).record_id

    def step(kind: RecordKind, key: int, event: str, version: int, **values: object) -> None:
        moving.move(db, desk, kind, key, event, values, version, on=ON, now=NOW)

    extended = {"extended_to": "17/12/2026", "complexity_ground": "many_people", "reason": "Phức tạp"}
    step(K.CASE, case, "extend", 1, happened_on="9/11/2026", **extended)
    halted = {"suspension_ground": "reappraisal", "reason": "Chờ giám định"}
    step(K.CASE, case, "suspend", 2, suspended_on="10/11/2026", **halted)
    assert facts_on(db, K.CASE, case, date(2026, 11, 10))["state"] == "suspended"  # type: ignore[index]
    with pytest.raises(WorkflowError):
        step(K.CASE, case, "finish", 3, decision="1/QĐ", finished_on="12/11/2026", outcome="correct")
    step(K.CASE, case, "resume", 3, happened_on="12/11/2026")
    with pytest.raises(EntryError) as refused:
        step(K.CASE, case, "finish", 4, decision="1/QĐ", finished_on="13/11/2026", outcome="denunciation_correct")
    assert list(refused.value.errors) == ["outcome"]
    step(K.CASE, case, "finish", 4, decision="1/QĐ", finished_on="13/11/2026", outcome="partly", collectives="2")
    held = row(db, K.CASE, case)
    assert (held["status"], held["outcome"], held["collectives"], held["suspended_on"]) == (
        "finished",
        "partly",
        2,
        None,
    )
    letter = enter(db, desk, K.LETTER).record_id
    step(K.LETTER, letter, "forward", 1, competent_body="Sở Y tế", handled_on="19/11/2026")
    feedback = enter(db, desk, K.FEEDBACK).record_id
    step(K.FEEDBACK, feedback, "handle", 1, handled_on="19/11/2026", answer_document="3/TL")
    visit = enter(db, desk, K.RECEPTION).record_id
    with pytest.raises(WorkflowError):
        step(K.RECEPTION, visit, "handle", 1)
    assert checking.check_tables(db) == []


def test_a_step_is_refused_with_its_reason(db: Database) -> None:
    """Missing fields, closed choices, reasons that a result needs, a day that a later event would undo."""
    said = enter(db, reader(db, Role.SECRETARIAT), K.PETITION)
    key = said.record_id
    office = Role.SECRETARIAT
    for values, names in (
        ({}, {"unit_id", "assigned_on"}),
        ({"unit_id": 1, "assigned_on": "1/1/2027"}, {"assigned_on"}),
    ):
        with pytest.raises(EntryError) as refused:
            move(db, office, key, "assign", 1, **values)
        assert set(refused.value.errors) == names
    move(db, office, key, "assign", 1, unit_id=unit_id(db, "Sở Y tế"), assigned_on="5/1/2026")
    for values, names in (
        ({"result": "not_yet", "happened_on": "1/2/2026"}, {"obstacle"}),
        ({"result": "planned", "happened_on": "1/2/2026"}, {"roadmap"}),
        ({"result": "resolved", "happened_on": "1/2/2026"}, {"result"}),
        ({"result": "in_progress"}, {"happened_on"}),
    ):
        with pytest.raises(EntryError) as refused:
            move(db, office, key, "set_result", 2, **values)
        assert set(refused.value.errors) == names
    move(db, office, key, "set_result", 2, result="in_progress", happened_on="1/2/2026")
    with pytest.raises(EntryError) as refused:  # the later event would set the result again
        move(db, office, key, "settle", 3, result="resolved", resolved_on="20/1/2026", evidence="Nghiệm thu")
    assert "sớm hơn sự kiện" in refused.value.errors["resolved_on"]
    with pytest.raises(WorkflowError):
        move(db, office, key, "take_back", 3, reason="x", happened_on="1/3/2026")
    with pytest.raises(WorkflowError):
        move(db, Role.LEADER, key, "answer", 3, answered_on="1/3/2026", answer_document="1")
    assert row(db, K.PETITION, key)["version"] == 3


def test_an_act_before_the_record_began_is_refused(db: Database) -> None:
    """A case is not suspended before it was accepted."""
    desk = reader(db, Role.RECEPTION_OFFICER)
    case = enter(db, desk, K.CASE).record_id
    for event, values in (
        ("suspend", {"suspended_on": "1/11/2026", "suspension_ground": "reappraisal", "reason": "x"}),
        (
            "extend",
            {"extended_to": "1/12/2026", "complexity_ground": "foreign", "reason": "x", "happened_on": "1/11/2026"},
        ),
    ):
        with pytest.raises(EntryError) as refused:
            moving.move(db, desk, K.CASE, case, event, values, 1, on=ON, now=NOW)
        assert any("trước ngày" in text for text in refused.value.errors.values())


def test_a_stale_save_is_refused(db: Database) -> None:
    """Of two saves from one version the second is refused and told the version that stands."""
    said = enter(db, reader(db, Role.SECRETARIAT), K.PETITION)
    values = {"unit_id": unit_id(db, "Sở Y tế"), "assigned_on": "5/1/2026"}
    move(db, Role.SECRETARIAT, said.record_id, "assign", 1, **values)
    with pytest.raises(StaleVersionError) as refused:
        move(db, Role.SECRETARIAT, said.record_id, "reassign", 1, **values)
    assert refused.value.current == 2
    with pytest.raises(StaleVersionError):
        correct(db, Role.SECRETARIAT, K.PETITION, said.record_id, {"note": "x"}, 1)


def test_of_many_savers_one_wins(db: Database) -> None:
    """Side by side from one version: exactly one is kept."""
    said = enter(db, reader(db, Role.SECRETARIAT), K.PETITION)
    values = {"unit_id": unit_id(db, "Sở Y tế"), "assigned_on": "5/1/2026"}
    who = reader(db, Role.SECRETARIAT)

    def save(_n: int) -> bool:
        try:
            moving.move(db, who, K.PETITION, said.record_id, "assign", values, 1, on=ON, now=NOW)
        except StaleVersionError:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(save, range(6))) == 1


def correct(
    db: Database,
    who: Role,
    kind: RecordKind,
    key: int,
    changes: dict[str, object],
    version: int,
    reason: str = "Ghi nhầm",
) -> holding.Moved:
    """A correction."""
    return correcting.correct(db, reader(db, who), kind, key, changes, reason, version, on=ON, now=NOW)


def test_a_correction_changes_the_past_and_keeps_what_was_known(db: Database) -> None:
    """The day of an answer corrected: past days follow; as known before, they still tell the first version."""
    said = enter(db, reader(db, Role.SECRETARIAT), K.PETITION)
    key, office = said.record_id, Role.SECRETARIAT
    move(db, office, key, "assign", 1, unit_id=unit_id(db, "Sở Y tế"), assigned_on="5/1/2026")
    move(db, office, key, "answer", 2, answered_on="20/2/2026", answer_document="12/SYT")
    known = entries(db)
    correct(db, office, K.PETITION, key, {"answered_on": "20/3/2026", "note": "theo công văn"}, 3)
    assert facts_on(db, K.PETITION, key, date(2026, 3, 1))["state"] == "assigned"  # type: ignore[index]
    assert facts_on(db, K.PETITION, key, date(2026, 3, 20))["answered_on"] == date(2026, 3, 20)  # type: ignore[index]
    table = FACTS[K.PETITION]
    with db.read() as session:
        then = session.scalars(
            select(table.c.state).where(
                table.c.record_id == key,
                table.c.valid_from <= date(2026, 3, 1),
                table.c.valid_to > date(2026, 3, 1),
                table.c.known_from <= known,
                table.c.known_to > known,
            )
        ).one()
        reasons = [e.changes.get(CORRECTION_REASON) for e in journal.history(session, K.PETITION, key)]
    assert then == "answered"
    assert reasons.count("Ghi nhầm") == 2
    assert row(db, K.PETITION, key)["note"] == "theo công văn"
    assert checking.check_tables(db) == []


def test_one_correction_may_change_and_empty_fields_of_one_event(db: Database) -> None:
    """Several fields of the opening event at once: all of it holds."""
    desk = reader(db, Role.RECEPTION_OFFICER)
    key = enter(db, desk, K.LETTER, ineligible_reason="trùng", eligible="no").record_id
    changes: dict[str, object] = {
        "eligible": True,
        "ineligible_reason": "",
        "person_name": "Trần Văn Đạt",
        "received_on": "17/11/2026",
    }
    correct(db, Role.RECEPTION_OFFICER, K.LETTER, key, changes, 1)
    held = row(db, K.LETTER, key)
    assert (held["eligible"], held["ineligible_reason"], held["person_name"], held["opened_on"]) == (
        True,
        None,
        "Trần Văn Đạt",
        date(2026, 11, 17),
    )
    assert held["search_person"] == "tran van dat"
    assert checking.check_tables(db) == []


def test_emptying_the_day_of_a_step_strikes_the_step_out(db: Database) -> None:
    """An answer entered by mistake goes with its document; the petition is assigned again."""
    said = enter(db, reader(db, Role.SECRETARIAT), K.PETITION)
    key, office = said.record_id, Role.SECRETARIAT
    move(db, office, key, "assign", 1, unit_id=unit_id(db, "Sở Y tế"), assigned_on="5/1/2026")
    move(db, office, key, "answer", 2, answered_on="20/2/2026", answer_document="12/SYT")
    correct(db, office, K.PETITION, key, {"answered_on": None}, 3)
    held = row(db, K.PETITION, key)
    assert (held["answered_on"], held["answer_document"]) == (None, None)
    assert facts_on(db, K.PETITION, key, ON)["state"] == "assigned"  # type: ignore[index]
    move(db, office, key, "answer", 4, answered_on="21/2/2026", answer_document="13/SYT")
    assert row(db, K.PETITION, key)["answer_document"] == "13/SYT"
    assert checking.check_tables(db) == []


def test_a_correction_is_refused_where_it_is_none(db: Database) -> None:
    """No reason, required fields emptied, numbers, and what only a step may add."""
    said = enter(db, reader(db, Role.SECRETARIAT), K.PETITION)
    key, office = said.record_id, Role.SECRETARIAT
    held = entries(db)
    for changes, name in (
        ({"content": ""}, "content"),
        ({"code": "KNCT-1"}, "code"),
        ({"answered_on": "1/2/2026"}, "answered_on"),
        ({"source": "national_assembly"}, None),
    ):
        if name is None:
            continue
        with pytest.raises(EntryError) as refused:
            correct(db, office, K.PETITION, key, dict(changes), 1)
        assert name in refused.value.errors
    with pytest.raises(EntryError) as refused:
        correct(db, office, K.PETITION, key, {"note": "x"}, 1, reason=" ")
    assert list(refused.value.errors) == ["reason"]
    assert entries(db) == held
    same = correct(db, office, K.PETITION, key, {"content": "Đề nghị sửa chữa đường ngõ 12"}, 1)
    assert same.version == 1
    assert entries(db) == held


def test_a_record_whose_journal_names_a_person_becomes_no_denunciation(db: Database) -> None:
    """The journal keeps what it was told: neither at once nor after the name was taken back; nothing is stored."""
    desk = reader(db, Role.RECEPTION_OFFICER)
    key = enter(db, desk, K.LETTER).record_id
    for version, changes in ((1, {"type": "denunciation"}), (2, {"type": "denunciation", "note": "x"})):
        with pytest.raises(EntryError) as refused:
            correct(db, Role.RECEPTION_OFFICER, K.LETTER, key, changes, version)
        assert "Chuyển thành tố cáo" in refused.value.errors["type"]
        assert row(db, K.LETTER, key)["type"] == "complaint"
        if version == 1:
            emptied = dict.fromkeys(("person_name", "person_address", "person_id_number", "person_phone"), "")
            correct(db, Role.RECEPTION_OFFICER, K.LETTER, key, emptied, 1)


def test_a_letter_without_a_name_may_turn_out_a_denunciation(db: Database) -> None:
    """Nothing of a person is on record: row, search and page hold none afterwards either."""
    desk = reader(db, Role.RECEPTION_OFFICER)
    key = enter(db, desk, K.LETTER, person_name="", person_address="").record_id
    named = {"type": "denunciation", "person_name": "Trần Văn Đức"}
    correct(db, Role.RECEPTION_OFFICER, K.LETTER, key, named, 1)
    held = row(db, K.LETTER, key)
    assert (held["type"], held["person_name"], held["search_person"]) == ("denunciation", None, "")
    with db.read() as session:
        history = journal.history(session, K.LETTER, key)
    assert "Trần Văn Đức" not in repr((history, record_page(db, desk, K.LETTER, key, ON)))
    assert checking.check_tables(db) == []


def test_the_days_of_a_suspension_are_not_counted(db: Database) -> None:
    """Luật Tố cáo 2018, Điều 34: 30 days from 01/10/2026, then ten and five days of suspension more."""
    desk = reader(db, Role.RECEPTION_OFFICER)
    case = enter(
        db, desk, K.CASE, type="denunciation", person_name="", person_address="", accepted_on="1/10/2026"
    ).record_id

    def stood_still(version: int, first: str, last: str) -> tuple[object, str]:
        values = {"suspended_on": first, "suspension_ground": "reappraisal", "reason": "Chờ giám định"}
        moving.move(db, desk, K.CASE, case, "suspend", values, version, on=ON, now=NOW)
        moving.move(db, desk, K.CASE, case, "resume", {"happened_on": last}, version + 1, on=ON, now=NOW)
        facts = facts_on(db, K.CASE, case, ON)
        assert facts is not None
        return facts["due_on"], record_page(db, desk, K.CASE, case, ON).due.why

    before = facts_on(db, K.CASE, case, date(2026, 10, 9))
    assert before is not None
    assert before["due_on"] == date(2026, 11, 2)
    due_on, why = stood_still(1, "10/10/2026", "20/10/2026")
    assert due_on == date(2026, 11, 10)
    assert "cộng 10 ngày tạm đình chỉ" in why
    due_on, why = stood_still(3, "25/10/2026", "30/10/2026")
    assert due_on == date(2026, 11, 16)
    assert "cộng 15 ngày tạm đình chỉ" in why
    assert record_page(db, desk, K.CASE, case, ON).due.on == due_on
    assert "Số ngày tạm đình chỉ" in repr(record_page(db, desk, K.CASE, case, ON).history)
    assert checking.check_tables(db) == []


def test_rights_are_kept(db: Database) -> None:
    """Who may not enter, move or correct is refused; what one may not see is not there."""
    desk, office = reader(db, Role.RECEPTION_OFFICER), reader(db, Role.SECRETARIAT)
    letter = enter(db, desk, K.LETTER).record_id
    for role in (Role.SECRETARIAT, Role.LEADER, Role.ADMINISTRATOR):
        with pytest.raises(ForbiddenError):
            enter(db, reader(db, role), K.LETTER)
    with pytest.raises(ForbiddenError):
        enter(db, desk, K.PETITION)
    handled = {"handled_on": "19/11/2026"}
    with pytest.raises(ForbiddenError):
        moving.move(db, office, K.LETTER, letter, "guide", handled, 1, on=ON, now=NOW)
    with pytest.raises(ForbiddenError):
        correct(db, Role.SECRETARIAT, K.LETTER, letter, {"note": "x"}, 1)
    for key, role in ((letter, Role.ADMINISTRATOR), (letter + 999, Role.RECEPTION_OFFICER)):
        with pytest.raises(NoSuchRecordError):
            moving.move(db, reader(db, role), K.LETTER, key, "guide", handled, 1, on=ON, now=NOW)
        with pytest.raises(NoSuchRecordError):
            correct(db, role, K.LETTER, key, {"note": "x"}, 1)


def test_one_act_is_one_entry(db: Database) -> None:
    """Each verb adds one entry to the journal and nothing besides; its actor stands there."""
    desk = reader(db, Role.RECEPTION_OFFICER)
    held = entries(db)
    key = enter(db, desk, K.LETTER, handling="guided", handled_on="19/11/2026").record_id
    assert entries(db) == held + 1
    correct(db, Role.RECEPTION_OFFICER, K.LETTER, key, {"note": "x", "handled_on": "18/11/2026"}, 1)
    assert entries(db) == held + 2
    with db.read() as session:
        newest = session.get_one(journal.JournalEntry, held + 2)
        assert (newest.act, newest.actor_id, newest.event_count) == ("correct", desk.user_id, 2)
        assert session.scalar(select(func.count()).select_from(journal.JournalEvent)) == 4
