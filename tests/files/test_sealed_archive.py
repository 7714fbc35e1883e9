"""A sealed stream gives back what was put in; whatever is changed in it, cut off or added does not open."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.files.sealed_archive import PORTION, ArchiveError, SealedReader, SealedWriter

SECRET = b"mot mat khau du dai"


def sealed(*parts: bytes, secret: bytes = SECRET) -> bytes:
    """The parts, written one after the other."""
    target = io.BytesIO()
    writer = SealedWriter(target, secret)
    for part in parts:
        assert writer.write(part) == len(part)
    writer.finish()
    return target.getvalue()


def opened(data: bytes, secret: bytes = SECRET) -> bytes:
    """All that comes back."""
    return SealedReader(io.BytesIO(data), secret).readall()


BIG = bytes(range(256)) * (PORTION // 100)
WHOLE = sealed(BIG)


@settings(max_examples=15)
@given(st.lists(st.binary(max_size=3000), max_size=6))
def test_what_was_put_in_comes_back(parts: list[bytes]) -> None:
    """However it was cut into parts; nothing readable stands in between."""
    data = sealed(*parts)
    assert opened(data) == b"".join(parts)


def test_several_portions_come_back() -> None:
    """More than one portion, less than a whole one at the end."""
    assert len(WHOLE) > 2 * PORTION
    assert opened(WHOLE) == BIG


@settings(max_examples=15)
@given(st.data())
def test_a_changed_byte_does_not_open(data: st.DataObject) -> None:
    """Whichever it is, of the head, of a mark, of a length, of the content."""
    place = data.draw(st.one_of(st.integers(0, 120), st.integers(0, len(WHOLE) - 1)))
    wrong = bytearray(WHOLE)
    wrong[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(ArchiveError):
        opened(bytes(wrong))


@pytest.mark.parametrize("left", [0, 5, 40, 100, PORTION, len(WHOLE) - 1])
def test_a_cut_stream_does_not_open(left: int) -> None:
    """Wherever it was cut."""
    with pytest.raises(ArchiveError):
        opened(WHOLE[:left])


def test_a_longer_stream_does_not_open() -> None:
    """Something added at the end; the last portion left out; two portions changed over."""
    for wrong in (WHOLE + b"x", WHOLE + WHOLE, sealed(b"") + WHOLE):
        with pytest.raises(ArchiveError):
            opened(wrong)
    head = WHOLE.index(b"\n", 20) + 1
    size = 5 + PORTION + 16
    first, second = WHOLE[head : head + size], WHOLE[head + size : head + 2 * size]
    with pytest.raises(ArchiveError):
        opened(WHOLE[:head] + second + first + WHOLE[head + 2 * size :])


def test_another_secret_does_not_open_and_a_short_one_does_not_seal() -> None:
    """Nor does a file that is none."""
    with pytest.raises(ArchiveError, match="sai mật khẩu"):
        opened(WHOLE, b"mot mat khau khac")
    with pytest.raises(ArchiveError, match="ít nhất"):
        sealed(b"", secret=b"ngan")
    with pytest.raises(ArchiveError, match="không phải bản sao lưu"):
        opened(b"PK\x03\x04 something else")
