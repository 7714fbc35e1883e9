"""The figures of a question: every measure, rate and change that is asked for, each a named set as of a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.declaring import OPENING
from casework.domain.figures import Cell, Figure, FigureKind, FigureSet
from casework.domain.periods import Question
from casework.domain.vocabulary import CountingUnit, RecordKind
from casework.statistics.catalogue import Measure, Population, RateMeasure
from casework.statistics.counting import count
from casework.statistics.labels import Labels, load_labels
from casework.statistics.measures import CHANGES, MEASURES, RATES
from casework.statistics.predicates import held
from casework.statistics.prior import prior_count
from casework.statistics.recorded import unrecorded_kinds
from casework.statistics.rules import CountingRules, load_rules
from casework.statistics.scope import EVERYTHING, Scope
from casework.statistics.small_cells import denunciation_bands
from casework.store.declared import DeclaredFigure
from casework.store.memory import position_of, position_of_kinds, remembered

CROSS_CUTS = {
    "petitions.basket": (("council_resolution", "unit"),),
    "petitions.council": (("council_resolution", "result"),),
    "kntc": (("state", "type"),),
}
"""Cuts of two dimensions, counted for every measure of the population."""


_PUBLISHED = "Số công bố, nhập theo nguồn đã nêu; không mở ra danh sách hồ sơ."
_OPENING = "Số dư đầu kỳ khai theo nguồn đã nêu; không mở ra danh sách hồ sơ."


def figure_set(
    session: Session,
    question: Question,
    scope: Scope = EVERYTHING,
    cuts: Collection[str] | None = None,
    populations: Collection[str] | None = None,
    changes: bool = True,
) -> FigureSet:
    """All figures of `question` that `scope` may see.

    `cuts`: only these dimensions and the cross cuts between them (None: every one that a measure declares);
    `populations`: only these. Each record kind is counted in one pass.
    """
    rules = load_rules(session)
    wanted = (
        frozenset(cuts) if cuts is not None else None,
        frozenset(populations) if populations is not None else None,
    )
    return remembered(
        session,
        ("figures", question, scope, *wanted, changes, rules),
        lambda: _figure_set(session, question, scope, cuts, populations, changes, rules),
        position_of if changes else position_of_kinds(*sorted(_by_kind(scope, populations))),
    )


def _figure_set(
    session: Session,
    question: Question,
    scope: Scope,
    cuts: Collection[str] | None,
    populations: Collection[str] | None,
    changes: bool,
    rules: CountingRules,
) -> FigureSet:
    labels = load_labels(session)
    figures: list[Figure] = []
    unknown = unrecorded_kinds(session, question, scope)
    for kind, measures in _by_kind(scope, populations).items():
        if kind in unknown:
            figures.extend(_figure(measure, (), (), None) for measure in measures)
        else:
            figures.extend(_count_figures(session, measures, cuts, question, rules, labels, scope))
    found = {(f.code, f.cell): f for f in figures}
    figures.extend(_rates(found))
    figures.extend(denunciation_bands(session, question, rules, scope, populations, unknown))
    if changes:
        figures.extend(_changes(session, found, question, rules, scope))
        figures.extend(_declared(session, scope, question))
    return FigureSet.of(question, figures, scope.said(labels.units))


def _by_kind(scope: Scope, populations: Collection[str] | None) -> dict[RecordKind, list[Measure]]:
    grouped: dict[RecordKind, list[Measure]] = {}
    for measure in MEASURES.values():
        population = measure.population
        if population.kind in scope.kinds and (populations is None or population.code in populations):
            grouped.setdefault(population.kind, []).append(measure)
    return grouped


def _cuts(population: Population, measures: Iterable[Measure], only: Collection[str] | None) -> list[tuple[str, ...]]:
    names = dict.fromkeys(name for measure in measures for name in measure.cuts)
    single: list[tuple[str, ...]] = [(name,) for name in names if only is None or name in only]
    crossed = CROSS_CUTS.get(population.code, ())
    return [*single, *(cut for cut in crossed if only is None or set(cut) <= set(only))]


def _count_figures(
    session: Session,
    measures: list[Measure],
    only: Collection[str] | None,
    question: Question,
    rules: CountingRules,
    labels: Labels,
    scope: Scope,
) -> list[Figure]:
    populations = {measure.population.code: measure.population for measure in measures}
    cuts = {
        code: _cuts(population, [m for m in measures if m.population is population], only)
        for code, population in populations.items()
    }
    rank_of = {measure.code: place for place, measure in enumerate(measures)}
    by_code = {measure.code: measure for measure in measures}
    ordered = []
    for one in count(session, measures, cuts, question, rules, scope):
        population = by_code[one.code].population
        cell = one.cell
        dimensions = [population.dimension(name) for name, _key in cell]
        names = tuple(labels.of(d, key) for d, (_name, key) in zip(dimensions, cell, strict=True))
        rank = tuple(labels.rank(d, key) for d, (_name, key) in zip(dimensions, cell, strict=True))
        ordered.append(((rank_of[one.code], [n for n, _ in cell], rank), one, cell, names))
    ordered.sort(key=lambda item: item[0])
    return [_figure(by_code[one.code], cell, names, one.value) for _rank, one, cell, names in ordered]


def _figure(measure: Measure, cell: Cell, names: tuple[str, ...], value: int | None) -> Figure:
    return Figure(
        measure.code,
        measure.label,
        measure.unit,
        FigureKind.RECORDS,
        cell,
        names,
        value=value,
        definition=measure.definition,
        source=measure.source,
    )


def _rates(found: dict[tuple[str, Cell], Figure]) -> Iterable[Figure]:
    for rate in RATES.values():
        for (code, cell), whole in found.items():
            if code == rate.denominator.code and (len(cell) != 1 or cell[0][0] in rate.cuts):
                yield _rate(rate, whole, found[rate.numerator.code, cell])


def _rate(rate: RateMeasure, denominator: Figure, numerator: Figure) -> Figure:
    return replace(
        denominator,
        code=rate.code,
        label=rate.label,
        unit=CountingUnit.PERCENT,
        kind=FigureKind.RATE,
        value=None,
        numerator=numerator.value,
        denominator=denominator.value,
        decimals=rate.decimals,
        definition=rate.definition,
    )


def _changes(
    session: Session, found: dict[tuple[str, Cell], Figure], question: Question, rules: CountingRules, scope: Scope
) -> Iterable[Figure]:
    for change in CHANGES.values():
        now = found.get((change.measure.code, ()))
        if now is None:
            continue
        before = prior_count(session, change.measure, question, rules, scope)
        yield replace(
            now,
            code=change.code,
            label=change.label,
            kind=FigureKind.CHANGE,
            value=None,
            numerator=now.value,
            denominator=before.value,
            decimals=change.decimals,
            year=question.previous_year().as_of.year,
            definition=change.definition,
            source=before.source,
        )


def _declared(session: Session, scope: Scope, question: Question) -> Iterable[Figure]:
    """The declared figures of the kinds in `scope`; one whose label names no measure may be of any kind."""
    if scope.of_unit:
        return
    query = select(DeclaredFigure).where(held(DeclaredFigure, question)).order_by(DeclaredFigure.id)
    for row in session.scalars(query):
        measure = MEASURES.get(row.measure)
        if not scope.kinds.issuperset([measure.population.kind] if measure else RecordKind):
            continue
        yield Figure(
            f"declared.{row.id}",
            row.label,
            measure.unit if measure else CountingUnit.MATTER,
            FigureKind.DECLARED,
            (("period", row.period_label),),
            (row.period_label,),
            value=row.value,
            definition=_OPENING if row.kind == OPENING else _PUBLISHED,
            source=row.source,
        )
