"""Folding, order, equality and nearest words of Vietnamese text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.domain.text import fold, nearest, normalise, sort_key

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
VOWELS = "aăâeêioôơuưy"


def _letter(base: str, tone: int) -> str:
    return unicodedata.normalize("NFC", base + TONES[tone]) if base in VOWELS else base


# A phrase as (letter rank or -1 for a space, tone) pairs: what the text is made from is also its order.
words = st.lists(
    st.tuples(st.integers(0, len(LETTERS) - 1), st.integers(0, 5)).map(
        lambda p: (p[0], p[1] if LETTERS[p[0]] in VOWELS else 0)
    ),
    min_size=1,
    max_size=4,
)
phrases = st.lists(words, min_size=1, max_size=3)


def _spell(phrase: list[list[tuple[int, int]]]) -> str:
    return " ".join("".join(_letter(LETTERS[rank], tone) for rank, tone in word) for word in phrase)


def _order(phrase: list[list[tuple[int, int]]]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    flat = [pair for word in phrase for pair in [(-1, 0), *word]][1:]
    return tuple(rank for rank, _ in flat), tuple(tone for _, tone in flat)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Đường Nguyễn Trãi", "duong nguyen trai"),
        ("  SỞ\u00a0TN&MT \n", "so tn&mt"),
        ("hoà", "hoa"),
        ("hòa", "hoa"),
        (unicodedata.normalize("NFD", "Quốc Oai"), "quoc oai"),
        ("Ướt ĐẪM", "uot dam"),
        ("", ""),
    ],
)
def test_fold(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text())
def test_fold_is_idempotent_and_blind_to_form_and_case(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(text) == fold(unicodedata.normalize("NFC", text))


def test_normalise_keeps_case_and_accents_and_collapses_space() -> None:
    assert normalise(unicodedata.normalize("NFD", "  Tố\tcáo\u200b  đúng ")) == "Tố cáo đúng"
    assert normalise("Tố cáo") != normalise("tố cáo")


def test_sort_key_orders_letters_before_tones() -> None:
    in_order = [
        "a", "à", "ả", "ã", "á", "ạ", "an", "An Bình", "An Khánh", "anh", "ăn", "âm", "Ba Đình", "Ba Vì",
        "Cầu Giấy", "Chương Mỹ", "Dương Nội", "Đan Phượng", "Đông Anh", "Đống Đa", "Gia Lâm", "ma", "mà",
        "mả", "mã", "má", "mạ", "oai", "ôn", "ở", "Tây Hồ", "Thanh Trì", "Thanh Xuân", "Từ Liêm", "Ứng Hòa",
    ]  # fmt: skip
    keys = [sort_key(text) for text in in_order]
    assert keys == sorted(set(keys))


@given(phrases, phrases)
def test_sort_key_agrees_with_the_order_the_words_were_made_in(
    one: list[list[tuple[int, int]]], other: list[list[tuple[int, int]]]
) -> None:
    keys, orders = (sort_key(_spell(one)), sort_key(_spell(other))), (_order(one), _order(other))
    assert (keys[0] < keys[1], keys[0] == keys[1]) == (orders[0] < orders[1], orders[0] == orders[1])


@given(st.text())
def test_sort_key_is_plain_in_every_collation_and_blind_to_form(text: str) -> None:
    assert set(sort_key(text)) <= set("0123456789abcdef")
    assert sort_key(f" {unicodedata.normalize('NFD', text)} ") == sort_key(text)


def test_sort_key_puts_space_before_marks_digits_and_letters() -> None:
    in_order = ["Toà", "Tổ", "Tổ 1", "Tổ 2", "Tổ-1", "Tổ1", "Tổng"]
    keys = [sort_key(text) for text in in_order]
    assert keys == sorted(set(keys))
    assert sort_key("m²") == sort_key("m2")


def test_nearest_ignores_accents_and_case() -> None:
    fields = ["Thời hạn", "Ngày trả lời", "Kết quả", "Đơn vị chủ trì"]
    assert nearest("ket qa", fields) == ["Kết quả"]
    assert nearest("DON VI CHU TRI GIAI QUYET", fields, n=1) == ["Đơn vị chủ trì"]
    assert nearest("xyz", fields) == []
    assert nearest("ket qua", fields, n=0) == []
