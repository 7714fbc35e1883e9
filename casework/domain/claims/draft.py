"""Reading a draft: its numbers found, its claims judged, corrections proposed where the text proves them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casework.domain.claims.changes import difference_findings, growth_findings
from casework.domain.claims.corrections import corrected
from casework.domain.claims.findings import ClaimKind, Finding, Verdict
from casework.domain.claims.lists import part_lists
from casework.domain.claims.mentions import Mention, Role, Statement, statements
from casework.domain.claims.rates import RateReader
from casework.domain.claims.rests import pair_findings, rest_findings
from casework.domain.claims.shares import share_findings, with_closed_shares
from casework.domain.claims.sums import change_sum_findings, sum_findings
from casework.domain.claims.text import ready, small
from casework.domain.claims.tokens import Token


@dataclass(frozen=True, slots=True)
class DraftReading:
    """A draft as it is shown, its findings in the order of the text, and how many numbers were read as figures."""

    text: str
    findings: tuple[Finding, ...]
    statements: tuple[Statement, ...]

    @property
    def mentions(self) -> list[Mention]:
        """All numbers that were read as figures."""
        return [m for one in self.statements for m in one.mentions if m.role is not Role.OTHER]


def read_draft(draft: str) -> DraftReading:
    """Reads a draft. Positions of findings are those of `DraftReading.text`, which may differ from `draft` in form."""
    text = ready(draft)
    found, foreign = statements(text)
    plain = small(text)
    lists = list(part_lists(found, plain))
    rates = with_closed_shares(list(RateReader(found, lists, plain).findings()), lists, found)
    rests = list(rest_findings(found, plain, rates, lists))
    findings: list[Finding] = [
        *sum_findings(lists),
        *change_sum_findings(lists, found),
        *rates,
        *growth_findings(found, plain),
        *difference_findings(found),
        *rests,
        *pair_findings(found, plain),
        *share_findings(lists, found, rates),
        *_notation(foreign, text),
    ]
    by_index = {m.index: m for one in found for m in one.mentions}
    kept = corrected(_once(findings), by_index)
    return DraftReading(text, tuple(sorted(kept, key=lambda f: (f.start, f.end, f.kind.value))), tuple(found))


def _once(findings: Sequence[Finding]) -> list[Finding]:
    """The findings without those that say the same of the same numbers; the one with most numbers stays.

    A remainder that a list of parts already tells is told once.
    """
    kept: list[Finding] = []
    for one in findings:
        if any(_same(one, other) for other in kept):
            continue
        kept.append(one)
    return kept


def _same(one: Finding, other: Finding) -> bool:
    if one.kind is other.kind and one.start == other.start and one.numbers == other.numbers:
        return True
    sums = {ClaimKind.SUM, ClaimKind.REMAINDER}
    return one.kind in sums and other.kind in sums and one.numbers == other.numbers


def _notation(foreign: Sequence[Token], text: str) -> list[Finding]:
    """Numbers written in the English way or broken, those of a line together: told, not guessed at."""
    lines: dict[int, list[Token]] = {}
    for token in foreign:
        lines.setdefault(text.count("\n", 0, token.start), []).append(token)
    found = []
    for of_line in lines.values():
        written = ", ".join(f"“{text[token.start : token.end]}”" for token in of_line[:_SHOWN])
        many = f" và {len(of_line) - _SHOWN} số khác cùng dòng" if len(of_line) > _SHOWN else ""
        others = tuple((token.start, token.end) for token in of_line[1:])
        found.append(
            Finding(
                ClaimKind.NOTATION, Verdict.CANNOT_TELL, of_line[0].start, of_line[0].end, others,
                f"{written}{many}: không rõ dấu nào ngăn hàng nghìn, dấu nào ngăn phần thập phân nên không kiểm tra",
                "Ghi dấu chấm ngăn hàng nghìn, dấu phẩy ngăn phần thập phân, ví dụ 18.649 và 97,6%.",
            )
        )  # fmt: skip
    return found


_SHOWN = 3
