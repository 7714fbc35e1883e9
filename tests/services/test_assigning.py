"""The life of an assignment through the service, on both databases: each act, who may, who is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from casework.domain.access import NoSuchRecordError, Reader
from casework.domain.assignments import ASSIGNMENT_ACTS, AssignmentError, Standing, open_acts, sides_of, standing_of
from casework.domain.entry import EntryError
from casework.domain.items import AssignmentPart, ItemKind
from casework.domain.vocabulary import EventName, RecordKind, Role
from casework.services import accounts, notices
from casework.services.handling import assigning
from casework.services.handling.assignment_page import assignment_panel
from casework.services.handling.holding import StaleVersionError
from casework.store import items, journal
from casework.store.chain import verify_chain
from casework.store.comparing import compare_items
from casework.store.database import Database
from casework.store.items import items_of
from casework.store.records import RECORDS
from tests.services.desk import NOW, ON, PASSWORD, enter, reader, unit_id

K = RecordKind
LEAD, CONTRIBUTE = AssignmentPart.LEAD, AssignmentPart.CONTRIBUTE


class Desk:
    """The office's people and two units with an officer and a head each; a case of Sở Y tế that came by hand."""

    def __init__(self, url: str) -> None:
        self.db = Database(url)
        self.units = [unit_id(self.db, name) for name in ("Sở Y tế", "Sở Xây dựng")]
        system = reader(self.db, Role.SYSTEM)
        for n, unit in enumerate(self.units):
            for role in (Role.UNIT_OFFICER, Role.UNIT_HEAD):
                accounts.create_user(self.db, system, f"{role.value[5:]}-{n}", "Cán Bộ", role, PASSWORD, NOW, unit)
        known = {a.username: a.reader for a in accounts.list_users(self.db, system)}
        self.officer, self.head = known["officer-0"], known["head-0"]
        self.other, self.other_head = known["officer-1"], known["head-1"]
        self.secretariat = reader(self.db, Role.SECRETARIAT)
        office = unit_id(self.db, "Văn phòng UBND Thành phố")
        desk = reader(self.db, Role.RECEPTION_OFFICER)
        self.desk = Reader(desk.user_id, desk.role, office)
        self.case = enter(self.db, self.desk, K.CASE).record_id

    def give(self, part: AssignmentPart = CONTRIBUTE, who: Reader | None = None, unit: int = 1, **more: Any) -> int:
        """A part of the case given to a unit."""
        values = {"unit_id": self.units[unit], "assigned_on": ON, "due_on": ON + timedelta(days=9), **more}
        version = self.version()
        return assigning.assign(self.db, who or self.desk, K.CASE, self.case, part, values, version, on=ON, now=NOW)

    def version(self) -> int:
        """The case's version now."""
        with self.db.read() as session:
            table = RECORDS[K.CASE]
            return int(session.scalar(select(table.c.version).where(table.c.id == self.case)) or 0)

    def do(self, who: Reader, item_id: int, code: str, version: int = 1, **values: Any) -> int:
        """One act on an assignment of the case."""
        return assigning.act_on(self.db, who, K.CASE, self.case, item_id, code, values, version, on=ON, now=NOW)

    def offered(self, who: Reader, item_id: int) -> set[str]:
        """The acts that the case's page offers somebody on an assignment."""
        panel = assignment_panel(self.db, who, K.CASE, self.case)
        return {act.code for line in panel.lines if line.id == item_id for act in line.acts}

    def row(self, item_id: int) -> Any:
        """An assignment as it stands."""
        with self.db.read() as session:
            return dict(items.item(session, ItemKind.ASSIGNMENT, item_id))

    def told(self, who: Reader) -> list[str]:
        """What notices a person has, newest first."""
        return [line.label for line in notices.notice_page(self.db, who, 1).lines]


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    made = Desk(database_url)
    yield made
    made.db.close()


