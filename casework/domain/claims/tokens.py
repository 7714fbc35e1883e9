"""Numbers of a Vietnamese official text, each told for what it is: a count, a percentage, a date, a document's number.

"1.234.567" and "05" are counts, "97,6%" a percentage. Dates, numbers of documents, articles, sessions and telephones,
measures and money are read so that they are never taken for counts. English marks ("18,649", "94.1%") are told apart
and not guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class TokenKind(StrEnum):
    """What a number of the text is."""

    COUNT = "count"
    PERCENT = "percent"
    POINTS = "points"
    MEASURE = "measure"
    REFERENCE = "reference"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Token:
    """A number where it stands. `value`: counts whole, percentages in percent; `decimals`: those that are printed."""

    kind: TokenKind
    start: int
    end: int
    value: Decimal = Decimal(0)
    decimals: int = 0


_INT = r"[0-9]{1,3}(?:\.[0-9]{3})+(?![0-9])|[0-9]+"
_SKIPPED = (
    r"https?://\S+|www\.\S+|\S+@\S+\.\S+",
    # Documents: 34/NQ-HĐND, 59/2022/NĐ-CP, 24-NQ/TU, 143- KL/TU, 04 /TC-UBND, BC 194/BC-UBND
    r"[0-9]+[a-zđ]?(?:/[0-9]{4})?\s?/\s?[A-ZĐ][A-ZĐa-zđ]*(?:[0-9]{1,2})?(?:[-/&][A-ZĐa-zđ0-9]+)*",
    r"[0-9]+\s?-\s{0,2}[A-ZĐ][A-Za-zĐđ]*/[A-ZĐ][A-ZĐa-z0-9]*",
    # Days, months of a year, days of a month
    r"[0-9]{1,2}\s?[-–]\s?[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}|[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}",
    r"[0-9]{1,2}\s+tháng\s+[0-9]{1,2}(?:\s+năm\s+[0-9]{4})?",
    r"(?<![0-9.,/])[0-9]{1,2}/(?:19|20)[0-9]{2}(?![0-9./])",
    r"(?:(?<=ngày )|(?<=đến )|(?<=từ ))[0-9]{1,2}/[0-9]{1,2}(?![0-9/])(?!\s+[a-zđ])",
    # Telephones, hours, round the clock
    r"(?:\+84|0)[0-9]{2,3}[ .-]?[0-9]{3}[ .-]?[0-9]{3,4}(?![0-9.,])",
    r"[0-9]{1,2}(?:h|g|giờ)[0-9]{0,2}\b|[0-9]{1,2}:[0-9]{2}(?![0-9])|24/7",
    # What letters carry: m2, QH15, COVID-19, F0, 5K
    r"[^\W\d_][\w]*[0-9][\w]*|[^\W\d_]+-[0-9]+(?![0-9%])",
    # Spans: 6,5-7,0%, 2021-2025, 100÷150
    r"[0-9][0-9.,]*\s?%?\s?[-–÷]\s?[0-9][0-9.,]*\s?%?",
)
_SCAN = re.compile(
    "(?P<skip>" + "|".join(_SKIPPED) + ")"
    r"|(?P<percent>[0-9][0-9.,]*?)\s?(?:%|phần trăm\b)"
    rf"|(?P<decimal>(?:{_INT}),[0-9]+(?:[.,][0-9]+)*)"
    r"|(?P<grouped>[0-9]{1,3}(?:\.[0-9]{3})+(?!\.?[0-9]|,[0-9]))"
    r"|(?P<dotted>[0-9]+\.[0-9]+(?:[.,][0-9]+)*)"
    r"|(?P<count>[0-9]+)"
)
_ENGLISH = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})*|[0-9]+)(?:,([0-9]+))?")
_AMOUNT = re.compile(
    r"\s?(?:tỷ|tỉ|triệu|nghìn|ngàn|vạn|đồng|VNĐ|VND|USD|euro|ha|hec|héc|km|m2|m3|m²|m³|mét|tấn|tạ|kg|lít|MW|kWh|điểm|lần"
    r"|bậc|sao|độ|tuổi|năm|tháng|ngày|tuần|giờ|phút|quý|loại vắc|“|\"|')(?:\b|(?=[\s“\"'])|$)",
)
_POINTS = re.compile(r"điểm\s?$")
_NAMED = re.compile(
    r"(?:^|[\s(“\"/–-])(?:(?<!tổng )(?<!trong )(?<!con )số(?: hiệu)?|điều|khoản|điểm|mục|chương|phần|phụ lục"
    r"|mẫu|biểu|bảng|hình|trang|thứ|lần|khóa|khoá|(?<!cùng )kỳ|quý|năm|tháng|ngày|đề án|vành đai|quốc lộ|đường|lớp"
    r"|nghị quyết|nghị định|quyết định|luật|thông tư|hạng|phường|quận|tổ|ga|tầng|đợt|phiên bản)"
    r"\s{0,2}$",
    re.IGNORECASE,
)
_RANKED = re.compile(r"(?:thứ|hạng)\s{1,2}$", re.IGNORECASE)
_HEADING = re.compile(r"(?:^|\n)\s*[(]?$")


def tokens(text: str) -> Iterator[Token]:
    """The numbers of a smoothed text, in order; what is no number of its own (dates, documents …) is a REFERENCE."""
    for found in _SCAN.finditer(text):
        start, end = found.span()
        if found["skip"] is not None:
            yield Token(TokenKind.REFERENCE, start, end)
        elif found["percent"] is not None:
            yield _percent(found["percent"], start, end)
        elif found["decimal"] is not None or found["dotted"] is not None:
            yield _decimal(text, found.group(), start, end)
        else:
            yield _count(text, found.group(), start, end)


def _percent(written: str, start: int, end: int) -> Token:
    number = _PERCENT.fullmatch(written)
    if number is None or _ENGLISH.fullmatch(written):
        return Token(TokenKind.FOREIGN, start, end)
    whole, part = number[1].replace(".", ""), number[2] or ""
    return Token(TokenKind.PERCENT, start, end, Decimal(f"{whole}.{part}" if part else whole), len(part))


def _decimal(text: str, written: str, start: int, end: int) -> Token:
    if _POINTS.match(text[end : end + 8].lstrip()) and "%" in text[end : end + 12]:
        return Token(TokenKind.POINTS, start, end)
    if _AMOUNT.match(text, end):
        return Token(TokenKind.MEASURE, start, end)
    if _ENGLISH.fullmatch(written):
        return Token(TokenKind.FOREIGN, start, end)
    if "," in written or _HEADING.search(text[max(0, start - 40) : start]) or _NAMED.search(text[:start][-24:]):
        return Token(TokenKind.MEASURE if "," in written else TokenKind.REFERENCE, start, end)
    return Token(TokenKind.FOREIGN if written.count(".") == 1 else TokenKind.REFERENCE, start, end)


def _count(text: str, written: str, start: int, end: int) -> Token:
    before, after = text[max(0, start - 24) : start], text[end : end + 24]
    fraction = re.match(r"/[0-9]", after) is not None
    if _RANKED.search(before) or (_NAMED.search(before) and not fraction):
        return Token(TokenKind.REFERENCE, start, end)
    if _HEADING.search(before) and re.match(r"[.)]\s", after):
        return Token(TokenKind.REFERENCE, start, end)
    if re.search(r"\($", before) and re.match(r"\)", after) and len(written) <= 2:
        return Token(TokenKind.REFERENCE, start, end)
    year = len(written) == 4 and written[:2] in ("19", "20")
    if year and not re.match(r"\s?(?:lượt|đơn|vụ|kiến|phản|người)\b", after):
        return Token(TokenKind.REFERENCE, start, end)
    if after[:1].isalpha() and not _AMOUNT.match(text, end):
        return Token(TokenKind.REFERENCE, start, end)
    points = re.match(r"\s?điểm\s?(?:%|phần trăm)", after)
    value = Decimal(written.replace(".", ""))
    if points or _AMOUNT.match(text, end):
        return Token(TokenKind.POINTS if points else TokenKind.MEASURE, start, end, value)
    if written.startswith("0") and len(written) > 2:
        return Token(TokenKind.REFERENCE, start, end)
    return Token(TokenKind.COUNT, start, end, value)
