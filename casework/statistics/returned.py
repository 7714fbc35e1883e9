"""What units that keep their own books returned: added to forms and figures beside the records, never among them.

Only what stood accepted counts, as known at the question's journal position, and only returns of exactly the days that
are asked. Which columns of a form a measure of the catalogue corresponds to is the table below.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from casework.domain.forms import FormDefinition
from casework.domain.periods import Question
from casework.domain.returns import ReturnState
from casework.domain.vocabulary import RecordKind
from casework.statistics.catalogue import Population
from casework.statistics.columns import column_of
from casework.statistics.form_populations import POPULATIONS, UNIT_OF
from casework.statistics.predicates import Ask, held, standing
from casework.statistics.rules import load_rules
from casework.store.facts import FACTS
from casework.store.returns import UnitReturn, UnitReturnVersion, read_cells

COLUMNS_OF: Mapping[str, tuple[tuple[str, tuple[int, ...]], ...]] = MappingProxyType(
    {
        "reception.visits": (("01/TCD", (1,)),),
        "reception.people": (("01/TCD", (2,)),),
        "reception.large_groups": (("01/TCD", (8, 17, 26)),),
        "reception.large_group_people": (("01/TCD", (9, 18, 27)),),
        "letters.total": (("01/XLD", (5, 6, 7)),),
        "kntc.total": (("01/KQGQ", (4,)), ("03/KQGQ", (4,))),
        "kntc.resolved": (("01/KQGQ", (5, 6)), ("03/KQGQ", (6,))),
        "kntc.money_recovered": (("01/KQGQ", (7,)), ("03/KQGQ", (11,))),
        "kntc.land_recovered": (("01/KQGQ", (8,)), ("03/KQGQ", (12,))),
    }
)
"""A measure of the catalogue → the forms (by code) and columns that hold the same number (law-and-forms 2.4, 5.2)."""


@dataclass(frozen=True, slots=True)
class Returned:
    """An accepted return of a unit: its id, the form's key, its cells by column."""

    return_id: int
    unit_id: int
    form: str
    cells: Mapping[int, int]


def accepted(session: Session, question: Question, form: str | None = None) -> list[Returned]:
    """The returns of exactly the days asked that stood accepted, of one form (its key) or of all, by unit and form."""
    query = (
        select(UnitReturn.id, UnitReturn.unit_id, UnitReturn.form, UnitReturnVersion.cells)
        .join(UnitReturnVersion, UnitReturnVersion.return_id == UnitReturn.id)
        .where(
            held(UnitReturnVersion, question),
            UnitReturnVersion.state == ReturnState.ACCEPTED.value,
            UnitReturn.first_on == question.first,
            UnitReturn.last_on == question.as_of,
        )
        .order_by(UnitReturn.unit_id, UnitReturn.form)
    )
    rows = session.execute(query if form is None else query.where(UnitReturn.form == form))
    return [Returned(row.id, row.unit_id, row.form, read_cells(row.cells)) for row in rows]


def returned(session: Session, definition: FormDefinition, question: Question) -> dict[tuple[int, int], int]:
    """(unit, column) → the number that the unit returned in this form; what was left blank is not there."""
    return {
        (one.unit_id, column): value
        for one in accepted(session, question, definition.key)
        for column, value in one.cells.items()
    }


@dataclass(frozen=True, slots=True)
class ReturnedFigure:
    """What the returns add to a measure: the sum, and of each return its id, its unit and what it adds."""

    measure: str
    value: int
    given: tuple[tuple[int, int, int], ...]


def returned_figures(session: Session, question: Question, codes: Mapping[str, str]) -> list[ReturnedFigure]:
    """For each measure that corresponds to columns of a form: what the returns add. `codes`: form's key → its code.

    A return that leaves a column of it blank gives nothing to that measure. Measures without any return are not there.
    """
    found = accepted(session, question)
    figures = []
    for measure, places in COLUMNS_OF.items():
        given = [
            (one.return_id, one.unit_id, sum(one.cells[column] for column in columns))
            for one in found
            for code, columns in places
            if codes.get(one.form) == code and all(column in one.cells for column in columns)
        ]
        if given:
            figures.append(ReturnedFigure(measure, sum(value for _id, _unit, value in given), tuple(given)))
    return figures


def kept_meanwhile(session: Session, definition: FormDefinition, question: Question, unit_id: int) -> int:
    """How many records of a unit the form would count from the system itself: of one that returns it too, they may
    be counted twice."""
    rules = load_rules(session)
    grouped: dict[RecordKind, list[Population]] = {}
    for code in dict.fromkeys(one.population for one in definition.counted if one.population):
        grouped.setdefault(POPULATIONS[code].kind, []).append(POPULATIONS[code])
    found = 0
    for kind, populations in grouped.items():
        ask = Ask(FACTS[kind], question, rules)
        unit = column_of(ask.table, populations[0].dimension(UNIT_OF[kind]).column)
        query = select(func.count()).where(
            standing(ask), unit == unit_id, or_(*(population.condition(ask) for population in populations))
        )
        found += session.scalar(query) or 0
    return found
