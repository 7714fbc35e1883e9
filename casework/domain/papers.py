"""The official papers (văn bản) that a record may need, as a table: which record, when, with which fields.

The wording itself is data that an office may replace (`reports/papers`); the fields of a paper are its whitelist: one
that is not in it can neither be saved in a wording nor be printed.
Sources: law-and-forms 1.1 (assigning letter, answer to voters), 2.1-2.2 (refusal and conclusion of a reception), 3.3
and 3.5 (letters; only Mẫu 01 and Mẫu 02 of TT 05/2021/TT-TTCP have confirmed numbers), 4.1-4.3 (cases).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from casework.domain.fields import DENUNCIATION, Value
from casework.domain.paper_fields import PAPER_FIELDS, PaperField, Source, field_of
from casework.domain.vocabulary import RecordKind, Term

__all__ = [
    "HEAD",
    "PAPERS",
    "PAPER_OF_STEP",
    "Paper",
    "PaperCode",
    "Stage",
    "asked",
    "field_of",
    "fields_of",
    "fitting",
    "of_step",
]


class PaperCode(Term):
    """Loại văn bản."""

    RECEIPT = "receipt", "Giấy biên nhận"
    GUIDANCE = "guidance", "Phiếu hướng dẫn"
    SUPPLEMENT = "supplement", "Phiếu hướng dẫn bổ sung"
    TRANSFER = "transfer", "Phiếu chuyển đơn"
    TRANSFER_NOTICE = "transfer_notice", "Thông báo chuyển đơn"
    RETURN_NOTICE = "return_notice", "Thông báo trả lại đơn"
    PROPOSAL = "proposal", "Phiếu đề xuất thụ lý"
    ACCEPTANCE = "acceptance", "Thông báo thụ lý"
    REFUSAL = "refusal", "Thông báo không thụ lý"
    EXTENSION = "extension", "Quyết định gia hạn giải quyết"
    SUSPENSION = "suspension", "Quyết định tạm đình chỉ giải quyết"
    RESUMPTION = "resumption", "Quyết định tiếp tục giải quyết"
    TERMINATION = "termination", "Quyết định đình chỉ giải quyết"
    URGING = "urging", "Công văn đôn đốc"
    INVITATION = "invitation", "Giấy mời"
    ASSIGNMENT = "assignment", "Văn bản giao nhiệm vụ"
    COOPERATION = "cooperation", "Công văn đề nghị phối hợp"
    ANSWER = "answer", "Văn bản trả lời cử tri"
    FEEDBACK_ANSWER = "feedback_answer", "Văn bản trả lời phản ánh, kiến nghị"
    RECEPTION_CONCLUSION = "reception_conclusion", "Thông báo kết luận việc tiếp công dân"
    RECEPTION_REFUSAL = "reception_refusal", "Thông báo từ chối tiếp công dân"
    COMPLAINT_DECISION = "complaint_decision", "Quyết định giải quyết khiếu nại"
    CONCLUSION_LETTER = "conclusion_letter", "Công văn gửi kết luận nội dung tố cáo"
    INVESTIGATION_LETTER = "investigation_letter", "Công văn chuyển hồ sơ đến cơ quan điều tra"


class Stage(StrEnum):
    """When in a record's life a paper is made."""

    ANY = "any"
    OPEN = "open"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: the registers it belongs to, when it is made, the fields that its wording may name besides `HEAD`.

    `types`: the values of the record's `type` that it fits, () for all; `required`: typed fields that may not be empty;
    `to`: the field of the record that the addressee begins with ("person": the sender), "" for none.
    """

    code: PaperCode
    kinds: tuple[RecordKind, ...]
    fields: tuple[str, ...]
    required: tuple[str, ...] = ()
    stage: Stage = Stage.ANY
    types: tuple[str, ...] = ()
    to: str = ""


HEAD = tuple(name for name, one in PAPER_FIELDS.items() if one.source is Source.HEAD)
"""The fields that every paper has."""

K, C = RecordKind, PaperCode
_COMPLAINT, _DENUNCIATION = ("complaint",), (DENUNCIATION,)
_SENDER = ("code", "received_on", "person", "person_address", "matter", "content", "addressee", "paper_file")
_LETTER = (*_SENDER, "person_id_number", "subject")
_CASE = (*_SENDER, "subject", "respondent", "unit", "accepted_on", "due_on")
_PETITION = ("code", "content", "subject", "place", "session", "unit", "cooperating", "due_on", "addressee")

_ROWS = (
    Paper(
        C.RECEIPT,
        (K.LETTER, K.RECEPTION),
        (*_LETTER, "enclosures", "return_on"),
        ("enclosures",),
    ),
    Paper(
        C.GUIDANCE,
        (K.LETTER, K.RECEPTION),
        (*_LETTER, "competent", "reason", "enclosures"),
        ("addressee", "competent", "reason"),
        to="person",
    ),
    Paper(
        C.SUPPLEMENT, (K.LETTER, K.RECEPTION), (*_LETTER, "missing", "deadline"), ("addressee", "missing"), to="person"
    ),
    Paper(
        C.TRANSFER,
        (K.LETTER, K.RECEPTION),
        (*_LETTER, "competent", "enclosures", "reason"),
        ("competent",),
    ),
    Paper(C.TRANSFER_NOTICE, (K.LETTER, K.RECEPTION), (*_LETTER, "competent"), ("addressee", "competent"), to="person"),
    Paper(
        C.RETURN_NOTICE,
        (K.LETTER, K.RECEPTION),
        (*_LETTER, "competent", "reason", "enclosures"),
        ("addressee", "reason"),
        to="person",
    ),
    Paper(C.PROPOSAL, (K.LETTER,), (*_LETTER, "ground", "proposal"), ("addressee", "proposal")),
    Paper(C.ACCEPTANCE, (K.CASE,), (*_CASE, "ground"), ("addressee",), to="person"),
    Paper(C.REFUSAL, (K.LETTER,), (*_LETTER, "reason", "ground"), ("addressee", "reason"), to="person"),
    Paper(C.EXTENSION, (K.CASE,), (*_CASE, "reason", "ground", "extended_to"), ("reason", "extended_to"), Stage.OPEN),
    Paper(C.SUSPENSION, (K.CASE,), (*_CASE, "reason", "ground", "suspended_on"), ("reason",), Stage.OPEN),
    Paper(C.RESUMPTION, (K.CASE,), (*_CASE, "reason", "ground", "suspended_on", "from_day"), ("from_day",), Stage.OPEN),
    Paper(C.TERMINATION, (K.CASE,), (*_CASE, "reason", "ground"), ("reason",)),
    Paper(
        C.URGING,
        (K.LETTER, K.CASE, K.PETITION, K.FEEDBACK),
        (*dict.fromkeys((*_CASE, *_PETITION)), "deadline", "ground"),
        ("addressee", "deadline"),
        Stage.OPEN,
        to="unit",
    ),
    Paper(
        C.INVITATION,
        (K.CASE, K.LETTER, K.RECEPTION, K.PETITION),
        (*dict.fromkeys((*_CASE, *_PETITION)), "meeting_at", "meeting_place", "attendees", "task"),
        ("addressee", "meeting_at", "meeting_place", "task"),
    ),
    Paper(
        C.COOPERATION,
        (K.CASE, K.LETTER, K.PETITION),
        (*dict.fromkeys((*_CASE, *_PETITION)), "request", "deadline"),
        ("addressee", "request", "deadline"),
        Stage.OPEN,
    ),
    Paper(
        C.ASSIGNMENT,
        (K.PETITION, K.CASE, K.FEEDBACK),
        (*dict.fromkeys((*_PETITION, *_CASE)), "task", "product", "deadline"),
        ("addressee", "task", "deadline"),
        Stage.OPEN,
        to="unit",
    ),
    Paper(C.ANSWER, (K.PETITION,), (*_PETITION, "answer", "outcome"), ("addressee", "answer")),
    Paper(
        C.FEEDBACK_ANSWER,
        (K.FEEDBACK,),
        ("code", "received_on", "content", "unit", "addressee", "answer"),
        ("addressee", "answer"),
    ),
    Paper(
        C.RECEPTION_CONCLUSION,
        (K.RECEPTION,),
        (*_LETTER, "reception_place", "attendees", "answer", "task", "deadline"),
        ("answer",),
    ),
    Paper(
        C.RECEPTION_REFUSAL,
        (K.RECEPTION,),
        (*_LETTER, "reception_place", "reason", "ground"),
        ("addressee", "reason"),
        to="person",
    ),
    Paper(
        C.COMPLAINT_DECISION,
        (K.CASE,),
        (*_CASE, "ground", "findings", "ruling", "outcome", "decision", "decided_on"),
        ("findings", "ruling"),
        types=_COMPLAINT,
    ),
    Paper(
        C.CONCLUSION_LETTER,
        (K.CASE,),
        (*_CASE, "decision", "decided_on", "enclosures"),
        ("addressee",),
        Stage.ENDED,
        _DENUNCIATION,
    ),
    Paper(
        C.INVESTIGATION_LETTER,
        (K.CASE, K.LETTER),
        (*_CASE, "reason", "enclosures", "decision", "decided_on"),
        ("addressee", "reason"),
    ),
)
PAPERS: Mapping[PaperCode, Paper] = MappingProxyType({paper.code: paper for paper in _ROWS})

PAPER_OF_STEP: Mapping[tuple[RecordKind, str], tuple[PaperCode, ...]] = MappingProxyType(
    {
        (K.RECEPTION, "log"): (C.RECEIPT,),
        (K.RECEPTION, "conclude"): (C.RECEPTION_CONCLUSION,),
        (K.RECEPTION, "refuse"): (C.RECEPTION_REFUSAL,),
        (K.LETTER, "log"): (C.RECEIPT,),
        (K.LETTER, "propose"): (C.PROPOSAL,),
        (K.LETTER, "accept"): (C.PROPOSAL,),
        (K.LETTER, "guide"): (C.GUIDANCE, C.SUPPLEMENT),
        (K.LETTER, "forward"): (C.TRANSFER, C.TRANSFER_NOTICE),
        (K.LETTER, "return"): (C.RETURN_NOTICE,),
        (K.LETTER, "urge"): (C.URGING,),
        (K.LETTER, "refuse"): (C.REFUSAL,),
        (K.CASE, "log"): (C.ACCEPTANCE,),
        (K.CASE, "notify"): (C.ACCEPTANCE,),
        (K.CASE, "verify"): (C.COOPERATION,),
        (K.CASE, "contribute"): (C.COOPERATION,),
        (K.CASE, "dialogue"): (C.INVITATION,),
        (K.CASE, "extend"): (C.EXTENSION,),
        (K.CASE, "suspend"): (C.SUSPENSION,),
        (K.CASE, "resume"): (C.RESUMPTION,),
        (K.CASE, "finish"): (C.COMPLAINT_DECISION, C.CONCLUSION_LETTER),
        (K.CASE, "withdraw"): (C.TERMINATION,),
        (K.CASE, "terminate"): (C.TERMINATION,),
        (K.CASE, "send_decision"): (C.CONCLUSION_LETTER,),
        (K.CASE, "investigate"): (C.INVESTIGATION_LETTER,),
        (K.CASE, "urge"): (C.URGING,),
        (K.PETITION, "assign"): (C.ASSIGNMENT,),
        (K.PETITION, "reassign"): (C.ASSIGNMENT,),
        (K.PETITION, "urge"): (C.URGING,),
        (K.PETITION, "answer"): (C.ANSWER,),
        (K.FEEDBACK, "assign"): (C.ASSIGNMENT,),
        (K.FEEDBACK, "handle"): (C.FEEDBACK_ANSWER,),
        (K.FEEDBACK, "urge"): (C.URGING,),
    }
)
"""The papers that belong to a step of a register's workflow ("log": the entry itself)."""


