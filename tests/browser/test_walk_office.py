"""Walks of the office beside its records: a record closed to a person, texts destroyed, a second step at sign-in, the
wording of a paper replaced, units merged, a receipt from the desk; each screen looked at in both sizes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date

import pyotp
import pytest
from playwright.sync_api import expect

from casework.domain.vocabulary import RecordKind, Role
from casework.store.database import Database
from tests.browser.conftest import SignIn
from tests.browser.serving import served
from tests.browser.walking import Walker
from tests.services.desk import OFFICE, PASSWORD, enter, reader

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.server]


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The served application with the people of the office, a letter filed long ago and one that is open."""
    path = tmp_path_factory.mktemp("walked") / "casework.sqlite"
    shutil.copyfile(request.getfixturevalue("_migrated_sqlite"), path)
    db = Database(f"sqlite:///{path}")
    for role in (Role.LEADER, Role.SECRETARIAT, Role.ADMINISTRATOR, Role.AUDITOR):
        reader(db, role)
    desk = reader(db, Role.RECEPTION_OFFICER, OFFICE)
    reader(db, Role.UNIT_HEAD, OFFICE)
    enter(db, desk, RecordKind.LETTER, received_on=date(2025, 3, 1), handling="filed", handled_on=date(2025, 3, 3))
    enter(db, desk, RecordKind.LETTER)
    db.close()
    with served(f"sqlite:///{path}") as address:
        yield address


def test_a_record_is_closed_to_a_person_and_opened_again(sign_in: SignIn, server: str) -> None:
    """The head names the leader, who finds no such letter; opened again, he reads it."""
    head, leader = (Walker(sign_in(role), server, role.value) for role in (Role.UNIT_HEAD, Role.LEADER))
    head.go("/letters/2")
    head.follow("Người không được xem")
    head.look("khong-duoc-xem")
    head.page.get_by_role("button", name="Không cho xem").click()
    assert "Chưa lưu." in head.page.inner_text("main")
    told = head.page.locator("#person_id option", has_text=Role.LEADER.label).get_attribute("value")
    head.page.locator("#person_id").select_option(told)
    head.page.locator("#ground").select_option(index=1)
    head.page.get_by_role("button", name="Không cho xem").click()
    expect(head.page.get_by_text("Đang áp dụng")).to_be_visible()
    head.look("khong-duoc-xem-da-ghi")
    leader.go("/letters/2")
    expect(leader.page.get_by_role("heading", level=1)).to_have_text(re.compile("Không"))
    head.page.get_by_role("button", name="Cho xem lại").click()
    expect(head.page.get_by_text("Đang áp dụng")).to_have_count(0)
    leader.go("/letters/2")
    expect(leader.page.get_by_role("heading", name="Lịch sử")).to_be_visible()
    assert head.problems == []


def test_texts_of_a_filed_letter_are_destroyed_by_two_persons(sign_in: SignIn, server: str) -> None:
    """Proposed at the desk, decided by the head with number and password; the letter's page has no name then."""
    desk, head = (Walker(sign_in(role), server, role.value) for role in (Role.RECEPTION_OFFICER, Role.UNIT_HEAD))
    desk.go("/letters/1")
    assert "Trần Văn Đức" in desk.page.inner_text("main")
    desk.go("/destruction")
    desk.look("huy-noi-dung")
    desk.page.locator("input[name=letter]").check()
    desk.page.get_by_label("Căn cứ đề xuất").fill("Hết thời hạn lưu")
    desk.page.get_by_role("button", name="Đề xuất hủy các đơn đã chọn").click()
    expect(desk.page.get_by_text("Đã đề xuất hủy nội dung 1 đơn")).to_be_visible()
    head.go("/destruction")
    head.look("huy-noi-dung-quyet-dinh")
    head.page.locator("input[name=proposal]").check()
    head.page.locator("#decision").fill("12/QĐ-VP")
    head.page.locator("#own_password").fill(PASSWORD)
    head.page.locator("input[name=sure]").check()
    head.page.get_by_role("button", name="Quyết định hủy hồ sơ đã chọn").click()
    expect(head.page.get_by_role("cell", name="theo quyết định 12/QĐ-VP")).to_be_visible()
    desk.go("/letters/1")
    assert "Trần Văn Đức" not in desk.page.inner_text("main")
    desk.look("don-da-huy")
    assert desk.problems + head.problems == []


