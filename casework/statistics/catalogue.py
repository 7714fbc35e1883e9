"""The shape of the catalogue: populations, dimensions, measures, rates and changes as data.

A measure's figure is the size of the set of records that its population and its predicate name, or the sum of one
quantity over that set. A rate is two measures of one population and its decimals; a change a measure and the same
measure a year before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from casework.domain.vocabulary import CountingUnit, RecordKind, Term
from casework.statistics.predicates import Ask, Predicate

Condition = Callable[[Ask], Predicate]


class Buckets(Protocol):
    """Keys that stand for a condition instead of a column's value: an age, a week, a month (`statistics.buckets`)."""

    def condition(self, ask: Ask, key: str) -> Predicate:
        """That a row stands under `key`. Raises ValueError for a text that is no key."""

    def label(self, key: str) -> str:
        """The key in Vietnamese. Raises ValueError for a text that is no key."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """A way to cut a population: `column` of its facts; `term` when the keys are terms of the vocabulary, else `keys`
    says what they are (unit, session, council_resolution, text, month, flag, bucket). `size`: about how many keys
    there are, so that counting can tell which dimensions may be grouped together. `buckets`: what each key means."""

    code: str
    label: str
    column: str
    keys: str
    term: type[Term] | None = None
    size: int = 5
    buckets: Buckets | None = None


@dataclass(frozen=True, slots=True)
class Population:
    """A set of records as of a day, within which measures are counted in one pass."""

    code: str
    kind: RecordKind
    condition: Condition
    dimensions: tuple[Dimension, ...]

    def dimension(self, code: str) -> Dimension:
        """The dimension `code`. Raises KeyError when the population is not cut that way."""
        for one in self.dimensions:
            if one.code == code:
                return one
        raise KeyError(code)


@dataclass(frozen=True, slots=True)
class Measure:
    """A counted word: label, unit and definition are Vietnamese and stand beside the number wherever it is shown."""

    code: str
    label: str
    unit: CountingUnit
    population: Population
    condition: Condition
    definition: str
    source: str
    cuts: tuple[str, ...] = ()
    quantity: str | None = None


@dataclass(frozen=True, slots=True)
class RateMeasure:
    """numerator ÷ denominator, both measures of one population, printed with `decimals`."""

    code: str
    label: str
    numerator: Measure
    denominator: Measure
    decimals: int
    definition: str
    cuts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeMeasure:
    """A measure against the same measure over the same span a year before."""

    code: str
    label: str
    measure: Measure
    decimals: int
    definition: str
