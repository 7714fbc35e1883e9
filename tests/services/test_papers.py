"""Official papers: which fit, what they say, their numbers, printed the same again, hidden with their record."""

from __future__ import annotations

import uuid
from datetime import date
from io import BytesIO

import docx
import pytest
from sqlalchemy import text, update

from casework.domain.access import ForbiddenError, NoSuchRecordError, Reader
from casework.domain.entry import EntryError
from casework.domain.items import ItemKind
from casework.domain.papers import PaperCode
from casework.domain.vocabulary import RecordKind, Role
from casework.services import accounts, checking
from casework.services.companions import companions
from casework.services.opening import open_database
from casework.services.papers import drafting, issuing, templates
from casework.store import items
from casework.store.database import Database
from casework.store.duties import DutyEntry, held_duties
from casework.store.items import ITEMS
from tests.services.desk import NOW, OFFICE, ON, enter, reader


@pytest.fixture
def db(database_url: str) -> Database:
    return open_database(database_url)


HEAD = {
    "issuer": OFFICE,
    "town": "Hà Nội",
    "symbol": "TB-VP",
    "made_on": "20/11/2026",
    "signer_title": "CHÁNH VĂN PHÒNG",
    "signer": "Trần Văn Mẫu",
}
REFUSAL = {**HEAD, "addressee": "Ông (bà) Trần Văn Đức", "reason": "hết thời hiệu khiếu nại"}


def issue(db: Database, who: Reader, record_id: int, code: PaperCode = PaperCode.REFUSAL, **more: object) -> int:
    """A paper of a letter, issued with a form of its own."""
    typed = {**REFUSAL, **{k: str(v) for k, v in more.items() if k not in ("numbered", "token", "kind", "covered")}}
    return issuing.issue_paper(
        db,
        who,
        RecordKind(more.get("kind", RecordKind.LETTER)),
        record_id,
        code,
        typed,
        numbered=bool(more.get("numbered", True)),
        on=ON,
        now=NOW,
        token=str(more.get("token", uuid.uuid4().hex)),
        covered=bool(more.get("covered", False)),
    )


def words_of(data: bytes) -> str:
    """Every text of a Word file, tables too."""
    document = docx.Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_a_letter_is_refused_on_paper(db: Database) -> None:
    desk = reader(db, Role.RECEPTION_OFFICER)
    letter = enter(db, desk, RecordKind.LETTER).record_id
    draft = drafting.draft_paper(db, desk, RecordKind.LETTER, letter, PaperCode.REFUSAL, on=ON, office=OFFICE)
    assert draft.values["addressee"] == "Ông (bà) Trần Văn Đức"
    assert ("nội dung", "Khiếu nại quyết định thu hồi đất") in draft.from_record
    paper = issue(db, desk, letter)
    found = drafting.papers_of(db, desk, RecordKind.LETTER, letter, ON)
    assert [(one.id, one.label, one.number) for one in found.made] == [(paper, "Thông báo không thụ lý", "01/TB-VP")]
    word = issuing.paper_file(db, desk, paper, "docx", on=ON)
    printed = words_of(word.data)
    for wanted in ("Số: 01/TB-VP", "Trần Văn Đức", "hết thời hiệu khiếu nại", "Trần Văn Mẫu", "Khiếu nại quyết định"):
        assert wanted in printed
    assert word.name == "thong-bao-khong-thu-ly-01-tb-vp.docx"
    assert issuing.paper_file(db, desk, paper, "docx", on=ON).data == word.data
    pdf = issuing.paper_file(db, desk, paper, "pdf", on=ON)
    assert pdf.data.startswith(b"%PDF")
    assert pdf.data == issuing.paper_file(db, desk, paper, "pdf", on=ON).data


def test_numbers_run_on_without_gaps_and_are_not_given_twice(db: Database) -> None:
    desk = reader(db, Role.RECEPTION_OFFICER)
    letter = enter(db, desk, RecordKind.LETTER).record_id
    issue(db, desk, letter, reason="một")
    issue(db, desk, letter, reason="hai", number="2")
    with pytest.raises(EntryError) as refused:
        issue(db, desk, letter, reason="ba", number="02")
    assert "đã dùng" in refused.value.errors["number"]
    issue(db, desk, letter, reason="bốn")
    issue(db, desk, letter, reason="năm", symbol="TB-KHAC")
    made = drafting.papers_of(db, desk, RecordKind.LETTER, letter, ON).made
    assert [one.number for one in made] == ["01/TB-KHAC", "03/TB-VP", "02/TB-VP", "01/TB-VP"]


