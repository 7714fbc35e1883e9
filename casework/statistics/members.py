"""The members of a figure: the same population and predicate that counted it, asked for their records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from casework.domain.periods import Question
from casework.domain.unit_structure import NOW
from casework.statistics.buckets import BUCKETS
from casework.statistics.catalogue import Dimension, Measure, Population
from casework.statistics.columns import column_of, quantity_of
from casework.statistics.form_measures import FORM, form_measure
from casework.statistics.measures import CHANGES, MEASURES, RATES
from casework.statistics.predicates import Ask, Predicate, standing
from casework.statistics.rules import CountingRules
from casework.statistics.scope import Scope
from casework.store.facts import FACTS
from casework.store.unit_structure import UnitToday


class UnknownFigureError(LookupError):
    """There is no such figure, or it has no members; the message is in Vietnamese."""


LARGEST_KEY = 2**31 - 1
"""Keys from an address are bounded, so that none overflows the integers of either database."""


def measure_of(code: str) -> Measure:
    """The measure that a code names; a rate opens to its denominator. Raises UnknownFigureError."""
    if code.startswith(FORM):
        found = form_measure(code)
        if found is None:
            raise UnknownFigureError(f"Không có số liệu biểu mang mã “{code}”.")
        return found
    if code in CHANGES:
        return CHANGES[code].measure
    if code in RATES:
        return RATES[code].denominator
    if code not in MEASURES:
        raise UnknownFigureError(f"Không có chỉ tiêu mang mã “{code}”.")
    return MEASURES[code]


def _units_of_now(dimension: Dimension, key: str) -> Select[Any]:
    """The units, then, for which the unit of today in `key` stands; `NOW` alone: those that several stand for."""
    number = key.removeprefix(NOW)
    if not number:
        return select(UnitToday.unit_id).where(UnitToday.today_id.is_(None))
    if not number.isdecimal() or int(number) > LARGEST_KEY:
        raise UnknownFigureError(f"“{key}” không phải là giá trị của “{dimension.label}”.")
    return select(UnitToday.unit_id).where(UnitToday.today_id == int(number))


def dimension_of(population: Population, code: str) -> Dimension:
    """The dimension `code` of a population, or the bucket of its register. Raises KeyError."""
    own = BUCKETS[population.kind].get(code)
    return population.dimension(code) if own is None else own


def cut(dimension: Dimension, ask: Ask, key: str) -> Predicate:
    """The condition that a record stands in the cell `key` of a dimension ("" = not known)."""
    if dimension.buckets is not None:
        try:
            return dimension.buckets.condition(ask, key)
        except ValueError as error:
            raise UnknownFigureError(f"“{key}” không phải là giá trị của “{dimension.label}”.") from error
    column: ColumnElement[object] = column_of(ask.table, dimension.column)
    if key == "":
        return column.is_(None)
    if dimension.keys == "flag":
        return column.is_(key == "1")
    if dimension.keys == "unit" and key.startswith(NOW):
        return column.in_(_units_of_now(dimension, key))
    if dimension.keys in ("unit", "session", "council_resolution", "month"):
        try:
            number = int(key)
            if not 0 <= number <= LARGEST_KEY:
                raise ValueError(key)
            return column == number
        except ValueError as error:
            raise UnknownFigureError(f"“{key}” không phải là giá trị của “{dimension.label}”.") from error
    return column == key


def member_condition(measure: Measure, cell: Mapping[str, str], question: Question, rules: CountingRules) -> Predicate:
    """The condition on a row of facts that makes a record a member of the figure, whoever asks."""
    ask = Ask(FACTS[measure.population.kind], question, rules)
    try:
        cuts = [cut(dimension_of(measure.population, name), ask, key) for name, key in cell.items()]
    except KeyError as error:
        raise UnknownFigureError(f"Chỉ tiêu “{measure.label}” không chia theo “{error.args[0]}”.") from error
    return and_(standing(ask), measure.population.condition(ask), measure.condition(ask), *cuts)


def select_members(
    measure: Measure, cell: Mapping[str, str], question: Question, rules: CountingRules, scope: Scope
) -> Select[int]:
    """SELECT of the record ids behind a figure in `scope`. A record is a member at most once: one row of facts holds
    on a day."""
    kind = measure.population.kind
    table = FACTS[kind]
    query = select(table.c.record_id).where(member_condition(measure, cell, question, rules))
    return query.where(*scope.conditions(kind, table.c.record_id))


def sum_of_members(
    session: Session,
    measure: Measure,
    cell: Mapping[str, str],
    question: Question,
    rules: CountingRules,
    scope: Scope,
) -> int:
    """The figure again, counted over its members in `scope`: their number, or the sum of the measure's quantity."""
    kind = measure.population.kind
    table = FACTS[kind]
    what = func.coalesce(func.sum(quantity_of(table, measure.quantity)), 0) if measure.quantity else func.count()
    query = select(what).where(member_condition(measure, cell, question, rules))
    return int(session.scalar(query.where(*scope.conditions(kind, table.c.record_id))) or 0)
