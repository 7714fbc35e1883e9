"""Listing and opening files: the record is asked for first, and a hidden one has none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from casework.domain.access import ForbiddenError, Reader
from casework.domain.items import ItemKind
from casework.domain.vocabulary import RecordKind
from casework.files.attachment_store import FileDamagedError, FileDestroyedError, FileMissingError, FileStore
from casework.services.attachments.held import Attached, file_held, hold_files, own_files, shown
from casework.store import items
from casework.store.attachment_rows import contents
from casework.store.database import Database

__all__ = ["FileDamagedError", "FileMissingError", "FileStore", "open_store"]


@dataclass(frozen=True, slots=True)
class RecordFiles:
    """The files of a record, newest first; whether the reader may add some and may open them."""

    files: tuple[Attached, ...]
    may_attach: bool
    may_open: bool
    denunciation: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """A file with its content, and whose it is."""

    file: Attached
    data: bytes
    of_kind: RecordKind
    of_id: int


def open_store(folder: str, key: str | None = None) -> FileStore:
    """The file store of a deployment. Raises ValueError for a key that is none."""
    return FileStore(Path(folder), key)


def attachments_of(db: Database, reader: Reader, kind: RecordKind, record_id: int) -> RecordFiles:
    """The files of a record as `reader` may see them. Raises NoSuchRecordError."""
    with db.read() as session:
        held = hold_files(session, reader, kind, record_id)
        rows = items.items_of(session, ItemKind.ATTACHMENT, kind, [record_id]).get(record_id, [])
        strikes = frozenset[int]()
        if held.may_attach and rows:
            strikes = frozenset(row["id"] for row in rows) if held.handles else own_files(session, reader, rows)
    files = [
        replace(shown(row, n, held.may_open), may_strike=row["id"] in strikes and not row["struck"])
        for n, row in enumerate(rows, 1)
    ]
    return RecordFiles(tuple(reversed(files)), held.may_attach, held.may_open, held.denunciation)


def open_attachment(db: Database, store: FileStore, reader: Reader, attachment_id: int) -> Opened:
    """A file with its content. Raises NoSuchRecordError (also for a hidden record), ForbiddenError for who may not
    read identities, FileMissingError, FileDamagedError."""
    with db.read() as session:
        row, held, place = file_held(session, reader, attachment_id)
        if not held.may_open:
            raise ForbiddenError("Tệp có thể chứa danh tính công dân, không mở được bằng tài khoản đang dùng.")
        if row["sha256"] is None:
            raise FileDestroyedError
        return Opened(shown(row, place, held.may_open), store.get(row["sha256"]), held.kind, held.id)


def attachment(db: Database, reader: Reader, attachment_id: int) -> tuple[Attached, RecordKind, int, bool]:
    """What is shown of a file, its record, and whether the reader may open it. Raises NoSuchRecordError."""
    with db.read() as session:
        row, held, place = file_held(session, reader, attachment_id)
        return shown(row, place, held.may_open), held.kind, held.id, held.may_open


@dataclass(frozen=True, slots=True)
class FileCheck:
    """How the store compares with the rows, by SHA-256: named and absent, named and not what was stored, named by no
    row (an undone save, or a destruction that was stopped); how many are whole."""

    missing: list[str]
    damaged: list[str]
    unnamed: list[str]
    whole: int


def check_files(db: Database, store: FileStore) -> FileCheck:
    """Reads every file that a row names and compares it with its name."""
    with db.read() as session:
        named = contents(session)
    there = set(store.names())
    damaged = [name for name in sorted(named & there) if not _whole(store, name)]
    missing, unnamed = sorted(named - there), sorted(there - named)
    return FileCheck(missing, damaged, unnamed, len(named & there) - len(damaged))


def _whole(store: FileStore, name: str) -> bool:
    try:
        store.get(name)
    except (FileDamagedError, FileMissingError):
        return False
    return True
