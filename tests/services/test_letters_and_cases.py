"""What follows from the steps of letters and cases beside the record: new cases, links, other units, proposals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from casework.domain.access import NoSuchRecordError, Reader
from casework.domain.entry import EntryError
from casework.domain.fields import IDENTITY_FIELDS
from casework.domain.items import ItemKind, Verdict
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind, Role
from casework.domain.workflow import WorkflowError
from casework.services import checking, denials
from casework.services.companions import ProposalView, companions
from casework.services.figures import figures
from casework.services.handling import letters, moving, proposals
from casework.services.handling.holding import StaleVersionError
from casework.services.record_page import HistoryLine, record_page
from casework.store import journal
from casework.store.account_tables import FormToken
from casework.store.database import Database
from casework.store.items import ITEMS, items_of
from casework.store.records import RECORDS
from tests.services.citizen import BEGUN, WAYS, World
from tests.services.desk import NOW, OFFICE, reader, unit_id

K = RecordKind
DAY = BEGUN + timedelta(days=2)


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    """An office in a database of its own, SQLite and PostgreSQL."""
    db = Database(database_url)
    yield World(db)
    db.close()


def items(db: Database, kind: ItemKind) -> list[dict[str, Any]]:
    """All items of a kind, oldest first."""
    with db.read() as session:
        return [dict(row) for row in session.execute(select(ITEMS[kind]).order_by(ITEMS[kind].c.id)).mappings()]


def links(db: Database) -> set[tuple[str, str, int, str, int]]:
    """All links: type, from, to."""
    return {
        (row["link_type"], row["of_kind"], row["of_id"], row["to_kind"], row["to_id"])
        for row in items(db, ItemKind.LINK)
    }


def test_an_accepted_complaint_becomes_a_case(world: World) -> None:
    """Person, content and subject pass over; the letter is handled, linked, and the unit that leads is charged."""
    letter = world.new(K.LETTER, subject="Đất đai", person_address="12 phố Huế")
    lead = world.units[0]
    done = world.move(K.LETTER, letter, "accept", DAY, case_unit_id=lead, case_respondent="Ông A", handled_on=DAY)
    ((kind, case),) = done.made
    made, held = world.row(K.CASE, case), world.row(K.LETTER, letter)
    assert kind is K.CASE
    assert (held["handling"], held["handled_on"]) == ("accepted", DAY)
    for name in ("person_name", "person_address", "content", "subject", "type"):
        assert made[name] == held[name]
    assert (made["accepted_on"], made["received_on"], made["unit_id"]) == (DAY, BEGUN, lead)
    assert (made["instance"], made["office_id"]) == ("first", held["office_id"])
    assert links(world.db) == {("case_of_letter", "letter", letter, "case", case)}
    (charged,) = items(world.db, ItemKind.ASSIGNMENT)
    assert (charged["part"], charged["unit_id"], charged["of_id"]) == ("lead", lead, case)
    second = world.new(K.LETTER)
    world.move(K.LETTER, second, "join", DAY, joined_case=made["code"], handled_on=DAY)
    assert ("joined", "letter", second, "case", case) in links(world.db)
    with world.db.read() as session:
        assert len(session.execute(select(RECORDS[K.CASE].c.id)).all()) == 1
    assert checking.check_tables(world.db) == []


@pytest.mark.parametrize("type_", ["complaint", "denunciation"])
def test_the_unit_in_charge_reads_the_letter_and_moves_the_case(world: World, type_: str) -> None:
    """The letter of a case is read by the unit that leads it, and stays the register's; the unit takes the case's
    steps, and who keeps the register only while nobody of the unit can. The number is told in any case."""
    letter, apart = world.new(K.LETTER, type=type_), world.new(K.LETTER, type=type_)
    done = world.move(K.LETTER, letter, "accept", DAY, case_unit_id=world.units[0], handled_on=DAY)
    ((_kind, case),) = done.made
    assert done.told == (f"Vụ KNTC số {world.row(K.CASE, case)['code']}",)
    steps = {one.event for one in record_page(world.db, world.who, K.CASE, case, DAY).transitions}
    assert "verify" in steps
    head, other = reader(world.db, Role.UNIT_HEAD), reader(world.db, Role.UNIT_HEAD, "Sở Tài chính", "u-other-head")
    page = record_page(world.db, head, K.LETTER, letter, DAY)
    assert (page.transitions, page.may_correct) == ((), False)
    assert [one.id for one in companions(world.db, head, K.CASE, case, DAY).links] == [letter]
    for who, key in ((head, apart), (other, letter)):
        with pytest.raises(NoSuchRecordError):
            record_page(world.db, who, K.LETTER, key, DAY)
    mine = record_page(world.db, world.who, K.CASE, case, DAY)
    assert {one.event for one in mine.transitions} <= {"second_complaint", "continue_denunciation"}
    assert "Sở Y tế" in mine.whose_steps
    with pytest.raises(WorkflowError, match="Cán bộ tiếp nhận"):
        world.move(K.CASE, case, "verify", DAY, verifying_on=DAY)
    world.move(K.CASE, case, "verify", DAY, who=head, verifying_on=DAY)
    denials.deny(world.db, reader(world.db, Role.LEADER), K.CASE, case, head.user_id, "accused", on=DAY, now=NOW)
    ends = DAY + timedelta(days=2)
    world.move(K.CASE, case, "finish", ends, decision="9/QĐ", finished_on=ends, outcome=_outcome(type_))
    with pytest.raises(NoSuchRecordError):
        record_page(world.db, head, K.LETTER, letter, DAY)


def _outcome(type_: str) -> str:
    return "correct" if type_ == "complaint" else "denunciation_correct"


def test_a_case_is_withdrawn_by_a_letter_of_its_days(world: World) -> None:
    """Not without the letter and its day, and not by one from before the case or after its end."""
    case = world.new(K.CASE)
    for day, paper, wrong in (
        (None, "", ["withdrawal", "withdrawal_on"]),
        (DAY, "", ["withdrawal"]),
        (BEGUN - timedelta(days=1), "Đơn ngày 5/8", ["withdrawal_on"]),
        (DAY, "Đơn ngày 5/8", []),
    ):
        values = {"finished_on": DAY, "withdrawal": paper, "withdrawal_on": day}
        if not wrong:
            world.move(K.CASE, case, "withdraw", DAY, **values)
            continue
        with pytest.raises(EntryError) as refused:
            world.move(K.CASE, case, "withdraw", DAY, **values)
        assert sorted(refused.value.errors) == wrong
    assert world.row(K.CASE, case)["outcome"] == "withdrawn"


def test_what_cannot_follow_keeps_nothing(world: World) -> None:
    """A case that is not there, of another type or hidden: the letter stays open, no number is used up."""
    letter = world.new(K.LETTER)
    denounced = world.row(K.CASE, world.new(K.CASE, type="denunciation"))["code"]
    before = world.row(K.LETTER, letter)
    for code in ("KN-2026-00099", denounced):
        with pytest.raises(EntryError) as refused:
            world.move(K.LETTER, letter, "join", DAY, joined_case=code, handled_on=DAY)
        assert f"Không có vụ việc cùng loại mang số “{code}”" in refused.value.errors["joined_case"]
    with pytest.raises(EntryError) as refused:
        world.move(K.LETTER, letter, "accept", DAY, case_unit_id=10**6, handled_on=DAY)
    assert list(refused.value.errors) == ["case_unit_id"]
    assert world.row(K.LETTER, letter) == before
    assert links(world.db) == set()
    with world.db.read() as session:
        assert len(session.execute(select(RECORDS[K.CASE].c.id)).all()) == 1


def test_a_denunciation_passes_over_without_its_person(world: World) -> None:
    """Letter, case and journal name nobody; a case of the second instance neither."""
    letter = world.new(K.LETTER, type="denunciation", content="Tố cáo nhận tiền", paper_file="TC-1")
    done = world.move(K.LETTER, letter, "accept", DAY, case_unit_id=world.units[0], handled_on=DAY)
    case = done.made[0][1]
    assert all(world.row(K.CASE, case)[name] is None for name in IDENTITY_FIELDS[K.CASE])
    world.move(K.CASE, case, "finish", DAY, decision="1", outcome="denunciation_wrong", finished_on=DAY)
    later = DAY + timedelta(days=5)
    more = world.move(K.CASE, case, "continue_denunciation", later, case_unit_id=world.units[1], happened_on=later)
    assert ("continued_denunciation", "case", more.made[0][1], "case", case) in links(world.db)
    assert world.row(K.CASE, more.made[0][1])["instance"] == "second"


def test_a_letter_is_not_classified_into_a_denunciation_with_a_name_on_record(world: World) -> None:
    """Two persons decide on that (destruction of the identity); a letter without a name is simply classified."""
    values = {"type": "denunciation", "competence": "own", "eligible": "yes", "classified_on": DAY}
    named = world.new(K.LETTER)
    with pytest.raises(EntryError) as refused:
        world.move(K.LETTER, named, "classify", DAY, **values)
    assert list(refused.value.errors) == ["type"]
    unnamed = world.new(K.LETTER, person_name="", person_address="")
    world.move(K.LETTER, unnamed, "classify", DAY, **values)
    assert world.row(K.LETTER, unnamed)["type"] == "denunciation"


def test_a_letter_is_split_without_telling_who_denounced(world: World) -> None:
    """One matter more, one letter more; a denunciation takes no name with it and is not linked."""
    parent = world.new(
        K.LETTER,
        person_name="Trần Văn Đức",
        person_address="Số 5 ngõ 12 phố Huế",
        paper_file="HSG-77/2026",
        signers=37,
    )
    first = world.move(
        K.LETTER, parent, "split", DAY, split_type="complaint", split_content="Khiếu nại thuế", happened_on=DAY
    )
    child = first.made[0][1]
    assert links(world.db) == {("split_from", "letter", child, "letter", parent)}
    made = world.row(K.LETTER, child)
    assert (made["person_name"], made["received_on"], made["type"]) == ("Trần Văn Đức", BEGUN, "complaint")
    told = "Ông Trần Văn Đức tố cáo cán bộ nhận tiền"
    untouched = world.row(K.LETTER, parent), page_of(world, parent)
    denounced = {"split_type": "denunciation", "split_content": told, "happened_on": DAY}
    second = world.move(K.LETTER, parent, "split", DAY, **denounced)
    hidden = second.made[0][1]
    assert world.row(K.LETTER, hidden)["code"] in second.warnings["split_content"]
    assert (world.row(K.LETTER, parent), page_of(world, parent)) == untouched
    made = world.row(K.LETTER, hidden)
    assert all(made[name] is None for name in IDENTITY_FIELDS[K.LETTER])
    assert (made["paper_file"], made["signers"]) == (None, None)
    assert len(links(world.db)) == 1
    with world.db.read() as session:
        token = session.scalars(select(FormToken.token).where(FormToken.record_id == hidden)).one()
        assert not token.startswith("split")
        history = journal.history(session, K.LETTER, hidden)
        own = journal.history(session, K.LETTER, parent)
    assert "Trần Văn Đức" not in repr((made, history))
    assert "nhận tiền" not in repr(own)
    found = figures(world.db, reader(world.db, Role.SYSTEM), Question(BEGUN, DAY))
    assert found.value("letters.total") == 3


def page_of(world: World, key: int) -> tuple[object, ...]:
    """All that the page of a letter tells a leader, who sees the rows of every office."""
    leader = reader(world.db, Role.LEADER)
    page = record_page(world.db, leader, K.LETTER, key, DAY)
    beside = companions(world.db, leader, K.LETTER, key, DAY)
    return page.version, page.fields, page.history, beside


def test_a_splitting_that_would_tell_of_a_denunciation_is_not_told(world: World) -> None:
    """Of what was split off before, or turned out to be a denunciation later: nothing, or only a change of the text."""
    silent, rewritten = world.new(K.LETTER), world.new(K.LETTER)
    for key, more in ((silent, {}), (rewritten, {"content": "Khiếu nại phần còn lại"})):
        named = {"split_type": "complaint", "split_content": "Việc khác", "happened_on": DAY, **more}
        child = world.move(K.LETTER, key, "split", DAY, **named).made[0][1]
        assert [line.label for line in history_of(world, key)] == ["Tách đơn", "Tiếp nhận"]
        with world.db.write() as session:
            table = RECORDS[K.LETTER]
            nobody = {**dict.fromkeys(IDENTITY_FIELDS[K.LETTER]), "search_person": ""}
            session.execute(update(table).where(table.c.id == child).values(type="denunciation", **nobody))
    assert [line.label for line in history_of(world, silent)] == ["Tiếp nhận"]
    changed, _opened = history_of(world, rewritten)
    assert (changed.label, [one.name for one in changed.changes]) == ("Cập nhật", ["content"])


def history_of(world: World, key: int) -> tuple[HistoryLine, ...]:
    """The history on the page of a letter."""
    return record_page(world.db, reader(world.db, Role.LEADER), K.LETTER, key, DAY).history


def test_a_denunciation_is_split_off_alone_and_once(world: World) -> None:
    """The letter's own text is not rewritten in that step; a form sent twice makes one letter, no version moves."""
    parent = world.new(K.LETTER)
    values = {"split_type": "denunciation", "split_content": "Tố cáo nhận tiền", "happened_on": DAY}
    with pytest.raises(EntryError) as refused:
        world.move(K.LETTER, parent, "split", DAY, content="Phần còn lại", **values)
    assert list(refused.value.errors) == ["content"]
    made = {
        moving.move(world.db, world.who, K.LETTER, parent, "split", values, 1, on=DAY, now=NOW, token="one-form").made
        for _ in range(2)
    }
    assert len(made) == 1
    assert world.row(K.LETTER, parent)["version"] == 1


