"""The administrator's accounts: the list, adding, and all that is done with one account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from casework.domain.access import Act
from casework.domain.accounts import PERSONAL_ROLES, Account, AccountError
from casework.domain.vocabulary import Role
from casework.services import account_page, accounts, closing, sessions, tokens, two_step
from casework.web.account_forms import DetailsForm, NewAccountForm, RoleForm, TwoStepRolesForm
from casework.web.clock import now, today
from casework.web.confirming import ConfirmedForm
from casework.web.forms import Form
from casework.web.gate import act, allow, database, reader, settings
from casework.web.signing import refused

blueprint = Blueprint("accounts", __name__)

STATES = {"": None, "active": True, "closed": False}
SHOWN = 100


@blueprint.get("/accounts")
@allow(act(Act.ACCOUNTS))
def index() -> ResponseReturnValue:
    """Danh sách tài khoản, lọc theo tên, vai trò, tình trạng."""
    words, role, state = (request.args.get(name, "") for name in ("q", "role", "state"))
    wanted = Role.of(role) if role in PERSONAL_ROLES else None
    found = accounts.list_users(database(), reader(), words[:200], wanted, STATES.get(state))
    return render_template(
        "accounts/index.html",
        users=found[:SHOWN],
        total=len(found),
        q=words,
        role=role,
        state=state,
        roles=PERSONAL_ROLES,
        asking=two_step.roles(database()),
    )


@blueprint.route("/accounts/new", methods=["GET", "POST"])
@allow(act(Act.ACCOUNTS))
def new() -> ResponseReturnValue:
    """Thêm tài khoản; mật khẩu dùng một lần hiện trên trang sau."""
    form = NewAccountForm()
    status, headers = 422 if form.is_submitted() else 200, dict[str, str]()
    if form.validate_on_submit():
        username, name = form.username.data or "", form.full_name.data or ""
        role, unit_id = form.place
        try:
            form.confirm()
            email = form.email.data or ""
            password = accounts.invite_user(database(), reader(), username, name, role, now(), unit_id, email)
        except AccountError as error:
            form.form_errors.append(str(error))
            status, headers = refused(error, 422)
        else:
            return _tell(username.strip().lower(), password, fresh=True)
    return render_template("accounts/new.html", form=form), status, headers


def _tell(username: str, password: str, fresh: bool) -> ResponseReturnValue:
    """The one page on which a password for once is shown."""
    return render_template("accounts/one_time.html", username=username, password=password, fresh=fresh)


def _known(username: str) -> Account:
    try:
        return account_page.account_of(database(), reader(), username)
    except AccountError:
        raise NotFound from None


@blueprint.get("/accounts/<string(maxlength=60):username>")
@allow(act(Act.ACCOUNTS))
def show(username: str) -> ResponseReturnValue:
    """Một tài khoản."""
    return _page(_known(username))


def _page(
    known: Account,
    status: int = 200,
    headers: dict[str, str] | None = None,
    details: DetailsForm | None = None,
    role: RoleForm | None = None,
) -> ResponseReturnValue:
    idle = timedelta(minutes=settings().session_idle_minutes)
    page = render_template(
        "accounts/show.html",
        account=known,
        own=known.user_id == reader().user_id,
        details=details or DetailsForm(formdata=None, full_name=known.full_name, email=known.email),
        role=role or RoleForm(formdata=None, role=known.role.value, unit=str(known.unit_id or "")),
        reset=ConfirmedForm(formdata=None, prefix="reset-"),
        step=ConfirmedForm(formdata=None, prefix="step-"),
        revoking=ConfirmedForm(formdata=None, prefix="token-"),
        tokens=[one for one in tokens.tokens_for(database(), reader(), known.username) if one.stands(today())],
        sessions=sessions.sessions_of(database(), reader(), known.username, now(), idle),
        history=account_page.history_of(database(), reader(), known.username),
        work=len(closing.work_of(database(), reader(), known.username)),
    )
    return page, status, headers or {}


@blueprint.post("/accounts/<string(maxlength=60):username>/details")
@allow(act(Act.ACCOUNTS))
def details(username: str) -> ResponseReturnValue:
    """Sửa họ tên, thư điện tử."""
    known, form = _known(username), DetailsForm()
    if not form.validate_on_submit():
        return _page(known, 422, details=form)
    try:
        accounts.edit_user(
            database(), reader(), known.username, form.full_name.data or "", form.email.data or "", now()
        )
    except AccountError as error:
        form.form_errors.append(str(error))
        return _page(known, 422, details=form)
    return _done(known, "Đã lưu họ tên và thư điện tử.")


@blueprint.post("/accounts/<string(maxlength=60):username>/role")
@allow(act(Act.ACCOUNTS))
def role(username: str) -> ResponseReturnValue:
    """Đổi vai trò, đơn vị; các phiên đang mở có quyền mới ngay."""
    known, form = _known(username), RoleForm()
    if not form.validate_on_submit():
        return _page(known, 422, role=form)
    try:
        form.confirm()
        accounts.change_role(database(), reader(), known.username, *form.place, today(), now())
    except AccountError as error:
        form.form_errors.append(str(error))
        return _page(known, *refused(error, 422), role=form)
    return _done(known, "Đã đổi vai trò, đơn vị; quyền mới có hiệu lực ngay.")


def _done(known: Account, words: str) -> ResponseReturnValue:
    flash(words, "good")
    return redirect(url_for("accounts.show", username=known.username), code=303)


def _refusal(known: Account, prefix: str, verb: Callable[[], object]) -> ResponseReturnValue | None:
    """Does what needs the own password and nothing else to be filled in; where it was refused, the way back."""
    form = ConfirmedForm(prefix=prefix)
    told = "xin nhập mật khẩu của tài khoản đang dùng để xác nhận."
    if form.validate_on_submit():
        try:
            form.confirm()
            verb()
            return None
        except AccountError as error:
            told = str(error)
    flash(f"Chưa làm: {told}", "late")
    return redirect(url_for("accounts.show", username=known.username), code=303)


@blueprint.post("/accounts/<string(maxlength=60):username>/password")
@allow(act(Act.ACCOUNTS))
def reset_password(username: str) -> ResponseReturnValue:
    """Đặt lại mật khẩu: mật khẩu dùng một lần hiện ở trang này và không ở đâu nữa."""
    known, made = _known(username), list[str]()
    refusal = _refusal(
        known, "reset-", lambda: made.append(accounts.reset_password(database(), reader(), known.username, now()))
    )
    return refusal or _tell(known.username, made[0], fresh=False)


@blueprint.post("/accounts/<string(maxlength=60):username>/two-step/reset")
@allow(act(Act.ACCOUNTS))
def reset_two_step(username: str) -> ResponseReturnValue:
    """Bỏ xác thực hai bước của người mất thiết bị."""
    known = _known(username)
    refusal = _refusal(known, "step-", lambda: two_step.reset(database(), reader(), known.username, now()))
    return refusal or _done(known, "Đã bỏ xác thực hai bước; các phiên của tài khoản này đã kết thúc.")


@blueprint.post("/accounts/<string(maxlength=60):username>/end-sessions")
@allow(act(Act.ACCOUNTS))
def end_sessions(username: str) -> ResponseReturnValue:
    """Kết thúc một phiên hoặc mọi phiên của một tài khoản."""
    known = _known(username)
    try:
        sessions.end_sessions(database(), reader(), known.username, now(), request.form.get("session") or None)
    except AccountError as error:
        flash(str(error), "late")
        return redirect(url_for("accounts.show", username=known.username), code=303)
    return _done(known, "Đã kết thúc phiên.")


@blueprint.post("/accounts/<string(maxlength=60):username>/tokens/revoke")
@allow(act(Act.ACCOUNTS))
def revoke_token(username: str) -> ResponseReturnValue:
    """Thu hồi một mã truy cập của một tài khoản."""
    known, chosen = _known(username), request.form.get("token", "")
    number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else 0
    refusal = _refusal(
        known, "token-", lambda: tokens.revoke_as_keeper(database(), reader(), known.username, number, now())
    )
    return refusal or _done(known, "Đã thu hồi mã truy cập.")


@blueprint.route("/accounts/<string(maxlength=60):username>/close", methods=["GET", "POST"])
@allow(act(Act.ACCOUNTS))
def close(username: str) -> ResponseReturnValue:
    """Khóa tài khoản và bàn giao việc đang giữ, hoặc chỉ bàn giao."""
    known, form, told = _known(username), Form(), ""
    waiting = closing.work_of(database(), reader(), known.username)
    if form.validate_on_submit():
        chosen = {one.work.item_id: request.form.get(f"work-{one.work.item_id}", "") for one in waiting}
        takers = {key: int(value) if value.isdecimal() else None for key, value in chosen.items()}
        stays = request.form.get("stays") == "1"
        verb = closing.hand_over if stays else closing.close_user
        try:
            handed = verb(database(), reader(), known.username, takers=takers, on=today(), now=now())
        except AccountError as error:
            told = str(error)
        else:
            words = f"Đã bàn giao {handed} việc." if stays else f"Đã khóa tài khoản; bàn giao {handed} việc."
            return _done(known, words)
    page = render_template("accounts/close.html", account=known, waiting=waiting, told=told)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/accounts/<string(maxlength=60):username>/open")
@allow(act(Act.ACCOUNTS))
def reopen(username: str) -> ResponseReturnValue:
    """Mở lại tài khoản."""
    known = _known(username)
    closing.reopen_user(database(), reader(), known.username, now())
    return _done(known, "Đã mở lại tài khoản.")


@blueprint.route("/accounts/two-step", methods=["GET", "POST"])
@allow(act(Act.ACCOUNTS))
def two_step_roles() -> ResponseReturnValue:
    """Vai trò nào bắt buộc xác thực hai bước."""
    asking = [role.value for role in two_step.roles(database())]
    form = TwoStepRolesForm(roles=asking)
    status, headers = 422 if form.is_submitted() else 200, dict[str, str]()
    if form.validate_on_submit():
        try:
            form.confirm()
            two_step.set_roles(database(), reader(), [Role.of(role) for role in form.roles.data or []], now())
        except AccountError as error:
            form.form_errors.append(str(error))
            status, headers = refused(error, 422)
        else:
            flash("Đã lưu vai trò bắt buộc xác thực hai bước.", "good")
            return redirect(url_for("accounts.index"), code=303)
    return render_template("accounts/two_step_roles.html", form=form), status, headers
