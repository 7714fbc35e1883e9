"""The steps of letters, complaint and denunciation cases, and PAKN (law-and-forms 3.3, 4.5, 6)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from casework.domain import vocabulary as v
from casework.domain.steps import HAPPENED_ON, OFFICE, REASON, RECEPTION, Transition
from casework.domain.vocabulary import EventName

_C = v.CaseState

LETTER = (
    Transition(
        event="handle",
        name=EventName.HANDLED,
        label="Ghi kết quả xử lý đơn",
        states=(v.LetterState.RECEIVED,),
        to=(v.LetterState.HANDLED,),
        roles=RECEPTION,
        day_field="handled_on",
        required=("handling", "handled_on"),
        note="Phân loại theo nội dung đơn, không theo tên đơn.",
    ),
)

_ENDED = (_C.ACCEPTED, _C.SUSPENDED)
_DECIDED_OUTCOMES = tuple(
    o.value for o in v.CaseOutcome if o not in (v.CaseOutcome.WITHDRAWN, v.CaseOutcome.TERMINATED)
)

CASE = (
    Transition(
        event="extend",
        name=EventName.EXTENDED,
        label="Gia hạn",
        states=(_C.ACCEPTED,),
        to=(_C.ACCEPTED,),
        roles=RECEPTION,
        day_field=None,
        required=("extended_to", REASON, HAPPENED_ON),
        optional=("complexity",),
        note="Hạn đã gia hạn chỉ được tính đến mức pháp luật cho phép.",
    ),
    Transition(
        event="suspend",
        name=EventName.SUSPENDED,
        label="Tạm đình chỉ",
        states=(_C.ACCEPTED,),
        to=(_C.SUSPENDED,),
        roles=RECEPTION,
        day_field="suspended_on",
        required=("suspended_on", REASON),
    ),
    Transition(
        event="resume",
        name=EventName.RESUMED,
        label="Tiếp tục giải quyết",
        states=(_C.SUSPENDED,),
        to=(_C.ACCEPTED,),
        roles=RECEPTION,
        day_field=None,
        required=(HAPPENED_ON,),
        optional=("stated_due_on",),
        fixed={"suspended_on": None},
        note="Thời gian tạm đình chỉ được cộng vào hạn luật định; hạn đã ghi chỉ đổi khi ghi hạn mới ở bước này.",
    ),
    Transition(
        event="finish",
        name=EventName.FINISHED,
        label="Ghi quyết định, kết luận",
        states=(_C.ACCEPTED,),
        to=(_C.DECIDED,),
        roles=RECEPTION,
        day_field="finished_on",
        required=("decision", "finished_on", "outcome"),
        optional=("collectives", "individuals", "money_recovered", "land_recovered", "investigated"),
        fixed={"status": v.CaseStatus.FINISHED.value},
        choices={"outcome": {_C.ACCEPTED.value: _DECIDED_OUTCOMES}},
        note="Vụ việc đang tạm đình chỉ phải được tiếp tục giải quyết trước khi ra quyết định, kết luận.",
    ),
    Transition(
        event="withdraw",
        name=EventName.FINISHED,
        label="Ghi rút đơn",
        states=_ENDED,
        to=(_C.WITHDRAWN,),
        roles=RECEPTION,
        day_field="finished_on",
        required=("finished_on",),
        optional=("decision",),
        fixed={"status": v.CaseStatus.FINISHED.value, "outcome": v.CaseOutcome.WITHDRAWN.value},
    ),
    Transition(
        event="terminate",
        name=EventName.FINISHED,
        label="Đình chỉ giải quyết",
        states=_ENDED,
        to=(_C.TERMINATED,),
        roles=RECEPTION,
        day_field="finished_on",
        required=("decision", "finished_on", REASON),
        fixed={"status": v.CaseStatus.FINISHED.value, "outcome": v.CaseOutcome.TERMINATED.value},
    ),
)

FEEDBACK = (
    Transition(
        event="handle",
        name=EventName.HANDLED,
        label="Ghi kết quả xử lý PAKN",
        states=(v.FeedbackState.PROCESSING,),
        to=(v.FeedbackState.HANDLED,),
        roles=OFFICE | RECEPTION,
        day_field="handled_on",
        required=("handled_on",),
        optional=("answer_document",),
    ),
)

OUTCOMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        v.CaseType.COMPLAINT.value: tuple(
            o.value
            for o in (
                v.CaseOutcome.CORRECT,
                v.CaseOutcome.PARTLY,
                v.CaseOutcome.WRONG,
                v.CaseOutcome.UPHELD,
                v.CaseOutcome.CHANGED,
            )
        ),
        v.CaseType.DENUNCIATION.value: tuple(
            o.value
            for o in (
                v.CaseOutcome.DENUNCIATION_CORRECT,
                v.CaseOutcome.DENUNCIATION_WRONG,
                v.CaseOutcome.DENUNCIATION_PARTLY,
            )
        ),
    }
)
"""How a case of each type may be decided (law-and-forms 4.5); withdrawal and termination are steps of their own."""
