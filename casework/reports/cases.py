"""Tables of complaint and denunciation cases; the sentences stand in shipped/cases.toml and accountability.toml."""

from __future__ import annotations

from casework.reports.document import Table
from casework.reports.quotes import Measure, Quotes


def tables(quotes: Quotes) -> list[Table]:
    """The cases by kind, by deciding body, by field."""
    accepted, done, left = "Thụ lý theo thẩm quyền", "Đã giải quyết", "Còn lại"
    measures = [
        Measure("Tổng số", "kntc.total", accepted),
        Measure("Kỳ trước chuyển sang", "kntc.carried_in", accepted, width=1.1),
        Measure("Thụ lý trong kỳ", "kntc.received", accepted),
        Measure("Số vụ", "kntc.resolved", done),
        Measure("Tỷ lệ", "kntc.resolved_rate", done, rate=True),
        Measure("Số vụ", "kntc.open", left),
        Measure("Quá hạn", "kntc.open_overdue", left),
    ]
    cuts = (
        ("loại vụ việc", "Loại vụ việc", "type"),
        ("cơ quan giải quyết", "Cơ quan giải quyết", "unit"),
        ("lĩnh vực", "Lĩnh vực", "subject"),
    )
    made = [
        quotes.table(f"Kết quả giải quyết khiếu nại, tố cáo theo {name}", first, dimension, measures)
        for name, first, dimension in cuts
    ]
    return [table for table in made if table]
