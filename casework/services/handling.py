"""Handling records by hand: entering them, moving them through their workflow, correcting what was written.

One verb is one transaction with one journal entry. The rules of a row (what is an error, what a warning, what of a
denunciation is withheld) are those of the import; a record that the reader may not see is told as missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import cast
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from casework.domain.access import (
    CORRECT,
    LOG,
    MOVE,
    ForbiddenError,
    NoSuchRecordError,
    Reader,
    Rows,
    may_see,
    require,
    rows,
)
from casework.domain.derivation import derivation
from casework.domain.entry import (
    EMPTY,
    LOOKED_UP,
    OPENING_DAY,
    EntryError,
    case_status,
    code_pattern,
    dependants,
    entry_fields,
    entry_warnings,
    first_day,
    missing_companions,
    register_year,
    required_on_entry,
)
from casework.domain.events import Draft, events_of
from casework.domain.fields import DENUNCIATION, FIELDS, Value
from casework.domain.fields import field as declared
from casework.domain.held import CORRECTION_REASON, Held
from casework.domain.vocabulary import RecordKind
from casework.domain.workflow import HAPPENED_ON, REASON, WorkflowError, check, form_field
from casework.files.digest import digest
from casework.files.form_values import judge, read_values
from casework.files.withholding import keep_lawful
from casework.statistics.scope import handles_record, sees_record, visible
from casework.store import entry_lookups, journal, numbering
from casework.store.database import Database
from casework.store.reference_data import load_law
from casework.store.writing import StaleVersionError, add_events, claim_versions, create_record

__all__ = [
    "CORRECTION_REASON",
    "EntryError",
    "Logged",
    "Moved",
    "NoSuchRecordError",
    "StaleVersionError",
    "WorkflowError",
    "correct",
    "log_record",
    "move",
    "next_code",
]

_LOGGED = "log"
_DAYS = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class Logged:
    """A record that was entered: its number ("" for a visit), how many of its kind were entered on that day so far.

    `withheld`: the fields not kept because they say who denounced; `warnings`: by name of field; `again`: the same
    form had been sent before, nothing new was stored.
    """

    record_id: int
    code: str
    day_count: int
    withheld: tuple[str, ...] = ()
    warnings: Mapping[str, str] = field(default_factory=dict)
    again: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """A record that was moved or corrected: its version now, and warnings by name of field."""

    record_id: int
    version: int
    warnings: Mapping[str, str] = field(default_factory=dict)


def _office(session: Session, reader: Reader, kind: RecordKind, office: str) -> int:
    """The unit whose register `reader` enters into: his own where his role sees a unit's rows, else the office's."""
    if rows(reader.role, kind) in (Rows.OFFICE, Rows.UNIT) and reader.unit_id is not None:
        return reader.unit_id
    unit_id = entry_lookups.unit_named(session, office)
    if unit_id is None:
        raise EntryError({"": f"Không có đơn vị nào tên “{office}” để giữ sổ; hãy sửa cài đặt CASEWORK_OFFICE."})
    return unit_id


def _day_start(on: date) -> datetime:
    return datetime.combine(on, time.min, _DAYS).astimezone(UTC)


def _act(reader: Reader, name: str, now: datetime) -> journal.Act:
    return journal.Act(name, reader.user_id, reader.os_user, now)


def log_record(
    db: Database,
    reader: Reader,
    kind: RecordKind,
    values: Mapping[str, object],
    *,
    on: date,
    now: datetime,
    token: str,
    office: str,
) -> Logged:
    """Enters a record: checks it, withholds a denouncer's identity, gives it the next number, and stores it.

    `values`: by name of field, as typed or already read; `on`: the day of the entry; `token`: of the form, so that one
    sent twice makes one record; `office`: the unit that keeps the register. Raises EntryError, ForbiddenError.
    """
    require(reader.role, LOG[kind])
    given, errors = read_values(entry_fields(kind), values, on)
    errors |= {name: EMPTY for name in sorted(required_on_entry(kind)) if name not in given and name not in errors}
    with db.write() as session:
        journal.lock(session)
        used = entry_lookups.used_token(session, token)
        if used is not None:
            return _logged_before(session, reader, kind, used.record_kind, used.record_id, on)
        office_id = _office(session, reader, kind, office)
        ended = entry_lookups.refer(session, kind, given, errors)
        if kind is RecordKind.CASE:
            given["status"] = case_status(given)
        begun, inferred = first_day(kind, given, ended, on)
        law = load_law(session)
        wrong, warnings = judge(kind, given, begun, law)
        errors = {**missing_companions(kind, given), **wrong, **errors}
        if errors:
            raise EntryError(errors)
        kept, withheld, _cut = keep_lawful(kind, dict(given))
        stored = cast("dict[str, Value]", kept)
        pattern = code_pattern(kind, stored.get("type") == DENUNCIATION)
        code = ""
        if pattern is not None:
            day = on if OPENING_DAY[kind] is None else begun
            code = numbering.take_code(session, kind, office_id, pattern, day)
            stored["code"] = code
        written = create_record(
            session,
            kind,
            office_id=office_id,
            register_year=register_year(kind, code, begun),
            row_digest=digest(kind, stored),
            drafts=events_of(kind, stored, begun, inferred),
            act=_act(reader, _LOGGED, now),
            derive=derivation(kind, law),
        )
        entry_lookups.note_token(session, token, kind, written.record_id, now)
        count = _logged_today(session, reader, kind, on)
        noted = {**warnings, **entry_warnings(kind, stored)}
        shown = {name: text for name, text in noted.items() if name not in withheld}
        return Logged(written.record_id, code, count, withheld, shown)


def _logged_today(session: Session, reader: Reader, kind: RecordKind, on: date) -> int:
    seen = visible(reader, kind, journal.JournalEvent.record_id)
    return entry_lookups.logged_since(session, kind, _LOGGED, _day_start(on), seen)


def _logged_before(
    session: Session, reader: Reader, kind: RecordKind, used_kind: str, record_id: int, on: date
) -> Logged:
    if used_kind != kind.value or not sees_record(session, reader, kind, record_id):
        raise EntryError({"": "Biểu mẫu này đã được dùng để vào một sổ khác; hãy mở biểu mẫu mới."})
    code = entry_lookups.code_of(session, kind, record_id)
    return Logged(record_id, code, _logged_today(session, reader, kind, on), again=True)


def next_code(
    db: Database, reader: Reader, kind: RecordKind, on: date, *, office: str, denunciation: bool = False
) -> str:
    """The number that the next record begun on `on` would get ("" for visits); another entry may take it first."""
    require(reader.role, LOG[kind])
    pattern = code_pattern(kind, denunciation)
    if pattern is None:
        return ""
    with db.read() as session:
        return numbering.peek_code(session, kind, _office(session, reader, kind, office), pattern, on)


def _hold(session: Session, reader: Reader, kind: RecordKind, record_id: int, version: int) -> Held:
    if not (may_see(reader, kind) and sees_record(session, reader, kind, record_id)):
        raise NoSuchRecordError
    if not handles_record(session, reader, kind, record_id):
        raise ForbiddenError("Hồ sơ do đơn vị khác chủ trì; đơn vị tham gia chỉ trả lời phần việc được giao.")
    try:
        claim_versions(session, kind, {record_id: version})
    except LookupError:
        raise NoSuchRecordError from None
    return Held(kind, journal.history(session, kind, record_id), load_law(session))


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
        held = _hold(session, reader, kind, record_id, version)
        if kind in MOVE:
            require(reader.role, MOVE[kind])
        step = check(kind, held.state, event, reader.role)
        given, errors = read_values([form_field(kind, name) for name in step.asked], values, on)
        errors |= held.unmet(step, given, errors)
        entry_lookups.refer(session, kind, given, errors)
        if errors:
            raise EntryError(errors)
        day = given[step.day_field or HAPPENED_ON]
        assert isinstance(day, date)
        changes = {**step.fixed, **held.stood_still(day), **{n: v for n, v in given.items() if n != HAPPENED_ON}}
        draft = Draft(step.name, day, changes)
        after = held.after([draft])
        errors, warnings = judge(kind, after, held.opening.happened_on, held.law)
        errors = {name: text for name, text in errors.items() if name in changes}
        errors |= held.misplaced(step, after, changes, day)
        if errors:
            raise EntryError(errors)
        act = _act(reader, "move", now)
        written = add_events(session, kind, record_id, [draft], act, held.derive, version)
        return Moved(record_id, written.version, {n: text for n, text in warnings.items() if n in changes})


def correct(
    db: Database,
    reader: Reader,
    kind: RecordKind,
    record_id: int,
    changes: Mapping[str, object],
    reason: str,
    version: int,
    *,
    on: date,
    now: datetime,
) -> Moved:
    """Corrects fields of a record (empty: takes the value back): corrections of the events that set them.

    What was recorded stays in the journal; a past day "as known then" still shows it. Nothing new is kept when nothing
    differs. Raises EntryError, StaleVersionError, ForbiddenError, NoSuchRecordError.
    """
    with db.write() as session:
        held = _hold(session, reader, kind, record_id, version)
        require(reader.role, CORRECT[kind])
        names = [f.name for f in FIELDS[kind] if f.name in changes]
        given, errors = read_values([declared(kind, n) for n in names], changes, on)
        why, wrong = read_values([form_field(kind, REASON)], {REASON: reason}, on)
        errors |= wrong | ({} if why or wrong else {REASON: EMPTY})
        for name in names:
            if name in LOOKED_UP[kind]:
                errors[name] = "Mục này do hệ thống ghi, không đính chính trực tiếp được."
            elif name not in given and name not in errors and declared(kind, name).required and held.values.get(name):
                errors[name] = EMPTY
        entry_lookups.refer(session, kind, given, errors)
        if errors:
            raise EntryError(errors)
        emptied = dependants(kind, [n for n in names if n not in given])
        wanted = {
            n: v for n, v in {**held.values, **dict.fromkeys((*names, *emptied)), **given}.items() if v is not None
        }
        if kind is RecordKind.CASE:
            wanted["status"] = case_status(wanted)
        kept, withheld, cut = keep_lawful(kind, dict(wanted))
        after = cast("dict[str, Value]", kept)
        columns = {*names, *emptied, *given, *withheld, *cut} | ({"status"} if kind is RecordKind.CASE else set())
        drafts = held.corrections(after, columns, str(why[REASON]))
        found = held.after(drafts)
        errors, warnings = judge(kind, after, held.opening.happened_on, held.law)
        errors = {n: text for n, text in errors.items() if n in columns}
        errors |= {
            n: "Giá trị này bị một sự kiện khác của hồ sơ ghi đè; hãy đính chính cả ngày của sự kiện ấy."
            for n in columns
            if found.get(n) != after.get(n) and n not in errors
        }
        if errors:
            raise EntryError(errors)
        if not drafts:
            return Moved(record_id, version)
        written = add_events(session, kind, record_id, drafts, _act(reader, "correct", now), held.derive, version)
        return Moved(record_id, written.version, {n: text for n, text in warnings.items() if n in columns})
