"""Shares of one whole: whether they make 100%, and whether a cut share was cut to make them so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from casework.domain.claims.findings import ClaimKind, Finding, RateEquation, Verdict, finding
from casework.domain.claims.lists import PartList
from casework.domain.claims.mentions import Mention, Role, Statement
from casework.domain.numerals import write_decimal


def _shares(one: PartList, statements: Sequence[Statement], rates: Sequence[Finding]) -> list[Mention]:
    """The percentage of each part in the whole, in order; fewer than the parts when one has none."""
    of_whole = {
        f.start for f in rates if isinstance(f.equation, RateEquation) and f.equation.denominator == one.whole.index
    }
    mentions = [m for s in statements for m in s.mentions]
    at = {m.index: n for n, m in enumerate(mentions)}
    found = []
    for part in one.parts:
        n = at[part.index] + 1
        if n < len(mentions) and mentions[n].role is Role.RATE and mentions[n].start in of_whole:
            found.append(mentions[n])
    return found


def _whole_lists(lists: Sequence[PartList]) -> Iterator[PartList]:
    seen: set[tuple[int, ...]] = set()
    for one in lists:
        key = tuple(part.index for part in one.parts)
        if sum(part.count for part in one.parts) == one.whole.count and key not in seen:
            seen.add(key)
            yield one


def share_findings(
    lists: Sequence[PartList], statements: Sequence[Statement], rates: Sequence[Finding]
) -> Iterator[Finding]:
    """The judgement of the percentages of a complete list: they make 100% but for their rounding."""
    for one in _whole_lists(lists):
        shares = _shares(one, statements, rates)
        if len(shares) != len(one.parts):
            continue
        total = sum((m.token.value for m in shares), Decimal(0))
        digits = max(m.token.decimals for m in shares)
        slack = sum((Decimal(1).scaleb(-m.token.decimals) for m in shares), Decimal(0))
        adds = " + ".join(write_decimal(m.token.value, m.token.decimals) for m in shares)
        told = f"{adds} = {write_decimal(total, digits)}%"
        verdict = Verdict.AGREES if abs(total - 100) <= slack else Verdict.DIFFERS
        yield finding(ClaimKind.SHARES, verdict, shares[-1], tuple(shares[:-1]), told)


def with_closed_shares(
    rates: Sequence[Finding], lists: Sequence[PartList], statements: Sequence[Statement]
) -> list[Finding]:
    """The rates, with a word where a share is cut off so that all of its list make exactly 100%."""
    closed: set[int] = set()
    for one in _whole_lists(lists):
        shares = _shares(one, statements, rates)
        if len(shares) == len(one.parts) and sum((m.token.value for m in shares), Decimal(0)) == 100:
            closed |= {m.start for m in shares}
    return [
        replace(one, note="Cắt bớt để các tỷ lệ cộng đúng 100%.")
        if one.note.startswith("Cắt bớt") and one.start in closed and isinstance(one.equation, RateEquation)
        else one
        for one in rates
    ]
