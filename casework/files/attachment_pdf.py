"""PDF files: refused when locked, broken, or carrying what runs (scripts, programs, embedded files).

What counts stands outside the streams of a PDF or in its object streams; both are looked through, names in any spelling
(#4a…). The content of pages is not looked at.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from casework.files.attachment_problems import AttachmentProblem

MAX_INFLATED = 64 * 1024 * 1024
_RUNNING = (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/EmbeddedFiles", b"/RichMedia", b"/XFA")
_NAME_END = rb"(?=[\s/<>\[\](){}%]|$)"
_RUNS = re.compile(b"(?:" + b"|".join(re.escape(name) for name in _RUNNING) + b")" + _NAME_END)
_LOCKED = re.compile(rb"/Encrypt" + _NAME_END)
_PERSONAL = re.compile(rb"/Author\s*(?:\(\s*[^)\s]|<\s*[0-9A-Fa-f])|<dc:creator>|<pdf:Author>")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_FILTER = re.compile(rb"/(?:[A-Z0-9a-z]+Decode|Fl|LZW|AHx|A85|RL|Crypt)" + _NAME_END)
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)" + _NAME_END)
_STREAM = re.compile(rb"stream\r?\n")
_DICTIONARY_BEFORE = 2_000


def check_pdf(data: bytes, shown: str) -> None:
    """Passes for a whole PDF without a lock and without anything that runs. Raises AttachmentProblem."""
    if b"%%EOF" not in data[-2048:]:
        raise AttachmentProblem(f"Tệp PDF “{shown}” không trọn vẹn; hãy lưu hoặc quét lại rồi gửi lại.")
    for part in _structure(data, shown):
        if _LOCKED.search(part):
            raise AttachmentProblem(
                f"Tệp PDF “{shown}” bị khóa bằng mật khẩu nên không kiểm tra được; "
                "hãy bỏ khóa (in lại thành PDF) rồi gửi."
            )
        if _RUNS.search(part):
            raise AttachmentProblem(
                f"Tệp PDF “{shown}” chứa mã chạy hoặc tệp nhúng nên không được nhận; "
                "hãy in lại thành PDF thường rồi gửi."
            )


def names_an_author(data: bytes) -> bool:
    """Whether a PDF says in its metadata who made it."""
    return any(_PERSONAL.search(part) for part in _structure(data, ""))


def _structure(data: bytes, shown: str) -> Iterator[bytes]:
    """The parts of a PDF outside its page and image streams: bare objects, object streams and metadata, opened."""
    at, room, bare = 0, MAX_INFLATED, bytearray()
    while True:
        found = _STREAM.search(data, at)
        if found is None:
            bare += data[at:]
            break
        bare += data[at : found.start()]
        end = data.find(b"endstream", found.end())
        end = len(data) if end < 0 else end
        head = _spelled(data[max(at, found.start() - _DICTIONARY_BEFORE) : found.start()])
        last = head.rfind(b" obj")
        head = head[last:] if last >= 0 else head
        if b"/ObjStm" in head or b"/Metadata" in head:
            opened = _opened(data[found.end() : end], head, room, shown)
            room -= len(opened)
            if room <= 0:
                raise AttachmentProblem(f"Tệp PDF “{shown}” giải nén quá lớn; hãy in lại thành PDF thường rồi gửi.")
            yield _spelled(opened)
        at = end + len(b"endstream") if end < len(data) else len(data)
    yield _spelled(bytes(bare))


def _opened(packed: bytes, head: bytes, room: int, shown: str) -> bytes:
    """The bytes of a stream; an object stream that is packed in a way that cannot be looked into is refused."""
    if b"/Filter" not in head:
        return packed
    try:
        if len(_FILTER.findall(head)) == 1 and _FLATE.search(head) and b"/Predictor" not in head:
            return zlib.decompressobj().decompress(packed, room)
    except zlib.error:
        pass
    if b"/ObjStm" in head:
        raise AttachmentProblem(f"Không kiểm tra được tệp PDF “{shown}”; hãy in lại thành PDF thường rồi gửi.")
    return b""


def _spelled(part: bytes) -> bytes:
    """Names in their plain spelling: /J#53 is /JS."""
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), part)
