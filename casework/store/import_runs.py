"""Runs of an import in the background: how far one is, how it ended. A run that stores is done in the transaction that
stores, so that a run which is not done has stored nothing. No text of a file stands here, not even its name."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import DateTime, ForeignKey, Index, String, Text, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from casework.domain.import_runs import RunState
from casework.store.base import Base

KEPT = timedelta(days=90)
SILENT = timedelta(seconds=120)
"""After so long without a word a run is taken for dead."""


class ImportRun(Base):
    """One run: `stage` is what is being done since `stage_at`, `done` of `total` rows; `beat_at`: its last word."""

    __tablename__ = "import_run"
    __table_args__ = (Index("ix_import_run_user_id", "user_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    stores: Mapped[bool]
    state: Mapped[str] = mapped_column(String(10))
    stage: Mapped[str] = mapped_column(String(40))
    done: Mapped[int]
    total: Mapped[int]
    begun_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    stage_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    beat_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    result: Mapped[str] = mapped_column(Text)


def begin(session: Session, user_id: int, stores: bool, at: datetime) -> int:
    """A new run of an account; its old ones are forgotten."""
    session.execute(delete(ImportRun).where(ImportRun.begun_at < at - KEPT))
    run = ImportRun(user_id=user_id, stores=stores, state=RunState.RUNNING, stage="", done=0, total=0, result="")
    run.begun_at = run.stage_at = run.beat_at = at
    session.add(run)
    session.flush()
    return run.id


def touch(session: Session, key: int, **values: object) -> bool:
    """Changes a run that is running, and holds its row until the transaction ends; False when it is no longer."""
    changed = (
        update(ImportRun)
        .where(ImportRun.id == key, ImportRun.state == RunState.RUNNING)
        .values(**values)
        .returning(ImportRun.id)
        .execution_options(synchronize_session=False)
    )
    return session.scalar(changed) is not None


def cut_silent(session: Session, key: int, at: datetime) -> bool:
    """Takes a silent run for dead, unless somebody holds its row: then it is storing, and alive."""
    silent = (
        select(ImportRun.id)
        .where(ImportRun.id == key, ImportRun.state == RunState.RUNNING, ImportRun.beat_at < at - SILENT)
        .with_for_update(skip_locked=True)
    )
    return session.scalar(silent) is not None and touch(session, key, state=RunState.CUT.value)


def run_of(session: Session, user_id: int, key: int) -> ImportRun | None:
    """A run of an account; None when it is another's or none."""
    run = session.get(ImportRun, key)
    return run if run is not None and run.user_id == user_id else None


def newest(session: Session, user_id: int, most: int) -> list[ImportRun]:
    """The newest runs of an account."""
    query = select(ImportRun).where(ImportRun.user_id == user_id)
    return list(session.scalars(query.order_by(ImportRun.id.desc()).limit(most)))
