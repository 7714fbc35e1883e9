"""Vietnamese text: folding for search, the order of the alphabet, equality, nearest words."""

import difflib
import re
import unicodedata
from collections.abc import Iterable

_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")

# The alphabet in its order; the letters f, j, w, z of foreign words stand at their Latin places.
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_CODE = {letter: f"{0x50 + rank:02x}" for rank, letter in enumerate(_ALPHABET)}
_SHAPED = {
    ("a", "\u0306"): "ă",
    ("a", "\u0302"): "â",
    ("e", "\u0302"): "ê",
    ("o", "\u0302"): "ô",
    ("o", "\u031b"): "ơ",
    ("u", "\u031b"): "ư",
}
# Tones in the order of the dictionaries: ngang, huyền, hỏi, ngã, sắc, nặng.
_TONE_CODE = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_NO_TONE, _FOREIGN_MARK = "0", "6"
_PUNCTUATION = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"
_PUNCTUATION_CODE = {mark: f"{0x02 + rank:02x}" for rank, mark in enumerate(_PUNCTUATION)}
_SPACE_CODE, _SYMBOL_CODE, _OTHER_LETTER_CODE, _END_OF_LETTERS = "01", "2f", "f0", "00"
_LIKE_ASCII = str.maketrans("–—“”‘’", "--\"\"''")

_MARK_PLANES = ((0x0300, 0x20000), (0xE0100, 0xE01F0))
_DROPPED: dict[int, str | None] = {
    **{c: None for start, end in _MARK_PLANES for c in range(start, end) if unicodedata.category(chr(c)) == "Mn"},
    **dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff")),
    ord("đ"): "d",
}
"""What folding takes away or changes in a decomposed text: one pass in C instead of one test a character."""


def _collapse(text: str) -> str:
    return " ".join(_INVISIBLE.sub("", text).split())


def fold(s: str) -> str:
    """Return `s` without case, accents and tones, `đ` as `d`, runs of white space as one space, trimmed.

    The one search key of the system: a word typed without accents finds the accented one, and old and
    new placements of the tone mark (hoà, hòa) fall together. Idempotent.
    """
    if s.isascii():
        return " ".join(s.lower().split())
    decomposed = unicodedata.normalize("NFD", s.casefold())
    return " ".join(decomposed.translate(_DROPPED).casefold().split())


def normalise(s: str) -> str:
    """Return `s` composed (NFC), without invisible characters, white space collapsed and trimmed.

    For the equality of texts, not for what is stored: case, accents and tones are kept.
    """
    return _collapse(unicodedata.normalize("NFC", s))


def sort_key(s: str) -> str:
    """Return the key by which `s` sorts in the Vietnamese order: letters first, then tones.

    Letters rank a ă â … d đ e ê … o ô ơ … u ư …; a space before punctuation, digits, letters; only
    when all letters are equal do the tones decide (ngang, huyền, hỏi, ngã, sắc, nặng). Case is ignored.
    The key holds only the characters 0–9 and a–f, so that every collation of both databases agrees.
    """
    codes: list[str] = []
    tones: list[str] = []
    for base, marks in _clusters(s):
        letter, tone = base, _NO_TONE
        for mark in marks:
            if (letter, mark) in _SHAPED:
                letter = _SHAPED[letter, mark]
            else:
                tone = _TONE_CODE.get(mark, _FOREIGN_MARK)
        codes.append(_primary(letter))
        tones.append(tone)
    return "".join(codes) + _END_OF_LETTERS + "".join(tones).rstrip(_NO_TONE)


def _clusters(s: str) -> list[tuple[str, str]]:
    """Split `s` into base characters, each with its combining marks."""
    clusters: list[tuple[str, str]] = []
    text = unicodedata.normalize("NFKD", _collapse(s).translate(_LIKE_ASCII).casefold())
    for c in _collapse(text):
        if unicodedata.category(c) == "Mn" and clusters:
            base, marks = clusters[-1]
            clusters[-1] = (base, marks + c)
        else:
            clusters.append((c, ""))
    return clusters


def _primary(c: str) -> str:
    if c == " ":
        return _SPACE_CODE
    if c in _LETTER_CODE:
        return _LETTER_CODE[c]
    if c in _PUNCTUATION_CODE:
        return _PUNCTUATION_CODE[c]
    digit = unicodedata.digit(c, -1)
    if digit >= 0:
        return f"{0x30 + digit:02x}"
    group = _OTHER_LETTER_CODE if c.isalnum() else _SYMBOL_CODE
    return f"{group}{ord(c):06x}"


def nearest(word: str, choices: Iterable[str], n: int = 3) -> list[str]:
    """Return at most `n` of `choices` most like `word`, best first, compared without accents and case.

    Empty when nothing is alike; for messages of the sort "ý bạn là …?".
    """
    by_folded: dict[str, list[str]] = {}
    for choice in choices:
        by_folded.setdefault(fold(choice), []).append(choice)
    close = difflib.get_close_matches(fold(word), list(by_folded), n=max(n, 1), cutoff=0.6)
    return [choice for folded in close for choice in by_folded[folded]][: max(n, 0)]


def capitalised(text: str) -> str:
    """A label as it stands alone, in a cell or a list: its first letter large, the others as they are."""
    return text[:1].upper() + text[1:]
