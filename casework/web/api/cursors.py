"""Where a page of members goes on, as a word that says nothing and cannot be made up: sealed with the server's secret.

It holds the id of the last member and the journal position from which all pages answer.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from casework.web.asking import BadAddressError

WRONG = "Không đọc được tham số after; hãy dùng nguyên địa chỉ next của trang trước, hoặc đọc lại từ đầu."


def _cipher(secret: str) -> AESSIV:
    return AESSIV(hashlib.sha512(b"casework data interface\0" + secret.encode()).digest())


def seal(secret: str, path: str, after: int, known: int) -> str:
    """The word for going on after a member on a path; the same always gives the same."""
    sealed = _cipher(secret).encrypt(f"{after} {known}".encode(), [path.encode()])
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def unseal(secret: str, path: str, word: str) -> tuple[int, int]:
    """(after, known) of a word of the same path. Raises BadAddressError."""
    try:
        sealed = base64.b64decode(word + "=" * (-len(word) % 4), altchars=b"-_", validate=True)
        after, known = _cipher(secret).decrypt(sealed, [path.encode()]).split()
        return int(after), int(known)
    except (ValueError, InvalidTag):
        raise BadAddressError(WRONG) from None
