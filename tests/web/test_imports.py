"""The import screen: always the dry run first; what waits is encrypted, bound to one session, gone in an hour."""

from __future__ import annotations

import io
import re
from pathlib import Path

from flask import Flask
from python_calamine import CalamineWorkbook

from casework.domain.vocabulary import Role
from casework.web.uploads_in_memory import InMemoryRequest
from tests.web.person import Person, StandingClock, text_of

HEADINGS = "Số đơn;Ngày nhận;Nguồn đơn;Người gửi;Loại đơn;Nội dung;Đủ điều kiện xử lý;Kết quả xử lý;Ngày xử lý"
GOOD = (
    "Đ001;02/11/2026;Bưu điện;Nguyễn Văn Khiếu;Khiếu nại;Về đền bù;Có;Hướng dẫn;05/11/2026",
    "Đ002;03/11/2026;Trực tiếp;Đặng Thị Bí Mật;Tố cáo;Về thu tiền;Có;Thụ lý;05/11/2026",
)
BAD = "Đ003;03/13/2026;Trực tiếp;;Khiếu nại;Về thuế;Có;Thụ lý;05/11/2026"
DENOUNCER = "Đặng Thị Bí Mật"


def upload(person: Person, *rows: str, name: str = "so-don.csv") -> str:
    """Sends a register of letters for checking; the page that it leads to."""
    data = ("\ufeff" + "\r\n".join([HEADINGS, *rows])).encode()
    answer = person.send("/imports", files={"register": (io.BytesIO(data), name)})
    return person.follow(answer)


def test_a_file_is_checked_then_stored_when_confirmed(secretariat: Person) -> None:
    """The dry run counts rows and stores none; confirmed, they are there; the same again changes nothing."""
    checked = text_of(upload(secretariat, *GOOD))
    assert "Tệp không có lỗi. Nhận 2/2 dòng. Khi lưu: 2 hồ sơ mới" in checked
    assert "Không lưu danh tính" in checked
    assert DENOUNCER not in checked
    assert "Đ001" not in secretariat.page("/letters?q=D001")[2000:].split("<tbody>")[-1]
    stored = secretariat.follow(secretariat.send("/imports/waiting/confirm", on="/imports/waiting"))
    assert "Đã lưu “so-don.csv”: 2 hồ sơ mới" in text_of(stored)
    assert "Đ001" in secretariat.page("/letters?q=D001")
    again = text_of(upload(secretariat, *GOOD))
    assert "không có hồ sơ nào thay đổi" in again


def test_a_file_with_errors_is_stored_only_by_choice(secretariat: Person) -> None:
    """Refused whole by default; with the choice the right rows are stored."""
    checked = upload(secretariat, *GOOD, BAD)
    assert "Tệp có 1 lỗi" in text_of(checked)
    assert "háng 13 không có" in text_of(checked)
    refused = secretariat.follow(secretariat.send("/imports/waiting/confirm", on="/imports/waiting"))
    assert "chưa lưu gì" in text_of(refused)
    partly = secretariat.send("/imports/waiting/confirm", on="/imports/waiting", partial="y")
    assert "2 hồ sơ mới" in text_of(secretariat.follow(partly))


def test_the_problems_are_filtered_by_verdict(secretariat: Person) -> None:
    """Errors alone, withheld identities alone, a sheet that is not there."""
    upload(secretariat, *GOOD, BAD)
    errors = secretariat.page("/imports/waiting?verdict=error")
    assert errors.count('<span class="state late">Lỗi') == 1
    withheld = secretariat.page("/imports/waiting?verdict=withheld")
    assert withheld.count('<span class="state plainly">Không lưu danh tính') == 1
    assert "Không có dòng nào" in text_of(secretariat.page("/imports/waiting?sheet=x"))
    assert secretariat.get("/imports/waiting?verdict=nonsense&page=99999999").status_code == 200


