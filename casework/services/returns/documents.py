"""The signed document of a return as a file: taken in with a version of its own, opened by whoever sees the return."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from casework.domain.access import Act, NoSuchRecordError, Reader, require
from casework.domain.forms import FormDefinition
from casework.domain.returns import ReturnStep
from casework.files.attachment_kinds import ALLOWED_WORDS, recognise, safe_name
from casework.files.attachment_problems import AttachmentProblem
from casework.files.attachment_store import FileDamagedError, FileMissingError, FileStore
from casework.files.virus_scan import scan
from casework.services.returns.filing import DocumentFile, Filled, file_of, take_step
from casework.services.returns.found import return_of
from casework.store.database import Database
from casework.store.returns import UnitReturnVersion, read_cells, standing_version

__all__ = [
    "ALLOWED_WORDS",
    "AttachmentProblem",
    "FileDamagedError",
    "FileMissingError",
    "FileRules",
    "attach_document",
    "document_of",
]

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileRules:
    """Where documents are kept, the most bytes of one, the address of the virus scanner or None."""

    store: FileStore
    largest: int
    scanner: str | None = None


def attach_document(
    db: Database,
    rules: FileRules,
    reader: Reader,
    return_id: int,
    data: bytes,
    name: str,
    version: int,
    known: Mapping[str, FormDefinition],
    *,
    on: date,
    now: datetime,
) -> None:
    """Keeps a file as the document of a return that can still be written in; the cells stay as they stand.

    `version`: the number of the one that was looked at. Raises AttachmentProblem for a file that is not taken,
    ReturnError, NoSuchRecordError, ForbiddenError, OSError; then nothing is told of it.
    """
    require(reader.role, Act.FILE_RETURN)
    with db.read() as session:
        standing = standing_version(session, return_of(session, reader, return_id).id)
        if standing is None:
            raise NoSuchRecordError
        beside = (read_cells(standing.cells), standing.document_number, standing.document_on, standing.note)
    shown = safe_name(name)
    if len(data) > rules.largest:
        raise AttachmentProblem(f"Tệp “{shown}” lớn hơn {rules.largest // MEGABYTE} MB; hãy quét ở độ nét thấp hơn.")
    found = recognise(data, name)
    if rules.scanner:
        scan(rules.scanner, data, shown)
    # Stored before the version that names it: a version never names a file that is not there.
    file = DocumentFile(shown, found.media_type, len(data), rules.store.put(data))
    take_step(db, reader, return_id, ReturnStep.SAVE, Filled(*beside, file=file), version, known, on=on, now=now)


def document_of(
    db: Database, store: FileStore, reader: Reader, return_id: int, number: int
) -> tuple[DocumentFile, bytes]:
    """The document that version `number` of a return names. Raises NoSuchRecordError, also for a version without one
    and for a return that is not the reader's to see; FileMissingError, FileDamagedError."""
    with db.read() as session:
        one = return_of(session, reader, return_id)
        query = select(UnitReturnVersion).where(
            UnitReturnVersion.return_id == one.id,
            UnitReturnVersion.number == number,
            UnitReturnVersion.file_sha256 != "",
        )
        version = session.scalars(query).one_or_none()
        if version is None:
            raise NoSuchRecordError
        file = file_of(version)
    return file, store.get(file.sha256)
