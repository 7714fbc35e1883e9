"""Who may open which screen: closed by default, the right named above each view, the session on the server.

A view without a right is refused, so that a forgotten line closes a door instead of opening one. The cookie carries a
random token; which account it stands for, and whether it still stands for any, the database answers in one query.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, TypeVar, cast

from flask import Flask, abort, current_app, flash, g, has_request_context, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user
from flask_wtf import CSRFProtect
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import TooManyRequests, Unauthorized

from casework.domain.access import Act, Reader, level, may
from casework.domain.access_levels import Level
from casework.domain.accounts import Account, TooManyTriesError, Unfinished
from casework.domain.tokens import TokenBearer
from casework.domain.vocabulary import RecordKind
from casework.services.opening import Database, OneLook
from casework.services.sessions import session_user
from casework.services.tokens import WrongTokenError, bearer_of
from casework.settings import Settings
from casework.web.clock import now, today

View = TypeVar("View", bound=Callable[..., Any])
Rule = Callable[[Reader, Mapping[str, Any]], bool]

_RIGHT, _LOOK = "casework_right", "casework_look"


class SignedIn(UserMixin):  # type: ignore[misc]
    """The account behind a request, as Flask-Login carries it; `get_id` is the session's token."""

    def __init__(self, token: str, account: Account) -> None:
        """The token of the cookie and the account that the database knows it to stand for."""
        self.token = token
        self.account = account
        self.reader = account.reader

    def get_id(self) -> str:
        """The token that the cookie carries."""
        return self.token


class Right:
    """What a view asks of whoever opens it; `public`: asks nothing, `unseen`: a refusal looks like a missing page,
    `by_token`: opens to access tokens and never to a session."""

    def __init__(self, rule: Rule, public: bool = False, unseen: bool = False, by_token: bool = False) -> None:
        """A rule over the reader and the parts of the address."""
        self.rule, self.public, self.unseen, self.by_token = rule, public, unseen, by_token


def allow(right: Right) -> Callable[[View], View]:
    """Names the right above a view."""

    def mark(view: View) -> View:
        setattr(view, _RIGHT, right)
        return view

    return mark


def _everyone(_reader: Reader, _parts: Mapping[str, Any]) -> bool:
    return True


PUBLIC = Right(_everyone, public=True)
"""Anyone, signed in or not: the sign-in page and the files of the look."""
SIGNED_IN = Right(_everyone)
"""Anyone with an account."""


def act(wanted: Act) -> Right:
    """Those whose role may do `wanted`."""
    return Right(lambda reader, _parts: may(reader.role, wanted))


def act_on(acts: Mapping[RecordKind, Act], unseen: bool = False) -> Right:
    """Those whose role may do the act that `acts` names for the register of the address (`kind`)."""

    def rule(reader: Reader, parts: Mapping[str, Any]) -> bool:
        wanted = acts.get(parts["kind"])
        return wanted is not None and may(reader.role, wanted)

    return Right(rule, unseen=unseen)


def sees(least: Level, unseen: bool = False) -> Right:
    """Those who see the register that the address names (`kind`) at `least` so well."""

    def rule(reader: Reader, parts: Mapping[str, Any]) -> bool:
        kind: RecordKind = parts["kind"]
        return level(reader, kind) >= least

    return Right(rule, unseen=unseen)


def with_token(right: Right) -> Right:
    """The same right, asked of the owner of an access token; a session, and so a browser's cookie, opens nothing."""
    return Right(right.rule, unseen=right.unseen, by_token=True)


def right_of(view: Callable[..., Any]) -> Right | None:
    """The right that is named above a view; None: nobody may open it."""
    return cast("Right | None", getattr(view, _RIGHT, None))


def database() -> Database:
    """The database of the running application; while a page is made, all of it is read in one look (`OneLook`)."""
    whole = cast(Database, current_app.extensions["casework_database"])
    if not has_request_context() or request.method not in ("GET", "HEAD"):
        return whole
    if _LOOK not in g:
        setattr(g, _LOOK, OneLook(whole))
    return cast(Database, g.get(_LOOK))


def _end_look(_error: BaseException | None) -> None:
    look: OneLook | None = g.pop(_LOOK, None)
    if look is not None:
        look.end()


def settings() -> Settings:
    """The settings of the running application."""
    return cast(Settings, current_app.extensions["casework_settings"])


API = "/api/"
"""Under here programs ask, by access tokens; cookies count for nothing."""
_BEARER = "casework_bearer"


def for_programs() -> bool:
    """Whether the request is one of the data interface, to be answered in JSON whatever happens."""
    return request.path.startswith(API)


