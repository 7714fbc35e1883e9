"""Accounts: who may sign in, as whom, and for how long. Each act stands in the journal, without secrets.

Passwords are hashed with Argon2id over their NFC form; sessions are kept on the server, of their token only a hash.
A refused sign-in says and takes the same for an unknown name as for a wrong password (security.md 2, rows 22-25).
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.domain import passwords
from casework.domain.access import Act, Reader, require
from casework.domain.text import sort_key
from casework.domain.vocabulary import Role
from casework.store import account_rows, journal
from casework.store.account_tables import User
from casework.store.database import Database
from casework.store.reference_data import SYSTEM_USERNAME, system_user

HASHER = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=1)
USER_TRIES = 8
CLIENT_TRIES = 100
WINDOW = timedelta(minutes=10)
SEEN_EVERY = timedelta(minutes=1)
WRONG = "Tên đăng nhập hoặc mật khẩu không đúng."
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")


class AccountError(ValueError):
    """An account act that is refused; the Vietnamese message says why and how to mend it."""


class SignInRefusedError(AccountError):
    """A sign-in that is refused; the message is the same whatever was wrong."""


class TooManyTriesError(SignInRefusedError):
    """Too many tries under one name or from one place; `retry_after` in seconds."""

    def __init__(self) -> None:
        """The message names the waiting time, the same for every name."""
        self.retry_after = int(WINDOW.total_seconds())
        super().__init__(f"Đăng nhập sai quá nhiều lần. Hãy thử lại sau {self.retry_after // 60} phút.")


@dataclass(frozen=True, slots=True)
class Account:
    """An account as the doors know it."""

    user_id: int
    username: str
    full_name: str
    role: Role
    unit_id: int | None
    active: bool = True

    @property
    def reader(self) -> Reader:
        """The account as the one who asks."""
        return Reader(self.user_id, self.role, self.unit_id)


def _account(user: User) -> Account:
    return Account(user.id, user.username, user.full_name, Role.of(user.role), user.unit_id, user.active)


@cache
def _nobody() -> str:
    return HASHER.hash(secrets.token_urlsafe(24))


def _matches(hashed: str | None, password: str) -> bool:
    """Whether the password is right; as slow for an account without one as for any other."""
    try:
        HASHER.verify(hashed or _nobody(), passwords.prepare(password[: 4 * passwords.MOST]))
    except (VerifyMismatchError, InvalidHashError):
        return False
    return hashed is not None


def _journal(session: Session, name: str, actor: Reader, now: datetime, note: str) -> None:
    journal.append(session, journal.Act(name, actor.user_id, actor.os_user, now, note), [])


def _user(session: Session, username: str) -> User:
    found = session.scalars(select(User).where(User.username == username.strip().lower())).first()
    if found is None or found.username == SYSTEM_USERNAME:
        raise AccountError(f"Không có tài khoản “{username}”.")
    return found


def _new_hash(password: str, *names: str) -> str:
    wrong = passwords.problem(password, *names)
    if wrong:
        raise AccountError(wrong)
    return HASHER.hash(passwords.prepare(password))


def system_reader(db: Database, os_user: str) -> Reader:
    """The system account as the one who acts, with the operating system's user noted (cut at 60 characters)."""
    with db.read() as session:
        return Reader(system_user(session).id, Role.SYSTEM, None, os_user[:60])


@dataclass(frozen=True, slots=True)
class _NewUser:
    username: str
    full_name: str
    role: Role
    password_hash: str
    unit_id: int | None = None


def _checked(username: str, full_name: str, role: Role, password: str, unit_id: int | None) -> _NewUser:
    name, person = username.strip().lower(), " ".join(full_name.split())
    if not _USERNAME.fullmatch(name):
        raise AccountError(
            "Tên đăng nhập gồm 3 đến 60 ký tự: chữ không dấu, chữ số, dấu chấm, gạch ngang; bắt đầu bằng chữ hoặc số."
        )
    if not person or len(person) > 200:
        raise AccountError("Họ và tên không được để trống và dài nhất 200 ký tự.")
    if role is Role.SYSTEM:
        raise AccountError("Vai trò “Hệ thống” chỉ dành cho dòng lệnh, không cấp cho tài khoản.")
    return _NewUser(name, person, role, _new_hash(password, name, person), unit_id)


