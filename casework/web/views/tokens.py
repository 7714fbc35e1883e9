"""Mã truy cập: one's own tokens for programs; a new one is shown once."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import InputRequired, Length

from casework.domain.accounts import AccountError
from casework.domain.tokens import LONGEST, NAME_LIMIT
from casework.services import tokens, two_step
from casework.web.clock import now, today
from casework.web.confirming import ConfirmedForm
from casework.web.forms import DayField, TextField
from casework.web.gate import SIGNED_IN, account, allow, database, reader, settings
from casework.web.signing import refused

blueprint = Blueprint("tokens", __name__)

USUAL = timedelta(days=90)
"""For how long a token stands where nothing else is chosen."""


class SurelyForm(ConfirmedForm):
    """A form that asks for the own password and, of whoever signs in with a second step, for its code."""

    code = TextField(
        "Mã xác thực hai bước",
        [InputRequired("Xin nhập mã đang hiện trên ứng dụng xác thực."), Length(max=40)],
        description="Mã 6 chữ số đang hiện trên ứng dụng, hoặc một mã dự phòng.",
        render_kw={"autocomplete": "one-time-code"},
    )

    def __init__(self, *arguments: object, **more: object) -> None:
        """As every form; without the code for an account that has no second step."""
        super().__init__(*arguments, **more)
        if not account().two_step:
            del self.code

    def confirm(self) -> None:
        """Passes when password and code are the sender's. Raises AccountError, TooManyTriesError."""
        super().confirm()
        if "code" in self:
            two_step.confirm_code(database(), reader(), self.code.data or "", now(), settings().require_secret_key())


class NewTokenForm(SurelyForm):
    """Tạo mã truy cập."""

    name = TextField(
        "Dùng cho việc gì", [InputRequired(), Length(max=NAME_LIMIT)], description="Ví dụ: bảng điều hành của Sở."
    )
    expires_on = DayField("Ngày cuối có hiệu lực", [InputRequired()])


def _page(form: NewTokenForm, status: int = 200, headers: dict[str, str] | None = None) -> ResponseReturnValue:
    page = render_template(
        "tokens/index.html",
        form=form,
        tokens=tokens.own_tokens(database(), reader()),
        today=today(),
        latest=today() + LONGEST,
    )
    return page, status, headers or {}


@blueprint.get("/tokens")
@allow(SIGNED_IN)
def index() -> ResponseReturnValue:
    """Các mã truy cập của mình."""
    return _page(NewTokenForm(formdata=None, expires_on=today() + USUAL))


@blueprint.post("/tokens")
@allow(SIGNED_IN)
def make() -> ResponseReturnValue:
    """Tạo mã truy cập; mã chỉ hiện ở trang trả lời này."""
    form = NewTokenForm()
    if not form.validate_on_submit():
        return _page(form, 422)
    try:
        form.confirm()
        name, last = form.name.data or "", form.expires_on.data
        word = tokens.make_token(database(), reader(), name, last, today(), now())
    except AccountError as error:
        form.form_errors.append(str(error))
        return _page(form, *refused(error, 422))
    return render_template("tokens/shown.html", word=word, name=name, last=last)


@blueprint.route("/tokens/<key:token_id>/revoke", methods=["GET", "POST"])
@allow(SIGNED_IN)
def revoke(token_id: int) -> ResponseReturnValue:
    """Thu hồi một mã truy cập của mình."""
    token, form = tokens.own_token(database(), reader(), token_id), SurelyForm()
    status, headers = 422 if form.is_submitted() else 200, dict[str, str]()
    if form.validate_on_submit():
        try:
            form.confirm()
            tokens.revoke_own(database(), reader(), token_id, now())
        except AccountError as error:
            form.form_errors.append(str(error))
            status, headers = refused(error, 422)
        else:
            flash(f"Đã thu hồi mã truy cập “{token.name}”; chương trình đang dùng mã này không đọc được nữa.", "good")
            return redirect(url_for("tokens.index"), code=303)
    return render_template("tokens/revoke.html", token=token, form=form, today=today()), status, headers
