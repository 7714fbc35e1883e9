"""The workflow as tables: record kind × state × event × role → state (design.md, decision 8).

The guard and the button ask the same functions. The state itself is never set: `derivation` derives it from a
record's values, and each row names the states that may follow. A petition's answer, its result and the resolution that
tracks it are three facts; only what is done with it is its state.
Sources: law-and-forms 1.1 and 1.3 (petitions), 3.3 (letters), 4.5 (cases), 6 (PAKN).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from casework.domain import vocabulary as v
from casework.domain.case_steps import CASE, outcomes
from casework.domain.feedback_steps import FEEDBACK
from casework.domain.fields import Value
from casework.domain.letter_steps import LETTER
from casework.domain.petition_steps import PETITION
from casework.domain.reception_steps import RECEPTION
from casework.domain.steps import FORM_FIELDS, HAPPENED_ON, REASON, Transition, form_field
from casework.domain.vocabulary import EventName, RecordKind, Role, Term

__all__ = [
    "FORM_FIELDS",
    "HAPPENED_ON",
    "REASON",
    "STANDS_IN",
    "STATES",
    "TRANSITIONS",
    "Transition",
    "WorkflowError",
    "check",
    "event_label",
    "form_field",
    "open_values",
    "role_for",
    "roles_of",
    "state_label",
    "transitions",
]


class WorkflowError(ValueError):
    """A step that the workflow refuses; the Vietnamese message says why."""


TRANSITIONS: Mapping[RecordKind, tuple[Transition, ...]] = MappingProxyType(
    {
        RecordKind.PETITION: PETITION,
        RecordKind.RECEPTION: RECEPTION,
        RecordKind.LETTER: LETTER,
        RecordKind.CASE: CASE,
        RecordKind.FEEDBACK: FEEDBACK,
    }
)

STATES: Mapping[RecordKind, type[Term] | None] = MappingProxyType(
    {
        RecordKind.PETITION: v.PetitionState,
        RecordKind.RECEPTION: None,
        RecordKind.LETTER: v.LetterState,
        RecordKind.CASE: v.CaseState,
        RecordKind.FEEDBACK: v.FeedbackState,
    }
)
"""The states of each kind; a reception has none, it is over when it is written down."""


def state_label(kind: RecordKind, state: str) -> str:
    """The official name of a state; a reception's is "Đã tiếp". Raises KeyError for an unknown state."""
    terms = STATES[kind]
    return "Đã tiếp" if terms is None else terms.of(state).label


STANDS_IN: Mapping[tuple[RecordKind, Role], Role] = MappingProxyType(
    {(RecordKind.CASE, Role.RECEPTION_OFFICER): Role.UNIT_OFFICER}
)
"""In which role who keeps a register writes down the steps of the unit in charge ("ghi thay"): only while nobody of
that unit has an account by which to do it himself."""


def roles_of(kind: RecordKind, role: Role, stands_in: bool) -> tuple[Role, ...]:
    """The roles in which somebody takes the steps of a record; `stands_in`: nobody of the unit in charge can."""
    other = STANDS_IN.get((kind, role)) if stands_in else None
    return (role,) if other is None else (role, other)


def transitions(
    kind: RecordKind, state: str, role: Role, values: Mapping[str, Value] | None = None, *, stands_in: bool = False
) -> list[Transition]:
    """The steps open to `role` for a record of `kind` in `state`, in the order of the table.

    `values`: those of the record; without them the steps are given whatever it must be like. `stands_in`: `roles_of`.
    """
    roles = roles_of(kind, role, stands_in)
    return [
        t
        for t in TRANSITIONS[kind]
        if state in t.states and not t.roles.isdisjoint(roles) and (values is None or t.fits(values))
    ]


def role_for(kind: RecordKind, event: str, role: Role, stands_in: bool) -> Role:
    """In which of `roles_of` the step `event` is taken: his own, where the table opens it to that."""
    open_to = [t.roles for t in TRANSITIONS[kind] if t.event == event]
    return next((one for one in roles_of(kind, role, stands_in) if any(one in roles for roles in open_to)), role)


def check(
    kind: RecordKind, state: str, event: str, role: Role, values: Mapping[str, Value] | None = None
) -> Transition:
    """The step `event` from `state`, if the table has it and opens it to `role` for a record with `values`.

    Raises WorkflowError with a Vietnamese message: no such step, not from this state, not for this role, or not for
    a record like this.
    """
    named = [t for t in TRANSITIONS[kind] if t.event == event]
    if not named:
        raise WorkflowError(f"{kind.label} không có bước “{event}”.")
    fitting = [t for t in named if state in t.states]
    if not fitting:
        raise WorkflowError(
            f"Không thể “{named[0].label}” khi hồ sơ ở trạng thái “{state_label(kind, state)}”; "
            "hãy tải lại hồ sơ để xem các bước đang được phép."
        )
    if role not in fitting[0].roles:
        raise WorkflowError(f"Vai trò “{role.label}” không được thực hiện bước “{named[0].label}”.")
    like = [t for t in fitting if values is None or t.fits(values)]
    if not like:
        raise WorkflowError(fitting[0].only or f"Không thể “{named[0].label}” với hồ sơ này.")
    return like[0]


def event_label(kind: RecordKind, name: EventName, changes: Mapping[str, Value]) -> str:
    """What a history calls an event: its own name, or that of the step that took back what such an event had set."""
    for step in TRANSITIONS[kind]:
        if step.tells(name, changes):
            return step.told
    for step in TRANSITIONS[kind]:
        cleared = [field for field, value in step.fixed.items() if value is None]
        if step.name is name and cleared and all(field in changes and changes[field] is None for field in cleared):
            return step.label
    return name.label


def open_values(transition: Transition, name: str, state: str, values: Mapping[str, Value]) -> tuple[str, ...] | None:
    """The values open to the field `name` in this step for a record in `state` with `values`; None: not limited."""
    open_here = transition.choices.get(name, {}).get(state)
    if name == "outcome" and open_here is not None:
        fitting = outcomes(values)
        return tuple(value for value in open_here if value in fitting)
    return open_here
