"""Telling the access log what a page is about to show; when the log cannot be written, nothing is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from casework.domain.reading import WHAT_LIMIT, AccessAct, Reading
from casework.domain.vocabulary import RecordKind
from casework.services import reading
from casework.services.record_page import RecordPage
from casework.services.registers import ListPage, ListQuery
from casework.web.clock import now
from casework.web.gate import bearer, database, reader


def tell_record(record: RecordPage) -> None:
    """Before the page of a record: told when it shows who a person is, or is a denunciation's."""
    if record.sensitive:
        tell(AccessAct.READ, record.kind, record.id)


def tell_list(page: ListPage) -> None:
    """Before a page of a list: told when a row of it shows who a person is, or is a denunciation's."""
    if page.sensitive:
        reading.note(
            database(), reader(), reading.listed(database(), page.query, len(page.rows), AccessAct.LISTED), now()
        )


def tell_people(count: int) -> None:
    """Before `count` people are shown who bear what was typed at the desk; what was typed is not told."""
    told = Reading(AccessAct.LISTED, None, None, count, "Tìm người ở bàn tiếp công dân")
    reading.note(database(), reader(), [told], now())


def tell_export(query: ListQuery, total: int) -> None:
    """Before an export of `total` records."""
    reading.note(database(), reader(), reading.listed(database(), query, total, AccessAct.EXPORTED), now())


def tell_given(readings: Sequence[Reading]) -> None:
    """Before a program is answered: each reading with the number of the token that it asked by."""
    known = bearer()
    number = f"Mã truy cập số {known.token_id}" if known else ""
    told = [replace(one, what="; ".join(part for part in (number, one.what) if part)[:WHAT_LIMIT]) for one in readings]
    reading.note(database(), reader(), told, now())


def tell(act: AccessAct, kind: RecordKind | None = None, record_id: int | None = None, what: str = "") -> None:
    """Before anything else that is printed or opened. `what`: plain words without personal data."""
    reading.note(database(), reader(), [Reading(act, kind, record_id, None, what)], now())
