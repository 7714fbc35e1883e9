"""The assignments of a record as its page shows them: who has what to do, by when, and what may be done about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from casework.domain.access import MOVE, NoSuchRecordError, Reader, may, may_see, sees_identity
from casework.domain.assignments import STANDING_LABELS, AssignmentAct, Standing, open_acts, sides_of, standing_of
from casework.domain.bulk import assigned_by_step
from casework.domain.items import ITEM_FIELDS, AssignmentPart
from casework.domain.text import sort_key
from casework.domain.vocabulary import RecordKind
from casework.services.handling.assigning import ASSIGNMENT, NO_ITEM, lead_of_register
from casework.statistics.labels import load_labels
from casework.statistics.scope import handles_record, sees_record
from casework.statistics.work_titles import people
from casework.store.account_tables import User
from casework.store.database import Database
from casework.store.items import items_of

FIELD_NAMES = tuple(field.name for field in ITEM_FIELDS[ASSIGNMENT])
TEXTS = ("request", "refusal", "escalation", "answer")
"""What people wrote about the matter: shown to those who may read who it is about."""


@dataclass(frozen=True, slots=True)
class AssignmentLine:
    """An assignment in words. `id` NO_ITEM: only the register names it; `acts`: what the reader may do now."""

    id: int
    version: int
    part: str
    unit_id: int
    unit: str
    person: str
    values: Mapping[str, Any]
    standing: Standing
    standing_label: str
    acts: tuple[AssignmentAct, ...]


@dataclass(frozen=True, slots=True)
class AssignmentPanel:
    """The assignments of a record, the open ones first. `parts`: which parts the reader may give to units."""

    lines: tuple[AssignmentLine, ...]
    parts: tuple[AssignmentPart, ...]


def assignment_panel(db: Database, reader: Reader, kind: RecordKind, record_id: int) -> AssignmentPanel:
    """The assignments of a record as `reader` may see it. Raises NoSuchRecordError."""
    with db.read() as session:
        if not (may_see(reader, kind) and sees_record(session, reader, kind, record_id)):
            raise NoSuchRecordError
        rows: list[Any] = list(items_of(session, ASSIGNMENT, kind, [record_id], struck=False).get(record_id, []))
        named = lead_of_register(session, kind, record_id)
        if named is not None:
            rows.insert(0, {**named, "id": NO_ITEM})
        units = load_labels(session).units
        names = people(session, [row.get("person_id") for row in rows])
        texts = sees_identity(reader, kind)
        gives = kind in MOVE and may(reader.role, MOVE[kind]) and handles_record(session, reader, kind, record_id)
        lines = [_line(reader, row, units, names, texts, gives) for row in rows]
    lines.sort(key=lambda line: line.standing is Standing.ENDED)
    parts = tuple(part for part in AssignmentPart if part is not AssignmentPart.LEAD or not assigned_by_step(kind))
    return AssignmentPanel(tuple(lines), parts if gives else ())


def _line(
    reader: Reader,
    row: Mapping[str, Any],
    units: Mapping[str, str],
    names: Mapping[int, str],
    texts: bool,
    handles: bool,
) -> AssignmentLine:
    stands = standing_of(row)
    acts = open_acts(row, reader.role, sides_of(reader.role, reader.unit_id == row["unit_id"], handles))
    person = row.get("person_id")
    return AssignmentLine(
        row["id"],
        row["version"],
        AssignmentPart.of(row["part"]).label,
        row["unit_id"],
        units.get(str(row["unit_id"]), ""),
        names.get(person, "") if person is not None else "",
        {name: row.get(name) if texts or name not in TEXTS else None for name in FIELD_NAMES},
        stands,
        STANDING_LABELS[stands],
        tuple(acts),
    )


def colleagues(db: Database, unit_id: int) -> tuple[tuple[str, str], ...]:
    """The people of a unit to whom work may be handed: (id, full name), by name."""
    with db.read() as session:
        query = select(User.id, User.full_name).where(User.unit_id == unit_id, User.active)
        found = [(str(row[0]), row[1]) for row in session.execute(query)]
    return tuple(sorted(found, key=lambda pair: sort_key(pair[1])))
