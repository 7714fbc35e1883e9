"""Tệp đính kèm: adding, looking at, downloading, striking out; a file of a hidden record is no file."""

from __future__ import annotations

from pathlib import PurePath

from flask import Blueprint, abort, current_app, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectChoice, SelectField, StringField  # type: ignore[attr-defined]

from casework.domain.access_levels import Level
from casework.domain.attachments import COVERED, EXIF_NOTE, NOTE_LIMIT, DocumentRole
from casework.domain.entry import EntryError
from casework.domain.reading import AccessAct
from casework.domain.vocabulary import RecordKind
from casework.services.attachments import attaching, opening
from casework.web import errors
from casework.web.clock import now, today
from casework.web.files_sent import send_file
from casework.web.forms import Form
from casework.web.gate import SIGNED_IN, allow, database, reader, sees, settings
from casework.web.record_forms import tell as tell_form
from casework.web.told import tell
from casework.web.views.papers import StrikeForm, record_address
from casework.web.views.records import load

blueprint = Blueprint("attachments", __name__)

STORE = "casework_files"


class AttachForm(Form):
    """A file and what it is."""

    upload = FileField("Tệp", [FileRequired("Chưa chọn tệp.")])
    role = SelectField(
        "Loại tài liệu",
        choices=[SelectChoice(role.value, role.label) for role in DocumentRole],
        default=DocumentRole.EVIDENCE.value,
    )
    note = StringField("Ghi chú", render_kw={"maxlength": NOTE_LIMIT, "autocomplete": "off"})
    covered = BooleanField(COVERED)


def store() -> opening.FileStore:
    """The file store of the running application."""
    found = current_app.extensions[STORE]
    assert isinstance(found, opening.FileStore)
    return found


def _rules() -> attaching.Rules:
    known = settings()
    return attaching.Rules(known.upload_max_bytes, known.record_files_bytes, known.clamav)


@blueprint.route("/<register:kind>/<id:record_id>/attachments", methods=["GET", "POST"])
@allow(sees(Level.LIST, unseen=True))
def index(kind: RecordKind, record_id: int) -> ResponseReturnValue:
    """Đính kèm tệp vào hồ sơ."""
    files = opening.attachments_of(database(), reader(), kind, record_id)
    if not files.may_attach:
        abort(403)
    form, status = AttachForm(), 200
    if not files.denunciation:
        del form.covered
    if form.validate_on_submit():
        sent = form.upload.data
        try:
            attaching.attach(
                database(),
                store(),
                _rules(),
                reader(),
                kind,
                record_id,
                sent.read(),
                PurePath(sent.filename or "").name,
                role=DocumentRole.of(form.role.data),
                note=form.note.data or "",
                covered=bool(form.covered.data) if form.covered else False,
                on=today(),
                now=now(),
            )
        except attaching.AttachmentProblem as problem:
            form.upload.errors = [str(problem)]
            status = 422
        except EntryError as error:
            tell_form(form, error)
            status = 422
        else:
            flash("Đã đính kèm tệp.", "good")
            return redirect(record_address(kind, record_id, "#tep-dinh-kem"), code=303)
    elif form.is_submitted():
        status = 422
    page = render_template(
        "papers/attach.html",
        record=load(kind, record_id),
        files=files,
        form=form,
        base=record_address(kind, record_id),
        kinds=attaching.IMPERSONAL_WORDS if files.denunciation else attaching.ALLOWED_WORDS,
        largest=settings().upload_max_mb,
        hidden_data=EXIF_NOTE,
    )
    return page, status


@blueprint.get("/attachments/<id:attachment_id>")
@allow(SIGNED_IN)
def show(attachment_id: int) -> ResponseReturnValue:
    """Xem một tệp đính kèm."""
    found, kind, record_id, may_open = opening.attachment(database(), reader(), attachment_id)
    if not may_open:
        abort(403)
    return render_template("papers/attachment.html", file=found, kind=kind, base=record_address(kind, record_id))


@blueprint.get("/attachments/<id:attachment_id>/<any(file, view):way>")
@allow(SIGNED_IN)
def content(attachment_id: int, way: str) -> ResponseReturnValue:
    """Tải tệp về, hoặc xem ảnh và PDF."""
    try:
        found = opening.open_attachment(database(), store(), reader(), attachment_id)
    except (opening.FileMissingError, opening.FileDamagedError) as problem:
        return errors.page(409, heading="Không mở được tệp", lines=(str(problem),))
    if way == "view" and not (found.file.image or found.file.pdf):
        abort(404)
    tell(AccessAct.FILE_OPENED, found.of_kind, found.of_id, f"{found.file.role}, tệp số {attachment_id}")
    return send_file(found.data, found.file.name, found.file.media_type, inline=way == "view")


@blueprint.route("/attachments/<id:attachment_id>/strike", methods=["GET", "POST"])
@allow(SIGNED_IN)
def strike(attachment_id: int) -> ResponseReturnValue:
    """Gạch bỏ một tệp đính kèm nhầm."""
    found, kind, record_id, _may_open = opening.attachment(database(), reader(), attachment_id)
    form, status = StrikeForm(), 200
    if form.validate_on_submit():
        try:
            attaching.strike_attachment(
                database(), reader(), attachment_id, form.reason.data or "", on=today(), now=now()
            )
        except EntryError as error:
            tell_form(form, error)
            status = 422
        else:
            flash("Đã gạch bỏ tệp; tệp vẫn nằm trong hồ sơ, có gạch ngang.", "good")
            return redirect(record_address(kind, record_id, "#tep-dinh-kem"), code=303)
    page = render_template(
        "papers/act.html",
        form=form,
        names=("reason",),
        title="Gạch bỏ tệp đính kèm",
        what=f"{found.name} ({found.role})",
        label="Gạch bỏ",
        kind=kind,
        base=record_address(kind, record_id),
    )
    return page, status
