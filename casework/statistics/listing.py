"""Lists of records: those behind a figure, or a register as of a day, with filters, search and pages.

The list and the figure come from one condition (`members.member_condition`), so that they cannot come apart.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal_column, select
from sqlalchemy.orm import Session

from casework.domain.events import FACT_FIELDS, ROW_EVENTS
from casework.domain.fields import Shape, field
from casework.domain.periods import Question
from casework.domain.vocabulary import CaseStatus, RecordKind
from casework.statistics import dimensions as d
from casework.statistics.catalogue import Dimension, Measure
from casework.statistics.members import UnknownFigureError, cut, member_condition
from casework.statistics.overdue import OVERDUE
from casework.statistics.predicates import Ask, standing
from casework.statistics.rules import CountingRules
from casework.statistics.scope import Scope
from casework.store.facts import FACTS
from casework.store.memory import position_of_kinds, remembered
from casework.store.records import RECORDS
from casework.store.search import matches

DIMENSIONS: Mapping[RecordKind, tuple[Dimension, ...]] = MappingProxyType(
    {
        RecordKind.PETITION: d.PETITIONS,
        RecordKind.RECEPTION: d.RECEPTIONS,
        RecordKind.LETTER: d.LETTERS,
        RecordKind.CASE: d.CASES,
        RecordKind.FEEDBACK: d.FEEDBACK,
    }
)

FACT_NAMES = ("opened_on", "closed_on", "due_on", "state")


@dataclass(frozen=True, slots=True)
class Listing:
    """What is listed: a register (`kind`) as of a day, or the members of `measure`; `cell` narrows it by dimensions,
    `search` by words. `scope`: the rows that the reader may see; `with_person`: he may see, and so search, identities.
    """

    kind: RecordKind
    question: Question
    rules: CountingRules
    scope: Scope
    measure: Measure | None = None
    cell: Mapping[str, str] = dataclass_field(default_factory=dict)
    search: str = ""
    with_person: bool = False
    sort: str = ""


SORTS: Mapping[str, str] = MappingProxyType(
    {"": "mới nhất trước", "oldest": "cũ nhất trước", "due": "đến hạn sớm trước", "closed": "mới kết thúc trước"}
)
"""The orders in which a register may be read, by what the address says."""

COUNTED_TO = 10_000
"""Up to here the length of a list is told exactly; beyond, that there are more, and the number when it is asked for."""


def _condition(listing: Listing, record_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """The condition on a row of facts, and on the column that holds the record's id."""
    return and_(_asked(listing), *listing.scope.conditions(listing.kind, record_id))


def _asked(listing: Listing) -> ColumnElement[bool]:
    if listing.measure is not None:
        return member_condition(listing.measure, listing.cell, listing.question, listing.rules)
    ask = Ask(FACTS[listing.kind], listing.question, listing.rules)
    known = {dimension.code: dimension for dimension in DIMENSIONS[listing.kind]}
    for name in listing.cell:
        if name not in known:
            raise UnknownFigureError(f"{listing.kind.label} không lọc được theo “{name}”.")
    return and_(standing(ask), *(cut(known[name], ask, key) for name, key in listing.cell.items()))


def _found(session: Session, listing: Listing) -> ColumnElement[bool] | None:
    if not listing.search.strip():
        return None
    dialect = session.connection().dialect.name
    return matches(dialect, listing.kind, listing.search, listing.with_person)


def _key(listing: Listing) -> tuple[Hashable, ...]:
    """What tells one listing from another: under this its count and its pages are remembered."""
    cell = tuple(sorted(listing.cell.items()))
    code = listing.measure.code if listing.measure else ""
    scope = listing.scope
    return (listing.kind, listing.question, listing.rules, scope, code, cell, listing.search, listing.with_person)


def count_listed(session: Session, listing: Listing) -> int:
    """How many records are listed."""
    return remembered(
        session,
        ("listed", *_key(listing)),
        lambda: _count_listed(session, listing),
        position_of_kinds(listing.kind.value),
    )


@dataclass(frozen=True, slots=True)
class Total:
    """How many records are listed: exactly `count`, or `more` than that."""

    count: int
    more: bool = False


