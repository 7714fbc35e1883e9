"""Reading a petition for what it is about: notions (things, matters), other words, and the places it names.

Folded throughout: text typed without accents reads exactly as with them. Pure, without any count of records.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from casework.domain.notions_matters import ALONE, MATTERS, PLAIN
from casework.domain.notions_things import THINGS
from casework.domain.text import fold, normalise

_WORD = re.compile(r"[^\W_]+")
_WEIGHTS = {"+": 1.6, "-": 0.35}


class Facet(StrEnum):
    """Which side of a matter a notion tells."""

    THING = "thing"
    MATTER = "matter"


@dataclass(frozen=True, slots=True, eq=False)
class Notion:
    """A notion: `name` is how a reason prints it, `weight` how much it tells one matter from another."""

    facet: Facet
    name: str
    weight: float
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text tells. `notions` by facet, `words` the folded other words, `names` the places named, by level.

    `runs`: the other words as they stand beside each other ("tay mo"), the way a search finds names.
    """

    notions: Mapping[Facet, frozenset[Notion]]
    words: frozenset[str]
    runs: tuple[str, ...]
    names: Mapping[str, frozenset[str]]

    @property
    def weight(self) -> float:
        """How much there is to compare: the notions' weights, and the other words at a third each."""
        return sum(notion.weight for some in self.notions.values() for notion in some) + len(self.words) / 3


LEVELS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("phuong", "xa", "thi tran"), "commune"),
        **dict.fromkeys(("quan", "huyen", "thi xa"), "district"),
        **dict.fromkeys(("thon", "xom", "to dan pho", "khu pho", "ban"), "hamlet"),
        **dict.fromkeys(("duong", "pho", "tuyen duong", "tuyen pho", "quoc lo", "dai lo"), "street"),
        **dict.fromkeys(("ngo", "ngach", "hem"), "lane"),
        **dict.fromkeys(("song", "dong song"), "river"),
        **dict.fromkeys(("khu do thi", "khu do thi moi", "chung cu", "khu tap the", "toa nha"), "estate"),
    }
)
"""Words after which a name stands, and the level of that name: two names of one level are two places."""


_SPACED = bytes(c if chr(c).isalnum() and c < 0x80 else 0x20 for c in range(256))
_PLAIN_SIGNS = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")


def folded_words(text: str) -> list[str]:
    """The folded words of a text, numbers without leading zeros: "03 nhà" → ["3", "nha"].

    Text of Vietnamese letters takes a short way with the same outcome: its marks are dropped as bytes.
    """
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    if _PLAIN_SIGNS.issuperset(decomposed):
        words = decomposed.encode("ascii", "ignore").translate(_SPACED).decode("ascii").split()
    else:
        words = _WORD.findall(fold(text))
    return [word.lstrip("0") or "0" for word in words] if "0" in text else words


def _table(lines: str, facet: Facet) -> list[Notion]:
    made = []
    for line in re.sub(r"\n +", " ", lines.strip()).splitlines():
        head, _, rest = line.partition(":")
        name = head.lstrip("+-").strip()
        phrases = tuple(dict.fromkeys(p.strip() for p in (name, *rest.split(";")) if p.strip()))
        made.append(Notion(facet, name, _WEIGHTS.get(head[0], 1.0), phrases))
    return made


NOTIONS = (*_table(THINGS, Facet.THING), *_table(MATTERS, Facet.MATTER))


def _phrases(text: str) -> list[str]:
    return [" ".join(folded_words(phrase)) for phrase in text.split(";") if phrase.strip()]


def _lexicon() -> dict[str, tuple[Notion, ...]]:
    alone = frozenset(_phrases(ALONE))
    known: dict[str, tuple[Notion, ...]] = dict.fromkeys(_phrases(PLAIN), ())
    for notion in NOTIONS:
        for phrase in _phrases(";".join(notion.phrases)):
            if " " in phrase or phrase in alone:
                known[phrase] = (*known.get(phrase, ()), notion)
    return known


_LEXICON = _lexicon()


class _Step:
    """A word on the way through a phrase: what may follow, and, where a phrase ends here, what it tells."""

    __slots__ = ("follow", "level", "notions")

    def __init__(self) -> None:
        self.follow: dict[str, _Step] = {}
        self.notions: tuple[Notion, ...] | None = None
        self.level = ""


def _steps() -> dict[str, _Step]:
    first = _Step()
    for phrase, notions in _LEXICON.items():
        step = first
        for word in phrase.split():
            step = step.follow.setdefault(word, _Step())
        step.notions, step.level = notions, LEVELS.get(phrase, "")
    return first.follow


_FIRST = _steps()


def read(text: str) -> Reading:
    """What `text` tells: the longest phrases first, from left to right; what is in no table is kept as a word."""
    words = folded_words(text)
    found: dict[Facet, set[Notion]] = {facet: set() for facet in Facet}
    runs: list[list[str]] = [[]]
    names: dict[str, set[str]] = {}
    level, at, end = "", 0, len(words)
    while at < end:
        follow, ahead, taken = _FIRST, at, None
        while ahead < end and (step := follow.get(words[ahead])) is not None:
            ahead += 1
            follow = step.follow
            if step.notions is not None:
                taken, after = step, ahead
        if taken is None:
            runs[-1].append(words[at])
            if level:
                names.setdefault(level, set()).add(words[at])
            at += 1
            continue
        for notion in taken.notions or ():
            found[notion.facet].add(notion)
        level, at = taken.level, after
        if runs[-1]:
            runs.append([])
    return Reading(
        {facet: frozenset(some) for facet, some in found.items()},
        frozenset(word for run in runs for word in run),
        tuple(dict.fromkeys(" ".join(run) for run in runs if run)),
        {one: frozenset(some) for one, some in names.items()},
    )


def spelt(words: frozenset[str], *texts: str) -> tuple[str, ...]:
    """`words` as they stand in the texts, neighbours together: {"tay", "mo"} → ("Tây Mỗ",).

    Read from the first text that is written with accents. Each word once, in the order of the text.
    """
    written = next((text for text in texts if not normalise(text).isascii()), texts[0] if texts else "")
    runs: list[list[str]] = [[]]
    told: set[str] = set()
    for word in _WORD.findall(normalise(written)):
        folded = fold(word).lstrip("0") or "0"
        if folded in words and folded not in told:
            told.add(folded)
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    return tuple(" ".join(run) for run in runs if run)
