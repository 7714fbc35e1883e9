"""Which records of a kind are overdue: the predicate of the catalogue, asked for the rows of a list or one record.

A list and a record page ask the same words that the figures count (design.md, decision 1); none is written again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from casework.domain.vocabulary import RecordKind
from casework.statistics import predicates as p

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
