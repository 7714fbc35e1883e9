"""The reader of drafts on random paragraphs: what is true is never flagged, and no correction is ever wrong."""

from __future__ import annotations

import itertools
from decimal import Decimal
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.domain.claims.changes import possible_priors
from casework.domain.claims.draft import read_draft
from casework.domain.claims.findings import ALARMS, ClaimKind, Rounding, Verdict, rounding
from casework.domain.claims.text import sentences, small
from casework.domain.numerals import round_half_up
from tests.domain.reader_world import Paragraph, paragraphs, value, with_other_digit


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(paragraphs())
def test_a_true_paragraph_is_never_flagged(made: Paragraph) -> None:
    found = read_draft(made.text)
    assert [f for f in found.findings if f.verdict in ALARMS] == []
    kinds = {f.kind for f in found.findings if f.verdict is Verdict.AGREES}
    assert {ClaimKind.SUM, ClaimKind.RATE} <= kinds


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(paragraphs(), st.integers(0, 40), st.integers(0, 6), st.integers(0, 9))
def test_a_planted_fault_is_told_or_left_open_and_no_correction_is_wrong(
    made: Paragraph, which: int, digit: int, other: int
) -> None:
    planted = with_other_digit(made, which, digit, other)
    if planted is None:
        return
    text, before = planted
    start, _ = made.numbers[which % len(made.numbers)]
    for one in read_draft(text).findings:
        if one.correction is not None:
            assert (one.correction.start, value(one.correction.proposed)) == (start, value(before))
        if one.verdict in ALARMS:
            assert start in {at for at, _ in one.numbers}


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 400), st.integers(1, 400) | st.integers(1, 60_000), st.integers(0, 2))
def test_the_growth_of_whole_numbers_is_always_possible(now: int, before: int, decimals: int) -> None:
    share = abs(Fraction(now - before, before)) * 100
    printed = round_half_up(share, decimals)
    rounded, _ = possible_priors(now, printed, decimals, 1 if now >= before else -1)
    assert rounded
    for prior in rounded:
        exact = abs(Fraction(now - prior, prior)) * 100
        assert rounding(exact, printed, decimals) is Rounding.HALF_UP


def test_a_fall_of_nearly_all_has_priors_however_large() -> None:
    """20.000 → 30 is "giảm 99,9%" when rounded and "giảm 99,8%" when cut off; neither is told impossible."""
    for printed in ("99.9", "99.8"):
        rounded, cut = possible_priors(30, Decimal(printed), 1, -1)
        assert rounded or cut


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 250), st.integers(0, 2_000), st.sampled_from([1, -1]))
def test_a_growth_is_impossible_only_when_no_prior_gives_it(now: int, tenths: int, sign: int) -> None:
    printed = round_half_up(Fraction(tenths, 10), 1)
    slow = [
        prior
        for prior in range(1, 6_000)
        if (now - prior) * sign >= 0
        and (now != prior or printed == 0)
        and rounding(abs(Fraction(now - prior, prior)) * 100, printed, 1) in (Rounding.HALF_UP, Rounding.CUT)
    ]
    rounded, cut = possible_priors(now, printed, 1, sign)
    assert bool(rounded or cut) == bool(slow) or tenths >= 999


@given(st.text(max_size=400))
def test_any_text_is_read_and_keeps_its_places(text: str) -> None:
    found = read_draft(text)
    for one in found.findings:
        assert all(0 <= start < end <= len(found.text) for start, end in one.numbers)
    assert len(small(found.text)) == len(found.text)
    spans = sentences(found.text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
