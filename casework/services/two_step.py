"""The second step of signing in: a code of six digits from the person's own device (TOTP, RFC 6238).

The seed is sealed at rest, a code counts once, recovery codes are kept as hashes and count once too, and resetting
reveals nothing (security.md 2, row 24; ASVS 5.0 6.5.1). Which roles need it is data. `secret`: the server's own.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import pyotp
import segno
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from casework.domain.access import Act, Reader, require
from casework.domain.accounts import (
    CODE_TRIES,
    HALF_FOR,
    PERSONAL_ROLES,
    WINDOW,
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
from casework.store.account_tables import RecoveryCode, TwoStepRole, User, UserSession
from casework.store.database import Database
from casework.store.seeds import UnreadableSeedError, open_seed, seal_seed
from casework.store.throttle import digest, utc

STEP_SECONDS = 30
STEPS_AROUND = (0, -1, 1)
"""The steps that count: this one, and the ones beside it, since clocks differ."""
RECOVERY_CODES = 10
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
ISSUER = "Casework"


@dataclass(frozen=True, slots=True)
class Preparation:
    """A seed that waits for its first right code: as text in groups of four, and as an image (a `data:` address)."""

    seed: str
    image: str


def prepare(db: Database, actor: Reader, secret: str) -> None:
    """Makes a new seed for one's own account; it counts for nothing until its first code is confirmed."""
    with db.write() as session:
        user = session.get_one(User, actor.user_id)
        if user.two_step_since is not None:
            raise AccountError("Tài khoản đã bật xác thực hai bước; muốn cài lại thì tắt trước.")
        user.seed = seal_seed(secret, user.id, pyotp.random_base32())


def preparation(db: Database, actor: Reader, secret: str) -> Preparation | None:
    """The seed that waits for its first code; None when there is none: then it was confirmed, or never made."""
    with db.read() as session:
        user = session.get_one(User, actor.user_id)
        if user.seed is None or user.two_step_since is not None:
            return None
        try:
            seed = open_seed(secret, user.id, user.seed)
        except UnreadableSeedError:
            return None
        address = pyotp.TOTP(seed).provisioning_uri(name=user.username, issuer_name=ISSUER)
    image = segno.make(address, micro=False).svg_data_uri(scale=5, border=4)
    return Preparation(" ".join(seed[n : n + 4] for n in range(0, len(seed), 4)), image)


def confirm(db: Database, actor: Reader, code: str, now: datetime, secret: str, token: str) -> list[str]:
    """Turns the second step on with a first right code; gives the recovery codes, which are told this once only.

    All other sessions of the account end. Raises AccountError for a wrong code, TooManyTriesError.
    """
    _count(db, f"code:{actor.user_id}", now)
    with db.write() as session:
        user = session.get_one(User, actor.user_id, with_for_update=True)
        if user.two_step_since is not None or not _use_code(user, code, now, secret):
            raise AccountError("Mã không đúng hoặc đã hết hạn; hãy nhập mã đang hiện trên ứng dụng.")
        user.two_step_since = now
        throttle.forget_tries(session, f"code:{user.id}", now)
        account_rows.end_others(session, user.id, token, now)
        note_account(session, AccountAct.TWO_STEP_SET, actor, now, user.id)
        return _new_codes(session, user.id)


def confirm_code(db: Database, actor: Reader, code: str, now: datetime, secret: str) -> None:
    """Passes when `code` is of one's own device, or a recovery code, which is used up: asked once more for an act that
    opens a door. Raises AccountError for a wrong one, TooManyTriesError."""
    key = f"code:{actor.user_id}"
    _count(db, key, now)
    with db.write() as session:
        user = session.get_one(User, actor.user_id, with_for_update=True)
        right = user.two_step_since is not None and _right(session, user, code, now, secret)
        if right:
            throttle.forget_tries(session, key, now)
        else:
            note_access(session, AccessAct.CODE_REFUSED, actor, now)
    if not right:
        raise AccountError(
            "Mã xác thực không đúng, đã dùng hoặc đã hết hạn; hãy đợi mã mới trên ứng dụng rồi nhập lại."
        )


def turn_off(db: Database, actor: Reader, now: datetime) -> None:
    """Signs in with the password alone again; refused while the role asks for the second step."""
    with db.write() as session:
        user = session.get_one(User, actor.user_id)
        if session.get(TwoStepRole, user.role) is not None:
            raise AccountError(f"Vai trò “{Role.of(user.role).label}” bắt buộc xác thực hai bước nên không tắt được.")
        account_rows.drop_second_step(session, user)
        note_account(session, AccountAct.TWO_STEP_OFF, actor, now, user.id)


def new_codes(db: Database, actor: Reader, now: datetime) -> list[str]:
    """New recovery codes in place of the old ones; told this once only."""
    with db.write() as session:
        if session.get_one(User, actor.user_id).two_step_since is None:
            raise AccountError("Tài khoản chưa bật xác thực hai bước.")
        note_account(session, AccountAct.CODES_MADE, actor, now, actor.user_id)
        return _new_codes(session, actor.user_id)


def codes_left(db: Database, actor: Reader) -> int:
    """How many recovery codes of one's own have not been used."""
    with db.read() as session:
        return session.scalar(select(func.count()).where(RecoveryCode.user_id == actor.user_id)) or 0


