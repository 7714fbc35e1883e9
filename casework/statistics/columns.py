"""What stands beside a row of facts without being a fact: the register of a record, and sums with a value for unknown.

Which unit keeps the register of a record never changes, so it is looked up by the record's id.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, FromClause, func, select

from casework.store.base import alias_for
from casework.store.facts import FACTS
from casework.store.records import RECORDS

_RECORD = {table.name: RECORDS[kind] for kind, table in FACTS.items()}

WHEN_UNKNOWN: Mapping[str, int] = MappingProxyType({"matters": 1})
"""Quantities that count for a record that does not tell them: a visit concerns one matter."""


def column_of(table: FromClause, name: str) -> ColumnElement[Any]:
    """The column `name` of a row of facts, or of the record it is of where the facts have none."""
    if name in table.c:
        return table.c[name]
    base: Any = getattr(table, "element", table)
    record = alias_for(_RECORD[base.name], "beside")
    return select(record.c[name]).where(record.c.id == table.c.record_id).correlate(table).scalar_subquery()


def quantity_of(table: FromClause, name: str) -> ColumnElement[Any]:
    """The quantity `name` of a row of facts, as it is summed."""
    column: ColumnElement[Any] = table.c[name]
    return func.coalesce(column, WHEN_UNKNOWN[name]) if name in WHEN_UNKNOWN else column
