"""What a reader may see, as a condition on the base query: applied before any count, list, suggestion or export.

For now a role has one level for each record kind (`domain.access`); a kind of which a reader may see nothing does not
exist for it. Row scopes by unit will be conditions added here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from casework.domain.access import Level, Reader, level
from casework.domain.vocabulary import RecordKind

WHOLE = "Toàn bộ hồ sơ trong hệ thống"


@dataclass(frozen=True, slots=True)
class Scope:
    """The record kinds whose counts a reader may see, and in words what the figures cover."""

    kinds: frozenset[RecordKind]
    words: str = WHOLE

    @classmethod
    def of(cls, kinds: Iterable[RecordKind]) -> Scope:
        """A scope of these kinds, saying which registers it leaves out."""
        seen = frozenset(kinds)
        left_out = [kind.label for kind in RecordKind if kind not in seen]
        words = WHOLE if not left_out else f"Hồ sơ được phép xem (không gồm: {', '.join(left_out)})"
        return cls(seen, words)


def scope_of(reader: Reader) -> Scope:
    """The records whose counts `reader` may see (levels "counts only" and better)."""
    return Scope.of(kind for kind in RecordKind if level(reader, kind) >= Level.COUNTS)


EVERYTHING = Scope(frozenset(RecordKind))
