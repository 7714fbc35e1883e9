"""Duyệt thử: what a report would say today, what is missing for it, and what turns overdue before its deadline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from casework.domain.access import Act, NoSuchRecordError, Reader, may_see, require
from casework.domain.check_notes import NotedCheck
from casework.domain.figures import Figure, FigureSet
from casework.domain.numerals import write_date
from casework.domain.periods import Period, PeriodError, Question, ask
from casework.domain.rehearsal import Lack, LackHere, Turning, by_unit, days_left
from casework.services.reporting.checks import PAGE, RecordsPage, noted_checks, records_page
from casework.statistics.figure_set import figure_set
from casework.statistics.labels import load_labels
from casework.statistics.lack_table import BY_CODE
from casework.statistics.lacks import lacking, lacks
from casework.statistics.naming import named
from casework.statistics.rules import load_rules
from casework.statistics.scope import scope_of
from casework.store.database import Database

HEADLINES = (
    "petitions.basket.total",
    "petitions.basket.resolved",
    "petitions.basket.resolved_rate",
    "petitions.untracked.total",
    "petitions.national_assembly.total",
    "reception.visits",
    "reception.people",
    "letters.total",
    "letters.handled",
    "kntc.total",
    "kntc.resolved",
    "kntc.resolved_rate",
    "pakn.received",
    "pakn.on_time_rate",
)
"""The figures that a report leads with."""
TURNING = (
    "petitions.basket.overdue",
    "petitions.untracked.overdue",
    "petitions.national_assembly.overdue",
    "kntc.open_overdue",
    "letters.open_overdue",
    "pakn.open_overdue",
)
"""The figures that grow by themselves while nothing happens."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A report before its deadline: `question` is what it says today, `final` what it will be asked on its last day."""

    period: Period
    question: Question
    final: Question
    on: date
    deadline: date
    headlines: tuple[Figure, ...]
    lacks: tuple[Lack, ...]
    units: tuple[tuple[LackHere, tuple[tuple[Lack, int], ...]], ...]
    turning: tuple[Turning, ...]
    failing: tuple[NotedCheck, ...]
    checked: int
    scope: str

    @property
    def days_left(self) -> int:
        """How many days are left to the deadline; below 0 when it has passed."""
        return days_left(self.on, self.deadline)

    @property
    def missing(self) -> int:
        """How many things are missing, a record once for each."""
        return sum(lack.count for lack in self.lacks)


def rehearsal_questions(period: Period, as_of: date | None, on: date) -> tuple[Question, Question]:
    """What the report says today, and what it will say on its last day. Raises PeriodError for a period to come."""
    final = ask(period, as_of)
    if on < period.first:
        raise PeriodError(f"kỳ {period.label} chưa bắt đầu (từ ngày {write_date(period.first)})")
    return ask(period, min(final.as_of, on)), final


def rehearse(
    db: Database, reader: Reader, period: Period, as_of: date | None, deadline: date | None, on: date
) -> Rehearsal:
    """The rehearsal of a report on day `on`, as `reader` may see it; `deadline` None: its as-of day.

    Raises ForbiddenError, and PeriodError for a period that has not begun or a day before it.
    """
    require(reader.role, Act.FIGURES)
    question, final = rehearsal_questions(period, as_of, on)
    scope = scope_of(reader)
    with db.read() as session:
        rules = load_rules(session)
        now = figure_set(session, question, scope, cuts=())
        then = now if final == question else figure_set(session, final, scope, cuts=(), changes=False)
        missing = tuple(lacks(session, question, rules, scope))
        checks = noted_checks(session, reader, question)
        said = scope.said(load_labels(session).units)
    return Rehearsal(
        period,
        question,
        final,
        on,
        deadline or final.as_of,
        _found(now, HEADLINES),
        missing,
        tuple(by_unit(missing)),
        _turning(now, then),
        tuple(one for one in checks if not one.result.holds),
        len(checks),
        said,
    )


def _found(figures: FigureSet, codes: tuple[str, ...]) -> tuple[Figure, ...]:
    return tuple(found for code in codes if (found := figures.get(code)) is not None)


def _turning(now: FigureSet, then: FigureSet) -> tuple[Turning, ...]:
    pairs = ((now.get(code), then.get(code)) for code in TURNING)
    return tuple(Turning(one, other) for one, other in pairs if one is not None and other is not None)


@dataclass(frozen=True, slots=True)
class LackPage:
    """The records that lack one thing, a page of them; `unit`: the unit that must act, "" for all."""

    lack: Lack
    unit: str
    records: RecordsPage


def lack_page(
    db: Database,
    reader: Reader,
    period: Period,
    as_of: date | None,
    code: str,
    unit_id: int | None,
    page: int,
    on: date,
) -> LackPage:
    """The records that lack one thing, of all units or of one.

    Raises ForbiddenError, PeriodError, NoSuchRecordError for an unknown lack and where `reader` may only count.
    """
    require(reader.role, Act.FIGURES)
    rule = BY_CODE.get(code)
    if rule is None or not may_see(reader, rule.kind):
        raise NoSuchRecordError(code)
    question, _final = rehearsal_questions(period, as_of, on)
    scope = scope_of(reader)
    with db.read() as session:
        rules = load_rules(session)
        query = lacking(rule, unit_id, question, rules, scope)
        total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
        ids = session.scalars(query.limit(PAGE).offset((page - 1) * PAGE))
        records = records_page(named(session, rule.kind, [(one, "") for one in ids], scope), total, page)
        unit = "" if unit_id is None else load_labels(session).units.get(str(unit_id), "")
    return LackPage(Lack(rule.code, rule.kind, rule.label, rule.todo, ()), unit, records)