def bearer() -> TokenBearer | None:
    """Who asks by an access token; None where a session asks."""
    return cast("TokenBearer | None", g.get(_BEARER))


def reader() -> Reader:
    """Who is asking: the signed-in account, or the owner of the token, as the floors below know it."""
    return account().reader


def account() -> Account:
    """The signed-in account, or the owner of the token."""
    known = bearer()
    return cast(Account, current_user.account) if known is None else known.account


DUTY_PAGES = {Unfinished.PASSWORD: "own_account.password", Unfinished.TWO_STEP: "own_account.two_step_page"}
"""What an account owes → the page where it is done; nothing else opens before."""
DUTIES = frozenset(
    {
        *DUTY_PAGES.values(),
        "own_account.prepare_two_step",
        "own_account.confirm_two_step",
        "door.standing",
        "door.sign_out",
    }
)


class UndeclaredRouteError(RuntimeError):
    """A view has no right above it; the application does not start."""


def install(app: Flask) -> None:
    """Puts the gate before every view: CSRF, session, right. Raises UndeclaredRouteError."""
    app.teardown_request(_end_look)
    csrf = CSRFProtect()
    csrf.init_app(app)
    manager = LoginManager()
    manager.session_protection = None
    manager.init_app(app, add_context_processor=False)
    app.view_functions["static"] = allow(PUBLIC)(app.view_functions["static"])
    if undeclared := sorted(name for name, view in app.view_functions.items() if right_of(view) is None):
        raise UndeclaredRouteError(", ".join(undeclared))

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(token: str) -> SignedIn | None:
        known = settings()
        found = session_user(
            database(),
            token,
            now(),
            timedelta(minutes=known.session_idle_minutes),
            timedelta(hours=known.session_hours),
            known.office,
        )
        return None if found is None else SignedIn(token, found)

    @app.before_request
    def guard() -> ResponseReturnValue | None:
        if request.method not in ("GET", "HEAD", "OPTIONS") and _sent_from_elsewhere():
            abort(400)
        if for_programs():
            _guard_programs(app)
            return None
        if request.endpoint is None:
            return None if current_user.is_authenticated else _to_sign_in()
        right = right_of(app.view_functions[request.endpoint])
        if right is None or right.by_token:
            abort(403)
        if right.public:
            return None
        if not current_user.is_authenticated:
            return _to_sign_in()
        owed = account().unfinished
        if owed is not None and request.endpoint not in DUTIES:
            return redirect(url_for(DUTY_PAGES[owed]), code=303)
        if not right.rule(reader(), request.view_args or {}):
            abort(404 if right.unseen else 403)
        return None


def _guard_programs(app: Flask) -> None:
    """An access token in the header Authorization, and nothing else, opens what its owner may open."""
    right = right_of(app.view_functions[request.endpoint]) if request.endpoint else None
    if right is not None and right.public:
        return
    sent = request.authorization
    word = (sent.token or "") if sent is not None and sent.type == "bearer" else ""
    if not word:
        raise _unknown_bearer()
    try:
        known = bearer_of(database(), word, request.remote_addr or "", today(), now(), settings().office)
    except WrongTokenError:
        raise _unknown_bearer() from None
    except TooManyTriesError as error:
        raise TooManyRequests(retry_after=error.retry_after) from None
    setattr(g, _BEARER, known)
    if request.endpoint is None:
        return
    if right is None or not right.by_token:
        abort(403)
    if not right.rule(reader(), request.view_args or {}):
        abort(404 if right.unseen else 403)


def _unknown_bearer() -> Unauthorized:
    return Unauthorized(www_authenticate=WWWAuthenticate("bearer", {"realm": "casework"}))


def _sent_from_elsewhere() -> bool:
    """Whether the browser says that another site's page sends this; the token of the form is asked for besides."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin", "null")
    return origin != "null" and origin != request.host_url.rstrip("/")


def _to_sign_in() -> ResponseReturnValue:
    """To the door, and from there back: to the page asked for, or to the form whose sending came too late."""
    rule = request.url_rule
    onward = request.full_path.rstrip("?") if request.method == "GET" else ""
    if request.method == "POST" and rule is not None and "GET" in (rule.methods or ()):
        onward = request.path
        flash("Phiên đăng nhập đã kết thúc nên nội dung vừa gửi chưa được lưu. Xin đăng nhập rồi nhập lại.", "late")
    return redirect(url_for("door.sign_in", next=onward if onward != "/" else None), code=303)


def safe_onward(address: str | None) -> str:
    """Where to go after signing in: a path of this server, never another's; the first page when in doubt."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return "/"
    if any(ord(sign) < 32 or sign == "\\" for sign in address):
        return "/"
    return address
