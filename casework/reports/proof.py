"""Trang chứng minh số liệu as a paper: what the figure is, how it was asked, and every record that it counts."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

from reportlab.lib.enums import TA_CENTER, TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from casework.domain.numerals import write_count, write_date, write_decimal
from casework.domain.proofs import MemberList, Proof
from casework.reports import pdf_fonts
from casework.reports.document import Column, Row, Table
from casework.reports.pdf_parts import paragraph, text_style
from casework.reports.pdf_plain import PlainPages
from casework.reports.pdf_table import grid

_EDGE = 20 * mm
_WIDTH = A4[0] - 2 * _EDGE
_TITLE = text_style("proof-title", pdf_fonts.BOLD, 14, TA_CENTER)
_UNDER = text_style("proof-under", pdf_fonts.ITALIC, 12, TA_CENTER, spaceAfter=6)
_HEAD = text_style("proof-head", pdf_fonts.BOLD, 12, TA_LEFT, spaceBefore=8, spaceAfter=3)
_TEXT = text_style("proof-text", pdf_fonts.REGULAR, 11, TA_LEFT, spaceAfter=3)

_ACROSS = 4
"""How many records stand beside each other."""


def moment_line(moment: datetime | None) -> str:
    """An instant by Hà Nội's clocks; a dash for none."""
    if moment is None:
        return "–"
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    local = aware.astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))
    return f"{write_date(local.date())} {local:%H:%M}"


def facts_of(proof: Proof) -> list[tuple[str, str]]:
    """What the page says of the figure, line by line: name and value."""
    question = proof.question
    lines = [
        ("Chỉ tiêu", proof.label + (f" ({proof.where})" if proof.where else "")),
        ("Giá trị", f"{proof.printed} {proof.unit if proof.unit != '%' else ''}".strip()),
        ("Định nghĩa", proof.definition),
        ("Nguồn", proof.source),
        ("Kỳ số liệu", f"từ ngày {write_date(question.first)} đến hết ngày {write_date(question.as_of)}"),
        ("Theo dữ liệu đã ghi nhận", _knowledge(proof)),
        ("Phạm vi", proof.scope),
    ]
    if proof.rounding is not None and proof.rounding.share is not None:
        percent = proof.rounding.share * 100
        exact = write_decimal(percent, 6) + ("" if (percent * 10**6).denominator == 1 else "…")
        parts = f"{write_count(proof.rounding.numerator)} : {write_count(proof.rounding.denominator)} × 100"
        places = f"{proof.rounding.decimals} chữ số thập phân" if proof.rounding.decimals else "số nguyên"
        lines.append(("Làm tròn", f"{parts} = {exact}%; làm tròn nửa lên đến {places}: {proof.printed}"))
    lines += [("Ghi chú", note) for note in proof.notes]
    lines += [("Mã kiểm danh sách", f"{one.label}: {one.fingerprint}") for one in proof.lists]
    return [*lines, ("Mã băm của nhật ký", proof.head_hash)]


def _knowledge(proof: Proof) -> str:
    on = proof.question.known_on
    day = f"đến hết ngày {write_date(on)}, " if on else ""
    return f"{day}mục nhật ký số {write_count(proof.known)}, ghi lúc {moment_line(proof.recorded_at)}"


def member_text(record_id: int, code: str, amount: int, quantity: str) -> str:
    """A record in the list: its number, or its id where the register gives none, and what it adds to a sum."""
    name = code or f"mã {record_id}"
    return f"{name} ({write_count(amount)})" if quantity else name


def render_proof(proof: Proof, office: str) -> bytes:
    """The proof as a PDF file; the same proof gives the same bytes."""
    pdf_fonts.register_fonts()
    where = f"Theo báo cáo đã phát hành số {proof.issued_id}" if proof.issued_id else "Tính từ hồ sơ trong hệ thống"
    story: list[Flowable] = [
        paragraph("TRANG CHỨNG MINH SỐ LIỆU", _TITLE),
        paragraph(where, _UNDER),
        *(paragraph(f"{name}: {value}", _TEXT) for name, value in facts_of(proof)),
    ]
    for one in proof.lists:
        story += [paragraph(_heading(one), _HEAD), Spacer(1, 2)]
        if one.members:
            story.append(grid(_table(one), _WIDTH))
    target = BytesIO()
    PlainPages(target, f"Trang chứng minh số liệu: {proof.label}", {"page": A4}, _EDGE, office).build(story)
    return target.getvalue()


def _heading(one: MemberList) -> str:
    count = f"{one.label}: {write_count(len(one.members))} hồ sơ"
    return f"{count}, cộng “{one.quantity}”: {write_count(one.total)} {one.unit}" if one.quantity else count


def _table(one: MemberList) -> Table:
    columns = tuple(Column(title, "left") for title in ["Hồ sơ"] * _ACROSS)
    names = [member_text(key, code, amount, one.quantity) for key, code, amount in one.members]
    rows = []
    for start in range(0, len(names), _ACROSS):
        cells = [*names[start : start + _ACROSS], *[""] * _ACROSS][:_ACROSS]
        rows.append(Row(tuple((text,) for text in cells)))
    return Table("", columns, tuple(rows))
