"""The pages as served in production, beside a bare Flask page under the same gunicorn settings.

    python tests/bench/bench_pages.py [--rounds 200] [--file WORKBOOK]

gunicorn with scripts/gunicorn_conf.py (two workers) serves casework with the register loaded, and beside it the bare
pages of floor_app.py over the same file: one indexed SELECT of 50 rows, one Jinja2 table, once by sqlite3 itself (the
floor) and once through SQLAlchemy Core, as an application of this kind would. A signed-in reader asks for each page in
turn, one request at a time over one connection each; medians over all rounds after 20 that warm up. The lists are of
the letters, the largest register; the phrase is four words of one letter.
Counts are remembered while nothing happens to the records of their kind; so the pages are measured a second time with
a letter entered by an officer before each request, when nothing of the letters is remembered.
Without --file the sample register is measured.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlencode

from measuring import ROOT, interleaved, machine, verdict
from officer import Officer

from casework.domain.vocabulary import Role
from casework.files.sample import make_sample
from casework.services import accounts, importing, sampling
from casework.store.database import Database
from casework.store.migrate import upgrade

WARM_UP = 20
LIMITS = {"list": 4.0, "filtered list": 4.0, "phrase search": 4.0, "record page": 4.0, "scoreboard": 12.0}


class Browser:
    """One kept connection that carries the cookies which the server sets."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, dict[str, str]()
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[int, bytes]:
        """The status and the body of one answer; a connection that the server closed is opened again."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):
            self.connection.close()
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.read()

    def get(self, path: str) -> bytes:
        """A page; anything but 200 ends the measurement."""
        status, body = self.ask("GET", path)
        if status != 200:
            raise SystemExit(f"{path} answered {status}")
        return body

    def sign_in(self, username: str, password: str) -> None:
        """Signs in through the form, as a person does."""
        found = re.search(rb'name="csrf_token"[^>]*value="([^"]+)"', self.get("/sign-in"))
        assert found
        fields = {"csrf_token": found[1].decode(), "username": username, "password": password}
        status, _ = self.ask("POST", "/sign-in", urlencode(fields))
        if status not in (302, 303):
            raise SystemExit(f"signing in answered {status}")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def served(application: str, **environment: str) -> Iterator[int]:
    """The port of `application` under gunicorn, for the length of the block."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "scripts" / "gunicorn_conf.py")]
    process = subprocess.Popen(
        [*command, "--chdir", str(ROOT), "--pythonpath", str(Path(__file__).parent), application],
        env={**os.environ, **environment, "CASEWORK_PORT": str(port)},
        stdout=subprocess.DEVNULL,
    )
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def loaded(url: str, register: bytes, name: str) -> tuple[str, str]:
    """Fills a fresh database with the register; the sign-in of the secretariat."""
    upgrade(url)
    database, now = Database(url), datetime.now(UTC)
    system = accounts.system_reader(database, "bench")
    office = "Văn phòng UBND Thành phố"
    prepared = importing.prepare(database, register, name, office=office, today=now.date())
    importing.store_prepared(database, prepared, actor=system, now=now)
    people = sampling.sample_users(database, system, now)
    database.close()
    return next((username, password) for username, password, role in people if role is Role.SECRETARIAT)


def phrase(path: Path) -> str:
    """Four words in a row of one letter, in quotation marks."""
    with sqlite3.connect(path) as database:
        (text,) = database.execute("SELECT search_text FROM letter ORDER BY id LIMIT 1 OFFSET 500").fetchone()
    return '"' + " ".join(text.split()[-5:-1]) + '"'


def main() -> None:
    """Reads the command line, serves both, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--file", type=Path)
    options = parser.parse_args()
    print(machine())
    register = options.file.read_bytes() if options.file else make_sample()
    name = options.file.name if options.file else "sample.xlsx"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "casework.sqlite"
        url = f"sqlite:///{path}"
        username, password = loaded(url, register, name)
        settings = {
            "CASEWORK_DATABASE_URL": url,
            "CASEWORK_SECRET_KEY": os.urandom(32).hex(),
            "CASEWORK_COOKIE_SECURE": "0",
        }
        with served("wsgi:app", **settings) as port, served("floor_app:app", FLOOR_DATABASE=str(path)) as bare_port:
            reader, bare = Browser(port), Browser(bare_port)
            reader.sign_in(username, password)
            found = re.search(rb'href="/letters/walk/(\d+)', reader.get("/letters"))
            assert found
            pages = {
                "list": "/letters",
                "filtered list": "/letters?type=complaint&handling=guided",
                "phrase search": f"/letters?q={quote(phrase(path))}",
                "record page": f"/letters/{found[1].decode()}",
                "scoreboard": "/scoreboard?as_of=2024-06-15",
            }
            runs = {"floor": lambda: bare.get("/"), "through SQLAlchemy": lambda: bare.get("/core")}
            for label, address in pages.items():
                runs[label] = lambda address=address: reader.get(address)
            interleaved(runs, WARM_UP)
            medians = interleaved(runs, options.rounds)
            officer = Officer(url, username="tiepnhan")
            afresh = interleaved(runs, options.rounds, officer.save)
            officer.database.close()
            sizes = {label: len(run()) for label, run in runs.items()}
    print(f"{name} loaded, two gunicorn workers each; medians of {options.rounds} interleaved requests")
    for title, found_medians in (
        ("as it stands", medians),
        ("after an officer has entered a letter each time", afresh),
    ):
        floor, core = found_medians["floor"], found_medians["through SQLAlchemy"]
        print(f"{title}: floor {floor * 1000:.2f} ms, through SQLAlchemy {core * 1000:.2f} ms")
        for label, limit in LIMITS.items():
            took = found_medians[label]
            print(
                f"  {label}: {took * 1000:.2f} ms, {sizes[label] / 1024:.0f} KB; {verdict(took / floor, limit)}; "
                f"{took / core:.2f}x the page through SQLAlchemy"
            )


if __name__ == "__main__":
    main()
