"""What is left of destroyed payloads: no figure changes, no text stays; which letters' time of keeping is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.domain.derivation import derivation
from casework.domain.destruction import (
    RETENTION,
    SPARED,
    DestructionError,
    counted_part,
    nameless_part,
    retention_window,
    said_of_person,
    typed_ground,
)
from casework.domain.events import Event, fold
from casework.domain.fields import FIELDS, IDENTITY_FIELDS, Field, Shape, Value
from casework.domain.items import ITEM_FIELDS, ItemKind
from casework.domain.vocabulary import EventName, RecordKind
from tests.domain.histories import Entries, histories, recorded
from tests.domain.reference import LAW

K = RecordKind
SECRET = "Quách Thị Ngọc Huyền Vy"


def with_texts(kind: RecordKind, events: list[Event]) -> list[Event]:
    """The same events, each of which also tells names, stories and reasons."""
    typed = {
        f.name: SECRET
        for f in FIELDS[kind]
        if f.shape in (Shape.TEXT, Shape.PLACE, Shape.SUBJECT) and not f.fact and f.name != "receiver"
    }
    return [replace(e, changes={**typed, **e.changes, "correction_reason": SECRET}) for e in events]


@pytest.mark.parametrize("kind", list(RecordKind))
@given(data=st.data())
def test_the_facts_of_every_position_stay(kind: RecordKind, data: st.DataObject) -> None:
    """Whatever happened to a record: what is left of its payloads folds into the same facts, and names nobody."""
    entries: Entries = data.draw(histories(kind))
    events = with_texts(kind, recorded(entries))
    left = [replace(e, changes=counted_part(kind, e.changes)) for e in events]
    derive = derivation(kind, LAW)
    assert fold(kind, left, derive) == fold(kind, events, derive)
    assert all(SECRET not in str(value) for e in left for value in e.changes.values())
    again = [counted_part(kind, e.changes) for e in left]
    assert again == [dict(e.changes) for e in left]


def filled(fields: tuple[Field, ...]) -> dict[str, Value]:
    """A payload with every field told."""
    values: dict[Shape, Value] = {Shape.DATE: date(2026, 1, 2), Shape.COUNT: 3, Shape.FLAG: True}
    return {f.name: values.get(f.shape, SECRET if f.shape is Shape.TEXT else "x") for f in fields}


@pytest.mark.parametrize("kind", [kind for kind in ItemKind if kind not in SPARED])
def test_of_an_item_no_text_stays(kind: ItemKind) -> None:
    """Days, parties and numbers do, and which record it belongs to; nothing names the content of a file or paper."""
    told = {**filled(ITEM_FIELDS[kind]), "of_kind": "letter", "of_id": 7, "strike_reason": SECRET}
    left = counted_part(kind, told)
    kept = {name: value for name, value in left.items() if name not in ("media_type", "number")}
    assert SECRET not in kept.values()
    assert (left["of_kind"], left["of_id"]) == ("letter", 7)
    assert "sha256" not in left
    assert {f.name for f in ITEM_FIELDS[kind] if f.shape is Shape.DATE} <= left.keys()


@pytest.mark.parametrize("kind", [K.RECEPTION, K.LETTER, K.CASE])
def test_without_the_identity_the_rest_stays(kind: RecordKind) -> None:
    """The identity's own fields go, its repetitions are cut from texts, all else is as it was."""
    told = {**filled(FIELDS[kind]), "content": f"{SECRET} tố cáo", "correction_reason": f"theo {SECRET}"}
    left = nameless_part(kind, told, lambda text: text.replace(SECRET, "…"))
    assert not left.keys() & set(IDENTITY_FIELDS[kind])
    assert (left["content"], left["correction_reason"]) == ("… tố cáo", "theo …")
    assert SECRET not in left.values()
    same = {f.name for f in FIELDS[kind] if f.shape in (Shape.DATE, Shape.COUNT, Shape.TERM, Shape.CODE, Shape.FLAG)}
    assert {name: left[name] for name in same - {"content"}} == {name: told[name] for name in same - {"content"}}
    assert said_of_person(kind, [told, told]) == [(name, SECRET) for name in IDENTITY_FIELDS[kind]]


@given(on=st.dates(date(2021, 11, 1), date(2027, 12, 31)))
def test_the_window_is_that_of_the_law(on: date) -> None:
    """Day by day: a letter filed on a day may go exactly when the last day of its term has passed."""
    known = LAW
    window = retention_window(known, on)
    days = [on - timedelta(days=n) for n in range(460)]

    def over(day: date) -> bool:
        due = known.due(RETENTION, day).on
        return due is not None and due < on

    for day in days:
        inside = window is not None and window[0] <= day <= window[1]
        assert inside == over(day), (day, on)


def test_a_ground_is_asked_for() -> None:
    """Neither empty nor endless; white space is settled."""
    assert typed_ground("  Hết  hạn ", "căn cứ") == "Hết hạn"
    for text in ("", "  ", "x" * 501):
        with pytest.raises(DestructionError, match="căn cứ"):
            typed_ground(text, "căn cứ")


def test_the_event_names_are_there() -> None:
    """The journal knows both acts."""
    assert EventName.of("destroyed").label == "Hủy nội dung"
    assert EventName.of("opened").label == "Mở danh tính"
