"""What a record may lack for a report, each as a condition over its facts and its present fields.

Only what an officer can still tell is listed, each with what to do. Sources: law-and-forms 1.3 (roadmap and obstacle),
1.4 (due date of a petition), 4, 5.2 (what the forms count).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import FromClause, and_, false, func, or_, select

from casework.domain import vocabulary as v
from casework.domain.vocabulary import RecordKind
from casework.statistics import predicates as p
from casework.statistics.catalogue import Condition
from casework.statistics.predicates import Ask, Predicate
from casework.store.catalogue_tables import Unit

LackCondition = Callable[[Ask, FromClause], Predicate]
"""Given the facts with the question, and the record's table."""


@dataclass(frozen=True, slots=True)
class LackRule:
    """One thing that records of `kind` may lack."""

    code: str
    kind: RecordKind
    label: str
    todo: str
    condition: LackCondition


POPULATIONS: Mapping[RecordKind, Condition] = MappingProxyType(
    {
        RecordKind.PETITION: p.within_competence,
        RecordKind.RECEPTION: p.opened_in_period,
        RecordKind.LETTER: p.opened_in_period,
        RecordKind.CASE: p.cases_of_period,
        RecordKind.FEEDBACK: p.opened_in_period,
    }
)
"""The records that a report of the period tells of."""


def _no(*columns: str) -> LackCondition:
    """The facts hold nothing in any of these columns."""
    return lambda a, _record: and_(*(a.table.c[name].is_(None) for name in columns))


def _blank(*columns: str) -> LackCondition:
    """The record holds nothing in any of these fields."""
    return lambda _a, record: and_(*(func.coalesce(record.c[name], "") == "" for name in columns))


def _no_day(column: str) -> LackCondition:
    return lambda _a, record: record.c[column].is_(None)


def _when(*conditions: Condition) -> LackCondition:
    return lambda a, _record: and_(*(one(a) for one in conditions))


def _told(column: str, *terms: v.Term) -> LackCondition:
    return lambda a, _record: a.table.c[column].in_(tuple(term.value for term in terms))


def _all(*conditions: LackCondition) -> LackCondition:
    return lambda a, record: and_(*(one(a, record) for one in conditions))


def _unclear_unit(a: Ask, _record: FromClause) -> Predicate:
    """No unit, a group of units, or one that had ended by the as-of day while the matter is open."""
    unit = a.table.c.unit_id
    groups = select(Unit.id).where(Unit.type == v.UnitType.COLLECTIVE.value)
    ended = select(Unit.id).where(Unit.valid_to < a.question.as_of)
    return and_(p.still_open(a), or_(unit.is_(None), unit.in_(groups), unit.in_(ended)))


COMPLAINT_OUTCOMES = (v.CaseOutcome.CORRECT, v.CaseOutcome.PARTLY, v.CaseOutcome.WRONG, v.CaseOutcome.UPHELD,
                      v.CaseOutcome.CHANGED)  # fmt: skip
DENUNCIATION_OUTCOMES = (v.CaseOutcome.DENUNCIATION_CORRECT, v.CaseOutcome.DENUNCIATION_WRONG,
                         v.CaseOutcome.DENUNCIATION_PARTLY)  # fmt: skip
DECIDED = (v.CaseState.DECIDED, v.CaseState.IN_EXECUTION, v.CaseState.EXECUTED)


def _other_type(a: Ask, record: FromClause) -> Predicate:
    def wrong(kind: v.CaseType, outcomes: tuple[v.CaseOutcome, ...]) -> Predicate:
        return and_(_told("type", kind)(a, record), _told("outcome", *outcomes)(a, record))

    return or_(
        wrong(v.CaseType.COMPLAINT, DENUNCIATION_OUTCOMES),
        wrong(v.CaseType.DENUNCIATION, COMPLAINT_OUTCOMES),
        false(),
    )


