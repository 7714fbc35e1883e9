"""What remains after what is done, and pairs of lượt and người."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from casework.domain.claims.findings import ClaimKind, Finding, RateEquation, SumEquation, Verdict, finding
from casework.domain.claims.lists import PartList, fractions
from casework.domain.claims.mentions import Mention, Role, Statement
from casework.domain.claims.tokens import TokenKind
from casework.domain.numerals import write_count

_LEFT = re.compile(r"(?<!\w)còn(?: lại)?(?!\w)(?! thiếu| hạn)")
_OPEN = re.compile(r"(?<!\w)(?:đang|chưa|còn|chờ|tiếp tục)(?!\w)")
_DONE = re.compile(r"(?<!\w)(?:đã|xong|giải quyết được|hoàn thành|được giải quyết|giải quyết)(?!\w)")
_PAIR = re.compile(r"\s*lượt(?: công dân)?\s*(?:/|với)\s*")


def rest_findings(
    statements: Sequence[Statement], text: str, rates: Sequence[Finding], lists: Sequence[PartList]
) -> Iterator[Finding]:
    """The judgement of each "còn n", "đang giải quyết n" whose whole and done part are printed before it.

    `rates`: the findings of rates; a rate that the text itself gives ties a done part to its whole. What stands in a
    list of three parts or more is judged there.
    """
    tied = {f.equation.numerator: f.equation.denominator for f in rates if isinstance(f.equation, RateEquation)}
    by_index = {m.index: m for one in statements for m in one.mentions}
    listed = {m.index for one in lists if len(one.parts) > 2 and one.clean for m in one.parts}
    for at, one in enumerate(statements):
        back = statements[at - 1] if at and statements[at - 1].sentence.paragraph == one.sentence.paragraph else None
        states = [m for m in one.mentions if m.role is Role.LEVEL and _is_rest(m)]
        for rest in states:
            if rest.token.kind is not TokenKind.COUNT or rest.index in listed:
                continue
            levels = [m for m in (*(back.mentions if back else ()), *one.mentions) if _beside(m, rest)]
            over = {**(fractions(back, text) if back else {}), **fractions(one, text)}
            pairs = [(m, over[m.index]) for m in levels if m.index in over]
            left = _LEFT.search(rest.lead) is not None
            made = _judged(rest, levels, pairs, tied, by_index)
            if made is None:
                continue
            surely = (left or _only_two(one, made, rest)) and rest.index not in over
            if made.verdict is Verdict.AGREES or surely:
                yield made


def _is_rest(one: Mention) -> bool:
    return not one.approx and (_LEFT.search(one.lead) is not None or _OPEN.search(one.words) is not None)


def _beside(one: Mention, rest: Mention) -> bool:
    """Whether a count may be the whole or the done part of a remainder."""
    return (
        one.end <= rest.start
        and one.role is Role.LEVEL
        and one.token.kind is TokenKind.COUNT
        and not one.approx
        and one.group == rest.group
        and ("" in (one.unit, rest.unit) or one.unit == rest.unit)
    )


def _only_two(one: Statement, made: Finding, rest: Mention) -> bool:
    """Whether nothing else of the same unit is told after what is done but what remains: two states make the whole."""
    done = max(start for start, _ in made.others)
    later = (m for m in one.mentions if m.role is Role.LEVEL and m is not rest and m.start > done)
    return not any(m.group == rest.group for m in later)


def _judged(
    rest: Mention,
    levels: Sequence[Mention],
    pairs: Sequence[tuple[Mention, Mention]],
    tied: dict[int, int],
    by_index: dict[int, Mention],
) -> Finding | None:
    if pairs:
        fitting = next((p for p in reversed(pairs) if p[1].count - p[0].count == rest.count), None)
        last = levels[-1] is pairs[-1][1]
        return _by(rest, *(fitting or pairs[-1])) if fitting or last else None
    done = [m for m in levels if _DONE.search(m.words) and not _is_rest(m)]
    for part in reversed(done):
        most = max(part.count, rest.count)
        wholes = [m for m in levels if m.start < part.start and m.count >= most]
        exact = next((m for m in reversed(wholes) if m.count == part.count + rest.count), None)
        if exact is not None:
            return _by(rest, part, exact)
        whole = by_index.get(tied.get(part.index, -1)) or (wholes[0] if len(wholes) == 1 else None)
        if whole is not None and part is done[-1] and part.unit == whole.unit:
            return _by(rest, part, whole)
    return None


def _by(rest: Mention, done: Mention, whole: Mention) -> Finding:
    left = whole.count - done.count
    equation = SumEquation(whole.index, (done.index, rest.index))
    told = f"{write_count(whole.count)} – {write_count(done.count)} = {write_count(left)}"
    if left == rest.count:
        return finding(ClaimKind.REMAINDER, Verdict.AGREES, rest, (whole, done), told, equation=equation)
    told += f"; văn bản ghi {write_count(rest.count)}, lệch {write_count(abs(left - rest.count))}"
    return finding(ClaimKind.REMAINDER, Verdict.DIFFERS, rest, (whole, done), told, equation=equation)


def pair_findings(statements: Sequence[Statement], text: str) -> Iterator[Finding]:
    """The judgement of "n lượt/m người": whoever is received is at least one person a visit (law-and-forms 2.3)."""
    for one in statements:
        for visits, people in itertools.pairwise(one.mentions):
            if visits.unit != "lượt" or people.unit not in ("người", "lượt người"):
                continue
            if visits.token.kind is not people.token.kind:
                continue
            if not _PAIR.fullmatch(text[visits.end : people.start]) or visits.approx or people.approx:
                continue
            fewer = people.count < visits.count
            told = f"{write_count(visits.count)} lượt {'>' if fewer else '≤'} {write_count(people.count)} người"
            verdict = Verdict.IMPOSSIBLE if fewer else Verdict.AGREES
            note = "Mỗi lượt tiếp có ít nhất một người, nên số người không thể ít hơn số lượt." if fewer else ""
            yield finding(ClaimKind.PAIR, verdict, people, (visits,), told, note)
