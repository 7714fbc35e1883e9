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


_sets = {
    population.code: _measures(population, cuts)
    for population, cuts in (
        (COUNCIL, CUTS),
        (BASKET, ("council_resolution", "unit", "subject", "session", "result")),
        (UNTRACKED, ("session",)),
        (NATIONAL_ASSEMBLY, ("session", "unit")),
    )
}
MEASURES = tuple(measure for measures in _sets.values() for measure in measures.values())
RATES = tuple(rate for measures in _sets.values() for rate in _rates(measures))
