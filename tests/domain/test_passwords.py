"""Passwords: length, words that everybody tries, one password whatever the keyboard composes."""

from __future__ import annotations

import unicodedata

import pytest

from casework.domain.passwords import COMMON, prepare, problem


@pytest.mark.parametrize(
    "password",
    [
        "con trâu đi trước",
        "đi một ngày đàng học",
        "9f3a-77c1-b2d0-41aa",
        "x" * 3 + "Zürich là nơi" * 9,
        "Bưởi+Cam+Quýt+Na",
    ],
)
def test_a_sentence_is_a_good_password(password: str) -> None:
    """Any characters, no rules of composition."""
    assert problem(password, "thuky", "Nguyễn Văn An") is None


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("ngắn quá", "ít nhất 12"),
        ("a" * 129, "dài nhất 128"),
        ("aaaaaaaaaaaaaaaa", "lặp lại"),
        ("matkhau123456", "dễ đoán"),
        ("Mật Khẩu 123456!", "dễ đoán"),
        ("HaNoi@123456789", "dễ đoán"),
        ("UBND thành phố Hà Nội", "dễ đoán"),
        ("casework-admin-1", "dễ đoán"),
        ("tranthib tran thi b", "dễ đoán"),
        ("qwertyuiop1234", "dễ đoán"),
    ],
)
def test_what_everybody_tries_is_refused(password: str, why: str) -> None:
    """The message says why and never repeats the password."""
    said = problem(password, "tranthib", "Trần Thị B")
    assert said is not None
    assert why in said
    assert password not in said


def test_the_bounds_are_included() -> None:
    """12 and 128 characters are allowed, counted composed."""
    twelve = "ăâêôơưđéèẻẽẹ"
    assert len(twelve) == 12
    assert problem(twelve) is None
    assert problem(unicodedata.normalize("NFD", twelve)) is None
    assert problem(twelve[:11]) is not None
    assert problem(("bún chả phở cuốn " * 8)[:128]) is None


def test_one_text_is_one_password() -> None:
    """Composed and decomposed typing give the same password."""
    text = "Đi một ngày đàng"
    assert prepare(unicodedata.normalize("NFD", text)) == prepare(text) == unicodedata.normalize("NFC", text)


def test_every_common_word_counts() -> None:
    """Each listed word, made long with digits, is refused."""
    for word in COMMON:
        assert problem((word + "123456789012")[:60]) is not None, word
