"""Remembering what was worked out from one state of the journal.

Facts, and whatever else changes only with a journal entry, are the same as long as the journal's last position is; so
what was counted from them may be remembered under that position, and is never stale. Each process remembers for itself.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Select, column, func, select, table, text
from sqlalchemy.orm import Session

Answer = TypeVar("Answer")
MEMORY, POSITION, REFERENCE = "casework.memory", "casework.position", "casework.reference"


class Memory:
    """The newest answers of one database, at most `size` of them, least recently asked first forgotten."""

    def __init__(self, size: int = 512) -> None:
        self._size, self._lock = size, Lock()
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, key: Hashable) -> tuple[bool, Any]:
        """Whether `key` is remembered, and its answer."""
        with self._lock:
            if key not in self._answers:
                return False, None
            self._answers.move_to_end(key)
            return True, self._answers[key]

    def keep(self, key: Hashable, answer: object) -> None:
        """Remembers an answer."""
        with self._lock:
            self._answers[key] = answer
            self._answers.move_to_end(key)
            while len(self._answers) > self._size:
                self._answers.popitem(last=False)


def position_of(session: Session) -> int:
    """The journal's last position as this look sees it; asked once a look."""
    if POSITION not in session.info:
        session.info[POSITION] = session.scalar(text("SELECT max(position) FROM journal_entry")) or 0
    return int(session.info[POSITION])


def reference_position(session: Session) -> int:
    """The position of the last entry that may follow a change of reference data: units, sessions, calendar, limits."""
    if REFERENCE not in session.info:
        query = text("SELECT max(position) FROM journal_entry WHERE act IN ('import', 'rebuild', 'reference')")
        session.info[REFERENCE] = session.scalar(query) or 0
    return int(session.info[REFERENCE])


DECIDING = ("assignment", "denial", "replacement")
"""What decides who sees a record (with it, what anyone may count changes too), or takes away what it told."""
THROUGH = {"letter": ("case", "link"), "petition": ("promise",)}
"""Through what else a record of a kind is seen, or counted: who leads a case sees the letters of which it was made, and
petitions with broken promises are counted."""


def position_of_kinds(*kinds: str) -> Callable[[Session], int]:
    """The last position at which the facts of these record kinds may have changed: an officer's letter does not make
    the petitions be counted anew."""

    wanted = sorted({*kinds, *DECIDING, *(more for kind in kinds for more in THROUGH.get(kind, ()))})

    def last(session: Session) -> int:
        missing = [kind for kind in wanted if f"{POSITION}.{kind}" not in session.info]
        if missing:
            newest: list[Select[Any]] = [
                select(func.max(column("position"))).select_from(table("journal_event")).where(column("kind") == kind)
                for kind in missing
            ]
            row = session.execute(select(*(query.scalar_subquery() for query in newest))).one()
            session.info.update({f"{POSITION}.{kind}": found or 0 for kind, found in zip(missing, row, strict=True)})
        return max(reference_position(session), *(int(session.info[f"{POSITION}.{kind}"]) for kind in wanted))

    return last


def remembered(
    session: Session,
    key: tuple[Hashable, ...],
    make: Callable[[], Answer],
    position: Callable[[Session], int] = position_of,
) -> Answer:
    """What `make` works out, or what it worked out before from the same journal `position` under the same `key`.

    Only in a look (`Database.read`): a session that writes works everything out anew. Answers are shared: nobody may
    change one.
    """
    memory: Memory | None = session.info.get(MEMORY)
    if memory is None:
        return make()
    full = (position(session), *key)
    known, answer = memory.get(full)
    if not known:
        answer = make()
        memory.keep(full, answer)
    found: Answer = answer
    return found
