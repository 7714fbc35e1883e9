"""Giải quyết khiếu nại, tố cáo: cases accepted, resolved, left; accountability; by type, unit and field.

Patterns 7, 8 and 9 of law-and-forms 11.2. That the rest is within its time limit is said only when none is overdue.
"""

from __future__ import annotations

from collections.abc import Sequence

from casework.domain.figures import FigureSet
from casework.domain.numerals import write_date
from casework.domain.periods import Period
from casework.domain.vocabulary import CaseState
from casework.reports.document import Block, Paragraph, Runs, joined, runs
from casework.reports.quotes import Measure, Quotes, label_of
from casework.reports.wording import LetterHead, Target, Wording

SUSPENDED = CaseState.SUSPENDED.value
NAME = "Công tác giải quyết khiếu nại, tố cáo"


def section(
    figures: FigureSet, wording: Wording, head: LetterHead, period: Period, targets: Sequence[Target] = ()
) -> list[Block]:
    """The blocks of this section; [] when the figures do not speak of cases."""
    quotes = Quotes(figures, wording.cases)
    if not quotes.has("kntc.total"):
        return []
    day = write_date(figures.question.as_of)
    if not quotes.number("kntc.total"):
        change = quotes.change("kntc.total_change")
        none = f"Tính đến ngày {day}, {head.whole_area} không phát sinh vụ khiếu nại, tố cáo thuộc thẩm quyền"
        return [Paragraph(runs(none, *((" (", change, ")") if change else ()), "."))]
    blocks: list[Block] = [Paragraph(_main(quotes, head, day))]
    sentences = [_origin(quotes), _remainder(quotes)]
    if wording.shows_target(period):
        sentences += [_target(target) for target in targets if _meant(target, period)]
    blocks += [Paragraph(sentence) for sentence in sentences if sentence]
    return [*blocks, *_tables(quotes)]


def accountability(figures: FigureSet, wording: Wording) -> list[Block]:
    """Who was held responsible after cases were resolved; [] when the figures do not speak of it. Pattern 9."""
    quotes = Quotes(figures, wording.accountability)
    if not quotes.has("kntc.collectives") or not quotes.has("kntc.individuals"):
        return []
    parts = [
        runs(quotes.count(code), unit)
        for code, unit in (("kntc.collectives", " tập thể"), ("kntc.individuals", " cá nhân"))
        if quotes.number(code)
    ]
    start = "Qua giải quyết khiếu nại, tố cáo "
    if not parts:
        none = Paragraph((f"{start}không phát sinh trường hợp phải kiểm điểm trách nhiệm.",))
        return [none, *_recovered(quotes)]
    held = Paragraph(runs(start, "đã kiểm điểm trách nhiệm ", joined(parts, ", "), " để xảy ra sai phạm."))
    return [held, *_recovered(quotes)]


def _recovered(quotes: Quotes) -> list[Block]:
    """What is to be recovered and what went to investigators, where there was any. Pattern 9."""
    back = [
        runs(quotes.count(code), unit)
        for code, unit in (("kntc.money_recovered", " triệu đồng"), ("kntc.land_recovered", " m² đất"))
        if quotes.has(code) and quotes.number(code)
    ]
    parts = [runs("kiến nghị thu hồi cho Nhà nước ", joined(back, ", ", " và "))] if back else []
    if quotes.has("kntc.investigated") and quotes.number("kntc.investigated"):
        parts.append(runs("chuyển cơ quan điều tra ", quotes.count("kntc.investigated"), " vụ"))
    return [Paragraph(runs("Qua đó, ", joined(parts, "; "), "."))] if parts else []


def _kinds(quotes: Quotes, code: str) -> Runs:
    """ " (gồm 1.655 vụ khiếu nại, 808 vụ tố cáo)"; () without a breakdown by type."""
    parts = [
        runs(
            quotes.count(code, **dict(figure.cell)),
            f" vụ {label_of(figure).lower()}" if figure.cell[0][1] else " vụ chưa xác định loại",
        )
        for figure in quotes.cells(code, "type")
    ]
    return runs(" (gồm ", joined(parts, ", "), ")") if parts else ()


def _main(quotes: Quotes, head: LetterHead, day: str) -> Runs:
    change = quotes.change("kntc.total_change")
    start = runs(
        f"Tính đến ngày {day}, {head.whole_area} đã tiếp nhận và thụ lý theo thẩm quyền ",
        quotes.count("kntc.total"),
        " vụ",
        *((", ", change) if change else ()),
        _kinds(quotes, "kntc.total"),
    )
    if not quotes.number("kntc.resolved"):
        return runs(start, "; chưa giải quyết xong vụ nào.")
    rate = quotes.rate("kntc.resolved_rate")
    return runs(
        start,
        "; đã giải quyết ",
        quotes.count("kntc.resolved"),
        " vụ",
        _kinds(quotes, "kntc.resolved"),
        *((", đạt tỷ lệ ", rate) if rate else ()),
        ".",
    )


def _origin(quotes: Quotes) -> Runs:
    """The total includes what was carried in: a setting of the count, so the page says it."""
    if not quotes.number("kntc.carried_in") or not quotes.has("kntc.received"):
        return ()
    return runs(
        "Trong tổng số vụ nêu trên có ",
        quotes.count("kntc.carried_in"),
        " vụ từ kỳ trước chuyển sang, ",
        quotes.count("kntc.received"),
        " vụ thụ lý trong kỳ.",
    )


def _remainder(quotes: Quotes) -> Runs:
    """Pattern 8; a suspended case runs against no limit, so beside one the sentence names both."""
    if not quotes.number("kntc.open"):
        return ()
    if quotes.number("kntc.open_overdue"):
        left, late = quotes.count("kntc.open"), quotes.count("kntc.open_overdue")
        return runs("Còn ", left, " vụ đang giải quyết, trong đó ", late, " vụ quá thời hạn.")
    suspended = quotes.number("kntc.open", state=SUSPENDED)
    if suspended:
        none_late = quotes.has("kntc.open_overdue")
        return runs(
            "Còn ",
            quotes.count("kntc.open"),
            " vụ chưa giải quyết xong, trong đó ",
            quotes.count("kntc.open", state=SUSPENDED),
            " vụ tạm đình chỉ",
            "; không có vụ quá thời hạn." if none_late else ".",
        )
    if quotes.has("kntc.open_overdue"):
        return ("Số vụ còn lại đang trong thời hạn giải quyết theo quy định của pháp luật.",)
    return runs("Còn ", quotes.count("kntc.open"), " vụ đang giải quyết.")


def _meant(target: Target, period: Period) -> bool:
    return target.code == "kntc.resolved_rate" and target.year == period.last.year


def _target(target: Target) -> Runs:
    return (
        f"Mục tiêu cả năm {target.year} về tỷ lệ giải quyết vụ khiếu nại, tố cáo: {target.words} ({target.source}).",
    )


def _tables(quotes: Quotes) -> list[Block]:
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
    tables = [
        quotes.table(f"Kết quả giải quyết khiếu nại, tố cáo theo {name}", first, dimension, measures)
        for name, first, dimension in cuts
    ]
    return [table for table in tables if table]
