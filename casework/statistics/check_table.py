"""Every check over sets, as data: the partitions, the "trong đó", the rates, the order of units.

States, results and kinds are named one by one on purpose: a new one in the vocabulary belongs to no part until somebody
has decided where reports count it, and its records are named until then.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from casework.domain import vocabulary as v
from casework.domain.checks import CheckKind
from casework.domain.vocabulary import CountingUnit, RecordKind
from casework.statistics import predicates as p
from casework.statistics.catalogue import Condition, Measure
from casework.statistics.check_sets import (
    Part,
    SetCheck,
    among,
    both,
    by_day,
    cut_of,
    figure,
    flag,
    from_first,
    inside,
    neither,
    not_past_due,
    of_list,
    parted,
    told,
    untold,
)
from casework.statistics.measures import MEASURES, RATES
from casework.store.catalogue_tables import CouncilResolution, CouncilSession, Unit

M = MEASURES
K, U = RecordKind, CountingUnit
NO_ENTRY = "Chưa ghi"

# --- kiến nghị cử tri ------------------------------------------------------------------------------------------

PS, PR = v.PetitionState, v.PetitionResult
OPEN_PETITION = (PS.RECEIVED, PS.ASSIGNED, PS.ANSWERED)
RESULTS = (PR.RESOLVED, PR.EXPLAINED, PR.IN_PROGRESS, PR.PLANNED, PR.NOT_YET, PR.NOTED)
GROUPS = (
    ("petitions.council", "kiến nghị gửi HĐND Thành phố"),
    ("petitions.basket", "kiến nghị đang được nghị quyết theo dõi"),
    ("petitions.untracked", "kiến nghị chưa đưa vào nghị quyết theo dõi"),
    ("petitions.national_assembly", "kiến nghị do Đoàn ĐBQH chuyển đến"),
)


def _unresolved(whole: Measure) -> tuple[Part, ...]:
    """The parts that are not resolved, each result named; what counts as resolved is the office's setting."""

    def one(result: v.PetitionResult) -> Part:
        cell = (("result", result.value),) if "result" in whole.cuts else ()
        conditions = told("result", result), p.petition_open
        optional = result is PR.RESOLVED
        return inside(whole, f"{result.label} (chưa tính là xong)", *conditions, cell=cell, optional=optional)

    return (*(one(result) for result in RESULTS), inside(whole, "Chưa ghi kết quả", untold("result")))


def _petitions(name: str, whose: str) -> tuple[SetCheck, ...]:
    total = M[f"{name}.total"]
    settled = inside(total, "Đã có kết quả cuối cùng", neither(p.petition_unsettled))
    states = tuple(inside(total, state.label, told("state", state)) for state in OPEN_PETITION)
    open_state = told("state", *OPEN_PETITION)
    return (
        parted(f"{name}.results", f"Tổng {whose} theo nhóm kết quả", total,
               (figure(M[f"{name}.resolved"]), *_unresolved(total))),
        parted(f"{name}.states", f"Tổng {whose} theo trạng thái", total, (settled, *states)),
        parted(f"{name}.times", f"Tổng {whose} theo thời hạn", total, (
            settled,
            figure(M[f"{name}.overdue"]),
            inside(total, "Chưa có kết quả cuối cùng, chưa quá hạn", open_state, not_past_due),
            inside(total, "Chưa có kết quả cuối cùng, quá hạn, tính là xong theo thiết đặt", open_state, p.past_due,
                   p.petition_resolved, optional=True),
        )),
        parted(f"{name}.units", f"Tổng {whose} theo đơn vị chủ trì", total, (
            inside(total, "Có đơn vị trong danh mục", of_list("unit_id", Unit)),
            inside(total, "Chưa ghi đơn vị", untold("unit_id")),
        )),
        parted(f"{name}.sessions", f"Tổng {whose} theo kỳ họp", total, (
            inside(total, "Có kỳ họp trong danh mục", of_list("session_id", CouncilSession)),
            inside(total, "Chưa ghi kỳ họp", untold("session_id")),
        )),
        among(f"{name}.overdue", M[f"{name}.overdue"], "Mới tiếp nhận, đã giao, đã trả lời", open_state,
                f"Quá hạn trong {whose}"),
    )  # fmt: skip


