"""What people type into forms, read like the cells of a register."""

from __future__ import annotations

from datetime import date

import pytest

from casework.domain.entry import LOOKED_UP, dependants, entry_fields, first_day, required_on_entry
from casework.domain.fields import REGISTER_FIELDS, Value, field
from casework.domain.vocabulary import RecordKind
from casework.files.form_values import read_values, sentence

K = RecordKind
TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("kind", "name", "typed", "value"),
    [
        (K.LETTER, "received_on", "15/6/2024", date(2024, 6, 15)),
        (K.LETTER, "received_on", "2024-06-15", date(2024, 6, 15)),
        (K.LETTER, "received_on", date(2024, 6, 15), date(2024, 6, 15)),
        (K.LETTER, "channel", "post", "post"),
        (K.LETTER, "channel", "bưu điện", "post"),
        (K.LETTER, "eligible", True, True),
        (K.LETTER, "eligible", False, False),
        (K.LETTER, "eligible", "yes", True),
        (K.LETTER, "eligible", "no", False),
        (K.LETTER, "eligible", "Không", False),
        (K.LETTER, "signers", "1.200", 1200),
        (K.LETTER, "signers", 3, 3),
        (K.LETTER, "content", "  đơn  ", "đơn"),
        (K.LETTER, "content", "Đơn", "Đơn"),
        (K.CASE, "unit_id", "17", 17),
        (K.CASE, "unit_id", 17, 17),
        (K.CASE, "stated_due_on", "1/6/2027", date(2027, 6, 1)),
    ],
)
def test_a_value_is_read(kind: RecordKind, name: str, typed: object, value: Value) -> None:
    """As text or already read, terms by value or as people write them."""
    read, errors = read_values([field(kind, name)], {name: typed}, TODAY)
    assert errors == {}
    assert read == {name: value}
    assert type(read[name]) is type(value)


@pytest.mark.parametrize(
    ("kind", "name", "typed"),
    [
        (K.LETTER, "received_on", "06/15/2024"),
        (K.LETTER, "received_on", "21/11/2026"),
        (K.LETTER, "received_on", "hôm qua"),
        (K.LETTER, "channel", "chim bồ câu"),
        (K.LETTER, "eligible", "có lẽ"),
        (K.LETTER, "signers", "0"),
        (K.LETTER, "signers", "hai"),
        (K.LETTER, "content", "a" * 4001),
        (K.CASE, "unit_id", "-1"),
        (K.CASE, "unit_id", "Sở Y tế"),
        (K.CASE, "unit_id", "99999999999999999999"),
        (K.CASE, "unit_id", True),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(kind: RecordKind, name: str, typed: object) -> None:
    """By name of field; never guessed."""
    read, errors = read_values([field(kind, name)], {name: typed}, TODAY)
    assert read == {}
    assert list(errors) == [name]
    assert not errors[name][0].islower()
    assert errors[name].endswith((".", "?"))


def test_empty_ones_are_left_out_and_others_not_looked_at() -> None:
    """Blank text is nothing; a name that no field bears is ignored."""
    typed = {"content": "  ", "note": None, "version": 9, "id": 1, "person_name": "A"}
    assert read_values([field(K.LETTER, n) for n in ("content", "note")], typed, TODAY) == ({}, {})


def test_a_message_becomes_a_sentence() -> None:
    """Its first letter great, one full stop."""
    assert sentence("hãy ghi ngày") == "Hãy ghi ngày."
    assert sentence("Có phải “x”?") == "Có phải “x”?"


@pytest.mark.parametrize("kind", list(RecordKind))
def test_what_an_entry_asks(kind: RecordKind) -> None:
    """Everything but what the system knows; of the required fields those that are known when a matter comes in."""
    names = [f.name for f in entry_fields(kind)]
    assert names == [f.name for f in REGISTER_FIELDS[kind] if f.name not in LOOKED_UP[kind]]
    assert (
        required_on_entry(kind)
        == {
            K.PETITION: {"source", "session_id", "content"},
            K.RECEPTION: {"received_on", "form", "people", "type"},
            K.LETTER: {"received_on", "type", "eligible"},
            K.CASE: {"type", "unit_id", "accepted_on"},
            K.FEEDBACK: {"received_on"},
        }[kind]
    )


def test_the_first_day() -> None:
    """Told where a register tells it; of a petition: session, resolution, day of the entry, none of them ahead."""
    session, tracked = date(2024, 7, 4), date(2024, 12, 10)
    assert first_day(K.LETTER, {"received_on": session}, None, TODAY) == (session, False)
    assert first_day(K.PETITION, {"tracked_on": tracked}, session, TODAY) == (session, True)
    assert first_day(K.PETITION, {"tracked_on": tracked}, None, TODAY) == (tracked, True)
    assert first_day(K.PETITION, {}, date(2026, 12, 10), TODAY) == (TODAY, True)


def test_what_goes_with_an_emptied_field() -> None:
    """The day of the resolution with the resolution, the document with the answer's day; a result stays."""
    assert dependants(K.PETITION, ["council_resolution_id"]) == ("tracked_on",)
    assert dependants(K.PETITION, ["answered_on"]) == ("answer_document",)
    assert dependants(K.PETITION, ["resolved_on"]) == ()
    quantities = {"collectives", "individuals", "money_recovered", "land_recovered", "investigated"}
    assert set(dependants(K.CASE, ["finished_on"])) == {"decision", "outcome", *quantities}
    assert dependants(K.CASE, ["note"]) == ()
