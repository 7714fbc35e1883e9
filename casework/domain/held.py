"""A record as it stands before an act: what a step needs of it, and what a step or a correction would make of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from casework.domain.derivation import DERIVED, derivation
from casework.domain.entry import EMPTY, OPENING_DAY, EntryError
from casework.domain.events import Draft, Event, current_values, in_order, standing
from casework.domain.fields import Value
from casework.domain.limits import Law
from casework.domain.numerals import write_date
from casework.domain.reconciliation import reconcile
from casework.domain.steps import EXTENSIONS, HAPPENED_ON, LAW_VERSION, SUSPENDED_DAYS, Transition
from casework.domain.vocabulary import CaseState, EventName, RecordKind
from casework.domain.workflow import open_values

CORRECTION_REASON = "correction_reason"
"""Under this name an event keeps why it was corrected, beside the fields that it sets."""


class Held:
    """A record by its whole history. `values`: its current values; `opening`: the event that opened it."""

    def __init__(self, kind: RecordKind, history: Sequence[Event], law: Law) -> None:
        """Takes the record's events, oldest first, and the law that its due date follows."""
        self.kind, self.history, self.law = kind, tuple(history), law
        self.derive = derivation(kind, law)
        self.events = standing(history)
        self.opening = self.events[0]
        self.values = current_values(self.events)
        self.state = self.state_of(self.values)

    def state_of(self, values: Mapping[str, Value]) -> str:
        """The state of the record if it had these values."""
        return str(self.derive(values, self.opening.happened_on)[DERIVED[self.kind].index("state")])

    def after(self, drafts: Sequence[Draft]) -> dict[str, Value]:
        """The values as they would be with further events."""
        last = max(event.id for event in self.history)
        position = max(event.position for event in self.history) + 1
        further = [
            Event(last + n, position, d.name, d.happened_on, d.changes, d.inferred, d.target)
            for n, d in enumerate(drafts, start=1)
        ]
        return current_values([*self.history, *further])

    def unmet(self, step: Transition, given: Mapping[str, Value], wrong: Collection[str]) -> dict[str, str]:
        """What the step needs and was not given, and choices that are not open; `wrong` is told already."""
        unmet = {name: EMPTY for name in step.required if name not in given and name not in wrong}
        for name, value in given.items():
            choices = open_values(step, name, self.state, self.values)
            if choices is not None and value not in choices:
                unmet[name] = f"Không chọn được mục này ở bước “{step.label}”; hãy chọn trong danh sách của bước."
        for (name, value), other in step.needs.items():
            if given.get(name) == value and other not in given and self.values.get(other) is None:
                unmet[other] = EMPTY
        return unmet

    def told_besides(self, step: Transition, day: date) -> dict[str, Value]:
        """What a step of `day` tells of the clock by itself: which extension it is, which suspension it ends."""
        if step.name is EventName.EXTENDED:
            before = self.values.get(EXTENSIONS)
            counted = before if isinstance(before, int) else int(self.values.get("extended_to") is not None)
            return {EXTENSIONS: counted + 1}
        return {} if CaseState.SUSPENDED in step.to else self._stood_still(day)

    def newer_law(self) -> dict[str, Value]:
        """What a step tells of an open record that kept an older calendar or older limits: from now on the newest.

        A closed record keeps the law of its day.
        """
        kept = self.values.get(LAW_VERSION)
        newest = (kept if isinstance(kept, int) else 1) >= self.law.version
        derived = self.derive(self.values, self.opening.happened_on)
        closed = derived[DERIVED[self.kind].index("closed_on")] is not None
        return {} if newest or closed else {LAW_VERSION: self.law.version}

    def _stood_still(self, day: date) -> dict[str, Value]:
        """For how many days the clock stood still, in all, where a suspension ends on `day`.

        The days of a temporary suspension are not counted (Luật Tố cáo 2018, Điều 34; law-and-forms 4.2, 8).
        """
        since = self.values.get("suspended_on")
        if not isinstance(since, date):
            return {}
        before = self.values.get(SUSPENDED_DAYS)
        return {SUSPENDED_DAYS: (before if isinstance(before, int) else 0) + max((day - since).days, 0)}

    def misplaced(
        self, step: Transition, after: Mapping[str, Value], changes: Mapping[str, Value], day: date
    ) -> dict[str, str]:
        """A day before the record began, or so early that later events undo the step."""
        asked = step.day_field or HAPPENED_ON
        name = asked if asked in step.asked else step.required[0]
        older = bool(self.values.get("split_off")) and asked in step.looked_up  # the resolution tracked its parent too
        if day < self.opening.happened_on and not self.opening.inferred and not older:
            begun = write_date(self.opening.happened_on)
            return {name: f"Ngày {write_date(day)} trước ngày hồ sơ bắt đầu ({begun}); hãy kiểm tra lại ngày."}
        undone = any(after.get(n) != value for n, value in changes.items())
        if undone or self.state_of(after) not in step.to:
            last = in_order(self.events)[-1]
            return {
                name: f"Ngày {write_date(day)} sớm hơn sự kiện “{last.name.label}” ngày "
                f"{write_date(last.happened_on)} đã ghi nên bước này không có hiệu lực; "
                "hãy kiểm tra lại ngày, hoặc đính chính sự kiện ấy trước."
            }
        return {}

    def corrections(self, after: Mapping[str, Value], columns: Collection[str], reason: str) -> list[Draft]:
        """The corrections that lead to `after` in `columns`; raises EntryError for what only a step may add."""
        day_field = OPENING_DAY[self.kind]
        told = after.get(day_field) if day_field else None
        begun = told if isinstance(told, date) else self.opening.happened_on
        inferred = self.opening.inferred
        outcome = reconcile(self.kind, self.history, after, columns, begun, inferred, lambda _position: True)
        if outcome.conflicts:
            raise EntryError({one.name: f"{one.why[:1].upper()}{one.why[1:]}." for one in outcome.conflicts})
        drafts = outcome.drafts
        added = {name for draft in drafts if draft.target is None for name in draft.changes if name in columns}
        if added:
            message = "Mục này chưa có; hãy ghi bằng bước xử lý của hồ sơ, không ghi bằng đính chính."
            raise EntryError(dict.fromkeys(added, message))
        return [replace(draft, changes={**draft.changes, CORRECTION_REASON: reason}) for draft in drafts]
