"""The members of a figure with their numbers and what each adds: what a proof of the figure lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, literal, select
from sqlalchemy.orm import Session

from casework.domain.periods import Question
from casework.statistics.catalogue import Measure
from casework.statistics.columns import quantity_of
from casework.statistics.members import member_condition
from casework.statistics.rules import CountingRules
from casework.statistics.scope import Scope
from casework.store.facts import FACTS
from casework.store.records import RECORDS


def listed_members(
    session: Session,
    measure: Measure,
    cell: Mapping[str, str],
    question: Question,
    rules: CountingRules,
    scope: Scope,
) -> list[tuple[int, str, int]]:
    """(record id, number or "", what it adds) of every member in `scope`, ordered by id. Raises UnknownFigureError."""
    kind = measure.population.kind
    table, record = FACTS[kind], RECORDS[kind]
    code: ColumnElement[Any] = record.c.code if "code" in record.c else literal("")
    amount: ColumnElement[Any] = quantity_of(table, measure.quantity) if measure.quantity else literal(1)
    query = (
        select(table.c.record_id, code, amount)
        .join(record, record.c.id == table.c.record_id)
        .where(member_condition(measure, cell, question, rules), *scope.conditions(kind, table.c.record_id))
        .order_by(table.c.record_id)
    )
    return [(row[0], row[1] or "", int(row[2] or 0)) for row in session.execute(query)]
