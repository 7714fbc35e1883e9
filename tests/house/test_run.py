"""scripts/run in a fresh copy of the tree: it installs, makes its database, serves, and again quickly.

It runs alone (with the measured tests), since it must be up within three minutes, installation included.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.machine import ROOT, machine_lacks

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.bench, pytest.mark.timeout(900)]

UP_WITHIN_SECONDS = 180
_LEFT_BEHIND = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", ".*_cache", ".hypothesis", "build")


def free_port() -> int:
    """A port that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(tree: Path, **settings: str) -> Iterator[tuple[str, str, float]]:
    """`scripts/run` of `tree`: (what it printed, the page at /, seconds until it answered); stopped after."""
    port, log = free_port(), tree.parent / "run.log"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CASEWORK_")}
    environment.pop("VIRTUAL_ENV", None)
    started = time.monotonic()
    with open(log, "wb") as output:
        process = subprocess.Popen(
            [str(tree / "scripts/run")],
            env={**environment, "CASEWORK_PORT": str(port), **settings},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            start_new_session=True,
        )
    try:
        page = _first_answer(process, port, log)
        seconds = time.monotonic() - started
        yield log.read_text(encoding="utf-8"), page, seconds
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=60)


def _first_answer(process: subprocess.Popen[bytes], port: int, log: Path) -> str:
    while process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, ConnectionError, TimeoutError) as error:
            if isinstance(error, urllib.error.HTTPError):
                raise
            time.sleep(0.3)
    told = log.read_text(encoding="utf-8", errors="replace")
    if "No matching distribution" in told or "Could not find a version" in told:
        machine_lacks("kho gói phần mềm", "không cài được gói theo requirements.lock")
    raise AssertionError(f"scripts/run đã dừng:\n{told[-4000:]}")


def test_a_fresh_tree_is_served_and_again(tmp_path: Path) -> None:
    """First run on remains of a broken one, second run on its own database, third on another's."""
    tree = tmp_path / "casework"
    shutil.copytree(ROOT, tree, ignore=_LEFT_BEHIND)
    (tree / "var/new").mkdir(parents=True)
    (tree / "var/new/casework.sqlite").write_bytes(b"what a run that was killed left behind")

    with running(tree) as (told, page, seconds):
        assert "Đăng nhập" in page
        assert "Tài khoản mẫu" in told
        assert "http://127.0.0.1:" in told
        assert seconds < UP_WITHIN_SECONDS
    database, key = tree / "var/casework.sqlite", tree / "var/secret-key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(key.read_bytes().strip()) >= 32
    assert not (tree / "var/new").exists()
    with sqlite3.connect(database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)

    first_key, first_inode = key.read_bytes(), database.stat().st_ino
    with running(tree) as (told, page, seconds):
        assert "Đăng nhập" in page
        assert "Tài khoản mẫu" in told
        assert seconds < UP_WITHIN_SECONDS / 4
    assert (key.read_bytes(), database.stat().st_ino) == (first_key, first_inode)

    before = database.read_bytes()
    other = f"sqlite:///{tmp_path / 'other.sqlite'}"
    with running(tree, CASEWORK_DATABASE_URL=other) as (told, page, _):
        assert "Đăng nhập" in page
        assert "Tài khoản mẫu" not in told
    assert (tmp_path / "other.sqlite").is_file()
    assert database.read_bytes() == before
