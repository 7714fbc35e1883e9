"""The records that two reports count otherwise, each with what moved it; kind by kind, batch by batch.

A record's difference is told along the axes of `domain.differences`: it is counted again, by today's definitions, under
each question that lies between the two, so that the parts add up to the whole whatever happened.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from sqlalchemy.orm import Session

from casework.domain.access import Reader
from casework.domain.differences import (
    Axis,
    Cause,
    Cuts,
    Pair,
    Reason,
    RecordDifference,
    added,
    aligned,
    common,
    delta,
    differing,
    reason_of,
)
from casework.domain.figures import Cell, FigureSet
from casework.domain.frozen import FrozenRow, FrozenShape
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind
from casework.services.reporting.freezing import counted_of, frozen
from casework.services.reporting.issued import population_in
from casework.statistics.freezing import Freezing, definition_of, frozen_rows, measures_of
from casework.statistics.labels import Labels
from casework.statistics.measures import MEASURES
from casework.statistics.rules import CountingRules, load_rules
from casework.statistics.scope import closed_to, scope_of
from casework.statistics.tracing import Trace, changed, told, traces, was_rebuilt

BATCH = 400
"""How many records are looked into at once."""
Deltas = Mapping[tuple[str, Cell], int]
Parts = dict[tuple[str, Cell], Counter[Reason]]
"""How much of each figure's difference each reason made."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that are compared. `issued_id` None: the question as it is answered now."""

    question: Question
    figures: FigureSet
    definitions: Mapping[str, Mapping[str, object]]
    rules: CountingRules
    issued_id: int | None = None
    label: str = ""
    issuer: Reader | None = None


def _year_before(side: Side) -> Side:
    return replace(side, question=side.question.previous_year())


Stages = dict[int, dict[tuple[str, Cell], int]]
"""What each of some records adds to each figure."""


