"""What a term of the vocabulary is.

A term's value is what the database keeps, its label is what people read, its aliases are the other ways in which
offices write it in their registers (compared by `text.fold`, so accents and case do not matter).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from casework.domain.text import fold


class Term(StrEnum):
    """A closed list of terms. `label` is the official Vietnamese name, `aliases` other spellings."""

    label: str
    aliases: tuple[str, ...]

    def __new__(cls, value: str, label: str, *aliases: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.aliases = aliases
        return member

    @classmethod
    def of(cls, value: object) -> Self:
        """The member that the database keeps as `value`; KeyError when there is none."""
        for member in cls:
            if member.value == value:
                return member
        raise KeyError(f"{cls.__name__}: {value}")

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The member that an office means by `text` (label or alias, accents and case apart), or None."""
        wanted = fold(text)
        for member in cls:
            if wanted in {fold(name) for name in (member.label, *member.aliases)}:
                return member
        return None