def _add(session: Session, actor: Reader, new: _NewUser, now: datetime) -> int:
    if session.scalar(select(User.id).where(User.username == new.username)) is not None:
        raise AccountError(f"Đã có tài khoản “{new.username}”; hãy chọn tên đăng nhập khác.")
    user = User(
        username=new.username,
        full_name=new.full_name,
        password_hash=new.password_hash,
        role=new.role.value,
        unit_id=new.unit_id,
    )
    session.add(user)
    session.flush()
    _journal(session, "user_created", actor, now, f"tài khoản {user.id}, vai trò {new.role.value}")
    return user.id


def create_user(
    db: Database,
    actor: Reader,
    username: str,
    full_name: str,
    role: Role,
    password: str,
    now: datetime,
    unit_id: int | None = None,
) -> int:
    """Adds an account and returns its id. Raises AccountError for a name taken or malformed, a weak password."""
    require(actor.role, Act.ACCOUNTS)
    new = _checked(username, full_name, role, password, unit_id)
    with db.write() as session:
        return _add(session, actor, new, now)


def set_password(db: Database, actor: Reader, username: str, password: str, now: datetime) -> None:
    """Gives an account a new password and ends all its sessions."""
    require(actor.role, Act.ACCOUNTS)
    with db.read() as session:
        user = _user(session, username)
        names = (user.username, user.full_name)
    hashed = _new_hash(password, *names)
    with db.write() as session:
        user = _user(session, username)
        user.password_hash = hashed
        user.generation += 1
        _journal(session, "password_set", actor, now, f"tài khoản {user.id}")


def change_password(db: Database, actor: Reader, current: str, new: str, now: datetime) -> str:
    """Changes one's own password; all sessions end and the token of a fresh one is returned."""
    with db.read() as session:
        user = session.get_one(User, actor.user_id)
        held, names = user.password_hash, (user.username, user.full_name)
    if not _matches(held, current):
        raise AccountError("Mật khẩu hiện tại không đúng.")
    hashed = _new_hash(new, *names)
    token = secrets.token_urlsafe(32)
    with db.write() as session:
        user = session.get_one(User, actor.user_id)
        user.password_hash = hashed
        user.generation += 1
        _journal(session, "password_changed", actor, now, f"tài khoản {user.id}")
        account_rows.open_session(session, user, token, now)
    return token


def set_active(db: Database, actor: Reader, username: str, active: bool, now: datetime) -> None:
    """Closes an account (its sessions end at once) or opens it again; the last administrator stays open."""
    require(actor.role, Act.ACCOUNTS)
    with db.write() as session:
        user = _user(session, username)
        if user.active == active:
            return
        if not active:
            if user.id == actor.user_id:
                raise AccountError("Không thể khóa tài khoản đang dùng.")
            others = select(func.count()).where(User.role == Role.ADMINISTRATOR.value, User.active, User.id != user.id)
            if user.role == Role.ADMINISTRATOR.value and not session.scalar(others):
                raise AccountError("Đây là quản trị hệ thống cuối cùng; hãy thêm một quản trị khác trước khi khóa.")
            user.generation += 1
        user.active = active
        _journal(session, "user_opened" if active else "user_closed", actor, now, f"tài khoản {user.id}")


def deactivate(db: Database, actor: Reader, username: str, now: datetime) -> None:
    """Closes an account: it can no longer sign in and its sessions end at once."""
    set_active(db, actor, username, False, now)


def end_all_sessions(db: Database, actor: Reader, username: str, now: datetime) -> None:
    """Ends all sessions of an account."""
    require(actor.role, Act.ACCOUNTS)
    with db.write() as session:
        user = _user(session, username)
        user.generation += 1
        _journal(session, "sessions_ended", actor, now, f"tài khoản {user.id}")


