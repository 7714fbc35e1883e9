"""Columns of an office's own register: matched on screen, remembered, changed, forgotten."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

from flask import Flask

from casework.domain.vocabulary import Role
from tests.files.books import xlsx
from tests.web.person import Person, StandingClock, text_of

NAME = "Đặng Thị Bí Mật"
OWN: list[list[Any]] = [
    ["SỔ ĐƠN NĂM 2026"],
    ["Số hiệu", "Ngày nhận đơn", "Ông (bà)", "Loại đơn thư", "Đủ điều kiện", "Kết quả", ""],
    ["", "", "", "", "", "Xử lý đơn", "Ngày xử lý đơn"],
    ["ĐT-001", "02/11/2026", "Mai Văn Thử", "Khiếu nại", "Có", "Hướng dẫn", "05/11/2026"],
    ["ĐT-002", "03/11/2026", NAME, "Tố cáo", "Có", "Thụ lý", "05/11/2026"],
]
RIGHT = ("code", "received_on", "person_name", "type", "eligible", "handling", "handled_on")


def upload(person: Person, rows: list[list[Any]] = OWN, **more: str) -> str:
    """Sends a workbook of one sheet; the page that it leads to."""
    file = (io.BytesIO(xlsx({"Sheet1": rows})), "so-rieng.xlsx")
    return person.follow(person.send("/imports", files={"register": file}, **more))


def picked(*fields: str, kind: str = "letter", **more: str) -> dict[str, str]:
    """The boxes of the one sheet, filled in."""
    boxes = {f"column-0-{at}": name for at, name in enumerate(fields)}
    return {"sheet-0": "Sheet1", "kind-0": kind, "shown-0": "letter", "do": "check", **boxes, **more}


def test_own_headings_are_matched_and_remembered(secretariat: Person) -> None:
    """Two rows of headings, none of them the register's; the next file is read so by itself and says so."""
    page = upload(secretariat)
    assert "Ghép cột của “so-rieng.xlsx”" in text_of(page)
    assert "Tiêu đề cột ở dòng 2–3" in text_of(page)
    assert "Kết quả / Xử lý đơn" in page
    assert re.search(r'<option value="received_on" selected>Ngày nhận \*', page)
    assert "05/11/2026" in page
    assert NAME not in page
    assert "Thử" not in text_of(page)
    checked = secretariat.follow(secretariat.send("/imports/columns", **picked(*RIGHT, keep="on")))
    assert "Tệp không có lỗi. Nhận 2/2 dòng. Khi lưu: 2 hồ sơ mới" in text_of(checked)
    assert "Cột được ghép như đã chọn" in text_of(checked)
    stored = secretariat.follow(secretariat.send("/imports/waiting/confirm", on="/imports/waiting"))
    assert "2 hồ sơ mới" in text_of(stored)
    again = text_of(upload(secretariat, [OWN[0], *OWN[1:4]]))
    assert "được ghép theo cách đã lưu ngày 20/11/2026" in again
    assert "không có hồ sơ nào thay đổi" in again


def test_it_is_seen_changed_and_forgotten(secretariat: Person) -> None:
    """Asked for, the saved matching is shown and can be changed; forgotten, the officer is asked again."""
    upload(secretariat)
    secretariat.send("/imports/columns", **picked(*RIGHT, keep="on"))
    page = upload(secretariat, ask="y")
    assert "Đang theo cách ghép đã lưu ngày" in text_of(page)
    assert page.count("Theo cách đã lưu") == 7
    changed = secretariat.follow(secretariat.send("/imports/columns", **picked(*RIGHT[:-1], "", keep="on")))
    assert "Khi lưu: 2 hồ sơ mới" in text_of(changed)
    listed = secretariat.page("/imports")
    assert "6 cột được nhập, 1 cột bỏ qua" in text_of(listed)
    address = re.search(r'action="(/imports/columns/\d+/forget)"', listed)
    assert address
    assert "Đã quên" in secretariat.follow(secretariat.send(address[1], on="/imports"))
    assert "Không còn cách ghép cột ấy" in secretariat.follow(secretariat.send(address[1], on="/imports"))
    assert "Ghép cột của" in text_of(upload(secretariat))


