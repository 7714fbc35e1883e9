"""The digest of a row's content: the same content has the same digest, whoever typed it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date

from casework.domain.fields import DENUNCIATION, FIELDS, IDENTITY_FIELDS, Value
from casework.domain.vocabulary import RecordKind

_NAMES = {kind: tuple(sorted(field.name for field in fields)) for kind, fields in FIELDS.items()}
_WITHHELD_NAMES = {
    kind: tuple(name for name in names if name not in IDENTITY_FIELDS[kind]) for kind, names in _NAMES.items()
}


def digest(kind: RecordKind, values: Mapping[str, Value]) -> str:
    """Return 32 hexadecimal digits for the values of a row, empty ones left out, white space and order apart.

    Identity fields of a denunciation never enter it. A row of a register without numbers (receptions) is known by
    this digest and by how many rows with the same digest stand before it.
    """
    denunciation = values.get("type") == DENUNCIATION
    parts = [kind.value]
    for name in _WITHHELD_NAMES[kind] if denunciation else _NAMES[kind]:
        value = values.get(name)
        if value is None:
            continue
        if isinstance(value, str):
            text = " ".join(value.split())
            if not text:
                continue
        else:
            text = value.isoformat() if isinstance(value, date) else repr(value)
        parts.append(f"{name}\x1f{text}")
    return hashlib.sha256("\x1e".join(parts).encode()).hexdigest()[:32]
