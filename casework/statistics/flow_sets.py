"""The sets of a flow, as SQL over stretches of facts: what was at hand on a day, and each change of it in the period.

A change is the day on which a stretch begins. It is compared with the stretch that ended on that very day: out of hand
before and at hand now is coming, the other way round going, another unit is both. A stretch that begins without one
before it is a record's beginning only on its first day. So the flows are counted by themselves, never as a difference,
and a hole in a record's history shows as a record that does not add up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, exists, func, not_, or_, select
from sqlalchemy.sql.selectable import FromClause

from casework.domain.flows import COMING, Flow
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind
from casework.statistics import predicates as p
from casework.statistics.catalogue import Condition
from casework.statistics.predicates import Ask, Predicate
from casework.statistics.rules import CountingRules
from casework.statistics.scope import Scope
from casework.store.facts import FACTS
from casework.store.journal import JournalEvent
from casework.store.records import RECORDS


def _not_repeated(a: Ask) -> Predicate:
    return a.table.c.repeats_case.is_not(True)


def _case_in_hand(a: Ask) -> Predicate:
    return and_(_not_repeated(a), p.still_open(a))


@dataclass(frozen=True, slots=True)
class Stock:
    """What is at hand (`in_hand`), and which records are counted when they begin (`counted`), whatever becomes of them
    on the same day."""

    in_hand: Condition
    counted: Condition


STOCKS: Mapping[RecordKind, Stock] = MappingProxyType(
    {
        RecordKind.PETITION: Stock(p.petition_in_hand, p.everything),
        RecordKind.LETTER: Stock(p.still_open, p.everything),
        RecordKind.CASE: Stock(_case_in_hand, _not_repeated),
        RecordKind.FEEDBACK: Stock(p.still_open, p.everything),
    }
)


@dataclass(frozen=True, slots=True)
class FlowSets:
    """The sets of one kind for one question, in `scope`."""

    kind: RecordKind
    question: Question
    rules: CountingRules
    scope: Scope

    @property
    def before(self) -> Question:
        """The end of the day before the period."""
        return Question(self.question.first, self.question.first - timedelta(days=1), self.question.known)

    def _facts(self) -> tuple[FromClause, Any, Ask]:
        """The facts, the column of the unit, and what predicates look at. A letter is its register's."""
        table = FACTS[self.kind]
        if "unit_id" in table.c:
            return table, table.c.unit_id, Ask(table, self.question, self.rules)
        record = RECORDS[self.kind].alias("kept")
        joined = table.outerjoin(record, record.c.id == table.c.record_id)
        return joined, record.c.office_id, Ask(table, self.question, self.rules)

    def stock(self) -> Select[Any]:
        """SELECT unit, at hand at the end of the day before, at hand at the end of the as-of day; one pass."""
        source, unit, ask = self._facts()
        table, held = FACTS[self.kind], STOCKS[self.kind].in_hand(ask)
        then, now = self.before.as_of, self.question.as_of
        on_then = and_(held, table.c.valid_from <= then, table.c.valid_to > then)
        on_now = and_(held, table.c.valid_from <= now, table.c.valid_to > now)
        return (
            select(unit, func.count().filter(on_then), func.count().filter(on_now))
            .select_from(source)
            .where(p.held(table.c, self.question), held, table.c.valid_from <= now, table.c.valid_to > then)
            .where(*self.scope.conditions(self.kind, table.c.record_id))
            .group_by(unit)
        )

    def changes(self) -> Subquery:
        """The stretches that begin or end in the period, each beside the one before it, with the flow that its
        beginning is (`flow`, NULL for none) and `between`: at hand before and now, in another unit."""
        rows = self._stretches().subquery("stretch")
        c = rows.c
        begins = c.valid_from >= self.question.first
        born = and_(begins, c.prev_to.is_(None), c.valid_from == c.opened_on, c.counted == 1)
        follows = and_(begins, c.prev_to == c.valid_from)
        comes = and_(follows, c.prev_stock == 0, c.stock == 1)
        goes = or_(and_(follows, c.prev_stock == 1, c.stock == 0), and_(born, c.stock == 0))
        whens: list[tuple[ColumnElement[bool], str]] = [
            (and_(comes, c.prev_closed == 1), Flow.REOPENED.value),
            (comes, Flow.MOVED_IN.value),
            (and_(goes, c.closed == 1), Flow.FINISHED.value),
            (goes, Flow.MOVED_OUT.value),
            (born, Flow.RECEIVED.value),
        ]
        moved = and_(follows, c.prev_stock == 1, c.stock == 1, c.prev_unit.is_distinct_from(c.unit))
        return select(
            c.record_id,
            c.valid_from,
            c.valid_to,
            c.unit,
            case((follows, c.prev_unit), else_=c.unit).label("left_unit"),
            c.stock,
            case(*whens, else_=None).label("flow"),
            _flag(born).label("born"),
            _flag(moved).label("between"),
        ).subquery("change")

    def _stretches(self) -> Select[Any]:
        source, unit, ask = self._facts()
        table, stock = FACTS[self.kind], STOCKS[self.kind]
        c, first, last = table.c, self.question.first, self.question.as_of
        over: dict[str, Any] = {"partition_by": c.record_id, "order_by": (c.valid_from, c.known_from)}
        in_hand, closed = _flag(stock.in_hand(ask)), _flag(p.closed(ask))
        return (
            select(
                c.record_id,
                c.valid_from,
                c.valid_to,
                c.opened_on,
                unit.label("unit"),
                in_hand.label("stock"),
                closed.label("closed"),
                _flag(stock.counted(ask)).label("counted"),
                func.lag(c.valid_to).over(**over).label("prev_to"),
                func.lag(in_hand).over(**over).label("prev_stock"),
                func.lag(closed).over(**over).label("prev_closed"),
                func.lag(unit).over(**over).label("prev_unit"),
            )
            .select_from(source)
            .where(p.held(c, self.question), c.valid_from <= last, c.valid_to >= first)
            .where(or_(c.valid_from >= first, c.valid_to <= last))
            .where(*self.scope.conditions(self.kind, c.record_id))
        )

    def unbalanced(self) -> Select[Any]:
        """SELECT record, what is too much or too little of it: at hand before + came – went – at hand now, if not 0."""
        c = self.changes().c
        came = or_(c.born == 1, c.flow.in_([flow.value for flow in COMING]))
        went = c.flow.in_((Flow.FINISHED.value, Flow.MOVED_OUT.value))
        opening = and_(c.valid_from < self.question.first, c.stock == 1)
        closing = and_(c.valid_to > self.question.as_of, c.stock == 1)
        rest = func.sum(_flag(opening) + _flag(came) - _flag(went) - _flag(closing))
        return select(c.record_id, rest).group_by(c.record_id).having(rest != 0)

    def untold(self) -> Select[Any]:
        """SELECT record, day: changes on a day of which the journal tells no event of the record."""
        change = self.changes()
        c, event = change.c, JournalEvent.__table__.c
        # Counted with, so that SQLite finds the few events of a record by the record, not all of a kind by position.
        known = () if self.question.known is None else (event.position + 0 <= self.question.known,)
        told = exists().where(
            event.record_id == c.record_id,
            event.kind == self.kind.value,
            event.happened_on == c.valid_from,
            *known,
        )
        changed = or_(c.flow.is_not(None), c.between == 1)
        return select(c.record_id, c.valid_from).where(changed, not_(told))

    def members(self, flow: Flow, unit: int | None, whole: bool) -> Select[int]:
        """SELECT of the records of one flow: of the whole, or of a unit (None: not known), with what came to it from,
        or went from it to, another unit."""
        c = self.changes().c
        here, there = c.unit, c.left_unit
        if flow is Flow.RECEIVED:
            held, place = c.born == 1, here
        elif flow in COMING:
            held, place = c.flow == flow.value, here
        else:
            held, place = c.flow == flow.value, there
        query = select(c.record_id).order_by(c.record_id)
        if whole:
            return query.where(held)
        if flow in (Flow.MOVED_IN, Flow.MOVED_OUT):
            held = or_(held, c.between == 1)
        return query.where(held, place.is_(None) if unit is None else place == unit)


def _flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)
