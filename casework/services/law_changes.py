"""Changing days off and time limits: which open records would move is shown before, told in the journal after.

Closed records keep the law of their day; so does every record that the change does not move, until its next step.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.access import Act, Reader, require
from casework.domain.derivation import DERIVED, derivation
from casework.domain.duties import Issued, duties
from casework.domain.events import ALWAYS, FOREVER, Draft, Event, current_values, standing
from casework.domain.fields import Value
from casework.domain.law_changes import LawChange, LawChangeError, digest_of, next_law
from casework.domain.limits import Law
from casework.domain.steps import LAW_VERSION
from casework.domain.vocabulary import EventName, RecordKind
from casework.domain.words import titled
from casework.statistics.scope import closed_to
from casework.store import journal, series
from casework.store.database import Database, portions
from casework.store.duties import issued_papers
from casework.store.facts import FACTS
from casework.store.law_change_table import add_changes
from casework.store.records import RECORDS
from casework.store.reference_data import load_law
from casework.store.refolding import refold

__all__ = ["Affected", "LawChangeError", "Preview", "StaleLawError", "change_law", "law_now", "preview"]


class StaleLawError(Exception):
    """The law was changed since the preview was made; the message is in Vietnamese."""

    def __init__(self) -> None:
        """Says so."""
        super().__init__("Lịch, thời hạn vừa được người khác thay đổi; hãy xem trước lại rồi mới lưu.")


@dataclass(frozen=True, slots=True)
class Affected:
    """An open record whose days would move: `moved` tells each as (what, old day, new day)."""

    kind: RecordKind
    id: int
    title: str
    moved: tuple[tuple[str, date | None, date | None], ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would do: the version it was made from, its sentences, the open records that it moves."""

    version: int
    words: tuple[str, ...]
    affected: tuple[Affected, ...]
    looked_at: int


def law_now(db: Database) -> Law:
    """The newest law."""
    with db.read() as session:
        return load_law(session)


def preview(db: Database, reader: Reader, changes: Sequence[LawChange]) -> Preview:
    """What `changes` would do to the open records; nothing is changed. Raises LawChangeError, ForbiddenError."""
    require(reader.role, Act.REFERENCE)
    with db.read() as session:
        law = load_law(session)
        affected, looked_at = _affected(session, law, next_law(law, changes))
        shown, hidden = _shown(session, reader, affected)
    return Preview(law.version, tuple(change.words for change in changes), shown, looked_at - hidden)


def change_law(
    db: Database, reader: Reader, changes: Sequence[LawChange], version: int, *, on: date, now: datetime
) -> Preview:
    """Makes the next version of the law: one entry with an event of each open record that it moves.

    `version`: the one that the preview was made from. Raises StaleLawError, LawChangeError, ForbiddenError.
    """
    require(reader.role, Act.REFERENCE)
    with db.write() as session:
        journal.lock(session)
        law = load_law(session)
        if law.version != version:
            raise StaleLawError
        newer = next_law(law, changes)
        affected, looked_at = _affected(session, law, newer)
        first = series.reserve(session, "event", len(affected)) if affected else 0
        rows = [
            journal.prepare_event(
                first + n, one.kind, one.id, Draft(EventName.LAW_CHANGED, on, {LAW_VERSION: newer.version})
            )
            for n, one in enumerate(affected)
        ]
        words = tuple(change.words for change in changes)
        note = json.dumps(
            {"law": newer.version, "changes": list(words), "digest": digest_of(changes)}, ensure_ascii=False
        )
        act = journal.Act("reference", reader.user_id, reader.os_user, now, note)
        position = journal.append(session, act, rows)
        add_changes(session, newer.version, changes, position)
        for kind in RecordKind:
            moved: dict[int, Mapping[str, Value]] = {one.id: {} for one in affected if one.kind is kind}
            if moved:
                refold(session, kind, position, derivation(kind, newer), moved)
        shown, hidden = _shown(session, reader, affected)
        return Preview(version, words, shown, looked_at - hidden)


def _shown(session: Session, reader: Reader, affected: Sequence[Affected]) -> tuple[tuple[Affected, ...], int]:
    """Of what moves, what `reader` may see, and how many open records he may not: those move too, untold."""
    closed = {kind: closed_to(session, reader, kind) for kind in RecordKind}
    hidden = sum(record_id in closed[kind] for kind in RecordKind for record_id in _open(session, kind) if closed[kind])
    return tuple(one for one in affected if one.id not in closed[one.kind]), hidden


def _affected(session: Session, law: Law, newer: Law) -> tuple[list[Affected], int]:
    found: list[Affected] = []
    looked_at = 0
    for kind in RecordKind:
        for ids in portions(list(_open(session, kind))):
            looked_at += len(ids)
            issued = issued_papers(session, kind, ids)
            for record_id, events in journal.histories(session, kind, ids).items():
                moved = tuple(_moved(kind, standing(events), law, newer, issued.get(record_id, {})))
                if moved:
                    values = current_values(standing(events))
                    title = titled(kind, values.get("code"), events[0].happened_on)
                    found.append(Affected(kind, record_id, title, moved))
    return found, looked_at


def _open(session: Session, kind: RecordKind) -> Iterator[int]:
    """The ids of the records that are not closed; of receptions those with a duty that waits."""
    facts, record = FACTS[kind], RECORDS[kind]
    if kind is RecordKind.RECEPTION:
        yield from session.scalars(
            select(record.c.id).where(record.c.import_position.is_(None), record.c.result_noticed_on.is_(None))
        ).all()
        return
    yield from session.scalars(
        select(facts.c.record_id).where(
            facts.c.known_to == ALWAYS, facts.c.valid_to == FOREVER, facts.c.closed_on.is_(None)
        )
    ).all()


def _moved(
    kind: RecordKind, events: Sequence[Event], law: Law, newer: Law, issued: Issued
) -> Iterator[tuple[str, date | None, date | None]]:
    values = current_values(events)
    opened_on = events[0].happened_on
    place = DERIVED[kind].index("due_on")
    after = {**values, LAW_VERSION: newer.version}
    before_due = derivation(kind, law)(values, opened_on)[place]
    after_due = derivation(kind, newer)(after, opened_on)[place]
    if before_due != after_due:
        yield "Hạn giải quyết", _day(before_due), _day(after_due)
    before_duties = {duty.code: duty for duty in duties(kind, values, law, issued)}
    for duty in duties(kind, after, newer, issued):
        held = before_duties.get(duty.code)
        if held is not None and duty.done_on is None and held.due_on != duty.due_on:
            yield duty.label, held.due_on, duty.due_on


def _day(value: Value) -> date | None:
    return value if isinstance(value, date) else None
