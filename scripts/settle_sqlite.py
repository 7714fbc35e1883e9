"""Fold the write-ahead log of a SQLite file into the file, on disk, so that it can be renamed alone."""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path


def settle(path: Path) -> None:
    """Leave `path` whole: no log beside it, every page on disk. Raises when another process still uses it."""
    connection = sqlite3.connect(path)
    try:
        (mode,) = connection.execute("PRAGMA journal_mode=DELETE").fetchone()
        if mode != "delete":
            raise RuntimeError(f"cơ sở dữ liệu còn đang được dùng: {path}")
    finally:
        connection.close()
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


if __name__ == "__main__":
    settle(Path(sys.argv[1]))
