"""Refuse words that no file of this project may hold.

Registry hosts, internal addresses and places on a developer's machine; notes of unfinished work; doubles
of our own code. The words are put together from pieces here, so that this file passes its own check.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

_SKIPPED_FOLDERS = frozenset(
    {".git", ".venv", "var", "build", "dist", "node_modules", "__pycache__", ".hypothesis"}
    | {f".{tool}_cache" for tool in ("pytest", "mypy", "ruff", "import_linter")}
)
_SKIPPED_PLACES = ("static/vendor/", "static/fonts/")
_SKIPPED_SUFFIXES = frozenset({".ttf", ".xlsx", ".xls", ".pdf", ".png", ".pyc", ".ico", ".woff2"})

_HOSTS = ("pypi" + ".org", "python" + "hosted", "npm" + "js.org", "yarn" + "pkg.com", "deb.deb" + "ian.org")
_PLACES = (
    "/work/" + "main",
    "/work/" + "shared",
    "/ro" + "ot/",
    "/ho" + "me/",
    "/opt/py" + "pi",
    "/Us" + "ers/",
)

RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("tên máy chủ gói phần mềm", re.compile("|".join(map(re.escape, _HOSTS)))),
    (
        "đường dẫn trên máy của người viết",
        re.compile(r"(?<![\w.])(?:" + "|".join(map(re.escape, _PLACES)) + ")"),
    ),
    (
        "địa chỉ mạng nội bộ",
        re.compile(r"(?<![\w.])(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}(?![\w.])"),
    ),
    ("việc còn bỏ dở", re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME)\b")),
    ("giả lập trong phép thử", re.compile(r"\bunittest\.mo" + "ck\\b|\\bfrom unittest import mo" + "ck\\b")),
)


@dataclass(frozen=True)
class Finding:
    """One refused word: file, line (from 1), the rule it breaks and the word."""

    path: str
    line: int
    rule: str
    word: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}: {self.word}"


def check_text(path: str, text: str) -> list[Finding]:
    """The refused words of one text."""
    return [
        Finding(path, text.count("\n", 0, found.start()) + 1, rule, found[0])
        for rule, pattern in RULES
        for found in pattern.finditer(text)
    ]


def check_tree(root: Path) -> list[Finding]:
    """The refused words of every text file below `root` that is the project's own."""
    return [
        finding
        for path in _files(root)
        for finding in check_text(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8", errors="replace"))
    ]


def _files(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED_FOLDERS and not name.endswith(".egg-info"))
        for path in (Path(folder, name) for name in sorted(names)):
            place = path.relative_to(root).as_posix()
            if not place.startswith(_SKIPPED_PLACES) and path.suffix not in _SKIPPED_SUFFIXES:
                yield path


if __name__ == "__main__":
    refused = check_tree(ROOT)
    for item in refused:
        print(item)
    sys.exit(1 if refused else 0)
