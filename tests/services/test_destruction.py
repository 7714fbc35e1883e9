"""Destroying texts by two persons: the chain verifies, figures stay, no file keeps the words; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from casework.domain.access import ForbiddenError, NoSuchRecordError, Reader
from casework.domain.destruction import GONE, DestructionError, counted_part
from casework.domain.fields import IDENTITY_FIELDS
from casework.domain.items import ItemKind
from casework.domain.vocabulary import RecordKind, Role
from casework.files.attachment_store import FileStore
from casework.services import accounts, checking, importing, vault
from casework.services.attachments import opening
from casework.services.destruction import deciding, holds, proposing
from casework.services.destruction import desk as desk_page
from casework.services.handling import correcting
from casework.store import destroying, items, journal
from casework.store.attachment_rows import contents
from casework.store.database import Database
from casework.store.facts import FACTS
from casework.store.journal import JournalPayload
from casework.store.records import RECORDS
from casework.store.search import matches
from tests.acceptance.searching import database_files, found_in
from tests.files.books import register, xlsx
from tests.services.desk import NOW, OFFICE, ON, enter, reader
from tests.services.isolated import make_vault, person

K = RecordKind
NAME, PLACE, STORY = "Quách Thị Ngọc Huyền Vy", "17 ngõ Thổ Quan Lạc", "Ông Tào Bá Khuyển lấn lối đi xyzlmn"
FILED = date(2025, 3, 3)
DECISION = "12/QĐ-VP"


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A database with its reference data."""
    database = Database(database_url)
    yield database
    database.close()


def at_office(db: Database, role: Role) -> Reader:
    """Somebody of this role in the office that keeps the registers."""
    return person(db, role, OFFICE)


def letter(db: Database, **more: object) -> int:
    """A filed letter of a year ago whose sender is on record."""
    values: dict[str, object] = {
        "received_on": date(2025, 3, 1),
        "person_name": NAME,
        "person_address": PLACE,
        "content": STORY,
        "handling": "filed",
        "handled_on": FILED,
        "note": f"Gặp {NAME} tại nhà",
        **more,
    }
    return enter(db, at_office(db, Role.RECEPTION_OFFICER), K.LETTER, **values).record_id


def propose(db: Database, *record_ids: int, on: date = ON) -> list[int]:
    """The ids of the proposals to destroy these letters."""
    desk = at_office(db, Role.RECEPTION_OFFICER)
    proposing.propose_letters(db, desk, record_ids, "Hết thời hạn lưu", on=on, now=NOW)
    waiting = desk_page.desk(db, desk, on).waiting
    return [one.proposal_id for one in waiting if one.record_id in record_ids]


def destroy(db: Database, *record_ids: int) -> deciding.Decided:
    """Proposed by the desk, decided by the head."""
    head = at_office(db, Role.UNIT_HEAD)
    return deciding.decide(db, head, propose(db, *record_ids), DECISION, on=ON, now=NOW)


def facts_of(db: Database, kind: RecordKind, record_id: int) -> set[tuple[object, ...]]:
    """Everything that was ever held of a record."""
    table = FACTS[kind]
    with db.read() as session:
        return {tuple(row) for row in session.execute(select(table).where(table.c.record_id == record_id))}


def row_of(db: Database, kind: RecordKind, record_id: int) -> dict[str, object]:
    """A record's row."""
    table = RECORDS[kind]
    with db.read() as session:
        return dict(session.execute(select(table).where(table.c.id == record_id)).mappings().one())


def payloads(db: Database) -> str:
    """All payloads of the journal."""
    with db.read() as session:
        return "\n".join(session.scalars(select(JournalPayload.payload)))


def sound(db: Database) -> None:
    """Tables follow the journal, and the chain holds."""
    assert checking.check_tables(db) == []
    assert checking.verify_journal(db) == []