@pytest.mark.parametrize("type_", ["complaint", "denunciation"])
def test_what_is_made_of_a_letter_is_closed_to_the_same_people(world: World, type_: str) -> None:
    """The one complained of does not see the part that is split off, nor the case; who was let in again does."""
    parent, head = world.new(K.LETTER), reader(world.db, Role.UNIT_HEAD, OFFICE)
    accused, other = (reader(world.db, Role.LEADER, name=f"u-leader-{n}") for n in (1, 2))
    for one in (accused, other):
        denials.deny(world.db, head, K.LETTER, parent, one.user_id, "accused", on=DAY, now=NOW)
    lifted = denials.denials_of(world.db, head, K.LETTER, parent).denied[0]
    denials.lift(world.db, head, K.LETTER, parent, lifted.id, on=DAY, now=NOW)
    values = {"split_type": type_, "split_content": "Việc khác", "happened_on": DAY}
    part = world.move(K.LETTER, parent, "split", DAY, **values).made[0]
    case = world.move(K.LETTER, parent, "accept", DAY, case_unit_id=world.units[0], handled_on=DAY).made[0]
    for kind, key in (part, case):
        with pytest.raises(NoSuchRecordError):
            record_page(world.db, accused, kind, key, DAY)
        assert record_page(world.db, other, kind, key, DAY)


