"""One record as a page: its fields in words, its history, its due date and why, what may be done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session

from casework.domain.access import CORRECT, MOVE, Act, NoSuchRecordError, Reader, may, may_see, visible_fields
from casework.domain.derivation import lawful_due
from casework.domain.events import Event, current_values, standing
from casework.domain.fields import DENUNCIATION, FIELDS, IDENTITY_FIELDS, Field, Value, field
from casework.domain.held import CORRECTION_REASON
from casework.domain.limits import effective_due
from casework.domain.numerals import write_date
from casework.domain.periods import Question
from casework.domain.reading import sensitive
from casework.domain.vocabulary import EventName, RecordKind
from casework.domain.words import Words, titled
from casework.domain.workflow import (
    FORM_FIELDS,
    REASON,
    STANDS_IN,
    Transition,
    event_label,
    form_field,
    state_label,
    transitions,
)
from casework.statistics.labels import load_labels
from casework.statistics.linked import telling_splits
from casework.statistics.overdue import OVERDUE
from casework.statistics.predicates import Ask
from casework.statistics.predicates import standing as held_on
from casework.statistics.rules import load_rules
from casework.statistics.scope import handles_record, visible
from casework.store import journal
from casework.store.account_tables import User
from casework.store.database import Database
from casework.store.facts import FACTS
from casework.store.journal import JournalEntry
from casework.store.records import RECORDS
from casework.store.reference_data import load_law
from casework.store.unit_accounts import unit_works_here


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field in words; `text` "" when it is empty."""

    name: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One event: what, on which day, recorded when and by whom, and what it set.

    `standing`: it still holds (neither replaced by a correction nor struck out). `of`: what it corrects, in words.
    """

    label: str
    happened_on: date
    inferred: bool
    recorded_at: datetime
    actor: str
    act: str
    changes: tuple[ShownField, ...]
    standing: bool
    of: str


@dataclass(frozen=True, slots=True)
class DueView:
    """The due date that counts, whether it has passed without an end, and one sentence that says why."""

    on: date | None
    overdue: bool
    why: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Everything the page of one record shows. `values`: the visible current values as the database keeps them;
    `whose_steps`: to who keeps the register, in words, who takes the steps; "" to everybody else."""

    kind: RecordKind
    id: int
    version: int
    title: str
    state: str
    state_label: str
    closed_on: date | None
    due: DueView
    fields: tuple[ShownField, ...]
    values: Mapping[str, Value]
    identity_withheld: bool
    identity_hidden: bool
    history: tuple[HistoryLine, ...]
    transitions: tuple[Transition, ...]
    may_correct: bool
    office: str
    sensitive: bool
    may_deny: bool
    may_see_readers: bool
    whose_steps: str


def record_page(db: Database, reader: Reader, kind: RecordKind, record_id: int, today: date) -> RecordPage:
    """The page of a record as `reader` may see it on `today`. Raises NoSuchRecordError."""
    if not may_see(reader, kind):
        raise NoSuchRecordError
    with db.read() as session:
        row = _row(session, reader, kind, record_id, today)
        if row is None:
            raise NoSuchRecordError
        found = row._mapping
        names = visible_fields(reader, kind)
        labels = load_labels(session)
        words = Words(labels.units, labels.sessions, labels.council_resolutions)
        values = {name: found[name] for name in names if found[name] is not None}
        events = journal.history(session, kind, record_id)
        everything = {name: value for name, value in current_values(events).items() if value is not None}
        denunciation = everything.get("type") == DENUNCIATION
        events = telling_splits(session, kind, record_id, events, denunciation=denunciation)
        told = frozenset(names).difference(IDENTITY_FIELDS[kind] if denunciation else ())
        history = _history(session, kind, events, told, words)
        due = _due(kind, everything, found["opened_on"], found["fact_due_on"], bool(found["fact_overdue"]), session)
        handles = handles_record(session, reader, kind, record_id)
        asked = handles and (kind, reader.role) in STANDS_IN
        stands_in = asked and not unit_works_here(session, kind, record_id)
    state = found["fact_state"] or ""
    moves = handles and kind in MOVE and may(reader.role, MOVE[kind])
    steps = transitions(kind, state, reader.role, everything, stands_in=stands_in) if moves and state else []
    return RecordPage(
        kind,
        record_id,
        found["version"],
        titled(kind, everything.get("code"), found["opened_on"]),
        state,
        state_label(kind, state) if state else "Chưa bắt đầu",
        found["fact_closed_on"],
        due,
        tuple(ShownField(n, field(kind, n).label, words.text(field(kind, n), values.get(n))) for n in names),
        MappingProxyType(values),
        denunciation,
        bool(IDENTITY_FIELDS[kind]) and not denunciation and len(names) < len(FIELDS[kind]),
        history,
        tuple(steps),
        handles and may(reader.role, CORRECT[kind]),
        words.units.get(str(found["office_id"]), ""),
        sensitive(kind, {**values, "type": everything.get("type")}),
        may(reader.role, Act.DENY),
        may(reader.role, Act.READERS),
        "" if not asked else _whose_steps(words.text(field(kind, "unit_id"), everything.get("unit_id")), stands_in),
    )


