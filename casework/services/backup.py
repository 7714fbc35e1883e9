"""Sao lưu và khôi phục: one sealed file with a consistent state of the database and the attached files.

The vault is not in it: its keys and its copies are kept apart (design.md 11). A copy is worth what its drill shows: a
restored database must have the journal that the copy was made of, and verify.
"""

from __future__ import annotations

import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from casework.domain.anchors import JOURNAL
from casework.domain.derivation import derivation
from casework.domain.vocabulary import RecordKind
from casework.files.attachment_store import stored_files
from casework.files.sealed_archive import ArchiveError, SealedReader, SealedWriter
from casework.store.chain import verify_chain
from casework.store.comparing import compare, compare_items
from casework.store.copying import CopyingError, copy_in, copy_out, is_empty, state_of
from casework.store.database import Database
from casework.store.heads import hash_at
from casework.store.migrate import current
from casework.store.reference_data import load_law

__all__ = ["ArchiveError", "BackupError", "CopyingError"]

MANIFEST, DATABASE, FILES = "manifest.json", "database", "files/"


class BackupError(RuntimeError):
    """A copy that may not be made or brought back so; the message is in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What a copy holds: the sort of database, its schema, up to where its journal goes at least, how many files."""

    dialect: str
    revision: str
    made_at: str
    entries: int
    hash: str
    files: int


@contextmanager
def _workplace(beside: Path) -> Iterator[Path]:
    """A folder that only its owner reads, gone afterwards."""
    with tempfile.TemporaryDirectory(dir=beside, prefix=".casework-") as name:
        yield Path(name)


def make_backup(db: Database, target: Path, secret: bytes, *, files: Path, now: datetime) -> Copy:
    """Writes a copy of the database and of the folder `files` to a new file, sealed with `secret`.

    Raises BackupError where the file is there already, ArchiveError, CopyingError; nothing half-written is left.
    """
    if target.exists():
        raise BackupError("Tệp sao lưu đã có; không ghi đè. Hãy chọn tên khác.")
    if not target.parent.is_dir():
        raise BackupError("Thư mục để tệp sao lưu không có; hãy tạo trước.")
    with _workplace(target.parent) as folder:
        copy, sealed = folder / DATABASE, folder / "sealed"
        entries, last = state_of(db)
        # The database first, then the files: a file is safe on the disk before the row that names it is committed, so
        # every row of the copy finds its file, also one attached meanwhile; a file too many is named by no row. The
        # other way round a row could name a file that the copy has not.
        copy_out(db, copy)
        with sealed.open("xb") as file:
            writer = SealedWriter(file, secret)
            with tarfile.open(fileobj=writer, mode="w|") as tar:
                tar.add(copy, DATABASE)
                count = sum(_add_file(tar, files, one) for one in stored_files(files))
                told = Copy(db.dialect, current(db), now.isoformat(), entries, last, count)
                (folder / MANIFEST).write_text(json.dumps({n: getattr(told, n) for n in Copy.__slots__}), "ascii")
                tar.add(folder / MANIFEST, MANIFEST)
            writer.finish()
            file.flush()
            os.fsync(file.fileno())
        sealed.chmod(0o600)
        sealed.rename(target)
    return told


def _add_file(tar: tarfile.TarFile, files: Path, one: Path) -> bool:
    """Puts an attached file into the copy; False for one that was destroyed by decision since it was listed."""
    try:
        content = one.open("rb")
    except FileNotFoundError:
        return False
    with content:
        tar.addfile(tar.gettarinfo(arcname=FILES + one.relative_to(files).as_posix(), fileobj=content), content)
    return True


def restore_backup(source: Path, url: str, secret: bytes, *, files: Path) -> Copy:
    """Brings a copy to an empty database and an empty folder, and proves it: journal and tables must be sound.

    Raises BackupError, ArchiveError, CopyingError; nothing is touched before the whole archive has been opened.
    """
    if not is_empty(url):
        raise BackupError("Cơ sở dữ liệu đích không trống; chỉ khôi phục vào một cơ sở dữ liệu mới.")
    if files.exists() and any(files.iterdir()):
        raise BackupError("Kho tệp đích không trống; chỉ khôi phục vào một thư mục mới.")
    files.parent.mkdir(parents=True, exist_ok=True)
    with _workplace(files.parent) as folder, source.open("rb") as file:
        reader = SealedReader(file, secret)
        with tarfile.open(fileobj=reader, mode="r|") as tar:
            tar.extractall(folder, filter="data")
        while reader.read(1 << 20):
            pass
        told = Copy(**json.loads((folder / MANIFEST).read_text("ascii")))
        if told.dialect != Database(url).dialect:
            raise BackupError(f"Bản sao lưu là của {told.dialect}; hãy khôi phục vào cơ sở dữ liệu cùng loại.")
        copy_in(url, folder / DATABASE)
        if (folder / FILES).is_dir():
            if files.exists():
                files.rmdir()
            (folder / FILES).rename(files)
    _prove(url, told)
    return told


def _prove(url: str, told: Copy) -> None:
    database = Database(url)
    try:
        with database.read() as session:
            if told.entries and hash_at(session, JOURNAL, told.entries) != told.hash:
                raise BackupError("Nhật ký sau khôi phục không phải nhật ký của bản sao lưu; không dùng bản này.")
            faults = list(verify_chain(session))
            law = load_law(session)
            found = [d for kind in RecordKind for d in compare(session, kind, derivation(kind, law), repair=False)]
            found += compare_items(session, repair=False)
        if faults or found:
            raise BackupError(
                f"Đã khôi phục nhưng không khớp: {len(faults)} chỗ ở nhật ký, {len(found)} chỗ ở bảng. "
                "Hãy chạy “casework db check” để xem từng chỗ."
            )
    finally:
        database.close()
