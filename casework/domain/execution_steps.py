"""The steps of a case after its decision: sent, published, executed, brought to a second instance, taken up again.

The quantities are counted ones (forms 01-04/KQGQ of TT 02/2021, law-and-forms 5.2): due by the decision, done by its
execution; money in triệu đồng, land in m².
"""

from __future__ import annotations

from casework.domain import vocabulary as v
from casework.domain.fields import Value
from casework.domain.steps import (
    CASE_UNIT,
    DECIDERS,
    EXTENSIONS,
    HANDLERS,
    HAPPENED_ON,
    REASON,
    SUSPENDED_DAYS,
    Transition,
)
from casework.domain.vocabulary import EventName, Role

_S = v.CaseState
_AFTER = (_S.DECIDED, _S.IN_EXECUTION, _S.EXECUTED)
_ENDED = (*_AFTER, _S.WITHDRAWN, _S.TERMINATED)
_COMPLAINT, _DENUNCIATION = (v.CaseType.COMPLAINT.value,), (v.CaseType.DENUNCIATION.value,)
_FIRST = (None, v.Instance.FIRST.value)

DUE = (
    "money_due_state",
    "land_due_state",
    "money_due_organisations",
    "land_due_organisations",
    "money_due_persons",
    "land_due_persons",
    "organisations_due",
    "persons_due",
)
"""What the decision orders."""
DONE = tuple(name.replace("_due", "_done") for name in DUE)
"""What was carried out of it so far, quantity by quantity."""
DISCIPLINE = ("collectives", "individuals", "disciplined", "disciplined_officials")
PROSECUTION = ("prosecuted", "prosecuted_people", "prosecuted_officials")


def _same(states: tuple[v.CaseState, ...], roles: frozenset[Role] = DECIDERS, **row: object) -> tuple[Transition, ...]:
    """One row a state, for a step that leaves the state as it is."""
    return tuple(Transition(states=(s,), to=(s,), roles=roles, **row) for s in states)  # type: ignore[arg-type]


SENT = (
    *_same(
        _AFTER,
        event="send_decision",
        name=EventName.NOTIFIED,
        label="Gửi quyết định, kết luận",
        day_field="decision_sent_on",
        required=("decision_sent_on",),
        told="Gửi quyết định, kết luận",
    ),
    *_same(
        _AFTER,
        event="publish",
        name=EventName.PUBLISHED,
        label="Công khai",
        day_field="published_on",
        required=("published_on",),
        optional=("publication",),
        note="Hình thức công khai: công bố tại cuộc họp, niêm yết, đăng trên cổng thông tin, báo chí.",
    ),
)

_CLEARED: dict[str, Value] = dict.fromkeys(
    (
        "finished_on",
        "outcome",
        "decision",
        "decision_sent_on",
        "published_on",
        "executing_on",
        "executed_on",
        "suspended_on",
        "ruling_sent_on",
        "extended_to",
        "stated_due_on",
        SUSPENDED_DAYS,
        EXTENSIONS,
    )
)

EXECUTION = (
    Transition(
        event="execute",
        name=EventName.EXECUTING,
        label="Bắt đầu thi hành",
        states=(_S.DECIDED,),
        to=(_S.IN_EXECUTION,),
        roles=DECIDERS,
        day_field="executing_on",
        required=("executing_on",),
        optional=("execution_document", *DUE),
        note="Ghi những gì phải thu, phải trả theo quyết định, kết luận có hiệu lực; tiền tính bằng triệu đồng.",
    ),
    *_same(
        (_S.IN_EXECUTION,),
        event="progress",
        keeps=True,
        name=EventName.EXECUTING,
        label="Cập nhật kết quả thi hành",
        day_field=None,
        required=(HAPPENED_ON,),
        optional=(*DONE, *DISCIPLINE, *PROSECUTION),
        note="Ghi tổng số đã thực hiện đến ngày này, không ghi riêng phần tăng thêm.",
    ),
    Transition(
        event="executed",
        keeps=True,
        name=EventName.EXECUTED,
        label="Thi hành xong",
        states=(_S.IN_EXECUTION,),
        to=(_S.EXECUTED,),
        roles=DECIDERS,
        day_field="executed_on",
        required=("executed_on",),
        optional=(*DONE, *DISCIPLINE, *PROSECUTION),
        note="Ghi tổng số đã thực hiện.",
    ),
    *_same(
        (_S.ACCEPTED, _S.VERIFYING, *_AFTER),
        event="investigate",
        aside=True,
        name=EventName.INVESTIGATED,
        label="Chuyển cơ quan điều tra",
        day_field="investigated_on",
        required=("investigated", "investigated_on"),
        optional=("investigated_people", "investigated_officials"),
    ),
    *_same(
        (_S.ACCEPTED, _S.VERIFYING, *_AFTER),
        event="investigation_answer",
        aside=True,
        name=EventName.REPLIED,
        label="Ghi trả lời của cơ quan điều tra",
        day_field="investigation_answered_on",
        required=("investigation_answered_on",),
        optional=PROSECUTION,
        filled=("investigated_on",),
        only="Chưa ghi việc chuyển hồ sơ; hãy ghi bước “Chuyển cơ quan điều tra” trước khi ghi trả lời.",
        told="Cơ quan điều tra trả lời",
    ),
    *_same(
        (_S.ACCEPTED, _S.VERIFYING, *_AFTER),
        roles=HANDLERS,
        event="second_complaint",
        aside=True,
        name=EventName.CONTINUED,
        label="Tiếp nhận khiếu nại lần hai",
        day_field=None,
        required=(CASE_UNIT, HAPPENED_ON),
        note="Lập vụ việc lần hai nối với vụ việc này; gửi sau thời hạn thì hệ thống nhắc để xem xét.",
        when={"type": _COMPLAINT, "instance": _FIRST},
        only="Chỉ vụ khiếu nại giải quyết lần đầu mới có khiếu nại lần hai.",
        told="Tiếp nhận khiếu nại lần hai",
    ),
    *_same(
        (_S.ACCEPTED, _S.VERIFYING, *_AFTER),
        roles=HANDLERS,
        event="continue_denunciation",
        aside=True,
        name=EventName.CONTINUED,
        label="Tiếp nhận tố cáo tiếp",
        day_field=None,
        required=(CASE_UNIT, HAPPENED_ON),
        note="Dùng khi quá thời hạn mà chưa giải quyết, hoặc có căn cứ cho rằng việc giải quyết không đúng pháp luật.",
        when={"type": _DENUNCIATION},
        only="Chỉ vụ tố cáo mới có tố cáo tiếp.",
        told="Tiếp nhận tố cáo tiếp",
    ),
    *(
        Transition(
            event="reopen",
            aside=True,
            name=EventName.REOPENED,
            label="Mở lại",
            states=(state,),
            to=(_S.ACCEPTED,),
            roles=DECIDERS,
            day_field="reopened_on",
            required=("reopened_on", REASON),
            fixed={**_CLEARED, "verifying_on": None, "status": v.CaseStatus.OPEN.value},
            note="Nêu rõ kết luận, căn cứ của việc mở lại. Thời hạn được tính lại từ ngày mở lại.",
        )
        for state in _ENDED
    ),
)