def test_a_form_sent_twice_issues_one_paper(db: Database) -> None:
    desk = reader(db, Role.RECEPTION_OFFICER)
    letter = enter(db, desk, RecordKind.LETTER).record_id
    assert issue(db, desk, letter, token="t") == issue(db, desk, letter, token="t")
    assert len(drafting.papers_of(db, desk, RecordKind.LETTER, letter, ON).made) == 1


def test_a_paper_without_number_gets_it_later_and_can_be_taken_back(db: Database) -> None:
    desk = reader(db, Role.RECEPTION_OFFICER)
    letter = enter(db, desk, RecordKind.LETTER).record_id
    paper = issue(db, desk, letter, numbered=False)
    assert "Số: ……………/TB-VP" in words_of(issuing.paper_file(db, desk, paper, "docx", on=ON).data)
    done = issuing.number_paper(db, desk, paper, "17", "21/11/2026", on=ON, now=NOW)
    assert done.number == "17/TB-VP"
    printed = words_of(issuing.paper_file(db, desk, paper, "docx", on=ON).data)
    assert "Số: 17/TB-VP" in printed
    assert "ngày 21 tháng 11 năm 2026" in printed
    with pytest.raises(EntryError):
        issuing.number_paper(db, desk, paper, "18", "", on=ON, now=NOW)
    with pytest.raises(EntryError):
        issuing.strike_paper(db, desk, paper, "  ", on=ON, now=NOW)
    issuing.strike_paper(db, desk, paper, "In nhầm", on=ON, now=NOW)
    assert drafting.papers_of(db, desk, RecordKind.LETTER, letter, ON).made[0].struck
    assert issue(db, desk, letter, number="17", reason="lại")


def test_a_notice_that_is_issued_fulfils_its_duty_until_it_is_taken_back(db: Database) -> None:
    """On the day of the paper, once it has its number; the record itself stays as it is; the tables stay in step."""
    desk, kind = reader(db, Role.RECEPTION_OFFICER), RecordKind.CASE
    case = enter(db, desk, kind, type="denunciation", person_name="", accepted_on="16/11/2026").record_id

    def notice() -> tuple[date | None, date | None]:
        with db.read() as session:
            kept = {code: done for code, _due, done in held_duties(session, kind, [case])[case]}
        shown = companions(db, desk, kind, case, ON).duties
        return kept["case.notice"], next(one.duty.done_on for one in shown if one.duty.code == "case.notice")

    more = {"kind": kind, "code": PaperCode.ACCEPTANCE, "addressee": "Người tố cáo", "covered": True}
    assert notice() == (None, None)
    paper = issue(db, desk, case, made_on="19/11/2026", numbered=False, **more)
    assert notice() == (None, None)
    issuing.number_paper(db, desk, paper, "", "", on=ON, now=NOW)
    assert notice() == (date(2026, 11, 19),) * 2
    second = issue(db, desk, case, made_on="18/11/2026", **more)
    assert notice() == (date(2026, 11, 18),) * 2
    assert checking.check_tables(db) == []
    issuing.strike_paper(db, desk, second, "lập nhầm", on=ON, now=NOW)
    assert notice() == (date(2026, 11, 19),) * 2
    issuing.strike_paper(db, desk, paper, "lập nhầm", on=ON, now=NOW)
    assert notice() == (None, None)
    with db.write() as session:
        table = ITEMS[ItemKind.PAPER]
        session.execute(update(table).where(table.c.id == paper).values(struck=False))
        session.execute(update(DutyEntry).values(done_on=ON))
    assert {one.record_id for one in checking.rebuild(db, accounts.system_reader(db, "tester"), NOW)} == {case, paper}
    assert notice() == (None, None)
    assert checking.check_tables(db) == []


def test_what_is_missing_is_named(db: Database) -> None:
    desk = reader(db, Role.RECEPTION_OFFICER)
    letter = enter(db, desk, RecordKind.LETTER).record_id
    with pytest.raises(EntryError) as refused:
        issue(db, desk, letter, reason="", made_on="32/13/2026")
    assert set(refused.value.errors) == {"reason", "made_on"}
    with pytest.raises(NoSuchRecordError):
        issue(db, desk, letter, code=PaperCode.EXTENSION)


