"""Duties (việc phải làm): what the law asks to be done with a record besides its due date, as a table.

A row names the field whose day starts the limit, the code of the limit (dated data), and the fields of which any one,
with a day not before the start, fulfils it. Nothing here decides: which duties a record has follows from its values,
like its facts. A row that is `told_only` is a date that comes by itself (a decision takes effect), nobody's act.
Sources: law-and-forms 2.1 (reception), 3.4 (letters), 4.1-4.2 (cases); articles stand with the limits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from casework.domain import grounds as g
from casework.domain import vocabulary as v
from casework.domain.fields import DENUNCIATION, Value
from casework.domain.limits import Law
from casework.domain.papers import PaperCode
from casework.domain.steps import LAW_VERSION
from casework.domain.vocabulary import RecordKind

Values = Mapping[str, Value]
Code = str | Callable[[Values], str]


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One duty of a record kind.

    `start`: the field whose day starts the limit `limit` (None: the law gives no number of days); `done`: the fields
    that fulfil it; `when`/`unless`: values that a field must have, or may not have; `papers`: what is made for it.
    """

    code: str
    label: str
    start: str
    limit: Code | None
    done: tuple[str, ...]
    when: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    unless: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    papers: tuple[PaperCode, ...] = ()
    told_only: bool = False

    def asked_of(self, values: Values) -> bool:
        """Whether a record with these values has the duty."""
        if not isinstance(values.get(self.start), date):
            return False
        fits = all(values.get(name) in allowed for name, allowed in self.when.items())
        return fits and not any(values.get(name) in barred for name, barred in self.unless.items())


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty of one record: until when, since when done, and why that day (one sentence).

    `due_on` None: no number of days; `citation` "" where the law's text is not confirmed; `confidence` of the limit.
    """

    code: str
    label: str
    due_on: date | None
    done_on: date | None
    explanation: str
    citation: str
    confidence: str
    told_only: bool
    papers: tuple[PaperCode, ...]

    @property
    def late(self) -> bool:
        """Whether it was done after its day."""
        return self.due_on is not None and self.done_on is not None and self.done_on > self.due_on


def _of_instance(first: str, second: str) -> Callable[[Values], str]:
    return lambda values: second if values.get("instance") == v.Instance.SECOND else first


def _of_place(usual: str, remote: str) -> Callable[[Values], str]:
    return lambda values: remote if values.get("remote") is True else usual


def _intake(values: Values) -> str:
    return "denunciation.intake.several" if values.get("several_places") is True else "denunciation.intake"


def _investigation(values: Values) -> str:
    ordinary = values.get("complexity") in (None, v.Complexity.ORDINARY)
    return "denunciation.investigation" if ordinary else "denunciation.investigation.complex"


_P = PaperCode
_COMPLAINT = {"type": (v.CaseType.COMPLAINT.value,)}
_DENUNCIATION = {"type": (DENUNCIATION,)}
_NOT_DECIDED = (None, v.CaseOutcome.WITHDRAWN.value, v.CaseOutcome.TERMINATED.value)
_DECIDED = {"outcome": _NOT_DECIDED}

_RECEPTION = (
    DutyRow(
        "reception.result",
        "Thông báo kết quả tiếp công dân",
        "received_on",
        "reception.result",
        ("result_noticed_on", "concluded_on", "refused_on"),
        unless={"handling": (v.ReceptionHandling.EXPLAINED.value,)},
    ),
    DutyRow(
        "reception.conclusion",
        "Thông báo kết luận việc tiếp công dân của thủ trưởng",
        "received_on",
        None,
        ("concluded_on", "refused_on"),
        when={"form": (v.ReceptionForm.SCHEDULED.value, v.ReceptionForm.AD_HOC.value)},
        papers=(_P.RECEPTION_CONCLUSION,),
    ),
)

_LETTER = (
    DutyRow(
        "letter.acceptance",
        "Quyết định thụ lý hoặc không thụ lý khiếu nại",
        "received_on",
        "complaint.acceptance",
        ("handled_on",),
        when=_COMPLAINT,
        papers=(_P.PROPOSAL, _P.REFUSAL),
    ),
    DutyRow(
        "letter.intake",
        "Xử lý ban đầu đơn tố cáo",
        "received_on",
        _intake,
        ("handled_on",),
        when=_DENUNCIATION,
        papers=(_P.PROPOSAL,),
    ),
    DutyRow(
        "letter.transfer",
        "Chuyển đơn tố cáo đến cơ quan có thẩm quyền",
        "received_on",
        "letter.transfer",
        ("handled_on",),
        when={**_DENUNCIATION, "competence": (g.LetterCompetence.OTHER.value, g.LetterCompetence.LOWER.value)},
        papers=(_P.TRANSFER,),
    ),
    DutyRow(
        "letter.retention",
        "Hết thời gian lưu đơn, xem xét hủy",
        "handled_on",
        "letter.retention",
        (),
        when={"handling": (v.LetterHandling.FILED.value,)},
        told_only=True,
    ),
)

_CASE = (
    DutyRow(
        "case.acceptance",
        "Thụ lý và thông báo thụ lý khiếu nại",
        "received_on",
        _of_instance("complaint.acceptance", "complaint.second.acceptance"),
        ("acceptance_noticed_on",),
        when=_COMPLAINT,
        papers=(_P.ACCEPTANCE,),
    ),
    DutyRow(
        "case.notice",
        "Thông báo việc thụ lý tố cáo",
        "accepted_on",
        "denunciation.notice",
        ("acceptance_noticed_on",),
        when=_DENUNCIATION,
        papers=(_P.ACCEPTANCE,),
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

DUTIES: Mapping[RecordKind, tuple[DutyRow, ...]] = MappingProxyType(
    {
        RecordKind.PETITION: (),
        RecordKind.RECEPTION: _RECEPTION,
        RecordKind.LETTER: _LETTER,
        RecordKind.CASE: _CASE,
        RecordKind.FEEDBACK: (),
    }
)
"""The duties of each kind, in the order in which they arise."""


def duties(kind: RecordKind, values: Values, law: Law) -> list[Duty]:
    """The duties of a record with these values, in the order of the table.

    A duty whose limit has no row on its first day, or which the law gives no number, has no due date.
    """
    return list(_duties(kind, values, law))


def _duties(kind: RecordKind, values: Values, law: Law) -> Iterator[Duty]:
    for row in DUTIES[kind]:
        if not row.asked_of(values):
            continue
        start = values[row.start]
        assert isinstance(start, date)
        days = [day for name in row.done if isinstance(day := values.get(name), date) and day >= start]
        done_on = min(days) if days else None
        code = row.limit(values) if callable(row.limit) else row.limit
        if code is None:
            told = f"{row.label}: luật không ấn định số ngày."
            yield Duty(row.code, row.label, None, done_on, told, "", "high", row.told_only, row.papers)
            continue
        due = law.at(values.get(LAW_VERSION)).due(code, start)
        limit = due.limit
        sure = limit is not None and limit.confidence == "high"
        citation = f"{limit.article} {limit.legal_basis}".strip() if sure and limit is not None else ""
        confidence = "low" if limit is None else limit.confidence
        yield Duty(
            row.code, row.label, due.on, done_on, due.explanation, citation, confidence, row.told_only, row.papers
        )
