"""Corrections that the text itself proves: one other number at one place makes every claim that speaks of it true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from casework.domain.claims.findings import (
    ALARMS,
    ClaimKind,
    Correction,
    Finding,
    RateEquation,
    SumEquation,
    Verdict,
)
from casework.domain.claims.mentions import Mention
from casework.domain.numerals import write_count, write_decimal


def corrected(findings: Sequence[Finding], mentions: Mapping[int, Mention]) -> list[Finding]:
    """The findings with the corrections that are proved; nothing is proposed where two explanations are left.

    A count is corrected when at least two claims that fail agree on one other value, no claim that holds is broken by
    it, and no other single number would do. A percentage is corrected when both its counts are borne by sums that hold.
    """
    values = {index: mention.count for index, mention in mentions.items() if mention.token.value == mention.count}
    return [_with_correction(one, findings, mentions, values) for one in findings]


def _with_correction(
    one: Finding, findings: Sequence[Finding], mentions: Mapping[int, Mention], values: dict[int, int]
) -> Finding:
    if one.verdict not in ALARMS or one.equation is None:
        return one
    ways = {
        (index, value)
        for index in one.equation.terms
        for value in _values_for(index, findings, values)
        if _repairs(index, value, findings, values)
    }
    if len(ways) == 1:
        ((index, value),) = ways
        return replace(one, correction=_of_count(mentions[index], value, findings, values))
    if not ways and isinstance(one.equation, RateEquation) and _borne(one.equation, findings):
        return replace(one, correction=_of_percent(one, one.equation, values))
    return one


def _failing(index: int, findings: Sequence[Finding]) -> list[Finding]:
    return [f for f in findings if f.verdict in ALARMS and f.equation is not None and index in f.equation.terms]


def _values_for(index: int, findings: Sequence[Finding], values: dict[int, int]) -> set[int]:
    found = {
        f.equation.solved(index, values)
        for f in _failing(index, findings)
        if isinstance(f.equation, SumEquation)
    }  # fmt: skip
    return {value for value in found if value is not None and value >= 0}


def _repairs(index: int, value: int, findings: Sequence[Finding], values: dict[int, int]) -> bool:
    """Whether another value at one place makes all claims of that number true, two failing ones among them."""
    tried = {**values, index: value}
    speaking = [f for f in findings if f.equation is not None and index in f.equation.terms]
    return len(_distinct(_failing(index, findings))) > 1 and all(
        f.equation is not None and f.equation.holds(tried) for f in speaking
    )


def _distinct(found: Sequence[Finding]) -> set[frozenset[int]]:
    """The failing claims told apart by their numbers: the same sum met twice is one witness."""
    return {frozenset(f.equation.terms) | _shape(f) for f in found if f.equation is not None}


def _shape(one: Finding) -> frozenset[int]:
    return frozenset({-1}) if isinstance(one.equation, RateEquation) else frozenset()


def _borne(equation: RateEquation, findings: Sequence[Finding]) -> bool:
    """Whether both counts of a rate stand in other claims that hold and in none that fails."""
    return all(
        any(
            f.verdict is Verdict.AGREES and f.equation is not None and index in f.equation.terms
            and isinstance(f.equation, SumEquation)
            for f in findings
        )
        and all(f.equation == equation for f in _failing(index, findings))
        for index in equation.terms
    )  # fmt: skip


def _of_count(mention: Mention, value: int, findings: Sequence[Finding], values: dict[int, int]) -> Correction:
    tried = {**values, mention.index: value}
    proofs = []
    for one in _failing(mention.index, findings):
        if isinstance(one.equation, SumEquation):
            parts = " + ".join(write_count(tried[part]) for part in one.equation.parts)
            proofs.append(f"{parts} = {write_count(tried[one.equation.whole])}")
        elif isinstance(one.equation, RateEquation):
            x, n = tried[one.equation.numerator], tried[one.equation.denominator]
            percent = write_decimal(Fraction(100 * x, n), one.equation.decimals)
            proofs.append(f"{write_count(x)}/{write_count(n)} = {percent}%")
    return Correction(
        mention.start, mention.end, write_count(mention.count), write_count(value), " và ".join(dict.fromkeys(proofs))
    )


def _of_percent(one: Finding, equation: RateEquation, values: dict[int, int]) -> Correction | None:
    if one.kind is not ClaimKind.RATE:
        return None
    x, n = values[equation.numerator], values[equation.denominator]
    right = f"{write_decimal(Fraction(100 * x, n), equation.decimals)}%"
    printed = f"{write_decimal(equation.percent, equation.decimals)}%"
    proof = f"{write_count(x)}/{write_count(n)}, hai số này khớp với các số khác trong văn bản"
    return Correction(one.start, one.end, printed, right, proof)
