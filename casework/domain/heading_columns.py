"""How an office matched the columns of a register, kept for its next import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from casework.domain.vocabulary import RecordKind


@dataclass(frozen=True, slots=True)
class SavedColumns:
    """A matching that an office keeps. `mark`: of the set of headings; `targets`: the field of each heading, by its
    folded words ("" = left out); `encoding`: the old font encoding that the sheet is converted from, "" for none."""

    id: int
    kind: RecordKind
    mark: str
    encoding: str
    targets: Mapping[str, str]
    saved_at: datetime
    saved_by: str
