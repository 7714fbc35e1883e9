"""What an entry by hand refers to: the office, units, sessions, resolutions; and what was entered today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from casework.domain.events import OPENING
from casework.domain.fields import Shape, Value
from casework.domain.items import ItemKind
from casework.domain.text import fold
from casework.domain.vocabulary import RecordKind
from casework.domain.workflow import form_field
from casework.store.account_tables import FormToken
from casework.store.catalogue_tables import CouncilResolution, CouncilSession, Subject, Unit, UnitAlias
from casework.store.journal import JournalEntry, JournalEvent, position_before
from casework.store.records import RECORDS


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """What a session tells of its petitions: which body's, of which term, and its last day where known."""

    body: str
    term: str
    last_on: date | None


def unit_named(session: Session, name: str) -> int | None:
    """The id of the unit with this name, else of the only one with this alias; None for none or several."""
    exact = session.scalars(select(Unit.id).where(Unit.name == name.strip())).all()
    if len(exact) == 1:
        return exact[0]
    found = session.scalars(select(UnitAlias.unit_id).where(UnitAlias.alias == fold(name)).distinct()).all()
    return found[0] if len(found) == 1 else None


def unit_exists(session: Session, unit_id: int) -> bool:
    """Whether the list of units has this id."""
    return session.get(Unit, unit_id) is not None


def place_name(session: Session, text: str) -> str:
    """The list's name for a place or unit, else the text as typed."""
    unit_id = unit_named(session, text)
    return text if unit_id is None else session.get_one(Unit, unit_id).name


def subject_name(session: Session, text: str) -> str:
    """The list's name for a subject (lĩnh vực), else the text as typed."""
    wanted = fold(text)
    return next((name for name in session.scalars(select(Subject.name)) if fold(name) == wanted), text)


def session_facts(session: Session, session_id: int) -> SessionFacts | None:
    """What the session with this id tells; None when there is none."""
    row = session.get(CouncilSession, session_id)
    return None if row is None else SessionFacts(row.body, row.term, row.last_on)


def council_resolution_day(session: Session, key: int) -> date | None:
    """The day of the resolution with this id; None when there is none."""
    row = session.get(CouncilResolution, key)
    return None if row is None else row.passed_on


def used_token(session: Session, token: str) -> FormToken | None:
    """The form that was sent with this token before, if it was."""
    return session.get(FormToken, token)


def note_token(session: Session, token: str, kind: RecordKind | ItemKind, record_id: int, now: datetime) -> None:
    """Notes that a form made a record or an item, so that it makes no second one."""
    session.add(FormToken(token=token, record_kind=kind.value, record_id=record_id, used_at=now))


def logged_since(
    session: Session, kind: RecordKind, act: str, since: datetime, seen: ColumnElement[bool] | None
) -> int:
    """How many records of `kind` were entered by acts named `act` since a moment.

    `seen`: the condition on `JournalEvent.record_id` that whoever asks may see the record; None: he sees every one.
    """
    query = (
        select(func.count())
        .select_from(JournalEvent)
        .join(JournalEntry, JournalEntry.position == JournalEvent.position)
        .where(
            JournalEvent.position > position_before(session, since),
            JournalEvent.kind == kind.value,
            JournalEvent.name == OPENING[kind].value,
            JournalEntry.act == act,
        )
    )
    return session.scalar(query if seen is None else query.where(seen)) or 0


def code_of(session: Session, kind: RecordKind, record_id: int) -> str:
    """The number of a record; "" where its register has none."""
    table = RECORDS[kind]
    if "code" not in table.c:
        return ""
    return session.scalar(select(table.c.code).where(table.c.id == record_id)) or ""


def refer(session: Session, kind: RecordKind, values: dict[str, Value], errors: dict[str, str]) -> date | None:
    """Puts what the lists say in place of what was typed; the last day of the session that is named."""
    ended = None
    for name, value in list(values.items()):
        shape = form_field(kind, name).shape
        if shape is Shape.PLACE:
            values[name] = place_name(session, str(value))
        elif shape is Shape.SUBJECT:
            values[name] = subject_name(session, str(value))
        elif shape is Shape.UNIT and not unit_exists(session, int(str(value))):
            errors[name] = "Đơn vị này không có trong danh mục; hãy chọn lại."
        elif shape is Shape.COUNCIL_RESOLUTION:
            values["tracked_on"] = council_resolution_day(session, int(str(value)))
            if values["tracked_on"] is None:
                errors[name] = "Nghị quyết này không có trong danh mục; hãy chọn lại."
        elif shape is Shape.SESSION:
            found = session_facts(session, int(str(value)))
            if found is None or found.body != values.get("source", found.body):
                errors[name] = "Kỳ họp này không có trong danh mục của nguồn đã chọn; hãy chọn lại."
            else:
                values["term"], ended = found.term, found.last_on
    return ended
