"""The screens of composing: order without a mouse, wording refused with its place named, passages, files, jobs."""

from __future__ import annotations

import pytest

from tests.web.person import Person, text_of

HALF = "6-thang-2026"


def test_sections_move_by_buttons_and_are_kept(secretariat: Person) -> None:
    """A button moves and keeps nothing; the order is kept when it is saved."""
    order = ["petitions", "national_assembly", "reception", "letters", "cases", "accountability", "feedback"]
    sent = {"kind": "half", "order": order, "chosen": order, "tables": "1"}
    moved = secretariat.send("/composer?kind=half", **{**sent, "down": "reception"})
    page = moved.text
    assert page.index('value="letters" id="in-letters"') < page.index('value="reception" id="in-reception"')
    kept = ["feedback", "letters"]
    secretariat.send("/composer?kind=half", **{**sent, "order": [*kept, *order], "chosen": kept})
    preview = text_of(secretariat.page(f"/reports?period={HALF}"))
    assert preview.index("I. PHẢN ÁNH, KIẾN NGHỊ VỀ QUY ĐỊNH") < preview.index("II. TIẾP CÔNG DÂN")
    assert "KẾT QUẢ GIẢI QUYẾT KIẾN NGHỊ CỦA CỬ TRI" not in preview
    nothing = secretariat.send("/composer?kind=half", kind="half", order=order)
    assert nothing.status_code == 422
    assert secretariat.get("/composer?kind=week").status_code == 404


def test_a_wording_with_the_wrong_unit_is_refused_and_a_right_one_is_printed(secretariat: Person) -> None:
    """The message names the place and the nearest right one; nothing is kept."""
    address = "/composer/wording/pakn.main"
    page = secretariat.page(address)
    assert "Khi không phát sinh" in page
    wrong = secretariat.send(
        address,
        **{"text-said": "Có {pakn.received} vụ.", "version-said": "0", "text-none": "Không.", "version-none": "0"},
    )
    assert wrong.status_code == 422
    assert "đếm PAKN, câu viết “vụ”" in text_of(wrong)
    fine = {"text-said": "Cơ quan nhận {pakn.received} PAKN.", "version-said": "0"}
    assert "Xem trước với số liệu" in text_of(secretariat.send(address, **{**fine, "preview": "1", "period": HALF}))
    secretariat.follow(secretariat.send(address, **fine))
    assert "Câu của cơ quan: 1" in text_of(secretariat.page("/composer/wording"))
    secretariat.follow(secretariat.send(f"{address}/reset"))
    assert "dùng lại câu gốc" in text_of(secretariat.page(address))
    assert secretariat.get("/composer/wording/no.such").status_code == 404


def test_a_passage_is_marked_in_the_preview_and_carried_to_the_next_period(secretariat: Person) -> None:
    """Its numbers open to nothing and say so; the next period of the kind begins with a draft."""
    address = "/composer/passages?period=thang-9-2026"
    sent = {"period": "thang-9-2026", "text-assessment": "Giảm 12 vụ.", "version-assessment": "0"}
    secretariat.follow(secretariat.send(address, **sent))
    assert "<mark" in secretariat.page("/reports?period=thang-9-2026")
    draft = text_of(secretariat.page("/composer/passages?period=thang-10-2026"))
    assert "Chép từ kỳ trước (thang-9-2026), cần xem lại" in draft
    stale = secretariat.send(address, **{**sent, "text-assessment": "Khác."})
    assert stale.status_code == 422
    assert "vừa được người khác lưu" in text_of(stale)


def test_a_passage_that_was_not_saved_is_offered_again(secretariat: Person) -> None:
    """Kept while it is typed, offered for its own period alone, gone when it is stored; never over another's text."""
    address = "/composer/passages?period=thang-8-2026"
    typed = {"period": "thang-8-2026", "text-assessment": "Đang viết dở.", "version-assessment": "0"}
    assert secretariat.send("/drafts/passages", on=address, **typed).status_code == 204
    assert "bản nháp chưa lưu" in secretariat.page(address)
    assert "bản nháp chưa lưu" not in secretariat.page("/composer/passages?period=thang-7-2026")
    assert "Đang viết dở." in secretariat.page(f"{address}&draft=1")
    secretariat.follow(secretariat.send(address, **{**typed, "text-assessment": "Viết xong."}))
    assert "bản nháp chưa lưu" not in secretariat.page(address)
    secretariat.send("/drafts/passages", on=address, **typed)
    shown = secretariat.page(f"{address}&draft=1")
    assert 'name="version-assessment" value="0"' in shown
    stale = secretariat.send(address, **typed)
    assert "vừa được người khác lưu" in text_of(stale)
    assert secretariat.send("/drafts/passages/drop", on=address).headers["Location"] == "/composer/passages"


@pytest.mark.parametrize(("form", "start"), [("docx", b"PK"), ("xlsx", b"PK"), ("html", b"<!DOCTYPE html>")])
def test_the_files_come_as_downloads(leader: Person, form: str, start: bytes) -> None:
    """Word, Excel and HTML; an order that cannot be has none."""
    answer = leader.get(f"/reports/file.{form}?period={HALF}")
    assert answer.status_code == 200
    assert answer.data.startswith(start)
    assert f"bao-cao-{HALF}-lam-viec.{form}" in answer.headers["Content-Disposition"]
    assert leader.get(f"/reports/file.{form}").status_code == 404
    assert leader.get("/reports/file.exe?period=nam-2026").status_code == 404


def test_leaders_see_the_jobs_and_compose_nothing(leader: Person, administrator: Person) -> None:
    """Composing is for the secretariat."""
    assert "Chưa có việc nào chạy" in leader.page("/jobs")
    for person in (leader, administrator):
        for address in ("/composer", "/composer/wording", "/composer/passages", "/composer/wording/pakn.main"):
            assert person.get(address).status_code == 403
