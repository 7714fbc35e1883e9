"""The year to date beside the year before and the targets."""

from __future__ import annotations

from fractions import Fraction

from sqlalchemy import select

from casework.domain.figures import Figure
from casework.domain.panels import DECLARED, Goal, Number, YearLine
from casework.domain.targets import needed
from casework.statistics.dashboards.streams import Look, number, told_as
from casework.statistics.measure_words import of_what
from casework.statistics.measures import MEASURES, RATES
from casework.statistics.members import sum_of_members
from casework.statistics.predicates import held
from casework.statistics.prior import prior_count
from casework.statistics.small_cells import denunciation_bands
from casework.store.catalogue_tables import Target

COMPARED = (
    "reception.visits",
    "letters.total",
    "letters.handled",
    "kntc.total",
    "kntc.resolved",
    "pakn.received",
    "pakn.on_time",
)
"""What flowed through in the year; petitions are a stock and are told by resolution."""


def year_lines(look: Look) -> tuple[YearLine, ...]:
    """Each count from the year's first day to the as-of day, and over the same days of the year before: declared, or
    counted where the register was kept throughout (`statistics.prior`)."""
    silent = look.unrecorded()
    found = []
    for code in COMPARED:
        measure = MEASURES[code]
        if measure.population.kind not in look.scope.kinds or measure.population.kind in silent:
            continue
        prior = prior_count(look.session, measure, look.question, look.rules, look.scope)
        before = None
        if prior.value is not None:
            asked = look.question.previous_year()
            before = Number(prior.value, DECLARED if prior.declared else code, asked)
        value = sum_of_members(look.session, measure, {}, look.question, look.rules, look.scope)
        now = number(value, code, look.question)
        found.append(YearLine(code, told_as(measure), measure.unit.label, now, before, prior.source))
    return tuple(found)


def goals(look: Look) -> tuple[Goal, ...]:
    """The targets of the as-of day's year that stand, beside the rates of what the reader may count."""
    question = look.question
    query = select(Target).where(Target.year == question.as_of.year, held(Target, question)).order_by(Target.id)
    silent = look.unrecorded()
    found = []
    for row in look.session.scalars(query):
        rate = RATES.get(row.measure)
        if rate is None:
            continue
        kind = rate.denominator.population.kind
        if kind not in look.scope.kinds or kind in silent:
            continue
        done, total = (
            sum_of_members(look.session, measure, {}, question, look.rules, look.scope)
            for measure in (rate.numerator, rate.denominator)
        )
        above = Fraction(row.above_percent, 100)
        found.append(
            Goal(
                of_what(rate.label, rate.denominator.population.code),
                row.above_percent,
                row.basis,
                number(done, rate.numerator.code, question),
                number(total, rate.denominator.code, question),
                total > 0 and Fraction(done, total) > above,
                needed(done, total, above) if total else None,
            )
        )
    return tuple(found)


def bands(look: Look) -> tuple[Figure, ...]:
    """What the reader is told of denunciations where he may only count them: a band for each register."""
    silent = look.unrecorded()
    return tuple(denunciation_bands(look.session, look.question, look.rules, look.scope, None, silent))