def list_users(db: Database, actor: Reader) -> list[Account]:
    """All accounts but the system's, in the Vietnamese order of their people's names."""
    require(actor.role, Act.ACCOUNTS)
    with db.read() as session:
        users = session.scalars(select(User).where(User.username != SYSTEM_USERNAME)).all()
        return sorted(map(_account, users), key=lambda a: (sort_key(a.full_name), a.username))


def sign_in(db: Database, username: str, password: str, now: datetime, client_key: str) -> str:
    """Signs in and returns the token of a new session; the token itself is kept nowhere.

    Counts the try first, in a transaction of its own, so that refused ones stay counted and parallel ones cannot
    outrun the limit. `client_key`: where the try comes from. Raises SignInRefusedError or TooManyTriesError.
    """
    name = username.strip().lower()
    keys = (f"user:{name}", f"client:{client_key}")
    with db.write() as session:
        tries = [account_rows.count_attempt(session, key, now, WINDOW) for key in keys]
        user = session.scalars(select(User).where(User.username == name, User.active)).first()
        if user is not None and tries[0] == USER_TRIES + 1:
            _journal(session, "sign_in_blocked", Reader(user.id, Role.of(user.role)), now, f"tài khoản {user.id}")
    if tries[0] > USER_TRIES or tries[1] > CLIENT_TRIES:
        raise TooManyTriesError
    if not _matches(user.password_hash if user else None, password) or user is None:
        raise SignInRefusedError(WRONG)
    token = secrets.token_urlsafe(32)
    with db.write() as session:
        fresh = session.get_one(User, user.id)
        if not fresh.active or fresh.generation != user.generation:
            raise SignInRefusedError(WRONG)
        account_rows.forget_attempts(session, keys[0])
        account_rows.open_session(session, fresh, token, now)
        _journal(session, "signed_in", _account(fresh).reader, now, f"tài khoản {fresh.id}")
    return token


def session_user(db: Database, token: str, now: datetime, idle: timedelta, absolute: timedelta) -> Account | None:
    """The account behind a session's token, in one query; None when the session is unknown, ended, idle or too old."""
    with db.read() as session:
        found = account_rows.find_session(session, token)
    if found is None or now - found.seen_at > idle or now - found.started_at > absolute:
        return None
    if now - found.seen_at >= SEEN_EVERY:
        account_rows.touch_session(db, token, now)
    return Account(found.user_id, found.username, found.full_name, Role.of(found.role), found.unit_id)


def sign_out(db: Database, token: str, now: datetime) -> None:
    """Ends the session of a token; nothing happens when there is none."""
    with db.write() as session:
        user_id = account_rows.end_session(session, token, now)
        if user_id is not None:
            user = session.get_one(User, user_id)
            _journal(session, "signed_out", _account(user).reader, now, f"tài khoản {user_id}")


SAMPLES = (
    ("tiepnhan", "Cán bộ tiếp nhận mẫu", Role.RECEPTION_OFFICER),
    ("thuky", "Thư ký tổng hợp mẫu", Role.SECRETARIAT),
    ("lanhdao", "Lãnh đạo mẫu", Role.LEADER),
    ("quantri", "Quản trị mẫu", Role.ADMINISTRATOR),
)
"""The sample accounts, one a role."""


def sample_users(db: Database, actor: Reader, now: datetime) -> list[tuple[str, str, Role]]:
    """Adds one account a role with a random password; (username, password, role) of each, told this once only."""
    require(actor.role, Act.ACCOUNTS)
    told = [(name, "-".join(secrets.token_hex(2) for _ in range(4)), role) for name, _person, role in SAMPLES]
    new = [
        _checked(name, person, role, password, None)
        for (name, person, role), (_name, password, _role) in zip(SAMPLES, told, strict=True)
    ]
    with db.write() as session:
        for one in new:
            _add(session, actor, one, now)
    return told
