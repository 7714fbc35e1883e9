"""Anchors (dấu neo): how long a chained log is and the hash of its last entry, noted where the database cannot reach.

A chain alone does not tell that its end was cut off, nor that somebody with the right to write made it anew from some
entry on; an anchor kept outside does (security.md 0, finding 3; 2, row 34).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

JOURNAL, ACCESS = "journal", "access"
LABELS = {JOURNAL: "Nhật ký hồ sơ", ACCESS: "Nhật ký truy cập"}
"""The two chained logs, and what they are called."""


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a log: the number of its entries, and the hash of the last."""

    count: int
    hash: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """The end of a log at an instant (UTC), as it was noted outside."""

    log: str
    head: Head
    noted_at: datetime


@dataclass(frozen=True, slots=True)
class VerifyFault:
    """Where a log, or what follows from it, is not what it was: `place` names it, `message` says how."""

    log: str
    position: int | None
    place: str
    message: str


def head_line(head: Head) -> str:
    """The sentence that a paper prints."""
    return f"Nhật ký khi in: {head.count} mục, mã băm {head.hash}."


def against(anchor: Anchor, count: int, hash_there: str | None) -> VerifyFault | None:
    """What an anchor tells of a log that has `count` entries now; `hash_there`: that of the anchor's entry, if any."""
    if anchor.head.count == 0:
        return None
    label = LABELS[anchor.log]
    noted = f"dấu neo ngày {anchor.noted_at:%d/%m/%Y %H:%M} (giờ UTC)"
    place = f"{label}, mục {anchor.head.count}"
    if count < anchor.head.count:
        return VerifyFault(
            anchor.log, count, place, f"{noted} có {anchor.head.count} mục, nay chỉ còn {count}: phần cuối đã bị cắt bỏ"
        )
    if hash_there != anchor.head.hash:
        return VerifyFault(
            anchor.log,
            anchor.head.count,
            place,
            f"{noted} ghi mã băm khác: phần từ mục này trở về trước đã bị làm lại",
        )
    return None
