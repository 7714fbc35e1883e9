"""Tables of petitions moved by the National Assembly's delegation: a source and a counter of its own (1.5)."""

from __future__ import annotations

from casework.reports.document import Table
from casework.reports.quotes import Measure, Quotes

FAMILY = "petitions.national_assembly"


def tables(quotes: Quotes, title: str) -> list[Table]:
    """The petitions by session, where there were several, and by lead unit; `title` is the section's heading."""
    sessions = [f for f in quotes.cells(f"{FAMILY}.total", "session") if f.cell[0][1]]
    measures = [
        Measure("Tổng số kiến nghị", f"{FAMILY}.total"),
        Measure("Đã trả lời", f"{FAMILY}.answered"),
        Measure("Đã giải quyết", f"{FAMILY}.resolved"),
        Measure("Đang giải quyết", f"{FAMILY}.open"),
    ]
    made = [
        quotes.table(f"{title}, theo kỳ họp", "Kỳ họp", "session", measures) if len(sessions) > 1 else None,
        quotes.table(f"{title}, theo đơn vị chủ trì", "Đơn vị chủ trì", "unit", measures),
    ]
    return [table for table in made if table]
