"""The statistics report as a document: the sections in their order, numbered, with the annex.

Figures, wording, letterhead and the list of open petitions come in as arguments; nothing here queries or counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace

from casework.domain.figures import FigureSet
from casework.domain.numerals import write_date
from casework.domain.periods import Period
from casework.reports import cases, feedback, letters, national_assembly, petitions, reception
from casework.reports.document import Block, Document, Heading, Paragraph, Signature, Table
from casework.reports.open_petitions import OpenPetition, annex
from casework.reports.wording import LetterHead, Target, Wording

KIND = "BÁO CÁO"
_SUBJECT = "giải quyết kiến nghị cử tri, tiếp công dân, xử lý đơn và giải quyết khiếu nại, tố cáo"
_WHOLE_SCOPE = next(field.default for field in fields(FigureSet) if field.name == "scope")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def compose(
    figures: FigureSet,
    wording: Wording,
    head: LetterHead,
    period: Period,
    annex_rows: Sequence[OpenPetition],
    targets: Sequence[Target] = (),
) -> Document:
    """The report of `period` as of the figures' day.

    A section of which the figures do not speak is left out; one with nothing in it says "không phát sinh". The same
    arguments give an equal document.
    """
    parts = (
        (
            "KẾT QUẢ GIẢI QUYẾT KIẾN NGHỊ CỦA CỬ TRI",
            (
                (petitions.name(head), petitions.section(figures, wording, head)),
                (national_assembly.name(head), national_assembly.section(figures, wording, head)),
            ),
        ),
        (
            "TIẾP CÔNG DÂN, XỬ LÝ ĐƠN, GIẢI QUYẾT KHIẾU NẠI, TỐ CÁO",
            (
                (reception.NAME, reception.section(figures, wording, head)),
                (letters.NAME, letters.section(figures, wording, head)),
                (cases.NAME, cases.section(figures, wording, head, period, targets)),
                ("Xử lý trách nhiệm qua giải quyết khiếu nại, tố cáo", cases.accountability(figures, wording)),
            ),
        ),
        (
            "PHẢN ÁNH, KIẾN NGHỊ VỀ QUY ĐỊNH HÀNH CHÍNH (PAKN)",
            ((feedback.NAME, feedback.section(figures, wording)),),
        ),
    )
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
        blocks=_with_table_numbers(body),
        annexes=(open_list,) if open_list else (),
        signature=Signature(head.signer_authority, head.signer_title, head.signer_name),
        recipients=head.recipients,
        as_of=figures.question.as_of,
        fingerprint=figures.fingerprint(),
        scope=figures.scope,
        notes=figures.notes,
    )


def _opening(figures: FigureSet, head: LetterHead, period: Period) -> Paragraph:
    first, last = figures.question.first, figures.question.as_of
    days = f"số liệu từ ngày {write_date(first)} đến hết ngày {write_date(last)}"
    scope = "" if figures.scope == _WHOLE_SCOPE else f"; phạm vi: {figures.scope}"
    return Paragraph((f"{head.issuer_name} báo cáo kết quả {_SUBJECT} {period.label} ({days}{scope}) như sau:",))


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


def _with_table_numbers(blocks: list[Block]) -> tuple[Block, ...]:
    numbered: list[Block] = []
    tables = 0
    for block in blocks:
        if isinstance(block, Table):
            tables += 1
            numbered.append(replace(block, caption=f"Bảng {tables}. {block.caption}"))
        else:
            numbered.append(block)
    return tuple(numbered)
