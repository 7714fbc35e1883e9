"""What a promise to voters was held to be, from one journal position to another: the folding of its events.

A promise's own days (promised, due, kept) say how it stood on any day; what was known of them changes by entries.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from casework.domain.events import ALWAYS, Event
from casework.domain.fields import Value

DATED = ("promised_on", "due_on", "kept_on", "unit_id")
"""What is counted of a promise."""


@dataclass(frozen=True, slots=True)
class PromiseFact:
    """What was held of a promise after the entry `known_from` and before `known_to` (`ALWAYS`: until now)."""

    known_from: int
    known_to: int
    petition_id: int
    promised_on: date
    due_on: date
    kept_on: date | None
    unit_id: int | None


def promise_facts(history: Sequence[Event]) -> list[PromiseFact]:
    """The stretches of journal positions that the events of one promise make, oldest first.

    While it is struck out there is none: it then counts for nothing on any day.
    """
    found: list[PromiseFact] = []
    values: dict[str, Value] = {}
    for event in sorted(history, key=lambda one: one.id):
        values.update(event.changes)
        now = _fact(values, event.position)
        if found and found[-1].known_to == ALWAYS:
            before = found.pop()
            if now is not None and _same(before, now):
                found.append(before)
                continue
            if before.known_from < event.position:
                found.append(_until(before, event.position))
        if now is not None:
            found.append(now)
    return found


def _fact(values: dict[str, Value], position: int) -> PromiseFact | None:
    promised_on, due_on, kept_on, unit_id = (values.get(name) for name in DATED)
    of_id = values.get("of_id")
    if values.get("struck") or not (isinstance(promised_on, date) and isinstance(due_on, date)):
        return None
    assert isinstance(of_id, int)
    kept = kept_on if isinstance(kept_on, date) else None
    unit = unit_id if isinstance(unit_id, int) else None
    return PromiseFact(position, ALWAYS, of_id, promised_on, due_on, kept, unit)


def _same(one: PromiseFact, other: PromiseFact) -> bool:
    return (one.petition_id, one.promised_on, one.due_on, one.kept_on, one.unit_id) == (
        other.petition_id,
        other.promised_on,
        other.due_on,
        other.kept_on,
        other.unit_id,
    )


def _until(fact: PromiseFact, position: int) -> PromiseFact:
    days = (fact.promised_on, fact.due_on, fact.kept_on)
    return PromiseFact(fact.known_from, position, fact.petition_id, *days, fact.unit_id)
