"""Signing in and out, one's own password, and the administrator's list of accounts."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, logout_user
from flask_wtf.csrf import generate_csrf
from wtforms import PasswordField, SelectChoice, SelectField  # type: ignore[attr-defined]
from wtforms.validators import EqualTo, InputRequired, Length

from casework.domain.access import Act
from casework.domain.passwords import LEAST, MOST
from casework.domain.vocabulary import Role
from casework.services import accounts
from casework.web.clock import now
from casework.web.forms import Form, TextField
from casework.web.gate import PUBLIC, SIGNED_IN, act, allow, database, reader, safe_onward

blueprint = Blueprint("accounts", __name__)

ROLES = [SelectChoice(role.value, role.label) for role in Role if role is not Role.SYSTEM]
RULE = f"Từ {LEAST} đến {MOST} ký tự, có thể là cả một câu; không dùng mật khẩu thông dụng hay tên của mình."


class SignInForm(Form):
    """Tên đăng nhập và mật khẩu."""

    username = TextField("Tên đăng nhập", [InputRequired(), Length(max=60)])
    password = PasswordField("Mật khẩu", [InputRequired(), Length(max=512)])


class OwnPasswordForm(Form):
    """Đổi mật khẩu của mình."""

    current = PasswordField("Mật khẩu hiện tại", [InputRequired(), Length(max=512)])
    new = PasswordField("Mật khẩu mới", [InputRequired(), Length(max=512)], description=RULE)
    again = PasswordField(
        "Nhập lại mật khẩu mới", [InputRequired(), EqualTo("new", "Hai lần nhập mật khẩu mới không giống nhau.")]
    )


class NewAccountForm(Form):
    """Thêm tài khoản."""

    username = TextField("Tên đăng nhập", [InputRequired(), Length(max=60)])
    full_name = TextField("Họ và tên", [InputRequired(), Length(max=200)])
    role = SelectField("Vai trò", choices=ROLES)
    password = PasswordField("Mật khẩu ban đầu", [InputRequired(), Length(max=512)], description=RULE)


class ResetForm(Form):
    """Đặt lại mật khẩu của một tài khoản."""

    new_password = PasswordField("Mật khẩu mới", [InputRequired(), Length(max=512)], description=RULE)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@allow(PUBLIC)
def sign_in() -> ResponseReturnValue:
    """Trang đăng nhập."""
    if request.method == "GET" and current_user.is_authenticated:
        return redirect("/")
    form = SignInForm()
    refused, status = "", 200
    if form.validate_on_submit():
        try:
            token = accounts.sign_in(database(), form.username.data or "", form.password.data or "", now(), _client())
        except accounts.TooManyTriesError as error:
            answer = make_response(render_template("accounts/sign_in.html", form=form, refused=str(error)), 429)
            answer.headers["Retry-After"] = str(error.retry_after)
            return answer
        except accounts.SignInRefusedError as error:
            refused, status = str(error), 401
        else:
            _begin_session(token)
            return redirect(safe_onward(request.args.get("next")), code=303)
    return render_template("accounts/sign_in.html", form=form, refused=refused), status


def _client() -> str:
    """Where a try comes from, as a digest: the address itself is kept nowhere."""
    return hashlib.sha256((request.remote_addr or "").encode()).hexdigest()[:32]


def _begin_session(token: str) -> None:
    """A fresh session in the cookie, so that nothing known before signing in stays good."""
    session.clear()
    session["_user_id"] = token
    session["_fresh"] = True


@blueprint.get("/session")
@allow(SIGNED_IN)
def standing() -> ResponseReturnValue:
    """The token that forms of this session carry: a page asks before it sends, so that nothing typed gets lost."""
    return Response(generate_csrf(), mimetype="text/plain")


@blueprint.post("/sign-out")
@allow(SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    """Đăng xuất."""
    accounts.sign_out(database(), current_user.get_id(), now())
    logout_user()
    session.clear()
    flash("Đã đăng xuất.", "good")
    return redirect(url_for("accounts.sign_in"), code=303)


@blueprint.route("/password", methods=["GET", "POST"])
@allow(SIGNED_IN)
def own_password() -> ResponseReturnValue:
    """Đổi mật khẩu của mình."""
    form = OwnPasswordForm()
    status = 200
    if form.validate_on_submit():
        try:
            token = accounts.change_password(database(), reader(), form.current.data or "", form.new.data or "", now())
        except accounts.AccountError as error:
            form.form_errors.append(str(error))
            status = 422
        else:
            _begin_session(token)
            flash("Đã đổi mật khẩu; các phiên đăng nhập khác đã kết thúc.", "good")
            return redirect("/", code=303)
    elif form.is_submitted():
        status = 422
    return render_template("accounts/password.html", form=form), status


@blueprint.route("/accounts", methods=["GET", "POST"])
@allow(act(Act.ACCOUNTS))
def index() -> ResponseReturnValue:
    """Danh sách tài khoản và biểu mẫu thêm."""
    form = NewAccountForm()
    status = 200
    if form.validate_on_submit():
        try:
            accounts.create_user(
                database(),
                reader(),
                form.username.data or "",
                form.full_name.data or "",
                Role.of(form.role.data),
                form.password.data or "",
                now(),
            )
        except accounts.AccountError as error:
            form.form_errors.append(str(error))
            status = 422
        else:
            flash(f"Đã thêm tài khoản “{form.username.data}”.", "good")
            return redirect(url_for("accounts.index"), code=303)
    elif form.is_submitted():
        status = 422
    return render_template("accounts/index.html", form=form, users=accounts.list_users(database(), reader())), status


@blueprint.route("/accounts/<string(maxlength=60):username>/password", methods=["GET", "POST"])
@allow(act(Act.ACCOUNTS))
def reset_password(username: str) -> ResponseReturnValue:
    """Đặt lại mật khẩu của một tài khoản."""
    form = ResetForm()
    status = 200
    if form.validate_on_submit():
        try:
            accounts.set_password(database(), reader(), username, form.new_password.data or "", now())
        except accounts.AccountError as error:
            form.form_errors.append(str(error))
            status = 422
        else:
            flash(f"Đã đặt lại mật khẩu của “{username}”; các phiên của tài khoản này đã kết thúc.", "good")
            return redirect(url_for("accounts.index"), code=303)
    elif form.is_submitted():
        status = 422
    return render_template("accounts/reset.html", form=form, username=username), status


@blueprint.post("/accounts/<string(maxlength=60):username>/close")
@allow(act(Act.ACCOUNTS))
def close(username: str) -> ResponseReturnValue:
    """Khóa tài khoản."""
    return _done(f"Đã khóa tài khoản “{username}”.", accounts.set_active, database(), reader(), username, False, now())


@blueprint.post("/accounts/<string(maxlength=60):username>/open")
@allow(act(Act.ACCOUNTS))
def reopen(username: str) -> ResponseReturnValue:
    """Mở lại tài khoản."""
    return _done(f"Đã mở lại tài khoản “{username}”.", accounts.set_active, database(), reader(), username, True, now())


@blueprint.post("/accounts/<string(maxlength=60):username>/end-sessions")
@allow(act(Act.ACCOUNTS))
def end_sessions(username: str) -> ResponseReturnValue:
    """Kết thúc mọi phiên của một tài khoản."""
    message = f"Đã kết thúc mọi phiên của “{username}”."
    return _done(message, accounts.end_all_sessions, database(), reader(), username, now())


def _done(message: str, verb: Any, *arguments: Any) -> ResponseReturnValue:
    try:
        verb(*arguments)
    except accounts.AccountError as error:
        flash(str(error), "late")
    else:
        flash(message, "good")
    return redirect(url_for("accounts.index"), code=303)
