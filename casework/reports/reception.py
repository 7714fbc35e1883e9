"""The table of receptions; the sentences stand in shipped/reception.toml (counting units: law-and-forms 2.3)."""

from __future__ import annotations

from casework.reports.document import Table
from casework.reports.quotes import Measure, Quotes


def tables(quotes: Quotes) -> list[Table]:
    """Visits and people by level."""
    measures = [Measure("Số lượt", "reception.visits"), Measure("Số người", "reception.people")]
    by_level = quotes.table("Kết quả tiếp công dân theo cấp", "Cấp tiếp công dân", "level", measures)
    return [by_level] if by_level else []
