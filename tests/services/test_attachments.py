"""Attached files of a record: kept whole, never of a hidden record, and of a denunciation nothing that tells who."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from casework.domain.access import ForbiddenError, NoSuchRecordError, Reader
from casework.domain.attachments import DocumentRole
from casework.domain.entry import EntryError
from casework.domain.items import AssignmentPart, ItemKind
from casework.domain.vocabulary import RecordKind, Role
from casework.services.attachments import attaching, opening
from casework.services.handling import assigning
from casework.services.opening import open_database
from casework.store import items
from casework.store.database import Database
from tests.files import enclosures as made
from tests.services.desk import NOW, ON, enter, reader

RULES = attaching.Rules(largest=1024 * 1024, quota=2 * 1024 * 1024)


@pytest.fixture
def db(database_url: str) -> Database:
    return open_database(database_url)


@pytest.fixture
def store(tmp_path: Path) -> opening.FileStore:
    return opening.open_store(str(tmp_path / "files"))


def attach(
    db: Database, store: opening.FileStore, who: Reader, record_id: int, data: bytes, name: str, **more: object
) -> int:
    """A file attached to a letter."""
    rules = more.get("rules", RULES)
    assert isinstance(rules, attaching.Rules)
    return attaching.attach(
        db,
        store,
        rules,
        who,
        RecordKind.LETTER,
        record_id,
        data,
        name,
        role=DocumentRole.EVIDENCE,
        note=str(more.get("note", "")),
        covered=bool(more.get("covered")),
        on=ON,
        now=NOW,
    )


def test_a_file_comes_in_is_listed_opened_and_struck_out(db: Database, store: opening.FileStore) -> None:
    desk = reader(db, Role.RECEPTION_OFFICER)
    letter = enter(db, desk, RecordKind.LETTER).record_id
    data = made.pdf()
    key = attach(db, store, desk, letter, data, "../đơn  khiếu nại.pdf", note=" bản sao ")
    assert attach(db, store, desk, letter, data, "khac.pdf") == key
    found = opening.attachments_of(db, desk, RecordKind.LETTER, letter)
    assert [(one.name, one.role, one.size, one.note, one.pdf) for one in found.files] == [
        ("đơn khiếu nại.pdf", "Tài liệu, chứng cứ", len(data), "bản sao", True)
    ]
    assert opening.open_attachment(db, store, desk, key).data == data
    with pytest.raises(EntryError):
        attaching.strike_attachment(db, desk, key, " ", on=ON, now=NOW)
    attaching.strike_attachment(db, desk, key, "Nhầm hồ sơ", on=ON, now=NOW)
    assert opening.attachments_of(db, desk, RecordKind.LETTER, letter).files[0].struck
    assert opening.open_attachment(db, store, desk, key).data == data
    with db.read() as session:
        names = [event.name.value for event in items.item_history(session, ItemKind.ATTACHMENT, key)]
    assert names == ["added", "struck_out"]
    assert opening.check_files(db, store).missing == opening.check_files(db, store).unnamed == []


def test_too_much_is_refused(db: Database, store: opening.FileStore) -> None:
    desk = reader(db, Role.RECEPTION_OFFICER)
    letter = enter(db, desk, RecordKind.LETTER).record_id
    with pytest.raises(attaching.AttachmentProblem, match="lớn hơn 1 MB"):
        attach(db, store, desk, letter, b"a" * (1024 * 1024 + 1), "a.txt")
    attach(db, store, desk, letter, b"a" * (1024 * 1024), "a.txt")
    attach(db, store, desk, letter, b"b" * (1024 * 1024), "b.txt")
    with pytest.raises(attaching.AttachmentProblem, match="không nhận thêm"):
        attach(db, store, desk, letter, b"c", "c.txt")
    assert len(opening.attachments_of(db, desk, RecordKind.LETTER, letter).files) == 2


def test_of_a_denunciation_only_covered_copies_without_traces(
    db: Database, store: opening.FileStore, tmp_path: Path
) -> None:
    desk = reader(db, Role.RECEPTION_OFFICER)
    letter = enter(db, desk, RecordKind.LETTER, type="denunciation").record_id
    with pytest.raises(EntryError) as refused:
        attach(db, store, desk, letter, made.jpeg(), "don cua Nguyen Van Kin.jpg")
    assert "đã che" in refused.value.errors["covered"]
    for data, name in ((made.word(), "a.docx"), (made.odt(), "a.odt"), (made.pdf(Author="Nguyễn Văn Kín"), "a.pdf")):
        with pytest.raises(attaching.AttachmentProblem, match="thông tin ẩn"):
            attach(db, store, desk, letter, data, name, covered=True)
    with pytest.raises(attaching.AttachmentProblem) as named:
        attach(db, store, desk, letter, b"", "don cua Nguyen Van Kin.pdf", covered=True)
    assert "Kin" not in str(named.value)
    keys = [
        attach(db, store, desk, letter, data, f"don cua Nguyen Van Kin{ending}", covered=True)
        for data, ending in ((made.jpeg(), ".jpg"), (made.png(), ".png"), (made.webp(), ".webp"), (made.pdf(), ".pdf"))
    ]
    shown = opening.attachments_of(db, desk, RecordKind.LETTER, letter).files
    assert [one.name for one in reversed(shown)] == [
        "tai-lieu-1.jpg",
        "tai-lieu-2.png",
        "tai-lieu-3.webp",
        "tai-lieu-4.pdf",
    ]
    for key in keys:
        assert made.GPS_MAKER.encode() not in opening.open_attachment(db, store, desk, key).data
    for path in (tmp_path / "files").rglob("*"):
        assert path.is_dir() or made.GPS_MAKER.encode() not in path.read_bytes()
    with db.read() as session:
        kept = session.execute(text("SELECT payload FROM journal_payload")).scalars()
        assert not any("Kin" in payload for payload in kept)


def test_a_hidden_record_has_no_files(db: Database, store: opening.FileStore) -> None:
    desk = reader(db, Role.RECEPTION_OFFICER)
    letter = enter(db, desk, RecordKind.LETTER).record_id
    key = attach(db, store, desk, letter, made.pdf(), "Đơn của bà Sửu.pdf", note="bà Sửu nộp")
    for role in (Role.ADMINISTRATOR, Role.AUDITOR, Role.UNIT_OFFICER):
        other = reader(db, role)
        for wanted in (key, 10**9):
            with pytest.raises(NoSuchRecordError):
                opening.open_attachment(db, store, other, wanted)
            with pytest.raises(NoSuchRecordError):
                attaching.strike_attachment(db, other, wanted, "x", on=ON, now=NOW)
        with pytest.raises(NoSuchRecordError):
            opening.attachments_of(db, other, RecordKind.LETTER, letter)
        with pytest.raises(NoSuchRecordError):
            attach(db, store, other, letter, made.png(), "a.png")
    leader = reader(db, Role.LEADER)
    listed = opening.attachments_of(db, leader, RecordKind.LETTER, letter)
    assert (len(listed.files), listed.may_attach, listed.may_open) == (1, False, False)
    assert (listed.files[0].name, listed.files[0].note) == ("tai-lieu-1.pdf", "")
    with pytest.raises(ForbiddenError):
        opening.open_attachment(db, store, leader, key)
    with pytest.raises(ForbiddenError):
        attach(db, store, leader, letter, made.png(), "a.png")


def test_a_unit_that_takes_part_strikes_out_no_file_but_its_own(db: Database, store: opening.FileStore) -> None:
    desk = reader(db, Role.RECEPTION_OFFICER)
    helping = reader(db, Role.UNIT_HEAD, "Sở Tài chính")
    letter = enter(db, desk, RecordKind.LETTER).record_id
    theirs = attach(db, store, desk, letter, made.pdf(), "a.pdf")
    asked = {"unit_id": helping.unit_id, "assigned_on": ON}
    assigning.assign(db, desk, RecordKind.LETTER, letter, AssignmentPart.CONTRIBUTE, asked, 1, on=ON, now=NOW)
    own = attach(db, store, helping, letter, made.png(), "b.png")
    listed = opening.attachments_of(db, helping, RecordKind.LETTER, letter)
    assert [(one.id, one.may_strike) for one in listed.files] == [(own, True), (theirs, False)]
    with pytest.raises(ForbiddenError):
        attaching.strike_attachment(db, helping, theirs, "nhầm", on=ON, now=NOW)
    attaching.strike_attachment(db, helping, own, "nhầm", on=ON, now=NOW)
    attaching.strike_attachment(db, desk, theirs, "nhầm", on=ON, now=NOW)
    kept = opening.attachments_of(db, desk, RecordKind.LETTER, letter).files
    assert [(one.struck, one.may_strike) for one in kept] == [(True, False), (True, False)]


def test_an_undone_save_leaves_no_row_and_a_lost_file_is_named(
    db: Database, store: opening.FileStore, tmp_path: Path
) -> None:
    desk = reader(db, Role.RECEPTION_OFFICER)
    letter = enter(db, desk, RecordKind.LETTER).record_id
    (tmp_path / "files").write_text("not a folder")
    with pytest.raises(OSError, match="files"):
        attach(db, store, desk, letter, made.pdf(), "a.pdf")
    assert opening.attachments_of(db, desk, RecordKind.LETTER, letter).files == ()
    (tmp_path / "files").unlink()
    key = attach(db, store, desk, letter, made.pdf(), "a.pdf")
    with db.read() as session:
        sha256 = items.item(session, ItemKind.ATTACHMENT, key)["sha256"]
    store.remove(sha256)
    stray = store.put(b"stray")
    assert opening.check_files(db, store) == opening.FileCheck([sha256], [], [stray], 0)
    with pytest.raises(opening.FileMissingError):
        opening.open_attachment(db, store, desk, key)


def test_with_a_scanner_that_is_away_nothing_comes_in(db: Database, store: opening.FileStore) -> None:
    desk = reader(db, Role.RECEPTION_OFFICER)
    letter = enter(db, desk, RecordKind.LETTER).record_id
    rules = attaching.Rules(RULES.largest, RULES.quota, "127.0.0.1:1")
    with pytest.raises(attaching.AttachmentProblem, match="Chưa kiểm tra được"):
        attach(db, store, desk, letter, made.pdf(), "a.pdf", rules=rules)
    assert opening.attachments_of(db, desk, RecordKind.LETTER, letter).files == ()
    assert opening.check_files(db, store).missing == opening.check_files(db, store).unnamed == []
