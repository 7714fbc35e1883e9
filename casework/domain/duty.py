"""What a duty (việc phải làm) is: a row of the table of duties, and a duty of one record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from casework.domain.fields import Value
from casework.domain.papers import PaperCode

Values = Mapping[str, Value]
Code = str | Callable[[Values], str]


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One duty of a record kind.

    `start`: the field whose day starts the limit `limit` (None: the law gives no number of days); `done`: the fields
    that fulfil it; `when`/`unless`: values that a field must have, or may not have; `papers`: what is made for it;
    `fulfilled_by`: the papers that are the very act, so that issuing one (with its number and day) fulfils it too.
    """

    code: str
    label: str
    start: str
    limit: Code | None
    done: tuple[str, ...]
    when: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    unless: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    papers: tuple[PaperCode, ...] = ()
    fulfilled_by: tuple[PaperCode, ...] = ()
    told_only: bool = False

    def asked_of(self, values: Values) -> bool:
        """Whether a record with these values has the duty."""
        if not isinstance(values.get(self.start), date):
            return False
        fits = all(values.get(name) in allowed for name, allowed in self.when.items())
        return fits and not any(values.get(name) in barred for name, barred in self.unless.items())


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty of one record: until when, since when done, and why that day (one sentence).

    `due_on` None: no number of days; `citation` "" where the law's text is not confirmed; `confidence` of the limit.
    """

    code: str
    label: str
    due_on: date | None
    done_on: date | None
    explanation: str
    citation: str
    confidence: str
    told_only: bool
    papers: tuple[PaperCode, ...]

    @property
    def late(self) -> bool:
        """Whether it was done after its day."""
        return self.due_on is not None and self.done_on is not None and self.done_on > self.due_on
