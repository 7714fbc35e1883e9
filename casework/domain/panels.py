"""What dashboards show, as plain data: numbers that open to their records, in lines and grids.

A number carries its figure, its cell and its question, so that each mark of a page opens to exactly what was counted,
whichever day and period its column is of. Nothing here knows how it will look.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from casework.domain.figures import Cell
from casework.domain.intervals import Interval
from casework.domain.periods import Question
from casework.domain.rates import Rate
from casework.domain.survival import Step

FIRST, AS_OF, ISSUED = "@first", "@as_of", "@issued"
"""Beside a cell's dimensions: the question's days, and the issued report in which a number is frozen."""
DECLARED = "declared"
"""The code of a declared number, which opens to its source."""
FEWEST = 20
"""Of fewer records no rate is told and nobody stands before another: chance alone would order them."""


@dataclass(frozen=True, slots=True)
class Number:
    """The size of the set that the figure `code` names in `cell` under `question`."""

    value: int
    code: str
    question: Question
    cell: Cell = ()

    @property
    def place(self) -> Cell:
        """The cell with the days of the question, so that a mark of a chart opens by its code and this alone."""
        days = ((FIRST, self.question.first.isoformat()), (AS_OF, self.question.as_of.isoformat()))
        return (*self.cell, *days)


@dataclass(frozen=True, slots=True)
class Stream:
    """What flows through one register: its measures of all that came (`total`), of what is open, of what was finished,
    of what is overdue, by their codes."""

    name: str
    label: str
    unit: str
    total: str
    open: str
    finished: str
    overdue: str


@dataclass(frozen=True, slots=True)
class Spread:
    """What is open of a stream, spread over keys (ages, weeks): `parts` by key, `whole` all together."""

    stream: Stream
    whole: Number
    parts: Mapping[str, Number]


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month of a stream: what came, what was finished."""

    month: int
    received: Number
    finished: Number


@dataclass(frozen=True, slots=True)
class Point:
    """How many of a set were resolved at the end of a day."""

    question: Question
    total: Number
    resolved: Number

    @property
    def rate(self) -> Rate:
        """Resolved of all."""
        return Rate(self.resolved.value, self.total.value)


@dataclass(frozen=True, slots=True)
class Track:
    """A council resolution through time, the oldest day first."""

    key: str
    label: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """One unit, subject or place: `reached` of `total`, its bounds, and how these lie to the whole's.

    `bounds` None: too few to say. `side`: 1 where the bounds lie above those of the whole, -1 below, 0 where they meet.
    """

    label: str
    total: Number
    reached: Number
    bounds: Interval | None
    side: int

    @property
    def rate(self) -> Rate:
        """Reached of all."""
        return Rate(self.reached.value, self.total.value)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Units, subjects or places of one rate: `compared` by their lower bound, the greatest first, the `few` by name."""

    code: str
    label: str
    by: str
    whole: Standing
    compared: tuple[Standing, ...]
    few: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """A span of days since the beginning: how many ended in it, how many have lasted that long and go on, how many
    lasted longer (None: the span has no end), what is known of its last day (`step` None: nothing ended by then)."""

    least: int
    most: int | None
    ended: Number
    waiting: Number
    longer: Number | None
    step: Step | None


@dataclass(frozen=True, slots=True)
class Duration:
    """The time that a stream takes, the open ones counted. `quantiles`: share finished → days, None: not reached."""

    stream: Stream
    whole: Number
    stages: tuple[Stage, ...]
    quantiles: Mapping[Fraction, int | None]


@dataclass(frozen=True, slots=True)
class YearLine:
    """A count of the year to date beside the same days of the year before. `before` None: not known (then `source`
    says so); one with the code `DECLARED` is a declared one."""

    code: str
    label: str
    unit: str
    now: Number
    before: Number | None
    source: str


@dataclass(frozen=True, slots=True)
class Goal:
    """A target of the year beside where its rate stands; `missing`: how many more are needed, None: out of reach."""

    label: str
    percent: int
    basis: str
    done: Number
    total: Number
    met: bool
    missing: int | None


@dataclass(frozen=True, slots=True)
class SinceLine:
    """A figure as the last report told it, and as it is now."""

    label: str
    unit: str
    then: Number
    now: Number


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since a report: its number among the issued ones, its name, its question and the same question
    on the day asked."""

    issued_id: int
    label: str
    then: Question
    now: Question
    lines: tuple[SinceLine, ...]