class Differing:
    """The records that two sides count otherwise, within one look. `prior`: over the same days a year before."""

    def __init__(
        self, session: Session, reader: Reader, then: Side, now: Side, labels: Labels, *, prior: bool = False
    ) -> None:
        """Takes both sides; `then` is the one that knew less."""
        self.session, self.labels, self.prior = session, labels, prior
        self.then, self.now = (_year_before(then), _year_before(now)) if prior else (then, now)
        self.rules, self.scope = load_rules(session), scope_of(reader)

    def records(self, kind: RecordKind, cuts: Cuts) -> Iterator[tuple[RecordDifference, Parts]]:
        """The records that are counted otherwise, each with how much of each figure each reason made."""
        left_shape, left = self._rows(kind, self.then)
        right_shape, right = self._rows(kind, self.now)
        shape = common(left_shape, right_shape)
        pairs = differing(
            (aligned(row, left_shape, shape) for row in left), (aligned(row, right_shape, shape) for row in right)
        )
        while batch := list(islice(pairs, BATCH)):
            yield from self._batch(kind, shape, cuts, batch)

    def _rows(self, kind: RecordKind, side: Side) -> tuple[FrozenShape, Iterator[FrozenRow]]:
        held = None if side.issued_id is None else population_in(self.session, side.issued_id, kind, self.prior)
        if held is not None:
            return held
        what = frozen(kind, side.question, self.rules, self.scope)
        if side.issued_id is not None or not any(what.shape.has(code) for code, _cell in counted_of(side.figures)):
            return what.shape, iter(())
        return what.shape, frozen_rows(self.session, what)

    def _stage(
        self, kind: RecordKind, shape: FrozenShape, question: Question, ids: Sequence[int], cuts: Cuts
    ) -> Stages:
        """What some records add to each figure under a question, by the definitions of now."""
        codes = {code for code, _quantity in shape.measures}
        what = Freezing(kind, measures_of(kind, codes), question, self.rules, self.scope)
        own = what.shape
        found: Stages = {key: {} for key in ids}
        for row in frozen_rows(self.session, what, ids):
            found[row.id] = added(shape, aligned(row, own, shape), cuts)
        return found

    def _batch(
        self, kind: RecordKind, shape: FrozenShape, cuts: Cuts, batch: Sequence[Pair]
    ) -> Iterator[tuple[RecordDifference, Parts]]:
        pairs = {(one or other).id: (one, other) for one, other in batch if one is not None or other is not None}  # type: ignore[union-attr]
        was = {key: added(shape, one, cuts) for key, (one, _other) in pairs.items()}
        is_now = {key: added(shape, other, cuts) for key, (_one, other) in pairs.items()}
        ids = [key for key in pairs if delta(was[key], is_now[key])]
        if not ids:
            return
        first, last = self.then.question, self.now.question
        later = replace(first, known=last.known)
        other_day = replace(later, as_of=last.as_of)
        stages: dict[Question, Stages] = {}
        for question in (first, later, other_day, last):
            plain = replace(question, known_on=None)
            if plain not in stages:
                stages[plain] = self._stage(kind, shape, plain, ids, cuts)
        path = [stages[replace(question, known_on=None)] for question in (first, later, other_day, last)]
        found = traces(self.session, kind, ids)
        for key in ids:
            one, other = pairs[key]
            code = other.code if other is not None else one.code if one is not None else ""
            causes: list[tuple[Cause, Deltas]] = [
                *self._setting(self.then, key, kind, delta(was[key], path[0][key])),
                *self._knowledge(kind, shape, found[key], key, delta(path[0][key], path[1][key]), path[0][key], cuts),
                *self._day(found[key], delta(path[1][key], path[2][key])),
                *self._period(delta(path[2][key], path[3][key])),
                *self._setting(self.now, key, kind, delta(path[3][key], is_now[key])),
            ]
            parts: Parts = defaultdict(Counter)
            for cause, own in causes:
                for place, number in own.items():
                    parts[place][cause.reason] += number
            yield (
                RecordDifference(key, code, delta(was[key], is_now[key]), tuple(cause for cause, _own in causes)),
                parts,
            )

    def _setting(self, side: Side, key: int, kind: RecordKind, moved: Deltas) -> Iterator[tuple[Cause, Deltas]]:
        """Why a record is counted otherwise under the same question: defined, set or seen otherwise, or rebuilt."""
        by_reason: dict[Reason, dict[tuple[str, Cell], int]] = defaultdict(dict)
        for place, number in moved.items():
            by_reason[self._setting_reason(side, key, kind, place[0])][place] = number
        for reason, own in by_reason.items():
            yield Cause(Axis.SETTING, reason), own

    def _setting_reason(self, side: Side, key: int, kind: RecordKind, code: str) -> Reason:
        kept = side.definitions.get(code, {}).get("condition")
        if code in MEASURES and kept != definition_of(MEASURES[code], side.rules)["condition"]:
            return Reason.DEFINITION
        if side.rules != self.rules:
            return Reason.SETTING
        if side.issuer is not None and key in closed_to(self.session, side.issuer, kind):
            return Reason.SCOPE
        return Reason.REBUILT if was_rebuilt(self.session, side.question.known or 0) else Reason.UNEXPLAINED

    def _knowledge(
        self,
        kind: RecordKind,
        shape: FrozenShape,
        trace: Trace,
        key: int,
        moved: Deltas,
        start: Mapping[tuple[str, Cell], int],
        cuts: Cuts,
    ) -> Iterator[tuple[Cause, Deltas]]:
        """What was recorded between the two states of knowledge; each entry with what it moved."""
        if not moved:
            return
        then, now = self.then.question, self.now.question
        steps = trace.steps(then.as_of, then.known or 0, now.known or 0)
        if not steps:
            yield Cause(Axis.KNOWLEDGE, Reason.UNEXPLAINED), moved
            return
        before: Mapping[tuple[str, Cell], int] = start
        for step in steps:
            own = moved
            if len(steps) > 1:
                asked = replace(then, known=step.position, known_on=None)
                after = self._stage(kind, shape, asked, [key], cuts)[key]
                own, before = delta(before, after), after
            if not own:
                continue
            changes = changed(kind, step.before, step.after)
            names = trace.names(step.position)
            late = step.before is None and step.position == trace.entered
            reason = Reason.ENTERED_LATE if late else reason_of(names, changes)
            if not names:
                reason = Reason.REBUILT
            yield Cause(Axis.KNOWLEDGE, reason, names, told(kind, changes, self.labels), step.position), own

    def _day(self, trace: Trace, moved: Deltas) -> Iterator[tuple[Cause, Deltas]]:
        """What happened between the two as-of days."""
        if not moved:
            return
        then, now = self.then.question, self.now.question
        known = now.known or 0
        one, other = trace.at(then.as_of, known), trace.at(now.as_of, known)
        first, last = sorted((then.as_of, now.as_of))
        if one == other:
            yield Cause(Axis.DAY, Reason.DAY_PASSED), moved
        else:
            reason = Reason.AROSE if one is None or other is None else Reason.HAPPENED
            yield Cause(Axis.DAY, reason, trace.between(first, last, known)), moved

    def _period(self, moved: Deltas) -> Iterator[tuple[Cause, Deltas]]:
        if moved:
            yield Cause(Axis.PERIOD, Reason.PERIOD), moved
