"""The sample register and the sample accounts, for trying the system and for its tests."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import delete

from casework.domain.access import Act, Reader, require
from casework.domain.accounts import UNIT_ROLES, AccountAct, AccountError
from casework.domain.vocabulary import Role
from casework.files.sample import make_sample
from casework.store import account_rows, entry_lookups
from casework.store.access_notes import note_account
from casework.store.account_tables import TwoStepRole, User
from casework.store.database import Database
from casework.store.password_hashes import hash_password

SAMPLE_UNIT = "Sở Xây dựng"
SAMPLES = (
    ("tiepnhan", "Cán bộ tiếp nhận mẫu", Role.RECEPTION_OFFICER),
    ("xuly", "Cán bộ xử lý mẫu", Role.UNIT_OFFICER),
    ("thutruong", "Thủ trưởng đơn vị mẫu", Role.UNIT_HEAD),
    ("thuky", "Thư ký tổng hợp mẫu", Role.SECRETARIAT),
    ("lanhdao", "Lãnh đạo mẫu", Role.LEADER),
    ("kiemsoat", "Kiểm soát viên mẫu", Role.AUDITOR),
    ("quantri", "Quản trị mẫu", Role.ADMINISTRATOR),
)
"""The sample accounts, one a role."""


def sample_register() -> bytes:
    """An .xlsx register whose rows are made up and whose totals are those published for the first half of 2024."""
    return make_sample()


def sample_users(db: Database, actor: Reader, now: datetime) -> list[tuple[str, str, Role]]:
    """Adds one account a role with a random password; (username, password, role) of each, told this once only.

    No role asks for a second step from then on, so that they can be tried at once. Raises AccountError when there is
    one of them already: then nothing is changed.
    """
    require(actor.role, Act.ACCOUNTS)
    told = [(name, "-".join(secrets.token_hex(2) for _ in range(4)), role) for name, _person, role in SAMPLES]
    hashes = [hash_password(password) for _name, password, _role in told]
    with db.write() as session:
        unit = entry_lookups.unit_named(session, SAMPLE_UNIT)
        for (name, person, role), hashed in zip(SAMPLES, hashes, strict=True):
            if account_rows.accounts(session, User.username == name):
                raise AccountError(f"Đã có tài khoản “{name}”; các tài khoản mẫu chỉ thêm được một lần.")
            unit_id = unit if role in UNIT_ROLES else None
            user = User(username=name, full_name=person, password_hash=hashed, role=role.value, unit_id=unit_id)
            session.add(user)
            session.flush()
            note_account(session, AccountAct.CREATED, actor, now, user.id, f"{role.label}, mẫu")
        session.execute(delete(TwoStepRole))
        note_account(session, AccountAct.ROLES_SET, actor, now, more="không vai trò nào")
    return told
