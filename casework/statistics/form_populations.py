"""The sets of records within which the columns of statutory forms count (law-and-forms 5.3)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import and_, or_

from casework.domain.vocabulary import CaseOutcome, CaseType, LetterChannel, MatterType, RecordKind
from casework.statistics import predicates as p
from casework.statistics.catalogue import Population
from casework.statistics.dimensions import CASES, LETTERS, RECEPTIONS
from casework.statistics.predicates import Ask, Predicate

RULED = (
    CaseOutcome.CORRECT,
    CaseOutcome.WRONG,
    CaseOutcome.PARTLY,
    CaseOutcome.UPHELD,
    CaseOutcome.CHANGED,
)
"""The outcomes of a complaint by a decision (01/KQGQ columns 20-24)."""
CONCLUDED = (
    CaseOutcome.DENUNCIATION_CORRECT,
    CaseOutcome.DENUNCIATION_WRONG,
    CaseOutcome.DENUNCIATION_PARTLY,
)
"""The outcomes of a denunciation by a conclusion (03/KQGQ columns 24-28)."""


def handled_in_period(a: Ask) -> Predicate:
    """Đã xử lý trong kỳ: in hand during the period and handled by the as-of day."""
    return and_(p.in_hand_during_period(a), p.closed(a))


def eligible_handled(a: Ask) -> Predicate:
    """Đủ điều kiện xử lý, of the letters handled in the period."""
    return and_(handled_in_period(a), p.eligible(a))


def eligible_complaints(a: Ask) -> Predicate:
    """Đơn khiếu nại đủ điều kiện xử lý."""
    return and_(eligible_handled(a), a.table.c.type == MatterType.COMPLAINT.value)


def eligible_denunciations(a: Ask) -> Predicate:
    """Đơn tố cáo đủ điều kiện xử lý."""
    return and_(eligible_handled(a), a.table.c.type == MatterType.DENUNCIATION.value)


def eligible_petitions(a: Ask) -> Predicate:
    """Đơn kiến nghị, phản ánh đủ điều kiện xử lý."""
    return and_(eligible_handled(a), a.table.c.type == MatterType.PETITION.value)


def received_at_reception(a: Ask) -> Predicate:
    """Đơn nhận trực tiếp trong kỳ."""
    return and_(p.opened_in_period(a), a.table.c.channel == LetterChannel.DIRECT.value)


def replied_in_period(a: Ask) -> Predicate:
    """Có văn bản phúc đáp nhận trong kỳ."""
    return a.table.c.replied_on.between(a.question.first, a.question.as_of)


def replied_at_reception(a: Ask) -> Predicate:
    """Có văn bản phúc đáp nhận trong kỳ, của đơn nhận trực tiếp."""
    return and_(replied_in_period(a), a.table.c.channel == LetterChannel.DIRECT.value)


def to_execute(a: Ask) -> Predicate:
    """Quyết định, kết luận phải thực hiện trong kỳ: ruled by the as-of day, not executed before the first day."""
    return and_(
        a.table.c.repeats_case.is_not(True),
        p.closed(a),
        or_(
            and_(a.table.c.type == CaseType.COMPLAINT.value, a.table.c.outcome.in_([o.value for o in RULED])),
            and_(a.table.c.type == CaseType.DENUNCIATION.value, a.table.c.outcome.in_([o.value for o in CONCLUDED])),
        ),
        or_(a.table.c.executed_on.is_(None), a.table.c.executed_on >= a.question.first),
    )


def executing(a: Ask) -> Predicate:
    """Đang hoặc đã tổ chức thi hành trong kỳ, of what must be executed."""
    return and_(to_execute(a), a.table.c.executing_on.is_not(None))


_R, _L, _C = RecordKind.RECEPTION, RecordKind.LETTER, RecordKind.CASE

POPULATIONS: Mapping[str, Population] = MappingProxyType(
    {
        one.code: one
        for one in (
            Population("reception.period", _R, p.opened_in_period, RECEPTIONS),
            Population("letters.in_hand", _L, p.in_hand_during_period, LETTERS),
            Population("letters.handled", _L, handled_in_period, LETTERS),
            Population("letters.eligible", _L, eligible_handled, LETTERS),
            Population("letters.eligible_complaints", _L, eligible_complaints, LETTERS),
            Population("letters.eligible_denunciations", _L, eligible_denunciations, LETTERS),
            Population("letters.eligible_petitions", _L, eligible_petitions, LETTERS),
            Population("letters.at_reception", _L, received_at_reception, LETTERS),
            Population("letters.replied", _L, replied_in_period, LETTERS),
            Population("letters.replied_at_reception", _L, replied_at_reception, LETTERS),
            Population("cases.in_hand", _C, p.cases_of_period, CASES),
            Population("cases.to_execute", _C, to_execute, CASES),
            Population("cases.executing", _C, executing, CASES),
        )
    }
)
LABELS: Mapping[str, str] = MappingProxyType(
    {
        "reception.period": "lượt tiếp công dân trong kỳ",
        "letters.in_hand": "đơn kỳ trước chuyển sang và tiếp nhận trong kỳ",
        "letters.handled": "đơn đã xử lý trong kỳ",
        "letters.eligible": "đơn đã xử lý trong kỳ, đủ điều kiện xử lý",
        "letters.eligible_complaints": "đơn khiếu nại đã xử lý trong kỳ, đủ điều kiện xử lý",
        "letters.eligible_denunciations": "đơn tố cáo đã xử lý trong kỳ, đủ điều kiện xử lý",
        "letters.eligible_petitions": "đơn kiến nghị, phản ánh đã xử lý trong kỳ, đủ điều kiện xử lý",
        "letters.at_reception": "đơn nhận trực tiếp trong kỳ",
        "letters.replied": "đơn có văn bản phúc đáp nhận trong kỳ",
        "letters.replied_at_reception": "đơn nhận trực tiếp có văn bản phúc đáp nhận trong kỳ",
        "cases.in_hand": "vụ việc thuộc thẩm quyền, kỳ trước chuyển sang và thụ lý trong kỳ",
        "cases.to_execute": "vụ việc có quyết định, kết luận phải thực hiện trong kỳ",
        "cases.executing": "vụ việc có quyết định, kết luận đã ghi việc tổ chức thi hành",
    }
)
"""What each population is, in Vietnamese, for a cell's definition."""
UNIT_OF: Mapping[RecordKind, str] = MappingProxyType({_R: "office", _L: "office", _C: "unit"})
"""By which dimension the lines of a form are cut."""
