"""The headers of every kind of answer, and the cookies."""

from __future__ import annotations

import pytest
from flask import Flask

from casework.settings import Settings, SettingsError
from casework.web.app import create_app
from tests.web.person import SECRET, Person, StandingClock

PATHS = (
    "/",
    "/petitions",
    "/petitions.csv",
    "/petitions/1",
    "/no-such-page",
    "/imports/waiting",
    "/static/app/casework.css",
)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_headers(secretariat: Person, path: str) -> None:
    """A strict policy without any unsafe-*, no sniffing, no framing, no referrer, no version."""
    headers = secretariat.get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "X-Powered-By" not in headers
    assert "Access-Control-Allow-Origin" not in headers
    kept = headers["Cache-Control"]
    assert kept == ("private, max-age=86400" if path.startswith("/static/") else "no-store")


def test_the_cookie_is_bound_to_https_and_this_host(app: Flask, clock: StandingClock) -> None:
    """Over HTTPS: __Host-, Secure, HttpOnly, SameSite, and the browser is told to stay with HTTPS."""
    url = app.extensions["casework_settings"].database_url
    secure = create_app(Settings(database_url=url, secret_key=SECRET), clock)
    answer = secure.test_client().get("/sign-in", base_url="https://localhost")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-casework=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert "Domain" not in cookie
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    secure.extensions["casework_database"].close()


@pytest.mark.parametrize("key", [None, "short"])
def test_it_does_not_serve_without_a_secret(app: Flask, key: str | None) -> None:
    """No key or a short one: no application at all."""
    with pytest.raises(SettingsError):
        create_app(Settings(database_url=app.extensions["casework_settings"].database_url, secret_key=key))
