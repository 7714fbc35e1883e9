"""Issuing a report (phát hành), and withdrawing or replacing an issued one (thu hồi, thay thế).

What is issued is pinned to a journal position first, then composed and frozen without holding anybody up, and written
in one transaction with the journal's entry that bears the digest of it all.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from casework.domain.access import Act, NoSuchRecordError, Reader, require
from casework.domain.anchors import JOURNAL, Head, head_line
from casework.domain.figures import FigureSet
from casework.reports.document import Document
from casework.reports.wording import LetterHead
from casework.services.reporting.freezing import FILES, parts_of
from casework.services.reporting.issued import readable_by
from casework.services.reporting.making import ReportOrder, make_document, spoken_of
from casework.statistics.figure_set import figure_set
from casework.statistics.scope import scope_of
from casework.store import journal
from casework.store.database import Database
from casework.store.heads import hash_at, head_of
from casework.store.issued import (
    ISSUE,
    WITHDRAW,
    IssuedPart,
    IssuedReport,
    IssuedWithdrawal,
    Part,
    PartHead,
    manifest_of,
    note_of,
    withdrawal_note,
)

LONGEST = 500
"""Characters of a note or a reason."""


class IssueError(ValueError):
    """A report that cannot be issued or withdrawn as asked; the message is in Vietnamese."""


@dataclass(frozen=True, slots=True)
class IssueOrder:
    """What is to be issued: the report, a note, the issued report that it replaces with the reason, and the files that
    are kept beside the data."""

    report: ReportOrder
    note: str = ""
    replaces: int | None = None
    reason: str = ""
    files: tuple[str, ...] = tuple(FILES)


@dataclass(frozen=True, slots=True)
class Pinned:
    """A report bound to a journal position, composed: what a confirmation shows and an issue freezes."""

    order: ReportOrder
    head: Head
    figures: FigureSet
    document: Document


def pin(db: Database, reader: Reader, order: ReportOrder, head: LetterHead | None = None) -> Pinned:
    """The report as it would be issued now. Raises ForbiddenError, IssueError when it changes meanwhile."""
    require(reader.role, Act.ISSUE)
    with db.read() as session:
        now = head_of(session, JOURNAL)
        known = now.count if order.known is None else order.known
        pinned = replace(order, known=known)
        figures = spoken_of(figure_set(session, pinned.question, scope_of(reader)))
    document = make_document(db, reader, pinned, head)
    if document.fingerprint != figures.fingerprint():
        raise IssueError("Số liệu vừa được cập nhật trong lúc lập báo cáo. Xin xem trước lại rồi phát hành.")
    document = replace(document, notes=(*document.notes, head_line(now)))
    return Pinned(pinned, now, figures, document)


def issue(db: Database, reader: Reader, order: IssueOrder, *, now: datetime, head: LetterHead | None = None) -> int:
    """Issues a report and gives its number in the list of issued ones.

    Raises ForbiddenError, IssueError, NoSuchRecordError for what it would replace, FrozenMismatchError.
    """
    pinned = pin(db, reader, order.report, head)
    if order.replaces is not None and not order.reason.strip():
        raise IssueError("Cần ghi lý do thay thế báo cáo đã phát hành.")
    if order.replaces is not None:
        with db.read() as session:
            _standing(session, reader, order.replaces)
    settings: dict[str, object] = {"order": _order_data(order.report), "letterhead": asdict(head or LetterHead())}
    with db.read() as session:
        parts = parts_of(session, reader, pinned.figures, pinned.document, scope_of(reader), settings, order.files)
    with db.write() as session:
        journal.lock(session)
        if hash_at(session, JOURNAL, pinned.head.count) not in (pinned.head.hash, None):
            raise IssueError("Nhật ký không còn khớp với lúc lập báo cáo; chưa phát hành.")
        issued_id = _write(session, reader, order, pinned, parts, now)
        if order.replaces is not None:
            _standing(session, reader, order.replaces)
            _withdraw(session, reader, order.replaces, issued_id, order.reason.strip(), now)
    return issued_id


def withdraw(db: Database, reader: Reader, issued_id: int, reason: str, *, now: datetime) -> None:
    """Withdraws an issued report without another in its place. Raises IssueError, NoSuchRecordError, ForbiddenError."""
    require(reader.role, Act.ISSUE)
    if not reason.strip():
        raise IssueError("Cần ghi lý do thu hồi.")
    with db.write() as session:
        journal.lock(session)
        _standing(session, reader, issued_id)
        _withdraw(session, reader, issued_id, None, reason.strip(), now)


def _standing(session: Session, reader: Reader, issued_id: int) -> None:
    """Passes when the report is there for the reader and was not withdrawn."""
    report = session.get(IssuedReport, issued_id)
    if report is None or not readable_by(session, reader, report):
        raise NoSuchRecordError
    if session.get(IssuedWithdrawal, issued_id) is not None:
        raise IssueError("Báo cáo này đã được thu hồi hoặc thay thế rồi.")


def _write(
    session: Session, reader: Reader, order: IssueOrder, pinned: Pinned, parts: list[Part], now: datetime
) -> int:
    question, document = pinned.figures.question, pinned.document
    issued_id = (session.scalar(select(func.max(IssuedReport.id))) or 0) + 1
    report = IssuedReport(
        id=issued_id,
        position=0,
        period_code=pinned.order.period.code,
        period_label=pinned.order.period.label,
        first=question.first,
        as_of=question.as_of,
        known=question.known or 0,
        known_on=question.known_on,
        title=document.title[:LONGEST],
        number=document.number or "",
        day=document.day,
        note=order.note.strip()[:LONGEST],
        scope=pinned.figures.scope[:LONGEST],
        fingerprint=pinned.figures.fingerprint(),
        head_hash=pinned.head.hash,
        manifest="",
        actor_id=reader.user_id,
        issued_at=now,
    )
    report.manifest = manifest_of(report, [PartHead(p.name, p.media_type, len(p.content), p.sha256) for p in parts])
    note = note_of(issued_id, report.manifest)
    report.position = journal.append(session, journal.Act(ISSUE, reader.user_id, reader.os_user, now, note), [])
    session.add(report)
    session.flush()
    for part in parts:
        session.execute(
            insert(IssuedPart).values(
                issued_id=issued_id,
                name=part.name,
                media_type=part.media_type,
                size=len(part.content),
                sha256=part.sha256,
                content=part.content,
            )
        )
    return issued_id


def _withdraw(
    session: Session, reader: Reader, issued_id: int, replaced_by: int | None, reason: str, now: datetime
) -> None:
    reason = reason[:LONGEST]
    note = withdrawal_note(issued_id, replaced_by, reason)
    position = journal.append(session, journal.Act(WITHDRAW, reader.user_id, reader.os_user, now, note), [])
    session.add(
        IssuedWithdrawal(
            issued_id=issued_id,
            replaced_by=replaced_by,
            reason=reason,
            actor_id=reader.user_id,
            withdrawn_at=now,
            position=position,
        )
    )


def _order_data(order: ReportOrder) -> dict[str, object]:
    return {
        "period": order.period.code,
        "as_of": order.as_of,
        "number": order.number,
        "day": order.day,
        "target_on_paper": order.target_on_paper,
        "with_annex": order.with_annex,
        "known_on": order.known_on,
    }
