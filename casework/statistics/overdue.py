"""Which records of a kind are overdue: the predicate of the catalogue, asked for single records.

A list and a record page ask the same words that the figures count (design.md, decision 1); none is written again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind
from casework.statistics import predicates as p
from casework.statistics.rules import CountingRules
from casework.store.facts import FACTS

OVERDUE: Mapping[RecordKind, Callable[[p.Ask], p.Predicate]] = MappingProxyType(
    {
        RecordKind.PETITION: p.petition_overdue,
        RecordKind.RECEPTION: p.nothing,
        RecordKind.LETTER: p.open_overdue,
        RecordKind.CASE: p.case_overdue,
        RecordKind.FEEDBACK: p.open_overdue,
    }
)
"""Quá hạn, for each kind: the predicate that its measure counts; a reception has no due date."""


def overdue_among(
    session: Session, kind: RecordKind, record_ids: Sequence[int], question: Question, rules: CountingRules
) -> frozenset[int]:
    """Those of `record_ids` that are overdue on the as-of day of `question`."""
    if not record_ids or OVERDUE[kind] is p.nothing:
        return frozenset()
    table = FACTS[kind]
    ask = p.Ask(table, question, rules)
    query = select(table.c.record_id).where(table.c.record_id.in_(record_ids), p.standing(ask), OVERDUE[kind](ask))
    return frozenset(session.scalars(query))
