"""The metadata that every table hangs on, and the names of its constraints (the same in both databases)."""

from __future__ import annotations

from functools import cache

from sqlalchemy import BigInteger, FromClause, Integer, MetaData
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

BigKey = BigInteger().with_variant(Integer(), "sqlite")
"""A 64-bit key; INTEGER on SQLite, where only that spelling is the row's own number."""


class Base(DeclarativeBase):
    """Base of the typed models."""

    metadata = MetaData(naming_convention=NAMING)


metadata = Base.metadata


@cache
def alias_for(table: FromClause, use: str) -> FromClause:  # noqa: ARG001 - the uses of a table are told apart by it
    """The one alias of `table` for one use: made once, since making one copies every column of a wide table.

    No query for a use may stand within another for the same use.
    """
    return table.alias()