def test_what_waits_is_unreadable_and_goes(app: Flask, secretariat: Person, tmp_path: Path) -> None:
    """No name stands in any file of the database while it waits; cancelled, nothing waits any more."""
    upload(secretariat, *GOOD)
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) >= 1
    assert not any(DENOUNCER.encode() in data or b"Dang Thi Bi Mat" in data for data in files)
    assert "Đã bỏ tệp" in secretariat.follow(secretariat.send("/imports/waiting/cancel", on="/imports/waiting"))
    assert "Không còn tệp nào chờ" in secretariat.follow(secretariat.get("/imports/waiting"))


def test_what_waits_goes_within_the_hour(secretariat: Person, clock: StandingClock) -> None:
    """After an hour of a busy session it is gone: neither shown nor stored."""
    upload(secretariat, *GOOD)
    for _ in range(3):
        clock.pass_by(minutes=20)
        secretariat.get("/")
    answer = secretariat.client.post("/imports/waiting/confirm", data={"csrf_token": secretariat.token()})
    assert "Chưa có gì được lưu" in text_of(secretariat.follow(answer))


def test_what_waits_is_one_sessions_own(app: Flask, secretariat: Person) -> None:
    """Another session of the same account sees nothing of it."""
    upload(secretariat, *GOOD)
    other = Person(app).sign_in(Role.SECRETARIAT)
    assert other.get("/imports/waiting").status_code == 303
    assert "Đ001" not in other.page("/imports")


def test_a_file_that_is_no_register_is_told(secretariat: Person) -> None:
    """Not a spreadsheet, an empty one, none at all: 422 in Vietnamese."""
    for data, name in (
        (b"%PDF-1.7 x", "a.pdf"),
        (b"", "a.xlsx"),
        (b"PK\x03\x04 broken", "a.xlsx"),
        (b"a;b\n1;2", "a.csv"),
    ):
        answer = secretariat.send("/imports", files={"register": (io.BytesIO(data), name)})
        assert answer.status_code == 422, name
        assert 'role="alert"' in answer.text
    assert secretariat.send("/imports").status_code == 422


def test_a_file_that_is_too_large_is_refused(secretariat: Person) -> None:
    """413, before it is read."""
    data = b"x" * (22 * 1024 * 1024)
    answer = secretariat.send("/imports", files={"register": (io.BytesIO(data), "a.csv")})
    assert answer.status_code == 413
    assert "Tệp quá lớn" in text_of(answer)


def test_an_upload_never_touches_the_disk(app: Flask) -> None:
    """Where Werkzeug would spool a large file to the disk, ours stays in memory."""
    with app.test_request_context("/imports", method="POST"):
        from flask import request

        assert isinstance(request._get_current_object(), InMemoryRequest)  # type: ignore[attr-defined]
        assert isinstance(request._get_file_stream(10**8, "text/csv", "a.csv", 10**8), io.BytesIO)


def test_the_name_of_a_file_is_text(secretariat: Person) -> None:
    """A name that would be markup is shown as it is."""
    body = upload(secretariat, *GOOD, name="<b>x</b>.csv")
    assert "<b>x</b>" not in body
    assert re.search(r"&lt;b&gt;x", body)


def test_the_marked_workbook_is_for_mending_only(secretariat: Person) -> None:
    """The wrong row is told in its own row, nobody's name stands in it, and it cannot be imported."""
    page = upload(secretariat, *GOOD, BAD)
    assert "/imports/waiting/marked" in page
    answer = secretariat.get("/imports/waiting/marked")
    assert "attachment" in answer.headers["Content-Disposition"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    rows = book.get_sheet_by_name("so-don").to_python(skip_empty_area=False)
    assert [bool(row[-1]) for row in rows] == [True, False, False, True]
    assert "áng 13" in rows[3][-1]
    assert DENOUNCER not in str(rows)
    assert "Khiếu" not in [row[3] for row in rows]
    again = secretariat.send("/imports", files={"register": (io.BytesIO(answer.data), "a.xlsx")})
    assert again.status_code == 422
    assert "nhập tệp gốc" in text_of(again)
    assert "/imports/waiting/marked" not in upload(secretariat, *GOOD)
    secretariat.send("/imports/waiting/cancel", on="/imports/waiting")
    assert secretariat.get("/imports/waiting/marked").status_code == 303
