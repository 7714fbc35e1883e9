"""The steps of a voter petition (law-and-forms 1.1, 1.3)."""

from __future__ import annotations

from collections.abc import Mapping

from casework.domain import vocabulary as v
from casework.domain.steps import (
    HAPPENED_ON,
    LEADER,
    OFFICE,
    PRODUCT,
    PROMISE,
    PROMISE_DUE,
    REASON,
    REQUEST,
    REVIEW,
    UNIT,
    Transition,
)
from casework.domain.vocabulary import EventName

_S, _P = v.PetitionState, v.PetitionResult
_OPEN = (_S.RECEIVED, _S.ASSIGNED, _S.ANSWERED)
_HELD = (_S.ASSIGNED, _S.ANSWERED)
_ASSIGNING = ("cooperating", "assigning_document", "stated_due_on", REQUEST, LEADER, PRODUCT)
_COOPERATING = "Nhiều đơn vị phối hợp thì ghi cách nhau bằng dấu chấm phẩy."
_OPEN_RESULTS = (_P.IN_PROGRESS.value, _P.PLANNED.value, _P.NOT_YET.value)


def _same(states: tuple[v.PetitionState, ...], row: Mapping[str, object]) -> tuple[Transition, ...]:
    """One row a state, for a step that leaves the state as it is."""
    return tuple(Transition(states=(state,), to=(state,), **row) for state in states)  # type: ignore[arg-type]


