"""The letters that the system itself sends: plain text, a path to open, never an identity (security.md 2)."""

from __future__ import annotations

from collections.abc import Sequence

from casework.domain.notices import SECRET_WORDS
from casework.domain.numerals import write_count

GREETING = "Kính gửi người dùng hệ thống theo dõi kiến nghị cử tri và đơn thư,"
CLOSING = "Thư này do hệ thống gửi tự động; xin không trả lời. Nội dung hồ sơ chỉ xem được trong hệ thống."


def told_line(what: str, title: str, secret: bool, left: str = "") -> str:
    """A line of a letter; of a denunciation nothing but that there is one, not even what has to be done."""
    if secret:
        return f"- {SECRET_WORDS}"
    return f"- {what}: {title}" + (f" ({left})" if left else "")


def _text(lines: Sequence[str], path: str) -> str:
    return "\n".join([GREETING, "", *lines, "", f"Mở trong hệ thống: {path}", "", CLOSING]) + "\n"


def notices_letter(lines: Sequence[str]) -> tuple[str, str]:
    """Subject and text of a letter that tells of notices (`told_line` each)."""
    return f"{write_count(len(lines))} thông báo mới trong hệ thống", _text(lines, "/notices")


def digest_letter(label: str, total: int, lines: Sequence[str], path: str) -> tuple[str, str]:
    """Subject and text of a saved filter's digest: how many lines it has, and the first of them."""
    head = f"{label}: {write_count(total)} việc"
    more = [f"… và {write_count(total - len(lines))} việc khác"] if total > len(lines) else []
    return head, _text([f"{head}.", *lines, *more], path)
