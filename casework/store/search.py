"""Searching registers without accents: FTS5 on SQLite, tsvector on PostgreSQL, over the same folded words.

Two texts a record: `search_text` for whoever may list the register, `search_person` (names, addresses) only for who may
see identities, so that no search tells a reader what the list hides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, func, literal_column, or_, select, table, text
from sqlalchemy.orm import Session

from casework.domain.fields import IDENTITY_FIELDS, NUMBERS, SEARCHED, Value
from casework.domain.similar_keys import searched_keys
from casework.domain.similarity import PLACED, bare_place
from casework.domain.text import fold
from casework.domain.vocabulary import RecordKind
from casework.store.database import portions
from casework.store.records import RECORDS

_NOT_WORD = re.compile(r"[\W_]+")
_PLAIN = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")
_SPACED = bytes(c if chr(c).isalnum() and c < 0x80 else 0x20 for c in range(256))


def words_of(raw: str) -> str:
    """The folded words of a text, punctuation gone: "Mã KNCT-44" → "ma knct 44".

    Text of Vietnamese letters takes a short way with the same outcome: its marks are dropped as bytes.
    """
    decomposed = unicodedata.normalize("NFD", raw.casefold().replace("đ", "d"))
    if _PLAIN.issuperset(decomposed):
        return b" ".join(decomposed.encode("ascii", "ignore").translate(_SPACED).split()).decode("ascii")
    return _NOT_WORD.sub(" ", fold(raw)).strip()


def _written(name: str, value: Value) -> str:
    """A value as the index holds it: a number without the blanks and dots that people put into it."""
    return _NOT_WORD.sub("", str(value)) if name in NUMBERS else str(value)


Keys = dict[tuple[str, str | None], tuple[str, str]]
"""The words of contents, and the keys with their places, for who writes many records at once: registers repeat their
wording."""


def search_texts(kind: RecordKind, values: Mapping[str, Value], made: Keys | None = None) -> tuple[str, str]:
    """search_text and search_person of a record with these values; behind the words the keys of `similar_keys`.

    `made`: what was made before in this act; new ones are added.
    """
    identity = IDENTITY_FIELDS[kind]
    content, place = str(values.get("content") or ""), str(values.get("place") or "")
    told = (content, place if kind in PLACED else None)
    known = None if made is None else made.get(told)
    if known is None:
        known = words_of(content), searched_keys(content, bare_place(place)[1] if kind in PLACED else None)
        if made is not None:
            made[told] = known
    words, keys = known
    texts = [words if n == "content" else words_of(str(values[n])) for n in _OPEN[kind] if values.get(n)]
    person = " ".join([_written(n, values[n]) for n in SEARCHED[kind] if n in identity and values.get(n)])
    return " ".join([text for text in (*texts, keys) if text]), words_of(person) if person else ""


_OPEN = {kind: tuple(n for n in names if n not in IDENTITY_FIELDS[kind]) for kind, names in SEARCHED.items()}


def _phrases(query: str) -> list[str]:
    """What must all be found: each quoted phrase as a whole, else each blank-separated piece."""
    quoted = re.findall(r'["“”]([^"“”]+)["“”]', query)
    rest = re.sub(r'["“”][^"“”]*["“”]?', " ", query)
    return [phrase for phrase in (words_of(piece) for piece in [*quoted, *rest.split()]) if phrase]


def matching(
    dialect: str, kind: RecordKind, query: str, with_person: bool, column: ColumnElement[Any]
) -> ColumnElement[bool] | None:
    """As `matches`, for a column that holds the record's id."""
    condition = matches(dialect, kind, query, with_person)
    if condition is None or dialect != "sqlite":
        return None if condition is None else column.in_(select(RECORDS[kind].c.id).where(condition))
    return column.in_(_fts5(RECORDS[kind], _phrases(query), _columns(with_person)))


def found_ids(dialect: str, kind: RecordKind, query: str, with_person: bool) -> Select[Any] | None:
    """SELECT of the ids (`id`) of the records that `matches`, as the index gives them; None for no words."""
    phrases = _phrases(query)
    if dialect == "sqlite" and phrases:
        return _fts5(RECORDS[kind], phrases, _columns(with_person), "id")
    found = matches(dialect, kind, query, with_person)
    return None if found is None else select(RECORDS[kind].c.id).where(found)


def _columns(with_person: bool) -> str:
    return "{search_text search_person}" if with_person else "search_text"


