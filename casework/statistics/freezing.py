"""Freezing: who is counted in the figures of a question, one pass over the facts of each record kind.

The bits of a row come from the same conditions as the figures themselves (`predicates`, `catalogue`); the definitions
are kept as text and as the condition that was asked, so that a later change of either is seen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, false, literal, or_, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from casework.domain.frozen import FrozenRow, FrozenShape
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind
from casework.statistics.catalogue import Dimension, Measure
from casework.statistics.columns import column_of, quantity_of
from casework.statistics.counting import key_text
from casework.statistics.list_conditions import DIMENSIONS
from casework.statistics.measures import MEASURES
from casework.statistics.predicates import Ask, standing
from casework.statistics.rules import CountingRules
from casework.statistics.scope import Scope
from casework.store.facts import FACTS
from casework.store.records import RECORDS

WORD = 30
"""How many measures stand in one integer of an answer: no database overflows it."""


def measures_of(kind: RecordKind, codes: Collection[str] | None = None) -> list[Measure]:
    """The measures of a kind in the order of the catalogue; `codes`: only these."""
    found = [m for m in MEASURES.values() if m.population.kind is kind]
    return found if codes is None else [m for m in found if m.code in codes]


def shape_of(kind: RecordKind, measures: Sequence[Measure]) -> FrozenShape:
    """What a frozen population of these measures tells."""
    quantities = dict.fromkeys(m.quantity for m in measures if m.quantity)
    return FrozenShape(
        kind.value,
        tuple((m.code, m.quantity or "") for m in measures),
        tuple(one.code for one in DIMENSIONS[kind]),
        tuple(quantities),
    )


@dataclass(frozen=True, slots=True)
class Freezing:
    """What is frozen: the measures of one kind, as a question asks them under the rules, of the rows in scope."""

    kind: RecordKind
    measures: Sequence[Measure]
    question: Question
    rules: CountingRules
    scope: Scope

    @property
    def shape(self) -> FrozenShape:
        """What the rows tell."""
        return shape_of(self.kind, self.measures)

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """The dimensions of the rows' keys."""
        return DIMENSIONS[self.kind]


def frozen_rows(session: Session, what: Freezing, ids: Collection[int] | None = None) -> Iterator[FrozenRow]:
    """The records that any of the measures counts, ordered by id, streamed. `ids`: of these records only."""
    if not what.measures:
        return
    table, record = FACTS[what.kind], RECORDS[what.kind]
    ask = Ask(table, what.question, what.rules)
    populations = {m.population.code: m.population.condition(ask) for m in what.measures}
    words = [
        _word(what.measures[start : start + WORD], populations, ask) for start in range(0, len(what.measures), WORD)
    ]
    code: ColumnElement[Any] = record.c.code if "code" in record.c else literal("")
    keys = [column_of(table, one.column) for one in what.dimensions]
    amounts = [quantity_of(table, name) for name in what.shape.quantities]
    query = (
        select(table.c.record_id, code, *words, *keys, *amounts)
        .join(record, record.c.id == table.c.record_id)
        .where(standing(ask), or_(false(), *populations.values()), *what.scope.conditions(what.kind, table.c.record_id))
        .order_by(table.c.record_id)
    )
    if ids is not None:
        query = query.where(table.c.record_id.in_(sorted(ids)))
    first, last = 2 + len(words), 2 + len(words) + len(keys)
    for row in session.execute(query.execution_options(yield_per=2_000)):
        mask = sum(word << WORD * place for place, word in enumerate(row[2:first]))
        if mask:
            yield FrozenRow(
                row[0],
                row[1] or "",
                mask,
                tuple(map(key_text, row[first:last])),
                tuple(int(amount or 0) for amount in row[last:]),
            )


def _word(measures: Sequence[Measure], populations: dict[str, Any], ask: Ask) -> ColumnElement[int]:
    """One integer whose bits say which of the measures count the row."""
    bits = [
        case((and_(populations[m.population.code], m.condition(ask)), 1 << place), else_=0)
        for place, m in enumerate(measures)
    ]
    total: ColumnElement[int] = literal(0, Integer)
    for bit in bits:
        total = total + bit
    return total


SOME_YEAR = Question(date(2000, 1, 1), date(2000, 12, 31))
"""The question in which conditions are written out, so that only a change of the definition changes the text."""


def definition_of(measure: Measure, rules: CountingRules) -> dict[str, object]:
    """A measure as it is defined now: its words, and the condition that counts it, written out."""
    ask = Ask(FACTS[measure.population.kind], SOME_YEAR, rules)
    asked = and_(measure.population.condition(ask), measure.condition(ask))
    written = asked.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    return {
        "code": measure.code,
        "label": measure.label,
        "unit": measure.unit.value,
        "kind": measure.population.kind.value,
        "definition": measure.definition,
        "source": measure.source,
        "quantity": measure.quantity or "",
        "condition": " ".join(str(written).split()),
    }
