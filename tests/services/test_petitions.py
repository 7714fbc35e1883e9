"""Voter petitions: every step, splitting and merging with both counts, promises, findings; on both databases."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from casework.domain.access import ForbiddenError, Reader
from casework.domain.entry import EntryError
from casework.domain.items import AssignmentPart, ItemKind
from casework.domain.periods import Question
from casework.domain.petition_steps import PETITION as STEPS
from casework.domain.steps import Transition
from casework.domain.vocabulary import PetitionState, RecordKind, Role
from casework.domain.workflow import WorkflowError, form_field
from casework.services import baskets, checking, contacts, petitions, promises
from casework.services.accounts import system_reader
from casework.services.handling import merging, moving, promising, splitting, voicing
from casework.statistics.figure_set import figure_set
from casework.statistics.measures import MEASURES
from casework.statistics.members import select_members
from casework.statistics.rules import load_rules
from casework.statistics.scope import EVERYTHING
from casework.store.database import Database
from casework.store.facts import FACTS
from casework.store.items import items_of
from casework.store.migrate import downgrade, upgrade
from casework.store.records import RECORDS
from tests.services.desk import NOW, OFFICE, ON, council_resolution_id, enter, reader, session_id, unit_id

K, S = RecordKind.PETITION, PetitionState
AT: dict[str, Any] = {"on": ON, "now": NOW}
BEGINNING = date(1900, 1, 1)


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A database of the test's own."""
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def office(db: Database) -> Reader:
    """The secretariat."""
    return reader(db, Role.SECRETARIAT)


def version(db: Database, record_id: int) -> int:
    """The version of a petition now."""
    with db.read() as session:
        return int(session.scalar(select(RECORDS[K].c.version).where(RECORDS[K].c.id == record_id)) or 0)


def code(db: Database, record_id: int) -> str:
    """The number of a petition."""
    with db.read() as session:
        return str(session.scalar(select(RECORDS[K].c.code).where(RECORDS[K].c.id == record_id)))


def state(db: Database, record_id: int, day: date = ON) -> str:
    """The state of a petition at the end of a day."""
    facts = FACTS[K]
    with db.read() as session:
        query = select(facts.c.state).where(
            facts.c.record_id == record_id, facts.c.valid_from <= day, facts.c.valid_to > day
        )
        return str(session.scalars(query.order_by(facts.c.known_from.desc())).first())


def position(db: Database) -> int:
    """How long the journal is."""
    with db.read() as session:
        return session.execute(text("SELECT max(position) FROM journal_entry")).scalar_one()


def step(db: Database, who: Reader, record_id: int, event: str, **values: object) -> None:
    """One step of a petition."""
    moving.move(db, who, K, record_id, event, values, version(db, record_id), **AT)


def petition(db: Database, who: Reader, **more: object) -> int:
    """A new petition."""
    return enter(db, who, K, **more).record_id


def counts(db: Database, day: date = ON) -> tuple[int, ...]:
    """Received, handled, within competence, at the end of a day."""
    with db.read() as session:
        found = figure_set(session, Question(BEGINNING, day), cuts=(), changes=False)
    return tuple(found.value(f"petitions.{name}.total") for name in ("received", "handled", "council"))


def part(content: str) -> dict[str, object]:
    """A part as typed."""
    return {"content": content}


def doing(day: date = ON) -> dict[str, object]:
    """The day and the reason of an act, as typed."""
    return {"happened_on": day, "reason": "Nhiều nội dung khác nhau"}


# --- every step ------------------------------------------------------------------------------------------------------

WAYS: dict[PetitionState, tuple[tuple[str, dict[str, object]], ...]] = {
    S.RECEIVED: (),
    S.ASSIGNED: (("assign", {"assigned_on": "1/10/2026"}),),
    S.ANSWERED: (
        ("assign", {"assigned_on": "1/10/2026"}),
        ("answer", {"answered_on": "5/10/2026", "answer_document": "12/UBND"}),
    ),
    S.SETTLED: (
        ("assign", {"assigned_on": "1/10/2026"}),
        ("settle", {"result": "resolved", "resolved_on": "8/10/2026", "evidence": "Biên bản nghiệm thu"}),
    ),
    S.MOVED: (("move", {"competence": "central", "moved_on": "2/10/2026", "moved_document": "5/UBND"}),),
}
VALUES: dict[str, object] = {
    "assigned_on": "10/10/2026",
    "answered_on": "10/10/2026",
    "answer_document": "15/UBND-KT",
    "resolved_on": "10/10/2026",
    "moved_on": "10/10/2026",
    "moved_document": "9/UBND",
    "competence": "commune",
    "happened_on": "10/10/2026",
    "found_on": "10/10/2026",
    "finding": "unmet",
    "finding_body": "Ban Đô thị",
    "council_finding": "Mới làm một nửa",
    "reason": "Theo kết luận giám sát",
    "evidence": "Ảnh chụp công trình",
    "obstacle": "Chưa có vốn",
    "roadmap": "Xong trong quý IV/2026",
}


