"""What a step of the workflow is: a row that names who may take it, from where to where, and what it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from casework.domain.fields import CONTENT_LIMIT, Field, Shape, Value
from casework.domain.fields import field as declared_field
from casework.domain.vocabulary import EventName, MatterType, RecordKind, Role

REASON = "reason"
HAPPENED_ON = "happened_on"
SUSPENDED_DAYS = "suspended_days"
"""Under this name an event keeps for how many days, in all, the clock of a case had stood still until then."""

LEADER, PRODUCT, REQUEST = "leader", "product", "request"
PROMISE, PROMISE_DUE = "promise", "promise_due_on"
LAW_VERSION = "law_version"
"""Under this name an event keeps which version of the calendar and the time limits the record follows from then on."""
EXTENSIONS = "extensions"
"""Under this name an event keeps how many extensions a case had, this one included."""
CASE_UNIT, RESPONDENT, JOINED_CASE, EARLIER_CASE = "case_unit_id", "case_respondent", "joined_case", "earlier_case"
SPLIT_TYPE, SPLIT_SUBJECT, SPLIT_CONTENT, SPLIT_PAPER = (
    "split_type",
    "split_subject",
    "split_content",
    "split_paper_file",
)
WITHDRAWAL, WITHDRAWAL_ON = "withdrawal", "withdrawal_on"
ASKED_UNIT, ASKED_DUE, ASKED_FOR = "asked_unit_id", "asked_due_on", "asked_for"
_NEW_RECORDS = {CASE_UNIT, RESPONDENT, JOINED_CASE, EARLIER_CASE, SPLIT_TYPE, SPLIT_SUBJECT, SPLIT_CONTENT, SPLIT_PAPER}
BESIDE = frozenset({LEADER, PRODUCT, REQUEST, PROMISE, PROMISE_DUE, ASKED_UNIT, ASKED_DUE, ASKED_FOR} | _NEW_RECORDS)
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
        LAW_VERSION: Field(LAW_VERSION, "Bản lịch và thời hạn áp dụng", Shape.COUNT),
        EXTENSIONS: Field(EXTENSIONS, "Số lần gia hạn", Shape.COUNT),
        CASE_UNIT: Field(CASE_UNIT, "Cơ quan giải quyết", Shape.UNIT),
        RESPONDENT: Field(RESPONDENT, "Đối tượng bị khiếu nại, tố cáo", Shape.PLACE),
        JOINED_CASE: Field(JOINED_CASE, "Số hồ sơ vụ việc nhập vào", Shape.CODE),
        EARLIER_CASE: Field(EARLIER_CASE, "Số hồ sơ vụ việc giải quyết lần trước (nếu có)", Shape.CODE),
        SPLIT_TYPE: Field(SPLIT_TYPE, "Loại của nội dung tách ra", Shape.TERM, term=MatterType),
        SPLIT_SUBJECT: Field(SPLIT_SUBJECT, "Lĩnh vực của nội dung tách ra", Shape.SUBJECT),
        SPLIT_CONTENT: Field(SPLIT_CONTENT, "Nội dung tách ra thành đơn mới", Shape.TEXT, limit=CONTENT_LIMIT),
        SPLIT_PAPER: Field(SPLIT_PAPER, "Số hồ sơ giấy của đơn mới", Shape.TEXT),
        WITHDRAWAL: Field(WITHDRAWAL, "Đơn xin rút, biên bản ghi việc rút (số, ký hiệu)", Shape.TEXT),
        WITHDRAWAL_ON: Field(WITHDRAWAL_ON, "Ngày nhận đơn xin rút", Shape.DATE),
        ASKED_UNIT: Field(ASKED_UNIT, "Đơn vị được đề nghị phối hợp", Shape.UNIT),
        ASKED_DUE: Field(ASKED_DUE, "Thời hạn trả lời", Shape.DATE),
        ASKED_FOR: Field(ASKED_FOR, "Nội dung đề nghị", Shape.TEXT, limit=CONTENT_LIMIT),
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
    `needs`: a field that one value of another makes required; `looked_up`: fields that the service fills in by itself;
    `when`: values that fields of the record must have (None: empty), `filled`: fields that must have some value, with
    the sentence `only` for where they do not;
    `told`: what the history calls the event, where its name alone says too little; `aside`: seldom taken, offered
    after the others; `keeps`: its form begins with what stands.
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
    needs: Mapping[tuple[str, Value], str] = field(default_factory=dict)
    looked_up: tuple[str, ...] = ()
    note: str = ""
    when: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    filled: tuple[str, ...] = ()
    only: str = ""
    told: str = ""
    aside: bool = False
    keeps: bool = False

    def fits(self, values: Mapping[str, Value]) -> bool:
        """Whether the record has the values that the step asks it to have."""
        fits = all(values.get(name) in allowed for name, allowed in self.when.items())
        return fits and all(values.get(name) is not None for name in self.filled)

    def tells(self, name: EventName, changes: Mapping[str, Value]) -> bool:
        """Whether an event with these changes was made by this step, as far as it has a name of its own for it."""
        marks = {**self.fixed} | ({self.day_field: changes.get(self.day_field)} if self.day_field else {})
        found = bool(self.told) and self.name is name and bool(marks)
        return found and all(mark in changes and changes[mark] == value for mark, value in marks.items())

    @property
    def asked(self) -> tuple[str, ...]:
        """The names that a form shows, the required ones first."""
        return self.required + self.optional


OFFICE = frozenset({Role.SECRETARIAT, Role.SYSTEM})
REVIEW = OFFICE | {Role.LEADER}
UNIT = frozenset({Role.UNIT_OFFICER, Role.UNIT_HEAD})
RECEPTION = frozenset({Role.RECEPTION_OFFICER, Role.SYSTEM})
HANDLERS = RECEPTION | UNIT
DECIDERS = UNIT | {Role.SYSTEM}
"""Who takes the steps: the secretariat, those who judge a result anew, the units, the reception officers, of what
citizens bring those who keep its register or lead it, and of a case the unit that decides it."""


def form_field(kind: RecordKind, name: str) -> Field:
    """The declaration behind a name that a step asks for. Raises KeyError when there is none."""
    return FORM_FIELDS[name] if name in FORM_FIELDS else declared_field(kind, name)
