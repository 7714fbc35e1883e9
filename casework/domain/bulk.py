"""Bulk acts (xử lý hàng loạt): which acts may be done on many records at once, as a table.

Only acts whose values are the same for all: who answers what, with which number, differs from record to record and
stays with the record. The guard of each row is that of the single act.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from casework.domain.access import MOVE, may
from casework.domain.assignments import ASSIGNMENT_ACTS, UNIT_SIDE
from casework.domain.fields import Field
from casework.domain.items import ItemKind, item_field
from casework.domain.vocabulary import RecordKind, Role
from casework.domain.workflow import TRANSITIONS, Transition, form_field

MOST = 200
"""How many records one bulk act takes, unless the office sets another number."""
UNDO_HOURS = 24
"""For how long it may be taken back, unless the office sets another number."""

STEP, ASSIGN = "step:", "assign"

ASSIGN_FIELDS = ("unit_id", "assigned_on")
ASSIGN_OPTIONAL = ("due_on", "document", "request")

BULK_STEPS: Mapping[RecordKind, tuple[str, ...]] = MappingProxyType(
    {
        RecordKind.PETITION: ("assign", "reassign", "track", "untrack", "set_result", "settle", "move"),
        RecordKind.RECEPTION: (),
        RecordKind.LETTER: ("assign", "reassign", "file"),
        RecordKind.CASE: ("assign", "reassign"),
        RecordKind.FEEDBACK: ("assign", "reassign", "handle"),
    }
)
"""The steps of the workflow whose values may be the same for many records."""

BULK_ASSIGNMENT_ACTS = ("accept", "hand", "urge")
"""The acts on the lead assignment that may be done to many."""


class BulkError(ValueError):
    """A bulk act that is refused as a whole; the Vietnamese message says why and what to do."""


@dataclass(frozen=True, slots=True)
class BulkAct:
    """One act that may be done on many records of a kind. `choices`: the values open to a field."""

    code: str
    label: str
    required: tuple[Field, ...]
    optional: tuple[Field, ...] = ()
    choices: Mapping[str, tuple[str, ...]] | None = None
    note: str = ""

    @property
    def asked(self) -> tuple[Field, ...]:
        """The fields that a form shows, the required ones first."""
        return self.required + self.optional


def assigned_by_step(kind: RecordKind) -> bool:
    """Whether the lead unit of a kind is named by a step of its workflow."""
    return any(step.event == "assign" for step in TRANSITIONS[kind])


def _steps(kind: RecordKind, role: Role) -> list[BulkAct]:
    found: dict[str, list[Transition]] = {}
    for step in TRANSITIONS[kind]:
        if step.event in BULK_STEPS[kind] and role in step.roles:
            found.setdefault(step.event, []).append(step)
    acts = []
    for event, rows in found.items():
        step = rows[0]
        open_values: dict[str, tuple[str, ...]] = {}
        for row in rows:
            for name, by_state in row.choices.items():
                values = [value for some in by_state.values() for value in some]
                open_values[name] = tuple(dict.fromkeys((*open_values.get(name, ()), *values)))
        required = tuple(form_field(kind, name) for name in step.required)
        optional = tuple(form_field(kind, name) for name in step.optional)
        acts.append(BulkAct(STEP + event, step.label, required, optional, open_values, step.note))
    return acts


def bulk_acts(kind: RecordKind, role: Role) -> list[BulkAct]:
    """The acts that `role` may do on many records of `kind`, in the order in which they are offered."""
    if kind not in MOVE or not may(role, MOVE[kind]):
        return []
    acts = _steps(kind, role)
    if not assigned_by_step(kind):
        fields = [
            tuple(item_field(ItemKind.ASSIGNMENT, n) for n in names) for names in (ASSIGN_FIELDS, ASSIGN_OPTIONAL)
        ]
        acts.append(BulkAct(ASSIGN, "Giao đơn vị chủ trì", fields[0], fields[1]))
    for act in ASSIGNMENT_ACTS:
        if act.code in BULK_ASSIGNMENT_ACTS and (act.side == "giver" or role in UNIT_SIDE):
            day = (act.day_field,) if act.day_field else ()
            required = tuple(item_field(ItemKind.ASSIGNMENT, name) for name in (*day, *act.required))
            optional = tuple(item_field(ItemKind.ASSIGNMENT, name) for name in act.optional)
            acts.append(BulkAct(act.code, act.label, required, optional, note=act.note))
    return acts