def test_a_denunciation_that_is_split_from_a_letter_is_proposed_on_paper(world: World) -> None:
    """A proposal stands beside the letter that names its sender: what he denounces may not be written there."""
    officer = reader(world.db, Role.UNIT_OFFICER, OFFICE, "u-office")
    letter = world.new(K.LETTER, person_name="Trần Văn Đức")

    def proposed(type_: str) -> int:
        values = {"split_type": type_, "split_content": "Cán bộ nhận tiền", "happened_on": DAY}
        version = world.row(K.LETTER, letter)["version"]
        return proposals.propose(
            world.db, officer, K.LETTER, letter, "split", values, "Hai nội dung", version, on=DAY, now=NOW
        )

    with pytest.raises(proposals.ProposalError, match="phiếu giấy"):
        proposed("denunciation")
    with world.db.read() as session:
        assert not items_of(session, ItemKind.PROPOSAL, K.LETTER, [letter])
    assert proposed("complaint")


def test_a_proposal_tells_the_sender_to_nobody_without_identities(world: World) -> None:
    """The leader who decides reads the grounds without the person, the secretariat none; the unit reads them whole."""
    officer, head = (reader(world.db, role, OFFICE) for role in (Role.UNIT_OFFICER, Role.UNIT_HEAD))
    leader, secretariat = reader(world.db, Role.LEADER), reader(world.db, Role.SECRETARIAT)
    letter = world.new(K.LETTER, person_name="Trần Văn Đức", person_phone="0912 345 678")
    values = {"competent_body": "Sở Y tế", "handled_on": DAY, "handling_document": "theo đơn của trần  văn đức"}
    why = "Ông Trần Văn Đức (0912 345 678) gửi nhầm"
    sent = proposals.propose(world.db, officer, K.LETTER, letter, "forward", values, why, 1, on=DAY, now=NOW)

    def seen(who: Reader) -> ProposalView:
        beside = companions(world.db, who, K.LETTER, letter, DAY)
        found = beside.waiting or beside.decided[0]
        assert found.id == sent
        return found

    assert (seen(officer).ground, seen(head).ground) == (why, why)
    assert seen(leader).ground == "Ông [không hiển thị] ([không hiển thị]) gửi nhầm"
    assert "không hiển thị" in repr((seen(leader).said, seen(leader).typed))
    for who in (leader, secretariat):
        assert not any(text in repr(seen(who)).lower() for text in ("trần văn đức", "trần  văn đức", "0912 345 678"))
    assert "gửi nhầm" not in seen(secretariat).ground
    remark = "Mời ông Trần Văn Đức đến"
    proposals.decide(world.db, head, K.LETTER, letter, sent, Verdict.RETURNED, remark, None, 1, on=DAY, now=NOW)
    assert seen(leader).remark == "Mời ông [không hiển thị] đến"
    assert (seen(secretariat).remark, seen(officer).remark) == (seen(secretariat).ground, remark)


