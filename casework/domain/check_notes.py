"""Giải trình: what somebody says of a check that does not hold, signed by name, beside what is seen now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from casework.domain.checks import CheckResult

LONGEST_NOTE = 4_000


class CheckNoteError(ValueError):
    """A note that cannot be kept; the Vietnamese message says why."""


@dataclass(frozen=True, slots=True)
class Note:
    """A kept note: `seen` is what it was written about (`CheckResult.seen`), `arithmetic` the sum as it stood then."""

    body: str
    signed_as: str
    written_at: datetime
    seen: str
    arithmetic: str
    position: int

    def answers(self, result: CheckResult) -> bool:
        """Whether what the note explains is still what is seen."""
        return self.seen == result.seen


@dataclass(frozen=True, slots=True)
class NotedCheck:
    """A check with the notes on it, the newest first."""

    result: CheckResult
    notes: tuple[Note, ...] = ()

    @property
    def explained(self) -> bool:
        """Whether a note answers what is seen now."""
        return any(note.answers(self.result) for note in self.notes)

    @property
    def state(self) -> str:
        """In a word: "Khớp", "Đã giải trình", "Giải trình đã cũ", "Chưa giải trình"."""
        if self.result.holds:
            return "Khớp"
        if self.explained:
            return "Đã giải trình"
        return "Giải trình đã cũ" if self.notes else "Chưa giải trình"

    def as_json(self) -> dict[str, object]:
        """The check and its notes as plain data, for freezing."""
        return {
            **self.result.as_json(),
            "state": self.state,
            "notes": [
                {
                    "body": note.body,
                    "signed_as": note.signed_as,
                    "written_at": note.written_at.isoformat(),
                    "arithmetic": note.arithmetic,
                    "current": note.answers(self.result),
                    "position": note.position,
                }
                for note in self.notes
            ],
        }


def check_note(result: CheckResult, seen: str, body: str) -> str:
    """The text of a note that may be kept on `result`; `seen`: what its writer had before his eyes.

    Raises CheckNoteError where there is nothing to explain, what is seen has changed, or the text is empty or too long.
    """
    text = "\n".join(line.rstrip() for line in body.replace("\r\n", "\n").strip().split("\n"))
    if result.holds:
        raise CheckNoteError("Kiểm tra này đã khớp, không có gì phải giải trình.")
    if seen != result.seen:
        raise CheckNoteError(
            "Số liệu đã thay đổi từ khi mở trang này. Hãy xem lại chênh lệch mới rồi ký lại; nội dung vừa viết vẫn giữ."
        )
    if not text:
        raise CheckNoteError("Hãy viết nội dung giải trình.")
    if len(text) > LONGEST_NOTE:
        raise CheckNoteError(f"Nội dung giải trình dài quá {LONGEST_NOTE} ký tự; hãy viết gọn lại.")
    return text


def told(checks: Sequence[NotedCheck]) -> str:
    """How the checks stand, in one line: "Kiểm tra số liệu: 88/89 phép kiểm tra khớp; 1 phép chưa khớp, …"."""
    held = sum(one.result.holds for one in checks)
    wrong = [one for one in checks if not one.result.holds]
    line = f"Kiểm tra số liệu: {held}/{len(checks)} phép kiểm tra khớp"
    if not wrong:
        return f"{line}."
    explained = sum(one.explained for one in wrong)
    return f"{line}; {len(wrong)} phép chưa khớp, {explained} phép đã giải trình."