def in_state(db: Database, who: Reader, wanted: PetitionState) -> int:
    """A petition brought into a state."""
    record_id = petition(db, who)
    for event, values in WAYS[wanted]:
        more = {"unit_id": unit_id(db, "Sở Y tế")} if event == "assign" else {}
        step(db, who, record_id, event, **values, **more)
    assert state(db, record_id) == wanted
    return record_id


def typed(db: Database, row: Transition, at: str) -> dict[str, object]:
    """What is typed for a step."""
    given = {name: VALUES[name] for name in row.asked if name in VALUES}
    if "unit_id" in row.asked:
        given["unit_id"] = unit_id(db, "Sở Xây dựng")
    if "council_resolution_id" in row.asked:
        given["council_resolution_id"] = council_resolution_id(db, "44/NQ-HĐND", date(2023, 12, 8))
    if "result" in row.asked:
        given["result"] = row.choices["result"][at][0]
    return given


@pytest.mark.parametrize("at", list(WAYS), ids=lambda s: s.value)
def test_every_step_from_a_state_leads_where_its_row_says(db: Database, office: Reader, at: PetitionState) -> None:
    """Each row of the table through the service; every step that the table has not from here is refused."""
    for row in STEPS:
        record_id = in_state(db, office, at)
        if at in row.states:
            given = typed(db, row, at.value)
            if row.event == "untrack":
                old = council_resolution_id(db, "19/NQ-HĐND", date(2023, 7, 6))
                step(db, office, record_id, "track", council_resolution_id=old)
            step(db, office, record_id, row.event, **given)
            assert state(db, record_id) in row.to
            with db.read() as session:
                kept = session.execute(select(RECORDS[K]).where(RECORDS[K].c.id == record_id)).mappings().one()
            for name in given.keys() & kept.keys() - row.fixed.keys():
                if isinstance(given[name], int) or form_field(K, name).term is not None:
                    assert kept[name] == given[name], name
        elif all(at not in other.states for other in STEPS if other.event == row.event):
            with pytest.raises(WorkflowError):
                step(db, office, record_id, row.event)
    assert checking.check_tables(db) == []


def test_units_answer_and_the_office_does_the_rest() -> None:
    """Roles per step: a unit answers and tells its result; assigning, settling, tracking, moving are the office's."""
    by_event = {row.event: row.roles for row in STEPS}
    unit = {Role.UNIT_OFFICER, Role.UNIT_HEAD}
    assert {event for event, roles in by_event.items() if roles & unit} == {"answer", "set_result"}
    assert {event for event, roles in by_event.items() if Role.LEADER in roles} == {"reopen", "take_back", "find"}


def test_a_resolved_petition_needs_evidence(db: Database, office: Reader) -> None:
    record_id = in_state(db, office, S.ASSIGNED)
    with pytest.raises(EntryError) as error:
        step(db, office, record_id, "settle", result="resolved", resolved_on="8/10/2026")
    assert set(error.value.errors) == {"evidence"}
    step(db, office, record_id, "settle", result="noted", resolved_on="8/10/2026")


def test_another_basket_takes_a_reason_and_one_at_a_time(db: Database, office: Reader) -> None:
    record_id = petition(db, office)
    old = council_resolution_id(db, "19/NQ-HĐND", date(2023, 7, 6))
    new = council_resolution_id(db, "44/NQ-HĐND", date(2023, 12, 8))
    step(db, office, record_id, "track", council_resolution_id=old)
    for values, wrong in (
        ({"council_resolution_id": old}, "council_resolution_id"),
        ({"council_resolution_id": new}, "reason"),
    ):
        with pytest.raises(EntryError) as error:
            step(db, office, record_id, "track", **values)
        assert set(error.value.errors) == {wrong}
    step(db, office, record_id, "track", council_resolution_id=new, reason="Theo dõi tiếp tại nghị quyết mới")
    held = baskets.basket(db, office, new, ON)
    assert held.figures.value("petitions.basket.total", council_resolution=str(new)) == 1
    assert held.figures.value("petitions.basket.total", council_resolution=str(old)) == 0
    before = held.figures.question.as_of
    assert baskets.basket(db, office, old, date(2023, 12, 7)).figures.value("petitions.basket.total") <= 1
    step(db, office, record_id, "untrack", happened_on="1/11/2026", reason="Ghi nhầm")
    assert baskets.basket(db, office, new, before).points[-1].total == 0
    assert baskets.basket(db, office, new, date(2026, 10, 31)).points[-1].total == 1


