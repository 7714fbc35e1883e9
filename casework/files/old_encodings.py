"""Old Vietnamese font encodings in cells: texts typed for TCVN3 (.VnTime) and VNI (VNI-Times) fonts, read as Latin-1.

TCVN3 has one sign for each letter with its tone, VNI a letter followed by its marks. The tables are the public ones of
TCVN 5712:1993 (VN3) and of VNI for Windows. Recognised is a sheet whose words are Vietnamese syllables only after
conversion; nothing is converted unless the officer says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from casework.files.workbook import Row, Sheet


class OldEncoding(StrEnum):
    """The encodings that are known."""

    TCVN3 = "tcvn3"
    VNI = "vni"

    @property
    def label(self) -> str:
        """As officers know it, by its fonts."""
        return "TCVN3 (phông .VnTime)" if self is OldEncoding.TCVN3 else "VNI (phông VNI-Times)"


_TCVN3_LETTERS: Mapping[int, str] = {
    **dict(zip(range(0xA1, 0xAF), "ĂÂÊÔƠƯĐăâêôơưđ", strict=True)),
    **dict(zip((0xB5, 0xB6, 0xB7, 0xB8, 0xB9), "àảãáạ", strict=True)),
    **dict(zip((0xBB, 0xBC, 0xBD, 0xBE, 0xC6), "ằẳẵắặ", strict=True)),
    **dict(zip((0xC7, 0xC8, 0xC9, 0xCA, 0xCB), "ầẩẫấậ", strict=True)),
    **dict(zip((0xCC, 0xCE, 0xCF, 0xD0, 0xD1), "èẻẽéẹ", strict=True)),
    **dict(zip((0xD2, 0xD3, 0xD4, 0xD5, 0xD6), "ềểễếệ", strict=True)),
    **dict(zip((0xD7, 0xD8, 0xDC, 0xDD, 0xDE), "ìỉĩíị", strict=True)),
    **dict(zip((0xDF, 0xE1, 0xE2, 0xE3, 0xE4), "òỏõóọ", strict=True)),
    **dict(zip((0xE5, 0xE6, 0xE7, 0xE8, 0xE9), "ồổỗốộ", strict=True)),
    **dict(zip((0xEA, 0xEB, 0xEC, 0xED, 0xEE), "ờởỡớợ", strict=True)),
    **dict(zip((0xEF, 0xF1, 0xF2, 0xF3, 0xF4), "ùủũúụ", strict=True)),
    **dict(zip((0xF5, 0xF6, 0xF7, 0xF8, 0xF9), "ừửữứự", strict=True)),
    **dict(zip((0xFA, 0xFB, 0xFC, 0xFD, 0xFE), "ỳỷỹýỵ", strict=True)),
}

_VNI_TONES = "ùøûõï"  # sắc, huyền, hỏi, ngã, nặng after a letter
_VNI_HAT, _VNI_BREVE = "âáàåãä", "êéèúüë"  # â alone, then the tones in the same order
_TONES = "\u0301\u0300\u0309\u0303\u0323"


def _composed(letter: str, *marks: str) -> str:
    return unicodedata.normalize("NFC", letter + "".join(marks))


def _vni_table() -> dict[str, str]:
    table: dict[str, str] = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
    for letter in "aeouy":
        for sign, tone in zip(_VNI_TONES, _TONES, strict=True):
            table[letter + sign] = _composed(letter, tone)
    for old, letter in (("ô", "ơ"), ("ö", "ư")):
        for sign, tone in zip(_VNI_TONES, _TONES, strict=True):
            table[old + sign] = _composed(letter, tone)
    for letter in "aeo":
        for sign, tone in zip(_VNI_HAT, ("", *_TONES), strict=True):
            table[letter + sign] = _composed(letter, "\u0302", tone)
    for sign, tone in zip(_VNI_BREVE, ("", *_TONES), strict=True):
        table["a" + sign] = _composed("a", "\u0306", tone)
    del table["yï"]  # ỵ has a sign of its own
    capital = {old.upper(): new.upper() for old, new in table.items()}
    mixed = {old[0].upper() + old[1]: new.upper() for old, new in table.items() if len(old) == 2}
    return {**mixed, **table, **capital}


VNI: Mapping[str, str] = _vni_table()
TCVN3: Mapping[str, str] = {chr(code): letter for code, letter in _TCVN3_LETTERS.items()}
_VNI_PARTS = re.compile("|".join(map(re.escape, sorted(VNI, key=len, reverse=True))))
_TCVN3_TABLE = str.maketrans(dict(TCVN3))


def from_tcvn3(text: str) -> str:
    """A TCVN3 text in Unicode. Capitals with tones were a matter of the font (.VnTimeH) and come out small."""
    return text.translate(_TCVN3_TABLE)


def from_vni(text: str) -> str:
    """A VNI text in Unicode."""
    return _VNI_PARTS.sub(lambda found: VNI[found[0]], text)


def to_tcvn3(text: str) -> str:
    """A Unicode text as it is typed for a TCVN3 font; capitals with tones become small."""
    found = []
    for letter in unicodedata.normalize("NFC", text):
        found.append(_TO_TCVN3.get(letter) or _TO_TCVN3.get(letter.lower()) or letter)
    return "".join(found)


def to_vni(text: str) -> str:
    """A Unicode text as it is typed for a VNI font."""
    return "".join(_TO_VNI.get(letter, letter) for letter in unicodedata.normalize("NFC", text))


_TO_TCVN3 = {letter: sign for sign, letter in TCVN3.items()}
_TO_VNI = {new: old for old, new in VNI.items()}

CONVERT: Mapping[OldEncoding, Callable[[str], str]] = {OldEncoding.TCVN3: from_tcvn3, OldEncoding.VNI: from_vni}

# --- recognising ---------------------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\s\d.,;:!?()\[\]/\\\"'“”‘’–—_+=*&%#@<>|~^`$-]+")
_ONSET = "(?:ngh|ng|nh|kh|gh|gi|ch|ph|th|tr|qu|b|c|d|đ|g|h|k|l|m|n|p|q|r|s|t|v|x)?"
_RIME = (
    "(?:a|ă|â|e|ê|i|o|ô|ơ|u|ư|y|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|iêu|oa|oai|oay|oao|oă|oe|oeo|oi|oo|ôi|ơi|ua|uâ|uây|"
    "ui|uê|uô|uôi|uơ|uy|uya|uyê|uyu|ưa|ưi|ươ|ươi|ươu|ưu|yê|yêu)(?:c|ch|m|n|ng|nh|p|t)?"
)
_SYLLABLE = re.compile(_ONSET + _RIME)
_WITHOUT_TONE = {ord(tone): None for tone in _TONES}
_LOOKED_AT = 2_000
"""Words by which a sheet is judged, of its first so many rows."""
_FEWEST = 3
_MOSTLY, _HARDLY = 0.9, 0.4


def is_syllable(word: str) -> bool:
    """Whether a word is a Vietnamese syllable by its letters, tones apart."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFD", word.lower()).translate(_WITHOUT_TONE))
    return _SYLLABLE.fullmatch(plain) is not None


