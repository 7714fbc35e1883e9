"""Rates: a percentage against the counts it is of, half-up or cut off; other denominators that would fit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from casework.domain.claims.findings import ClaimKind, Finding, RateEquation, Rounding, Verdict, finding, rounding
from casework.domain.claims.lists import PartList
from casework.domain.claims.mentions import Mention, Role, Statement
from casework.domain.claims.tokens import TokenKind
from casework.domain.claims.units import is_part_unit
from casework.domain.numerals import write_count, write_decimal

_PLAN = re.compile(
    r"\s*(?:so với )?(?:kế hoạch|kh\b|dự toán|chỉ tiêu|mục tiêu|dân số|cả năm|so với|năng lực|công suất|diện tích"
    r"|giá trị|tổng vốn|tổng mức|vốn)"
)
_OF_OTHER = re.compile(r"\s+(?!số|tổng số|trong|trên|của|so với|và|còn|là|thuộc|vụ|đơn|kiến nghị|tổng)[^\W\d_]")
"""What follows a percentage of something that is named there ("90% hộ dân")."""
_OF_WORDS = re.compile(r"\s*(?:của|trên|trong|so với)?\s*(?:tổng )?số\s+([^,;.()]+)")
_SUBJECT = re.compile(r"(?<!\w)(?:tỷ lệ bao phủ|tăng trưởng|tỷ trọng|chỉ số|lãi suất|độ che phủ|tốc độ)")
_RESULT = re.compile(r"(?<!\w)(?:đạt|bằng|chiếm|tỷ lệ|tương đương)")
_DONE = re.compile(r"(?<!\w)(?:đã|xong|giải quyết được|hoàn thành|được giải quyết)")
_SOLVING = re.compile(r"giải quyết|xong|hoàn thành")
_ALL_WORDS = re.compile(
    r"tổng số|phải giải quyết|thuộc thẩm quyền|thụ lý|tiếp nhận|phát sinh|ghi nhận|nhận|có\s*$|chuyển"
)
_FRACTION = re.compile(r"\s*(?:[^\W\d_]+\s?){0,3}(?:/|trên(?: tổng số)?|trong(?: tổng)? số|trong tổng số)\s*")
_IDLE = frozenset({"đã", "các", "những", "số", "của", "là", "này", "toàn", "bộ", "tổng"})


@dataclass(frozen=True, slots=True)
class Bottom:
    """A denominator: `sure` when the text itself says that it is the one."""

    mention: Mention
    sure: bool


class RateReader:
    """Finds what each percentage of a draft is of, and judges it."""

    def __init__(self, statements: Sequence[Statement], lists: Sequence[PartList], text: str) -> None:
        """`text`: the smoothed draft in small letters."""
        self._statements, self._text = statements, text
        self._wholes: dict[int, list[PartList]] = {}
        for one in lists:
            for part in one.parts:
                self._wholes.setdefault(part.index, []).append(one)

    def findings(self) -> Iterator[Finding]:
        """The judgement of each percentage that is of counts of the text."""
        for at, statement in enumerate(self._statements):
            for n, percent in enumerate(statement.mentions):
                if percent.role is Role.RATE and not percent.approx:
                    made = self._judged(at, n, percent)
                    if made is not None:
                        yield made

    def _judged(self, at: int, n: int, percent: Mention) -> Finding | None:
        one = self._statements[at]
        tail = self._text[percent.end : percent.end + 30]
        plan = _PLAN.match(tail) is not None or _OF_OTHER.match(tail) is not None
        over = self._fraction_before(one, n)
        if over is not None:
            return _by_fraction(percent, *over, plan=plan)
        if plan:
            return None
        top = self._top(one, n, percent)
        if top is None:
            return self._from_rest(at, percent)
        bottoms = self._bottoms(at, one, top, percent)
        if top.approx or not bottoms:
            return self._from_rest(at, percent) if top.approx or top.token.kind is TokenKind.COUNT else None
        return self._by_bottoms(at, percent, top, bottoms)

    def _fraction_before(self, one: Statement, n: int) -> tuple[Mention, Mention] | None:
        """The fraction x/n of which the percentage at `n` is, when one stands right before it."""
        percent = one.mentions[n]
        before = [m for m in one.mentions[:n] if one.inside(percent.group, m.group)]
        if len(before) < 2:
            return None
        top, bottom = before[-2], before[-1]
        between = self._text[top.end : bottom.start]
        tail = self._text[bottom.end : percent.start]
        if not _FRACTION.fullmatch(between) or bottom.token.kind is not top.token.kind or len(tail) > 90:
            return None
        if top.unit and bottom.unit and top.unit != bottom.unit and not is_part_unit(bottom.unit, top.unit):
            return None
        return (top, bottom) if re.search(r"[;.:]\s", tail) is None else None

    def _top(self, one: Statement, n: int, percent: Mention) -> Mention | None:
        """The count of which the percentage speaks: the last before it, outside brackets that are closed by then."""
        before = [m for m in one.mentions[:n] if one.inside(percent.group, m.group) and m.role is Role.LEVEL]
        if not before:
            return None
        top = before[-1]
        between = self._text[top.end : percent.start]
        outside = re.sub(r"\([^()]*\)", "", between)
        if ";" in outside or _SUBJECT.search(outside) or len(outside) > 100:
            return None
        others = (Role.RATE, Role.OTHER)
        later = any(m.start > top.end and m.role in others and m.group == percent.group for m in one.mentions[:n])
        return None if later or top.token.kind is not TokenKind.COUNT else top

    def _bottoms(self, at: int, one: Statement, top: Mention, percent: Mention) -> list[Bottom]:
        told = _OF_WORDS.match(self._text[percent.end : percent.end + 60])
        if told:
            named = self._named(at, told[1], top)
            if named is not None:
                return [Bottom(named, True)]
        wholes = self._wholes.get(top.index, [])
        if wholes:
            return [Bottom(w.whole, w.clean and w.whole.unit != "") for w in wholes]
        own = [m for m in one.mentions if m.start < top.start]
        here = [m for m in own if self._may_hold(m, top)]
        earlier = [m for back in self._back(at) for m in back.mentions if self._may_hold(m, top)]
        found = sorted([*reversed(here), *reversed(earlier)], key=lambda m: m.index in self._wholes)
        if not found:
            return []
        nearest = found[0]
        beside = bool(own) and own[0] is nearest and own[-1] is nearest
        sure = (
            nearest.unit == top.unit != ""
            and _DONE.search(self._around(top)) is not None
            and _RESULT.search(self._text[top.end : percent.start]) is not None
            and (beside or _ALL_WORDS.search(self._around(nearest)) is not None)
            and nearest.group == top.group
        )
        return [Bottom(m, sure and m is nearest) for m in found]

    def _may_hold(self, whole: Mention, part: Mention) -> bool:
        return (
            whole.role is Role.LEVEL
            and whole.token.kind is TokenKind.COUNT
            and not whole.approx
            and is_part_unit(whole.unit, part.unit)
            and whole.count >= part.count > 0
        )

    def _back(self, at: int) -> list[Statement]:
        """The two statements before, nearest first, of the same paragraph."""
        paragraph = self._statements[at].sentence.paragraph
        return [s for s in reversed(self._statements[max(0, at - 2) : at]) if s.sentence.paragraph == paragraph]

    def _around(self, mention: Mention) -> str:
        return f"{self._text[max(0, mention.start - 45) : mention.start]} {mention.noun}"

    def _named(self, at: int, phrase: str, top: Mention) -> Mention | None:
        """The last count before whose words hold those of the phrase ("tổng số đơn đã xử lý")."""
        words = [w for w in re.findall(r"[^\W\d_]+", phrase) if w not in _IDLE][:6]
        ways = [m for s in (*reversed(self._back(at)), self._statements[at]) for m in s.mentions if m.start < top.start]
        for mention in reversed(ways):
            known = set(re.findall(r"[^\W\d_]+", f"{mention.words} {mention.unit}"))
            if words and all(w in known for w in words) and self._may_hold(mention, top):
                return mention
        return None

    def _by_bottoms(self, at: int, percent: Mention, top: Mention, bottoms: Sequence[Bottom]) -> Finding | None:
        sure = [b for b in bottoms if b.sure]
        for bottom in sure or bottoms:
            if _rounding(percent, top.count, bottom.mention.count) in (Rounding.HALF_UP, Rounding.CUT):
                return _rate_finding(percent, top, bottom.mention)
        if sure:
            return _rate_finding(percent, top, sure[0].mention, self._fitting(at, percent, top, sure[0].mention))
        return self._from_rest(at, percent) or finding(
            ClaimKind.RATE,
            Verdict.CANNOT_TELL,
            percent,
            (top,),
            f"không thấy trong đoạn mẫu số nào cho {write_count(top.count)} để ra {_printed(percent)}",
            "Văn bản không nói rõ tỷ lệ tính trên số nào.",
        )

    def _fitting(self, at: int, percent: Mention, top: Mention, wrong: Mention) -> list[Mention]:
        """The other counts of the paragraph on which the printed percentage would be right."""
        if percent.token.decimals == 0:
            return []
        near = [m for s in (*self._back(at), self._statements[at]) for m in s.mentions if self._may_hold(m, top)]
        fits = [m for m in near if _rounding(percent, top.count, m.count) is Rounding.HALF_UP and m is not wrong]
        return fits if len({m.count for m in fits}) == 1 else []

    def _from_rest(self, at: int, percent: Mention) -> Finding | None:
        """A rate whose numerator is not printed but follows: (whole – what remains) / whole."""
        one = self._statements[at]
        if not _SOLVING.search(self._text[max(one.sentence.start, percent.start - 80) : percent.start]):
            return None
        rest = next((m for m in one.mentions if m.role is Role.LEVEL and _REST.search(m.lead)), None)
        if rest is None or rest.approx:
            return None
        wholes = [m for m in one.mentions if m.start < min(rest.start, percent.start) and self._may_hold(m, rest)]
        wholes += [m for back in self._back(at) for m in back.mentions if self._may_hold(m, rest)]
        for whole in wholes:
            done = whole.count - rest.count
            if whole.count != rest.count and _rounding(percent, done, whole.count) in (Rounding.HALF_UP, Rounding.CUT):
                told = (
                    f"({write_count(whole.count)} – {write_count(rest.count)}) / {write_count(whole.count)} = "
                    f"{write_count(done)}/{write_count(whole.count)} = {_exact(done, whole.count, percent)}"
                )
                note = _note(percent, done, whole.count)
                return finding(ClaimKind.RATE, Verdict.AGREES, percent, (whole, rest), told, note)
        return None


_REST = re.compile(r"(?<!\w)còn(?: lại)?(?!\w)")


def _by_fraction(percent: Mention, top: Mention, bottom: Mention, *, plan: bool) -> Finding | None:
    if bottom.count == 0 or top.approx or bottom.approx:
        return None
    made = _rate_finding(percent, top, bottom)
    if made.verdict is not Verdict.AGREES and (plan or top.token.kind is not TokenKind.COUNT):
        return None
    return made


def _rounding(percent: Mention, numerator: int, denominator: int) -> Rounding:
    return rounding(Fraction(100 * numerator, denominator), percent.token.value, percent.token.decimals)


def _printed(percent: Mention) -> str:
    return f"{write_decimal(percent.token.value, percent.token.decimals)}%"


def _exact(numerator: int, denominator: int, percent: Mention) -> str:
    return f"{write_decimal(Fraction(100 * numerator, denominator), percent.token.decimals + 2)}%"


def _note(percent: Mention, numerator: int, denominator: int) -> str:
    if _rounding(percent, numerator, denominator) is Rounding.CUT:
        rounded = write_decimal(Fraction(100 * numerator, denominator), percent.token.decimals)
        return f"Cắt bớt, không làm tròn (làm tròn là {rounded}%)."
    return ""


def _rate_finding(percent: Mention, top: Mention, bottom: Mention, fits: Sequence[Mention] = ()) -> Finding:
    """The judgement of a percentage of two printed counts."""
    x, n = top.count, bottom.count
    told = f"{write_count(x)}/{write_count(n)} = {_exact(x, n, percent)}"
    equation = RateEquation(top.index, bottom.index, percent.token.value, percent.token.decimals)
    if equation.holds({top.index: x, bottom.index: n}):
        return finding(
            ClaimKind.RATE, Verdict.AGREES, percent, (top, bottom), told, _note(percent, x, n), equation
        )  # fmt: skip
    rounded = write_decimal(Fraction(100 * x, n), percent.token.decimals)
    told += f", làm tròn {rounded}%; văn bản ghi {_printed(percent)}"
    note = ""
    if _rounding(percent, x, n) is Rounding.PADDED:
        note = "Số đã làm tròn đến ít chữ số hơn rồi thêm số 0."
    elif fits:
        fit = write_count(fits[0].count)
        note = f"Tỷ lệ này đúng nếu tính trên {fit} ({write_count(x)}/{fit}); xin xem lại mẫu số."
    return finding(ClaimKind.RATE, Verdict.DIFFERS, percent, (top, bottom, *fits[:1]), told, note, equation)
