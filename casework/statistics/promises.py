"""Promises to voters as of a day, as known now or at a journal position: how many of each word, by unit, and which.

Words: `statistics.promise_words`. Counted are the promises of the petitions that the reader sees.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import FromClause, RowMapping, and_, func, select
from sqlalchemy.orm import Session

from casework.domain.access import Reader
from casework.domain.items import ItemKind
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind
from casework.statistics.predicates import held
from casework.statistics.promise_words import PROMISE, WORDS, Predicate, PromiseWord
from casework.statistics.scope import visible
from casework.store.catalogue_tables import Unit
from casework.store.items import ITEMS
from casework.store.records import RECORDS

__all__ = [
    "WORDS",
    "PromiseQuestion",
    "PromiseWord",
    "count_promises",
    "promises_by_unit",
    "select_promises",
]

ITEM, PETITION = ITEMS[ItemKind.PROMISE], RECORDS[RecordKind.PETITION]


@dataclass(frozen=True, slots=True)
class PromiseQuestion:
    """Whose promises as of which day: of one unit or session (None: of all); `known`: the last journal position that
    counts, None: all that is known now; `known_on`: the day that people are told for it."""

    as_of: date
    unit_id: int | None = None
    session_id: int | None = None
    known: int | None = None
    known_on: date | None = None


def _asked(question: PromiseQuestion, reader: Reader) -> Predicate:
    parts = [held(PROMISE.c, Question(question.as_of, question.as_of, question.known))]
    if question.unit_id is not None:
        parts.append(PROMISE.c.unit_id == question.unit_id)
    if question.session_id is not None:
        parts.append(PETITION.c.session_id == question.session_id)
    seen = visible(reader, RecordKind.PETITION, PETITION.c.id)
    return and_(*parts, *(() if seen is None else (seen,)))


def _joined() -> FromClause:
    return PROMISE.join(PETITION, PETITION.c.id == PROMISE.c.petition_id)


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
    """The promises that `word` counts, the earliest due first: petition_id, promised_on, due_on, kept_on (as known at
    the question's position); content, document, petition_code, petition_content, unit_name (as they stand now).

    Raises KeyError for a word that there is not.
    """
    query = (
        select(
            PROMISE.c.petition_id,
            PROMISE.c.promised_on,
            PROMISE.c.due_on,
            PROMISE.c.kept_on,
            ITEM.c.content,
            ITEM.c.document,
            PETITION.c.code.label("petition_code"),
            PETITION.c.content.label("petition_content"),
            Unit.name.label("unit_name"),
        )
        .select_from(
            _joined().join(ITEM, ITEM.c.id == PROMISE.c.promise_id).outerjoin(Unit, Unit.id == PROMISE.c.unit_id)
        )
        .where(_asked(question, reader), WORDS[word].condition(question.as_of))
        .order_by(PROMISE.c.due_on, PROMISE.c.promise_id)
        .offset(offset)
    )
    return list(session.execute(query.limit(limit) if limit is not None else query).mappings().all())
