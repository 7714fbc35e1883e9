"""Who stands at the desk: people who came or wrote before, and what became of it, as far as the officer may see.

A person is not an account of his own: he is what visits, letters and cases tell of him. Those that bear the same name
together with the same number, or the same address, are shown as one. Of denunciations nothing is found here, since no
identity is kept with them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.access import LOG, Reader, may, sees_identity
from casework.domain.desk import KEPT
from casework.domain.events import ALWAYS
from casework.domain.fields import field
from casework.domain.text import fold
from casework.domain.vocabulary import RecordKind
from casework.domain.words import Words, titled
from casework.domain.workflow import state_label
from casework.statistics.scope import visible
from casework.store.database import Database
from casework.store.facts import FACTS
from casework.store.journal import JournalEntry, JournalEvent
from casework.store.records import RECORDS
from casework.store.search import names_person, words_of

KINDS = (RecordKind.CASE, RecordKind.LETTER, RecordKind.RECEPTION)
PERSON = ("person_name", "person_address", "person_id_number", "person_phone")
SHORTEST = 2
"""Signs that must be typed before anybody is looked for."""
_READ, _SHOWN, _PAST = 60, 8, 12
_BACK = 4000


@dataclass(frozen=True, slots=True)
class Earlier:
    """A visit, letter or case of a person: `content` clipped, `state` in words."""

    kind: RecordKind
    id: int
    title: str
    opened_on: date
    type_label: str
    content: str
    state: str


@dataclass(frozen=True, slots=True)
class PersonFound:
    """A person as the newest record tells of him, and what there was, newest first; `values` by name of the box."""

    values: Mapping[str, str]
    earlier: tuple[Earlier, ...]
    more: int

    @property
    def newest(self) -> Earlier:
        """The newest record."""
        return self.earlier[0]


def people(db: Database, reader: Reader, text: str) -> list[PersonFound]:
    """People who bear every word of `text` in name or address, or the number that it is; those who came last first.

    [] for fewer than `SHORTEST` signs. Looks only through what `reader` may see with identities.
    """
    if len(words_of(text)) < SHORTEST:
        return []
    with db.read() as session:
        rows = [row for kind in KINDS if sees_identity(reader, kind) for row in _found(session, reader, kind, text)]
    return _grouped(rows, text)


def person_of(db: Database, reader: Reader, kind: RecordKind, record_id: int) -> Mapping[str, str]:
    """Who the person of a record is, by name of the box; {} when the reader may not see it."""
    if kind not in KINDS or not sees_identity(reader, kind):
        return {}
    table = RECORDS[kind]
    seen = visible(reader, kind, table.c.id)
    query = select(*(table.c[name] for name in PERSON)).where(table.c.id == record_id)
    with db.read() as session:
        row = session.execute(query if seen is None else query.where(seen)).mappings().first()
    return {name: value for name, value in row.items() if value} if row else {}


def kept_values(db: Database, reader: Reader) -> dict[str, str]:
    """What the next visit most likely shares with the last one that `reader` entered."""
    table = RECORDS[RecordKind.RECEPTION]
    if not may(reader.role, LOG[RecordKind.RECEPTION]):
        return {}
    with db.read() as session:
        newest = session.scalar(select(JournalEntry.position).order_by(JournalEntry.position.desc()).limit(1)) or 0
        entered = (
            select(JournalEvent.record_id)
            .join(JournalEntry, JournalEntry.position == JournalEvent.position)
            .where(
                JournalEvent.kind == RecordKind.RECEPTION.value,
                JournalEvent.position > newest - _BACK,
                JournalEntry.actor_id == reader.user_id,
                JournalEntry.act == "log",
            )
            .order_by(JournalEvent.position.desc())
            .limit(1)
        )
        row = session.execute(select(*(table.c[name] for name in KEPT)).where(table.c.id == entered.scalar_subquery()))
        found = row.mappings().first()
    return {name: value for name, value in found.items() if value} if found else {}


def _found(session: Session, reader: Reader, kind: RecordKind, text: str) -> list[tuple[RecordKind, Any]]:
    record, facts = RECORDS[kind], FACTS[kind]
    named = names_person(session.connection().dialect.name, kind, text)
    if named is None:
        return []
    columns = [record.c[name] for name in ("id", "opened_on", "type", "content", *PERSON)]
    if "code" in record.c:
        columns.append(record.c.code)
    state = (
        select(facts.c.state)
        .where(facts.c.record_id == record.c.id, facts.c.opened_on == record.c.opened_on, facts.c.known_to == ALWAYS)
        .order_by(facts.c.valid_from.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = select(*columns, state.label("state")).where(named, record.c.person_name.is_not(None))
    seen = visible(reader, kind, record.c.id)
    if seen is not None:
        query = query.where(seen)
    rows = session.execute(query.order_by(record.c.id.desc()).limit(_READ)).mappings()
    return [(kind, row) for row in rows]


def _grouped(rows: Sequence[tuple[RecordKind, Any]], text: str) -> list[PersonFound]:
    ordered = sorted(rows, key=lambda one: (one[1]["opened_on"], one[1]["id"]), reverse=True)
    groups: list[tuple[set[tuple[str, str]], list[tuple[RecordKind, Any]]]] = []
    for kind, row in ordered:
        keys = _keys(row)
        for known, members in groups:
            if known & keys:
                known |= keys
                members.append((kind, row))
                break
        else:
            groups.append((keys, [(kind, row)]))
    wanted = fold(text)
    groups.sort(key=lambda group: not fold(str(group[1][0][1]["person_name"])).startswith(wanted))
    return [_person(members) for _keys_of, members in groups[:_SHOWN]]


def _keys(row: Any) -> set[tuple[str, str]]:
    """By what two records are told to be of one person: the name with a number, or with the address."""
    name = fold(row["person_name"])
    return {(name, fold(row[n])) for n in PERSON[1:] if row[n]} or {(name, "")}


def _person(members: Sequence[tuple[RecordKind, Any]]) -> PersonFound:
    values: dict[str, str] = {}
    for name in PERSON:
        told = next((row[name] for _kind, row in members if row[name]), None)
        if told:
            values[name] = told
    return PersonFound(
        values, tuple(_earlier(kind, row) for kind, row in members[:_PAST]), max(len(members) - _PAST, 0)
    )


def _earlier(kind: RecordKind, row: Any) -> Earlier:
    words = Words({}, {}, {})
    content = str(row["content"] or "")
    return Earlier(
        kind,
        row["id"],
        titled(kind, row.get("code"), row["opened_on"]),
        row["opened_on"],
        words.text(field(kind, "type"), row["type"]),
        content if len(content) <= 110 else content[:109].rstrip() + "…",
        state_label(kind, row["state"]) if row["state"] else "",
    )
