"""The record tables, one a kind, declared from `domain.fields`: current values, identity in its register, search texts.

A record of a register is known by (source office, year, number); a row without a number by the digest of its content
after withholding and its n-th occurrence (issue 2, section 4). That no denouncer's identity is kept is a CHECK.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeEngine

from casework.domain.fields import FIELD_NAMES, FIELDS, IDENTITY_FIELDS, Field, Shape
from casework.domain.vocabulary import RecordKind
from casework.store.base import BigKey, metadata

TABLE_NAMES: Mapping[RecordKind, str] = MappingProxyType(
    {
        RecordKind.PETITION: "petition",
        RecordKind.RECEPTION: "reception",
        RecordKind.LETTER: "letter",
        RecordKind.CASE: "kntc_case",
        RecordKind.FEEDBACK: "feedback",
    }
)

OWN_COLUMNS = (
    "id",
    "office_id",
    "register_year",
    "opened_on",
    "version",
    "row_digest",
    "occurrence",
    "import_position",
    "created_position",
    "changed_position",
    "search_text",
    "search_person",
)
"""Columns that every record table has besides its fields."""


def column_type(field: Field) -> TypeEngine[Any]:
    """The SQL type of a field."""
    if field.shape is Shape.DATE:
        return Date()
    if field.shape is Shape.COUNT:
        return Integer()
    if field.shape is Shape.FLAG:
        return Boolean(create_constraint=False)
    if field.shape is Shape.RECORD:
        return BigKey
    if field.shape in (Shape.UNIT, Shape.SESSION, Shape.COUNCIL_RESOLUTION, Shape.ACCOUNT):
        return Integer()
    if field.shape is Shape.TERM:
        return String(30)
    return Text() if field.limit > 500 else String(field.limit)


REFERENCES = MappingProxyType(
    {
        Shape.UNIT: "unit.id",
        Shape.SESSION: "council_session.id",
        Shape.COUNCIL_RESOLUTION: "council_resolution.id",
    }
)


def _column(field: Field) -> Column[Any]:
    reference = REFERENCES.get(field.shape)
    keys = [ForeignKey(reference)] if reference else []
    return Column(
        field.name, column_type(field), *keys, nullable=True, index=True if field.shape is Shape.UNIT else None
    )


def _table(kind: RecordKind) -> Table:
    fields = FIELDS[kind]
    coded = any(f.name == "code" for f in fields)
    identity: list[CheckConstraint | UniqueConstraint] = []
    if IDENTITY_FIELDS[kind]:
        empty = " AND ".join(f"{name} IS NULL" for name in IDENTITY_FIELDS[kind])
        identity.append(
            CheckConstraint(f"type <> 'denunciation' OR ({empty} AND search_person = '')", name="denouncer_not_kept")
        )
    key = ("office_id", "register_year", "code") if coded else ("office_id", "row_digest", "occurrence")
    return Table(
        TABLE_NAMES[kind],
        metadata,
        Column("id", BigKey, primary_key=True, autoincrement=False),
        Column("office_id", ForeignKey("unit.id"), nullable=False),
        Column("register_year", Integer, nullable=False),
        Column("opened_on", Date, nullable=False),
        Column("version", Integer, nullable=False),
        Column("row_digest", String(64), nullable=False),
        Column("occurrence", Integer, nullable=False),
        Column("import_position", BigKey, nullable=True),
        Column("created_position", BigKey, nullable=False),
        Column("changed_position", BigKey, nullable=False),
        Column("search_text", Text, nullable=False),
        Column("search_person", Text, nullable=False),
        *(_column(field) for field in fields),
        UniqueConstraint(*key),
        *(Index(f"ix_{TABLE_NAMES[kind]}_{f.name}", f.name) for f in fields if f.shape is Shape.RECORD),
        *identity,
    )


RECORDS: Mapping[RecordKind, Table] = MappingProxyType({kind: _table(kind) for kind in RecordKind})

RECORD_COLUMNS: Mapping[RecordKind, tuple[str, ...]] = MappingProxyType(
    {kind: OWN_COLUMNS + FIELD_NAMES[kind] for kind in RecordKind}
)