def test_a_destroyed_letter_is_counted_as_before_and_told_by_nothing(db: Database, tmp_path: Path) -> None:
    """Texts, search and files know nothing of it; facts of every day and every state of knowledge are the same."""
    gone, kept = (
        letter(db),
        letter(db, person_name="Lò Văn Giữ Lại", person_address="5 Tràng Thi", note="", content="Việc khác hẳn"),
    )
    desk = at_office(db, Role.RECEPTION_OFFICER)
    correcting.correct(
        db, desk, K.LETTER, gone, {"content": STORY + " nữa", "signers": "4"}, f"{NAME} nói lại", 1, on=ON, now=NOW
    )
    before, others = facts_of(db, K.LETTER, gone), facts_of(db, K.LETTER, kept)
    code = row_of(db, K.LETTER, gone)["code"]
    words = [NAME, PLACE, STORY]
    assert found_in(database_files(db.url, tmp_path), words, tmp_path) == sorted(words)

    done = destroy(db, gone)

    assert (done.records, done.decision, done.scrubbed) == (1, DECISION, db.dialect == "sqlite")
    assert facts_of(db, K.LETTER, gone) == before
    assert facts_of(db, K.LETTER, kept) == others
    row = row_of(db, K.LETTER, gone)
    assert (row["code"], row["type"], row["handling"], row["signers"]) == (code, "complaint", "filed", 4)
    assert {row[n] for n in IDENTITY_FIELDS[K.LETTER]} == {None}
    assert {row["content"], row["note"]} == {GONE}
    assert row["search_person"] == ""
    sound(db)
    assert checking.rebuild(db, accounts.system_reader(db, "tester"), NOW) == []
    (told,) = desk_page.destroyed(db)
    assert (told.decision, told.records, told.events) == (DECISION, 1, 2)
    assert desk_page.scrub(db)
    db.close()
    assert found_in(database_files(db.url, tmp_path), words, tmp_path) == []
    with db.read() as session:
        for query, wanted in (("quach thi ngoc", []), ("xyzlmn", []), ("lo van giu lai", [kept]), (str(code), [gone])):
            condition = matches(db.dialect, K.LETTER, query, True)
            assert condition is not None
            assert session.scalars(select(RECORDS[K.LETTER].c.id).where(condition)).all() == wanted


def test_a_letter_is_due_a_year_after_it_was_filed(db: Database) -> None:
    """On the day after the last day of keeping, not before; not a letter that was handled otherwise."""
    key = letter(db)
    letter(db, handling="guided", person_name="Người Khác Hẳn")
    desk = at_office(db, Role.RECEPTION_OFFICER)
    last = date(2026, 3, 3)
    assert desk_page.desk(db, desk, last).due == ()
    (due,) = desk_page.desk(db, desk, last + timedelta(days=1)).due
    assert (due.record_id, due.filed_on, due.kept_until) == (key, FILED, last)
    with pytest.raises(DestructionError, match="không còn thuộc diện"):
        propose(db, key, on=last)
    assert desk_page.desk(db, desk, date(2020, 1, 1)).due == ()


def test_two_persons_always(db: Database) -> None:
    """Who proposes does not decide, whatever his role; an officer never decides; the database refuses it too."""
    key = letter(db)
    head = at_office(db, Role.UNIT_HEAD)
    proposing.propose_letters(db, head, [key], "Hết thời hạn lưu", on=ON, now=NOW)
    (waiting,) = desk_page.desk(db, head, ON).waiting
    with pytest.raises(DestructionError, match="cần người khác"):
        deciding.decide(db, head, [waiting.proposal_id], DECISION, on=ON, now=NOW)
    with pytest.raises(ForbiddenError):
        deciding.decide(db, at_office(db, Role.RECEPTION_OFFICER), [waiting.proposal_id], DECISION, on=ON, now=NOW)
    for role in (Role.SECRETARIAT, Role.ADMINISTRATOR, Role.AUDITOR):
        with pytest.raises(ForbiddenError):
            deciding.decide(db, reader(db, role), [waiting.proposal_id], DECISION, on=ON, now=NOW)
    assert NAME in payloads(db)
    assert deciding.decide(db, reader(db, Role.LEADER), [waiting.proposal_id], DECISION, on=ON, now=NOW).records == 1
    assert NAME not in payloads(db)
    with pytest.raises(DestructionError, match="đã có quyết định"):
        deciding.decide(db, reader(db, Role.LEADER), [waiting.proposal_id], DECISION, on=ON, now=NOW)
    sound(db)


