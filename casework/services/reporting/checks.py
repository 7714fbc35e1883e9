"""Checks of a report's figures: what they find, the notes on them, and the flows behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.domain.access import Act, NoSuchRecordError, Reader, may_see, require
from casework.domain.check_notes import Note, NotedCheck, check_note
from casework.domain.checks import CheckKind, CheckResult, Offender, result_from_json
from casework.domain.flows import COUNTED_IN, Flow, FlowTable
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind
from casework.services.reporting.forms import checks_of_forms
from casework.statistics.checks import all_checks
from casework.statistics.flow_sets import FlowSets
from casework.statistics.flows import flow_table
from casework.statistics.labels import load_labels
from casework.statistics.naming import named
from casework.statistics.rules import load_rules
from casework.statistics.scope import Scope, closed_to, scope_of
from casework.store.check_notes import NewNote, add_note, name_of_account, notes_of
from casework.store.database import Database
from casework.store.issued import IssuedReport, IssuedWithdrawal

__all__ = ["check_page", "checks_of", "flow_members", "flows", "note_check", "noted_checks", "result_from_json"]

PAGE = 100


def checks_of(session: Session, question: Question, scope: Scope, *, with_forms: bool = False) -> list[CheckResult]:
    """What every check finds among the records in `scope`; `with_forms`: the printed sums of the statutory forms too.

    Where a report as of the last day before the period was issued, what was entered late since is told as well.
    """
    found = list(all_checks(session, question, scope, last_closing(session, question)))
    return found + checks_of_forms(session, question, scope) if with_forms else found


def last_closing(session: Session, question: Question) -> int | None:
    """The journal position that the newest standing issued report of the last period knew; None where there is none."""
    withdrawn = select(IssuedWithdrawal.issued_id)
    query = select(IssuedReport.known).where(
        IssuedReport.as_of == question.first - timedelta(days=1), IssuedReport.id.not_in(withdrawn)
    )
    if question.known is not None:
        query = query.where(IssuedReport.position <= question.known)
    return session.scalar(query.order_by(IssuedReport.id.desc()).limit(1))


def noted_checks(session: Session, reader: Reader, question: Question, *, with_forms: bool = False) -> list[NotedCheck]:
    """The checks as `reader` may see them, each with the notes of those who see the same."""
    scope = scope_of(reader)
    notes = notes_of(session, question.first, question.as_of, scope_key(session, reader, scope))
    results = checks_of(session, question, scope, with_forms=with_forms)
    return [
        NotedCheck(
            one,
            tuple(
                Note(row.body, row.signed_as, row.written_at, row.seen, row.arithmetic, row.position)
                for row in notes.get(one.code, ())
            ),
        )
        for one in results
    ]


def scope_key(session: Session, reader: Reader, scope: Scope) -> str:
    """For whom a note is written: all who see every record share one key; anybody else has his own."""
    rows = scope.rows
    every = rows is not None and scope.kinds == frozenset(RecordKind) and all(map(rows.sees_every, RecordKind))
    if every and not any(closed_to(session, reader, kind) for kind in RecordKind):
        return "all"
    return f"{reader.role.value}:{reader.unit_id or ''}:{reader.user_id}"


@dataclass(frozen=True, slots=True)
class ChecksPage:
    """The checks of a question in groups by kind, and what they cover."""

    question: Question
    groups: tuple[tuple[CheckKind, tuple[NotedCheck, ...]], ...]
    scope: str
    closing_known: int | None
    with_forms: bool

    @property
    def checks(self) -> tuple[NotedCheck, ...]:
        """All of them."""
        return tuple(one for _kind, checks in self.groups for one in checks)

    @property
    def failing(self) -> tuple[NotedCheck, ...]:
        """Those that do not hold, what is still to be explained first."""
        return tuple(sorted((one for one in self.checks if not one.result.holds), key=lambda one: one.explained))


def check_page(db: Database, reader: Reader, question: Question, *, with_forms: bool = False) -> ChecksPage:
    """The checks of a question as `reader` may see them. Raises ForbiddenError."""
    require(reader.role, Act.FIGURES)
    with db.read() as session:
        checks = noted_checks(session, reader, question, with_forms=with_forms)
        scope = scope_of(reader)
        said = scope.said(load_labels(session).units)
        closing = last_closing(session, question)
    groups = tuple((kind, tuple(one for one in checks if one.result.kind is kind)) for kind in CheckKind)
    return ChecksPage(question, tuple(group for group in groups if group[1]), said, closing, with_forms)


def one_check(db: Database, reader: Reader, question: Question, code: str) -> NotedCheck:
    """One check of a question. Raises ForbiddenError, NoSuchRecordError where there is none of this code."""
    require(reader.role, Act.FIGURES)
    with db.read() as session:
        return _one(session, reader, question, code)


def _one(session: Session, reader: Reader, question: Question, code: str) -> NotedCheck:
    for one in noted_checks(session, reader, question, with_forms=code.startswith("form.")):
        if one.result.code == code:
            return one
    raise NoSuchRecordError(f"Không có phép kiểm tra “{code}”.")


def note_check(
    db: Database, reader: Reader, question: Question, code: str, body: str, seen: str, now: datetime
) -> NotedCheck:
    """Keeps a note on a check that does not hold, signed with the name of `reader`'s account.

    `seen`: what the writer had before his eyes. Raises ForbiddenError, NoSuchRecordError, CheckNoteError.
    """
    require(reader.role, Act.NOTE_CHECK)
    with db.read() as session:  # counted in a look of its own: nobody's save waits for it
        one = _one(session, reader, question, code)
        note = NewNote(
            code,
            question.first,
            question.as_of,
            question.known,
            scope_key(session, reader, scope_of(reader)),
            seen,
            one.result.arithmetic,
            check_note(one.result, seen, body),
            name_of_account(session, reader.user_id),
        )
    with db.write() as session:
        add_note(session, note, reader.user_id, reader.os_user, now)
    return one_check(db, reader, question, code)


def flows(db: Database, reader: Reader, kind: RecordKind, question: Question) -> FlowTable:
    """What was at hand, came and went, of one kind, by unit.

    Raises ForbiddenError, NoSuchRecordError for a kind that is not at hand for a time, or that `reader` may not count.
    """
    require(reader.role, Act.FIGURES)
    scope = scope_of(reader)
    if kind not in COUNTED_IN or kind not in scope.kinds:
        raise NoSuchRecordError(kind.label)
    with db.read() as session:
        return flow_table(session, kind, question, load_rules(session), scope)


@dataclass(frozen=True, slots=True)
class RecordsPage:
    """One page of records that something names: `total` of them in all, `pages` at least 1."""

    records: tuple[Offender, ...]
    total: int
    page: int
    pages: int


def flow_members(
    db: Database, reader: Reader, kind: RecordKind, question: Question, flow: Flow, unit: str, page: int
) -> RecordsPage:
    """The records of one flow: of the whole (`unit` ""), of a unit (its id), or of those without one ("none").

    Raises ForbiddenError, NoSuchRecordError also where `reader` may only count the kind.
    """
    require(reader.role, Act.FIGURES)
    if kind not in COUNTED_IN or not may_see(reader, kind):
        raise NoSuchRecordError(kind.label)
    if unit not in ("", "none") and not (unit.isascii() and unit.isdigit() and len(unit) <= 9):
        raise NoSuchRecordError(unit)
    scope = scope_of(reader)
    with db.read() as session:
        sets = FlowSets(kind, question, load_rules(session), scope)
        members = sets.members(flow, int(unit) if unit.isdigit() else None, whole=not unit)
        total = session.scalar(select(func.count()).select_from(members.subquery())) or 0
        ids = session.scalars(members.limit(PAGE).offset((page - 1) * PAGE))
        return records_page(named(session, kind, [(one, "") for one in ids], scope), total, page)


def records_page(records: Sequence[Offender], total: int, page: int) -> RecordsPage:
    """A page of records with how many pages there are."""
    return RecordsPage(tuple(records), total, page, max(1, -(-total // PAGE)))