def test_a_unit_takes_on_hands_over_reports_and_answers(desk: Desk) -> None:
    """From the office to the unit's person and back; each step is told to whom it concerns; the journal agrees."""
    key = desk.give()
    assert desk.told(desk.other_head) == ["Được giao việc"]
    desk.do(desk.other_head, key, "accept", accepted_on=ON)
    desk.do(desk.other_head, key, "hand", 2, person_id=str(desk.other.user_id))
    assert desk.told(desk.other) == ["Được giao việc"]
    desk.do(desk.other, key, "escalate", 3, escalated_on=ON, escalation="Cần ý kiến về phạm vi")
    assert desk.told(desk.other_head)[0] == "Cán bộ báo cáo, chờ ý kiến"
    desk.do(desk.other_head, key, "hand", 4, person_id=str(desk.other.user_id))
    assert desk.row(key)["escalated_on"] is None
    desk.do(desk.desk, key, "urge", 5, urged_on=ON, urging_document="12/CV")
    desk.do(desk.desk, key, "urge", 6, urged_on=ON)
    assert (desk.row(key)["urgings"], desk.row(key)["urging_document"]) == (2, "12/CV")
    assert desk.told(desk.other).count("Được đôn đốc") == desk.told(desk.other_head).count("Được đôn đốc") == 2
    desk.do(desk.other, key, "answer", 7, answered_on=ON, answer_document="34/SXD")
    assert desk.told(desk.desk) == ["Đơn vị được hỏi đã trả lời"]
    assert standing_of(desk.row(key)) is Standing.ANSWERED
    with desk.db.read() as session:
        names = [event.name for event in items.item_history(session, ItemKind.ASSIGNMENT, key)]
        assert names[1:4] == [EventName.TAKEN_ON, EventName.HANDED, EventName.ESCALATED]
        assert list(compare_items(session, repair=False)) == []
        assert list(verify_chain(session)) == []


def test_a_refusal_goes_back_with_its_reason_and_the_record_is_closed_to_the_unit(desk: Desk) -> None:
    """Who gave the work is told; the unit sees the record no more; without a reason nothing happens."""
    key = desk.give()
    with pytest.raises(EntryError) as wrong:
        desk.do(desk.other_head, key, "refuse", refused_on=ON, refusal=" ")
    assert set(wrong.value.errors) == {"refusal"}
    desk.do(desk.other_head, key, "refuse", refused_on=ON, refusal="Không thuộc lĩnh vực quản lý")
    assert desk.told(desk.desk) == ["Đơn vị từ chối việc được giao"]
    assert desk.told(desk.other_head) == []
    with pytest.raises(NoSuchRecordError):
        desk.do(desk.other_head, key, "accept", 2, accepted_on=ON)
    panel = assignment_panel(desk.db, desk.desk, K.CASE, desk.case)
    line = next(line for line in panel.lines if line.id == key)
    assert (line.standing, line.values["refusal"]) == (Standing.REFUSED, "Không thuộc lĩnh vực quản lý")


def test_what_a_unit_has_taken_on_it_no_longer_refuses(desk: Desk) -> None:
    """Neither offered nor done; and only who is not the head reports to the head."""
    key = desk.give(LEAD, unit=1)
    assert {"accept", "refuse"} <= desk.offered(desk.other_head, key)
    desk.do(desk.other_head, key, "accept", accepted_on=ON)
    assert "refuse" not in desk.offered(desk.other_head, key) | desk.offered(desk.other, key)
    with pytest.raises(AssignmentError):
        desk.do(desk.other_head, key, "refuse", 2, refused_on=ON, refusal="Đổi ý")
    assert "escalate" in desk.offered(desk.other, key)
    assert "escalate" not in desk.offered(desk.other_head, key)
    with pytest.raises(AssignmentError):
        desk.do(desk.other_head, key, "escalate", 2, escalated_on=ON, escalation="Báo cáo chính mình")


