"""Telling a section: its sentences are put together from the wording and the figures; each number keeps its name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from casework.domain.figures import Figure
from casework.domain.numerals import write_date
from casework.domain.templates import (
    DECIMALS,
    PADDED,
    SMALL,
    UNPADDED,
    FigurePlace,
    Optional,
    PartPlace,
    Piece,
    WordPlace,
)
from casework.reports.document import FigureText, Paragraph, Run, Runs, joined, runs
from casework.reports.quotes import Quotes, label_of
from casework.reports.sentences import Alternative, SectionWording, Sentence, parsed, shipped_sentences
from casework.reports.wording import LetterHead, Target, Wording

_SESSION = re.compile(r"kỳ(?: họp)?(?: thứ)? (\d+),?(?: (.+))?", re.IGNORECASE)
_COMPARED = re.compile(r"(\S+) (=|>) (\S+)")


def session_name(label: str, body: str) -> str:
    """The session as a sentence names it: "Kỳ 14 khóa XVI" → "kỳ họp thứ 14 HĐND Thành phố khóa XVI".

    `body` is the body that met, named once. A label of another shape is taken as it is, its first letter small.
    """
    found = _SESSION.fullmatch(label.strip().replace("(", "").replace(")", ""))
    if found is None:
        return label[:1].lower() + label[1:]
    number, rest = found[1], (found[2] or "").strip()
    named = rest if rest.startswith(("HĐND", "Quốc hội", "QH")) else f"{body} {rest}".strip()
    comma = "," if named.startswith("Quốc hội") else ""
    return f"kỳ họp thứ {number}{comma} {named}"


def office_words(quotes: Quotes, wording: Wording, head: LetterHead, period: str = "") -> dict[str, str]:
    """The words that stand in every sentence (`templates.OFFICE_WORDS`)."""
    return {
        "as_of": write_date(quotes.figures.question.as_of),
        "period": period,
        "whole_area": head.whole_area,
        "agencies": head.agencies,
        "executive": head.executive,
        "council": head.council,
        "delegation": head.delegation,
        "issuer": head.issuer_name,
        "threshold": str(wording.large_group_threshold),
    }


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells sentences from figures: `texts` are the office's own wordings by (sentence, alternative)."""

    quotes: Quotes
    words: Mapping[str, str]
    texts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    targets: Sequence[Target] = ()
    item: Figure | None = None

    def speaks(self, section: SectionWording) -> bool:
        """Whether the figures speak of the section at all."""
        return (not section.any_of or any(map(self.quotes.has, section.any_of))) and all(
            map(self.quotes.has, section.all_of)
        )

    def section(self, section: SectionWording) -> tuple[list[Paragraph], bool]:
        """The section's paragraphs, and whether nothing arose; items end in ";", the last in a full stop."""
        told: list[Paragraph] = []
        for sentence in section.sentences:
            if sentence.kind == "part":
                continue
            chosen = self.alternative(sentence) if not sentence.each else None
            if chosen is not None and chosen.alone:
                return [Paragraph(one) for one in self._told(sentence)], True
            found = self._told(sentence)
            if found and sentence.kind == "item":
                ends = [";"] * (len(found) - 1) + ["."]
                told += [Paragraph(runs(one, end), "item") for one, end in zip(found, ends, strict=True)]
            else:
                told += [Paragraph(one) for one in found]
        return told, False

    def part(self, code: str) -> Runs:
        """A part of the wording; () when it says nothing. Raises KeyError for a part that does not exist."""
        sentence = shipped_sentences()[code]
        found = self._told(sentence)
        if len(found) < sentence.least:
            return ()
        return runs(sentence.before, joined(found, sentence.join, sentence.last), sentence.after)

    def alternative(self, sentence: Sentence) -> Alternative | None:
        """The alternative that the figures choose; None when the sentence is not told."""
        return next((a for a in sentence.alternatives if all(map(self._holds, a.when))), None)

    def _told(self, sentence: Sentence) -> list[Runs]:
        """The sentence for each of its items, or once; those that say nothing are left out."""
        told = []
        for teller in self.over(sentence):
            chosen = teller.alternative(sentence)
            if chosen is None:
                continue
            text = self.texts.get((sentence.code, chosen.code), chosen.text)
            said = teller.tell(parsed(text))
            if said:
                told.append(said)
        return told

    def over(self, sentence: Sentence) -> list[Teller]:
        """A teller for each item of a repeated sentence; this one for a sentence that is told once."""
        if sentence.each == "targets":
            return [
                Teller(
                    self.quotes,
                    {
                        **self.words,
                        "target": target.words,
                        "target_year": str(target.year),
                        "target_source": target.source,
                    },
                    self.texts,
                )
                for target in self.targets
            ]
        if not sentence.each:
            return [self]
        code, _, dimension = sentence.each.partition("@")
        cells = self.quotes.cells(code, dimension)
        if sentence.whole:
            cells = [figure for figure in cells if figure.cell[0][1]]
            if len(cells) != 1 or cells[0].value != self.quotes.number(code):
                return []
        return [Teller(self.quotes, self.words, self.texts, self.targets, figure) for figure in cells]

    def sample(self, sentence: Sentence) -> Runs:
        """The sentence's only alternative told of the first item that it fits, else of the first one: for a preview."""
        tellers = self.over(sentence)
        fitting = next((t for t in tellers if t.alternative(sentence)), tellers[0] if tellers else None)
        return fitting.tell(parsed(sentence.alternatives[0].text)) if fitting else ()

    def tell(self, pieces: tuple[Piece, ...]) -> Runs:
        """The pieces as runs; () when a rate or change outside an optional piece is unknown."""
        told: list[Run] = []
        for piece in pieces:
            if isinstance(piece, Optional):
                told += self._optional(piece.pieces)
                continue
            said = self._said(piece)
            if said is None:
                return ()
            told += said
        return tuple(told)

    def _optional(self, pieces: tuple[Piece, ...]) -> Runs:
        told: list[Run] = []
        for piece in pieces:
            if isinstance(piece, Optional):
                told += self._optional(piece.pieces)
                continue
            said = self._said(piece)
            empty = isinstance(piece, PartPlace) and not said
            if said is None or empty or (isinstance(piece, FigurePlace) and self._nought(piece)):
                return ()
            told += said
        return tuple(told)

    def _said(self, piece: Piece) -> Runs | None:
        match piece:
            case str():
                return (piece,)
            case FigurePlace():
                quoted = self._figure(piece)
                return None if quoted is None else (quoted,)
            case PartPlace():
                return self.part(piece.code)
            case WordPlace():
                return runs(self._word(piece))
            case Optional():
                return self._optional(piece.pieces)

    def _word(self, place: WordPlace) -> str:
        if place.name == "session" and self.item is not None:
            return session_name(label_of(self.item), place.option or self.words["council"])
        word = label_of(self.item) if place.name == "label" and self.item is not None else self.words[place.name]
        return word.lower() if place.option == SMALL else word

    def _cell(self, place: FigurePlace) -> dict[str, str]:
        own = dict(self.item.cell) if self.item is not None else {}
        return {dimension: own.get(dimension, "") if key is None else key for dimension, key in place.cell}

    def _figure(self, place: FigurePlace) -> FigureText | None:
        cell = self._cell(place)
        name = place.code.rpartition("_")[2]
        decimals = int(place.option) if place.option in DECIMALS else None
        if name == "rate":
            return self.quotes.rate(place.code, decimals, **cell)
        if name == "change":
            return self.quotes.change(place.code, decimals)
        if place.plain or place.option == UNPADDED:
            return self.quotes.plain(place.code, **cell)
        return (
            self.quotes.padded(place.code, **cell) if place.option == PADDED else self.quotes.count(place.code, **cell)
        )

    def _nought(self, place: FigurePlace) -> bool:
        """Whether a count is nought or was not made; a rate or a change that is known is never nought."""
        if place.code.rpartition("_")[2] in ("rate", "change"):
            return False
        return not self.quotes.number(place.code, **self._cell(place))

    def _holds(self, condition: str) -> bool:
        """One condition: "a = 0", "a > b", "has a", "some a@d", "none a@d", "some #part", "named", "unnamed"."""
        if condition in ("named", "unnamed"):
            named = self.item is not None and bool(self.item.cell and self.item.cell[0][1])
            return named == (condition == "named")
        if compared := _COMPARED.fullmatch(condition):
            left, right = self._number(compared[1]), self._number(compared[3])
            return left == right if compared[2] == "=" else left > right
        word, _, what = condition.partition(" ")
        if word == "has":
            place = _place(what)
            return self.quotes.has(place.code, **self._cell(place))
        code, _, dimension = what.partition("@")
        found = bool(self.part(what[1:])) if what.startswith("#") else bool(self.quotes.cells(code, dimension))
        return found == (word == "some")

    def _number(self, written: str) -> int:
        if written.isdigit():
            return int(written)
        place = _place(written)
        return self.quotes.number(place.code, **self._cell(place))


def _place(written: str) -> FigurePlace:
    place = parsed("{" + written + "}")[0]
    if not isinstance(place, FigurePlace):
        raise ValueError(f"no figure: {written}")
    return place
