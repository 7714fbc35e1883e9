"""Notices as their reader may see them: of records that are open to him still, asked in the base query."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session

from casework.domain.access import Reader, level
from casework.domain.access_levels import Level
from casework.domain.vocabulary import RecordKind
from casework.statistics.scope import visible
from casework.store.notices import Notice
from casework.store.records import RECORDS


@lru_cache(maxsize=256)
def own_and_seen(reader: Reader) -> ColumnElement[bool]:
    """The condition on `Notice` that it is the reader's own and that he may (still) see its record."""
    ways: list[ColumnElement[bool]] = []
    for kind in RecordKind:
        if level(reader, kind) < Level.LIST:
            continue
        record = RECORDS[kind]
        seen = visible(reader, kind, record.c.id)
        of_kind = Notice.of_kind == kind.value
        # Asked of the record of each notice, of which there are few: not of every record that the reader may see.
        own = select(record.c.id).where(record.c.id == Notice.of_id).correlate(Notice)
        ways.append(of_kind if seen is None else and_(of_kind, own.where(seen).exists()))
    return and_(Notice.recipient_id == reader.user_id, or_(false(), *ways))


def count_unread(session: Session, reader: Reader) -> int:
    """How many notices wait to be read."""
    query = select(func.count()).select_from(Notice).where(own_and_seen(reader), Notice.read_at.is_(None))
    return int(session.scalar(query) or 0)
