"""A large file does not hold its request: it is checked and stored in the background, with a page that tells."""

from __future__ import annotations

import io
import threading

import pytest
from flask import Flask

from casework.domain.vocabulary import Role
from casework.services import import_runs
from casework.services.accounts import system_reader
from casework.web import register_upload
from tests.files.books import xlsx
from tests.services.desk import reader
from tests.web.person import Person, StandingClock, text_of
from tests.web.test_import_columns import OWN, RIGHT, picked
from tests.web.test_imports import BAD, GOOD, HEADINGS


@pytest.fixture(autouse=True)
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is a large one."""
    monkeypatch.setattr(register_upload, "SMALL_BYTES", 0)


def ended() -> None:
    """Waits for the work in the background."""
    for thread in threading.enumerate():
        if thread.name == "casework-import":
            thread.join()


def begun(person: Person, *rows: str) -> str:
    """Sends a register of letters; the address of its run, which has ended."""
    data = ("\ufeff" + "\r\n".join([HEADINGS, *rows])).encode()
    address = person.send("/imports", files={"register": (io.BytesIO(data), "so-don.csv")}).headers["Location"]
    assert "/imports/runs/" in address
    ended()
    return address


def confirmed(person: Person, **more: str) -> str:
    """Confirms what waits; the address of its run, which has ended."""
    address = person.send("/imports/waiting/confirm", on="/imports/waiting", **more).headers["Location"]
    ended()
    return address


def test_it_is_checked_and_stored_in_the_background(secretariat: Person) -> None:
    """The run leads to what the check says; the other tells what was stored, now and whenever it is opened again."""
    checked = text_of(secretariat.follow(secretariat.get(begun(secretariat, *GOOD))))
    assert "Tệp không có lỗi. Nhận 2/2 dòng" in checked
    address = confirmed(secretariat)
    for _ in range(2):
        assert "Đã lưu. 2 hồ sơ mới, 0 hồ sơ thay đổi" in text_of(secretariat.page(address))
    assert "Refresh" not in secretariat.get(address).headers
    assert "Đ001" in secretariat.page("/letters?q=D001")
    assert "đã xong, 2 hồ sơ mới" in text_of(secretariat.page("/imports"))
    assert secretariat.get("/imports/waiting").status_code == 303


def test_rows_that_were_left_out_are_told(secretariat: Person) -> None:
    begun(secretariat, *GOOD, BAD)
    refused = text_of(secretariat.page(confirmed(secretariat)))
    assert "Chưa lưu dòng nào. Tệp có dòng sai nên chưa lưu gì" in refused
    stored = text_of(secretariat.page(confirmed(secretariat, partial="y")))
    assert "2 hồ sơ mới" in stored
    assert "1 dòng sai không được lưu" in stored


def test_a_file_that_is_no_register_is_told(secretariat: Person) -> None:
    """Why not, on the page of the run; nothing is left waiting that cannot be gone on with."""
    answer = secretariat.send("/imports", files={"register": (io.BytesIO(b"%PDF-1"), "a.xlsx")})
    ended()
    assert "không phải là bảng tính Excel" in text_of(secretariat.follow(answer))
    columns = secretariat.get("/imports/waiting").headers["Location"]
    assert "Có một tệp" not in secretariat.follow(secretariat.get(columns))


def test_columns_are_matched_and_checked_in_the_background(secretariat: Person) -> None:
    file = (io.BytesIO(xlsx({"Sheet1": OWN})), "so.xlsx")
    address = secretariat.send("/imports", files={"register": file}).headers["Location"]
    ended()
    assert "Ghép cột của" in secretariat.follow(secretariat.get(address))
    onward = secretariat.send("/imports/columns", **picked(*RIGHT)).headers["Location"]
    ended()
    assert "Nhận 2/2 dòng" in text_of(secretariat.follow(secretariat.get(onward)))


def test_a_run_at_work_is_shown_and_one_that_died_is_told(
    app: Flask, secretariat: Person, clock: StandingClock
) -> None:
    """Rows, time left, loaded anew by itself; silent for two minutes, it is told that nothing was stored."""
    db = app.extensions["casework_database"]
    me = reader(db, Role.SECRETARIAT)
    run = import_runs.begin(db, me, clock, stores=True)
    run("Chuẩn bị “Đơn thư”", 0, 50_000)
    clock.pass_by(seconds=10)
    run("Chuẩn bị “Đơn thư”", 20_000, 50_000)
    answer = secretariat.get(f"/imports/runs/{run.key}")
    assert "Chuẩn bị: 20.000/50.000 dòng, bước này còn khoảng 15 giây" in text_of(answer)
    assert answer.headers["Refresh"] == "3"
    clock.pass_by(seconds=121)
    dead = secretariat.get(f"/imports/runs/{run.key}")
    assert "Bị ngắt, chưa lưu dòng nào; xin nhập lại" in text_of(dead)
    assert "Refresh" not in dead.headers
    other = import_runs.begin(db, system_reader(db, "t"), clock, stores=True)
    assert secretariat.get(f"/imports/runs/{other.key}").status_code == 404


def test_a_second_confirmation_begins_no_second_run(app: Flask, secretariat: Person, clock: StandingClock) -> None:
    """It leads to the run that is at it."""
    db = app.extensions["casework_database"]
    begun(secretariat, *GOOD)
    run = import_runs.begin(db, reader(db, Role.SECRETARIAT), clock, stores=True)
    assert confirmed(secretariat).endswith(f"/imports/runs/{run.key}")
    assert "Đ001" not in secretariat.page("/letters?q=D001")[2000:].split("<tbody>")[-1]