# --- assigning -------------------------------------------------------------------------------------------------------


def assignments(db: Database, record_id: int) -> list[tuple[str, int, bool]]:
    """Part, unit, ended, of each assignment."""
    with db.read() as session:
        rows = items_of(session, ItemKind.ASSIGNMENT, K, [record_id]).get(record_id, [])
    return [(row["part"], row["unit_id"], row["ended_on"] is not None) for row in rows]


def test_assigning_charges_the_lead_and_each_cooperating_unit(db: Database, office: Reader) -> None:
    health, build, money = (unit_id(db, name) for name in ("Sở Y tế", "Sở Xây dựng", "Sở Tài chính"))
    record_id = petition(db, office)
    with pytest.raises(EntryError) as error:
        step(db, office, record_id, "assign", unit_id=health, assigned_on="1/10/2026", cooperating="Sở Không Có")
    assert "“Sở Không Có”" in error.value.errors["cooperating"]
    step(
        db,
        office,
        record_id,
        "assign",
        unit_id=health,
        assigned_on="1/10/2026",
        cooperating="Sở Xây dựng; Sở Tài chính; Sở Xây dựng",
        stated_due_on="30/11/2026",
        assigning_document="88/UBND-TH",
        leader="Phó Chủ tịch phụ trách",
        product="Văn bản trả lời",
    )
    lead, cooperate = AssignmentPart.LEAD.value, AssignmentPart.COOPERATE.value
    assert assignments(db, record_id) == [
        (lead, health, False),
        (cooperate, build, False),
        (cooperate, money, False),
    ]
    step(db, office, record_id, "reassign", unit_id=build, assigned_on="5/10/2026")
    assert assignments(db, record_id) == [
        (lead, health, True),
        (cooperate, build, True),
        (cooperate, money, True),
        (lead, build, False),
    ]
    step(db, office, record_id, "move", competence="central", moved_on="6/10/2026", moved_document="5/UBND")
    assert all(ended for _part, _unit, ended in assignments(db, record_id))
    assert checking.check_tables(db) == []


# --- splitting and merging -------------------------------------------------------------------------------------------


def test_a_split_petition_counts_once_as_received_and_by_its_parts_as_handled(db: Database, office: Reader) -> None:
    parent = petition(db, office)
    resolution = council_resolution_id(db, "44/NQ-HĐND", date(2023, 12, 8))
    step(db, office, parent, "track", council_resolution_id=resolution)
    assert counts(db) == (1, 1, 1)
    day = date(2026, 11, 10)
    made = splitting.split(
        db, office, parent, [part("Sửa đường"), part("Lắp đèn"), part("")], doing(day), version(db, parent), **AT
    )
    assert [code(db, one) for one in made] == [f"{code(db, parent)}/1", f"{code(db, parent)}/2"]
    assert counts(db) == (1, 2, 2)
    assert counts(db, day - timedelta(1)) == (1, 1, 1)
    assert state(db, parent) == "split"
    assert baskets.basket(db, office, resolution, ON).points[-1].total == 2
    with pytest.raises(WorkflowError):
        step(db, office, parent, "assign", unit_id=unit_id(db, "Sở Y tế"), assigned_on="11/11/2026")
    side = petitions.petition_side(db, office, parent, ON)
    assert [one.id for one in side.parts] == made
    assert side.may_undo_split
    assert not side.may_split
    assert petitions.petition_side(db, office, made[0], ON).parent == petitions.PetitionRef(
        parent, code(db, parent), "Đề nghị sửa chữa đường ngõ 12", "Đã tách"
    )
    step(db, office, made[0], "assign", unit_id=unit_id(db, "Sở Y tế"), assigned_on="11/11/2026")
    splitting.undo_split(db, office, parent, doing(date(2026, 11, 12)), version(db, parent), **AT)
    assert counts(db) == (1, 1, 1)
    assert counts(db, date(2026, 11, 11)) == (1, 2, 2)
    assert state(db, made[0]) == "undone"
    assert petitions.petition_side(db, office, parent, ON).parts == ()
    assert all(ended for _part, _unit, ended in assignments(db, made[0]))
    assert checking.check_tables(db) == []
    assert checking.verify_journal(db) == []


