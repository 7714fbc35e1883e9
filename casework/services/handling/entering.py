"""Vào sổ: entering a record, with its number, in one transaction.

The rules of a row (what is an error, what a warning, what of a denunciation is withheld) are those of the import.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from types import MappingProxyType
from typing import cast
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from casework.domain.access import LOG, Reader, require, rows
from casework.domain.access_levels import Rows
from casework.domain.derivation import dated, derivation
from casework.domain.entry import (
    EMPTY,
    OPENING_DAY,
    EntryError,
    case_status,
    code_pattern,
    entry_fields,
    entry_warnings,
    first_day,
    missing_companions,
    register_year,
    required_on_entry,
)
from casework.domain.events import events_of
from casework.domain.fields import DENUNCIATION, Value
from casework.domain.vocabulary import RecordKind
from casework.files.digest import digest
from casework.files.form_values import judge, read_values
from casework.files.withholding import keep_lawful
from casework.services.handling.holding import act_of
from casework.statistics.scope import sees_record, visible
from casework.store import entry_lookups, journal, numbering
from casework.store.database import Database
from casework.store.reference_data import load_law
from casework.store.vault_sealing import seal_identity
from casework.store.writing import create_record

_LOGGED = "log"
_DAYS = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class Logged:
    """A record that was entered: its number ("" for a visit), how many of its kind were entered on that day so far.

    `withheld`: the fields not kept because they say who denounced; `warnings`: by name of field; `again`: the same
    form had been sent before, nothing new was stored; `sealed`: what was withheld lies in the vault.
    """

    record_id: int
    code: str
    day_count: int
    withheld: tuple[str, ...] = ()
    warnings: Mapping[str, str] = field(default_factory=dict)
    again: bool = False
    sealed: bool = False


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
    with db.write() as session:
        return enter(session, reader, kind, values, on=on, now=now, token=token, office=office)


def enter(
    session: Session,
    reader: Reader,
    kind: RecordKind,
    values: Mapping[str, object],
    *,
    on: date,
    now: datetime,
    token: str,
    office: str,
    known: Mapping[str, Value] = MappingProxyType({}),
    begun_on: date | None = None,
) -> Logged:
    """`log_record` in an open transaction: see there.

    `known`: fields that no form asks; `begun_on`: the record's first day where the caller knows it.
    """
    require(reader.role, LOG[kind])
    given, errors = read_values(entry_fields(kind), values, on)
    errors |= {name: EMPTY for name in sorted(required_on_entry(kind)) if name not in given and name not in errors}
    journal.lock(session)
    used = entry_lookups.used_token(session, token)
    if used is not None:
        return _logged_before(session, reader, kind, used.record_kind, used.record_id, on)
    office_id = _office(session, reader, kind, office)
    ended = entry_lookups.refer(session, kind, given, errors)
    if kind is RecordKind.CASE:
        given["status"] = case_status(given)
    begun, inferred = (begun_on, False) if begun_on else first_day(kind, given, ended, on)
    law = load_law(session)
    wrong, warnings = judge(kind, given, begun, law)
    errors = {**missing_companions(kind, given), **wrong, **errors}
    if errors:
        raise EntryError(errors)
    kept, withheld, _cut = keep_lawful(kind, {**given, **known})
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
        drafts=events_of(kind, dated(stored, law), begun, inferred),
        act=act_of(reader, _LOGGED, now),
        derive=derivation(kind, law),
    )
    entry_lookups.note_token(session, token, kind, written.record_id, now)
    lies_in_vault = seal_identity(
        session,
        kind,
        written.record_id,
        cast("Mapping[str, Value]", given),
        withheld,
        on=on,
        act=act_of(reader, "seal", now),
    )
    count = _logged_today(session, reader, kind, on)
    noted = {**warnings, **entry_warnings(kind, stored)}
    shown = {name: text for name, text in noted.items() if name not in withheld}
    return Logged(written.record_id, code, count, withheld, shown, sealed=lies_in_vault)


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
