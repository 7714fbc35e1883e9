"""Duplicates through the services, on both databases: suggested as the reader may see, linked, undone, counted."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import func, select, text

from casework.domain.access import ForbiddenError, NoSuchRecordError, Reader
from casework.domain.entry import EntryError
from casework.domain.figures import FigureSet
from casework.domain.items import ItemKind, LinkType
from casework.domain.periods import Question
from casework.domain.reading import DenialGround
from casework.domain.text import fold
from casework.domain.vocabulary import RecordKind, Role
from casework.services import checking, companions, denials, duplicates, figures
from casework.services.destruction import deciding, proposing
from casework.services.destruction import desk as destruction_desk
from casework.services.handling import desk, linking
from casework.services.handling.holding import StaleVersionError
from casework.services.record_page import record_page
from casework.store.database import Database
from casework.store.items import ITEMS
from casework.store.journal import JournalEntry
from casework.store.records import RECORDS
from tests.services.desk import NOW, OFFICE, ON, enter, entry, reader

K = RecordKind
CONTENT = "Khiếu nại quyết định thu hồi đất nông nghiệp, chưa được giao đất dịch vụ"
AGAIN = "Chưa được giao đất dịch vụ dù đã bị thu hồi đất nông nghiệp"
OTHER = "Đề nghị xem lại mức hưởng lương hưu khi nghỉ việc"
HOA = {"person_name": "Nguyễn Thị Hoa", "person_address": "12 phố Huế", "person_id_number": "001 185 012345"}


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A database with its reference data."""
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def officer(db: Database) -> Reader:
    """A reception officer."""
    return reader(db, Role.RECEPTION_OFFICER)


def ids(found: tuple[duplicates.Suggestion, ...]) -> list[tuple[RecordKind, int]]:
    """What is suggested, in its order."""
    return [(one.kind, one.id) for one in found]


def letter(db: Database, who: Reader, **more: object) -> int:
    """A letter's id."""
    return enter(db, who, K.LETTER, **{"content": CONTENT, **more}).record_id


def tie(db: Database, who: Reader, one: int, other: int, kind: RecordKind = K.LETTER, **more: object) -> linking.Linked:
    """Two records of a kind linked as duplicates."""
    given: dict[str, object] = {"link_type": LinkType.DUPLICATE, "counted": False, "version": 1, **more}
    return linking.link(
        db, who, kind, one, (kind, other), given["link_type"], "cùng nội dung", given["version"],  # type: ignore[arg-type]
        counted=bool(given["counted"]), on=ON, now=NOW,
    )  # fmt: skip


def entries(db: Database) -> int:
    """How many journal entries there are."""
    with db.read() as session:
        return session.scalar(select(func.count()).select_from(JournalEntry)) or 0


@pytest.mark.parametrize("plain", [False, True], ids=["with accents", "typed without accents"])
def test_a_duplicate_is_suggested_with_its_reasons(db: Database, officer: Reader, plain: bool) -> None:
    """By wording, by person, by place; whatever is like nothing is not suggested."""
    first = letter(db, officer, **HOA)
    letter(db, officer, content=OTHER, person_name="Trần Văn Bình")
    typed = {"type": "complaint", "content": AGAIN, "person_name": "Nguyễn Thị Hoa", "person_address": "12 phố Huế"}
    if plain:
        typed = {name: value if name == "type" else fold(value) for name, value in typed.items()}
    (found,) = duplicates.suggest(db, officer, K.LETTER, typed)
    assert (found.kind, found.id) == (K.LETTER, first)
    assert found.certain
    assert found.reasons[:2] == ("cùng họ tên và địa chỉ", "cùng nói về: đất dịch vụ, thu hồi đất")
    assert found.links == (LinkType.DUPLICATE, LinkType.SAME_MATTER)
    by_number = duplicates.suggest(db, officer, K.LETTER, {"type": "complaint", "person_id_number": "001185.012345"})
    assert ids(by_number) == [(K.LETTER, first)]
    assert duplicates.suggest(db, officer, K.LETTER, {"type": "complaint", "content": "Đề nghị"}) == ()


