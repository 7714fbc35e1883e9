"""Soạn mẫu báo cáo: sections and their order, the office's wordings, hand-written passages."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from casework.domain.access import Act
from casework.domain.periods import Period, PeriodError, parse_period
from casework.services import drafts
from casework.services.reporting import composing, wordings
from casework.services.reporting.making import ReportOrder
from casework.web.asked_periods import offered_periods
from casework.web.clock import now, today
from casework.web.forms import Form
from casework.web.gate import act, allow, database, reader, settings
from casework.web.views.drafts import PASSAGES

blueprint = Blueprint("composer", __name__)

KINDS = {
    "": "Mọi kỳ (khi kỳ đó không có mẫu riêng)",
    "month": "Tháng",
    "quarter": "Quý",
    "half": "6 tháng",
    "nine_months": "9 tháng",
    "year": "Năm",
    "assembly": "Kỳ báo cáo Quốc hội",
    "range": "Khoảng ngày tự chọn",
}
"""The kinds of periods that have a template of their own, as people call them."""


def _kind() -> str:
    kind = request.values.get("kind", "")[:20]
    if kind not in KINDS:
        abort(404)
    return kind


def _period(written: str) -> Period:
    try:
        return parse_period(written[:80])
    except PeriodError:
        abort(404)


@blueprint.route("/composer", methods=["GET", "POST"])
@allow(act(Act.COMPOSE))
def plan() -> ResponseReturnValue:
    """Chọn mục, sắp thứ tự, lưu thành mẫu của cơ quan."""
    kind, form, problem = _kind(), Form(), ""
    found = composing.plan_of(database(), reader(), kind)
    order = [*found.sections, *(s for s in composing.all_sections() if s not in found.sections)]
    chosen, charts, tables = set(found.sections), found.charts, found.tables
    if form.validate_on_submit():
        known = composing.all_sections()
        posted = [code for code in request.form.getlist("order") if code in known]
        order = [*dict.fromkeys(posted), *(s for s in known if s not in posted)]
        chosen = set(request.form.getlist("chosen")) & set(known)
        charts, tables = "charts" in request.form, "tables" in request.form
        for button, by in (("up", -1), ("down", 1)):
            if (code := request.form.get(button)) in known:
                order = list(composing.moved(order, code, by))
                break
        else:
            try:
                made = composing.Plan(tuple(code for code in order if code in chosen), charts, tables)
                composing.save_plan(database(), reader(), kind, made, now=now())
                flash(f"Đã lưu mẫu báo cáo cho: {KINDS[kind]}.", "good")
                return redirect(f"/composer?kind={kind}", code=303)
            except composing.PlanError as error:
                problem = str(error)
    order = list(composing.Plan(tuple(order)).arranged().sections)
    page = render_template(
        "composer/plan.html",
        kinds=KINDS,
        kind=kind,
        form=form,
        problem=problem,
        order=order,
        chosen=chosen,
        charts=charts,
        tables=tables,
        titles=composing.section_titles(),
    )
    return page, 422 if problem else 200


@blueprint.route("/composer/passages", methods=["GET", "POST"])
@allow(act(Act.COMPOSE))
def passages() -> ResponseReturnValue:
    """Đoạn viết tay của một kỳ; đoạn chép từ kỳ trước chờ xem lại."""
    form, problem, typed = Form(), "", {}
    written = request.values.get("period", "")
    period = _period(written) if written else None
    found = composing.passages_of(database(), reader(), period) if period else []
    if period is not None and form.validate_on_submit():
        texts = {}
        for one in found:
            version = request.form.get(f"version-{one.section}", "")
            text = request.form.get(f"text-{one.section}")
            if text is not None and version.isdecimal():
                texts[one.section] = (text, int(version[:9]))
        typed = {section: text for section, (text, _version) in texts.items()}
        try:
            number = composing.save_passages(database(), reader(), period, texts, now=now())
            drafts.drop(database(), reader(), PASSAGES)
            flash(f"Đã lưu {number} đoạn viết tay của {period.label}." if number else "Không có gì thay đổi.", "good")
            return redirect(f"/composer/passages?period={period.code}", code=303)
        except composing.StalePassageError:
            problem = (
                "Có đoạn vừa được người khác lưu. Chữ của ông/bà còn trong các ô dưới đây; "
                "hãy mở trang này ở thẻ khác để xem bản mới rồi lưu lại."
            )
        except composing.PlanError as error:
            problem = str(error)
    draft = _draft_of(period) if period is not None and request.method == "GET" else None
    taken_up = draft is not None and request.args.get("draft") == "1"
    versions = {one.section: str(one.version) for one in found}
    if draft is not None and taken_up:
        typed = {one.section: draft.values.get(f"text-{one.section}", "") for one in found}
        # What was saved by another since then is not written over: the draft still says from which version it began.
        versions |= {s: draft.values[f"version-{s}"] for s in versions if draft.values.get(f"version-{s}")}
    page = render_template(
        "composer/passages.html",
        draft_at=draft.saved_at if draft is not None and not taken_up else None,
        period=period,
        periods=recent_periods(),
        found=found,
        form=form,
        problem=problem,
        typed=typed,
        versions=versions,
    )
    return page, 422 if problem else 200


def _draft_of(period: Period) -> drafts.KeptDraft | None:
    """What the reader left unsaved of this period's passages."""
    draft = drafts.kept(database(), reader(), PASSAGES, now(), settings().require_secret_key())
    return draft if draft is not None and draft.values.get("period") == period.code else None


