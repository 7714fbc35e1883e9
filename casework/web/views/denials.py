"""Người không được xem hồ sơ: closing a record to a person, and opening it again."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from casework.domain.access import Act, may
from casework.domain.entry import EntryError
from casework.domain.reading import DenialGround
from casework.domain.vocabulary import RecordKind
from casework.services import denials
from casework.services.record_page import record_page
from casework.web.clock import now, today
from casework.web.converters import WORDS
from casework.web.forms import Form
from casework.web.gate import act, allow, database, reader
from casework.web.record_forms import tell

blueprint = Blueprint("denials", __name__)


class DenialForm(Form):
    """Whom to keep from a record, and why."""

    person_id = SelectField("Người không được xem", validate_choice=False)
    ground = SelectField("Lý do", validate_choice=False)


def _chosen(written: object) -> int | None:
    text = str(written or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


@blueprint.route("/<register:kind>/<id:record_id>/denials", methods=["GET", "POST"])
@allow(act(Act.DENY))
def index(kind: RecordKind, record_id: int) -> ResponseReturnValue:
    """Danh sách người không được xem một hồ sơ; ghi thêm một người."""
    found = denials.denials_of(database(), reader(), kind, record_id)
    form = DenialForm()
    form.person_id.choices = [("", "(chưa chọn)"), *((str(key), name) for key, name in found.people)]
    form.ground.choices = [("", "(chưa chọn)"), *((ground.value, ground.label) for ground in DenialGround)]
    status = 200
    if form.validate_on_submit():
        try:
            still_open = denials.deny(
                database(),
                reader(),
                kind,
                record_id,
                _chosen(form.person_id.data),
                form.ground.data or "",
                on=today(),
                now=now(),
            )
        except EntryError as error:
            tell(form, error)
            status = 422
        else:
            flash("Đã ghi: từ nay người này không còn thấy hồ sơ ở bất cứ đâu trong hệ thống.", "good")
            onward = f"/{WORDS[kind]}/{record_id}/denials" if still_open else f"/{WORDS[kind]}"
            return redirect(onward, code=303)
    record = record_page(database(), reader(), kind, record_id, today())
    page = render_template(
        "records/denials.html",
        record=record,
        word=WORDS[kind],
        found=found,
        form=form,
        may_lift=may(reader().role, Act.LIFT_DENIAL),
    )
    return page, status


@blueprint.post("/<register:kind>/<id:record_id>/denials/<id:denial_id>/lift")
@allow(act(Act.LIFT_DENIAL))
def lift(kind: RecordKind, record_id: int, denial_id: int) -> ResponseReturnValue:
    """Cho một người xem lại hồ sơ."""
    denials.lift(database(), reader(), kind, record_id, denial_id, on=today(), now=now())
    flash("Đã bỏ tên khỏi danh sách không được xem hồ sơ.", "good")
    return redirect(f"/{WORDS[kind]}/{record_id}/denials", code=303)
