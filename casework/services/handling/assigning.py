"""Giao việc: giving work to units and what they make of it, in the journal, with the guard of `domain.assignments`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.access import MOVE, NoSuchRecordError, Reader, may, may_see, require
from casework.domain.assignments import AssignmentError, changes_of, check_act, imported_lead, sides_of
from casework.domain.bulk import ASSIGN_FIELDS, ASSIGN_OPTIONAL, assigned_by_step
from casework.domain.entry import EMPTY, EntryError
from casework.domain.events import Draft
from casework.domain.fields import Field, Value
from casework.domain.items import AssignmentPart, ItemKind, item_field
from casework.domain.numerals import write_date
from casework.domain.vocabulary import EventName, RecordKind
from casework.files.form_values import read_values
from casework.services.handling.holding import act_of, hold
from casework.statistics.scope import handles_record, sees_record
from casework.store import entry_lookups, journal
from casework.store.account_tables import User
from casework.store.database import Database
from casework.store.denied import closed_to
from casework.store.items import NoSuchItemError, add_item, change_item, item, items_of
from casework.store.records import RECORDS
from casework.store.writing import StaleVersionError, add_events

ASSIGNMENT = ItemKind.ASSIGNMENT
NO_ITEM = 0
"""In the place of an assignment's id: the lead that a register only names (`imported_lead`)."""


def standing_leads(session: Session, kind: RecordKind, record_ids: list[int]) -> dict[int, Any]:
    """The newest lead assignment of some records that neither was struck out nor has ended, by record."""
    found = items_of(session, ASSIGNMENT, kind, record_ids, struck=False)
    leads = {
        key: [row for row in rows if row["part"] == AssignmentPart.LEAD and row["ended_on"] is None]
        for key, rows in found.items()
    }
    return {key: rows[-1] for key, rows in leads.items() if rows}


def lead_of_register(session: Session, kind: RecordKind, record_id: int) -> dict[str, Any] | None:
    """The lead assignment that a record has only by its register; None where it has another, or names no unit."""
    table = RECORDS[kind]
    if "unit_id" not in table.c or standing_leads(session, kind, [record_id]):
        return None
    wanted = [table.c[name] for name in ("unit_id", "opened_on", "assigned_on") if name in table.c]
    row = session.execute(select(*wanted).where(table.c.id == record_id)).mappings().first()
    if row is None or row["unit_id"] is None:
        return None
    return {"version": 0, "struck": False} | imported_lead(row["unit_id"], row.get("assigned_on") or row["opened_on"])


def lead_id_of(session: Session, kind: RecordKind, record_id: int) -> int:
    """The id of a record's lead assignment; NO_ITEM where only the register names its unit.

    Raises AssignmentError where the record was given to nobody.
    """
    lead = standing_leads(session, kind, [record_id]).get(record_id)
    if lead is not None:
        return int(lead["id"])
    if lead_of_register(session, kind, record_id) is None:
        raise AssignmentError("Hồ sơ chưa giao cho đơn vị nào; hãy giao đơn vị trước.")
    return NO_ITEM


def _read(fields: tuple[Field, ...], required: tuple[str, ...], values: Mapping[str, object], on: date) -> Any:
    given, errors = read_values(fields, values, on)
    errors |= {name: EMPTY for name in required if name not in given and name not in errors}
    return given, errors


def _assignment(session: Session, kind: RecordKind, record_id: int, item_id: int, version: int | None) -> Any:
    """The assignment as it stands. Raises NoSuchRecordError, StaleVersionError."""
    if item_id == NO_ITEM:
        lead = lead_of_register(session, kind, record_id)
        if lead is None:
            raise StaleVersionError(0)
        return lead
    try:
        row = item(session, ASSIGNMENT, item_id)
    except NoSuchItemError:
        raise NoSuchRecordError from None
    if (row["of_kind"], row["of_id"]) != (kind.value, record_id) or row["struck"]:
        raise NoSuchRecordError
    if version is not None and row["version"] != version:
        raise StaleVersionError(int(row["version"]))
    return row


def act_on(
    db: Database,
    reader: Reader,
    kind: RecordKind,
    record_id: int,
    item_id: int,
    code: str,
    values: Mapping[str, object],
    version: int,
    *,
    on: date,
    now: datetime,
) -> int:
    """One act on an assignment (`domain.assignments.ASSIGNMENT_ACTS`); returns its id.

    `item_id` NO_ITEM: the lead that the register names, which becomes an assignment by this act. Raises
    AssignmentError, EntryError, StaleVersionError, NoSuchRecordError.
    """
    with db.write() as session:
        return act_in(session, reader, kind, record_id, item_id, code, values, version, on=on, now=now)


