"""Seeds of the second step as they are kept: AES-256-GCM under a key made from the server's secret.

A seed is bound to its account: one that is copied to another account's row does not open there. Without the secret
the database tells no code.
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE_BYTES = 12


class UnreadableSeedError(Exception):
    """A seed that this server's secret does not open: it was sealed under another one, or changed."""


def _cipher(secret: str) -> AESGCM:
    made = HKDF(hashes.SHA256(), 32, salt=None, info=b"casework second step")
    return AESGCM(made.derive(secret.encode()))


def _bound(user_id: int) -> bytes:
    return f"user_account:{user_id}:seed".encode()


def seal_seed(secret: str, user_id: int, seed: str) -> bytes:
    """The seed as the account's row keeps it."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + _cipher(secret).encrypt(nonce, seed.encode(), _bound(user_id))


def open_seed(secret: str, user_id: int, sealed: bytes) -> str:
    """The seed of an account's row. Raises UnreadableSeedError when it does not open."""
    try:
        return _cipher(secret).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _bound(user_id)).decode()
    except InvalidTag:
        raise UnreadableSeedError from None
