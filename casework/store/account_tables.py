"""Accounts, server-side sessions, sign-in attempts, and uploads that wait for confirmation (encrypted)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, DateTime, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.store.base import Base

Moment = DateTime(timezone=True)


class User(Base):
    """Tài khoản. `generation` grows when all its sessions must end.

    `one_time_until`: until when a password given by somebody else may be used, which is then to be changed. `seed`: of
    the second step, sealed; `two_step_since`: None until a first code was right; `last_step`: of the newest code used.
    """

    __tablename__ = "user_account"
    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(60), unique=True)
    full_name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(300))
    role: Mapped[str] = mapped_column(String(30))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    active: Mapped[bool] = mapped_column(default=True)
    generation: Mapped[int] = mapped_column(default=1)
    email: Mapped[str] = mapped_column(String(200), default="")
    last_sign_in_at: Mapped[datetime | None] = mapped_column(Moment)
    one_time_until: Mapped[datetime | None] = mapped_column(Moment)
    seed: Mapped[bytes | None] = mapped_column(LargeBinary)
    two_step_since: Mapped[datetime | None] = mapped_column(Moment)
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)


class UserSession(Base):
    """Phiên làm việc on the server: the cookie carries a random token, the row only its hash.

    `half`: the password was right and the second step is still to come, so that it gives no right at all.
    `confirmed_at`: when the password was last typed again for a dangerous act.
    """

    __tablename__ = "user_session"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    generation: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    device: Mapped[str] = mapped_column(String(80), default="")
    place: Mapped[str] = mapped_column(String(60), default="")
    half: Mapped[bool] = mapped_column(default=False)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)


class TwoStepRole(Base):
    """A role that signs in with a second step."""

    __tablename__ = "two_step_role"
    role: Mapped[str] = mapped_column(String(30), primary_key=True)


class RecoveryCode(Base):
    """A recovery code that has not been used, by its hash."""

    __tablename__ = "recovery_code"
    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)


class KnownDevice(Base):
    """A browser from which the account has signed in: strangers' tries elsewhere do not close the door to it."""

    __tablename__ = "known_device"
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    device_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    known_at: Mapped[datetime] = mapped_column(Moment)


class SignInAttempt(Base):
    """Tries by name, place or device, in a window: throttles in the database, so that all workers count together."""

    __tablename__ = "sign_in_attempt"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    window_at: Mapped[datetime] = mapped_column(Moment)
    count: Mapped[int]


class PendingUpload(Base):
    """A register that waits for confirmation: encrypted with a key that only the browser's session holds."""

    __tablename__ = "pending_upload"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)


class FormToken(Base):
    """An idempotency key: a form sent twice makes one record; it answers with the first one's."""

    __tablename__ = "form_token"
    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    record_kind: Mapped[str] = mapped_column(String(20))
    record_id: Mapped[int]
    used_at: Mapped[datetime] = mapped_column(Moment)
