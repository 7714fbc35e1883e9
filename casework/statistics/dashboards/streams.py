"""The registers as dashboards tell them, and counting one of their measures by keys in one pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from casework.domain.figures import Cell
from casework.domain.panels import Number, Stream
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind
from casework.statistics.buckets import key_of
from casework.statistics.catalogue import Dimension, Measure
from casework.statistics.columns import column_of
from casework.statistics.counting import key_text
from casework.statistics.labels import Labels
from casework.statistics.measure_words import called
from casework.statistics.measures import MEASURES
from casework.statistics.predicates import Ask, standing
from casework.statistics.recorded import unrecorded_kinds
from casework.statistics.rules import CountingRules
from casework.statistics.scope import Scope
from casework.store.facts import FACTS

BEGINNING = date(1900, 1, 1)
"""The first day of questions about all that was ever received."""

STREAMS = (
    Stream(
        "kien-nghi",
        "Kiến nghị cử tri gửi HĐND",
        "kiến nghị",
        "petitions.council.total",
        "petitions.council.open",
        "petitions.council.resolved",
        "petitions.council.overdue",
    ),
    Stream(
        "doan-dbqh",
        "Kiến nghị do Đoàn ĐBQH chuyển đến",
        "kiến nghị",
        "petitions.national_assembly.total",
        "petitions.national_assembly.open",
        "petitions.national_assembly.resolved",
        "petitions.national_assembly.overdue",
    ),
    Stream("don", "Đơn thư", "đơn", "letters.total", "letters.open", "letters.handled", "letters.open_overdue"),
    Stream("vu", "Vụ khiếu nại, tố cáo", "vụ việc", "kntc.total", "kntc.open", "kntc.resolved", "kntc.open_overdue"),
    Stream("pakn", "PAKN", "PAKN", "pakn.received", "pakn.open", "pakn.received", "pakn.open_overdue"),
)
"""PAKN have no measure of all that was finished: what was received and ended in a month is counted by that month."""


@dataclass(frozen=True, slots=True)
class Look:
    """One question of one reader, within one look into the database: what every panel is asked with."""

    session: Session
    question: Question
    rules: CountingRules
    scope: Scope
    labels: Labels

    @property
    def all_time(self) -> Question:
        """The same day and knowledge, of all that was ever received."""
        return replace(self.question, first=BEGINNING)

    def unrecorded(self) -> frozenset[RecordKind]:
        """The registers of which nothing was recorded yet as the question asks for knowledge."""
        return unrecorded_kinds(self.session, self.question, self.scope)

    def streams(self) -> tuple[Stream, ...]:
        """The streams that the reader may count and of which something was recorded."""
        silent = self.unrecorded()
        return tuple(one for one in STREAMS if (kind := kind_of(one)) in self.scope.kinds and kind not in silent)

    def silent(self) -> tuple[str, ...]:
        """The names of the registers that the reader may count and of which nothing was recorded yet."""
        return tuple(kind.label for kind in RecordKind if kind in self.unrecorded())


def kind_of(stream: Stream) -> RecordKind:
    """The register of a stream."""
    return MEASURES[stream.total].population.kind


def tally(
    look: Look,
    measures: Sequence[Measure],
    dimension: Dimension,
    question: Question,
    keys: Sequence[str] = (),
) -> dict[str, tuple[int, ...]]:
    """Each measure by the keys of one dimension, in one pass; the measures are of one population.

    `keys`: of a bucket, those that are told; what stands under none of them is not counted. Keys without a member
    do not appear. Counted with the conditions that list the members (`statistics.members`).
    """
    population = measures[0].population
    kind = population.kind
    table = FACTS[kind]
    ask = Ask(table, question, look.rules)
    buckets = dimension.buckets
    key: ColumnElement[Any] = column_of(table, dimension.column) if buckets is None else key_of(buckets, ask, keys)
    alone = [measures[0].condition(ask)] if len(measures) == 1 else []
    counted = [func.count() if alone else func.count().filter(measure.condition(ask)) for measure in measures]
    own = key.label("bucket")
    query = (
        select(own, *counted)
        .where(standing(ask), population.condition(ask), *alone)
        .where(*look.scope.conditions(kind, table.c.record_id))
        .group_by(own.name)
    )
    found = {key_text(row[0]): tuple(int(n) for n in row[1:]) for row in look.session.execute(query)}
    return {k: n for k, n in found.items() if any(n) and not (buckets is not None and k == "")}


WORDS = {
    "kntc.resolved": "Vụ KNTC đã giải quyết",
    "kntc.open_overdue": "Vụ KNTC đang giải quyết, đã quá hạn",
}
"""Labels that do not say what they are of, told so that they may stand beside other registers."""


def told_as(measure: Measure) -> str:
    """What a measure is called on a page that tells of several registers."""
    return WORDS.get(measure.code) or called(measure)


def number(value: int, code: str, question: Question, **cell: str) -> Number:
    """A number with its address."""
    place: Cell = tuple(sorted(cell.items()))
    return Number(value, code, question, place)


def numbers(
    found: Mapping[str, tuple[int, ...]], code: str, question: Question, dimension: str, keys: Sequence[str]
) -> dict[str, Number]:
    """The numbers of one measure under each of the keys; an empty set is 0 and opens to an empty list."""
    return {key: number(found.get(key, (0,))[0], code, question, **{dimension: key}) for key in keys}
