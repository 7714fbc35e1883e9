"""One record: its page and its correction; a stale save is refused and shows both versions."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from casework.domain.access import CORRECT, NoSuchRecordError
from casework.domain.access_levels import Level
from casework.domain.entry import LOOKED_UP, EntryError
from casework.domain.fields import DENUNCIATION, FIELDS, IDENTITY_FIELDS, Field
from casework.domain.papers import of_step
from casework.domain.vocabulary import RecordKind
from casework.domain.workflow import FORM_FIELDS, REASON, form_field
from casework.services import identities, record_page
from casework.services.attachments.opening import attachments_of
from casework.services.choices import choices
from casework.services.companions import companions
from casework.services.destruction import desk
from casework.services.handling import correcting
from casework.services.handling.assignment_page import assignment_panel
from casework.services.handling.holding import Moved, StaleVersionError
from casework.services.papers.drafting import papers_of
from casework.services.petitions import petition_side
from casework.web.clock import now, today
from casework.web.converters import WORDS
from casework.web.gate import act_on, allow, database, reader, sees
from casework.web.record_forms import RecordForm, about, as_typed, make_form, offer, shown, tell, typed
from casework.web.told import tell_record
from casework.web.views.work import walk_here

blueprint = Blueprint("records", __name__)

LARGEST_VERSION = 2**31 - 1


def load(kind: RecordKind, record_id: int) -> record_page.RecordPage:
    """The record's page as the signed-in reader may see it; 404 where there is none, or none for this reader.

    That it is opened is told before anything of a sensitive one is shown.
    """
    try:
        record = record_page.record_page(database(), reader(), kind, record_id, today())
    except NoSuchRecordError:
        abort(404)
    tell_record(record)
    return record


def _version(form: RecordForm) -> int:
    written = (form.version.data or "").strip()
    if not (written.isascii() and written.isdigit()) or int(written[:12]) > LARGEST_VERSION:
        abort(400)
    return int(written)


@blueprint.get("/<register:kind>/<id:record_id>")
@allow(sees(Level.LIST, unseen=True))
def show(kind: RecordKind, record_id: int) -> ResponseReturnValue:
    """Trang của một hồ sơ."""
    record = load(kind, record_id)
    return render_template(
        "records/show.html",
        record=record,
        word=WORDS[kind],
        words=WORDS,
        beside=companions(database(), reader(), kind, record_id, today()),
        made=of_step(kind, request.args.get("after", ""), record.values),
        assignments=assignment_panel(database(), reader(), kind, record_id),
        walk=walk_here(kind, record_id),
        papers=papers_of(database(), reader(), kind, record_id, today()),
        files=attachments_of(database(), reader(), kind, record_id),
        side=petition_side(database(), reader(), record_id, today()) if kind is RecordKind.PETITION else None,
        **_care(record),
    )


def _care(record: record_page.RecordPage) -> dict[str, object]:
    """What the page says of destruction and of a sealed identity; the vault is asked only where there is one."""
    kind, denunciation = record.kind, record.identity_withheld
    state = desk.record_state(database(), reader(), kind, record.id, denunciation)
    asked = denunciation and database().vault is not None
    return {"care": state, "sealed": asked and identities.sealed(database(), reader(), kind, record.id)}


@blueprint.route("/<register:kind>/<id:record_id>/correct", methods=["GET", "POST"])
@allow(act_on(CORRECT))
def correct(kind: RecordKind, record_id: int) -> ResponseReturnValue:
    """Đính chính những gì đã ghi."""
    record = load(kind, record_id)
    hidden = set(LOOKED_UP[kind])
    if record.values.get("type") == DENUNCIATION:
        hidden |= set(IDENTITY_FIELDS[kind])
    visible = {one.name for one in record.fields}
    told = {one.name for one in FIELDS[kind] if not one.internal or one.name in record.values}
    fields = [one for one in FIELDS[kind] if one.name in visible & told and one.name not in hidden]
    before = {one.name: as_typed(record.values.get(one.name)) for one in fields}
    asked = [*fields, FORM_FIELDS[REASON]]
    offered = choices(database(), kind, today())
    form = make_form(asked, offered, required=(REASON,), values={**before, "version": str(record.version)})
    _keep_present(form, record, fields)
    _keep_unsent(form, fields, before)
    status = 200
    if form.validate_on_submit():
        now_typed = typed(form, asked)
        reason = now_typed.pop(REASON)
        changes = {name: text for name, text in now_typed.items() if text != before[name]}
        try:
            done = correcting.correct(
                database(),
                reader(),
                kind,
                record_id,
                changes,
                reason,
                _version(form),
                on=today(),
                now=now(),
            )
        except EntryError as error:
            tell(form, error)
            status = 422
        except StaleVersionError:
            return _stale(record, form, fields, "Đính chính"), 409
        else:
            unchanged = done.version == record.version
            return _done(kind, record_id, "Không có gì thay đổi." if unchanged else "Đã đính chính.", done)
    note = "Sửa những mục ghi sai; nội dung cũ vẫn còn trong lịch sử. Bỏ trống một mục là rút lại nội dung đã ghi."
    return _form_page(record, form, asked, "Đính chính", note), status


def _keep_present(form: RecordForm, record: record_page.RecordPage, fields: list[Field]) -> None:
    """Offers the present value too where the list of today no longer has it (a unit that has ended)."""
    words = {one.name: one.text for one in record.fields}
    for one in fields:
        present = as_typed(record.values.get(one.name))
        if present:
            offer(form, one.name, present, words[one.name])


def _keep_unsent(form: RecordForm, fields: list[Field], before: Mapping[str, str]) -> None:
    """Identity boxes that were closed when the form was sent were not emptied by anybody: they stay as they were."""
    if form.is_submitted():
        for one in fields:
            if one.identity and one.name not in request.form:
                form[one.name].data = before[one.name]


def _form_page(record: record_page.RecordPage, form: RecordForm, fields: list[Field], label: str, note: str) -> str:
    return render_template(
        "records/form.html",
        record=record,
        word=WORDS[record.kind],
        form=form,
        names=[one.name for one in fields],
        has_identity=_carries_identity(form),
        label=label,
        note=note,
        offered=choices(database(), record.kind, today()),
    )


def _carries_identity(form: RecordForm) -> bool:
    """Whether a form asks both what the matter is and whose it is: then a denunciation closes the second."""
    return "type" in form and any("data-identity" in (box.render_kw or {}) for box in form)


def _stale(record: record_page.RecordPage, form: RecordForm, fields: list[Field], label: str) -> str:
    """The page of a stale save: what stands now beside what was typed; sending it again is a decision."""
    words = {one.name: one.text for one in record.fields}
    both = [(one.label, words.get(one.name, ""), shown(form, one.name)) for one in fields]
    form.version.data = str(record.version)
    form.version.raw_data = [str(record.version)]
    return render_template(
        "records/stale.html",
        record=record,
        word=WORDS[record.kind],
        form=form,
        names=[name for name in form._fields if name not in ("csrf_token", "token", "version")],
        has_identity=_carries_identity(form),
        label=label,
        both=both,
        offered=choices(database(), record.kind, today()),
    )


def _done(kind: RecordKind, record_id: int, message: str, done: Moved, after: str = "") -> ResponseReturnValue:
    flash(" ".join([message, *(f"Đã lập {title}." for title in done.told)]), "good")
    for name, warning in done.warnings.items():
        flash(about(form_field(kind, name).label, warning), "wait")
    return redirect(f"/{WORDS[kind]}/{record_id}{after}", code=303)