def test_merged_petitions_are_handled_once_and_each_was_received(db: Database, office: Reader) -> None:
    main, one, two = (petition(db, office) for _ in range(3))
    day = date(2026, 11, 5)
    merging.merge(db, office, main, [code(db, one), f" {code(db, two)} "], doing(day), version(db, main), **AT)
    assert counts(db) == (3, 1, 1)
    assert counts(db, day - timedelta(1)) == (3, 3, 3)
    side = petitions.petition_side(db, office, main, ON)
    assert [ref.id for ref in side.merged] == [one, two]
    merged_into = petitions.petition_side(db, office, one, ON).merged_into
    assert merged_into is not None
    assert merged_into.id == main
    merging.unmerge(db, office, two, doing(), version(db, two), **AT)
    assert counts(db) == (3, 2, 2)
    assert counts(db, ON - timedelta(1)) == (3, 1, 1)
    assert checking.check_tables(db) == []


def test_what_cannot_be_split_or_merged_is_told_why(db: Database, office: Reader) -> None:
    council, assembly = (
        petition(db, office),
        petition(db, office, source="national_assembly", session_id=session_id(db, "QH XV", 6)),
    )
    settled = in_state(db, office, S.SETTLED)

    def merged(*codes: str, values: dict[str, object] | None = None) -> str:
        with pytest.raises(EntryError) as error:
            merging.merge(db, office, council, codes, values or doing(), version(db, council), **AT)
        return " ".join(error.value.errors.values())

    assert "khác nguồn" in merged(code(db, assembly))
    assert "Kết thúc giải quyết" in merged(code(db, settled))
    assert "không có trong sổ" in merged("KNCT-1999-0001")
    assert "chính là" in merged(code(db, council))
    assert "ít nhất một" in merged()
    assert "Không được để trống" in merged("x", values={"happened_on": ON})
    for parts, day in (([part("Một phần")], ON), ([part("A"), part("B")], date(2020, 1, 1))):
        with pytest.raises(EntryError):
            splitting.split(db, office, council, parts, doing(day), version(db, council), **AT)
    with pytest.raises(EntryError):
        splitting.split(db, office, settled, [part("A"), part("B")], doing(), version(db, settled), **AT)
    for role in (Role.UNIT_OFFICER, Role.LEADER, Role.RECEPTION_OFFICER):
        with pytest.raises(ForbiddenError):
            merging.merge(db, reader(db, role), council, ["x"], doing(), 1, **AT)
    assert counts(db) == (2, 2, 2)
    with db.read() as session:
        assert items_of(session, ItemKind.LINK, K, [council, assembly, settled]) == {}


class Model:
    """The same acts in plain Python: for each petition since when it is there, of what, within what and since when."""

    def __init__(self) -> None:
        self.begun: dict[int, date] = {}
        self.part: set[int] = set()
        self.within: dict[int, list[tuple[date, str | None]]] = {}
        self.moved: dict[int, list[tuple[date, bool]]] = {}

    def add(self, record_id: int, day: date, part: bool = False) -> None:
        self.begun[record_id] = day
        self.within[record_id], self.moved[record_id] = [], []
        if part:
            self.part.add(record_id)

    @staticmethod
    def _last(changes: Sequence[tuple[date, object]], day: date, otherwise: object) -> object:
        value = otherwise
        for when, what in changes:
            if when <= day:
                value = what
        return value

    def counted(self, day: date) -> tuple[int, ...]:
        received = handled = inside = 0
        for record_id, begun in self.begun.items():
            if begun > day:
                continue
            apart = self._last(self.within[record_id], day, None) is None
            received += record_id not in self.part
            handled += apart
            inside += apart and not self._last(self.moved[record_id], day, False)
        return received, handled, inside