def matches(
    dialect: str, kind: RecordKind, query: str, with_person: bool, one_by_one: bool = False
) -> ColumnElement[bool] | None:
    """The condition that a record holds every word of `query` (the last one may be cut short); None for no words.

    `one_by_one`: to be asked of records that are at hand, not of the index (PostgreSQL).
    """
    phrases = _phrases(query)
    if not phrases:
        return None
    record = RECORDS[kind]
    if dialect == "sqlite":
        return record.c.id.in_(_fts5(record, phrases, _columns(with_person)))
    columns = [record.c[c] for c in (["search_text", "search_person"] if with_person else ["search_text"])]
    return or_(*(_read(column, phrases) if one_by_one else _indexed(column, phrases) for column in columns))


def _indexed(column: ColumnElement[str], phrases: list[str]) -> ColumnElement[bool]:
    return func.to_tsvector(literal_column("'simple'"), column).op("@@", is_comparison=True)(_tsquery(phrases))


def _read(column: ColumnElement[str], phrases: list[str]) -> ColumnElement[bool]:
    """As `_indexed`, in a form that no index is of. Taking a text to pieces costs PostgreSQL fifty times as much as
    looking whether the words stand in it at all, which it is asked first."""
    words = [word for phrase in phrases for word in phrase.split() if word.isalpha() or word.isdigit()]
    plain = [column.like(f"%{word}%") for word in words]
    return and_(*plain, _indexed(column.concat(""), phrases))


_NUMBER = re.compile(r"\+?\d[\d\s.\-]{4,}\d")
"""A number as people write it, with blanks and dots."""


def names_person(dialect: str, kind: RecordKind, query: str) -> ColumnElement[bool] | None:
    """The condition that the persons of a record bear every word of `query`, or the number that it is; None: no words.

    Words are parts of names and addresses without accents; a number may be cut short at its end.
    """
    typed = query.strip()
    phrases = [_NOT_WORD.sub("", typed)] if _NUMBER.fullmatch(typed) else words_of(query).split()
    if not phrases:
        return None
    record = RECORDS[kind]
    if dialect == "sqlite":
        return record.c.id.in_(_fts5(record, phrases, "search_person"))
    return func.to_tsvector(literal_column("'simple'"), record.c.search_person).op("@@")(_tsquery(phrases))


def _fts5(record: Table, phrases: list[str], columns: str, called: str = "rowid") -> Select[Any]:
    name = f"{record.name}_search"
    match = " AND ".join([f'"{p}"' for p in phrases[:-1]] + [f'"{phrases[-1]}"*'])
    rows: Select[Any] = select(literal_column("rowid").label(called)).select_from(table(name))
    return rows.where(text(f"{name} MATCH :fts")).params(fts=f"{columns} : ({match})")


def _tsquery(phrases: list[str]) -> ColumnElement[object]:
    pieces = [" <-> ".join(f"'{word}'" for word in phrase.split()) for phrase in phrases]
    pieces[-1] += ":*"
    return func.to_tsquery(literal_column("'simple'"), " & ".join(f"({piece})" for piece in pieces))


def index_added(session: Session, kind: RecordKind, record_ids: Sequence[int]) -> None:
    """Puts records into the search index by their ids (PostgreSQL keeps its own)."""
    _index(session, kind, record_ids, "rowid", "id")


def index_taken_out(session: Session, kind: RecordKind, record_ids: Sequence[int]) -> None:
    """Takes records out of the search index; to be called before their search texts change."""
    _index(session, kind, record_ids, f"{RECORDS[kind].name}_search, rowid", "'delete', id")


def forget_words(session: Session, kind: RecordKind) -> None:
    """Merges the index of a kind, so that no part of it keeps words of texts that were taken out of it."""
    if session.connection().dialect.name == "sqlite":
        name = f"{RECORDS[kind].name}_search"
        session.execute(text(f"INSERT INTO {name}({name}) VALUES ('optimize')"))  # noqa: S608 - our own names


def _index(session: Session, kind: RecordKind, record_ids: Sequence[int], columns: str, keys: str) -> None:
    if session.connection().dialect.name != "sqlite":
        return
    name = RECORDS[kind].name
    statement = text(
        f"INSERT INTO {name}_search({columns}, search_text, search_person) "  # noqa: S608 - our own names
        f"SELECT {keys}, search_text, search_person FROM {name} WHERE id IN :ids"
    ).bindparams(bindparam("ids", expanding=True))
    for portion in portions(record_ids):
        session.execute(statement, {"ids": portion})
