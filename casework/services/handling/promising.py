"""Promises to voters beside a petition: noted, kept with proof, changed or struck out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from casework.domain.access import MOVE, NoSuchRecordError, Reader, require
from casework.domain.entry import EMPTY, EntryError
from casework.domain.fields import Field, Value
from casework.domain.items import ItemKind, item_field
from casework.domain.numerals import write_date
from casework.domain.promise_dates import promised_by
from casework.domain.vocabulary import RecordKind
from casework.domain.workflow import REASON, form_field
from casework.files.form_values import read_values
from casework.services.handling.holding import act_of
from casework.statistics.scope import handles_record, sees_record
from casework.store import journal
from casework.store.database import Database
from casework.store.items import NoSuchItemError, add_item, change_item, item, strike_item

PETITION, PROMISE = RecordKind.PETITION, ItemKind.PROMISE
NOTED: tuple[Field, ...] = tuple(item_field(PROMISE, n) for n in ("content", "due_on", "promised_on", "document"))
KEPT: tuple[Field, ...] = tuple(item_field(PROMISE, n) for n in ("kept_on", "proof"))


def _guard(session: Session, reader: Reader, record_id: int) -> None:
    if not sees_record(session, reader, PETITION, record_id):
        raise NoSuchRecordError
    require(reader.role, MOVE[PETITION])
    if not handles_record(session, reader, PETITION, record_id):
        raise NoSuchRecordError


def _promise(session: Session, reader: Reader, record_id: int, promise_id: int) -> RowMapping:
    _guard(session, reader, record_id)
    journal.lock(session)
    try:
        row = item(session, PROMISE, promise_id)
    except NoSuchItemError:
        raise NoSuchRecordError from None
    if row["struck"] or (row["of_kind"], row["of_id"]) != (PETITION.value, record_id):
        raise NoSuchRecordError
    return row


def note_promise(
    db: Database,
    reader: Reader,
    record_id: int,
    values: Mapping[str, object],
    unit_id: int | None,
    *,
    on: date,
    now: datetime,
    promise_id: int | None = None,
    version: int | None = None,
) -> int:
    """Notes a promise of the unit `unit_id` beside a petition, or changes one (`promise_id`, `version`); its id.

    Without a day the last one of the span that the text names is suggested by the error. Raises EntryError,
    StaleVersionError, ForbiddenError, NoSuchRecordError.
    """
    with db.write() as session:
        held = None if promise_id is None else _promise(session, reader, record_id, promise_id)
        _guard(session, reader, record_id)
        given, errors = read_values(NOTED, values, on)
        errors |= {f.name: EMPTY for f in NOTED if f.required and f.name not in given and f.name not in errors}
        promised_on, due = given.get("promised_on"), given.get("due_on")
        if "due_on" in errors and isinstance(promised_on, date):
            suggested = promised_by(str(given.get("content") or ""), promised_on)
            if suggested is not None:
                errors["due_on"] = f"Nội dung hứa được hiểu là đến hết ngày {write_date(suggested)}; hãy ghi ngày này."
        if isinstance(due, date) and isinstance(promised_on, date) and due < promised_on:
            errors["due_on"] = "Thời hạn trước ngày hứa; hãy kiểm tra lại hai ngày này."
        if errors:
            raise EntryError(errors)
        act = act_of(reader, "promise", now)
        if held is None:
            assert isinstance(promised_on, date)
            whole: dict[str, Value] = {**given, "unit_id": unit_id}
            return add_item(session, PROMISE, PETITION, record_id, whole, on=promised_on, act=act)
        wanted = {f.name: given.get(f.name) for f in NOTED}
        changes = {name: value for name, value in wanted.items() if held[name] != value}
        if changes:
            change_item(session, PROMISE, held["id"], changes, on=on, act=act, version=version)
        return int(held["id"])


def keep_promise(
    db: Database,
    reader: Reader,
    record_id: int,
    promise_id: int,
    values: Mapping[str, object],
    version: int,
    *,
    on: date,
    now: datetime,
) -> None:
    """Notes that a promise was kept, with its day and proof. Raises as `note_promise` does."""
    with db.write() as session:
        held = _promise(session, reader, record_id, promise_id)
        given, errors = read_values(KEPT, values, on)
        errors |= {f.name: EMPTY for f in KEPT if f.name not in given and f.name not in errors}
        kept_on = given.get("kept_on")
        if isinstance(kept_on, date) and kept_on < held["promised_on"]:
            errors["kept_on"] = f"Ngày này trước ngày hứa ({write_date(held['promised_on'])}); hãy kiểm tra lại."
        if errors:
            raise EntryError(errors)
        assert isinstance(kept_on, date)
        act = act_of(reader, "promise", now)
        change_item(session, PROMISE, promise_id, given, on=kept_on, act=act, version=version)


def strike_promise(
    db: Database, reader: Reader, record_id: int, promise_id: int, reason: str, version: int, *, on: date, now: datetime
) -> None:
    """Strikes out a promise noted by mistake, with the reason. Raises as `note_promise` does."""
    with db.write() as session:
        _promise(session, reader, record_id, promise_id)
        given, errors = read_values([form_field(PETITION, REASON)], {REASON: reason}, on)
        if REASON not in given:
            raise EntryError(errors or {REASON: EMPTY})
        act = act_of(reader, "promise", now)
        strike_item(session, PROMISE, promise_id, str(given[REASON]), on=on, act=act, version=version)
