"""Starting the server or an import, killing it with SIGKILL, and going on: what the tests of being killed share."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from casework.domain.vocabulary import RecordKind, Role
from casework.services.checking import check_tables, verify_journal
from casework.store.database import Database
from tests.browser.serving import free_port
from tests.machine import ROOT, everything_must_run
from tests.services.desk import enter, reader
from tests.web.person import SECRET

KILLS = 30 if everything_must_run() else 5


class Victim:
    """A running process group."""

    def __init__(self, starter: Starter, number: int, port: int) -> None:
        """`number`: of the process that leads the group; `port`: where it serves, for a server."""
        self.starter, self.number = starter, number
        self.address = f"http://127.0.0.1:{port}"

    def kill(self) -> None:
        """SIGKILL to every process of the group at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.number, signal.SIGKILL)
        self.end()

    def end(self) -> int:
        """Waits for its end; 0, or -9 when it was killed."""
        return int(self.starter.line())


class Starter:
    """The process that splits off what is to be killed."""

    def __init__(self, url: str, folder: Path) -> None:
        """Everything that is started works on the database `url`; files go to `folder`."""
        self.folder = folder
        self.environment = {
            "CASEWORK_DATABASE_URL": url,
            "CASEWORK_SECRET_KEY": SECRET,
            "CASEWORK_COOKIE_SECURE": "0",
            "CASEWORK_FILES": str(folder / "files"),
        }
        command = [sys.executable, "-m", "tests.services.killable"]
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.line() == "ready"

    def line(self) -> str:
        """The next line that it says."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def start(self, what: str, **more: str) -> Victim:
        """The server, listening, or an import of `file`."""
        port = free_port()
        environment = {**self.environment, "CASEWORK_PORT": str(port)}
        asked = {"what": what, "environment": environment, "told": str(self.folder / "told"), **more}
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        victim = Victim(self, int(self.line()), port)
        if what == "server":
            self._listening(port)
        return victim

    def _listening(self, port: int) -> None:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("the server does not listen")


@contextmanager
def starting(url: str, folder: Path) -> Iterator[Starter]:
    """A starter for the length of the block."""
    starter = Starter(url, folder)
    try:
        yield starter
    finally:
        assert starter.process.stdin is not None
        starter.process.stdin.close()
        starter.process.wait(30)


def prepared(url: str) -> tuple[Database, int]:
    """The database with an officer and a letter."""
    db = Database(url)
    return db, enter(db, reader(db, Role.RECEPTION_OFFICER), RecordKind.LETTER, content="Bản đầu").record_id


def whole(db: Database) -> None:
    """The chain holds, and every table says what the journal says: nothing is half there."""
    assert verify_journal(db) == []
    assert check_tables(db) == []


def at_random(dice: random.Random, longest: float) -> None:
    """Waits for a moment that nobody can foresee."""
    threading.Event().wait(dice.uniform(0, longest))


def said(folder: Path) -> str:
    """All that was printed by what was started."""
    file = folder / "told"
    return file.read_text(encoding="utf-8") if file.exists() else ""


def seeded(*words: Any) -> random.Random:
    """Dice that fall the same way each time; where the kill strikes is up to the machine still."""
    return random.Random(repr(words))
