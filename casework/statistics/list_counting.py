"""How long a list is: exactly, or no further than people read it.

At a million records counting stops as soon as it is known that there are more than `COUNTED_TO`; it goes from what is
rarest (the words, the records of a unit) to the facts, one by one, so that it can stop.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, case, func, literal_column, select
from sqlalchemy.orm import Session

from casework.statistics.list_conditions import Listing, all_seen, asked_of, conditions, few_seen, is_of_today, key_of
from casework.store.facts import FACTS
from casework.store.memory import position_of_kinds, remembered
from casework.store.search import found_ids

COUNTED_TO = 10_000
"""Up to here the length of a list is told exactly; beyond, that there are more, and the number when it is asked for."""
SPARE = 200
"""At most so many records of a register have no facts: those of which everything was struck out."""


@dataclass(frozen=True, slots=True)
class Total:
    """How many records are listed: exactly `count`, or `more` than that."""

    count: int
    more: bool = False


def count_listed(session: Session, listing: Listing) -> int:
    """How many records are listed."""
    return remembered(
        session,
        ("listed", *key_of(listing)),
        lambda: _number(session, FACTS[listing.kind], conditions(session, listing, every=True)),
        position_of_kinds(listing.kind.value),
    )


def count_to_limit(session: Session, listing: Listing) -> Total:
    """How many records are listed, counted no further than `COUNTED_TO`."""
    known: int = remembered(
        session,
        ("listed to limit", *key_of(listing)),
        lambda: _count_to(session, listing, COUNTED_TO + 1),
        position_of_kinds(listing.kind.value),
    )
    return Total(COUNTED_TO, more=True) if known > COUNTED_TO else Total(known)


def beside_facts(session: Session, listing: Listing, ids: FromClause) -> FromClause:
    """The facts of the records whose ids (`id`, each once) are given; from the ids to the facts and never the other
    way, which SQLite would take for the shorter one."""
    facts = FACTS[listing.kind]
    one = ids.c.id + 0 if session.connection().dialect.name == "sqlite" else ids.c.id
    return ids.join(facts, facts.c.record_id == one)


def _number(session: Session, source: FromClause, wanted: list[ColumnElement[bool]], most: int | None = None) -> int:
    query: Select[Any] = select(literal_column("1")).select_from(source).where(*wanted)
    return int(session.scalar(select(func.count()).select_from(query.limit(most).subquery())) or 0)


def _count_to(session: Session, listing: Listing, most: int) -> int:
    dialect = session.connection().dialect.name
    searched = found_ids(dialect, listing.kind, listing.search, listing.with_person)
    seen = few_seen(session, listing)
    if seen is None and searched is None:
        seen = all_seen(listing)
    if seen is not None:
        return _number(session, beside_facts(session, listing, seen), [asked_of(session, listing)], most)
    if searched is not None and _is_whole(session, listing):
        return _count_found(session, listing, searched, most)
    if searched is not None and dialect == "sqlite":
        found = beside_facts(session, listing, searched.subquery("found"))
        return _number(session, found, conditions(session, replace(listing, search="")), most)
    return _number(session, FACTS[listing.kind], conditions(session, listing), most)


def _is_whole(session: Session, listing: Listing) -> bool:
    """Whether nothing but the words keeps a record out of the list: it is the whole register of today."""
    if listing.cell or listing.measure is not None:
        return False
    return is_of_today(session, listing) and not listing.scope.conditions(listing.kind, FACTS[listing.kind].c.record_id)


def _count_found(session: Session, listing: Listing, searched: Select[Any], most: int) -> int:
    """Of the whole register: each record has one row of facts that holds today, so that many records need not be looked
    up there to know that they are many; few are."""
    found = searched.limit(most + SPARE).cte("found")
    held = select(func.count()).select_from(found).scalar_subquery()
    listed = select(func.count()).select_from(beside_facts(session, listing, found))
    exactly = listed.where(asked_of(session, listing)).scalar_subquery()
    return min(most, int(session.scalar(select(case((held >= most + SPARE, most), else_=exactly))) or 0))
