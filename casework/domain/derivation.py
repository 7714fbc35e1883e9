"""Counted columns that follow from a record's fields: first and last day, due date, state.

Overdue is a question, not a status (design.md, decision 4); so a due date is a fact and "overdue" is not. The due date
that counts is the stated one, unless it is later than the law allows with the extensions on record; then the law's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from casework.domain import vocabulary as v
from casework.domain.fields import Value
from casework.domain.limits import DueDate, Law, effective_due
from casework.domain.steps import EXTENSIONS, LAW_VERSION, SUSPENDED_DAYS
from casework.domain.text import fold
from casework.domain.vocabulary import RecordKind

Derive = Callable[[Mapping[str, Value], date], tuple[Value, ...]]
"""Given a record's values on a day and its first day: the derived columns, in the order of `DERIVED`."""

COMMON = ("opened_on", "opened_month", "closed_on", "due_on", "state")

DERIVED: Mapping[RecordKind, tuple[str, ...]] = MappingProxyType(
    {
        RecordKind.PETITION: COMMON,
        RecordKind.RECEPTION: ("receiver_kind", *COMMON),
        RecordKind.LETTER: COMMON,
        RecordKind.CASE: COMMON,
        RecordKind.FEEDBACK: COMMON,
    }
)


def month_of(day: date) -> int:
    """Year and month as one number, 202406 for June 2024."""
    return day.year * 100 + day.month


def _day(values: Mapping[str, Value], name: str) -> date | None:
    value = values.get(name)
    return value if isinstance(value, date) else None


_LEADERS = frozenset(fold(name) for name in v.Receiver.CITY_LEADER.aliases)
_HEADS = ("thu truong", "chu tich", "giam doc")


@lru_cache(maxsize=1024)
def receiver_kind(text: Value) -> v.Receiver:
    """What the person who received is, read from what was typed; staff when it is not told."""
    folded = fold(str(text or ""))
    if folded in _LEADERS:
        return v.Receiver.CITY_LEADER
    return v.Receiver.HEAD if folded.startswith(_HEADS) else v.Receiver.STAFF


def case_limit_code(values: Mapping[str, Value]) -> str:
    """The code of the time limit that binds a case: its type, instance, place and complexity (extended: the next one).

    Complaints against disciplinary decisions have a limit of their own, whatever the instance and the place.
    """
    complexity = v.Complexity.of(values.get("complexity") or v.Complexity.ORDINARY)
    if values.get("extended_to") is not None and complexity is v.Complexity.ORDINARY:
        complexity = v.Complexity.COMPLEX
    if values.get("type") == v.CaseType.DENUNCIATION:
        names = {
            v.Complexity.ORDINARY: "ordinary",
            v.Complexity.COMPLEX: "complex",
            v.Complexity.ESPECIALLY_COMPLEX: "especially",
        }
        return f"denunciation.{names[complexity]}"
    instance = values.get("instance") or v.Instance.FIRST
    level = "ordinary" if complexity is v.Complexity.ORDINARY else "complex"
    if values.get("disciplinary") is True:
        return f"complaint.discipline.{level}"
    remote = "remote." if values.get("remote") is True else ""
    return f"complaint.{instance}.{remote}{level}"


class Bound(NamedTuple):
    """What binds a record: the code of a time limit, the day from which it runs, how many extensions count (None: as
    many as the law allows, for a register does not tell how many there were), and for how many days the clock stood
    still, which count where the limit's law says so."""

    code: str
    start: date
    extensions: int | None = 0
    suspended_days: int = 0

    def due(self, law: Law) -> DueDate:
        """The due date that `law` sets, with its explanation."""
        return law.due(self.code, self.start, extensions=self.extensions, suspended_days=self.suspended_days)


def limit_start(kind: RecordKind, values: Mapping[str, Value], opened_on: date) -> Bound | None:
    """The time limit that binds a record with these values; None where none binds."""
    if kind is RecordKind.CASE:
        told = values.get(EXTENSIONS)
        counted = told if isinstance(told, int) else None
        extensions = 0 if values.get("extended_to") is None else counted
        stood = values.get(SUSPENDED_DAYS)
        start = _day(values, "reopened_on") or opened_on
        return Bound(case_limit_code(values), start, extensions, stood if isinstance(stood, int) else 0)
    if kind is RecordKind.LETTER:
        return Bound("letter.handling", opened_on)
    if kind is RecordKind.PETITION and values.get("source") == v.PetitionSource.NATIONAL_ASSEMBLY:
        assigned = _day(values, "assigned_on")
        return Bound("petition.national_assembly", assigned) if assigned else None
    if kind is RecordKind.FEEDBACK and _day(values, "stated_due_on") is None:
        return Bound("feedback.handling", opened_on)
    return None


def lawful_due(kind: RecordKind, values: Mapping[str, Value], opened_on: date, law: Law) -> DueDate | None:
    """The due date that the law sets for a record with these values, with its explanation; None where none is set."""
    bound = limit_start(kind, values, opened_on)
    return bound.due(law.at(values.get(LAW_VERSION))) if bound else None


def dated(values: Mapping[str, Value], law: Law) -> Mapping[str, Value]:
    """The values of a record that begins now, with the version of the law that it keeps where that is not the first."""
    return values if law.version == 1 else {**values, LAW_VERSION: law.version}


