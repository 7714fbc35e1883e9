"""ClamAV over its socket (INSTREAM): optional; where it is set and does not answer, no file comes in."""

from __future__ import annotations

import socket
import struct

from casework.files.attachment_problems import AttachmentProblem

_PORTION = 1 << 16
_SECONDS = 30
_LONGEST_ANSWER = 4096


def scan(address: str, data: bytes, shown: str) -> None:
    """Passes when the scanner at `address` ("host:port", or the path of a unix socket) finds nothing in `data`.

    Raises AttachmentProblem when it finds something, does not answer, or answers anything but OK.
    """
    try:
        answer = _ask(address, data)
    except (OSError, ValueError):
        raise AttachmentProblem(
            f"Chưa kiểm tra được vi-rút nên tệp “{shown}” chưa được nhận; hãy thử lại sau hoặc báo quản trị hệ thống."
        ) from None
    if answer.endswith(" FOUND"):
        raise AttachmentProblem(f"Tệp “{shown}” nhiễm vi-rút nên không được nhận; hãy kiểm tra máy đã tạo ra tệp.")
    if answer != "stream: OK":
        raise AttachmentProblem(
            f"Máy quét vi-rút không kiểm tra được tệp “{shown}” nên tệp chưa được nhận; hãy báo quản trị hệ thống."
        )


def _ask(address: str, data: bytes) -> str:
    with _connected(address) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), _PORTION):
            portion = data[start : start + _PORTION]
            line.sendall(struct.pack(">I", len(portion)) + portion)
        line.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
            part = line.recv(_LONGEST_ANSWER)
            if not part:
                break
            answer += part
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip()


def _connected(address: str) -> socket.socket:
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(_SECONDS)
        try:
            line.connect(address)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=_SECONDS)