def test_a_second_step_is_set_up_and_asked_for(sign_in: SignIn, server: str) -> None:
    """From the seed to the codes kept aside; the next sign-in wants the code that the device shows."""
    page = sign_in(Role.AUDITOR)
    me = Walker(page, server, "hai-buoc")
    me.go("/me/two-step")
    page.get_by_role("button", name="Bắt đầu cài đặt").click()
    me.look("hai-buoc-hinh")
    seed = page.locator("ol code").inner_text()
    page.get_by_label(re.compile("Mã")).fill("000000")
    page.get_by_role("button", name="Bật xác thực hai bước").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label(re.compile("Mã")).fill(pyotp.TOTP(seed.replace(" ", "")).now())
    page.get_by_role("button", name="Bật xác thực hai bước").click()
    expect(page.get_by_role("heading", name="Đã bật xác thực hai bước")).to_be_visible()
    me.look("ma-du-phong")
    spare = page.locator(".two-columns code").first.inner_text()
    page.get_by_role("link", name="Đã cất mã").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.fill("#username", "u-auditor")
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", name="Xác thực hai bước")).to_be_visible()
    me.look("hoi-ma")
    page.get_by_label(re.compile("Mã")).fill(spare)
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_role("heading", name="Trang đầu")).to_be_visible()
    me.go("/me/two-step")
    assert "còn 9 mã dự phòng" in page.inner_text("main")
    assert me.problems == []


def test_the_wording_of_a_paper_is_replaced_and_taken_back(sign_in: SignIn, server: str) -> None:
    """An unknown field is refused by name; the new wording is seen before it is saved; the shipped one comes back."""
    page = sign_in(Role.ADMINISTRATOR)
    keeper = Walker(page, server, "ban-mau")
    keeper.go("/paper-templates")
    keeper.look("danh-muc-ban-mau")
    page.locator("tbody th a").first.click()
    body = page.locator("#body")
    shipped = body.input_value()
    body.fill(shipped + "\nCảm ơn {trường lạ}.")
    page.get_by_role("button", name="Lưu bản mẫu").click()
    expect(page.get_by_role("alert")).to_contain_text("trường lạ")
    keeper.look("ban-mau-sai")
    body.fill(shipped + "\nXin cảm ơn sự hợp tác.")
    page.get_by_role("button", name="Xem trước").click()
    expect(page.locator("article, .paper").first).to_contain_text("Xin cảm ơn sự hợp tác.")
    keeper.look("ban-mau-xem-truoc")
    page.get_by_role("button", name="Lưu bản mẫu").click()
    expect(page.get_by_text("Của cơ quan").first).to_be_visible()
    page.get_by_role("button", name="Dùng lại bản gốc").click()
    expect(body).to_have_value(shipped)
    assert keeper.problems == []


def test_units_are_merged_on_the_screen(sign_in: SignIn, server: str) -> None:
    """Two units end the day before, one new one takes over; seen before it is saved, and in the list after."""
    page = sign_in(Role.SECRETARIAT)
    keeper = Walker(page, server, "don-vi")
    keeper.go("/reference/units")
    keeper.look("don-vi")
    page.locator("#u-old").select_option(label=["Sở Tài chính", "Sở Y tế"])
    page.fill("#u-name", "Sở Tài chính – Y tế")
    page.fill("#u-on", "01/12/2026")
    page.fill("#u-basis", "Nghị quyết số 1/NQ-HĐND")
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_text("Kết thúc: Sở Tài chính; Sở Y tế. Kế thừa: Sở Tài chính – Y tế")).to_be_visible()
    keeper.look("don-vi-xem-truoc")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_text("2 đơn vị kết thúc, 1 đơn vị kế thừa")).to_be_visible()
    ended = page.locator("tbody tr", has_text="30/11/2026").filter(has_text="Sở Tài chính – Y tế")
    expect(ended).to_have_count(2)
    keeper.look("don-vi-da-luu")
    assert keeper.problems == []


def test_the_desk_leads_to_the_receipt(sign_in: SignIn, server: str) -> None:
    """A visit with a letter: the link after saving opens the receipt of that very letter."""
    page = sign_in(Role.RECEPTION_OFFICER)
    desk = Walker(page, server, "bien-nhan")
    desk.go("/desk")
    page.locator("#type").select_option(label="Khiếu nại")
    page.fill("#person_name", "Phùng Văn Tý")
    page.fill("#content", "Khiếu nại mức bồi thường")
    page.get_by_label("Nhận đơn kèm theo").check()
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.get_by_role("link", name="In giấy biên nhận").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("iên nhận")
    assert "Phùng Văn Tý" in page.inner_text("main") + "".join(
        box.input_value() for box in page.locator("main textarea, main input[type=text]").all()
    )
    desk.look("giay-bien-nhan")
    assert desk.problems == []
