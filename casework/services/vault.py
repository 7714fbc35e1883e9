"""Kho danh tính: making the vault, opening it, checking it, and changing its keys; only on a machine that stands alone.

Where the law lets such data be kept at all: an isolated network within one office, by a written decision (Luật BVBMNN
117/2025/QH15; law-and-forms 9, confidence high for the ban, the decision is asked for by design.md 11).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.engine import make_url

from casework.domain.access import Reader
from casework.store import journal, vault_keys, vault_network, vault_schema
from casework.store.database import Database
from casework.store.vault import Vault
from casework.store.vault_keys import VaultError
from casework.store.vault_sealing import orphans
from casework.store.vault_tables import VaultCharter

__all__ = ["Vault", "VaultError"]

LEAST_DECISION, MOST_DECISION = 3, 100


def _alone(isolated: bool, proc: Path) -> None:
    """Passes on a machine that is declared isolated and is; raises VaultError otherwise."""
    if not isolated:
        raise VaultError(
            "Kho danh tính chỉ dùng trong mạng cách ly: chưa khai CASEWORK_ISOLATED_LAN=1. "
            "Trong mạng thường, danh tính người tố cáo không được lưu; hãy bỏ CASEWORK_VAULT_URL."
        )
    faults = vault_network.network_faults(proc)
    if faults:
        raise VaultError(f"Máy này không ở mạng cách ly nên không dùng kho danh tính. {' '.join(faults)}")


def _places(vault_url: str | None, key_file: str | None, main_url: str) -> tuple[str, Path]:
    if not vault_url or not key_file:
        raise VaultError("Cần đặt cả CASEWORK_VAULT_URL (cơ sở dữ liệu của kho) và CASEWORK_VAULT_KEY_FILE (tệp khóa).")
    if _same(vault_url, main_url):
        raise VaultError("Kho danh tính phải là một cơ sở dữ liệu khác cơ sở dữ liệu chính.")
    return vault_url, Path(key_file)


def _same(one: str, other: str) -> bool:
    first, second = make_url(one), make_url(other)
    if first.get_backend_name() == second.get_backend_name() == "sqlite":
        return Path(first.database or "").resolve() == Path(second.database or "").resolve()
    return (first.host, first.port, first.database) == (second.host, second.port, second.database)


def init(
    db: Database,
    reader: Reader,
    *,
    vault_url: str | None,
    key_file: str | None,
    decision: str,
    isolated: bool,
    now: datetime,
    proc: Path = vault_network.PROC,
) -> str:
    """Makes the vault and its first key; returns the key's id. `decision`: number of the written decision to keep one.

    Only on an isolated machine. Raises VaultError; nothing is made over what is there already.
    """
    _alone(isolated, proc)
    url, keys = _places(vault_url, key_file, db.url)
    number = " ".join(decision.split())
    if not LEAST_DECISION <= len(number) <= MOST_DECISION or not any(sign.isdigit() for sign in number):
        raise VaultError("Hãy ghi số của quyết định bằng văn bản cho phép lập kho danh tính, ví dụ 05/QĐ-UBND.")
    database = Database(url)
    try:
        if vault_schema.current(database) and _charter(database):
            raise VaultError("Kho danh tính đã được lập ở địa chỉ này; không lập lại.")
        ring = vault_keys.load_keys(keys) if keys.exists() else vault_keys.make_key_file(keys)
        vault_schema.upgrade(database)
        with db.write() as session:
            act = journal.Act("vault_made", reader.user_id, reader.os_user, now, f"theo quyết định {number}")
            journal.append(session, act, [])
        with database.write() as session:
            session.add(VaultCharter(decision=number, made_at=now))
        _only_owner(database)
        return ring.active
    finally:
        database.close()


def _charter(database: Database) -> str:
    """The decision by which a vault was made: written last, so that a making that was stopped is taken up again."""
    with database.read() as session:
        return session.scalar(select(VaultCharter.decision)) or ""


def _only_owner(database: Database) -> None:
    if database.dialect == "sqlite":
        file = Path(database.engine.url.database or "")
        for one in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
            if one.exists():
                one.chmod(0o600)


def open_vault(
    db: Database,
    *,
    vault_url: str | None,
    key_file: str | None,
    isolated: bool,
    proc: Path = vault_network.PROC,
) -> Vault | None:
    """Opens the vault and ties it to the database, so that identities are sealed on entry; None where none is set.

    Raises VaultError, and then nothing may be served: not isolated, no key, not made yet, an older schema.
    """
    if not vault_url and not key_file:
        return None
    _alone(isolated, proc)
    url, keys = _places(vault_url, key_file, db.url)
    database = Database(url)
    if vault_schema.current(database) != vault_schema.head():
        raise VaultError("Kho danh tính chưa được lập hoặc lược đồ chưa mới; hãy chạy “casework vault init”.")
    vault = Vault(database, keys)
    if not _charter(database):
        raise VaultError("Kho danh tính không có số quyết định cho phép lập; hãy lập lại kho.")
    db.vault = vault
    return vault


@dataclass(frozen=True, slots=True)
class Check:
    """What a check of the vault found. `stray`: seals without a record (seal, kind, record id); `removed`: were taken
    out; `lost`: how many records have a seal that the vault has not; `closed`: values that do not open (seal, field);
    `by_key`: how many values each key sealed, the active one first."""

    stray: tuple[tuple[str, str, int], ...]
    removed: bool
    lost: int
    closed: tuple[tuple[str, str], ...]
    by_key: tuple[tuple[str, int], ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong, or nothing is left wrong."""
        return (not self.stray or self.removed) and not self.lost and not self.closed


