"""The duties of cases (law-and-forms 4.1-4.2; articles stand with the limits)."""

from __future__ import annotations

from collections.abc import Callable

from casework.domain import vocabulary as v
from casework.domain.duty import DutyRow, Values
from casework.domain.fields import DENUNCIATION
from casework.domain.papers import PaperCode


def _of_instance(first: str, second: str) -> Callable[[Values], str]:
    return lambda values: second if values.get("instance") == v.Instance.SECOND else first


def _of_place(usual: str, remote: str) -> Callable[[Values], str]:
    return lambda values: remote if values.get("remote") is True else usual


def _investigation(values: Values) -> str:
    ordinary = values.get("complexity") in (None, v.Complexity.ORDINARY)
    return "denunciation.investigation" if ordinary else "denunciation.investigation.complex"


_P = PaperCode
_COMPLAINT = {"type": (v.CaseType.COMPLAINT.value,)}
_DENUNCIATION = {"type": (DENUNCIATION,)}
_NOT_DECIDED = (None, v.CaseOutcome.WITHDRAWN.value, v.CaseOutcome.TERMINATED.value)
_DECIDED = {"outcome": _NOT_DECIDED}

CASE = (
    DutyRow(
        "case.acceptance",
        "Thụ lý và thông báo thụ lý khiếu nại",
        "received_on",
        _of_instance("complaint.acceptance", "complaint.second.acceptance"),
        ("acceptance_noticed_on",),
        when=_COMPLAINT,
        papers=(_P.ACCEPTANCE,),
        fulfilled_by=(_P.ACCEPTANCE,),
    ),
    DutyRow(
        "case.notice",
        "Thông báo việc thụ lý tố cáo",
        "accepted_on",
        "denunciation.notice",
        ("acceptance_noticed_on",),
        when=_DENUNCIATION,
        papers=(_P.ACCEPTANCE,),
        fulfilled_by=(_P.ACCEPTANCE,),
    ),
    DutyRow(
        "case.suspension_sent",
        "Gửi quyết định tạm đình chỉ giải quyết tố cáo",
        "suspended_on",
        "denunciation.suspension.send",
        ("ruling_sent_on",),
        when=_DENUNCIATION,
        papers=(_P.SUSPENSION,),
    ),
    DutyRow(
        "case.termination_sent",
        "Gửi quyết định đình chỉ giải quyết tố cáo",
        "finished_on",
        "denunciation.suspension.send",
        ("ruling_sent_on",),
        when={**_DENUNCIATION, "outcome": (v.CaseOutcome.TERMINATED.value, v.CaseOutcome.WITHDRAWN.value)},
        papers=(_P.TERMINATION,),
    ),
    DutyRow(
        "case.decision_sent",
        "Gửi quyết định giải quyết khiếu nại",
        "finished_on",
        _of_instance("complaint.first.send", "complaint.second.send"),
        ("decision_sent_on",),
        when=_COMPLAINT,
        unless=_DECIDED,
    ),
    DutyRow(
        "case.conclusion_sent",
        "Gửi kết luận nội dung tố cáo",
        "finished_on",
        "denunciation.conclusion.send",
        ("decision_sent_on",),
        when=_DENUNCIATION,
        unless=_DECIDED,
        papers=(_P.CONCLUSION_LETTER,),
        fulfilled_by=(_P.CONCLUSION_LETTER,),
    ),
    DutyRow(
        "case.published",
        "Công khai quyết định giải quyết khiếu nại lần hai",
        "finished_on",
        "complaint.second.publish",
        ("published_on",),
        when={**_COMPLAINT, "instance": (v.Instance.SECOND.value,)},
        unless=_DECIDED,
    ),
    DutyRow(
        "case.conclusion_acted",
        "Xử lý kết luận nội dung tố cáo",
        "finished_on",
        "denunciation.conclusion.act",
        ("executing_on", "executed_on", "investigated_on"),
        when=_DENUNCIATION,
        unless=_DECIDED,
    ),
    DutyRow(
        "case.effect",
        "Quyết định giải quyết lần đầu có hiệu lực pháp luật, nếu không khiếu nại lần hai",
        "finished_on",
        _of_place("complaint.first.effect", "complaint.first.remote.effect"),
        (),
        when={**_COMPLAINT, "instance": (None, v.Instance.FIRST.value)},
        unless=_DECIDED,
        told_only=True,
    ),
    DutyRow(
        "case.second_file",
        "Hết thời hạn khiếu nại lần hai",
        "finished_on",
        _of_place("complaint.second.file", "complaint.second.remote.file"),
        (),
        when={**_COMPLAINT, "instance": (None, v.Instance.FIRST.value), "disciplinary": (None, False)},
        unless=_DECIDED,
        told_only=True,
    ),
    DutyRow(
        "case.investigation",
        "Nhận trả lời của cơ quan điều tra",
        "investigated_on",
        _investigation,
        ("investigation_answered_on",),
        when=_DENUNCIATION,
        papers=(_P.INVESTIGATION_LETTER,),
    ),
)
"""The duties of a case, in the order in which they arise."""
