"""The reference data that an empty database starts with, and the lookups made from it.

Rows come from `reference/*.json` (units, sessions, council resolutions, subjects, calendar, limits, targets); what an
office has changed since is not overwritten. Lookups answer what a text in a register means on a day.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.domain.calendar import WorkCalendar, day_rule_from_json
from casework.domain.law_changes import changed_law
from casework.domain.limits import Law, limit_from_json
from casework.domain.numerals import write_date
from casework.domain.text import fold, sort_key
from casework.domain.vocabulary import Role
from casework.store.account_tables import User
from casework.store.catalogue_tables import (
    CalendarDay,
    CouncilResolution,
    CouncilResolutionSession,
    CouncilSession,
    LegalLimit,
    Subject,
    Target,
    Unit,
    UnitAlias,
    UnitSuccessor,
)
from casework.store.law_change_table import read_changes
from casework.store.memory import reference_position, remembered
from casework.store.unit_structure import UnitToday, refresh_units_today

FOLDER = Path(__file__).resolve().parent / "reference"
SYSTEM_USERNAME = "he-thong"


def _read(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _empty(session: Session, table: type) -> bool:
    return not session.scalar(select(func.count()).select_from(table))


def load_reference(session: Session) -> None:
    """Fills the tables of reference data that are still empty. Running it again changes nothing."""
    if _empty(session, Unit):
        _load_units(session)
    if _empty(session, CouncilSession):
        _load_sessions(session)
    if _empty(session, UnitToday):
        refresh_units_today(session)
    if _empty(session, Subject):
        session.add_all(Subject(name=name, register=register) for name, register in _subjects())
    if _empty(session, CalendarDay):
        session.add_all(CalendarDay(**{**row, "day": _day(row["day"])}) for row in _read("calendar"))
    if _empty(session, LegalLimit):
        session.add_all(LegalLimit(code=r["code"], row=json.dumps(r, ensure_ascii=False)) for r in _read("limits"))
    if _empty(session, Target):
        session.add_all(
            Target(measure=r["measure"], year=r["year"], above_percent=r["above_percent"], basis=r["basis"])
            for r in _read("targets")
        )
    if session.scalar(select(User.id).where(User.username == SYSTEM_USERNAME)) is None:
        session.add(User(username=SYSTEM_USERNAME, full_name="Hệ thống", role=Role.SYSTEM.value, active=True))
    session.flush()


def _subjects() -> list[tuple[str, str]]:
    registers: dict[str, set[str]] = {}
    for row in _read("subjects"):
        registers.setdefault(row["name"], set()).add(row["register"])
    return [(name, ",".join(sorted(kinds))) for name, kinds in registers.items()]


def _load_units(session: Session) -> None:
    rows = _read("units")
    units: dict[str, Unit] = {}
    for row in rows:
        unit = Unit(
            code=row["code"],
            name=row["name"],
            name_sort=sort_key(row["name"])[:400],
            type=row["type"],
            valid_from=_day(row["valid_from"]),
            valid_to=_day(row["valid_to"]),
            confidence=row["confidence"],
            source=row["source"][:300],
        )
        session.add(unit)
        units[row["name"]] = unit
    session.flush()
    for row in rows:
        unit = units[row["name"]]
        aliases = {fold(name) for name in (row["name"], *row["aliases"])}
        session.add_all(UnitAlias(unit_id=unit.id, alias=alias) for alias in sorted(aliases))
        session.add_all(
            UnitSuccessor(unit_id=unit.id, successor_id=units[name].id)
            for name in dict.fromkeys(row["successors"])
            if name != row["name"]
        )


def _load_sessions(session: Session) -> None:
    data = _read("sessions")
    known: dict[tuple[str, int], CouncilSession] = {}
    for row in data["sessions"]:
        one = CouncilSession(
            body=row["body"],
            term=row["term"],
            number=row["number"],
            first_on=_day(row["first_on"]),
            last_on=_day(row["last_on"]),
            kind=row["kind"],
            confidence=row["confidence"],
        )
        session.add(one)
        known[row["term"], row["number"]] = one
    for row in data["resolutions"]:
        tracking = CouncilResolution(number=row["number"], passed_on=_day(row["passed_on"]))
        session.add(tracking)
        session.flush()
        session.add_all(
            CouncilResolutionSession(council_resolution_id=tracking.id, session_id=known[term, number].id)
            for term, number in row["covers"]
        )


def terms(session: Session) -> dict[str, set[str]]:
    """The terms (khóa) known of each body, as kept: those of the shipped list and those of the sessions on record."""
    found: dict[str, set[str]] = {}
    for row in _read("sessions")["terms"]:
        found.setdefault(row["body"], set()).add(row["term"])
    for body, term in session.execute(select(CouncilSession.body, CouncilSession.term).distinct()):
        found.setdefault(body, set()).add(term)
    return found


def load_law(session: Session) -> Law:
    """The law as the database holds it: calendar and time limits."""
    return remembered(session, ("law",), lambda: _read_law(session), reference_position)


def _read_law(session: Session) -> Law:
    days = {
        d.day: day_rule_from_json(
            {"day": d.day.isoformat(), "kind": d.kind, "name": d.name, "status": d.status, "source": d.source}
        )
        for d in session.scalars(select(CalendarDay))
    }
    limits = [limit_from_json(json.loads(row)) for row in session.scalars(select(LegalLimit.row))]
    return changed_law(Law(WorkCalendar(days.values()), limits), days, limits, read_changes(session))


def system_user(session: Session) -> User:
    """The account that the command line acts as."""
    return session.scalars(select(User).where(User.username == SYSTEM_USERNAME)).one()


def council_resolution_labels(session: Session) -> dict[int, str]:
    """id → "Nghị quyết số 34/NQ-HĐND ngày 10/12/2021 (Kỳ 18 khóa XV, Kỳ 2 khóa XVI)", in the order of their dates."""

    covered: dict[int, list[str]] = {}
    query = (
        select(CouncilResolutionSession.council_resolution_id, CouncilSession.number, CouncilSession.term)
        .join(CouncilSession, CouncilSession.id == CouncilResolutionSession.session_id)
        .order_by(CouncilSession.term, CouncilSession.number)
    )
    for key, number, term in session.execute(query):
        covered.setdefault(key, []).append(f"Kỳ {number} khóa {term.removeprefix('QH ')}")
    rows = session.scalars(select(CouncilResolution).order_by(CouncilResolution.passed_on, CouncilResolution.number))
    return {
        row.id: f"Nghị quyết số {row.number} ngày {write_date(row.passed_on)}"
        + (f" ({', '.join(covered[row.id])})" if row.id in covered else "")
        for row in rows
    }


def session_labels(session: Session) -> dict[int, str]:
    """id → "Kỳ họp thứ 14 HĐND khóa XVI" / "Kỳ họp thứ 6 Quốc hội khóa XV"."""
    rows = session.scalars(
        select(CouncilSession).order_by(CouncilSession.body, CouncilSession.term, CouncilSession.number)
    )
    return {
        row.id: f"Kỳ họp thứ {row.number} {'HĐND' if row.body == 'council' else 'Quốc hội'}"
        f" khóa {row.term.removeprefix('QH ')}"
        for row in rows
    }
