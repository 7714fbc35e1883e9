"""Telling the access log what a page is about to show; when the log cannot be written, nothing is shown."""

from __future__ import annotations

from collections.abc import Sequence

from casework.domain.reading import AccessAct, Reading
from casework.domain.vocabulary import RecordKind
from casework.services import reading
from casework.services.record_page import RecordPage
from casework.services.registers import ListQuery
from casework.web.clock import now
from casework.web.gate import database, reader


def tell_record(record: RecordPage) -> None:
    """Before the page of a record: told when it shows who a person is, or is a denunciation's."""
    if record.sensitive:
        tell(AccessAct.READ, record.kind, record.id)


def tell_list(query: ListQuery, shown: Sequence[str], rows: int, act: AccessAct = AccessAct.LISTED) -> None:
    """Before a list of `rows` records with the fields `shown`, or its export."""
    reading.note(database(), reader(), reading.listed(reader(), query, shown, rows, act), now())


def tell(act: AccessAct, kind: RecordKind | None = None, record_id: int | None = None, what: str = "") -> None:
    """Before anything else that is printed or opened. `what`: plain words without personal data."""
    reading.note(database(), reader(), [Reading(act, kind, record_id, None, what)], now())
