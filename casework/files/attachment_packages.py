"""Word, Excel and OpenDocument packages: recognised by what stands in them, refused with macros, bombs or odd names.

The sizes that a package states are not believed: every member is unpacked in portions and measured.
"""

from __future__ import annotations

import io
import struct
import zipfile

from casework.files.attachment_problems import AttachmentProblem
from casework.files.packages import inflate
from casework.files.problems import FileProblem

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument.text"
MAX_MEMBERS = 2_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200
_SMALL = 1024 * 1024
_TYPES, _MIMETYPE = "[Content_Types].xml", "mimetype"
_MAIN = {f"{WORD}.main+xml": WORD, f"{SPREADSHEET}.main+xml": SPREADSHEET}
_RUNNING = ("vbaproject", "activex", "basic/", "scripts/", "macro")


def check_office_package(data: bytes, shown: str) -> str:
    """The media type of a .docx, .xlsx or .odt. Raises AttachmentProblem for any other or a dangerous package."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        raise AttachmentProblem(_broken(shown)) from None
    if len(members) > MAX_MEMBERS:
        raise AttachmentProblem(f"Tệp “{shown}” chứa quá nhiều thành phần; hãy lưu lại rồi gửi.")
    told, unpacked = b"", 0
    for member in members:
        name = member.filename
        if name.startswith("/") or "\\" in name or ".." in name.split("/") or ":" in name:
            raise AttachmentProblem(f"Tệp “{shown}” chứa thành phần có đường dẫn bất thường nên không được nhận.")
        if any(word in name.lower() for word in _RUNNING):
            raise AttachmentProblem(f"Tệp “{shown}” chứa macro nên không được nhận; hãy lưu lại dạng không có macro.")
        size, head = 0, b""
        try:
            for chunk in inflate(data, member, shown):
                size += len(chunk)
                unpacked += len(chunk)
                if unpacked > MAX_UNPACKED or (size > _SMALL and size > MAX_RATIO * max(member.compress_size, 1)):
                    raise AttachmentProblem(f"Tệp “{shown}” giải nén quá lớn; hãy lưu lại rồi gửi.")
                head = head or chunk[:65_536]
        except FileProblem as problem:
            raise AttachmentProblem(_broken(shown)) from problem
        if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in head:
            raise AttachmentProblem(f"Tệp “{shown}” chứa khai báo không an toàn nên không được nhận.")
        if name in (_TYPES, _MIMETYPE):
            told = told or head
    return _media_type(told, members, shown)


def _media_type(told: bytes, members: list[zipfile.ZipInfo], shown: str) -> str:
    if members and members[0].filename == _MIMETYPE and told.strip() == OPEN_DOCUMENT.encode():
        return OPEN_DOCUMENT
    text = told.decode("utf-8", "replace")
    if "macroEnabled" in text:
        raise AttachmentProblem(f"Tệp “{shown}” chứa macro nên không được nhận; hãy lưu lại dạng không có macro.")
    found = [media for mark, media in _MAIN.items() if mark in text]
    if len(found) != 1:
        raise AttachmentProblem(
            f"Tệp “{shown}” là tệp nén hoặc định dạng khác, không phải Word, Excel hay OpenDocument; "
            "hãy giải nén rồi gửi từng tệp."
        )
    return found[0]


def _broken(shown: str) -> str:
    return f"Không đọc được tệp “{shown}”: tệp hỏng hoặc chưa tải đủ. Hãy mở, lưu lại rồi gửi lại."
