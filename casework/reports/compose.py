"""The statistics report as a document: the chosen sections in their order, numbered, with the annex.

Figures, wording, letterhead, hand-written passages and the list of open petitions come in as arguments; nothing here
queries or counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace

from casework.domain.figures import FigureSet
from casework.domain.numerals import write_date
from casework.domain.periods import Period
from casework.reports import cases, feedback, letters, national_assembly, petitions, reception
from casework.reports.chart import Chart
from casework.reports.document import Block, Document, Heading, Paragraph, Signature, Table
from casework.reports.open_petitions import OpenPetition, annex
from casework.reports.quotes import Quotes
from casework.reports.section_charts import chart_over
from casework.reports.sections import HAND_WRITTEN, PARTS, SHIPPED_PLAN, Plan, title_of
from casework.reports.sentences import shipped_sections
from casework.reports.telling import Teller, office_words
from casework.reports.wording import LetterHead, Style, Target, Wording

KIND = "BÁO CÁO"
_SUBJECT = "giải quyết kiến nghị cử tri, tiếp công dân, xử lý đơn và giải quyết khiếu nại, tố cáo"
_WHOLE_SCOPE = next(field.default for field in fields(FigureSet) if field.name == "scope")
_NUMBER = re.compile(r"(\d+(?:[.,/]\d+)*%?)")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def compose(
    figures: FigureSet,
    wording: Wording,
    head: LetterHead,
    period: Period,
    annex_rows: Sequence[OpenPetition],
    targets: Sequence[Target] = (),
    plan: Plan = SHIPPED_PLAN,
    passages: Mapping[str, Sequence[str]] | None = None,
) -> Document:
    """The report of `period` as of the figures' day.

    `plan`: the sections and their order; `passages`: hand-written paragraphs by section. A section of which the figures
    do not speak and that has no passage is left out; one with nothing in it says "không phát sinh". The same arguments
    give an equal document.
    """
    parts = [
        (
            PARTS[part],
            [section_blocks(code, figures, wording, head, period, targets, plan, passages or {}) for code in codes],
        )
        for part, codes in plan.parts()
    ]
    open_list = annex(figures, wording, annex_rows, "Phụ lục")
    subject = head.subject or f"Kết quả {_SUBJECT} {period.label}"
    body = [_opening(figures, head, period), *_numbered(parts), *_closing(head, bool(open_list))]
    return Document(
        kind=KIND,
        subject=subject,
        superior_body=head.superior_body,
        issuing_body=head.issuing_body,
        issuer_name=head.issuer_name,
        number=head.number,
        symbol=head.symbol,
        place=head.place,
        day=head.day,
        addressees=head.addressees,
        legal_bases=head.legal_bases,
        blocks=_with_numbers(body),
        annexes=(open_list,) if open_list else (),
        signature=Signature(head.signer_authority, head.signer_title, head.signer_name),
        recipients=head.recipients,
        as_of=figures.question.as_of,
        fingerprint=figures.fingerprint(),
        scope=figures.scope,
        notes=figures.notes,
    )


def section_blocks(
    code: str,
    figures: FigureSet,
    wording: Wording,
    head: LetterHead,
    period: Period,
    targets: Sequence[Target],
    plan: Plan,
    passages: Mapping[str, Sequence[str]],
) -> tuple[str, list[Block]]:
    """The heading and the blocks of one section: what is computed, then what was written by hand, then the tables."""
    written: list[Block] = [Paragraph(with_numbers(text), "passage") for text in passages.get(code, ()) if text.strip()]
    if code in HAND_WRITTEN:
        return HAND_WRITTEN[code], written
    section = shipped_sections()[code]
    style: Style = getattr(wording, section.style)
    quotes = Quotes(figures, style)
    words = office_words(quotes, wording, head, period.label)
    title = title_of(code, words)
    shown = [t for t in targets if wording.shows_target(period) and _meant(t, period)]
    teller = Teller(quotes, words, wording.texts, shown)
    if not teller.speaks(section):
        return title, written
    told, nothing = teller.section(section)
    tables = _tables(code, quotes, title) if plan.tables and not nothing else []
    return title, [*told, *written, *_charted(tables, plan.charts)]


def with_numbers(text: str) -> tuple[str, ...]:
    """A hand-written text as runs in which each number stands for itself, so that a screen can mark it: it opens to no
    record."""
    return tuple(piece for piece in _NUMBER.split(text) if piece)


def _tables(code: str, quotes: Quotes, title: str) -> list[Table]:
    match code:
        case "petitions":
            return petitions.tables(quotes)
        case "national_assembly":
            return national_assembly.tables(quotes, title)
        case "reception":
            return reception.tables(quotes)
        case "letters":
            return letters.tables(quotes)
        case "cases":
            return cases.tables(quotes)
        case "feedback":
            return feedback.tables(quotes)
    return []


def _charted(tables: Sequence[Table], charts: bool) -> list[Block]:
    blocks: list[Block] = []
    for table in tables:
        chart = chart_over(table) if charts else None
        blocks += [chart, table] if chart else [table]
    return blocks


def _meant(target: Target, period: Period) -> bool:
    return target.code == "kntc.resolved_rate" and target.year == period.last.year


def _opening(figures: FigureSet, head: LetterHead, period: Period) -> Paragraph:
    first, last = figures.question.first, figures.question.as_of
    days = f"số liệu từ ngày {write_date(first)} đến hết ngày {write_date(last)}"
    known = figures.question.known_on
    knowledge = "" if known is None else f", theo dữ liệu đã ghi nhận đến hết ngày {write_date(known)}"
    scope = "" if figures.scope == _WHOLE_SCOPE else f"; phạm vi: {figures.scope}"
    return Paragraph(
        (f"{head.issuer_name} báo cáo kết quả {_SUBJECT} {period.label} ({days}{knowledge}{scope}) như sau:",)
    )


def _closing(head: LetterHead, with_annex: bool) -> list[Block]:
    sent = " (kèm theo Phụ lục danh mục kiến nghị của cử tri chưa giải quyết xong)" if with_annex else ""
    return [Paragraph((f"Trên đây là kết quả {_SUBJECT}{sent}, {head.issuer_name} báo cáo./.",))]


def _numbered(parts: Sequence[tuple[str, Sequence[tuple[str, list[Block]]]]]) -> list[Block]:
    """Headings I., II.… and below them 1., 2.…; what has nothing to say has no heading and no number."""
    blocks: list[Block] = []
    spoken = [(name, [(n, b) for n, b in sections if b]) for name, sections in parts]
    for roman, (name, sections) in zip(_ROMAN, [part for part in spoken if part[1]], strict=False):
        blocks.append(Heading(1, f"{roman}.", name))
        for number, (section_name, section_blocks) in enumerate(sections, 1):
            if len(sections) > 1:
                blocks.append(Heading(2, f"{number}.", section_name))
            blocks += section_blocks
    return blocks


def _with_numbers(blocks: list[Block]) -> tuple[Block, ...]:
    numbered: list[Block] = []
    tables = charts = 0
    for block in blocks:
        if isinstance(block, Table):
            tables += 1
            numbered.append(replace(block, caption=f"Bảng {tables}. {block.caption}"))
        elif isinstance(block, Chart):
            charts += 1
            numbered.append(replace(block, title=f"Biểu đồ {charts}. {block.title}"))
        else:
            numbered.append(block)
    return tuple(numbered)