IN_HAND_PETITIONS = Part("Đầu việc thuộc thẩm quyền, cả hai nguồn", p.within_competence)
PETITIONS = (
    parted("petitions.sources", "Kiến nghị: nghị quyết theo dõi, chưa theo dõi, Đoàn ĐBQH", IN_HAND_PETITIONS,
           (figure(M["petitions.basket.total"], "Đang được nghị quyết theo dõi"),
            figure(M["petitions.untracked.total"], "Chưa đưa vào nghị quyết theo dõi"),
            figure(M["petitions.national_assembly.total"], "Do Đoàn ĐBQH chuyển đến")), K.PETITION, U.PETITION),
    parted("petitions.tracking", "Kiến nghị gửi HĐND: đang theo dõi và chưa theo dõi", M["petitions.council.total"], (
        inside(M["petitions.council.total"], "Theo nghị quyết trong danh mục",
               of_list("council_resolution_id", CouncilResolution)),
        figure(M["petitions.untracked.total"], "Chưa đưa vào nghị quyết theo dõi"))),
    parted("petitions.competence", "Đầu việc gửi HĐND: thuộc thẩm quyền và đã chuyển cấp khác",
           M["petitions.handled.total"], (
               figure(M["petitions.council.total"], "Thuộc thẩm quyền"),
               inside(M["petitions.handled.total"], "Đã chuyển cấp có thẩm quyền", told("state", PS.MOVED)))),
    parted("petitions.levels", "Đầu việc gửi HĐND theo cấp thẩm quyền", M["petitions.handled.total"],
           cut_of(M["petitions.handled.total"], "level", (v.Competence.CENTRAL, v.Competence.CITY,
                                                          v.Competence.COMMUNE), "competence", NO_ENTRY)),
    *(check for name, whose in GROUPS for check in _petitions(name, whose)),
)  # fmt: skip

# --- tiếp công dân ---------------------------------------------------------------------------------------------

VISITS, PEOPLE = M["reception.visits"], M["reception.people"]
FORMS = (v.ReceptionForm.REGULAR, v.ReceptionForm.SCHEDULED, v.ReceptionForm.AD_HOC)
TYPES = (v.MatterType.COMPLAINT, v.MatterType.DENUNCIATION, v.MatterType.PETITION)
RECEIVED_BY = ((v.Receiver.STAFF, "Cán bộ tiếp"), (v.Receiver.HEAD, "Thủ trưởng đơn vị tiếp"))
RECEPTIONS = (
    parted("reception.receivers", "Lượt tiếp theo người tiếp", Part("Lượt tiếp vào sổ trong kỳ", p.opened_in_period), (
        *(Part(label, both(p.opened_in_period, told("receiver_kind", who))) for who, label in RECEIVED_BY),
        figure(M["reception.leader_visits"])), K.RECEPTION, U.VISIT),
    parted("reception.forms", "Lượt tiếp theo hình thức", VISITS, cut_of(VISITS, "form", FORMS)),
    parted("reception.people_by_form", "Người được tiếp theo hình thức", PEOPLE, cut_of(PEOPLE, "form", FORMS)),
    parted("reception.types", "Lượt tiếp theo phân loại", VISITS, cut_of(VISITS, "type", TYPES)),
    parted("reception.turns", "Lượt tiếp: lần đầu và nhiều lần", VISITS,
           cut_of(VISITS, "turn", (v.Turn.FIRST, v.Turn.REPEATED), untold_label=NO_ENTRY)),
    parted("reception.levels", "Lượt tiếp theo cấp", VISITS, cut_of(VISITS, "level", (
        v.ReceptionLevel.CITY, v.ReceptionLevel.DEPARTMENT, v.ReceptionLevel.DISTRICT, v.ReceptionLevel.COMMUNE,
    ), untold_label=NO_ENTRY)),
    parted("reception.handlings", "Lượt tiếp theo hướng xử lý", VISITS, cut_of(VISITS, "handling", (
        v.ReceptionHandling.ACCEPTED, v.ReceptionHandling.RETURNED, v.ReceptionHandling.FORWARDED,
        v.ReceptionHandling.EXPLAINED,
    ), untold_label=NO_ENTRY)),
    among("reception.large_groups", M["reception.large_groups"], "Lượt do cán bộ hoặc thủ trưởng tiếp",
            told("receiver_kind", v.Receiver.STAFF, v.Receiver.HEAD)),
)  # fmt: skip

# --- đơn -------------------------------------------------------------------------------------------------------

