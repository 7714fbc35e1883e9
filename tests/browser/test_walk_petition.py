"""A walk from the meeting with voters to the petition that the Council finds settled, by keyboard alone."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest

from casework.domain.vocabulary import Role
from casework.store.database import Database
from tests.browser.conftest import SignIn
from tests.browser.serving import served
from tests.browser.walking import Walker
from tests.services.desk import reader

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.server]

UNIT, SESSION = "Sở Y tế", "Kỳ họp thứ 28 HĐND khóa XVI"


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The served application with the secretariat, a leader and an officer of a unit."""
    path = tmp_path_factory.mktemp("walked") / "casework.sqlite"
    shutil.copyfile(request.getfixturevalue("_migrated_sqlite"), path)
    db = Database(f"sqlite:///{path}")
    reader(db, Role.SECRETARIAT)
    reader(db, Role.LEADER)
    reader(db, Role.UNIT_OFFICER, UNIT)
    db.close()
    with served(f"sqlite:///{path}") as address:
        yield address


def tick(walker: Walker, name: str) -> None:
    """Presses Tab until the box of this name has the focus, and ticks it."""
    for _ in range(220):
        if walker.at()[2] == name:
            walker.page.keyboard.press("Space")
            return
        walker.page.keyboard.press("Tab")
    raise AssertionError(f"{walker.page.url}: không đi tới được “{name}” bằng phím Tab")


def codes(walker: Walker) -> list[str]:
    """The numbers of the petitions in the list of the page, in its order."""
    return [text.strip() for text in walker.page.locator("tbody th a").all_inner_texts() if text.startswith("KNCT")]


def counted(walker: Walker) -> tuple[int, int]:
    """Received and handled, as the compilation says."""
    found = re.search(r"Tiếp nhận (\d+) kiến nghị .* còn (\d+) đầu việc", walker.page.inner_text("main"))
    assert found, walker.page.inner_text("main")[:400]
    return int(found[1]), int(found[2])


