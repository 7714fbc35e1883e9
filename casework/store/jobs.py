"""Jobs of the timer: what was to be done, whether it is done, how often it was tried. A job is known by its key."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import DateTime, String, Text, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from casework.store.base import Base

RUNNING, DONE, FAILED = "running", "done", "failed"


class Job(Base):
    """One piece of work: `key` names it once and for all, `result` what came of it, `problem` why it failed."""

    __tablename__ = "job"
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(10))
    started_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    finished_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    attempts: Mapped[int]
    result: Mapped[str] = mapped_column(Text)
    problem: Mapped[str] = mapped_column(String(500))


def claim(session: Session, key: str, name: str, at: datetime, dead_after: timedelta) -> int:
    """The number of the attempt when the job is ours to do; 0 when it is done, or another run is at it.

    A run that began longer than `dead_after` ago and never finished is taken over.
    """
    job = session.get(Job, key)
    if job is None:
        session.add(
            Job(key=key, name=name, state=RUNNING, started_at=at, finished_at=None, attempts=1, result="", problem="")
        )
        session.flush()
        return 1
    ours = (
        update(Job)
        .where(
            Job.key == key,
            Job.attempts == job.attempts,
            or_(Job.state == FAILED, (Job.state == RUNNING) & (Job.started_at < at - dead_after)),
        )
        .values(state=RUNNING, started_at=at, finished_at=None, attempts=job.attempts + 1, problem="")
        .returning(Job.attempts)
        .execution_options(synchronize_session=False)
    )
    attempt = session.scalar(ours) or 0
    session.expire(job)
    return attempt


def finish(session: Session, key: str, attempt: int, at: datetime, result: str = "", problem: str = "") -> bool:
    """Tells how the attempt ended; False when another run has taken the job over meanwhile."""
    ended = (
        update(Job)
        .where(Job.key == key, Job.attempts == attempt, Job.state == RUNNING)
        .values(state=FAILED if problem else DONE, finished_at=at, result=result, problem=problem[:500])
        .returning(Job.key)
        .execution_options(synchronize_session=False)
    )
    return session.scalar(ended) is not None


def newest_jobs(session: Session, most: int) -> list[Job]:
    """The jobs that were begun last."""
    return list(session.scalars(select(Job).order_by(Job.started_at.desc(), Job.key).limit(most)))