LETTERS_ALL = M["letters.total"]
LS = v.LetterState
OPEN_LETTER = told("state", LS.RECEIVED, LS.CLASSIFIED)
LETTERS = (
    parted("letters.types", "Đơn theo loại", LETTERS_ALL, cut_of(LETTERS_ALL, "type", TYPES)),
    parted("letters.eligibility", "Đơn: đủ và không đủ điều kiện xử lý", LETTERS_ALL, (
        figure(M["letters.eligible"]),
        inside(LETTERS_ALL, "Không đủ điều kiện xử lý", flag("eligible", False), cell=(("eligible", "0"),)))),
    parted("letters.states", "Đơn: đã xử lý và chưa xử lý", LETTERS_ALL, (
        figure(M["letters.handled"]),
        *(inside(LETTERS_ALL, state.label, told("state", state), cell=(("state", state.value),))
          for state in (LS.RECEIVED, LS.CLASSIFIED)))),
    parted("letters.times", "Đơn: đúng hạn, quá hạn, chưa xử lý", LETTERS_ALL, (
        inside(LETTERS_ALL, "Đã xử lý đúng hạn", p.closed_on_time),
        figure(M["letters.handled_late"]),
        inside(LETTERS_ALL, "Chưa xử lý, chưa quá hạn", OPEN_LETTER, not_past_due),
        figure(M["letters.open_overdue"]))),
    parted("letters.handlings", "Đơn theo kết quả xử lý", LETTERS_ALL, cut_of(LETTERS_ALL, "handling", (
        v.LetterHandling.ACCEPTED, v.LetterHandling.GUIDED, v.LetterHandling.FORWARDED, v.LetterHandling.RETURNED,
        v.LetterHandling.URGED, v.LetterHandling.FILED, v.LetterHandling.REFUSED,
    ), untold_label=NO_ENTRY)),
    parted("letters.channels", "Đơn theo nguồn", LETTERS_ALL, cut_of(LETTERS_ALL, "channel", (
        v.LetterChannel.POST, v.LetterChannel.DIRECT, v.LetterChannel.BOX, v.LetterChannel.FORWARDED,
    ), untold_label=NO_ENTRY)),
    among("letters.handled_late", M["letters.handled_late"], "Đơn ở trạng thái đã xử lý", told("state", LS.HANDLED)),
    among("letters.open_overdue", M["letters.open_overdue"], "Đơn ở trạng thái chưa xử lý", OPEN_LETTER),
)  # fmt: skip

# --- vụ khiếu nại, tố cáo --------------------------------------------------------------------------------------

CASES_ALL = M["kntc.total"]
CS, CO = v.CaseState, v.CaseOutcome
WORKED_ON = (CS.ACCEPTED, CS.VERIFYING)
ENDED = (CS.DECIDED, CS.IN_EXECUTION, CS.EXECUTED, CS.WITHDRAWN, CS.TERMINATED)
OUTCOMES = (CO.CORRECT, CO.PARTLY, CO.WRONG, CO.UPHELD, CO.CHANGED, CO.DENUNCIATION_CORRECT, CO.DENUNCIATION_WRONG,
            CO.DENUNCIATION_PARTLY, CO.WITHDRAWN, CO.TERMINATED)  # fmt: skip
CASES = (
    parted("kntc.begun", "Vụ KNTC: kỳ trước chuyển sang và thụ lý trong kỳ", CASES_ALL, (
        figure(M["kntc.carried_in"]),
        inside(CASES_ALL, "Thụ lý từ ngày đầu kỳ đến hết ngày tính", p.opened_in_period))),
    parted("kntc.types", "Vụ KNTC: khiếu nại và tố cáo", CASES_ALL,
           cut_of(CASES_ALL, "type", (v.CaseType.COMPLAINT, v.CaseType.DENUNCIATION))),
    parted("kntc.states", "Vụ KNTC: đã giải quyết và từng trạng thái đang giải quyết", CASES_ALL, (
        figure(M["kntc.resolved"]),
        *(inside(CASES_ALL, state.label, told("state", state), cell=(("state", state.value),))
          for state in (*WORKED_ON, CS.SUSPENDED)))),
    parted("kntc.ends", "Vụ KNTC: đang giải quyết và từng cách kết thúc", CASES_ALL, (
        figure(M["kntc.open"]),
        *(inside(CASES_ALL, state.label, told("state", state), cell=(("state", state.value),)) for state in ENDED))),
    parted("kntc.times", "Vụ KNTC theo thời hạn", CASES_ALL, (
        inside(CASES_ALL, "Đã giải quyết đúng hạn", p.closed_on_time),
        figure(M["kntc.resolved_late"]),
        inside(CASES_ALL, "Đang giải quyết, chưa quá hạn", told("state", *WORKED_ON), not_past_due),
        figure(M["kntc.open_overdue"]),
        inside(CASES_ALL, "Đang tạm đình chỉ", told("state", CS.SUSPENDED), cell=(("state", CS.SUSPENDED.value),)))),
    parted("kntc.outcomes", "Vụ KNTC đã giải quyết theo kết quả", M["kntc.resolved"],
           cut_of(M["kntc.resolved"], "outcome", OUTCOMES, untold_label="Chưa ghi kết quả")),
    parted("kntc.instances", "Vụ KNTC theo lần giải quyết", CASES_ALL,
           cut_of(CASES_ALL, "instance", (v.Instance.FIRST, v.Instance.SECOND), untold_label=NO_ENTRY)),
    parted("kntc.units", "Vụ KNTC theo cơ quan giải quyết", CASES_ALL, (
        inside(CASES_ALL, "Có đơn vị trong danh mục", of_list("unit_id", Unit)),
        inside(CASES_ALL, "Chưa ghi đơn vị", untold("unit_id"), cell=(("unit", ""),)))),
    among("kntc.resolved_late", M["kntc.resolved_late"], "Vụ ở trạng thái đã kết thúc", told("state", *ENDED)),
    among("kntc.open_overdue", M["kntc.open_overdue"], "Vụ đang giải quyết, đang xác minh",
            told("state", *WORKED_ON)),
)  # fmt: skip

