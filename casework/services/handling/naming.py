"""Sessions and council resolutions that an office adds by hand: known before any register names them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select

from casework.domain.access import Act, Reader, require
from casework.domain.entry import EMPTY, EntryError
from casework.domain.fields import Field, Shape
from casework.domain.numerals import write_date
from casework.domain.vocabulary import PetitionSource
from casework.files.form_values import read_values
from casework.services.handling.holding import act_of
from casework.store import journal
from casework.store.catalogue_tables import CouncilResolution, CouncilResolutionSession, CouncilSession
from casework.store.database import Database
from casework.store.journal import Act as Entry

RESOLUTION_FIELDS = (
    Field("number", "Số, ký hiệu nghị quyết", Shape.CODE, required=True, limit=60),
    Field("passed_on", "Ngày thông qua", Shape.DATE, required=True),
)
SESSION_FIELDS = (
    Field("body", "Cơ quan", Shape.TERM, term=PetitionSource, required=True),
    Field("term", "Khóa", Shape.CODE, required=True, limit=20),
    Field("number", "Kỳ họp thứ", Shape.COUNT, required=True, least=1),
    Field("kind", "Loại kỳ họp", Shape.TEXT, limit=60),
    Field("first_on", "Ngày khai mạc", Shape.DATE),
    Field("last_on", "Ngày bế mạc", Shape.DATE),
)
_ASSEMBLY = "QH "
"""How the terms of the National Assembly are kept apart from those of the Council ("QH XV")."""
COVERED = 4
"""How many sessions one resolution may be said to cover."""


def _entry(reader: Reader, now: datetime, note: str) -> Entry:
    act = act_of(reader, "reference", now)
    return Entry(act.name, act.actor_id, act.os_user, act.recorded_at, note)


def add_resolution(
    db: Database,
    reader: Reader,
    values: Mapping[str, object],
    session_ids: Sequence[int],
    *,
    on: date,
    now: datetime,
) -> int:
    """Adds a council resolution that tracks petitions, with the sessions that it covers; returns its id.

    `values`: number, passed_on, as typed. Raises EntryError (also where the list has it), ForbiddenError.
    """
    require(reader.role, Act.REFERENCE)
    given, errors = read_values(RESOLUTION_FIELDS, values, on)
    errors |= {f.name: EMPTY for f in RESOLUTION_FIELDS if f.name not in given and f.name not in errors}
    with db.write() as session:
        journal.lock(session)
        known = set(session.scalars(select(CouncilSession.id).where(CouncilSession.id.in_(session_ids))))
        if not errors:
            same = (CouncilResolution.number == given["number"], CouncilResolution.passed_on == given["passed_on"])
            if session.scalar(select(CouncilResolution.id).where(*same)) is not None:
                errors["number"] = "Nghị quyết có số và ngày này đã có trong danh mục."
        if known != set(session_ids):
            errors["session_0"] = "Kỳ họp này không có trong danh mục; hãy chọn lại."
        if errors:
            raise EntryError(errors)
        number, passed_on = str(given["number"]), given["passed_on"]
        assert isinstance(passed_on, date)
        row = CouncilResolution(number=number, passed_on=passed_on)
        session.add(row)
        session.flush()
        session.add_all(
            CouncilResolutionSession(council_resolution_id=row.id, session_id=key) for key in dict.fromkeys(session_ids)
        )
        note = f"Thêm Nghị quyết số {number} ngày {write_date(passed_on)}"
        journal.append(session, _entry(reader, now, note), [])
        return row.id


def add_session(db: Database, reader: Reader, values: Mapping[str, object], *, on: date, now: datetime) -> int:
    """Adds a session of the Council or the National Assembly; its days may be told later. Returns its id.

    `values`: by name of `SESSION_FIELDS`, as typed. Raises EntryError (also where the list has it), ForbiddenError.
    """
    require(reader.role, Act.REFERENCE)
    given, errors = read_values(SESSION_FIELDS, values, on)
    errors |= {f.name: EMPTY for f in SESSION_FIELDS if f.required and f.name not in given and f.name not in errors}
    first, last = given.get("first_on"), given.get("last_on")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        errors["last_on"] = "Ngày bế mạc trước ngày khai mạc; hãy kiểm tra lại."
    if given.get("body") == PetitionSource.NATIONAL_ASSEMBLY and "term" in given:
        given["term"] = f"{_ASSEMBLY}{str(given['term']).removeprefix(_ASSEMBLY)}"
    with db.write() as session:
        journal.lock(session)
        if not errors:
            table = CouncilSession
            same = (table.body == given["body"], table.term == given["term"], table.number == given["number"])
            if session.scalar(select(table.id).where(*same)) is not None:
                errors["number"] = "Kỳ họp này đã có trong danh mục."
        if errors:
            raise EntryError(errors)
        row = CouncilSession(
            body=given["body"],
            term=given["term"],
            number=given["number"],
            first_on=first,
            last_on=last,
            kind=given.get("kind") or "",
            confidence="",
        )
        session.add(row)
        session.flush()
        label = PetitionSource.of(given["body"]).label
        note = f"Thêm kỳ họp thứ {given['number']} {label} khóa {str(given['term']).removeprefix(_ASSEMBLY)}"
        journal.append(session, _entry(reader, now, note), [])
        return row.id
