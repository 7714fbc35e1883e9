"""The figure of the same span a year before: declared, or counted, or unknown.

A declared figure of that span wins and names its source. Counted is it only when the register has records of every
month of that span (otherwise it was not kept yet, and a comparison would be made up). Unknown: no comparison.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, select, true
from sqlalchemy.orm import Session

from casework.domain.declaring import PUBLISHED
from casework.domain.periods import Question
from casework.statistics.catalogue import Measure
from casework.statistics.counting import count
from casework.statistics.predicates import held
from casework.statistics.rules import CountingRules
from casework.statistics.scope import Scope
from casework.store.declared import DeclaredFigure
from casework.store.facts import FACTS

COUNTED = "Tính từ hồ sơ trong hệ thống"
"""The source of a count a year before that comes from records."""
TOLERANCE = timedelta(days=7)
"""How far the as-of day may lie from the declared span's end (reports are as of 15/6, the law's span ends 14/6)."""


@dataclass(frozen=True, slots=True)
class Prior:
    """The count a year before and where it comes from; `value` None = unknown."""

    value: int | None
    declared: bool
    source: str


def prior_count(session: Session, measure: Measure, question: Question, rules: CountingRules, scope: Scope) -> Prior:
    """The count of `measure` in `scope` over the same span a year before `question`.

    What was declared is the whole's: a unit's own count, and one without denunciations, is compared with its like only.
    """
    before = question.previous_year()
    partial = scope.of_unit or measure.population.kind in scope.banded
    declared = None if partial else _declared(session, measure.code, before)
    if declared is not None:
        return Prior(declared.value, True, f"Số công bố {declared.period_label}: {declared.source}")
    if not _kept_throughout(session, measure, before, scope):
        return Prior(None, False, "Chưa có số liệu cùng kỳ năm trước")
    value = count(session, [measure], {}, before, rules, scope)[0].value
    return Prior(value, False, COUNTED)


def _declared(session: Session, code: str, before: Question) -> DeclaredFigure | None:
    query = select(DeclaredFigure).where(
        DeclaredFigure.measure == code,
        DeclaredFigure.kind == PUBLISHED,
        held(DeclaredFigure, before),
        DeclaredFigure.first_on == before.first,
        DeclaredFigure.last_on >= before.as_of - TOLERANCE,
        DeclaredFigure.last_on <= before.as_of + TOLERANCE,
    )
    return session.scalars(query.order_by(DeclaredFigure.id.desc())).first()


def _kept_throughout(session: Session, measure: Measure, before: Question, scope: Scope) -> bool:
    """Whether the register has a record in every month of the span: one look into the index a month."""
    kind = measure.population.kind
    table = FACTS[kind]
    seen = scope.conditions(kind, table.c.record_id)
    probes = [
        select(table.c.record_id)
        .where(held(table.c, before), table.c.opened_on >= first, table.c.opened_on <= last, *seen)
        .exists()
        for first, last in _months(before.first, before.as_of)
    ]
    return bool(session.scalar(select(and_(true(), *probes))))


def _months(first: date, last: date) -> list[tuple[date, date]]:
    """The first and last days of the months between two days, cut off at both ends."""
    months, day = [], first
    while day <= last:
        following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        months.append((day, min(last, following - timedelta(days=1))))
        day = following
    return months
