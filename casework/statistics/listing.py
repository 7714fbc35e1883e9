"""Lists of records: those behind a figure, or a register as of a day, with filters, search and pages.

The list and the figure come from one condition (`members.member_condition`), so that they cannot come apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, case, func, literal_column, select
from sqlalchemy.orm import Session

from casework.domain.events import FACT_FIELDS, ROW_EVENTS
from casework.domain.fields import Shape, field
from casework.domain.vocabulary import CaseStatus, RecordKind
from casework.statistics.list_conditions import DIMENSIONS, Listing, conditions, key_of
from casework.statistics.overdue import OVERDUE
from casework.statistics.predicates import Ask
from casework.store.facts import FACTS
from casework.store.memory import position_of_kinds, remembered
from casework.store.records import RECORDS
from casework.store.search import found_ids

FACT_NAMES = ("opened_on", "closed_on", "due_on", "state")


SORTS: Mapping[str, str] = MappingProxyType(
    {"": "mới nhất trước", "oldest": "cũ nhất trước", "due": "đến hạn sớm trước", "closed": "mới kết thúc trước"}
)
"""The orders in which a register may be read, by what the address says."""

COUNTED_TO = 10_000
"""Up to here the length of a list is told exactly; beyond, that there are more, and the number when it is asked for."""


def count_listed(session: Session, listing: Listing) -> int:
    """How many records are listed."""
    return remembered(
        session,
        ("listed", *key_of(listing)),
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
    known = _count_to_limit(session, listing)
    return Total(COUNTED_TO, more=True) if known > COUNTED_TO else Total(known)


def _count_to_limit(session: Session, listing: Listing) -> int:
    return remembered(
        session,
        ("listed to limit", *key_of(listing)),
        lambda: _count_listed(session, listing, COUNTED_TO + 1),
        position_of_kinds(listing.kind.value),
    )


def _count_listed(session: Session, listing: Listing, most: int | None = None) -> int:
    source: FromClause = FACTS[listing.kind]
    words = None
    if most is not None and session.connection().dialect.name == "sqlite":
        words = found_ids(listing.kind, listing.search, listing.with_person)
    if words is None:
        wanted = conditions(session, listing, every=most is None)
    else:
        # From the words to the facts and never the other way: then the counting ends with the limit.
        found = words.subquery("found")
        wanted = conditions(session, replace(listing, search=""))
        source = found.join(source, source.c.record_id == found.c.id + 0)
    query: Select[Any] = select(literal_column("1")).select_from(source).where(*wanted)
    return int(session.scalar(select(func.count()).select_from(query.limit(most).subquery())) or 0)


def _select(
    session: Session, listing: Listing, columns: Sequence[str], offset: int = 0, limit: int | None = None
) -> Select[Any]:
    """The rows in their order. Those of a page are picked among the facts first, their records looked up after."""
    common = bool(listing.search) and limit is not None and _count_to_limit(session, listing) > COUNTED_TO
    table = FACTS[listing.kind]
    picked = select(table).where(*conditions(session, listing, every=limit is None, common=common))
    if limit is not None:
        picked = picked.order_by(*_unknown(listing), *_order(listing, table)).offset(offset).limit(limit)
    facts, record = picked.subquery("picked"), RECORDS[listing.kind]
    overdue = OVERDUE[listing.kind](Ask(facts, listing.question, listing.rules)).label("fact_overdue")
    own = (facts.c[name].label(f"fact_{name}") for name in FACT_NAMES)
    return (
        select(record.c.id, *own, overdue, *(_shown(listing, facts, c) for c in columns))
        .join_from(facts, record, record.c.id == facts.c.record_id)
        .order_by(*_order(listing, facts))
    )


def _unknown(listing: Listing) -> tuple[ColumnElement[Any], ...]:
    """The columns that are wanted empty, ahead of the order: it changes nothing, but PostgreSQL reads it off an index
    only when they are named, since it does not take IS NULL for one value."""
    if listing.measure is not None or listing.sort not in ("", "oldest"):
        return ()
    columns = [one.column for one in DIMENSIONS[listing.kind] if listing.cell.get(one.code) == ""]
    found = [FACTS[listing.kind].c[column] for column in columns if column in FACTS[listing.kind].c]
    return tuple(column if listing.sort else column.desc() for column in found)


def _order(listing: Listing, facts: FromClause) -> tuple[ColumnElement[Any], ...]:
    """A visit is neither due nor closed: its register is then read newest first."""
    orders: dict[str, tuple[ColumnElement[Any], ...]] = {
        "": (facts.c.opened_on.desc(), facts.c.record_id.desc()),
        "oldest": (facts.c.opened_on, facts.c.record_id),
        "due": (facts.c.due_on.nulls_last(), facts.c.record_id),
        "closed": (facts.c.closed_on.desc().nulls_last(), facts.c.record_id.desc()),
    }
    timed = listing.kind is not RecordKind.RECEPTION
    return orders.get(listing.sort if timed or listing.sort == "oldest" else "", orders[""])


DUE_FIELDS = frozenset({"stated_due_on", "extended_to"})

TOLD_ON: Mapping[RecordKind, Mapping[str, str]] = MappingProxyType(
    {
        kind: {name: rule.day_field for rule in rules if rule.day_field for name in rule.sets}
        for kind, rules in ROW_EVENTS.items()
    }
)
"""The field that holds the day on which another one came to be told (a decision's number: the day of the decision)."""


def _shown(listing: Listing, facts: FromClause, name: str) -> ColumnElement[Any]:
    """A field as it stood on the as-of day: the counted ones from the facts, what an act told only if it had come."""
    record = RECORDS[listing.kind]
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
        ("page", *key_of(listing), listing.sort, tuple(columns), offset, limit),
        lambda: list(session.execute(_select(session, listing, columns, offset, limit)).all()),
        position_of_kinds(listing.kind.value),
    )


def stream(session: Session, listing: Listing, columns: Sequence[str]) -> Iterator[Any]:
    """Every listed row, in the order of the pages, without a cap."""
    query = _select(session, listing, columns).execution_options(yield_per=2000)
    yield from session.execute(query)
