"""Văn bản của hồ sơ: drafting with a preview, issuing, opening as PDF and Word, numbering, taking back."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField

from casework.domain.access_levels import Level
from casework.domain.entry import EntryError
from casework.domain.papers import PaperCode
from casework.domain.reading import AccessAct
from casework.domain.vocabulary import RecordKind
from casework.services.papers import drafting, issuing
from casework.web import errors
from casework.web.clock import now, today
from casework.web.converters import WORDS
from casework.web.files_sent import send_file
from casework.web.forms import Form, TextField
from casework.web.gate import SIGNED_IN, allow, database, reader, sees, settings
from casework.web.paper_forms import make_paper_form, token_of, typed_texts
from casework.web.record_forms import tell as tell_form
from casework.web.told import tell

blueprint = Blueprint("papers", __name__)


class StrikeForm(Form):
    """Why a paper or a file is taken back."""

    reason = TextAreaField("Lý do", render_kw={"rows": 2, "maxlength": 500})


class NumberForm(Form):
    """The number that the registry gave."""

    number = TextField("Số văn bản", description="Bỏ trống: hệ thống cấp số tiếp theo.", render_kw={"maxlength": 20})
    made_on = TextField("Ngày văn bản", render_kw={"inputmode": "numeric", "placeholder": "ngày/tháng/năm"})


def asked_code(word: str) -> PaperCode:
    """The paper of an address; 404 where there is none."""
    try:
        return PaperCode.of(word)
    except KeyError:
        abort(404)


def record_address(kind: RecordKind, record_id: int, place: str = "") -> str:
    """The page of a record, at one of its parts."""
    return f"/{WORDS[kind]}/{record_id}{place}"


@blueprint.route("/<register:kind>/<id:record_id>/papers/<string(maxlength=30):word>", methods=["GET", "POST"])
@allow(sees(Level.LIST, unseen=True))
def draft(kind: RecordKind, record_id: int, word: str) -> ResponseReturnValue:
    """Lập một văn bản: điền, xem trước, lập."""
    code = asked_code(word)
    asked = drafting.draft_paper(database(), reader(), kind, record_id, code, on=today(), office=settings().office)
    if asked.sensitive and request.method == "GET":
        tell(AccessAct.READ, kind, record_id, f"Biểu mẫu {code.label[:1].lower()}{code.label[1:]}")
    boxes = (*asked.typed, *asked.head)
    form = make_paper_form(asked.head, asked.typed, asked.required, asked.values, denunciation=asked.denunciation)
    sheet, status = None, 200
    if form.validate_on_submit():
        texts = typed_texts(form, boxes)
        try:
            if "preview" in request.form:
                sheet = drafting.preview_paper(
                    database(), reader(), kind, record_id, code, texts, on=today(), isolated=settings().isolated_lan
                )
            else:
                issuing.issue_paper(
                    database(),
                    reader(),
                    kind,
                    record_id,
                    code,
                    texts,
                    numbered=not form.unnumbered.data,
                    on=today(),
                    now=now(),
                    token=token_of(form),
                    isolated=settings().isolated_lan,
                    covered=bool(form.covered.data) if form.covered else False,
                )
                flash(f"Đã lập {code.label[:1].lower()}{code.label[1:]}; mở hoặc in ở mục “Văn bản”.", "good")
                return redirect(record_address(kind, record_id, "#van-ban"), code=303)
        except EntryError as error:
            tell_form(form, error)
            status = 422
    page = render_template(
        "papers/draft.html",
        asked=asked,
        label=code.label,
        form=form,
        sheet=sheet,
        kind=kind,
        base=record_address(kind, record_id),
        word=WORDS[kind],
    )
    return page, status


@blueprint.get("/papers/<id:paper_id>.<any(pdf, docx):form>")
@allow(SIGNED_IN)
def file(paper_id: int, form: str) -> ResponseReturnValue:
    """Mở văn bản dạng PDF hoặc tải dạng Word."""
    kind, record_id, made = issuing.paper_of(database(), reader(), paper_id, on=today())
    try:
        found = issuing.paper_file(database(), reader(), paper_id, form, on=today())
    except (issuing.PaperGoneError, issuing.PaperChangedError) as problem:
        onward = (record_address(kind, record_id), "Về hồ sơ")
        return errors.page(409, heading="Không in được văn bản", lines=(str(problem),), onward=onward)
    tell(AccessAct.PRINTED, kind, record_id, f"{made.label} {made.number}".strip())
    return send_file(found.data, found.name, found.media_type, inline=form == "pdf")


@blueprint.route("/papers/<id:paper_id>/number", methods=["GET", "POST"])
@allow(SIGNED_IN)
def number(paper_id: int) -> ResponseReturnValue:
    """Ghi số, ngày văn thư đã cấp cho văn bản."""
    kind, record_id, made = issuing.paper_of(database(), reader(), paper_id, on=today())
    form, status = NumberForm(), 200
    if form.validate_on_submit():
        try:
            done = issuing.number_paper(
                database(),
                reader(),
                paper_id,
                form.number.data or "",
                form.made_on.data or "",
                on=today(),
                now=now(),
            )
        except EntryError as error:
            tell_form(form, error)
            status = 422
        else:
            flash(f"Đã ghi số {done.number}.", "good")
            return redirect(record_address(kind, record_id, "#van-ban"), code=303)
    page = render_template(
        "papers/act.html",
        form=form,
        names=("number", "made_on"),
        title="Ghi số văn bản",
        what=made.label,
        label="Ghi số",
        kind=kind,
        base=record_address(kind, record_id),
    )
    return page, status


@blueprint.route("/papers/<id:paper_id>/strike", methods=["GET", "POST"])
@allow(SIGNED_IN)
def strike(paper_id: int) -> ResponseReturnValue:
    """Gạch bỏ một văn bản lập nhầm."""
    kind, record_id, made = issuing.paper_of(database(), reader(), paper_id, on=today())
    form, status = StrikeForm(), 200
    if form.validate_on_submit():
        try:
            issuing.strike_paper(database(), reader(), paper_id, form.reason.data or "", on=today(), now=now())
        except EntryError as error:
            tell_form(form, error)
            status = 422
        else:
            flash("Đã gạch bỏ văn bản; văn bản vẫn nằm trong hồ sơ, có gạch ngang.", "good")
            return redirect(record_address(kind, record_id, "#van-ban"), code=303)
    page = render_template(
        "papers/act.html",
        form=form,
        names=("reason",),
        title="Gạch bỏ văn bản",
        what=f"{made.label} {made.number}".strip(),
        label="Gạch bỏ",
        kind=kind,
        base=record_address(kind, record_id),
    )
    return page, status
