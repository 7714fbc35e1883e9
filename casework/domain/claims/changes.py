"""Growth and differences against an earlier period: whether whole numbers can give them, and printed ones do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from casework.domain.claims.findings import ClaimKind, Finding, Rounding, SumEquation, Verdict, finding, rounding
from casework.domain.claims.mentions import Mention, Role, Statement
from casework.domain.claims.tokens import TokenKind
from casework.domain.numerals import round_half_up, write_count, write_decimal

_OTHER_SUBJECT = re.compile(
    r"(?<!\w)(?:số|tổng|tỷ lệ|vốn|thu|chi|chỉ số|giá|mức|doanh thu|kim ngạch|sản lượng|điểm|trị giá|năng suất|bình quân"
    r"|trung bình|về|quý|tháng trước|tốc độ|trong đó|riêng|khách)(?!\w)"
)
_NOT_PRIOR = re.compile(
    r"\s*(?:so với|so|về|của)\s+(?!cùng kỳ|năm|kỳ|tháng|quý|6 tháng|9 tháng|với cùng kỳ|với năm|với kỳ)"
    r"|\s*về|\s*/năm|\s*(?:kế hoạch|dự toán)"
)
_SPAN = 70


def growth_findings(statements: Sequence[Statement], text: str) -> Iterator[Finding]:
    """The judgement of each "tăng x%", "giảm x%" of a count. `text`: the smoothed draft in small letters."""
    for one in statements:
        for n, growth in enumerate(one.mentions):
            if growth.role is not Role.GROWTH or growth.approx or _NOT_PRIOR.match(text[growth.end : growth.end + 30]):
                continue
            now = _grown(one, n, text)
            if now is not None:
                yield _growth_judged(now, growth, _prior(one, now, growth))


def _grown(one: Statement, n: int, text: str) -> Mention | None:
    """The count that grew: the last number before, if nothing else of which growth may be told stands between."""
    growth = one.mentions[n]
    before = [m for m in one.mentions[:n] if one.inside(growth.group, m.group) and m.role is not Role.PRIOR]
    if not before or before[-1].role is not Role.LEVEL:
        return None
    now = before[-1]
    between = re.sub(r"\([^()]*\)", "", text[now.end : growth.start]).removeprefix(now.noun)
    far = len(between) > _SPAN or ";" in between
    if now.token.kind is not TokenKind.COUNT or now.approx or far or _OTHER_SUBJECT.search(between + now.noun):
        return None
    return now


def _prior(one: Statement, now: Mention, growth: Mention) -> Mention | None:
    """The earlier figure, when the sentence prints it."""
    found = [m for m in one.mentions if m.role is Role.PRIOR and m.unit in ("", now.unit)]
    near = [m for m in found if abs(m.start - growth.start) < 2 * _SPAN]
    return near[0] if len(near) == 1 else None


def possible_priors(now: int, printed: Decimal, decimals: int, sign: int) -> tuple[list[int], list[int]]:
    """The whole numbers from which a count can have come to `now` by a printed growth: (rounded half-up, cut off).

    `printed` in percent, never negative, with `decimals` digits; `sign`: +1 tăng, -1 giảm. At most three of each, those
    nearest to the exact one.
    """
    unit = Fraction(1, 10**decimals)
    least, most = (Fraction(printed) - unit / 2) / 100, (Fraction(printed) + unit) / 100
    near, far = 1 + sign * least, 1 + sign * most
    low = int(Fraction(now) / max(near, far)) if max(near, far) > 0 else 1
    middle = 1 + sign * Fraction(printed) / 100
    exact = Fraction(now) / middle if middle > 0 else Fraction(low)
    # A fall that may be 100% when cut off has no greatest prior: 30 after "giảm 99,9%" may come from any large number.
    high = int(Fraction(now) / min(near, far)) + 1 if min(near, far) > 0 else max(low, int(exact)) + _TRIED
    first, last = max(1, low, int(exact) - _TRIED), min(high, int(exact) + _TRIED)
    rounded: list[int] = []
    cut: list[int] = []
    for prior in sorted(range(first, last + 1), key=lambda p: abs(p - exact)):
        share = Fraction(now - prior, prior) * sign * 100
        if share < 0 or (now == prior and printed != 0):
            continue
        if round_half_up(share, decimals) == printed:
            rounded.append(prior)
        if Fraction(int(share * 10**decimals), 10**decimals) == Fraction(printed):
            cut.append(prior)
    return rounded[:3], cut[:3]


_TRIED = 500
"""So many whole numbers on either side of the exact one are tried; where more may do, those nearest to it do."""


def _growth_judged(now: Mention, growth: Mention, prior: Mention | None) -> Finding:
    printed = f"{write_decimal(growth.token.value, growth.token.decimals)}%"
    word = "tăng" if growth.sign > 0 else "giảm"
    if prior is not None and prior.count > 0:
        return _against(now, growth, prior, f"{word} {printed}")
    rounded, cut = possible_priors(now.count, growth.token.value, growth.token.decimals, growth.sign)
    n = write_count(now.count)
    if rounded or cut:
        way = rounded or cut
        many = len(way) > 1
        told = f"từ {write_count(way[0])}{' (và số khác)' if many else ''} lên hoặc xuống {n} thì {word} {printed}"
        note = "" if rounded else "Chỉ có thể nếu cắt bớt, không làm tròn."
        return finding(ClaimKind.GROWTH, Verdict.AGREES, growth, (now,), told, note)
    told = f"{_nearest(now, growth)}; không số nguyên nào của kỳ trước cho {word} {printed} đến {n}"
    return finding(ClaimKind.GROWTH, Verdict.IMPOSSIBLE, growth, (now,), told)


def _nearest(now: Mention, growth: Mention) -> str:
    """The two whole numbers beside the exact earlier one, with the growth that each gives."""
    share = Fraction(growth.token.value) / 100 * growth.sign
    exact = Fraction(now.count) / (1 + share) if share > -1 else Fraction(now.count)
    ways = [p for p in (int(exact), int(exact) + 1) if p > 0]
    digits = growth.token.decimals
    return ", ".join(
        f"từ {write_count(p)}: {write_decimal(abs(Fraction(now.count - p, p)) * 100, digits)}%" for p in ways
    )


def _against(now: Mention, growth: Mention, prior: Mention, words: str) -> Finding:
    exact = Fraction(now.count - prior.count, prior.count) * 100
    how = rounding(abs(exact), growth.token.value, growth.token.decimals)
    right_way = exact == 0 or (exact > 0) == (growth.sign > 0)
    told = (
        f"({write_count(now.count)} – {write_count(prior.count)}) / {write_count(prior.count)} = "
        f"{write_decimal(exact, growth.token.decimals + 2)}%"
    )
    if right_way and how in (Rounding.HALF_UP, Rounding.CUT):
        note = "Cắt bớt, không làm tròn." if how is Rounding.CUT else ""
        return finding(ClaimKind.GROWTH, Verdict.AGREES, growth, (now, prior), told, note)
    return finding(ClaimKind.GROWTH, Verdict.DIFFERS, growth, (now, prior), f"{told}; văn bản ghi {words}")


def difference_findings(statements: Sequence[Statement]) -> Iterator[Finding]:
    """The judgement of each "tăng n lượt", "giảm n lượt" whose two levels are both printed."""
    for one in statements:
        deltas = [m for m in one.mentions if m.role is Role.DELTA and not m.approx]
        priors = [m for m in one.mentions if m.role is Role.PRIOR]
        for delta in deltas:
            of_unit = [m for m in priors if m.unit == delta.unit]
            levels = [m for m in one.mentions if m.role is Role.LEVEL and m.unit == delta.unit and not m.approx]
            if delta.unit and of_unit and levels:
                made = _difference(delta, _nearest_of(of_unit, delta), _now_of(levels, delta))
                if made is not None:
                    yield made


def _nearest_of(found: Sequence[Mention], at: Mention) -> Mention:
    return min(found, key=lambda m: abs(m.start - at.start))


def _now_of(levels: Sequence[Mention], delta: Mention) -> Mention | None:
    before = [m for m in levels if m.end <= delta.start]
    return before[-1] if before else None


def _difference(delta: Mention, prior: Mention, now: Mention | None) -> Finding | None:
    if now is None or not prior.unit:
        return None
    real = now.count - prior.count
    told = f"{write_count(now.count)} – {write_count(prior.count)} = {'–' if real < 0 else ''}{write_count(abs(real))}"
    equation = (
        SumEquation(now.index, (prior.index, delta.index))
        if delta.sign > 0
        else SumEquation(prior.index, (now.index, delta.index))
    )
    if real == delta.sign * delta.count:
        return finding(ClaimKind.DIFFERENCE, Verdict.AGREES, delta, (now, prior), told, equation=equation)
    word = "tăng" if delta.sign > 0 else "giảm"
    told += f"; văn bản ghi {word} {write_count(delta.count)}"
    return finding(ClaimKind.DIFFERENCE, Verdict.DIFFERS, delta, (now, prior), told, equation=equation)
