"""static/vendor/VENDOR.md: each third-party file stands there with its licence and its true hash."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from tests.machine import ROOT

_ROW = re.compile(
    r"^\| (?P<name>[^|]+) \| (?P<version>[^|]+) \| (?P<licence>[^|]+) "
    r"\| `(?P<path>[^`]+)` \| `(?P<hash>\w{64})` \|$"
)
ROWS = [
    found
    for line in (ROOT / "static/vendor/VENDOR.md").read_text(encoding="utf-8").splitlines()
    if (found := _ROW.match(line))
]


def test_each_file_is_as_released() -> None:
    """The SHA-256 of each file is the one noted when it was taken in."""
    assert ROWS
    for row in ROWS:
        assert hashlib.sha256((ROOT / row["path"]).read_bytes()).hexdigest() == row["hash"], row["path"]


def test_no_file_is_unlisted() -> None:
    """Every file of the vendored folders stands in the table, so that none comes in without a licence."""
    listed = {row["path"] for row in ROWS} | {"static/vendor/VENDOR.md"}
    present = {
        path.relative_to(ROOT).as_posix()
        for folder in ("static/vendor", "static/fonts")
        for path in Path(ROOT / folder).rglob("*")
        if path.is_file()
    }
    assert present == listed


def test_each_component_brings_its_licence_text() -> None:
    """A licence file lies beside each component, and the project's own licence is Apache 2.0."""
    for folder in {Path(row["path"]).parent for row in ROWS}:
        assert any((ROOT / folder / name).is_file() for name in ("LICENSE", "OFL.txt")), folder
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
