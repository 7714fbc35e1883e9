"""What a list is of: the condition on a row of facts, in the form that both databases answer quickly.

At a million records a list of today reads the rows that hold for good by the partial indexes of `store.facts`, newest
first, until a page is full; what a unit sees is looked up one by one where it is little, and else checked on the way.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, func, literal_column, select, union_all
from sqlalchemy.orm import Session

from casework.domain.access_levels import Level
from casework.domain.events import ALWAYS, FOREVER
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind
from casework.statistics import dimensions as d
from casework.statistics.buckets import BUCKETS
from casework.statistics.catalogue import Dimension, Measure
from casework.statistics.members import UnknownFigureError, cut, member_condition
from casework.statistics.predicates import Ask, Predicate, standing
from casework.statistics.rules import CountingRules
from casework.statistics.scope import Scope
from casework.store.facts import FACTS
from casework.store.memory import position_of_kinds, remembered
from casework.store.records import RECORDS
from casework.store.search import matches, matching

DIMENSIONS: Mapping[RecordKind, tuple[Dimension, ...]] = MappingProxyType(
    {
        RecordKind.PETITION: d.PETITIONS,
        RecordKind.RECEPTION: d.RECEPTIONS,
        RecordKind.LETTER: d.LETTERS,
        RecordKind.CASE: d.CASES,
        RecordKind.FEEDBACK: d.FEEDBACK,
    }
)


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


def key_of(listing: Listing) -> tuple[Hashable, ...]:
    """What tells one listing from another: under this its count and its pages are remembered."""
    cell = tuple(sorted(listing.cell.items()))
    code = listing.measure.code if listing.measure else ""
    scope = listing.scope
    return (listing.kind, listing.question, listing.rules, scope, code, cell, listing.search, listing.with_person)


def lasting(a: Ask) -> Predicate:
    """The row of each record that holds until something new is told: that of the as-of day where none begins later.

    Written out, not bound, so that both databases know it for the condition of the indexes of `store.facts`.
    """
    always: ColumnElement[int] = literal_column(str(ALWAYS))
    forever: ColumnElement[Any] = literal_column(f"'{FOREVER.isoformat()}'")
    return and_(a.table.c.known_to == always, a.table.c.valid_to == forever)


def conditions(
    session: Session, listing: Listing, *, every: bool = False, common: bool = False
) -> list[ColumnElement[bool]]:
    """What must hold of a row of facts: what is asked, what the reader may see, the words that are searched.

    `every`: all rows are wanted, not the first ones; `common`: so many records hold the words that the rows are better
    gone through in the order of the list.
    """
    record_id = FACTS[listing.kind].c.record_id
    found = [asked_of(session, listing), *_in_scope(session, listing, every)]
    if listing.search.strip():
        dialect = session.connection().dialect.name
        if common and dialect != "sqlite":
            words = _looked_up(dialect, listing)
        else:
            column = record_id + 0 if common else record_id
            words = matching(dialect, listing.kind, listing.search, listing.with_person, column)
        found += [] if words is None else [words]
    return found


def _looked_up(dialect: str, listing: Listing) -> ColumnElement[bool] | None:
    """That a record holds the words, asked of one record after the other: PostgreSQL takes words that are common
    together for rare, and would read all that hold them; with an OFFSET it leaves the question where it stands."""
    words = matches(dialect, listing.kind, listing.search, listing.with_person, one_by_one=True)
    if words is None:
        return None
    facts, record = FACTS[listing.kind], RECORDS[listing.kind]
    one: Select[Any] = select(literal_column("1")).select_from(record).where(record.c.id == facts.c.record_id, words)
    return one.correlate(facts).offset(0).exists()


def asked_of(session: Session, listing: Listing) -> ColumnElement[bool]:
    """What is asked of a row of facts, whoever asks. Raises UnknownFigureError."""
    if listing.measure is not None:
        return member_condition(listing.measure, listing.cell, listing.question, listing.rules)
    ask = Ask(FACTS[listing.kind], listing.question, listing.rules)
    known = {**BUCKETS[listing.kind], **{dimension.code: dimension for dimension in DIMENSIONS[listing.kind]}}
    for name in listing.cell:
        if name not in known:
            raise UnknownFigureError(f"{listing.kind.label} không lọc được theo “{name}”.")
    holds = lasting(ask) if is_of_today(session, listing) else standing(ask)
    return and_(holds, *(cut(known[name], ask, key) for name, key in listing.cell.items()))


def is_of_today(session: Session, listing: Listing) -> bool:
    """Whether the rows that held on the as-of day are those that hold for good: nothing is told to begin later."""
    if listing.question.known is not None:
        return False
    ask = Ask(FACTS[listing.kind], listing.question, listing.rules)
    newest = select(func.max(ask.table.c.valid_from)).where(lasting(ask))
    known = remembered(
        session, ("newest", listing.kind), lambda: session.scalar(newest), position_of_kinds(listing.kind.value)
    )
    return known is None or known <= listing.question.as_of


FEW = 5_000
"""Up to so many records of a unit are looked up one by one; of more, the list is gone through until a page is full."""


def _in_scope(session: Session, listing: Listing, every: bool) -> tuple[ColumnElement[bool], ...]:
    """That the reader may see the record: the condition of `Scope`, in the form that the database answers quickly."""
    record, record_id = RECORDS[listing.kind], FACTS[listing.kind].c.record_id
    seen_if = listing.scope.conditions(listing.kind, record.c.id)
    rows = listing.scope.rows
    if rows is None or rows.sees_every(listing.kind, Level.COUNTS):
        return listing.scope.conditions(listing.kind, record_id)
    if is_of_few(session, listing):
        return (record_id.in_(union_all(*_near(listing))),)
    if every:
        return (record_id.in_(select(record.c.id).where(*seen_if)),)
    own: Select[Any] = select(literal_column("1")).select_from(record).where(record.c.id == record_id, *seen_if)
    return (own.correlate(FACTS[listing.kind]).exists(),)


def is_of_few(session: Session, listing: Listing) -> bool:
    """Whether what may be listed are the records of a unit, and few enough to be gone through."""
    rows = listing.scope.rows
    return rows is not None and rows.is_of_unit(listing.kind) and not _is_large(session, listing)


def few_seen(session: Session, listing: Listing) -> FromClause | None:
    """The ids (`id`) of all records that a unit's reader may see and that hold the words, each once, where they are
    few enough to be gone through; None where they are many, or not a unit's."""
    if not is_of_few(session, listing):
        return None
    dialect = session.connection().dialect.name
    words = matches(dialect, listing.kind, listing.search, listing.with_person, one_by_one=True)
    return union_all(*(_near(listing) if words is None else _near(listing, words))).subquery("seen")


def all_seen(listing: Listing) -> FromClause | None:
    """As `few_seen`, however many they are, and without the words."""
    near = _near(listing)
    return union_all(*near).subquery("seen") if near else None


def _near(listing: Listing, *words: ColumnElement[bool]) -> list[Select[Any]]:
    rows = listing.scope.rows
    if rows is None or not rows.is_of_unit(listing.kind):
        return []
    return rows.near(listing.kind, *listing.scope.conditions(listing.kind, RECORDS[listing.kind].c.id), *words)


def _is_large(session: Session, listing: Listing) -> bool:
    rows = listing.scope.rows

    def number() -> int:
        ids = union_all(*(rows.near(listing.kind) if rows else [])).limit(FEW + 1).subquery()
        return session.scalar(select(func.count()).select_from(ids)) or 0

    key = ("large", listing.kind, listing.scope)
    return remembered(session, key, number, position_of_kinds(listing.kind.value)) > FEW
