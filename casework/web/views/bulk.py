"""Xử lý hàng loạt: rows ticked in a list, one act chosen, a preview of what it does, its doing and its taking back."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from casework.domain.access import MOVE, NoSuchRecordError, may
from casework.domain.bulk import BulkAct, BulkError, bulk_acts
from casework.domain.fields import Shape
from casework.domain.numerals import write_date
from casework.domain.vocabulary import RecordKind
from casework.services.choices import choices
from casework.services.handling import assignment_page, bulk, undoing
from casework.web import errors
from casework.web.clock import now, today
from casework.web.converters import LARGEST_ID, WORDS
from casework.web.gate import Right, allow, database, reader, safe_onward, settings
from casework.web.record_forms import RecordForm, make_form, typed

blueprint = Blueprint("bulk", __name__)

HANDLING = Right(lambda reader, _parts: any(may(reader.role, act) for act in MOVE.values()))
"""Those whose role moves records of some kind."""
LONGEST_TOKEN = 64


def _ticked() -> list[tuple[RecordKind, int, int]]:
    """The rows that were ticked: kind, id, version ("kind.id" or "kind.id.version"); others are left out."""
    found = []
    for written in request.form.getlist("row")[:5000]:
        parts = written.split(".")
        numbers = [part for part in parts[1:] if part.isascii() and part.isdigit() and len(part) <= 16]
        if parts[0] in list(RecordKind) and len(numbers) == len(parts) - 1 and 1 <= len(numbers) <= 2:
            record_id, version = int(numbers[0]), int(numbers[1]) if len(numbers) == 2 else 0
            if record_id <= LARGEST_ID:
                found.append((RecordKind.of(parts[0]), record_id, version))
    return found


def _refused(why: str, back: str) -> errors.Answer:
    return errors.page(422, heading="Chưa xử lý", lines=(why, "Chưa có gì được lưu."), onward=(back, "Về danh sách"))


def _back() -> str:
    return safe_onward(request.form.get("back"))


@blueprint.post("/bulk/choose")
@allow(HANDLING)
def choose() -> ResponseReturnValue:
    """Chọn việc cần làm với các hồ sơ đã đánh dấu."""
    ticked, back = _ticked(), _back()
    kinds = list(dict.fromkeys(kind for kind, _id, _version in ticked))
    if not kinds:
        return _refused("Chưa chọn hồ sơ nào; hãy đánh dấu các dòng cần xử lý.", back)
    if len(kinds) > 1:
        names = ", ".join(kind.label for kind in kinds)
        return _refused(f"Các hồ sơ đã chọn thuộc nhiều loại ({names}); hãy lọc theo một loại rồi chọn lại.", back)
    kind = kinds[0]
    chosen = bulk.versions(database(), reader(), kind, [record_id for _kind, record_id, _version in ticked])
    acts = bulk_acts(kind, reader().role)
    if not acts:
        return _refused(f"Vai trò này không xử lý hàng loạt {kind.label}.", back)
    most = settings().bulk_most
    if len(chosen) > most:
        return _refused(f"Đã chọn {len(chosen)} hồ sơ, nhiều hơn mức {most} hồ sơ một lần; hãy bỏ bớt.", back)
    forms = [(one, _filled(_form(kind, one), one)) for one in acts]
    return render_template("bulk/choose.html", kind=kind, forms=forms, chosen=chosen, back=back, missing=())


def _act(kind: RecordKind) -> BulkAct:
    code = request.form.get("code", "")
    found = next((one for one in bulk_acts(kind, reader().role) if one.code == code), None)
    if found is None:
        abort(403)
    return found


def _form(kind: RecordKind, one: BulkAct) -> RecordForm:
    offered = choices(database(), kind, today())
    unit = reader().unit_id
    if unit is not None:
        offered = replace(offered, accounts=assignment_page.colleagues(database(), unit))
    return make_form(one.asked, offered, required=[f.name for f in one.required], limited=one.choices)


def _filled(form: RecordForm, one: BulkAct) -> RecordForm:
    """With today in the days that must be given: the form of the page before was another one."""
    for field in one.required:
        if field.shape is Shape.DATE:
            form[field.name].data = write_date(today())
            form[field.name].raw_data = [write_date(today())]
    return form


def _chosen(ticked: Sequence[tuple[RecordKind, int, int]]) -> list[bulk.Chosen]:
    return [bulk.Chosen(record_id, version) for _kind, record_id, version in ticked]


@blueprint.post("/bulk/preview")
@allow(HANDLING)
def preview() -> ResponseReturnValue:
    """Xem trước: hồ sơ nào thay đổi, hồ sơ nào không và vì sao; chưa lưu gì."""
    ticked, back = _ticked(), _back()
    if not ticked:
        return _refused("Chưa chọn hồ sơ nào; hãy đánh dấu các dòng cần xử lý.", back)
    kind = ticked[0][0]
    act = _act(kind)
    form = _form(kind, act)
    values = typed(form, act.asked)
    missing = [field.label for field in act.required if not values[field.name]]
    if missing:
        chosen = _chosen(ticked)
        page = render_template(
            "bulk/choose.html", kind=kind, forms=[(act, form)], chosen=chosen, back=back, missing=missing
        )
        return page, 422
    try:
        found = bulk.preview(
            database(),
            reader(),
            kind,
            act.code,
            values,
            _chosen(ticked),
            on=today(),
            now=now(),
            most=settings().bulk_most,
        )
    except BulkError as error:
        return _refused(str(error), back)
    return render_template(
        "bulk/preview.html",
        kind=kind,
        word=WORDS[kind],
        act=act,
        shown=[(field.label, _words(form, field.name)) for field in act.asked if values[field.name]],
        values=values,
        done=[one for one in found if not one.refusal],
        refused=[one for one in found if one.refusal],
        token=secrets.token_hex(16),
        hours=settings().bulk_undo_hours,
        back=back,
    )


def _words(form: RecordForm, name: str) -> str:
    box = form[name]
    if hasattr(box, "iter_choices"):
        return next((str(one.label) for one in box.iter_choices() if str(one.value) == str(box.data)), "")
    return str(box.data or "")


@blueprint.post("/bulk/apply")
@allow(HANDLING)
def apply() -> ResponseReturnValue:
    """Làm với các hồ sơ của bản xem trước."""
    ticked, back = _ticked(), _back()
    token = request.form.get("token", "")
    if not ticked or not token.isalnum() or len(token) > LONGEST_TOKEN:
        return _refused("Bản xem trước không còn dùng được; hãy chọn lại các hồ sơ.", back)
    kind = ticked[0][0]
    act = _act(kind)
    values = {field.name: request.form.get(field.name, "") for field in act.asked}
    try:
        bulk_id = bulk.apply(
            database(),
            reader(),
            kind,
            act.code,
            values,
            _chosen(ticked),
            token=token,
            on=today(),
            now=now(),
            most=settings().bulk_most,
        )
    except BulkError as error:
        return _refused(str(error), back)
    flash("Đã xử lý; kết quả từng hồ sơ ở dưới.", "good")
    return redirect(f"/bulk/{bulk_id}", code=303)


@blueprint.get("/bulk")
@allow(HANDLING)
def index() -> ResponseReturnValue:
    """Các lần xử lý hàng loạt của mình."""
    return render_template("bulk/index.html", found=undoing.own_bulks(database(), reader()))


@blueprint.get("/bulk/<key:bulk_id>")
@allow(HANDLING)
def show(bulk_id: int) -> ResponseReturnValue:
    """Một lần xử lý hàng loạt với từng hồ sơ."""
    return render_template("bulk/show.html", page=_page(bulk_id), words=WORDS)


def _page(bulk_id: int) -> undoing.BulkPage:
    if bulk_id >= 2**31:
        abort(404)
    try:
        return undoing.bulk_page(database(), reader(), bulk_id, now(), settings().bulk_undo_hours)
    except NoSuchRecordError:
        abort(404)


@blueprint.post("/bulk/<key:bulk_id>/undo")
@allow(HANDLING)
def undo(bulk_id: int) -> ResponseReturnValue:
    """Hoàn tác một lần xử lý hàng loạt."""
    page = _page(bulk_id)
    try:
        count = undoing.undo(database(), reader(), bulk_id, on=today(), now=now(), hours=settings().bulk_undo_hours)
    except BulkError as error:
        return errors.page(409, heading="Chưa hoàn tác", lines=(str(error),), onward=(f"/bulk/{bulk_id}", "Mở lại"))
    flash(f"Đã hoàn tác {count} trên {page.done} hồ sơ.", "good" if count == page.done else "wait")
    return redirect(f"/bulk/{bulk_id}", code=303)
