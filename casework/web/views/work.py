"""The work lists, the walk along a list, saved filters: what waits for whom."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from casework.domain.access_levels import Level
from casework.domain.vocabulary import RecordKind
from casework.domain.work import (
    DIGEST_LABELS,
    LIST_NOTES,
    WHOSE,
    WHOSE_LABELS,
    Whose,
    WorkList,
    WorkQuery,
    WorkQueryError,
    read_query,
    write_query,
)
from casework.services import registers, saved_filters, walks, work
from casework.web.addresses import BadAddressError, asked_list, list_address, list_parameters
from casework.web.clock import now, today
from casework.web.converters import WORDS
from casework.web.gate import Right, allow, database, reader, sees

blueprint = Blueprint("work", __name__)

WORKING = Right(lambda reader, _parts: reader.role in WHOSE)
"""Those whose role has work lists."""


def work_address(query: WorkQuery, **more: str) -> str:
    """The address of a work list."""
    return "/work?" + urlencode({**write_query(query), **more})


def _asked(parameters: Mapping[str, str]) -> WorkQuery:
    try:
        return read_query(reader().role, parameters)
    except WorkQueryError as error:
        raise BadAddressError(str(error)) from None


@blueprint.get("/work")
@allow(WORKING)
def index() -> ResponseReturnValue:
    """Một danh sách việc, việc gấp nhất trước."""
    query = _asked(request.args)
    page = work.work_page(database(), reader(), query, today())
    parameters = write_query(query)
    return render_template(
        "work/index.html",
        page=page,
        query=query,
        note=LIST_NOTES[query.list],
        lists=[(one, work_address(one.query)) for one in page.lists],
        whose=[(one, WHOSE_LABELS[one]) for one in WHOSE[reader().role]],
        soon=WorkList.DUE_SOON,
        me=Whose.ME,
        words=WORDS,
        parameters=parameters,
        onward=work_address(query) + "&page=",
        walking=urlencode({**parameters, "page": str(page.page)}),
        without=work_address(WorkQuery(query.list, query.whose)),
        kept=[(one, work_address(one.query)) for one in saved_filters.kept(database(), reader())],
        digests=DIGEST_LABELS,
    )


def _row() -> int:
    written = request.args.get("row", "")
    return int(written) if written.isascii() and written.isdigit() and len(written) <= 7 else 0


def _opened(kind: RecordKind, record_id: int, begun: tuple[int, int] | None) -> ResponseReturnValue:
    walk = f"?walk={begun[0]}&at={begun[1]}" if begun else ""
    return redirect(f"/{WORDS[kind]}/{record_id}{walk}", code=303)


@blueprint.get("/work/walk/<register:kind>/<id:record_id>")
@allow(WORKING)
def walk_work(kind: RecordKind, record_id: int) -> ResponseReturnValue:
    """Mở một hồ sơ từ danh sách việc, để đi tiếp được sang hồ sơ trước và sau."""
    query = _asked(request.args)
    back = work_address(query, page=str(query.page))
    here = (kind, record_id)
    begun = walks.walk_work(database(), reader(), query, _row(), here, back, on=today(), now=now())
    return _opened(kind, record_id, begun)


@blueprint.get("/<register:kind>/walk/<id:record_id>")
@allow(sees(Level.LIST))
def walk_register(kind: RecordKind, record_id: int) -> ResponseReturnValue:
    """Mở một hồ sơ từ danh sách của sổ."""
    query = asked_list(kind)
    # The words of a search may be a name: they are not kept, not even for the way back.
    kept = {name: value for name, value in list_parameters(query).items() if name != "q"}
    back = list_address(kind, {**kept, "page": str(_row() // registers.PAGE_SIZE + 1)})
    try:
        begun = walks.walk_register(database(), reader(), query, _row(), (kind, record_id), back, now=now())
    except registers.UnknownFigureError:
        abort(404)
    return _opened(kind, record_id, begun)


def walk_here(kind: RecordKind, record_id: int) -> walks.Walk | None:
    """The walk that the address says the reader is on, if this record is where it says."""
    walk, at = request.args.get("walk", ""), request.args.get("at", "")
    if not (walk.isascii() and walk.isdigit() and at.isascii() and at.isdigit() and len(walk) < 10 and len(at) < 5):
        return None
    return walks.walk_at(database(), reader(), int(walk), int(at), (kind, record_id))


@blueprint.post("/work/filters")
@allow(WORKING)
def keep_filter() -> ResponseReturnValue:
    """Lưu bộ lọc đang xem."""
    query = _asked(request.form)
    try:
        saved_filters.keep(
            database(),
            reader(),
            request.form.get("name", ""),
            query,
            shared="shared" in request.form,
            on_front="on_front" in request.form,
            digest=request.form.get("digest", ""),
        )
    except saved_filters.SavedFilterError as error:
        flash(f"Chưa lưu bộ lọc. {error}", "late")
    else:
        flash("Đã lưu bộ lọc.", "good")
    return redirect(work_address(query), code=303)


@blueprint.post("/work/filters/<key:filter_id>/drop")
@allow(WORKING)
def drop_filter(filter_id: int) -> ResponseReturnValue:
    """Xóa một bộ lọc của mình."""
    if filter_id >= 2**31:
        abort(404)
    saved_filters.drop(database(), reader(), filter_id)
    flash("Đã xóa bộ lọc.", "good")
    return redirect("/work", code=303)
