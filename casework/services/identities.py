"""Showing a denouncer's identity: once, to the person who asked for a reason that another person approved.

Who handles the denunciation asks; a leader other than he approves; the approval lasts for a while; the opening is kept
in the journal before anything is shown (design.md 11; security.md 1.3 R7; Luật Tố cáo 2018 Điều 56, confidence high).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from casework.domain.access import Act, ForbiddenError, NoSuchRecordError, Reader, may, require
from casework.domain.fields import DENUNCIATION, IDENTITY_FIELDS, Value, field
from casework.domain.items import ItemKind, Verdict
from casework.domain.vocabulary import EventName, RecordKind
from casework.domain.words import titled
from casework.statistics.destructible import seen_of
from casework.statistics.scope import handles_record
from casework.store import items, journal
from casework.store.account_tables import User
from casework.store.database import Database
from casework.store.journal import JournalEntry
from casework.store.records import RECORDS
from casework.store.vault import Vault
from casework.store.vault_keys import VaultError
from casework.store.vault_sealing import seal_of

__all__ = ["VaultError"]

LEAST_REASON, MOST_REASON = 10, 500
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Request:
    """A request to see an identity. `until`: until when the approval holds; `mine`: the reader made it."""

    request_id: int
    kind: RecordKind
    record_id: int
    title: str
    reason: str
    requester: str
    requested_on: date
    verdict: str | None
    approver: str
    until: datetime | None
    opened_on: date | None
    mine: bool
    may_open: bool
    may_decide: bool


@dataclass(frozen=True, slots=True)
class Identity:
    """What is shown once: label and value of each sealed field of a record."""

    kind: RecordKind
    record_id: int
    title: str
    lines: tuple[tuple[str, str], ...]


def _seen(session: Session, reader: Reader, kind: RecordKind, record_id: int) -> RowMapping:
    row = seen_of(session, reader, kind, [record_id]).get(record_id)
    if row is None:
        raise NoSuchRecordError
    return row


def sealed(db: Database, reader: Reader, kind: RecordKind, record_id: int) -> bool:
    """Whether an identity is sealed of a record that the reader sees and may ask for."""
    if not may(reader.role, Act.REQUEST_IDENTITY):
        return False
    with db.read() as session:
        return seal_of(session, kind, record_id) is not None


def request(
    db: Database, reader: Reader, kind: RecordKind, record_id: int, reason: str, *, on: date, now: datetime
) -> None:
    """Asks to see who denounced. Raises VaultError, ForbiddenError, NoSuchRecordError (also where none is sealed)."""
    require(reader.role, Act.REQUEST_IDENTITY)
    why = " ".join(reason.split())
    with db.write() as session:
        journal.lock(session)
        row = _seen(session, reader, kind, record_id)
        if row["type"] != DENUNCIATION or seal_of(session, kind, record_id) is None:
            raise NoSuchRecordError
        if not handles_record(session, reader, kind, record_id):
            raise ForbiddenError("Chỉ đơn vị chủ trì hồ sơ mới được đề nghị mở danh tính.")
        if not LEAST_REASON <= len(why) <= MOST_REASON:
            raise VaultError(f"Hãy ghi lý do, từ {LEAST_REASON} đến {MOST_REASON} ký tự, không nêu tên ai.")
        table = items.ITEMS[ItemKind.OPENING]
        open_one = select(table.c.id).where(
            table.c.of_kind == kind.value,
            table.c.of_id == record_id,
            table.c.requester_id == reader.user_id,
            table.c.verdict.is_(None),
        )
        if session.scalar(open_one) is not None:
            raise VaultError("Đã có một đề nghị của cùng người về hồ sơ này đang chờ phê duyệt.")
        values: dict[str, Value] = {"reason": why, "requested_on": on, "requester_id": reader.user_id}
        act = journal.Act("identity_requested", reader.user_id, reader.os_user, now)
        items.add_item(session, ItemKind.OPENING, kind, record_id, values, on=on, act=act)


def _request(session: Session, reader: Reader, request_id: int) -> tuple[RowMapping, RecordKind, RowMapping]:
    try:
        row = items.item(session, ItemKind.OPENING, request_id)
    except items.NoSuchItemError:
        raise NoSuchRecordError from None
    kind = RecordKind.of(row["of_kind"])
    return row, kind, _seen(session, reader, kind, row["of_id"])


def decide(
    db: Database, reader: Reader, request_id: int, approved: bool, *, minutes: int, on: date, now: datetime
) -> None:
    """Approves or refuses another person's request; an approval holds for `minutes`. Raises VaultError,
    ForbiddenError, NoSuchRecordError."""
    require(reader.role, Act.APPROVE_IDENTITY)
    with db.write() as session:
        journal.lock(session)
        row, _kind, _record = _request(session, reader, request_id)
        if row["requester_id"] == reader.user_id:
            raise VaultError("Người đề nghị không được tự phê duyệt; cần một lãnh đạo khác.")
        if row["verdict"] is not None:
            raise VaultError("Đề nghị này đã có ý kiến; hãy tải lại danh sách.")
        verdict = Verdict.APPROVED if approved else Verdict.RETURNED
        changes: dict[str, Value] = {
            "verdict": verdict.value,
            "decided_on": on,
            "decider_id": reader.user_id,
            "minutes": minutes if approved else None,
        }
        act = journal.Act("identity_decided", reader.user_id, reader.os_user, now)
        items.change_item(session, ItemKind.OPENING, request_id, changes, on=on, act=act)


def _until(session: Session, row: RowMapping) -> datetime | None:
    """Until when an approval holds; None for what was not approved."""
    if row["verdict"] != Verdict.APPROVED.value or row["minutes"] is None:
        return None
    history = items.item_history(session, ItemKind.OPENING, row["id"])
    position = next(event.position for event in history if "verdict" in event.changes)
    decided_at = session.get_one(JournalEntry, position).recorded_at
    aware = decided_at if decided_at.tzinfo else decided_at.replace(tzinfo=UTC)
    return aware + timedelta(minutes=int(row["minutes"]))


def show(db: Database, vault: Vault, reader: Reader, request_id: int, *, on: date, now: datetime) -> Identity:
    """The identity, once, to the one who asked, while the approval holds; the journal tells of it before.

    The door asks for the password again before it calls. Raises VaultError, ForbiddenError, NoSuchRecordError.
    """
    require(reader.role, Act.REQUEST_IDENTITY)
    with db.write() as session:
        journal.lock(session)
        row, kind, record = _request(session, reader, request_id)
        if row["requester_id"] != reader.user_id:
            raise NoSuchRecordError
        until = _until(session, row)
        if until is None:
            raise VaultError("Đề nghị này chưa được phê duyệt.")
        if row["opened_on"] is not None:
            raise VaultError("Danh tính đã được mở một lần theo đề nghị này; cần xem lại thì gửi đề nghị mới.")
        if now >= until:
            raise VaultError("Phê duyệt đã hết hiệu lực; hãy gửi đề nghị mới.")
        seal = seal_of(session, kind, record["id"])
        if seal is None:
            raise NoSuchRecordError
        act = journal.Act("identity_opened", reader.user_id, reader.os_user, now)
        changes: dict[str, Value] = {"opened_on": on}
        items.change_item(session, ItemKind.OPENING, request_id, changes, on=on, act=act, name=EventName.OPENED)
        title = titled(kind, record.get("code"), record["opened_on"])
    values = vault.open(seal, kind, int(record["id"]))
    lines = tuple((field(kind, name).label, values[name]) for name in IDENTITY_FIELDS[kind] if name in values)
    return Identity(kind, int(record["id"]), title, lines)


def requests(db: Database, reader: Reader, now: datetime) -> list[Request]:
    """The newest requests, newest first: all of them for the auditor (of each only that, by whom and why), those of
    records that he sees for whoever asks or approves."""
    auditing = may(reader.role, Act.ACCESS_LOG)
    with db.read() as session:
        found: list[Request] = []
        for kind in RecordKind:
            rows = _rows(session, kind)
            seen = {} if auditing else seen_of(session, reader, kind, [row["of_id"] for row in rows])
            found += [_shown(session, reader, kind, row, now) for row in rows if auditing or row["of_id"] in seen]
    found.sort(key=lambda one: one.request_id, reverse=True)
    return found[:SHOWN]


def _rows(session: Session, kind: RecordKind) -> list[RowMapping]:
    table, record = items.ITEMS[ItemKind.OPENING], RECORDS[kind]
    asked, decided = User.__table__.alias(), User.__table__.alias()
    query = (
        select(
            table,
            record.c.opened_on.label("record_opened_on"),
            asked.c.full_name.label("requester"),
            decided.c.full_name.label("approver"),
            *([record.c.code] if "code" in record.c else []),
        )
        .join(record, record.c.id == table.c.of_id)
        .join(asked, asked.c.id == table.c.requester_id)
        .outerjoin(decided, decided.c.id == table.c.decider_id)
        .where(table.c.of_kind == kind.value)
        .order_by(table.c.id.desc())
        .limit(SHOWN)
    )
    return list(session.execute(query).mappings())


def _shown(session: Session, reader: Reader, kind: RecordKind, row: RowMapping, now: datetime) -> Request:
    until, mine = _until(session, row), row["requester_id"] == reader.user_id
    waiting = row["verdict"] is None
    return Request(
        row["id"],
        kind,
        row["of_id"],
        titled(kind, row.get("code"), row["record_opened_on"]),
        row["reason"],
        row["requester"],
        row["requested_on"],
        row["verdict"],
        row["approver"] or "",
        until,
        row["opened_on"],
        mine,
        mine and until is not None and now < until and row["opened_on"] is None,
        waiting and not mine and may(reader.role, Act.APPROVE_IDENTITY),
    )
