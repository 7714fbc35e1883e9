"""Registers in the database: who is in them already, the lists that their texts refer to, and bulk writing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from casework.domain.entry import number_key
from casework.domain.events import ALWAYS, FACT_COLUMNS, Stretch
from casework.domain.fields import FIELD_NAMES
from casework.domain.text import fold
from casework.domain.vocabulary import RecordKind, UnitType
from casework.store.catalogue_tables import (
    CouncilResolution,
    CouncilSession,
    Subject,
    Unit,
    UnitAlias,
)
from casework.store.database import insert_rows
from casework.store.facts import insert_facts
from casework.store.records import RECORDS
from casework.store.search import index_added


@dataclass(frozen=True, slots=True)
class Known:
    """A record that a register of this office already has; `code` is "" where the register has no numbers."""

    code: str
    id: int
    row_digest: str
    version: int
    import_position: int | None


def known_records(session: Session, kind: RecordKind, office_id: int) -> dict[tuple[object, ...], Known]:
    """The office's records by their identity: (year, number as recognised), or (digest, occurrence) for receptions."""
    table = RECORDS[kind]
    key = (
        (table.c.row_digest, table.c.occurrence)
        if kind is RecordKind.RECEPTION
        else (table.c.register_year, table.c.code)
    )
    query = select(*key, table.c.id, table.c.row_digest, table.c.version, table.c.import_position)
    rows = session.execute(query.where(table.c.office_id == office_id))
    if kind is RecordKind.RECEPTION:
        return {(row[0], row[1]): Known("", *row[2:]) for row in rows}
    return {(row[0], number_key(row[1])): Known(*row[1:]) for row in rows}


def unit_rows(session: Session) -> list[tuple[int, str, bool, date | None, date | None, tuple[str, ...]]]:
    """Units with their aliases: id, name, collective, valid_from, valid_to, folded names."""
    aliases: dict[int, list[str]] = {}
    for unit_id, alias in session.execute(select(UnitAlias.unit_id, UnitAlias.alias)):
        aliases.setdefault(unit_id, []).append(alias)
    return [
        (u.id, u.name, u.type == UnitType.COLLECTIVE, u.valid_from, u.valid_to, tuple(aliases.get(u.id, ())))
        for u in session.scalars(select(Unit))
    ]


def unit_named(session: Session, name: str) -> tuple[int, str] | None:
    """The id and the canonical name of the unit that bears a name, or had it; None when there is none."""
    wanted = fold(name)
    for unit_id, canonical, _collective, _from, _to, aliases in unit_rows(session):
        if wanted in (fold(canonical), *aliases):
            return unit_id, canonical
    return None


def session_rows(session: Session) -> list[CouncilSession]:
    """All sessions of the Council and the National Assembly."""
    return list(session.scalars(select(CouncilSession)))


def council_resolution_rows(session: Session) -> list[CouncilResolution]:
    """All council resolutions."""
    return list(session.scalars(select(CouncilResolution)))


def subject_names(session: Session) -> dict[str, list[str]]:
    """Subject names by the register mark of the reference data."""
    found: dict[str, list[str]] = {}
    for name, register in session.execute(select(Subject.name, Subject.register)):
        for mark in register.split(","):
            found.setdefault(mark, []).append(name)
    return found


def add_session(session: Session, body: str, term: str, number: int) -> int:
    """The id of a session that a register names, added with its days unknown where the list does not hold it."""
    table = CouncilSession
    found = session.scalar(select(table.id).where(table.body == body, table.term == term, table.number == number))
    if found is not None:
        return found
    row = CouncilSession(body=body, term=term, number=number, kind="", confidence="")
    session.add(row)
    session.flush()
    return row.id


def add_council_resolution(session: Session, number: str, passed_on: date) -> int:
    """The id of a resolution that a register names, added where the list does not hold it."""
    table = CouncilResolution
    found = session.scalar(select(table.id).where(table.number == number, table.passed_on == passed_on))
    if found is not None:
        return found
    row = CouncilResolution(number=number, passed_on=passed_on)
    session.add(row)
    session.flush()
    return row.id


NewRecord = tuple[Any, ...]
"""id, office_id, register_year, opened_on, version, row_digest, occurrence, search texts (2), *field values."""


def record_columns(kind: RecordKind) -> tuple[str, ...]:
    """The columns of a `NewRecord`, then the three positions that are known only when it is written."""
    own = ("id", "office_id", "register_year", "opened_on", "version", "row_digest", "occurrence")
    positions = ("import_position", "created_position", "changed_position")
    return (*own, "search_text", "search_person", *FIELD_NAMES[kind], *positions)


def insert_records(session: Session, kind: RecordKind, rows: Sequence[NewRecord], position: int) -> None:
    """Bulk insert of imported records, in the order of their ids, at a journal position."""
    tail = (position, position, position)
    insert_rows(session, RECORDS[kind], record_columns(kind), (row + tail for row in rows))
    index_added(session, kind, [row[0] for row in rows])


def insert_timelines(
    session: Session, kind: RecordKind, timelines: Iterable[tuple[int, list[Stretch]]], position: int
) -> None:
    """Bulk insert of the facts of new records at a journal position."""

    opened = FACT_COLUMNS[kind].index("opened_on")
    rows: list[tuple[Any, ...]] = [
        (record_id, start, end, position, ALWAYS, *facts)
        for record_id, stretches in timelines
        for start, end, facts in stretches
    ]
    rows.sort(key=lambda row: row[5 + opened])
    insert_facts(session, kind, rows)


def set_digests(session: Session, kind: RecordKind, digests: Mapping[int, str]) -> None:
    """Notes what the newest register said of records, so that the same file again changes nothing."""
    table = RECORDS[kind]
    rows = [{"record": record_id, "digest": digest} for record_id, digest in digests.items()]
    if rows:
        statement = update(table).where(table.c.id == bindparam("record")).values(row_digest=bindparam("digest"))
        session.execute(statement, rows)