PETITION = (
    Transition(
        event="assign",
        name=EventName.ASSIGNED,
        label="Giao đơn vị",
        states=(_S.RECEIVED,),
        to=(_S.ASSIGNED,),
        roles=OFFICE,
        day_field="assigned_on",
        required=("unit_id", "assigned_on"),
        optional=_ASSIGNING,
        note=f"Thời hạn trả lời lấy theo văn bản giao. {_COOPERATING}",
    ),
    *_same(
        _HELD,
        {
            "event": "reassign",
            "name": EventName.ASSIGNED,
            "label": "Giao lại đơn vị",
            "roles": OFFICE,
            "day_field": "assigned_on",
            "required": ("unit_id", "assigned_on"),
            "optional": _ASSIGNING,
            "note": f"Kiến nghị đã trả lời mà giao lại thì vẫn là đã trả lời. {_COOPERATING}",
        },
    ),
    Transition(
        event="answer",
        name=EventName.ANSWERED,
        label="Ghi văn bản trả lời",
        states=(_S.ASSIGNED,),
        to=(_S.ANSWERED,),
        roles=OFFICE | UNIT,
        day_field="answered_on",
        required=("answered_on", "answer_document"),
        optional=(PROMISE, PROMISE_DUE),
        note="Trả lời cử tri chưa phải là giải quyết xong; hai việc được thống kê riêng. Văn bản có hứa việc gì "
        "thì ghi lời hứa; bỏ trống thời hạn thì lấy ngày cuối của thời gian nêu trong lời hứa.",
    ),
    *_same(
        _HELD,
        {
            "event": "set_result",
            "name": EventName.RESULT_SET,
            "label": "Ghi tình hình giải quyết",
            "roles": OFFICE | UNIT,
            "day_field": None,
            "required": ("result", HAPPENED_ON),
            "optional": ("roadmap", PROMISE_DUE, "obstacle"),
            "choices": {"result": {state.value: _OPEN_RESULTS for state in _HELD}},
            "needs": {("result", _P.NOT_YET.value): "obstacle", ("result", _P.PLANNED.value): "roadmap"},
            "note": "Chưa giải quyết thì phải nêu nguyên nhân; giải quyết theo lộ trình thì phải ghi lộ trình. "
            "Lộ trình có thời hạn thì được theo dõi như lời hứa với cử tri.",
        },
    ),
    Transition(
        event="settle",
        name=EventName.SETTLED,
        label="Kết thúc giải quyết",
        states=_OPEN,
        to=(_S.SETTLED,),
        roles=OFFICE,
        day_field="resolved_on",
        required=("result", "resolved_on"),
        optional=("evidence",),
        # A new claim waits for a new finding; the former one stays in the history.
        fixed={"finding": None, "found_on": None, "finding_body": None},
        needs={("result", _P.RESOLVED.value): "evidence"},
        choices={
            "result": {
                _S.RECEIVED.value: (_P.NOTED.value,),
                _S.ASSIGNED.value: (_P.RESOLVED.value, _P.NOTED.value),
                _S.ANSWERED.value: (_P.RESOLVED.value, _P.EXPLAINED.value, _P.NOTED.value),
            }
        },
        note="Đã giải quyết xong thì phải có minh chứng; chỉ giải trình, cung cấp thông tin khi đã có văn bản trả lời.",
    ),
    Transition(
        event="reopen",
        name=EventName.REOPENED,
        label="Mở lại",
        states=(_S.SETTLED,),
        to=_OPEN,
        roles=REVIEW,
        day_field=None,
        required=(REASON, HAPPENED_ON),
        fixed={"result": _P.IN_PROGRESS.value, "resolved_on": None},
        note="Mở lại khi giám sát cho thấy nội dung chưa rõ hoặc chưa xong; kiến nghị trở về đang giải quyết.",
    ),
    Transition(
        event="move",
        name=EventName.MOVED,
        label="Chuyển cấp có thẩm quyền",
        states=_OPEN,
        to=(_S.MOVED,),
        roles=OFFICE,
        day_field="moved_on",
        required=("competence", "moved_on", "moved_document"),
        choices={
            "competence": {state.value: (v.Competence.CENTRAL.value, v.Competence.COMMUNE.value) for state in _OPEN}
        },
        note="Từ ngày chuyển, kiến nghị không còn tính vào tổng số thuộc thẩm quyền của Thành phố.",
    ),
    Transition(
        event="take_back",
        name=EventName.MOVED,
        label="Nhận lại",
        states=(_S.MOVED,),
        to=(*_OPEN, _S.SETTLED),
        roles=REVIEW,
        day_field=None,
        required=(REASON, HAPPENED_ON),
        fixed={"moved_on": None, "moved_document": None, "competence": v.Competence.CITY.value},
        note="Kiến nghị trở về trạng thái trước khi chuyển.",
    ),
    *_same(
        (*_OPEN, _S.SETTLED),
        {
            "event": "track",
            "name": EventName.TRACKED,
            "label": "Đưa vào nghị quyết theo dõi",
            "roles": OFFICE,
            "day_field": "tracked_on",
            "required": ("council_resolution_id",),
            "optional": (REASON,),
            "looked_up": ("tracked_on",),
            "note": "Ngày theo dõi là ngày của nghị quyết; mỗi kiến nghị thuộc một nghị quyết tại một thời điểm. "
            "Chuyển từ nghị quyết khác sang thì phải nêu lý do.",
        },
    ),
    *_same(
        (*_OPEN, _S.SETTLED),
        {
            "event": "untrack",
            "name": EventName.TRACKED,
            "label": "Đưa ra khỏi nghị quyết theo dõi",
            "roles": OFFICE,
            "day_field": None,
            "required": (REASON, HAPPENED_ON),
            "fixed": {"council_resolution_id": None, "tracked_on": None},
            "filled": ("council_resolution_id",),
            "only": "Kiến nghị không được nghị quyết nào theo dõi.",
            "note": "Từ ngày này kiến nghị không còn tính vào nghị quyết theo dõi.",
        },
    ),
    *_same(
        (*_HELD, _S.SETTLED),
        {
            "event": "find",
            "name": EventName.CHECKED,
            "label": "Ghi kết luận giám sát",
            "roles": REVIEW,
            "day_field": "found_on",
            "required": ("finding", "found_on", "finding_body"),
            "optional": ("council_finding",),
            "fixed": {"council_finding": None},  # unless told anew: the words of the former finding are not of this one
            "needs": {("finding", v.Finding.UNMET.value): "council_finding"},
            "note": "Kết luận đứng bên kết quả do UBND báo cáo, không thay kết quả ấy; kết luận chưa đạt thì phải "
            "nêu rõ. Muốn giải quyết tiếp thì mở lại kiến nghị.",
        },
    ),
)
