"""The counted words, each written once, as an SQL expression over one row of facts and the question.

The number, the list behind it, the export, the chart and the sentence all come from these (design.md, decision 1).
A row of facts already shows only what had happened by the as-of day (`standing`), so "closed" means closed by that day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, false, not_, or_, true

from casework.domain.events import ALWAYS
from casework.domain.periods import Question
from casework.domain.vocabulary import FINAL_RESULTS, CaseState, CaseType, Finding, PetitionSource, Receiver
from casework.statistics.rules import CountingRules

Predicate = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Ask:
    """What a predicate may look at: one row of facts (`c`), the question, the counting rules."""

    table: FromClause
    question: Question
    rules: CountingRules


def standing(a: Ask) -> Predicate:
    """The row that held on the as-of day, as known now or at the journal position asked for."""
    day = a.question.as_of
    return and_(a.table.c.valid_from <= day, a.table.c.valid_to > day, held(a.table.c, a.question))


def held(columns: Any, question: Question) -> Predicate:
    """What was held to be so: now, or at the journal position asked for. `columns`: known_from and known_to."""
    if question.known is None:
        now: Predicate = columns.known_to == ALWAYS
        return now
    return and_(columns.known_from <= question.known, columns.known_to > question.known)


def everything(_a: Ask) -> Predicate:
    """No condition."""
    return true()


def nothing(_a: Ask) -> Predicate:
    """Never."""
    return false()


def opened_in_period(a: Ask) -> Predicate:
    """Tiếp nhận trong kỳ: first day between the period's first day and the as-of day, both counted."""
    return and_(a.table.c.opened_on >= a.question.first, a.table.c.opened_on <= a.question.as_of)


def in_hand_during_period(a: Ask) -> Predicate:
    """Kỳ trước chuyển sang hoặc thụ lý trong kỳ: opened by the as-of day, not closed before the first day."""
    return or_(a.table.c.closed_on.is_(None), a.table.c.closed_on >= a.question.first)


def cases_of_period(a: Ask) -> Predicate:
    """Vụ việc trong kỳ: in hand during the period, and no second record of a case that is counted already."""
    return and_(in_hand_during_period(a), a.table.c.repeats_case.is_not(True))


def carried_in(a: Ask) -> Predicate:
    """Kỳ trước chuyển sang: opened before the period's first day."""
    return a.table.c.opened_on < a.question.first


def opened_since_first(a: Ask) -> Predicate:
    """Mới trong kỳ: opened on the period's first day or later."""
    return a.table.c.opened_on >= a.question.first


def closed(a: Ask) -> Predicate:
    """Đã giải quyết, đã xử lý."""
    return a.table.c.closed_on.is_not(None)


def still_open(a: Ask) -> Predicate:
    """Chưa giải quyết, chưa xử lý."""
    return a.table.c.closed_on.is_(None)


def closed_on_time(a: Ask) -> Predicate:
    """Xử lý đúng hạn: closed on the due date or before; without a due date nothing is late."""
    return and_(closed(a), or_(a.table.c.due_on.is_(None), a.table.c.closed_on <= a.table.c.due_on))


def closed_late(a: Ask) -> Predicate:
    """Xử lý quá hạn: closed after the due date."""
    return and_(closed(a), a.table.c.closed_on > a.table.c.due_on)


def past_due(a: Ask) -> Predicate:
    """Hạn đã qua: due before the as-of day (design.md, decision 4)."""
    return and_(a.table.c.due_on.is_not(None), a.table.c.due_on < a.question.as_of)


def open_overdue(a: Ask) -> Predicate:
    """Quá hạn: due before the as-of day and not finished by its end."""
    return and_(still_open(a), past_due(a))


def case_overdue(a: Ask) -> Predicate:
    """Vụ việc quá hạn: overdue, and the clock not stopped (tạm đình chỉ)."""
    return and_(open_overdue(a), a.table.c.state != CaseState.SUSPENDED.value)


def handled_apart(a: Ask) -> Predicate:
    """Một đầu việc giải quyết: neither split (its parts are) nor merged into another (that one is); 154 → 161."""
    return a.table.c.handled_within.is_(None)


def within_competence(a: Ask) -> Predicate:
    """Đầu việc thuộc thẩm quyền: what was moved to another level has left the denominator from that day."""
    return and_(handled_apart(a), a.table.c.moved_on.is_(None))


def petition_in_hand(a: Ask) -> Predicate:
    """Đầu việc đang phải giải quyết: thuộc thẩm quyền và chưa kết thúc."""
    return and_(within_competence(a), still_open(a))


def council_source(a: Ask) -> Predicate:
    """Gửi HĐND."""
    return a.table.c.source == PetitionSource.COUNCIL.value


