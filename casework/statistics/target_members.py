"""The counts behind a target and the open records nearest to being counted: a rate's denominator less its numerator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, not_, select
from sqlalchemy.orm import Session

from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind
from casework.statistics.catalogue import RateMeasure
from casework.statistics.members import member_condition, sum_of_members
from casework.statistics.predicates import Ask, Predicate, opened_in_period
from casework.statistics.rules import CountingRules
from casework.statistics.scope import Scope
from casework.store.facts import FACTS


@dataclass(frozen=True, slots=True)
class TargetCounts:
    """`done` of `total`; `received`: how many of the total began in the period."""

    done: int
    total: int
    received: int


@dataclass(frozen=True, slots=True)
class NearOpen:
    """A record that is not counted yet: when it is due, when it began, its state, its unit."""

    record_id: int
    due_on: date | None
    opened_on: date
    state: str
    unit_id: int | None


def target_counts(
    session: Session, rate: RateMeasure, question: Question, rules: CountingRules, scope: Scope
) -> TargetCounts:
    """The counts of a rate in `scope`, and how many of the whole began in the period."""
    kind = rate.denominator.population.kind
    table = FACTS[kind]
    began = and_(member_condition(rate.denominator, {}, question, rules), opened_in_period(Ask(table, question, rules)))
    fresh = select(func.count()).where(began, *scope.conditions(kind, table.c.record_id))
    return TargetCounts(
        sum_of_members(session, rate.numerator, {}, question, rules, scope),
        sum_of_members(session, rate.denominator, {}, question, rules, scope),
        session.scalar(fresh) or 0,
    )


def not_yet(rate: RateMeasure, question: Question, rules: CountingRules) -> Predicate:
    """The members of a rate's denominator that are not of its numerator."""
    ask = Ask(FACTS[rate.denominator.population.kind], question, rules)
    whole = member_condition(rate.denominator, {}, question, rules)
    return and_(whole, not_(func.coalesce(rate.numerator.condition(ask), False)))


def nearest_open(
    session: Session, rate: RateMeasure, question: Question, rules: CountingRules, scope: Scope, most: int
) -> list[NearOpen]:
    """The open records of a target, those due first before all others; those without a due day by their age, last."""
    kind = rate.denominator.population.kind
    table = FACTS[kind]
    unit = table.c["unit_id"] if "unit_id" in table.c else table.c["office_id"]
    state = table.c["state"] if "state" in table.c and kind is not RecordKind.RECEPTION else None
    columns = [
        table.c.record_id,
        table.c.due_on,
        table.c.opened_on,
        unit.label("unit"),
        *([] if state is None else [state]),
    ]
    query = (
        select(*columns)
        .where(not_yet(rate, question, rules), *scope.conditions(kind, table.c.record_id))
        .order_by(table.c.due_on.is_(None), table.c.due_on, table.c.opened_on, table.c.record_id)
        .limit(most)
    )
    return [
        NearOpen(row.record_id, row.due_on, row.opened_on, row._mapping.get("state") or "", row.unit)
        for row in session.execute(query)
    ]
