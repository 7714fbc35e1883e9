"""Reading contact meetings with voters: the list, one meeting with its petitions, the compilation of a session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import RowMapping, Select, func, select
from sqlalchemy.orm import Session

from casework.domain.access import LOG, NoSuchRecordError, Reader, may, may_see
from casework.domain.items import ItemKind, Owner
from casework.domain.periods import Question
from casework.domain.vocabulary import Competence, ContactRound, PetitionState, RecordKind
from casework.statistics.compilation import Compilation, compilation
from casework.statistics.labels import load_labels
from casework.statistics.predicates import Ask, standing
from casework.statistics.rules import load_rules
from casework.statistics.scope import scope_of, visible
from casework.store.catalogue_tables import CouncilSession, Unit
from casework.store.database import Database
from casework.store.facts import FACTS
from casework.store.items import ITEMS, NoSuchItemError, item
from casework.store.records import RECORDS

PETITION = RecordKind.PETITION
MEETINGS = ITEMS[ItemKind.MEETING]
MOST_LISTED = 500
BEGINNING = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A contact meeting. `petitions`: how many voiced there the reader sees."""

    id: int
    version: int
    session_id: int
    session: str
    held_on: date
    contact_round: str
    round_label: str
    place: str
    delegation: str
    deputies: str
    voters: int | None
    minutes_number: str
    note: str
    petitions: int


@dataclass(frozen=True, slots=True)
class VoicedLine:
    """A petition in a list of a meeting or a session."""

    id: int
    version: int
    code: str
    content: str
    place: str
    subject: str
    level: str
    unit: str
    state: str
    state_label: str


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """One meeting and what was voiced there, the newest first; `may_enter`: the reader may add to it."""

    meeting: Meeting
    petitions: tuple[VoicedLine, ...]
    may_enter: bool


@dataclass(frozen=True, slots=True)
class CompilationPage:
    """The petitions of a session, received and handled, by level and field; all of them listed, up to a bound."""

    session_id: int
    session: str
    question: Question
    counts: Compilation
    meetings: tuple[Meeting, ...]
    petitions: tuple[VoicedLine, ...]
    total: int
    may_enter: bool


def _open_to(reader: Reader) -> None:
    if not may_see(reader, PETITION):
        raise NoSuchRecordError


def meetings(db: Database, reader: Reader, session_id: int | None = None) -> tuple[Meeting, ...]:
    """The contact meetings, of one session or of all, the newest first. Raises NoSuchRecordError."""
    _open_to(reader)
    with db.read() as session:
        return _meetings(session, reader, session_id)


def _meetings(session: Session, reader: Reader, session_id: int | None) -> tuple[Meeting, ...]:
    query = select(MEETINGS).where(MEETINGS.c.struck.is_(False), MEETINGS.c.of_kind == Owner.SESSION.value)
    if session_id is not None:
        query = query.where(MEETINGS.c.of_id == session_id)
    rows = session.execute(query.order_by(MEETINGS.c.held_on.desc(), MEETINGS.c.id.desc()).limit(MOST_LISTED))
    return _as_meetings(session, reader, rows.mappings().all())


def _as_meetings(session: Session, reader: Reader, rows: Sequence[RowMapping]) -> tuple[Meeting, ...]:
    table = RECORDS[PETITION]
    query = select(table.c.meeting_id, func.count()).where(table.c.meeting_id.in_([row["id"] for row in rows]))
    seen = visible(reader, PETITION, table.c.id)
    query = (query if seen is None else query.where(seen)).group_by(table.c.meeting_id)
    counts: dict[int, int] = {row[0]: row[1] for row in session.execute(query)}
    names = load_labels(session).sessions
    return tuple(
        Meeting(
            row["id"],
            row["version"],
            row["of_id"],
            names.get(str(row["of_id"]), ""),
            row["held_on"],
            row["contact_round"],
            ContactRound.of(row["contact_round"]).label,
            row["place"],
            row["delegation"],
            row["deputies"] or "",
            row["voters"],
            row["minutes_number"] or "",
            row["note"] or "",
            counts.get(row["id"], 0),
        )
        for row in rows
    )


def meeting_page(db: Database, reader: Reader, meeting_id: int, today: date) -> MeetingPage:
    """One meeting with its petitions that `reader` sees. Raises NoSuchRecordError."""
    _open_to(reader)
    table = RECORDS[PETITION]
    with db.read() as session:
        try:
            row = item(session, ItemKind.MEETING, meeting_id)
        except NoSuchItemError:
            raise NoSuchRecordError from None
        if row["struck"]:
            raise NoSuchRecordError
        meeting = _as_meetings(session, reader, [row])[0]
        query = _lines(session, reader, today).where(table.c.meeting_id == meeting_id)
        lines = _voiced(session, query.order_by(table.c.id.desc()).limit(MOST_LISTED))
    return MeetingPage(meeting, lines, may(reader.role, LOG[PETITION]))


def compilation_page(db: Database, reader: Reader, session_id: int, as_of: date) -> CompilationPage:
    """The petitions of a session compiled as of a day, of those that `reader` sees. Raises NoSuchRecordError."""
    _open_to(reader)
    table = RECORDS[PETITION]
    question = Question(BEGINNING, as_of)
    with db.read() as session:
        held = session.get(CouncilSession, session_id)
        if held is None:
            raise NoSuchRecordError
        counts = compilation(session, held.body, session_id, question, scope_of(reader))
        query = _lines(session, reader, as_of).where(table.c.session_id == session_id)
        total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
        ordered = query.order_by(table.c.competence, table.c.subject, table.c.code, table.c.id)
        lines = _voiced(session, ordered.limit(MOST_LISTED))
        held_meetings = _meetings(session, reader, session_id)
        name = load_labels(session).sessions.get(str(session_id), "")
    enter = may(reader.role, LOG[PETITION])
    return CompilationPage(session_id, name, question, counts, held_meetings, lines, total, enter)


def _lines(session: Session, reader: Reader, as_of: date) -> Select[tuple[object, ...]]:
    table, facts = RECORDS[PETITION], FACTS[PETITION]
    ask = Ask(facts, Question(BEGINNING, as_of), load_rules(session))
    query = (
        select(
            table.c.id,
            table.c.version,
            table.c.code,
            table.c.content,
            facts.c.place,
            facts.c.subject,
            facts.c.competence,
            Unit.name.label("unit_name"),
            facts.c.state,
        )
        .join(facts, (facts.c.record_id == table.c.id) & standing(ask))
        .outerjoin(Unit, Unit.id == facts.c.unit_id)
    )
    seen = visible(reader, PETITION, table.c.id)
    return query if seen is None else query.where(seen)


def _voiced(session: Session, query: Select[tuple[object, ...]]) -> tuple[VoicedLine, ...]:
    return tuple(
        VoicedLine(
            row["id"],
            row["version"],
            row["code"],
            row["content"],
            row["place"] or "",
            row["subject"] or "",
            Competence.of(row["competence"]).label if row["competence"] else "",
            row["unit_name"] or "",
            row["state"],
            PetitionState.of(row["state"]).label,
        )
        for row in session.execute(query).mappings()
    )
