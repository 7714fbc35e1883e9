"""Kiến nghị cử tri gửi HĐND: answered, resolved by council resolution, by unit and by field.

Sentence patterns: law-and-forms 11.2, nos. 1 and 2; "trả lời" and "giải quyết xong" are two things (1.3).
"""

from __future__ import annotations

import re

from casework.domain.figures import Figure, FigureSet
from casework.reports.document import Block, Paragraph, Runs, Table, joined, runs
from casework.reports.quotes import Measure, Quotes, label_of
from casework.reports.wording import LetterHead, Wording

_SESSION = re.compile(r"kỳ(?: họp)?(?: thứ)? (\d+),?(?: (.+))?", re.IGNORECASE)


def name(head: LetterHead) -> str:
    """The section's heading."""
    return f"Kiến nghị của cử tri gửi {head.council}"


def section(figures: FigureSet, wording: Wording, head: LetterHead) -> list[Block]:
    """The blocks of this section; [] when the figures do not speak of the Council's petitions."""
    quotes = Quotes(figures, wording.petitions)
    if not any(quotes.has(f"petitions.{family}.total") for family in ("basket", "untracked", "council")):
        return []
    blocks: list[Block] = [
        *_answered(quotes, head),
        *_by_council_resolution(quotes, head),
        *_overall(quotes, head),
    ]
    if not blocks:
        return [Paragraph(("Không phát sinh kiến nghị của cử tri thuộc diện theo dõi.",))]
    return [*blocks, *_tables(quotes)]


def session_name(label: str, body: str) -> str:
    """The session as a sentence names it: "Kỳ 14 khóa XVI" → "kỳ họp thứ 14 HĐND Thành phố khóa XVI".

    `body` is the body that met, named once. A label of another shape is taken as it is, its first letter small.
    """
    found = _SESSION.fullmatch(label.strip().replace("(", "").replace(")", ""))
    if found is None:
        return label[:1].lower() + label[1:]
    number, rest = found[1], (found[2] or "").strip()
    named = rest if rest.startswith(("HĐND", "Quốc hội", "QH")) else f"{body} {rest}".strip()
    comma = "," if named.startswith("Quốc hội") else ""
    return f"kỳ họp thứ {number}{comma} {named}"


def _answered(quotes: Quotes, head: LetterHead) -> list[Block]:
    """Pattern 2, for each session whose petitions no resolution tracks yet."""
    return [
        Paragraph(_session_sentence(quotes, head, figure))
        for figure in quotes.cells("petitions.untracked.total", "session")
    ]


def _session_sentence(quotes: Quotes, head: LetterHead, figure: Figure) -> Runs:
    family, cell = "petitions.untracked", dict(figure.cell)
    total, answered = (quotes.number(f"{family}.{name}", **cell) for name in ("total", "answered"))
    session = session_name(label_of(figure), head.council)
    whose = f" câu hỏi, kiến nghị của cử tri trước và sau {session}"
    if answered == total:
        start = runs("Chỉ đạo trả lời ", quotes.count(f"{family}.answered", **cell), whose)
    elif answered:
        start = runs("Chỉ đạo trả lời ", quotes.fraction(f"{family}.answered", f"{family}.total", **cell), whose)
    else:
        start = runs("Chưa trả lời ", quotes.count(f"{family}.total", **cell), whose)
    if not quotes.number(f"{family}.resolved", **cell):
        return runs(start, ".")
    done = quotes.fraction(f"{family}.resolved", f"{family}.total", **cell)
    return runs(start, "; đã giải quyết xong ", done, " kiến nghị.")


def _by_council_resolution(quotes: Quotes, head: LetterHead) -> list[Block]:
    """Pattern 1: an item a resolution, joined by ";", a full stop at the end."""
    baskets = quotes.cells("petitions.basket.total", "council_resolution")
    if not baskets:
        return []
    intro = f"Kết quả giải quyết kiến nghị của cử tri theo các Nghị quyết của {head.council}:"
    items = [
        runs(
            "Chưa xác định nghị quyết theo dõi: " if not key else f"Theo {label_of(figure)}: ",
            _resolved(quotes, "petitions.basket", council_resolution=key),
        )
        for figure in baskets
        for key in [figure.cell[0][1]]
    ]
    ends = [";"] * (len(items) - 1) + ["."]
    return [
        Paragraph((intro,)),
        *(Paragraph(runs(item, end), "item") for item, end in zip(items, ends, strict=True)),
    ]


def _resolved(quotes: Quotes, family: str, **cell: str) -> Runs:
    if not quotes.number(f"{family}.resolved", **cell):
        total = quotes.count(f"{family}.total", **cell)
        return runs("chưa giải quyết xong kiến nghị nào trong tổng số ", total, " kiến nghị")
    done = quotes.fraction(f"{family}.resolved", f"{family}.total", **cell)
    rate = quotes.rate(f"{family}.resolved_rate", **cell)
    return runs("đã giải quyết xong ", done, " kiến nghị", *((" (đạt ", rate, ")") if rate else ()))


def _overall(quotes: Quotes, head: LetterHead) -> list[Block]:
    blocks: list[Block] = []
    if quotes.number("petitions.basket.total"):
        blocks.append(
            Paragraph(
                runs(
                    "Tổng hợp theo các Nghị quyết nêu trên: ",
                    joined(
                        [
                            *_replied(quotes, "petitions.basket"),
                            _resolved(quotes, "petitions.basket"),
                            *_remainder(quotes, "petitions.basket"),
                        ],
                        "; ",
                    ),
                    ".",
                )
            )
        )
    if quotes.number("petitions.untracked.total") and quotes.number("petitions.council.total"):
        blocks.append(
            Paragraph(
                runs(
                    f"Tính cả các kiến nghị chưa đưa vào nghị quyết theo dõi của {head.council}: ",
                    joined(
                        [
                            _resolved(quotes, "petitions.council"),
                            *_remainder(quotes, "petitions.council"),
                        ],
                        "; ",
                    ),
                    ".",
                )
            )
        )
    return blocks


def _replied(quotes: Quotes, family: str) -> list[Runs]:
    if not quotes.number(f"{family}.answered"):
        return []
    done = quotes.fraction(f"{family}.answered", f"{family}.total")
    rate = quotes.rate(f"{family}.answered_rate")
    return [runs("đã trả lời ", done, " kiến nghị", *((" (đạt ", rate, ")") if rate else ()))]


def _remainder(quotes: Quotes, family: str) -> list[Runs]:
    """What is left open; that none is overdue is said only when the figures say so."""
    if not quotes.number(f"{family}.open"):
        return []
    left = runs("còn ", quotes.count(f"{family}.open"), " kiến nghị chưa giải quyết xong")
    if not quotes.has(f"{family}.overdue"):
        return [left]
    if not quotes.number(f"{family}.overdue"):
        return [runs(left, ", không có kiến nghị quá hạn")]
    return [runs(left, ", trong đó ", quotes.count(f"{family}.overdue"), " kiến nghị quá hạn")]


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


def _tables(quotes: Quotes) -> list[Block]:
    beside = (
        [("Chưa đưa vào nghị quyết theo dõi", "petitions.untracked"), ("Tổng cộng", "petitions.council")]
        if quotes.number("petitions.untracked.total")
        else []
    )
    tables: list[Table | None] = [
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
    return [table for table in tables if table]
