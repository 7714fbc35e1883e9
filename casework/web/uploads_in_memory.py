"""Requests whose uploads stay in memory: a register may hold identities that no temporary file may keep."""

from __future__ import annotations

from io import BytesIO
from typing import IO

from flask import Request


class InMemoryRequest(Request):
    """Flask's request, whose uploaded files never reach the disk (design.md 11; issue 2, section 3)."""

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002 - the shape that Werkzeug asks for
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        """A stream in memory; the size of the whole request is bounded by MAX_CONTENT_LENGTH."""
        return BytesIO()
