"""Records that may be duplicates of one that is being entered: candidates from the search index, then the scorer.

The reader's rows are a condition of the query itself, before anything is ranked or cut off, and the scorer looks at two
records alone: a record that the reader may not see changes neither what is suggested nor in which order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.orm import Session

from casework.domain.access import Reader, may_see, sees_identity
from casework.domain.access_levels import TYPED
from casework.domain.fields import DENUNCIATION, FIELDS, IDENTITY_FIELDS
from casework.domain.similar_keys import keys, place_keys
from casework.domain.similarity import ENOUGH, PLACED, Likeness, Matter, compare, identity
from casework.domain.vocabulary import RecordKind
from casework.statistics.scope import visible
from casework.store.records import RECORDS
from casework.store.similar import OPEN, PERSON, holding, shared

CANDIDATES = 60
"""How many records of a kind are looked at closely: those that share the most."""
RANK = {OPEN: 1, PERSON: 4}
_COMPARED = ("code", "type", "place", "subject", "content")


@dataclass(frozen=True, slots=True)
class Alike:
    """A record that may be the same matter, in words that its reader may see."""

    kind: RecordKind
    id: int
    code: str
    opened_on: date
    place: str
    content: str
    likeness: Likeness


def alike(
    session: Session, reader: Reader, kind: RecordKind, matter: Matter, *, but: int | None = None, most: int = 5
) -> list[Alike]:
    """The records of `kind` that may be the same matter, the likest first, at most `most`; `but`: leave this one out.

    Of a denunciation only other denunciations, by their content, and only those that the reader may list.
    """
    if not may_see(reader, kind) or (matter.secret and kind not in TYPED):
        return []
    query = _query(session.connection().dialect.name, reader, kind, matter)
    if query is None:
        return []
    if but is not None:
        query = query.where(RECORDS[kind].c.id != but)
    found = [_alike(kind, row, matter) for row in session.execute(query)]
    likely = [one for one in found if one.likeness.suggested]
    return sorted(likely, key=lambda one: (-one.likeness.score, -one.id))[:most]


def _alike(kind: RecordKind, row: Row[Any], matter: Matter) -> Alike:
    values = dict(row._mapping)
    likeness = compare(matter, Matter.of(kind, values))
    code, place = str(values.get("code") or ""), str(values.get("place") or "")
    return Alike(kind, values["id"], code, values["opened_on"], place, str(values.get("content") or ""), likeness)


def _query(dialect: str, reader: Reader, kind: RecordKind, matter: Matter) -> Select[Any] | None:
    """The candidates, those that share the most first; None where nothing is told yet that could be looked up."""
    record = RECORDS[kind]
    person = _person(matter) if sees_identity(reader, kind) and not matter.secret else []
    asked = {column: words for column, words in ((OPEN, _keys(kind, matter)), (PERSON, person)) if words}
    if not asked:
        return None
    known = {f.name for f in FIELDS[kind]}
    names = [n for n in _COMPARED if n in known] + (list(IDENTITY_FIELDS[kind]) if person else [])
    query = select(record.c.id, record.c.opened_on, *(record.c[n] for n in names)).where(
        holding(dialect, kind, asked), *_conditions(reader, kind, matter)
    )
    return query.order_by(shared(dialect, kind, asked, RANK).desc(), record.c.id.desc()).limit(CANDIDATES)


def _conditions(reader: Reader, kind: RecordKind, matter: Matter) -> list[ColumnElement[bool]]:
    record = RECORDS[kind]
    made = []
    seen = visible(reader, kind, record.c.id)
    if seen is not None:
        made.append(seen)
    if kind in TYPED:
        made.append(record.c.type == DENUNCIATION if matter.secret else record.c.type != DENUNCIATION)
    return made


def _keys(kind: RecordKind, matter: Matter) -> Sequence[str]:
    """The keys that the wording is looked up by: with a place those of records there, or of none that is known."""
    if matter.reading.weight < ENOUGH:
        return ()
    if kind in PLACED and matter.place:
        return (*place_keys(matter.reading, matter.bare_place), *place_keys(matter.reading, ""))
    return keys(matter.reading)


def _person(matter: Matter) -> list[str]:
    """What the person is looked up by: each number, and the name as a whole."""
    numbers = (identity(n, matter.person.get(n, "")) for n in ("person_id_number", "person_phone"))
    name = identity("person_name", matter.person.get("person_name", ""))
    return [one for one in (*numbers, name if " " in name else "") if one]
