"""Tiếp công dân: visits, people, levels, large groups; the city leaders' visits stand apart and are never added.

Patterns 4 and 5 of law-and-forms 11.2; counting units of 2.3 (lượt, người, đoàn đông người).
"""

from __future__ import annotations

from casework.domain.figures import FigureSet
from casework.domain.numerals import write_date
from casework.reports.document import Block, Paragraph, Runs, joined, runs
from casework.reports.quotes import Measure, Quotes, label_of
from casework.reports.wording import LetterHead, Wording

NAME = "Công tác tiếp công dân"


def section(figures: FigureSet, wording: Wording, head: LetterHead) -> list[Block]:
    """The blocks of this section; [] when the figures do not speak of receptions."""
    quotes = Quotes(figures, wording.reception)
    if not quotes.has("reception.visits"):
        return []
    blocks: list[Block] = []
    day = write_date(figures.question.as_of)
    if quotes.number("reception.visits"):
        blocks.append(Paragraph(_visits(quotes, head, day)))
        blocks += _levels(quotes)
        blocks += _large_groups(quotes, wording.large_group_threshold)
    else:
        blocks.append(Paragraph(_no_visit(quotes, head, day)))
    blocks += _leaders(quotes, head, beside=bool(quotes.number("reception.visits")))
    measures = [Measure("Số lượt", "reception.visits"), Measure("Số người", "reception.people")]
    by_level = quotes.table("Kết quả tiếp công dân theo cấp", "Cấp tiếp công dân", "level", measures)
    return [*blocks, *([by_level] if by_level else [])]


def _visits(quotes: Quotes, head: LetterHead, day: str) -> Runs:
    change = quotes.change("reception.visits_change")
    return runs(
        f"Tính đến ngày {day}, {head.agencies} đã tiếp ",
        quotes.count("reception.visits"),
        " lượt công dân",
        *((" (", change, ")") if change else ()),
        *((", với ", quotes.count("reception.people"), " người được tiếp") if quotes.has("reception.people") else ()),
        ".",
    )


def _no_visit(quotes: Quotes, head: LetterHead, day: str) -> Runs:
    change = quotes.change("reception.visits_change")
    beside = (" (", change, ")") if change else ()
    return runs(f"Tính đến ngày {day}, {head.agencies} không phát sinh lượt tiếp công dân", *beside, ".")


def _levels(quotes: Quotes) -> list[Block]:
    parts = [
        runs(
            "chưa xác định cấp " if not figure.cell[0][1] else f"{label_of(figure)} ",
            quotes.count("reception.visits", **dict(figure.cell)),
            " lượt",
        )
        for figure in quotes.cells("reception.visits", "level")
    ]
    return [Paragraph(runs("Trong đó: ", joined(parts, "; "), "."))] if len(parts) > 1 else []


def _large_groups(quotes: Quotes, threshold: int) -> list[Block]:
    if not quotes.has("reception.large_groups"):
        return []
    meaning = f" (từ {threshold} người trở lên)"
    if not quotes.number("reception.large_groups"):
        return [Paragraph((f"Không phát sinh đoàn đông người{meaning}.",))]
    people = quotes.has("reception.large_group_people")
    return [
        Paragraph(
            runs(
                "Trong tổng số lượt tiếp có ",
                quotes.count("reception.large_groups"),
                f" đoàn đông người{meaning}",
                *((", với ", quotes.count("reception.large_group_people"), " người") if people else ()),
                ".",
            )
        )
    ]


def _leaders(quotes: Quotes, head: LetterHead, *, beside: bool) -> list[Block]:
    if not quotes.number("reception.leader_visits"):
        return []
    start = "Ngoài ra, " if beside else ""
    visits = quotes.count("reception.leader_visits")
    who = f"{start}Chủ tịch và các Phó Chủ tịch {head.executive} tổ chức tiếp, đối thoại với "
    return [Paragraph(runs(who, visits, " lượt công dân."))]
