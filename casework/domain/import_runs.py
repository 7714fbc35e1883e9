"""How an import in the background stands, and how long it may still take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from casework.domain.vocabulary import Term


class RunState(Term):
    """Tình trạng của một lần nhập."""

    RUNNING = "running", "Đang làm"
    DONE = "done", "Đã xong"
    REFUSED = "refused", "Không nhận"
    CUT = "cut", "Bị ngắt"


@dataclass(frozen=True, slots=True)
class Run:
    """A run as its officer sees it. `stores`: whether it stores or only checks; `result`: counts, or why not."""

    id: int
    stores: bool
    state: RunState
    stage: str
    done: int
    total: int
    begun_at: datetime
    stage_at: datetime
    beat_at: datetime
    result: dict[str, object]

    @property
    def seconds_left(self) -> int | None:
        """How long the stage may still take at the pace that it had; None while that cannot be told."""
        gone = (self.beat_at - self.stage_at).total_seconds()
        if not 0 < self.done < self.total or gone <= 0:
            return None
        return max(1, round(gone / self.done * (self.total - self.done)))
