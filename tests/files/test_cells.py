"""One cell to one value: what people type, read as they mean it or refused."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.domain.fields import FIELDS, Field, field
from casework.domain.numerals import write_count
from casework.domain.vocabulary import PetitionSource, RecordKind, Term
from casework.files.cells import EARLIEST, Reading, date_reader, plain_readers, read_text
from casework.files.problems import Sort, Verdict
from casework.files.wording import read_term, term_index, term_of_office, words

TODAY = date(2024, 7, 1)
ACT = field(RecordKind.LETTER, "handled_on")
DUE = field(RecordKind.CASE, "stated_due_on")
COUNT = field(RecordKind.RECEPTION, "people")
FINED = field(RecordKind.CASE, "individuals")


def read(cell: Any, of: Field) -> Reading:
    return plain_readers(TODAY)[of.shape](cell, of)


def verdict(reading: Reading) -> str:
    return reading.complaint.verdict.value if reading.complaint else ""


@given(st.dates(EARLIEST, TODAY), st.sampled_from("/.-"), st.booleans(), st.sampled_from(["", " 00:00:00", " 8:30"]))
def test_a_day_is_read_as_people_type_it(day: date, mark: str, padded: bool, clock: str) -> None:
    width = 2 if padded else 1
    text = f" {day.day:0{width}}{mark}{day.month:0{width}}{mark}{day.year}{clock} "
    assert read(text, ACT) == Reading(day)
    assert read(day, ACT) == read(datetime.combine(day, time(8, 30)), ACT) == Reading(day)


@pytest.mark.parametrize("cell", ["1,5", " 1.234,5 ", "0,5", 1.5])
def test_a_quantity_is_whole_and_the_message_says_in_what(cell: Any) -> None:
    for of, unit in ((field(RecordKind.CASE, "money_due_state"), "triệu đồng"), (COUNT, "")):
        reading = read(cell, of)
        assert verdict(reading) == "error"
        assert reading.complaint is not None
        assert "không phải là số nguyên" in reading.complaint.message
        assert (f"ghi tròn đến {unit}" in reading.complaint.message) is bool(unit)
    assert read("1.500", field(RecordKind.CASE, "land_due_state")).value == 1500


@given(st.dates(EARLIEST, TODAY))
def test_a_serial_number_is_read_as_a_day_and_said_so(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    for cell in (float(serial), serial, str(serial), serial + 0.5):
        reading = read(cell, ACT)
        assert (reading.value, verdict(reading)) == (day, "warning")
        assert reading.complaint is not None
        assert reading.complaint.sort is Sort.SERIAL_DATE
        assert str(serial) in reading.complaint.message


@given(st.dates(TODAY + timedelta(days=1), date(2199, 12, 31)))
def test_only_a_due_date_may_lie_ahead(day: date) -> None:
    assert verdict(read(day, ACT)) == "error"
    assert read(day, DUE) == Reading(day)


@pytest.mark.parametrize(
    "cell",
    ["05/13/2024", "31/02/2024", "15/6/24", "tháng 3", "2024", 20240615.0, -4.0, True, 0.0, date(1989, 12, 31),
     "06-15-2024", timedelta(hours=3), time(8, 0), "15/6"],
)  # fmt: skip
def test_what_is_no_day_is_never_guessed(cell: Any) -> None:
    reading = read(cell, ACT)
    assert reading.value is None
    assert verdict(reading) == "error"


def test_a_due_date_has_an_end_too() -> None:
    assert verdict(read(date(9999, 12, 31), DUE)) == "error"


@given(st.integers(1, 1_000_000), st.integers(0, 3))
def test_a_count_is_read_however_it_is_kept(count: int, zeros: int) -> None:
    cells: list[Any] = [count, float(count), str(count), write_count(count), f" {count} "]
    assert [read(cell, COUNT) for cell in cells] == [Reading(count)] * len(cells)


@pytest.mark.parametrize("cell", ["hai", 2.5, "2,5", "1,000", True, False, 0, -3, "-3", "0", 10**9, date(2024, 1, 1)])
def test_what_is_no_count_of_people_is_refused(cell: Any) -> None:
    reading = read(cell, COUNT)
    assert reading.value is None
    assert verdict(reading) == "error"


def test_nobody_is_a_count_where_nobody_may_be() -> None:
    assert read(0, FINED) == read("0", FINED) == Reading(0)
    assert read("-", FINED) == read("–", FINED) == Reading(None)


@given(st.text(max_size=80))
def test_a_text_is_kept_as_typed(text: str) -> None:
    reading = read_text(text, field(RecordKind.LETTER, "content"))
    expected = "".join(
        c for c in unicodedata.normalize("NFC", text.strip()) if c in "\t\n\r" or (ord(c) > 31 and ord(c) != 127)
    )
    assert (reading.value or "") == expected.strip()
    assert reading.complaint is None


@pytest.mark.parametrize("text", ["=1+1", "<script>alert(1)</script>", "+84 24", "@a", "a\nb", "'x"])
def test_formulas_and_markup_stay_text(text: str) -> None:
    assert read_text(text, field(RecordKind.PETITION, "content")).value == text


@pytest.mark.parametrize("kind", list(RecordKind))
def test_every_text_is_limited_as_declared(kind: RecordKind) -> None:
    for each in FIELDS[kind]:
        if plain_readers(TODAY).get(each.shape, read_text) is read_text:
            assert read_text("ă" * each.limit, each).complaint is None
            complaint = read_text("ă" * (each.limit + 1), each).complaint
            assert complaint is not None
            assert (complaint.verdict, complaint.sort) == (Verdict.ERROR, Sort.TOO_LONG)
            assert "ăă" not in complaint.message


def test_a_code_that_excel_made_a_day_or_a_number() -> None:
    code = field(RecordKind.LETTER, "code")
    assert read_text(12.0, code).value == "12"
    reading = read_text(date(2024, 5, 12), code)
    assert (reading.value, verdict(reading)) == ("12/5/2024", "warning")


@pytest.mark.parametrize("kind", list(RecordKind))
def test_every_spelling_of_every_term_is_read_and_no_two_terms_share_one(kind: RecordKind) -> None:
    for each in FIELDS[kind]:
        if each.term is None:
            continue
        for member in each.term:
            for name in (member.label, *member.aliases):
                for spelling in (name, name.upper(), f"  {name} ", unicodedata.normalize("NFD", name)):
                    assert read_term(each.term, spelling) == member, (each.name, spelling)
                    assert verdict(read(spelling, each)) == ""
        assert len(term_index(each.term)) >= len(each.term)


def test_a_text_outside_a_closed_list_is_refused_with_the_list() -> None:
    reading = read("Hỏi đáp", field(RecordKind.LETTER, "type"))
    assert reading.complaint is not None
    assert all(label in reading.complaint.message for label in ("Khiếu nại", "Tố cáo", "Kiến nghị, phản ánh"))


@given(st.text())
def test_no_text_at_all_breaks_a_reader(text: str) -> None:
    for kind in RecordKind:
        for each in FIELDS[kind]:
            if each.shape in plain_readers(TODAY):
                reading = read(text, each)
                assert reading.complaint is None or reading.complaint.message


@pytest.mark.parametrize(
    ("source", "text", "kept"),
    [
        (PetitionSource.COUNCIL, "XVI", "XVI"),
        (PetitionSource.COUNCIL, "Khóa 16", "XVI"),
        (PetitionSource.COUNCIL, "HĐND khoá xvi", "XVI"),
        (PetitionSource.NATIONAL_ASSEMBLY, "QH XV", "QH XV"),
        (PetitionSource.NATIONAL_ASSEMBLY, "QHXV", "QH XV"),
        (PetitionSource.NATIONAL_ASSEMBLY, "Quốc hội khóa XV", "QH XV"),
        (PetitionSource.NATIONAL_ASSEMBLY, "15", "QH XV"),
        (PetitionSource.COUNCIL, "QH XV", None),
        (PetitionSource.COUNCIL, "2021-2026", None),
        (PetitionSource.COUNCIL, "", None),
        (PetitionSource.COUNCIL, "Khóa mới", None),
    ],
)
def test_terms_of_office(source: PetitionSource, text: str, kept: str | None) -> None:
    assert term_of_office(source, text) == kept


def test_words_leave_accents_case_and_punctuation_apart() -> None:
    assert words("Sở TN&MT ") == words("sở tn – mt") == "so tn mt"
    assert issubclass(Term, str)


def test_dates_before_the_reader_was_made_are_judged_by_its_own_day() -> None:
    assert date_reader(date(2024, 1, 1))(date(2024, 1, 2), ACT).value is None
