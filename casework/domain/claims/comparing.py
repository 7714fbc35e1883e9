"""Claims of a draft beside the system's figures of its period: only where the words say which figure is meant.

A phrase of the table says: a number of this unit, with these words before it and none of those, is this figure. What no
row knows is not compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casework.domain.claims.draft import DraftReading
from casework.domain.claims.findings import ClaimKind, Finding, Rounding, Verdict, rounding
from casework.domain.claims.lists import SLASH, PartList, part_lists
from casework.domain.claims.mentions import Mention, Role, Statement
from casework.domain.claims.text import small
from casework.domain.claims.tokens import TokenKind
from casework.domain.figures import Figure, FigureKind, FigureSet
from casework.domain.numerals import write_count, write_decimal, write_percent
from casework.domain.text import fold

_PART_OF_OFFICE = (
    r"cấp |huyện|quận|phường|(?<!\w)xã|(?<!\w)sở|tỉnh|cả nước|toàn quốc|bộ, ngành|thanh tra|riêng"
    r"|đại biểu|đbqh|trước đó"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A row: numbers of `units` after words that match `said`, not `unsaid`, are the figure `code`."""

    code: str
    units: frozenset[str]
    said: re.Pattern[str]
    unsaid: re.Pattern[str]
    noun: re.Pattern[str] = re.compile(r".*", re.DOTALL)


def _row(code: str, units: str, said: str, unsaid: str = r"(?!)", noun: str = r".*") -> Phrase:
    return Phrase(
        code,
        frozenset(units.split("|")),
        re.compile(rf"(?:{said})[^;.]*$"),
        re.compile(f"{_PART_OF_OFFICE}|{unsaid}"),
        re.compile(noun, re.DOTALL),
    )


_PLAIN_CASES = r"\s*vụ(?: việc)?(?:\s+(?:kntc|khiếu nại,? tố cáo|thuộc thẩm quyền)[^;,.]*)?\s*$"
_PLAIN_LETTERS = r"\s*đơn(?: thư)?(?:\s+các loại)?\s*$"
PHRASES: tuple[Phrase, ...] = (
    _row("reception.leader_visits", "lượt|lượt người", r"(?:chủ tịch|lãnh đạo)[^;.]*(?:tiếp|đối thoại)"),
    _row(
        "reception.visits", "lượt|lượt người", r"(?<!\w)tiếp(?: được)?(?: là)?\s*",
        r"lãnh đạo|chủ tịch|đối thoại|đoàn|thường xuyên|định kỳ|đột xuất", r"\s*lượt(?: công dân| người)?\s*$",
    ),
    _row("letters.total", "đơn", r"tiếp nhận(?: và xử lý)?(?: được)?\s*", r"đủ điều kiện", _PLAIN_LETTERS),
    _row("kntc.total", "vụ", r"(?:thụ lý|theo thẩm quyền|thuộc thẩm quyền)(?: theo thẩm quyền)?\s*", noun=_PLAIN_CASES),
    _row("kntc.resolved", "vụ", r"đã giải quyết(?: xong| được)?\s*", r"quá hạn|đúng hạn", _PLAIN_CASES),
    _row("kntc.collectives", "tập", r"kiểm điểm trách nhiệm[^0-9]*"),
    _row("kntc.individuals", "cá", r"kiểm điểm trách nhiệm[^;.]*"),
    _row("pakn.received", "phản ánh", r"pakn(?: đã)? tiếp nhận[:\s]*"),
    _row("pakn.on_time", "phản ánh", r"pakn đã xử lý đúng hạn[:\s]*"),
    _row("pakn.late", "phản ánh", r"pakn đã xử lý quá hạn[:\s]*"),
    _row("pakn.open", "phản ánh", r"pakn đang xử lý[:\s]*"),
)  # fmt: skip
_RESOLUTION = re.compile(r"nghị quyết số\s*([0-9]+/nq-hđnd)(?: ngày ([0-9/]+))?")
_REACH = 70


@dataclass(frozen=True, slots=True)
class Comparison:
    """A claim beside the system's figure: `finding` says how they stand, `figure` which one it is."""

    finding: Finding
    figure: Figure


def compare(read: DraftReading, figures: FigureSet, *, whole: bool) -> list[Comparison]:
    """The claims of a draft whose figures are known, in the order of the text.

    `whole`: whether `figures` counts the whole office; where it does not, what differs is left undecided. Bands and
    figures that are not known are never compared.
    """
    text = small(read.text)
    lists = list(part_lists(read.statements, text))
    meant: dict[int, Figure] = {}
    for one in read.statements:
        for mention in one.mentions:
            figure = _figure_of(mention, one, text, figures)
            if figure is not None:
                meant[mention.index] = figure
        meant.update(_by_resolution(one, text, figures))
    meant.update(_of_parts(lists, meant, figures))
    mentions = {m.index: m for one in read.statements for m in one.mentions}
    found = [_counted(mentions[index], figure, whole=whole) for index, figure in meant.items()]
    found += [made for f in read.findings if (made := _derived(f, mentions, meant, figures, whole=whole))]
    return sorted(found, key=lambda c: c.finding.start)


def _exact(figure: Figure | None) -> Figure | None:
    return figure if figure is not None and figure.kind is FigureKind.RECORDS and figure.value is not None else None