def test_petitions_are_compared_with_their_place(db: Database) -> None:
    """The same words elsewhere are another petition; a petition whose place is not known may be the same one."""
    secretary = reader(db, Role.SECRETARIAT)
    words = "Sông Tô Lịch ô nhiễm, đề nghị sớm bổ cập nước và thu gom toàn bộ nước thải."
    here = enter(db, secretary, K.PETITION, content=words, place="Quận Cầu Giấy").record_id
    enter(db, secretary, K.PETITION, content=words, place="Quận Thanh Xuân")
    nowhere = enter(db, secretary, K.PETITION, content=words, place="").record_id
    asked = "De nghi xu ly o nhiem song To Lich: gom het nuoc thai, bo sung nuoc cho song"
    at_place = duplicates.suggest(db, secretary, K.PETITION, {"content": asked, "place": "cau giay"})
    assert set(ids(at_place)) == {(K.PETITION, here), (K.PETITION, nowhere)}
    assert "cùng nơi: Quận Cầu Giấy" in next(one for one in at_place if one.id == here).reasons
    assert len(duplicates.suggest(db, secretary, K.PETITION, {"content": asked})) == 3


def test_a_matter_is_looked_for_among_the_other_registers_too(db: Database, officer: Reader) -> None:
    """A visit finds the letter and the case; PAKN only PAKN."""
    first = letter(db, officer)
    case = enter(db, officer, K.CASE, content=CONTENT).record_id
    found = duplicates.suggest(db, officer, K.RECEPTION, {"type": "complaint", "content": AGAIN})
    assert set(ids(found)) == {(K.LETTER, first), (K.CASE, case)}
    assert {one.links for one in found} == {(LinkType.SAME_MATTER,)}
    assert duplicates.suggest(db, officer, K.FEEDBACK, {"content": AGAIN}) == ()


def test_who_may_not_see_identities_is_told_nothing_by_them(db: Database, officer: Reader) -> None:
    """The secretariat lists letters without names: a name finds nothing, and no reason tells of one."""
    letter(db, officer, **HOA)
    secretary = reader(db, Role.SECRETARIAT)
    assert duplicates.suggest(db, secretary, K.LETTER, {"type": "complaint", **HOA}) == ()
    (found,) = duplicates.suggest(db, secretary, K.LETTER, {"type": "complaint", "content": AGAIN, **HOA})
    assert not [reason for reason in found.reasons if "họ tên" in reason or "giấy tờ" in reason]


def test_of_denunciations_only_the_content_and_only_inside_their_circle(db: Database, officer: Reader) -> None:
    """A denunciation finds denunciations; other letters never find one; colleagues of the handler find nothing."""
    content = "Tố cáo cán bộ thu tiền giao đất dịch vụ trái quy định"
    secret = letter(db, officer, type="denunciation", content=content, person_name="")
    named = letter(db, officer, content=content.replace("Tố cáo", "Khiếu nại"), **HOA)
    typed = {"type": "denunciation", "content": fold(content), **HOA}
    assert ids(duplicates.suggest(db, officer, K.LETTER, typed)) == [(K.LETTER, secret)]
    assert ids(duplicates.suggest(db, officer, K.LETTER, {**typed, "type": "complaint"})) == [(K.LETTER, named)]
    assert ids(duplicates.suggest(db, officer, K.LETTER, {**typed, "type": ""})) == [(K.LETTER, named)]
    assert duplicates.suggest(db, reader(db, Role.UNIT_OFFICER), K.LETTER, typed) == ()
    assert duplicates.suggest(db, officer, K.PETITION, typed) == ()


def test_a_hidden_record_changes_nothing_that_is_suggested(db: Database, officer: Reader) -> None:
    """Another unit's letters, and one closed to the reader, however many and however like: neither listed nor felt."""
    ours = letter(db, officer)
    seen = duplicates.suggest(db, officer, K.LETTER, {"type": "complaint", "content": AGAIN})
    elsewhere = reader(db, Role.UNIT_OFFICER)
    for _ in range(80):
        letter(db, elsewhere, content=AGAIN)
    closed = letter(db, officer, content=AGAIN, person_name="")
    head = replace(reader(db, Role.LEADER), unit_id=officer.unit_id)
    denials.deny(db, head, K.LETTER, closed, officer.user_id, DenialGround.ACCUSED.value, on=ON, now=NOW)
    assert duplicates.suggest(db, officer, K.LETTER, {"type": "complaint", "content": AGAIN}) == seen
    assert ids(seen) == [(K.LETTER, ours)]
    with pytest.raises(NoSuchRecordError):
        duplicates.duplicates_page(db, officer, K.LETTER, closed)
    with pytest.raises(NoSuchRecordError):
        tie(db, officer, ours, closed)


