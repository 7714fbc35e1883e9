"""Một lần nhập trong nền: how far it is, what came of it; the page can be closed and opened again."""

from __future__ import annotations

from flask import Blueprint, abort, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.domain.access import Act, NoSuchRecordError
from casework.domain.import_runs import RunState
from casework.services import import_runs
from casework.web import register_upload
from casework.web.clock import now
from casework.web.gate import act, allow, database, reader

blueprint = Blueprint("import_runs", __name__)

AGAIN_AFTER = "3"
"""Seconds after which the page of a run at work is loaded anew; no script is needed for it."""


@blueprint.get("/imports/runs/<key:run_id>")
@allow(act(Act.IMPORT))
def page(run_id: int) -> ResponseReturnValue:
    """Tiến độ và kết quả của một lần nhập của mình."""
    try:
        run = import_runs.run(database(), reader(), run_id, now())
    except NoSuchRecordError:
        abort(404)
    waiting = None if run.state is RunState.RUNNING else register_upload.waiting()
    if run.state is RunState.DONE and not run.stores and waiting is not None:
        return redirect(url_for(register_upload.COLUMNS if run.result.get("columns") else register_upload.CHECKED), 303)
    response = make_response(
        render_template(
            "imports/run.html",
            run=run,
            states=RunState,
            notes={} if waiting is None else waiting.notes,
            silent=int((now() - run.beat_at).total_seconds()),
        )
    )
    if run.state is RunState.RUNNING:
        response.headers["Refresh"] = AGAIN_AFTER
    return response
