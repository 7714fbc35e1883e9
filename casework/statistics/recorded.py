"""Whether anything of a register had been recorded yet: before that a figure is "chưa ghi nhận", which is not nought.

Asked of the records that the reader may see: the first recording of what is hidden from him is not told either.
"""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind
from casework.statistics.scope import Scope
from casework.store.journal import JournalEvent
from casework.store.memory import position_of_kinds, remembered
from casework.store.records import RECORDS


def first_recorded(session: Session, kind: RecordKind, scope: Scope) -> int | None:
    """The journal position at which the first record of `kind` in `scope` was recorded; None: there is none."""
    return remembered(
        session,
        ("first recorded", kind, scope),
        lambda: _first_recorded(session, kind, scope),
        position_of_kinds(kind.value),
    )


def _first_recorded(session: Session, kind: RecordKind, scope: Scope) -> int | None:
    record = RECORDS[kind]
    seen = scope.conditions(kind, record.c.id)
    found: int | None
    if seen:
        found = session.scalar(select(func.min(record.c.created_position)).where(*seen))
    else:
        found = session.scalar(select(func.min(JournalEvent.position)).where(JournalEvent.kind == kind.value))
    return found


def unrecorded_kinds(session: Session, question: Question, scope: Scope) -> frozenset[RecordKind]:
    """The kinds in `scope` of which nothing was recorded up to the day of knowledge that `question` asks for.

    None where no such day is asked for (`known_on`): an empty register of today holds nought.
    """
    if question.known is None or question.known_on is None:
        return frozenset()
    firsts = {kind: first_recorded(session, kind, scope) for kind in scope.kinds}
    return frozenset(kind for kind, first in firsts.items() if first is None or first > question.known)
