"""The file of anchors: one line of JSON an anchor, only ever added to, kept where the database's owner cannot write."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from casework.domain.anchors import LABELS, Anchor, Head


class AnchorFileError(ValueError):
    """A file of anchors that cannot be read; the Vietnamese message names the line."""


def read_anchors(path: Path) -> list[Anchor]:
    """The anchors of a file, in its order; [] for a file that is not there yet. Raises AnchorFileError."""
    if not path.exists():
        return []
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            told = json.loads(line)
            if told["log"] not in LABELS:
                raise KeyError(told["log"])
            head = Head(int(told["count"]), str(told["hash"]))
            found.append(Anchor(told["log"], head, datetime.fromisoformat(told["noted_at"])))
        except (ValueError, KeyError, TypeError) as error:
            raise AnchorFileError(
                f"Tệp dấu neo “{path.name}”, dòng {number} không đọc được; hãy lấy lại tệp từ bản sao."
            ) from error
    return found


def add_anchors(path: Path, anchors: Iterable[Anchor]) -> None:
    """Adds anchors at the end of a file; on the disk when this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        json.dumps(
            {"log": one.log, "count": one.head.count, "hash": one.head.hash, "noted_at": one.noted_at.isoformat()}
        )
        for one in anchors
    ]
    with path.open("a", encoding="utf-8") as file:
        file.write("".join(f"{line}\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())
