"""Thông báo: the list, opening one, marking all as read."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from casework.domain.access import NoSuchRecordError
from casework.domain.work import WHOSE
from casework.services import notices, work
from casework.web.addresses import asked_page
from casework.web.clock import now, today
from casework.web.converters import WORDS
from casework.web.gate import SIGNED_IN, allow, database, reader
from casework.web.views.work import work_address

blueprint = Blueprint("notices", __name__)


@blueprint.get("/notices")
@allow(SIGNED_IN)
def index() -> ResponseReturnValue:
    """Thông báo của tài khoản, mới nhất trước."""
    page = notices.notice_page(database(), reader(), asked_page())
    lists = work.front_lists(database(), reader(), today()) if reader().role in WHOSE else ()
    return render_template(
        "notices/index.html",
        page=page,
        words=WORDS,
        due=[(one, work_address(one.query)) for one in lists if one.query.list in ("due_soon", "overdue")],
        newest=max((line.id for line in page.lines), default=0),
    )


@blueprint.post("/notices/<key:notice_id>/open")
@allow(SIGNED_IN)
def open_one(notice_id: int) -> ResponseReturnValue:
    """Mở hồ sơ của một thông báo; thông báo thành đã đọc."""
    if notice_id >= 2**31:
        abort(404)
    try:
        kind, record_id = notices.read_notice(database(), reader(), notice_id, now())
    except NoSuchRecordError:
        abort(404)
    return redirect(f"/{WORDS[kind]}/{record_id}", code=303)


@blueprint.post("/notices/read")
@allow(SIGNED_IN)
def read_all() -> ResponseReturnValue:
    """Đánh dấu đã đọc mọi thông báo đến thông báo mới nhất đang xem."""
    written = request.form.get("up_to", "")
    known = written.isascii() and written.isdigit() and len(written) <= 9
    notices.read_all(database(), reader(), int(written) if known else 0, now())
    flash("Đã đánh dấu là đã đọc.", "good")
    return redirect("/notices", code=303)
