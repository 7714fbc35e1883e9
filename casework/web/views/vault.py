"""Mở danh tính: asking to see who denounced, approving it, and the page that shows it once.

Nothing of this exists in the networked setting: without a vault every address answers as a missing one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, make_response, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import PasswordField, TextAreaField
from wtforms.validators import InputRequired, Length

from casework.domain.access import Act, Reader, may
from casework.domain.accounts import AccountError
from casework.domain.reading import AccessAct
from casework.domain.vocabulary import RecordKind
from casework.services import accounts, identities
from casework.services.vault import Vault, VaultError
from casework.web.clock import now, today
from casework.web.converters import WORDS
from casework.web.forms import Form
from casework.web.gate import Right, act, allow, database, reader, settings
from casework.web.told import tell
from casework.web.views.records import load

blueprint = Blueprint("vault", __name__)


def _concerned(asking: Reader, _parts: Mapping[str, Any]) -> bool:
    return any(may(asking.role, one) for one in (Act.REQUEST_IDENTITY, Act.APPROVE_IDENTITY, Act.ACCESS_LOG))


CONCERNED = Right(_concerned)
"""Those who ask for an identity, approve it, or watch over both."""


class ReasonForm(Form):
    """Why the identity must be known."""

    reason = TextAreaField(
        "Lý do cần mở danh tính",
        description="Từ 10 đến 500 ký tự; không nêu tên ai. Lý do này được lưu và kiểm soát viên đọc được.",
        render_kw={"rows": 3, "maxlength": 500},
    )


class OpenForm(Form):
    """The own password, asked anew for each opening."""

    password = PasswordField(
        "Mật khẩu của tài khoản đang dùng",
        [InputRequired("Xin nhập mật khẩu của tài khoản đang dùng."), Length(max=512)],
    )


def open_vault() -> Vault:
    """The vault of the running application; 404 where there is none."""
    found = database().vault
    if not isinstance(found, Vault):
        abort(404)
    return found


@blueprint.get("/identities")
@allow(CONCERNED)
def index() -> ResponseReturnValue:
    """Các đề nghị mở danh tính: của mình, chờ phê duyệt, và toàn bộ đối với kiểm soát viên."""
    open_vault()
    return _page()


def _page(problem: str = "", status: int = 200, form: OpenForm | None = None) -> tuple[str, int]:
    text = render_template(
        "vault/index.html",
        requests=identities.requests(database(), reader(), now()),
        words=WORDS,
        form=form or OpenForm(),
        problem=problem,
        minutes=settings().vault_minutes,
        auditing=may(reader().role, Act.ACCESS_LOG),
    )
    return text, status


@blueprint.route("/<register:kind>/<id:record_id>/identity", methods=["GET", "POST"])
@allow(act(Act.REQUEST_IDENTITY))
def ask(kind: RecordKind, record_id: int) -> ResponseReturnValue:
    """Đề nghị mở danh tính người tố cáo của một hồ sơ."""
    open_vault()
    record = load(kind, record_id)
    if not identities.sealed(database(), reader(), kind, record_id):
        abort(404)
    form, problem, status = ReasonForm(), "", 200
    if form.validate_on_submit():
        try:
            identities.request(database(), reader(), kind, record_id, form.reason.data or "", on=today(), now=now())
        except VaultError as error:
            problem, status = str(error), 422
        else:
            flash("Đã gửi đề nghị; một lãnh đạo khác phê duyệt thì mở được một lần.", "good")
            return redirect("/identities", code=303)
    return render_template("vault/ask.html", record=record, word=WORDS[kind], form=form, problem=problem), status


def _decide(request_id: int, approved: bool) -> ResponseReturnValue:
    open_vault()
    try:
        identities.decide(
            database(), reader(), request_id, approved, minutes=settings().vault_minutes, on=today(), now=now()
        )
    except VaultError as error:
        return _page(str(error), 422)
    flash("Đã phê duyệt." if approved else "Đã từ chối.", "good")
    return redirect("/identities", code=303)


@blueprint.post("/identities/<id:request_id>/approve")
@allow(act(Act.APPROVE_IDENTITY))
def approve(request_id: int) -> ResponseReturnValue:
    """Phê duyệt một đề nghị của người khác."""
    return _decide(request_id, True)


@blueprint.post("/identities/<id:request_id>/refuse")
@allow(act(Act.APPROVE_IDENTITY))
def refuse(request_id: int) -> ResponseReturnValue:
    """Từ chối một đề nghị của người khác."""
    return _decide(request_id, False)


@blueprint.post("/identities/<id:request_id>/open")
@allow(act(Act.REQUEST_IDENTITY))
def show(request_id: int) -> ResponseReturnValue:
    """Hiện danh tính một lần; trang này không được lưu ở đâu."""
    opened = open_vault()
    form = OpenForm()
    if not form.validate():
        return _page("Xin nhập mật khẩu của tài khoản đang dùng để mở danh tính.", 422, form)
    try:
        accounts.confirm_password(database(), reader(), form.password.data or "", now(), current_user.get_id())
        shown = identities.show(database(), opened, reader(), request_id, on=today(), now=now())
    except (VaultError, AccountError) as error:
        return _page(str(error), 422)
    tell(AccessAct.READ, shown.kind, shown.record_id, "danh tính niêm phong")
    answer = make_response(render_template("vault/shown.html", shown=shown, word=WORDS[shown.kind]))
    answer.headers["Cache-Control"] = "no-store"
    return answer
