"""What an office remembers of its columns, on both databases: replaced, bounded, its own, applied to every import."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from casework.domain.access import ForbiddenError
from casework.domain.vocabulary import RecordKind, Role
from casework.services import matching_columns
from casework.services.matching_columns import Choice, ColumnsError, choose, forget, kept, survey
from casework.settings import DEFAULT_OFFICE
from casework.store import heading_columns
from tests.files.books import xlsx
from tests.services.desk import reader
from tests.services.register_office import NOW, Office

OWN: list[list[Any]] = [
    ["Số hiệu PAKN", "Ngày nhận tin", "Hạn trả lời"],
    ["P-1", "05/3/2024", "25/3/2024"],
]
FIELDS = {"so hieu pakn": "code", "ngay nhan tin": "received_on", "han tra loi": "stated_due_on"}
OTHER = "Sở Công Thương"


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    """An office on each database."""
    made = Office(database_url)
    yield made
    made.db.close()


def match(office: Office, rows: list[list[Any]] = OWN, *, keep: bool = True, days: int = 0, **more: str) -> bytes:
    """The officer's choice for a workbook."""
    found = survey(office.db, xlsx({"Sổ": rows}), "so.xlsx", office=DEFAULT_OFFICE, kinds={"Sổ": RecordKind.FEEDBACK})
    chosen = {"Sổ": Choice(RecordKind.FEEDBACK, {**FIELDS, **more})}
    now = NOW + timedelta(days=days)
    return choose(office.db, office.reader, found, chosen, office=DEFAULT_OFFICE, now=now, keep=keep)


def test_what_was_matched_is_applied_to_the_next_import(office: Office) -> None:
    """Whatever the sheet is called and wherever the columns stand; of another office nothing is."""
    data = xlsx({"Sheet9": [["Tháng 3"], ["Hạn trả lời", "Số hiệu PAKN", "Ngày nhận tin"], OWN[1][2:] + OWN[1][:2]]})
    assert office.load(xlsx({"Sổ": OWN}), mapping=match(office, keep=False)).created == 1
    with pytest.raises(matching_columns.FileProblem):
        office.prepare(data)
    match(office)
    prepared = office.prepare(data)
    assert [*prepared.by_saved] == ["Sheet9"]
    assert prepared.matches[0].kept == 1
    assert "saved_columns" in prepared.as_json()
    with pytest.raises(matching_columns.FileProblem):
        office.prepare(data, office=OTHER)
    assert survey(office.db, data, "so.xlsx", office=DEFAULT_OFFICE).settled


def test_a_newer_matching_takes_the_place_of_the_older(office: Office) -> None:
    match(office)
    (first,) = kept(office.db, office.reader, DEFAULT_OFFICE)
    match(office, days=1)
    (second,) = kept(office.db, office.reader, DEFAULT_OFFICE)
    assert (first.id, first.mark, dict(first.targets)) == (second.id, second.mark, FIELDS)
    assert second.saved_at == NOW + timedelta(days=1)


def test_it_is_forgotten_by_its_own_office_only(office: Office) -> None:
    match(office)
    (one,) = kept(office.db, office.reader, DEFAULT_OFFICE)
    assert kept(office.db, office.reader, OTHER) == []
    assert not forget(office.db, office.reader, OTHER, one.id)
    assert forget(office.db, office.reader, DEFAULT_OFFICE, one.id)
    assert not forget(office.db, office.reader, DEFAULT_OFFICE, one.id)
    assert kept(office.db, office.reader, "Không có đơn vị này") == []


def test_so_many_are_kept_and_no_more(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest gives way."""
    monkeypatch.setattr(heading_columns, "MOST", 3)
    for number in range(5):
        match(office, [[*OWN[0], "Cột riêng " + "abcde"[number]], [*OWN[1], "x"]], days=number)
    days = [one.saved_at for one in kept(office.db, office.reader, DEFAULT_OFFICE)]
    assert days == [NOW + timedelta(days=number) for number in (4, 3, 2)]


def test_who_may_not_import_may_not_match(office: Office) -> None:
    leader = reader(office.db, Role.LEADER)
    found = survey(office.db, xlsx({"Sổ": OWN}), "so.xlsx", office=DEFAULT_OFFICE)
    with pytest.raises(ForbiddenError):
        choose(office.db, leader, found, {}, office=DEFAULT_OFFICE, now=NOW, keep=True)
    for act in (lambda: kept(office.db, leader, DEFAULT_OFFICE), lambda: forget(office.db, leader, DEFAULT_OFFICE, 1)):
        with pytest.raises(ForbiddenError):
            act()


def test_nothing_is_remembered_of_what_is_refused(office: Office) -> None:
    with pytest.raises(ColumnsError, match="Hạn xử lý"):
        match(office, **{"han tra loi": ""})
    with pytest.raises(ColumnsError, match="Mã PAKN"):
        match(office, **{"han tra loi": "code"})
    assert kept(office.db, office.reader, DEFAULT_OFFICE) == []
