"""Where attached files are kept: by the SHA-256 of their content, outside the web root, whole or not at all.

A file is written beside its place, forced to the disk and then renamed, before the row that names it is committed: a
row never names a file that is not there. With a key the content is encrypted (AES-256-GCM, bound to its name); the key
belongs to the files and is not the key of cookies, so that changing the one never makes the other unreadable.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_HASH = re.compile(r"[0-9a-f]{64}")
_NONCE_BYTES = 12
_PLAIN, _SEALED = "", ".aes"


class FileMissingError(LookupError):
    """The file is not in its place; the message, in Vietnamese, says what to do."""

    def __init__(self) -> None:
        """The one message."""
        super().__init__(
            "Không tìm thấy nội dung tệp trong kho tệp; hãy báo quản trị hệ thống khôi phục từ bản sao lưu."
        )


class FileDestroyedError(FileMissingError):
    """The content was destroyed by decision; the message is in Vietnamese."""

    def __str__(self) -> str:
        """The one message."""
        return "Nội dung tệp này đã được hủy theo quyết định, không mở lại được."


class FileDamagedError(ValueError):
    """The file is not what was stored, or its key is another one; the message is in Vietnamese."""

    def __init__(self) -> None:
        """The one message."""
        super().__init__(
            "Nội dung tệp trong kho không còn nguyên vẹn hoặc khóa kho tệp đã đổi; hãy báo quản trị hệ thống."
        )


class FileStore:
    """The folder of attached files: ab/cdef…, readable by the account of the server alone."""

    def __init__(self, folder: Path, key: str | None = None) -> None:
        """`folder` is made when the first file comes; `key`: 32 bytes in base64. Raises ValueError for a bad key."""
        self.folder = folder
        self._key = None if key is None else _read_key(key)

    def put(self, data: bytes) -> str:
        """Stores the bytes and returns their SHA-256; the same bytes twice take one place. Raises OSError."""
        name = hashlib.sha256(data).hexdigest()
        place = self._place(name, _PLAIN if self._key is None else _SEALED)
        if place.exists():
            return name
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.parent.mkdir(mode=0o700, exist_ok=True)
        waiting = place.with_name(f".{os.urandom(8).hex()}")
        try:
            descriptor = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(self._sealed(data, name))
                file.flush()
                os.fsync(file.fileno())
            waiting.replace(place)
        finally:
            waiting.unlink(missing_ok=True)
        _force(place.parent)
        _force(self.folder)
        return name

    def get(self, name: str) -> bytes:
        """The bytes of a SHA-256. Raises FileMissingError, FileDamagedError."""
        for ending in (_PLAIN, _SEALED):
            place = self._place(name, ending)
            if place.exists():
                data = place.read_bytes()
                data = self._opened(data, name) if ending == _SEALED else data
                if hashlib.sha256(data).hexdigest() != name:
                    raise FileDamagedError
                return data
        raise FileMissingError

    def remove(self, name: str) -> bool:
        """Takes a file away for good (a destruction that two persons decided); whether there was one.

        The caller sees to it that no other attachment names the same content.
        """
        found = False
        for ending in (_PLAIN, _SEALED):
            place = self._place(name, ending)
            if place.exists():
                place.unlink()
                _force(place.parent)
                found = True
        return found

    def names(self) -> Iterator[str]:
        """The SHA-256 of every file of the folder."""
        for place in stored_files(self.folder):
            yield place.parent.name + place.name.removesuffix(_SEALED)

    def _place(self, name: str, ending: str) -> Path:
        if not _HASH.fullmatch(name):
            raise FileMissingError
        return self.folder / name[:2] / f"{name[2:]}{ending}"

    def _sealed(self, data: bytes, name: str) -> bytes:
        if self._key is None:
            return data
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + AESGCM(self._key).encrypt(nonce, data, name.encode())

    def _opened(self, data: bytes, name: str) -> bytes:
        if self._key is None:
            raise FileDamagedError
        try:
            return AESGCM(self._key).decrypt(data[:_NONCE_BYTES], data[_NONCE_BYTES:], name.encode())
        except InvalidTag:
            raise FileDamagedError from None


def stored_files(folder: Path) -> list[Path]:
    """The files of a store in their places, in order; what is still being written is none of them. [] for no folder."""
    places = sorted(folder.glob("[0-9a-f][0-9a-f]/*"))
    return [one for one in places if _HASH.fullmatch(one.parent.name + one.name.removesuffix(_SEALED))]


def _read_key(text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise ValueError("Khóa kho tệp (CASEWORK_FILES_KEY) phải là 32 byte viết bằng base64.")
    return key


def _force(folder: Path) -> None:
    """Makes the folder's own list of names safe against a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
