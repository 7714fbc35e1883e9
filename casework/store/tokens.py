"""Rows of access tokens: known by the digest of the word, alive only with their owner."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, bindparam, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, Session, mapped_column

from casework.domain.tokens import Token, TokenBearer
from casework.store.account_rows import STANDING, standing_account
from casework.store.account_tables import Moment, User
from casework.store.base import Base, metadata
from casework.store.catalogue_tables import Unit
from casework.store.database import Database, brief_writing
from casework.store.throttle import digest, utc


class ApiToken(Base):
    """Mã truy cập: by which a program reads as its owner. `token_hash`: of the word that was shown once.

    `generation`: the owner's when it was made, so that whatever ends all his sessions ends his tokens.
    """

    __tablename__ = "api_token"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    generation: Mapped[int]
    name: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(Moment)
    expires_on: Mapped[date] = mapped_column(Date)
    last_used_on: Mapped[date | None] = mapped_column(Date)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)


_USER, _UNIT, _TOKEN = (metadata.tables[made.__tablename__] for made in (User, Unit, ApiToken))
_FOUND = (
    select(*STANDING, _TOKEN.c.id, _TOKEN.c.last_used_on)
    .join(_USER, _USER.c.id == _TOKEN.c.user_id)
    .outerjoin(_UNIT, _UNIT.c.id == _USER.c.unit_id)
    .where(
        _TOKEN.c.token_hash == bindparam("digest"),
        _TOKEN.c.revoked_at.is_(None),
        _TOKEN.c.expires_on >= bindparam("today"),
        _TOKEN.c.generation == _USER.c.generation,
        _USER.c.active,
    )
)
"""Made once: it is asked on every request of a program."""


def find_bearer(session: Session, word: str, today: date, office: str) -> tuple[TokenBearer, date | None] | None:
    """Who asks by the token `word`, and when it was used last; None unless it and its owner stand: one query.

    `office`: the name of the unit that a reception officer without a unit stands for.
    """
    asked = {"digest": digest(word), "today": today, "office": office}
    row = session.connection().execute(_FOUND, asked).first()
    if row is None:
        return None
    *standing, token_id, last_used_on = row
    return TokenBearer(standing_account(standing), int(token_id)), last_used_on


def owner_of(session: Session, word: str) -> User | None:
    """Whose token it is or was, whether it stands or not."""
    query = select(User).join(ApiToken, ApiToken.user_id == User.id).where(ApiToken.token_hash == digest(word))
    return session.scalars(query).first()


def touch(db: Database, token_id: int, today: date) -> None:
    """Notes the day on which a token was used, in a transaction of its own; skipped when someone else is writing."""
    try:
        with brief_writing(db) as session:
            session.execute(update(_TOKEN).where(_TOKEN.c.id == token_id).values(last_used_on=today))
    except OperationalError:
        return


def tokens_of(session: Session, user: User) -> list[Token]:
    """The tokens of an account, the newest first."""
    query = select(ApiToken).where(ApiToken.user_id == user.id).order_by(ApiToken.id.desc())
    return [
        Token(
            row.id,
            row.name,
            utc(row.made_at),
            row.expires_on,
            row.last_used_on,
            None if row.revoked_at is None else utc(row.revoked_at),
            row.generation != user.generation or not user.active,
        )
        for row in session.scalars(query)
    ]