class DueDays:
    """The due dates that one law sets, each worked out once."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self._known: dict[tuple[Bound, Value], date | None] = {}
        self._letters: dict[tuple[date, Value], date | None] = {}

    def lawful(self, kind: RecordKind, values: Mapping[str, Value], opened_on: date) -> date | None:
        """The due date that the law sets, None where it sets none."""
        if kind is RecordKind.LETTER:  # of whose values only the day counts, and there are many
            return self._of_letter(opened_on, values.get(LAW_VERSION))
        bound = limit_start(kind, values, opened_on)
        return None if bound is None else self._of(bound, values.get(LAW_VERSION))

    def _of_letter(self, opened_on: date, version: Value) -> date | None:
        key = (opened_on, version)
        if key not in self._letters:
            bound = limit_start(RecordKind.LETTER, {}, opened_on)
            self._letters[key] = None if bound is None else self._of(bound, version)
        return self._letters[key]

    def _of(self, bound: Bound, version: Value) -> date | None:
        key = (bound, version)
        if key not in self._known:
            self._known[key] = bound.due(self.law.at(version)).on
        return self._known[key]

    def of(self, kind: RecordKind, values: Mapping[str, Value], opened_on: date) -> date | None:
        """The due date that counts: the stated (or extended) one unless the law's is earlier, else the law's."""
        stated = _day(values, "extended_to") or _day(values, "stated_due_on")
        return effective_due(stated, self.lawful(kind, values, opened_on))[0]


def due_day(kind: RecordKind, values: Mapping[str, Value], opened_on: date, law: Law) -> date | None:
    """The due date that counts under `law`; see `DueDays.of`."""
    return DueDays(law).of(kind, values, opened_on)


def petition_state(values: Mapping[str, Value]) -> v.PetitionState:
    """The state of a petition: what was done with it last, apart from its result category."""
    within = values.get("handled_within")
    if within is not None:
        return v.PetitionState.of(within)
    if values.get("moved_on") is not None:
        return v.PetitionState.MOVED
    if values.get("result") in v.FINAL_RESULTS:
        return v.PetitionState.SETTLED
    if values.get("answered_on") is not None:
        return v.PetitionState.ANSWERED
    return v.PetitionState.RECEIVED if values.get("unit_id") is None else v.PetitionState.ASSIGNED


def case_state(values: Mapping[str, Value]) -> v.CaseState:
    """The state of a case: open, or how it ended."""
    if values.get("finished_on") is None:
        if values.get("suspended_on") is not None:
            return v.CaseState.SUSPENDED
        return v.CaseState.ACCEPTED if values.get("verifying_on") is None else v.CaseState.VERIFYING
    if values.get("outcome") == v.CaseOutcome.WITHDRAWN:
        return v.CaseState.WITHDRAWN
    if values.get("outcome") == v.CaseOutcome.TERMINATED:
        return v.CaseState.TERMINATED
    if values.get("executed_on") is not None:
        return v.CaseState.EXECUTED
    return v.CaseState.DECIDED if values.get("executing_on") is None else v.CaseState.IN_EXECUTION


def letter_state(values: Mapping[str, Value]) -> v.LetterState:
    """The state of a letter: handled, classified, or neither yet."""
    if values.get("handled_on") is not None:
        return v.LetterState.HANDLED
    return v.LetterState.RECEIVED if values.get("classified_on") is None else v.LetterState.CLASSIFIED


def feedback_state(values: Mapping[str, Value]) -> v.FeedbackState:
    """The state of a PAKN: open, or how it ended."""
    if values.get("handled_on") is None:
        return v.FeedbackState.PROCESSING
    if values.get("refusal") is not None:
        return v.FeedbackState.REFUSED
    return v.FeedbackState.HANDLED if values.get("transferred_to") is None else v.FeedbackState.TRANSFERRED


def derivation(kind: RecordKind, law: Law) -> Derive:
    """The function that derives the columns of `DERIVED[kind]` under `law` (time limits and calendar)."""

    days = DueDays(law)

    def common(values: Mapping[str, Value], opened_on: date, closed_on: Value, state: str) -> tuple[Value, ...]:
        no_work = kind is RecordKind.RECEPTION or values.get("repeats_case") is True
        due = None if no_work else days.of(kind, values, opened_on)
        return (opened_on, month_of(opened_on), closed_on, due, state)

    def petition(values: Mapping[str, Value], opened_on: date) -> tuple[Value, ...]:
        closed = None
        if values.get("result") in v.FINAL_RESULTS:
            closed = values.get("resolved_on") or values.get("answered_on") or opened_on
        return common(values, opened_on, closed, petition_state(values))

    def reception(values: Mapping[str, Value], opened_on: date) -> tuple[Value, ...]:
        return (receiver_kind(values.get("receiver")), *common(values, opened_on, opened_on, "received"))

    def letter(values: Mapping[str, Value], opened_on: date) -> tuple[Value, ...]:
        return common(values, opened_on, values.get("handled_on"), letter_state(values))

    def case(values: Mapping[str, Value], opened_on: date) -> tuple[Value, ...]:
        return common(values, opened_on, values.get("finished_on"), case_state(values))

    def feedback(values: Mapping[str, Value], opened_on: date) -> tuple[Value, ...]:
        return common(values, opened_on, values.get("handled_on"), feedback_state(values))

    by_kind: dict[RecordKind, Derive] = {
        RecordKind.PETITION: petition,
        RecordKind.RECEPTION: reception,
        RecordKind.LETTER: letter,
        RecordKind.CASE: case,
        RecordKind.FEEDBACK: feedback,
    }
    return by_kind[kind]
