"""Closing an account and opening it again: its work is handed over in the same transaction, its sessions end at once.

The administrator sees no records: of the work he learns kind, part and dates, and of a denunciation not even that it
is there: such work goes back to the unit untold, and so does what is closed to the person who was chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.access import Act, Reader, require
from casework.domain.accounts import LAST, UNIT_ROLES, AccountAct, AccountError
from casework.domain.text import sort_key
from casework.store import account_rows, journal
from casework.store.access_notes import about, note_account
from casework.store.account_rows import user_named
from casework.store.account_tables import User
from casework.store.account_work import Work, give, may_take, open_work
from casework.store.catalogue_tables import Unit
from casework.store.database import Database


@dataclass(frozen=True, slots=True)
class Handover:
    """A piece of work to hand over, its unit by name, and who of the unit may take it: (account, full name)."""

    work: Work
    unit: str
    takers: tuple[tuple[int, str], ...]


def work_of(db: Database, actor: Reader, username: str) -> list[Handover]:
    """The open work that an account holds, as far as it may be told, the nearest due date first."""
    require(actor.role, Act.ACCOUNTS)
    with db.read() as session:
        user = user_named(session, username)
        return [
            Handover(work, session.get_one(Unit, work.unit_id).name, _takers(session, work.unit_id, user.id))
            for work in open_work(session, user.id)
            if not work.secret
        ]


def _takers(session: Session, unit_id: int, but: int) -> tuple[tuple[int, str], ...]:
    query = select(User.id, User.full_name).where(User.unit_id == unit_id, User.active, User.id != but)
    found = session.execute(query.where(User.role.in_([role.value for role in UNIT_ROLES])))
    return tuple(sorted(((row.id, row.full_name) for row in found), key=lambda t: sort_key(t[1])))


def hand_over(
    db: Database, actor: Reader, username: str, takers: Mapping[int, int | None], on: date, now: datetime
) -> int:
    """Hands over the open work of an account that goes on; how much of it may be told. As `close_user` otherwise."""
    require(actor.role, Act.ACCOUNTS)
    with db.write() as session:
        journal.lock(session)
        return _hand_over(session, actor, user_named(session, username), takers, on, now)


def _hand_over(
    session: Session, actor: Reader, user: User, takers: Mapping[int, int | None], on: date, now: datetime
) -> int:
    works = open_work(session, user.id)
    for work in works:
        taker = takers.get(work.item_id)
        if taker is not None:
            if taker not in dict(_takers(session, work.unit_id, user.id)):
                raise AccountError("Người nhận phải là cán bộ đang dùng tài khoản của chính đơn vị ấy; hãy chọn lại.")
            if not may_take(session, work, taker):
                taker = None
        act = journal.Act(AccountAct.HANDED_OVER.value, actor.user_id, actor.os_user, now, about(user.id, work.secret))
        give(session, work, taker, on, act)
    return sum(not work.secret for work in works)


def close_user(
    db: Database,
    actor: Reader,
    username: str,
    on: date,
    now: datetime,
    takers: Mapping[int, int | None] | None = None,
) -> int:
    """Closes an account: it can no longer sign in, its sessions end at once, its open work is handed over.

    `takers`: assignment → who takes it, an account of the same unit; what is not named goes back to its unit. Returns
    how much was handed over; 0 for an account that is closed already. Raises AccountError for one's own account, the
    last administrator, a taker of another unit: then nothing is changed.
    """
    require(actor.role, Act.ACCOUNTS)
    with db.write() as session:
        journal.lock(session)
        user = user_named(session, username)
        if not user.active:
            return 0
        if user.id == actor.user_id:
            raise AccountError("Không thể khóa tài khoản đang dùng.")
        if account_rows.is_last_administrator(session, user):
            raise AccountError(LAST)
        handed = _hand_over(session, actor, user, takers or {}, on, now)
        user.active = False
        account_rows.shut(session, user)
        note_account(session, AccountAct.CLOSED, actor, now, user.id, f"bàn giao {handed} việc")
        return handed


def reopen_user(db: Database, actor: Reader, username: str, now: datetime) -> None:
    """Opens a closed account again; the work that was handed over stays where it is."""
    require(actor.role, Act.ACCOUNTS)
    with db.write() as session:
        user = user_named(session, username)
        if not user.active:
            user.active = True
            note_account(session, AccountAct.OPENED, actor, now, user.id)
