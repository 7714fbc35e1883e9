"""The rows of a reader against a slow oracle that reads the tables of access; lists, counts and members too."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import delete, select

from casework.domain.access import Reader, level, rows
from casework.domain.access_levels import TYPED, Level, Rows
from casework.domain.fields import Value
from casework.domain.items import AssignmentPart, ItemKind
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind, Role
from casework.statistics.figure_set import figure_set
from casework.statistics.list_counting import count_listed
from casework.statistics.list_query import ListQuery, listing_of
from casework.statistics.listing import stream
from casework.statistics.measures import MEASURES
from casework.statistics.members import select_members
from casework.statistics.rules import load_rules
from casework.statistics.scope import handled, scope_of, visible
from casework.store import items, journal
from casework.store.items import ITEMS
from casework.store.journal import JournalEntry, JournalEvent
from casework.store.records import RECORDS
from casework.store.unit_structure import UnitToday
from tests.services.desk import reader
from tests.statistics.world import World

SEED = 11
TODAY = date(2024, 9, 1)
AS_OF = Question(date(2024, 1, 1), date(2024, 8, 31))


class Office:
    """A world in which units keep registers, are given matters, and some persons may not see some records."""

    def __init__(self, url: str, seed: int) -> None:
        self.world = World(url, seed)
        self.dice = random.Random(seed)
        db = self.db = self.world.db
        first, second, third = self.world.units
        self.merged = self._units()[-1].id
        with db.write() as session:
            session.execute(delete(UnitToday))
            session.add(UnitToday(unit_id=self.merged, today_id=second))
            session.add(UnitToday(unit_id=third, today_id=None))
        names = {unit.id: unit.name for unit in self._units()}
        system = self.world.reader
        self.readers = [
            *(reader(db, role) for role in (Role.SECRETARIAT, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR)),
            reader(db, Role.RECEPTION_OFFICER, names[first], "desk-1"),
            reader(db, Role.UNIT_OFFICER, names[second], "officer-2"),
            reader(db, Role.UNIT_OFFICER, names[second], "colleague-2"),
            reader(db, Role.UNIT_HEAD, names[second], "head-2"),
            reader(db, Role.UNIT_HEAD, names[third], "head-3"),
            Reader(10_000, Role.UNIT_OFFICER, None),
            Reader(10_001, Role.RECEPTION_OFFICER, None),
            system,
        ]
        for who in (system, self.readers[4], self.readers[5], system):
            self.world.reader = who
            self.world.office = who.unit_id or self.dice.choice(self.world.units)
            self.world.happen(40)
        self.world.reader, self.world.office = system, self.merged
        self.world.units = [*self.world.units, self.merged]
        self.world.happen(30, share_new=1)
        self._give_and_close()
        with self.db.read() as session:
            self.records = {kind: session.execute(select(RECORDS[kind])).mappings().all() for kind in RecordKind}
            self.links = session.execute(select(ITEMS[ItemKind.LINK])).mappings().all()
            self.through = 0
            self.given = session.execute(select(ITEMS[ItemKind.ASSIGNMENT])).mappings().all()
            self.denied = session.execute(select(ITEMS[ItemKind.DENIAL])).mappings().all()
            entries = session.execute(select(JournalEntry.position, JournalEntry.actor_id))
            self.actors = {entry.position: entry.actor_id for entry in entries}

    def _units(self) -> list[Any]:
        from casework.store.catalogue_tables import Unit

        with self.db.read() as session:
            return list(session.execute(select(Unit.id, Unit.name)).all())

    def _give_and_close(self) -> None:
        people = [one.user_id for one in self.readers if one.user_id < 10_000]
        act = journal.Act("assign", self.world.reader.user_id, "", datetime(2024, 9, 1, tzinfo=UTC))
        with self.db.write() as session:
            for kind, record_id, _version in self.world.records:
                for _ in range(self.dice.choice([0, 0, 1, 2])):
                    given: dict[str, Value] = {
                        "part": self.dice.choice(list(AssignmentPart)).value,
                        "unit_id": self.dice.choice(self.world.units),
                        "person_id": self.dice.choice([None, *people]),
                        "assigned_on": TODAY,
                        "refused_on": self.dice.choice([None, None, None, TODAY]),
                        "ended_on": self.dice.choice([None, None, None, TODAY]),
                        "answered_on": self.dice.choice([None, TODAY]),
                    }
                    key = items.add_item(session, ItemKind.ASSIGNMENT, kind, record_id, given, on=TODAY, act=act)
                    if self.dice.random() < 0.1:
                        items.strike_item(session, ItemKind.ASSIGNMENT, key, "nhầm", on=TODAY, act=act)
                cases = [key for one, key, _ in self.world.records if one is RecordKind.CASE]
                for _ in range(2 if kind is RecordKind.LETTER else 0):
                    made: dict[str, Value] = {
                        "link_type": self.dice.choice(["case_of_letter", "joined", "duplicate"]),
                        "to_kind": RecordKind.CASE.value,
                        "to_id": self.dice.choice(cases),
                        "linked_on": TODAY,
                    }
                    key = items.add_item(session, ItemKind.LINK, kind, record_id, made, on=TODAY, act=act)
                    if self.dice.random() < 0.2:
                        items.strike_item(session, ItemKind.LINK, key, "nhầm", on=TODAY, act=act)
                if self.dice.random() < 0.3:
                    closed: dict[str, Value] = {
                        "person_id": self.dice.choice(people),
                        "denied_on": TODAY,
                        "reason": "accused",
                        "lifted_on": self.dice.choice([None, None, TODAY]),
                    }
                    key = items.add_item(session, ItemKind.DENIAL, kind, record_id, closed, on=TODAY, act=act)
                    if self.dice.random() < 0.1:
                        items.strike_item(session, ItemKind.DENIAL, key, "nhầm", on=TODAY, act=act)


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    """An office whose life is drawn at random."""
    made = Office(database_url, SEED)
    yield made
    made.db.close()


def oracle(office: Office, who: Reader, kind: RecordKind, least: Level, leading: bool = False) -> set[int]:
    """The ids of the records of a kind that `who` may see, one record at a time."""
    seen = set()
    cases = {}
    if kind is RecordKind.LETTER and not leading:
        own_cases = oracle(office, who, RecordKind.CASE, Level.NOTHING, leading=True)
        cases = {one["id"]: one for one in office.records[RecordKind.CASE] if one["id"] in own_cases}
    for record in office.records[kind]:
        secret = kind in TYPED and record["type"] == "denunciation"
        if level(who, kind, secret) < (max(least, Level.LIST) if secret else least):
            continue
        standing = [
            one
            for one in office.given
            if (one["of_kind"], one["of_id"]) == (kind.value, record["id"])
            and not (one["struck"] or one["refused_on"] or one["ended_on"])
        ]
        ours_now = {who.unit_id, office.merged} if who.unit_id == office.world.units[1] else {who.unit_id}
        own_register = who.unit_id is not None and record["office_id"] in ours_now
        mine = any(one["person_id"] == who.user_id for one in standing)
        ours = any(
            one["unit_id"] in ours_now and (not leading or one["part"] == AssignmentPart.LEAD) for one in standing
        )
        led = record.get("unit_id") in ours_now
        which = rows(who.role, kind, secret)
        through = which in (Rows.UNIT, Rows.OWN) and any(
            one["to_kind"] == "case"
            and one["to_id"] in cases
            and (cases[one["to_id"]]["type"] == "denunciation") is secret
            for one in office.links
            if (one["of_kind"], one["of_id"]) == (kind.value, record["id"])
            and one["link_type"] in ("case_of_letter", "joined")
            and not one["struck"]
        )
        office.through += through
        may = (
            through
            or {
                Rows.ALL: True,
                Rows.NONE: False,
                Rows.OFFICE: own_register,
                Rows.UNIT: who.unit_id is not None and (own_register or led or ours),
                Rows.OWN: who.unit_id is not None
                and (mine or (own_register and office.actors[record["created_position"]] == who.user_id)),
            }[which]
        )
        closed = any(
            (one["of_kind"], one["of_id"], one["person_id"]) == (kind.value, record["id"], who.user_id)
            and not (one["struck"] or one["lifted_on"])
            for one in office.denied
        )
        if may and not (closed and who.role is not Role.SYSTEM):
            seen.add(record["id"])
    return seen


def test_the_condition_is_the_tables_word_for_word(office: Office) -> None:
    """For each reader and kind, over the record's own id and over any other column that holds one."""
    narrowed = 0
    with office.db.read() as session:
        for who in office.readers:
            for kind in RecordKind:
                record = RECORDS[kind]
                for least in (Level.COUNTS, Level.LIST, Level.ALL):
                    expected = oracle(office, who, kind, least)
                    for column in (record.c.id, JournalEvent.record_id):
                        seen = visible(who, kind, column, least)
                        query = select(column).distinct()
                        if column is not record.c.id:
                            query = query.where(JournalEvent.kind == kind.value)
                        found = set(session.scalars(query if seen is None else query.where(seen)))
                        assert found == expected, (who, kind, least)
                        narrowed += 0 < len(found) < 20
                leading = handled(who, kind, record.c.id)
                query = select(record.c.id)
                led = set(session.scalars(query if leading is None else query.where(leading)))
                assert led == oracle(office, who, kind, Level.LIST, leading=True)
    assert narrowed > 20
    assert office.through > 20


