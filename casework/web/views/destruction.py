"""Hủy nội dung: the list of letters whose time of keeping is over, the proposals that wait, and what holds a record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, StringField

from casework.domain.access import Act, Reader, may
from casework.domain.accounts import AccountError
from casework.domain.destruction import DestructionError
from casework.domain.fields import IDENTITY_FIELDS
from casework.domain.numerals import write_count
from casework.domain.vocabulary import RecordKind
from casework.services.destruction import deciding, desk, holds, proposing
from casework.web.clock import now, today
from casework.web.confirming import ConfirmedForm
from casework.web.converters import WORDS
from casework.web.forms import Form
from casework.web.gate import Right, act, allow, database, reader
from casework.web.views.attachments import store
from casework.web.views.records import load

blueprint = Blueprint("destruction", __name__)

LARGEST_ID = 2**53


def _either(asking: Reader, _parts: Mapping[str, Any]) -> bool:
    return may(asking.role, Act.PROPOSE_DESTRUCTION) or may(asking.role, Act.DECIDE_DESTRUCTION)


PROPOSES_OR_DECIDES = Right(_either)
"""Those who propose a destruction or decide on one."""


class ProposeForm(Form):
    """Why the chosen letters should be destroyed."""

    ground = StringField("Căn cứ đề xuất", render_kw={"maxlength": 500, "autocomplete": "off"})


class DecideForm(ConfirmedForm):
    """The decision on the chosen proposals."""

    decision = StringField(
        "Số quyết định hủy", description="Ví dụ 12/QĐ-VP.", render_kw={"maxlength": 100, "autocomplete": "off"}
    )
    sure = BooleanField("Tôi hiểu rằng nội dung đã hủy không lấy lại được.")


class ReturnForm(Form):
    """Why the chosen proposals are not followed."""

    remark = StringField("Ý kiến khi trả lại hoặc rút", render_kw={"maxlength": 500, "autocomplete": "off"})


class TurnForm(Form):
    """Where the paper stands, and why the matter is a denunciation."""

    paper_file = StringField(
        "Số hồ sơ giấy",
        description="Nơi duy nhất còn danh tính người tố cáo sau khi hủy.",
        render_kw={"maxlength": 200, "autocomplete": "off"},
    )
    ground = StringField(
        "Lý do", description="Không nêu tên, địa chỉ, số điện thoại của ai.", render_kw={"maxlength": 500}
    )


class HoldForm(Form):
    """Why a record is held back, or is no longer."""

    reason = StringField("Lý do", render_kw={"maxlength": 500, "autocomplete": "off"})


def _chosen(name: str) -> list[int]:
    written = [one for one in request.form.getlist(name) if one.isascii() and one.isdigit() and len(one) <= 16]
    return [int(one) for one in written if int(one) < LARGEST_ID]


def _page(status: int = 200, problem: str = "", forms: Mapping[str, Form] | None = None) -> tuple[str, int]:
    made: dict[str, Form] = {"propose": ProposeForm(), "decide": DecideForm(), "turn_back": ReturnForm()}
    text = render_template(
        "destruction/index.html",
        desk=desk.desk(database(), reader(), today()),
        word=WORDS[RecordKind.LETTER],
        words=WORDS,
        may_propose=may(reader().role, Act.PROPOSE_DESTRUCTION),
        may_decide=may(reader().role, Act.DECIDE_DESTRUCTION),
        me=reader().user_id,
        problem=problem,
        chosen=frozenset(_chosen("letter") + _chosen("proposal")),
        forms={**made, **(forms or {})},
    )
    return text, status


@blueprint.get("/destruction")
@allow(PROPOSES_OR_DECIDES)
def index() -> ResponseReturnValue:
    """Đơn hết thời hạn lưu, đề xuất đang chờ, quyết định gần đây."""
    return _page()


@blueprint.post("/destruction/propose")
@allow(act(Act.PROPOSE_DESTRUCTION))
def propose() -> ResponseReturnValue:
    """Đề xuất hủy các đơn đã chọn."""
    form = ProposeForm()
    if not form.validate():
        return _page(422, forms={"propose": form})
    try:
        count = proposing.propose_letters(
            database(), reader(), _chosen("letter"), form.ground.data or "", on=today(), now=now()
        )
    except DestructionError as error:
        return _page(422, str(error), {"propose": form})
    flash(f"Đã đề xuất hủy nội dung {write_count(count)} đơn; chờ một người khác quyết định.", "good")
    return redirect("/destruction", code=303)


@blueprint.post("/destruction/decide")
@allow(act(Act.DECIDE_DESTRUCTION))
def decide() -> ResponseReturnValue:
    """Quyết định hủy theo các đề xuất đã chọn."""
    form = DecideForm()
    if not form.validate():
        return _page(422, forms={"decide": form})
    if not form.sure.data:
        return _page(422, "Hãy đánh dấu xác nhận rằng nội dung đã hủy không lấy lại được.", {"decide": form})
    try:
        form.confirm()
        done = deciding.decide(
            database(), reader(), _chosen("proposal"), form.decision.data or "", on=today(), now=now(), files=store()
        )
    except (DestructionError, AccountError) as error:
        return _page(422, str(error), {"decide": form})
    flash(
        f"Đã hủy nội dung {write_count(done.records)} hồ sơ theo quyết định {done.decision}; số liệu giữ nguyên.",
        "good",
    )
    if not done.scrubbed:
        flash("Phần còn trong tệp của máy chủ được dọn khi người quản trị chạy “casework db scrub” ngoài giờ.", "wait")
    return redirect("/destruction", code=303)


@blueprint.post("/destruction/return")
@allow(PROPOSES_OR_DECIDES)
def turn_back() -> ResponseReturnValue:
    """Trả lại các đề xuất đã chọn, hoặc rút đề xuất của mình; không hủy gì."""
    form = ReturnForm()
    if not form.validate():
        return _page(422, forms={"turn_back": form})
    try:
        count = deciding.reject(
            database(), reader(), _chosen("proposal"), form.remark.data or "", on=today(), now=now()
        )
    except DestructionError as error:
        return _page(422, str(error), {"turn_back": form})
    flash(f"Đã trả lại {write_count(count)} đề xuất; không nội dung nào bị hủy.", "good")
    return redirect("/destruction", code=303)


@blueprint.route("/<register:kind>/<id:record_id>/to-denunciation", methods=["GET", "POST"])
@allow(act(Act.PROPOSE_DESTRUCTION))
def turn(kind: RecordKind, record_id: int) -> ResponseReturnValue:
    """Đề xuất chuyển một hồ sơ đã ghi tên thành tố cáo."""
    record = load(kind, record_id)
    if not IDENTITY_FIELDS[kind] or record.identity_withheld:
        abort(404)
    form, problem, status = TurnForm(), "", 200
    if form.validate_on_submit():
        try:
            proposing.propose_denunciation(
                database(),
                reader(),
                kind,
                record_id,
                form.paper_file.data or "",
                form.ground.data or "",
                on=today(),
                now=now(),
            )
        except DestructionError as error:
            problem, status = str(error), 422
        else:
            flash("Đã đề xuất; khi một người khác quyết định, danh tính bị hủy và hồ sơ thành tố cáo.", "good")
            return redirect(f"/{WORDS[kind]}/{record_id}", code=303)
    page = render_template("destruction/turn.html", record=record, word=WORDS[kind], form=form, problem=problem)
    return page, status


@blueprint.route("/<register:kind>/<id:record_id>/hold", methods=["GET", "POST"])
@allow(act(Act.HOLD))
def hold(kind: RecordKind, record_id: int) -> ResponseReturnValue:
    """Giữ lại một hồ sơ, không hủy; hoặc thôi giữ."""
    record = load(kind, record_id)
    state = desk.record_state(database(), reader(), kind, record_id, record.identity_withheld)
    form, problem, status = HoldForm(), "", 200
    if form.validate_on_submit():
        verb = holds.hold if state.hold is None else holds.lift_hold
        try:
            verb(database(), reader(), kind, record_id, form.reason.data or "", on=today(), now=now())
        except DestructionError as error:
            problem, status = str(error), 422
        else:
            flash("Đã ghi: hồ sơ được giữ lại, không hủy." if state.hold is None else "Đã thôi giữ hồ sơ.", "good")
            return redirect(f"/{WORDS[kind]}/{record_id}", code=303)
    page = render_template(
        "destruction/hold.html", record=record, word=WORDS[kind], form=form, problem=problem, state=state
    )
    return page, status
