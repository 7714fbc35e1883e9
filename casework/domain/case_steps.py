"""The steps of complaint and denunciation cases, from acceptance to the executed decision (law-and-forms 4).

Day limits, grounds and what follows from them stand with the limits (data), `domain.duties` and `domain.step_rules`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from casework.domain import vocabulary as v
from casework.domain.execution_steps import EXECUTION, SENT
from casework.domain.fields import Value
from casework.domain.steps import (
    ASKED_DUE,
    ASKED_FOR,
    ASKED_UNIT,
    DECIDERS,
    HAPPENED_ON,
    REASON,
    WITHDRAWAL,
    WITHDRAWAL_ON,
    Transition,
)
from casework.domain.vocabulary import EventName

_S = v.CaseState
_ACTIVE = (_S.ACCEPTED, _S.VERIFYING)
_OPEN = (*_ACTIVE, _S.SUSPENDED)
_COMPLAINT, _DENUNCIATION = (v.CaseType.COMPLAINT.value,), (v.CaseType.DENUNCIATION.value,)
_DECIDED_OUTCOMES = tuple(
    o.value for o in v.CaseOutcome if o not in (v.CaseOutcome.WITHDRAWN, v.CaseOutcome.TERMINATED)
)
_FINISHED = {"status": v.CaseStatus.FINISHED.value}


def _same(states: tuple[v.CaseState, ...], **row: object) -> tuple[Transition, ...]:
    """One row a state, for a step that leaves the state as it is."""
    return tuple(Transition(states=(s,), to=(s,), roles=DECIDERS, **row) for s in states)  # type: ignore[arg-type]


_HANDLING = (
    *_same(
        _ACTIVE,
        event="notify",
        name=EventName.NOTIFIED,
        label="Gửi thông báo thụ lý",
        day_field="acceptance_noticed_on",
        required=("acceptance_noticed_on",),
        optional=("acceptance_notice",),
        told="Gửi thông báo thụ lý",
    ),
    Transition(
        event="verify",
        name=EventName.VERIFYING,
        label="Giao xác minh",
        states=(_S.ACCEPTED,),
        to=(_S.VERIFYING,),
        roles=DECIDERS,
        day_field="verifying_on",
        required=("verifying_on",),
        optional=("verification_document",),
    ),
    *_same(
        _ACTIVE,
        event="contribute",
        name=EventName.CONTRIBUTION_ASKED,
        label="Đề nghị đơn vị khác phối hợp",
        day_field=None,
        required=(ASKED_UNIT, ASKED_FOR, ASKED_DUE, HAPPENED_ON),
        note="Đơn vị được đề nghị trả lời trong hệ thống, có thời hạn riêng.",
    ),
    *_same(
        _ACTIVE,
        event="dialogue",
        name=EventName.DIALOGUE,
        label="Ghi đối thoại",
        day_field="dialogue_on",
        required=("dialogue_on", "dialogue_document"),
        optional=("complainant_absent",),
        note="Người khiếu nại vắng mặt thì vẫn tiếp tục giải quyết (từ ngày 01/7/2026).",
        when={"type": _COMPLAINT},
        only="Chỉ vụ khiếu nại mới tổ chức đối thoại.",
    ),
    *_same(
        _ACTIVE,
        event="extend",
        name=EventName.EXTENDED,
        label="Gia hạn",
        day_field=None,
        required=("extended_to", "complexity_ground", REASON, HAPPENED_ON),
        optional=("complexity", "complexity_ground_more", "extension_document"),
        choices={
            "complexity": {
                s.value: (v.Complexity.COMPLEX.value, v.Complexity.ESPECIALLY_COMPLEX.value) for s in _ACTIVE
            }
        },
        needs={("complexity", v.Complexity.ESPECIALLY_COMPLEX.value): "complexity_ground_more"},
        note="Hạn đã gia hạn chỉ được tính đến mức pháp luật cho phép.",
    ),
    *(
        Transition(
            event="suspend",
            name=EventName.SUSPENDED,
            label="Tạm đình chỉ",
            states=(state,),
            to=(_S.SUSPENDED,),
            roles=DECIDERS,
            day_field="suspended_on",
            required=("suspended_on", "suspension_ground", REASON),
            optional=("suspension_document",),
            fixed={"ruling_sent_on": None},
            note="Thời gian tạm đình chỉ không tính vào thời hạn nếu luật của ngày thụ lý cho phép.",
        )
        for state in _ACTIVE
    ),
    Transition(
        event="resume",
        name=EventName.RESUMED,
        label="Tiếp tục giải quyết",
        states=(_S.SUSPENDED,),
        to=_ACTIVE,
        roles=DECIDERS,
        day_field=None,
        required=(HAPPENED_ON,),
        optional=("stated_due_on",),
        fixed={"suspended_on": None},
        note="Thời gian tạm đình chỉ được cộng vào hạn luật định; hạn đã ghi chỉ đổi khi ghi hạn mới ở bước này.",
    ),
    *_same(
        _OPEN,
        event="withdraw_part",
        name=EventName.PARTLY_WITHDRAWN,
        label="Ghi rút một phần",
        day_field="partly_withdrawn_on",
        required=("withdrawn_part", "partly_withdrawn_on"),
        note="Phần còn lại của vụ việc tiếp tục được giải quyết.",
        aside=True,
    ),
)

_ENDING = (
    Transition(
        event="finish",
        name=EventName.FINISHED,
        label="Ghi quyết định, kết luận",
        states=_ACTIVE,
        to=(_S.DECIDED,),
        roles=DECIDERS,
        day_field="finished_on",
        required=("decision", "finished_on", "outcome"),
        optional=("collectives", "individuals", "money_recovered", "land_recovered", "investigated"),
        fixed=_FINISHED,
        choices={"outcome": {s.value: _DECIDED_OUTCOMES for s in _ACTIVE}},
        note="Vụ việc đang tạm đình chỉ phải được tiếp tục giải quyết trước khi ra quyết định, kết luận.",
    ),
    Transition(
        event="withdraw",
        aside=True,
        name=EventName.FINISHED,
        label="Ghi rút đơn",
        states=_OPEN,
        to=(_S.WITHDRAWN,),
        roles=DECIDERS,
        day_field="finished_on",
        required=(WITHDRAWAL, WITHDRAWAL_ON, "finished_on"),
        optional=("decision", "persuaded"),
        fixed={**_FINISHED, "outcome": v.CaseOutcome.WITHDRAWN.value},
        note="Rút toàn bộ nội dung, có đơn hoặc biên bản; rút một phần thì dùng bước “Ghi rút một phần”. "
        "Với tố cáo: không ghi tên người rút; rút vì bị đe dọa, mua chuộc, hoặc có dấu hiệu vi phạm pháp luật thì "
        "vẫn phải giải quyết tiếp.",
        told="Rút toàn bộ đơn",
    ),
    Transition(
        event="terminate",
        aside=True,
        name=EventName.FINISHED,
        label="Đình chỉ giải quyết",
        states=_OPEN,
        to=(_S.TERMINATED,),
        roles=DECIDERS,
        day_field="finished_on",
        required=("decision", "finished_on", "termination_ground", REASON),
        fixed={**_FINISHED, "outcome": v.CaseOutcome.TERMINATED.value},
        told="Đình chỉ giải quyết",
    ),
    *_same(
        (_S.SUSPENDED, _S.TERMINATED, _S.WITHDRAWN),
        event="send_ruling",
        name=EventName.NOTIFIED,
        label="Gửi quyết định tạm đình chỉ, đình chỉ",
        day_field="ruling_sent_on",
        required=("ruling_sent_on",),
        told="Gửi quyết định tạm đình chỉ, đình chỉ",
    ),
)

CASE = (*_HANDLING, *_ENDING, *SENT, *EXECUTION)


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

_OF_INSTANCE: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        v.Instance.FIRST.value: frozenset({v.CaseOutcome.CORRECT, v.CaseOutcome.PARTLY, v.CaseOutcome.WRONG}),
        v.Instance.SECOND.value: frozenset({v.CaseOutcome.UPHELD, v.CaseOutcome.CHANGED}),
    }
)


def outcomes(values: Mapping[str, Value]) -> tuple[str, ...]:
    """How a case with these values may be decided: by its type, a complaint also by its instance where that is told."""
    fitting = OUTCOMES.get(str(values.get("type")), ())
    of_instance = _OF_INSTANCE.get(str(values.get("instance")))
    if values.get("type") != v.CaseType.COMPLAINT or of_instance is None:
        return fitting
    return tuple(value for value in fitting if value in of_instance)
