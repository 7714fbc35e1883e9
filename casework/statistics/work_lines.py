"""The work lists: which lines stand in which, how many, and a page of them.

Which lines belong to a list is a condition over all lines (`work_branches`), so that the count on the first page and
the list that it opens are the same question.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Subquery,
    and_,
    case,
    func,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session

from casework.domain.access import Act, Reader, level, may
from casework.domain.access_levels import Level
from casework.domain.vocabulary import RecordKind
from casework.domain.work import FOR_HEADS, FOR_OPINION, WORK_KINDS, What, Whose, WorkList, WorkQuery, soon
from casework.statistics.row_scope import RowScope
from casework.statistics.rules import CountingRules, load_rules
from casework.statistics.work_branches import (
    contribution_lines,
    duty_lines,
    promise_lines,
    proposal_lines,
    record_lines,
)
from casework.store.memory import remembered

Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One thing to do. `overdue`: as its figure counts it; `item_id` None: the record itself."""

    kind: RecordKind
    record_id: int
    what: What
    item_id: int | None
    code: str
    due_on: date | None
    overdue: bool
    unit_id: int | None
    person_id: int | None


def lines(reader: Reader, kind: RecordKind | None, day: date, rules: CountingRules) -> Subquery:
    """Every line that `reader` may see, of one kind or of all, as of the end of `day`."""
    seen = [one for one in RecordKind if level(reader, one) >= Level.LIST and kind in (None, one)]
    worked = [one for one in WORK_KINDS if one in seen]
    branches = [
        *(record_lines(reader, one, day, rules) for one in worked),
        *(duty_lines(reader, one, day) for one in seen),
        *(make(reader, worked, day, rules) for make in (contribution_lines, proposal_lines, promise_lines)),
    ]
    return union_all(*branches).subquery("lines")


def _acting(line: Subquery, reader: Reader, whose: Whose) -> Condition:
    """The reader, or his unit, has to act."""
    mine = line.c.person_id == reader.user_id
    if whose is Whose.ALL:
        return true()
    return mine if whose is Whose.ME or reader.unit_id is None else or_(mine, line.c.unit_id == reader.unit_id)


def _waited_for(line: Subquery, reader: Reader, whose: Whose) -> Condition:
    """The reader, or his unit, waits for another unit to act."""
    other = and_(line.c.unit_id.is_not(None), line.c.unit_id.is_distinct_from(line.c.for_unit))
    mine = line.c.for_person == reader.user_id
    if whose is Whose.ME:
        return and_(other, mine)
    if whose is Whose.UNIT:
        return and_(other, or_(mine, line.c.for_unit == reader.unit_id) if reader.unit_id is not None else mine)
    return other


def in_list(line: Subquery, reader: Reader, query: WorkQuery, day: date) -> Condition:
    """The condition that a line stands in the list that `query` names; its filters apart."""
    acting = _acting(line, reader, query.whose)
    if query.list is WorkList.DUE_SOON:
        return and_(acting, line.c.due_on >= day, line.c.due_on <= soon(day, query.within))
    if query.list is WorkList.OVERDUE:
        return and_(acting, line.c.overdue == 1)
    if query.list is WorkList.WAITING:
        return _waited_for(line, reader, query.whose)
    if query.list is WorkList.AWAITING:
        heads = [what.value for what in FOR_HEADS]
        if not may(reader.role, Act.APPROVE):
            return and_(acting, line.c.what == What.REFUSAL.value)
        # What is put to no unit waits for the leaders, who have none.
        own_unit = and_(line.c.what.in_(heads), line.c.unit_id.is_not_distinct_from(reader.unit_id))
        return and_(line.c.what.in_([what.value for what in FOR_OPINION]), or_(acting, own_unit))
    return acting


def _filters(line: Subquery, query: WorkQuery) -> Iterator[Condition]:
    if query.unit_id is not None:
        yield line.c.unit_id == query.unit_id
    if query.person_id is not None:
        yield line.c.person_id == query.person_id
    if query.subject:
        yield line.c.subject == query.subject


def _key(reader: Reader, query: WorkQuery, day: date) -> tuple[Any, ...]:
    return RowScope.of(reader), reader.user_id, reader.unit_id, query, day


def count_lines(session: Session, reader: Reader, query: WorkQuery, day: date) -> int:
    """How many lines stand in the list that `query` asks for."""
    return counts(session, reader, query, day)[query.list]


Counts = Mapping[WorkList, int]


def counts_by_unit(session: Session, reader: Reader, query: WorkQuery, day: date) -> Mapping[int | None, Counts]:
    """How many lines each list has for each unit that has any in one of them, under the other filters of `query`: all
    in one pass, whatever unit is asked for."""
    every = replace(query.other(WorkList.MINE), unit_id=None)

    def make() -> Mapping[int | None, Counts]:
        line = lines(reader, query.kind, day, load_rules(session))
        sums = [
            func.coalesce(func.sum(case((in_list(line, reader, every.other(which), day), 1), else_=0)), 0)
            for which in WorkList
        ]
        found = select(line.c.unit_id, *sums).where(*_filters(line, every)).group_by(line.c.unit_id)
        rows = [(unit, tuple(map(int, counted))) for unit, *counted in session.execute(found)]
        return MappingProxyType(
            {unit: MappingProxyType(dict(zip(WorkList, row, strict=True))) for unit, row in rows if any(row)}
        )

    return remembered(session, ("work counts", *_key(reader, every, day)), make)


def counts(session: Session, reader: Reader, query: WorkQuery, day: date) -> Counts:
    """How many lines each list has under the filters of `query`."""
    by_unit = counts_by_unit(session, reader, query, day)
    asked = [row for unit, row in by_unit.items() if query.unit_id in (None, unit)]
    return MappingProxyType({which: sum(row[which] for row in asked) for which in WorkList})


def line_page(session: Session, reader: Reader, query: WorkQuery, day: date, offset: int, limit: int) -> list[WorkLine]:
    """Lines of the list, the most urgent first: by due date, those without one last."""
    line = lines(reader, query.kind, day, load_rules(session))
    wanted = ("kind", "record_id", "what", "item_id", "code", "due_on", "overdue", "unit_id", "person_id")
    found = (
        select(*(line.c[name] for name in wanted))
        .where(in_list(line, reader, query, day), *_filters(line, query))
        .order_by(
            line.c.due_on.is_(None),
            line.c.due_on,
            line.c.kind,
            line.c.record_id.desc(),
            line.c.what,
            line.c.item_id,
            line.c.code,
        )
        .offset(offset)
        .limit(limit)
    )
    return [
        WorkLine(
            RecordKind.of(row.kind),
            row.record_id,
            What(row.what),
            row.item_id,
            row.code or "",
            row.due_on,
            bool(row.overdue),
            row.unit_id,
            row.person_id,
        )
        for row in session.execute(found)
    ]