def fields_of(paper: Paper) -> tuple[PaperField, ...]:
    """The whitelist of a paper: the fields that its wording may name, those of every paper first."""
    return tuple(PAPER_FIELDS[name] for name in (*HEAD, *paper.fields))


def asked(paper: Paper, named: Iterable[str]) -> tuple[PaperField, ...]:
    """The fields to be typed for a paper whose wording names `named`; required ones are always asked."""
    wanted = {*named, *paper.required}
    return tuple(one for one in fields_of(paper) if one.source is Source.TYPED and one.name in wanted)


def fitting(kind: RecordKind, values: Mapping[str, Value], ended: bool) -> tuple[Paper, ...]:
    """The papers that fit a record with these values, in the order of the table; `ended`: it is finished."""
    type_ = str(values.get("type", ""))
    wrong_stage = Stage.OPEN if ended else Stage.ENDED
    return tuple(
        paper
        for paper in _ROWS
        if kind in paper.kinds and paper.stage is not wrong_stage and (not paper.types or type_ in paper.types)
    )


def of_step(kind: RecordKind, event: str, values: Mapping[str, Value]) -> tuple[Paper, ...]:
    """The papers that a step of a record's workflow calls for; () for a step without paper."""
    type_ = str(values.get("type", ""))
    found = (PAPERS[code] for code in PAPER_OF_STEP.get((kind, event), ()))
    return tuple(paper for paper in found if not paper.types or type_ in paper.types)