def test_the_unit_that_only_the_register_names_has_taken_it_on(desk: Desk) -> None:
    """No item until the first act; that act writes it and does it, in one transaction of two entries."""
    panel = assignment_panel(desk.db, desk.head, K.CASE, desk.case)
    assert [(line.id, line.standing) for line in panel.lines] == [(assigning.NO_ITEM, Standing.TAKEN)]
    key = desk.do(desk.head, assigning.NO_ITEM, "hand", 0, person_id=str(desk.officer.user_id))
    assert desk.told(desk.officer) == ["Được giao việc"]
    with desk.db.read() as session:
        history = journal.history(session, ItemKind.ASSIGNMENT, key)
        assert [event.name for event in history] == [EventName.ADDED, EventName.HANDED]
    with pytest.raises(StaleVersionError):
        desk.do(desk.head, assigning.NO_ITEM, "hand", 0, person_id=str(desk.officer.user_id))


def test_the_lead_passes_to_another_unit_and_the_record_with_it(desk: Desk) -> None:
    """The former lead ends, the record's unit changes by an event of its own, and the new head is told."""
    first = desk.give(LEAD, unit=1)
    second = desk.give(LEAD, unit=0)
    assert (desk.row(first)["ended_on"], desk.row(second)["ended_on"]) == (ON, None)
    with desk.db.read() as session:
        history = journal.history(session, K.CASE, desk.case)
        given = [event.changes["unit_id"] for event in history if event.name is EventName.ASSIGNED]
        assert given == [desk.units[1], desk.units[0]]
        assert len(items_of(session, ItemKind.ASSIGNMENT, K.CASE, [desk.case])[desk.case]) == 2
    with pytest.raises(EntryError):
        desk.give(LEAD, unit=0)


def test_the_second_of_two_officers_is_told(desk: Desk) -> None:
    """An act from a page that is no longer true is refused whole."""
    key = desk.give()
    desk.do(desk.other_head, key, "accept", accepted_on=ON)
    with pytest.raises(StaleVersionError) as stale:
        desk.do(desk.other, key, "refuse", 1, refused_on=ON, refusal="x")
    assert stale.value.current == 2
    assert desk.row(key)["refused_on"] is None


def test_nobody_acts_on_what_is_not_his(desk: Desk) -> None:
    """Another unit does not see the record; the giver does not accept; the unit does not urge itself."""
    key = desk.give(LEAD, unit=0)
    with pytest.raises(NoSuchRecordError):
        desk.do(desk.other_head, key, "accept", accepted_on=ON)
    with pytest.raises(AssignmentError):
        desk.do(desk.desk, key, "accept", accepted_on=ON)
    with pytest.raises(AssignmentError):
        desk.do(desk.head, key, "urge", urged_on=ON)
    with pytest.raises(AssignmentError):
        desk.do(desk.officer, key, "hand", person_id=str(desk.officer.user_id))
    for person in (desk.other.user_id, 999_999, desk.desk.user_id):
        with pytest.raises(EntryError):
            desk.do(desk.head, key, "hand", person_id=str(person))
    with pytest.raises(NoSuchRecordError):
        assigning.act_on(desk.db, desk.desk, K.LETTER, desk.case, key, "urge", {}, 1, on=ON, now=NOW)
    with pytest.raises(EntryError):
        desk.do(desk.head, key, "accept", accepted_on=ON - timedelta(days=1))


def test_every_act_of_the_table_opens_somewhere_and_only_in_its_states() -> None:
    """Each row of the table against each standing, part, side and role: the guard is the table, no more, no less."""
    rows = {
        Standing.OFFERED: {},
        Standing.TAKEN: {"accepted_on": ON},
        Standing.REFUSED: {"refused_on": ON},
        Standing.ANSWERED: {"accepted_on": ON, "answered_on": ON},
        Standing.ENDED: {"ended_on": ON},
    }
    seen = set()
    for standing, values in rows.items():
        assert standing_of(values) is standing
        for part in AssignmentPart:
            for role in Role:
                for of_unit in (True, False):
                    sides = sides_of(role, of_unit, handles=True)
                    opened = open_acts({**values, "part": part.value}, role, sides)
                    for act in opened:
                        seen.add(act.code)
                        assert standing in act.states
                        assert part in act.parts
                        assert act.side in sides
                        assert not act.heads or role in (Role.UNIT_HEAD, Role.RECEPTION_OFFICER)
                    if standing is Standing.ENDED:
                        assert opened == []
    assert seen == {act.code for act in ASSIGNMENT_ACTS}
