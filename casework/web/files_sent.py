"""Files as they are sent to a browser: named by RFC 6266, never guessed at, never run in a page of ours."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response

from casework.domain.text import fold

DOWNLOAD_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
PDF_POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
"""A PDF opens in the browser's own viewer, which a sandbox would keep from starting; scripts stay forbidden."""


def send_file(data: bytes, name: str, media_type: str, *, inline: bool = False) -> Response:
    """The bytes as a download, or shown by the browser (`inline`: pictures, PDF), under a policy of their own."""
    mimetype = f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
    response = Response(data, content_type=mimetype)
    response.headers["Content-Disposition"] = disposition(name, inline)
    is_pdf = inline and media_type == "application/pdf"
    response.headers["Content-Security-Policy"] = PDF_POLICY if is_pdf else DOWNLOAD_POLICY
    return response


def disposition(name: str, inline: bool = False) -> str:
    """The header for a name in any letters: plain letters for old browsers, all of them for the others."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "._-") else "-" for sign in fold(name))
    kept = quote(name, safe="")
    return f"{'inline' if inline else 'attachment'}; filename=\"{plain or 'tep'}\"; filename*=UTF-8''{kept}"
