"""After new events of a record: its facts and its row follow from its whole history again."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from casework.domain.derivation import Derive
from casework.domain.events import current_values, standing, timeline
from casework.domain.fields import FIELDS, Value
from casework.domain.vocabulary import RecordKind
from casework.store.facts import replace_facts
from casework.store.journal import history
from casework.store.records import RECORDS
from casework.store.search import index_added, index_taken_out, search_texts


def refold(
    session: Session, kind: RecordKind, record_id: int, position: int, derive: Derive, **more: Value
) -> dict[str, Value]:
    """Rewrites a record's facts and row from its journal as of `position`; returns its values.

    `more`: other columns of the row to set. The version grows by one. Call it once an entry and record.
    """
    stands = standing(history(session, kind, record_id))
    values = current_values(stands)
    replace_facts(session, kind, record_id, position, timeline(kind, stands, derive))
    search_text, search_person = search_texts(kind, values)
    table = RECORDS[kind]
    row: dict[str, Any] = {f.name: values.get(f.name) for f in FIELDS[kind]}
    row |= {"search_text": search_text, "search_person": search_person, "changed_position": position, **more}
    if stands:
        row["opened_on"] = stands[0].happened_on
    index_taken_out(session, kind, record_id)
    session.execute(update(table).where(table.c.id == record_id).values(**row, version=table.c.version + 1))
    index_added(session, kind, record_id, record_id)
    return values
