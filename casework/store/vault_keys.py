"""The sealing keys of the vault: in a file that only its owner reads, never in a database.

A key has an id of its own, which a sealed value names. The last key of the file seals; the others still open what they
sealed, until the vault is sealed anew and they are dropped.
"""

from __future__ import annotations

import base64
import json
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from secrets import token_bytes, token_hex
from types import MappingProxyType

KEY_BYTES = 32


class VaultError(RuntimeError):
    """The vault may not or cannot be used; the Vietnamese message says why and what to do, and names nobody."""


@dataclass(frozen=True, slots=True, repr=False)
class Keyring:
    """The keys by id; `active` is the id of the one that seals."""

    keys: Mapping[str, bytes]
    active: str

    def key(self, key_id: str) -> bytes:
        """The key of this id. Raises VaultError where it is not in the file."""
        found = self.keys.get(key_id)
        if found is None:
            raise VaultError(f"Tệp khóa không có khóa “{key_id}”, nên không mở được phần đã niêm phong bằng khóa ấy.")
        return found


def load_keys(path: Path) -> Keyring:
    """The keys of a file. Raises VaultError when it is missing, damaged, or open to others than its owner."""
    try:
        state = path.stat()
        text = path.read_text("ascii")
    except OSError:
        raise VaultError("Không đọc được tệp khóa của kho danh tính; hãy kiểm tra CASEWORK_VAULT_KEY_FILE.") from None
    if not stat.S_ISREG(state.st_mode) or state.st_mode & 0o077 or state.st_uid != os.geteuid():
        raise VaultError("Tệp khóa phải thuộc tài khoản chạy hệ thống và chỉ chủ tệp đọc được (chmod 600).")
    try:
        rows = json.loads(text)["keys"]
        keys = {str(row["id"]): base64.b64decode(row["key"], validate=True) for row in rows}
    except (ValueError, KeyError, TypeError):
        raise VaultError("Tệp khóa của kho danh tính bị hỏng; hãy khôi phục từ bản cất giữ riêng.") from None
    if not keys or any(len(key) != KEY_BYTES for key in keys.values()):
        raise VaultError("Tệp khóa của kho danh tính bị hỏng; hãy khôi phục từ bản cất giữ riêng.")
    return Keyring(MappingProxyType(keys), str(rows[-1]["id"]))


def _new_key() -> tuple[str, bytes]:
    return f"k{token_hex(6)}", token_bytes(KEY_BYTES)


def _write(path: Path, keys: Mapping[str, bytes], *, fresh: bool) -> None:
    rows = [{"id": key_id, "key": base64.b64encode(key).decode("ascii")} for key_id, key in keys.items()]
    beside = path.with_name(f".{path.name}.{token_hex(4)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(json.dumps({"keys": rows}, indent=1))
            file.flush()
            os.fsync(file.fileno())
        if fresh:
            os.link(beside, path)
        else:
            os.replace(beside, path)
    except FileExistsError:
        raise VaultError("Tệp khóa đã có; không ghi đè. Hãy chọn tệp khác.") from None
    finally:
        beside.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def make_key_file(path: Path) -> Keyring:
    """A new file with a first key, readable by its owner only. Raises VaultError when the file is there already."""
    key_id, key = _new_key()
    try:
        _write(path, {key_id: key}, fresh=True)
    except OSError:
        raise VaultError("Không ghi được tệp khóa; hãy kiểm tra thư mục và quyền ghi.") from None
    return load_keys(path)


def add_key(path: Path) -> Keyring:
    """Adds a new key, which seals from now on; the older ones still open."""
    held = load_keys(path)
    key_id, key = _new_key()
    _write(path, {**held.keys, key_id: key}, fresh=False)
    return load_keys(path)


def drop_key(path: Path, key_id: str) -> Keyring:
    """Takes a key out of the file: what it sealed can never be opened again. The active one stays."""
    held = load_keys(path)
    if key_id == held.active:
        raise VaultError("Đây là khóa đang dùng để niêm phong; hãy đổi khóa trước khi bỏ.")
    held.key(key_id)
    _write(path, {one: key for one, key in held.keys.items() if one != key_id}, fresh=False)
    return load_keys(path)
