"""Correcting what was written: the old stays in the journal, the new holds from now on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import cast

from sqlalchemy.orm import Session

from casework.domain.access import CORRECT, Reader, require
from casework.domain.entry import EMPTY, LOOKED_UP, EntryError, case_status, dependants
from casework.domain.fields import FIELDS, Value
from casework.domain.fields import field as declared
from casework.domain.vocabulary import RecordKind
from casework.domain.workflow import REASON, form_field
from casework.files.form_values import judge, read_values
from casework.files.withholding import keep_lawful
from casework.services.handling.holding import Moved, act_of, hold
from casework.store import entry_lookups
from casework.store.database import Database
from casework.store.writing import add_events


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
        return amend(session, reader, kind, record_id, changes, reason, version, on=on, now=now)


def amend(
    session: Session,
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
    """`correct` in an open transaction: see there."""
    held = hold(session, reader, kind, record_id, version)
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
    wanted = {n: v for n, v in {**held.values, **dict.fromkeys((*names, *emptied)), **given}.items() if v is not None}
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
    written = add_events(session, kind, record_id, drafts, act_of(reader, "correct", now), held.derive, version)
    return Moved(record_id, written.version, {n: text for n, text in warnings.items() if n in columns})
