"""Lists of records: those behind a figure, or a register as of a day, with filters, search and pages.

The list and the figure come from one condition (`members.member_condition`), so that they cannot come apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, func, select
from sqlalchemy.orm import Session

from casework.domain.events import FACT_FIELDS, ROW_EVENTS
from casework.domain.fields import Shape, field
from casework.domain.vocabulary import CaseStatus, RecordKind
from casework.statistics.list_conditions import DIMENSIONS, Listing, asked_of, conditions, few_seen, is_of_few, key_of
from casework.statistics.list_counting import Total, beside_facts, count_listed, count_to_limit
from casework.statistics.overdue import OVERDUE
from casework.statistics.predicates import Ask
from casework.store.facts import FACTS
from casework.store.memory import position_of_kinds, remembered
from casework.store.records import RECORDS

FACT_NAMES = ("opened_on", "closed_on", "due_on", "state")


SORTS: Mapping[str, str] = MappingProxyType(
    {"": "mới nhất trước", "oldest": "cũ nhất trước", "due": "đến hạn sớm trước", "closed": "mới kết thúc trước"}
)
"""The orders in which a register may be read, by what the address says."""


def _select(
    session: Session, listing: Listing, columns: Sequence[str], offset: int = 0, limit: int | None = None
) -> Select[Any]:
    """The rows in their order. Those of a page are picked among the facts first, their records looked up after."""
    common = bool(listing.search) and limit is not None and count_to_limit(session, listing).more
    table = FACTS[listing.kind]
    picked = select(table).where(*conditions(session, listing, every=limit is None, common=common))
    if limit is not None:
        picked = picked.order_by(*_unknown(listing), *_order(listing, table)).offset(offset).limit(limit)
    facts, record = picked.subquery("picked"), RECORDS[listing.kind]
    return _told(listing, facts, columns).join_from(facts, record, record.c.id == facts.c.record_id)


def _told(listing: Listing, facts: FromClause, columns: Sequence[str]) -> Select[Any]:
    """What a list shows of the records with these facts, in its order."""
    overdue = OVERDUE[listing.kind](Ask(facts, listing.question, listing.rules)).label("fact_overdue")
    own = (facts.c[name].label(f"fact_{name}") for name in FACT_NAMES)
    shown = (_shown(listing, facts, column) for column in columns)
    return select(RECORDS[listing.kind].c.id, *own, overdue, *shown).order_by(*_order(listing, facts))


def _select_few(
    session: Session, listing: Listing, few: FromClause, columns: Sequence[str], offset: int, limit: int
) -> Select[Any]:
    """The rows of a page of few records, and in the last column (`total`) how many they are in all."""
    facts, record = FACTS[listing.kind], RECORDS[listing.kind]
    asked = asked_of(session, listing)
    picked = (
        select(facts.c.record_id.label("picked_id"), func.count().over().label("total"))
        .select_from(beside_facts(session, listing, few))
        .where(asked)
        .order_by(*_order(listing, facts))
        .offset(offset)
        .limit(limit)
        .subquery("picked")
    )
    held = picked.join(facts, and_(facts.c.record_id == picked.c.picked_id, asked))
    return (
        _told(listing, facts, columns)
        .add_columns(picked.c.total)
        .select_from(held.join(record, record.c.id == picked.c.picked_id))
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


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list: its rows as `list_page` gives them, its `number`, and how many records the whole list has."""

    rows: list[Any]
    number: int
    total: Total


def counted_page(
    session: Session, listing: Listing, columns: Sequence[str], number: int, size: int, *, exact: bool
) -> Page:
    """The page `number` (from 1), or the last one before it that there is, with the length of the list: exact, or
    counted to the limit. What a unit sees is counted while its page is read."""
    if listing.measure is None and not exact and is_of_few(session, listing):
        rows = _few_page(session, listing, columns, (number - 1) * size, size)
        if rows or number == 1:
            return Page(rows, number, Total(rows[0].total if rows else 0))
    total = Total(count_listed(session, listing)) if exact else count_to_limit(session, listing)
    number = min(number, max(1, -(-total.count // size)))
    return Page(list_page(session, listing, columns, (number - 1) * size, size), number, total)


def _few_page(session: Session, listing: Listing, columns: Sequence[str], offset: int, limit: int) -> list[Any]:
    def read() -> list[Any]:
        few = few_seen(session, listing)
        return [] if few is None else list(session.execute(_select_few(session, listing, few, columns, offset, limit)))

    key = ("few", *key_of(listing), listing.sort, tuple(columns), offset, limit)
    return remembered(session, key, read, position_of_kinds(listing.kind.value))


def keyset_page(session: Session, listing: Listing, columns: Sequence[str], after: int, limit: int) -> list[Any]:
    """At most `limit` rows as of `list_page`, by the id of the record, of those whose ids come after `after`."""
    record, record_id = RECORDS[listing.kind], FACTS[listing.kind].c.record_id
    picked = select(FACTS[listing.kind]).where(*conditions(session, listing), record_id > after)
    facts = picked.order_by(record_id).limit(limit).subquery("picked")
    told = _told(listing, facts, columns).join_from(facts, record, record.c.id == facts.c.record_id)
    return list(session.execute(told.order_by(None).order_by(facts.c.record_id)).all())


def stream(session: Session, listing: Listing, columns: Sequence[str]) -> Iterator[Any]:
    """Every listed row, in the order of the pages, without a cap."""
    query = _select(session, listing, columns).execution_options(yield_per=2000)
    yield from session.execute(query)