def test_of_a_denunciation_nobody_is_named(db: Database) -> None:
    desk = reader(db, Role.RECEPTION_OFFICER)
    letter = enter(
        db, desk, RecordKind.LETTER, type="denunciation", person_name="Phạm Văn Kín", content="Tố cáo ông X nhận quà"
    ).record_id
    draft = drafting.draft_paper(db, desk, RecordKind.LETTER, letter, PaperCode.TRANSFER_NOTICE, on=ON, office=OFFICE)
    assert draft.values["addressee"] == "Người tố cáo"
    assert draft.values["symbol"] == "TB-VP-TC"
    assert not any(label.startswith("địa chỉ") for label, _text in draft.from_record)
    assert draft.sensitive
    with pytest.raises(EntryError) as series:
        issue(db, desk, enter(db, desk, RecordKind.LETTER).record_id, symbol="TB-VP-tc")
    assert list(series.value.errors) == ["symbol"]
    told = {"code": PaperCode.TRANSFER_NOTICE, "addressee": "Người tố cáo", "competent": "Công an"}
    with pytest.raises(EntryError) as uncovered:
        issue(db, desk, letter, **told)
    assert list(uncovered.value.errors) == ["covered"]
    paper = issue(db, desk, letter, covered=True, **told)
    printed = words_of(issuing.paper_file(db, desk, paper, "docx", on=ON).data)
    assert "Phạm Văn Kín" not in printed
    assert "đơn tố cáo của Người tố cáo" in printed
    for number in ("001085012345", "012345678", "0912345678", "0912.345.678"):
        with pytest.raises(EntryError, match="mục nhập") as refused:
            issue(
                db,
                desk,
                letter,
                code=PaperCode.TRANSFER_NOTICE,
                addressee=f"Người tố cáo, {number}",
                competent="Công an",
            )
        assert "số định danh" in refused.value.errors["addressee"]


def test_papers_of_denunciations_have_numbers_of_their_own(db: Database) -> None:
    """Whatever stands in the box of the symbol, and when the number comes later: the ordinary series has no gap."""
    desk = reader(db, Role.RECEPTION_OFFICER)
    plain = enter(db, desk, RecordKind.LETTER).record_id
    secret = enter(db, desk, RecordKind.LETTER, type="denunciation").record_id
    told = {"code": PaperCode.TRANSFER_NOTICE, "addressee": "Người tố cáo", "competent": "Công an", "covered": True}
    issue(db, desk, plain)
    for symbol in ("TB-VP", "TB-VP-TC", "TB-VP-tc"):
        issue(db, desk, secret, symbol=symbol, **told)
    later = issue(db, desk, secret, numbered=False, **told)
    assert issuing.number_paper(db, desk, later, "", "", on=ON, now=NOW).number == "04/TB-VP-TC"
    assert "Số: 04/TB-VP-TC" in words_of(issuing.paper_file(db, desk, later, "docx", on=ON).data)
    issue(db, desk, plain)
    numbers = [
        [one.number for one in drafting.papers_of(db, desk, RecordKind.LETTER, key, ON).made] for key in (plain, secret)
    ]
    assert numbers == [["02/TB-VP", "01/TB-VP"], ["04/TB-VP-TC", "03/TB-VP-TC", "02/TB-VP-TC", "01/TB-VP-TC"]]


def test_nothing_is_marked_as_secret_on_a_connected_machine(db: Database) -> None:
    desk = reader(db, Role.RECEPTION_OFFICER)
    letter = enter(db, desk, RecordKind.LETTER).record_id
    for mark in ("MẬT", "Tối mật", "Độ mật: Mật"):
        with pytest.raises(EntryError) as refused:
            issue(db, desk, letter, addressee=f"Ông A\n{mark}")
        assert "máy tính độc lập" in refused.value.errors["addressee"]
    assert issue(db, desk, letter, addressee="Ông Mật\nbà Mật")


def test_a_hidden_record_has_no_papers(db: Database) -> None:
    desk = reader(db, Role.RECEPTION_OFFICER)
    letter = enter(db, desk, RecordKind.LETTER).record_id
    paper = issue(db, desk, letter)
    for role in (Role.ADMINISTRATOR, Role.AUDITOR):
        other = reader(db, role)
        for call in (
            lambda who=other: drafting.papers_of(db, who, RecordKind.LETTER, letter, ON),
            lambda who=other: issuing.paper_file(db, who, paper, "pdf", on=ON),
            lambda who=other: issuing.paper_file(db, who, 10**9, "pdf", on=ON),
            lambda who=other: issuing.strike_paper(db, who, paper, "x", on=ON, now=NOW),
        ):
            with pytest.raises(NoSuchRecordError):
                call()
    leader = reader(db, Role.LEADER)
    assert drafting.papers_of(db, leader, RecordKind.LETTER, letter, ON).fitting == ()
    with pytest.raises(ForbiddenError):
        issuing.paper_file(db, leader, paper, "pdf", on=ON)
    with pytest.raises(ForbiddenError):
        issue(db, leader, letter)


