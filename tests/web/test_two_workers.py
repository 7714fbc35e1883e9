"""The limit of tries as it is served: several processes count together, and a restart forgets nothing."""

from __future__ import annotations

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request

import pytest

from casework.domain.accounts import NAME_TRIES
from casework.domain.vocabulary import Role
from casework.store.database import Database
from tests.browser.serving import served
from tests.services.desk import PASSWORD, reader

pytestmark = [pytest.mark.server, pytest.mark.slow]


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirection: the answer of the door itself counts."""

    def redirect_request(self, *_what: object) -> None:
        """None: it is given back as it is."""


def try_once(server: str, username: str, password: str, headers: dict[str, str] | None = None) -> int:
    """The status that a fresh browser gets for a try."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar), _Stay)
    page = browser.open(f"{server}/sign-in", timeout=120).read().decode()
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    data = urllib.parse.urlencode({"csrf_token": token[1], "username": username, "password": password}).encode()
    try:
        browser.open(urllib.request.Request(f"{server}/sign-in", data, headers or {}), timeout=120)
    except urllib.error.HTTPError as error:
        return error.code
    return 200


def test_all_processes_count_together_and_a_restart_forgets_nothing(database_url: str) -> None:
    """Two servers of two workers each; every try is a new client with another address in X-Forwarded-For."""
    db = Database(database_url)
    for role in (Role.LEADER, Role.SECRETARIAT):
        reader(db, role)
    db.close()
    with served(database_url) as first, served(database_url) as second:
        told = [
            try_once((first, second)[n % 2], "u-leader", "không phải mật khẩu", {"X-Forwarded-For": f"203.0.113.{n}"})
            for n in range(NAME_TRIES + 2)
        ]
        assert told == [401] * NAME_TRIES + [429] * 2
        assert try_once(first, "u-leader", PASSWORD) == 429
        assert try_once(second, "u-secretariat", PASSWORD) == 303
        nobody = [try_once((first, second)[n % 2], "khong.co", "không phải mật khẩu") for n in range(NAME_TRIES + 1)]
        assert nobody == [401] * NAME_TRIES + [429]
    with served(database_url) as again:
        assert try_once(again, "u-leader", PASSWORD) == 429
