"""Writing single records: events into the journal, and from the record's whole history its values, facts, search texts.

Everything happens in the caller's transaction: one journal entry an act, and either all of it stays or nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from casework.domain.derivation import Derive
from casework.domain.events import Draft, current_values, timeline
from casework.domain.vocabulary import RecordKind
from casework.store import journal, series
from casework.store.database import portions
from casework.store.duties import rewrite_duties
from casework.store.facts import replace_facts
from casework.store.records import RECORDS
from casework.store.reference_data import load_law
from casework.store.refolding import refold, row_of
from casework.store.search import index_added


class StaleVersionError(Exception):
    """The record was changed since it was read; `current` is its version now. The message is in Vietnamese."""

    def __init__(self, current: int) -> None:
        """Takes the version that the record has now."""
        self.current = current
        super().__init__("Hồ sơ đã được người khác thay đổi. Hãy tải lại để xem bản mới trước khi lưu.")


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the record, its version now, the journal entry."""

    record_id: int
    version: int
    position: int


def _append(session: Session, kind: RecordKind, record_id: int, drafts: Sequence[Draft], act: journal.Act) -> int:
    first = series.reserve(session, "event", len(drafts))
    rows = [journal.prepare_event(first + n, kind, record_id, draft) for n, draft in enumerate(drafts)]
    return journal.append(session, act, rows)


def create_record(
    session: Session,
    kind: RecordKind,
    *,
    office_id: int,
    register_year: int,
    row_digest: str,
    drafts: Sequence[Draft],
    act: journal.Act,
    derive: Derive,
) -> Written:
    """A new record from its first events, the opening one first. `row_digest`: of its content after withholding."""
    journal.lock(session)
    table = RECORDS[kind]
    record_id = series.reserve(session, "record", 1)
    alike = select(func.count()).where(table.c.office_id == office_id, table.c.row_digest == row_digest)
    occurrence = session.scalar(alike) or 0
    position = _append(session, kind, record_id, drafts, act)
    history = journal.history(session, kind, record_id)
    session.execute(
        insert(table).values(
            id=record_id,
            office_id=office_id,
            register_year=register_year,
            version=1,
            row_digest=row_digest,
            occurrence=occurrence,
            import_position=None,
            created_position=position,
            changed_position=position,
            **row_of(kind, history),
        )
    )
    index_added(session, kind, [record_id])
    replace_facts(session, kind, position, {record_id: timeline(kind, history, derive)})
    rewrite_duties(session, kind, {record_id: current_values(history)}, load_law(session))
    return Written(record_id, 1, position)


def claim_versions(session: Session, kind: RecordKind, expected: Mapping[int, int]) -> None:
    """Makes this transaction the journal's only writer, and passes when the records still have these versions.

    Raises StaleVersionError when one has another, LookupError when there is no such record.
    """
    journal.lock(session)
    table = RECORDS[kind]
    for portion in portions(expected):
        rows = session.execute(select(table.c.id, table.c.version).where(table.c.id.in_(portion)))
        held: dict[int, int] = {row.id: row.version for row in rows}
        for record_id in portion:
            if record_id not in held:
                raise LookupError(f"{kind.value} {record_id}")
            if held[record_id] != expected[record_id]:
                raise StaleVersionError(held[record_id])


def add_events(
    session: Session,
    kind: RecordKind,
    record_id: int,
    drafts: Sequence[Draft],
    act: journal.Act,
    derive: Derive,
    expected_version: int,
) -> Written:
    """Further events of a record in one journal entry. Raises StaleVersionError when it was changed meanwhile."""
    claim_versions(session, kind, {record_id: expected_version})
    position = _append(session, kind, record_id, drafts, act)
    refold(session, kind, position, derive, {record_id: {}})
    return Written(record_id, expected_version + 1, position)
