"""Accounts: who may sign in and as whom. Each act stands in the journal, without secrets and without names.

What an administrator gives is a password for once: whoever it is for must change it at the first sign-in. Nobody
gives a role to himself, and the last administrator stays (security.md 1.2 and 2, rows 8, 22, 26).
"""

from __future__ import annotations

import secrets
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain import passwords
from casework.domain.access import Act, Reader, require
from casework.domain.accounts import (
    LAST,
    ONE_TIME_FOR,
    OWN_TRIES,
    UNIT_ROLES,
    WINDOW,
    Account,
    AccountAct,
    AccountError,
    Person,
    TooManyTriesError,
    check_role,
    person,
)
from casework.domain.reading import AccessAct
from casework.domain.text import fold, sort_key
from casework.domain.vocabulary import Role
from casework.store import account_rows, entry_lookups, journal, throttle
from casework.store.access_notes import about, note_access, note_account
from casework.store.account_rows import user_named
from casework.store.account_tables import User, UserSession
from casework.store.account_work import give, open_work
from casework.store.catalogue_tables import Unit
from casework.store.database import Database
from casework.store.password_hashes import hash_password, password_matches
from casework.store.reference_data import SYSTEM_USERNAME, system_user


def _check_unit(session: Session, unit_id: int | None) -> None:
    if unit_id is not None and not entry_lookups.unit_exists(session, unit_id):
        raise AccountError("Không có đơn vị này; hãy chọn đơn vị trong danh sách.")


def _new_hash(password: str, *names: str) -> str:
    wrong = passwords.problem(password, *names)
    if wrong:
        raise AccountError(wrong)
    return hash_password(password)


def one_time_password(*names: str) -> str:
    """A random password of four groups that is easy to read out; never one that could be guessed."""
    while True:
        made = "-".join(secrets.token_hex(2) for _ in range(4))
        if passwords.problem(made, *names) is None:
            return made


def system_reader(db: Database, os_user: str) -> Reader:
    """The system account as the one who acts, with the operating system's user noted (cut at 60 characters)."""
    with db.read() as session:
        return Reader(system_user(session).id, Role.SYSTEM, None, os_user[:60])


def _add(session: Session, actor: Reader, new: Person, hashed: str, now: datetime, one_time: bool) -> int:
    if session.scalar(select(User.id).where(User.username == new.username)) is not None:
        raise AccountError(f"Đã có tài khoản “{new.username}”; hãy chọn tên đăng nhập khác.")
    _check_unit(session, new.unit_id)
    user = User(
        username=new.username,
        full_name=new.full_name,
        password_hash=hashed,
        role=new.role.value,
        unit_id=new.unit_id,
        email=new.email,
        one_time_until=now + ONE_TIME_FOR if one_time else None,
    )
    session.add(user)
    session.flush()
    note_account(session, AccountAct.CREATED, actor, now, user.id, _place(session, new.role, new.unit_id))
    return user.id


def _place(session: Session, role: Role, unit_id: int | None) -> str:
    return role.label + (f", {session.get_one(Unit, unit_id).name}" if unit_id is not None else "")


def create_user(
    db: Database,
    actor: Reader,
    username: str,
    full_name: str,
    role: Role,
    password: str,
    now: datetime,
    unit_id: int | None = None,
    email: str = "",
    one_time: bool = False,
) -> int:
    """Adds an account and returns its id. `one_time`: the password is to be changed at the first sign-in.

    Raises AccountError for a name taken or malformed, a weak password, a role of a unit without one.
    """
    require(actor.role, Act.ACCOUNTS)
    new = person(username, full_name, role, unit_id, email)
    hashed = _new_hash(password, new.username, new.full_name)
    with db.write() as session:
        return _add(session, actor, new, hashed, now, one_time)


def invite_user(
    db: Database,
    actor: Reader,
    username: str,
    full_name: str,
    role: Role,
    now: datetime,
    unit_id: int | None = None,
    email: str = "",
) -> str:
    """Adds an account with a password for once and returns that password, which is told nowhere else."""
    password = one_time_password(username, full_name)
    create_user(db, actor, username, full_name, role, password, now, unit_id, email, one_time=True)
    return password


def set_password(
    db: Database, actor: Reader, username: str, password: str, now: datetime, one_time: bool = False
) -> None:
    """Gives an account a new password and ends all its sessions. `one_time`: to be changed at the next sign-in."""
    require(actor.role, Act.ACCOUNTS)
    with db.read() as session:
        user = user_named(session, username)
        names = (user.username, user.full_name)
    hashed = _new_hash(password, *names)
    with db.write() as session:
        user = user_named(session, username)
        user.password_hash = hashed
        user.one_time_until = now + ONE_TIME_FOR if one_time else None
        account_rows.shut(session, user)
        note_account(session, AccountAct.PASSWORD_SET, actor, now, user.id)