# --- PAKN ------------------------------------------------------------------------------------------------------

PAKN = M["pakn.received"]
FS = v.FeedbackState
FEEDBACK = (
    parted("pakn.times", "PAKN: đúng hạn, quá hạn, đang xử lý", PAKN, (
        figure(M["pakn.on_time"]), figure(M["pakn.late"]),
        inside(PAKN, "PAKN đang xử lý", told("state", FS.PROCESSING), cell=(("state", FS.PROCESSING.value),)))),
    parted("pakn.states", "PAKN: đang xử lý và từng cách kết thúc", PAKN, (
        figure(M["pakn.open"]),
        *(inside(PAKN, state.label, told("state", state), cell=(("state", state.value),))
          for state in (FS.HANDLED, FS.TRANSFERRED, FS.REFUSED)))),
    parted("pakn.types", "PAKN: quy định và hành vi hành chính", PAKN,
           cut_of(PAKN, "type", (v.FeedbackType.REGULATION, v.FeedbackType.CONDUCT), untold_label=NO_ENTRY)),
    parted("pakn.units", "PAKN theo đơn vị xử lý", PAKN, (
        inside(PAKN, "Có đơn vị trong danh mục", of_list("unit_id", Unit)),
        inside(PAKN, "Chưa ghi đơn vị", untold("unit_id"), cell=(("unit", ""),)))),
    among("pakn.late", M["pakn.late"], "PAKN ở trạng thái đã kết thúc",
            told("state", FS.HANDLED, FS.TRANSFERRED, FS.REFUSED)),
    among("pakn.open_overdue", M["pakn.open_overdue"], "PAKN ở trạng thái đang xử lý", told("state", FS.PROCESSING)),
)  # fmt: skip

# --- tỷ lệ -----------------------------------------------------------------------------------------------------

REACHED: Mapping[str, tuple[str, Condition]] = MappingProxyType(
    {
        "resolved": ("có ngày kết thúc đến hết ngày tính", by_day("closed_on")),
        "handled": ("có ngày xử lý xong đến hết ngày tính", by_day("closed_on")),
        "on_time": ("có ngày xử lý xong đến hết ngày tính", by_day("closed_on")),
        "answered": ("có ngày trả lời đến hết ngày tính", by_day("answered_on")),
    }
)
"""The word of a rate's numerator → what each of its records must show besides being one of the denominator's."""


def _rates() -> tuple[SetCheck, ...]:
    made = []
    groups = dict(GROUPS)
    for rate in RATES.values():
        whose = groups.get(rate.denominator.population.code)
        words, reached = REACHED[rate.numerator.code.rpartition(".")[2]]
        whole = rate.denominator
        made.append(
            SetCheck(
                f"rate.{rate.code}",
                f"{rate.label} {whose}" if whose else rate.label,
                f"Mỗi hồ sơ của tử số “{rate.numerator.label}” đều ở trong mẫu số “{whole.label}” và {words}.",
                whole.population.kind,
                whole.unit,
                figure(whole),
                (figure(rate.numerator),),
                CheckKind.RATE,
                within=True,
                shown=reached,
            )
        )
    return tuple(made)


PEOPLE_PER_VISIT = SetCheck(
    "order.people",
    "Số người ≥ số lượt",
    "Mỗi lượt tiếp có ít nhất một người, nên số người được tiếp không ít hơn số lượt.",
    K.RECEPTION,
    U.VISIT,
    figure(PEOPLE),
    (figure(VISITS),),
    CheckKind.ORDER,
    within=True,
    shown=from_first("people"),
)

SET_CHECKS: Mapping[str, SetCheck] = MappingProxyType(
    {check.code: check for check in (*PETITIONS, *RECEPTIONS, PEOPLE_PER_VISIT, *LETTERS, *CASES, *FEEDBACK, *_rates())}
)
"""Every check over sets, by code, in the order in which they are told."""