def encoding_of(texts: Iterable[str]) -> OldEncoding | None:
    """The old encoding that these texts are in, with high confidence; None when they are in none, or it is unsure.

    Judged by the words with signs beyond ASCII: hardly any is a syllable as it stands, and nearly all are after
    conversion.
    """
    found: list[str] = []
    for text in texts:
        if text.isascii() or _modern(text):
            continue
        found += [word for word in _WORD.findall(text) if not word.isascii()]
        if len(found) > _LOOKED_AT:
            break
    if len(set(found)) < _FEWEST or _share(found) > _HARDLY:
        return None
    shares = {one: _share([convert(word) for word in found]) for one, convert in CONVERT.items()}
    best = max(OldEncoding, key=lambda one: shares[one])
    return best if shares[best] >= _MOSTLY else None


def _share(words: Sequence[str]) -> float:
    return sum(map(is_syllable, words)) / len(words)


def _modern(text: str) -> bool:
    """Whether a text has letters that no sign of the old encodings is."""
    return any(ord(sign) > 0xFF and sign.isalpha() for sign in text)


def sheet_encoding(sheet: Sheet) -> OldEncoding | None:
    """The old encoding of the texts of a sheet."""
    return encoding_of(_texts(sheet.rows))


def _texts(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows[:_LOOKED_AT]:
        for cell in row:
            if isinstance(cell, str) and not cell.isascii():
                yield cell


def converted(sheet: Sheet, encoding: OldEncoding) -> Sheet:
    """The sheet with its old texts in Unicode; a text that has letters of today's Unicode stays as it is.

    So does, in a column that has such texts, one whose words are syllables as they stand.
    """
    convert = CONVERT[encoding]
    modern = {place for row in sheet.rows for place, cell in enumerate(row) if isinstance(cell, str) and _modern(cell)}
    known: dict[str, str] = {}
    rows: list[Row] = []
    for row in sheet.rows:
        made = list(row)
        for place, cell in enumerate(row):
            if not isinstance(cell, str) or cell.isascii() or _modern(cell):
                continue
            if place in modern and _reads(cell):
                continue
            if cell not in known:
                known[cell] = convert(cell)
            made[place] = known[cell]
        rows.append(made)
    return Sheet(sheet.name, rows, sheet.first_row)


def _reads(text: str) -> bool:
    return all(is_syllable(word) for word in _WORD.findall(text) if not word.isascii())