def test_a_hold_stops_it_and_a_head_lifts_it(db: Database) -> None:
    """Held back before the proposal and after it; the list no longer proposes it."""
    first, second = letter(db), letter(db, content="Đơn thứ hai")
    desk, head = at_office(db, Role.RECEPTION_OFFICER), at_office(db, Role.UNIT_HEAD)
    holds.hold(db, desk, K.LETTER, first, "Đang thanh tra", on=ON, now=NOW)
    assert [one.record_id for one in desk_page.desk(db, desk, ON).due] == [second]
    with pytest.raises(DestructionError):
        propose(db, first)
    proposed = propose(db, second)
    holds.hold(db, desk, K.LETTER, second, "Tòa án yêu cầu", on=ON, now=NOW)
    with pytest.raises(DestructionError, match="giữ lại"):
        deciding.decide(db, head, proposed, DECISION, on=ON, now=NOW)
    with pytest.raises(DestructionError, match="đã được giữ"):
        holds.hold(db, desk, K.LETTER, second, "Lần nữa", on=ON, now=NOW)
    with pytest.raises(ForbiddenError):
        holds.lift_hold(db, desk, K.LETTER, second, "Xong", on=ON, now=NOW)
    holds.lift_hold(db, head, K.LETTER, second, "Tòa án đã xử xong", on=ON, now=NOW)
    state = desk_page.record_state(db, head, K.LETTER, second, False)
    assert state.waiting
    assert state.hold is None
    deciding.decide(db, head, proposed, DECISION, on=ON, now=NOW)
    assert desk_page.record_state(db, head, K.LETTER, second, False).decision == DECISION
    held = desk_page.record_state(db, head, K.LETTER, first, False)
    assert held.hold is not None
    assert held.hold.reason == "Đang thanh tra"
    assert held.decision == ""
    sound(db)


def test_a_returned_proposal_destroys_nothing(db: Database) -> None:
    """The head returns, the proposer withdraws; the letter is proposed again."""
    key = letter(db)
    (proposal,) = propose(db, key)
    head, desk = at_office(db, Role.UNIT_HEAD), at_office(db, Role.RECEPTION_OFFICER)
    deciding.reject(db, head, [proposal], "Chờ hết khiếu nại", on=ON, now=NOW)
    (again,) = propose(db, key)
    deciding.reject(db, desk, [again], "Ghi nhầm", on=ON, now=NOW)
    told = [(one.verdict, one.remark) for one in desk_page.desk(db, head, ON).decided]
    assert told == [("withdrawn", "Ghi nhầm"), ("returned", "Chờ hết khiếu nại")]
    assert NAME in payloads(db)
    assert row_of(db, K.LETTER, key)["person_name"] == NAME


def test_what_changed_since_the_proposal_is_not_destroyed(db: Database) -> None:
    """A letter that is no longer filed at the moment of the decision: nothing of the batch goes."""
    first, second = letter(db), letter(db, content="Đơn thứ hai")
    proposed = propose(db, first, second)
    desk = at_office(db, Role.RECEPTION_OFFICER)
    correcting.correct(db, desk, K.LETTER, second, {"handling": "guided"}, "Ghi nhầm", 1, on=ON, now=NOW)
    with pytest.raises(DestructionError, match="không còn là đơn lưu"):
        deciding.decide(db, at_office(db, Role.UNIT_HEAD), proposed, DECISION, on=ON, now=NOW)
    assert row_of(db, K.LETTER, first)["person_name"] == NAME


