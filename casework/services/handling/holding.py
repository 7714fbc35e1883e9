"""A record taken in hand: it exists for the reader, nobody changed it meanwhile, and this transaction alone writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from casework.domain.access import ForbiddenError, NoSuchRecordError, Reader, may_see
from casework.domain.held import Held
from casework.domain.vocabulary import RecordKind, Role
from casework.domain.workflow import STANDS_IN, role_for
from casework.statistics.scope import handles_record, sees_record
from casework.store import journal
from casework.store.reference_data import load_law
from casework.store.unit_accounts import unit_works_here
from casework.store.writing import StaleVersionError, claim_versions

__all__ = ["Moved", "StaleVersionError", "act_of", "hold", "role_in_step"]


@dataclass(frozen=True, slots=True)
class Moved:
    """A record that was moved or corrected: its version now, warnings by name of field, records that were made and what
    these are called (told to who made them, whether or not he sees them)."""

    record_id: int
    version: int
    warnings: Mapping[str, str] = field(default_factory=dict)
    made: tuple[tuple[RecordKind, int], ...] = ()
    told: tuple[str, ...] = ()


def act_of(reader: Reader, name: str, now: datetime) -> journal.Act:
    """The act `name` of `reader`, recorded now."""
    return journal.Act(name, reader.user_id, reader.os_user, now)


def hold(session: Session, reader: Reader, kind: RecordKind, record_id: int, version: int) -> Held:
    """The record as it stands, claimed for this transaction. Raises NoSuchRecordError, StaleVersionError."""
    journal.lock(session)  # first, so that a record that is closed to the reader meanwhile stays closed
    if not (may_see(reader, kind) and sees_record(session, reader, kind, record_id)):
        raise NoSuchRecordError
    if not handles_record(session, reader, kind, record_id):
        raise ForbiddenError("Hồ sơ do đơn vị khác chủ trì; đơn vị tham gia chỉ trả lời phần việc được giao.")
    try:
        claim_versions(session, kind, {record_id: version})
    except LookupError:
        raise NoSuchRecordError from None
    return Held(kind, journal.history(session, kind, record_id), load_law(session))


def role_in_step(session: Session, reader: Reader, kind: RecordKind, record_id: int, event: str) -> Role:
    """In which role `reader` takes a step: his own, or for a unit in charge of which nobody has an account."""
    asked = (kind, reader.role) in STANDS_IN
    return role_for(kind, event, reader.role, asked and not unit_works_here(session, kind, record_id))
