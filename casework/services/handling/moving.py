"""Taking a record one step through its workflow, with what follows from it, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from casework.domain.access import MOVE, Reader, require
from casework.domain.entry import EntryError
from casework.domain.events import Draft
from casework.domain.fields import Value
from casework.domain.held import Held
from casework.domain.step_rules import StepCase, cautioned, refused
from casework.domain.steps import BESIDE, SPLIT_CONTENT, Transition
from casework.domain.vocabulary import RecordKind, Role
from casework.domain.workflow import HAPPENED_ON, check, form_field
from casework.files.form_values import judge, read_values
from casework.services.handling.following import FOLLOWING, UNTOLD
from casework.services.handling.holding import Moved, act_of, hold, role_in_step
from casework.services.handling.letters import guided_before, told_once
from casework.services.handling.petition_beside import Beside
from casework.services.handling.taken import Taken
from casework.store import entry_lookups
from casework.store.database import Database
from casework.store.writing import add_events


@dataclass(frozen=True, slots=True)
class Judged:
    """A step that may be taken: its row, what it says, its event, and what should be looked at (by name of field)."""

    row: Transition
    given: Mapping[str, Value]
    draft: Draft
    warnings: Mapping[str, str]


def move(
    db: Database,
    reader: Reader,
    kind: RecordKind,
    record_id: int,
    event: str,
    values: Mapping[str, object],
    version: int,
    *,
    on: date,
    now: datetime,
    token: str = "",
) -> Moved:
    """Takes a record one step through its workflow.

    `values`: what the step asks (`Transition.asked`), other names are not looked at; `version`: the one the form was
    made from; `token`: of the form, so that one sent twice makes one record also where the step leaves no event.
    Raises WorkflowError, EntryError, StaleVersionError, ForbiddenError, NoSuchRecordError.
    """
    with db.write() as session:
        return step(session, reader, kind, record_id, event, values, version, on=on, now=now, token=token)


def step(
    session: Session,
    reader: Reader,
    kind: RecordKind,
    record_id: int,
    event: str,
    values: Mapping[str, object],
    version: int,
    *,
    on: date,
    now: datetime,
    role: Role | None = None,
    token: str = "",
) -> Moved:
    """`move` in an open transaction: see there. `role`: in which the step is taken; None: the reader's own."""
    held = hold(session, reader, kind, record_id, version)
    role = role or role_in_step(session, reader, kind, record_id, event)
    judged = judge_step(session, held, record_id, role, event, values, on)
    draft, act = judged.draft, act_of(reader, "move", now)
    untold = UNTOLD.get((kind, event))
    silent = untold is not None and untold(held.values, judged.given)
    after = version
    if not silent:
        after = add_events(session, kind, record_id, [draft], act, held.derive, version).version
    warnings = dict(judged.warnings)
    if kind is RecordKind.PETITION:
        beside = Beside(session, record_id, judged.row, judged.given, held.values)
        warnings |= beside.write(draft.happened_on, act)
    if (kind, event) == (RecordKind.LETTER, "guide"):
        before = guided_before(session, reader, record_id, held.values)
        warnings |= {"handling": before} if before else {}
    follow = FOLLOWING.get((kind, event))
    made: list[tuple[RecordKind, int]] = []
    if follow is not None:
        day = draft.happened_on
        made = follow(Taken(session, reader, role, held, record_id, version, judged.given, day, on, now, token))
    if silent:
        warnings |= {SPLIT_CONTENT: told_once(session, made)}
    told = () if silent else tuple(f"{one.label} số {entry_lookups.code_of(session, one, key)}" for one, key in made)
    return Moved(record_id, after, warnings, tuple(made), told)


def judge_step(
    session: Session, held: Held, record_id: int, role: Role, event: str, values: Mapping[str, object], on: date
) -> Judged:
    """Whether a record may take a step with these values, in `role`: the one guard of steps, proposals and previews.

    Raises WorkflowError, EntryError, ForbiddenError.
    """
    kind = held.kind
    require(role, MOVE[kind])
    row = check(kind, held.state, event, role, held.values)
    given, errors = read_values([form_field(kind, name) for name in row.asked], values, on)
    errors |= held.unmet(row, given, errors)
    entry_lookups.refer(session, kind, given, errors)
    if kind is RecordKind.PETITION:
        errors = {**Beside(session, record_id, row, given, held.values).unmet(), **errors}
    if errors:
        raise EntryError(errors)
    day = given[row.day_field or HAPPENED_ON]
    assert isinstance(day, date)
    own = {name: value for name, value in given.items() if name != HAPPENED_ON and name not in BESIDE}
    draft = Draft(row.name, day, {**row.fixed, **held.newer_law(), **held.told_besides(row, day), **own})
    after = held.after([draft])
    errors, warnings = judge(kind, after, held.opening.happened_on, held.law)
    errors = {name: text for name, text in errors.items() if name in draft.changes}
    errors |= held.misplaced(row, after, draft.changes, day)
    case = StepCase(held, after, given, day)
    errors |= refused(kind, event, case)
    if errors:
        raise EntryError(errors)
    told = {name: text for name, text in warnings.items() if name in draft.changes}
    return Judged(row, given, draft, told | cautioned(kind, event, case))