def act_in(
    session: Session,
    reader: Reader,
    kind: RecordKind,
    record_id: int,
    item_id: int,
    code: str,
    values: Mapping[str, object],
    version: int | None,
    *,
    on: date,
    now: datetime,
) -> int:
    """`act_on` in an open transaction: see there."""
    journal.lock(session)
    if not (may_see(reader, kind) and sees_record(session, reader, kind, record_id)):
        raise NoSuchRecordError
    row = _assignment(session, kind, record_id, item_id, version)
    act = check_act(row, code, reader.role, sides(session, reader, kind, record_id, row["unit_id"]))
    required = (*((act.day_field,) if act.day_field else ()), *act.required)
    given, errors = _read(act.asked, required, values, on)
    day = given.get(act.day_field) if act.day_field else on
    if isinstance(day, date) and day < row["assigned_on"]:
        errors[act.day_field or ""] = f"Ngày này trước ngày giao ({write_date(row['assigned_on'])}); hãy kiểm tra lại."
    person = given.get("person_id")
    if person is not None and not may_take(session, kind, record_id, row["unit_id"], person):
        errors["person_id"] = "Người này không nhận được việc của hồ sơ này; hãy chọn cán bộ khác của đơn vị."
    if errors:
        raise EntryError(errors)
    assert isinstance(day, date)
    done = act_of(reader, "assignment", now)
    if item_id == NO_ITEM:
        own = {name: value for name, value in row.items() if name not in ("version", "struck")}
        item_id = add_item(session, ASSIGNMENT, kind, record_id, own, on=on, act=done)
    change_item(session, ASSIGNMENT, item_id, changes_of(act, row, given, on), on=day, act=done, name=act.name)
    return item_id


def sides(session: Session, reader: Reader, kind: RecordKind, record_id: int, unit_id: int) -> Any:
    """On which sides of an assignment to `unit_id` the reader stands (`domain.assignments.sides_of`)."""
    handles = kind in MOVE and may(reader.role, MOVE[kind]) and handles_record(session, reader, kind, record_id)
    return sides_of(reader.role, reader.unit_id == unit_id, handles)


def may_take(session: Session, kind: RecordKind, record_id: int, unit_id: int, person_id: int) -> bool:
    """Whether work of a unit may be handed to this person: an open account of the unit, to whom the record is open."""
    user = session.get(User, person_id)
    if user is None or not user.active or user.unit_id != unit_id:
        return False
    return not closed_to(session, kind, record_id, person_id)


def assign(
    db: Database,
    reader: Reader,
    kind: RecordKind,
    record_id: int,
    part: AssignmentPart,
    values: Mapping[str, object],
    version: int,
    *,
    on: date,
    now: datetime,
) -> int:
    """Gives a part of a record to a unit; returns the assignment's id. `values`: unit_id, assigned_on, due_on,
    document, request; `version`: of the record. Giving the lead ends the one before.

    Raises AssignmentError, EntryError, StaleVersionError, ForbiddenError, NoSuchRecordError.
    """
    with db.write() as session:
        return assign_in(session, reader, kind, record_id, part, values, version, on=on, now=now)


def assign_in(
    session: Session,
    reader: Reader,
    kind: RecordKind,
    record_id: int,
    part: AssignmentPart,
    values: Mapping[str, object],
    version: int,
    *,
    on: date,
    now: datetime,
) -> int:
    """`assign` in an open transaction: see there."""
    held = hold(session, reader, kind, record_id, version)
    if kind is RecordKind.RECEPTION:
        raise AssignmentError("Lượt tiếp công dân không giao việc; hãy giao đơn hoặc vụ việc nhận từ lượt tiếp ấy.")
    require(reader.role, MOVE[kind])
    leading = part is AssignmentPart.LEAD
    if leading and assigned_by_step(kind):
        raise AssignmentError("Đơn vị chủ trì của loại hồ sơ này được giao bằng bước xử lý “Giao đơn vị”.")
    fields = tuple(item_field(ASSIGNMENT, name) for name in (*ASSIGN_FIELDS, *ASSIGN_OPTIONAL))
    given, errors = _read(fields, ASSIGN_FIELDS, values, on)
    _check_unit(session, given, errors)
    former = standing_leads(session, kind, [record_id]).get(record_id)
    day = given.get("assigned_on")
    if isinstance(day, date) and day < held.opening.happened_on and not held.opening.inferred:
        begun = write_date(held.opening.happened_on)
        errors["assigned_on"] = f"Ngày giao trước ngày hồ sơ bắt đầu ({begun}); hãy kiểm tra lại."
    if leading and former is not None and former["unit_id"] == given.get("unit_id") and former["refused_on"] is None:
        errors["unit_id"] = "Đơn vị này đang chủ trì hồ sơ; hãy chọn đơn vị khác."
    due = given.get("due_on")
    if isinstance(day, date) and isinstance(due, date) and due < day:
        errors["due_on"] = "Thời hạn trước ngày giao; hãy kiểm tra lại."
    if errors:
        raise EntryError(errors)
    assert isinstance(day, date)
    act = act_of(reader, "assignment", now)
    if leading and former is not None:
        change_item(session, ASSIGNMENT, former["id"], {"ended_on": day}, on=day, act=act, name=EventName.ENDED)
    if leading and "unit_id" in RECORDS[kind].c and held.values.get("unit_id") != given["unit_id"]:
        changes: dict[str, Value] = {"unit_id": given["unit_id"]}
        add_events(session, kind, record_id, [Draft(EventName.ASSIGNED, day, changes)], act, held.derive, version)
    return add_item(session, ASSIGNMENT, kind, record_id, {"part": part.value, **given}, on=day, act=act)


def _check_unit(session: Session, given: Mapping[str, Value], errors: dict[str, str]) -> None:
    unit_id = given.get("unit_id")
    if isinstance(unit_id, int) and not entry_lookups.unit_exists(session, unit_id):
        errors["unit_id"] = "Không có đơn vị này; hãy chọn đơn vị trong danh sách."
