"""Duties (việc phải làm): what the law asks to be done with a record besides its due date, as a table.

A row names the field whose day starts the limit, the code of the limit (dated data), and the fields and papers of which
any one, with a day not before the start, fulfils it. Nothing here decides: which duties a record has follows from its
values and its papers, like its facts. A row that is `told_only` is a date that comes by itself (a decision takes
effect), nobody's act. Sources: law-and-forms 2.1 (reception), 3.4 (letters), 4.1-4.2 (cases).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from casework.domain import grounds as g
from casework.domain import vocabulary as v
from casework.domain.case_duties import CASE
from casework.domain.duty import Duty, DutyRow, Values
from casework.domain.fields import DENUNCIATION
from casework.domain.limits import Law
from casework.domain.papers import PaperCode
from casework.domain.steps import LAW_VERSION
from casework.domain.vocabulary import RecordKind

__all__ = ["DUTIES", "Duty", "DutyRow", "Issued", "duties"]


def _intake(values: Values) -> str:
    return "denunciation.intake.several" if values.get("several_places") is True else "denunciation.intake"


_P = PaperCode
_COMPLAINT = {"type": (v.CaseType.COMPLAINT.value,)}
_DENUNCIATION = {"type": (DENUNCIATION,)}

_RECEPTION = (
    DutyRow(
        "reception.result",
        "Thông báo kết quả tiếp công dân",
        "received_on",
        "reception.result",
        ("result_noticed_on", "concluded_on", "refused_on"),
        unless={"handling": (v.ReceptionHandling.EXPLAINED.value,)},
        fulfilled_by=(_P.RECEPTION_CONCLUSION, _P.RECEPTION_REFUSAL),
    ),
    DutyRow(
        "reception.conclusion",
        "Thông báo kết luận việc tiếp công dân của thủ trưởng",
        "received_on",
        None,
        ("concluded_on", "refused_on"),
        when={"form": (v.ReceptionForm.SCHEDULED.value, v.ReceptionForm.AD_HOC.value)},
        papers=(_P.RECEPTION_CONCLUSION,),
        fulfilled_by=(_P.RECEPTION_CONCLUSION, _P.RECEPTION_REFUSAL),
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
        fulfilled_by=(_P.REFUSAL,),
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
        fulfilled_by=(_P.TRANSFER,),
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

DUTIES: Mapping[RecordKind, tuple[DutyRow, ...]] = MappingProxyType(
    {
        RecordKind.PETITION: (),
        RecordKind.RECEPTION: _RECEPTION,
        RecordKind.LETTER: _LETTER,
        RecordKind.CASE: CASE,
        RecordKind.FEEDBACK: (),
    }
)
"""The duties of each kind, in the order in which they arise."""


Issued = Mapping[str, Sequence[date]]
"""The days of a record's papers that were issued and not taken back, by `PaperCode`."""


def duties(kind: RecordKind, values: Values, law: Law, issued: Issued = MappingProxyType({})) -> list[Duty]:
    """The duties of a record with these values and papers, in the order of the table.

    A duty whose limit has no row on its first day, or which the law gives no number, has no due date.
    """
    return list(_duties(kind, values, law, issued))


def _duties(kind: RecordKind, values: Values, law: Law, issued: Issued) -> Iterator[Duty]:
    for row in DUTIES[kind]:
        if not row.asked_of(values):
            continue
        start = values[row.start]
        assert isinstance(start, date)
        told = [day for name in row.done if isinstance(day := values.get(name), date)]
        told += [day for code in row.fulfilled_by for day in issued.get(code, ())]
        done_on = min((day for day in told if day >= start), default=None)
        code = row.limit(values) if callable(row.limit) else row.limit
        if code is None:
            why = f"{row.label}: luật không ấn định số ngày."
            yield Duty(row.code, row.label, None, done_on, why, "", "high", row.told_only, row.papers)
            continue
        due = law.at(values.get(LAW_VERSION)).due(code, start)
        limit = due.limit
        sure = limit is not None and limit.confidence == "high"
        citation = f"{limit.article} {limit.legal_basis}".strip() if sure and limit is not None else ""
        confidence = "low" if limit is None else limit.confidence
        yield Duty(
            row.code, row.label, due.on, done_on, due.explanation, citation, confidence, row.told_only, row.papers
        )
