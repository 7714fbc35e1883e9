"""Signing in and out, and the sessions that stand. Sessions are kept on the server, of their token only a hash.

A refused sign-in says and takes the same for an unknown name as for a wrong password. Tries are counted in a
transaction of their own, so that refused ones stay counted and parallel ones cannot outrun the limit: under the name
and the place for browsers that are not known, and under the browser alone for one from which the account has signed
in before, so that nobody can shut anybody else out (security.md 2, rows 22-25).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain import passwords
from casework.domain.access import Act, Reader, require
from casework.domain.accounts import (
    NAME_TRIES,
    OWN_TRIES,
    PLACE_TRIES,
    WINDOW,
    WRONG,
    Account,
    AccountAct,
    AccountError,
    SignedIn,
    SignInRefusedError,
    TooManyTriesError,
)
from casework.domain.devices import Client
from casework.domain.reading import AccessAct
from casework.domain.vocabulary import Role
from casework.store import account_rows, throttle
from casework.store.access_notes import note_access, note_account
from casework.store.account_rows import user_named
from casework.store.account_tables import User, UserSession
from casework.store.database import Database
from casework.store.password_hashes import hash_password, password_matches
from casework.store.reference_data import system_user
from casework.store.throttle import utc

NOBODY = "không có tài khoản này"
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that stands, as people know it again. `key` names it for ending it; it is not its token."""

    key: str
    device: str
    place: str
    started_at: datetime
    seen_at: datetime
    own: bool


def _reader(user: User) -> Reader:
    return Reader(user.id, Role.of(user.role), user.unit_id)


def sign_in(db: Database, username: str, password: str, now: datetime, client: Client) -> SignedIn:
    """Signs in with a name and a password; the token itself is kept nowhere.

    `client`: where the try comes from. Raises SignInRefusedError or TooManyTriesError.
    """
    name = username.strip().lower()
    with db.write() as session:
        user = session.scalars(select(User).where(User.username == name, User.active)).first()
        known = account_rows.is_known(session, user.id if user else 0, client.mark, now)
        own = f"device:{name}:{client.mark}" if known else f"name:{name}"
        place = f"place:{client.address}"
        limits = {own: NAME_TRIES} if known else {own: NAME_TRIES, place: PLACE_TRIES}
        wait, first = throttle.count_try(session, limits, now, WINDOW)
        if first:
            about = _reader(user if user is not None else system_user(session))
            note_access(session, AccessAct.SIGN_IN_BLOCKED, about, now, "" if user else NOBODY)
    if wait:
        raise TooManyTriesError(wait)
    right = password_matches(user.password_hash if user else None, password) and user is not None
    token, mark = secrets.token_urlsafe(32), client.mark or secrets.token_urlsafe(32)
    expired = half = False
    with db.write() as session:
        fresh = session.get_one(User, user.id) if user is not None else system_user(session)
        if user is not None and right and fresh.active and fresh.generation == user.generation:
            expired = fresh.one_time_until is not None and utc(fresh.one_time_until) < now
            half = fresh.two_step_since is not None
            throttle.forget_tries(session, own, now)
            throttle.forgive_try(session, place)
            if not expired:
                account_rows.open_session(session, fresh, token, now, client, half)
                if not half:
                    account_rows.remember_device(session, fresh.id, mark, now)
                    fresh.last_sign_in_at = now
                    note_access(session, AccessAct.SIGNED_IN, _reader(fresh), now)
        else:
            right = False
            note_access(session, AccessAct.SIGN_IN_REFUSED, _reader(fresh), now, "" if user else NOBODY)
    if not right:
        raise SignInRefusedError(WRONG)
    if expired:
        raise SignInRefusedError("Mật khẩu dùng một lần đã hết hạn; hãy đề nghị người quản trị hệ thống cấp lại.")
    return SignedIn(token, mark, half)


def session_user(
    db: Database, token: str, now: datetime, idle: timedelta, absolute: timedelta, office: str = ""
) -> Account | None:
    """The account behind a session's token, in one query; None when the session is unknown, ended, idle or too old.

    Role, unit and duties are those of this moment. `office`: whose register a reception officer without a unit keeps.
    """
    with db.read() as session:
        found = account_rows.find_session(session, token, office)
    if found is None or now - found.seen_at > idle or now - found.started_at > absolute:
        return None
    if now - found.seen_at >= SEEN_EVERY:
        account_rows.touch_session(db, token, now)
    return found.account


