"""Targets of a year: set with their resolution and article, and the road to each in whole numbers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import select, update

from casework.domain.access import Act, NoSuchRecordError, Reader, may_see, require
from casework.domain.events import ALWAYS
from casework.domain.periods import Period, Question, parse_period
from casework.domain.targets import Road, Standing, TargetError, at_that_pace, check_target
from casework.domain.vocabulary import RecordKind
from casework.domain.workflow import state_label
from casework.statistics.catalogue import Measure
from casework.statistics.labels import load_labels
from casework.statistics.measure_words import of_what
from casework.statistics.measures import RATES
from casework.statistics.predicates import held
from casework.statistics.recorded import unrecorded_kinds
from casework.statistics.rules import load_rules
from casework.statistics.scope import scope_of
from casework.statistics.target_members import nearest_open, target_counts
from casework.statistics.work_titles import about_records
from casework.store import journal
from casework.store.catalogue_tables import Target
from casework.store.database import Database

NEAREST = 50
"""How many of the nearest open records a page shows."""
MOST_MORE = 1_000_000
TARGETABLE = tuple(code for code in RATES if code.endswith((".resolved_rate", ".handled_rate")))
"""Rates whose open records can still be counted; what was answered late, say, can never be answered on time."""


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A target as it stands: the rate `measure` of `year` above `percent`."""

    id: int
    measure: str
    label: str
    year: int
    percent: int
    basis: str
    article: str


@dataclass(frozen=True, slots=True)
class NearLine:
    """An open record of a target as people read it; `days`: until it is due, less than 0 when that day is past."""

    kind: RecordKind
    record_id: int
    title: str
    unit: str
    state: str
    opened_on: date
    due_on: date | None
    days: int | None


@dataclass(frozen=True, slots=True)
class TargetPage:
    """A target on a day: where it stands and what is needed when nothing comes in, when as many come in as until now
    (`pace`), and when `asked` come in. `standing` None: nothing was recorded yet."""

    line: TargetLine
    period: Period
    question: Question
    numerator: Measure
    denominator: Measure
    standing: Standing | None
    received: int
    roads: tuple[tuple[str, Road], ...]
    open: int
    open_code: str
    nearest: tuple[NearLine, ...]
    scope: str


def offered_rates() -> tuple[tuple[str, str], ...]:
    """The rates that a target may be set for: code and label."""
    return tuple((code, _called(code)) for code in TARGETABLE)


def _called(code: str) -> str:
    return of_what(RATES[code].label, RATES[code].denominator.population.code)


def targets(db: Database, reader: Reader, known: int | None = None) -> list[TargetLine]:
    """The targets that stand, the newest year first; `known`: as known at that position. Raises ForbiddenError."""
    require(reader.role, Act.REPORT)
    with db.read() as session:
        rows = session.scalars(
            select(Target)
            .where(held(Target, Question(date.min, date.min, known)))
            .order_by(Target.year.desc(), Target.id)
        )
        return [_line(row) for row in rows if row.measure in TARGETABLE]


def _line(row: Target) -> TargetLine:
    return TargetLine(row.id, row.measure, _called(row.measure), row.year, row.above_percent, row.basis, row.article)


def set_target(
    db: Database, reader: Reader, measure: str, year: int, percent: int, basis: str, article: str, now: datetime
) -> int:
    """Sets the target of a rate for a year; one that stood is closed and kept. Its id.

    Raises TargetError, ForbiddenError.
    """
    require(reader.role, Act.TARGETS)
    check_target(year, percent, basis, article)
    if measure not in TARGETABLE:
        raise TargetError("Hãy chọn chỉ tiêu trong danh sách.")
    with db.write() as session:
        told = {"target": measure, "year": year, "above_percent": percent}
        position = journal.append(session, _act(reader, told, now), [])
        older = update(Target).where(Target.measure == measure, Target.year == year, Target.known_to == ALWAYS)
        session.execute(older.values(known_to=position))
        made = Target(
            measure=measure,
            year=year,
            above_percent=percent,
            basis=basis.strip()[:300],
            article=article.strip()[:200],
            known_from=position,
            known_to=ALWAYS,
        )
        session.add(made)
        session.flush()
        return made.id


def end_target(db: Database, reader: Reader, target_id: int, now: datetime) -> None:
    """Takes a target back; it is kept. Raises NoSuchRecordError, ForbiddenError."""
    require(reader.role, Act.TARGETS)
    with db.write() as session:
        journal.lock(session)
        row = session.get(Target, target_id)
        if row is None or row.known_to != ALWAYS:
            raise NoSuchRecordError
        row.known_to = journal.append(session, _act(reader, {"target_ended": target_id}, now), [])


def target_page(
    db: Database,
    reader: Reader,
    target_id: int,
    as_of: date,
    known: int | None = None,
    known_on: date | None = None,
    asked: int | None = None,
) -> TargetPage:
    """A target as of a day of its year; a day outside is taken as the year's first or last.

    Raises NoSuchRecordError, ForbiddenError.
    """
    require(reader.role, Act.REPORT)
    with db.read() as session:
        row = session.get(Target, target_id)
        if row is None or row.measure not in TARGETABLE:
            raise NoSuchRecordError
        line, rate = _line(row), RATES[row.measure]
        period = parse_period(f"nam-{row.year}")
        question = Question(period.first, min(max(as_of, period.first), period.last), known, known_on)
        kind = rate.denominator.population.kind
        rules, scope = load_rules(session), scope_of(reader)
        names = load_labels(session).units
        head = (line, period, question, rate.numerator, rate.denominator)
        code = f"{rate.denominator.population.code}.open"
        if kind in unrecorded_kinds(session, question, scope):
            return TargetPage(*head, None, 0, (), 0, code, (), scope.said(names))
        counts = target_counts(session, rate, question, rules, scope)
        standing = Standing(
            counts.done, counts.total, Fraction(line.percent, 100), period.first, question.as_of, period.last
        )
        near = nearest_open(session, rate, question, rules, scope, NEAREST) if may_see(reader, kind) else []
        about = about_records(session, [(kind, one.record_id) for one in near])
        lines = tuple(
            NearLine(
                kind,
                one.record_id,
                about[kind, one.record_id].title,
                names.get(str(one.unit_id), "") if one.unit_id is not None else "",
                state_label(kind, one.state) if one.state else "",
                one.opened_on,
                one.due_on,
                None if one.due_on is None else (one.due_on - question.as_of).days,
            )
            for one in near
        )
        return TargetPage(
            *head,
            standing,
            counts.received,
            tuple(_roads(standing, counts.received, asked, rate.denominator.unit.label)),
            counts.total - counts.done,
            code,
            lines,
            scope.said(names),
        )


def _roads(standing: Standing, received: int, asked: int | None, unit: str) -> list[tuple[str, Road]]:
    """What is needed under each assumption, with the assumption in words."""
    found = [(f"Không có thêm {unit} mới", standing.road())]
    pace = at_that_pace(received, standing.days_past, standing.days_left)
    if pace:
        found.append((f"Có thêm {unit} mới theo nhịp từ đầu kỳ đến nay", standing.road(pace)))
    if asked is not None:
        found.append((f"Có thêm số {unit} mới đã nhập", standing.road(min(asked, MOST_MORE))))
    return found


def _act(reader: Reader, told: object, now: datetime) -> journal.Act:
    return journal.Act("target", reader.user_id, reader.os_user, now, json.dumps(told, ensure_ascii=False))
