"""A draft made ready for reading: composed, page numbers and wrapped lines smoothed out, cut into sentences.

What is read is what is shown, so that a finding marks the very signs that it speaks of.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass

MAX_SIGNS = 400_000
"""The longest draft that is read, in signs: about 150 pages."""

_LINE = re.compile(r"[^\n]*")
_BULLET = re.compile(r"\s*(?:[-+*•–]|\(?[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}[.)]|\([ivx]+\)|\(?[a-zđ]\))\s")
_PAGE_NUMBER = re.compile(r"\s*[0-9]{1,3}\s*")
_WRAPPED = 55
_ABBREVIATION = re.compile(r"(?:\b(?:TP|Tp|tp|TS|ThS|BS|KS|Ths|st|tr|No|Đ)|\b[A-ZĐ]|\bv\.v)$")
_STOP = re.compile(r"[.!?…]+(?=\s)|[.!?…]+$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the draft: its place, and in which paragraph it stands."""

    start: int
    end: int
    paragraph: int


def ready(text: str) -> str:
    """The draft as it is shown and read, cut at the limit: composed (NFC), a paragraph a line, one space between words.

    Lines that a page or a mail program wrapped are joined; numbers of pages and marks of emphasis are left out.
    """
    return _smooth(_clean(text)[:MAX_SIGNS])


def _clean(text: str) -> str:
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = (c if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs") else "" for c in composed)
    return "".join("\n" if c in "\x0b\x0c\u2028\u2029" else " " if c in "\t\u00a0\u2007\u202f" else c for c in kept)


def small(text: str) -> str:
    """The text in small letters, sign by sign as long as before."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _smooth(text: str) -> str:
    signs = ["\n" if c == "\n" else " " if c in "*_#" else c for c in text]
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text) if m.group().strip()]
    for start, end in lines:
        if _PAGE_NUMBER.fullmatch(text, start, end) and _alone(text, start, end):
            signs[start:end] = " " * (end - start)
    kept = [(s, e) for s, e in lines if any(c != " " for c in signs[s:e])]
    for (start, end), (next_start, next_end) in itertools.pairwise(kept):
        if not _breaks(text[start:end].strip(" *_#"), text[next_start:next_end]):
            signs[end:next_start] = " " * (next_start - end)
    return re.sub(r" *\n[ \n]*", "\n", re.sub(r" +", " ", "".join(signs))).strip()


def _alone(text: str, start: int, end: int) -> bool:
    """Whether a line of nothing but a small number stands like a page number: blank lines or a form feed around."""
    return text[max(0, start - 2) : start] == "\n\n" and text.startswith("\n\n", end)


def _breaks(line: str, following: str) -> bool:
    """Whether the break between two lines ends a paragraph."""
    if line.endswith((":", ";", ",")):
        return False
    if _BULLET.match(following) or line.endswith((".", "!", "?", "…")):
        return True
    first = following.lstrip(" *_#")[:1]
    if first.islower() or first.isdigit() or first in "(%":
        return False
    return len(line) < _WRAPPED


def sentences(smoothed: str) -> list[Sentence]:
    """The sentences of a draft that is ready, in order; a ";" or a ":" ends none."""
    found: list[Sentence] = []
    for number, block in enumerate(re.finditer(r"[^\n]+", smoothed)):
        start = block.start()
        for stop in _STOP.finditer(smoothed, block.start(), block.end()):
            before, after = smoothed[start : stop.start()], smoothed[stop.end() : stop.end() + 3].lstrip()
            goes_on = after[:1].islower() or (stop.group() == "." and _ABBREVIATION.search(before) is not None)
            if goes_on or (stop.group() == "." and re.fullmatch(r"\s*\(?[0-9]{1,2}", before)):
                continue
            found.append(Sentence(start, stop.end(), number))
            start = stop.end()
        if smoothed[start : block.end()].strip():
            found.append(Sentence(start, block.end(), number))
    return found
