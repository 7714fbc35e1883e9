"""The named conditions from which columns of statutory forms are made, each a predicate over one row of facts.

Those that the figures know already are the figures' own (`predicates`); those that forms alone ask for stand in
`form_words`. A form's file names them (docs/forms.md); the label stands in the definition of a cell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import and_, or_

from casework.domain import grounds as g
from casework.domain import vocabulary as v
from casework.domain.vocabulary import RecordKind, Term
from casework.statistics import form_words as w
from casework.statistics import predicates as p
from casework.statistics.catalogue import Condition, Population
from casework.statistics.form_populations import CONCLUDED, RULED
from casework.statistics.predicates import Ask, Predicate

Within = Callable[[Ask, Population], Predicate]


@dataclass(frozen=True, slots=True)
class Named:
    """A named condition: its Vietnamese words and its predicate; `bound`: it looks at the population it is asked in."""

    label: str
    within: Within
    bound: bool = False


def _of(label: str, condition: Condition) -> Named:
    return Named(label, lambda a, _population: condition(a))


def _is(label: str, column: str, *terms: Term) -> Named:
    values = [term.value for term in terms]
    return _of(label, lambda a: a.table.c[column].in_(values))


def _unknown(label: str, column: str) -> Named:
    return _of(label, lambda a: a.table.c[column].is_(None))


def _outcome(term: v.CaseOutcome) -> Named:
    return _of(term.label.lower(), lambda a: and_(p.closed(a), a.table.c.outcome == term.value))


_C, _S = g.MatterContent, g.EarlierSettlement
_ADMIN = (_C.POLICY, _C.LAND, _C.OFFICIALS, _C.ADMINISTRATIVE)
_NOBODY = "đơn nặc danh, mạo danh"

_TYPES: dict[str, Named] = {
    "complaint": _is("khiếu nại", "type", v.MatterType.COMPLAINT),
    "denunciation": _is("tố cáo", "type", v.MatterType.DENUNCIATION),
}
_TIMED: dict[str, Named] = {
    "carried_in": _of("kỳ trước chuyển sang", p.carried_in),
    "opened_since_first": _of("tiếp nhận, thụ lý trong kỳ", p.opened_since_first),
}

RECEPTION: dict[str, Named] = {
    "regular": _is("tiếp thường xuyên", "form", v.ReceptionForm.REGULAR),
    "scheduled": _is("tiếp định kỳ", "form", v.ReceptionForm.SCHEDULED),
    "held_by_head": _of("tiếp định kỳ, đột xuất", w.held_by_head),
    "by_head": _of(
        "thủ trưởng tiếp định kỳ, đột xuất", lambda a: and_(w.held_by_head(a), a.table.c.delegated.is_not(True))
    ),
    "delegated": _of("ủy quyền tiếp", lambda a: and_(w.held_by_head(a), a.table.c.delegated.is_(True))),
    "delegation_unknown": _unknown("chưa ghi ủy quyền hay không", "delegated"),
    "turn_first": _is("tiếp lần đầu", "turn", v.Turn.FIRST),
    "turn_repeated": _is("tiếp nhiều lần", "turn", v.Turn.REPEATED),
    "turn_unknown": _unknown("chưa ghi lần tiếp", "turn"),
    "large_group": _of("đoàn đông người", p.many_people),
    "first_of_matter": Named("lần đầu trong kỳ của vụ việc", w.first_of_matter, bound=True),
    "first_of_sitting": Named("lượt đầu tiên của kỳ tiếp", w.first_of_sitting, bound=True),
    "matter_unknown": _of(
        "chưa ghi mã, số vụ việc", lambda a: and_(a.table.c.matter.is_(None), a.table.c.matters.is_(None))
    ),
    **_TYPES,
}

LETTER: dict[str, Named] = {
    **_TYPES,
    **_TIMED,
    "petition_or_feedback": _is("kiến nghị, phản ánh", "type", v.MatterType.PETITION),
    "many_senders": _of(
        "nhiều người đứng tên", lambda a: and_(a.table.c.anonymous.is_not(True), a.table.c.signers > 1)
    ),
    "one_sender": _of("một người đứng tên", lambda a: and_(a.table.c.anonymous.is_not(True), a.table.c.signers == 1)),
    "other_sender": _of(_NOBODY, lambda a: a.table.c.anonymous.is_(True)),
    "senders_unknown": _of(
        "chưa rõ người đứng tên", lambda a: and_(a.table.c.anonymous.is_not(True), a.table.c.signers.is_(None))
    ),
    "own_competence": _of("thuộc thẩm quyền", w.own_competence),
    "other_competence": _of("không thuộc thẩm quyền", w.other_competence),
    "competence_unknown": _of(
        "chưa rõ thẩm quyền",
        lambda a: and_(
            a.table.c.competence.is_(None),
            or_(
                a.table.c.handling.is_(None),
                a.table.c.handling.in_(
                    (
                        v.LetterHandling.RETURNED.value,
                        v.LetterHandling.FILED.value,
                        v.LetterHandling.REFUSED.value,
                    )
                ),
            ),
        ),
    ),
    "guided": _is("hướng dẫn", "handling", v.LetterHandling.GUIDED),
    "forwarded": _is("chuyển đơn", "handling", v.LetterHandling.FORWARDED),
    "urged": _is("đôn đốc giải quyết", "handling", v.LetterHandling.URGED),
    "settled_once": _is("đã giải quyết lần đầu", "settlement", _S.ONCE),
    "settled_again": _is("đã giải quyết lần hai, nhiều lần", "settlement", _S.AGAIN, _S.CONCLUDED),
    "settled_repeatedly": _is("đã giải quyết nhiều lần, đã có bản án", "settlement", _S.AGAIN, _S.CONCLUDED, _S.JUDGED),
    "judged": _is("đã có bản án của Tòa án", "settlement", _S.JUDGED),
    "settled": _is("đã giải quyết, đã có kết luận", "settlement", _S.ONCE, _S.AGAIN, _S.CONCLUDED, _S.JUDGED),
    "being_settled": _is("đang giải quyết", "settlement", _S.UNDERWAY),
    "not_settled": _is("chưa giải quyết", "settlement", _S.NOT_YET, _S.OVERDUE),
    "not_settled_in_time": _is("chưa giải quyết, trong thời hạn", "settlement", _S.NOT_YET),
    "not_settled_overdue": _is("quá thời hạn chưa giải quyết", "settlement", _S.OVERDUE),
    "settlement_unknown": _unknown("chưa ghi tình trạng giải quyết trước đó", "settlement"),
    "instance_first": _is("lần đầu", "instance", v.Instance.FIRST),
    "instance_second": _is("lần hai, tố cáo tiếp", "instance", v.Instance.SECOND),
    "instance_unknown": _unknown("chưa ghi lần thứ mấy", "instance"),
    "content_admin": _of("hành chính", w.content(*_ADMIN)),
    "content_policy": _of("chế độ, chính sách", w.content(_C.POLICY)),
    "content_land": _of("đất đai, nhà cửa", w.content(_C.LAND)),
    "content_officials": _of("công chức, công vụ", w.content(_C.OFFICIALS)),
    "content_admin_rest": _of("hành chính khác", w.content(_C.ADMINISTRATIVE)),
    "content_admin_other": _of("hành chính ngoài chế độ, đất đai", w.content(_C.OFFICIALS, _C.ADMINISTRATIVE)),
    "content_corruption": _of("tham nhũng", w.content(_C.CORRUPTION)),
    "content_judicial": _of("tư pháp", w.content(_C.JUDICIAL)),
    "content_party": _of("Đảng, đoàn thể", w.content(_C.PARTY)),
    "content_rest_of_all": _of("nội dung khác", w.content(_C.OTHER)),
    "content_other": _of("nội dung khác, tham nhũng", w.content(_C.OTHER, _C.CORRUPTION)),
    "content_none_of_these": _of(
        "ngoài chế độ, đất đai, tư pháp",
        w.content(_C.OFFICIALS, _C.ADMINISTRATIVE, _C.CORRUPTION, _C.PARTY, _C.OTHER),
    ),
    "content_unknown": _of("chưa rõ nội dung theo biểu", w.content_unknown),
    "reply_unknown": _unknown("chưa ghi văn bản phúc đáp", "replied_on"),
    "sent_on": _is("đã chuyển đơn, đôn đốc", "handling", v.LetterHandling.FORWARDED, v.LetterHandling.URGED),
    "first_of_matter": Named("lần đầu trong kỳ của vụ việc", w.first_of_matter, bound=True),
    "matter_unknown": _unknown("chưa ghi mã vụ việc", "matter"),
}

CASE: dict[str, Named] = {
    **_TYPES,
    **_TIMED,
    "closed": _of("đã giải quyết", p.closed),
    "closed_on_time": _of("đã giải quyết đúng thời hạn", p.closed_on_time),
    "closed_late": _of("đã giải quyết quá thời hạn", p.closed_late),
    "instance_first": _of("lần đầu", w.first_instance),
    "instance_second": _is("lần hai, tố cáo tiếp", "instance", v.Instance.SECOND),
    "ruled": _of(
        "đã giải quyết bằng quyết định",
        lambda a: and_(p.closed(a), a.table.c.outcome.in_([one.value for one in RULED])),
    ),
    "concluded": _of(
        "đã có kết luận", lambda a: and_(p.closed(a), a.table.c.outcome.in_([one.value for one in CONCLUDED]))
    ),
    "outcome_correct": _outcome(v.CaseOutcome.CORRECT),
    "outcome_wrong": _outcome(v.CaseOutcome.WRONG),
    "outcome_partly": _outcome(v.CaseOutcome.PARTLY),
    "outcome_upheld": _outcome(v.CaseOutcome.UPHELD),
    "outcome_changed": _outcome(v.CaseOutcome.CHANGED),
    "denounced_rightly": _outcome(v.CaseOutcome.DENUNCIATION_CORRECT),
    "denounced_wrongly": _outcome(v.CaseOutcome.DENUNCIATION_WRONG),
    "denounced_partly": _outcome(v.CaseOutcome.DENUNCIATION_PARTLY),
    "withdrawn": _outcome(v.CaseOutcome.WITHDRAWN),
    "terminated": _outcome(v.CaseOutcome.TERMINATED),
    "persuaded": _of("thông qua giải thích, thuyết phục", lambda a: a.table.c.persuaded.is_(True)),
    "persuasion_unknown": _unknown("chưa ghi có giải thích, thuyết phục hay không", "persuaded"),
    "outcome_unknown": _unknown("chưa ghi kết quả", "outcome"),
    "letters_unknown": _unknown("chưa ghi số đơn", "letters"),
    "execution_unknown": _unknown("chưa ghi việc tổ chức thi hành", "executing_on"),
    "discipline_unknown": _unknown("chưa ghi số người bị xử lý", "disciplined"),
    "investigated": _of("đã chuyển cơ quan điều tra", lambda a: a.table.c.investigated > 0),
    "investigated_people_unknown": _unknown("chưa ghi số người chuyển điều tra", "investigated_people"),
    "executed_in_period": _of("đã thi hành xong", lambda a: a.table.c.executed_on >= a.question.first),
}

CONDITIONS: Mapping[RecordKind, Mapping[str, Named]] = MappingProxyType(
    {RecordKind.RECEPTION: RECEPTION, RecordKind.LETTER: LETTER, RecordKind.CASE: CASE}
)
"""Every condition that a form's file may name, by the kind of record that its population is of."""


def named(population: Population, name: str) -> Condition:
    """The condition `name` as the members of `population` are asked for it. Raises KeyError."""
    one = CONDITIONS[population.kind][name]
    return lambda a: one.within(a, population)