def test_a_person_is_guided_once(world: World) -> None:
    """The second time the earlier letter is named; another person's is not."""
    who = {"person_name": "Lê Thị Mai", "person_address": "3 phố Vọng"}
    first = world.new(K.LETTER, **who)
    assert world.move(K.LETTER, first, "guide", DAY, handled_on=DAY).warnings == {}
    again, other = world.new(K.LETTER, **who), world.new(K.LETTER, person_name="Ai Khác", person_address="1 phố Vọng")
    code = world.row(K.LETTER, first)["code"]
    assert code in letters.guided(world.db, world.who, again)
    assert letters.guided(world.db, world.who, other) == ""
    assert code in world.move(K.LETTER, again, "guide", DAY, handled_on=DAY).warnings["handling"]


def test_other_units_contribute_by_a_day_of_their_own(world: World) -> None:
    """Asked of a unit that does not lead, due not before it was asked."""
    case = world.new(K.CASE)
    lead, other = world.row(K.CASE, case)["unit_id"], world.units[1]
    asked = {"asked_for": "Cung cấp hồ sơ", "happened_on": DAY}
    for values, name in (
        ({"asked_unit_id": lead, "asked_due_on": DAY + timedelta(days=5)}, "asked_unit_id"),
        ({"asked_unit_id": other, "asked_due_on": DAY - timedelta(days=1)}, "asked_due_on"),
    ):
        with pytest.raises(EntryError) as refused:
            world.move(K.CASE, case, "contribute", DAY, **asked, **values)
        assert list(refused.value.errors) == [name]
    assert items(world.db, ItemKind.ASSIGNMENT) == []
    world.move(K.CASE, case, "contribute", DAY, asked_unit_id=other, asked_due_on=DAY + timedelta(days=9), **asked)
    (row,) = items(world.db, ItemKind.ASSIGNMENT)
    assert (row["part"], row["unit_id"], row["due_on"]) == ("contribute", other, DAY + timedelta(days=9))
    assert row["request"] == "Cung cấp hồ sơ"


