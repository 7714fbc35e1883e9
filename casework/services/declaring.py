"""Declaring figures with their source, correcting and withdrawing them, and saying why they differ from the records."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework.domain.access import Act, NoSuchRecordError, Reader, require
from casework.domain.declaring import (
    OPENING,
    OPENING_MEASURES,
    PUBLISHED,
    DeclareError,
    Explained,
    Wanted,
    check_wanted,
    opening_label,
    opening_period,
)
from casework.domain.events import ALWAYS
from casework.domain.periods import Question
from casework.statistics.measure_words import called
from casework.statistics.measures import MEASURES
from casework.statistics.reconciled import reconciled
from casework.statistics.rules import load_rules
from casework.statistics.scope import scope_of
from casework.store import declared as store
from casework.store import journal
from casework.store.database import Database
from casework.store.declared import Declaration, DeclaredFigure
from casework.store.reconciling import FigureReconciliation

NOTE_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Earlier:
    """A value that was declared before and was replaced or withdrawn."""

    value: int
    source: str


@dataclass(frozen=True, slots=True)
class DeclaredLine:
    """A declared figure as it stands, with what the records give and what was said about the difference.

    `measure`: "" where its label names none; `counted`, `difference`: None where the records cannot be asked.
    """

    id: int
    kind: str
    measure: str
    label: str
    unit: str
    period_label: str
    value: int
    source: str
    question: Question | None
    counted: int | None
    difference: int | None
    state: Explained | None
    note: str
    note_holds: bool
    earlier: tuple[Earlier, ...]


def declared_lines(db: Database, reader: Reader) -> list[DeclaredLine]:
    """All declared figures that stand, opening balances first, reconciled. Raises ForbiddenError."""
    require(reader.role, Act.REPORT)
    with db.read() as session:
        rules, scope = load_rules(session), scope_of(reader)
        rows = session.scalars(
            select(DeclaredFigure).where(DeclaredFigure.known_to == ALWAYS).order_by(DeclaredFigure.id)
        ).all()
        before = _earlier(session)
        lines = []
        for row in rows:
            found = reconciled(session, row, rules, scope)
            measure = MEASURES.get(row.measure)
            lines.append(
                DeclaredLine(
                    row.id,
                    row.kind,
                    row.measure if measure else "",
                    row.label,
                    measure.unit.label if measure else "",
                    row.period_label,
                    row.value,
                    row.source,
                    found.question,
                    found.counted,
                    found.difference,
                    found.state,
                    found.note,
                    found.known,
                    tuple(before.get((row.label, row.period_label), ())),
                )
            )
    return sorted(lines, key=lambda line: (line.kind != OPENING, line.id))


def _earlier(session: Session) -> dict[tuple[str, str], list[Earlier]]:
    query = select(DeclaredFigure).where(DeclaredFigure.known_to != ALWAYS).order_by(DeclaredFigure.id.desc())
    found: dict[tuple[str, str], list[Earlier]] = {}
    for row in session.scalars(query):
        found.setdefault((row.label, row.period_label), []).append(Earlier(row.value, row.source))
    return found


def offered() -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """The measures that a figure may be published of, and those that have an opening balance: code and label."""
    return (
        tuple((one.code, f"{called(one)} ({one.unit.label})") for one in MEASURES.values()),
        tuple((code, f"{called(MEASURES[code])} ({MEASURES[code].unit.label})") for code in OPENING_MEASURES),
    )


def declare(db: Database, reader: Reader, wanted: Wanted, on: date, now: datetime) -> bool:
    """Declares a figure; one of the same measure and period that stood is closed and kept. Whether anything changed.

    Raises DeclareError, ForbiddenError.
    """
    require(reader.role, Act.DECLARE)
    check_wanted(wanted, on)
    measure = MEASURES.get(wanted.measure)
    if measure is None or wanted.first_on is None:
        raise DeclareError("Hãy chọn chỉ tiêu trong danh sách.")
    opening = wanted.kind == OPENING
    one = Declaration(
        measure.code,
        (opening_label(called(measure)) if opening else called(measure))[:200],
        opening_period(wanted.first_on) if opening else wanted.period_label[:100],
        wanted.first_on,
        None if opening else wanted.last_on,
        wanted.value,
        wanted.source.strip()[:500],
        OPENING if opening else PUBLISHED,
    )
    told = {"declared": one.measure, "kind": one.kind, "period": one.period_label, "value": one.value}
    with db.write() as session:
        return bool(store.declare(session, [one], _act(reader, told, now)))


def withdraw(db: Database, reader: Reader, declared_id: int, now: datetime) -> None:
    """Lets a declared figure stand no longer; it is kept. Raises NoSuchRecordError, ForbiddenError."""
    require(reader.role, Act.DECLARE)
    with db.write() as session:
        journal.lock(session)
        _standing(session, declared_id)
        store.withdraw(session, declared_id, _act(reader, {"withdrawn": declared_id}, now))


def explain(db: Database, reader: Reader, declared_id: int, state: Explained, note: str, now: datetime) -> None:
    """Says of a difference as it is now whether it is explained, and how; the note before is closed and kept.

    Raises DeclareError when there is no difference or the note lacks, NoSuchRecordError, ForbiddenError.
    """
    require(reader.role, Act.DECLARE)
    if not note.strip():
        raise DeclareError("Hãy ghi rõ chênh lệch do đâu, hoặc đang kiểm tra những gì.")
    with db.write() as session:
        journal.lock(session)
        row = _standing(session, declared_id)
        found = reconciled(session, row, load_rules(session), scope_of(reader))
        if not found.difference or found.counted is None:
            raise DeclareError("Số khai khớp với số tính từ hồ sơ, hoặc không có số để đối chiếu.")
        told = {"reconciled": declared_id, "state": state.value, "difference": found.difference}
        position = journal.append(session, _act(reader, told, now), [])
        older = update(FigureReconciliation).where(
            FigureReconciliation.declared_id == declared_id, FigureReconciliation.known_to == ALWAYS
        )
        session.execute(older.values(known_to=position))
        session.add(
            FigureReconciliation(
                declared_id=declared_id,
                counted=found.counted,
                state=state.value,
                note=note.strip()[:NOTE_LIMIT],
                actor_id=reader.user_id,
                made_at=now,
                known_from=position,
                known_to=ALWAYS,
            )
        )


def _standing(session: Session, declared_id: int) -> DeclaredFigure:
    row = session.get(DeclaredFigure, declared_id)
    if row is None or row.known_to != ALWAYS:
        raise NoSuchRecordError
    return row


def _act(reader: Reader, told: object, now: datetime) -> journal.Act:
    return journal.Act("declare", reader.user_id, reader.os_user, now, json.dumps(told, ensure_ascii=False))
