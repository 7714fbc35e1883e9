"""Promises to voters as of a day: due, kept, broken; each word once, over one row of `item_promise`.

A promise is no record and has no facts; its own dated columns (promised, due, kept) say how it stood on any day, as
far as is known now: what was struck out counts for nothing on any day. Sources: law-and-forms 1.1, 1.3.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, func, or_, select, true
from sqlalchemy.orm import Session

from casework.domain.access import Reader
from casework.domain.items import ItemKind
from casework.domain.vocabulary import RecordKind
from casework.statistics.scope import visible
from casework.store.catalogue_tables import Unit
from casework.store.items import ITEMS
from casework.store.records import RECORDS

Predicate = ColumnElement[bool]
PROMISE, PETITION = ITEMS[ItemKind.PROMISE], RECORDS[RecordKind.PETITION]


def made(day: date) -> Predicate:
    """Đã hứa: promised on the day or before, and not struck out."""
    return and_(PROMISE.c.struck.is_(False), PROMISE.c.promised_on <= day)


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


@dataclass(frozen=True, slots=True)
class PromiseQuestion:
    """Whose promises as of which day: of one unit or session (None: of all)."""

    as_of: date
    unit_id: int | None = None
    session_id: int | None = None


def _asked(question: PromiseQuestion, reader: Reader) -> Predicate:
    parts: list[Predicate] = [PROMISE.c.of_kind == RecordKind.PETITION.value]
    if question.unit_id is not None:
        parts.append(PROMISE.c.unit_id == question.unit_id)
    if question.session_id is not None:
        parts.append(PETITION.c.session_id == question.session_id)
    seen = visible(reader, RecordKind.PETITION, PETITION.c.id)
    return and_(true(), *parts, *(() if seen is None else (seen,)))


def _joined() -> Any:
    return PROMISE.join(PETITION, PETITION.c.id == PROMISE.c.of_id)


def count_promises(session: Session, question: PromiseQuestion, reader: Reader) -> dict[str, int]:
    """How many promises each word of `WORDS` counts, of the petitions that `reader` sees; one pass."""
    sums = [func.count().filter(word.condition(question.as_of)).label(code) for code, word in WORDS.items()]
    row = session.execute(select(*sums).select_from(_joined()).where(_asked(question, reader))).mappings().one()
    return {code: int(row[code]) for code in WORDS}


def promises_by_unit(
    session: Session, question: PromiseQuestion, reader: Reader
) -> list[tuple[int | None, str, dict[str, int]]]:
    """The same by unit: id (None: no unit told), name, counts; in Vietnamese order, units without any left out."""
    sums = [func.count().filter(word.condition(question.as_of)).label(code) for code, word in WORDS.items()]
    query = (
        select(PROMISE.c.unit_id, Unit.name, *sums)
        .select_from(_joined().outerjoin(Unit, Unit.id == PROMISE.c.unit_id))
        .where(_asked(question, reader))
        .group_by(PROMISE.c.unit_id, Unit.name, Unit.name_sort)
        .order_by(Unit.name_sort, PROMISE.c.unit_id)
    )
    found = []
    for row in session.execute(query).mappings():
        counts = {code: int(row[code]) for code in WORDS}
        if counts["made"]:
            found.append((row["unit_id"], row["name"] or "", counts))
    return found


def select_promises(
    session: Session, word: str, question: PromiseQuestion, reader: Reader, offset: int = 0, limit: int | None = None
) -> list[RowMapping]:
    """The promises that `word` counts, the earliest due first: the promise's columns, petition_code, petition_content,
    unit_name. Raises KeyError for a word that there is not."""
    query = (
        select(
            PROMISE,
            PETITION.c.code.label("petition_code"),
            PETITION.c.content.label("petition_content"),
            Unit.name.label("unit_name"),
        )
        .select_from(_joined().outerjoin(Unit, Unit.id == PROMISE.c.unit_id))
        .where(_asked(question, reader), WORDS[word].condition(question.as_of))
        .order_by(PROMISE.c.due_on, PROMISE.c.id)
        .offset(offset)
    )
    return list(session.execute(query.limit(limit) if limit is not None else query).mappings().all())
