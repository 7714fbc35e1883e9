"""Passwords as they are kept: Argon2id over their NFC form (security.md 2, row 22: at least 19 MiB, two passes)."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from casework.domain.passwords import MOST, prepare

HASHER = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=1)


@cache
def _nobody(hasher: PasswordHasher) -> str:
    return hasher.hash(secrets.token_urlsafe(24))


def hash_password(password: str) -> str:
    """The hash of a password that may be used (`domain.passwords.problem` found nothing)."""
    return HASHER.hash(prepare(password))


def password_matches(hashed: str | None, password: str) -> bool:
    """Whether the password is right; as slow for an account without one as for any other."""
    try:
        HASHER.verify(hashed or _nobody(HASHER), prepare(password[: 4 * MOST]))
    except (VerifyMismatchError, InvalidHashError):
        return False
    return hashed is not None
