"""How alike two records are: measured on the pairs of petition-topics.json, with and without accents and places."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.domain.duplicates import LOOKED_FOR, RULES, linkable, why_not_link
from casework.domain.fields import FIELDS, IDENTITY_FIELDS
from casework.domain.items import LinkType
from casework.domain.notions import read
from casework.domain.similar_keys import MARK, keys, place_keys
from casework.domain.similarity import SUGGESTED, Matter, Where, compare
from casework.domain.text import fold
from casework.domain.vocabulary import RecordKind
from tests.machine import shared_file

PLACE, ELSEWHERE = "Quận Ba Đình", "Huyện Đông Anh"
RANDOM_PAIRS, SEED = 2000, 7


@dataclass(frozen=True)
class Pair:
    """Two texts and whether they are one matter."""

    a: str
    b: str
    same: bool


def _material() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = json.loads(shared_file("data/petition-topics.json").read_text())
    return found


def _topics() -> dict[str, str]:
    return {topic["id"]: topic["text"] for topic in _material()["topics"]}


def _labelled() -> list[Pair]:
    rows = sorted(_material()["pairs"], key=lambda row: row["id"])
    return [Pair(row["a"], row["b"], row["label"] == "near_duplicate") for row in rows]


def _own() -> list[Pair]:
    topics = _topics()
    rows = json.loads((Path(__file__).parent / "similar_pairs.json").read_text())["pairs"]
    return [Pair(topics[row["a_topic"]], row["b"], row["label"] == "near_duplicate") for row in rows]


def _random_pairs() -> list[Pair]:
    dice, texts = random.Random(SEED), list(_topics().values())
    drawn = (dice.sample(texts, 2) for _ in range(RANDOM_PAIRS))
    return [Pair(a, b, same=False) for a, b in drawn]


def _suggested(pairs: list[Pair], plain: bool = False, places: tuple[str, str] = (PLACE, PLACE)) -> tuple[int, int]:
    """How many of those that are one matter are suggested, and how many others. `plain`: typed without accents."""
    found = [
        compare(Matter(fold(pair.a) if plain else pair.a, places[0]), Matter(pair.b, places[1])).suggested
        for pair in pairs
    ]
    return (
        sum(hit for hit, pair in zip(found, pairs, strict=True) if pair.same),
        sum(hit for hit, pair in zip(found, pairs, strict=True) if not pair.same),
    )


@pytest.mark.parametrize("plain", [False, True], ids=["with accents", "typed without accents"])
def test_precision_and_recall_on_both_halves(plain: bool) -> None:
    """The threshold was chosen on the first half; both halves keep what the docstring says."""
    labelled, drawn = _labelled(), _random_pairs()
    halves = (labelled[0::2] + drawn[:1000], labelled[1::2] + drawn[1000:])
    hits = [_suggested(half, plain) for half in halves]
    for half, (found, false) in zip(halves, hits, strict=True):
        print(f"half: {found} of {sum(p.same for p in half)} found, {false} of {sum(not p.same for p in half)} false")
        assert found == sum(pair.same for pair in half) == 5
        assert false <= 2
    found, false = sum(hit[0] for hit in hits), sum(hit[1] for hit in hits)
    print(f"recall {found / 10:.2f}, precision {found / (found + false):.2f}")
    assert found / (found + false) >= 0.75


def test_hard_negatives_are_not_suggested() -> None:
    """The same school that is too small and that leaks: two matters, though most words agree."""
    assert _suggested([pair for pair in _labelled() if not pair.same]) == (0, 0)


@pytest.mark.parametrize("plain", [False, True])
def test_the_same_words_at_another_place_are_two_matters(plain: bool) -> None:
    """Near-duplicates, and even one text itself, at two places."""
    near = [pair for pair in _labelled() if pair.same]
    assert _suggested(near, plain, (PLACE, ELSEWHERE)) == (0, 0)
    twice = [Pair(text, text, same=True) for text in _topics().values()]
    assert _suggested(twice, plain, (PLACE, ELSEWHERE)) == (0, 0)


def test_a_text_is_its_own_duplicate_at_its_place() -> None:
    """Whatever the topic."""
    twice = [Pair(text, text, same=True) for text in _topics().values()]
    assert _suggested(twice, plain=True) == (len(twice), 0)


def test_other_wordings_of_the_same_hand() -> None:
    """similar_pairs.json, with accents and without: what the docstring of the module says of it."""
    assert _suggested(_own()) == (20, 1)
    assert _suggested(_own(), plain=True) == (20, 1)


def test_of_all_pairs_of_different_topics_hardly_any_is_suggested() -> None:
    """All 14,706, at one place."""
    matters = [Matter(text, PLACE) for text in _topics().values()]
    assert sum(compare(a, b).suggested for a, b in combinations(matters, 2)) <= 8


@given(st.sampled_from(range(172)), st.sampled_from(range(172)))
def test_the_score_is_symmetric_between_nought_and_one_and_without_accents_the_same(one: int, other: int) -> None:
    """What the two records tell decides, not which was typed first, nor with what keyboard."""
    texts = list(_topics().values())
    a, b = Matter(texts[one], PLACE), Matter(texts[other], PLACE)
    score = compare(a, b).score
    assert 0 <= score <= 1
    assert compare(b, a).score == pytest.approx(score)
    assert compare(Matter(fold(texts[one]), fold(PLACE)), b).score == pytest.approx(score)
    assert compare(Matter(texts[one].upper(), PLACE), b).score == pytest.approx(score)


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_can_be_compared(one: str, other: str) -> None:
    """Nothing that can be typed breaks the score, the reasons or the keys."""
    assert 0 <= compare(Matter(one), Matter(other)).score <= 1
    for key in (*keys(read(one)), *place_keys(read(one), fold(other))):
        assert key.startswith(MARK)
        assert key.isascii()
        assert key.isalnum()


def test_near_duplicates_share_a_key() -> None:
    """What is suggested can be found: every near-duplicate shares a key with its place, and one without."""
    for pair in [*_labelled(), *_own()]:
        if pair.same:
            a, b = read(pair.a), read(fold(pair.b))
            assert set(place_keys(a, "ba dinh")) & set(place_keys(b, "ba dinh")), pair
            assert set(keys(a)) & set(keys(b)), pair


def test_the_reasons_are_told_in_words() -> None:
    """Why: notions, shared words as they are spelt, place, field."""
    a = Matter("De nghi som thoat nuoc phuong Tay Mo vi mua to la ngap", PLACE, "moi truong")
    b = Matter("Mưa lớn là ngập, đề nghị làm hệ thống thoát nước cho phường Tây Mỗ.", PLACE, "Môi trường")
    likeness = compare(a, b)
    assert likeness.suggested
    assert "cùng nói về: ngập, thoát nước, mưa lớn" in likeness.reasons
    assert "trùng 2 từ: Tây Mỗ" in likeness.reasons
    assert f"cùng nơi: {PLACE}" in likeness.reasons
    assert "cùng lĩnh vực: Môi trường" in likeness.reasons


def test_places_named_in_the_texts_part_them_too() -> None:
    """Two lanes of one district are two places; one ward named in both is one."""

    def at(lane: str) -> Matter:
        return Matter(f"Cống thoát nước ngõ {lane} bị tắc, nước thải tràn vào nhà dân khi mưa", PLACE)

    assert compare(at("211"), at("12")).where is Where.DIFFERENT
    assert not compare(at("211"), at("12")).suggested
    assert compare(at("211"), at("211")).suggested


CONTENT = "Khiếu nại quyết định thu hồi đất nông nghiệp, chưa được giao đất dịch vụ"
PERSON = {"person_name": "Nguyễn Thị Hoa", "person_address": "12 phố Huế", "person_id_number": "001 185 012345"}


def _letter(content: str, **more: str) -> Matter:
    return Matter.of(RecordKind.LETTER, {"content": content, "type": "complaint", **more})


def test_one_person_is_a_reason_by_itself() -> None:
    """The number written otherwise; the name without accents with the address; the name alone is too little."""
    other = "Đề nghị xem lại mức hưởng lương hưu"
    base = _letter(CONTENT, **PERSON)
    by_number = compare(_letter(other, person_id_number="001185012345"), base)
    assert by_number.suggested
    assert by_number.reasons[0] == "cùng số giấy tờ tùy thân"
    by_name = compare(_letter(other, person_name="nguyen thi hoa", person_address="12 Pho Hue"), base)
    assert by_name.suggested
    assert by_name.reasons[0] == "cùng họ tên và địa chỉ"
    assert not compare(_letter(other, person_name="Nguyễn Thị Hoa"), base).suggested
    assert compare(_letter(CONTENT, person_name="Nguyễn Thị Hoa"), base).score > compare(_letter(CONTENT), base).score


@pytest.mark.parametrize("kind", [kind for kind in RecordKind if IDENTITY_FIELDS[kind]])
def test_of_a_denunciation_only_the_content_is_taken(kind: RecordKind) -> None:
    """Whatever identity is handed in, none is in the matter; and it is like no record that is no denunciation."""
    secret = Matter.of(kind, {"content": CONTENT, "type": "denunciation", **PERSON, "person_phone": "0912345678"})
    assert secret.secret
    assert secret.person == {}
    assert "Hoa" not in repr(secret)
    named = Matter.of(kind, {"content": CONTENT, "type": "complaint", **PERSON})
    assert compare(secret, named).score == 0
    assert compare(named, secret).reasons == ()
    assert compare(secret, Matter.of(kind, {"content": CONTENT, "type": "denunciation"})).suggested


def test_too_little_text_suggests_nothing() -> None:
    """A word or two are no matter yet."""
    for text in ("", "Đề nghị", "đường", "Cử tri phường mong Thành phố quan tâm"):
        assert not Matter(text).telling
        assert compare(Matter(text, PLACE), Matter(text, PLACE)).score < SUGGESTED


def test_every_kind_has_a_rule_of_counting_and_a_way_to_link() -> None:
    """A rule names a counted field of its kind; what is looked for can be linked."""
    for kind in RecordKind:
        rule = RULES[kind]
        assert rule.sentence.endswith(".")
        if rule.sets:
            (counted,) = [field for field in FIELDS[kind] if field.name == rule.sets]
            assert counted.fact
            assert rule.link in linkable(kind, kind)
        for other in LOOKED_FOR[kind]:
            assert linkable(kind, other)
    assert linkable(RecordKind.PETITION, RecordKind.LETTER) == ()
    assert linkable(RecordKind.RECEPTION, RecordKind.RECEPTION) == (LinkType.SAME_MATTER,)


def test_a_denunciation_is_linked_with_denunciations_alone() -> None:
    """A link to a named letter would say who denounced."""
    secret, named = {"type": "denunciation"}, {"type": "complaint"}
    assert "lộ danh tính" in why_not_link(secret, named)
    assert "lộ danh tính" in why_not_link(named, secret)
    assert why_not_link(secret, dict(secret)) == ""
    assert why_not_link({"code": "K1"}, {"code": "K2"}) == ""
