"""What is owed and what was begun: each return that a unit owes for some periods, as it stands on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.events import ALWAYS
from casework.domain.forms import FormDefinition
from casework.domain.periods import Period
from casework.domain.returns import OwnBook, ReturnState, ReturnStep, due_on, lateness
from casework.store.catalogue_tables import Unit
from casework.store.returns import (
    ReturnReminder,
    UnitReturn,
    UnitReturnVersion,
    load_return_rules,
    own_books,
)


@dataclass(frozen=True, slots=True)
class OwedReturn:
    """A return that is owed, or was begun though none is owed (`owed` False): how it stands on a day.

    `return_id`, `state`: None where nothing was begun; `days_late`: 0 in time; `reminded_on`: the last reminder.
    """

    unit_id: int
    unit: str
    form: FormDefinition
    period: Period
    due_on: date
    owed: bool
    return_id: int | None
    state: ReturnState | None
    filed_on: date | None
    days_late: int
    reminded_on: date | None

    @property
    def waits(self) -> bool:
        """Whether it has still to be filed."""
        return self.state not in (ReturnState.FILED, ReturnState.ACCEPTED)


def forms_for(period: Period, known: Iterable[FormDefinition]) -> list[FormDefinition]:
    """The forms of the returns for a period: those in force on its last day, else the newest of each code."""
    forms = list(known)
    in_force = [one for one in forms if one.in_force(period.last)]
    if in_force:
        return in_force
    newest: dict[str, FormDefinition] = {}
    for one in sorted(forms, key=lambda form: form.valid_from):
        if one.valid_from <= period.last:
            newest[one.code] = one
    return [one for one in forms if newest.get(one.code) is one] or forms


def owed_returns(
    session: Session,
    periods: Sequence[Period],
    known: Mapping[str, FormDefinition],
    today: date,
    units: frozenset[int] | None,
) -> list[OwedReturn]:
    """What is owed or begun for some periods, of some units (None: all), by unit and form."""
    rules, books = load_return_rules(session), own_books(session)
    begun = _begun(session, [period.code for period in periods])
    reminded = _reminded(session, [period.code for period in periods])
    names = {row.id: row.name for row in session.execute(select(Unit.id, Unit.name).order_by(Unit.name_sort, Unit.id))}
    wanted = [unit for unit in names if units is None or unit in units]
    found = []
    for period in periods:
        due = due_on(period.last, rules.due_days)
        owed_forms = {one.key for one in forms_for(period, known.values())}
        for unit_id in wanted:
            for form in known.values():
                owed = form.key in owed_forms and _owes(books, unit_id, form.code, period)
                there = begun.get((unit_id, form.key, period.code))
                if not owed and there is None:
                    continue
                state = None if there is None else there[1]
                filed = there[2] if there is not None and state in (ReturnState.FILED, ReturnState.ACCEPTED) else None
                found.append(
                    OwedReturn(
                        unit_id,
                        names[unit_id],
                        form,
                        period,
                        due,
                        owed,
                        None if there is None else there[0],
                        state,
                        filed,
                        lateness(due, filed, today),
                        reminded.get((unit_id, form.key, period.code)),
                    )
                )
    return found


def _owes(books: Sequence[OwnBook], unit_id: int, code: str, period: Period) -> bool:
    return any(book.unit_id == unit_id and book.owes(code, period) for book in books)


def _begun(
    session: Session, periods: Sequence[str]
) -> dict[tuple[int, str, str], tuple[int, ReturnState, date | None]]:
    """(unit, form, period) → id, state and the day of the last filing of each return that was begun."""
    filed = dict[int, date]()
    filings = select(UnitReturnVersion.return_id, UnitReturnVersion.made_on).where(
        UnitReturnVersion.step == ReturnStep.FILE.value
    )
    for row in session.execute(filings.order_by(UnitReturnVersion.number)):
        filed[row.return_id] = row.made_on
    query = (
        select(UnitReturn, UnitReturnVersion.state)
        .join(UnitReturnVersion, UnitReturnVersion.return_id == UnitReturn.id)
        .where(UnitReturn.period.in_(periods), UnitReturnVersion.known_to == ALWAYS)
    )
    return {
        (one.unit_id, one.form, one.period): (one.id, ReturnState.of(state), filed.get(one.id))
        for one, state in session.execute(query)
    }


def _reminded(session: Session, periods: Sequence[str]) -> dict[tuple[int, str, str], date]:
    query = select(ReturnReminder).where(ReturnReminder.period.in_(periods)).order_by(ReturnReminder.id)
    return {(one.unit_id, one.form, one.period): one.reminded_on for one in session.scalars(query)}
