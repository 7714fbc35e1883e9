"""The work lists against a slow replay: every record and item read one by one in Python, rules written anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from casework.domain.access import Reader
from casework.domain.derivation import derivation
from casework.domain.duties import duties
from casework.domain.events import FACT_COLUMNS, current_values, standing, timeline
from casework.domain.items import AssignmentPart, ItemKind
from casework.domain.vocabulary import EventName, PetitionResult, RecordKind, Role
from casework.domain.work import WHOSE, Whose, WorkList, WorkQuery
from casework.services import accounts
from casework.services.work import work_page
from casework.statistics.work_lines import counts, line_page
from casework.store import items, journal
from casework.store.account_tables import User
from casework.store.database import Database
from casework.store.journal import JournalEntry
from casework.store.records import RECORDS
from tests.services.desk import NOW, PASSWORD
from tests.statistics.world import World

K = RecordKind
TODAY = date(2024, 9, 2)
ROLES = (Role.RECEPTION_OFFICER, Role.UNIT_OFFICER, Role.UNIT_HEAD)
FINAL = {PetitionResult.RESOLVED, PetitionResult.EXPLAINED, PetitionResult.NOTED}
ASSIGNMENT = ItemKind.ASSIGNMENT


class Office(World):
    """A world with people in its units, who give each other work at random."""

    def __init__(self, url: str, seed: int) -> None:
        super().__init__(url, seed)
        self.people: list[Reader] = []
        for n, unit in enumerate(self.units[:2]):
            for role in ROLES:
                name = f"{role.value.replace('_', '-')}-{n}"
                accounts.create_user(self.db, self.reader, name, "Cán Bộ", role, PASSWORD, NOW, unit)
        for role in (Role.SECRETARIAT, Role.LEADER):
            accounts.create_user(self.db, self.reader, role.value, "Cán Bộ", role, PASSWORD, NOW)
        with self.db.read() as session:
            rows = session.execute(select(User.id, User.role, User.unit_id).where(User.role != Role.SYSTEM.value))
            self.people = [Reader(row[0], Role.of(row[1]), row[2]) for row in rows]

    def give(self, acts: int) -> None:
        """Items of all kinds upon the records that are there."""
        with self.db.write() as session:
            for _ in range(acts):
                kind, record_id, _version = self.dice.choice(self.records)
                who = self.dice.choice(self.people)
                act = journal.Act("item", who.user_id, "", NOW)
                roll = self.dice.random()
                if roll < 0.7 and kind is not K.RECEPTION:
                    self._assignment(session, kind, record_id, act)
                elif roll < 0.85:
                    self._proposal(session, kind, record_id, act)
                elif roll < 0.93:
                    self._promise(session, kind, record_id, act)
                else:
                    denied = {"person_id": self.dice.choice(self.people).user_id, "denied_on": TODAY, "reason": "x"}
                    items.add_item(session, ItemKind.DENIAL, kind, record_id, denied, on=TODAY, act=act)

    def _or_none(self, value: Any, share: float = 0.3) -> Any:
        return value if self.dice.random() < share else None

    def _assignment(self, session: Session, kind: RecordKind, record_id: int, act: journal.Act) -> None:
        values = {
            "part": self.dice.choice([AssignmentPart.LEAD, *AssignmentPart]).value,
            "unit_id": self.dice.choice(self.units[:2]),
            "person_id": self._or_none(self.dice.choice(self.people).user_id, 0.4),
            "assigned_on": self._day(),
            "due_on": self._or_none(TODAY + timedelta(days=self.dice.randint(-20, 20)), 0.7),
            "accepted_on": self._or_none(self._day(), 0.5),
        }
        key = items.add_item(session, ASSIGNMENT, kind, record_id, values, on=TODAY, act=act)
        roll = self.dice.random()
        ends = {0: "refused_on", 1: "answered_on", 2: "ended_on", 3: "escalated_on"}
        if roll < 0.4:
            changes = {ends[self.dice.randrange(4)]: TODAY}
            items.change_item(session, ASSIGNMENT, key, changes, on=TODAY, act=act, name=EventName.CHANGED)
        elif roll < 0.5:
            items.strike_item(session, ASSIGNMENT, key, "nhầm", on=TODAY, act=act)

    def _proposal(self, session: Session, kind: RecordKind, record_id: int, act: journal.Act) -> None:
        values = {
            "step": "x",
            "proposed_on": TODAY,
            "proposer_id": act.actor_id,
            "unit_id": self._or_none(self.dice.choice(self.units[:2]), 0.8),
            "verdict": self._or_none("approved", 0.3),
        }
        items.add_item(session, ItemKind.PROPOSAL, kind, record_id, values, on=TODAY, act=act)

    def _promise(self, session: Session, kind: RecordKind, record_id: int, act: journal.Act) -> None:
        values = {
            "content": "xong",
            "due_on": TODAY + timedelta(days=self.dice.randint(-9, 9)),
            "unit_id": self.dice.choice(self.units[:2]),
            "promised_on": self._day(),
            "kept_on": self._or_none(TODAY),
        }
        items.add_item(session, ItemKind.PROMISE, kind, record_id, values, on=TODAY, act=act)


class Replay:
    """What stands in the lists, by reading everything."""

    def __init__(self, office: Office, session: Session) -> None:
        self.session, self.law, self.units = session, office.law, {}
        self.units = {row[0]: row[1] for row in session.execute(select(User.id, User.unit_id))}
        self.actors = {row[0]: row[1] for row in session.execute(select(JournalEntry.position, JournalEntry.actor_id))}
        self.kept = {}
        for kind in K:
            table = RECORDS[kind]
            for row in session.execute(select(table.c.id, table.c.office_id, table.c.created_position)):
                self.kept[kind, row[0]] = (row[1], self.actors[row[2]])
        self.items = {
            kind: [dict(row) for row in session.execute(select(items.ITEMS[kind])).mappings()]
            for kind in (ASSIGNMENT, ItemKind.PROPOSAL, ItemKind.PROMISE, ItemKind.DENIAL)
        }
        self.values = {key: current_values(standing(journal.history(session, *key))) for key in self.kept}
        self.facts = {key: self._facts(*key) for key in self.kept}

    def _facts(self, kind: RecordKind, key: int) -> dict[str, Any] | None:
        events = standing(journal.history(self.session, kind, key))
        for first, last, facts in timeline(kind, events, derivation(kind, self.law)):
            if first <= TODAY < last:
                return dict(zip(FACT_COLUMNS[kind], facts, strict=True))
        return None

    def _of(self, kind: ItemKind, key: tuple[RecordKind, int]) -> list[dict[str, Any]]:
        return [r for r in self.items[kind] if (r["of_kind"], r["of_id"]) == (key[0].value, key[1]) and not r["struck"]]

    def sees(self, reader: Reader, key: tuple[RecordKind, int]) -> bool:
        kind = key[0]
        if any(r["person_id"] == reader.user_id and r["lifted_on"] is None for r in self._of(ItemKind.DENIAL, key)):
            return False
        if reader.role in (Role.SECRETARIAT, Role.LEADER):
            return True
        office, entered_by = self.kept[key]
        given = [r for r in self._of(ASSIGNMENT, key) if r["refused_on"] is None and r["ended_on"] is None]
        secret = self.values[key].get("type") == "denunciation" and kind in (K.RECEPTION, K.LETTER, K.CASE)
        if reader.role is Role.RECEPTION_OFFICER or (
            kind is K.RECEPTION and not (secret and reader.role is Role.UNIT_OFFICER)
        ):
            return office == reader.unit_id
        if secret and reader.role is Role.UNIT_OFFICER:
            mine = any(r["person_id"] == reader.user_id for r in given)
            return mine or (office == reader.unit_id and entered_by == reader.user_id)
        led = self.values[key].get("unit_id") == reader.unit_id
        return office == reader.unit_id or led or any(r["unit_id"] == reader.unit_id for r in given)

    def in_hand(self, key: tuple[RecordKind, int]) -> bool:
        facts = self.facts[key]
        if facts is None or key[0] is K.RECEPTION or facts["closed_on"] is not None:
            return False
        return key[0] is not K.PETITION or (facts["moved_on"] is None and facts["handled_within"] is None)

    def overdue(self, key: tuple[RecordKind, int]) -> bool:
        kind, facts = key[0], self.facts[key] or {}
        if facts["due_on"] is None or facts["due_on"] >= TODAY:
            return False
        return {K.PETITION: facts.get("result") not in FINAL, K.CASE: facts["state"] != "suspended"}.get(kind, True)

    def lines(self) -> Iterator[dict[str, Any]]:
        for key in self.kept:
            leads = [r for r in self._of(ASSIGNMENT, key) if r["part"] == "lead" and r["ended_on"] is None]
            lead = max(leads, key=lambda r: r["id"], default=None)
            office = self.kept[key][0]
            asker = self.actors[lead["created_position"]] if lead else None
            unit, person, what = self.values[key].get("unit_id") or office, None, "record"
            if lead:
                unit, person = lead["unit_id"], lead["person_id"]
                what = "accept" if lead["accepted_on"] is None else "record"
                what = "escalated" if lead["escalated_on"] else what
            if lead and lead["refused_on"]:
                what, unit, person = "refusal", self.units[asker] or office, asker
            about = {"key": key, "unit": unit, "person": person, "for_unit": office, "for_person": asker}
            if self.in_hand(key):
                yield {**about, "what": what, "due": self.facts[key]["due_on"], "late": self.overdue(key)}
            for duty in duties(key[0], self.values[key], self.law):
                if duty.due_on and not duty.done_on and not duty.told_only:
                    yield {**about, "what": "duty", "due": duty.due_on, "late": duty.due_on < TODAY}
            if key[0] is K.RECEPTION:
                continue
            yield from self._items(key)

    def _items(self, key: tuple[RecordKind, int]) -> Iterator[dict[str, Any]]:
        for r in self._of(ASSIGNMENT, key):
            if r["part"] == "lead" or r["ended_on"] or r["answered_on"] or not self.in_hand(key):
                continue
            asker = self.actors[r["created_position"]]
            what = "refusal" if r["refused_on"] else "escalated" if r["escalated_on"] else r["part"]
            acting = (self.units[asker], asker) if r["refused_on"] else (r["unit_id"], r["person_id"])
            yield self._line(key, r, what, r["due_on"], *acting)
        for r in self._of(ItemKind.PROPOSAL, key):
            if r["verdict"] is None:
                yield self._line(key, r, "proposal", None, r["unit_id"], None)
        for r in self._of(ItemKind.PROMISE, key):
            if r["kept_on"] is None:
                yield self._line(key, r, "promise", r["due_on"], r["unit_id"], None)

    def _line(self, key: Any, r: Any, what: str, due: date | None, unit: Any, person: Any) -> dict[str, Any]:
        asker = self.actors[r["created_position"]]
        late = due is not None and due < TODAY
        waiting = {"for_unit": self.units[asker], "for_person": asker}
        return {"key": key, "what": what, "due": due, "late": late, "unit": unit, "person": person, **waiting}

    def stands(self, line: dict[str, Any], reader: Reader, query: WorkQuery) -> bool:
        mine = line["person"] == reader.user_id
        acting = mine or query.whose is Whose.ALL or (query.whose is Whose.UNIT and line["unit"] == reader.unit_id)
        if query.list is WorkList.MINE:
            return acting
        if query.list is WorkList.DUE_SOON:
            return acting and line["due"] is not None and 0 <= (line["due"] - TODAY).days <= query.within
        if query.list is WorkList.OVERDUE:
            return acting and line["late"]
        if query.list is WorkList.WAITING:
            asked = line["for_person"] == reader.user_id
            asked = asked or (query.whose is Whose.UNIT and line["for_unit"] == reader.unit_id)
            other = line["unit"] is not None and line["unit"] != line["for_unit"]
            return other and (asked or query.whose is Whose.ALL)
        if reader.role not in (Role.UNIT_HEAD, Role.LEADER):
            return acting and line["what"] == "refusal"
        own = line["unit"] == reader.unit_id and line["what"] in ("escalated", "proposal")
        return line["what"] in ("refusal", "escalated", "proposal") and (acting or own)


@pytest.fixture(params=[1, 2])
def office(database_url: str, request: pytest.FixtureRequest) -> Iterator[Office]:
    made = Office(database_url, request.param)
    made.happen(160)
    made.give(170)
    yield made
    made.db.close()


def test_each_list_of_each_person_is_what_a_slow_replay_finds(office: Office) -> None:
    """Lines, counts and pages, for everybody, whose work ever, every list; none of them is empty throughout."""
    seen: Counter[tuple[WorkList, str]] = Counter()
    with office.db.read() as session:
        replay = Replay(office, session)
        every = list(replay.lines())
        for reader in office.people:
            visible = [line for line in every if replay.sees(reader, line["key"])]
            for whose in WHOSE[reader.role]:
                for which in WorkList:
                    query = WorkQuery(which, whose, within=10)
                    wanted = Counter(
                        (*line["key"], line["what"], line["due"], line["late"], line["unit"], line["person"])
                        for line in visible
                        if replay.stands(line, reader, query)
                    )
                    page = line_page(session, reader, query, TODAY, 0, 10_000)
                    found = Counter(
                        (one.kind, one.record_id, one.what.value, one.due_on, one.overdue, one.unit_id, one.person_id)
                        for one in page
                    )
                    assert found == wanted, (reader, query, found - wanted, wanted - found)
                    assert counts(session, reader, query, TODAY)[which] == len(page)
                    dues = [one.due_on or date.max for one in page]
                    assert dues == sorted(dues)
                    for one in page:
                        seen[which, one.what.value] += 1
    assert {which for which, _what in seen} == set(WorkList)
    assert {what for _which, what in seen} >= {"record", "accept", "refusal", "escalated", "cooperate", "contribute"}
    assert {what for _which, what in seen} >= {"proposal", "promise", "duty"}


def test_filters_narrow_and_pages_join_to_the_whole(office: Office) -> None:
    """A filter keeps exactly the lines that meet it; pages one after the other are the list."""
    reader = next(one for one in office.people if one.role is Role.SECRETARIAT)
    query = WorkQuery(WorkList.MINE, Whose.ALL)
    with office.db.read() as session:
        whole = line_page(session, reader, query, TODAY, 0, 10_000)
        unit = office.units[1]
        of_unit = WorkQuery(WorkList.MINE, Whose.ALL, unit_id=unit)
        assert line_page(session, reader, of_unit, TODAY, 0, 10_000) == [o for o in whole if o.unit_id == unit]
        cases = WorkQuery(WorkList.MINE, Whose.ALL, kind=K.CASE)
        assert line_page(session, reader, cases, TODAY, 0, 10_000) == [o for o in whole if o.kind is K.CASE]
        pages = [line_page(session, reader, query, TODAY, first, 7) for first in range(0, len(whole), 7)]
        assert [one for page in pages for one in page] == whole


def test_a_page_asks_a_fixed_number_of_questions(office: Office) -> None:
    """However long the list is: the number of queries of a page does not grow with it."""
    reader = next(one for one in office.people if one.role is Role.LEADER)
    query = WorkQuery(WorkList.MINE, Whose.ALL)

    def questions() -> tuple[int, int]:
        """How many queries a page takes for who remembers nothing, and how many lines the list has."""
        db, asked = Database(office.db.url), list[str]()
        event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
        page = work_page(db, reader, query, TODAY)
        db.close()
        return len([one for one in asked if one.lstrip().startswith("SELECT")]), page.total

    before, few = questions()
    office.happen(60, share_new=1.0)
    after, many = questions()
    assert many > few
    assert before == after