@pytest.mark.parametrize("kind", [K.LETTER, K.RECEPTION, K.CASE])
def test_a_record_with_a_name_becomes_a_denunciation(db: Database, kind: RecordKind, tmp_path: Path) -> None:
    """What the desk could not correct by itself: the identity goes everywhere, the rest stays, in one transaction."""
    desk, leader = at_office(db, Role.RECEPTION_OFFICER), reader(db, Role.LEADER)
    key = enter(
        db, desk, kind, person_name=NAME, person_address=PLACE, content=f"{NAME} tố cáo cán bộ nhận tiền", note=PLACE
    ).record_id
    correcting.correct(db, desk, kind, key, {"note": f"Theo lời {NAME}"}, f"{NAME} bổ sung", 1, on=ON, now=NOW)
    with pytest.raises(DestructionError, match="danh tính"):
        proposing.propose_denunciation(db, desk, kind, key, "BM-07", f"{NAME} là người tố cáo", on=ON, now=NOW)
    proposing.propose_denunciation(db, desk, kind, key, "BM-07", "Nội dung là tố cáo", on=ON, now=NOW)
    with pytest.raises(DestructionError, match="đang chờ"):
        proposing.propose_denunciation(db, desk, kind, key, "BM-07", "Lần nữa", on=ON, now=NOW)
    (waiting,) = desk_page.desk(db, leader, ON).waiting
    deciding.decide(db, leader, [waiting.proposal_id], DECISION, on=ON, now=NOW)
    row = row_of(db, kind, key)
    assert (row["type"], row["paper_file"]) == ("denunciation", "BM-07")
    assert row["content"] == "[không lưu] tố cáo cán bộ nhận tiền"
    assert row["note"] == "Theo lời [không lưu]"
    assert row["search_person"] == ""
    sound(db)
    assert desk_page.scrub(db)
    db.close()
    assert found_in(database_files(db.url, tmp_path), [NAME, PLACE], tmp_path) == []
    with pytest.raises(DestructionError, match="đã là tố cáo"):
        proposing.propose_denunciation(db, desk, kind, key, "BM-07", "Lần nữa", on=ON, now=NOW)


def test_what_becomes_a_denunciation_is_linked_with_no_record_that_names_the_person(db: Database) -> None:
    """The letter that turns out to be a denunciation leads to no visit that tells its sender, nor the visit to it."""
    desk, leader = at_office(db, Role.RECEPTION_OFFICER), reader(db, Role.LEADER)
    key = enter(db, desk, K.LETTER, person_name=NAME).record_id
    visit = enter(db, desk, K.RECEPTION, person_name=NAME).record_id
    act = journal.Act("link", desk.user_id, "", NOW)
    ends = [(K.LETTER, key, K.RECEPTION, visit), (K.RECEPTION, visit, K.LETTER, key)]
    with db.write() as session:
        for of_kind, of_id, to_kind, to_id in ends:
            values = {"link_type": "same_matter", "to_kind": to_kind.value, "to_id": to_id, "reason": f"cùng {NAME}"}
            items.add_item(session, ItemKind.LINK, of_kind, of_id, {**values, "linked_on": ON}, on=ON, act=act)
    proposing.propose_denunciation(db, desk, K.LETTER, key, "BM-07", "Nội dung là tố cáo", on=ON, now=NOW)
    (waiting,) = desk_page.desk(db, leader, ON).waiting
    deciding.decide(db, leader, [waiting.proposal_id], DECISION, on=ON, now=NOW)
    with db.read() as session:
        links = [*items.items_of(session, ItemKind.LINK, K.LETTER, [key])[key]]
        links += items.items_of(session, ItemKind.LINK, K.RECEPTION, [visit])[visit]
    assert [(one["struck"], one["to_kind"], one["to_id"], one["reason"]) for one in links] == [
        (True, None, None, None)
    ] * 2
    sound(db)


