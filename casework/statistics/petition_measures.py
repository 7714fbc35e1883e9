"""Measures of voter petitions (kiến nghị cử tri): a stock as of a day; the period's first day plays no part.

Sources: law-and-forms 1.2-1.5, 11.1; "đã trả lời" and "đã giải quyết xong" are two things.
"""

from __future__ import annotations

from casework.domain.vocabulary import CountingUnit, RecordKind
from casework.statistics import predicates as p
from casework.statistics.catalogue import Condition, Measure, Population, RateMeasure
from casework.statistics.dimensions import PETITIONS

COUNCIL = Population("petitions.council", RecordKind.PETITION, p.from_council, PETITIONS)
BASKET = Population("petitions.basket", RecordKind.PETITION, p.in_basket, PETITIONS)
UNTRACKED = Population("petitions.untracked", RecordKind.PETITION, p.untracked, PETITIONS)
NATIONAL_ASSEMBLY = Population("petitions.national_assembly", RecordKind.PETITION, p.from_national_assembly, PETITIONS)

RECEIVED = Population("petitions.received", RecordKind.PETITION, p.council_voiced, PETITIONS)
HANDLED = Population("petitions.handled", RecordKind.PETITION, p.council_handled, PETITIONS)
ASSEMBLY_RECEIVED = Population(
    "petitions.national_assembly_received", RecordKind.PETITION, p.assembly_voiced, PETITIONS
)
ASSEMBLY_HANDLED = Population("petitions.national_assembly_handled", RecordKind.PETITION, p.assembly_handled, PETITIONS)

SOURCE = "Sổ theo dõi kiến nghị cử tri"
CUTS = ("council_resolution", "session", "unit", "subject", "place", "result", "state", "month")

WHOSE = {
    COUNCIL.code: "kiến nghị cử tri gửi HĐND Thành phố, trừ kiến nghị đã chuyển cấp có thẩm quyền khác",
    BASKET.code: "kiến nghị cử tri đang được nghị quyết của HĐND Thành phố theo dõi",
    UNTRACKED.code: "kiến nghị cử tri gửi HĐND Thành phố chưa đưa vào nghị quyết theo dõi",
    NATIONAL_ASSEMBLY.code: "kiến nghị cử tri do Đoàn đại biểu Quốc hội chuyển đến",
}
WORDS: tuple[tuple[str, str, Condition, str], ...] = (
    ("total", "Tổng số kiến nghị", p.everything, "Số {whose}, tính đến hết ngày báo cáo."),
    (
        "resolved",
        "Đã giải quyết xong",
        p.petition_resolved,
        "Trong số {whose}: số đã giải quyết xong đến hết ngày báo cáo.",
    ),
    (
        "answered",
        "Đã trả lời",
        p.petition_answered,
        "Trong số {whose}: số đã có văn bản trả lời cử tri đến hết ngày báo cáo.",
    ),
    (
        "open",
        "Chưa giải quyết xong",
        p.petition_open,
        "Trong số {whose}: số chưa giải quyết xong đến hết ngày báo cáo.",
    ),
    (
        "overdue",
        "Quá hạn",
        p.petition_overdue,
        "Trong số {whose}: số có thời hạn trước ngày báo cáo mà chưa có kết quả cuối cùng đến hết ngày đó.",
    ),
    (
        "disputed",
        "Giám sát kết luận khác",
        p.petition_disputed,
        "Trong số {whose}: số đã báo cáo kết quả cuối cùng mà giám sát của HĐND kết luận chưa đạt hoặc chưa rõ, "
        "đến hết ngày báo cáo.",
    ),
    (
        "reopened",
        "Mở lại sau giám sát",
        p.petition_reopened,
        "Trong số {whose}: số được mở lại sau khi giám sát kết luận chưa đạt hoặc chưa rõ và chưa có kết quả cuối "
        "cùng mới, đến hết ngày báo cáo.",
    ),
)


def _measures(population: Population, cuts: tuple[str, ...]) -> dict[str, Measure]:
    return {
        word: Measure(
            f"{population.code}.{word}",
            label,
            CountingUnit.PETITION,
            population,
            condition,
            definition.format(whose=WHOSE[population.code]),
            SOURCE,
            cuts,
        )
        for word, label, condition, definition in WORDS
    }


def _rates(measures: dict[str, Measure]) -> tuple[RateMeasure, RateMeasure]:
    total = measures["total"]
    code = total.population.code
    return (
        RateMeasure(
            f"{code}.resolved_rate",
            "Tỷ lệ giải quyết xong",
            measures["resolved"],
            total,
            1,
            "Số kiến nghị đã giải quyết xong chia cho tổng số kiến nghị, làm tròn nửa lên.",
            total.cuts,
        ),
        RateMeasure(
            f"{code}.answered_rate",
            "Tỷ lệ trả lời",
            measures["answered"],
            total,
            1,
            "Số kiến nghị đã được trả lời chia cho tổng số kiến nghị, làm tròn nửa lên.",
            total.cuts,
        ),
    )


COUNTS: tuple[tuple[Population, str, str], ...] = (
    (
        RECEIVED,
        "Kiến nghị tiếp nhận",
        "Số kiến nghị cử tri gửi HĐND Thành phố như cử tri nêu, tính đến hết ngày báo cáo: kiến nghị được tách tính "
        "một lần, mỗi kiến nghị được gộp tính một lần; gồm cả kiến nghị đã chuyển cấp có thẩm quyền khác.",
    ),
    (
        HANDLED,
        "Đầu việc giải quyết",
        "Số đầu việc giải quyết từ kiến nghị cử tri gửi HĐND Thành phố, tính đến hết ngày báo cáo: mỗi kiến nghị tách "
        "ra tính một lần, các kiến nghị gộp lại tính một lần; gồm cả kiến nghị đã chuyển cấp có thẩm quyền khác.",
    ),
    (
        ASSEMBLY_RECEIVED,
        "Kiến nghị tiếp nhận từ Đoàn ĐBQH",
        "Số kiến nghị cử tri do Đoàn đại biểu Quốc hội chuyển đến như cử tri nêu, tính đến hết ngày báo cáo: kiến nghị "
        "được tách tính một lần, mỗi kiến nghị được gộp tính một lần.",
    ),
    (
        ASSEMBLY_HANDLED,
        "Đầu việc giải quyết từ Đoàn ĐBQH",
        "Số đầu việc giải quyết từ kiến nghị cử tri do Đoàn đại biểu Quốc hội chuyển đến, tính đến hết ngày báo cáo: "
        "mỗi kiến nghị tách ra tính một lần, các kiến nghị gộp lại tính một lần.",
    ),
)
COUNT_CUTS = ("session", "level", "subject")

_sets = {
    population.code: _measures(population, cuts)
    for population, cuts in (
        (COUNCIL, CUTS),
        (BASKET, ("council_resolution", "unit", "subject", "session", "result")),
        (UNTRACKED, ("session",)),
        (NATIONAL_ASSEMBLY, ("session", "unit")),
    )
}
COUNTED = tuple(
    Measure(
        f"{population.code}.total",
        label,
        CountingUnit.PETITION,
        population,
        p.everything,
        definition,
        SOURCE,
        COUNT_CUTS,
    )
    for population, label, definition in COUNTS
)
"""Received and handled: the two counts of law-and-forms 1.1 (154 received, 161 handled) [S:30]."""
MEASURES = (*(measure for measures in _sets.values() for measure in measures.values()), *COUNTED)
RATES = tuple(rate for measures in _sets.values() for rate in _rates(measures))
