"""One record: its page, the steps of its workflow, its correction; a stale save is refused and shows both."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from casework.domain.access import Level, NoSuchRecordError
from casework.domain.vocabulary import RecordKind
from casework.services import record_page
from casework.web.clock import today
from casework.web.converters import WORDS
from casework.web.gate import allow, database, reader, sees

blueprint = Blueprint("records", __name__)


def load(kind: RecordKind, record_id: int) -> record_page.RecordPage:
    """The record's page as the signed-in reader may see it; 404 where there is none, or none for this reader."""
    try:
        return record_page.record_page(database(), reader(), kind, record_id, today())
    except NoSuchRecordError:
        abort(404)


@blueprint.get("/<register:kind>/<id:record_id>")
@allow(sees(Level.LIST, unseen=True))
def show(kind: RecordKind, record_id: int) -> ResponseReturnValue:
    """Trang của một hồ sơ."""
    record = load(kind, record_id)
    return render_template("records/show.html", record=record, word=WORDS[kind])
