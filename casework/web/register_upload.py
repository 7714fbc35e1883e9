"""The register that waits in the browser's session: kept sealed, its columns matched, checked, stored.

A small file is dealt with while its request waits; a larger one in the background, as a run that a page tells of. The
key to what waits is held by the session and by the thread at work, never by the database.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import current_app, session, url_for

from casework.domain.access import Reader
from casework.domain.import_runs import RunState
from casework.services import import_runs, importing, matching_columns, uploads
from casework.services.opening import Database
from casework.web import background
from casework.web.clock import Clock, now, today
from casework.web.gate import database, reader, settings

SMALL_BYTES = 200_000
"""A file of at most so many bytes, some two thousand rows, does not go to the background."""
COLUMNS, CHECKED = "import_columns.page", "imports.waiting"
"""Where an upload goes on: its columns are to be matched, or it was checked."""
BROKEN = "Hệ thống gặp lỗi nên đã dừng; chưa lưu dòng nào. Xin nhập lại, nếu vẫn lỗi thì báo người quản trị."

Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class _Desk:
    """Who imports, where, on which day: what the work needs when the request is over."""

    db: Database
    reader: Reader
    office: str
    today: date
    clock: Clock


def _desk() -> _Desk:
    clock: Clock = current_app.extensions["casework_clock"]
    whole: Database = current_app.extensions["casework_database"]  # the request's own look ends before the work does
    return _Desk(whole, reader(), settings().office, today(), clock)


def ticket() -> uploads.Ticket | None:
    """What this session holds of a waiting upload."""
    kept = session.get("upload")
    if not isinstance(kept, dict) or not {"token", "key"} <= kept.keys():
        return None
    return uploads.Ticket(str(kept["token"]), str(kept["key"]))


def waiting() -> uploads.Waiting | None:
    """The waiting upload of this session, opened; None when it is gone."""
    held = ticket()
    found = None if held is None else uploads.fetch(database(), reader().user_id, held, now())
    if found is None:
        session.pop("upload", None)
    return found


def forget() -> None:
    """Drops the waiting upload."""
    uploads.discard(database(), reader().user_id, now())
    session.pop("upload", None)


def begin(data: bytes, name: str, mapping: bytes, *, ask: bool) -> str:
    """Keeps an upload and gives the address where it goes on: its columns, when they are not all known or `ask`ed for,
    what the check says, or the run that checks it. Raises FileProblem, ImportRefusedError for a small one.
    """
    desk = _desk()
    notes: dict[str, Any] = {
        "name": name,
        "office": desk.office,
        "mapping": mapping.decode("utf-8", "replace"),
        "chosen": False,
    }
    if len(data) <= SMALL_BYTES:
        notes |= _looked_at(desk, data, notes, ask)
        _hold(uploads.keep(desk.db, desk.reader.user_id, data, notes, now()))
        return url_for(CHECKED if "report" in notes else COLUMNS)
    held = uploads.keep(desk.db, desk.reader.user_id, data, notes, now())
    _hold(held)
    return _later(desk, held, uploads.Waiting(data, notes), lambda tell: _looked_at(desk, data, notes, ask, tell))


def check_again(found: uploads.Waiting, mapping: bytes) -> str | None:
    """Checks a waiting upload by another mapping; the address where it goes on, None when it is gone.

    Raises FileProblem, ImportRefusedError for a small one.
    """
    desk, held = _desk(), ticket()
    if held is None:
        return None
    notes = {**found.notes, "mapping": mapping.decode(), "chosen": True}
    notes.pop("report", None)
    if len(found.data) <= SMALL_BYTES:
        notes |= _checked(desk, found.data, notes)
        there = uploads.revise(desk.db, desk.reader.user_id, held, found.data, notes, now())
        return url_for(CHECKED) if there else None
    if not uploads.revise(desk.db, desk.reader.user_id, held, found.data, notes, now()):
        return None
    return _later(desk, held, uploads.Waiting(found.data, notes), lambda tell: _checked(desk, found.data, notes, tell))


def store(found: uploads.Waiting, *, partial: bool) -> importing.Receipt | str:
    """Stores a waiting upload: what was stored, or the address of the run that stores a large one; of one that is at it
    already its address. Raises FileProblem, ImportRefusedError for a small one."""
    desk, held = _desk(), ticket()
    if len(found.data) <= SMALL_BYTES or held is None:
        receipt = _stored(desk, found, partial)
        forget()
        return receipt
    for one in import_runs.newest(desk.db, desk.reader):
        if one.stores and import_runs.run(desk.db, desk.reader, one.id, now()).state is RunState.RUNNING:
            return url_for("import_runs.page", run_id=one.id)

    def work(run: import_runs.Running) -> None:
        _stored(desk, found, partial, run)
        uploads.drop(desk.db, desk.reader.user_id, held)

    return _run(desk, held, found, work, stores=True)


def _hold(held: uploads.Ticket) -> None:
    session["upload"] = {"token": held.token, "key": held.key}


def _later(desk: _Desk, held: uploads.Ticket, found: uploads.Waiting, look: Callable[[Tell], dict[str, Any]]) -> str:
    """The address of a run that looks at an upload and notes beside it what it saw."""

    def work(run: import_runs.Running) -> None:
        notes = {**found.notes, **look(run)}
        uploads.revise(desk.db, desk.reader.user_id, held, found.data, notes, desk.clock())
        run.end(RunState.DONE, {"columns": "report" not in notes})

    return _run(desk, held, found, work, stores=False)


def _run(
    desk: _Desk,
    held: uploads.Ticket,
    found: uploads.Waiting,
    work: Callable[[import_runs.Running], None],
    *,
    stores: bool,
) -> str:
    """Begins a run; why it is refused is noted beside the sealed file, for it may name what stands in it."""
    run = import_runs.begin(desk.db, desk.reader, desk.clock, stores=stores)
    log = current_app.logger

    def guarded() -> None:
        why = ""
        try:
            run("Đọc tệp", 0, 0)
            work(run)
        except import_runs.CutOffError:
            return
        except (importing.FileProblem, importing.ImportRefusedError) as error:
            why = str(error)
        except Exception as error:
            log.error("an import in the background failed: %s", type(error).__name__)
            why = BROKEN
        if why:
            notes = {**found.notes, "why": why}
            uploads.revise(desk.db, desk.reader.user_id, held, found.data, notes, desk.clock())
            run.end(RunState.REFUSED, {})

    background.start(guarded, lambda: run("Chờ lượt", 0, 0))
    return url_for("import_runs.page", run_id=run.key)


def _looked_at(desk: _Desk, data: bytes, notes: dict[str, Any], ask: bool, tell: Tell | None = None) -> dict[str, Any]:
    """What is noted beside a file: what the check says, or nothing when its columns are to be matched first."""
    mapping = notes["mapping"].encode() or None
    found = matching_columns.survey(desk.db, data, notes["name"], office=desk.office, mapping=mapping)
    if found.sheets and (ask or not found.settled):
        return {}
    return _checked(desk, data, notes, tell)


def _checked(desk: _Desk, data: bytes, notes: dict[str, Any], tell: Tell | None = None) -> dict[str, Any]:
    """What the dry run says, to be noted beside the file. Raises FileProblem, ImportRefusedError."""
    prepared = importing.prepare(
        desk.db,
        data,
        notes["name"],
        office=desk.office,
        today=desk.today,
        mapping=notes["mapping"].encode() or None,
        reader=desk.reader,
        progress=tell,
    )
    return {
        "office": prepared.office,
        "refused": prepared.refused,
        "report": prepared.as_json(),
        "declared": [
            {"label": row.label, "period": row.period_label, "value": row.value, "source": row.source}
            for sheet in prepared.result.declared
            for row in sheet.accepted
        ],
    }


def _stored(
    desk: _Desk, found: uploads.Waiting, partial: bool, run: import_runs.Running | None = None
) -> importing.Receipt:
    """Reads, checks and stores: everything or nothing. Raises FileProblem, ImportRefusedError."""
    moment: datetime = desk.clock()
    prepared = importing.prepare(
        desk.db,
        found.data,
        found.notes["name"],
        office=desk.office,
        today=desk.today,
        mapping=found.notes["mapping"].encode() or None,
        progress=run,
    )
    return importing.store_prepared(
        desk.db, prepared, actor=desk.reader, now=moment, partial=partial, progress=run, run=run
    )