def assembly_source(a: Ask) -> Predicate:
    """Do Đoàn ĐBQH chuyển đến."""
    return a.table.c.source == PetitionSource.NATIONAL_ASSEMBLY.value


def voiced(a: Ask) -> Predicate:
    """Như cử tri nêu: what was split off from another was not voiced by itself; what was merged was."""
    return a.table.c.split_off.is_not(True)


def council_voiced(a: Ask) -> Predicate:
    """Kiến nghị tiếp nhận gửi HĐND, of whatever level."""
    return and_(council_source(a), voiced(a))


def council_handled(a: Ask) -> Predicate:
    """Đầu việc giải quyết gửi HĐND, of whatever level."""
    return and_(council_source(a), handled_apart(a))


def assembly_voiced(a: Ask) -> Predicate:
    """Kiến nghị tiếp nhận do Đoàn ĐBQH chuyển đến."""
    return and_(assembly_source(a), voiced(a))


def assembly_handled(a: Ask) -> Predicate:
    """Đầu việc giải quyết do Đoàn ĐBQH chuyển đến."""
    return and_(assembly_source(a), handled_apart(a))


def from_council(a: Ask) -> Predicate:
    """Kiến nghị gửi HĐND, thuộc thẩm quyền, mỗi đầu việc một lần."""
    return and_(council_source(a), within_competence(a))


def in_basket(a: Ask) -> Predicate:
    """Đang được một nghị quyết của HĐND theo dõi."""
    return and_(from_council(a), a.table.c.council_resolution_id.is_not(None))


def untracked(a: Ask) -> Predicate:
    """Chưa đưa vào nghị quyết theo dõi nào."""
    return and_(from_council(a), a.table.c.council_resolution_id.is_(None))


def from_national_assembly(a: Ask) -> Predicate:
    """Kiến nghị do Đoàn ĐBQH chuyển đến."""
    return and_(assembly_source(a), within_competence(a))


def petition_resolved(a: Ask) -> Predicate:
    """Giải quyết xong: the result category is one of those that count (a setting)."""
    return and_(a.table.c.result.is_not(None), a.table.c.result.in_(a.rules.resolved_results))


def petition_open(a: Ask) -> Predicate:
    """Chưa giải quyết xong: every petition that is not resolved."""
    return or_(a.table.c.result.is_(None), a.table.c.result.not_in(a.rules.resolved_results))


def petition_answered(a: Ask) -> Predicate:
    """Đã trả lời: a written answer was given (answered and resolved are two things)."""
    return a.table.c.answered_on.is_not(None)


def petition_overdue(a: Ask) -> Predicate:
    """Kiến nghị quá hạn: past due, not resolved, with no final result, an own matter within competence."""
    return and_(petition_open(a), past_due(a), petition_unsettled(a), within_competence(a))


def petition_unsettled(a: Ask) -> Predicate:
    """Chưa có kết quả cuối cùng."""
    return or_(a.table.c.result.is_(None), a.table.c.result.not_in(tuple(sorted(FINAL_RESULTS))))


def petition_disputed(a: Ask) -> Predicate:
    """Giám sát kết luận khác: a final result is claimed, and the Council's finding is not that it was met."""
    return and_(not_(petition_unsettled(a)), a.table.c.finding.in_((Finding.UNMET.value, Finding.UNCLEAR.value)))


def petition_reopened(a: Ask) -> Predicate:
    """Mở lại sau giám sát: the Council did not find it met, and it is being settled again."""
    return and_(petition_unsettled(a), a.table.c.finding.in_((Finding.UNMET.value, Finding.UNCLEAR.value)))


def by_staff_or_heads(a: Ask) -> Predicate:
    """Lượt tiếp chung: all but those by the city's Chairman and Vice-Chairmen, which are counted apart."""
    return a.table.c.receiver_kind != Receiver.CITY_LEADER.value


def by_city_leaders(a: Ask) -> Predicate:
    """Do Chủ tịch, Phó Chủ tịch UBND Thành phố tiếp."""
    return a.table.c.receiver_kind == Receiver.CITY_LEADER.value


def many_people(a: Ask) -> Predicate:
    """Đoàn đông người: a visit of as many people as the setting says, whoever received it."""
    large: Predicate = a.table.c.people >= a.rules.large_group
    return large


def large_group(a: Ask) -> Predicate:
    """Đoàn đông người, inside the general count."""
    return and_(by_staff_or_heads(a), many_people(a))


def eligible(a: Ask) -> Predicate:
    """Đơn đủ điều kiện xử lý."""
    return a.table.c.eligible.is_(True)


def not_eligible(a: Ask) -> Predicate:
    """Đơn không đủ điều kiện xử lý."""
    return a.table.c.eligible.is_not(True)


def complaint(a: Ask) -> Predicate:
    """Khiếu nại."""
    return a.table.c.type == CaseType.COMPLAINT.value
