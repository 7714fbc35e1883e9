"""What the tests of the desk share: a database, readers of each role, entries that are complete."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import select

from casework.domain.access import Reader
from casework.domain.vocabulary import RecordKind, Role
from casework.services import accounts
from casework.services.handling import entering
from casework.store.catalogue_tables import CouncilResolution, CouncilSession, Unit
from casework.store.database import Database

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
ON = date(2026, 11, 20)
OFFICE = "Văn phòng UBND Thành phố"
UNIT = "Sở Y tế"
"""The unit of those who stand for one; it leads the case of `entry`."""
PASSWORD = "con trâu đi trước cái cày"


def reader(db: Database, role: Role, unit: str = "", name: str = "") -> Reader:
    """A real account of the role, added when it is not there. `unit`: of the roles that stand for one, by default
    `UNIT`; a reception officer without one stands for the office, as at the door. `name`: the account's, by default
    that of the role."""
    system = accounts.system_reader(db, "tester")
    if role is Role.SYSTEM:
        return system
    name = name or f"u-{role.value.replace('_', '-')}"
    known = {a.username: a for a in accounts.list_users(db, system)}
    if name not in known:
        unit = unit or (UNIT if role in (Role.UNIT_OFFICER, Role.UNIT_HEAD) else "")
        of_unit = unit_id(db, unit) if unit else None
        accounts.create_user(db, system, name, f"Người {role.label}", role, PASSWORD, NOW, of_unit)
        known = {a.username: a for a in accounts.list_users(db, system)}
    found = known[name].reader
    if role is Role.RECEPTION_OFFICER and found.unit_id is None:
        return replace(found, unit_id=unit_id(db, OFFICE))
    return found


def unit_id(db: Database, name: str) -> int:
    """The id of a unit by its official name."""
    with db.read() as session:
        return session.scalars(select(Unit.id).where(Unit.name == name)).one()


def session_id(db: Database, term: str, number: int) -> int:
    """The id of a session."""
    with db.read() as session:
        query = select(CouncilSession.id).where(CouncilSession.term == term, CouncilSession.number == number)
        return session.scalars(query).one()


def council_resolution_id(db: Database, number: str, passed_on: date) -> int:
    """The id of a resolution by number and date."""
    with db.read() as session:
        query = select(CouncilResolution.id).where(
            CouncilResolution.number == number, CouncilResolution.passed_on == passed_on
        )
        return session.scalars(query).one()


def entry(db: Database, kind: RecordKind, **more: object) -> dict[str, object]:
    """What a person would type for a new record of a kind."""
    typed: dict[RecordKind, dict[str, object]] = {
        RecordKind.PETITION: {
            "source": "council",
            "session_id": session_id(db, "XVI", 12),
            "place": "Quận Ba Đình",
            "content": "Đề nghị sửa chữa đường ngõ 12",
            "subject": "Giao thông",
        },
        RecordKind.RECEPTION: {
            "received_on": "19/11/2026",
            "level": "city",
            "form": "regular",
            "people": "3",
            "type": "complaint",
            "person_name": "Nguyễn Thị Hoa",
            "person_address": "12 phố Huế",
            "content": "Khiếu nại về đền bù",
        },
        RecordKind.LETTER: {
            "received_on": date(2026, 11, 18),
            "channel": "Bưu chính",
            "person_name": "Trần Văn Đức",
            "type": "complaint",
            "content": "Khiếu nại quyết định thu hồi đất",
            "eligible": "yes",
        },
        RecordKind.CASE: {
            "type": "complaint",
            "person_name": "Lê Thị Mai",
            "unit_id": unit_id(db, "Sở Y tế"),
            "accepted_on": "2/11/2026",
            "content": "Khiếu nại kết luận giám định",
        },
        RecordKind.FEEDBACK: {
            "received_on": "17/11/2026",
            "stated_due_on": "8/12/2026",
            "content": "Phản ánh thời gian trả kết quả",
        },
    }
    return {**typed[kind], **more}


def enter(db: Database, who: Reader, kind: RecordKind, **more: object) -> entering.Logged:
    """A new record, entered through the service with a fresh form."""
    token = uuid.uuid4().hex
    return entering.log_record(db, who, kind, entry(db, kind, **more), on=ON, now=NOW, token=token, office=OFFICE)
