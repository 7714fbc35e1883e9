"""The words of a record's texts: worked out piece by piece, they are those of the whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from casework.domain.fields import IDENTITY_FIELDS, SEARCHED
from casework.domain.vocabulary import RecordKind
from casework.store.search import Keys, search_texts, words_of

TEXTS = st.text(alphabet='aăĐđÊộ ỳ-.,\u0301\u0308ßﬁΣς٣12zx中\u00a0\u2028İ\u0131"/&', max_size=12) | st.text(max_size=12)


@given(TEXTS, TEXTS)
def test_words_of_two_texts_are_the_words_of_each(one: str, other: str) -> None:
    """A blank between two texts joins nothing and parts nothing."""
    assert words_of(f"{one} {other}") == " ".join(filter(None, [words_of(one), words_of(other)]))


@given(st.sampled_from(list(RecordKind)), st.lists(TEXTS, min_size=8, max_size=8), st.booleans())
def test_what_was_made_before_changes_nothing(kind: RecordKind, texts: list[str], placed: bool) -> None:
    """The searched texts are those of all fields together, and the same again from what is kept of earlier records."""
    values = dict(zip(SEARCHED[kind], texts, strict=False)) | ({"place": "Quận Ba Đình"} if placed else {})
    made: Keys = {}
    found = search_texts(kind, values)
    assert found == search_texts(kind, values, made) == search_texts(kind, values, made)
    open_words = words_of(" ".join(str(values.get(n) or "") for n in SEARCHED[kind] if n not in IDENTITY_FIELDS[kind]))
    assert found[0] == open_words or found[0].startswith(f"{open_words} ".lstrip())
