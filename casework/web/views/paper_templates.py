"""Bản mẫu văn bản: the office's own wordings, with a preview on sample data and the way back to the shipped ones."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import StringField, TextAreaField

from casework.domain.access import Act
from casework.domain.entry import EntryError
from casework.services.papers import templates
from casework.web.clock import now
from casework.web.files_sent import send_file
from casework.web.forms import Form
from casework.web.gate import act, allow, database, reader
from casework.web.record_forms import tell as tell_form
from casework.web.views.papers import asked_code

blueprint = Blueprint("paper_templates", __name__)

_ROWS = {"body": 16, "bases": 4, "recipients": 4}
_HELP = {
    "name": "Bỏ trống với công văn: trích yếu đứng dưới số, ký hiệu.",
    "left": "Bỏ trống: bên trái là “Nơi nhận”.",
    "symbol": "Phần sau dấu “/”, ví dụ TB-VP.",
}

TemplateForm: type[Form] = type(
    "TemplateForm",
    (Form,),
    {
        part: (
            TextAreaField(label, description=_HELP.get(part, ""), render_kw={"rows": _ROWS.get(part, 2)})
            if part in templates.LONG_PARTS
            else StringField(label, description=_HELP.get(part, ""), render_kw={"maxlength": 500})
        )
        for part, label in templates.PART_LABELS.items()
    },
)
"""A box for each part of a wording."""


@blueprint.get("/paper-templates")
@allow(act(Act.PAPER_WORDING))
def index() -> ResponseReturnValue:
    """Danh mục bản mẫu văn bản."""
    return render_template("papers/templates.html", lines=templates.templates(database(), reader()))


@blueprint.route("/paper-templates/<string(maxlength=30):word>", methods=["GET", "POST"])
@allow(act(Act.PAPER_WORDING))
def edit(word: str) -> ResponseReturnValue:
    """Sửa một bản mẫu, xem trước với dữ liệu mẫu."""
    code = asked_code(word)
    found = templates.template(database(), reader(), code)
    form = TemplateForm(data=found.parts)
    sheet, status = None, 200
    if form.validate_on_submit():
        parts = {part: form[part].data or "" for part in templates.PART_LABELS}
        try:
            if "preview" in request.form:
                sheet = templates.preview_template(reader(), code, parts)
            else:
                version = templates.save_template(database(), reader(), code, parts, now=now())
                flash(f"Đã lưu bản mẫu “{code.label}”, bản {version}. Văn bản đã lập trước không thay đổi.", "good")
                return redirect(f"/paper-templates/{code.value}", code=303)
        except EntryError as error:
            tell_form(form, error)
            status = 422
    page = render_template("papers/template.html", found=found, form=form, sheet=sheet, names=templates.PART_LABELS)
    return page, status


@blueprint.post("/paper-templates/<string(maxlength=30):word>/reset")
@allow(act(Act.PAPER_WORDING))
def reset(word: str) -> ResponseReturnValue:
    """Dùng lại bản mẫu gốc."""
    code = asked_code(word)
    templates.reset_template(database(), reader(), code, now=now())
    flash(f"Đã dùng lại bản mẫu gốc của “{code.label}”.", "good")
    return redirect(f"/paper-templates/{code.value}", code=303)


@blueprint.get("/paper-templates/<string(maxlength=30):word>/sample.<any(pdf, docx):form>")
@allow(act(Act.PAPER_WORDING))
def sample(word: str, form: str) -> ResponseReturnValue:
    """Bản in thử với dữ liệu mẫu."""
    code = asked_code(word)
    data = templates.sample_file(database(), reader(), code, form)
    return send_file(data, f"mau-{code.value}.{form}", templates.FORMATS[form], inline=form == "pdf")
