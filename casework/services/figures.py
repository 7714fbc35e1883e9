"""Asking for figures: the whole set of a question, the scoreboard of a day, and the catalogue with its definitions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import select

from casework.domain.access import Act, Reader, require
from casework.domain.figures import FigureSet
from casework.domain.periods import Question, year_to_date
from casework.domain.unit_structure import restructured
from casework.domain.vocabulary import RecordKind
from casework.statistics.catalogue import Measure
from casework.statistics.figure_set import figure_set
from casework.statistics.labels import load_labels
from casework.statistics.measures import CHANGES, MEASURES, RATES
from casework.statistics.predicates import held
from casework.statistics.recorded import unrecorded_kinds
from casework.statistics.scope import scope_of
from casework.store.catalogue_tables import Target
from casework.store.database import Database
from casework.store.journal import position_before
from casework.store.unit_structure import units_today

SCOREBOARD_POPULATIONS = (
    "petitions.basket",
    "petitions.council",
    "petitions.untracked",
    "petitions.national_assembly",
    "kntc",
)
SCOREBOARD_CUTS = ("council_resolution", "session", "type", "state")


def figures(
    db: Database,
    reader: Reader,
    question: Question,
    populations: Collection[str] | None = None,
    *,
    structure_now: bool = False,
) -> FigureSet:
    """All figures of a question that `reader` may see, or those of some populations. Raises ForbiddenError.

    `structure_now`: what is cut by unit stands by the units of today instead of those of then; each record keeps its
    unit, and the sums are the same.
    """
    require(reader.role, Act.FIGURES)
    with db.read() as session:
        found = figure_set(session, question, scope_of(reader), populations=populations)
        if not structure_now:
            return found
        return restructured(found, units_today(session), load_labels(session).units)


def known_before(db: Database, moment: datetime) -> int:
    """What was known before a moment, as the journal position that `Question.known` takes; 0: nothing was."""
    with db.read() as session:
        return position_before(session, moment)


def was_recorded(db: Database, reader: Reader, kind: RecordKind, question: Question) -> bool:
    """Whether anything of a register that `reader` may count had been recorded when `question` asks for knowledge;
    before that its figures are "chưa ghi nhận", not nought."""
    with db.read() as session:
        return kind not in unrecorded_kinds(session, question, scope_of(reader))


@dataclass(frozen=True, slots=True)
class YearTarget:
    """Mục tiêu cả năm: the rate `code` above `percent`, set by `basis`."""

    code: str
    year: int
    percent: int
    basis: str

    @property
    def share(self) -> Fraction:
        """The target as a share of one."""
        return Fraction(self.percent, 100)


@dataclass(frozen=True, slots=True)
class Scoreboard:
    """Petitions by council resolution and KNTC by type and status as of a day, with the year's targets."""

    figures: FigureSet
    targets: tuple[YearTarget, ...]


def scoreboard(
    db: Database, reader: Reader, as_of: date, known: int | None = None, known_on: date | None = None
) -> Scoreboard:
    """The scoreboard as of a day; KNTC cases are those of the statutory year up to that day (from 15/12).

    `known`, `known_on`: as in `Question`. Raises ForbiddenError.
    """
    require(reader.role, Act.FIGURES)
    question = Question(year_to_date(as_of), as_of, known, known_on)
    with db.read() as session:
        found = figure_set(session, question, scope_of(reader), SCOREBOARD_CUTS, SCOREBOARD_POPULATIONS, changes=False)
        standing = select(Target).where(Target.year == as_of.year, held(Target, question))
        rows = session.scalars(standing.order_by(Target.id))
        targets = tuple(YearTarget(t.measure, t.year, t.above_percent, t.basis) for t in rows)
    return Scoreboard(found, targets)


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A figure's definition: `opens` tells whether it opens to records."""

    code: str
    label: str
    unit: str
    definition: str
    source: str
    opens: bool
    cuts: tuple[str, ...]


def catalogue(reader: Reader) -> list[CatalogueEntry]:
    """The definitions of all figures that `reader` may ask for, in the catalogue's order."""
    kinds = scope_of(reader).kinds

    def seen(measure: Measure) -> bool:
        return measure.population.kind in kinds

    entries = [
        CatalogueEntry(m.code, m.label, m.unit.label, m.definition, m.source, True, _labels(m, m.cuts))
        for m in MEASURES.values()
        if seen(m)
    ]
    entries += [
        CatalogueEntry(r.code, r.label, "%", r.definition, r.denominator.source, True, _labels(r.denominator, r.cuts))
        for r in RATES.values()
        if seen(r.denominator)
    ]
    entries += [
        CatalogueEntry(c.code, c.label, c.measure.unit.label, c.definition, c.measure.source, True, ())
        for c in CHANGES.values()
        if seen(c.measure)
    ]
    return entries


def _labels(measure: Measure, cuts: Collection[str]) -> tuple[str, ...]:
    return tuple(measure.population.dimension(code).label for code in cuts)
