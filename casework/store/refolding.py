"""After new events of records: their facts and their rows follow from their whole histories again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from casework.domain.derivation import Derive
from casework.domain.events import Event, current_values, standing, timeline
from casework.domain.fields import FIELDS, Value
from casework.domain.vocabulary import RecordKind
from casework.store.database import portions
from casework.store.duties import rewrite_duties
from casework.store.facts import replace_facts
from casework.store.journal import histories
from casework.store.records import RECORDS
from casework.store.reference_data import load_law
from casework.store.search import index_added, index_taken_out, search_texts


def row_of(kind: RecordKind, stands: Sequence[Event]) -> dict[str, Any]:
    """What the row of a record holds when these events stand: its first day, its fields, its search texts."""
    values = current_values(stands)
    search_text, search_person = search_texts(kind, values)
    own = {"opened_on": stands[0].happened_on, "search_text": search_text, "search_person": search_person}
    return {**{f.name: values.get(f.name) for f in FIELDS[kind]}, **own}


def refold(
    session: Session, kind: RecordKind, position: int, derive: Derive, records: Mapping[int, Mapping[str, Value]]
) -> None:
    """Rewrites the facts and rows of some records from their journal as of `position`.

    `records`: by id, other columns of the row to set (of all the same ones). Each version grows by one. Call it once
    an entry and record.
    """
    for portion in portions(records):
        stands = {key: standing(events) for key, events in histories(session, kind, portion).items()}
        timelines = {key: timeline(kind, events, derive) for key, events in stands.items()}
        replace_facts(session, kind, position, timelines)
        rows = {
            key: {**row_of(kind, events), "changed_position": position, **records[key]}
            for key, events in stands.items()
        }
        index_taken_out(session, kind, portion)
        _update(session, kind, rows)
        rewrite_duties(
            session, kind, {key: current_values(events) for key, events in stands.items()}, load_law(session)
        )
        index_added(session, kind, portion)


def _update(session: Session, kind: RecordKind, rows: Mapping[int, Mapping[str, Any]]) -> None:
    table = RECORDS[kind]
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in next(iter(rows.values()))}
    statement = update(table).where(table.c.id == bindparam("record")).values(**values, version=table.c.version + 1)
    session.execute(
        statement,
        [{"record": key, **{f"new_{name}": value for name, value in row.items()}} for key, row in rows.items()],
    )
