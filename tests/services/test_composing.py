"""Sections, wordings and passages of an office: kept with the journal, printed, refused with a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from casework.domain.access import ForbiddenError
from casework.domain.anchors import JOURNAL
from casework.domain.periods import parse_period
from casework.domain.templates import TemplateError
from casework.domain.vocabulary import Role
from casework.reports.document import Heading, Paragraph, text_of
from casework.reports.sections import SHIPPED_PLAN, Plan, PlanError, all_sections, moved
from casework.reports.sentences import shipped_sentences
from casework.services.reporting import composing, wordings
from casework.services.reporting.making import ReportOrder, make_document, make_file
from casework.services.reporting.wording_checks import check_wording
from casework.store.chain import verify_chain
from casework.store.database import Database
from casework.store.heads import head_of
from tests.services.desk import NOW, reader
from tests.services.register_office import Office

HALF = parse_period("6-thang-2024")


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """An office with an empty register."""
    office = Office(database_url)
    yield office.db
    office.db.close()


def test_every_shipped_text_passes_the_check_that_offices_pass() -> None:
    for sentence in shipped_sentences().values():
        for alternative in sentence.alternatives:
            check_wording(sentence, alternative.text)


@pytest.mark.parametrize(
    ("code", "text", "told"),
    [
        ("letters.total", "Có {letters.totl} đơn.", "{letters.total}"),
        ("letters.total", "Có {letters.total} vụ.", "đếm đơn, câu viết “vụ”"),
        ("letters.total", "Có {letters.total}% đơn.", "không phải tỷ lệ"),
        ("kntc.main", "Đạt {kntc.resolved_rate}% vụ.", "đã có dấu %"),
        (
            "kntc.main",
            "Tổng {kntc.total + letters.total} việc.",
            "không cộng các đơn vị tính khác nhau (vụ việc với đơn)",
        ),
        ("kntc.main", "Tổng {kntc.total+kntc.open} vụ.", "không làm phép tính"),
        ("kntc.main", "Có {kntc.total vụ.", "Thiếu dấu “}”"),
        ("kntc.main", "Có [{kntc.total} vụ.", "Thiếu dấu “]”"),
        ("kntc.main", "Có {kntc.total} vụ].", "Thừa dấu “]”"),
        ("kntc.main", "Có {kntc.total|3} vụ.", "không có chữ số thập phân"),
        ("kntc.main", "Có {kntc.total@place=x} vụ.", "không phân tổ theo “place”"),
        ("kntc.main", "Có {kntc.total@type} vụ.", "không kể từng mục"),
        ("kntc.main", "Ngày {as_off}, có {kntc.total} vụ.", "{as_of}"),
        ("kntc.main", "Có {kntc.total} vụ{#letters.kinds}.", "{#kntc.kinds_of_total}"),
        ("kntc.main", "  ", "không được để trống"),
        ("reception.visits", "Có {reception.people} lượt.", "{reception.visits}"),
    ],
)
def test_a_wording_that_cannot_be_told_is_refused(code: str, text: str, told: str) -> None:
    with pytest.raises(TemplateError) as refused:
        check_wording(shipped_sentences()[code], text)
    assert told in str(refused.value)


def test_moving_keeps_parts_together() -> None:
    order = moved(all_sections(), "feedback", -1)
    assert order[:2] == ("feedback", "reception") or order.index("feedback") < order.index("reception")
    assert moved(moved(all_sections(), "letters", 1), "letters", -1) == all_sections()
    assert set(moved(all_sections(), "petitions", -1)) == set(all_sections())
    with pytest.raises(PlanError):
        Plan(())
    with pytest.raises(PlanError):
        Plan(("letters", "letters"))


def test_chosen_sections_are_printed_in_their_order_and_numbered(db: Database) -> None:
    who = reader(db, Role.SECRETARIAT)
    composing.save_plan(db, who, "half", Plan(("feedback", "letters", "reception")), now=NOW)
    made = make_document(db, who, ReportOrder(HALF))
    assert [f"{b.number} {b.text}" for b in made.blocks if isinstance(b, Heading)] == [
        "I. PHẢN ÁNH, KIẾN NGHỊ VỀ QUY ĐỊNH HÀNH CHÍNH (PAKN)",
        "II. TIẾP CÔNG DÂN, XỬ LÝ ĐƠN, GIẢI QUYẾT KHIẾU NẠI, TỐ CÁO",
        "1. Công tác tiếp nhận, xử lý đơn",
        "2. Công tác tiếp công dân",
    ]
    assert composing.plan_of(db, who, "year") == SHIPPED_PLAN
    composing.save_plan(db, who, "", Plan(("letters",), charts=True), now=NOW)
    assert composing.plan_of(db, who, "year").charts
    assert composing.plan_of(db, who, "half").sections == ("feedback", "letters", "reception")


def test_own_words_are_printed_and_taken_back_and_earlier_ones_stay_known(db: Database) -> None:
    who = reader(db, Role.SECRETARIAT)
    text = "Trong kỳ không có PAKN nào gửi đến {executive}."
    assert wordings.save_wording(db, who, "pakn.main", {"none": (text, 0)}, now=NOW) == 1
    assert wordings.save_wording(db, who, "pakn.main", {"none": (text, 1)}, now=NOW) == 0
    with db.read() as session:
        position = head_of(session, JOURNAL).count
    said = "Trong kỳ không có PAKN nào gửi đến UBND Thành phố."

    def told(**more: int) -> list[str]:
        made = make_document(db, who, ReportOrder(HALF, **more))  # type: ignore[arg-type]
        return [text_of(b.runs) for b in made.blocks if isinstance(b, Paragraph)]

    assert said in told()
    with pytest.raises(TemplateError, match="vừa được người khác sửa"):
        wordings.save_wording(db, who, "pakn.main", {"none": ("Khác.", 0)}, now=NOW)
    assert wordings.reset_wording(db, who, "pakn.main", now=NOW + timedelta(days=1)) == 1
    assert said not in told()
    with db.read() as session:
        assert composing.composition(session, HALF, position).texts == {("pakn.main", "none"): text}
    page = wordings.sentence_page(db, who, "pakn.main")
    assert [change.text for change in page.changes] == ["", text]
    previewed = dict(
        wordings.preview_wording(db, who, ReportOrder(HALF), "pakn.main", {"said": "Nhận {pakn.received}."})
    )
    assert text_of(previewed["thông thường"]) == "Nhận 0."


def test_passages_are_printed_carried_as_drafts_and_guarded(db: Database) -> None:
    who = reader(db, Role.SECRETARIAT)
    first = parse_period("thang-5-2024")
    texts = {"assessment": ("  Công tác chuyển biến tích cực, giảm 12 vụ. \n\n Còn tồn tại.", 0), "letters": ("", 0)}
    assert composing.save_passages(db, who, first, texts, now=NOW) == 1
    made = make_document(db, who, ReportOrder(first))
    written = [b for b in made.blocks if isinstance(b, Paragraph) and b.kind == "passage"]
    assert [text_of(b.runs) for b in written] == ["Công tác chuyển biến tích cực, giảm 12 vụ.", "Còn tồn tại."]
    assert "12" in written[0].runs
    assert any(isinstance(b, Heading) and b.text == "ĐÁNH GIÁ CHUNG" for b in made.blocks)
    after = parse_period("thang-6-2024")
    drafts = {p.section: p for p in composing.passages_of(db, who, after)}
    assert drafts["assessment"].carried_from == "thang-5-2024"
    assert drafts["assessment"].version == 0
    assert not any(
        isinstance(b, Paragraph) and b.kind == "passage" for b in make_document(db, who, ReportOrder(after)).blocks
    )
    composing.save_passages(db, who, after, {"assessment": (drafts["assessment"].text, 0)}, now=NOW)
    assert not [p for p in composing.passages_of(db, who, after) if p.carried_from]
    assert [p.carried_from for p in composing.passages_of(db, who, HALF) if p.carried_from] == []
    with pytest.raises(composing.StalePassageError):
        composing.save_passages(db, who, after, {"assessment": ("Khác", 0)}, now=NOW)
    with pytest.raises(PlanError):
        composing.save_passages(db, who, after, {"nothing": ("Khác", 0)}, now=NOW)
    assert make_file(db, who, ReportOrder(first), "html").decode().count("giảm 12 vụ") == 1


def test_only_the_office_composes_and_the_chain_verifies(db: Database) -> None:
    who = reader(db, Role.SECRETARIAT)
    composing.save_plan(db, who, "month", Plan(("letters",)), now=NOW)
    for role in (Role.LEADER, Role.UNIT_OFFICER, Role.RECEPTION_OFFICER, Role.AUDITOR):
        other = reader(db, role)
        with pytest.raises(ForbiddenError):
            composing.save_plan(db, other, "month", Plan(("letters",)), now=NOW)
        with pytest.raises(ForbiddenError):
            wordings.save_wording(db, other, "pakn.main", {"none": ("Không.", 0)}, now=NOW)
        with pytest.raises(ForbiddenError):
            composing.save_passages(db, other, HALF, {"letters": ("x", 0)}, now=NOW)
    with db.read() as session:
        assert not list(verify_chain(session))
