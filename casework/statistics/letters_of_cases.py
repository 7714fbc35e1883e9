"""The letters of which cases were made: who leads a case reads them (`scope`), and they stay where they are kept."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, select

from casework.domain.fields import DENUNCIATION
from casework.domain.items import ItemKind, LinkType
from casework.domain.vocabulary import RecordKind
from casework.store.base import alias_for
from casework.store.items import ITEMS

_MADE_CASES = (LinkType.CASE_OF_LETTER.value, LinkType.JOINED.value)


def letters_of(cases: Select[Any]) -> Select[Any]:
    """SELECT of the ids of the letters of which `cases`, a SELECT of ids, were made or which joined them."""
    link = alias_for(ITEMS[ItemKind.LINK], "letters")
    return select(link.c.of_id).where(
        link.c.of_kind == RecordKind.LETTER.value,
        link.c.to_kind == RecordKind.CASE.value,
        link.c.link_type.in_(_MADE_CASES),
        link.c.struck.is_(False),
        link.c.to_id.in_(cases),
    )


def on_side(record: FromClause, denounces: bool) -> ColumnElement[bool]:
    """The condition that a letter or case is a denunciation, or that it is none: the two tell nothing of each other."""
    return record.c.type == DENUNCIATION if denounces else record.c.type != DENUNCIATION
