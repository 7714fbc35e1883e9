"""What of a denunciation is not taken in: who denounced, wherever the row says it (design.md 11; law-and-forms 9)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import cast

from casework.domain.fields import IDENTITY_FIELDS, Value, withhold
from casework.domain.vocabulary import RecordKind
from casework.files.references import Kept

REPLACEMENT = "[không lưu]"
_SHORTEST_NUMBER = 6
_SHORTEST_NAME = 4
_SHORTEST_PLACE_WORDS = 4


def keep_lawful(kind: RecordKind, values: dict[str, Kept]) -> tuple[dict[str, Kept], tuple[str, ...], tuple[str, ...]]:
    """The values that may be kept, the fields withheld, and the other fields from which the identity was cut.

    Where another text of the row repeats a withheld name, address or number, it is replaced by "[không lưu]".
    """
    kept, withheld = withhold(kind, cast("Mapping[str, Value]", values))
    if not withheld:
        return values, (), ()
    result = cast("dict[str, Kept]", kept)
    without = cutter([(name, str(values[name])) for name in withheld])
    cut = []
    for name, value in result.items():
        if type(value) is not str:
            continue
        clean = without(value)
        if clean != value:
            result[name] = clean
            cut.append(name)
    return result, withheld, tuple(cut)


def cutter(said: Sequence[tuple[str, str]], instead: str = REPLACEMENT) -> Callable[[str], str]:
    """What puts `instead` in the place of an identity wherever a text repeats it; `said`: (field, text) of it."""
    patterns = [pattern for name, text in said if (pattern := _pattern(name, text)) is not None]

    def without(text: str) -> str:
        for pattern in patterns:
            text = pattern.sub(instead, text)
        return text

    return without


def without_identity(kind: RecordKind, values: Mapping[str, Kept], message: str) -> str:
    """`message` without any text of the row's identity fields."""
    for name in IDENTITY_FIELDS[kind]:
        value = values.get(name)
        pattern = _pattern(name, value) if isinstance(value, str) else None
        if pattern is not None:
            message = pattern.sub("…", message)
    return message


def _pattern(name: str, text: str) -> re.Pattern[str] | None:
    """What finds `text` again, white space and case apart; None for a text that may mean anybody.

    That is a single short word, and an address that names no house: "Ba Đình" in a text tells of no person.
    """
    parts, letters = text.split(), "".join(text.split())
    numbered = any(letter.isdigit() for letter in letters)
    if name == "person_address":
        telling = numbered or len(parts) >= _SHORTEST_PLACE_WORDS
    elif len(parts) == 1:
        telling = numbered and len(letters) >= _SHORTEST_NUMBER
    else:
        telling = len(letters) >= _SHORTEST_NAME
    if not telling:
        return None
    return re.compile(r"\s+".join(re.escape(part) for part in parts), re.IGNORECASE)