def test_a_link_is_told_by_both_records_and_can_be_undone(db: Database, officer: Reader) -> None:
    """Linked, shown from both ends, undone with a reason that both histories keep; then it can be made anew."""
    one, other = letter(db, officer), letter(db, officer, content=AGAIN)
    made = tie(db, officer, one, other)
    for mine, theirs in ((one, other), (other, one)):
        page = duplicates.duplicates_page(db, officer, K.LETTER, mine)
        (link,) = page.links
        assert (link.label, link.record_id, link.reason, link.removable) == ("Trùng với", theirs, "cùng nội dung", True)
        assert page.suggestions == ()
    with pytest.raises(EntryError, match="sửa các mục"):
        tie(db, officer, other, one)
    before = entries(db)
    with pytest.raises(EntryError):
        linking.unlink(db, officer, K.LETTER, other, made.link_id, " ", 1, counted=False, on=ON, now=NOW)
    assert entries(db) == before
    linking.unlink(
        db, officer, K.LETTER, other, made.link_id, "hai thửa đất khác nhau", 1, counted=False, on=ON, now=NOW
    )
    for mine, theirs in ((one, other), (other, one)):
        page = duplicates.duplicates_page(db, officer, K.LETTER, mine)
        assert [link.undone_because for link in page.links] == ["hai thửa đất khác nhau"]
        assert ids(page.suggestions) == [(K.LETTER, theirs)]
    with pytest.raises(NoSuchRecordError):
        linking.unlink(db, officer, K.LETTER, one, made.link_id, "lần nữa", 1, counted=False, on=ON, now=NOW)
    assert tie(db, officer, other, one).link_id != made.link_id
    assert checking.check_tables(db) == []
    assert checking.verify_journal(db) == []


def test_what_cannot_be_one_matter_is_not_linked(db: Database, officer: Reader) -> None:
    """Itself, a stale page, a denunciation beside a named letter, a right that is not there, a record of nobody."""
    one, other = letter(db, officer, **HOA), letter(db, officer, content=AGAIN)
    secret = letter(db, officer, type="denunciation", content=AGAIN, person_name="")
    for wrong in (one, secret):
        with pytest.raises(EntryError):
            tie(db, officer, one, wrong)
    with pytest.raises(StaleVersionError):
        tie(db, officer, one, other, version=7)
    with pytest.raises(NoSuchRecordError):
        tie(db, officer, one, 999_999)
    with pytest.raises(ForbiddenError):
        tie(db, reader(db, Role.SECRETARIAT), one, other)
    with pytest.raises(EntryError):
        linking.link(
            db, officer, K.LETTER, one, (K.PETITION, _petition(db)), LinkType.SAME_MATTER, "", 1,
            counted=False, on=ON, now=NOW,
        )  # fmt: skip
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(ITEMS[ItemKind.LINK])) == 0


def _petition(db: Database) -> int:
    with db.write() as session:
        office = session.execute(text("SELECT id FROM unit WHERE name = :name"), {"name": OFFICE}).scalar_one()
    made = enter(db, reader(db, Role.SECRETARIAT), K.PETITION, content=CONTENT).record_id
    with db.write() as session:
        table = RECORDS[K.PETITION]
        session.execute(table.update().where(table.c.id == made).values(office_id=office))
    return made


def counts(db: Database) -> FigureSet:
    """Every figure of the year, as the whole sees it."""
    return figures.figures(db, reader(db, Role.SYSTEM), Question(ON.replace(month=1, day=1), ON))


def values(found: FigureSet) -> dict[tuple[str, object], object]:
    """The figures as plain numbers, by code and cell."""
    return {(one.code, one.cell): one.value for one in found}


def test_a_link_by_itself_changes_no_figure(db: Database, officer: Reader) -> None:
    """Every kind linked with one of its kind: the figures stay."""
    pairs = {
        kind: [enter(db, officer, kind, content=CONTENT).record_id for _ in range(2)]
        for kind in K
        if kind is not K.PETITION
    }
    before = values(counts(db))
    assert before[("letters.total", ())] == before[("kntc.total", ())] == 2
    for kind, (one, other) in pairs.items():
        link_type = LinkType.SAME_MATTER if kind is K.RECEPTION else LinkType.DUPLICATE
        tie(db, officer, other, one, kind, link_type=link_type)
    assert values(counts(db)) == before


