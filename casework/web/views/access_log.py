"""Nhật ký truy cập: who read a record, for its head; the whole log, for the auditor."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from casework.domain.access import Act
from casework.domain.numerals import DateTextError, read_date
from casework.domain.reading import AccessAct
from casework.domain.vocabulary import RecordKind
from casework.services import reading
from casework.services.record_page import record_page
from casework.web.addresses import BadAddressError, asked_page
from casework.web.clock import HANOI, today
from casework.web.converters import LARGEST_ID, WORDS
from casework.web.gate import act, allow, database, reader

blueprint = Blueprint("access_log", __name__)

Chosen = TypeVar("Chosen", bound=StrEnum)


@blueprint.get("/<register:kind>/<id:record_id>/readers")
@allow(act(Act.READERS))
def readers(kind: RecordKind, record_id: int) -> ResponseReturnValue:
    """Ai đã đọc, in, tải tệp của một hồ sơ."""
    lines = reading.readers_of(database(), reader(), kind, record_id)
    record = record_page(database(), reader(), kind, record_id, today())
    return render_template("records/readers.html", record=record, word=WORDS[kind], lines=lines)


@blueprint.get("/access-log")
@allow(act(Act.ACCESS_LOG))
def index() -> ResponseReturnValue:
    """Toàn bộ nhật ký truy cập, lọc theo người, việc, loại hồ sơ và ngày."""
    first, last = _day("from"), _day("to")
    query = reading.LogQuery(
        request.args.get("person", "")[:60].replace("\0", ""),
        _one_of(AccessAct, "act"),
        _one_of(RecordKind, "kind"),
        _record(),
        _begins(first) if first else None,
        _begins(last + timedelta(days=1)) if last and last < date.max else None,
        asked_page(),
    )
    page = reading.access_log_page(database(), reader(), query)
    kept = {name: value for name, value in request.args.items() if name != "page" and value}
    return render_template(
        "access_log.html",
        page=page,
        query=query,
        asked=request.args,
        acts=list(AccessAct),
        kinds=list(RecordKind),
        onward=f"/access-log?{urlencode({**kept, 'page': ''})}",
    )


def _day(name: str) -> date | None:
    written = request.args.get(name, "").strip()[:40]
    if not written:
        return None
    try:
        return read_date(written)
    except DateTextError as error:
        raise BadAddressError(f"Không đọc được ngày cần xem: {error}.") from None


def _begins(day: date) -> datetime:
    return datetime.combine(day, time.min, HANOI).astimezone(UTC)


def _one_of(terms: type[Chosen], name: str) -> Chosen | None:
    return next((term for term in terms if term.value == request.args.get(name)), None)


def _record() -> int | None:
    written = request.args.get("record", "").strip()
    return min(int(written), LARGEST_ID) if written.isascii() and written.isdigit() and len(written) <= 16 else None
