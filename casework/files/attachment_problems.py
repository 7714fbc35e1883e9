"""Why a file is not attached: one error, its message in Vietnamese with the remedy."""

from __future__ import annotations


class AttachmentProblem(ValueError):  # noqa: N818 - what is wrong with a file is not a failure of ours
    """The file is not attached; the message says why and what to do."""
