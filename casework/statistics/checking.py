"""Checks over sets, evaluated: all of one record kind in one pass, the records that stand wrong in a second one.

In the one pass every whole and every part is counted by its own condition, and beside them the records of the whole
that fall into none or into two of its parts, and those of a part that are not of the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, cast, func, or_, select
from sqlalchemy.orm import Session

from casework.domain.checks import NAMED, CheckResult, Offender, Side
from casework.domain.periods import Question
from casework.domain.quantities import CountOf
from casework.domain.vocabulary import CountingUnit, RecordKind
from casework.statistics.check_sets import Part, SetCheck
from casework.statistics.naming import named
from casework.statistics.predicates import Ask, standing
from casework.statistics.rules import CountingRules
from casework.statistics.scope import Scope
from casework.store.facts import FACTS

NONE, SEVERAL, OUTSIDE, NOT_AMONG = (
    "không thuộc phần nào",
    "thuộc {count} phần cùng lúc",
    "thuộc một phần mà không thuộc tổng",
    "được đếm trong “{part}” mà không thuộc “{whole}” hoặc thiếu căn cứ",
)
"""Why a record stands wrong."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A check with its conditions made for one question: whether the whole holds (and what must be shown besides), and
    how many parts do."""

    check: SetCheck
    whole: ColumnElement[int]
    held: ColumnElement[int]
    shown: ColumnElement[int] | None

    @property
    def wrong(self) -> ColumnElement[bool]:
        """The record stands wrong."""
        if self.check.within:
            missing = self.whole == 0
            return and_(self.held == 1, missing if self.shown is None else or_(missing, self.shown == 0))
        return or_(and_(self.whole == 1, self.held != 1), and_(self.whole == 0, self.held > 0))


def _one(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


def _placed(check: SetCheck, ask: Ask) -> _Placed:
    held = sum((_one(part.condition(ask)) for part in check.parts[1:]), _one(check.parts[0].condition(ask)))
    shown = None if check.shown is None else _one(check.shown(ask))
    return _Placed(check, _one(check.whole.condition(ask)), held, shown)


def _counted(part: Part, ask: Ask) -> ColumnElement[int]:
    if part.quantity is None:
        return func.count().filter(part.condition(ask))
    summed = func.sum(ask.table.c[part.quantity]).filter(part.condition(ask))
    return cast(func.coalesce(summed, 0), Integer)


def set_results(
    session: Session, checks: Sequence[SetCheck], question: Question, rules: CountingRules, scope: Scope
) -> Iterator[CheckResult]:
    """What these checks find among the records in `scope`, in their order; of kinds outside it they find nothing."""
    for kind in dict.fromkeys(check.kind for check in checks):
        if kind in scope.kinds:
            of_kind = [check for check in checks if check.kind is kind]
            yield from _of_kind(session, kind, of_kind, question, rules, scope)


def _of_kind(
    session: Session,
    kind: RecordKind,
    checks: Sequence[SetCheck],
    question: Question,
    rules: CountingRules,
    scope: Scope,
) -> Iterator[CheckResult]:
    table = FACTS[kind]
    ask = Ask(table, question, rules)
    placed = [_placed(check, ask) for check in checks]
    columns: list[ColumnElement[int]] = []
    for one in placed:
        columns += [_counted(part, ask) for part in (one.check.whole, *one.check.parts)]
        columns.append(func.count().filter(one.wrong))
    seen = (standing(ask), *scope.conditions(kind, table.c.record_id))
    row: Sequence[int] = session.execute(select(*columns).where(*seen)).one()
    place = 0
    for one in placed:
        width = len(one.check.parts) + 2
        numbers = row[place : place + width]
        place += width
        offenders = _offenders(session, one, seen, scope) if numbers[-1] else ()
        yield _result(one.check, numbers, offenders)


def _result(check: SetCheck, numbers: Sequence[int], offenders: tuple[Offender, ...]) -> CheckResult:
    whole = _side(check.whole, numbers[0], check.unit)
    parts = tuple(
        _side(part, number, check.unit)
        for part, number in zip(check.parts, numbers[1:-1], strict=True)
        if number or not part.optional
    )
    return CheckResult(
        check.code,
        check.label,
        check.check,
        check.statement,
        (whole,),
        parts,
        offenders,
        numbers[-1],
        "≥" if check.within else "=",
        check.severity,
    )


def _side(part: Part, number: int, unit: CountingUnit) -> Side:
    return Side(part.label, CountOf(number, part.unit or unit), part.code, part.cell)


def _offenders(session: Session, one: _Placed, seen: Sequence[Any], scope: Scope) -> tuple[Offender, ...]:
    """The first records that stand wrong, each with why."""
    check = one.check
    record_id = FACTS[check.kind].c.record_id
    query = select(record_id, one.whole, one.held).where(*seen, one.wrong).order_by(record_id).limit(NAMED)
    return named(session, check.kind, [(row[0], _why(check, row[1], row[2])) for row in session.execute(query)], scope)


def _why(check: SetCheck, whole: int, held: int) -> str:
    if check.within:
        return NOT_AMONG.format(part=check.parts[0].label, whole=check.whole.label)
    if not whole:
        return OUTSIDE
    return SEVERAL.format(count=held) if held else NONE
