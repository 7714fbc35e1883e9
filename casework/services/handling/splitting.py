"""Splitting a petition into parts, and undoing it, in one transaction (`domain.petition_parts`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.access import Reader
from casework.domain.derivation import dated
from casework.domain.entry import EntryError, register_year
from casework.domain.events import events_of
from casework.domain.fields import Value, field
from casework.domain.items import LinkType
from casework.domain.petition_parts import INHERITED, MOST_PARTS, part_code, why_not_restore, why_not_split
from casework.domain.vocabulary import EventName, HandledWithin
from casework.files.digest import digest
from casework.files.form_values import read_values
from casework.services.handling.holding import Moved
from casework.services.handling.petition_acts import PETITION, Doing, Taken, doing_on
from casework.store import entry_lookups
from casework.store.database import Database
from casework.store.records import RECORDS
from casework.store.writing import create_record

PART_FIELDS = ("content", "subject", "competence")
"""What is told of each part; the rest it has from the petition that it is split from."""


def split(
    db: Database,
    reader: Reader,
    record_id: int,
    parts: Sequence[Mapping[str, object]],
    values: Mapping[str, object],
    version: int,
    *,
    on: date,
    now: datetime,
) -> list[int]:
    """Splits a petition into `parts` (each: `PART_FIELDS`, as typed); returns the ids of the new petitions.

    `values`: happened_on, reason. The parts begin on that day, in the same basket and of the same session; the petition
    itself is from then on handled in them. Raises EntryError, StaleVersionError, ForbiddenError, NoSuchRecordError.
    """
    with db.write() as session:
        doing = doing_on(session, reader, "split", values, on=on, now=now)
        parent = doing.take(record_id, version)
        why = why_not_split(parent.held.state)
        told = [part for part in parts if str(part.get("content") or "").strip()]
        errors = {"": why} if why else {}
        if not 2 <= len(told) <= MOST_PARTS:
            errors["parts-0-content"] = f"Phải ghi nội dung của ít nhất hai phần, nhiều nhất {MOST_PARTS} phần."
        read = [_read_part(session, number, part, on, errors) for number, part in enumerate(told)]
        if errors:
            raise EntryError(errors)
        doing.absorb(parent, EventName.DIVIDED, HandledWithin.SPLIT)
        return [_add_part(doing, parent, part) for part in read]


def _read_part(
    session: Session, number: int, part: Mapping[str, object], on: date, errors: dict[str, str]
) -> dict[str, Value]:
    given, wrong = read_values([field(PETITION, name) for name in PART_FIELDS], part, on)
    entry_lookups.refer(session, PETITION, given, wrong)
    errors.update({f"parts-{number}-{name}": text for name, text in wrong.items()})
    return given


def _add_part(doing: Doing, parent: Taken, part: Mapping[str, Value]) -> int:
    table = RECORDS[PETITION]
    row = doing.session.execute(
        select(table.c.office_id, table.c.register_year).where(table.c.id == parent.record_id)
    ).one()
    alike = select(table.c.code).where(
        table.c.office_id == row.office_id, table.c.code.startswith(f"{parent.code}/", autoescape=True)
    )
    code = part_code(parent.code, frozenset(doing.session.scalars(alike)))
    inherited = {n: value for n in INHERITED if (value := parent.held.values.get(n)) is not None}
    stored: dict[str, Value] = {**inherited, **part, "code": code, "split_off": True}
    written = create_record(
        doing.session,
        PETITION,
        office_id=row.office_id,
        register_year=register_year(PETITION, code, doing.day),
        row_digest=digest(PETITION, stored),
        drafts=events_of(PETITION, dated(stored, parent.held.law), doing.day),
        act=doing.act,
        derive=parent.held.derive,
    )
    doing.link(written.record_id, LinkType.SPLIT_FROM, parent.record_id)
    return written.record_id


def undo_split(
    db: Database,
    reader: Reader,
    record_id: int,
    values: Mapping[str, object],
    version: int,
    *,
    on: date,
    now: datetime,
) -> Moved:
    """Undoes a splitting: the petition is handled by itself again, its parts stay on record and count for nothing.

    Raises EntryError (a part was itself split or merged meanwhile), and what `split` raises.
    """
    with db.write() as session:
        doing = doing_on(session, reader, "split", values, on=on, now=now)
        parent = doing.take(record_id, version)
        why = why_not_restore(parent.held.values, HandledWithin.SPLIT)
        links = doing.links(LinkType.SPLIT_FROM, to=record_id)
        parts = [(doing.take(row["of_id"]), row) for row in links]
        for part, _row in parts:
            if part.held.values.get("handled_within") or doing.links(LinkType.MERGED_INTO, to=part.record_id):
                why = f"Phần {part.code} đã được tách hoặc gộp tiếp; hãy thôi tách, thôi gộp phần ấy trước."
        if why:
            raise EntryError({"": why})
        for part, row in parts:
            doing.absorb(part, EventName.REJOINED, HandledWithin.UNDONE)
            doing.unlink(row)
        return doing.restore(parent)
