"""The application as it is served: gunicorn with the settings of scripts/run, on a port of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.machine import ROOT
from tests.web.person import SECRET


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(database_url: str) -> Iterator[str]:
    """The address of the application over a database, for the length of the block."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "scripts" / "gunicorn_conf.py"), "wsgi:app"]
    settings = {
        "CASEWORK_DATABASE_URL": database_url,
        "CASEWORK_SECRET_KEY": SECRET,
        "CASEWORK_COOKIE_SECURE": "0",
        "CASEWORK_PORT": str(port),
    }
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}, stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)
