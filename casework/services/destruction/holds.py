"""Giữ lại, không hủy: a record that a dispute, an inspection or a court needs is kept from destruction."""

from __future__ import annotations

from datetime import date, datetime

from casework.domain.access import Act, Reader, require
from casework.domain.destruction import DestructionError, typed_ground
from casework.domain.fields import Value
from casework.domain.items import ItemKind
from casework.domain.vocabulary import RecordKind
from casework.services.destruction.held import act_of, seen
from casework.statistics import destructible
from casework.store import items, journal
from casework.store.database import Database


def hold(
    db: Database, reader: Reader, kind: RecordKind, record_id: int, reason: str, *, on: date, now: datetime
) -> None:
    """Keeps a record from destruction (tranh chấp, thanh tra, tố tụng). Raises DestructionError, NoSuchRecordError."""
    require(reader.role, Act.HOLD)
    why = typed_ground(reason, "lý do giữ lại")
    with db.write() as session:
        journal.lock(session)
        seen(session, reader, kind, record_id)
        if destructible.holds_of(session, kind, [record_id]):
            raise DestructionError("Hồ sơ này đã được giữ lại.")
        values: dict[str, Value] = {"reason": why, "held_on": on, "holder_id": reader.user_id}
        items.add_item(session, ItemKind.HOLD, kind, record_id, values, on=on, act=act_of(reader, "hold", now))


def lift_hold(
    db: Database, reader: Reader, kind: RecordKind, record_id: int, reason: str, *, on: date, now: datetime
) -> None:
    """Lets a record go again. Raises DestructionError, ForbiddenError, NoSuchRecordError."""
    require(reader.role, Act.LIFT_HOLD)
    why = typed_ground(reason, "lý do thôi giữ")
    with db.write() as session:
        journal.lock(session)
        seen(session, reader, kind, record_id)
        held = destructible.holds_of(session, kind, [record_id]).get(record_id)
        if held is None:
            raise DestructionError("Hồ sơ này không bị giữ lại.")
        changes: dict[str, Value] = {"lifted_on": on, "lifter_id": reader.user_id, "lift_reason": why}
        items.change_item(session, ItemKind.HOLD, held.item_id, changes, on=on, act=act_of(reader, "lift_hold", now))
