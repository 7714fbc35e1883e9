"""Somebody at a browser: opens pages, fills in the form that stands on one, follows where it leads."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from casework.domain.vocabulary import Role
from tests.services.desk import PASSWORD

SECRET = "a secret of the tests, thirty-two bytes and more"
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_HIDDEN = re.compile(r'<input(?=[^>]*type="hidden")(?=[^>]*name="(token|version)")[^>]*value="([^"]*)"')


class StandingClock:
    """A clock that stands still until it is moved."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def pass_by(self, **much: float) -> None:
        """Lets time pass."""
        self.moment += timedelta(**much)


class Person:
    """A browser with its cookies."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()

    def sign_in(self, role: Role, password: str = PASSWORD) -> Person:
        """Signs in as the account of a role, through the form."""
        answer = self.send("/sign-in", username=f"u-{role.value.replace('_', '-')}", password=password)
        assert answer.status_code == 303, text_of(answer)
        return self

    def get(self, path: str, **more: Any) -> TestResponse:
        """Opens a page."""
        return self.client.get(path, **more)

    def page(self, path: str) -> str:
        """The text of a page that must open."""
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code, text_of(answer)[:600])
        return answer.text

    def token(self) -> str:
        """The CSRF token of this session, as any form of it carries it."""
        found = _TOKEN.search(self.client.get("/help", follow_redirects=True).text)
        assert found
        return found[1]

    def send(
        self, path: str, on: str | None = None, files: Mapping[str, Any] | None = None, **fields: Any
    ) -> TestResponse:
        """Sends a form to `path` with the hidden fields of the page `on` (by default `path` itself)."""
        body = self.client.get(on or path).text
        hidden = dict(_HIDDEN.findall(body))
        found = _TOKEN.search(body)
        data = {**hidden, "csrf_token": found[1] if found else self.token(), **fields, **(files or {})}
        return self.client.post(path, data=data)

    def follow(self, answer: TestResponse) -> str:
        """The page that an answer leads to."""
        assert answer.status_code == 303, (answer.status_code, text_of(answer))
        return self.page(answer.headers["Location"])


def text_of(answer: TestResponse | str) -> str:
    """What people read of a page: tags gone, entities resolved, white space collapsed."""
    body = answer if isinstance(answer, str) else answer.text
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", body, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def links_of(body: str) -> list[tuple[str, str]]:
    """(address, text) of each link of a page."""
    found = re.findall(r'<a\b[^>]*href="([^"]+)"[^>]*>(.*?)</a>', body, flags=re.DOTALL)
    return [(html.unescape(address), text_of(text)) for address, text in found]
