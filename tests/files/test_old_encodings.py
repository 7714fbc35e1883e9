"""Old font encodings: the tables whole, each text back as it was, nothing taken for old that is not."""

from __future__ import annotations

import json
import shutil
import subprocess
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.domain.vocabulary import RecordKind
from casework.files.mapping import SheetMapping, read_mapping, write_mapping
from casework.files.old_encodings import (
    CONVERT,
    TCVN3,
    VNI,
    OldEncoding,
    converted,
    encoding_of,
    from_tcvn3,
    from_vni,
    is_syllable,
    sheet_encoding,
    to_tcvn3,
    to_vni,
)
from casework.files.problems import FileProblem
from casework.files.sample import make_sample
from casework.files.workbook import Sheet, read_workbook
from tests.files.books import HEADINGS, register
from tests.machine import machine_lacks

SMALL = "".join(
    unicodedata.normalize("NFC", letter + tone)
    for letter in "aăâeêioôơuưy"
    for tone in ("", *"\u0300\u0309\u0303\u0301\u0323")
)
ENCODE = {OldEncoding.TCVN3: to_tcvn3, OldEncoding.VNI: to_vni}


@given(st.text(SMALL + "đbcdghklmnpqrstvx ,.;0123456789-/ĂÂÊÔƠƯĐABCDEGH", max_size=60))
def test_every_text_comes_back_from_tcvn3(text: str) -> None:
    assert from_tcvn3(to_tcvn3(text)) == text


@given(st.text(SMALL + SMALL.upper() + "đĐbcdghklmnpqrstvxBCDGHKLMNPQRSTVX ,.;0123456789-/", max_size=60))
def test_every_text_comes_back_from_vni(text: str) -> None:
    assert from_vni(to_vni(text)) == text


def test_the_tables_hold_each_letter_once() -> None:
    """The 72 vowels with their tones less the six plain ones, đ, and seven capitals; VNI every capital besides."""
    marked = [letter for letter in SMALL if not letter.isascii()]
    assert sorted(TCVN3.values()) == sorted([*marked, "đ", *"ĂÂÊÔƠƯĐ"])
    assert set(VNI.values()) == {*marked, "đ", *(letter.upper() for letter in marked), "Đ"}
    assert len(set(TCVN3.values())) == len(TCVN3)


def test_known_texts() -> None:
    assert from_tcvn3("Céng hoµ x· héi chñ nghÜa ViÖt Nam") == "Cộng hoà xã hội chủ nghĩa Việt Nam"
    assert from_vni("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam") == "Cộng hòa xã hội chủ nghĩa Việt Nam"
    assert from_vni("ÑOÄC LAÄP – TÖÏ DO – HAÏNH PHUÙC") == "ĐỘC LẬP – TỰ DO – HẠNH PHÚC"


def test_another_program_reads_tcvn3_alike() -> None:
    program = shutil.which("iconv")
    if program is None:
        machine_lacks("iconv", "no iconv on this machine")
    told = "".join(TCVN3).encode("latin-1")
    run = subprocess.run([str(program), "-f", "TCVN", "-t", "UTF-8"], input=told, capture_output=True, check=True)
    assert run.stdout.decode() == "".join(TCVN3.values())


@pytest.mark.parametrize("old", list(OldEncoding))
@pytest.mark.parametrize("name", sorted(HEADINGS))
def test_an_old_register_is_recognised_and_read_as_it_was(old: OldEncoding, name: str) -> None:
    """Every sheet typed for old fonts; converted it says what it said, capitals with tones of TCVN3 apart."""
    rows = register(name, {}, {})
    typed = [[ENCODE[old](cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    sheet = Sheet("Sheet1", typed)
    assert sheet_encoding(sheet) is old
    read = converted(sheet, old).rows
    assert str(read).casefold() == str(rows).casefold()


def test_the_sample_register_is_in_no_old_encoding() -> None:
    for sheet in read_workbook(make_sample(), "a.xlsx"):
        assert sheet_encoding(sheet) is None


_MODERN = st.lists(st.text(SMALL + "đbcghlmnt", min_size=1, max_size=6).filter(is_syllable), min_size=1, max_size=30)


@given(_MODERN)
def test_todays_texts_are_never_taken_for_old(words: list[str]) -> None:
    """Whatever syllables; also those whose letters Latin-1 has ("hà", "thì")."""
    assert encoding_of([" ".join(words), *words]) is None


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF), max_size=40))
def test_any_text_is_judged(text: str) -> None:
    """French, German, anything: no error; French names are not Vietnamese in VNI."""
    assert encoding_of([text]) in (None, *OldEncoding)
    assert encoding_of(["Café Müller", "Hôtel de Ville", "Señor Ibáñez", "Zürich", "naïve garçon"]) is None


@pytest.mark.parametrize("old", list(OldEncoding))
def test_todays_texts_beside_old_ones_stay(old: OldEncoding) -> None:
    """In the same column and in others: what is Vietnamese as it stands is not converted again."""
    rows = [[ENCODE[old]("Khiếu nại về đất"), "Thì là"], ["Khiếu nại về đường", "Hà Nội"], ["thì là", "x"]]
    read = converted(Sheet("x", rows), old).rows
    assert [list(row) for row in read] == [
        ["Khiếu nại về đất", "Thì là"],
        ["Khiếu nại về đường", "Hà Nội"],
        ["thì là", "x"],
    ]


def test_the_mapping_file_names_the_encoding() -> None:
    for old in OldEncoding:
        written = write_mapping({"A": SheetMapping(RecordKind.LETTER, {"so": "code"}, encoding=old)})
        assert read_mapping(written)["a"].encoding is old
        assert json.loads(written)["A"]["@bang ma"] == old.value
    with pytest.raises(FileProblem, match="tcvn3"):
        read_mapping('{"A": {"@bảng mã": "viscii"}}'.encode())


def test_the_converters_are_complete() -> None:
    assert set(CONVERT) == set(OldEncoding)
