"""The steps of letters (đơn): classified, then handled in one of the ways of the law (law-and-forms 3.2-3.4).

Accepting makes a case or joins one, splitting makes a new letter; both stand in `services/handling`, in the same
transaction. Of a letter with several matters the first stays in it and each other becomes a letter of its own, counted
as one: n matters are n letters (docs/decisions.md).
"""

from __future__ import annotations

from collections.abc import Mapping

from casework.domain import vocabulary as v
from casework.domain.fields import DENUNCIATION, Value
from casework.domain.grounds import IneligibleGround, LetterCompetence
from casework.domain.steps import (
    CASE_UNIT,
    EARLIER_CASE,
    HANDLERS,
    HAPPENED_ON,
    JOINED_CASE,
    REASON,
    RESPONDENT,
    SPLIT_CONTENT,
    SPLIT_PAPER,
    SPLIT_SUBJECT,
    SPLIT_TYPE,
    Transition,
)
from casework.domain.vocabulary import EventName

_S, _H, _C = v.LetterState, v.LetterHandling, LetterCompetence
_OPEN = (_S.RECEIVED, _S.CLASSIFIED)
_COMPLAINT, _PETITION = v.MatterType.COMPLAINT.value, v.MatterType.PETITION.value
_CASES = (_COMPLAINT, DENUNCIATION)
_OWN = (None, _C.OWN.value)
_NOT_OWN = (None, _C.OTHER.value, _C.LOWER.value)
_ONLY_OWN = (
    "Chỉ thụ lý đơn đủ điều kiện xử lý và thuộc thẩm quyền; hãy phân loại lại đơn trước, nếu phân loại chưa đúng."
)


def apart(values: Mapping[str, Value], given: Mapping[str, Value]) -> bool:
    """Whether what a step splits off and what stays in the letter may not be told of one another.

    One of them is a denunciation and the other is not: who sent the letter would be known as the one who denounced
    (Luật Tố cáo 2018; law-and-forms 9; design.md 11). `values`: of the letter; `given`: what the step says.
    """
    told = given.get(SPLIT_TYPE)
    return told is not None and (told == DENUNCIATION) is not (values.get("type") == DENUNCIATION)


def _handled(
    event: str,
    handling: v.LetterHandling,
    label: str,
    told: str,
    required: tuple[str, ...] = (),
    optional: tuple[str, ...] = (),
    note: str = "",
    **more: object,
) -> Transition:
    return Transition(
        event=event,
        name=EventName.HANDLED,
        label=label,
        states=_OPEN,
        to=(_S.HANDLED,),
        roles=HANDLERS,
        day_field="handled_on",
        required=(*required, "handled_on"),
        optional=optional,
        fixed={"handling": handling.value},
        note=note,
        told=told,
        **more,  # type: ignore[arg-type]
    )


