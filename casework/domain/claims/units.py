"""What a number counts, read off the words around it; what may be a part of what."""

from __future__ import annotations

import re

_UNITS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"(?:{pattern})(?!\w)"))
    for name, pattern in (
        ("đoàn", "lượt đoàn|đoàn đông người|đoàn"),
        ("lượt người", "lượt người"),
        ("người", "công dân|người dân|người|nhân khẩu"),
        ("kiến nghị", "lượt (?:ý kiến,? )?kiến nghị|lượt ý kiến"),
        ("lượt", "lượt công dân|lượt khách|lượt phản ánh|lượt tiếp|lượt"),
        ("vụ", "vụ việc|vụ án|vụ"),
        ("đơn", "đơn thư|lá đơn|đơn"),
        ("phản ánh", "phản ánh, kiến nghị|pakn|phản ánh"),
        ("kiến nghị", "ý kiến, kiến nghị|kiến nghị|ý kiến|câu hỏi"),
        ("khiếu nại", "khiếu nại"),
        ("tố cáo", "tố cáo"),
        ("văn bản", "văn bản"),
        ("cuộc", "cuộc|phiên"),
    )
)
_TYPES = frozenset({"khiếu nại", "tố cáo", "kiến nghị", "phản ánh"})
_TYPED = frozenset({"vụ", "đơn", "lượt", "lượt người", "phản ánh", "kiến nghị"})
_NO_NOUN = re.compile(
    r"(?:đã|được|đang|so|của|là|với|trong|tại|về|ở|do|có|và|chưa|cho|đạt|tăng|giảm|còn|chiếm|thuộc|theo|từ|bị|chờ|trên"
    r"|cùng|như|đến|bằng|hoặc|thì|khi|nên)(?!\w)"
)
_WORD = re.compile(r"[^\W\d_]+")


def unit_of(noun: str, lead: str) -> str:
    """The unit after the number, else the last one before it in its item; "" when none is written."""
    after = noun.strip()
    if after and not _NO_NOUN.match(after):
        for name, pattern in _UNITS:
            if pattern.match(after):
                return name
        word = _WORD.match(after)
        return word.group() if word else ""
    return _unit_before(lead)


def _unit_before(lead: str) -> str:
    part = re.split(r"[,;()]", lead)[-1]
    if "pakn" in part:
        return "phản ánh"
    best, name_of = -1, ""
    for name, pattern in _UNITS:
        for m in pattern.finditer(part):
            if (m.start() == 0 or not part[m.start() - 1].isalnum()) and m.start() > best and name not in _TYPES:
                best, name_of = m.start(), name
    return name_of


def is_part_unit(whole: str, part: str) -> bool:
    """Whether a number of unit `part` may be a part of one of unit `whole` (đơn tố cáo of đơn, tố cáo of vụ việc)."""
    if {whole, part} == {"lượt", "lượt người"}:
        return True
    return part in ("", whole) or (part in _TYPES and whole in _TYPED)
