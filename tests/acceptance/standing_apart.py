"""The application served as in an office: gunicorn in a process of its own, behind a socket that is a file.

So it can be served where the machine has no network at all (`alone`), which is the isolated setting for real. What it
writes to its channels and its temporary folder is kept in files, to be searched.
"""

from __future__ import annotations

import http.client
import os
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

from tests.machine import ROOT, machine_lacks
from tests.services.desk import OFFICE, PASSWORD
from tests.web.person import SECRET

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_HIDDEN = re.compile(r'<input(?=[^>]*type="hidden")(?=[^>]*name="(token|version)")[^>]*value="([^"]*)"')
ALONE = ("unshare", "-n")


@dataclass(frozen=True)
class Site:
    """A deployment in a folder: its database, whether it stands alone, and where its parts lie."""

    folder: Path
    url: str
    alone: bool

    @property
    def environment(self) -> dict[str, str]:
        """What its processes are told."""
        (self.folder / "tmp").mkdir(exist_ok=True)
        told = {
            "CASEWORK_DATABASE_URL": self.url,
            "CASEWORK_SECRET_KEY": SECRET,
            "CASEWORK_COOKIE_SECURE": "0",
            "CASEWORK_OFFICE": OFFICE,
            "CASEWORK_FILES": str(self.folder / "files"),
            "TMPDIR": str(self.folder / "tmp"),
            "HOME": str(self.folder / "tmp"),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        if self.alone:
            (self.folder / "vault").mkdir(exist_ok=True)
            told["CASEWORK_ISOLATED_LAN"] = "1"
            told["CASEWORK_VAULT_URL"] = f"sqlite:///{self.folder / 'vault' / 'vault.sqlite'}"
            told["CASEWORK_VAULT_KEY_FILE"] = str(self.folder / "vault.key")
        return {**os.environ, **told}

    def _start(self) -> list[str]:
        return [*ALONE, sys.executable] if self.alone else [sys.executable]

    def casework(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A run of the command, its two channels kept."""
        command = [*self._start(), "-m", "casework.cli.main", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False, timeout=300
        )

    @contextmanager
    def served(self) -> Iterator[Path]:
        """The socket of the running application."""
        place = self.folder / "web.sock"
        log = self.folder / "server.log"
        options = ["--config", str(ROOT / "scripts" / "gunicorn_conf.py"), "--bind", f"unix:{place}", "wsgi:app"]
        with log.open("ab") as channel:
            process = subprocess.Popen(
                [*self._start(), "-m", "gunicorn", *options],
                cwd=ROOT,
                env=self.environment,
                stdout=channel,
                stderr=channel,
            )
            try:
                _wait(place, process, log)
                yield place
            finally:
                process.terminate()
                process.wait(30)


def can_stand_alone() -> None:
    """Passes where this machine lets a process have no network; the test is left out elsewhere."""
    run = subprocess.run([*ALONE, "true"], capture_output=True, check=False)
    if run.returncode:
        machine_lacks("mạng riêng", "unshare -n không chạy được")


def _wait(place: Path, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(log.read_text("utf-8", "replace")[-2000:])
        with socket.socket(socket.AF_UNIX) as probe:
            if place.exists() and probe.connect_ex(str(place)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server does not answer")


class _Connection(http.client.HTTPConnection):
    def __init__(self, place: Path) -> None:
        super().__init__("localhost", timeout=120)
        self._place = place

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(120)
        self.sock.connect(str(self._place))


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")


@dataclass
class Visitor:
    """Somebody at a browser, over the socket."""

    place: Path
    cookies: dict[str, str] = field(default_factory=dict)
    word: str = ""

    def given(self, path: str) -> Answer:
        """What a program is answered that asks by the access token `word`; it has no cookies."""
        connection = _Connection(self.place)
        connection.request("GET", path, headers={"Authorization": f"Bearer {self.word}"})
        got = connection.getresponse()
        answer = Answer(got.status, dict(got.getheaders()), got.read())
        connection.close()
        return answer

    def _ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> Answer:
        connection = _Connection(self.place)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if kind:
            headers["Content-Type"] = kind
        connection.request(method, path, body, headers)
        got = connection.getresponse()
        for name, value in got.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        answer = Answer(got.status, dict(got.getheaders()), got.read())
        connection.close()
        return answer

    def get(self, path: str, **asked: str) -> Answer:
        """Opens a page."""
        return self._ask("GET", f"{path}?{urlencode(asked)}" if asked else path)

    def page(self, path: str, **asked: str) -> str:
        """The text of a page that must open."""
        answer = self.get(path, **asked)
        assert answer.status == 200, (path, answer.status, answer.text[-1500:])
        return answer.text

    def send(
        self, path: str, on: str = "", files: Mapping[str, tuple[str, bytes]] | None = None, **fields: str
    ) -> Answer:
        """Sends a form with the hidden fields of the page `on` (by default `path` itself)."""
        body = self.get(on or path).text
        token = _TOKEN.search(body) or _TOKEN.search(self.get("/help").text) or _TOKEN.search(self.get("/sign-in").text)
        assert token, path
        hidden = {name: unescape(value) for name, value in _HIDDEN.findall(body)}
        data = {**hidden, "csrf_token": token[1], **fields}
        if not files:
            return self._ask("POST", path, urlencode(data).encode(), "application/x-www-form-urlencoded")
        mark = secrets.token_hex(12)
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n'.encode() for n, v in data.items()
        ]
        for name, (file_name, content) in files.items():
            head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n\r\n'
            parts += [head.encode(), content, b"\r\n"]
        return self._ask(
            "POST", path, b"".join([*parts, f"--{mark}--\r\n".encode()]), f"multipart/form-data; boundary={mark}"
        )

    def follow(self, answer: Answer) -> str:
        """The page that an answer leads to."""
        assert answer.status == 303, (answer.status, answer.text[-3000:])
        return self.page(answer.headers["Location"])

    def sign_in(self, username: str) -> Visitor:
        """Signs in."""
        answer = self.send("/sign-in", username=username, password=PASSWORD)
        assert answer.status == 303, answer.text[-1500:]
        return self