def test_a_petition_from_the_meeting_to_the_councils_finding(sign_in: SignIn, server: str) -> None:
    """Voiced, compiled, merged, split, assigned, answered with a promise, settled, tracked, found wanting, reopened."""
    office = Walker(sign_in(Role.SECRETARIAT), server, "kien-nghi")
    office.go("/contacts")
    office.look("tiep-xuc-chua-co")
    office.follow("Ghi cuộc tiếp xúc")
    office.fill(
        session_id=SESSION,
        held_on="15/10/2026",
        contact_round="Trước kỳ họp",
        place="Phường Ba Đình",
        delegation="Tổ đại biểu số 1",
        voters="120",
        minutes_number="05/BB-TXCT",
    )
    office.look("ghi-cuoc-tiep-xuc")
    office.follow("Lưu")
    for content, subject in (
        ("Đề nghị sửa đường Hoàng Hoa Thám và lắp đèn chiếu sáng ngõ 12", "Giao thông"),
        ("Đề nghị xây trạm y tế phường", "Y tế"),
        ("Kiến nghị sớm đầu tư trạm y tế của phường", "Y tế"),
    ):
        office.fill(content=content, subject=subject)
        office.follow("Lưu và nhập tiếp")
        assert office.at()[1] == "content", "the next one can be typed at once"
    office.look("cuoc-tiep-xuc")
    third, second, first = codes(office)

    office.follow("Bảng tổng hợp của kỳ họp")
    assert counted(office) == (3, 3)
    compiled = office.page.url.removeprefix(server)
    tick(office, f"Chọn {second}")
    tick(office, f"Chọn {third}")
    office.look("bang-tong-hop")
    office.follow("Gộp các kiến nghị đã chọn")
    assert office.page.input_value("#codes") == third
    office.fill(reason="Cùng nội dung về trạm y tế")
    office.look("gop")
    office.follow("Lưu")
    clinic = office.page.url.removeprefix(server)
    office.look("kien-nghi-da-gop")
    office.go(compiled)
    assert counted(office) == (3, 2)
    office.follow(first)
    office.follow("Tách")
    office.fill(reason="Hai nội dung của hai đơn vị")
    office.fill(**{"parts-0-content": "Sửa đường Hoàng Hoa Thám", "parts-1-content": "Lắp đèn chiếu sáng ngõ 12"})
    office.look("tach")
    office.follow("Lưu")
    assert office.state() == "Đã tách"
    office.look("kien-nghi-da-tach")
    office.go(compiled)
    assert counted(office) == (3, 3)
    office.look("bang-tong-hop-sau-tach-gop")

    office.go(clinic)
    office.step(
        "Giao đơn vị",
        unit_id=UNIT,
        cooperating="Sở Xây dựng; Sở Tài chính",
        assigning_document="88/UBND-TH",
        stated_due_on="30/11/2026",
        leader="Phó Chủ tịch phụ trách",
        product="Văn bản trả lời cử tri",
    )
    office.look("kien-nghi-da-giao")

    unit = Walker(sign_in(Role.UNIT_OFFICER), server, "don-vi")
    unit.go(clinic)
    unit.look("kien-nghi")
    unit.step("Ghi văn bản trả lời", answer_document="15/SYT-KH", promise="Khởi công và hoàn thành trong quý IV/2027")
    assert "31/12/2027" in unit.page.inner_text("main")
    unit.look("kien-nghi-da-tra-loi")
    unit.step("Ghi tình hình giải quyết", result="Đang giải quyết")
    assert unit.page.get_by_role("link", name="Kết thúc giải quyết").count() == 0

    office.go(clinic)
    assert office.state() == "Đã trả lời"
    office.step("Kết thúc giải quyết", result="Đã giải quyết xong", evidence="Biên bản nghiệm thu trạm y tế")
    office.follow("Ghi đã thực hiện lời hứa: Khởi công và hoàn thành trong quý IV/2027")
    office.fill(proof="Biên bản nghiệm thu trạm y tế")
    office.follow("Lưu")
    assert "Đã thực hiện" in office.page.inner_text("section[aria-labelledby=loi-hua]")
    office.follow("Theo dõi")
    office.follow("Lời hứa")
    office.look("loi-hua")

    office.go("/baskets")
    office.follow("Thêm nghị quyết theo dõi")
    office.fill(number="50/NQ-HĐND", session_0=SESSION)
    office.look("them-nghi-quyet")
    office.follow("Lưu")
    basket = office.page.url.removeprefix(server).removesuffix("/petitions")
    office.look("chon-vao-ro")
    office.follow("Xem trước")
    office.look("xem-truoc")
    applying = office.page.locator("button[type=submit].btn-primary").first.inner_text()
    office.follow(applying)
    office.look("da-dua-vao-ro")
    office.go(basket)
    assert "1/3" in office.page.inner_text(".tiles")
    office.look("ro-theo-doi")

    office.go(clinic)
    office.step(
        "Ghi kết luận giám sát",
        finding="Chưa đạt yêu cầu",
        finding_body="Ban Văn hóa - Xã hội",
        council_finding="Trạm y tế chưa có trang thiết bị",
    )
    office.look("hai-ben-ket-luan-khac")
    assert "Hai bên kết luận khác nhau" in office.page.inner_text("main")
    office.go("/baskets")
    office.look("cac-nghi-quyet")

    leader = Walker(sign_in(Role.LEADER), server, "lanh-dao")
    leader.go(clinic)
    leader.look("kien-nghi")
    leader.step("Mở lại", reason="Theo kết luận giám sát")
    assert leader.state() == "Đã trả lời"
    leader.go(basket)
    assert "0/3" in leader.page.inner_text(".tiles")
    leader.look("ro-theo-doi-mo-lai")

    office.go(clinic)
    office.step("Kết thúc giải quyết", result="Đã giải quyết xong", evidence="Biên bản bàn giao trang thiết bị")
    office.step("Ghi kết luận giám sát", finding="Đạt yêu cầu", finding_body="Ban Văn hóa - Xã hội")
    assert office.state() == "Kết thúc giải quyết"
    office.look("kien-nghi-ket-thuc")
    assert office.problems + unit.problems + leader.problems == []
