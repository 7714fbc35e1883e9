"""Walks from the citizen at the desk to the last state of each kind, in a real browser, by keyboard alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from casework.domain.vocabulary import Role
from casework.store.database import Database
from tests.browser.conftest import SignIn
from tests.browser.serving import served
from tests.browser.walking import Walker
from tests.services.desk import OFFICE, reader

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.server]

HELPING = "Sở Tài chính"


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The served application with the office's officer and head, and an officer of another unit."""
    path = tmp_path_factory.mktemp("walked") / "casework.sqlite"
    shutil.copyfile(request.getfixturevalue("_migrated_sqlite"), path)
    db = Database(f"sqlite:///{path}")
    reader(db, Role.RECEPTION_OFFICER, OFFICE)
    reader(db, Role.UNIT_HEAD, OFFICE)
    reader(db, Role.UNIT_OFFICER, HELPING)
    db.close()
    with served(f"sqlite:///{path}") as address:
        yield address


def enter_letter(walker: Walker, type_: str, content: str, **more: str) -> str:
    """A new letter; its address."""
    walker.go("/letters/new")
    walker.look("don-moi")
    walker.fill(received_on="20/11/2026", channel="Bưu chính", type=type_, content=content, eligible="Có", **more)
    walker.follow("Lưu và mở hồ sơ") if walker.page.get_by_role("button", name="Lưu và mở hồ sơ").count() else (
        walker.follow("Lưu")
    )
    return opened(walker, "letters")


def opened(walker: Walker, word: str) -> str:
    """The address of the newest record of a register, as its list shows it first; opens it."""
    if f"/{word}/" not in walker.page.url or walker.page.url.endswith("/new"):
        walker.go(f"/{word}")
        href = str(walker.page.locator("tbody th a").first.get_attribute("href"))
        walker.go(href)
    return walker.page.url.removeprefix(walker.server).split("?")[0]


def test_a_complaint_from_the_desk_to_the_executed_decision(sign_in: SignIn, server: str) -> None:
    """Visit, letter, proposal approved, case with help of another unit, decision, execution."""
    desk = Walker(sign_in(Role.RECEPTION_OFFICER), server, "khieu-nai")
    desk.go("/receptions/new")
    desk.look("luot-tiep-moi")
    desk.fill(received_on="20/11/2026", form="Định kỳ", people="1", type="Khiếu nại", content="Khiếu nại đền bù")
    desk.follow("Lưu")
    visit = opened(desk, "receptions")
    desk.look("luot-tiep")
    desk.step("Thông báo kết luận của thủ trưởng", conclusion_document="05/TB-VP")
    assert "Đã làm" in desk.page.inner_text("main")
    assert visit

    letter = enter_letter(
        desk, "Khiếu nại", "Khiếu nại quyết định thu hồi đất", person_name="Trần Văn Đức", person_address="12 phố Huế"
    )
    desk.look("don")
    desk.step("Phân loại đơn", competence="Thuộc thẩm quyền", eligible="Có")
    assert desk.state() == "Đã phân loại, chưa xử lý"
    desk.follow("Thụ lý")
    desk.fill(case_unit_id=OFFICE, case_respondent="UBND phường Láng")
    desk.follow("Cần thủ trưởng duyệt trước: gửi phiếu đề xuất")
    desk.fill(ground="Đủ điều kiện thụ lý theo Luật Khiếu nại")
    desk.look("de-xuat")
    desk.follow("Gửi phiếu đề xuất")
    assert "Chờ ý kiến của thủ trưởng" in desk.page.inner_text("main")
    desk.look("don-cho-y-kien")

    head = Walker(sign_in(Role.UNIT_HEAD), server, "thu-truong")
    head.go(letter)
    head.look("don")
    head.follow("Xem và cho ý kiến")
    head.look("phieu-de-xuat")
    assert "Khiếu nại quyết định thu hồi đất" in head.page.inner_text("main")
    head.follow("Đồng ý")
    assert head.state() == "Đã xử lý"

    desk.go(letter)
    desk.look("don-da-thu-ly")
    case_title = desk.page.locator("section[aria-labelledby=lien-quan] a").first.inner_text()
    desk.follow(case_title)
    case = desk.page.url.removeprefix(server)
    desk.look("vu-viec")
    assert f"Các bước giải quyết do {OFFICE} ghi" in desk.page.inner_text("main")
    head.go(case)
    head.step("Gửi thông báo thụ lý", acceptance_notice="12/TB-VP")
    head.follow("Lập thông báo thụ lý")
    head.look("van-ban-thu-ly")
    head.go(case)
    head.step("Giao xác minh", verification_document="3/QĐ-VP")
    assert head.state() == "Đang xác minh"
    head.step(
        "Đề nghị đơn vị khác phối hợp", asked_unit_id=HELPING, asked_for="Cung cấp hồ sơ", asked_due_on="27/11/2026"
    )
    helper = Walker(sign_in(Role.UNIT_OFFICER), server, "phoi-hop")
    helper.go(case)
    helper.look("vu-viec-phoi-hop")
    assert helper.page.locator("section[aria-labelledby=thao-tac]").count() == 0
    helper.follow(f"Trả lời – {HELPING}")
    helper.look("tra-loi-phoi-hop")
    helper.fill(answer_document="77/STC")
    helper.follow("Trả lời")
    head.go(case)
    head.look("vu-viec-co-tra-loi")
    head.step("Ghi đối thoại", dialogue_document="1/BB")
    head.step(
        "Gia hạn",
        extended_to="04/01/2027",
        complexity_ground="Phải xác minh một nội dung ở từ hai địa điểm trở lên",
        reason="Phức tạp",
    )
    head.step("Ghi quyết định, kết luận", decision="9/QĐ-UBND", outcome="Đúng một phần")
    head.look("vu-viec-da-quyet-dinh")
    head.step("Gửi quyết định, kết luận")
    head.step("Công khai", publication="Niêm yết")
    head.step("Bắt đầu thi hành", execution_document="10/KH", money_due_state="120", land_due_persons="350")
    assert head.state() == "Đang thi hành quyết định, kết luận"
    head.step("Cập nhật kết quả thi hành", money_done_state="50")
    head.step("Thi hành xong", money_done_state="120", land_done_persons="350")
    assert head.state() == "Đã thi hành xong"
    head.look("vu-viec-thi-hanh-xong")
    desk.go(case)
    desk.step("Tiếp nhận khiếu nại lần hai", case_unit_id=OFFICE)
    assert "Đã lập Vụ KNTC số" in desk.page.inner_text("main")
    assert "Có khiếu nại lần hai" in desk.page.inner_text("main")
    desk.look("vu-viec-lan-hai")
    assert desk.problems + head.problems + helper.problems == []


