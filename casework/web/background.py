"""Work that a request does not wait for: one piece at a time in each process, whatever its end told by the work itself.

The thread is no daemon, so that a server that is stopped in order lets it finish within its grace.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

_ONE = threading.Lock()
WAIT = 5.0
"""Seconds after which a piece that waits for its turn says that it is still there."""


def start(work: Callable[[], None], waiting: Callable[[], None]) -> threading.Thread:
    """Begins `work` as soon as no other piece is at it; until then `waiting` is called from time to time."""

    def in_turn() -> None:
        while not _ONE.acquire(timeout=WAIT):
            waiting()
        try:
            work()
        finally:
            _ONE.release()

    thread = threading.Thread(target=in_turn, name="casework-import")
    thread.start()
    return thread