def test_items_of_a_destroyed_letter_lose_their_texts(db: Database) -> None:
    """An assignment's request goes, its days and unit stay; the hold that was lifted stays whole."""
    key = letter(db)
    desk, head = at_office(db, Role.RECEPTION_OFFICER), at_office(db, Role.UNIT_HEAD)
    act = journal.Act("item", desk.user_id, "", NOW)
    holds.hold(db, desk, K.LETTER, key, "Đang thanh tra", on=ON, now=NOW)
    holds.lift_hold(db, head, K.LETTER, key, "Đã xong", on=ON, now=NOW)
    with db.write() as session:
        item_id = items.add_item(
            session,
            ItemKind.ASSIGNMENT,
            K.LETTER,
            key,
            {"part": "lead", "unit_id": 3, "assigned_on": ON, "request": f"Mời {NAME}"},
            on=ON,
            act=act,
        )
    destroy(db, key)
    with db.read() as session:
        left = items.item(session, ItemKind.ASSIGNMENT, item_id)
        (hold,) = items.items_of(session, ItemKind.HOLD, K.LETTER, [key])[key]
    assert (left["request"], left["part"], left["unit_id"], left["of_id"]) == (None, "lead", 3, key)
    assert hold["reason"] == "Đang thanh tra"
    assert NAME not in payloads(db)
    sound(db)


def test_attached_contents_go_unless_another_record_names_them(db: Database, tmp_path: Path) -> None:
    """The bytes of a file that only destroyed letters name are removed; a shared one stays; the row says so."""
    files = FileStore(tmp_path / "files")
    gone, also, kept = letter(db), letter(db, content="Hai"), letter(db, content="Ba", handling="guided")
    only, shared = files.put(b"%PDF-only"), files.put(b"%PDF-shared")
    desk = at_office(db, Role.RECEPTION_OFFICER)
    act = journal.Act("attach", desk.user_id, "", NOW)
    for record_id, sha256 in ((gone, only), (also, only), (also, shared), (kept, shared)):
        values = {"file_name": f"{NAME}.pdf", "media_type": "application/pdf", "size": 9, "sha256": sha256}
        with db.write() as session:
            items.add_item(
                session, ItemKind.ATTACHMENT, K.LETTER, record_id, {**values, "attached_on": ON}, on=ON, act=act
            )
    head = at_office(db, Role.UNIT_HEAD)
    deciding.decide(db, head, propose(db, gone), DECISION, on=ON, now=NOW, files=files)
    assert sorted(files.names()) == sorted([only, shared])
    deciding.decide(db, head, propose(db, also), DECISION, on=ON, now=NOW, files=files)
    assert list(files.names()) == [shared]
    (shown, _other) = opening.attachments_of(db, desk, K.LETTER, also).files
    assert shown.destroyed
    assert NAME not in shown.name
    with pytest.raises(opening.FileMissingError, match="hủy theo quyết định"):
        opening.open_attachment(db, files, desk, shown.id)
    with db.read() as session:
        assert contents(session) == set(files.names())
    files.put(b"%PDF-left by a stop")
    assert desk_page.scrub(db, files)
    assert list(files.names()) == [shared]
    sound(db)


def test_a_destroyed_denunciation_leaves_nothing_in_the_vault(db: Database, tmp_path: Path) -> None:
    """What was sealed of it goes with its texts; other seals stay."""
    opened = make_vault(db, f"sqlite:///{tmp_path / 'vault.sqlite'}", tmp_path)
    gone = letter(db, type="denunciation")
    letter(db, type="denunciation", content="Đơn khác")
    destroy(db, gone)
    assert len(opened.seals()) == 1
    assert vault.check(db, opened, accounts.system_reader(db, "t"), NOW, repair=False).sound
    sound(db)
    opened.database.close()


