"""Access tokens: made, listed and revoked by their owner, revoked by an administrator; who asks by one.

Of a token only a digest is kept; the word is told once. It opens what its owner may open at that moment and ends with
whatever ends all the owner's sessions: a closed account, another password, a second step that was reset.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime

from sqlalchemy.orm import Session

from casework.domain.access import Act, ForbiddenError, NoSuchRecordError, Reader, require
from casework.domain.accounts import WINDOW, AccountAct, AccountError, TooManyTriesError
from casework.domain.reading import AccessAct
from casework.domain.tokens import MOST, PREFIX, WRONG_TRIES, Token, TokenBearer, check_token, looks_right
from casework.domain.vocabulary import Role
from casework.store import throttle
from casework.store.access_notes import note_access, note_account
from casework.store.account_rows import user_named
from casework.store.account_tables import User
from casework.store.database import Database
from casework.store.reference_data import system_user
from casework.store.throttle import digest
from casework.store.tokens import ApiToken, find_bearer, owner_of, tokens_of, touch

__all__ = [
    "WrongTokenError",
    "bearer_of",
    "make_token",
    "own_token",
    "own_tokens",
    "revoke_as_keeper",
    "revoke_own",
    "tokens_for",
]

NOBODY = "không có mã truy cập này"


class WrongTokenError(AccountError):
    """A word that opens nothing: unknown, at its end, revoked, or of an owner who may not use the system now."""

    def __init__(self) -> None:
        """The message is the same whatever was wrong."""
        super().__init__("Mã truy cập không đúng, đã hết hạn hoặc đã thu hồi.")


def make_token(db: Database, actor: Reader, name: str, expires_on: date, today: date, now: datetime) -> str:
    """Makes a token of one's own and returns its word, which is told nowhere else. Raises AccountError."""
    plain = check_token(name, expires_on, today)
    word = PREFIX + secrets.token_urlsafe(32)
    with db.write() as session:
        user = session.get_one(User, actor.user_id, with_for_update=True)
        if sum(one.stands(today) for one in tokens_of(session, user)) >= MOST:
            raise AccountError(f"Đã có {MOST} mã truy cập đang dùng được; hãy thu hồi bớt trước khi tạo thêm.")
        made = ApiToken(
            token_hash=digest(word),
            user_id=user.id,
            generation=user.generation,
            name=plain,
            made_at=now,
            expires_on=expires_on,
        )
        session.add(made)
        session.flush()
        more = f"mã truy cập số {made.id}, đến {expires_on:%d/%m/%Y}"
        note_account(session, AccountAct.TOKEN_MADE, actor, now, user.id, more)
    return word


def own_tokens(db: Database, actor: Reader) -> list[Token]:
    """One's own tokens, the newest first."""
    with db.read() as session:
        return tokens_of(session, session.get_one(User, actor.user_id))


def own_token(db: Database, actor: Reader, token_id: int) -> Token:
    """One of one's own tokens. Raises NoSuchRecordError."""
    for one in own_tokens(db, actor):
        if one.id == token_id:
            return one
    raise NoSuchRecordError


def tokens_for(db: Database, actor: Reader, username: str) -> list[Token]:
    """The tokens of an account, for whoever keeps accounts; their words are known to nobody."""
    require(actor.role, Act.ACCOUNTS)
    with db.read() as session:
        return tokens_of(session, user_named(session, username))


def revoke_own(db: Database, actor: Reader, token_id: int, now: datetime) -> None:
    """Takes a token of one's own back, at once. Raises AccountError where there is none or it was revoked before."""
    with db.write() as session:
        _revoke(session, actor, session.get_one(User, actor.user_id), token_id, now)


def revoke_as_keeper(db: Database, actor: Reader, username: str, token_id: int, now: datetime) -> None:
    """Takes a token of an account back, for whoever keeps accounts. Raises ForbiddenError, AccountError."""
    require(actor.role, Act.ACCOUNTS)
    with db.write() as session:
        _revoke(session, actor, user_named(session, username), token_id, now)


def _revoke(session: Session, actor: Reader, user: User, token_id: int, now: datetime) -> None:
    row = session.get(ApiToken, token_id)
    if row is None or row.user_id != user.id or row.revoked_at is not None:
        raise AccountError("Không có mã truy cập này, hoặc đã thu hồi rồi.")
    row.revoked_at = now
    note_account(session, AccountAct.TOKEN_REVOKED, actor, now, user.id, f"mã truy cập số {token_id}")


def bearer_of(db: Database, word: str, address: str, today: date, now: datetime, office: str) -> TokenBearer:
    """Who asks by the token `word`, with role, unit and denials of this moment.

    Wrong ones are counted by `address` as wrong passwords are, and told to the access log; a right one is never made
    to wait. Raises WrongTokenError, TooManyTriesError; ForbiddenError while its owner owes something first.
    """
    with db.read() as session:
        found = find_bearer(session, word, today, office) if looks_right(word) else None
    if found is None:
        _refuse(db, word, address, now)
        raise WrongTokenError
    bearer, used_on = found
    if bearer.account.unfinished is not None:
        owed = bearer.account.unfinished.label.lower()
        raise ForbiddenError(f"Chủ mã truy cập còn phải {owed}; hãy đăng nhập trên màn hình và làm xong trước.")
    if used_on != today:
        touch(db, bearer.token_id, today)
    return bearer


def _refuse(db: Database, word: str, address: str, now: datetime) -> None:
    with db.write() as session:
        wait, first = throttle.count_try(session, {f"token:{address}": WRONG_TRIES}, now, WINDOW)
        if not wait or first:
            owner = owner_of(session, word)
            user = owner if owner is not None else system_user(session)
            about = Reader(user.id, Role.of(user.role), user.unit_id)
            act = AccessAct.TOKEN_BLOCKED if wait else AccessAct.TOKEN_REFUSED
            note_access(session, act, about, now, "" if owner is not None else NOBODY)
    if wait:
        raise TooManyTriesError(wait)