LETTER = (
    *(
        Transition(
            event="classify",
            name=EventName.CLASSIFIED,
            label="Phân loại đơn",
            states=(state,),
            to=(_S.CLASSIFIED,),
            roles=HANDLERS,
            day_field="classified_on",
            required=("type", "competence", "eligible", "classified_on"),
            optional=(
                "ineligible_ground",
                "ineligible_reason",
                "subject",
                "signers",
                "representatives",
                "several_places",
                "anonymous",
                "instance",
                "settlement",
                "form_content",
                "matter",
            ),
            needs={
                ("eligible", False): "ineligible_ground",
                ("ineligible_ground", IneligibleGround.OTHER.value): "ineligible_reason",
            },
            keeps=True,
            note="Phân loại theo nội dung đơn, không theo tên đơn; đơn có nhiều nội dung khác nhau thì tách đơn.",
        )
        for state in _OPEN
    ),
    _handled(
        "accept",
        _H.ACCEPTED,
        "Thụ lý",
        "Thụ lý đơn",
        required=(CASE_UNIT,),
        optional=(RESPONDENT, EARLIER_CASE, "handling_document"),
        note="Lập vụ việc mới từ đơn này: người gửi, nội dung, lĩnh vực được chuyển sang.",
        when={"type": _CASES, "eligible": (True,), "competence": _OWN},
        only=_ONLY_OWN,
    ),
    _handled(
        "join",
        _H.ACCEPTED,
        "Nhập vào vụ việc",
        "Nhập đơn vào vụ việc",
        required=(JOINED_CASE,),
        note="Dùng khi vụ việc đã được thụ lý từ đơn khác cùng nội dung; nhiều đơn, một vụ việc.",
        when={"type": _CASES, "eligible": (True,), "competence": _OWN},
        only=_ONLY_OWN,
    ),
    _handled(
        "take_up",
        _H.ACCEPTED,
        "Thụ lý kiến nghị, phản ánh",
        "Thụ lý kiến nghị, phản ánh",
        required=(CASE_UNIT,),
        optional=("handling_document",),
        note="Giao đơn vị chủ trì giải quyết và trả lời người gửi.",
        when={"type": (_PETITION,), "eligible": (True,), "competence": _OWN},
        only=_ONLY_OWN,
    ),
    _handled(
        "guide",
        _H.GUIDED,
        "Hướng dẫn",
        "Hướng dẫn người gửi đơn",
        optional=("competent_body", "handling_document", REASON),
        note="Khiếu nại không thuộc thẩm quyền chỉ hướng dẫn một lần.",
    ),
    _handled(
        "forward",
        _H.FORWARDED,
        "Chuyển đơn",
        "Chuyển đơn",
        required=("competent_body",),
        optional=("handling_document",),
        note="Chuyển đơn đến cơ quan có thẩm quyền và thông báo cho người gửi.",
        when={"competence": _NOT_OWN},
        only="Đơn đã phân loại là thuộc thẩm quyền nên không chuyển đi; hãy phân loại lại, nếu phân loại chưa đúng.",
    ),
    _handled(
        "return",
        _H.RETURNED,
        "Trả lại đơn",
        "Trả lại đơn",
        required=(REASON,),
        optional=("competent_body", "handling_document"),
        when={"type": (_COMPLAINT, _PETITION)},
        aside=True,
        only="Đơn tố cáo không trả lại; hãy chuyển đơn hoặc lưu đơn.",
    ),
    _handled(
        "urge",
        _H.URGED,
        "Đôn đốc cấp dưới",
        "Đôn đốc giải quyết",
        required=("competent_body",),
        optional=("handling_document",),
        note="Dùng khi việc thuộc thẩm quyền cấp dưới đã quá thời hạn mà chưa giải quyết.",
        when={"competence": _NOT_OWN},
        only="Đơn đã phân loại là thuộc thẩm quyền của chính cơ quan nên không đôn đốc cấp dưới.",
        aside=True,
    ),
    _handled(
        "file",
        _H.FILED,
        "Lưu đơn",
        "Lưu đơn",
        required=(REASON,),
        note="Đơn được lưu theo thời hạn; hết thời hạn thì thủ trưởng xem xét việc hủy.",
    ),
    _handled(
        "refuse",
        _H.REFUSED,
        "Không thụ lý",
        "Không thụ lý",
        required=(REASON,),
        optional=("handling_document",),
        note="Thông báo cho người gửi và nêu rõ lý do.",
        when={"type": _CASES},
        only="Chỉ khiếu nại, tố cáo mới có bước không thụ lý; kiến nghị, phản ánh thì hướng dẫn, chuyển hoặc lưu.",
    ),
    *(
        Transition(
            event="split",
            name=EventName.LETTER_SPLIT,
            label="Tách đơn",
            states=(state,),
            to=(state,),
            roles=HANDLERS,
            day_field=None,
            required=(SPLIT_TYPE, SPLIT_CONTENT, HAPPENED_ON),
            optional=(SPLIT_SUBJECT, SPLIT_PAPER, "content"),
            aside=True,
            note="Nội dung tách ra thành một đơn mới cùng ngày nhận; đơn này giữ nội dung còn lại. "
            "Mỗi đơn được đếm là một đơn. Tách nội dung tố cáo thì đơn này không ghi lại gì về việc tách.",
        )
        for state in _OPEN
    ),
    Transition(
        event="reply",
        name=EventName.REPLIED,
        label="Ghi văn bản phúc đáp",
        states=(_S.HANDLED,),
        to=(_S.HANDLED,),
        roles=HANDLERS,
        day_field="replied_on",
        required=("replied_on",),
        optional=("reply_document",),
        when={"handling": (_H.FORWARDED.value, _H.URGED.value)},
        only="Chỉ đơn đã chuyển hoặc đã đôn đốc mới có văn bản phúc đáp.",
    ),
)