def test_a_register_fills_nothing_again(db: Database) -> None:
    """The office imports the same book once more: the destroyed letter stays as it is, its number is not made anew."""
    told = {
        "Số đơn": "Đ-2025-77",
        "Ngày nhận": "01/3/2025",
        "Người gửi": NAME,
        "Địa chỉ": PLACE,
        "Loại đơn": "Khiếu nại",
        "Tóm tắt nội dung": STORY,
        "Kết quả xử lý": "Lưu đơn",
        "Ngày xử lý": "03/3/2025",
    }
    book, system = xlsx({"Đơn thư": register("Đơn thư", told)}), accounts.system_reader(db, "tester")

    def imported() -> importing.Receipt:
        prepared = importing.prepare(db, book, "so.xlsx", office=OFFICE, today=ON)
        return importing.store_prepared(db, prepared, actor=system, now=NOW)

    assert imported().created == 1
    with db.read() as session:
        key = session.scalars(select(RECORDS[K.LETTER].c.id)).one()
    assert row_of(db, K.LETTER, key)["person_name"] == NAME
    destroy(db, key)
    before = row_of(db, K.LETTER, key)
    again = imported()
    assert (again.created, again.changed, again.unchanged) == (0, 0, 1)
    assert row_of(db, K.LETTER, key) == before
    assert NAME not in payloads(db)
    sound(db)


def test_the_database_replaces_a_payload_only_by_what_the_journal_tells(db: Database) -> None:
    """By hand nothing goes: neither emptied, nor replaced by something else, nor with a row made up for it."""
    key = letter(db)
    destroy(db, key)
    one = destroying.Destruction
    with db.read() as session:
        destroyed = session.scalars(select(one.event_id)).first()
        (other,) = session.scalars(
            select(JournalPayload.event_id).where(JournalPayload.payload.contains("scope")).limit(1)
        ).all()
        told = dict(session.execute(select(one.__table__)).mappings().first() or {})
    payload = update(JournalPayload)
    orders = [
        payload.values(payload="{}"),
        payload.where(JournalPayload.event_id == destroyed).values(payload="{}"),
        payload.where(JournalPayload.event_id == other).values(payload="{}", salt=""),
        delete(JournalPayload).where(JournalPayload.event_id == destroyed),
        update(one).values(decision="99/QĐ"),
        delete(one),
        insert(one).values(**{**told, "event_id": other}),
        insert(one).values(**{**told, "event_id": other, "replacement_id": other}),
    ]
    for order in orders:
        with pytest.raises(DBAPIError, match="nhật ký chỉ được ghi thêm"), db.write() as session:
            session.execute(order)
    sound(db)


def _open_triggers(db: Database) -> None:
    with db.write() as session:
        if db.dialect == "sqlite":
            query = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for name in session.scalars(query).all():
                session.execute(text(f"DROP TRIGGER {name}"))
        else:
            for name in ("journal_payload", "destruction", "journal_event"):
                session.execute(text(f"ALTER TABLE {name} DISABLE TRIGGER USER"))


def test_a_payload_changed_behind_the_triggers_is_found(db: Database) -> None:
    """Changed after its destruction, emptied without one, or the destruction's own row taken away."""
    key, other = letter(db), letter(db, content="Đơn thứ hai")
    destroy(db, key)
    _open_triggers(db)
    one = destroying.Destruction
    with db.read() as session:
        destroyed = session.scalars(select(one.event_id).order_by(one.event_id)).first()
        rows = [dict(row) for row in session.execute(select(one.__table__)).mappings()]
        held = session.get_one(JournalPayload, destroyed).payload
        position = session.get_one(journal.JournalEvent, destroyed).position
        first = journal.history(session, K.LETTER, other)[0].id
    assert checking.verify_journal(db) == []
    mine = update(JournalPayload).where(JournalPayload.event_id == destroyed)
    for order, undo in (
        (mine.values(payload="{}"), mine.values(payload=held)),
        (delete(one), insert(one.__table__).values(rows)),
    ):
        with db.write() as session:
            session.execute(order)
        assert position in {fault.position for fault in checking.verify_journal(db)}
        with db.write() as session:
            session.execute(undo)
        assert checking.verify_journal(db) == []
    with db.write() as session:
        session.execute(update(JournalPayload).where(JournalPayload.event_id == first).values(payload="{}", salt=""))
    assert len(checking.verify_journal(db)) == 1


