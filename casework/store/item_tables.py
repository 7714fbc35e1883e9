"""The tables of items, made from `domain.items`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import Boolean, Column, Index, Integer, String, Table

from casework.domain.items import ITEM_FIELDS, ItemKind
from casework.store.base import BigKey, metadata
from casework.store.records import column_type

OF_KIND, OF_ID, STRUCK = "of_kind", "of_id", "struck"
"""Under these names an item's first event says which record it belongs to, and its last that it was struck out."""

INDEXED: Mapping[ItemKind, tuple[tuple[str, ...], ...]] = MappingProxyType(
    {
        ItemKind.ASSIGNMENT: (("unit_id",), ("person_id",)),
        ItemKind.LINK: (("to_kind", "to_id"),),
        ItemKind.PROPOSAL: (("unit_id",),),
        ItemKind.PROMISE: (("due_on",),),
        ItemKind.PAPER: (),
        ItemKind.ATTACHMENT: (("sha256",),),
        ItemKind.DENIAL: (("person_id",),),
        ItemKind.DESTRUCTION: (("verdict",),),
        ItemKind.HOLD: (),
        ItemKind.SEAL: (),
        ItemKind.OPENING: (("verdict",),),
        ItemKind.MEETING: (),
    }
)
"""What items are looked up by, besides the record that they belong to."""


def _table(kind: ItemKind) -> Table:
    name = f"item_{kind.value}"
    return Table(
        name,
        metadata,
        Column("id", BigKey, primary_key=True, autoincrement=False),
        Column(OF_KIND, String(20), nullable=False),
        Column(OF_ID, BigKey, nullable=False),
        Column(STRUCK, Boolean, nullable=False),
        Column("version", Integer, nullable=False),
        Column("created_position", BigKey, nullable=False),
        Column("changed_position", BigKey, nullable=False),
        *(Column(f.name, column_type(f), nullable=True) for f in ITEM_FIELDS[kind]),
        Index(f"ix_{name}_of", OF_KIND, OF_ID),
        *(Index(f"ix_{name}_{'_'.join(columns)}", *columns) for columns in INDEXED[kind]),
    )


ITEMS: Mapping[ItemKind, Table] = MappingProxyType({kind: _table(kind) for kind in ItemKind})
