"""PNG, JPEG and WebP: walked through piece by piece, refused when broken or too large to show, metadata taken out.

`impersonal_*` keep the picture and leave out what tells who made it and where (EXIF, GPS, XMP, comments); whatever is
hung on behind the picture's end is left out too. A photograph's turn is metadata: it may come to lie on its side.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from casework.files.attachment_problems import AttachmentProblem

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
JPEG_SIGNATURE = b"\xff\xd8\xff"
WEBP_SIGNATURE = b"RIFF"
MAX_PIXELS = 100_000_000
_PNG_KEPT = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs"}
)
_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_WEBP_PICTURE = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})


def check_png(data: bytes, shown: str) -> None:
    """Passes for a whole PNG of bearable size. Raises AttachmentProblem."""
    names = []
    for name, body in _png_chunks(data, shown):
        names.append(name)
        if name == b"IHDR" and len(body) == 13:
            width, height = struct.unpack_from(">II", body)
            _bearable(width, height, shown)
    if names[:1] != [b"IHDR"] or b"IDAT" not in names or names[-1] != b"IEND":
        raise AttachmentProblem(_broken(shown))


def _png_chunks(data: bytes, shown: str) -> Iterator[tuple[bytes, bytes]]:
    at = len(PNG_SIGNATURE)
    while at + 12 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + length]
        written = data[at + 8 + length : at + 12 + length]
        if len(body) < length or len(written) < 4 or zlib.crc32(name + body) != struct.unpack(">I", written)[0]:
            raise AttachmentProblem(_broken(shown))
        yield name, body
        if name == b"IEND":
            return
        at += 12 + length
    raise AttachmentProblem(_broken(shown))


def impersonal_png(data: bytes) -> bytes:
    """The PNG without texts, moments and EXIF. Raises AttachmentProblem for a broken one."""
    parts = [PNG_SIGNATURE]
    for name, body in _png_chunks(data, ""):
        if name in _PNG_KEPT:
            parts.append(struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)))
    return b"".join(parts)


def check_jpeg(data: bytes, shown: str) -> None:
    """Passes for a whole JPEG of bearable size. Raises AttachmentProblem."""
    framed = False
    for marker, piece in _jpeg_pieces(data, shown):
        if marker in _FRAMES and not framed:
            if len(piece) < 9:
                raise AttachmentProblem(_broken(shown))
            height, width = struct.unpack_from(">HH", piece, 5)
            _bearable(width, height or 1, shown)
            framed = True
    if not framed:
        raise AttachmentProblem(_broken(shown))


def _jpeg_pieces(data: bytes, shown: str) -> Iterator[tuple[int, bytes]]:
    """(marker, the piece with its marker) up to the end of the picture; the coded picture follows its SOS piece."""
    at = 2
    while at + 2 <= len(data):
        if data[at] != 0xFF:
            raise AttachmentProblem(_broken(shown))
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xD9:
            yield marker, data[at : at + 2]
            return
        if marker in _ALONE:
            yield marker, data[at : at + 2]
            at += 2
            continue
        if at + 4 > len(data):
            break
        end = at + 2 + struct.unpack_from(">H", data, at + 2)[0]
        if marker == 0xDA:
            end = _end_of_scan(data, end)
        if end > len(data) or end < at + 4:
            break
        yield marker, data[at:end]
        at = end
    raise AttachmentProblem(_broken(shown))


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the coded picture ends: at the next marker that is neither a stuffed byte nor a restart."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return len(data) + 1
        if data[at + 1] not in (0x00, *range(0xD0, 0xD8)):
            return at
        at += 2


def impersonal_jpeg(data: bytes) -> bytes:
    """The JPEG without EXIF, XMP, comments and whatever follows it. Raises AttachmentProblem for a broken one."""
    kept = (piece for marker, piece in _jpeg_pieces(data, "") if not (0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE)))
    return b"\xff\xd8" + b"".join(kept)


def check_webp(data: bytes, shown: str) -> None:
    """Passes for a whole WebP. Raises AttachmentProblem."""
    names = [name for name, _body in _webp_chunks(data, shown)]
    if not {b"VP8 ", b"VP8L", b"ANMF"} & set(names):
        raise AttachmentProblem(_broken(shown))


def _webp_chunks(data: bytes, shown: str) -> Iterator[tuple[bytes, bytes]]:
    if len(data) < 20 or data[8:12] != b"WEBP":
        raise AttachmentProblem(_broken(shown))
    end = 8 + struct.unpack_from("<I", data, 4)[0]
    if end > len(data):
        raise AttachmentProblem(_broken(shown))
    at = 12
    while at + 8 <= end:
        name, length = struct.unpack_from("<4sI", data, at)
        body = data[at + 8 : at + 8 + length]
        if len(body) < length:
            raise AttachmentProblem(_broken(shown))
        if name == b"VP8X" and length >= 10:
            _bearable(1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little"), shown)
        yield name, body
        at += 8 + length + length % 2


def impersonal_webp(data: bytes) -> bytes:
    """The WebP without EXIF and XMP. Raises AttachmentProblem for a broken one."""
    parts = []
    for name, body in _webp_chunks(data, ""):
        if name == b"VP8X":
            body = bytes([body[0] & ~0x0C & 0xFF]) + body[1:]
        if name in _WEBP_PICTURE:
            parts.append(name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2))
    inside = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(inside)) + inside


def _bearable(width: int, height: int, shown: str) -> None:
    if not width or not height:
        raise AttachmentProblem(_broken(shown))
    if width * height > MAX_PIXELS:
        raise AttachmentProblem(f"Ảnh “{shown}” quá lớn ({width} × {height} điểm ảnh); hãy thu nhỏ rồi gửi lại.")


def _broken(shown: str) -> str:
    return f"Ảnh “{shown}” hỏng hoặc chưa tải đủ; hãy lưu hoặc chụp lại rồi gửi lại."
