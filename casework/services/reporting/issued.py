"""Reading issued reports: the list, one with its document and figures, its files, its frozen members.

An issued report is read by who may report and sees every record that it counts: where one of its records is closed to
a person, the report does not exist for him, else his own figures beside it would tell that something is hidden.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.access import Act, NoSuchRecordError, Reader, level, require
from casework.domain.access_levels import TYPED, Level
from casework.domain.figures import Cell, Figure, FigureSet
from casework.domain.frozen import FrozenRow, FrozenShape, members, unpacked
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind
from casework.reports.document import Document
from casework.reports.document_data import document_of
from casework.services.reporting.freezing import (
    CHECKS,
    DEFINITIONS,
    DOCUMENT,
    FIGURES,
    FILES,
    SETTINGS,
    figure_of,
    members_part,
)
from casework.statistics.row_scope import RowScope
from casework.statistics.scope import closed_to
from casework.store.account_tables import User
from casework.store.database import Database
from casework.store.issued import (
    IssuedFault,
    IssuedReport,
    IssuedWithdrawal,
    PartHead,
    TamperedError,
    heads,
    issued_faults,
    read_part,
)

__all__ = ["IssuedLine", "IssuedPage", "TamperedError", "issued_file", "issued_list", "issued_page", "readable_by"]


@dataclass(frozen=True, slots=True)
class IssuedLine:
    """An issued report in the list. `replaced_by`: the later one in its place; `withdrawn`: no longer valid."""

    id: int
    period_label: str
    first: date
    as_of: date
    known_on: date | None
    title: str
    number: str
    day: date | None
    note: str
    issued_at: datetime
    issued_by: str
    withdrawn: bool
    replaced_by: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class IssuedPage:
    """One issued report: its line, its document and figures as frozen, its files, and what is wrong with it, if
    anything was changed behind the journal's back."""

    line: IssuedLine
    question: Question
    scope: str
    fingerprint: str
    head_hash: str
    known: int
    position: int
    document: Document
    figures: FigureSet
    files: tuple[PartHead, ...]
    parts: tuple[PartHead, ...]
    faults: tuple[IssuedFault, ...]
    replaces: tuple[int, ...]
    settings: dict[str, object]
    checks: tuple[dict[str, object], ...]


def issued_list(db: Database, reader: Reader) -> list[IssuedLine]:
    """All issued reports that `reader` may read, by period's end and moment, newest first. Raises ForbiddenError."""
    require(reader.role, Act.REPORT)
    with db.read() as session:
        query = select(IssuedReport).order_by(
            IssuedReport.as_of.desc(), IssuedReport.first.desc(), IssuedReport.id.desc()
        )
        return [_line(session, one) for one in session.scalars(query) if readable_by(session, reader, one)]


def issued_page(db: Database, reader: Reader, issued_id: int) -> IssuedPage:
    """One issued report. Raises NoSuchRecordError, ForbiddenError, TamperedError when it cannot be shown at all."""
    with db.read() as session:
        report = report_of(session, reader, issued_id)
        figures = figures_in(session, report)
        document = document_of(part_in(session, issued_id, DOCUMENT))
        faults = tuple(issued_faults(session, issued_id))
        held = heads(session, issued_id)
        before = session.scalars(select(IssuedWithdrawal.issued_id).where(IssuedWithdrawal.replaced_by == issued_id))
        return IssuedPage(
            _line(session, report),
            figures.question,
            report.scope,
            report.fingerprint,
            report.head_hash,
            report.known,
            report.position,
            document,
            figures,
            tuple(part for part in held if part.name in FILES),
            tuple(held),
            faults,
            tuple(before),
            json.loads(part_in(session, issued_id, SETTINGS)),
            tuple(json.loads(part_in(session, issued_id, CHECKS))),
        )


def issued_file(db: Database, reader: Reader, issued_id: int, name: str) -> tuple[str, bytes]:
    """Media type and bytes of one of the files that people take away. Raises NoSuchRecordError, TamperedError."""
    with db.read() as session:
        report_of(session, reader, issued_id)
        content = read_part(session, issued_id, name) if name in FILES else None
        if content is None:
            raise NoSuchRecordError
        return FILES[name], content


