"""Rows of accounts and sign-in: sessions known by the hash of their token, devices that are known. Moments are UTC."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, and_, bindparam, case, cast, delete, func, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from casework.domain.accounts import DEVICE_FOR, Account, AccountError
from casework.domain.devices import Client
from casework.domain.items import ItemKind
from casework.domain.vocabulary import Role
from casework.store.account_tables import KnownDevice, RecoveryCode, TwoStepRole, User, UserSession
from casework.store.base import metadata
from casework.store.catalogue_tables import Unit
from casework.store.database import Database
from casework.store.items import ITEMS
from casework.store.throttle import digest, utc
from casework.store.unit_structure import UnitToday

KEPT = timedelta(days=30)
TOUCH_WAIT_MS = 100


@dataclass(frozen=True, slots=True)
class FoundSession:
    """A session that has not ended, and its account."""

    account: Account
    started_at: datetime
    seen_at: datetime


_USER, _SESSION, _UNIT, _DEVICE = (
    metadata.tables[made.__tablename__] for made in (User, UserSession, Unit, KnownDevice)
)
_ASKS = select(TwoStepRole.role).where(TwoStepRole.role == _USER.c.role).exists()
_NAMED = select(func.min(_UNIT.c.id)).where(_UNIT.c.name == bindparam("office"))
_OFFICE = _NAMED.having(func.count() == 1).scalar_subquery()
_DENIAL = ITEMS[ItemKind.DENIAL]
_DENIED = select(_DENIAL.c.id).where(_DENIAL.c.person_id == _USER.c.id, _DENIAL.c.lifted_on.is_(None)).exists()
_STANDS_FOR = case((and_(_USER.c.role == Role.RECEPTION_OFFICER.value, _USER.c.unit_id.is_(None)), _OFFICE))
_BEFORE = metadata.tables[UnitToday.__tablename__]
_TAKEN_OVER = (
    select(func.aggregate_strings(cast(_BEFORE.c.unit_id, String), ","))
    .where(_BEFORE.c.today_id == func.coalesce(_USER.c.unit_id, _STANDS_FOR))
    .scalar_subquery()
)
_ACCOUNT = (
    _USER.c.id.label("user_id"),
    _USER.c.username,
    _USER.c.full_name,
    _USER.c.role,
    _USER.c.unit_id,
    _USER.c.active,
    func.coalesce(_UNIT.c.name, "").label("unit"),
    _USER.c.email,
    _USER.c.last_sign_in_at,
    _USER.c.one_time_until.is_not(None).label("one_time"),
    _USER.c.two_step_since.is_not(None).label("two_step"),
    _ASKS.label("asks_two_step"),
)
"""What an account is made of, in the order of its fields."""

STANDING = (*_ACCOUNT, _STANDS_FOR.label("office"), _DENIED.label("denied"), _TAKEN_OVER.label("taken_over"))
"""What one who asks is made of, for `standing_account`; `office` is bound to the name of the unit that a reception
officer without a unit stands for."""

_STANDING_SESSION = (
    select(
        *STANDING,
        _SESSION.c.confirmed_at,
        _SESSION.c.started_at,
        _SESSION.c.seen_at,
    )
    .join(_USER, _USER.c.id == _SESSION.c.user_id)
    .outerjoin(_UNIT, _UNIT.c.id == _USER.c.unit_id)
    .where(
        _SESSION.c.token_hash == bindparam("digest"),
        _SESSION.c.ended_at.is_(None),
        _SESSION.c.half.is_(False),
        _SESSION.c.generation == _USER.c.generation,
        _USER.c.active,
    )
)
"""Made once: it is asked on every request."""
_ACCOUNTS = select(*_ACCOUNT).outerjoin(_UNIT, _UNIT.c.id == _USER.c.unit_id)


def _moment(moment: datetime | None) -> datetime | None:
    return None if moment is None else utc(moment)


def find_session(session: Session, token: str, office: str = "") -> FoundSession | None:
    """The session of a token, unless it was ended, is but half begun, or its account was closed or told to end all
    sessions: one query. `office`: the name of the unit that a reception officer without a unit stands for."""
    row = session.connection().execute(_STANDING_SESSION, {"digest": digest(token), "office": office}).first()
    if row is None:
        return None
    *standing, confirmed_at, started_at, seen_at = row
    return FoundSession(standing_account(standing, confirmed_at), utc(started_at), utc(seen_at))


def standing_account(row: Sequence[Any], confirmed_at: datetime | None = None) -> Account:
    """The account of a row of `STANDING`, as it stands now."""
    *known, office_id, denied, taken_over = row
    units = tuple(sorted(int(unit) for unit in (taken_over or "").split(",") if unit))
    return _account(known, office_id, confirmed_at, bool(denied), units)


def _account(
    known: list[object],
    office_id: int | None = None,
    confirmed_at: datetime | None = None,
    maybe_denied: bool = True,
    taken_over: tuple[int, ...] | None = None,
) -> Account:
    user_id, username, full_name, role, unit_id, active, unit, email, seen, one_time, two_step, asks = known
    return Account(
        user_id,  # type: ignore[arg-type]
        str(username),
        str(full_name),
        Role.of(role),
        unit_id,  # type: ignore[arg-type]
        bool(active),
        str(unit),
        str(email),
        _moment(seen),  # type: ignore[arg-type]
        bool(one_time),
        bool(two_step),
        bool(asks),
        office_id,
        _moment(confirmed_at),
        maybe_denied,
        taken_over,
    )


def accounts(session: Session, *conditions: object) -> list[Account]:
    """The accounts that meet all conditions (over `User`), in no order."""
    return [_account(list(row)) for row in session.execute(_ACCOUNTS.where(*conditions))]  # type: ignore[arg-type]


def user_named(session: Session, username: str) -> User:
    """The account with this name, but never the system's. Raises AccountError when there is none."""
    found = session.scalars(select(User).where(User.username == username.strip().lower())).first()
    if found is None or found.role == Role.SYSTEM.value:
        raise AccountError(f"Không có tài khoản “{username}”.")
    return found


