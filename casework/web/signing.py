"""What signing in keeps in the browser: the session's token, the mark that the browser is known by, a half session."""

from __future__ import annotations

from flask import Response, current_app, request, session

from casework.domain.accounts import DEVICE_FOR, SignedIn, TooManyTriesError
from casework.domain.devices import Client
from casework.web.gate import settings

_HALF = "half_session"


def _mark_cookie() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-device"


def client() -> Client:
    """The other end of this request."""
    return Client(
        request.remote_addr or "", request.headers.get("User-Agent", ""), request.cookies.get(_mark_cookie(), "")
    )


def keep_mark(response: Response, mark: str) -> Response:
    """Gives the browser the mark that it is known by from now on."""
    response.set_cookie(
        _mark_cookie(),
        mark,
        max_age=DEVICE_FOR,
        path="/",
        secure=settings().cookie_secure,
        httponly=True,
        samesite="Lax",
    )
    return response


def begin_session(token: str) -> None:
    """A fresh session in the cookie, so that nothing known before signing in stays good."""
    session.clear()
    session["_user_id"] = token
    session["_fresh"] = True


def begin_half_session(made: SignedIn) -> None:
    """The token of a right password, which waits for its second step; nobody is signed in by it."""
    session.clear()
    session[_HALF] = made.token


def half_session() -> str:
    """The token that waits for its second step; "" when there is none."""
    return str(session.get(_HALF, ""))


def refused(error: Exception, usual: int) -> tuple[int, dict[str, str]]:
    """Status and headers of a refusal: 429 with the time to wait after too many tries, `usual` otherwise."""
    if isinstance(error, TooManyTriesError):
        return 429, {"Retry-After": str(error.retry_after)}
    return usual, {}
