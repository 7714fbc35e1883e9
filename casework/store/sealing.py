"""Sealing what waits in the database: AES-256-GCM under a key made from the server's secret, bound to its place.

What is copied to another place does not open there; whoever has the database without the secret reads nothing.
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE_BYTES = 12


class SealBrokenError(Exception):
    """What was sealed does not open: under another secret, in another place, or changed."""


def _cipher(secret: str, purpose: str) -> AESGCM:
    made = HKDF(hashes.SHA256(), 32, salt=None, info=f"casework {purpose}".encode())
    return AESGCM(made.derive(secret.encode()))


def seal(secret: str, purpose: str, place: str, plain: bytes) -> bytes:
    """`plain` as the database keeps it; `purpose` makes the key, `place` (table, row) is bound to the content."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + _cipher(secret, purpose).encrypt(nonce, plain, place.encode())


def unseal(secret: str, purpose: str, place: str, sealed: bytes) -> bytes:
    """What was sealed for this purpose and place. Raises SealBrokenError."""
    try:
        return _cipher(secret, purpose).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place.encode())
    except InvalidTag:
        raise SealBrokenError from None
