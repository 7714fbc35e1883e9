"""The facts of promises: a row being a stretch of journal positions in which what is counted of one was held to be so.

Like those of records they follow from the journal in the transaction of the entry, so that a promise can be asked as it
was known then (design.md, decision 3).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import Date, Integer, delete, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from casework.domain.events import Event
from casework.domain.items import ItemKind
from casework.domain.promises import promise_facts
from casework.store import journal
from casework.store.base import Base, BigKey
from casework.store.database import portions

Line = tuple[int, int, int, date, date, date | None, int | None]
"""known_from, known_to, petition_id, promised_on, due_on, kept_on, unit_id."""


class PromiseFactRow(Base):
    """What was held of a promise from one journal position to another (half open)."""

    __tablename__ = "promise_facts"
    promise_id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    known_from: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    known_to: Mapped[int] = mapped_column(BigKey)
    petition_id: Mapped[int] = mapped_column(BigKey, index=True)
    promised_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date, index=True)
    kept_on: Mapped[date | None] = mapped_column(Date)
    unit_id: Mapped[int | None] = mapped_column(Integer)


_COLUMNS = ("known_from", "known_to", "petition_id", "promised_on", "due_on", "kept_on", "unit_id")


def _lines(history: Sequence[Event]) -> list[Line]:
    return [
        (one.known_from, one.known_to, one.petition_id, one.promised_on, one.due_on, one.kept_on, one.unit_id)
        for one in promise_facts(history)
    ]


def rewrite_promises(session: Session, promise_ids: Sequence[int]) -> None:
    """The facts of some promises are those that their events make."""
    for portion in portions(promise_ids):
        session.execute(delete(PromiseFactRow).where(PromiseFactRow.promise_id.in_(portion)))
        rows = [
            {"promise_id": key, **dict(zip(_COLUMNS, line, strict=True))}
            for key, history in journal.histories(session, ItemKind.PROMISE, portion).items()
            for line in _lines(history)
        ]
        if rows:
            session.execute(insert(PromiseFactRow), rows)


def differing_promises(session: Session, repair: bool) -> Iterator[int]:
    """The ids of the promises whose facts are not those that their events make; `repair` makes them so."""
    held: dict[int, list[Line]] = {}
    columns = [getattr(PromiseFactRow, name) for name in _COLUMNS]
    order = (PromiseFactRow.promise_id, PromiseFactRow.known_from)
    for key, *line in session.execute(select(PromiseFactRow.promise_id, *columns).order_by(*order)):
        held.setdefault(key, []).append(tuple(line))
    wanted = {key: _lines(history) for key, history in journal.all_histories(session, ItemKind.PROMISE)}
    wrong = sorted(key for key in wanted.keys() | held.keys() if wanted.get(key, []) != held.get(key, []))
    if repair:
        rewrite_promises(session, wrong)
    yield from wrong
