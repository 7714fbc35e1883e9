"""Reading what a petition is about: the tables of notions, and the longest phrase first."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from casework.domain.notions import NOTIONS, Facet, folded_words, read, spelt
from casework.domain.notions_matters import ALONE, PLAIN
from casework.domain.text import fold
from tests.machine import shared_file


def _names(text: str, facet: Facet) -> set[str]:
    return {notion.name for notion in read(text).notions[facet]}


def test_the_longest_phrase_is_taken() -> None:
    """ "điện chiếu sáng" is a light, not electricity; "nước thải" is no "nước"."""
    assert _names("Ngõ xóm chưa có điện chiếu sáng", Facet.THING) == {"ngõ xóm", "đèn chiếu sáng"}
    assert "nước thải" in _names("xả nước thải ra sông", Facet.MATTER)


def test_people_and_offices_say_one_thing_in_many_ways() -> None:
    """Synonyms, abbreviations and what is typed without accents are one notion."""
    for text in ("bảo hiểm y tế", "BHYT", "the bao hiem y te"):
        assert _names(text, Facet.THING) == {"bảo hiểm y tế"}
    for text in ("bị ngập", "úng ngập", "ngap cuc bo"):
        assert "ngập" in _names(text, Facet.MATTER)


def test_places_are_read_by_their_level() -> None:
    """A name stands after the word for its unit; numbers are names of lanes, without leading zeros."""
    names = read("Ngõ 05 phường Tây Mỗ bị ngập").names
    assert names["lane"] == {"5"}
    assert names["commune"] == {"tay", "mo"}


def test_words_that_say_nothing_are_left_out() -> None:
    """What every petition says."""
    reading = read("Cử tri phường kiến nghị Thành phố sớm quan tâm chỉ đạo giải quyết dứt điểm")
    assert reading.weight == 0


def test_the_tables_are_sound() -> None:
    """Each notion stands once, names something, and no phrase is in a table twice."""
    names = [(notion.facet, notion.name) for notion in NOTIONS]
    assert len(names) == len(set(names))
    for notion in NOTIONS:
        assert len(notion.phrases) == len(set(notion.phrases)), notion.name
    known = {phrase for notion in NOTIONS for phrase in notion.phrases}
    taken = {" ".join(folded_words(p)) for p in known if " " in p}
    for word in (piece.strip() for piece in ALONE.split(";")):
        assert " " not in word
        assert word in known, word
    plain = [piece.strip() for piece in PLAIN.split(";") if piece.strip()]
    assert len(plain) == len(set(plain))
    assert not taken & {" ".join(folded_words(p)) for p in plain}


def test_shared_words_are_spelt_as_they_stand() -> None:
    """Neighbours together, accents from whichever text has them."""
    assert spelt(frozenset({"tay", "mo", "l2a"}), "duong L2A phuong Tay Mo", "phường Tây Mỗ, nút L2A") == (
        "Tây Mỗ",
        "L2A",
    )
    assert spelt(frozenset({"mo"}), "tay mo") == ("mo",)
    assert spelt(frozenset(), "Tây Mỗ") == ()


@given(st.sampled_from(range(172)))
def test_accents_case_and_marks_change_nothing(which: int) -> None:
    """A text without its accents reads exactly as with them."""
    text = json.loads(shared_file("data/petition-topics.json").read_text())["topics"][which]["text"]
    whole = read(text)
    for other in (fold(text), text.upper(), text.replace(" ", "  ").replace(",", " ,")):
        assert read(other) == whole
