"""Measures of PAKN on administrative regulations and conduct (law-and-forms 6: n = đúng hạn + quá hạn + đang)."""

from __future__ import annotations

from casework.domain.vocabulary import CountingUnit, RecordKind
from casework.statistics import predicates as p
from casework.statistics.catalogue import ChangeMeasure, Condition, Measure, Population, RateMeasure
from casework.statistics.dimensions import FEEDBACK as FEEDBACK_DIMENSIONS

FEEDBACK = Population("pakn", RecordKind.FEEDBACK, p.opened_in_period, FEEDBACK_DIMENSIONS)
SOURCE = "Sổ theo dõi phản ánh, kiến nghị về quy định, hành vi hành chính"
CUTS = ("type", "unit", "state", "month")

WORDS: tuple[tuple[str, str, Condition, str], ...] = (
    ("received", "PAKN đã tiếp nhận", p.everything, "Số PAKN tiếp nhận từ ngày đầu kỳ đến hết ngày báo cáo."),
    ("on_time", "PAKN đã xử lý đúng hạn", p.closed_on_time, "Trong số PAKN tiếp nhận trong kỳ: số đã xử lý trong hạn."),
    ("late", "PAKN đã xử lý quá hạn", p.closed_late, "Trong số PAKN tiếp nhận trong kỳ: số đã xử lý sau hạn."),
    (
        "open",
        "PAKN đang xử lý",
        p.still_open,
        "Trong số PAKN tiếp nhận trong kỳ: số chưa xử lý xong đến hết ngày báo cáo.",
    ),
    (
        "open_overdue",
        "PAKN đang xử lý, đã quá hạn",
        p.open_overdue,
        "Trong số PAKN tiếp nhận trong kỳ: số chưa xử lý xong mà hạn ở trước ngày báo cáo.",
    ),
)
_all = {
    word: Measure(f"pakn.{word}", label, CountingUnit.FEEDBACK, FEEDBACK, condition, definition, SOURCE, CUTS)
    for word, label, condition, definition in WORDS
}
MEASURES = tuple(_all.values())
RATES = (
    RateMeasure(
        "pakn.on_time_rate",
        "Tỷ lệ PAKN xử lý đúng hạn",
        _all["on_time"],
        _all["received"],
        1,
        "Số PAKN đã xử lý đúng hạn chia cho số PAKN tiếp nhận trong kỳ, làm tròn nửa lên.",
        ("type",),
    ),
)
CHANGES = (
    ChangeMeasure(
        "pakn.received_change",
        "PAKN tiếp nhận so với cùng kỳ năm trước",
        _all["received"],
        1,
        "Số PAKN tiếp nhận trong kỳ so với cùng khoảng thời gian của năm trước.",
    ),
)