R, LH = v.PetitionResult, v.LetterHandling
K = RecordKind
UNIT_TODO = "Giao lại cho một đơn vị đang hoạt động, chịu trách nhiệm chính."
LACKS = (
    LackRule("petition-unit", K.PETITION, "Chưa rõ đơn vị chủ trì", UNIT_TODO, _unclear_unit),
    LackRule("petition-result", K.PETITION, "Chưa ghi nhóm kết quả", "Ghi nhóm kết quả giải quyết.", _no("result")),
    LackRule("petition-due", K.PETITION, "Chưa giải quyết xong mà chưa có thời hạn",
             "Ghi thời hạn theo văn bản giao.", _all(_when(p.still_open), _no("due_on"))),
    LackRule("petition-subject", K.PETITION, "Chưa ghi lĩnh vực", "Ghi lĩnh vực theo danh mục.", _no("subject")),
    LackRule("petition-competence", K.PETITION, "Chưa ghi cấp thẩm quyền", "Ghi cấp có thẩm quyền giải quyết.",
             _no("competence")),
    LackRule("petition-answer", K.PETITION, "Đã trả lời mà chưa ghi số văn bản trả lời",
             "Ghi số, ký hiệu văn bản trả lời.", _all(_when(p.petition_answered), _blank("answer_document"))),
    LackRule("petition-resolved-day", K.PETITION, "Đã giải quyết xong mà chưa ghi ngày",
             "Ghi ngày giải quyết xong.", _all(_told("result", R.RESOLVED), _no_day("resolved_on"))),
    LackRule("petition-roadmap", K.PETITION, "Đang hoặc sẽ giải quyết mà chưa ghi lộ trình",
             "Ghi lộ trình, mốc hoàn thành.", _all(_told("result", R.IN_PROGRESS, R.PLANNED), _blank("roadmap"))),
    LackRule("petition-obstacle", K.PETITION, "Chưa giải quyết mà chưa ghi nguyên nhân",
             "Ghi nguyên nhân, khó khăn, vướng mắc.", _all(_told("result", R.NOT_YET), _blank("obstacle"))),
    LackRule("reception-level", K.RECEPTION, "Chưa ghi cấp tiếp", "Ghi cấp tiếp công dân.", _no("level")),
    LackRule("reception-turn", K.RECEPTION, "Chưa ghi lần tiếp", "Ghi lần đầu hay nhiều lần.", _no("turn")),
    LackRule("reception-handling", K.RECEPTION, "Chưa ghi hướng xử lý", "Ghi hướng xử lý theo Sổ tiếp công dân.",
             _no("handling")),
    LackRule("letter-eligible", K.LETTER, "Chưa phân loại điều kiện xử lý",
             "Ghi đơn đủ hay không đủ điều kiện xử lý.", _no("eligible")),
    LackRule("letter-subject", K.LETTER, "Chưa ghi lĩnh vực", "Ghi lĩnh vực theo danh mục.", _no("subject")),
    LackRule("letter-competence", K.LETTER, "Đủ điều kiện mà chưa ghi thẩm quyền",
             "Ghi thuộc hay không thuộc thẩm quyền giải quyết.", _all(_when(p.eligible), _no("competence"))),
    LackRule("letter-handling", K.LETTER, "Đã xử lý mà chưa ghi kết quả xử lý", "Ghi kết quả xử lý đơn.",
             _all(_when(p.closed), _no("handling"))),
    LackRule("letter-body", K.LETTER, "Đã chuyển đơn mà chưa ghi nơi chuyển đến", "Ghi cơ quan có thẩm quyền.",
             _all(_told("handling", LH.FORWARDED), _blank("competent_body"))),
    LackRule("case-unit", K.CASE, "Chưa rõ cơ quan giải quyết", UNIT_TODO, _unclear_unit),
    LackRule("case-subject", K.CASE, "Chưa ghi lĩnh vực", "Ghi lĩnh vực theo danh mục.", _no("subject")),
    LackRule("case-instance", K.CASE, "Khiếu nại chưa ghi lần giải quyết", "Ghi lần đầu hay lần hai.",
             _all(_told("type", v.CaseType.COMPLAINT), _no("instance"))),
    LackRule("case-due", K.CASE, "Đang giải quyết mà chưa có thời hạn", "Ghi hạn giải quyết.",
             _all(_when(p.still_open), _no("due_on"))),
    LackRule("case-outcome", K.CASE, "Đã giải quyết mà chưa ghi kết quả", "Ghi kết quả giải quyết.",
             _all(_when(p.closed), _no("outcome"))),
    LackRule("case-other-outcome", K.CASE, "Kết quả không thuộc loại vụ việc",
             "Sửa kết quả cho đúng loại khiếu nại hoặc tố cáo.", _all(_when(p.closed), _other_type)),
    LackRule("case-decision", K.CASE, "Đã có quyết định, kết luận mà chưa ghi số", "Ghi số quyết định, kết luận.",
             _all(_told("state", *DECIDED), _blank("decision"))),
    LackRule("case-quantities", K.CASE, "Đã có quyết định, kết luận mà chưa ghi kết quả xử lý bằng số",
             "Ghi số tập thể, cá nhân bị kiểm điểm, tiền, đất kiến nghị thu hồi; không có thì ghi 0.",
             _all(_told("state", *DECIDED),
                  _no("collectives", "individuals", "money_recovered", "land_recovered"))),
    LackRule("feedback-type", K.FEEDBACK, "Chưa ghi loại", "Ghi quy định hay hành vi hành chính.", _no("type")),
    LackRule("feedback-unit", K.FEEDBACK, "Chưa rõ đơn vị xử lý", UNIT_TODO, _unclear_unit),
    LackRule("feedback-answer", K.FEEDBACK, "Đã xử lý mà chưa ghi số văn bản trả lời",
             "Ghi số, ký hiệu văn bản trả lời.",
             _all(_told("state", v.FeedbackState.HANDLED), _blank("answer_document"))),
)  # fmt: skip
BY_CODE: Mapping[str, LackRule] = MappingProxyType({rule.code: rule for rule in LACKS})
