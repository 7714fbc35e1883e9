"""Finding records that hold one of some words in the search index: FTS5 on SQLite, the GIN index on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, literal_column, or_, select, table, text

from casework.domain.vocabulary import RecordKind
from casework.store.records import RECORDS

OPEN, PERSON = "search_text", "search_person"


def holding(dialect: str, kind: RecordKind, wanted: Mapping[str, Sequence[str]]) -> ColumnElement[bool]:
    """The condition that a record holds one of the phrases: by search column (`OPEN`, `PERSON`), folded, none empty."""
    record = RECORDS[kind]
    if dialect == "sqlite":
        name = f"{record.name}_search"
        asked = (f"({{{column}}} : ({_fts5(phrases)}))" for column, phrases in wanted.items())
        rows: Select[Any] = select(literal_column("rowid")).select_from(table(name))
        return record.c.id.in_(rows.where(text(f"{name} MATCH :alike")).params(alike=" OR ".join(asked)))
    simple: ColumnElement[str] = literal_column("'simple'")
    return or_(
        *(
            func.to_tsvector(simple, record.c[column]).op("@@")(func.to_tsquery(simple, _tsquery(phrases)))
            for column, phrases in wanted.items()
        )
    )


def _fts5(phrases: Iterable[str]) -> str:
    return " OR ".join(f'"{phrase}"' for phrase in phrases)


def _tsquery(phrases: Iterable[str]) -> str:
    return " | ".join("(" + " <-> ".join(f"'{word}'" for word in phrase.split()) + ")" for phrase in phrases)


def shared(
    dialect: str, kind: RecordKind, wanted: Mapping[str, Sequence[str]], weights: Mapping[str, int]
) -> ColumnElement[int]:
    """How many of the phrases a record holds, each once; those of a column weigh `weights` of that column."""
    place = func.instr if dialect == "sqlite" else func.strpos
    total: ColumnElement[int] = literal(0)
    for column, phrases in wanted.items():
        for phrase in phrases:
            total = total + case((place(RECORDS[kind].c[column], phrase) > 0, weights[column]), else_=0)
    return total