@pytest.mark.parametrize("seed", [1, 2])
def test_random_splits_merges_and_moves_are_counted_like_a_slow_replay(db: Database, office: Reader, seed: int) -> None:
    """A random history, its days running on; then each figure of each day against the model."""
    dice, model = random.Random(seed), Model()
    day, groups, merged = date(2026, 9, 1), dict[int, list[int]](), dict[int, int]()
    first = day
    session = session_id(db, "XVI", 12)
    meeting = voicing.add_meeting(
        db,
        office,
        session,
        {"held_on": first, "contact_round": "before", "place": "Phường Ba Đình", "delegation": "Tổ đại biểu số 1"},
        token="m",
        **AT,
    )
    for number in range(8):
        typed = {"content": f"Kiến nghị số {number}", "competence": "city"}
        logged = voicing.voice(db, office, meeting, typed, token=f"t{number}", office=OFFICE, **AT)
        model.add(logged.record_id, first)
    for _ in range(22):
        day += timedelta(days=dice.choice([0, 1, 2]))
        apart = [r for r in model.begun if model._last(model.within[r], day, None) is None]
        free = [r for r in apart if not model._last(model.moved[r], day, False)]
        act = dice.choice(["split", "merge", "move", "undo", "unmerge", "back"])
        if act == "split" and free:
            one = dice.choice(free)
            parts = [part(f"Phần {n}") for n in range(dice.randint(2, 3))]
            made = splitting.split(db, office, one, parts, doing(day), version(db, one), **AT)
            model.within[one].append((day, "split"))
            groups[one] = made
            for child in made:
                model.add(child, day, part=True)
        elif act == "merge" and len(free) > 1:
            main, other = dice.sample(free, 2)
            merging.merge(db, office, main, [code(db, other)], doing(day), version(db, main), **AT)
            model.within[other].append((day, "merged"))
            merged[other] = main
        elif act == "move" and free:
            one = dice.choice(free)
            values = {"competence": "central", "moved_on": day, "moved_document": "1/UBND"}
            step(db, office, one, "move", **values)
            model.moved[one].append((day, True))
        elif act == "back":
            away = [r for r in apart if r not in free]
            if away:
                one = dice.choice(away)
                step(db, office, one, "take_back", reason="Thuộc thẩm quyền Thành phố", happened_on=day)
                model.moved[one].append((day, False))
        elif act == "unmerge" and merged:
            one = dice.choice(sorted(merged))
            merging.unmerge(db, office, one, doing(day), version(db, one), **AT)
            model.within[one].append((day, None))
            del merged[one]
        elif act == "undo" and groups:
            one = dice.choice(sorted(groups))
            parts_of = groups[one]
            tangled = any(p not in apart or p in merged.values() for p in parts_of)
            if tangled:
                with pytest.raises(EntryError):
                    splitting.undo_split(db, office, one, doing(day), version(db, one), **AT)
            else:
                splitting.undo_split(db, office, one, doing(day), version(db, one), **AT)
                model.within[one].append((day, None))
                for child in parts_of:
                    model.within[child].append((day, "undone"))
                del groups[one]
    assert len(model.begun) > 8
    shown = first - timedelta(1)
    while shown <= day:
        assert counts(db, shown) == model.counted(shown), shown
        shown += timedelta(days=3)
    assert counts(db) == model.counted(ON)
    page = contacts.compilation_page(db, office, session, ON)
    assert (page.counts.whole.received, page.counts.whole.handled) == counts(db)[:2]
    assert sum(line.handled for line in page.counts.by_level) == page.counts.whole.handled
    assert checking.check_tables(db) == []
    assert checking.verify_journal(db) == []


# --- meetings --------------------------------------------------------------------------------------------------------


