"""Whether an office's wording of a sentence can be told: every place exists, and the words beside it name its unit.

Counting units are types (law-and-forms 2.3): "{letters.total} vụ" is refused, and so is any sum within a sentence,
since a sum is no named set of records and opens to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache

from casework.domain.templates import (
    DECIMALS,
    ITEM_WORDS,
    OFFICE_WORDS,
    SMALL,
    TARGET_WORDS,
    FigurePlace,
    Optional,
    PartPlace,
    Piece,
    TemplateError,
    WordPlace,
    parse_template,
    places,
)
from casework.domain.vocabulary import CountingUnit
from casework.reports.sentences import Sentence, shipped_sentences
from casework.statistics.catalogue import Measure
from casework.statistics.measures import CHANGES, MEASURES, RATES

_SUM = re.compile(r"\{([^{}|]*[+×*-][^{}|]*)\}")
_UNIT_WORDS: Mapping[str, CountingUnit] = {
    "lượt": CountingUnit.VISIT,
    "người": CountingUnit.PERSON,
    "công dân": CountingUnit.PERSON,
    "vụ": CountingUnit.MATTER,
    "đơn": CountingUnit.LETTER,
    "đoàn": CountingUnit.GROUP,
    "kiến nghị": CountingUnit.PETITION,
    "câu hỏi": CountingUnit.PETITION,
    "ý kiến": CountingUnit.PETITION,
    "PAKN": CountingUnit.FEEDBACK,
    "phản ánh": CountingUnit.FEEDBACK,
    "tập thể": CountingUnit.COLLECTIVE,
    "cá nhân": CountingUnit.INDIVIDUAL,
    "triệu đồng": CountingUnit.MILLION_DONG,
    "m²": CountingUnit.SQUARE_METRE,
    "m2": CountingUnit.SQUARE_METRE,
}
_BOTH = {frozenset({CountingUnit.PETITION, CountingUnit.FEEDBACK})}
"""Units that the same words may name: PAKN are phản ánh, kiến nghị."""
_BESIDE = re.compile(r"^\s*(" + "|".join(sorted(_UNIT_WORDS, key=len, reverse=True)) + r")\b|^\s*(%)")
LONGEST = 2_000


@cache
def known_units() -> dict[str, CountingUnit]:
    """Every code that a place may name, with the unit that it counts; rates and changes are percentages."""
    units = {code: measure.unit for code, measure in MEASURES.items()}
    return units | dict.fromkeys((*RATES, *CHANGES), CountingUnit.PERCENT)


@cache
def known_labels() -> dict[str, str]:
    """Every code with its Vietnamese label."""
    return {code: one.label for group in (MEASURES, RATES, CHANGES) for code, one in group.items()}


def check_wording(sentence: Sentence, text: str) -> None:
    """Raises TemplateError, in Vietnamese, for the first fault of a wording of this sentence."""
    if not text.strip():
        raise TemplateError("Câu không được để trống. Muốn bỏ câu của mình, hãy bấm “Dùng lại bản gốc”.")
    if len(text) > LONGEST:
        raise TemplateError(f"Câu dài quá {LONGEST} ký tự. Hãy rút gọn.")
    for found in _SUM.finditer(text):
        _refuse_sum(found[1])
    pieces = parse_template(text)
    for place in places(pieces):
        match place:
            case FigurePlace():
                _check_figure(sentence, place)
            case WordPlace():
                _check_word(sentence, place)
            case PartPlace():
                _check_part(sentence, place)
    _check_units(pieces)


def _refuse_sum(written: str) -> None:
    codes = [code.strip() for code in re.split(r"[+×*-]", written)]
    units = {known_units()[code].label for code in codes if code in known_units()}
    if len(units) > 1:
        raise TemplateError(
            f"Chỗ trống {{{written}}}: không cộng các đơn vị tính khác nhau ({' với '.join(sorted(units))})."
        )
    raise TemplateError(
        f"Chỗ trống {{{written}}}: câu không làm phép tính. Hãy dùng chỉ tiêu có sẵn của tổng, để số mở được ra hồ sơ."
    )


def _check_figure(sentence: Sentence, place: FigurePlace) -> None:
    unit = known_units().get(place.code)
    if unit is None:
        near = get_close_matches(place.code, known_units(), 1, 0.0)[0]
        raise TemplateError(
            f"Không có chỉ tiêu {place.written}. Chỉ tiêu gần nhất: {{{near}}} ({known_labels()[near]})."
        )
    percent = unit is CountingUnit.PERCENT
    if place.option in DECIMALS and not percent:
        raise TemplateError(
            f"Chỗ trống {place.written}: số đếm không có chữ số thập phân. Bỏ phần sau dấu “|”, hoặc ghi “05”, “5”."
        )
    if place.option and place.option not in DECIMALS and percent:
        raise TemplateError(f"Chỗ trống {place.written}: sau dấu “|” của tỷ lệ ghi số chữ số thập phân, từ 0 đến 4.")
    measure = _measure(place.code)
    own = sentence.each.partition("@")[2]
    for dimension, key in place.cell:
        if place.code in CHANGES or dimension not in {d.code for d in measure.population.dimensions}:
            names = (
                ", ".join(d.code for d in measure.population.dimensions) if place.code not in CHANGES else "không có"
            )
            raise TemplateError(f"Chỗ trống {place.written}: không phân tổ theo “{dimension}”. Có thể dùng: {names}.")
        if key is None and dimension != own and dimension not in _taken_in(sentence):
            raise TemplateError(
                f"Chỗ trống {place.written}: câu này không kể từng mục theo “{dimension}”; "
                f"ghi rõ khóa, ví dụ @{dimension}=…, hoặc bỏ phần sau dấu “@”."
            )


def _taken_in(sentence: Sentence) -> set[str]:
    """The dimensions by which the shipped texts of this part are told: parts are taken in by sentences of an item."""
    return {
        dimension
        for alternative in sentence.alternatives
        for place in places(parse_template(alternative.text))
        if isinstance(place, FigurePlace)
        for dimension, key in place.cell
        if key is None
    }


def _check_word(sentence: Sentence, place: WordPlace) -> None:
    allowed = {**OFFICE_WORDS, **(TARGET_WORDS if sentence.each == "targets" else {})}
    if "@" in sentence.each:
        allowed |= {name: what for name, what in ITEM_WORDS.items() if name != "session" or "session" in sentence.each}
    if place.name not in allowed:
        near = get_close_matches(place.name, allowed, 1, 0.0)[0]
        raise TemplateError(
            f"Không có chỗ trống {{{place.name}}} trong câu này. Gần nhất: {{{near}}} ({allowed[near]})."
        )
    if place.option and place.option != SMALL and place.name != "session":
        raise TemplateError(f"Chỗ trống {{{place.name}|{place.option}}}: sau dấu “|” chỉ ghi “{SMALL}”.")


def _check_part(sentence: Sentence, place: PartPlace) -> None:
    parts = {
        s.code: s.label for s in shipped_sentences().values() if s.kind == "part" and s.section == sentence.section
    }
    if place.code not in parts or place.code == sentence.code:
        allowed = ", ".join(f"{{#{code}}}" for code in parts if code != sentence.code) or "không có"
        raise TemplateError(f"Không có phần câu {{#{place.code}}} trong mục này. Có thể dùng: {allowed}.")
    if sentence.kind == "part":
        raise TemplateError(f"Phần câu không chứa phần câu khác: hãy bỏ {{#{place.code}}}.")


def _check_units(pieces: tuple[Piece, ...]) -> None:
    """The word right after a number names what it counts; a percentage has its sign already."""
    flat = _flat(pieces)
    for at, piece in enumerate(flat[:-1]):
        after = flat[at + 1]
        if not isinstance(piece, FigurePlace) or not isinstance(after, str):
            continue
        if not (found := _BESIDE.match(after)):
            continue
        unit = known_units()[piece.code]
        if found[2]:
            if unit is CountingUnit.PERCENT:
                raise TemplateError(f"Sau {piece.written} không ghi dấu %: tỷ lệ đã có dấu %.")
            raise TemplateError(f"{piece.written} đếm {unit.label}, không phải tỷ lệ. {_nearest(piece, rate=True)}")
        said = _UNIT_WORDS[found[1]]
        if said is not unit and frozenset({said, unit}) not in _BOTH:
            raise TemplateError(
                f"Sai đơn vị tính: {piece.written} đếm {unit.label}, câu viết “{found[1]}”. {_nearest(piece, said)}"
            )


def _flat(pieces: tuple[Piece, ...]) -> list[Piece]:
    made: list[Piece] = []
    for piece in pieces:
        made += _flat(piece.pieces) if isinstance(piece, Optional) else [piece]
    return made


def _nearest(place: FigurePlace, unit: CountingUnit | None = None, *, rate: bool = False) -> str:
    codes = list(RATES) if rate else [code for code, own in known_units().items() if own is unit]
    near = get_close_matches(place.code, codes, 1, 0.0)
    return f"Chỉ tiêu gần nhất: {{{near[0]}}} ({known_labels()[near[0]]})." if near else ""


def _measure(code: str) -> Measure:
    if code in RATES:
        return RATES[code].denominator
    return CHANGES[code].measure if code in CHANGES else MEASURES[code]
