"""What may be destroyed, what waits for a decision, what is held back from it; always of what a reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, RowMapping, and_, func, select
from sqlalchemy.orm import Session

from casework.domain.access import Reader
from casework.domain.destruction import RETENTION, retention_window
from casework.domain.items import DestructionScope, ItemKind, Verdict
from casework.domain.limits import Law
from casework.domain.vocabulary import LetterHandling, RecordKind
from casework.domain.words import titled
from casework.statistics.scope import visible
from casework.store.account_tables import User
from casework.store.destroying import Destruction
from casework.store.items import ITEMS
from casework.store.records import RECORDS


@dataclass(frozen=True, slots=True)
class DueLetter:
    """A filed letter whose time of keeping is over: since which day it was kept, until when it had to be."""

    record_id: int
    title: str
    filed_on: date
    kept_until: date | None


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal with the names of its persons; `decision` and `decided_on` once it was decided."""

    proposal_id: int
    kind: RecordKind
    record_id: int
    title: str
    scope: DestructionScope
    ground: str
    proposer_id: int
    proposer: str
    proposed_on: date
    verdict: Verdict | None
    decision: str
    decider: str
    decided_on: date | None
    remark: str


@dataclass(frozen=True, slots=True)
class Hold:
    """That a record is kept from destruction: since when, by whom, why."""

    item_id: int
    reason: str
    holder: str
    held_on: date


def _standing_hold(kind: RecordKind, record_id: ColumnElement[int]) -> ColumnElement[bool]:
    table = ITEMS[ItemKind.HOLD]
    query = select(table.c.id).where(
        table.c.of_kind == kind.value,
        table.c.of_id == record_id,
        table.c.lifted_on.is_(None),
        table.c.struck.is_(False),
    )
    return query.exists()


def _open_proposal(kind: RecordKind, record_id: ColumnElement[int]) -> ColumnElement[bool]:
    table = ITEMS[ItemKind.DESTRUCTION]
    query = select(table.c.id).where(
        table.c.of_kind == kind.value, table.c.of_id == record_id, table.c.verdict.is_(None), table.c.struck.is_(False)
    )
    return query.exists()


def due_letters(
    session: Session, reader: Reader, law: Law, on: date, limit: int, among: Sequence[int] | None = None
) -> tuple[list[DueLetter], int]:
    """The filed letters that may be destroyed on `on`, the longest kept first (at most `limit`), and how many in all.

    Not those that are held back, proposed already or destroyed. `among`: only of these records.
    """
    window = retention_window(law, on)
    if window is None:
        return [], 0
    table = RECORDS[RecordKind.LETTER]
    # Destroyed, and nothing written since: whatever is corrected in it later may be destroyed again.
    gone = select(Destruction.record_id).where(
        Destruction.record_id == table.c.id, Destruction.position == table.c.changed_position
    )
    conditions = [
        table.c.handling == LetterHandling.FILED.value,
        table.c.handled_on.between(*window),
        ~_standing_hold(RecordKind.LETTER, table.c.id),
        ~_open_proposal(RecordKind.LETTER, table.c.id),
        ~gone.exists(),
    ]
    seen = visible(reader, RecordKind.LETTER, table.c.id)
    if seen is not None:
        conditions.append(seen)
    if among is not None:
        conditions.append(table.c.id.in_(among))
    total = session.scalar(select(func.count()).select_from(table).where(*conditions)) or 0
    query = (
        select(table.c.id, table.c.code, table.c.opened_on, table.c.handled_on)
        .where(*conditions)
        .order_by(table.c.handled_on, table.c.id)
        .limit(limit)
    )
    found = [
        DueLetter(
            row.id,
            titled(RecordKind.LETTER, row.code, row.opened_on),
            row.handled_on,
            law.due(RETENTION, row.handled_on).on,
        )
        for row in session.execute(query)
    ]
    return found, total


def proposals(session: Session, reader: Reader, *, decided: bool, limit: int) -> list[Proposed]:
    """The proposals that wait (oldest first), or those that were decided (newest first), of records that he sees."""
    found: list[Proposed] = []
    for kind in RecordKind:
        found += _proposals(session, reader, kind, decided, limit)
    found.sort(key=lambda one: one.proposal_id, reverse=decided)
    return found[:limit]


def _proposals(session: Session, reader: Reader, kind: RecordKind, decided: bool, limit: int) -> list[Proposed]:
    item, record = ITEMS[ItemKind.DESTRUCTION], RECORDS[kind]
    proposer, decider = User.__table__.alias(), User.__table__.alias()
    conditions = [item.c.of_kind == kind.value, item.c.struck.is_(False)]
    conditions.append(item.c.verdict.is_not(None) if decided else item.c.verdict.is_(None))
    seen = visible(reader, kind, record.c.id)
    if seen is not None:
        conditions.append(seen)
    code = record.c.code if "code" in record.c else None
    query = (
        select(
            item,
            record.c.opened_on,
            proposer.c.full_name.label("proposer"),
            decider.c.full_name.label("decider"),
            *([] if code is None else [code]),
        )
        .join(record, record.c.id == item.c.of_id)
        .join(proposer, proposer.c.id == item.c.proposer_id)
        .outerjoin(decider, decider.c.id == item.c.decider_id)
        .where(and_(*conditions))
        .order_by(item.c.id.desc() if decided else item.c.id)
        .limit(limit)
    )
    return [_proposed(kind, row) for row in session.execute(query).mappings()]


def _proposed(kind: RecordKind, row: RowMapping) -> Proposed:
    return Proposed(
        row["id"],
        kind,
        row["of_id"],
        titled(kind, row.get("code"), row["opened_on"]),
        DestructionScope.of(row["scope"]),
        row["ground"],
        row["proposer_id"],
        row["proposer"],
        row["proposed_on"],
        Verdict.of(row["verdict"]) if row["verdict"] else None,
        row["decision"] or "",
        row["decider"] or "",
        row["decided_on"],
        row["remark"] or "",
    )


def holds_of(session: Session, kind: RecordKind, record_ids: Sequence[int]) -> dict[int, Hold]:
    """The standing hold of each of these records that is held back."""
    table, holder = ITEMS[ItemKind.HOLD], User.__table__
    query = (
        select(table, holder.c.full_name)
        .join(holder, holder.c.id == table.c.holder_id)
        .where(table.c.of_kind == kind.value, table.c.of_id.in_(record_ids))
        .where(table.c.lifted_on.is_(None), table.c.struck.is_(False))
    )
    return {
        row["of_id"]: Hold(row["id"], row["reason"], row["full_name"], row["held_on"])
        for row in session.execute(query).mappings()
    }


def waiting_for(session: Session, kind: RecordKind, record_id: int) -> bool:
    """Whether a proposal to destroy something of the record waits for a decision."""
    record = RECORDS[kind]
    query = select(record.c.id).where(record.c.id == record_id, _open_proposal(kind, record.c.id))
    return session.scalar(query) is not None


def seen_of(session: Session, reader: Reader, kind: RecordKind, record_ids: Sequence[int]) -> dict[int, RowMapping]:
    """The rows of those of these records that `reader` may see, by id."""
    table = RECORDS[kind]
    query = select(table).where(table.c.id.in_(record_ids))
    seen = visible(reader, kind, table.c.id)
    if seen is not None:
        query = query.where(seen)
    return {row["id"]: row for row in session.execute(query).mappings()}
