"""Imports in the background: begun, told how far they are, ended; a run whose server died is told as cut off.

`Running` is handed to whoever does the work. When it stores, the run is marked as done in the very transaction that
stores; a run that was taken for dead cannot store any more, so that "bị ngắt, chưa lưu dòng nào" is never untrue.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from casework.domain.access import Act, NoSuchRecordError, Reader, require
from casework.domain.import_runs import Run, RunState
from casework.store import import_runs
from casework.store.database import Database, brief_writing

SHOWN = 10
_LONGEST_STAGE = 40


class CutOffError(RuntimeError):
    """The run was taken for dead; it may not store any more."""


class Running:
    """A run at work: tells how far it is, at most once a second, and ends it."""

    def __init__(self, db: Database, key: int, clock: Callable[[], datetime]) -> None:
        """The run of this number."""
        self._db, self.key, self._clock = db, key, clock
        self._stage, self._told, self._stage_at, self._over = "", clock(), clock(), False

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Tells how far the work is; when somebody else is writing, another time.

        Raises CutOffError when it was taken for dead.
        """
        stage, now = stage.partition(" “")[0][:_LONGEST_STAGE], self._clock()
        fresh = stage != self._stage
        if self._over or (not fresh and (now - self._told).total_seconds() < 1):
            return
        if fresh:
            self._stage, self._stage_at = stage, now
        self._told = now
        values = {"stage": stage, "done": done, "total": total, "stage_at": self._stage_at, "beat_at": now}
        with suppress(OperationalError), brief_writing(self._db) as session:
            if not import_runs.touch(session, self.key, **values):
                raise CutOffError

    def enter(self, session: Session) -> None:
        """Holds the run while its transaction stores. Raises CutOffError when it was taken for dead."""
        if not import_runs.touch(session, self.key, beat_at=self._clock()):
            raise CutOffError

    def leave(self, session: Session, result: Mapping[str, object]) -> None:
        """Marks the run as done in the transaction that stores. Raises CutOffError when it was taken for dead."""
        if not import_runs.touch(session, self.key, **_ended(RunState.DONE, result, self._clock())):
            raise CutOffError
        self._over = True

    def end(self, state: RunState, result: Mapping[str, object]) -> None:
        """Ends a run that stored nothing."""
        with self._db.write() as session:
            import_runs.touch(session, self.key, **_ended(state, result, self._clock()))


def begin(db: Database, reader: Reader, clock: Callable[[], datetime], *, stores: bool) -> Running:
    """Begins a run of `reader`'s."""
    require(reader.role, Act.IMPORT)
    with db.write() as session:
        key = import_runs.begin(session, reader.user_id, stores, clock())
    return Running(db, key, clock)


def run(db: Database, reader: Reader, key: int, now: datetime) -> Run:
    """How a run of the reader's stands; one that has been silent for long is taken for dead, when nobody writes for it.

    Raises NoSuchRecordError for another's run as for none.
    """
    require(reader.role, Act.IMPORT)
    found = _run(db, reader, key)
    if found.state is RunState.RUNNING and now - found.beat_at > import_runs.SILENT:
        with suppress(OperationalError), brief_writing(db) as session:
            if import_runs.cut_silent(session, key, now):
                found = replace(found, state=RunState.CUT)
    return found


def newest(db: Database, reader: Reader) -> list[Run]:
    """The reader's newest runs that store."""
    require(reader.role, Act.IMPORT)
    with db.read() as session:
        return [_shown(row) for row in import_runs.newest(session, reader.user_id, SHOWN)]


def _run(db: Database, reader: Reader, key: int) -> Run:
    with db.read() as session:
        row = import_runs.run_of(session, reader.user_id, key)
        if row is None:
            raise NoSuchRecordError
        return _shown(row)


def _shown(row: import_runs.ImportRun) -> Run:
    moments = (_aware(row.begun_at), _aware(row.stage_at), _aware(row.beat_at))
    result = json.loads(row.result) if row.result else {}
    return Run(row.id, row.stores, RunState.of(row.state), row.stage, row.done, row.total, *moments, result)


def _ended(state: RunState, result: Mapping[str, object], at: datetime) -> dict[str, object]:
    return {"state": state.value, "result": json.dumps(dict(result), ensure_ascii=False), "beat_at": at}


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
