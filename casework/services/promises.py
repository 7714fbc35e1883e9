"""The lists of promises to voters: how many were made, kept, broken as of a day, and which; by unit and session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casework.domain.access import NoSuchRecordError, Reader, may_see
from casework.domain.vocabulary import RecordKind
from casework.statistics.labels import load_labels
from casework.statistics.promises import (
    WORDS,
    PromiseQuestion,
    PromiseWord,
    count_promises,
    promises_by_unit,
    select_promises,
)
from casework.store.database import Database

__all__ = ["MOST_LISTED", "WORDS", "PromiseList", "PromiseQuestion", "promise_list"]

MOST_LISTED = 500
"""How many promises one page shows; the number beside the list is exact."""


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A promise in a list; `days_late`: since its day passed, 0 where it has not, or where it was kept in time."""

    petition_id: int
    petition_code: str
    petition_content: str
    unit: str
    content: str
    document: str
    promised_on: date
    due_on: date
    kept_on: date | None
    days_late: int


@dataclass(frozen=True, slots=True)
class PromiseList:
    """Promises as of a day: the number of each word, by unit, and the rows of the word that is listed."""

    word: PromiseWord
    counts: dict[str, int]
    by_unit: tuple[tuple[int | None, str, dict[str, int]], ...]
    rows: tuple[PromiseRow, ...]
    unit: str
    session: str


def promise_list(db: Database, reader: Reader, word: str, question: PromiseQuestion) -> PromiseList:
    """The promises of the petitions that `reader` sees. Raises NoSuchRecordError; KeyError for an unknown word."""
    if not may_see(reader, RecordKind.PETITION):
        raise NoSuchRecordError
    with db.read() as session:
        labels = load_labels(session)
        counts = count_promises(session, question, reader)
        by_unit = promises_by_unit(session, question, reader)
        rows = select_promises(session, word, question, reader, limit=MOST_LISTED)
    return PromiseList(
        WORDS[word],
        counts,
        tuple((key, name or "Chưa ghi đơn vị", sums) for key, name, sums in by_unit),
        tuple(
            PromiseRow(
                row["petition_id"],
                row["petition_code"],
                row["petition_content"],
                row["unit_name"] or "",
                row["content"],
                row["document"] or "",
                row["promised_on"],
                row["due_on"],
                row["kept_on"],
                _late(row["due_on"], row["kept_on"], question.as_of),
            )
            for row in rows
        ),
        labels.units.get(str(question.unit_id), ""),
        labels.sessions.get(str(question.session_id), ""),
    )


def _late(due: date, kept: date | None, as_of: date) -> int:
    end = kept if kept is not None and kept <= as_of else as_of
    return max((end - due).days, 0)
