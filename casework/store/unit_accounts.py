"""Whether anybody of the unit in charge of a record works in the system, so that nobody need write for it."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.domain.fields import DENUNCIATION
from casework.domain.items import ItemKind
from casework.domain.vocabulary import RecordKind, Role
from casework.store.account_tables import User
from casework.store.items import ITEMS
from casework.store.records import RECORDS
from casework.store.unit_structure import UnitToday


def unit_works_here(session: Session, kind: RecordKind, record_id: int) -> bool:
    """Whether an open account of the unit in charge, or of the one that took it over, can take the record's steps.

    Of a denunciation the head's, by whom it is handed out. An account to which the record is closed does not count.
    """
    record, denial = RECORDS[kind], ITEMS[ItemKind.DENIAL]
    named = select(record.c.unit_id, record.c.type).where(record.c.id == record_id)
    found = session.execute(named).first()
    if found is None or found.unit_id is None:
        return False
    roles = [Role.UNIT_HEAD.value]
    if found.type != DENUNCIATION:
        roles.append(Role.UNIT_OFFICER.value)
    closed_to = select(denial.c.person_id).where(
        denial.c.of_kind == kind.value,
        denial.c.of_id == record_id,
        denial.c.struck.is_(False),
        denial.c.lifted_on.is_(None),
    )
    heir = select(UnitToday.today_id).where(UnitToday.unit_id == found.unit_id, UnitToday.today_id.is_not(None))
    of_unit = or_(User.unit_id == found.unit_id, User.unit_id.in_(heir))
    query = select(User.id).where(of_unit, User.active, User.role.in_(roles), User.id.not_in(closed_to)).limit(1)
    return session.scalar(query) is not None
