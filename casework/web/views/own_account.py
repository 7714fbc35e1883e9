"""Tài khoản của tôi: one's own password, sessions and second step."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import PasswordField
from wtforms.validators import EqualTo, InputRequired, Length

from casework.domain.accounts import AccountError, Unfinished
from casework.domain.passwords import LEAST, MOST
from casework.services import sessions, two_step
from casework.web.clock import now
from casework.web.confirming import ConfirmedForm
from casework.web.forms import Form, TextField
from casework.web.gate import SIGNED_IN, account, allow, database, reader, settings
from casework.web.signing import begin_session, client, keep_mark, refused

blueprint = Blueprint("own_account", __name__)

RULE = f"Từ {LEAST} đến {MOST} ký tự, có thể là cả một câu; không dùng mật khẩu thông dụng hay tên của mình."


class OwnPasswordForm(Form):
    """Đổi mật khẩu của mình."""

    current = PasswordField(
        "Mật khẩu hiện tại", [InputRequired(), Length(max=512)], render_kw={"autocomplete": "current-password"}
    )
    new = PasswordField(
        "Mật khẩu mới",
        [InputRequired(), Length(max=512)],
        description=RULE,
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        "Nhập lại mật khẩu mới",
        [InputRequired(), EqualTo("new", "Hai lần nhập mật khẩu mới không giống nhau.")],
        render_kw={"autocomplete": "new-password"},
    )


class FirstCodeForm(Form):
    """Mã đầu tiên của ứng dụng xác thực."""

    code = TextField(
        "Mã 6 chữ số đang hiện trên ứng dụng",
        [InputRequired(), Length(max=10)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


def _idle() -> timedelta:
    return timedelta(minutes=settings().session_idle_minutes)


def _secret() -> str:
    return settings().require_secret_key()


@blueprint.get("/me")
@allow(SIGNED_IN)
def index() -> ResponseReturnValue:
    """Tài khoản của tôi."""
    known = account()
    return render_template(
        "accounts/me.html",
        account=known,
        sessions=sessions.own_sessions(database(), reader(), current_user.get_id(), now(), _idle()),
        codes_left=two_step.codes_left(database(), reader()) if known.two_step else 0,
    )


@blueprint.post("/me/sessions/end")
@allow(SIGNED_IN)
def end_sessions() -> ResponseReturnValue:
    """Kết thúc một phiên khác của mình, hoặc mọi phiên khác."""
    key = request.form.get("session") or None
    try:
        sessions.end_own_sessions(database(), reader(), current_user.get_id(), now(), key)
    except AccountError as error:
        flash(str(error), "late")
    else:
        flash("Đã kết thúc phiên ấy." if key else "Đã kết thúc mọi phiên khác của tài khoản này.", "good")
    return redirect(url_for("own_account.index"), code=303)


@blueprint.route("/password", methods=["GET", "POST"])
@allow(SIGNED_IN)
def password() -> ResponseReturnValue:
    """Đổi mật khẩu của mình."""
    form = OwnPasswordForm()
    status, headers = 422 if form.is_submitted() else 200, dict[str, str]()
    if form.validate_on_submit():
        current, new = form.current.data or "", form.new.data or ""
        try:
            made = sessions.change_password(database(), reader(), current, new, now(), client())
        except AccountError as error:
            form.form_errors.append(str(error))
            status, headers = refused(error, 422)
        else:
            begin_session(made.token)
            flash("Đã đổi mật khẩu; các phiên đăng nhập khác đã kết thúc.", "good")
            return keep_mark(make_response(redirect("/", code=303)), made.mark)
    return render_template("accounts/password.html", form=form, one_time=account().one_time), status, headers


@blueprint.get("/me/two-step")
@allow(SIGNED_IN)
def two_step_page() -> ResponseReturnValue:
    """Cài đặt xác thực hai bước."""
    return _two_step(FirstCodeForm(), 200, {})


def _two_step(form: FirstCodeForm, status: int, headers: dict[str, str]) -> ResponseReturnValue:
    known = account()
    page = render_template(
        "accounts/two_step.html",
        form=form,
        account=known,
        owed=known.unfinished is Unfinished.TWO_STEP,
        preparation=None if known.two_step else two_step.preparation(database(), reader(), _secret()),
        codes_left=two_step.codes_left(database(), reader()) if known.two_step else 0,
        off=ConfirmedForm(prefix="off-"),
        renew=ConfirmedForm(prefix="renew-"),
    )
    return page, status, headers


@blueprint.post("/me/two-step/prepare")
@allow(SIGNED_IN)
def prepare_two_step() -> ResponseReturnValue:
    """Tạo mã cài đặt mới cho ứng dụng xác thực."""
    try:
        two_step.prepare(database(), reader(), _secret())
    except AccountError as error:
        flash(str(error), "late")
    return redirect(url_for("own_account.two_step_page"), code=303)


@blueprint.post("/me/two-step/confirm")
@allow(SIGNED_IN)
def confirm_two_step() -> ResponseReturnValue:
    """Bật xác thực hai bước bằng mã đầu tiên; mã dự phòng hiện một lần này."""
    form = FirstCodeForm()
    if not form.validate_on_submit():
        return _two_step(form, 422, {})
    token = current_user.get_id()
    try:
        codes = two_step.confirm(database(), reader(), form.code.data or "", now(), _secret(), token)
    except AccountError as error:
        form.form_errors.append(str(error))
        return _two_step(form, *refused(error, 422))
    return render_template("accounts/codes.html", codes=codes, begun=True)


@blueprint.post("/me/two-step/codes")
@allow(SIGNED_IN)
def new_codes() -> ResponseReturnValue:
    """Tạo mã dự phòng mới thay cho mã cũ; hiện một lần này."""
    form = ConfirmedForm(prefix="renew-")
    if not form.validate_on_submit():
        return _refuse("Xin nhập mật khẩu của tài khoản để tạo mã dự phòng mới.")
    try:
        form.confirm()
        codes = two_step.new_codes(database(), reader(), now())
    except AccountError as error:
        return _refuse(str(error))
    return render_template("accounts/codes.html", codes=codes, begun=False)


@blueprint.post("/me/two-step/off")
@allow(SIGNED_IN)
def two_step_off() -> ResponseReturnValue:
    """Tắt xác thực hai bước."""
    form = ConfirmedForm(prefix="off-")
    if not form.validate_on_submit():
        return _refuse("Xin nhập mật khẩu của tài khoản để tắt xác thực hai bước.")
    try:
        form.confirm()
        two_step.turn_off(database(), reader(), now())
    except AccountError as error:
        return _refuse(str(error))
    flash("Đã tắt xác thực hai bước.", "good")
    return redirect(url_for("own_account.index"), code=303)


def _refuse(words: str) -> ResponseReturnValue:
    flash(words, "late")
    return redirect(url_for("own_account.two_step_page"), code=303)
