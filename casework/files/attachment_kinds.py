"""What an attached file is, told by its content and never by its name alone: an allow list, and refusals in words.

The name's ending must agree with the content; a file whose content is none of the list is refused whatever it is called
(security.md 2, row 40). Nothing here opens a file with a program of its format.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

import puremagic

from casework.files import attachment_images as images
from casework.files.attachment_packages import OPEN_DOCUMENT, SPREADSHEET, WORD, check_office_package
from casework.files.attachment_pdf import check_pdf
from casework.files.attachment_problems import AttachmentProblem

NAME_LIMIT = 120
ALLOWED_WORDS = "PDF, ảnh (PNG, JPEG, WebP), Word (.docx), Excel (.xlsx), OpenDocument (.odt), văn bản thuần (.txt)"
IMPERSONAL_WORDS = "PDF, ảnh (PNG, JPEG, WebP), văn bản thuần (.txt)"
"""What a denunciation may carry."""
_MARKUP = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<head", b"<body", b"<iframe")


@dataclass(frozen=True, slots=True)
class AttachmentKind:
    """One allowed kind: what it is served as, the endings of its names (the first is given), whether it can be shown
    on a page, and whether it may belong to a denunciation (office files carry the names of their authors)."""

    media_type: str
    label: str
    endings: tuple[str, ...]
    shown: bool = False
    impersonal: bool = True


PDF = AttachmentKind("application/pdf", "PDF", (".pdf",), shown=True)
PNG = AttachmentKind("image/png", "Ảnh PNG", (".png",), shown=True)
JPEG = AttachmentKind("image/jpeg", "Ảnh JPEG", (".jpg", ".jpeg"), shown=True)
WEBP = AttachmentKind("image/webp", "Ảnh WebP", (".webp",), shown=True)
DOCX = AttachmentKind(WORD, "Word", (".docx",), impersonal=False)
XLSX = AttachmentKind(SPREADSHEET, "Excel", (".xlsx",), impersonal=False)
ODT = AttachmentKind(OPEN_DOCUMENT, "OpenDocument", (".odt",), impersonal=False)
TEXT = AttachmentKind("text/plain", "Văn bản thuần", (".txt",))
KINDS = {kind.media_type: kind for kind in (PDF, PNG, JPEG, WEBP, DOCX, XLSX, ODT, TEXT)}


def recognise(data: bytes, name: str) -> AttachmentKind:
    """The kind of a file by its content. `name`: as it was sent. Raises AttachmentProblem, in Vietnamese."""
    shown = safe_name(name)
    if not data:
        raise AttachmentProblem(f"Tệp “{shown}” rỗng (0 byte); hãy chọn lại tệp.")
    kind = _by_content(data, shown)
    ending = PurePosixPath(shown).suffix.lower()
    if ending not in kind.endings:
        raise AttachmentProblem(
            f"Tệp “{shown}” có nội dung là {kind.label} nhưng tên không có đuôi {kind.endings[0]}; "
            "hãy kiểm tra lại tệp, đặt đúng đuôi rồi gửi lại."
        )
    return kind


def _by_content(data: bytes, shown: str) -> AttachmentKind:
    if data.startswith(b"%PDF-"):
        check_pdf(data, shown)
        return PDF
    for kind, signature, check in (
        (PNG, images.PNG_SIGNATURE, images.check_png),
        (JPEG, images.JPEG_SIGNATURE, images.check_jpeg),
        (WEBP, images.WEBP_SIGNATURE, images.check_webp),
    ):
        if data.startswith(signature):
            check(data, shown)
            return kind
    if data.startswith(b"PK\x03\x04"):
        return KINDS[check_office_package(data, shown)]
    if _is_plain_text(data):
        return TEXT
    raise AttachmentProblem(f"Tệp “{shown}” không thuộc loại được nhận. Chỉ nhận: {ALLOWED_WORDS}.")


def _is_plain_text(data: bytes) -> bool:
    """Vietnamese text in UTF-8 without control characters, and no web page or drawing in disguise."""
    if any(data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(mark) for mark in _MARKUP):
        return False
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    if any(unicodedata.category(sign) == "Cc" and sign not in "\t\n\r\f" for sign in text):
        return False
    return _told_by_puremagic(data) not in {"text/html", "image/svg+xml", "application/xml", "text/xml"}


def _told_by_puremagic(data: bytes) -> str:
    try:
        return str(puremagic.from_string(data[:65_536], mime=True))
    except (puremagic.PureError, ValueError):
        return ""


def safe_name(name: str) -> str:
    """A name as it may be kept and shown: no folders, no control, invisible or direction-turning signs, NFC, not long.

    "..\\..\\a\\u202efdp.exe" becomes "afdp.exe"; a name of nothing becomes "tep".
    """
    base = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(sign for sign in base if not unicodedata.category(sign).startswith(("C", "Zl", "Zp")))
    clean = " ".join(kept.replace('"', "'").split()).strip(". ")
    if len(clean) > NAME_LIMIT:
        ending = PurePosixPath(clean).suffix[:10]
        clean = clean[: NAME_LIMIT - len(ending)].rstrip(". ") + ending
    return clean or "tep"