def reset(db: Database, actor: Reader, username: str, now: datetime) -> None:
    """Removes an account's second step (a lost device) and ends its sessions; whoever does it learns no code.

    Where the role asks for a second step the person sets it up again right after the next sign-in.
    """
    require(actor.role, Act.ACCOUNTS)
    with db.write() as session:
        user = user_named(session, username)
        if user.id == actor.user_id:
            raise AccountError("Xác thực hai bước của chính mình thì đặt ở trang “Tài khoản của tôi”.")
        account_rows.drop_second_step(session, user)
        account_rows.shut(session, user)
        note_account(session, AccountAct.TWO_STEP_RESET, actor, now, user.id)


def roles(db: Database) -> frozenset[Role]:
    """The roles that sign in with a second step."""
    with db.read() as session:
        return frozenset(Role.of(role) for role in session.scalars(select(TwoStepRole.role)))


def set_roles(db: Database, actor: Reader, wanted: Collection[Role], now: datetime) -> None:
    """Decides which roles sign in with a second step; whoever lacks it sets it up with the next request."""
    require(actor.role, Act.ACCOUNTS)
    chosen = [role for role in PERSONAL_ROLES if role in wanted]
    with db.write() as session:
        session.execute(delete(TwoStepRole))
        session.add_all(TwoStepRole(role=role.value) for role in chosen)
        note = ", ".join(role.label for role in chosen) or "không vai trò nào"
        note_account(session, AccountAct.ROLES_SET, actor, now, more=note)


def finish_sign_in(db: Database, half: str, code: str, now: datetime, client: Client, secret: str) -> SignedIn:
    """Ends the half session of a right password and begins a whole one. `code`: of the device, or a
    recovery code, which is used up.

    Raises SignInRefusedError for a wrong code or after five minutes (`NoHalfSessionError`), TooManyTriesError.
    """
    with db.read() as session:
        row = session.get(UserSession, digest(half)) if half else None
        if row is None or not _stands(row, session.get_one(User, row.user_id), now):
            raise NoHalfSessionError
        user_id = row.user_id
        known = account_rows.is_known(session, user_id, client.mark, now)
    key = f"code:{user_id}:{client.mark}" if known else f"code:{user_id}"
    _count(db, key, now)
    token, mark = secrets.token_urlsafe(32), client.mark or secrets.token_urlsafe(32)
    with db.write() as session:
        user = session.get_one(User, user_id, with_for_update=True)
        row = session.get_one(UserSession, digest(half))
        right = _stands(row, user, now) and _right(session, user, code, now, secret)
        actor = Reader(user.id, Role.of(user.role), user.unit_id)
        if right:
            row.ended_at = now
            throttle.forget_tries(session, key, now)
            account_rows.open_session(session, user, token, now, client)
            account_rows.remember_device(session, user.id, mark, now)
            user.last_sign_in_at = now
        note_access(session, AccessAct.SIGNED_IN if right else AccessAct.CODE_REFUSED, actor, now)
    if not right:
        raise SignInRefusedError("Mã không đúng, đã dùng hoặc đã hết hạn. Hãy đợi mã mới trên ứng dụng rồi nhập lại.")
    return SignedIn(token, mark, half=False)


class NoHalfSessionError(SignInRefusedError):
    """There is no right password to add a second step to, or it was typed too long ago."""

    def __init__(self) -> None:
        """The message leads back to the door."""
        super().__init__("Đã quá thời gian nhập mã; hãy đăng nhập lại từ đầu.")


def _stands(row: UserSession, user: User, now: datetime) -> bool:
    whole = row.half and row.ended_at is None and user.active and row.generation == user.generation
    return whole and now - utc(row.started_at) <= HALF_FOR


def _count(db: Database, key: str, now: datetime) -> None:
    with db.write() as session:
        wait, _first = throttle.count_try(session, {key: CODE_TRIES}, now, WINDOW)
    if wait:
        raise TooManyTriesError(wait)


def _right(session: Session, user: User, code: str, now: datetime, secret: str) -> bool:
    plain = "".join(code.split()).replace("-", "").lower()
    if plain.isdigit() and len(plain) == 6:
        return _use_code(user, plain, now, secret)
    held = session.get(RecoveryCode, digest(plain))
    if held is None or held.user_id != user.id:
        return False
    session.delete(held)
    return True


def _use_code(user: User, code: str, now: datetime, secret: str) -> bool:
    """Whether the code is of a step that counts and is newer than any used; it is used up then."""
    if user.seed is None:
        return False
    try:
        device = pyotp.TOTP(open_seed(secret, user.id, user.seed))
    except UnreadableSeedError:
        return False
    plain = "".join(code.split())
    step = int(now.timestamp()) // STEP_SECONDS
    for one in (step + n for n in STEPS_AROUND):
        if hmac.compare_digest(device.generate_otp(one).encode(), plain.encode()) and one > user.last_step:
            user.last_step = one
            return True
    return False


def _new_codes(session: Session, user_id: int) -> list[str]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    made = ["".join(secrets.choice(_SIGNS) for _ in range(16)) for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(code_hash=digest(code), user_id=user_id) for code in made)
    return ["-".join(code[n : n + 4] for n in range(0, 16, 4)) for code in made]
