"""The desk: a visit and its letter at once or not at all, people found as far as the reader may see, drafts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from casework.domain.access import NoSuchRecordError, Reader
from casework.domain.desk import most_representatives, representatives_warning
from casework.domain.entry import EntryError
from casework.domain.items import ItemKind, LinkType
from casework.domain.vocabulary import RecordKind as K
from casework.domain.vocabulary import Role
from casework.services import checking, desk, drafts
from casework.services.handling import correcting
from casework.services.handling.desk import Received, receive
from casework.store.database import Database
from casework.store.draft_table import Draft
from casework.store.items import items_of
from casework.store.journal import JournalEntry
from casework.store.records import RECORDS
from tests.services.desk import NOW, OFFICE, ON, reader

SECRET = "một bí mật của các bài thử, đủ ba mươi hai byte"
PERSON = {
    "person_name": "Đặng Thị Hường",
    "person_address": "Số 8, phường Láng",
    "person_id_number": "001 085.012 345",
    "person_phone": "0912.345.678",
}


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A database with its reference data."""
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def officer(db: Database) -> Reader:
    """The reception officer."""
    return reader(db, Role.RECEPTION_OFFICER)


def came(db: Database, who: Reader, token: str = "t", *, with_letter: bool = True, **more: str) -> Received:
    """A routine visit about a complaint."""
    values = {
        "received_on": "20/11/2026",
        "type": "complaint",
        **PERSON,
        "content": "Khiếu nại mức bồi thường khi thu hồi đất",
        "people": "1",
        "turn": "first",
        "form": "regular",
        **more,
    }
    return receive(db, who, values, with_letter=with_letter, earlier=None, on=ON, now=NOW, token=token, office=OFFICE)


def entries(db: Database) -> int:
    with db.read() as session:
        return session.scalar(select(func.count()).select_from(JournalEntry)) or 0


def test_a_visit_and_its_letter_are_entered_together_and_linked(db: Database, officer: Reader) -> None:
    received = came(db, officer)
    assert received.letter is not None
    with db.read() as session:
        (link,) = items_of(session, ItemKind.LINK, K.LETTER, [received.letter.record_id])[received.letter.record_id]
        letter = session.execute(select(RECORDS[K.LETTER])).mappings().one()
    assert (link["link_type"], link["to_id"]) == (LinkType.LETTER_OF_VISIT, received.visit.record_id)
    assert (letter["person_name"], letter["channel"], letter["signers"]) == ("Đặng Thị Hường", "direct", 1)
    assert checking.check_tables(db) == []


def test_a_form_sent_twice_is_one_visit_and_one_letter(db: Database, officer: Reader) -> None:
    first, before = came(db, officer), entries(db)
    second = came(db, officer)
    assert (second.visit.again, entries(db)) == (True, before)
    assert second.visit.record_id == first.visit.record_id
    assert second.letter is not None
    assert first.letter is not None
    assert second.letter.record_id == first.letter.record_id


def test_a_letter_that_is_refused_takes_the_visit_with_it(db: Database, officer: Reader) -> None:
    before = entries(db)
    with pytest.raises(EntryError) as refused:
        came(db, officer, signers="không phải số")
    assert "signers" in refused.value.errors
    assert entries(db) == before
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(RECORDS[K.RECEPTION])) == 0


@pytest.mark.parametrize("text", ["huong dang", "Hường", "phuong lang", "001085012345", "001.085.012", "0912 345 678"])
def test_a_person_is_found_by_part_of_name_number_or_telephone(db: Database, officer: Reader, text: str) -> None:
    came(db, officer, "one")
    came(db, officer, "two", with_letter=False, content="Hỏi về kết quả giải quyết")
    (person,) = desk.people(db, officer, text)
    assert person.values["person_name"] == "Đặng Thị Hường"
    assert [one.kind for one in person.earlier].count(K.RECEPTION) == 2
    assert [one.kind for one in person.earlier].count(K.LETTER) == 1


def test_two_people_of_one_name_are_told_apart(db: Database, officer: Reader) -> None:
    came(db, officer, "one", with_letter=False)
    other = {"person_address": "Xã Sóc Sơn", "person_id_number": "", "person_phone": ""}
    came(db, officer, "two", with_letter=False, **other)
    assert len(desk.people(db, officer, "dang thi huong")) == 2


def test_nobody_is_found_by_who_may_not_see_identities(db: Database, officer: Reader) -> None:
    visit = came(db, officer).visit
    for role in (Role.SECRETARIAT, Role.LEADER, Role.ADMINISTRATOR, Role.AUDITOR):
        who = reader(db, role)
        assert desk.people(db, who, "Hường") == []
        assert desk.person_of(db, who, K.RECEPTION, visit.record_id) == {}


def test_of_a_denunciation_nobody_is_kept_or_found(db: Database, officer: Reader) -> None:
    received = came(db, officer, type="denunciation", paper_file="BM-7")
    assert set(received.visit.withheld) == set(PERSON)
    assert desk.people(db, officer, "Hường") == []
    assert desk.people(db, officer, "001085012345") == []


def test_a_corrected_number_is_found_and_the_old_one_is_not(db: Database, officer: Reader) -> None:
    visit = came(db, officer, with_letter=False).visit
    change = {"person_id_number": "034 099 000 111"}
    correcting.correct(db, officer, K.RECEPTION, visit.record_id, change, "ghi nhầm số", 1, on=ON, now=NOW)
    assert len(desk.people(db, officer, "034099000111")) == 1
    assert desk.people(db, officer, "001085012345") == []


