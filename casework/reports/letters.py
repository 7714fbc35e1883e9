"""Tables of letters; the sentences stand in shipped/letters.toml (law-and-forms 3.2, 3.3)."""

from __future__ import annotations

from casework.reports.document import Table
from casework.reports.quotes import Measure, Quotes


def tables(quotes: Quotes) -> list[Table]:
    """Letters by how they were handled and by field."""
    total = [Measure("Số đơn", "letters.total")]
    made = [
        quotes.table("Đơn tiếp nhận theo kết quả xử lý", "Kết quả xử lý", "handling", total),
        quotes.table("Đơn tiếp nhận theo lĩnh vực", "Lĩnh vực", "subject", total),
    ]
    return [table for table in made if table]
