"""The basket (rổ theo dõi): what a council resolution tracks, how it stands, and how it went over later sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from casework.domain.access import MOVE, Act, NoSuchRecordError, Reader, may, may_see, require
from casework.domain.figures import FigureSet
from casework.domain.periods import Question
from casework.domain.rates import Rate
from casework.domain.vocabulary import PetitionResult, PetitionSource, PetitionState, RecordKind
from casework.domain.workflow import transitions
from casework.statistics.figure_set import figure_set
from casework.statistics.labels import load_labels
from casework.statistics.list_conditions import Listing
from casework.statistics.listing import list_page
from casework.statistics.measures import MEASURES
from casework.statistics.rules import load_rules
from casework.statistics.scope import Scope, scope_of
from casework.store.catalogue_tables import CouncilResolution, CouncilResolutionSession, CouncilSession
from casework.store.database import Database

PETITION = RecordKind.PETITION
BASKET, COUNCIL, ASSEMBLY = "petitions.basket", "petitions.council", "petitions.national_assembly"
UNTRACKED = "petitions.untracked.total"
BEGINNING = date(1900, 1, 1)
MOST_POINTS = 12
"""How many days the follow-up shows; the last ones where there are more."""
MOST_OFFERED = 200
"""How many petitions one page offers to put into a basket."""


@dataclass(frozen=True, slots=True)
class BasketPoint:
    """How a basket stood at the end of a day. `label`: the session, or what the day is."""

    day: date
    label: str
    question: Question
    total: int
    resolved: int

    @property
    def rate(self) -> Rate:
        """Resolved of all."""
        return Rate(self.resolved, self.total)


@dataclass(frozen=True, slots=True)
class Basket:
    """A council resolution with the petitions that it tracks as of a day; `figures` tell every number of it."""

    id: int
    number: str
    label: str
    passed_on: date
    figures: FigureSet
    points: tuple[BasketPoint, ...]
    covers: tuple[tuple[int, str], ...]
    may_change: bool


@dataclass(frozen=True, slots=True)
class OfferedPetition:
    """A petition that may be put into a basket, or taken out of one."""

    id: int
    code: str
    content: str
    unit: str
    state: str
    result: str


def baskets(
    db: Database, reader: Reader, as_of: date, known: int | None = None, known_on: date | None = None
) -> tuple[FigureSet, tuple[tuple[int, str], ...]]:
    """All resolutions with the figures of what they track as of a day: (figures, (id, label) by date).

    `known`, `known_on`: as in `Question`. Raises ForbiddenError.
    """
    require(reader.role, Act.FIGURES)
    question = Question(BEGINNING, as_of, known, known_on)
    with db.read() as session:
        found = figure_set(
            session, question, scope_of(reader), ("council_resolution",), (BASKET, ASSEMBLY), changes=False
        )
        labels = load_labels(session).council_resolutions
    return found, tuple((int(key), label) for key, label in labels.items())


def basket(
    db: Database,
    reader: Reader,
    resolution_id: int,
    as_of: date,
    known: int | None = None,
    known_on: date | None = None,
) -> Basket:
    """One resolution and its petitions as of a day. `known`, `known_on`: as in `Question`.

    Raises NoSuchRecordError, ForbiddenError.
    """
    require(reader.role, Act.FIGURES)
    question = Question(BEGINNING, as_of, known, known_on)
    with db.read() as session:
        row = session.get(CouncilResolution, resolution_id)
        if row is None:
            raise NoSuchRecordError
        number, passed_on = row.number, row.passed_on
        labels = load_labels(session)
        scope = scope_of(reader)
        cuts = ("council_resolution", "unit", "result")
        found = figure_set(session, question, scope, cuts, (BASKET, COUNCIL), changes=False)
        covered = session.scalars(
            select(CouncilResolutionSession.session_id).where(
                CouncilResolutionSession.council_resolution_id == resolution_id
            )
        ).all()
        points = tuple(
            _point(session, scope, resolution_id, replace(question, as_of=day), label)
            for day, label in _days(session, passed_on, as_of)
        )
    changing = any(step.event == "track" for step in transitions(PETITION, PetitionState.ASSIGNED, reader.role))
    return Basket(
        resolution_id,
        number,
        labels.council_resolutions[str(resolution_id)],
        passed_on,
        found,
        points,
        tuple((key, labels.sessions.get(str(key), "")) for key in covered),
        changing and may(reader.role, MOVE[PETITION]),
    )


def _days(session: Session, passed_on: date, as_of: date) -> Sequence[tuple[date, str]]:
    """The last days of the Council's later sessions up to `as_of`, and `as_of` itself."""
    query = (
        select(CouncilSession.last_on, CouncilSession.number, CouncilSession.term)
        .where(
            CouncilSession.body == PetitionSource.COUNCIL.value,
            CouncilSession.last_on.is_not(None),
            CouncilSession.last_on >= passed_on,
            CouncilSession.last_on < as_of,
            CouncilSession.kind.startswith("thường lệ"),
        )
        .order_by(CouncilSession.last_on)
    )
    told = [(day, f"Kỳ họp thứ {number} khóa {term}") for day, number, term in session.execute(query) if day]
    return [*told[-(MOST_POINTS - 1) :], (as_of, "Ngày tính số liệu")]


def _point(session: Session, scope: Scope, resolution_id: int, question: Question, label: str) -> BasketPoint:
    found = figure_set(session, question, scope, ("council_resolution",), (BASKET,), changes=False)
    key = str(resolution_id)
    return BasketPoint(
        question.as_of,
        label,
        question,
        found.value(f"{BASKET}.total", council_resolution=key),
        found.value(f"{BASKET}.resolved", council_resolution=key),
    )


def offered(
    db: Database, reader: Reader, as_of: date, *, session_id: int | None = None, resolution_id: int | None = None
) -> tuple[OfferedPetition, ...]:
    """Untracked petitions of a session, or those that a resolution tracks, newest first, `MOST_OFFERED` at most.

    Raises NoSuchRecordError.
    """
    if not may_see(reader, PETITION):
        raise NoSuchRecordError
    code = UNTRACKED if resolution_id is None else f"{BASKET}.total"
    cell = {"session": str(session_id)} if resolution_id is None else {"council_resolution": str(resolution_id)}
    with db.read() as session:
        listing = Listing(
            PETITION, Question(BEGINNING, as_of), load_rules(session), scope_of(reader), MEASURES[code], cell
        )
        rows = list_page(session, listing, ("code", "content", "unit_id", "result"), 0, MOST_OFFERED)
        labels = load_labels(session)
    return tuple(_offered(row._mapping, labels.units) for row in rows)


def _offered(row: RowMapping, units: dict[str, str]) -> OfferedPetition:
    return OfferedPetition(
        row["id"],
        row["code"],
        row["content"],
        units.get(str(row["unit_id"]), ""),
        PetitionState.of(row["fact_state"]).label,
        PetitionResult.of(row["result"]).label if row["result"] else "",
    )
