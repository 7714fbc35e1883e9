"""requirements.lock: every package pinned and hashed, every dependency there, and no host named."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.machine import ROOT

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

_HOST = re.compile(
    r"://|--(?:extra-)?index-url|--find-links|--trusted-host|\bfile:|@\s|\b[\w-]+\.(?:org|com|net|io|vn|local)\b"
)


def hosts_in(text: str) -> list[str]:
    """The lines of a lock file that name a host or an index."""
    return [line for line in text.splitlines() if _HOST.search(line)]


def test_the_lock_names_no_host() -> None:
    """Neither an index line, nor an address, nor a bare host name."""
    assert hosts_in(LOCK) == []


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://mirror.example.com/simple",
        "--find-links wheels",
        "flask @ file:wheels/flask.whl",
        "flask==3.1.3 # from mirror.example.com",
    ],
)
def test_a_host_in_a_lock_is_seen(line: str) -> None:
    """The reader above does refuse what it is there to refuse."""
    assert hosts_in(f"click==8.0\n{line}\n") == [line]


def test_every_package_is_pinned_and_hashed() -> None:
    """Each entry is `name==version` with SHA-256 hashes; anything else pip would not verify."""
    entries = re.split(r"\n(?=\S)", LOCK.strip())
    assert len(entries) > 40
    for entry in entries:
        first, *hashes = [line.strip().rstrip("\\").strip() for line in entry.splitlines()]
        assert re.fullmatch(r"[a-z0-9][a-z0-9.-]*==[\w.!+]+(?: ; .+)?", first), first
        assert hashes, first
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", item) for item in hashes), first


def test_every_declared_dependency_is_locked() -> None:
    """What pyproject.toml asks for, extras included, stands in the lock."""
    groups = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
    wanted = {re.split(r"[\[<>=!~ ;]", item)[0].lower() for group in groups for item in group}
    locked = {line.split("==")[0] for line in LOCK.splitlines() if re.match(r"[a-z0-9]", line)}
    assert wanted <= locked, sorted(wanted - locked)
