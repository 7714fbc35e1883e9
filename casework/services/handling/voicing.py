"""Contact meetings with voters (tiếp xúc cử tri): entering them, and the petitions voiced there, one after another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from casework.domain.access import LOG, NoSuchRecordError, Reader, require
from casework.domain.entry import EMPTY, EntryError
from casework.domain.fields import Value
from casework.domain.items import ITEM_FIELDS, ItemKind, LinkType, Owner
from casework.domain.vocabulary import ContactRound, RecordKind
from casework.files.form_values import read_values
from casework.services.handling.entering import Logged, enter
from casework.services.handling.holding import act_of
from casework.services.handling.linking import link_in
from casework.store import entry_lookups, journal
from casework.store.database import Database
from casework.store.items import NoSuchItemError, add_item, change_item, item

PETITION, MEETING = RecordKind.PETITION, ItemKind.MEETING
MEETING_FIELDS = ITEM_FIELDS[MEETING]
VOICED_FIELDS = ("content", "place", "subject", "competence")
"""What is typed of a petition voiced at a meeting; the rest follows from the meeting."""


def _read(session: Session, values: Mapping[str, object], on: date) -> dict[str, Value]:
    given, errors = read_values(MEETING_FIELDS, values, on)
    errors |= {f.name: EMPTY for f in MEETING_FIELDS if f.required and f.name not in given and f.name not in errors}
    if errors:
        raise EntryError(errors)
    if given.get("place") is not None:
        given["place"] = entry_lookups.place_name(session, str(given["place"]))
    return given


def add_meeting(
    db: Database, reader: Reader, session_id: int, values: Mapping[str, object], *, on: date, now: datetime, token: str
) -> int:
    """Enters a contact meeting before or after a session; returns its id. A form sent twice makes one meeting.

    `values`: by name of `MEETING_FIELDS`, as typed. Raises EntryError, ForbiddenError.
    """
    require(reader.role, LOG[PETITION])
    with db.write() as session:
        journal.lock(session)
        used = entry_lookups.used_token(session, token)
        if used is not None and used.record_kind == MEETING.value:
            return used.record_id
        if entry_lookups.session_facts(session, session_id) is None:
            raise EntryError({"session_id": "Kỳ họp này không có trong danh mục; hãy chọn lại."})
        given = _read(session, values, on)
        held_on = given["held_on"]
        assert isinstance(held_on, date)
        act = act_of(reader, "meeting", now)
        meeting_id = add_item(session, MEETING, Owner.SESSION, session_id, given, on=held_on, act=act)
        entry_lookups.note_token(session, token, MEETING, meeting_id, now)
        return meeting_id


def change_meeting(
    db: Database,
    reader: Reader,
    meeting_id: int,
    values: Mapping[str, object],
    version: int,
    *,
    on: date,
    now: datetime,
) -> None:
    """Corrects what was entered of a meeting; its petitions stay as they are.

    Raises EntryError, StaleVersionError, ForbiddenError, NoSuchRecordError.
    """
    require(reader.role, LOG[PETITION])
    with db.write() as session:
        journal.lock(session)
        row = meeting_row(session, meeting_id)
        given = _read(session, values, on)
        wanted = {f.name: given.get(f.name) for f in MEETING_FIELDS}
        changes = {name: value for name, value in wanted.items() if row[name] != value}
        if changes:
            change_item(
                session, MEETING, meeting_id, changes, on=on, act=act_of(reader, "meeting", now), version=version
            )


def meeting_row(session: Session, meeting_id: int) -> RowMapping:
    """The row of a meeting. Raises NoSuchRecordError."""
    try:
        row = item(session, MEETING, meeting_id)
    except NoSuchItemError:
        raise NoSuchRecordError from None
    if row["struck"] or row["of_kind"] != Owner.SESSION.value:
        raise NoSuchRecordError
    return row


def voice(
    db: Database,
    reader: Reader,
    meeting_id: int,
    values: Mapping[str, object],
    same: Sequence[tuple[LinkType, RecordKind, int]] = (),
    *,
    on: date,
    now: datetime,
    token: str,
    office: str,
) -> Logged:
    """Enters a petition voiced at a meeting; it begins on the meeting's day. `values`: `VOICED_FIELDS`, as typed;
    `same`: records that are the same matter, linked at once.

    Raises what `log_record` raises, and NoSuchRecordError.
    """
    with db.write() as session:
        meeting = meeting_row(session, meeting_id)
        facts = entry_lookups.session_facts(session, meeting["of_id"])
        if facts is None:
            raise NoSuchRecordError
        told = {name: values.get(name) for name in VOICED_FIELDS}
        whole: dict[str, object] = {
            **told,
            "place": told["place"] or meeting["place"],
            "source": facts.body,
            "session_id": meeting["of_id"],
            "contact_round": ContactRound.of(meeting["contact_round"]).label,
            "delegation": meeting["delegation"],
        }
        logged = enter(
            session,
            reader,
            PETITION,
            whole,
            on=on,
            now=now,
            token=token,
            office=office,
            known={"meeting_id": meeting_id},
            begun_on=meeting["held_on"],
        )
        if not logged.again:
            for link_type, kind, other in same:
                to, key = (kind, other), logged.record_id
                link_in(session, reader, PETITION, key, to, link_type, "", 1, counted=False, on=on, now=now)
        return logged
