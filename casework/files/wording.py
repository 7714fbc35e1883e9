"""What a typed text is compared by: its words, without accents, case, punctuation; and the terms they name."""

from __future__ import annotations

import re
from functools import cache

from casework.domain.text import fold
from casework.domain.vocabulary import PetitionSource, Term

_SEPARATORS = re.compile(r"[^0-9a-z]+")
_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")
_TENS, _ONES = ("", "X", "XX", "XXX"), ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_TERM_WORDS = frozenset({"khoa", "nhiem", "ky", "thu", "thanh", "pho", "dai", "bieu", "doan"})
_ASSEMBLY_WORDS = frozenset({"qh", "quoc", "hoi", "dbqh"})
_COUNCIL_WORDS = frozenset({"hdnd", "hoi", "dong", "nhan", "dan"})


def words(text: str) -> str:
    """The folded letters and digits of `text`, words parted by one space: "Sở TN&MT" → "so tn mt"."""
    return _SEPARATORS.sub(" ", fold(text)).strip()


def bag(text: str) -> str:
    """The words of `text` in alphabetical order, so that word order does not matter."""
    return " ".join(sorted(words(text).split()))


@cache
def term_index(term: type[Term]) -> dict[str, Term]:
    """Every spelling of every member of a closed list, by its words; a label goes before another's alias."""
    index = {words(member.label): member for member in term}
    for member in term:
        for alias in member.aliases:
            index.setdefault(words(alias), member)
    return index


def read_term(term: type[Term], text: str) -> Term | None:
    """The member that `text` means, punctuation too apart; None when it is in no spelling of the list."""
    return term_index(term).get(words(text))


def term_of_office(source: PetitionSource, text: str) -> str | None:
    """The name of a term (khóa) as the system keeps it: "XVI" of the Council, "QH XV" of the National Assembly.

    Reads "Khóa XVI", "khóa 16", "QH XV", "Quốc hội khóa XV". None when it names no term, or a term of the other body.
    """
    parts = re.sub(r"\b(qh|hdnd)(?=[xvi])", r"\1 ", words(text)).split()
    number = parts[-1] if parts else ""
    said = set(parts[:-1]) - _TERM_WORDS
    body_words = _ASSEMBLY_WORDS if source is PetitionSource.NATIONAL_ASSEMBLY else _COUNCIL_WORDS
    if said - body_words:
        return None
    if number.isdecimal() and len(number) <= 2:
        tens, ones = divmod(int(number), 10)
        roman = (_TENS[tens] if tens < len(_TENS) else "") + _ONES[ones]
    else:
        roman = number.upper() if number and _ROMAN.fullmatch(number) else ""
    if not roman:
        return None
    return f"QH {roman}" if source is PetitionSource.NATIONAL_ASSEMBLY else roman
