"""Proving one figure: counted now, or as an issued report froze it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.access import Act, NoSuchRecordError, Reader, may_see, require
from casework.domain.anchors import JOURNAL
from casework.domain.fields import field
from casework.domain.figures import NOT_RECORDED, Cell, Figure, FigureKind
from casework.domain.numerals import write_count
from casework.domain.periods import Question
from casework.domain.proofs import MemberList, Proof, Rounding
from casework.domain.vocabulary import RecordKind
from casework.reports.proof import facts_of, member_text, render_proof
from casework.services.reporting.issued import definitions_in, figures_in, frozen_figure, question_of, report_of
from casework.statistics.catalogue import Measure
from casework.statistics.figure_set import figure_set
from casework.statistics.labels import load_labels
from casework.statistics.measures import CHANGES, RATES
from casework.statistics.members import UnknownFigureError, dimension_of, measure_of
from casework.statistics.proofs import listed_members
from casework.statistics.recorded import unrecorded_kinds
from casework.statistics.rules import load_rules
from casework.statistics.scope import scope_of
from casework.store.database import Database
from casework.store.heads import hash_at
from casework.store.issued import IssuedReport
from casework.store.journal import GENESIS, JournalEntry, last_position

__all__ = ["UnknownFigureError", "facts_of", "member_text", "proof_of", "proof_of_issued", "proof_pdf"]


def proof_of(db: Database, reader: Reader, code: str, cell: Mapping[str, str], question: Question) -> Proof:
    """The proof of a figure as it is counted now for `reader`.

    Raises UnknownFigureError, ForbiddenError; NoSuchRecordError where he may not see the records behind it.
    """
    require(reader.role, Act.FIGURES)
    measure = measure_of(code)
    if not may_see(reader, measure.population.kind):
        raise NoSuchRecordError
    with db.read() as session:
        return _live(session, reader, code, measure, cell, question)


def _live(
    session: Session, reader: Reader, code: str, measure: Measure, cell: Mapping[str, str], question: Question
) -> Proof:
    rules, scope, labels = load_rules(session), scope_of(reader), load_labels(session)
    wanted = _measures(code, measure)
    lists = tuple(
        MemberList(
            one.label,
            one.unit.label,
            _quantity(one.population.kind, one.quantity or ""),
            tuple(listed_members(session, one, cell, question, rules, scope)),
        )
        for one in wanted
    )
    if measure.population.kind in unrecorded_kinds(session, question, scope):
        printed = NOT_RECORDED
    elif code in RATES or code in CHANGES:
        found = figure_set(session, question, scope, tuple(cell), (measure.population.code,), changes=code in CHANGES)
        figure = found.get(code, **cell)
        printed = (figure.printed if figure else "") or "–"
    else:
        printed = write_count(lists[0].total)
    known = last_position(session) if question.known is None else question.known
    dimensions = [dimension_of(measure.population, name) for name in sorted(cell)]
    told = _defined(code, measure)
    return Proof(
        code,
        told[0],
        "; ".join(f"{one.label}: {labels.of(one, cell[one.code])}" for one in dimensions),
        told[1],
        printed,
        told[2],
        measure.source,
        measure.population.kind,
        question,
        known,
        *_moment(session, known),
        scope.said(labels.units),
        lists,
        Rounding(lists[0].total, lists[1].total, RATES[code].decimals) if code in RATES else None,
        None,
        _of_change(session, code, question, reader),
    )


def _measures(code: str, measure: Measure) -> list[Measure]:
    """The measures whose members prove a figure: of a rate both, its numerator first."""
    return [RATES[code].numerator, RATES[code].denominator] if code in RATES else [measure]


def _defined(code: str, measure: Measure) -> tuple[str, str, str]:
    """Label, unit, definition of what the code names."""
    if code in RATES:
        return RATES[code].label, "%", RATES[code].definition
    if code in CHANGES:
        return CHANGES[code].label, measure.unit.label, CHANGES[code].definition
    return measure.label, measure.unit.label, measure.definition


def _of_change(session: Session, code: str, question: Question, reader: Reader) -> tuple[str, ...]:
    if code not in CHANGES:
        return ()
    population = CHANGES[code].measure.population.code
    figure = figure_set(session, question, scope_of(reader), (), (population,)).get(code)
    return () if figure is None else _compared(figure)


def _compared(figure: Figure) -> tuple[str, ...]:
    before = "chưa biết" if figure.denominator is None else write_count(figure.denominator)
    return (f"Số cùng kỳ năm trước: {before}. Nguồn: {figure.source}.",)


def _quantity(kind: RecordKind, name: str) -> str:
    return field(kind, name).label if name else ""


def _moment(session: Session, known: int) -> tuple[datetime | None, str]:
    when = session.scalar(select(JournalEntry.recorded_at).where(JournalEntry.position == known))
    return when, hash_at(session, JOURNAL, known) or GENESIS


def proof_of_issued(db: Database, reader: Reader, issued_id: int, code: str, cell: Cell) -> Proof:
    """The proof of a figure of an issued report, from what it froze. Raises NoSuchRecordError, TamperedError."""
    with db.read() as session:
        report = report_of(session, reader, issued_id)
        return _frozen(session, report, code, cell)


def _frozen(session: Session, report: IssuedReport, code: str, cell: Cell) -> Proof:
    figure = figures_in(session, report).figures.get((code, cell))
    if figure is None or figure.kind in (FigureKind.DECLARED, FigureKind.BAND):
        raise NoSuchRecordError
    told = definitions_in(session, report.id)
    codes = _frozen_codes(code)
    held = [frozen_figure(session, report, one, cell) for one in codes]
    kind = held[0].kind
    lists = tuple(
        MemberList(str(told[one]["label"]), found.figure.unit.label, _quantity(kind, found.quantity), found.members)
        for one, found in zip(codes, held, strict=True)
    )
    rounding = None
    if figure.kind is FigureKind.RATE:
        rounding = Rounding(figure.numerator or 0, figure.denominator or 0, figure.decimals)
    return Proof(
        code,
        figure.label,
        "; ".join(figure.labels),
        figure.unit.label,
        figure.printed or "–",
        figure.definition,
        str(told[codes[-1]]["source"]),
        kind,
        question_of(report),
        report.known,
        *_moment(session, report.known),
        report.scope,
        lists,
        rounding,
        report.id,
        _compared(figure) if figure.kind is FigureKind.CHANGE else (),
    )


def _frozen_codes(code: str) -> list[str]:
    if code in RATES:
        return [RATES[code].numerator.code, RATES[code].denominator.code]
    return [CHANGES[code].measure.code] if code in CHANGES else [code]


def proof_pdf(proof: Proof, office: str) -> bytes:
    """The proof on paper, with every member; the same proof gives the same bytes."""
    return render_proof(proof, office)
