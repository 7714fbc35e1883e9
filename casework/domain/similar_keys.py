"""The keys by which records that may be the same matter are found: they stand behind a record's searched words.

A key is made of two things that a text tells (two notions, or a notion and a name), or of one and the record's place.
Two records about one matter share some of them, whatever words they use, and few other records do; so a search looks
up a handful of short lists instead of reading through half a register. A key looks like no word that people type.
"""

from __future__ import annotations

import zlib
from itertools import combinations

from casework.domain.notions import Reading, read

MARK = "zq"
"""What every key begins with."""
_TOLD, _NAMES, _FEW = 6, 2, 2
_NAME_WEIGHT = 1.2


def keys(reading: Reading) -> tuple[str, ...]:
    """The keys of a text without its place, the strongest first; () where it tells nothing."""
    told = _strongest(reading)
    pairs = sorted(combinations(range(len(told)), 2), key=sum)
    alone = told[:1] if len(told) <= _FEW else []
    return tuple([_key("", one) for one in alone] + [_key(*sorted((told[i], told[j]))) for i, j in pairs])


def place_keys(reading: Reading, place: str) -> tuple[str, ...]:
    """The keys of a text at a place (its bare name, folded; "" where it is not known)."""
    return tuple(_key(f"@{place}", name) for name in _strongest(reading))


def _strongest(reading: Reading) -> list[str]:
    notions = ((-notion.weight, notion.name) for some in reading.notions.values() for notion in some)
    names = [(-_NAME_WEIGHT, f"={' '.join(words[:2])}") for words in map(str.split, reading.runs) if len(words) > 1]
    return [name for _, name in sorted([*notions, *names[:_NAMES]])[:_TOLD]]


def _key(one: str, other: str) -> str:
    return f"{MARK}{zlib.crc32(f'{one}|{other}'.encode()):08x}"


def searched_keys(content: str, place: str | None) -> str:
    """The keys of a record as its searched words hold them, a blank between two.

    `place`: its bare name, folded; None for a kind whose place says nothing about the matter.
    """
    reading = read(content)
    return " ".join((*(() if place is None else place_keys(reading, place)), *keys(reading)))
