"""Counting: all measures of one population in one pass, grouped by the cuts that are asked for, rolled up after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Integer, case, cast, func, select
from sqlalchemy.orm import Session

from casework.domain.figures import Cell
from casework.domain.periods import Question
from casework.statistics.catalogue import Measure, Population
from casework.statistics.predicates import Ask, everything, standing
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
    population: Population,
    measures: Sequence[Measure],
    cuts: Sequence[tuple[str, ...]],
    question: Question,
    rules: CountingRules,
) -> list[Count]:
    """Counts `measures` of one population as a whole and by each of `cuts`, in one query.

    Each measure is counted for the whole and for those cuts that it declares; a cut of several dimensions counts for
    every measure. Cells with no member of any measure do not appear.
    """
    table = FACTS[population.kind]
    ask = Ask(table, question, rules)
    names = sorted({name for cut in cuts for name in cut})
    columns = [table.c[population.dimension(name).column] for name in names]
    sums: list[ColumnElement[int]] = []
    for measure in measures:
        quantity = table.c[measure.quantity] if measure.quantity else None
        if measure.condition is everything and quantity is None:
            sums.append(func.count())
            continue
        counted = func.coalesce(quantity, 0) if quantity is not None else 1
        sums.append(cast(func.coalesce(func.sum(case((measure.condition(ask), counted), else_=0)), 0), Integer))
    query = select(*columns, *sums).where(standing(ask), population.condition(ask))
    rows = session.execute(query.group_by(*columns) if columns else query).all()
    return _roll_up(rows, names, measures, cuts)


def _roll_up(
    rows: Sequence[Any], names: Sequence[str], measures: Sequence[Measure], cuts: Sequence[tuple[str, ...]]
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
    for cut in cuts:
        combined = np.zeros(len(rows), dtype=np.int64)
        for name in cut:
            combined = combined * len(keys[name]) + codes[name]
        cells, inverse = np.unique(combined, return_inverse=True)
        sums = np.zeros((len(cells), len(measures)), dtype=np.int64)
        np.add.at(sums, inverse.reshape(-1), totals)
        for line, number in enumerate(cells.tolist()):
            cell = []
            for name in reversed(cut):
                number, position = divmod(number, len(keys[name]))
                cell.append((name, keys[name][position]))
            place = tuple(reversed(cell))
            counts.extend(
                Count(m.code, place, int(sums[line, i]))
                for i, m in enumerate(measures)
                if len(cut) > 1 or cut[0] in m.cuts
            )
    return counts