def check(db: Database, vault: Vault, reader: Reader, now: datetime, *, repair: bool) -> Check:
    """Every seal against the records and the keys; `repair` removes what an interrupted entry left behind."""
    with db.write() as session:
        journal.lock(session)
        stray, lost = orphans(session, vault)
        if stray and repair:
            vault.remove([seal for seal, _kind, _record_id in stray])
            note = f"{len(stray)} niêm phong không có hồ sơ"
            journal.append(session, journal.Act("vault_cleared", reader.user_id, reader.os_user, now, note), [])
    counts, active = vault.counted_by_key(), vault.keys.active
    by_key = [(key_id, counts.get(key_id, 0)) for key_id in dict.fromkeys([active, *sorted(counts)])]
    return Check(tuple(stray), repair, len(lost), tuple(vault.faults()), tuple(by_key))


def rotate(db: Database, vault: Vault, reader: Reader, now: datetime) -> Iterator[int]:
    """Seals everything with a new key, or goes on with a rotation that was stopped; yields how many values so far.

    The older keys stay in the file until `drop_key`.
    """
    if not any(key_id != vault.keys.active for key_id in vault.counted_by_key()):
        fresh = vault_keys.add_key(vault.key_file).active
        with db.write() as session:
            note = f"khóa {fresh}"
            journal.append(session, journal.Act("vault_rotated", reader.user_id, reader.os_user, now, note), [])
    done = 0
    for count in vault.reseal():
        done += count
        yield done


def drop_key(db: Database, vault: Vault, key_id: str, reader: Reader, now: datetime) -> None:
    """Takes an old key out of the key file for ever. Raises VaultError while it still seals anything."""
    if key_id != vault.keys.active and vault.counted_by_key().get(key_id):
        raise VaultError("Khóa này còn niêm phong dữ liệu; hãy chạy “casework vault rotate” đến hết trước khi bỏ.")
    vault_keys.drop_key(vault.key_file, key_id)
    with db.write() as session:
        note = f"khóa {key_id}"
        journal.append(session, journal.Act("vault_key_dropped", reader.user_id, reader.os_user, now, note), [])