def sign_out(db: Database, token: str, now: datetime) -> None:
    """Ends the session of a token; nothing happens when there is none."""
    with db.write() as session:
        user_id = account_rows.end_session(session, token, now)
        if user_id is not None:
            note_access(session, AccessAct.SIGNED_OUT, _reader(session.get_one(User, user_id)), now)


def change_password(db: Database, actor: Reader, current: str, new: str, now: datetime, client: Client) -> SignedIn:
    """Changes one's own password; all sessions end and a fresh one begins. Tries are counted as for signing in.

    Raises AccountError for a wrong present password, a weak new one or the same again, TooManyTriesError.
    """
    key = f"own:{actor.user_id}"
    with db.write() as session:
        wait, _first = throttle.count_try(session, {key: OWN_TRIES}, now, WINDOW)
        user = session.get_one(User, actor.user_id)
        held, names = user.password_hash, (user.username, user.full_name)
    if wait:
        raise TooManyTriesError(wait)
    if not password_matches(held, current):
        with db.write() as session:
            note_access(session, AccessAct.PASSWORD_REFUSED, actor, now)
        raise AccountError("Mật khẩu hiện tại không đúng.")
    wrong = passwords.problem(new, *names)
    if wrong is None and passwords.prepare(new) == passwords.prepare(current):
        wrong = "Mật khẩu mới phải khác mật khẩu hiện tại."
    if wrong:
        with db.write() as session:
            throttle.forgive_try(session, key)
        raise AccountError(wrong)
    hashed = hash_password(new)
    token, mark = secrets.token_urlsafe(32), client.mark or secrets.token_urlsafe(32)
    with db.write() as session:
        user = session.get_one(User, actor.user_id)
        user.password_hash, user.one_time_until = hashed, None
        account_rows.shut(session, user)
        throttle.forget_tries(session, key, now)
        note_account(session, AccountAct.PASSWORD_CHANGED, actor, now, user.id)
        account_rows.open_session(session, user, token, now, client)
        account_rows.remember_device(session, user.id, mark, now)
    return SignedIn(token, mark, half=False)


def own_sessions(db: Database, actor: Reader, token: str, now: datetime, idle: timedelta) -> list[OpenSession]:
    """One's own sessions that stand, the newest use first; `token` tells which of them asks."""
    with db.read() as session:
        return _sessions(session, actor.user_id, now - idle, throttle.digest(token))


def sessions_of(db: Database, actor: Reader, username: str, now: datetime, idle: timedelta) -> list[OpenSession]:
    """The sessions of an account that stand, for whoever keeps accounts."""
    require(actor.role, Act.ACCOUNTS)
    with db.read() as session:
        return _sessions(session, user_named(session, username).id, now - idle, "")


def _sessions(session: Session, user_id: int, since: datetime, own: str) -> list[OpenSession]:
    return [
        OpenSession(row.token_hash, row.device, row.place, utc(row.started_at), utc(row.seen_at), row.token_hash == own)
        for row in account_rows.open_sessions(session, user_id, since)
    ]


def end_own_sessions(db: Database, actor: Reader, token: str, now: datetime, key: str | None = None) -> None:
    """Ends one of one's own sessions (`key`), or all of them but the one of `token`."""
    with db.write() as session:
        if key is None:
            account_rows.end_others(session, actor.user_id, token, now)
        else:
            _end(session, actor.user_id, key, now)
        note_access(session, AccessAct.SESSIONS_ENDED, actor, now)


def end_sessions(db: Database, actor: Reader, username: str, now: datetime, key: str | None = None) -> None:
    """Ends one session of an account (`key`), or all of them, for whoever keeps accounts."""
    require(actor.role, Act.ACCOUNTS)
    with db.write() as session:
        user = user_named(session, username)
        if key is None:
            account_rows.shut(session, user)
        else:
            _end(session, user.id, key, now)
        note_account(session, AccountAct.SESSIONS_ENDED, actor, now, user.id)


def _end(session: Session, user_id: int, key: str, now: datetime) -> None:
    row = session.get(UserSession, key)
    if row is None or row.user_id != user_id or row.ended_at is not None:
        raise AccountError("Phiên này đã kết thúc rồi.")
    row.ended_at = now
