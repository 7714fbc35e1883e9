"""The vault: who denounced, sealed field by field, in a database apart (design.md 11; law-and-forms 9).

AES-256-GCM under a key that no database holds; each value is bound to its table, seal, record, field and key, so that a
row copied elsewhere or a changed byte does not open. Equal values are sealed differently, padded so that their length
says little; no hash of them is kept. The main database knows only the seal, a random name.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from secrets import token_hex

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import delete, func, insert, select, update

from casework.domain.vocabulary import RecordKind
from casework.store.database import Database
from casework.store.vault_keys import Keyring, VaultError, load_keys
from casework.store.vault_tables import SealedField

NONCE = 12
BLOCK = 64
LENGTH = 4
PORTION = 100

UNOPENED = (
    "Không mở được danh tính đã niêm phong: dữ liệu đã bị thay đổi, hoặc không đúng khóa. Hãy báo người quản trị."
)


def _bound(seal: str, kind: str, record_id: int, field: str, key_id: str) -> bytes:
    return f"sealed_field|{seal}|{kind}|{record_id}|{field}|{key_id}".encode()


def _padded(value: str) -> bytes:
    plain = value.encode()
    whole = LENGTH + len(plain)
    return len(plain).to_bytes(LENGTH, "big") + plain + b"\0" * (-whole % BLOCK)


def _unpadded(plain: bytes) -> str:
    return plain[LENGTH : LENGTH + int.from_bytes(plain[:LENGTH], "big")].decode()


def _seal(key: bytes, value: str, bound: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, _padded(value), bound)


def _open(key: bytes, sealed: bytes, bound: bytes) -> str:
    try:
        return _unpadded(AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], bound))
    except (InvalidTag, ValueError):
        raise VaultError(UNOPENED) from None


class Vault:
    """An open vault. Its keys are read from their file each time, so that a rotation holds for all workers at once."""

    def __init__(self, database: Database, key_file: Path) -> None:
        """Takes the vault's database and the file of its keys. Raises VaultError for a file that may not be used."""
        self.database, self.key_file = database, key_file
        load_keys(key_file)

    @property
    def keys(self) -> Keyring:
        """The keys as their file now holds them. Raises VaultError."""
        return load_keys(self.key_file)

    def seal(self, kind: RecordKind, record_id: int, values: Mapping[str, str]) -> str:
        """Seals the values of a record (by field) and returns the seal; committed when this returns."""
        seal, keys = token_hex(16), self.keys
        key_id, key = keys.active, keys.key(keys.active)
        rows = [
            {
                "seal": seal,
                "field": name,
                "kind": kind.value,
                "record_id": record_id,
                "key_id": key_id,
                "sealed": _seal(key, value, _bound(seal, kind.value, record_id, name, key_id)),
            }
            for name, value in values.items()
        ]
        with self.database.write() as session:
            session.execute(insert(SealedField), rows)
        return seal

    def open(self, seal: str, kind: RecordKind, record_id: int) -> dict[str, str]:
        """The values under a seal, by field. Raises VaultError when there are none, or one of them does not open."""
        mine = select(SealedField.__table__).where(SealedField.seal == seal).order_by(SealedField.field)
        with self.database.read() as session:
            rows = session.execute(mine).all()
        if not rows or any((row.kind, row.record_id) != (kind.value, record_id) for row in rows):
            raise VaultError(UNOPENED)
        keys = self.keys
        return {
            row.field: _open(
                keys.key(row.key_id), row.sealed, _bound(seal, kind.value, record_id, row.field, row.key_id)
            )
            for row in rows
        }

    def remove(self, seals: Sequence[str]) -> None:
        """Removes what stands under these seals."""
        with self.database.write() as session:
            for seal in seals:
                session.execute(delete(SealedField).where(SealedField.seal == seal))

    def seals(self) -> list[tuple[str, str, int]]:
        """Every seal with the kind and id of the record that it was made for."""
        query = select(SealedField.seal, SealedField.kind, SealedField.record_id).distinct().order_by(SealedField.seal)
        with self.database.read() as session:
            return [(row.seal, row.kind, row.record_id) for row in session.execute(query)]

    def faults(self) -> list[tuple[str, str]]:
        """(seal, field) of each value that does not open with the keys of the file."""
        found, keys = [], self.keys
        with self.database.read() as session:
            for row in session.scalars(select(SealedField).order_by(SealedField.seal, SealedField.field)):
                bound = _bound(row.seal, row.kind, row.record_id, row.field, row.key_id)
                try:
                    _open(keys.key(row.key_id), row.sealed, bound)
                except VaultError:
                    found.append((row.seal, row.field))
        return found

    def counted_by_key(self) -> dict[str, int]:
        """How many values each key has sealed, by its id."""
        query = select(SealedField.key_id, func.count()).group_by(SealedField.key_id)
        with self.database.read() as session:
            return {row[0]: row[1] for row in session.execute(query)}

    def reseal(self) -> Iterator[int]:
        """Seals all that older keys sealed with the active one, some at a time, each portion kept when it is told.

        Stopped midway it goes on where it was: every row names its key. Yields how many values were sealed anew.
        """
        keys = self.keys
        active = keys.active
        while True:
            with self.database.write() as session:
                query = select(SealedField).where(SealedField.key_id != active).limit(PORTION)
                rows = session.scalars(query).all()
                for row in rows:
                    old = _bound(row.seal, row.kind, row.record_id, row.field, row.key_id)
                    plain = _open(keys.key(row.key_id), row.sealed, old)
                    new = _bound(row.seal, row.kind, row.record_id, row.field, active)
                    session.execute(
                        update(SealedField)
                        .where(SealedField.seal == row.seal, SealedField.field == row.field)
                        .values(key_id=active, sealed=_seal(keys.key(active), plain, new))
                        .execution_options(synchronize_session=False)
                    )
            if not rows:
                return
            yield len(rows)