def test_a_complaint_is_suspended_only_since_the_law_knows_it(world: World) -> None:
    """Before 01/7/2026 refused with a sentence; after it, for one accepted before, told that the term stays."""
    why = {"suspension_ground": "other_result", "reason": "Chờ bản án"}
    case = world.new(K.CASE, accepted_on=date(2026, 6, 10))
    with pytest.raises(EntryError) as refused:
        world.move(K.CASE, case, "suspend", date(2026, 6, 30), suspended_on=date(2026, 6, 30), **why)
    assert "chưa quy định tạm đình chỉ" in refused.value.errors["suspended_on"]
    done = world.move(K.CASE, case, "suspend", date(2026, 7, 1), suspended_on=date(2026, 7, 1), **why)
    assert "không đổi" in done.warnings["suspended_on"]


def test_no_case_is_extended_beyond_the_law(world: World) -> None:
    """A complaint once (30 to 45 days), a denunciation once, one especially complex twice; then no more."""
    why = {"complexity_ground": "many_people", "reason": "Nhiều nội dung"}
    far = DAY + timedelta(days=200)
    for more, complexity, times in (
        ({}, None, 1),
        ({"type": "denunciation"}, "complex", 1),
        ({"type": "denunciation"}, "especially_complex", 2),
    ):
        case = world.new(K.CASE, **more)
        chosen = {} if complexity is None else {"complexity": complexity, "complexity_ground_more": "foreign"}
        for _n in range(times):
            world.move(K.CASE, case, "extend", DAY, extended_to=far, happened_on=DAY, **why, **chosen)
        with pytest.raises(EntryError) as refused:
            world.move(K.CASE, case, "extend", DAY, extended_to=far, happened_on=DAY, **why, **chosen)
        assert "không gia hạn thêm được" in refused.value.errors["extended_to"]