def count_to_limit(session: Session, listing: Listing) -> Total:
    """How many records are listed, counted no further than `COUNTED_TO`."""
    known = remembered(
        session,
        ("listed to limit", *_key(listing)),
        lambda: _count_listed(session, listing, COUNTED_TO + 1),
        position_of_kinds(listing.kind.value),
    )
    return Total(COUNTED_TO, more=True) if known > COUNTED_TO else Total(known)


def _count_listed(session: Session, listing: Listing, most: int | None = None) -> int:
    facts, record = FACTS[listing.kind], RECORDS[listing.kind]
    found = _found(session, listing)
    query: Select[Any] = select(literal_column("1")).select_from(facts)
    if found is None:
        query = query.where(_condition(listing, facts.c.record_id))
    else:
        query = query.join(record, record.c.id == facts.c.record_id).where(found, _condition(listing, record.c.id))
    return int(session.scalar(select(func.count()).select_from(query.limit(most).subquery())) or 0)


def _select(session: Session, listing: Listing, columns: Sequence[str]) -> Select[Any]:
    facts, record = FACTS[listing.kind], RECORDS[listing.kind]
    overdue = OVERDUE[listing.kind](Ask(facts, listing.question, listing.rules)).label("fact_overdue")
    own = (facts.c[name].label(f"fact_{name}") for name in FACT_NAMES)
    query = (
        select(record.c.id, *own, overdue, *(_shown(listing, c) for c in columns))
        .join(record, record.c.id == facts.c.record_id)
        .where(_condition(listing, record.c.id))
    )
    found = _found(session, listing)
    if found is not None:
        query = query.where(found)
    return query.order_by(*_order(listing))


def _order(listing: Listing) -> tuple[ColumnElement[Any], ...]:
    facts = FACTS[listing.kind]
    orders: dict[str, tuple[ColumnElement[Any], ...]] = {
        "": (facts.c.opened_on.desc(), facts.c.record_id.desc()),
        "oldest": (facts.c.opened_on, facts.c.record_id),
        "due": (facts.c.due_on.is_(None), facts.c.due_on, facts.c.record_id),
        "closed": (facts.c.closed_on.is_(None), facts.c.closed_on.desc(), facts.c.record_id.desc()),
    }
    return orders.get(listing.sort, orders[""])


DUE_FIELDS = frozenset({"stated_due_on", "extended_to"})

TOLD_ON: Mapping[RecordKind, Mapping[str, str]] = MappingProxyType(
    {
        kind: {name: rule.day_field for rule in rules if rule.day_field for name in rule.sets}
        for kind, rules in ROW_EVENTS.items()
    }
)
"""The field that holds the day on which another one came to be told (a decision's number: the day of the decision)."""


def _shown(listing: Listing, name: str) -> ColumnElement[Any]:
    """A field as it stood on the as-of day: the counted ones from the facts, what an act told only if it had come."""
    facts, record = FACTS[listing.kind], RECORDS[listing.kind]
    if name in FACT_FIELDS[listing.kind]:
        return facts.c[name]
    if listing.kind is RecordKind.CASE and name == "status":
        ended = (facts.c.closed_on.is_not(None), CaseStatus.FINISHED.value)
        return case(ended, else_=CaseStatus.OPEN.value).label(name)
    day = name if field(listing.kind, name).shape is Shape.DATE and name not in DUE_FIELDS else None
    day = day or TOLD_ON[listing.kind].get(name)
    if day is None:
        return record.c[name]
    return case((record.c[day] > listing.question.as_of, None), else_=record.c[name]).label(name)


def list_page(session: Session, listing: Listing, columns: Sequence[str], offset: int, limit: int) -> list[Any]:
    """Rows of one page, newest first: id, fact_opened_on, fact_closed_on, fact_due_on, fact_state, fact_overdue,
    columns."""
    return remembered(
        session,
        ("page", *_key(listing), listing.sort, tuple(columns), offset, limit),
        lambda: list(session.execute(_select(session, listing, columns).offset(offset).limit(limit)).all()),
        position_of_kinds(listing.kind.value),
    )


def stream(session: Session, listing: Listing, columns: Sequence[str]) -> Iterator[Any]:
    """Every listed row, in the order of the pages, without a cap."""
    query = _select(session, listing, columns).execution_options(yield_per=2000)
    yield from session.execute(query)