def test_a_meeting_and_the_petitions_voiced_there(db: Database, office: Reader) -> None:
    session = session_id(db, "XVI", 12)
    typed: dict[str, object] = {
        "held_on": "15/10/2026",
        "contact_round": "before",
        "place": "Phường Ba Đình",
        "delegation": "Tổ đại biểu số 3",
        "voters": "120",
        "minutes_number": "05/BB",
    }
    with pytest.raises(EntryError) as error:
        voicing.add_meeting(db, office, session, {**typed, "place": "", "held_on": "15/10/2027"}, token="a", **AT)
    assert set(error.value.errors) == {"place", "held_on"}
    meeting = voicing.add_meeting(db, office, session, typed, token="b", **AT)
    assert voicing.add_meeting(db, office, session, typed, token="b", **AT) == meeting
    logged = voicing.voice(
        db, office, meeting, {"content": "Sửa trạm bơm", "subject": "Giao thông"}, token="c", office=OFFICE, **AT
    )
    page = contacts.meeting_page(db, office, meeting, ON)
    assert (page.meeting.petitions, page.meeting.voters) == (1, 120)
    assert [(line.id, line.place) for line in page.petitions] == [(logged.record_id, "Phường Ba Đình")]
    assert counts(db, date(2026, 10, 14)) == (0, 0, 0)
    assert counts(db, date(2026, 10, 15)) == (1, 1, 1)
    side = petitions.petition_side(db, office, logged.record_id, ON)
    assert side.meeting == (meeting, "Phường Ba Đình, ngày 15/10/2026")
    voicing.change_meeting(db, office, meeting, {**typed, "voters": "130"}, page.meeting.version, **AT)
    assert contacts.meetings(db, office, session)[0].voters == 130
    with pytest.raises(ForbiddenError):
        voicing.add_meeting(db, reader(db, Role.LEADER), session, typed, token="d", **AT)
    assert contacts.meetings(db, reader(db, Role.UNIT_OFFICER), session)[0].petitions == 0
    assert checking.check_tables(db) == []


# --- promises, findings, petitions raised again ----------------------------------------------------------------------


def test_promises_are_due_kept_and_broken_as_of_any_day(db: Database, office: Reader) -> None:
    record_id = in_state(db, office, S.ASSIGNED)
    health = unit_id(db, "Sở Y tế")
    answer = {"answered_on": "5/10/2026", "answer_document": "12/UBND"}
    with pytest.raises(EntryError) as error:
        step(db, office, record_id, "answer", **answer, promise="Sẽ làm sớm")
    assert set(error.value.errors) == {"promise_due_on"}
    done = moving.move(
        db,
        office,
        K,
        record_id,
        "answer",
        {**answer, "promise": "Xong trong tháng 10/2026"},
        version(db, record_id),
        **AT,
    )
    assert "31/10/2026" in done.warnings["promise_due_on"]
    (line,) = petitions.petition_side(db, office, record_id, ON).promises
    assert (line.due_on, line.state) == (date(2026, 10, 31), "Quá hạn chưa thực hiện")

    def words(day: date) -> dict[str, int]:
        return promises.promise_list(db, office, "broken", promises.PromiseQuestion(day)).counts

    assert words(date(2026, 10, 4)) == {"made": 0, "due": 0, "kept": 0, "broken": 0, "waiting": 0}
    assert words(date(2026, 10, 31)) == {"made": 1, "due": 0, "kept": 0, "broken": 0, "waiting": 1}
    assert words(date(2026, 11, 1)) == {"made": 1, "due": 1, "kept": 0, "broken": 1, "waiting": 0}
    kept = {"kept_on": "10/11/2026", "proof": "Biên bản nghiệm thu số 3"}
    promising.keep_promise(db, office, record_id, line.id, kept, line.version, **AT)
    assert words(date(2026, 11, 9))["broken"] == 1
    assert words(date(2026, 11, 10)) == {"made": 1, "due": 1, "kept": 1, "broken": 0, "waiting": 0}
    found = promises.promise_list(db, office, "due", promises.PromiseQuestion(ON, unit_id=health))
    assert [(row.petition_id, row.days_late) for row in found.rows] == [(record_id, 10)]
    assert [(name, sums["kept"]) for _key, name, sums in found.by_unit] == [("Sở Y tế", 1)]
    other = promises.PromiseQuestion(ON, unit_id=unit_id(db, "Sở Xây dựng"))
    assert promises.promise_list(db, office, "made", other).rows == ()
    whole = promises.PromiseQuestion(ON)
    inside, outside = (
        reader(db, Role.UNIT_OFFICER, "Sở Y tế", "u-trong"),
        reader(db, Role.UNIT_OFFICER, "Sở Tài chính", "u-ngoai"),
    )
    assert len(promises.promise_list(db, inside, "made", whole).rows) == 1
    assert promises.promise_list(db, outside, "made", whole).rows == ()
    assert promises.promise_list(db, outside, "made", whole).counts["made"] == 0
    with pytest.raises(EntryError) as suggested:
        promising.note_promise(
            db, office, record_id, {"content": "Lắp xong quý IV/2026", "promised_on": "6/10/2026"}, health, **AT
        )
    assert "31/12/2026" in suggested.value.errors["due_on"]
    noted = {"content": "Lắp xong quý IV/2026", "promised_on": "6/10/2026", "due_on": "31/12/2026"}
    fresh = promising.note_promise(db, office, record_id, noted, health, **AT)
    assert words(ON)["waiting"] == 1
    promising.strike_promise(db, office, record_id, fresh, "Ghi nhầm", 1, **AT)
    assert words(ON)["made"] == 1
    assert checking.check_tables(db) == []