def test_an_earlier_matter_is_linked(db: Database, officer: Reader) -> None:
    first = came(db, officer, "one", with_letter=False).visit
    values = {"received_on": "20/11/2026", "type": "complaint", "people": "1", "form": "regular", "turn": "repeated"}
    values |= {"person_name": PERSON["person_name"], "content": "Hỏi kết quả giải quyết"}
    how = {"on": ON, "now": NOW, "office": OFFICE}
    second = receive(
        db,
        officer,
        values,
        with_letter=False,
        earlier=(K.RECEPTION, first.record_id),
        token="two",
        **how,  # type: ignore[arg-type]
    )
    with db.read() as session:
        (link,) = items_of(session, ItemKind.LINK, K.RECEPTION, [second.visit.record_id])[second.visit.record_id]
    assert (link["link_type"], link["to_id"]) == (LinkType.SAME_MATTER, first.record_id)
    with pytest.raises(NoSuchRecordError):
        receive(db, officer, values, with_letter=False, earlier=(K.CASE, 10**9), token="three", **how)  # type: ignore[arg-type]


def test_the_next_visit_begins_where_the_last_one_was(db: Database, officer: Reader) -> None:
    assert desk.kept_values(db, officer) == {}
    came(db, officer, level="city", place="Phường Ba Đình", receiver="Cán bộ Trần Văn B", form="scheduled")
    kept = desk.kept_values(db, officer)
    assert kept == {
        "level": "city",
        "place": "Phường Ba Đình",
        "receiver": "Cán bộ Trần Văn B",
        "form": "scheduled",
    }


class TestDrafts:
    """What is typed survives, and never says who denounced."""

    def test_a_draft_comes_back_and_goes_with_the_form(self, db: Database, officer: Reader) -> None:
        typed = {"type": "complaint", "person_name": "Đặng Thị Hường", "content": "Đang gõ dở"}
        assert drafts.keep(db, officer, "desk", typed, NOW, SECRET)
        found = drafts.kept(db, officer, "desk", NOW + timedelta(hours=20), SECRET)
        assert found is not None
        assert dict(found.values) == typed
        assert drafts.kept(db, reader(db, Role.SECRETARIAT), "desk", NOW, SECRET) is None
        assert drafts.kept(db, officer, "letters", NOW, SECRET) is None
        assert drafts.kept(db, officer, "desk", NOW, SECRET + "?") is None
        assert drafts.kept(db, officer, "desk", NOW + timedelta(days=3), SECRET) is None
        drafts.drop(db, officer, "desk")
        assert drafts.kept(db, officer, "desk", NOW, SECRET) is None

    @pytest.mark.parametrize("kind", ["", "denunciation"])
    def test_a_draft_without_a_type_or_of_a_denunciation_keeps_no_person(
        self, db: Database, officer: Reader, kind: str
    ) -> None:
        other = {"earlier": "letters-12:same", "same": "letters-12:duplicate"}
        drafts.keep(db, officer, "desk", {**PERSON, **other, "type": kind, "content": "Nội dung"}, NOW, SECRET)
        found = drafts.kept(db, officer, "desk", NOW, SECRET)
        assert found is not None
        assert not set(found.values) & {*PERSON, *other}

    def test_the_database_alone_tells_nothing_of_a_draft(self, db: Database, officer: Reader) -> None:
        drafts.keep(db, officer, "desk", {"type": "complaint", **PERSON}, NOW, SECRET)
        with db.read() as session:
            content = session.scalars(select(Draft.content)).one()
        assert not any(text.encode() in content for text in PERSON.values())

    def test_what_is_too_large_is_not_kept_and_the_old_draft_goes(self, db: Database, officer: Reader) -> None:
        drafts.keep(db, officer, "desk", {"type": "complaint", "content": "ngắn"}, NOW, SECRET)
        assert not drafts.keep(db, officer, "desk", {"type": "complaint", "content": "x" * 20_000}, NOW, SECRET)
        assert drafts.kept(db, officer, "desk", NOW, SECRET) is None


@given(st.integers(1, 200), st.integers(0, 20))
def test_representatives_as_the_document_gives_them(people: int, speaking: int) -> None:
    """5 to 9 people: at most 2; from 10: at most 5; below 5 nobody speaks for others."""
    allowed = 0 if people < 5 else 2 if people < 10 else 5
    assert most_representatives(people) == allowed
    assert bool(representatives_warning(people, speaking)) == (speaking > allowed)


def test_the_day_of_a_visit_may_not_lie_ahead(db: Database, officer: Reader) -> None:
    with pytest.raises(EntryError) as refused:
        came(db, officer, received_on=f"{date(2026, 12, 1):%d/%m/%Y}")
    assert "received_on" in refused.value.errors


def test_a_visit_tells_what_it_is_about_and_who_came(db: Database, officer: Reader) -> None:
    before = entries(db)
    with pytest.raises(EntryError) as empty:
        came(db, officer, content=" ", person_name="")
    assert set(empty.value.errors) == {"content", "person_name"}
    with pytest.raises(EntryError) as told:
        came(db, officer, type="denunciation", content="", person_name="")
    assert set(told.value.errors) == {"content"}
    assert entries(db) == before
