"""Asking for figures: the whole set of a question, the scoreboard of a day, and the catalogue with its definitions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import select

from casework.domain.access import Act, Reader, require
from casework.domain.figures import FigureKind, FigureSet
from casework.domain.periods import Question, year_to_date
from casework.domain.unit_structure import restructured
from casework.domain.vocabulary import RecordKind
from casework.statistics.catalogue import ChangeMeasure, Measure, RateMeasure
from casework.statistics.figure_set import figure_set
from casework.statistics.labels import load_labels
from casework.statistics.measures import CHANGES, MEASURES, RATES
from casework.statistics.predicates import held
from casework.statistics.recorded import unrecorded_kinds
from casework.statistics.scope import scope_of
from casework.statistics.small_cells import band_definition
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
    """A figure's definition: `opens` tells whether it opens to records; `cuts` names the ways in which it is cut, in
    the order of their codes `by`."""

    code: str
    label: str
    unit: str
    definition: str
    source: str
    opens: bool
    cuts: tuple[str, ...]
    by: tuple[str, ...]
    kind: RecordKind
    figure_kind: FigureKind


def catalogue(reader: Reader) -> list[CatalogueEntry]:
    """The definitions of all figures that `reader` may ask for, in the catalogue's order; bands last."""
    scope = scope_of(reader)

    def entry(one: Measure | RateMeasure | ChangeMeasure, of: Measure, unit: str, how: FigureKind) -> CatalogueEntry:
        by = () if isinstance(one, ChangeMeasure) else tuple(one.cuts)
        labels = tuple(of.population.dimension(code).label for code in by)
        kind = of.population.kind
        return CatalogueEntry(one.code, one.label, unit, one.definition, of.source, True, labels, by, kind, how)

    entries = [
        *(entry(one, one, one.unit.label, FigureKind.RECORDS) for one in MEASURES.values()),
        *(entry(one, one.denominator, "%", FigureKind.RATE) for one in RATES.values()),
        *(entry(one, one.measure, one.measure.unit.label, FigureKind.CHANGE) for one in CHANGES.values()),
    ]
    bands = (band_definition(kind) for kind in scope.banded)
    entries += [
        CatalogueEntry(code, label, of.unit.label, definition, of.source, False, (), (), kind, FigureKind.BAND)
        for kind, (code, label, of, definition) in zip(scope.banded, bands, strict=True)
    ]
    return [one for one in entries if one.kind in scope.kinds]
