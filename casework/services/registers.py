"""Reading the registers: lists as of a day, the members of a figure, their export; nothing is written here.

A list and the figure that opens it come from one condition (`statistics.members`), so that they cannot come apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.access import NoSuchRecordError, Reader, level, may_see, sees_identity, visible_fields
from casework.domain.access_levels import Level
from casework.domain.fields import DENUNCIATION, IDENTITY_FIELDS, Shape, field
from casework.domain.reading import sensitive
from casework.domain.vocabulary import RecordKind
from casework.domain.words import Words
from casework.domain.workflow import STATES
from casework.statistics.filters import DIMENSION_CODES, UNKNOWN_KEY, Filter, Option, filters, key_label
from casework.statistics.labels import Labels, load_labels
from casework.statistics.list_conditions import Listing
from casework.statistics.list_query import ListQuery, dimension_labels, kind_of_figure, listing_of, measured
from casework.statistics.listing import SORTS, counted_page
from casework.statistics.measures import RATES
from casework.statistics.members import UnknownFigureError, dimension_of, sum_of_members
from casework.statistics.recorded import unrecorded_kinds
from casework.statistics.rules import CountingRules, load_rules
from casework.store.catalogue_tables import CouncilResolution
from casework.store.database import Database
from casework.store.memory import reference_position, remembered

__all__ = [
    "DIMENSION_CODES",
    "SORTS",
    "UNKNOWN_KEY",
    "ListPage",
    "ListQuery",
    "NoSuchRecordError",
    "Option",
    "UnknownFigureError",
    "dimension_labels",
    "kind_of_figure",
    "measured",
    "register_counts_only",
    "register_page",
]

PAGE_SIZE = 50
COLUMNS: Mapping[RecordKind, tuple[str, ...]] = MappingProxyType(
    {
        RecordKind.PETITION: ("code", "content", "place", "unit_id", "council_resolution_id", "result"),
        RecordKind.RECEPTION: ("received_on", "place", "level", "form", "person_name", "people", "type", "content"),
        RecordKind.LETTER: ("code", "received_on", "person_name", "type", "content", "handling"),
        RecordKind.CASE: ("code", "type", "person_name", "content", "unit_id", "accepted_on", "outcome"),
        RecordKind.FEEDBACK: ("code", "received_on", "type", "content", "unit_id"),
    }
)
"""What a list shows of each record besides its due date and state; in the order of the register."""

CLIPPED = 120
"""How many characters of a long text a list shows."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list; of the first one each cell opens the record."""

    name: str
    label: str
    numeric: bool
    day: bool
    long: bool


