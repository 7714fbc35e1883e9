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
from casework.domain.numerals import write_count, write_date
from casework.domain.periods import Period, Question, ask
from casework.domain.vocabulary import RecordKind
from casework.reports.chart import Chart
from casework.reports.chart_svg import Link, chart_svg
from casework.reports.checks import check_annex, check_lines
from casework.reports.compose import compose
from casework.reports.document import Document
from casework.reports.html import render_html
from casework.reports.open_petitions import OpenPetition
from casework.reports.pdf import render_pdf
from casework.reports.plain import plain_text
from casework.reports.word import render_docx
from casework.reports.wording import LetterHead, Target, Wording
from casework.reports.xlsx import render_xlsx
from casework.services.reporting.checks import noted_checks
from casework.services.reporting.composing import composition
from casework.statistics.figure_set import figure_set
from casework.statistics.labels import load_labels
from casework.statistics.measures import MEASURES
from casework.statistics.open_petitions import open_petitions
from casework.statistics.predicates import held
from casework.statistics.rules import CountingRules, load_rules
from casework.statistics.scope import Scope, scope_of
from casework.store.catalogue_tables import Target as TargetRow
from casework.store.database import Database
from casework.store.heads import head_of

CHECK_ANNEX = "Phụ lục kiểm tra"
FILE_FORMS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html",
}
"""The forms in which a report is given, with their media types."""


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """What report is asked for. `as_of` None: the period's last day; `number` and `day` None: open lines on the paper;
    `target_on_paper` None: the year's target stands in the year's report only. `known`, `known_on`: as in `Question`.
    `with_checks`: an annex tells what was checked, what does not hold and who explained it.
    """

    period: Period
    as_of: date | None = None
    number: str | None = None
    day: date | None = None
    target_on_paper: bool | None = None
    with_annex: bool = True
    known: int | None = None
    known_on: date | None = None
    with_checks: bool = False

    @property
    def question(self) -> Question:
        """The question that the report answers. Raises PeriodError for an as-of day before the period."""
        return ask(self.period, self.as_of, self.known, self.known_on)


def make_document(db: Database, reader: Reader, order: ReportOrder, head: LetterHead | None = None) -> Document:
    """The report as a document of plain data: the same records and the same order give the same document."""
    require(reader.role, Act.REPORT)
    question = order.question
    with db.read() as session:
        rules = load_rules(session)
        scope = scope_of(reader)
        figures = spoken_of(figure_set(session, question, scope))
        annexed = order.with_annex and may_see(reader, RecordKind.PETITION)
        rows = _open_rows(session, question, rules, scope) if annexed else []
        targets = _targets(session, question)
        own = composition(session, order.period, question.known)
        checks = noted_checks(session, reader, question) if order.with_checks else []
    head = replace(head or LetterHead(), number=order.number, day=order.day)
    wording = Wording(large_group_threshold=rules.large_group, target_on_paper=order.target_on_paper, texts=own.texts)
    document = compose(figures, wording, head, order.period, rows, targets, own.plan, own.passages)
    return replace(document, annexes=(*document.annexes, check_annex(checks, CHECK_ANNEX))) if checks else document


def spoken_of(figures: FigureSet) -> FigureSet:
    """The figures that a report may speak of: without the registers of which nothing had been recorded yet, which are
    named in a note instead of being counted as nought; the note also tells the day of knowledge."""
    question = figures.question
    if question.known_on is None:
        return figures
    day = write_date(question.known_on)
    notes = [f"Theo dữ liệu đã ghi nhận đến hết ngày {day} (mục nhật ký số {write_count(question.known or 0)})."]
    silent = [figure for figure in figures if not figure.cell and not figure.is_recorded]
    kinds = dict.fromkeys(MEASURES[figure.code].population.kind.label for figure in silent if figure.code in MEASURES)
    if kinds:
        notes.append(f"Đến hết ngày đó chưa ghi nhận: {', '.join(kinds)}.")
    kept = {key: figure for key, figure in figures.figures.items() if figure.is_recorded}
    return replace(figures, figures=kept, notes=(*figures.notes, *notes))


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

    `anchored`: the working copy also prints how the checks of its figures stand, and how many entries the journal has
    and the hash of the last, so that the paper is an anchor outside; later events then change that line, and no other.
    """
    document = make_document(db, reader, order, head)
    if anchored and not signing:
        with db.read() as session:
            checks = check_lines(noted_checks(session, reader, order.question))
            document = replace(document, notes=(*document.notes, *checks, head_line(head_of(session, JOURNAL))))
    return render_pdf(document, signing=signing)


def make_file(
    db: Database,
    reader: Reader,
    order: ReportOrder,
    form: str,
    *,
    signing: bool = False,
    head: LetterHead | None = None,
) -> bytes:
    """The report in one of `FILE_FORMS` but PDF: Word, a workbook with data and charts, or one HTML file.

    Raises KeyError for another form, ForbiddenError.
    """
    document = make_document(db, reader, order, head)
    if form == "docx":
        return render_docx(document, signing=signing)
    figures = spoken_of(figures_of(db, reader, order))
    return {"xlsx": render_xlsx, "html": render_html}[form](document, figures, signing=signing)


def draw(chart: Chart, link: Link | None = None) -> str:
    """A chart of a report as an SVG element; `link(code, cell)` gives the address of a figure's members."""
    return chart_svg(chart, link)


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
    rows = session.scalars(
        select(TargetRow).where(TargetRow.year == question.as_of.year, held(TargetRow, question)).order_by(TargetRow.id)
    )
    return [Target(row.measure, row.year, Fraction(row.above_percent, 100), row.basis) for row in rows]
