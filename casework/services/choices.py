"""What a form offers to choose from: units that exist on a day, sessions, council resolutions, subjects, places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from casework.domain.vocabulary import RecordKind, UnitType
from casework.statistics.filters import SUBJECT_REGISTERS
from casework.store.catalogue_tables import Subject, Unit
from casework.store.database import Database
from casework.store.reference_data import council_resolution_labels, session_labels

Pair = tuple[str, str]
"""What a form sends, and what people read."""

ACTING = (UnitType.DEPARTMENT, UnitType.AGENCY, UnitType.COMMUNE, UnitType.DISTRICT, UnitType.COLLECTIVE)
"""The types of units that are charged with matters, in the order in which they are offered."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices of a form; `units` by the name of their type, `places` as plain names to help typing; `accounts`: the
    people of a unit, where a form asks for one of them."""

    units: Mapping[str, tuple[Pair, ...]]
    sessions: tuple[Pair, ...]
    council_resolutions: tuple[Pair, ...]
    subjects: tuple[str, ...]
    places: tuple[str, ...]
    accounts: tuple[Pair, ...] = ()


def choices(db: Database, kind: RecordKind, on: date) -> Choices:
    """What a form of `kind` offers on the day `on`: the newest sessions and resolutions first."""
    with db.read() as session:
        living = select(Unit.id, Unit.name, Unit.type).where(
            or_(Unit.valid_from.is_(None), Unit.valid_from <= on), or_(Unit.valid_to.is_(None), Unit.valid_to >= on)
        )
        units = session.execute(living.order_by(Unit.name_sort, Unit.id)).all()
        sessions = session_labels(session)
        tracking = council_resolution_labels(session)
        wanted = SUBJECT_REGISTERS.get(kind)
        subjects = session.execute(select(Subject.name, Subject.register).order_by(Subject.id)).all()
    grouped = {
        unit_type.label: tuple((str(unit.id), unit.name) for unit in units if unit.type == unit_type.value)
        for unit_type in ACTING
    }
    return Choices(
        {label: members for label, members in grouped.items() if members},
        tuple((str(key), label) for key, label in reversed(sessions.items())),
        tuple((str(key), label) for key, label in reversed(tracking.items())),
        tuple(name for name, registers in subjects if wanted in registers.split(",")),
        tuple(unit.name for unit in units if unit.type in (UnitType.COMMUNE.value, UnitType.DISTRICT.value)),
    )
