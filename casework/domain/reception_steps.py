"""What follows a visit (law-and-forms 2.1): the notice of its result, the head's conclusion, a refused reception.

A visit is over when it is written down; these steps leave its only state as it is.
"""

from __future__ import annotations

from casework.domain import vocabulary as v
from casework.domain.steps import HANDLERS, Transition
from casework.domain.vocabulary import EventName

RECEIVED = "received"
"""The only state of a visit."""

RECEPTION = (
    Transition(
        event="notify",
        name=EventName.NOTIFIED,
        label="Thông báo kết quả tiếp",
        states=(RECEIVED,),
        to=(RECEIVED,),
        roles=HANDLERS,
        day_field="result_noticed_on",
        required=("result_noticed_on",),
        optional=("result_document", "follow_up"),
        note="Trả lời trực tiếp hoặc bằng văn bản.",
        told="Thông báo kết quả tiếp công dân",
    ),
    Transition(
        event="conclude",
        name=EventName.CONCLUDED,
        label="Thông báo kết luận của thủ trưởng",
        states=(RECEIVED,),
        to=(RECEIVED,),
        roles=HANDLERS,
        day_field="concluded_on",
        required=("concluded_on", "conclusion_document"),
        optional=("follow_up",),
        when={"form": (v.ReceptionForm.SCHEDULED.value, v.ReceptionForm.AD_HOC.value)},
        only="Chỉ buổi tiếp định kỳ, đột xuất của thủ trưởng mới có thông báo kết luận.",
    ),
    Transition(
        event="refuse",
        name=EventName.REFUSED,
        label="Từ chối tiếp",
        states=(RECEIVED,),
        to=(RECEIVED,),
        roles=HANDLERS,
        day_field="refused_on",
        required=("refusal_ground", "refused_on"),
        optional=("refusal_document", "note"),
        needs={("refusal_ground", "settled_matter"): "refusal_document"},
        note="Vụ việc đã giải quyết đúng pháp luật thì thủ trưởng ra thông báo từ chối.",
        told="Từ chối tiếp công dân",
    ),
)
