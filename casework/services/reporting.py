"""Making a report: the figures of a period as of a day, composed as a document, printed as a PDF."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.access import Act, Reader, may_see, require
from casework.domain.anchors import JOURNAL, head_line
from casework.domain.figures import FigureSet
from casework.domain.periods import Period, Question, ask
from casework.domain.vocabulary import RecordKind
from casework.reports.compose import compose
from casework.reports.document import Document
from casework.reports.open_petitions import OpenPetition
from casework.reports.pdf import render_pdf
from casework.reports.plain import plain_text
from casework.reports.wording import LetterHead, Target, Wording
from casework.statistics.figure_set import figure_set
from casework.statistics.labels import load_labels
from casework.statistics.open_petitions import open_petitions
from casework.statistics.rules import CountingRules, load_rules
from casework.statistics.scope import Scope, scope_of
from casework.store.catalogue_tables import Target as TargetRow
from casework.store.database import Database
from casework.store.heads import head_of


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """What report is asked for. `as_of` None: the period's last day; `number` and `day` None: open lines on the paper;
    `target_on_paper` None: the year's target stands in the year's report only."""

    period: Period
    as_of: date | None = None
    number: str | None = None
    day: date | None = None
    target_on_paper: bool | None = None
    with_annex: bool = True

    @property
    def question(self) -> Question:
        """The question that the report answers. Raises PeriodError for an as-of day before the period."""
        return ask(self.period, self.as_of)


def make_document(db: Database, reader: Reader, order: ReportOrder, head: LetterHead | None = None) -> Document:
    """The report as a document of plain data: the same records and the same order give the same document."""
    require(reader.role, Act.REPORT)
    question = order.question
    with db.read() as session:
        rules = load_rules(session)
        scope = scope_of(reader)
        figures = figure_set(session, question, scope)
        annexed = order.with_annex and may_see(reader, RecordKind.PETITION)
        rows = _open_rows(session, question, rules, scope) if annexed else []
        targets = _targets(session, question)
    head = replace(head or LetterHead(), number=order.number, day=order.day)
    wording = Wording(large_group_threshold=rules.large_group, target_on_paper=order.target_on_paper)
    return compose(figures, wording, head, order.period, rows, targets)


def make_pdf(
    db: Database,
    reader: Reader,
    order: ReportOrder,
    *,
    signing: bool = False,
    head: LetterHead | None = None,
    anchored: bool = False,
) -> bytes:
    """The report as PDF: the working copy states day and fingerprint on its last page, the signing copy does not.

    `anchored`: the working copy also prints how many entries the journal has and the hash of the last, so that the
    paper is an anchor outside; later events then change that line, and no other.
    """
    document = make_document(db, reader, order, head)
    if anchored and not signing:
        with db.read() as session:
            document = replace(document, notes=(*document.notes, head_line(head_of(session, JOURNAL))))
    return render_pdf(document, signing=signing)


def make_text(db: Database, reader: Reader, order: ReportOrder) -> str:
    """The report as plain text, its digits as on paper."""
    return plain_text(make_document(db, reader, order))


def figures_of(db: Database, reader: Reader, order: ReportOrder) -> FigureSet:
    """The figures behind a report."""
    require(reader.role, Act.REPORT)
    with db.read() as session:
        return figure_set(session, order.question, scope_of(reader))


def _open_rows(session: Session, question: Question, rules: CountingRules, scope: Scope) -> list[OpenPetition]:
    names = load_labels(session).council_resolutions
    found = []
    for row in open_petitions(session, question, rules, scope):
        key = "" if row.council_resolution_id is None else str(row.council_resolution_id)
        late = (question.as_of - row.due_on).days if row.overdue and row.due_on else 0
        label = names.get(key, "Chưa đưa vào nghị quyết theo dõi")
        found.append(OpenPetition(key, label, row.unit, row.code, row.content, row.due_on, late))
    return found


def _targets(session: Session, question: Question) -> list[Target]:
    rows = session.scalars(select(TargetRow).where(TargetRow.year == question.as_of.year))
    return [Target(row.measure, row.year, Fraction(row.above_percent, 100), row.basis) for row in rows]
