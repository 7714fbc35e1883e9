"""Units that merge or split: the old ones end, the new ones begin, and no record is rewritten.

Open records of the old units are shown before; they are handed over by the bulk assignment of the work lists.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.domain.access import Act, Reader, require
from casework.domain.events import ALWAYS, FOREVER
from casework.domain.text import fold, sort_key
from casework.domain.unit_structure import UnitChangeError, check_change
from casework.domain.vocabulary import RecordKind, UnitType
from casework.statistics.scope import visible
from casework.store import journal
from casework.store.catalogue_tables import Unit, UnitAlias, UnitSuccessor
from casework.store.database import Database
from casework.store.facts import FACTS
from casework.store.unit_structure import refresh_units_today

__all__ = ["OpenWork", "UnitChangeError", "UnitLine", "change_units", "open_work", "units"]


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit with its days and who took over from it."""

    id: int
    name: str
    type: UnitType
    valid_from: date | None
    valid_to: date | None
    successors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenWork:
    """How many open records of a kind a unit leads."""

    unit_id: int
    name: str
    kind: RecordKind
    count: int


def units(db: Database) -> list[UnitLine]:
    """All units in Vietnamese order."""
    with db.read() as session:
        rows = session.scalars(select(Unit).order_by(Unit.name_sort, Unit.id)).all()
        names = {row.id: row.name for row in rows}
        taken: dict[int, list[str]] = {}
        for link in session.scalars(select(UnitSuccessor)):
            taken.setdefault(link.unit_id, []).append(names[link.successor_id])
        return [
            UnitLine(r.id, r.name, UnitType.of(r.type), r.valid_from, r.valid_to, tuple(sorted(taken.get(r.id, []))))
            for r in rows
        ]


def open_work(db: Database, reader: Reader, unit_ids: Sequence[int]) -> list[OpenWork]:
    """The open records that these units lead, as far as `reader` may see them. Raises ForbiddenError."""
    require(reader.role, Act.REFERENCE)
    found = []
    with db.read() as session:
        names = {row.id: row.name for row in session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(unit_ids)))}
        for kind in RecordKind:
            facts = FACTS[kind]
            if "unit_id" not in facts.c:
                continue
            query = select(facts.c.unit_id, func.count()).where(
                facts.c.known_to == ALWAYS,
                facts.c.valid_to == FOREVER,
                facts.c.closed_on.is_(None),
                facts.c.unit_id.in_(unit_ids),
            )
            seen = visible(reader, kind, facts.c.record_id)
            query = query if seen is None else query.where(seen)
            for unit_id, count in session.execute(query.group_by(facts.c.unit_id)):
                found.append(OpenWork(unit_id, names[unit_id], kind, count))
    return found


def change_units(
    db: Database,
    reader: Reader,
    olds: Sequence[int],
    news: Sequence[int],
    new_name: str,
    new_type: UnitType,
    basis: str,
    on: date,
    now: datetime,
) -> list[int]:
    """From `on` the units `olds` have ended and `news` (and a new one called `new_name`) took over; the ids of these.

    `basis`: the paper that says so. Raises UnitChangeError, ForbiddenError.
    """
    require(reader.role, Act.REFERENCE)
    if not basis.strip():
        raise UnitChangeError("Hãy ghi căn cứ: văn bản sáp nhập, chia tách.")
    with db.write() as session:
        journal.lock(session)
        held = {row.id: row for row in session.scalars(select(Unit).where(Unit.id.in_([*olds, *news])))}
        if len(held) != len({*olds, *news}):
            raise UnitChangeError("Có đơn vị không còn trong danh mục; hãy chọn lại.")
        heirs = [*news]
        if new_name.strip():
            heirs.append(_added(session, new_name.strip(), new_type, basis, on))
        check_change(olds, heirs, {key: row.valid_to for key, row in held.items()}, on)
        for unit_id in olds:
            held[unit_id].valid_to = on - timedelta(days=1)
            for heir in heirs:
                if session.get(UnitSuccessor, (unit_id, heir)) is None:
                    session.add(UnitSuccessor(unit_id=unit_id, successor_id=heir))
        session.flush()
        refresh_units_today(session)
        told = {"units": {"old": list(olds), "new": heirs, "from": on.isoformat(), "basis": basis.strip()[:300]}}
        note = json.dumps(told, ensure_ascii=False)
        journal.append(session, journal.Act("reference", reader.user_id, reader.os_user, now, note), [])
        return heirs


def _added(session: Session, name: str, unit_type: UnitType, basis: str, on: date) -> int:
    if session.scalar(select(UnitAlias.unit_id).where(UnitAlias.alias == fold(name)).limit(1)) is not None:
        raise UnitChangeError(f"Đã có đơn vị tên “{name}”; hãy chọn đơn vị ấy trong danh sách đơn vị kế thừa.")
    unit = Unit(
        code=None,
        name=name[:200],
        name_sort=sort_key(name)[:400],
        type=unit_type.value,
        valid_from=on,
        valid_to=None,
        confidence="high",
        source=basis.strip()[:300],
    )
    session.add(unit)
    session.flush()
    session.add(UnitAlias(unit_id=unit.id, alias=fold(name)))
    return unit.id
