"""Every row of the workflow of visits, letters, cases and PAKN, taken through the real service on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import select

from casework.domain.access import ForbiddenError
from casework.domain.duties import duties
from casework.domain.entry import EntryError
from casework.domain.events import ALWAYS, FOREVER, current_values, standing
from casework.domain.steps import Transition
from casework.domain.vocabulary import RecordKind, Role
from casework.domain.workflow import TRANSITIONS, WorkflowError
from casework.services import checking
from casework.store import journal
from casework.store.database import Database
from casework.store.duties import held_duties
from casework.store.facts import FACTS
from casework.store.reference_data import load_law
from tests.services.citizen import BEGUN, WAYS, World
from tests.services.desk import reader

K = RecordKind
KINDS = (K.RECEPTION, K.LETTER, K.CASE, K.FEEDBACK)
OVERDUE = {"second_complaint", "continue_denunciation"}
AFTER = {"investigation_answer": "investigate"}
"""Which step must have been taken before another, in the same state."""


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    """An office in a database of its own, SQLite and PostgreSQL."""
    db = Database(database_url)
    yield World(db)
    db.close()


def newest_facts(db: Database, kind: RecordKind, key: int) -> dict[str, Any]:
    """The facts that hold from the last event on."""
    table = FACTS[kind]
    query = select(table).where(table.c.record_id == key, table.c.known_to == ALWAYS, table.c.valid_to == FOREVER)
    with db.read() as session:
        return dict(session.execute(query).mappings().one())


def fitting(kind: RecordKind, step: Transition) -> dict[str, object]:
    """What is entered so that the record is one that the step takes."""
    more: dict[str, object] = {name: allowed[-1] for name, allowed in step.when.items() if allowed[-1] is not None}
    if more.pop("handling", None) is not None:
        more = {}
    if more.get("eligible") is True:
        more["eligible"] = "yes"
    if kind is K.LETTER and step.event in ("accept", "join"):
        more["type"] = "complaint"
    return more


@pytest.mark.parametrize("kind", KINDS)
def test_every_step_is_taken_from_every_state(world: World, kind: RecordKind) -> None:
    """With the least and with all that it asks: state, facts, duties and the record's row follow the table."""
    db, taken = world.db, 0
    for step in TRANSITIONS[kind]:
        for state, full in product(step.states, (False, True)):
            more = fitting(kind, step)
            world.chosen = {"competence": step.when.get("competence", ("own",))[-1]}
            if str(state) == "suspended" and kind is K.CASE:
                more.setdefault("type", "denunciation")
            key, day = world.reach(kind, str(state), **more)
            if step.event in OVERDUE and str(state) in ("accepted", "verifying"):
                day = date(2026, 11, 10)
            if step.event in AFTER:
                before = next(t for t in TRANSITIONS[kind] if t.event == AFTER[step.event] and state in t.states)
                world.move(kind, key, before.event, day, **world.sample(kind, before, str(state), key, day, full=False))
            values = world.sample(kind, step, str(state), key, day, full)
            try:
                done = world.move(kind, key, step.event, day, **values)
            except EntryError as error:
                raise AssertionError((step.event, state, full, error.errors)) from error
            facts, row = newest_facts(db, kind, key), world.row(kind, key)
            assert facts["state"] in step.to, (step.event, state)
            assert row["version"] == done.version
            assert all(row[name] == value for name, value in step.fixed.items() if name in row)
            with db.read() as session:
                held = current_values(standing(journal.history(session, kind, key)))
                law = load_law(session)
                wanted = {(d.code, d.due_on, d.done_on) for d in duties(kind, held, law) if not d.told_only}
                assert set(held_duties(session, kind, [key]).get(key, [])) == wanted
            taken += 1
    assert taken >= 2 * len(TRANSITIONS[kind])
    assert checking.check_tables(db) == []
    assert checking.verify_journal(db) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_other_step_is_refused(world: World, kind: RecordKind) -> None:
    """Each state × step that the table does not have, each step by a role that it does not name: nothing changes."""
    for state in WAYS[kind]:
        key, day = world.reach(kind, state)
        held = world.row(kind, key)
        open_events = {t.event for t in TRANSITIONS[kind] if state in t.states and t.fits(held)}
        for step in TRANSITIONS[kind]:
            values = world.sample(kind, step, str(step.states[0]), key, day, full=False)
            if step.event not in open_events:
                with pytest.raises((WorkflowError, EntryError)):
                    world.move(kind, key, step.event, day, **values)
            for role in {Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR} - step.roles:
                with pytest.raises((ForbiddenError, LookupError)):
                    world.move(kind, key, step.event, day, who=reader(world.db, role), **values)
        assert world.row(kind, key) == held


def test_investigators_answer_what_was_handed_to_them(world: World) -> None:
    """No answer without the transfer, none before it; the duty begins and ends with the two."""
    case, answer = world.new(K.CASE, type="denunciation"), "investigation_answer"
    sent, back = BEGUN + timedelta(days=3), BEGUN + timedelta(days=9)
    with pytest.raises(WorkflowError, match="trước khi ghi trả lời"):
        world.move(K.CASE, case, answer, back, investigation_answered_on=back)
    world.move(K.CASE, case, "investigate", sent, investigated=1, investigated_on=sent)
    with pytest.raises(EntryError) as early:
        world.move(K.CASE, case, answer, sent, investigation_answered_on=sent - timedelta(days=1))
    assert list(early.value.errors) == ["investigation_answered_on"]
    world.move(K.CASE, case, answer, back, investigation_answered_on=back)
    with world.db.read() as session:
        done = {code: day for code, _due, day in held_duties(session, K.CASE, [case])[case]}
    assert done["case.investigation"] == back


def test_a_later_day_moves_the_duty_not_the_record(world: World) -> None:
    """A notice sent late is a done duty with a later day; the case itself goes on."""
    key = world.new(K.CASE, type="denunciation")
    due = date(2026, 8, 10)  # five working days after Monday 03/8/2026

    def notice() -> tuple[date | None, date | None]:
        with world.db.read() as session:
            found = {code: (d, e) for code, d, e in held_duties(session, K.CASE, [key])[key]}
        return found["case.notice"]

    assert notice() == (due, None)
    world.move(K.CASE, key, "notify", due + timedelta(days=2), acceptance_noticed_on=due + timedelta(days=2))
    assert notice() == (due, due + timedelta(days=2))
    assert newest_facts(world.db, K.CASE, key)["state"] == "accepted"
