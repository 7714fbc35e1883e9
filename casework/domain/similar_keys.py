"""The keys by which records that may be the same matter are found: they stand behind a record's searched words.

A key is made of two things that a text tells (two notions, or a notion and a name), or of one and the record's place.
Two records about one matter share some of them, whatever words they use, and few other records do; so a search looks
up a handful of short lists instead of reading through half a register. A key looks like no word that people type.
"""

from __future__ import annotations

import zlib
from itertools import combinations

from casework.domain.notions import NOTIONS, Reading, read

MARK = "zq"
"""What every key begins with."""
_AT_PLACE, _PAIRED, _NAMES, _FEW = 5, 4, 2, 2
_NAME_WEIGHT = 1.2
_MIX, _BITS = 0x9E3779B1, 0xFFFFFFFF

_PAIRS = [sorted(combinations(range(count), 2), key=sum) for count in range(_PAIRED + 1)]
_CODES = {notion: zlib.crc32(notion.name.encode()) for notion in NOTIONS}


def keys(reading: Reading) -> tuple[str, ...]:
    """The keys of a text without its place, the strongest first; () where it tells nothing."""
    told = _strongest(reading)[:_PAIRED]
    pairs = _PAIRS[len(told)]
    alone = [_key(0, told[0])] if 0 < len(told) <= _FEW else []
    return (*alone, *(_key(*sorted((told[i], told[j]))) for i, j in pairs))


def place_keys(reading: Reading, place: str) -> tuple[str, ...]:
    """The keys of a text at a place (its bare name, folded; "" where it is not known)."""
    at = zlib.crc32(f"@{place}".encode())
    return tuple(_key(at, one) for one in _strongest(reading))


def searched_keys(content: str, place: str | None) -> str:
    """The keys of a record as its searched words hold them, a blank between two.

    `place`: its bare name, folded; None for a kind whose place says nothing about the matter.
    """
    reading = read(content)
    return " ".join((*(() if place is None else place_keys(reading, place)), *keys(reading)))


def _strongest(reading: Reading) -> list[int]:
    """The codes of what a text tells most: notions by their weight, then names."""
    told = [(-notion.weight, _CODES[notion]) for some in reading.notions.values() for notion in some]
    for run in [run for run in reading.runs if " " in run][:_NAMES]:
        told.append((-_NAME_WEIGHT, zlib.crc32(f"={' '.join(run.split()[:2])}".encode())))
    return [code for _, code in sorted(told)[:_AT_PLACE]]


def _key(one: int, other: int) -> str:
    return f"{MARK}{(one * _MIX + other) & _BITS:08x}"