def test_what_cannot_be_is_refused_in_words(secretariat: Person) -> None:
    """Two columns of one field, a required one missing, no sheet at all; what was chosen stays in the boxes."""
    upload(secretariat)
    twice = secretariat.send("/imports/columns", **picked("code", "received_on", "code", *RIGHT[3:], keep="on"))
    assert twice.status_code == 422
    assert "“Số hiệu”, “Ông (bà)” cùng được ghép với “Số đơn”" in text_of(twice)
    assert twice.text.count('is-invalid"') == 2
    missing = secretariat.send("/imports/columns", **picked("code", "", *RIGHT[2:]))
    assert missing.status_code == 422
    assert "cột bắt buộc “Ngày nhận”" in text_of(missing)
    assert secretariat.send("/imports/columns", **picked(*RIGHT, kind="")).status_code == 422
    strange = secretariat.send("/imports/columns", **picked("no_such", *RIGHT[1:]))
    assert strange.status_code == 422
    assert "Cách ghép cột đã lưu" not in secretariat.page("/imports")
    assert "Đ-1" not in secretariat.page("/letters")


def test_another_register_shows_its_own_fields(secretariat: Person) -> None:
    """What the sheet is said to be is asked again with the fields of that register; nothing is checked yet."""
    upload(secretariat)
    page = secretariat.send("/imports/columns", **picked(*RIGHT, kind="case"))
    assert page.status_code == 200
    assert "Cơ quan giải quyết" in page.text
    assert 'name="shown-0" value="case"' in page.text


def test_a_sheet_can_be_left_out(secretariat: Person) -> None:
    """It is then not read, and said so; the other is."""
    other = [["Mã PAKN", "Ngày tiếp nhận", "Hạn xử lý"], ["P-1", "02/11/2026", "20/11/2026"]]
    file = (io.BytesIO(xlsx({"Sheet1": OWN, "PAKN": other})), "hai.xlsx")
    secretariat.follow(secretariat.send("/imports", files={"register": file}))
    sheets = {"sheet-1": "PAKN", "kind-1": "feedback", "shown-1": "feedback"}
    boxes = {"column-1-0": "code", "column-1-1": "received_on", "column-1-2": "stated_due_on"}
    checked = text_of(
        secretariat.follow(secretariat.send("/imports/columns", **{**picked(*RIGHT, kind=""), **sheets, **boxes}))
    )
    assert "Nhận 1/1 dòng" in checked
    assert "ược bỏ qua theo lựa chọn" in checked


def test_a_file_that_waits_for_its_columns_is_not_stored(secretariat: Person) -> None:
    """Neither shown as checked nor confirmed; cancelled it is gone."""
    upload(secretariat)
    assert secretariat.get("/imports/waiting").headers["Location"] == "/imports/columns"
    sent = secretariat.client.post("/imports/waiting/confirm", data={"csrf_token": secretariat.token()})
    assert sent.headers["Location"] == "/imports/columns"
    assert "Đã bỏ tệp" in secretariat.follow(secretariat.send("/imports/waiting/cancel", on="/imports/columns"))
    assert "Không còn tệp nào chờ" in secretariat.follow(secretariat.get("/imports/columns"))
    answer = secretariat.client.post("/imports/columns", data={"csrf_token": secretariat.token()})
    assert "Không còn tệp nào chờ" in secretariat.follow(answer)


def test_columns_are_one_sessions_own_and_go_within_the_hour(
    app: Flask, secretariat: Person, clock: StandingClock, tmp_path: Path
) -> None:
    """Another session sees nothing; no file of the database holds a name, remembered or waiting."""
    upload(secretariat)
    secretariat.send("/imports/columns", **picked(*RIGHT, keep="on"))
    assert Person(app).sign_in(Role.SECRETARIAT).get("/imports/columns").status_code == 303
    held = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"ngay nhan don" in held
    assert NAME.encode() not in held
    assert b"dang thi bi mat" not in held
    clock.pass_by(minutes=20)
    secretariat.get("/")
    clock.pass_by(minutes=20)
    secretariat.get("/")
    clock.pass_by(minutes=21)
    assert secretariat.get("/imports/columns").status_code == 303


def test_a_known_register_is_not_asked_for(secretariat: Person) -> None:
    """Unless the officer wants to see; then all is recognised."""
    rows = [["Mã PAKN", "Ngày tiếp nhận", "Hạn xử lý"], ["P-1", "02/11/2026", "20/11/2026"]]
    assert "Kết quả kiểm tra" in upload(secretariat, rows)
    assert upload(secretariat, rows, ask="y").count("Nhận ra theo tên") == 3
