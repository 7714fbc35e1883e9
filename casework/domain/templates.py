"""The wording of a computed sentence as data: text with places for figures, words and other parts, and optional pieces.

{kntc.total}                  a figure of the catalogue; {kntc.total@type} of the item that is told of,
                              {kntc.open@state=suspended} of a named cell
{kntc.resolved_rate|0}        so many decimals; {letters.total|05} with a leading zero, {letters.total|5} without
{council}  {label|thường}     a word: of the letterhead, or the item's name (with a small first letter)
{#kntc.kinds_of_total}        another part of the wording
[, {kntc.total_change}]       left out when a figure in it is unknown or nought, or a part in it says nothing
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

OFFICE_WORDS = {
    "as_of": "ngày tính số liệu",
    "period": "kỳ báo cáo",
    "whole_area": "toàn địa bàn",
    "agencies": "các cơ quan hành chính",
    "executive": "UBND",
    "council": "HĐND",
    "delegation": "Đoàn ĐBQH",
    "issuer": "cơ quan ban hành",
    "threshold": "số người của đoàn đông người",
}
"""Words that stand in every sentence, with what they mean."""
ITEM_WORDS = {"label": "tên của mục", "session": "tên kỳ họp"}
"""Words of the item that a repeated sentence tells of."""
TARGET_WORDS = {"target": "mục tiêu", "target_year": "năm của mục tiêu", "target_source": "căn cứ của mục tiêu"}
"""Words of a sentence about a year's target."""

SMALL = "thường"
"""The option that writes a word with small letters."""
PADDED, UNPADDED = "05", "5"
DECIMALS = ("0", "1", "2", "3", "4")
_FIGURE = re.compile(r"[a-z_]+(?:\.[a-z_]+)+")
_CELL = re.compile(r"([a-z_]+)(?:=([A-Za-z0-9_-]*))?")


class TemplateError(ValueError):
    """A wording that cannot be used; the Vietnamese message names the place and the remedy."""


@dataclass(frozen=True, slots=True)
class FigurePlace:
    """A place for a figure: `cell` pairs (dimension, key or None for the item's own); `plain` beside a fraction bar."""

    code: str
    cell: tuple[tuple[str, str | None], ...] = ()
    option: str = ""
    plain: bool = False

    @property
    def written(self) -> str:
        """The place as the office writes it."""
        cell = ",".join(d if key is None else f"{d}={key}" for d, key in self.cell)
        return "{" + self.code + (f"@{cell}" if cell else "") + (f"|{self.option}" if self.option else "") + "}"


@dataclass(frozen=True, slots=True)
class WordPlace:
    """A place for a word."""

    name: str
    option: str = ""


@dataclass(frozen=True, slots=True)
class PartPlace:
    """A place for another part of the wording."""

    code: str


@dataclass(frozen=True, slots=True)
class Optional:
    """A piece that is left out when a figure in it is unknown or nought."""

    pieces: tuple[Piece, ...]


Piece = str | FigurePlace | WordPlace | PartPlace | Optional


def parse_template(text: str) -> tuple[Piece, ...]:
    """The pieces of a wording. Raises TemplateError for an unclosed bracket or a place that cannot be read."""
    pieces, at = _pieces(text, 0, inside=False)
    if at < len(text):
        raise TemplateError(f"Thừa dấu “]” ở chỗ “…{text[max(0, at - 20) : at + 1]}”.")
    return _with_fractions(pieces)


def places(pieces: tuple[Piece, ...]) -> Iterator[FigurePlace | WordPlace | PartPlace]:
    """All places of a wording, those in optional pieces too."""
    for piece in pieces:
        if isinstance(piece, Optional):
            yield from places(piece.pieces)
        elif not isinstance(piece, str):
            yield piece


def _pieces(text: str, at: int, *, inside: bool) -> tuple[tuple[Piece, ...], int]:
    found: list[Piece] = []
    start = at
    while at < len(text):
        char = text[at]
        if char not in "{}[]":
            at += 1
            continue
        if at > start:
            found.append(text[start:at])
        if char == "{":
            end = text.find("}", at)
            if end < 0 or "{" in text[at + 1 : end]:
                raise TemplateError(f"Thiếu dấu “}}” sau “{text[at : at + 30]}”.")
            found.append(read_place(text[at + 1 : end]))
            at = end + 1
        elif char == "[":
            pieces, at = _pieces(text, at + 1, inside=True)
            if at >= len(text):
                raise TemplateError("Thiếu dấu “]” để kết thúc đoạn có thể bỏ.")
            found.append(Optional(pieces))
            at += 1
        elif (char == "]" and inside) or char == "]":
            return tuple(found), at
        else:
            raise TemplateError(f"Thừa dấu “}}” ở chỗ “…{text[max(0, at - 20) : at + 1]}”.")
        start = at
    if at > start:
        found.append(text[start:at])
    return tuple(found), at


def read_place(written: str) -> FigurePlace | WordPlace | PartPlace:
    """One place, without its braces. Raises TemplateError when it cannot be read."""
    name, _, option = written.strip().partition("|")
    name, option = name.strip(), option.strip()
    if name.startswith("#"):
        return PartPlace(name[1:].strip())
    code, _, cell = name.partition("@")
    if not _FIGURE.fullmatch(code):
        if cell or not re.fullmatch(r"[a-z_]+", code):
            raise TemplateError(
                f"Không đọc được chỗ trống {{{written}}}. Ghi mã chỉ tiêu, ví dụ {{kntc.total}}, "
                "hoặc {kntc.total@type} cho từng mục."
            )
        return WordPlace(code, option)
    if option and option not in (*DECIMALS, PADDED, UNPADDED):
        raise TemplateError(
            f"Chỗ trống {{{written}}}: sau dấu “|” ghi số chữ số thập phân (0–4) cho tỷ lệ, "
            "“05” để thêm số 0 hoặc “5” để không thêm."
        )
    pairs: list[tuple[str, str | None]] = []
    for part in cell.split(",") if cell else ():
        if not (found := _CELL.fullmatch(part.strip())):
            raise TemplateError(f"Chỗ trống {{{written}}}: không đọc được “{part}” sau dấu “@”.")
        pairs.append((found[1], found[2]))
    return FigurePlace(code, tuple(pairs), option)


def _with_fractions(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Numbers beside a fraction bar never get a leading zero."""
    made: list[Piece] = []
    for at, piece in enumerate(pieces):
        before = pieces[at - 1] if at else ""
        after = pieces[at + 1] if at + 1 < len(pieces) else ""
        if isinstance(piece, Optional):
            made.append(Optional(_with_fractions(piece.pieces)))
        elif isinstance(piece, FigurePlace) and (_ends(before) or _begins(after)):
            made.append(FigurePlace(piece.code, piece.cell, piece.option, plain=True))
        else:
            made.append(piece)
    return tuple(made)


def _ends(piece: Piece) -> bool:
    return isinstance(piece, str) and piece.endswith("/")


def _begins(piece: Piece) -> bool:
    return isinstance(piece, str) and piece.startswith("/")
