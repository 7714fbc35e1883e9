"""Lists of parts: which number is the whole, which are its parts, and how surely the list is meant to be complete."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from casework.domain.claims.mentions import Mention, Role, Statement
from casework.domain.claims.units import is_part_unit


class Strength(IntEnum):
    """How surely the parts are all the parts: "trong đó" need not be, a bare list may be, "gồm" is."""

    SOME = 1
    LIKELY = 2
    ALL = 3


@dataclass(frozen=True, slots=True)
class PartList:
    """A whole and its parts. `clean`: nothing in the list is doubtful; `apart`: the parts exclude one another."""

    whole: Mention
    parts: tuple[Mention, ...]
    strength: Strength
    clean: bool
    apart: bool

    @property
    def fits(self) -> bool:
        """Whether the parts add up to the whole."""
        return sum(m.count for m in self.parts) == self.whole.count


_MARKER = re.compile(
    r"(?P<some>trong đó(?: gồm| có)?|trong số (?:này|đó)|riêng(?! năm))"
    r"|(?P<all>(?:bao )?gồm(?: có)?|chia (?:ra|theo|thành)|phân (?:ra|theo|loại)|được chia|cụ thể|chia như sau)"
    r"|(?P<head>kết quả|trạng thái|cơ cấu|trong tổng số|(?<!\w)trong(?= [0-9])|(?<!\w)trên tổng số(?= [0-9]))"
    r"|(?P<open>\()|(?P<colon>:)"
)
_NOT_ALL = re.compile(r"(?:không|chưa) (?:bao )?$")
_LOOSE = re.compile(r"…|\.\.\.|v\.v|chủ yếu|ngoài ra|một số|điển hình|nhất là|ví dụ")
_CLASSES = (
    re.compile(r"khiếu nại|tố cáo|kiến nghị|phản ánh|đề nghị|dân nguyện"),
    re.compile(
        r"đã|đang|còn|chưa|chờ|từ chối|chuyển|giải trình|giải thích|thông tin|xong|quá hạn|đúng hạn|trong hạn|trả lại"
    ),
    re.compile(r"cấp|thành phố|trung ương|tỉnh|huyện|quận|xã|sở|ngành"),
    re.compile(r"lĩnh vực|về |kinh tế|pháp chế|văn hóa|đô thị|đất đai|xây dựng|đầu tư|chế độ|môi trường|khác"),
    re.compile(r"cũ|mới|kỳ trước|trong kỳ"),
)
_REACH, _BESIDE = 160, 80


def part_lists(statements: Sequence[Statement], text: str) -> Iterator[PartList]:
    """The lists of parts of a draft. `text`: the smoothed draft, in small letters."""
    for at, one in enumerate(statements):
        near = at and statements[at - 1].sentence.paragraph == one.sentence.paragraph
        before = statements[at - 1] if near else None
        yield from _of_statement(one, before, text)


def _of_statement(one: Statement, before: Statement | None, text: str) -> Iterator[PartList]:
    start, end = one.sentence.start, one.sentence.end
    found_marks = _MARKER.finditer(text, start, end)
    marks = [m for m in found_marks if not _NOT_ALL.search(text[max(start, m.start() - 12) : m.start()])]
    pairs = fractions(one, text)
    for n, mark in enumerate(marks):
        group = _group_at(one, mark.start() - start + (1 if mark["open"] else 0))
        if (mark["open"] or mark["colon"]) and any(_covers(other, mark.end(), text) for other in marks[n + 1 :]):
            continue  # "(gồm …": the word says more than the bracket
        strength = Strength.ALL if mark["all"] else Strength.SOME if mark["some"] else Strength.LIKELY
        later = [m.start() for m in marks[n + 1 :] if m["all"] or m["some"]]
        limit = min((p for p in later if _group_at(one, p - start) == group), default=end)
        found = [
            made
            for whole, first in _wholes(one, mark, group, before, text)
            if (made := _made(one, whole, first, group, limit, strength, text, pairs)) is not None
        ]
        if found:
            yield from _in_fractions(one, next((m for m in found if m.fits), found[0]), pairs)


def fractions(one: Statement, text: str) -> dict[int, Mention]:
    """The fractions x/n of a statement: the mention of n by the index of x."""
    levels = [m for m in one.mentions if m.role is Role.LEVEL]
    return {
        top.index: bottom
        for top, bottom in itertools.pairwise(levels)
        if SLASH.fullmatch(text[top.end : bottom.start]) and (not top.unit or top.unit == bottom.unit)
    }


SLASH = re.compile(r"\s*(?:[^\W\d_]+\s?){0,3}(?:/|(?<!\w)trên(?: tổng số)?(?!\w))\s*")


def _in_fractions(one: Statement, made: PartList, pairs: dict[int, Mention]) -> Iterator[PartList]:
    """A list as it is; or as two lists when its whole and its parts are fractions."""
    bottoms = {m.index for m in pairs.values()}
    if made.whole.index not in bottoms and made.whole.index not in pairs:
        yield made
        return
    tops = [m for m in made.parts if m.index in pairs]
    by_bottom = {bottom.index: top for top, bottom in ((t, pairs[t.index]) for t in tops)}
    if len(tops) * 2 != len(made.parts) or not all(m.index in pairs or m.index in by_bottom for m in made.parts):
        yield made
        return
    for index, bottom in pairs.items():
        if made.whole.index in (index, bottom.index):
            over = next(m for m in one.mentions if m.index == index)
            yield PartList(bottom, tuple(pairs[t.index] for t in tops), made.strength, True, made.apart)
            yield PartList(over, tuple(tops), made.strength, True, made.apart)


def _covers(other: re.Match[str], after: int, text: str) -> bool:
    return bool(other["all"] or other["some"]) and not text[after : other.start()].strip()


def _group_at(one: Statement, offset: int) -> int:
    return max((n for n, b in enumerate(one.brackets) if b.start < offset <= b.end), default=0)


def _wholes(
    one: Statement, mark: re.Match[str], group: int, before: Statement | None, text: str
) -> Iterator[tuple[Mention, int]]:
    """The wholes of which a mark may speak, the likeliest first, and from where their parts stand."""
    levels = [m for m in one.mentions if m.role is Role.LEVEL]
    if mark["head"] and mark["head"].startswith("tr") and "thái" not in mark["head"]:
        after = next((m for m in levels if m.start >= mark.end()), None)
        if after is not None and after.start - mark.end() <= 12:
            yield after, after.end
        return
    outer = one.brackets[group].parent if mark["open"] else group
    earlier = [m for m in levels if m.end <= mark.start() and mark.start() - m.end <= _REACH]
    for level in [outer, *_around(one, outer)]:
        for whole in [m for m in reversed(earlier) if m.group == level][:3]:
            between = text[whole.end : mark.start()]
            if mark["open"] and (";" in between or ":" in between or len(between) > _BESIDE):
                return
            if mark["colon"] and (whole is not earlier[-1] or _TURNS.search(between)):
                return
            if ";" in between or (_TURNS.search(between) and whole is not earlier[-1]):
                break
            yield whole, mark.end()
        if earlier and any(m.group == level for m in earlier):
            return
    if before is None or mark["open"] or mark["colon"] or any(m.end <= mark.start() for m in one.mentions):
        return
    kept = [m for m in before.mentions if m.role is Role.LEVEL and m.group == 0 and not m.approx]
    if kept and len({m.unit for m in kept}) == len(kept):
        for whole in kept:
            yield whole, mark.end()


_TURNS = re.compile(r"[;:]|(?<!\w)(?:đã|đang|còn|đạt)(?!\w)[^,]*$")


def _around(one: Statement, group: int) -> list[int]:
    found = []
    while group:
        group = one.brackets[group].parent
        found.append(group)
    return found


def _made(
    one: Statement,
    whole: Mention,
    first: int,
    group: int,
    limit: int,
    strength: Strength,
    text: str,
    pairs: dict[int, Mention],
) -> PartList | None:
    inside = [m for m in one.mentions if first <= m.start < limit and m.group == group and m.role is Role.LEVEL]
    bottoms = {m.index for m in pairs.values()}
    if whole.index not in bottoms and whole.index not in pairs:
        inside = [m for m in inside if m.index not in bottoms]
    parts = [m for m in inside if is_part_unit(whole.unit, m.unit) and m.token.kind is whole.token.kind]
    if whole.approx or any(m.approx for m in inside):
        return None
    fitting = _fitting(whole, parts) if len(parts) > 1 else None
    if fitting is not None:
        return PartList(whole, tuple(fitting), strength, True, _exclude(fitting))
    generic = _fitting(whole, inside) if whole.unit not in _STRICT and len(inside) > 1 else None
    if generic is not None:
        return PartList(whole, tuple(generic), strength, True, _exclude(generic))
    if len(parts) < 2:
        return None
    kept = _same_pattern(parts)
    clean = (
        len(kept) > 1
        and _LOOSE.search(text[first : min(len(text), limit)]) is None
        and all(m in parts for m in inside if m.start <= kept[-1].start)
        and one.brackets[group].closed
        and bool(whole.unit)
        and "/" not in text[kept[0].end : kept[-1].start]
    )
    return PartList(whole, tuple(kept), strength, clean, _exclude(kept))


_STRICT = frozenset({"đơn", "vụ", "lượt", "người", "đoàn"})


def _fitting(whole: Mention, parts: Sequence[Mention]) -> list[Mention] | None:
    """The first parts, two or more, that add up to the whole."""
    total = parts[0].count
    for n, part in enumerate(parts[1:], 2):
        total += part.count
        if total == whole.count:
            return list(parts[:n])
    return None


def _same_pattern(parts: Sequence[Mention]) -> list[Mention]:
    """The parts up to where the sentence turns to another thing: a state after parts that are not told by state."""
    kept = [parts[0]]
    stated = bool(_STATE.search(parts[0].words))
    for part in parts[1:]:
        if bool(_STATE.search(part.lead)) and not stated:
            break
        kept.append(part)
    return kept


_STATE = re.compile(r"(?<!\w)(?:đã|đang|còn|chưa|giải quyết|xử lý|đạt|tiếp nhận|trả lời)(?!\w)")


def _exclude(parts: Sequence[Mention]) -> bool:
    """Whether the parts are of one sort and told apart by it: by type, by state, by level, by field."""
    for kind in _CLASSES:
        told = [frozenset(kind.findall(m.words)) for m in parts]
        if all(told) and (len({m.words.strip() for m in parts}) == len(parts)):
            return True
    return False
