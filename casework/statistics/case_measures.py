"""Measures of complaint and denunciation cases (vụ KNTC) in hand during the period.

In hand: carried in plus accepted by the as-of day (11.1: by default the total includes what was carried in).
Withdrawals and terminations count as resolved (11.1; forms 01/KQGQ and 03/KQGQ).
"""

from __future__ import annotations

from casework.domain.vocabulary import CountingUnit, RecordKind
from casework.statistics import predicates as p
from casework.statistics.catalogue import ChangeMeasure, Condition, Measure, Population, RateMeasure
from casework.statistics.dimensions import CASES as CASE_DIMENSIONS

CASES = Population("kntc", RecordKind.CASE, p.cases_of_period, CASE_DIMENSIONS)
SOURCE = "Sổ theo dõi giải quyết khiếu nại, tố cáo"
CUTS = ("type", "unit", "subject", "complexity", "instance", "outcome", "state", "month")
IN_HAND = "vụ khiếu nại, tố cáo thuộc thẩm quyền trong kỳ (kỳ trước chuyển sang và thụ lý trong kỳ)"

WORDS: tuple[tuple[str, str, Condition, str], ...] = (
    ("total", "Vụ KNTC thụ lý theo thẩm quyền", p.everything, "Số {whose}, tính đến hết ngày báo cáo."),
    (
        "carried_in",
        "Kỳ trước chuyển sang",
        p.carried_in,
        "Trong số {whose}: số thụ lý trước ngày đầu kỳ và chưa giải quyết xong trước ngày đó.",
    ),
    (
        "received",
        "Thụ lý trong kỳ",
        p.opened_since_first,
        "Trong số {whose}: số thụ lý từ ngày đầu kỳ đến hết ngày báo cáo.",
    ),
    (
        "resolved",
        "Đã giải quyết",
        p.closed,
        "Trong số {whose}: số đã có quyết định, kết luận, đã rút đơn hoặc đình chỉ đến hết ngày báo cáo.",
    ),
    (
        "resolved_late",
        "Đã giải quyết, quá hạn",
        p.closed_late,
        "Trong số {whose}: số đã giải quyết sau thời hạn.",
    ),
    ("open", "Đang giải quyết", p.still_open, "Trong số {whose}: số chưa giải quyết xong đến hết ngày báo cáo."),
    (
        "open_overdue",
        "Đang giải quyết, đã quá hạn",
        p.case_overdue,
        "Trong số {whose}: số chưa giải quyết xong mà thời hạn ở trước ngày báo cáo, trừ vụ tạm đình chỉ.",
    ),
)
_all = {
    word: Measure(
        f"kntc.{word}",
        label,
        CountingUnit.MATTER,
        CASES,
        condition,
        definition.format(whose=IN_HAND),
        SOURCE,
        CUTS,
    )
    for word, label, condition, definition in WORDS
}
TOTAL = _all["total"]
DISCIPLINED = (
    Measure(
        "kntc.collectives",
        "Tập thể bị kiểm điểm",
        CountingUnit.COLLECTIVE,
        CASES,
        p.closed,
        "Tổng số tập thể bị kiểm điểm trách nhiệm theo các vụ đã giải quyết trong kỳ.",
        SOURCE,
        ("type", "unit"),
        quantity="collectives",
    ),
    Measure(
        "kntc.individuals",
        "Cá nhân bị kiểm điểm",
        CountingUnit.INDIVIDUAL,
        CASES,
        p.closed,
        "Tổng số cá nhân bị kiểm điểm trách nhiệm theo các vụ đã giải quyết trong kỳ.",
        SOURCE,
        ("type", "unit"),
        quantity="individuals",
    ),
    Measure(
        "kntc.money_recovered",
        "Tiền kiến nghị thu hồi",
        CountingUnit.MILLION_DONG,
        CASES,
        p.closed,
        "Tổng số tiền kiến nghị thu hồi cho Nhà nước theo các vụ đã giải quyết trong kỳ, triệu đồng.",
        SOURCE,
        ("type", "unit"),
        quantity="money_recovered",
    ),
    Measure(
        "kntc.land_recovered",
        "Đất kiến nghị thu hồi",
        CountingUnit.SQUARE_METRE,
        CASES,
        p.closed,
        "Tổng diện tích đất kiến nghị thu hồi cho Nhà nước theo các vụ đã giải quyết trong kỳ, m².",
        SOURCE,
        ("type", "unit"),
        quantity="land_recovered",
    ),
    Measure(
        "kntc.investigated",
        "Vụ chuyển cơ quan điều tra",
        CountingUnit.MATTER,
        CASES,
        p.closed,
        "Tổng số vụ chuyển cơ quan điều tra qua giải quyết các vụ KNTC trong kỳ.",
        SOURCE,
        ("type", "unit"),
        quantity="investigated",
    ),
)
MEASURES = (*_all.values(), *DISCIPLINED)
RATES = (
    RateMeasure(
        "kntc.resolved_rate",
        "Tỷ lệ giải quyết vụ KNTC",
        _all["resolved"],
        TOTAL,
        0,
        "Số vụ đã giải quyết chia cho số vụ thụ lý theo thẩm quyền (gồm kỳ trước chuyển sang), làm tròn nửa lên.",
        ("type", "unit", "subject"),
    ),
)
CHANGES = (
    ChangeMeasure(
        "kntc.total_change",
        "Vụ KNTC so với cùng kỳ năm trước",
        TOTAL,
        2,
        "Số vụ thụ lý theo thẩm quyền trong kỳ so với cùng khoảng thời gian của năm trước.",
    ),
)