def test_a_case_that_repeats_another_counts_once_and_again_when_undone(db: Database, officer: Reader) -> None:
    """The officer lets the later record say so: one case fewer, not overdue; undone, it counts again; history tells."""
    first, second = (enter(db, officer, K.CASE, content=CONTENT).record_id for _ in range(2))
    assert counts(db).value("kntc.total") == 2
    made = tie(db, officer, second, first, K.CASE, counted=True)
    assert counts(db).value("kntc.total") == 1
    assert duplicates.duplicates_page(db, officer, K.CASE, second).counted
    page = record_page(db, officer, K.CASE, second, ON)
    assert (page.due.on, page.due.overdue) == (None, False)
    assert page.history[0].label == "Đính chính"
    linking.unlink(
        db, officer, K.CASE, second, made.link_id, "khác vụ việc", made.version, counted=True, on=ON, now=NOW
    )
    assert counts(db).value("kntc.total") == 2
    assert not duplicates.duplicates_page(db, officer, K.CASE, second).counted


def test_a_visit_entered_as_the_same_matter_is_a_repeated_one(db: Database, officer: Reader) -> None:
    """Ticked on the form: the visit and its link in one transaction, counted as repeated; sent twice, stored once."""
    first = enter(db, officer, K.RECEPTION, content=CONTENT).record_id
    token = uuid.uuid4().hex
    typed = entry(db, K.RECEPTION, content=AGAIN, turn="first")
    same = [(LinkType.SAME_MATTER, K.RECEPTION, first)]
    for again in (False, True):
        logged = linking.log_linked(db, officer, K.RECEPTION, typed, same, on=ON, now=NOW, token=token, office=OFFICE)
        assert logged.again is again
    with db.read() as session:
        table, links = RECORDS[K.RECEPTION], ITEMS[ItemKind.LINK]
        assert session.scalar(select(table.c.turn).where(table.c.id == logged.record_id)) == "repeated"
        assert session.scalar(select(func.count()).select_from(links)) == 1
    gone = [(LinkType.SAME_MATTER, K.RECEPTION, 999_999)]
    before = entries(db)
    with pytest.raises(NoSuchRecordError):
        linking.log_linked(db, officer, K.RECEPTION, typed, gone, on=ON, now=NOW, token=uuid.uuid4().hex, office=OFFICE)
    assert entries(db) == before


def test_at_the_desk_too_no_link_says_who_denounced(db: Database, officer: Reader) -> None:
    """A visit that denounces is not tied to a letter that names its sender; nothing of it is kept."""
    named = letter(db, officer, **HOA)
    before = entries(db)
    for word in ("denunciation", "Tố cáo"):
        visit = {"received_on": "20/11/2026", "form": "regular", "people": "1", "type": word, "content": AGAIN}
        with pytest.raises(EntryError):
            desk.receive(
                db, officer, visit, with_letter=False, earlier=(K.LETTER, named), on=ON, now=NOW,
                token=uuid.uuid4().hex, office=OFFICE,
            )  # fmt: skip
    assert entries(db) == before


def test_a_link_made_before_a_letter_became_a_denunciation_is_told_by_neither(db: Database, officer: Reader) -> None:
    """The named duplicate would say who denounced: gone from both pages, also as one that was undone."""
    one, other, third = letter(db, officer, **HOA), letter(db, officer, **HOA), letter(db, officer, **HOA)
    tie(db, officer, one, other)
    undone = tie(db, officer, third, one)
    linking.unlink(db, officer, K.LETTER, third, undone.link_id, "nhầm", 1, counted=False, on=ON, now=NOW)
    assert len(duplicates.duplicates_page(db, officer, K.LETTER, one).links) == 2
    leader = reader(db, Role.LEADER)
    proposing.propose_denunciation(db, officer, K.LETTER, one, "BM-07", "Nội dung là tố cáo", on=ON, now=NOW)
    (waiting,) = destruction_desk.desk(db, leader, ON).waiting
    deciding.decide(db, leader, [waiting.proposal_id], "12/QĐ-VP", on=ON, now=NOW)
    for key in (one, other, third):
        page = duplicates.duplicates_page(db, officer, K.LETTER, key)
        assert page.links == ()
        assert (K.LETTER, one) not in ids(page.suggestions)
        assert companions.companions(db, officer, K.LETTER, key, ON).links == ()
