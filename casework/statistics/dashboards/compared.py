"""Units, subjects and places beside each other, so that nobody is shamed by chance: bounds, not bare rates."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from casework.domain.intervals import Interval, wilson
from casework.domain.panels import FEWEST, Number, Ranking, Standing
from casework.domain.periods import Question
from casework.domain.rates import Rate
from casework.domain.text import sort_key
from casework.statistics.catalogue import Dimension, RateMeasure
from casework.statistics.dashboards.streams import Look, number, tally
from casework.statistics.measure_words import of_what
from casework.statistics.measures import RATES

BY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "petitions.council.resolved_rate": ("unit", "subject", "place"),
        "petitions.basket.resolved_rate": ("unit", "subject", "place"),
        "petitions.national_assembly.resolved_rate": ("unit", "subject", "place"),
        "kntc.resolved_rate": ("unit", "subject"),
        "letters.handled_rate": ("office", "subject"),
        "pakn.on_time_rate": ("unit",),
    }
)
"""The rates that may be compared, and by what."""


def offered(look: Look) -> tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]:
    """The rates that the reader may compare: code, label, and by what (code and label of each dimension)."""
    found = []
    for code, names in BY.items():
        rate = RATES[code]
        population = rate.denominator.population
        if population.kind in look.scope.kinds:
            by = tuple((name, population.dimension(name).label) for name in names)
            found.append((code, of_what(rate.label, population.code), by))
    return tuple(found)


def ranking(look: Look, code: str, by: str) -> Ranking | None:
    """The comparison of one rate; None where nothing of its register was recorded yet.

    Raises KeyError for what is not `offered`.
    """
    if by not in BY[code]:
        raise KeyError(by)
    rate = RATES[code]
    population = rate.denominator.population
    if population.kind not in look.scope.kinds:
        raise KeyError(code)
    if population.kind in look.unrecorded():
        return None
    dimension = population.dimension(by)
    found = tally(look, [rate.denominator, rate.numerator], dimension, look.question)
    total, reached = (sum(counts[at] for counts in found.values()) for at in (0, 1))
    bounds = wilson(Rate(reached, total))
    whole = Standing("Toàn bộ", *_numbers(rate, look.question, (total, reached)), bounds, 0)
    lines = [_standing(look, rate, dimension, key, counts, bounds) for key, counts in found.items()]
    compared = sorted((one for one in lines if one.bounds is not None), key=_order)
    few = sorted((one for one in lines if one.bounds is None), key=lambda one: sort_key(one.label))
    label = of_what(rate.label, population.code)
    return Ranking(code, label, dimension.label, whole, tuple(compared), tuple(few))


def _standing(
    look: Look, rate: RateMeasure, dimension: Dimension, key: str, counts: tuple[int, ...], whole: Interval | None
) -> Standing:
    total, reached = _numbers(rate, look.question, counts, **{dimension.code: key})
    bounds = wilson(Rate(reached.value, total.value)) if total.value >= FEWEST else None
    side = 0
    if bounds is not None and whole is not None and bounds.apart_from(whole):
        side = 1 if bounds.low > whole.high else -1
    return Standing(look.labels.of(dimension, key), total, reached, bounds, side)


def _numbers(rate: RateMeasure, question: Question, counts: tuple[int, ...], **cell: str) -> tuple[Number, Number]:
    return (
        number(counts[0], rate.denominator.code, question, **cell),
        number(counts[1], rate.numerator.code, question, **cell),
    )


def _order(one: Standing) -> tuple[float, float, str]:
    bounds = one.bounds or Interval(0.0, 1.0)
    return -bounds.low, -bounds.high, sort_key(one.label)