@pytest.mark.parametrize("seed", [3])
def test_promises_like_a_slow_replay(db: Database, office: Reader, seed: int) -> None:
    """On any day, as known now and as known after any entry: each word, the promises, the petitions that have them."""
    dice = random.Random(seed)
    record_id = in_state(db, office, S.ANSWERED)
    in_state(db, office, S.ANSWERED)
    first = date(2026, 10, 1)
    told: list[tuple[date, date, date | None]] = []
    known: dict[int, list[tuple[date, date, date | None]]] = {position(db): []}
    for number in range(25):
        made_on = first + timedelta(dice.randint(0, 40))
        due = made_on + timedelta(dice.randint(0, 30))
        values = {"content": f"Hứa {number}", "promised_on": made_on, "due_on": due}
        key = promising.note_promise(db, office, record_id, values, None, **AT)
        kept_on = min(made_on + timedelta(dice.randint(0, 40)), ON) if dice.random() < 0.6 else None
        if kept_on is not None:
            promising.keep_promise(db, office, record_id, key, {"kept_on": kept_on, "proof": "Ảnh"}, 1, **AT)
        told.append((made_on, due, kept_on))
        known[position(db)] = list(told)
        if dice.random() < 0.2:
            promising.strike_promise(db, office, record_id, key, "Ghi nhầm", 1 + (kept_on is not None), **AT)
            told.pop()
            known[position(db)] = list(told)
    for offset in range(0, 60, 4):
        day = first + timedelta(offset)
        at = dice.choice([None, *known])
        there = [(due, kept) for made_on, due, kept in (told if at is None else known[at]) if made_on <= day]
        late = [due for due, kept in there if due < day and (kept is None or kept > day)]
        slow = {
            "made": len(there),
            "due": sum(due < day for due, _kept in there),
            "kept": sum(kept is not None and kept <= day for _due, kept in there),
            "broken": len(late),
            "waiting": sum(due >= day and (kept is None or kept > day) for due, kept in there),
        }
        found = promises.promise_list(db, office, "broken", promises.PromiseQuestion(day, known=at))
        assert found.counts == slow, (day, at)
        assert [row.due_on for row in found.rows] == sorted(late)
        question = Question(first, day, at)
        with db.read() as session:
            shown = figure_set(session, question)
            for word, has in (("promised", bool(there)), ("promise_broken", bool(late))):
                code = f"petitions.council.{word}"
                members = select_members(MEASURES[code], {}, question, load_rules(session), EVERYTHING)
                ids = list(session.scalars(members))
                assert (shown.value(code), ids) == (int(has), [record_id] * has), (word, day, at)
    assert checking.check_tables(db) == []


def test_the_facts_of_promises_follow_from_the_journal(db: Database, office: Reader) -> None:
    """Spoilt by hand they are named and made again; made by the migration from the same entries they are the same."""
    record_id = in_state(db, office, S.ANSWERED)
    values = {"content": "Lắp đèn", "promised_on": "6/10/2026", "due_on": "31/10/2026"}
    kept, struck, moved = (promising.note_promise(db, office, record_id, values, None, **AT) for _ in range(3))
    promising.keep_promise(db, office, record_id, kept, {"kept_on": "10/11/2026", "proof": "Ảnh"}, 1, **AT)
    promising.strike_promise(db, office, record_id, struck, "Ghi nhầm", 1, **AT)
    later = {**values, "due_on": "30/11/2026"}
    promising.note_promise(db, office, record_id, later, None, promise_id=moved, version=1, **AT)
    with db.read() as session:
        before = sorted(session.execute(text("SELECT * FROM promise_facts")).all())
    assert [row.promise_id for row in before] == [kept, kept, struck, moved, moved]
    with db.write() as session:
        session.execute(text("DELETE FROM promise_facts WHERE kept_on IS NULL"))
        session.execute(text("UPDATE promise_facts SET due_on = '2030-01-01'"))
    assert {one.record_id for one in checking.rebuild(db, system_reader(db, "tester"), NOW)} == {kept, struck, moved}
    with db.read() as session:
        assert sorted(session.execute(text("SELECT * FROM promise_facts")).all()) == before
    downgrade(db.url, "0019")
    upgrade(db.url)
    with db.read() as session:
        assert sorted(session.execute(text("SELECT * FROM promise_facts")).all()) == before
    assert checking.check_tables(db) == []