def reset_password(db: Database, actor: Reader, username: str, now: datetime) -> str:
    """Gives an account a password for once and returns it; all its sessions end. One's own is changed, not reset."""
    require(actor.role, Act.ACCOUNTS)
    with db.read() as session:
        user = user_named(session, username)
        if user.id == actor.user_id:
            raise AccountError("Mật khẩu của chính mình thì đổi ở trang “Tài khoản của tôi”.")
        password = one_time_password(user.username, user.full_name)
    set_password(db, actor, username, password, now, one_time=True)
    return password


def edit_user(db: Database, actor: Reader, username: str, full_name: str, email: str, now: datetime) -> None:
    """Corrects the name of an account's person and the e-mail address; AccountError for what cannot be."""
    require(actor.role, Act.ACCOUNTS)
    with db.write() as session:
        user = user_named(session, username)
        new = person(user.username, full_name, Role.of(user.role), user.unit_id, email)
        if (user.full_name, user.email) != (new.full_name, new.email):
            user.full_name, user.email = new.full_name, new.email
            note_account(session, AccountAct.EDITED, actor, now, user.id)


def change_role(
    db: Database, actor: Reader, username: str, role: Role, unit_id: int | None, on: date, now: datetime
) -> None:
    """Gives an account another role or unit; its open sessions have the new rights with their next request.

    Raises AccountError for one's own account, the last administrator, a role of a unit without one, and while the
    account holds work of the unit that it would leave; denunciations among it go back to the unit untold.
    """
    require(actor.role, Act.ACCOUNTS)
    check_role(role, unit_id)
    with db.write() as session:
        user = user_named(session, username)
        if (user.role, user.unit_id) == (role.value, unit_id):
            return
        if user.id == actor.user_id:
            raise AccountError("Không ai tự đổi vai trò, đơn vị của mình; hãy nhờ một quản trị hệ thống khác.")
        if role is not Role.ADMINISTRATOR and account_rows.is_last_administrator(session, user):
            raise AccountError(LAST)
        _check_unit(session, unit_id)
        if unit_id != user.unit_id or role not in UNIT_ROLES:
            _leave(session, actor, user, on, now)
        before = _place(session, Role.of(user.role), user.unit_id)
        user.role, user.unit_id = role.value, unit_id
        note_account(
            session, AccountAct.ROLE_CHANGED, actor, now, user.id, f"{before} → {_place(session, role, unit_id)}"
        )


def _leave(session: Session, actor: Reader, user: User, on: date, now: datetime) -> None:
    journal.lock(session)
    works = open_work(session, user.id)
    if any(not work.secret for work in works):
        raise AccountError("Tài khoản còn giữ việc của đơn vị hiện nay; hãy bàn giao trước khi đổi.")
    for work in works:
        act = journal.Act(AccountAct.HANDED_OVER.value, actor.user_id, actor.os_user, now, about(user.id, untold=True))
        give(session, work, None, on, act)


def list_users(
    db: Database, actor: Reader, words: str = "", role: Role | None = None, active: bool | None = None
) -> list[Account]:
    """All accounts but the system's, in the Vietnamese order of their people's names.

    `words`: only those in whose names, sign-in name or unit all of them stand, accents apart; `role`, `active`: only
    those.
    """
    require(actor.role, Act.ACCOUNTS)
    conditions = [User.username != SYSTEM_USERNAME]
    if role is not None:
        conditions.append(User.role == role.value)
    if active is not None:
        conditions.append(User.active.is_(active))
    with db.read() as session:
        found = account_rows.accounts(session, *conditions)
    wanted = fold(words).split()
    found = [a for a in found if all(w in fold(f"{a.full_name} {a.username} {a.unit}") for w in wanted)]
    return sorted(found, key=lambda a: (sort_key(a.full_name), a.username))


def confirm_password(db: Database, actor: Reader, password: str, now: datetime, token: str = "") -> None:
    """Passes when `password` is the actor's own, typed once more for a dangerous act. Tries are counted.

    `token`: the session to note it in, which then need not ask again for a while (`Account.confirmed`). Raises
    AccountError for a wrong one, TooManyTriesError after too many.
    """
    key = f"own:{actor.user_id}"
    with db.write() as session:
        wait, _first = throttle.count_try(session, {key: OWN_TRIES}, now, WINDOW)
        held = session.get_one(User, actor.user_id).password_hash
    if wait:
        raise TooManyTriesError(wait)
    right = password_matches(held, password)
    with db.write() as session:
        if right:
            throttle.forget_tries(session, key, now)
            standing = session.get(UserSession, throttle.digest(token)) if token else None
            if standing is not None and standing.user_id == actor.user_id:
                standing.confirmed_at = now
        else:
            note_access(session, AccessAct.PASSWORD_REFUSED, actor, now)
    if not right:
        raise AccountError("Mật khẩu xác nhận không đúng; hãy nhập lại mật khẩu của tài khoản đang dùng.")
