"""PAKN: phản ánh, kiến nghị về quy định, hành vi hành chính. Pattern 10 of law-and-forms 11.2."""

from __future__ import annotations

from casework.domain.figures import FigureSet
from casework.reports.document import Block, Paragraph, runs
from casework.reports.quotes import Measure, Quotes
from casework.reports.wording import Wording

NAME = "Tiếp nhận, xử lý phản ánh, kiến nghị về quy định, hành vi hành chính"


def section(figures: FigureSet, wording: Wording) -> list[Block]:
    """The blocks of this section; [] when the figures do not speak of feedback."""
    quotes = Quotes(figures, wording.feedback)
    if not quotes.has("pakn.received"):
        return []
    if not quotes.number("pakn.received"):
        return [Paragraph(("Trong kỳ không phát sinh phản ánh, kiến nghị (PAKN).",))]
    late = quotes.number("pakn.open_overdue")
    sentence = runs(
        "Tổng số PAKN đã tiếp nhận: ",
        quotes.count("pakn.received"),
        "; số PAKN đã xử lý đúng hạn: ",
        quotes.count("pakn.on_time"),
        "; số PAKN đã xử lý quá hạn: ",
        quotes.count("pakn.late"),
        "; số PAKN đang xử lý: ",
        quotes.count("pakn.open"),
        *((" (trong đó quá hạn: ", quotes.count("pakn.open_overdue"), ")") if late else ()),
        ".",
    )
    measures = [
        Measure("Đã tiếp nhận", "pakn.received"),
        Measure("Đúng hạn", "pakn.on_time", "Đã xử lý"),
        Measure("Quá hạn", "pakn.late", "Đã xử lý"),
        Measure("Tổng số", "pakn.open", "Đang xử lý"),
        Measure("Quá hạn", "pakn.open_overdue", "Đang xử lý"),
    ]
    tables = [
        quotes.table("Kết quả xử lý PAKN theo loại", "Loại PAKN", "type", measures),
        quotes.table("Kết quả xử lý PAKN theo đơn vị", "Đơn vị xử lý", "unit", measures),
    ]
    return [Paragraph(sentence), *(table for table in tables if table)]
