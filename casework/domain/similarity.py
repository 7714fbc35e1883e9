"""How alike two records are, and why: the score behind every suggestion of a duplicate (features 4.12, 6 item 16).

Two texts are alike when they agree on what they are about AND on what is wrong or asked for (`domain.notions`): the
same school that is too small and that leaks are two matters. The same words at another place are two matters as well.
Everything is compared folded, so text typed without accents scores exactly as with them. Nothing is counted over the
records: a score depends on the two alone, so that no record which a reader may not see can change it.
Of a denunciation only the content is compared, and only with other denunciations (design.md, decision 11).

Measured (tests/domain/test_similarity.py; both texts at one place; the threshold chosen on the first half alone):
petition-topics.json has 10 near-duplicates and 10 hard negatives, halved by their numbers, and 2,000 random pairs of
different topics, halved as drawn. First half: 5 of 5 found, none of 5 hard negatives and 2 of 1,000 random pairs
suggested. Second half: 5 of 5, none of 5, 1 of 1,000. Together recall 1.00, precision 0.77 (three false among 2,010
negatives), the same without accents. Of all 14,706 pairs of different topics 8 are suggested; at different places none.
The 36 pairs of similar_pairs.json, written before the score by the hand that wrote the notions: 20 of 20 found, 1 of 16
hard negatives suggested. The notions were compiled with the topics of the file in view, so other wording will do worse.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from casework.domain.fields import DENUNCIATION, withhold
from casework.domain.notions import LEVELS, Facet, Notion, Reading, folded_words, read, spelt
from casework.domain.text import fold
from casework.domain.vocabulary import RecordKind

SUGGESTED = 0.55
"""The score from which two records are suggested as duplicates; chosen on one half of the material, see the test."""
CERTAIN = 0.8
"""The score from which two records are very likely one matter."""
ENOUGH = 1.5
"""How much a text must tell (`Reading.weight`) before its wording is compared at all."""

_LARGER = 0.7
_WORD_WEIGHT = 0.25
_AT_ODDS, _AT_ODDS_BELOW = 0.4, 0.15
_SHOWN = 5
_UNIT_WORDS = re.compile(r"^(thanh pho|thi tran|thi xa|phuong|quan|huyen|xa|tp|thon|to dan pho) ")
_DIGITS = re.compile(r"[\W_]+")


class Where(StrEnum):
    """Whether two records are about one place, as far as they tell."""

    SAME = "same"
    UNKNOWN = "unknown"
    DIFFERENT = "different"


_PLACE_FACTOR: Mapping[Where, float] = {Where.SAME: 1.0, Where.UNKNOWN: 0.9, Where.DIFFERENT: 0.4}

PLACED = frozenset({RecordKind.PETITION})
"""Kinds whose place field says where the matter is; of a visit it says where the citizen was received."""

PERSON_WEIGHTS: tuple[tuple[tuple[str, ...], float, str], ...] = (
    (("person_id_number",), 0.6, "cùng số giấy tờ tùy thân"),
    (("person_name", "person_address"), 0.56, "cùng họ tên và địa chỉ"),
    (("person_phone",), 0.5, "cùng số điện thoại"),
    (("person_name",), 0.25, "cùng họ tên"),
)
"""Fields that must all agree, how much that says by itself, and the reason in words; the first that holds counts."""


@dataclass(frozen=True)
class Matter:
    """What of a record is compared. `person`: identity fields by name, {} where they may not be read or kept."""

    content: str
    place: str = ""
    subject: str = ""
    secret: bool = False
    person: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, kind: RecordKind, values: Mapping[str, object]) -> Matter:
        """The matter of a record with these values; of a denunciation no identity is taken, whatever is given."""
        texts = {name: str(value).strip() for name, value in values.items() if value not in (None, "")}
        kept, _withheld = withhold(kind, dict(texts))
        return cls(
            str(kept.get("content", "")),
            str(kept.get("place", "")) if kind in PLACED else "",
            str(kept.get("subject", "")),
            kept.get("type") == DENUNCIATION,
            {name: str(kept[name]) for names, _, _ in PERSON_WEIGHTS for name in names if name in kept},
        )

    @cached_property
    def reading(self) -> Reading:
        """What the content tells."""
        return read(self.content)

    @cached_property
    def bare_place(self) -> str:
        """The place's bare name, folded: "Quận Ba Đình" → "ba dinh"."""
        return bare_place(self.place)[1]

    @property
    def telling(self) -> bool:
        """Whether there is enough to compare: of wording or of a person."""
        return self.reading.weight >= ENOUGH or bool(self.person)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike: `score` 0 to 1, its parts, and the reasons in Vietnamese, the weightiest first."""

    score: float
    wording: float
    where: Where
    reasons: tuple[str, ...]

    @property
    def suggested(self) -> bool:
        """Whether the two are shown to an officer as possible duplicates."""
        return self.score >= SUGGESTED


def _agreement(ours: frozenset[Notion], theirs: frozenset[Notion]) -> tuple[float | None, float]:
    """The shared weight over that of the two sets (the larger counts more), None where one is empty; mean weight."""
    return _shared(*(sum(notion.weight for notion in some) for some in (ours, theirs, ours & theirs)))


def _shared(ours: float, theirs: float, both: float) -> tuple[float | None, float]:
    if not ours or not theirs:
        return None, 0.0
    larger, smaller = max(ours, theirs), min(ours, theirs)
    return both / (_LARGER * larger + (1 - _LARGER) * smaller), (ours + theirs) / 2


def wording_score(ours: Reading, theirs: Reading) -> float:
    """How alike two texts are, 0 to 1: agreement on things, matters and other words, weighted by how much each tells.

    Texts that name things, or matters, and agree on almost none of them are at odds: that alone parts them.
    """
    if min(ours.weight, theirs.weight) < ENOUGH:
        return 0.0
    facets = [_agreement(ours.notions[facet], theirs.notions[facet]) for facet in Facet]
    words = (len(ours.words), len(theirs.words), len(ours.words & theirs.words))
    every = [*facets, _shared(*(_WORD_WEIGHT * count for count in words))]
    told = [(share, weight) for share, weight in every if share is not None]
    whole = sum(weight for _, weight in told)
    score = sum(share * weight for share, weight in told) / whole if whole else 0.0
    for share, _ in facets:
        if share is not None and share < _AT_ODDS_BELOW:
            score *= _AT_ODDS
    return min(score, 1.0)


def bare_place(name: str) -> tuple[str, str]:
    """The level of a place ("" where it is not told) and its bare name: "Quận Ba Đình" → ("district", "ba dinh")."""
    folded = " ".join(folded_words(name))
    found = _UNIT_WORDS.match(folded)
    return (LEVELS.get(found[1], found[1]), folded[found.end() :]) if found else ("", folded)


def where(ours: Matter, theirs: Matter) -> Where:
    """Whether both are about one place: by the fields where both are filled, else by the names in their texts."""
    same_field = False
    if ours.place and theirs.place:
        (level, name), (other_level, other_name) = bare_place(ours.place), bare_place(theirs.place)
        same_field = name == other_name
        if not same_field and (level == other_level or not level or not other_level):
            return Where.DIFFERENT
    named, also = ours.reading.names, theirs.reading.names
    levels = named.keys() & also.keys()
    agreed = {level for level in levels if named[level] & also[level]}
    if levels and not agreed:
        return Where.DIFFERENT
    return Where.SAME if same_field or agreed else Where.UNKNOWN


def identity(name: str, value: str) -> str:
    """An identity field as it is compared: numbers without what parts their digits, names and addresses folded."""
    if name in ("person_id_number", "person_phone"):
        return _DIGITS.sub("", fold(value))
    return " ".join(folded_words(value))


def _same_person(ours: Matter, theirs: Matter) -> tuple[float, str]:
    agreed = {
        name
        for name in ours.person.keys() & theirs.person.keys()
        if (mine := identity(name, ours.person[name])) and mine == identity(name, theirs.person[name])
    }
    for names, weight, reason in PERSON_WEIGHTS:
        if agreed.issuperset(names):
            return weight, reason
    return 0.0, ""


def compare(ours: Matter, theirs: Matter) -> Likeness:
    """How alike two records are, and why. A denunciation is never like anything but another denunciation."""
    if ours.secret is not theirs.secret:
        return Likeness(0.0, 0.0, Where.UNKNOWN, ())
    place = where(ours, theirs)
    wording = wording_score(ours.reading, theirs.reading) * _PLACE_FACTOR[place]
    person, who = _same_person(ours, theirs)
    score = 1 - (1 - wording) * (1 - person)
    reasons = [who] if who else []
    shared = [n for facet in Facet for n in ours.reading.notions[facet] & theirs.reading.notions[facet]]
    if shared:
        names = [n.name for n in sorted(shared, key=lambda n: (-n.weight, n.name))]
        reasons.append("cùng nói về: " + ", ".join(names[:_SHOWN]))
    both = ours.reading.words & theirs.reading.words
    if both:
        reasons.append(f"trùng {len(both)} từ: " + ", ".join(spelt(both, theirs.content, ours.content)[:_SHOWN]))
    if place is Where.SAME:
        reasons.append(f"cùng nơi: {theirs.place}" if theirs.place and ours.place else "cùng địa danh trong nội dung")
    elif place is Where.DIFFERENT:
        reasons.append("khác nơi")
    if ours.subject and fold(ours.subject) == fold(theirs.subject):
        reasons.append(f"cùng lĩnh vực: {theirs.subject}")
    return Likeness(score, wording, place, tuple(reasons))
