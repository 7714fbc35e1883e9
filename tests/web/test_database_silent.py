"""A database that does not answer, or whose connections break: 503 in Vietnamese within 12 seconds, and back by itself.

A relay stands between the application and a real PostgreSQL; it refuses, keeps silent, breaks what is open.
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import make_url

from casework.domain.vocabulary import Role
from casework.settings import Settings
from casework.web.app import create_app
from tests.postgres import PostgresServer
from tests.services.desk import NOW, OFFICE, reader
from tests.web.person import SECRET, Person, StandingClock, text_of

LONGEST = 12.0


class Relay:
    """Listens on a port of its own and passes everything on to the server's socket, as long as it is let."""

    def __init__(self, target: str) -> None:
        """`target`: the path of the server's Unix socket."""
        self.target, self.silent = target, False
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.listening.getsockname()[1])
        self.open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self.listening.accept()
            except OSError:
                return
            self.open.append(client)
            if self.silent:
                continue
            server = socket.socket(socket.AF_UNIX)
            server.connect(self.target)
            self.open.append(server)
            for one, other in ((client, server), (server, client)):
                threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        try:
            while data := one.recv(65536):
                other.sendall(data)
        except OSError:
            pass

    def cut(self) -> None:
        """Breaks every open connection."""
        for one in self.open:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self.open.clear()


@pytest.fixture
def relay(postgres_server: PostgresServer) -> Iterator[Relay]:
    """A relay to the tests' own cluster; a server that is reached over the network needs none of ours."""
    folder = make_url(postgres_server.admin_url).query.get("host")
    path = f"{folder}/.s.PGSQL.5432"
    if not isinstance(folder, str) or not os.path.exists(path):
        pytest.skip("PostgreSQL của phép thử không nghe trên socket Unix")
    made = Relay(path)
    yield made
    made.listening.close()
    made.cut()


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_a_silent_database_is_told_in_time(database_url: str, relay: Relay) -> None:
    """Connections break and the next one is not answered: 503 within the time; answered again: the page opens."""
    url = make_url(database_url).set(host="127.0.0.1", port=relay.port).set(query={})
    settings = Settings(
        database_url=url.render_as_string(hide_password=False), secret_key=SECRET, cookie_secure=False, office=OFFICE
    )
    app = create_app(settings, StandingClock(NOW))
    reader(app.extensions["casework_database"], Role.LEADER)
    person = Person(app).sign_in(Role.LEADER)
    assert person.get("/letters").status_code == 200
    relay.silent = True
    relay.cut()
    began = time.monotonic()
    answer = person.get("/letters")
    took = time.monotonic() - began
    assert answer.status_code == 503
    assert took < LONGEST
    assert int(answer.headers["Retry-After"]) > 0
    assert "Chưa có gì được lưu" in text_of(answer)
    relay.silent = False
    relay.cut()
    assert person.get("/letters").status_code == 200
    app.extensions["casework_database"].close()