def test_the_councils_finding_stands_beside_the_claim(db: Database, office: Reader) -> None:
    record_id = in_state(db, office, S.SETTLED)
    with pytest.raises(EntryError) as error:
        step(db, office, record_id, "find", finding="unmet", found_on="20/10/2026", finding_body="Ban Đô thị")
    assert set(error.value.errors) == {"council_finding"}
    unmet = {
        "finding": "unmet",
        "found_on": "20/10/2026",
        "finding_body": "Ban Đô thị",
        "council_finding": "Mới làm một nửa",
    }
    step(db, office, record_id, "find", **unmet)

    def words(day: date) -> tuple[int, ...]:
        with db.read() as session:
            found = figure_set(session, Question(BEGINNING, day), cuts=(), changes=False)
        return tuple(found.value(f"petitions.council.{w}") for w in ("resolved", "disputed", "reopened"))

    assert words(date(2026, 10, 19)) == (1, 0, 0)
    assert words(date(2026, 10, 20)) == (1, 1, 0)
    side = petitions.petition_side(db, office, record_id, ON)
    assert (side.claimed, side.found, side.disputed) == ("Đã giải quyết xong", "Chưa đạt yêu cầu", True)
    step(db, reader(db, Role.LEADER), record_id, "reopen", reason="Theo kết luận giám sát", happened_on="25/10/2026")
    assert words(date(2026, 10, 25)) == (0, 0, 1)
    assert petitions.petition_side(db, office, record_id, ON).found == "Chưa đạt yêu cầu"
    step(db, office, record_id, "settle", result="resolved", resolved_on="10/11/2026", evidence="Nghiệm thu lại")
    assert words(date(2026, 11, 10)) == (1, 0, 0)
    step(db, office, record_id, "find", finding="met", found_on="15/11/2026", finding_body="Ban Đô thị")
    assert words(ON) == (1, 0, 0)
    assert checking.check_tables(db) == []


def test_a_petition_raised_again_shows_the_earlier_answer(db: Database, office: Reader) -> None:
    earlier = petition(db, office, source="national_assembly", session_id=session_id(db, "QH XV", 6))
    step(db, office, earlier, "assign", unit_id=unit_id(db, "Sở Y tế"), assigned_on="1/10/2026")
    step(db, office, earlier, "answer", answered_on="5/10/2026", answer_document="12/UBND")
    again = petition(db, office, source="national_assembly", session_id=session_id(db, "QH XV", 8))
    with pytest.raises(EntryError):
        merging.raise_again(db, office, earlier, code(db, again), doing(), version(db, earlier), **AT)
    merging.raise_again(db, office, again, code(db, earlier), doing(), version(db, again), **AT)
    side = petitions.petition_side(db, office, again, ON)
    assert side.earlier is not None
    assert (side.earlier.ref.id, side.earlier.answer_document) == (earlier, "12/UBND")
    assert "gửi lại văn bản đã trả lời chậm nhất ngày" in side.earlier.resend
    assert [ref.id for ref in petitions.petition_side(db, office, earlier, ON).raised_again_by] == [again]
    with db.read() as session:
        assert session.scalar(select(RECORDS[K].c.repeats).where(RECORDS[K].c.id == again)) == 1
    with pytest.raises(EntryError):
        merging.raise_again(db, office, again, code(db, earlier), doing(), version(db, again), **AT)
    merging.raise_no_more(db, office, again, doing(), version(db, again), **AT)
    assert petitions.petition_side(db, office, again, ON).earlier is None
    assert checking.check_tables(db) == []


def test_moved_to_another_level_leaves_the_denominator_from_that_day(db: Database, office: Reader) -> None:
    record_id = in_state(db, office, S.ASSIGNED)
    moved_on = date(2026, 11, 3)
    step(db, office, record_id, "move", competence="commune", moved_on=moved_on, moved_document="5/UBND")
    assert counts(db, moved_on - timedelta(1)) == (1, 1, 1)
    assert counts(db, moved_on) == (1, 1, 0)
    step(db, office, record_id, "take_back", reason="Thuộc thẩm quyền Thành phố", happened_on="10/11/2026")
    assert counts(db) == (1, 1, 1)
    assert counts(db, date(2026, 11, 9)) == (1, 1, 0)
