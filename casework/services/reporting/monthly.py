"""The timer's reports: made once for each period, whatever happens; who is concerned is written to.

A job is claimed before it is done. A second run of a done job does nothing, a failed one is tried again, and a run that
died is taken over after `DEAD_AFTER`. Files appear whole or not at all.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from casework.domain.access import Act, Reader, require
from casework.domain.periods import Period
from casework.domain.vocabulary import Role
from casework.services.reporting.making import FILE_FORMS, ReportOrder, make_file, make_pdf
from casework.store import jobs, mail
from casework.store.account_tables import User
from casework.store.database import Database
from casework.store.throttle import utc

DEAD_AFTER = timedelta(hours=2)
"""After this time a run that has not finished is held to have died."""
SHOWN = 100
STATE_LABELS = {jobs.RUNNING: "Đang làm", jobs.DONE: "Xong", jobs.FAILED: "Chưa làm được"}


@dataclass(frozen=True, slots=True)
class Made:
    """What one run did: `state` "done" (now), "standing" (made before), "busy" (another run is at it) or "failed"."""

    period: Period
    state: str
    files: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job as a list shows it; moments in UTC."""

    key: str
    name: str
    state: str
    label: str
    started_at: datetime
    finished_at: datetime | None
    attempts: int
    result: str
    problem: str


def make_reports(
    db: Database, reader: Reader, period: Period, folder: Path, forms: Sequence[str], *, now: datetime
) -> Made:
    """The period's report as files in `folder`, once. Raises ForbiddenError; what goes wrong besides is told in `Made`,
    in the job and in a letter, and is tried again by the next run."""
    require(reader.role, Act.REPORT)
    key = f"report:{period.code}:{','.join(sorted(forms))}"
    with db.write() as session:
        attempt = jobs.claim(session, key, f"Báo cáo {period.label}", now, DEAD_AFTER)
        held = None if attempt else session.get(jobs.Job, key)
    if held is not None:
        state = "standing" if held.state == jobs.DONE else "busy"
        return Made(period, state, tuple(held.result.splitlines()))
    try:
        files = _write(db, reader, period, folder, forms)
    except Exception as error:
        problem = f"{type(error).__name__}: {error}"[:500] if isinstance(error, OSError) else type(error).__name__
        _finish(db, key, attempt, period, now, problem=problem)
        return Made(period, "failed", problem=problem)
    _finish(db, key, attempt, period, now, result="\n".join(files))
    return Made(period, "done", tuple(files))


def job_lines(db: Database, reader: Reader) -> list[JobLine]:
    """The jobs that were begun last, newest first. Raises ForbiddenError."""
    require(reader.role, Act.REPORT)
    with db.read() as session:
        return [
            JobLine(
                job.key,
                job.name,
                job.state,
                STATE_LABELS[job.state],
                utc(job.started_at),
                utc(job.finished_at) if job.finished_at else None,
                job.attempts,
                job.result,
                job.problem,
            )
            for job in jobs.newest_jobs(session, SHOWN)
        ]


def _write(db: Database, reader: Reader, period: Period, folder: Path, forms: Sequence[str]) -> list[str]:
    order = ReportOrder(period)
    names = []
    folder.mkdir(parents=True, exist_ok=True)
    for form in forms:
        if form not in FILE_FORMS:
            raise ValueError(form)
        data = make_pdf(db, reader, order, anchored=True) if form == "pdf" else make_file(db, reader, order, form)
        place = folder / f"bao-cao-{period.code.replace('..', '-den-')}.{form}"
        half = place.with_name(f".{place.name}.{os.getpid()}")
        try:
            half.write_bytes(data)
            half.replace(place)
        finally:
            half.unlink(missing_ok=True)
        names.append(place.name)
    return names


def _finish(
    db: Database, key: str, attempt: int, period: Period, now: datetime, *, result: str = "", problem: str = ""
) -> None:
    """Tells how the job ended and writes to the secretariat; both or neither."""
    with db.write() as session:
        if not jobs.finish(session, key, attempt, now, result, problem):
            return
        if problem:
            subject = f"Chưa lập được báo cáo {period.label}"
            body = (
                f"Báo cáo {period.label} chưa lập được ({problem}). Lần chạy sau sẽ làm lại. Xem mục “Việc định kỳ”.\n"
            )
        else:
            subject = f"Đã lập báo cáo {period.label}"
            body = f"Báo cáo {period.label} đã lập xong: {', '.join(result.splitlines())}. Xem mục “Việc định kỳ”.\n"
        people = select(User.id).where(User.active, User.role == Role.SECRETARIAT.value).order_by(User.id)
        for person in session.scalars(people):
            mail.post(session, person, subject, body, now)
