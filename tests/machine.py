"""What this machine can and cannot run, said once, so that no left-out test is silent.

A test that cannot run because a part of the machine is missing calls `machine_lacks`; a test that needs the
project's shared folder calls `shared_file`. Both skip with a reason that `conftest.py` reads back.
With CASEWORK_TEST_ALL=1 a missing part of the machine is a failure, not a skip.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

_LACKS = re.compile(r"máy thiếu \[(?P<part>[^\]]+)\]: (?P<why>.+)", re.DOTALL)
_CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Chromium as root on a closed network: no sandbox, and nothing that calls home."""


def everything_must_run() -> bool:
    """Whether CASEWORK_TEST_ALL=1 turns what is left out into a failure."""
    return os.environ.get("CASEWORK_TEST_ALL") == "1"


def machine_lacks(part: str, why: str) -> NoReturn:
    """Skip the running test because the machine has no `part`; fail it when everything must run."""
    reason = f"máy thiếu [{part}]: {why}"
    if everything_must_run():
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def lacking(reason: str) -> tuple[str, str] | None:
    """The (part, why) that `machine_lacks` put into a skip reason, or None for any other reason."""
    found = _LACKS.search(reason)
    return (found["part"], found["why"].strip()) if found else None


def shared_file(name: str) -> Path:
    """The file `name` of the folder ../shared; skips the running test where it is not at hand."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"không có ../shared/{name}")
    return path


def chromium_path() -> str | None:
    """The Chromium on PATH, or None."""
    return next((found for name in _CHROMIUM_NAMES if (found := shutil.which(name))), None)


def need_program(name: str, part: str | None = None) -> str:
    """The path of a program on PATH; `machine_lacks` it otherwise (`part` is its name for people)."""
    path = shutil.which(name)
    if path is None:
        machine_lacks(part or name, f"không có {name}")
    return path
