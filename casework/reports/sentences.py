"""The shipped wording: sections, their sentences and the alternatives of each, read from `shipped/*.toml`.

An alternative is chosen by its conditions over the figures, which are shipped; an office may change the words of each
alternative, never when it is said. The first alternative whose conditions all hold is told.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from casework.domain.templates import Piece, parse_template

SentenceKind = Literal["body", "item", "part"]
_FOLDER = Path(__file__).with_name("shipped")
_ORDER = ("petitions", "national_assembly", "reception", "letters", "cases", "accountability", "feedback")


@dataclass(frozen=True, slots=True)
class Alternative:
    """One wording of a sentence: `when` its conditions (all of them), `label` says in Vietnamese when it is used;
    `alone`: nothing arose, so the section says nothing besides and has no table."""

    code: str
    label: str
    when: tuple[str, ...]
    text: str
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A computed sentence, or a part that other sentences take in.

    `each` "measure@dimension": told once for each cell; a part then joins them with `join` (`last` before the last),
    between `before` and `after`; fewer than `least` are not told; `whole`: only when one cell holds everything.
    """

    code: str
    section: str
    label: str
    kind: SentenceKind
    alternatives: tuple[Alternative, ...]
    each: str = ""
    join: str = ""
    last: str | None = None
    before: str = ""
    after: str = ""
    least: int = 1
    whole: bool = False


@dataclass(frozen=True, slots=True)
class SectionWording:
    """A section: its title (with words in braces), the part of the report it stands in, the figures that it needs
    (`any_of`: one is enough; `all_of`: every one), its sentences in their order."""

    code: str
    part: str
    title: str
    style: str
    any_of: tuple[str, ...]
    all_of: tuple[str, ...]
    sentences: tuple[Sentence, ...]


@cache
def shipped_sections() -> Mapping[str, SectionWording]:
    """The sections as they are shipped, in their usual order."""
    return MappingProxyType({code: _section(code) for code in _ORDER})


@cache
def shipped_sentences() -> Mapping[str, Sentence]:
    """All sentences and parts by code."""
    return MappingProxyType({s.code: s for section in shipped_sections().values() for s in section.sentences})


@cache
def parsed(text: str) -> tuple[Piece, ...]:
    """The pieces of a wording, kept for the next time. Raises TemplateError."""
    return parse_template(text)


def _section(code: str) -> SectionWording:
    data = tomllib.loads((_FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    return SectionWording(
        code,
        data["part"],
        data["title"],
        data["style"],
        tuple(data.get("any", ())),
        tuple(data.get("all", ())),
        tuple(_sentence(code, one) for one in data["sentence"]),
    )


def _sentence(section: str, data: dict[str, Any]) -> Sentence:
    return Sentence(
        data["code"],
        section,
        data["label"],
        data.get("kind", "body"),
        tuple(
            Alternative(one["code"], one["label"], tuple(one.get("when", ())), one["text"], one.get("alone", False))
            for one in data["alternative"]
        ),
        data.get("each", ""),
        data.get("join", ""),
        data.get("last"),
        data.get("before", ""),
        data.get("after", ""),
        data.get("least", 1),
        data.get("whole", False),
    )
