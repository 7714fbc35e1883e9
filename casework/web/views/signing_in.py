"""The door: password, second step, out again."""

from __future__ import annotations

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, logout_user
from flask_wtf.csrf import generate_csrf
from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from casework.domain.accounts import SignInRefusedError
from casework.services import sessions, two_step
from casework.web.clock import now
from casework.web.forms import Form, TextField
from casework.web.gate import PUBLIC, SIGNED_IN, allow, database, safe_onward, settings
from casework.web.signing import begin_half_session, begin_session, client, half_session, keep_mark, refused

blueprint = Blueprint("door", __name__)


class SignInForm(Form):
    """Tên đăng nhập và mật khẩu."""

    username = TextField("Tên đăng nhập", [InputRequired(), Length(max=60)])
    password = PasswordField("Mật khẩu", [InputRequired(), Length(max=512)])


class CodeForm(Form):
    """Mã xác thực hai bước."""

    code = TextField(
        "Mã xác thực",
        [InputRequired(), Length(max=40)],
        description="6 chữ số đang hiện trên ứng dụng xác thực, hoặc một mã dự phòng chưa dùng.",
        render_kw={"autocomplete": "one-time-code", "autofocus": True},
    )


@blueprint.route("/sign-in", methods=["GET", "POST"])
@allow(PUBLIC)
def sign_in() -> ResponseReturnValue:
    """Trang đăng nhập."""
    if request.method == "GET" and current_user.is_authenticated:
        return redirect("/")
    form = SignInForm()
    told, status, headers = "", 200, dict[str, str]()
    if form.validate_on_submit():
        onward = safe_onward(request.args.get("next"))
        try:
            made = sessions.sign_in(database(), form.username.data or "", form.password.data or "", now(), client())
        except SignInRefusedError as error:
            told = str(error)
            status, headers = refused(error, 401)
        else:
            if made.half:
                begin_half_session(made)
                onward = url_for("door.code", next=onward if onward != "/" else None)
                return redirect(onward, code=303)
            begin_session(made.token)
            return keep_mark(make_response(redirect(onward, code=303)), made.mark)
    return render_template("accounts/sign_in.html", form=form, refused=told), status, headers


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@allow(PUBLIC)
def code() -> ResponseReturnValue:
    """Bước hai của đăng nhập: mã của ứng dụng, hoặc mã dự phòng."""
    half = half_session()
    if not half:
        return redirect(url_for("door.sign_in", next=request.args.get("next")), code=303)
    form = CodeForm()
    told, status, headers = "", 200, dict[str, str]()
    if form.validate_on_submit():
        secret = settings().require_secret_key()
        try:
            made = two_step.finish_sign_in(database(), half, form.code.data or "", now(), client(), secret)
        except two_step.NoHalfSessionError as error:
            session.clear()
            flash(str(error), "late")
            return redirect(url_for("door.sign_in", next=request.args.get("next")), code=303)
        except SignInRefusedError as error:
            told = str(error)
            status, headers = refused(error, 401)
        else:
            begin_session(made.token)
            onward = redirect(safe_onward(request.args.get("next")), code=303)
            return keep_mark(make_response(onward), made.mark)
    return render_template("accounts/code.html", form=form, refused=told), status, headers


@blueprint.get("/session")
@allow(SIGNED_IN)
def standing() -> ResponseReturnValue:
    """The token that forms of this session carry: a page asks before it sends, so that nothing typed gets lost."""
    return Response(generate_csrf(), mimetype="text/plain")


@blueprint.post("/sign-out")
@allow(SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    """Đăng xuất."""
    sessions.sign_out(database(), current_user.get_id(), now())
    logout_user()
    session.clear()
    flash("Đã đăng xuất.", "good")
    return redirect(url_for("door.sign_in"), code=303)