def recent_periods() -> list[Period]:
    """The periods of this year and the two before, for a list to choose from."""
    return [period for _year, periods in offered_periods(today().year, 3) for period in periods]


@blueprint.get("/composer/wording")
@allow(act(Act.COMPOSE))
def wording_list() -> ResponseReturnValue:
    """Danh mục câu của báo cáo."""
    return render_template("composer/sentences.html", sections=wordings.sentence_lines(database(), reader()))


@blueprint.route("/composer/wording/<string(maxlength=60):code>", methods=["GET", "POST"])
@allow(act(Act.COMPOSE))
def wording(code: str) -> ResponseReturnValue:
    """Sửa câu chữ, xem trước với số liệu của kỳ."""
    found = wordings.sentence_page(database(), reader(), code)
    form, problem, preview = Form(), "", None
    typed = {one.code: one.text for one in found.alternatives}
    period = _period(request.values.get("period") or f"6-thang-{today().year}")
    if form.validate_on_submit():
        versions = {one.code: request.form.get(f"version-{one.code}", "") for one in found.alternatives}
        typed |= {c: request.form[f"text-{c}"] for c in typed if f"text-{c}" in request.form}
        try:
            if "preview" in request.form:
                preview = wordings.preview_wording(database(), reader(), ReportOrder(period), code, typed)
            else:
                texts = {c: (typed[c], int(v[:9])) for c, v in versions.items() if v.isdecimal()}
                number = wordings.save_wording(database(), reader(), code, texts, now=now())
                flash(
                    f"Đã lưu {number} câu. Báo cáo đã phát hành không thay đổi." if number else "Không có gì thay đổi."
                )
                return redirect(f"/composer/wording/{code}", code=303)
        except wordings.TemplateError as error:
            problem = str(error)
    page = render_template(
        "composer/sentence.html",
        found=found,
        form=form,
        problem=problem,
        typed=typed,
        preview=preview,
        period=period,
        periods=recent_periods(),
    )
    return page, 422 if problem else 200


@blueprint.post("/composer/wording/<string(maxlength=60):code>/reset")
@allow(act(Act.COMPOSE))
def reset(code: str) -> ResponseReturnValue:
    """Dùng lại câu chữ gốc."""
    number = wordings.reset_wording(database(), reader(), code, now=now())
    flash(f"Đã dùng lại câu gốc ({number} câu)." if number else "Câu gốc đang được dùng.", "good")
    return redirect(f"/composer/wording/{code}", code=303)
