"""The members of a figure for another program: their numbers and plain columns, page after page, never an identity.

Pages go by the id of the record, and all of them answer from what was known when the first one was asked for: what is
entered meanwhile neither doubles nor drops a member. The condition is the one of the screens' lists (`list_query`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from casework.domain.access import NoSuchRecordError, Reader, may_see, visible_fields
from casework.domain.fields import IDENTITY_FIELDS, Field, Shape, Value, field
from casework.domain.vocabulary import CountingUnit, RecordKind, Term
from casework.domain.words import Words
from casework.domain.workflow import STATES
from casework.statistics.labels import load_labels
from casework.statistics.list_counting import count_listed
from casework.statistics.list_query import ListQuery, listing_of
from casework.statistics.listing import keyset_page
from casework.statistics.members import sum_of_members
from casework.statistics.recorded import unrecorded_kinds
from casework.statistics.rules import load_rules
from casework.store.database import Database
from casework.store.memory import position_of

CODED = frozenset({Shape.TERM, Shape.FLAG, Shape.UNIT, Shape.SESSION, Shape.COUNCIL_RESOLUTION})
"""The shapes whose value is a key, which is told with its words."""


@dataclass(frozen=True, slots=True)
class MemberValue:
    """What a record holds in a column: the value as it is kept, and in words where it is a key (else "")."""

    value: Value
    words: str = ""


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member. `state` None for a register without states; `values` in the order of the page's columns."""

    id: int
    opened_on: date
    closed_on: date | None
    due_on: date | None
    overdue: bool
    state: Term | None
    values: tuple[MemberValue, ...]


@dataclass(frozen=True, slots=True)
class MemberPage:
    """A page of members. `total`: of all pages; `value`: the figure itself, None before anything was recorded.

    `known`: the journal position that all pages answer from; `onward`: the id after which the next page begins, None
    on the last one.
    """

    kind: RecordKind
    code: str
    label: str
    unit: CountingUnit
    columns: tuple[Field, ...]
    rows: tuple[MemberRow, ...]
    total: int
    value: int | None
    known: int
    onward: int | None


def member_page(
    db: Database, reader: Reader, query: ListQuery, limit: int, after: int = 0, known: int | None = None
) -> MemberPage:
    """At most `limit` members of the figure of `query` whose ids come after `after`, as `reader` may see them.

    `known`: the position that the first page told. Raises NoSuchRecordError for who may only count the
    register, UnknownFigureError for a figure that is not one of it.
    """
    if not may_see(reader, query.kind):
        raise NoSuchRecordError(f"Tài khoản chỉ được xem số lượng của {query.kind.label}, không được mở danh sách.")
    hidden = IDENTITY_FIELDS[query.kind]
    names = [name for name in visible_fields(reader, query.kind) if name not in hidden]
    with db.read() as session:
        if query.question.known is None:
            pinned = position_of(session) if known is None else min(known, position_of(session))
            query = replace(query, question=replace(query.question, known=pinned))
        rules, labels = load_rules(session), load_labels(session)
        listing = listing_of(query, reader, rules)
        measure = listing.measure
        if measure is None:
            raise ValueError("members are those of a figure")
        total = count_listed(session, listing)
        found = keyset_page(session, listing, names, after, limit + 1)
        value: int | None = total
        if query.kind in unrecorded_kinds(session, query.question, listing.scope):
            value = None
        elif measure.quantity:
            value = sum_of_members(session, measure, query.cell, query.question, rules, listing.scope)
    columns = tuple(field(query.kind, name) for name in names)
    words = Words(labels.units, labels.sessions, labels.council_resolutions)
    rows = tuple(_rows(query.kind, columns, words, found[:limit]))
    return MemberPage(
        query.kind,
        measure.code,
        measure.label,
        measure.unit,
        columns,
        rows,
        total,
        value,
        query.question.known or 0,
        rows[-1].id if len(found) > limit else None,
    )


def _rows(kind: RecordKind, columns: Sequence[Field], words: Words, found: Sequence[Any]) -> Iterator[MemberRow]:
    writers = [(one.name, _writer(words, one)) for one in columns]
    states: dict[str, Term] = {state.value: state for state in STATES[kind] or ()}
    for row in found:
        held = row._mapping
        yield MemberRow(
            row.id,
            row.fact_opened_on,
            row.fact_closed_on,
            row.fact_due_on,
            bool(row.fact_overdue),
            states.get(row.fact_state),
            tuple(write(held[name]) for name, write in writers),
        )


def _writer(words: Words, what: Field) -> Callable[[Value], MemberValue]:
    if what.shape not in CODED:
        return MemberValue
    write = words.writer(what)
    return lambda value: MemberValue(value, write(value))
