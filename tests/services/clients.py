"""Officers at browsers of their own over HTTP, as many at once as a test wants; they share a few signed-in sessions."""

from __future__ import annotations

import html
import http.client
import re
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from tests.services.desk import PASSWORD

_CSRF = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_VERSION = re.compile(r'name="version"[^>]*value="(\d+)"')


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of the server; `kept`: it acknowledges that something was stored, `at`: where it leads to."""

    status: int
    body: str
    headers: dict[str, str]

    @property
    def kept(self) -> bool:
        """Whether it says that the form was stored."""
        return self.status == 303

    @property
    def at(self) -> str:
        """The address that it leads to."""
        return self.headers.get("Location", "")


@dataclass
class HttpOfficer:
    """One person with cookies and a kept connection. Raises OSError or HTTPException when the server goes away."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def __post_init__(self) -> None:
        """Nothing is connected until the first request."""
        found = urlsplit(self.address)
        assert found.hostname
        self.connection = http.client.HTTPConnection(found.hostname, found.port, timeout=120)

    def twin(self) -> HttpOfficer:
        """Another browser window of the same session."""
        return HttpOfficer(self.address, dict(self.cookies), self.token)

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> Reply:
        """One request. A kept connection that the server had closed before anything was sent is opened anew."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if kind:
            headers["Content-Type"] = kind
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except BaseException:
            self.connection.close()
            raise
        for line in answer.headers.get_all("Set-Cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.headers.get("Connection", "").lower() == "close":
            self.connection.close()
        return Reply(answer.status, text, dict(answer.headers.items()))

    def get(self, path: str) -> Reply:
        """Opens a page."""
        return self.ask("GET", path)

    def send(self, path: str, **fields: str) -> Reply:
        """Sends a form with the token of the session."""
        body = urlencode({"csrf_token": self.token, **fields}).encode()
        return self.ask("POST", path, body, "application/x-www-form-urlencoded")

    def upload(self, path: str, name: str, data: bytes, **fields: str) -> Reply:
        """Sends a form with a file in its box `upload`."""
        mark = uuid.uuid4().hex
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in {"csrf_token": self.token, **fields}.items()
        ]
        head = f'--{mark}\r\nContent-Disposition: form-data; name="upload"; filename="{name}"\r\n'
        parts += [
            f"{head}Content-Type: application/octet-stream\r\n\r\n".encode(),
            data,
            f"\r\n--{mark}--\r\n".encode(),
        ]
        return self.ask("POST", path, b"".join(parts), f"multipart/form-data; boundary={mark}")

    def sign_in(self, username: str) -> HttpOfficer:
        """Signs in through the form."""
        self.token = token_on(self.get("/sign-in").body)
        answer = self.send("/sign-in", username=username, password=PASSWORD)
        assert answer.status == 303, answer.status
        self.token = token_on(self.get("/letters/new").body)
        return self


def token_on(body: str) -> str:
    """The CSRF token of a page."""
    found = _CSRF.search(body)
    assert found
    return found[1]


def version_on(body: str) -> str:
    """The version of the record that a form of a page was made from."""
    found = _VERSION.search(body)
    assert found
    return found[1]


def says(body: str, words: str) -> bool:
    """Whether a page holds these words."""
    return words in html.unescape(body)


def letter_fields(content: str, token: str) -> dict[str, str]:
    """What an officer types for a letter."""
    return {
        "token": token,
        "received_on": "3/6/2024",
        "channel": "post",
        "type": "complaint",
        "person_name": "Trần Văn Đức",
        "person_address": "12 phố Huế",
        "content": content,
        "signers": "1",
        "eligible": "yes",
    }
