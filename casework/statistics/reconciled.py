"""A declared figure beside what the records give for the same question, and what was said about the difference."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.declaring import OPENING, Explained, opening_question
from casework.domain.events import ALWAYS
from casework.domain.periods import Question
from casework.statistics.measures import MEASURES
from casework.statistics.members import sum_of_members
from casework.statistics.rules import CountingRules
from casework.statistics.scope import Scope
from casework.store.declared import DeclaredFigure
from casework.store.reconciling import FigureReconciliation


@dataclass(frozen=True, slots=True)
class Reconciled:
    """`question`, `counted`: None where the records cannot be asked (no measure, no days). `known`: the note is of
    this very difference, not of an earlier count."""

    question: Question | None
    counted: int | None
    difference: int | None
    state: Explained | None
    note: str
    known: bool


def question_of(row: DeclaredFigure) -> Question | None:
    """The question to the records that a declared figure answers; None where there is none."""
    if row.measure not in MEASURES or row.first_on is None:
        return None
    if row.kind == OPENING:
        return opening_question(row.measure, row.first_on)
    return None if row.last_on is None else Question(row.first_on, row.last_on)


def reconciled(session: Session, row: DeclaredFigure, rules: CountingRules, scope: Scope) -> Reconciled:
    """What the records of `scope` give for the question of a declared figure, and the note that stands on it."""
    question = question_of(row)
    measure = MEASURES.get(row.measure)
    if question is None or measure is None or measure.population.kind not in scope.kinds:
        return Reconciled(None, None, None, None, "", False)
    counted = sum_of_members(session, measure, {}, question, rules, scope)
    query = select(FigureReconciliation).where(
        FigureReconciliation.declared_id == row.id, FigureReconciliation.known_to == ALWAYS
    )
    note = session.scalars(query).one_or_none()
    return Reconciled(
        question,
        counted,
        row.value - counted,
        None if note is None else Explained.of(note.state),
        "" if note is None else note.note,
        note is not None and note.counted == counted,
    )
