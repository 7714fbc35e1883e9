"""The steps of PAKN (law-and-forms 6): assigned, answered, transferred or refused, rated, taken up again."""

from __future__ import annotations

from casework.domain import vocabulary as v
from casework.domain.steps import HANDLERS, HAPPENED_ON, OFFICE, REASON, Transition
from casework.domain.vocabulary import EventName

_S = v.FeedbackState
_ROLES = OFFICE | HANDLERS
_ENDED = (_S.HANDLED, _S.TRANSFERRED, _S.REFUSED)

FEEDBACK = (
    Transition(
        event="assign",
        name=EventName.ASSIGNED,
        label="Giao đơn vị xử lý",
        states=(_S.PROCESSING,),
        to=(_S.PROCESSING,),
        roles=_ROLES,
        day_field=None,
        required=("unit_id", HAPPENED_ON),
        optional=("stated_due_on", "type"),
        note="Hạn không ghi thì tính theo thời hạn mà đơn vị đã đặt.",
    ),
    Transition(
        event="handle",
        name=EventName.HANDLED,
        label="Trả lời",
        states=(_S.PROCESSING,),
        to=(_S.HANDLED,),
        roles=_ROLES,
        day_field="handled_on",
        required=("handled_on",),
        optional=("answer_document",),
        fixed={"transferred_to": None, "refusal": None},
        told="Trả lời phản ánh, kiến nghị",
    ),
    Transition(
        event="transfer",
        name=EventName.HANDLED,
        label="Chuyển cơ quan có thẩm quyền",
        states=(_S.PROCESSING,),
        to=(_S.TRANSFERRED,),
        roles=_ROLES,
        day_field="handled_on",
        required=("transferred_to", "handled_on"),
        optional=("answer_document",),
        fixed={"refusal": None},
        note="Dùng khi việc không do các đơn vị trong hệ thống xử lý; đơn vị trong hệ thống thì dùng bước giao.",
    ),
    Transition(
        event="refuse",
        name=EventName.HANDLED,
        label="Từ chối tiếp nhận",
        states=(_S.PROCESSING,),
        to=(_S.REFUSED,),
        roles=_ROLES,
        day_field="handled_on",
        required=("refusal", "handled_on"),
        optional=("answer_document",),
        fixed={"transferred_to": None},
        note="Khiếu nại, tố cáo không thuộc phạm vi phản ánh, kiến nghị: hướng dẫn người gửi gửi đơn.",
    ),
    Transition(
        event="publish",
        name=EventName.PUBLISHED,
        label="Công khai trả lời",
        states=(_S.HANDLED,),
        to=(_S.HANDLED,),
        roles=_ROLES,
        day_field="published_on",
        required=("published_on",),
    ),
    Transition(
        event="rate",
        name=EventName.RATED,
        label="Ghi đánh giá của người gửi",
        states=(_S.HANDLED,),
        to=(_S.HANDLED,),
        roles=_ROLES,
        day_field=None,
        required=("rating", HAPPENED_ON),
    ),
    *(
        Transition(
            event="reopen",
            aside=True,
            name=EventName.REOPENED,
            label="Mở lại",
            states=(state,),
            to=(_S.PROCESSING,),
            roles=_ROLES,
            day_field=None,
            required=(REASON, HAPPENED_ON),
            optional=("stated_due_on",),
            fixed={
                "handled_on": None,
                "answer_document": None,
                "transferred_to": None,
                "refusal": None,
                "published_on": None,
                "rating": None,
            },
            note="Dùng khi trả lời sai hoặc bị gửi trả; thời hạn vẫn tính từ ngày tiếp nhận.",
        )
        for state in _ENDED
    ),
)