def test_a_denunciation_from_the_letter_to_its_conclusion(sign_in: SignIn, server: str) -> None:
    """No name is asked; accepted, suspended, resumed, concluded, sent, handed to the investigators."""
    desk = Walker(sign_in(Role.RECEPTION_OFFICER), server, "to-cao")
    enter_letter(desk, "Tố cáo", "Tố cáo cán bộ nhận tiền", paper_file="TC-01")
    desk.look("don")
    desk.step("Thụ lý", case_unit_id=OFFICE, case_respondent="Cán bộ phường")
    desk.look("don-da-thu-ly")
    desk.follow(desk.page.locator("section[aria-labelledby=lien-quan] a").first.inner_text())
    head = Walker(sign_in(Role.UNIT_HEAD), server, "thu-truong-to-cao")
    head.go(desk.page.url.removeprefix(server))
    head.step("Gửi thông báo thụ lý", acceptance_notice="2/TB")
    head.step("Tạm đình chỉ", suspension_ground="Cần giám định bổ sung, giám định lại", reason="Chờ giám định")
    assert head.state() == "Tạm đình chỉ"
    head.look("vu-viec-tam-dinh-chi")
    head.step("Gửi quyết định tạm đình chỉ, đình chỉ")
    head.step("Tiếp tục giải quyết")
    head.step("Ghi quyết định, kết luận", decision="4/KL", outcome="Tố cáo có đúng, có sai")
    head.step("Gửi quyết định, kết luận")
    head.step("Chuyển cơ quan điều tra", investigated="1", investigated_people="2")
    head.step("Bắt đầu thi hành")
    head.step("Thi hành xong", individuals="2")
    head.look("vu-viec-thi-hanh-xong")
    assert head.state() == "Đã thi hành xong"
    assert desk.problems + head.problems == []


def test_letters_that_go_another_way(sign_in: SignIn, server: str) -> None:
    """Guided, filed, forwarded with a reply; one with two matters is split."""
    desk = Walker(sign_in(Role.RECEPTION_OFFICER), server, "don")
    person = {"person_name": "Lê Thị Mai", "person_address": "3 phố Vọng"}
    enter_letter(desk, "Khiếu nại", "Khiếu nại bản án", **person)
    desk.step("Hướng dẫn", competent_body="Tòa án nhân dân Thành phố")
    desk.look("da-huong-dan")
    enter_letter(desk, "Khiếu nại", "Khiếu nại bản án lần nữa", **person)
    desk.follow("Hướng dẫn")
    assert "đã được hướng dẫn một lần" in desk.page.inner_text("main")
    desk.look("huong-dan-lan-hai")
    desk.follow("Bỏ qua")
    desk.step("Lưu đơn", reason="Đã hướng dẫn một lần")
    assert "Hết thời gian lưu đơn" in desk.page.inner_text("main")
    enter_letter(desk, "Kiến nghị, phản ánh", "Kiến nghị sửa đường và giảm thuế", **person)
    desk.step("Tách đơn", split_type="Kiến nghị, phản ánh", split_content="Kiến nghị giảm thuế")
    assert "Nội dung đã tách ra" in desk.page.inner_text("main")
    desk.step("Chuyển đơn", competent_body="UBND phường Láng")
    desk.step("Ghi văn bản phúc đáp", reply_document="8/UBND")
    desk.look("da-phuc-dap")
    assert desk.problems == []


def test_feedback_to_its_answer_and_back(sign_in: SignIn, server: str) -> None:
    """Entered without a due date, assigned, answered, rated, taken up again, transferred."""
    desk = Walker(sign_in(Role.RECEPTION_OFFICER), server, "pakn")
    desk.go("/feedback/new")
    desk.look("pakn-moi")
    desk.fill(received_on="20/11/2026", content="Phản ánh thủ tục chậm")
    desk.follow("Lưu")
    opened(desk, "feedback")
    desk.look("pakn")
    desk.step("Giao đơn vị xử lý", unit_id=HELPING)
    desk.step("Trả lời", answer_document="5/TL")
    desk.step("Ghi đánh giá của người gửi", rating="Không hài lòng")
    desk.step("Mở lại", reason="Trả lời chưa đúng")
    assert desk.state() == "Đang xử lý"
    desk.step("Chuyển cơ quan có thẩm quyền", transferred_to="Bộ Tài chính")
    assert desk.state() == "Đã chuyển cơ quan có thẩm quyền"
    desk.look("pakn-da-chuyen")
    assert desk.problems == []
