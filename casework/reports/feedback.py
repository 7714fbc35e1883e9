"""Tables of PAKN; the sentence stands in shipped/feedback.toml (law-and-forms 11.2, pattern 10)."""

from __future__ import annotations

from casework.reports.document import Table
from casework.reports.quotes import Measure, Quotes


def tables(quotes: Quotes) -> list[Table]:
    """Feedback by kind and by unit."""
    measures = [
        Measure("Đã tiếp nhận", "pakn.received"),
        Measure("Đúng hạn", "pakn.on_time", "Đã xử lý"),
        Measure("Quá hạn", "pakn.late", "Đã xử lý"),
        Measure("Tổng số", "pakn.open", "Đang xử lý"),
        Measure("Quá hạn", "pakn.open_overdue", "Đang xử lý"),
    ]
    made = [
        quotes.table("Kết quả xử lý PAKN theo loại", "Loại PAKN", "type", measures),
        quotes.table("Kết quả xử lý PAKN theo đơn vị", "Đơn vị xử lý", "unit", measures),
    ]
    return [table for table in made if table]