@dataclass(frozen=True, slots=True)
class ListRow:
    """A record in a list: `cells` as people read them, in the order of the columns."""

    id: int
    cells: tuple[str, ...]
    due_on: date | None
    state: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class FigureHead:
    """The figure that a list shows the members of; `value` None: its register was not recorded yet as was asked."""

    code: str
    label: str
    unit: str
    definition: str
    source: str
    cell: tuple[str, ...]
    value: int | None
    is_sum: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list. `total`: records in the whole list, or `more` than that; `pages` of those, at least 1."""

    query: ListQuery
    columns: tuple[Column, ...]
    rows: tuple[ListRow, ...]
    total: int
    more: bool
    page: int
    pages: int
    filters: tuple[Filter, ...]
    figure: FigureHead | None
    has_states: bool
    identity_hidden: bool
    sensitive: bool


def register_page(db: Database, reader: Reader, query: ListQuery) -> ListPage:
    """One page of a register as `reader` may see it. Raises NoSuchRecordError, UnknownFigureError."""
    if not may_see(reader, query.kind):
        raise NoSuchRecordError
    visible = frozenset(visible_fields(reader, query.kind))
    names = tuple(name for name in COLUMNS[query.kind] if name in visible)
    with db.read() as session:
        rules = load_rules(session)
        listing = listing_of(query, reader, rules)
        exact = query.exact or bool(query.figure)
        wanted = names if "type" in names or "type" not in visible else (*names, "type")
        page = counted_page(session, listing, wanted, query.page, PAGE_SIZE, exact=exact)
        rows, total = page.rows, page.total.count
        labels = load_labels(session)
        head = _figure_head(session, query, listing, labels, rules, total) if query.figure else None
        offered = filters(session, query.kind, query.cell, labels)
        short = _short_council_resolutions(session) if "council_resolution_id" in names else {}
    words = Words(labels.units, labels.sessions, short)
    return ListPage(
        query,
        tuple(_column(query.kind, name) for name in names),
        tuple(_rows(query.kind, names, rows, words)),
        total,
        page.total.more,
        page.number,
        max(1, -(-total // PAGE_SIZE)),
        offered,
        head,
        STATES[query.kind] is not None,
        bool(IDENTITY_FIELDS[query.kind]) and not sees_identity(reader, query.kind),
        any(sensitive(query.kind, dict(row._mapping)) for row in rows),
    )


def register_counts_only(reader: Reader, kind: RecordKind) -> bool:
    """Whether `reader` may know how many records a register has, and nothing else of it."""
    return level(reader, kind) is Level.COUNTS


def _column(kind: RecordKind, name: str) -> Column:
    what = field(kind, name)
    return Column(name, what.label, what.shape is Shape.COUNT, what.shape is Shape.DATE, name == "content")


def _rows(kind: RecordKind, names: Sequence[str], rows: Sequence[Any], words: Words) -> Iterator[ListRow]:
    """Rows as people read them: long texts cut, a denouncer's empty identity told as not kept."""
    writers = [(words.writer(field(kind, name)), name in IDENTITY_FIELDS[kind]) for name in names]
    states = {state.value: state.label for state in STATES[kind] or ()}
    for row in rows:
        record_id, _opened_on, _closed_on, due_on, state, overdue, *values = row
        withheld = row._mapping.get("type") == DENUNCIATION
        cells = []
        for (write, identity), value in zip(writers, values, strict=False):
            text = "(không lưu)" if withheld and identity else write(value)
            cells.append(text if len(text) <= CLIPPED else text[:CLIPPED].rstrip() + "…")
        yield ListRow(record_id, tuple(cells), due_on, states.get(state, ""), bool(overdue))


def _figure_head(
    session: Session, query: ListQuery, listing: Listing, labels: Labels, rules: CountingRules, total: int
) -> FigureHead:
    measure = listing.measure
    if measure is None:
        raise UnknownFigureError("Danh sách này không mở từ số liệu nào.")
    value: int | None = total
    if listing.kind in unrecorded_kinds(session, query.question, listing.scope):
        value = None
    elif measure.quantity or query.search:
        value = sum_of_members(session, measure, query.cell, query.question, rules, listing.scope)
    rate = RATES.get(query.figure)
    cell = tuple(
        f"{dimension.label}: {key_label(labels, dimension, key)}"
        for dimension in (dimension_of(measure.population, name) for name in query.cell)
        for key in (query.cell[dimension.code],)
    )
    definition = measure.definition if rate is None else f"{measure.definition} (mẫu số của “{rate.label}”)"
    return FigureHead(
        measure.code,
        measure.label,
        measure.unit.label,
        definition,
        measure.source,
        cell,
        value,
        measure.quantity is not None,
    )


def _short_council_resolutions(session: Session) -> Mapping[str, str]:
    """id → "34/NQ-HĐND", with the year where one number stands twice."""
    return remembered(session, ("short council resolutions",), lambda: _read_short(session), reference_position)


def _read_short(session: Session) -> Mapping[str, str]:
    rows = session.execute(select(CouncilResolution.id, CouncilResolution.number, CouncilResolution.passed_on)).all()
    numbers = [row.number for row in rows]
    return {
        str(row.id): f"{row.number} ({row.passed_on.year})" if numbers.count(row.number) > 1 else row.number
        for row in rows
    }
