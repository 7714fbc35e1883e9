"""The counted words of promises to voters, each once, over one row of `promise_facts`. Sources: law-and-forms 1.1, 1.3.

A row is there only while the promise was not struck out; which rows count is `held`: as known now, or at a position.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sqlalchemy import ColumnElement, FromClause, and_, or_

from casework.store.promise_facts import PromiseFactRow

Predicate = ColumnElement[bool]
PROMISE: FromClause = PromiseFactRow.__table__


def made(day: date) -> Predicate:
    """Đã hứa: promised on the day or before."""
    return PROMISE.c.promised_on <= day


def kept(day: date) -> Predicate:
    """Đã thực hiện by the end of the day."""
    return and_(made(day), PROMISE.c.kept_on <= day)


def not_kept(day: date) -> Predicate:
    """Chưa thực hiện by the end of the day."""
    return and_(made(day), or_(PROMISE.c.kept_on.is_(None), PROMISE.c.kept_on > day))


def due(day: date) -> Predicate:
    """Đến hạn: promised for a day before this one."""
    return and_(made(day), PROMISE.c.due_on < day)


def broken(day: date) -> Predicate:
    """Quá hạn: promised for a day before this one, and not kept by its end."""
    return and_(due(day), not_kept(day))


def waiting(day: date) -> Predicate:
    """Còn trong hạn: not kept yet, the day promised has not passed."""
    return and_(not_kept(day), PROMISE.c.due_on >= day)


@dataclass(frozen=True, slots=True)
class PromiseWord:
    """A counted word of promises: code, label, condition, definition in one sentence."""

    code: str
    label: str
    condition: Callable[[date], Predicate]
    definition: str


WORDS: Mapping[str, PromiseWord] = MappingProxyType(
    {
        word.code: word
        for word in (
            PromiseWord("made", "Đã hứa", made, "Số lời hứa ghi trong văn bản trả lời, lộ trình đến hết ngày tính."),
            PromiseWord("due", "Đã đến hạn", due, "Trong số đã hứa: số có thời hạn trước ngày tính."),
            PromiseWord("kept", "Đã thực hiện", kept, "Trong số đã hứa: số đã thực hiện xong đến hết ngày tính."),
            PromiseWord(
                "broken",
                "Quá hạn chưa thực hiện",
                broken,
                "Trong số đã hứa: số có thời hạn trước ngày tính mà đến hết ngày đó chưa thực hiện xong.",
            ),
            PromiseWord(
                "waiting", "Còn trong hạn", waiting, "Trong số đã hứa: số chưa thực hiện xong mà thời hạn chưa qua."
            ),
        )
    }
)
