"""Issued reports (báo cáo đã phát hành): what each has frozen, in parts with their digests; append-only.

A journal entry of act "issue" names each report by the digest over its own row and all its parts (`manifest_of`), so
that a changed byte is found from the chain (`issued_faults`). What is withdrawn is told by a row of its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, DateTime, ForeignKey, Integer, LargeBinary, Select, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from casework.store.base import Base, BigKey
from casework.store.journal import JournalEntry, moment_text

ISSUE, WITHDRAW = "issue", "withdraw_issued"
"""The acts under which the journal tells of issuing and of withdrawing."""


class TamperedError(Exception):
    """A part is not what was issued; the message is in Vietnamese."""


class IssuedReport(Base):
    """One issued report. `known` is the journal position of what it knew, `position` the entry that tells of it."""

    __tablename__ = "issued_report"
    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(BigKey)
    period_code: Mapped[str] = mapped_column(String(40))
    period_label: Mapped[str] = mapped_column(String(100))
    first: Mapped[date] = mapped_column(Date)
    as_of: Mapped[date] = mapped_column(Date)
    known: Mapped[int] = mapped_column(BigKey)
    known_on: Mapped[date | None] = mapped_column(Date)
    title: Mapped[str] = mapped_column(String(500))
    number: Mapped[str] = mapped_column(String(20))
    day: Mapped[date | None] = mapped_column(Date)
    note: Mapped[str] = mapped_column(String(500))
    scope: Mapped[str] = mapped_column(String(500))
    fingerprint: Mapped[str] = mapped_column(String(64))
    head_hash: Mapped[str] = mapped_column(String(64))
    manifest: Mapped[str] = mapped_column(String(64))
    actor_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    issued_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class IssuedPart(Base):
    """One frozen part of an issued report: its bytes as they were issued."""

    __tablename__ = "issued_part"
    issued_id: Mapped[int] = mapped_column(ForeignKey("issued_report.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)


class IssuedWithdrawal(Base):
    """An issued report that is withdrawn (thu hồi), or replaced (thay thế) by a later one; it stays readable."""

    __tablename__ = "issued_withdrawal"
    issued_id: Mapped[int] = mapped_column(ForeignKey("issued_report.id"), primary_key=True, autoincrement=False)
    replaced_by: Mapped[int | None] = mapped_column(ForeignKey("issued_report.id"))
    reason: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    position: Mapped[int] = mapped_column(BigKey)


@dataclass(frozen=True, slots=True)
class Part:
    """A part before it is kept."""

    name: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The digest of its bytes."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class PartHead:
    """A kept part without its bytes."""

    name: str
    media_type: str
    size: int
    sha256: str


def manifest_of(report: IssuedReport, parts: Sequence[PartHead]) -> str:
    """SHA-256 (hex) over what a report says of itself and over its parts, by name."""
    own = [
        report.id, report.period_code, report.period_label, str(report.first), str(report.as_of), report.known,
        str(report.known_on or ""), report.title, report.number, str(report.day or ""), report.note, report.scope,
        report.fingerprint, report.head_hash, report.actor_id, moment_text(report.issued_at),
    ]  # fmt: skip
    held = sorted((part.name, part.media_type, part.size, part.sha256) for part in parts)
    return hashlib.sha256(json.dumps([own, held], ensure_ascii=False).encode()).hexdigest()


def heads(session: Session, issued_id: int) -> list[PartHead]:
    """The parts of a report, without their bytes, by name."""
    query = select(IssuedPart.name, IssuedPart.media_type, IssuedPart.size, IssuedPart.sha256)
    rows = session.execute(query.where(IssuedPart.issued_id == issued_id).order_by(IssuedPart.name))
    return [PartHead(*row) for row in rows]


def read_part(session: Session, issued_id: int, name: str) -> bytes | None:
    """The bytes of a part as they were issued; None where the report has no such part. Raises TamperedError."""
    query = select(IssuedPart.content, IssuedPart.sha256)
    row = session.execute(query.where(IssuedPart.issued_id == issued_id, IssuedPart.name == name)).first()
    if row is None:
        return None
    content = bytes(row.content)
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise TamperedError(f"Phần “{name}” của báo cáo đã bị thay đổi sau khi phát hành.")
    return content


def note_of(issued_id: int, manifest: str) -> str:
    """What the journal's entry of issuing says."""
    return json.dumps({"issued": issued_id, "manifest": manifest})


def withdrawal_note(issued_id: int, replaced_by: int | None, reason: str) -> str:
    """What the journal's entry of withdrawing says: the reason by its digest, which nobody need keep for ever."""
    digest = hashlib.sha256(reason.encode()).hexdigest()
    return json.dumps({"withdrawn": issued_id, "replaced_by": replaced_by, "reason": digest})


@dataclass(frozen=True, slots=True)
class IssuedFault:
    """Where an issued report is not what the journal says it was; `what` in Vietnamese."""

    position: int
    issued_id: int
    what: str


def _of(query: Select[Any], column: Any, only: int | None) -> Select[Any]:
    return query if only is None else query.where(column == only)


def issued_faults(session: Session, only: int | None = None) -> Iterator[IssuedFault]:
    """Every issued report, part or withdrawal that is not as the journal's entry tells it, or is gone, or was slipped
    in. `only`: of one report."""
    told: dict[int, tuple[int, str]] = {}
    ended: dict[int, tuple[int, str]] = {}
    entries = select(JournalEntry.position, JournalEntry.act, JournalEntry.note)
    for position, act, note in session.execute(entries.where(JournalEntry.act.in_((ISSUE, WITHDRAW)))):
        said = json.loads(note)
        if only not in (None, said.get("issued", said.get("withdrawn"))):
            continue
        if act == ISSUE:
            told[said["issued"]] = (position, said["manifest"])
        else:
            ended[said["withdrawn"]] = (position, note)
    for report in session.scalars(_of(select(IssuedReport).order_by(IssuedReport.id), IssuedReport.id, only)):
        position, manifest = told.pop(report.id, (report.position, ""))
        parts = heads(session, report.id)
        if manifest != manifest_of(report, parts) or report.manifest != manifest or report.position != position:
            yield IssuedFault(position, report.id, "không khớp với mục nhật ký lúc phát hành")
        for part in parts:
            try:
                read_part(session, report.id, part.name)
            except TamperedError as error:
                yield IssuedFault(position, report.id, str(error))
    for issued_id, (position, _manifest) in told.items():
        yield IssuedFault(position, issued_id, "có trong nhật ký mà không còn trong bảng")
    for row in session.scalars(
        _of(select(IssuedWithdrawal).order_by(IssuedWithdrawal.issued_id), IssuedWithdrawal.issued_id, only)
    ):
        position, note = ended.pop(row.issued_id, (row.position, ""))
        if note != withdrawal_note(row.issued_id, row.replaced_by, row.reason) or row.position != position:
            yield IssuedFault(position, row.issued_id, "việc thu hồi, thay thế không khớp với nhật ký")
    for issued_id, (position, _note) in ended.items():
        yield IssuedFault(position, issued_id, "việc thu hồi, thay thế có trong nhật ký mà không còn trong bảng")