def _figure_of(mention: Mention, one: Statement, text: str, figures: FigureSet) -> Figure | None:
    if mention.role is not Role.LEVEL or mention.approx or mention.token.kind is not TokenKind.COUNT:
        return None
    before = text[max(one.sentence.start, mention.start - _REACH) : mention.start]
    last = max(before.rfind(";"), before.rfind(")"))
    before = before[last + 1 :]
    for row in PHRASES:
        said = row.said.search(before)
        near = said is not None and re.search(r"[0-9]", before[said.start() :]) is None
        if row.code == "kntc.individuals":
            near = said is not None
        if mention.unit in row.units and near and not row.unsaid.search(before) and row.noun.fullmatch(mention.noun):
            return _exact(figures.get(row.code))
    return None


def _by_resolution(one: Statement, text: str, figures: FigureSet) -> Iterator[tuple[int, Figure]]:
    """Fractions of petitions behind the number of a council's resolution: resolved of all that it tracks."""
    marks = list(_RESOLUTION.finditer(text, one.sentence.start, one.sentence.end))
    levels = [m for m in one.mentions if m.role is Role.LEVEL and not m.approx]
    for n, mark in enumerate(marks):
        end = marks[n + 1].start() if n + 1 < len(marks) else one.sentence.end
        here = [m for m in levels if mark.end() <= m.start < end]
        if len(here) < 2 or "giải quyết" not in text[mark.end() : here[0].start]:
            continue
        top, bottom = here[0], here[1]
        if not SLASH.fullmatch(text[top.end : bottom.start]) or bottom.unit != "kiến nghị":
            continue
        for mention, code in ((top, "petitions.basket.resolved"), (bottom, "petitions.basket.total")):
            cells = [f for f in figures.breakdown(code, "council_resolution") if _names(f, mark)]
            if len(cells) == 1 and (figure := _exact(cells[0])) is not None:
                yield mention.index, figure


def _names(figure: Figure, mark: re.Match[str]) -> bool:
    label = figure.labels[0].lower()
    return f" {mark[1]} " in f" {label} " and (mark[2] is None or mark[2] in label)


def _of_parts(lists: Sequence[PartList], meant: dict[int, Figure], figures: FigureSet) -> dict[int, Figure]:
    """The parts of a known whole, by the type that they name."""
    found: dict[int, Figure] = {}
    for one in lists:
        whole = meant.get(one.whole.index)
        if whole is None or not one.fits or not one.apart:
            continue
        cells = figures.breakdown(whole.code, "type")
        for part in one.parts:
            words = fold(part.words)
            fits = [cell for cell in cells if fold(cell.labels[0]) in words]
            if len(fits) == 1 and (figure := _exact(fits[0])) is not None:
                found[part.index] = figure
    return found


def _counted(mention: Mention, figure: Figure, *, whole: bool) -> Comparison:
    value = figure.value or 0
    told = f"hệ thống: {_title(figure)} {write_count(value)} {figure.unit.label}"
    same = value == mention.count
    if not same:
        told += f"; văn bản ghi {write_count(mention.count)}, lệch {write_count(abs(value - mention.count))}"
    return _comparison(mention.start, mention.end, figure, told, same=same, whole=whole)


def _derived(
    one: Finding, mentions: dict[int, Mention], meant: dict[int, Figure], figures: FigureSet, *, whole: bool
) -> Comparison | None:
    """A rate or a growth of numbers that are known, beside the system's own."""
    by_place = {(m.start, m.end): m for m in mentions.values()}
    judged = by_place.get((one.start, one.end))
    of = [meant.get(by_place[place].index) for place in one.others if place in by_place]
    if judged is None or not of or any(figure is None for figure in of):
        return None
    top = of[0]
    if top is None:
        return None
    if one.kind is ClaimKind.RATE and len(of) == 2:
        figure = figures.figures.get((f"{top.code}_rate", top.cell))
        share = figure.rate.fraction if figure is not None and figure.denominator else None
    elif one.kind is ClaimKind.GROWTH and len(of) == 1:
        figure = figures.figures.get((f"{top.code}_change", top.cell))
        share = figure.change.fraction if figure is not None and figure.denominator else None
        if share is not None and share * judged.sign < 0:
            return None
    else:
        return None
    if figure is None or share is None:
        return None
    digits = judged.token.decimals
    same = rounding(abs(share) * 100, judged.token.value, digits) in (Rounding.HALF_UP, Rounding.CUT)
    told = f"hệ thống: {_title(figure)} {write_percent(abs(share), digits)}"
    if not same:
        told += f"; văn bản ghi {write_decimal(judged.token.value, digits)}%"
    return _comparison(judged.start, judged.end, figure, told, same=same, whole=whole)


def _title(figure: Figure) -> str:
    return f"{figure.label} ({', '.join(figure.labels)})" if figure.labels else figure.label


def _comparison(start: int, end: int, figure: Figure, told: str, *, same: bool, whole: bool) -> Comparison:
    verdict = Verdict.AGREES if same else Verdict.DIFFERS if whole else Verdict.CANNOT_TELL
    note = "" if same or whole else "Tài khoản chỉ xem được một phần hồ sơ nên không kết luận được."
    return Comparison(Finding(ClaimKind.SYSTEM, verdict, start, end, (), told, note), figure)