def test_a_second_complaint_late_is_warned_of_and_an_early_one_refused(world: World) -> None:
    """After the decision 30 days (Điều 33); before any decision only when the term has passed."""
    case = world.new(K.CASE)
    values = {"case_unit_id": world.units[1]}
    with pytest.raises(EntryError) as refused:
        world.move(K.CASE, case, "second_complaint", DAY, happened_on=DAY, **values)
    assert "chưa hết thời hạn" in refused.value.errors["happened_on"]
    world.move(K.CASE, case, "finish", DAY, decision="1", outcome="wrong", finished_on=DAY)
    intime, late = DAY + timedelta(days=30), DAY + timedelta(days=50)
    assert world.move(K.CASE, case, "second_complaint", intime, happened_on=intime, **values).warnings == {}
    warned = world.move(K.CASE, case, "second_complaint", late, happened_on=late, **values).warnings
    assert "sau thời hạn" in warned["happened_on"]


def test_a_second_instance_is_decided_as_such(world: World) -> None:
    """Upheld or changed; "đúng" and "sai" are words of the first (law-and-forms 4.5)."""
    case = world.new(K.CASE, instance="second")
    with pytest.raises(EntryError) as refused:
        world.move(K.CASE, case, "finish", DAY, decision="1", outcome="correct", finished_on=DAY)
    assert list(refused.value.errors) == ["outcome"]
    world.move(K.CASE, case, "finish", DAY, decision="1", outcome="upheld", finished_on=DAY)