def is_last_administrator(session: Session, user: User) -> bool:
    """Whether without this account nobody could keep the accounts any more."""
    others = select(func.count()).where(User.role == Role.ADMINISTRATOR.value, User.active, User.id != user.id)
    return user.role == Role.ADMINISTRATOR.value and user.active and not session.scalar(others)


def open_session(session: Session, user: User, token: str, now: datetime, client: Client, half: bool = False) -> None:
    """Adds a session for `user`, and drops that user's long-dead ones. `half`: its second step is still to come."""
    session.execute(delete(_SESSION).where(_SESSION.c.user_id == user.id, _SESSION.c.started_at < now - KEPT))
    session.add(
        UserSession(
            token_hash=digest(token),
            user_id=user.id,
            generation=user.generation,
            started_at=now,
            seen_at=now,
            device=client.device,
            place=client.place,
            half=half,
        )
    )
    session.flush()


def end_session(session: Session, token: str, now: datetime) -> int | None:
    """Ends the session of a token; the account's id, or None when there was none to end."""
    row = session.get(UserSession, digest(token))
    if row is None or row.ended_at is not None:
        return None
    row.ended_at = now
    return row.user_id


def open_sessions(session: Session, user_id: int, since: datetime) -> list[UserSession]:
    """The sessions of an account that stand and were in use after `since`, the newest use first."""
    query = (
        select(UserSession)
        .join(User, User.id == UserSession.user_id)
        .where(
            UserSession.user_id == user_id,
            UserSession.ended_at.is_(None),
            UserSession.half.is_(False),
            UserSession.generation == User.generation,
            UserSession.seen_at >= since,
        )
    )
    return list(session.scalars(query.order_by(UserSession.seen_at.desc(), UserSession.token_hash)))


def end_others(session: Session, user_id: int, token: str, now: datetime) -> None:
    """Ends all sessions of an account but the one of `token`."""
    others = update(_SESSION).where(_SESSION.c.user_id == user_id, _SESSION.c.token_hash != digest(token))
    session.execute(others.where(_SESSION.c.ended_at.is_(None)).values(ended_at=now))


def touch_session(database: Database, token: str, now: datetime) -> None:
    """Notes that a session was in use, in a transaction of its own; skipped when someone else is writing just now."""
    statement = update(_SESSION).where(_SESSION.c.token_hash == digest(token)).values(seen_at=now)
    waiting = database.dialect == "sqlite"
    database.look_anew()
    with database.engine.connect() as connection:
        try:
            if waiting:
                connection.exec_driver_sql(f"PRAGMA busy_timeout={TOUCH_WAIT_MS}")
            connection.execute(statement)
            connection.commit()
        except OperationalError:
            connection.rollback()
        finally:
            if waiting:
                connection.exec_driver_sql("PRAGMA busy_timeout=20000")
                connection.rollback()


def is_known(session: Session, user_id: int, mark: str, now: datetime) -> bool:
    """Whether the account has signed in from the browser that carries `mark`, not too long ago."""
    if not mark:
        return False
    row = session.get(KnownDevice, (user_id, digest(mark)))
    return row is not None and utc(row.known_at) >= now - DEVICE_FOR


def remember_device(session: Session, user_id: int, mark: str, now: datetime) -> None:
    """Makes the browser that carries `mark` known to the account, and forgets those not used for long."""
    session.execute(delete(_DEVICE).where(_DEVICE.c.user_id == user_id, _DEVICE.c.known_at < now - DEVICE_FOR))
    session.merge(KnownDevice(user_id=user_id, device_hash=digest(mark), known_at=now))


def shut(session: Session, user: User) -> None:
    """Ends all sessions of an account and forgets its devices."""
    user.generation += 1
    session.execute(delete(KnownDevice).where(KnownDevice.user_id == user.id))


def drop_second_step(session: Session, user: User) -> None:
    """Removes the seed of an account and its recovery codes."""
    user.seed, user.two_step_since, user.last_step = None, None, 0
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
