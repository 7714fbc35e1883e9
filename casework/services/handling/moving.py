"""Taking a record one step through its workflow."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from casework.domain.access import MOVE, Reader, require
from casework.domain.entry import EntryError
from casework.domain.events import Draft
from casework.domain.steps import BESIDE
from casework.domain.vocabulary import RecordKind
from casework.domain.workflow import HAPPENED_ON, check, form_field
from casework.files.form_values import judge, read_values
from casework.services.handling.holding import Moved, act_of, hold
from casework.services.handling.petition_beside import Beside
from casework.store import entry_lookups
from casework.store.database import Database
from casework.store.writing import add_events


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
) -> Moved:
    """Takes a record one step through its workflow.

    `values`: what the step asks (`Transition.asked`), other names are not looked at; `version`: the one the form was
    made from. Raises WorkflowError, EntryError, StaleVersionError, ForbiddenError, NoSuchRecordError.
    """
    with db.write() as session:
        return step(session, reader, kind, record_id, event, values, version, on=on, now=now)


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
) -> Moved:
    """`move` in an open transaction: see there."""
    held = hold(session, reader, kind, record_id, version)
    if kind in MOVE:
        require(reader.role, MOVE[kind])
    row = check(kind, held.state, event, reader.role)
    given, errors = read_values([form_field(kind, name) for name in row.asked], values, on)
    errors |= held.unmet(row, given, errors)
    entry_lookups.refer(session, kind, given, errors)
    beside = Beside(session, record_id, row, given, held.values) if kind is RecordKind.PETITION else None
    errors = {**(beside.unmet() if beside else {}), **errors}
    if errors:
        raise EntryError(errors)
    day = given[row.day_field or HAPPENED_ON]
    assert isinstance(day, date)
    changes = {
        **row.fixed,
        **held.stood_still(day),
        **{n: v for n, v in given.items() if n not in BESIDE | {HAPPENED_ON}},
    }
    draft = Draft(row.name, day, changes)
    after = held.after([draft])
    errors, warnings = judge(kind, after, held.opening.happened_on, held.law)
    errors = {name: text for name, text in errors.items() if name in changes}
    errors |= held.misplaced(row, after, changes, day)
    if errors:
        raise EntryError(errors)
    act = act_of(reader, "move", now)
    written = add_events(session, kind, record_id, [draft], act, held.derive, version)
    warnings = {n: text for n, text in warnings.items() if n in changes}
    return Moved(record_id, written.version, warnings | (beside.write(day, act) if beside else {}))
