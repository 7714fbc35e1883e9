"""The text of a draft that is sent to be checked: out of Word, PDF or plain text, in memory, nothing kept.

The file is told by its content and refused as attached files are (locked, running, bombs). What has no text, such as a
scan, is refused with a sentence; pages and rows come in the order in which they are read.
"""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Iterator

import pypdf
from docx.opc.exceptions import OpcError
from docx.opc.package import OpcPackage
from docx.oxml import parse_xml
from pypdf.errors import PyPdfError

from casework.files.attachment_kinds import DOCX, PDF, TEXT, AttachmentKind, recognise, safe_name
from casework.files.attachment_problems import AttachmentProblem

ENDINGS = (".docx", ".pdf", ".txt")
MAX_PAGES = 300
MAX_PART = 40 * 1024 * 1024
"""The largest part of a Word file that is read, in bytes once unpacked."""
MAX_FILE = 20 * 1024 * 1024
_LEAST = 20
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_NOTES = ("/word/footnotes.xml", "/word/endnotes.xml")

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it warns of may quote the draft


def draft_text(data: bytes, name: str) -> str:
    """The text of a draft: a paragraph or a table row a line. Raises AttachmentProblem, in Vietnamese."""
    shown = safe_name(name)
    if len(data) > MAX_FILE:
        raise AttachmentProblem(f"Tệp “{shown}” lớn hơn {MAX_FILE // (1024 * 1024)} MB; hãy tách phần cần kiểm tra.")
    kind = recognise(data, name)
    text = _read(kind, data, shown)
    if len(text.strip()) < _LEAST:
        raise AttachmentProblem(
            f"Tệp “{shown}” không có chữ để đọc (có thể là bản quét); "
            "hãy gửi tệp Word, PDF xuất từ Word, hoặc dán văn bản."
        )
    return text


def _read(kind: AttachmentKind, data: bytes, shown: str) -> str:
    if kind is TEXT:
        return data.decode("utf-8-sig")
    if kind is DOCX:
        return _of_word(data, shown)
    if kind is PDF:
        return _of_pdf(data, shown)
    raise AttachmentProblem(
        f"Tệp “{shown}” là {kind.label}; chỉ kiểm tra được Word (.docx), PDF và văn bản thuần (.txt)."
    )


def _of_pdf(data: bytes, shown: str) -> str:
    try:
        document = pypdf.PdfReader(io.BytesIO(data))
        if document.is_encrypted:
            raise AttachmentProblem(f"Tệp PDF “{shown}” bị khóa bằng mật khẩu; hãy bỏ khóa rồi gửi lại.")
        if len(document.pages) > MAX_PAGES:
            raise AttachmentProblem(f"Tệp PDF “{shown}” dài hơn {MAX_PAGES} trang; hãy tách phần cần kiểm tra.")
        return "\n\n".join(page.extract_text() for page in document.pages)
    except AttachmentProblem:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError):
        raise AttachmentProblem(
            f"Không đọc được chữ của tệp PDF “{shown}”; hãy in lại thành PDF hoặc dán văn bản."
        ) from None


def _of_word(data: bytes, shown: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if any(member.file_size > MAX_PART for member in package.infolist() if member.filename.endswith(".xml")):
            raise AttachmentProblem(f"Tệp “{shown}” quá lớn; hãy tách phần cần kiểm tra.")
    try:
        package_parts = OpcPackage.open(io.BytesIO(data))
        main = package_parts.main_document_part
        lines = list(_lines(parse_xml(main.blob)))
        for part in package_parts.iter_parts():
            if str(part.partname) in _NOTES:
                lines += _lines(parse_xml(part.blob))
    except (OpcError, KeyError, ValueError, SyntaxError, zipfile.BadZipFile):
        raise AttachmentProblem(f"Không đọc được tệp Word “{shown}”; hãy mở bằng Word, lưu lại rồi gửi lại.") from None
    return "\n".join(lines)


def _lines(element: object) -> Iterator[str]:
    """The paragraphs of a part in order, a table row as one line; what a revision strikes out is not read."""
    for child in element:  # type: ignore[attr-defined]
        if child.tag == f"{_W}p":
            yield _text(child)
        elif child.tag == f"{_W}tr":
            cells = [" ".join(_lines(cell)) for cell in child.iterchildren(f"{_W}tc")]
            yield " | ".join(cells)
        elif child.tag != _FALLBACK:
            yield from _lines(child)


def _text(paragraph: object) -> str:
    said: list[str] = []
    for child in paragraph:  # type: ignore[attr-defined]
        match child.tag:
            case t if t == f"{_W}t":
                said.append(child.text or "")
            case t if t in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
                said.append(" ")
            case t if t == f"{_W}noBreakHyphen":
                said.append("-")
            case t if t not in (_FALLBACK, f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr"):
                said.append(_text(child))
    return "".join(said)