def test_lists_counts_figures_and_members_tell_of_the_same_rows(office: Office) -> None:
    """What one shows the others show, and nothing beside it."""
    with office.db.read() as session:
        rules = load_rules(session)
        for who in office.readers:
            scope = scope_of(who)
            figures = figure_set(session, AS_OF, scope, cuts=(), changes=False)
            for kind in RecordKind:
                allowed = oracle(office, who, kind, Level.COUNTS)
                if level(who, kind) >= Level.LIST:
                    listing = listing_of(ListQuery(kind, AS_OF), who, rules)
                    listed = [row.id for row in stream(session, listing, ())]
                    assert len(listed) == len(set(listed)) == count_listed(session, listing)
                    assert set(listed) <= allowed
                for measure in (m for m in MEASURES.values() if m.population.kind is kind):
                    everyone = set(
                        session.scalars(select_members(measure, {}, AS_OF, rules, scope_of(office.readers[-1])))
                    )
                    members = set(session.scalars(select_members(measure, {}, AS_OF, rules, scope)))
                    assert members == everyone & allowed, (who, measure.code)
                    if kind in scope.kinds and not measure.quantity:
                        assert figures.value(measure.code) == len(members)
    _a_figure_states_whose_records_it_counts(office)


def _a_figure_states_whose_records_it_counts(office: Office) -> None:
    """The unit by its name; of a denial not a word."""
    with office.db.read() as session:
        told = {
            who.user_id: figure_set(session, AS_OF, scope_of(who), cuts=(), populations=()).scope
            for who in office.readers
        }
    names = {unit.id: unit.name for unit in office._units()}
    for who in office.readers:
        if who.role in (Role.UNIT_OFFICER, Role.UNIT_HEAD, Role.RECEPTION_OFFICER) and who.unit_id:
            assert names[who.unit_id] in told[who.user_id]
    assert told[office.readers[0].user_id] == told[office.readers[-1].user_id]


def test_who_sees_every_row_carries_no_clause() -> None:
    """The plans of the whole stay as they were, and are remembered for all alike."""
    whole = [Reader(key, role, None, "", False) for key, role in enumerate((Role.SECRETARIAT, Role.LEADER))]
    for who in (*whole, Reader(7, Role.SYSTEM)):
        assert all(visible(who, kind, RECORDS[kind].c.id) is None for kind in RecordKind)
    assert scope_of(Reader(1, Role.LEADER, None, "", False)) == scope_of(Reader(2, Role.LEADER, 5, "", False))
    assert scope_of(Reader(1, Role.LEADER)) != scope_of(Reader(2, Role.LEADER))
