"""What changed since the last issued report: its figures as frozen beside the same figures on the day asked."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from casework.domain.access import Act, Reader, may
from casework.domain.panels import ISSUED, Number, Since, SinceLine
from casework.domain.periods import Question
from casework.reports.dashboards.judging import since_section
from casework.reports.dashboards.section import Section
from casework.services.reporting.issued import figures_in, question_of, readable_by
from casework.statistics.dashboards.streams import told_as
from casework.statistics.measures import MEASURES
from casework.statistics.members import sum_of_members
from casework.statistics.recorded import unrecorded_kinds
from casework.statistics.rules import load_rules
from casework.statistics.scope import scope_of
from casework.store.database import Database
from casework.store.issued import IssuedReport, IssuedWithdrawal, TamperedError
from casework.store.memory import remembered

TOLD = (
    "petitions.basket.total",
    "petitions.basket.resolved",
    "petitions.basket.overdue",
    "reception.visits",
    "letters.total",
    "letters.handled",
    "kntc.total",
    "kntc.resolved",
    "kntc.open_overdue",
    "pakn.received",
    "pakn.on_time",
)
"""The figures of a report that are followed."""


def since_last(db: Database, reader: Reader, question: Question) -> Section | None:
    """The section of what changed since the last report that `reader` may read, whose day lies before that of
    `question` and which had been issued by what it takes as known; None where the role reads no reports."""
    if not may(reader.role, Act.REPORT):
        return None
    with db.read() as session:
        return remembered(
            session,
            ("since the last report", question, scope_of(reader), load_rules(session)),
            lambda: _section(session, reader, question),
        )


def _section(session: Session, reader: Reader, question: Question) -> Section:
    report = _last(session, reader, question)
    if report is None:
        return since_section(None)
    try:
        return since_section(_changes(session, reader, report, question))
    except TamperedError as error:
        return replace(since_section(None), text=(str(error),))


def _last(session: Session, reader: Reader, question: Question) -> IssuedReport | None:
    gone = exists().where(IssuedWithdrawal.issued_id == IssuedReport.id)
    known: tuple[ColumnElement[bool], ...] = ()
    if question.known is not None:
        gone = gone.where(IssuedWithdrawal.position <= question.known)
        known = (IssuedReport.position <= question.known,)
    query = (
        select(IssuedReport)
        .where(IssuedReport.as_of < question.as_of, ~gone, *known)
        .order_by(IssuedReport.as_of.desc(), IssuedReport.id.desc())
    )
    return next((one for one in session.scalars(query) if readable_by(session, reader, one)), None)


def _changes(session: Session, reader: Reader, report: IssuedReport, question: Question) -> Since:
    figures, rules, scope = figures_in(session, report), load_rules(session), scope_of(reader)
    then, now = question_of(report), replace(question, first=report.first)
    silent = unrecorded_kinds(session, now, scope)
    lines = []
    for code in TOLD:
        measure, figure = MEASURES[code], figures.get(code)
        if figure is None or figure.value is None or measure.population.kind in silent:
            continue
        value = sum_of_members(session, measure, {}, now, rules, scope)
        frozen = Number(figure.value, code, then, ((ISSUED, str(report.id)),))
        lines.append(SinceLine(told_as(measure), measure.unit.label, frozen, Number(value, code, now)))
    label = f"Báo cáo đã phát hành số {report.id} ({report.period_label})"
    return Since(report.id, label, then, now, tuple(lines))
