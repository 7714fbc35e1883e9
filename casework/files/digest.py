"""The digest of a row's content: the same content has the same digest, whoever typed it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache

from casework.domain.fields import DENUNCIATION, IDENTITY_FIELDS, Value
from casework.domain.vocabulary import RecordKind


@lru_cache(maxsize=2048)
def _in_order(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The names in order, each with what its part begins with: most rows of a register fill the same columns."""
    return tuple((name, f"{name}\x1f") for name in sorted(names))


def digest(kind: RecordKind, values: Mapping[str, Value]) -> str:
    """Return 32 hexadecimal digits for the values of a row, empty ones left out, white space and order apart.

    Identity fields of a denunciation never enter it. A row of a register without numbers (receptions) is known by
    this digest and by how many rows with the same digest stand before it.
    """
    hidden = IDENTITY_FIELDS[kind] if values.get("type") == DENUNCIATION else ()
    parts = [kind.value]
    for name, begun in _in_order(tuple(values)):
        value = values[name]
        if value is None or name in hidden:
            continue
        text = " ".join(value.split()) if isinstance(value, str) else str(value)
        if text:
            parts.append(begun + text)
    return hashlib.sha256("\x1e".join(parts).encode()).hexdigest()[:32]
