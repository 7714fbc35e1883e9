"""The wordings of official papers, a row a version; a row never changes, so that a paper can always be printed again.

A row is an office's own wording, or the shipped one as it was when it came into use (`by_office` false): an office that
resets its wording, or a casework that ships a better one, takes nothing away from papers made before.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from casework.store.base import Base
from casework.store.journal import lock


class PaperWordingRow(Base):
    """One version of the wording of one paper; `body`: its parts as JSON, `digest`: SHA-256 of it."""

    __tablename__ = "paper_wording"
    paper: Mapped[str] = mapped_column(String(30), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    by_office: Mapped[bool]
    body: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    changed_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


def newest(session: Session, paper: str) -> PaperWordingRow | None:
    """The newest version of a paper's wording; None while only the shipped one was ever in use and never printed."""
    query = select(PaperWordingRow).where(PaperWordingRow.paper == paper)
    return session.scalars(query.order_by(PaperWordingRow.version.desc()).limit(1)).first()


def all_newest(session: Session) -> dict[str, PaperWordingRow]:
    """The newest version of each paper that has one."""
    rows = session.scalars(select(PaperWordingRow).order_by(PaperWordingRow.paper, PaperWordingRow.version))
    return {row.paper: row for row in rows}


def versions(session: Session, paper: str) -> list[PaperWordingRow]:
    """All versions of a paper's wording, newest first."""
    query = select(PaperWordingRow).where(PaperWordingRow.paper == paper)
    return list(session.scalars(query.order_by(PaperWordingRow.version.desc())))


def wording_row(session: Session, paper: str, version: int) -> PaperWordingRow | None:
    """One version of a paper's wording; None when there is none."""
    return session.get(PaperWordingRow, (paper, version))


def add_wording(
    session: Session, paper: str, body: str, digest: str, *, by_office: bool, actor_id: int, now: datetime
) -> int:
    """A new version; returns its number, from 1 on."""
    lock(session)
    before = newest(session, paper)
    version = 1 if before is None else before.version + 1
    session.add(
        PaperWordingRow(
            paper=paper,
            version=version,
            by_office=by_office,
            body=body,
            digest=digest,
            changed_by=actor_id,
            changed_at=now,
        )
    )
    session.flush()
    return version
