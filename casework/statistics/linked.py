"""What linked records are called, for who looks at one of them: only those that he sees, and that name no denouncer.

A denunciation is told of no record that is none, and the other way round, also where they were linked before one of
them turned out to be a denunciation: the other one's sender would be known as the one who denounced.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.access import Reader, may_see
from casework.domain.access_levels import TYPED
from casework.domain.events import Event
from casework.domain.fields import DENUNCIATION
from casework.domain.items import ItemKind, LinkType
from casework.domain.vocabulary import EventName, RecordKind
from casework.domain.words import titled
from casework.statistics.scope import visible
from casework.store.items import ITEMS
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


def telling_splits(
    session: Session, kind: RecordKind, record_id: int, events: Sequence[Event], *, denunciation: bool
) -> list[Event]:
    """The history of a letter without splittings that would tell of a denunciation (of one that is: of another letter).

    A splitting is told where a letter of the same side stands linked with it, whether or not the reader sees that one;
    else what it changed is told as a change of the letter, and nothing where it changed nothing. New splittings of that
    sort leave no event; older ones did, and a letter may turn out to be a denunciation later.
    """
    splits = [event for event in events if event.name is EventName.LETTER_SPLIT]
    if kind is not RecordKind.LETTER or not splits:
        return list(events)
    link, letter = ITEMS[ItemKind.LINK], RECORDS[RecordKind.LETTER]
    same = letter.c.type == DENUNCIATION if denunciation else letter.c.type != DENUNCIATION
    days = session.scalars(
        select(link.c.linked_on)
        .join(letter, letter.c.id == link.c.of_id)
        .where(
            link.c.link_type == LinkType.SPLIT_FROM.value,
            link.c.of_kind == kind.value,
            link.c.to_kind == kind.value,
            link.c.to_id == record_id,
            same,
        )
    )
    left = Counter(days)
    neutral: dict[int, Event | None] = {}
    for event in splits:
        if event.target is None and left[event.happened_on] > 0:
            left[event.happened_on] -= 1
        elif event.target is None or event.target in neutral:
            neutral[event.id] = replace(event, name=EventName.CHANGED) if "content" in event.changes else None
    dropped = {key for key, told in neutral.items() if told is None}
    told = [neutral.get(event.id, event) for event in events if event.target not in dropped]
    return [event for event in told if event is not None]