def test_what_is_hidden_can_neither_be_destroyed_nor_held(db: Database) -> None:
    """Another unit's letter: told as missing, not listed, and a proposal about it does not exist."""
    key = letter(db)
    (proposal,) = propose(db, key)
    stranger = person(db, Role.UNIT_HEAD, "Sở Y tế")
    assert desk_page.desk(db, stranger, ON).waiting == ()
    with pytest.raises(NoSuchRecordError):
        deciding.decide(db, stranger, [proposal], DECISION, on=ON, now=NOW)
    with pytest.raises(NoSuchRecordError):
        holds.hold(db, stranger, K.LETTER, key, "Giữ", on=ON, now=NOW)
    with pytest.raises(NoSuchRecordError):
        deciding.decide(db, stranger, [proposal + 1000], DECISION, on=ON, now=NOW)
    leader = reader(db, Role.LEADER)
    with db.write() as session:
        items.add_item(
            session,
            ItemKind.DENIAL,
            K.LETTER,
            key,
            {"person_id": leader.user_id, "denied_on": ON, "reason": "Người bị khiếu nại"},
            on=ON,
            act=journal.Act("deny", leader.user_id, "", NOW),
        )
    assert desk_page.desk(db, leader, ON).waiting == ()
    with pytest.raises(NoSuchRecordError):
        deciding.decide(db, leader, [proposal], DECISION, on=ON, now=NOW)


@pytest.mark.parametrize("number", ["", "quyết định", "x" * 99 + "11", "  "])
def test_the_decision_has_a_number(db: Database, number: str) -> None:
    """Without it nothing goes."""
    proposed = propose(db, letter(db))
    with pytest.raises(DestructionError, match="số quyết định"):
        deciding.decide(db, at_office(db, Role.UNIT_HEAD), proposed, number, on=ON, now=NOW)


def test_what_counts_is_kept() -> None:
    """Days, numbers, terms and counted places stay; names, stories, reasons, accused people go."""
    left = counted_part(
        K.CASE,
        {
            "code": "KN-1",
            "person_name": NAME,
            "respondent": "Ông Tào",
            "subject": "Đất đai",
            "accepted_on": ON,
            "money_recovered": 3,
            "content": STORY,
            "correction_reason": NAME,
            "suspended_days": 4,
        },
    )
    assert left == {
        "code": "KN-1",
        "respondent": GONE,
        "subject": "Đất đai",
        "accepted_on": ON,
        "money_recovered": 3,
        "content": GONE,
        "correction_reason": GONE,
        "suspended_days": 4,
    }


def test_now_is_the_desks(db: Database) -> None:
    """Every act of a destruction stands in the journal with its person and moment."""
    destroy(db, letter(db))
    with db.read() as session:
        entries = session.execute(
            select(journal.JournalEntry.act, journal.JournalEntry.note, journal.JournalEntry.actor_id).order_by(
                journal.JournalEntry.position.desc()
            )
        ).all()
    told = [row.act for row in entries[:3]]
    assert told == ["destroy", "decide_destruction", "propose_destruction"]
    assert entries[0].note == f"theo quyết định {DECISION}"
    assert entries[0].actor_id != entries[2].actor_id
    assert isinstance(NOW, datetime)