def report_of(session: Session, reader: Reader, issued_id: int) -> IssuedReport:
    """The issued report, for who may read it. Raises NoSuchRecordError, ForbiddenError."""
    require(reader.role, Act.REPORT)
    report = session.get(IssuedReport, issued_id)
    if report is None or not readable_by(session, reader, report):
        raise NoSuchRecordError
    return report


def readable_by(session: Session, reader: Reader, report: IssuedReport) -> bool:
    """Whether `reader` sees every record that the report counts, at least as a list: he may not be told of it
    otherwise."""
    names = {part.name for part in heads(session, report.id)}
    scope = RowScope.of(reader)
    for kind in RecordKind:
        if members_part(kind) not in names:
            continue
        if not scope.sees_every(kind) or (kind in TYPED and level(reader, kind, denunciation=True) < Level.LIST):
            return False
        closed = closed_to(session, reader, kind)
        if closed and any(row.id in closed for row in _every(session, report.id, kind, names)):
            return False
    return True


def _every(session: Session, issued_id: int, kind: RecordKind, names: set[str]) -> Iterator[FrozenRow]:
    for name in (members_part(kind), members_part(kind, prior=True)):
        if name in names:
            yield from unpacked(part_in(session, issued_id, name))[1]


def part_in(session: Session, issued_id: int, name: str) -> bytes:
    """A part that every issued report has. Raises TamperedError where it is gone or changed."""
    found = read_part(session, issued_id, name)
    if found is None:
        raise TamperedError(f"Phần “{name}” của báo cáo đã phát hành không còn.")
    return found


def question_of(report: IssuedReport) -> Question:
    """The question that the report answered, pinned to what was known."""
    return Question(report.first, report.as_of, report.known, report.known_on)


def figures_in(session: Session, report: IssuedReport) -> FigureSet:
    """The figures as they were frozen. Raises TamperedError."""
    rows = json.loads(part_in(session, report.id, FIGURES))
    return FigureSet.of(question_of(report), map(figure_of, rows), report.scope)


def definitions_in(session: Session, issued_id: int) -> dict[str, dict[str, str]]:
    """Measure → how it was defined. Raises TamperedError."""
    return {one["code"]: one for one in json.loads(part_in(session, issued_id, DEFINITIONS))}


def population_in(
    session: Session, issued_id: int, kind: RecordKind, prior: bool = False
) -> tuple[FrozenShape, Iterator[FrozenRow]] | None:
    """The frozen population of a kind, read in a stream; None where the report does not count it."""
    content = read_part(session, issued_id, members_part(kind, prior))
    return None if content is None else unpacked(content)


@dataclass(frozen=True, slots=True)
class FrozenFigure:
    """A figure of an issued report with its frozen members: (record id, number, what it adds)."""

    figure: Figure
    kind: RecordKind
    quantity: str
    members: tuple[tuple[int, str, int], ...]

    @property
    def total(self) -> int:
        """The figure, counted again over the members."""
        return sum(amount for _id, _code, amount in self.members)


def frozen_figure(session: Session, report: IssuedReport, code: str, cell: Cell) -> FrozenFigure:
    """A figure with its members as frozen; a rate opens to its denominator, a change to what it compares.

    Raises NoSuchRecordError for a figure that the report does not have or that has no members.
    """
    figures = figures_in(session, report)
    figure = figures.figures.get((code, cell))
    for kind in RecordKind if figure is not None else ():
        held = population_in(session, report.id, kind)
        if held is not None and held[0].has(code) and figure is not None:
            shape, rows = held
            found = tuple((row.id, row.code, amount) for row, amount in members(shape, rows, code, cell))
            return FrozenFigure(figure, kind, dict(shape.measures)[code], found)
    raise NoSuchRecordError


def _line(session: Session, report: IssuedReport) -> IssuedLine:
    ended = session.get(IssuedWithdrawal, report.id)
    who = session.scalar(select(User.full_name).where(User.id == report.actor_id))
    return IssuedLine(
        report.id,
        report.period_label,
        report.first,
        report.as_of,
        report.known_on,
        report.title,
        report.number,
        report.day,
        report.note,
        report.issued_at,
        who or "",
        ended is not None,
        None if ended is None else ended.replaced_by,
        "" if ended is None else ended.reason,
    )
