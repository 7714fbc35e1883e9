"""The cells of statutory forms as measures: each numbered column and each gap of a form is a named set of records.

So a cell opens to its members, is listed, exported and counted again by the same condition as every figure. The code
of column 4 of the form `tt02-2021-01-tcd` is "form.tt02-2021-01-tcd.4", of its first gap "form.tt02-2021-01-tcd.gap1".
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from sqlalchemy import and_

from casework.domain.form_files import forms_of
from casework.domain.forms import FormColumn, FormDefinition
from casework.domain.vocabulary import CountingUnit, RecordKind
from casework.statistics.catalogue import Condition, Measure, Population
from casework.statistics.form_conditions import CONDITIONS, named
from casework.statistics.form_populations import LABELS, POPULATIONS, UNIT_OF
from casework.statistics.predicates import Ask, Predicate
from casework.store.form_files import read_form_files

FORM = "form."
"""How the code of a form's cell begins."""
RECORD_UNIT = {
    RecordKind.RECEPTION: CountingUnit.VISIT,
    RecordKind.LETTER: CountingUnit.LETTER,
    RecordKind.CASE: CountingUnit.MATTER,
}


@cache
def shipped_forms() -> tuple[FormDefinition, ...]:
    """The forms whose files stand in the reference folder, by circular and code."""
    return forms_of(read_form_files())


def form_named(key: str) -> FormDefinition | None:
    """The shipped form with this key, None when there is none."""
    return next((form for form in shipped_forms() if form.key == key), None)


def cell_code(form: FormDefinition, column: int) -> str:
    """The code of a column's figure."""
    return f"{FORM}{form.key}.{column}"


def gap_code(form: FormDefinition, place: int) -> str:
    """The code of the records that lack what a gap names; `place` from 1."""
    return f"{FORM}{form.key}.gap{place}"


def form_measure(code: str) -> Measure | None:
    """The measure of a cell or a gap of a shipped form; None for a code that names none."""
    key, _, place = code.removeprefix(FORM).rpartition(".")
    form = form_named(key)
    if form is None or not place.isascii():
        return None
    if place.startswith("gap") and place[3:].isdigit() and 0 < int(place[3:]) <= len(form.gaps):
        return gap_measure(form, int(place[3:]))
    if not place.isdigit():
        return None
    column = next((one for one in form.counted if one.number == int(place) and not one.missing), None)
    return None if column is None else column_measure(form, column)


def column_measure(form: FormDefinition, column: FormColumn) -> Measure:
    """The measure of a column that the data can fill."""
    population = POPULATIONS[column.population]
    said = [LABELS[column.population], *_labels(population, column.conditions)]
    noun = "Tổng" if column.quantity else "Số"
    definition = f"{noun} {column.unit.label if column.unit else ''}, tính trong: {'; '.join(said)}."
    if column.note:
        definition = f"{definition} {column.note}"
    return Measure(
        cell_code(form, column.number),
        f"Biểu {form.code}, cột {column.number}: {column.label}",
        column.unit or CountingUnit.MATTER,
        population,
        conjunction(population, column.conditions),
        definition,
        form.circular + (" (cột chưa được xác nhận với bản gốc)" if column.uncertain else ""),
        (UNIT_OF[population.kind],),
        column.quantity,
    )


def gap_measure(form: FormDefinition, place: int) -> Measure:
    """The records that lack what the gap `place` (from 1) names."""
    gap = form.gaps[place - 1]
    population = POPULATIONS[gap.population]
    said = [LABELS[gap.population], *_labels(population, gap.conditions)]
    return Measure(
        gap_code(form, place),
        f"Biểu {form.code}: hồ sơ {gap.what}",
        RECORD_UNIT[population.kind],
        population,
        conjunction(population, gap.conditions),
        f"Hồ sơ cần bổ sung để điền biểu: {'; '.join(said)}.",
        form.circular,
        (UNIT_OF[population.kind],),
    )


def _labels(population: Population, names: Sequence[str]) -> list[str]:
    return [CONDITIONS[population.kind][name].label for name in names]


def conjunction(population: Population, names: Sequence[str]) -> Condition:
    """The condition that all the named ones hold, as asked within `population`."""
    parts = [named(population, name) for name in names]

    def condition(a: Ask) -> Predicate:
        return and_(True, *(part(a) for part in parts))

    return condition