def test_a_proposal_is_approved_changed_returned_or_taken_back(world: World) -> None:
    """The head's opinion takes the step in the same act; nobody decides on his own; what moved on is stale."""
    db, officer = world.db, world.who
    head, other = reader(db, Role.UNIT_HEAD, OFFICE, "u-head"), reader(db, Role.UNIT_HEAD, "Sở Tài chính", "u-other")
    leader = reader(db, Role.LEADER)

    def proposed(letter: int) -> int:
        values = {"case_unit_id": world.units[0], "handled_on": DAY}
        version = world.row(K.LETTER, letter)["version"]
        return proposals.propose(
            db, officer, K.LETTER, letter, "accept", values, "Đủ điều kiện", version, on=DAY, now=NOW
        )

    def decided(who: Any, letter: int, key: int, verdict: Verdict, remark: str = "", **values: object) -> Any:
        version = world.row(K.LETTER, letter)["version"]
        return proposals.decide(
            db, who, K.LETTER, letter, key, verdict, remark, values or None, version, on=DAY, now=NOW
        )

    letter = world.new(K.LETTER)
    key = proposed(letter)
    with pytest.raises(proposals.ProposalError, match="đang có phiếu đề xuất"):
        proposed(letter)
    assert world.row(K.LETTER, letter)["handling"] is None
    with pytest.raises(NoSuchRecordError):
        decided(other, letter, key, Verdict.APPROVED)
    with pytest.raises(EntryError):
        decided(head, letter, key, Verdict.RETURNED)
    decided(head, letter, key, Verdict.RETURNED, "Làm rõ thẩm quyền")
    with pytest.raises(StaleVersionError):
        decided(head, letter, key, Verdict.APPROVED)
    again = proposed(letter)
    proposals.withdraw(db, officer, K.LETTER, letter, again, on=DAY, now=NOW)
    third = proposed(letter)
    beside = companions(db, head, K.LETTER, letter, DAY)
    assert beside.may_decide
    assert beside.waiting is not None
    assert beside.waiting.ground == "Đủ điều kiện"
    assert [one.verdict for one in beside.decided] == [Verdict.RETURNED, Verdict.WITHDRAWN]
    taken = decided(leader, letter, third, Verdict.APPROVED)
    assert taken.moved is not None
    assert taken.moved.made[0][0] is K.CASE
    assert world.row(K.LETTER, letter)["handling"] == "accepted"
    with db.read() as session:
        last = journal.history(session, K.LETTER, letter)[-1]
        actor = session.get_one(journal.JournalEntry, last.position).actor_id
    assert actor == leader.user_id

    changed = world.new(K.LETTER)
    key = proposed(changed)
    done = decided(head, changed, key, Verdict.CHANGED, case_unit_id=world.units[1], handled_on=DAY)
    assert world.row(K.CASE, done.moved.made[0][1])["unit_id"] == world.units[1]

    moved_on = world.new(K.LETTER)
    key = proposed(moved_on)
    world.move(K.LETTER, moved_on, "file", DAY, reason="Trùng", handled_on=DAY)
    with pytest.raises(WorkflowError):
        decided(head, moved_on, key, Verdict.APPROVED)
    decided(head, moved_on, key, Verdict.RETURNED, "Đơn đã lưu")
    assert checking.check_tables(db) == []


def test_what_one_may_not_see_is_not_linked(world: World) -> None:
    """A unit that only contributes to a case: its officer sees the case and no link to the letter."""
    letter, lead = world.new(K.LETTER), unit_id(world.db, "Sở Tài chính")
    case = world.move(K.LETTER, letter, "accept", DAY, case_unit_id=lead, handled_on=DAY).made[0][1]
    asked = {"asked_unit_id": world.units[0], "asked_for": "Cung cấp hồ sơ", "asked_due_on": DAY}
    world.move(K.CASE, case, "contribute", DAY, happened_on=DAY, **asked)
    officer = reader(world.db, Role.UNIT_OFFICER)
    assert [one.id for one in companions(world.db, world.who, K.CASE, case, DAY).links] == [letter]
    assert companions(world.db, officer, K.CASE, case, DAY).links == ()
    with pytest.raises(NoSuchRecordError):
        companions(world.db, officer, K.LETTER, letter, DAY)


OPEN = {
    K.LETTER: {"received", "classified"},
    K.CASE: {"accepted", "verifying", "suspended"},
    K.FEEDBACK: {"processing"},
}
MEASURES = {
    K.LETTER: ("letters.total", ("letters.handled",), "letters.open"),
    K.CASE: ("kntc.total", ("kntc.resolved",), "kntc.open"),
    K.FEEDBACK: ("pakn.received", ("pakn.on_time", "pakn.late"), "pakn.open"),
}


@pytest.mark.parametrize("kind", list(OPEN))
def test_every_state_falls_into_one_measure(world: World, kind: RecordKind) -> None:
    """One record in each state: the open and the ended ones add up to all, and each new state is on its side."""
    for state in WAYS[kind]:
        world.reach(kind, state)
    question = Question(BEGUN, BEGUN + timedelta(days=60))
    found = figures(world.db, reader(world.db, Role.SYSTEM), question)
    total, ended, still_open = MEASURES[kind]
    assert found.value(total) == len(WAYS[kind])
    assert found.value(still_open) == len(OPEN[kind])
    assert sum(found.value(code) for code in ended) == len(WAYS[kind]) - len(OPEN[kind])