def _whose_steps(unit: str, stands_in: bool) -> str:
    """A sentence for who keeps the register: who takes the steps of a record that a unit is in charge of."""
    if not unit:
        return ""
    if stands_in:
        return f"{unit} chưa có tài khoản xử lý được vụ việc này: ghi thay theo văn bản của đơn vị."
    return f"Các bước giải quyết do {unit} ghi; nơi giữ sổ theo dõi, đôn đốc và tiếp nhận đơn tiếp theo."


def _row(session: Session, reader: Reader, kind: RecordKind, record_id: int, today: date) -> Row[Any] | None:
    record, facts = RECORDS[kind], FACTS[kind]
    ask = Ask(facts, Question(today, today), load_rules(session))
    query = (
        select(
            record,
            facts.c.state.label("fact_state"),
            facts.c.due_on.label("fact_due_on"),
            facts.c.closed_on.label("fact_closed_on"),
            OVERDUE[kind](ask).label("fact_overdue"),
        )
        .outerjoin(facts, and_(facts.c.record_id == record.c.id, held_on(ask)))
        .where(record.c.id == record_id)
    )
    seen = visible(reader, kind, record.c.id)
    return session.execute(query if seen is None else query.where(seen)).first()


def _due(
    kind: RecordKind,
    values: Mapping[str, Value],
    opened_on: date,
    counted: date | None,
    overdue: bool,
    session: Session,
) -> DueView:
    if kind is RecordKind.RECEPTION:
        return DueView(None, False, "", ())
    if values.get("repeats_case"):
        return DueView(None, False, "Hồ sơ trùng, không tính là một vụ việc riêng: thời hạn theo vụ được nối.", ())
    law = load_law(session)
    bound = lawful_due(kind, values, opened_on, law)
    stated = next((d for n in ("extended_to", "stated_due_on") if isinstance(d := values.get(n), date)), None)
    on, whose = effective_due(stated, bound.on if bound else None)
    why = _why(stated, bound.explanation if bound else "", bound.on if bound else None, on, whose)
    reopened = values.get("reopened_on")
    if isinstance(reopened, date):
        why = f"Mở lại ngày {write_date(reopened)}, thời hạn tính lại từ ngày đó theo cài đặt của đơn vị. {why}"
    return DueView(counted or on, overdue, why, bound.warnings if bound else ())


def _why(stated: date | None, lawful_words: str, lawful: date | None, on: date | None, whose: str) -> str:
    if on is None:
        return lawful_words or "Hồ sơ chưa ghi thời hạn và luật không ấn định số ngày."
    if whose == "stated" and lawful is None:
        return f"Hạn là ngày {write_date(on)} như sổ và văn bản giao đã ghi; luật không ấn định số ngày."
    if whose == "stated":
        return f"Hạn đã ghi là ngày {write_date(on)}, không muộn hơn hạn luật định. Theo luật: {lawful_words}"
    if stated is None:
        return lawful_words
    return f"Hạn đã ghi là ngày {write_date(stated)}, muộn hơn luật cho phép nên tính theo luật. {lawful_words}"


def _history(
    session: Session, kind: RecordKind, events: Sequence[Event], names: frozenset[str], words: Words
) -> tuple[HistoryLine, ...]:
    positions = {event.position for event in events}
    query = (
        select(JournalEntry.position, JournalEntry.recorded_at, JournalEntry.act, User.full_name)
        .join(User, User.id == JournalEntry.actor_id)
        .where(JournalEntry.position.in_(positions))
    )
    entries = {row.position: row for row in session.execute(query)}
    alive = _alive(events)
    by_id = {event.id: event for event in events}
    lines = []
    for event in events:
        entry = entries[event.position]
        target = by_id.get(event.target) if event.target is not None else None
        lines.append(
            HistoryLine(
                event_label(kind, event.name, event.changes),
                event.happened_on,
                event.inferred,
                entry.recorded_at,
                entry.full_name,
                entry.act,
                tuple(
                    ShownField(n, (what := _told(kind, n)).label, words.text(what, value))
                    for n, value in event.changes.items()
                    if n in names or n in FORM_FIELDS or n == CORRECTION_REASON
                ),
                event.id in alive,
                "" if target is None else _called(kind, target),
            )
        )
    return tuple(reversed(lines))


def _called(kind: RecordKind, event: Event) -> str:
    return f"{event_label(kind, event.name, event.changes)} ngày {write_date(event.happened_on)}"


def _told(kind: RecordKind, name: str) -> Field:
    """The declaration behind a name in an event; why it was corrected is read like any reason."""
    return form_field(kind, REASON if name == CORRECTION_REASON else name)


def _alive(events: Sequence[Event]) -> frozenset[int]:
    """The ids of the events that still hold: of each first event its last version, unless it was struck out."""
    held = {(event.id, event.position) for event in standing(events)}
    return frozenset(
        event.id
        for event in events
        if event.name is not EventName.STRUCK_OUT and (event.target or event.id, event.position) in held
    )
