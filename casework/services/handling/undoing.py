"""Hoàn tác: a bulk act is taken back by events that compensate its own; nothing is removed from the journal.

A step of a record is struck out, an item that was added is struck out, one that was changed stands again as before.
What somebody has changed since is left alone, and said so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.access import NoSuchRecordError, Reader
from casework.domain.bulk import BulkError, bulk_acts
from casework.domain.derivation import derivation
from casework.domain.events import OPENING, Draft
from casework.domain.items import ItemKind
from casework.domain.vocabulary import EventName, RecordKind
from casework.services.handling.bulk import MISSING
from casework.services.handling.holding import act_of
from casework.statistics.scope import handles_record, sees_record, visible
from casework.statistics.work_titles import about_records
from casework.store import journal
from casework.store.database import Database
from casework.store.items import STRUCK, change_item, item_history, row_of_item, strike_item
from casework.store.journal import JournalEvent
from casework.store.records import RECORDS
from casework.store.reference_data import load_law
from casework.store.throttle import utc
from casework.store.work import Bulk, BulkRow
from casework.store.writing import add_events

CHANGED_SINCE = "Hồ sơ đã có thay đổi sau lần xử lý hàng loạt này nên không hoàn tác; hãy sửa ở trang của hồ sơ."
NOT_HANDLED = "Hồ sơ nay do đơn vị khác chủ trì nên không hoàn tác được."
NOT_UNDONE = "Bước này không hoàn tác hàng loạt được; hãy sửa ở trang của hồ sơ."


@dataclass(frozen=True, slots=True)
class BulkLine:
    """A row of a bulk act. `title` "" where the reader may not see the record any more."""

    record_id: int
    title: str
    refusal: str
    undone: bool
    undo_refusal: str


@dataclass(frozen=True, slots=True)
class BulkPage:
    """A bulk act with its rows. `until`: until when it may be taken back; `open`: it may be now."""

    id: int
    kind: RecordKind
    label: str
    made_at: datetime
    undone_at: datetime | None
    until: datetime
    open: bool
    lines: tuple[BulkLine, ...]

    @property
    def done(self) -> int:
        """How many records it changed."""
        return sum(not line.refusal for line in self.lines)


@dataclass(frozen=True, slots=True)
class BulkHead:
    """A bulk act in the list of those of a person."""

    id: int
    kind: RecordKind
    label: str
    made_at: datetime
    undone: bool


def own_bulks(db: Database, reader: Reader, limit: int = 50) -> list[BulkHead]:
    """The newest bulk acts of `reader`."""
    with db.read() as session:
        query = select(Bulk).where(Bulk.user_id == reader.user_id).order_by(Bulk.id.desc()).limit(limit)
        return [
            BulkHead(one.id, RecordKind.of(one.kind), one.label, utc(one.made_at), one.undone_at is not None)
            for one in session.scalars(query)
        ]


def _own(session: Session, reader: Reader, bulk_id: int) -> Bulk:
    bulk = session.get(Bulk, bulk_id)
    if bulk is None or bulk.user_id != reader.user_id:
        raise NoSuchRecordError
    return bulk


def bulk_page(db: Database, reader: Reader, bulk_id: int, now: datetime, hours: int) -> BulkPage:
    """A bulk act of `reader` with its rows. `hours`: how long it may be taken back. Raises NoSuchRecordError."""
    with db.read() as session:
        bulk = _own(session, reader, bulk_id)
        kind = RecordKind.of(bulk.kind)
        rows = session.scalars(select(BulkRow).where(BulkRow.bulk_id == bulk_id).order_by(BulkRow.record_id)).all()
        table = RECORDS[kind]
        query, condition = select(table.c.id), visible(reader, kind, table.c.id)
        query = query.where(table.c.id.in_([row.record_id for row in rows]))
        seen = list(session.scalars(query if condition is None else query.where(condition)))
        about = about_records(session, [(kind, one) for one in seen])
        titles = {one: about[kind, one].title for one in seen}
        lines = tuple(
            BulkLine(row.record_id, titles.get(row.record_id, ""), row.refusal, row.undone, row.undo_refusal)
            for row in rows
        )
        made, undone = utc(bulk.made_at), utc(bulk.undone_at) if bulk.undone_at else None
        label = bulk.label
    until = made + timedelta(hours=hours)
    may_undo = undone is None and now <= until and any(not line.refusal for line in lines)
    return BulkPage(bulk_id, kind, label, made, undone, until, may_undo, lines)


def undo(db: Database, reader: Reader, bulk_id: int, *, on: date, now: datetime, hours: int) -> int:
    """Takes a bulk act back where nothing has changed since; returns for how many records it did.

    One transaction; rows that stay say why. Raises BulkError when it is too late or done already, NoSuchRecordError.
    """
    with db.write() as session:
        journal.lock(session)
        bulk = _own(session, reader, bulk_id)
        if bulk.undone_at is not None:
            raise BulkError("Lần xử lý hàng loạt này đã được hoàn tác.")
        if now > utc(bulk.made_at) + timedelta(hours=hours):
            raise BulkError(f"Đã quá {hours} giờ kể từ khi xử lý nên không hoàn tác được nữa; hãy sửa từng hồ sơ.")
        kind = RecordKind.of(bulk.kind)
        if all(act.code != bulk.code for act in bulk_acts(kind, reader.role)):
            raise BulkError("Vai trò hiện nay của tài khoản không làm được việc này nên cũng không hoàn tác được.")
        rows = session.scalars(
            select(BulkRow).where(BulkRow.bulk_id == bulk_id, BulkRow.first_position.is_not(None))
        ).all()
        for row in rows:
            row.undo_refusal = _undo_row(session, reader, kind, row, on, now)
            row.undone = not row.undo_refusal
        bulk.undone_at = now
        return sum(row.undone for row in rows)


def _undo_row(session: Session, reader: Reader, kind: RecordKind, row: BulkRow, on: date, now: datetime) -> str:
    if not sees_record(session, reader, kind, row.record_id):
        return MISSING
    done = session.execute(
        select(JournalEvent.id, JournalEvent.kind, JournalEvent.record_id, JournalEvent.name, JournalEvent.target)
        .where(JournalEvent.position >= row.first_position, JournalEvent.position <= row.last_position)
        .order_by(JournalEvent.id.desc())
    ).all()
    for kind_of, touched in {(event.kind, event.record_id) for event in done}:
        later = select(JournalEvent.id).where(
            JournalEvent.kind == kind_of, JournalEvent.record_id == touched, JournalEvent.position > row.last_position
        )
        if session.scalar(later.limit(1)) is not None:
            return CHANGED_SINCE
    openings = {event.value for event in OPENING.values()}
    kinds = {one.value for one in RecordKind}
    if any(event.kind in kinds and (event.target is not None or event.name in openings) for event in done):
        return NOT_UNDONE
    if any(event.kind in kinds for event in done) and not handles_record(session, reader, kind, row.record_id):
        return NOT_HANDLED
    _compensate(session, reader, done, on, now)
    return ""


def _compensate(
    session: Session,
    reader: Reader,
    done: Sequence[Any],
    on: date,
    now: datetime,
) -> None:
    """Events that take these back, the newest first; one entry each."""
    act = act_of(reader, "undo", now)
    law = load_law(session)
    records = {one.value: one for one in RecordKind}
    for event in done:
        if event.kind in records:
            kind = records[event.kind]
            table = RECORDS[kind]
            version = session.scalar(select(table.c.version).where(table.c.id == event.record_id)) or 0
            strike = Draft(EventName.STRUCK_OUT, on, {}, target=event.id)
            add_events(session, kind, event.record_id, [strike], act, derivation(kind, law), version)
            continue
        item_kind = ItemKind.of(event.kind)
        history = [one for one in item_history(session, item_kind, event.record_id) if one.id <= event.id]
        if len(history) == 1:
            strike_item(session, item_kind, event.record_id, "hoàn tác xử lý hàng loạt", on=on, act=act)
            continue
        before = row_of_item(item_kind, history[:-1])
        names = history[-1].changes.keys() & (before.keys() | {STRUCK})
        change_item(
            session,
            item_kind,
            event.record_id,
            {name: before[name] for name in names},
            on=on,
            act=act,
            name=EventName.RESTORED,
        )
