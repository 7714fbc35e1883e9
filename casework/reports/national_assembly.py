"""Kiến nghị cử tri do Đoàn đại biểu Quốc hội chuyển đến: a source and a counter of its own (law-and-forms 1.5)."""

from __future__ import annotations

from casework.domain.figures import FigureSet
from casework.reports.document import Block, Paragraph, Runs, runs
from casework.reports.petitions import session_name
from casework.reports.quotes import Measure, Quotes, label_of
from casework.reports.wording import LetterHead, Wording

FAMILY = "petitions.national_assembly"


def name(head: LetterHead) -> str:
    """The section's heading."""
    return f"Kiến nghị của cử tri do {head.delegation} chuyển đến"


def section(figures: FigureSet, wording: Wording, head: LetterHead) -> list[Block]:
    """The blocks of this section; [] when the figures do not speak of it. Pattern 3 of law-and-forms 11.2."""
    quotes = Quotes(figures, wording.national_assembly)
    if not quotes.has(f"{FAMILY}.total"):
        return []
    if not quotes.number(f"{FAMILY}.total"):
        return [Paragraph((f"Không phát sinh kiến nghị của cử tri do {head.delegation} chuyển đến.",))]
    sessions = [f for f in quotes.cells(f"{FAMILY}.total", "session") if f.cell[0][1]]
    if len(sessions) == 1 and sessions[0].value == quotes.number(f"{FAMILY}.total"):
        where = f" tại {session_name(label_of(sessions[0]), 'Quốc hội')}"
    else:
        where = ""
    measures = [
        Measure("Tổng số kiến nghị", f"{FAMILY}.total"),
        Measure("Đã trả lời", f"{FAMILY}.answered"),
        Measure("Đã giải quyết", f"{FAMILY}.resolved"),
        Measure("Đang giải quyết", f"{FAMILY}.open"),
    ]
    tables = [
        quotes.table(f"{name(head)}, theo kỳ họp", "Kỳ họp", "session", measures) if len(sessions) > 1 else None,
        quotes.table(f"{name(head)}, theo đơn vị chủ trì", "Đơn vị chủ trì", "unit", measures),
    ]
    return [Paragraph(_sentence(quotes, head, where)), *(table for table in tables if table)]


def _sentence(quotes: Quotes, head: LetterHead, where: str) -> Runs:
    whose = f" ý kiến, kiến nghị của cử tri{where} do {head.delegation} chuyển đến"
    resolved, left = quotes.number(f"{FAMILY}.resolved"), quotes.number(f"{FAMILY}.open")
    if resolved:
        start = runs(f"{head.executive} đã chỉ đạo giải quyết ", quotes.count(f"{FAMILY}.resolved"), whose)
    else:
        start = runs(
            f"{head.executive} đã tiếp nhận ",
            quotes.count(f"{FAMILY}.total"),
            whose,
            "; chưa giải quyết xong ý kiến, kiến nghị nào",
        )
    if not left:
        return runs(start, ".")
    still = quotes.count(f"{FAMILY}.open")
    late = quotes.number(f"{FAMILY}.overdue")
    return runs(
        start,
        "; còn ",
        still,
        " ý kiến, kiến nghị của cử tri đang giao các đơn vị giải quyết",
        *((" (", quotes.count(f"{FAMILY}.overdue"), " ý kiến, kiến nghị quá hạn)") if late else ()),
        ".",
    )
