"""What may be shown of the cells of a register before it is stored: nothing that could say who a person is.

A column that nobody has named yet may hold anything, so of it only days, short numbers, signs of files and terms of the
register's own lists are shown; texts and identities stand there as dots. A register without identities is shown whole.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from casework.domain.fields import IDENTITY_FIELDS, REGISTER_FIELDS, Field, Shape
from casework.domain.numerals import DateTextError, read_date
from casework.domain.vocabulary import RecordKind
from casework.files.cells import typed
from casework.files.wording import read_term
from casework.files.workbook import Cell

HIDDEN = "•••"
"""What stands in the place of a text that may say who somebody is."""
LONGEST = 60
_NUMBER = re.compile(r"[0-9]{1,5}")
_SIGN = re.compile(r"(?=\S*[0-9])(?=\S*[^\W\d_])(?!\S*[0-9]{5})\S{1,16}")
"""A word with letters and figures, as files are numbered; no telephone, identity card or passport is one."""
_TELLING_NOBODY = frozenset(Shape) - {Shape.TEXT, Shape.PLACE}


def may_be_shown(cell: Cell, kind: RecordKind, field: Field | None) -> bool:
    """Whether a cell of a column, of which `field` is known or nothing, cannot say who a person is."""
    if not IDENTITY_FIELDS[kind]:
        return True
    if field is not None and field.identity:
        return False
    if isinstance(cell, bool | date | datetime | time | timedelta):
        return True
    if field is not None and field.shape in _TELLING_NOBODY:
        return True
    text = typed(cell).strip()
    if _NUMBER.fullmatch(text) or _SIGN.fullmatch(text):
        return True
    return is_day(cell) or _is_term(kind, text)


def sample(cell: Cell, kind: RecordKind, field: Field | None) -> str:
    """A cell as it is shown: short, and dots where it may not be."""
    if not may_be_shown(cell, kind, field):
        return HIDDEN
    text = " ".join(typed(cell).split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def is_day(cell: Cell) -> bool:
    """Whether a cell holds a day, as such or as a text."""
    if not isinstance(cell, str):
        return isinstance(cell, date)
    try:
        read_date(cell.strip())
    except DateTextError:
        return False
    return True


def _is_term(kind: RecordKind, text: str) -> bool:
    lists = {field.term for field in REGISTER_FIELDS[kind] if field.term is not None}
    return any(read_term(one, text) is not None for one in lists)
