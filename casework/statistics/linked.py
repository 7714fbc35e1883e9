"""What linked records are called, for who looks at one of them: only those that he sees, and that name no denouncer.

A denunciation is told of no record that is none, and the other way round, also where they were linked before one of
them turned out to be a denunciation: the other one's sender would be known as the one who denounced.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.access import TYPED, Reader, may_see
from casework.domain.fields import DENUNCIATION
from casework.domain.vocabulary import RecordKind
from casework.domain.words import titled
from casework.statistics.scope import visible
from casework.store.records import RECORDS


def is_denunciation(session: Session, kind: RecordKind, record_id: int) -> bool:
    """Whether the record, as it stands now, is a denunciation."""
    table = RECORDS[kind]
    return kind in TYPED and session.scalar(select(table.c.type).where(table.c.id == record_id)) == DENUNCIATION


def linked_titles(
    session: Session, reader: Reader, kind: RecordKind, ids: Collection[int], *, denunciation: bool
) -> dict[int, str]:
    """What those of some records are called that may be told on the page of a record; `denunciation`: whether it is
    one itself."""
    if not may_see(reader, kind) or not ids:
        return {}
    table = RECORDS[kind]
    columns = [table.c.id, table.c.opened_on, *([table.c.code] if "code" in table.c else [])]
    query = select(*columns).where(table.c.id.in_(ids))
    if kind in TYPED:
        query = query.where(table.c.type == DENUNCIATION if denunciation else table.c.type != DENUNCIATION)
    seen = visible(reader, kind, table.c.id)
    rows = session.execute(query if seen is None else query.where(seen)).mappings()
    return {row["id"]: titled(kind, row.get("code"), row["opened_on"]) for row in rows}
