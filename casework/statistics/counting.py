"""Counting: all measures of one record kind in one pass, grouped by the cuts that are asked for, rolled up after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Integer, Table, and_, cast, func, or_, select
from sqlalchemy.orm import Session

from casework.domain.figures import Cell
from casework.domain.periods import Question
from casework.statistics.catalogue import Measure
from casework.statistics.predicates import Ask, Predicate, everything, standing
from casework.statistics.rules import CountingRules
from casework.store.facts import FACTS

Key = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Count:
    """One number: of a measure, in a cell ((dimension, key), …); () is the whole."""

    code: str
    cell: tuple[tuple[str, Key], ...]
    value: int


def key_text(key: Key) -> str:
    """A cell's key as text: "" for what is not known."""
    return "" if key is None else str(int(key)) if isinstance(key, bool) else str(key)


def as_cell(cell: tuple[tuple[str, Key], ...]) -> Cell:
    """A cell with its keys as text, dimensions in the order of their names."""
    return tuple(sorted((dimension, key_text(key)) for dimension, key in cell))


def count(
    session: Session,
    measures: Sequence[Measure],
    cuts: Mapping[str, Sequence[tuple[str, ...]]],
    question: Question,
    rules: CountingRules,
) -> list[Count]:
    """Counts measures of one record kind as a whole and by the cuts of their populations (by code), in one query.

    Each measure is counted for the whole and for those cuts that it declares; a cut of several dimensions counts for
    every measure of its population. Cells in which a population has no member do not appear.
    """
    kinds = {measure.population.kind for measure in measures}
    if len(kinds) != 1:
        raise ValueError("the measures of one pass are of one record kind")
    table = FACTS[kinds.pop()]
    ask = Ask(table, question, rules)
    populations = {measure.population.code: measure.population for measure in measures}
    dimensions = {
        name: population.dimension(name)
        for code, population in populations.items()
        for cut in cuts.get(code, ())
        for name in cut
    }
    names = sorted(dimensions)
    columns = [table.c[dimensions[name].column] for name in names]
    conditions = {code: population.condition(ask) for code, population in populations.items()}
    sums: list[ColumnElement[int]] = [
        _counted(table, measure, conditions[measure.population.code] if len(populations) > 1 else None, ask)
        for measure in measures
    ]
    query = select(*columns, *sums).where(standing(ask), or_(*conditions.values()))
    rows = session.execute(query.group_by(*columns) if columns else query).all()
    return _roll_up(rows, names, measures, cuts)


def _counted(table: Table, measure: Measure, member: Predicate | None, ask: Ask) -> ColumnElement[int]:
    """How many rows the measure's predicate holds for, or the sum of its quantity over them."""
    parts = [] if member is None else [member]
    if measure.condition is not everything:
        parts.append(measure.condition(ask))
    if measure.quantity:
        total = func.sum(table.c[measure.quantity])
        return cast(func.coalesce(total.filter(and_(*parts)) if parts else total, 0), Integer)
    return func.count().filter(and_(*parts)) if parts else func.count()


def _roll_up(
    rows: Sequence[Any],
    names: Sequence[str],
    measures: Sequence[Measure],
    cuts: Mapping[str, Sequence[tuple[str, ...]]],
) -> list[Count]:
    width = len(names)
    totals = np.array([row[width:] for row in rows], dtype=np.int64).reshape(len(rows), len(measures))
    whole = totals.sum(axis=0)
    counts = [Count(m.code, (), int(whole[i])) for i, m in enumerate(measures)]
    codes: dict[str, np.ndarray] = {}
    keys: dict[str, list[Key]] = {}
    for index, name in enumerate(names):
        seen: dict[Key, int] = {}
        codes[name] = np.array([seen.setdefault(row[index], len(seen)) for row in rows], dtype=np.int64)
        keys[name] = list(seen)
    of_population: dict[str, list[tuple[int, Measure]]] = {}
    for i, measure in enumerate(measures):
        of_population.setdefault(measure.population.code, []).append((i, measure))
    for cut in sorted({cut for population_cuts in cuts.values() for cut in population_cuts}):
        places, sums = _grouped(cut, codes, keys, totals)
        for code, counted in of_population.items():
            if cut in cuts.get(code, ()):
                counts.extend(_cells(cut, places, sums, counted))
    return counts


def _grouped(
    cut: tuple[str, ...], codes: Mapping[str, np.ndarray], keys: Mapping[str, list[Key]], totals: np.ndarray
) -> tuple[list[tuple[tuple[str, Key], ...]], np.ndarray]:
    """The cells of a cut, and the sums of all measures in each."""
    combined = np.zeros(len(totals), dtype=np.int64)
    for name in cut:
        combined = combined * max(1, len(keys[name])) + codes[name]
    cells, inverse = np.unique(combined, return_inverse=True)
    sums = np.zeros((len(cells), totals.shape[1]), dtype=np.int64)
    np.add.at(sums, inverse.reshape(-1), totals)
    places = []
    for number in cells.tolist():
        cell = []
        for name in reversed(cut):
            number, position = divmod(number, max(1, len(keys[name])))
            cell.append((name, keys[name][position]))
        places.append(tuple(reversed(cell)))
    return places, sums


def _cells(
    cut: tuple[str, ...],
    places: Sequence[tuple[tuple[str, Key], ...]],
    sums: np.ndarray,
    counted: Sequence[tuple[int, Measure]],
) -> Iterator[Count]:
    for line, place in enumerate(places):
        if any(sums[line, i] for i, _measure in counted):
            for i, measure in counted:
                if len(cut) > 1 or cut[0] in measure.cuts:
                    yield Count(measure.code, place, int(sums[line, i]))
