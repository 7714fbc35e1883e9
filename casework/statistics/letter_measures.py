"""Measures of letters (đơn): a flow within the period (law-and-forms 3, forms 01-04/XLD of TT 02/2021/TT-TTCP)."""

from __future__ import annotations

from casework.domain.vocabulary import CountingUnit, RecordKind
from casework.statistics import predicates as p
from casework.statistics.catalogue import ChangeMeasure, Condition, Measure, Population, RateMeasure
from casework.statistics.dimensions import LETTERS as LETTER_DIMENSIONS

LETTERS = Population("letters", RecordKind.LETTER, p.opened_in_period, LETTER_DIMENSIONS)
SOURCE = "Sổ tiếp nhận, xử lý đơn"
CUTS = ("type", "handling", "channel", "subject", "state", "eligible", "month")

WORDS: tuple[tuple[str, str, Condition, str], ...] = (
    ("total", "Đơn tiếp nhận", p.everything, "Số đơn tiếp nhận từ ngày đầu kỳ đến hết ngày báo cáo."),
    ("eligible", "Đơn đủ điều kiện xử lý", p.eligible, "Trong số đơn tiếp nhận trong kỳ: số đủ điều kiện xử lý."),
    (
        "not_eligible",
        "Đơn không đủ điều kiện xử lý",
        p.not_eligible,
        "Trong số đơn tiếp nhận trong kỳ: số không đủ điều kiện xử lý.",
    ),
    ("handled", "Đơn đã xử lý", p.closed, "Trong số đơn tiếp nhận trong kỳ: số đã xử lý xong đến hết ngày báo cáo."),
    (
        "handled_late",
        "Đơn xử lý quá hạn",
        p.closed_late,
        "Trong số đơn tiếp nhận trong kỳ: số đã xử lý sau thời hạn.",
    ),
    (
        "open",
        "Đơn chưa xử lý",
        p.still_open,
        "Trong số đơn tiếp nhận trong kỳ: số chưa xử lý xong đến hết ngày báo cáo.",
    ),
    (
        "open_overdue",
        "Đơn chưa xử lý, đã quá hạn",
        p.open_overdue,
        "Trong số đơn tiếp nhận trong kỳ: số chưa xử lý xong mà thời hạn ở trước ngày báo cáo.",
    ),
)
_all = {
    word: Measure(f"letters.{word}", label, CountingUnit.LETTER, LETTERS, condition, definition, SOURCE, CUTS)
    for word, label, condition, definition in WORDS
}
MEASURES = tuple(_all.values())
TOTAL = _all["total"]
RATES = (
    RateMeasure(
        "letters.handled_rate",
        "Tỷ lệ đơn đã xử lý",
        _all["handled"],
        TOTAL,
        1,
        "Số đơn đã xử lý chia cho số đơn tiếp nhận trong kỳ, làm tròn nửa lên.",
        ("type",),
    ),
)
CHANGES = (
    ChangeMeasure(
        "letters.total_change",
        "Đơn tiếp nhận so với cùng kỳ năm trước",
        TOTAL,
        1,
        "Số đơn tiếp nhận trong kỳ so với cùng khoảng thời gian của năm trước.",
    ),
)
