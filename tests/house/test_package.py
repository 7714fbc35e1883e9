"""The wheel: all code, all reference data, and the top-level folders that casework needs when installed."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

from tests.machine import ROOT


def test_the_wheel_holds_what_casework_needs(tmp_path: Path) -> None:
    """Every module and reference file, and every template, static file and migration below `_data`."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        packed = set(wheel.namelist())
    code = {path.relative_to(ROOT).as_posix() for path in (ROOT / "casework").rglob("*.py")}
    reference = {path.relative_to(ROOT).as_posix() for path in (ROOT / "casework").rglob("*.json")}
    beside = {
        f"casework/_data/{path.relative_to(ROOT).as_posix()}"
        for folder in ("templates", "static", "migrations")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert reference
    assert code | reference | beside <= packed, sorted((code | reference | beside) - packed)
    assert not any(name.endswith((".pyc", ".sqlite")) or "/var/" in name for name in packed)
