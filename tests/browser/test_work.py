"""The day of a unit by keyboard alone: told, taken on, handed over, answered; the desk ticks rows and takes it back.

Each screen is looked at by axe at both sizes.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from casework.domain.vocabulary import RecordKind, Role
from casework.services import accounts
from casework.store.database import Database
from tests.browser.conftest import SignIn
from tests.browser.serving import served
from tests.browser.walking import Walker
from tests.services.desk import PASSWORD, enter, reader, unit_id

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.server]

UNIT = "Sở Y tế"


@pytest.fixture
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A desk with three letters, and a unit with a head and an officer."""
    path = tmp_path / "casework.sqlite"
    shutil.copyfile(request.getfixturevalue("_migrated_sqlite"), path)
    db = Database(f"sqlite:///{path}")
    desk, system, unit = reader(db, Role.RECEPTION_OFFICER), reader(db, Role.SYSTEM), unit_id(db, UNIT)
    for role, name in ((Role.UNIT_HEAD, "Trần Thủ Trưởng"), (Role.UNIT_OFFICER, "Nguyễn Cán Bộ")):
        username = f"u-{role.value.replace('_', '-')}"
        accounts.create_user(db, system, username, name, role, PASSWORD, datetime.now(UTC), unit)
    for n in range(3):
        enter(db, desk, RecordKind.LETTER, content=f"Đề nghị xem xét việc số {n}", received_on=date(2026, 11, 18))
    db.close()
    with served(f"sqlite:///{path}") as address:
        yield address


def _tick(walker: Walker, title: str) -> None:
    """Ticks a row by the space bar."""
    for _ in range(200):
        if walker.at()[2] == f"Chọn {title}":
            walker.page.keyboard.press("Space")
            return
        walker.page.keyboard.press("Tab")
    raise AssertionError(title)


def test_a_unit_works_through_what_it_was_given(server: str, sign_in: SignIn) -> None:
    """No mouse: ticked and given in bulk, told by the bell, taken on, handed to a person, found among his work."""
    desk = Walker(sign_in(Role.RECEPTION_OFFICER), server, "ban")
    desk.go("/letters")
    codes = [text.strip() for text in desk.page.locator("tbody th a").all_inner_texts()]
    for code in codes[:2]:
        _tick(desk, code)
    desk.follow("Xử lý các hồ sơ đã chọn…")
    desk.look("chon-viec")
    desk.follow("Giao đơn vị chủ trì")
    number = next(
        n
        for n, text in enumerate(desk.page.locator("main details > summary").all_inner_texts(), 1)
        if "Giao đơn vị" in text
    )
    desk.fill(**{f"b{number}-unit_id": UNIT})
    desk.follow("Xem trước")
    desk.look("xem-truoc")
    assert "2 hồ sơ sẽ được xử lý" in desk.page.inner_text("main")
    desk.follow("Xử lý 2 hồ sơ")
    desk.look("ket-qua")
    assert "2 hồ sơ đã xử lý" in desk.page.inner_text("main")

    head = Walker(sign_in(Role.UNIT_HEAD), server, "thu-truong")
    head.look("trang-dau")
    head.follow("Thông báo: 2 chưa đọc")
    head.look("thong-bao")
    head.go("/work")
    head.look("viec")
    head.follow(f"Đơn thư {codes[1]}")
    head.look("ho-so")
    head.follow(f"Tiếp nhận – {UNIT}")
    head.look("tiep-nhan")
    head.follow("Tiếp nhận")
    head.follow(f"Giao người xử lý – {UNIT}")
    head.fill(person_id="Nguyễn Cán Bộ")
    head.follow("Giao người xử lý")
    assert "người xử lý: Nguyễn Cán Bộ" in head.page.inner_text("main")

    officer = Walker(sign_in(Role.UNIT_OFFICER), server, "can-bo")
    officer.go("/work")
    assert "2 việc" in officer.page.inner_text("main")  # the letter, and what the law asks of it
    officer.follow(f"Đơn thư {codes[1]}")
    officer.follow(f"Báo cáo thủ trưởng – {UNIT}")
    officer.fill(escalation="Xin ý kiến về thẩm quyền")
    officer.follow("Báo cáo thủ trưởng")
    head.go("/work?list=awaiting")
    assert codes[1] in head.page.inner_text("main")
    head.look("cho-y-kien")

    desk.follow("Hoàn tác")
    assert "Đã hoàn tác 1 trên 2 hồ sơ." in desk.page.inner_text("main")
    desk.look("hoan-tac")
    assert desk.problems + head.problems + officer.problems == []
