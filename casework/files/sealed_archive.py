"""A sealed stream: AES-256-GCM in portions, each bound to its place and to whether it is the last.

What is changed, reordered or cut off does not open. The key is made from a passphrase or the content of a key file by
scrypt, with a salt of its own for each archive.
"""

from __future__ import annotations

import base64
import io
import json
import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"CASEWORK-BACKUP-1\n"
PORTION = 1024 * 1024
LEAST_SECRET = 12
_COST = 2**15
_HEADER_LIMIT = 4096


class ArchiveError(ValueError):
    """An archive that cannot be opened; the Vietnamese message says why."""


def _key(secret: bytes, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(secret))


class SealedWriter(io.RawIOBase):
    """Seals what is written to it into `target`; `finish` writes the last portion."""

    def __init__(self, target: BinaryIO, secret: bytes) -> None:
        """Writes the head. Raises ArchiveError for a secret that is too short."""
        super().__init__()
        if len(secret) < LEAST_SECRET:
            raise ArchiveError(f"Mật khẩu hoặc tệp khóa của bản sao lưu phải dài ít nhất {LEAST_SECRET} ký tự.")
        salt, self._prefix = os.urandom(16), os.urandom(4)
        told = {"salt": base64.b64encode(salt).decode(), "prefix": base64.b64encode(self._prefix).decode()}
        self._head = MAGIC + json.dumps(told).encode() + b"\n"
        self._target, self._key, self._count, self._held = target, _key(secret, salt), 0, bytearray()
        target.write(self._head)

    def writable(self) -> bool:
        """It is written to."""
        return True

    def write(self, data: object) -> int:
        """Takes bytes in."""
        taken = bytes(data)  # type: ignore[call-overload]
        self._held += taken
        while len(self._held) > PORTION:
            self._put(bytes(self._held[:PORTION]), last=False)
            del self._held[:PORTION]
        return len(taken)

    def finish(self) -> None:
        """Writes what is left, marked as the last."""
        self._put(bytes(self._held), last=True)
        self._held.clear()

    def _put(self, plain: bytes, *, last: bool) -> None:
        nonce = self._prefix + self._count.to_bytes(8, "big")
        mark = b"\x01" if last else b"\x00"
        sealed = self._key.encrypt(nonce, plain, self._head + mark)
        self._target.write(mark + len(sealed).to_bytes(4, "big") + sealed)
        self._count += 1


class SealedReader(io.RawIOBase):
    """Gives back what was sealed. Reading raises ArchiveError where the stream is not what was written."""

    def __init__(self, source: BinaryIO, secret: bytes) -> None:
        """Reads the head. Raises ArchiveError for something else than an archive."""
        super().__init__()
        if source.read(len(MAGIC)) != MAGIC:
            raise ArchiveError("Tệp này không phải bản sao lưu của casework.")
        line = source.readline(_HEADER_LIMIT)
        try:
            told = json.loads(line)
            salt, self._prefix = base64.b64decode(told["salt"]), base64.b64decode(told["prefix"])
        except (ValueError, KeyError, TypeError):
            raise ArchiveError("Phần đầu của bản sao lưu bị hỏng.") from None
        self._source, self._key, self._head = source, _key(secret, salt), MAGIC + line
        self._count, self._held, self.ended = 0, b"", False

    def readable(self) -> bool:
        """It is read from."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fills a buffer as far as there is something left."""
        while not self._held and not self.ended:
            self._take()
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        count = min(len(view), len(self._held))
        view[:count] = self._held[:count]
        self._held = self._held[count:]
        return count

    def _take(self) -> None:
        head = self._source.read(5)
        if len(head) != 5:
            raise ArchiveError("Bản sao lưu bị cụt: thiếu phần cuối.")
        mark, length = head[:1], int.from_bytes(head[1:], "big")
        sealed = self._source.read(length) if length <= PORTION + 16 else b""
        nonce = self._prefix + self._count.to_bytes(8, "big")
        try:
            self._held = self._key.decrypt(nonce, sealed, self._head + mark)
        except InvalidTag:
            raise ArchiveError("Không mở được bản sao lưu: sai mật khẩu hoặc khóa, hoặc tệp đã bị thay đổi.") from None
        self._count += 1
        self.ended = mark == b"\x01"
        if self.ended and self._source.read(1):
            raise ArchiveError("Sau phần cuối của bản sao lưu còn dữ liệu lạ.")
