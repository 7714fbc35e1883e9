"""The sessions that petitions are voiced for: adding one by hand, the compilation of its petitions, merging from it."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from casework.domain.access import Act
from casework.domain.entry import EntryError
from casework.domain.vocabulary import PetitionSource, RecordKind
from casework.services import contacts
from casework.services.choices import choices
from casework.services.handling import naming
from casework.web.addresses import BadAddressError, asked_day, figure_address
from casework.web.clock import now, today
from casework.web.gate import act, allow, database, reader
from casework.web.petition_work import SEES
from casework.web.record_forms import make_form, tell, typed

blueprint = Blueprint("compilations", __name__)

PETITION = RecordKind.PETITION
KEEPS, REFERENCE = act(Act.LOG_PETITION), act(Act.REFERENCE)


@blueprint.route("/contacts/sessions/new", methods=["GET", "POST"])
@allow(REFERENCE)
def new_session() -> ResponseReturnValue:
    """Thêm một kỳ họp vào danh mục."""
    offered = choices(database(), PETITION, today())
    required = tuple(one.name for one in naming.SESSION_FIELDS if one.required)
    values = {"body": PetitionSource.COUNCIL.value, "kind": "thường lệ giữa năm"}
    form = make_form(naming.SESSION_FIELDS, offered, required=required, values=values)
    status = 200
    if form.validate_on_submit():
        try:
            key = naming.add_session(database(), reader(), typed(form, naming.SESSION_FIELDS), on=today(), now=now())
        except EntryError as error:
            tell(form, error)
            status = 422
        else:
            flash("Đã thêm kỳ họp.", "good")
            return redirect(f"/contacts?session={key}", code=303)
    elif form.is_submitted():
        status = 422
    page = render_template(
        "contacts/form.html", form=form, names=[one.name for one in naming.SESSION_FIELDS], heading="Thêm kỳ họp",
        back="/contacts", offered=offered,
    )  # fmt: skip
    return page, status


@blueprint.get("/contacts/sessions/<key:session_id>")
@allow(SEES)
def compiled(session_id: int) -> ResponseReturnValue:
    """Bảng tổng hợp kiến nghị cử tri của một kỳ họp."""
    as_of, problem = today(), ""
    try:
        as_of = asked_day("as_of", today())
    except BadAddressError as error:
        problem = str(error)
    page = contacts.compilation_page(database(), reader(), session_id, as_of)

    def opens(code: str, name: str = "", key: str = "") -> str:
        cell = [("session", str(session_id)), *([(name, key)] if name else [])]
        return figure_address(code, cell, page.question)

    body = render_template(
        "contacts/compilation.html", page=page, as_of=as_of, opens=opens, problem=problem, most=contacts.MOST_LISTED
    )
    return body, 422 if problem else 200


@blueprint.get("/contacts/sessions/<key:session_id>/merge")
@allow(KEEPS)
def merge(session_id: int) -> ResponseReturnValue:
    """Gộp các kiến nghị đã đánh dấu: vào kiến nghị đầu tiên trong số đó."""
    page = contacts.compilation_page(database(), reader(), session_id, today())
    ticked = set(request.args.getlist("id")[:200])
    chosen = [line for line in page.petitions if str(line.id) in ticked]
    if len(chosen) < 2:
        flash("Hãy đánh dấu ít nhất hai kiến nghị cần gộp.", "wait")
        return redirect(f"/contacts/sessions/{session_id}", code=303)
    main, *others = sorted(chosen, key=lambda line: line.id)
    return redirect(f"/petitions/{main.id}/merge?{urlencode([('codes', line.code) for line in others])}", code=303)
