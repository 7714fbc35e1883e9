"""What a step of the workflow is: a row that names who may take it, from where to where, and what it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from casework.domain.fields import CONTENT_LIMIT, Field, Shape, Value
from casework.domain.fields import field as declared_field
from casework.domain.vocabulary import EventName, RecordKind, Role

REASON = "reason"
HAPPENED_ON = "happened_on"
SUSPENDED_DAYS = "suspended_days"
"""Under this name an event keeps for how many days, in all, the clock of a case had stood still until then."""

LEADER, PRODUCT, REQUEST = "leader", "product", "request"
PROMISE, PROMISE_DUE = "promise", "promise_due_on"
BESIDE = frozenset({LEADER, PRODUCT, REQUEST, PROMISE, PROMISE_DUE})
"""What a step tells of the items that it makes beside the record; kept with these, not with the step's event."""

FORM_FIELDS: Mapping[str, Field] = MappingProxyType(
    {
        REASON: Field(REASON, "Lý do", Shape.TEXT, required=True),
        HAPPENED_ON: Field(HAPPENED_ON, "Ngày thực hiện", Shape.DATE, required=True),
        SUSPENDED_DAYS: Field(SUSPENDED_DAYS, "Số ngày tạm đình chỉ", Shape.COUNT),
        LEADER: Field(LEADER, "Lãnh đạo chỉ đạo", Shape.TEXT),
        PRODUCT: Field(PRODUCT, "Sản phẩm phải có", Shape.TEXT),
        REQUEST: Field(REQUEST, "Nội dung giao", Shape.TEXT, limit=CONTENT_LIMIT),
        PROMISE: Field(PROMISE, "Lời hứa với cử tri", Shape.TEXT, limit=CONTENT_LIMIT),
        PROMISE_DUE: Field(PROMISE_DUE, "Thời hạn hứa", Shape.DATE),
    }
)
"""What a step tells besides the record's own fields: kept with the event, no column of the record."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One step of a record kind.

    `event`: its code; `name`: what the journal calls it; `states`: from which states; `to`: the state that follows,
    one of these as the record's values derive it; `required`/`optional`: names of fields or of `FORM_FIELDS`, the
    values that the step takes; `day_field`: the field that holds the day on which it happened (None: `happened_on`);
    `fixed`: what the step sets by itself (None clears); `choices`: the values open to a field, by the state;
    `needs`: a field that one value of another makes required; `looked_up`: fields that the service fills in by itself.
    """

    event: str
    name: EventName
    label: str
    states: tuple[str, ...]
    to: tuple[str, ...]
    roles: frozenset[Role]
    day_field: str | None
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    fixed: Mapping[str, Value] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    needs: Mapping[tuple[str, str], str] = field(default_factory=dict)
    looked_up: tuple[str, ...] = ()
    note: str = ""

    @property
    def asked(self) -> tuple[str, ...]:
        """The names that a form shows, the required ones first."""
        return self.required + self.optional


OFFICE = frozenset({Role.SECRETARIAT, Role.SYSTEM})
REVIEW = OFFICE | {Role.LEADER}
UNIT = frozenset({Role.UNIT_OFFICER, Role.UNIT_HEAD})
RECEPTION = frozenset({Role.RECEPTION_OFFICER, Role.SYSTEM})
"""Who takes the steps: the secretariat, those who judge a result anew, the reception officers."""


def form_field(kind: RecordKind, name: str) -> Field:
    """The declaration behind a name that a step asks for. Raises KeyError when there is none."""
    return FORM_FIELDS[name] if name in FORM_FIELDS else declared_field(kind, name)
