"""Taking files in: checked by content, scanned, stored and safe before the row that names them; striking them out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath

from casework.domain.access import ForbiddenError, Reader
from casework.domain.attachments import NOTE_LIMIT, DocumentRole
from casework.domain.entry import EMPTY, EntryError
from casework.domain.fields import TEXT_LIMIT, Value
from casework.domain.items import ItemKind
from casework.domain.vocabulary import RecordKind
from casework.files.attachment_images import impersonal_jpeg, impersonal_png, impersonal_webp
from casework.files.attachment_kinds import (
    ALLOWED_WORDS,
    IMPERSONAL_WORDS,
    JPEG,
    PDF,
    PNG,
    WEBP,
    AttachmentKind,
    recognise,
    safe_name,
)
from casework.files.attachment_pdf import names_an_author
from casework.files.attachment_problems import AttachmentProblem
from casework.files.attachment_store import FileStore
from casework.files.virus_scan import scan
from casework.services.attachments.held import file_held, hold_files, own_files
from casework.store import items, journal
from casework.store.attachment_rows import attached_again, bytes_of
from casework.store.database import Database

__all__ = ["ALLOWED_WORDS", "IMPERSONAL_WORDS", "AttachmentProblem", "Rules", "attach", "strike_attachment"]

MEGABYTE = 1024 * 1024
_IMPERSONAL: dict[str, Callable[[bytes], bytes]] = {
    PNG.media_type: impersonal_png,
    JPEG.media_type: impersonal_jpeg,
    WEBP.media_type: impersonal_webp,
}


@dataclass(frozen=True, slots=True)
class Rules:
    """What files a deployment takes: sizes in bytes, the address of the virus scanner or None."""

    largest: int
    quota: int
    scanner: str | None = None


def attach(
    db: Database,
    store: FileStore,
    rules: Rules,
    reader: Reader,
    kind: RecordKind,
    record_id: int,
    data: bytes,
    name: str,
    *,
    role: DocumentRole,
    note: str,
    covered: bool,
    on: date,
    now: datetime,
) -> int:
    """Attaches a file to a record and returns the attachment's id; the same content twice is attached once.

    `covered`: the officer confirms that nothing in it tells who denounced; asked for denunciations only. Raises
    AttachmentProblem, EntryError, NoSuchRecordError, ForbiddenError, OSError.
    """
    with db.read() as session:
        if hold_files(session, reader, kind, record_id).to_attach().denunciation:
            # A name such as "Đơn của bà …" tells who denounced: not even a refusal repeats it.
            name = f"da-chon{PurePath(name).suffix[:6]}"
    shown = safe_name(name)
    if len(data) > rules.largest:
        limit = rules.largest // MEGABYTE
        raise AttachmentProblem(f"Tệp “{shown}” lớn hơn {limit} MB; hãy quét ở độ nét thấp hơn hoặc chia nhỏ tệp.")
    if len(note) > NOTE_LIMIT:
        raise EntryError({"note": f"Ghi chú dài quá {NOTE_LIMIT} ký tự; hãy rút gọn."})
    found = recognise(data, name)
    if rules.scanner:
        scan(rules.scanner, data, shown)
    with db.write() as session:
        journal.lock(session)
        held = hold_files(session, reader, kind, record_id).to_attach()
        kept_name: str | None = shown
        if held.denunciation:
            data, kept_name = _impersonal(data, found, covered), None
        if bytes_of(session, kind, record_id) + len(data) > rules.quota:
            limit = rules.quota // MEGABYTE
            raise AttachmentProblem(
                f"Hồ sơ đã có gần {limit} MB tệp đính kèm, không nhận thêm; hãy bỏ bớt tệp không cần."
            )
        sha256 = store.put(data)
        before = attached_again(session, kind, record_id, sha256)
        if before is not None:
            return before
        values: dict[str, Value] = {
            "file_name": kept_name,
            "role": role.label,
            "media_type": found.media_type,
            "size": len(data),
            "sha256": sha256,
            "attached_on": on,
            "note": " ".join(note.split()) or None,
        }
        act = journal.Act("attach", reader.user_id, reader.os_user, now)
        return items.add_item(session, ItemKind.ATTACHMENT, kind, record_id, values, on=on, act=act)


def _impersonal(data: bytes, found: AttachmentKind, covered: bool) -> bytes:
    """The file of a denunciation without metadata. Raises AttachmentProblem, EntryError without the confirmation."""
    if not covered:
        raise EntryError(
            {"covered": "Hồ sơ tố cáo: phải xác nhận bản đã che thông tin người tố cáo thì mới được đính kèm."}
        )
    if not found.impersonal or (found is PDF and names_an_author(data)):
        raise AttachmentProblem(
            f"Tệp {found.label} này ghi tên người soạn trong thông tin ẩn; với hồ sơ tố cáo hãy in ra, che thông tin, "
            "quét lại thành PDF hoặc ảnh rồi gửi."
        )
    strip = _IMPERSONAL.get(found.media_type)
    return strip(data) if strip else data


def strike_attachment(
    db: Database, reader: Reader, attachment_id: int, reason: str, *, on: date, now: datetime
) -> tuple[RecordKind, int]:
    """Strikes a file out of its record; it stays, shown as struck. Returns its record. A unit that only takes part
    strikes out none but its own.

    Raises EntryError without a reason, NoSuchRecordError, ForbiddenError.
    """
    with db.write() as session:
        journal.lock(session)
        row, held, _place = file_held(session, reader, attachment_id)
        held.to_attach()
        if not held.handles and row["id"] not in own_files(session, reader, [row]):
            raise ForbiddenError("Tệp do người khác đính kèm; chỉ người ấy hoặc đơn vị chủ trì hồ sơ gạch bỏ được.")
        why = " ".join(reason.split())
        if not why:
            raise EntryError({"reason": EMPTY})
        if not row["struck"]:
            act = journal.Act("attach", reader.user_id, reader.os_user, now)
            items.strike_item(session, ItemKind.ATTACHMENT, attachment_id, why[:TEXT_LIMIT], on=on, act=act)
        return held.kind, held.id
