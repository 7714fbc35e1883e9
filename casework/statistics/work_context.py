"""What the branches of the work lists share: the columns of a line, who has to act, and which records are seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    Integer,
    String,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    true,
)

from casework.domain.access import Reader
from casework.domain.items import AssignmentPart, ItemKind
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind
from casework.domain.work import WORK_KINDS, What
from casework.statistics import predicates as p
from casework.statistics.rules import CountingRules
from casework.statistics.scope import visible
from casework.store.account_tables import User
from casework.store.base import BigKey
from casework.store.facts import FACTS
from casework.store.items import ITEMS
from casework.store.journal import JournalEntry
from casework.store.records import RECORDS

Condition = ColumnElement[bool]

IN_HAND: Mapping[RecordKind, Callable[[p.Ask], Condition]] = MappingProxyType(
    {kind: p.petition_in_hand if kind is RecordKind.PETITION else p.still_open for kind in WORK_KINDS}
)
"""Đang phải giải quyết, for each kind that is worked on."""


def standing(given: FromClause) -> tuple[Condition, ...]:
    """The assignment was neither struck out nor ended."""
    return given.c.struck.is_(False), given.c.ended_on.is_(None)


class Context:
    """A record with its newest lead assignment, and who gave it: who has to act follows from these."""

    def __init__(self, kind: RecordKind) -> None:
        """Takes the kind of the record; each context stands for itself in a query."""
        self.record = RECORDS[kind].alias()
        self.lead = ITEMS[ItemKind.ASSIGNMENT].alias()
        self.entry = JournalEntry.__table__.alias()
        self.asker = User.__table__.alias()
        newer = ITEMS[ItemKind.ASSIGNMENT].alias()

        def leads(given: FromClause) -> tuple[Condition, ...]:
            mine = (given.c.of_kind == kind.value, given.c.of_id == self.record.c.id)
            return (*mine, given.c.part == AssignmentPart.LEAD.value, *standing(given))

        newest = not_(select(newer.c.id).where(*leads(newer), newer.c.id > self.lead.c.id).exists())
        self._on = and_(*leads(self.lead), newest)

    def joined(self, base: FromClause, key: ColumnElement[Any]) -> FromClause:
        """`base`, whose column `key` is the record's id, with all that this context asks."""
        return (
            base.join(self.record, self.record.c.id == key)
            .outerjoin(self.lead, self._on)
            .outerjoin(self.entry, self.entry.c.position == self.lead.c.created_position)
            .outerjoin(self.asker, self.asker.c.id == self.entry.c.actor_id)
        )

    @property
    def refused(self) -> Condition:
        """The unit refused: the record waits for whoever gave it."""
        return self.lead.c.refused_on.is_not(None)

    @property
    def what(self) -> ColumnElement[str]:
        """What has to be done with the record itself."""
        lead = self.lead.c
        return case(
            (self.refused, What.REFUSAL.value),
            (lead.escalated_on.is_not(None), What.ESCALATED.value),
            (and_(lead.id.is_not(None), lead.accepted_on.is_(None)), What.ACCEPT.value),
            else_=What.RECORD.value,
        )

    @property
    def unit(self) -> ColumnElement[Any]:
        """The unit that has to act: to which it was given, else the one the register names, else the register's own."""
        own = self.record.c.office_id
        named = func.coalesce(self.record.c.unit_id, own) if "unit_id" in self.record.c else own
        back = func.coalesce(self.asker.c.unit_id, own)
        return case((self.lead.c.id.is_(None), named), (self.refused, back), else_=self.lead.c.unit_id)

    @property
    def person(self) -> ColumnElement[Any]:
        """The person who has to act; None: whoever the unit chooses."""
        return case((self.refused, self.entry.c.actor_id), else_=self.lead.c.person_id)


def columns_of(
    kind: ColumnElement[Any] | RecordKind,
    record_id: ColumnElement[Any],
    what: ColumnElement[Any] | What,
    due_on: ColumnElement[Any] | None,
    overdue: Condition,
    acting: tuple[ColumnElement[Any] | None, ColumnElement[Any] | None],
    waiting: tuple[ColumnElement[Any] | None, ColumnElement[Any] | None],
    *,
    item_id: ColumnElement[Any] | None = None,
    code: ColumnElement[Any] | None = None,
    subject: ColumnElement[Any] | None = None,
) -> tuple[ColumnElement[Any], ...]:
    """The columns of a line, the same for each branch. `acting`, `waiting`: unit and person; None is empty."""

    def or_null(column: ColumnElement[Any] | None, sort: Any) -> ColumnElement[Any]:
        return cast(null(), sort) if column is None else column

    return (
        (literal(kind.value, String(20)) if isinstance(kind, RecordKind) else kind).label("kind"),
        record_id.label("record_id"),
        (literal(what.value, String(20)) if isinstance(what, What) else what).label("what"),
        or_null(item_id, BigKey).label("item_id"),
        or_null(code, String(30)).label("code"),
        or_null(due_on, Date).label("due_on"),
        case((overdue, 1), else_=0).label("overdue"),
        or_null(acting[0], Integer).label("unit_id"),
        or_null(acting[1], Integer).label("person_id"),
        or_null(waiting[0], Integer).label("for_unit"),
        or_null(waiting[1], Integer).label("for_person"),
        or_null(subject, String(200)).label("subject"),
    )


def past(column: ColumnElement[Any], day: date) -> Condition:
    """The day in `column` has passed on `day`."""
    return and_(column.is_not(None), column < day)


def seen_by(reader: Reader, kind: RecordKind, key: ColumnElement[Any]) -> Condition:
    """The reader may see the record with the id `key`: asked for each open line, of which there are few, so that no
    database begins with all that a unit's register ever held."""
    record = RECORDS[kind]
    seen = visible(reader, kind, record.c.id)
    if seen is None:
        return true()
    return select(record.c.id).where(record.c.id == key, seen).correlate_except(record).exists()


def of_seen(
    reader: Reader, kinds: Sequence[RecordKind], item: FromClause, day: date, rules: CountingRules, in_hand: bool
) -> Condition:
    """The item belongs to a record that the reader may see; `in_hand`: and that is still open."""
    ways: list[Condition] = []
    for kind in kinds:
        of_kind: list[Condition] = [item.c.of_kind == kind.value, seen_by(reader, kind, item.c.of_id)]
        if in_hand:
            facts = FACTS[kind].alias()
            ask = p.Ask(facts, Question(day, day), rules)
            here = select(facts.c.record_id).where(facts.c.record_id == item.c.of_id)
            of_kind.append(here.where(p.standing(ask), IN_HAND[kind](ask)).exists())
        ways.append(and_(*of_kind))
    return or_(false(), *ways)


def with_maker(item: FromClause) -> tuple[FromClause, FromClause, FromClause]:
    """`item` with the entry that made it and whoever did: (all three joined, entry, maker)."""
    entry, maker = JournalEntry.__table__.alias(), User.__table__.alias()
    joined = item.join(entry, entry.c.position == item.c.created_position).join(maker, maker.c.id == entry.c.actor_id)
    return joined, entry, maker