def test_the_office_replaces_a_wording_and_old_papers_stay(db: Database) -> None:
    desk, keeper = reader(db, Role.RECEPTION_OFFICER), reader(db, Role.ADMINISTRATOR)
    letter = enter(db, desk, RecordKind.LETTER).record_id
    first = issue(db, desk, letter)
    before = issuing.paper_file(db, desk, first, "docx", on=ON).data
    own = templates.template(db, keeper, PaperCode.REFUSAL)
    parts = {**own.parts, "body": "Cơ quan trả lời {Người gửi} rằng: {lý do}."}
    assert templates.save_template(db, keeper, PaperCode.REFUSAL, parts, now=NOW) == 2
    second = issue(db, desk, letter, reason="không đủ điều kiện.")
    assert "rằng: không đủ điều kiện." in words_of(issuing.paper_file(db, desk, second, "docx", on=ON).data)
    assert issuing.paper_file(db, desk, first, "docx", on=ON).data == before
    templates.reset_template(db, keeper, PaperCode.REFUSAL, now=NOW)
    third = issue(db, desk, letter, reason="ba")
    assert "không thụ lý giải quyết đơn nêu trên" in words_of(issuing.paper_file(db, desk, third, "docx", on=ON).data)
    assert [one.by_office for one in templates.template(db, keeper, PaperCode.REFUSAL).changes] == [False, True, False]
    with db.read() as session:
        notes = session.execute(text("SELECT note FROM journal_entry WHERE act = 'paper_wording' ORDER BY position"))
        assert [note.split(";")[0] for (note,) in notes] == ["refusal", "refusal"]


@pytest.mark.parametrize(
    ("part", "written", "says"),
    [
        ("body", "Kính gửi {mật khẩu}", "không có trường {mật khẩu}"),
        ("body", "Số {hạn giải quyết}", "không có trường {hạn giải quyết}"),
        ("subject", "Về việc {lý do", "không thành cặp"),
        ("body", "MẬT\nNội dung {lý do}", "ghi độ mật"),
        ("symbol", "05/TB", "không ghi số"),
        ("body", "", "Không được để trống"),
    ],
)
def test_a_wording_with_an_unknown_field_is_refused(sqlite_url: str, part: str, written: str, says: str) -> None:
    db = open_database(sqlite_url)
    keeper = reader(db, Role.ADMINISTRATOR)
    own = templates.template(db, keeper, PaperCode.REFUSAL)
    with pytest.raises(EntryError) as refused:
        templates.save_template(db, keeper, PaperCode.REFUSAL, {**own.parts, part: written}, now=NOW)
    assert says in refused.value.errors[part]
    with pytest.raises(ForbiddenError):
        templates.template(db, reader(db, Role.RECEPTION_OFFICER), PaperCode.REFUSAL)


def test_a_paper_whose_texts_were_changed_behind_the_journal_is_not_printed(db: Database) -> None:
    desk = reader(db, Role.RECEPTION_OFFICER)
    letter = enter(db, desk, RecordKind.LETTER).record_id
    paper = issue(db, desk, letter)
    with db.write() as session:
        row = items.item(session, ItemKind.PAPER, paper)
        session.execute(
            text('UPDATE item_paper SET "values" = :new WHERE id = :id'),
            {"new": row["values"].replace("hết thời hiệu", "còn thời hiệu"), "id": paper},
        )
    with pytest.raises(issuing.PaperChangedError):
        issuing.paper_file(db, desk, paper, "pdf", on=ON)


def test_the_kept_wordings_refuse_change(db: Database) -> None:
    desk = reader(db, Role.RECEPTION_OFFICER)
    issue(db, desk, enter(db, desk, RecordKind.LETTER).record_id)
    for statement in ("UPDATE paper_wording SET body = 'x'", "DELETE FROM paper_wording"):
        with pytest.raises(Exception, match="chỉ được ghi thêm"), db.write() as session:
            session.execute(text(statement))
