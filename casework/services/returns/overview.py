"""Who owes which return: the matrix of a period, what is late or missing, a unit's own list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from casework.domain.access import Act, Reader, require
from casework.domain.forms import FormDefinition
from casework.domain.periods import Period
from casework.domain.returns import ReturnRules, due_on, owed_periods
from casework.services.returns.found import own_units
from casework.services.returns.owing import OwedReturn, owed_returns
from casework.store.database import Database
from casework.store.returns import load_return_rules


@dataclass(frozen=True, slots=True)
class Matrix:
    """Unit × form for one period; `cells`: (unit id, form's key) → how it stands. `late`: late and missing ones."""

    period: Period
    due_on: date
    units: tuple[tuple[int, str], ...]
    forms: tuple[FormDefinition, ...]
    cells: Mapping[tuple[int, str], OwedReturn]
    late: tuple[OwedReturn, ...]
    rules: ReturnRules


def matrix(db: Database, reader: Reader, period: Period, known: Mapping[str, FormDefinition], today: date) -> Matrix:
    """The matrix of a period, and what is late of it. Raises ForbiddenError."""
    require(reader.role, Act.RETURNS)
    with db.read() as session:
        rules = load_return_rules(session)
        found = owed_returns(session, [period], known, today, None)
    units = {one.unit_id: one.unit for one in found}
    shown = {one.form.key for one in found}
    return Matrix(
        period,
        due_on(period.last, rules.due_days),
        tuple(units.items()),
        tuple(one for one in known.values() if one.key in shown),
        {(one.unit_id, one.form.key): one for one in found},
        tuple(one for one in found if one.owed and one.waits and one.days_late),
        rules,
    )


def own_list(db: Database, reader: Reader, known: Mapping[str, FormDefinition], today: date) -> list[OwedReturn]:
    """What the reader's unit owes for the periods of the last year, and what it has begun. Raises ForbiddenError."""
    require(reader.role, Act.FILE_RETURN)
    with db.read() as session:
        rules = load_return_rules(session)
        units = own_units(session, reader)
        found = owed_returns(session, owed_periods(rules, today), known, today, units)
    rank = {key: place for place, key in enumerate(known)}
    newest = sorted(found, key=lambda one: (one.period.last, -rank[one.form.key]), reverse=True)
    return sorted(newest, key=lambda one: not one.waits)


def missing(db: Database, reader: Reader, known: Mapping[str, FormDefinition], today: date) -> list[OwedReturn]:
    """Every return of the periods of the last year that is owed, not filed, and past its due day; latest last.

    Raises ForbiddenError.
    """
    require(reader.role, Act.RETURNS)
    with db.read() as session:
        found = owed_returns(session, owed_periods(load_return_rules(session), today), known, today, None)
    late = [one for one in found if one.owed and one.waits and one.days_late]
    return sorted(late, key=lambda one: one.due_on)


@dataclass(frozen=True, slots=True)
class LateUnit:
    """What a unit has not filed for a period that is past its due day: the forms (codes), the last reminder."""

    unit_id: int
    unit: str
    period: Period
    due_on: date
    days_late: int
    forms: tuple[str, ...]
    begun: int
    reminded_on: date | None


def by_unit(late: Iterable[OwedReturn]) -> list[LateUnit]:
    """Late returns of a period and a unit in one line each, in their order."""
    grouped: dict[tuple[str, int], list[OwedReturn]] = {}
    for one in late:
        grouped.setdefault((one.period.code, one.unit_id), []).append(one)
    return [
        LateUnit(
            owed[0].unit_id,
            owed[0].unit,
            owed[0].period,
            owed[0].due_on,
            max(one.days_late for one in owed),
            tuple(one.form.code for one in owed),
            sum(one.return_id is not None for one in owed),
            max((one.reminded_on for one in owed if one.reminded_on), default=None),
        )
        for owed in grouped.values()
    ]
