"""The register that waits in the browser's session: kept sealed, its columns matched, then checked."""

from __future__ import annotations

from typing import Any

from flask import session

from casework.services import importing, matching_columns, uploads
from casework.web.clock import now, today
from casework.web.gate import database, reader, settings

COLUMNS, CHECKED = "import_columns.page", "imports.waiting"
"""Where an upload goes on: its columns are to be matched, or it was checked."""


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
    """Keeps an upload and says where it goes on: to its columns when they are not all known, or when `ask`ed for.

    Raises FileProblem, ImportRefusedError.
    """
    found = matching_columns.survey(database(), data, name, office=settings().office, mapping=mapping or None)
    notes: dict[str, Any] = {"name": name, "office": settings().office, "mapping": mapping.decode("utf-8", "replace")}
    notes["chosen"] = False
    asked = bool(found.sheets) and (ask or not found.settled)
    if not asked:
        notes |= checked(data, notes)
    held = uploads.keep(database(), reader().user_id, data, notes, now())
    session["upload"] = {"token": held.token, "key": held.key}
    return COLUMNS if asked else CHECKED


def check_again(found: uploads.Waiting, mapping: bytes) -> bool:
    """Checks a waiting upload by another mapping; False when it is gone. Raises FileProblem, ImportRefusedError."""
    notes = {**found.notes, "mapping": mapping.decode(), "chosen": True}
    notes |= checked(found.data, notes)
    held = ticket()
    return held is not None and uploads.revise(database(), reader().user_id, held, found.data, notes, now())


def checked(data: bytes, notes: dict[str, Any]) -> dict[str, Any]:
    """What the dry run says, to be noted beside the file. Raises FileProblem, ImportRefusedError."""
    mapping = notes["mapping"].encode() or None
    prepared = importing.prepare(
        database(), data, notes["name"], office=settings().office, today=today(), mapping=mapping, reader=reader()
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
