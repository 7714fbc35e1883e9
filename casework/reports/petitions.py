"""Tables of petitions that go to the Council; the sentences stand in shipped/petitions.toml.

"Trả lời" and "giải quyết xong" are two things (law-and-forms 1.3).
"""

from __future__ import annotations

from casework.reports.document import Table
from casework.reports.quotes import Measure, Quotes


def _measures(family: str) -> list[Measure]:
    left = "Chưa giải quyết xong"
    return [
        Measure("Tổng số kiến nghị", f"{family}.total"),
        Measure("Đã trả lời", f"{family}.answered"),
        Measure("Số kiến nghị", f"{family}.resolved", "Đã giải quyết xong"),
        Measure("Tỷ lệ", f"{family}.resolved_rate", "Đã giải quyết xong", rate=True),
        Measure("Số kiến nghị", f"{family}.open", left),
        Measure("Quá hạn", f"{family}.overdue", left),
    ]


def tables(quotes: Quotes) -> list[Table]:
    """The petitions by council resolution, by lead unit, by field."""
    beside = (
        [("Chưa đưa vào nghị quyết theo dõi", "petitions.untracked"), ("Tổng cộng", "petitions.council")]
        if quotes.number("petitions.untracked.total")
        else []
    )
    made: list[Table | None] = [
        quotes.table(
            "Kết quả giải quyết kiến nghị cử tri theo nghị quyết theo dõi",
            "Nghị quyết",
            "council_resolution",
            _measures("petitions.basket"),
            tail=beside,
        ),
        quotes.table(
            "Kết quả giải quyết kiến nghị cử tri theo đơn vị chủ trì",
            "Đơn vị chủ trì",
            "unit",
            _measures("petitions.council"),
        ),
        quotes.table(
            "Kết quả giải quyết kiến nghị cử tri theo lĩnh vực",
            "Lĩnh vực",
            "subject",
            _measures("petitions.council"),
        ),
    ]
    return [table for table in made if table]
