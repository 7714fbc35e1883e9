"""Counting: all measures of one record kind together, grouped by the cuts that are asked for, rolled up after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from pandas import DataFrame
from sqlalchemy import ColumnElement, Integer, Table, and_, cast, func, or_, select
from sqlalchemy.orm import Session

from casework.domain.figures import Cell
from casework.domain.periods import Question
from casework.statistics.catalogue import Dimension, Measure
from casework.statistics.predicates import Ask, Predicate, everything, standing
from casework.statistics.rules import CountingRules
from casework.statistics.scope import Scope
from casework.store.facts import FACTS

MOST_GROUPS = 5_000
"""How many groups one pass may be expected to have."""

Key = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Count:
    """One number: of a measure, in a cell ((dimension, key), …) in the order of dimension names; () is the whole."""

    code: str
    cell: Cell
    value: int


def key_text(key: Key) -> str:
    """A cell's key as text: "" for what is not known."""
    return "" if key is None else str(int(key)) if isinstance(key, bool) else str(key)


def count(
    session: Session,
    measures: Sequence[Measure],
    cuts: Mapping[str, Sequence[tuple[str, ...]]],
    question: Question,
    rules: CountingRules,
    scope: Scope,
) -> list[Count]:
    """Counts measures of one record kind in `scope`, as a whole and by the cuts of their populations (by code).

    All measures are counted in one pass for each group of dimensions that can be grouped by at once.

    Each measure is counted for the whole and for those cuts that it declares; a cut of several dimensions counts for
    every measure of its population. Cells in which a population has no member do not appear.
    """
    kinds = {measure.population.kind for measure in measures}
    if len(kinds) != 1:
        raise ValueError("the measures of one pass are of one record kind")
    kind = kinds.pop()
    table = FACTS[kind]
    ask = Ask(table, question, rules)
    populations = {measure.population.code: measure.population for measure in measures}
    dimensions = {
        name: population.dimension(name)
        for code, population in populations.items()
        for cut in cuts.get(code, ())
        for name in cut
    }
    conditions = {code: population.condition(ask) for code, population in populations.items()}
    sums: list[ColumnElement[int]] = [
        _counted(table, measure, conditions[measure.population.code] if len(populations) > 1 else None, ask)
        for measure in measures
    ]
    wanted = sorted({cut for population_cuts in cuts.values() for cut in population_cuts})
    counts: list[Count] = []
    for names in _together(wanted, dimensions):
        columns = [table.c[dimensions[name].column] for name in names]
        query = select(*columns, *sums).where(standing(ask), or_(*conditions.values()))
        query = query.where(*scope.conditions(kind, table.c.record_id))
        rows = session.execute(query.group_by(*columns) if columns else query).all()
        frame = _frame(rows, names, measures)
        if not counts:
            counts = [Count(measure.code, (), int(frame[measure.code].sum())) for measure in measures]
        for cut in wanted:
            if set(cut) <= set(names):
                counts.extend(_cells(frame, cut, [m for m in measures if cut in cuts.get(m.population.code, ())]))
    return counts


def _together(wanted: Sequence[tuple[str, ...]], dimensions: Mapping[str, Dimension]) -> list[tuple[str, ...]]:
    """The dimensions of the wanted cuts in groups, each small enough to be grouped by at once: one pass a group.

    The dimensions of one cut stay together. Grouping by everything at once gives nearly as many groups as records.
    """
    groups: list[tuple[str, ...]] = []
    for cut in sorted(wanted, key=len, reverse=True):
        if any(set(cut) <= set(group) for group in groups):
            continue
        for place, group in enumerate(groups):
            joined = tuple(dict.fromkeys((*group, *cut)))
            if prod(dimensions[name].size for name in joined) <= MOST_GROUPS:
                groups[place] = joined
                break
        else:
            groups.append(cut)
    return groups or [()]


def _counted(table: Table, measure: Measure, member: Predicate | None, ask: Ask) -> ColumnElement[int]:
    """How many rows the measure's predicate holds for, or the sum of its quantity over them."""
    parts = [] if member is None else [member]
    if measure.condition is not everything:
        parts.append(measure.condition(ask))
    if measure.quantity:
        total = func.sum(table.c[measure.quantity])
        return cast(func.coalesce(total.filter(and_(*parts)) if parts else total, 0), Integer)
    return func.count().filter(and_(*parts)) if parts else func.count()


def _frame(rows: Sequence[Any], names: Sequence[str], measures: Sequence[Measure]) -> DataFrame:
    """The groups of one pass: a column of keys a dimension, a column of numbers a measure."""
    width = len(names)
    keyed = [(*map(key_text, row[:width]), *row[width:]) for row in rows]
    return DataFrame(keyed, columns=[*names, *(measure.code for measure in measures)])


def _cells(frame: DataFrame, cut: tuple[str, ...], measures: Sequence[Measure]) -> Iterator[Count]:
    """The cells of a cut in which a population has a member, for the measures that are cut that way."""
    codes = [measure.code for measure in measures]
    cells = frame.groupby(list(cut), sort=False)[codes].sum()
    keys = [key if isinstance(key, tuple) else (key,) for key in cells.index]
    populations = {measure.population.code for measure in measures}
    for key, sums in zip(keys, cells.itertuples(index=False, name=None), strict=True):
        place = tuple(sorted(zip(cut, key, strict=True)))
        for population in populations:
            inside = [(m, n) for m, n in zip(measures, sums, strict=True) if m.population.code == population]
            if any(number for _measure, number in inside):
                for measure, number in inside:
                    if len(cut) > 1 or cut[0] in measure.cuts:
                        yield Count(measure.code, place, int(number))
