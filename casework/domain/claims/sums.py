"""Sums: parts against their whole, the changes of parts against the change of the whole, and shares that make 100%."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from casework.domain.claims.findings import ClaimKind, Finding, SumEquation, Verdict, finding
from casework.domain.claims.lists import PartList, Strength
from casework.domain.claims.mentions import Mention, Role, Statement
from casework.domain.numerals import write_count

_NEAR = 10
"""A list that need not be complete is held for complete when it misses the whole by less than one in so many."""


def sum_findings(lists: Sequence[PartList]) -> Iterator[Finding]:
    """The judgement of each list of parts; none where the text does not bear one."""
    seen: set[tuple[int, tuple[int, ...]]] = set()
    for one in lists:
        key = (one.whole.index, tuple(m.index for m in one.parts))
        if key in seen:
            continue
        seen.add(key)
        made = _judged(one)
        if made is not None:
            yield made


def _judged(one: PartList) -> Finding | None:
    total, whole = sum(m.count for m in one.parts), one.whole.count
    equation = SumEquation(one.whole.index, tuple(m.index for m in one.parts))
    adds = " + ".join(write_count(m.count) for m in one.parts) + f" = {write_count(total)}"
    if total == whole:
        return finding(ClaimKind.SUM, Verdict.AGREES, one.whole, one.parts, adds, equation=equation)
    told = f"{adds}; văn bản ghi {write_count(whole)}, lệch {write_count(abs(total - whole))}"
    near = abs(total - whole) * _NEAR < whole
    verdict = _verdict(one, total, near)
    if verdict is None:
        return None
    if verdict is Verdict.CANNOT_TELL:
        note = "Văn bản không nói đã kể đủ các phần; nếu đã kể đủ thì có một số sai."
        return finding(ClaimKind.SUM, verdict, one.whole, one.parts, told, note)
    return finding(ClaimKind.SUM, verdict, one.whole, one.parts, told, equation=equation)


def _verdict(one: PartList, total: int, near: bool) -> Verdict | None:
    explicit = all(m.unit == one.whole.unit for m in one.parts)
    if not one.clean:
        return None
    over = total > one.whole.count
    if one.strength is Strength.ALL:
        return Verdict.DIFFERS if near or explicit or one.apart else Verdict.CANNOT_TELL
    if one.apart and (over or (one.strength is Strength.LIKELY and len(one.parts) > 1)):
        return Verdict.DIFFERS if near or (over and explicit) else Verdict.CANNOT_TELL
    return Verdict.CANNOT_TELL if near and len(one.parts) > 2 else None


def change_sum_findings(lists: Sequence[PartList], statements: Sequence[Statement]) -> Iterator[Finding]:
    """The changes of the parts against the change of their whole ("giảm 37 đơn: huyện giảm 43, xã giảm 5")."""
    changes = _own_changes(statements)
    seen: set[tuple[int, ...]] = set()
    for one in lists:
        own = changes.get(one.whole.index)
        parts = [changes.get(part.index) for part in one.parts]
        if own is None or any(part is None for part in parts) or sum(m.count for m in one.parts) != one.whole.count:
            continue
        yield from _changes_judged(own, [part for part in parts if part is not None], seen)
    for statement in statements:
        yield from _bracketed_changes(statement, seen)


def _own_changes(statements: Sequence[Statement]) -> dict[int, Mention]:
    """The change that stands right behind a level of the same unit, by the level's index."""
    found: dict[int, Mention] = {}
    for one in statements:
        for n, mention in enumerate(one.mentions):
            if mention.role is not Role.DELTA:
                continue
            levels = [
                m for m in one.mentions[:n] if m.role is Role.LEVEL and one.inside(mention.group, m.group)
                and mention.unit in ("", m.unit)
            ]  # fmt: skip
            last = max(levels, key=lambda m: (m.group == mention.group, m.start), default=None)
            near = [m for m in levels if m.start >= (last.start if last else 0)]
            if near and near[-1].index not in found:
                found[near[-1].index] = mention
    return found


def _bracketed_changes(one: Statement, seen: set[tuple[int, ...]]) -> Iterator[Finding]:
    deltas = [m for m in one.mentions if m.role is Role.DELTA]
    for own in deltas:
        inner = [m for m in deltas if m.group and one.brackets[m.group].parent == own.group and m.start > own.end]
        groups = sorted({m.group for m in inner})
        if not groups:
            continue
        parts = [m for m in inner if m.group == groups[0]]
        between = [m for m in one.mentions if own.end < m.start < parts[0].start]
        if len(parts) > 1 and not between and all(m.unit in ("", own.unit) for m in parts):
            levels = [m for m in one.mentions if m.group == groups[0] and m.role is Role.LEVEL]
            if not levels:
                yield from _changes_judged(own, parts, seen)


def _changes_judged(own: Mention, parts: Sequence[Mention], seen: set[tuple[int, ...]]) -> Iterator[Finding]:
    key = (own.index, *(part.index for part in parts))
    if key in seen or len(parts) < 2:
        return
    seen.add(key)
    total = sum(part.sign * part.count for part in parts)
    adds = " ".join(f"{'+' if part.sign > 0 else '–'} {write_count(part.count)}" for part in parts).removeprefix("+ ")
    signed = f"{'–' if total < 0 else ''}{write_count(abs(total))}"
    told = f"{adds} = {signed}"
    same = all(part.sign == own.sign for part in parts)
    equation = SumEquation(own.index, tuple(part.index for part in parts)) if same else None
    if total == own.sign * own.count:
        yield finding(ClaimKind.SUM, Verdict.AGREES, own, tuple(parts), told, equation=equation)
        return
    printed = f"{'–' if own.sign < 0 else ''}{write_count(own.count)}"
    told += f"; văn bản ghi {printed}, lệch {write_count(abs(total - own.sign * own.count))}"
    yield finding(ClaimKind.SUM, Verdict.DIFFERS, own, tuple(parts), told, equation=equation)
