"""Tiếp nhận, xử lý đơn: letters by content, by eligibility, by how they were handled (law-and-forms 3.2, 3.3)."""

from __future__ import annotations

from casework.domain.figures import FigureSet
from casework.domain.numerals import write_date
from casework.reports.document import Block, Paragraph, Runs, joined, runs
from casework.reports.quotes import Measure, Quotes, label_of
from casework.reports.wording import LetterHead, Wording

NAME = "Công tác tiếp nhận, xử lý đơn"


def section(figures: FigureSet, wording: Wording, head: LetterHead) -> list[Block]:
    """The blocks of this section; [] when the figures do not speak of letters. Pattern 6 of law-and-forms 11.2."""
    quotes = Quotes(figures, wording.letters)
    if not quotes.has("letters.total"):
        return []
    day = write_date(figures.question.as_of)
    change = quotes.change("letters.total_change")
    beside = (" (", change, ")") if change else ()
    if not quotes.number("letters.total"):
        none = f"Tính đến ngày {day}, {head.agencies} không phát sinh đơn tiếp nhận"
        return [Paragraph(runs(none, *beside, "."))]
    blocks: list[Block] = [Paragraph(_total(quotes, head, day, beside))]
    blocks += [Paragraph(sentence) for sentence in (_eligible(quotes), _handled(quotes)) if sentence]
    total = [Measure("Số đơn", "letters.total")]
    tables = [
        quotes.table("Đơn tiếp nhận theo kết quả xử lý", "Kết quả xử lý", "handling", total),
        quotes.table("Đơn tiếp nhận theo lĩnh vực", "Lĩnh vực", "subject", total),
    ]
    return [*blocks, *(table for table in tables if table)]


def _total(quotes: Quotes, head: LetterHead, day: str, beside: Runs) -> Runs:
    """Pattern 6; "đã" (done) only when no letter is still open."""
    kinds = [
        runs(
            quotes.count("letters.total", **dict(figure.cell)),
            f" đơn {label_of(figure).lower()}" if figure.cell[0][1] else " đơn chưa xác định loại",
        )
        for figure in quotes.cells("letters.total", "type")
    ]
    done = "đã " if quotes.has("letters.open") and not quotes.number("letters.open") else ""
    return runs(
        f"Tính đến ngày {day}, {head.agencies} {done}tiếp nhận và xử lý ",
        quotes.count("letters.total"),
        " đơn các loại",
        *beside,
        *((", gồm: ", joined(kinds, "; ", " và ")) if kinds else ()),
        ".",
    )


def _eligible(quotes: Quotes) -> Runs:
    if not quotes.has("letters.eligible") or not quotes.has("letters.not_eligible"):
        return ()
    return runs(
        "Trong đó, ",
        quotes.count("letters.eligible"),
        " đơn đủ điều kiện xử lý, ",
        quotes.count("letters.not_eligible"),
        " đơn không đủ điều kiện xử lý.",
    )


def _handled(quotes: Quotes) -> Runs:
    """How far the handling is: what is still open and what of it is late, as the figures say."""
    if not quotes.has("letters.handled"):
        return ()
    late = quotes.number("letters.handled_late")
    done = (
        runs("Đã xử lý xong ", quotes.count("letters.handled"), " đơn")
        if quotes.number("letters.handled")
        else runs("Chưa xử lý xong đơn nào")
    )
    done = runs(done, *((" (", quotes.count("letters.handled_late"), " đơn quá thời hạn)") if late else ()))
    if not quotes.number("letters.open"):
        return runs(done, ".")
    left = runs("; còn ", quotes.count("letters.open"), " đơn đang trong quá trình xử lý")
    if quotes.number("letters.open_overdue"):
        left = runs(left, ", trong đó ", quotes.count("letters.open_overdue"), " đơn quá thời hạn")
    elif quotes.has("letters.open_overdue"):
        left = runs(left, ", không có đơn quá thời hạn")
    return runs(done, left, ".")
