"""What a page shows of who people are is told in the access log before, without a word of it."""

from __future__ import annotations

from flask import Flask

from casework.domain.reading import AccessAct
from casework.domain.vocabulary import RecordKind, Role
from casework.services.reading import LogQuery, ReadLine, access_log_page
from tests.services.desk import enter, reader
from tests.web.person import Person


def told(app: Flask, act: AccessAct) -> list[ReadLine]:
    """The lines of one act, newest first."""
    db = app.extensions["casework_database"]
    return list(access_log_page(db, reader(db, Role.AUDITOR), LogQuery(act=act)).lines)


def test_people_found_at_the_desk_are_told_by_their_number(app: Flask, officer: Person) -> None:
    db = app.extensions["casework_database"]
    enter(db, reader(db, Role.RECEPTION_OFFICER), RecordKind.LETTER, person_name="Ngô Thị Giấy")
    assert "Ngô Thị Giấy" in officer.send("/desk/people", q="ngo thi giay").text
    assert [(line.row_count, line.what) for line in told(app, AccessAct.LISTED)] == [
        (1, "Tìm người ở bàn tiếp công dân")
    ]
    assert "Chưa có ai" in officer.send("/desk/people", q="khong co ai").text
    assert len(told(app, AccessAct.LISTED)) == 1


def test_the_form_of_a_paper_is_a_reading(app: Flask, officer: Person) -> None:
    db = app.extensions["casework_database"]
    letter = enter(db, reader(db, Role.RECEPTION_OFFICER), RecordKind.LETTER, person_name="Ngô Thị Giấy").record_id
    assert "Ngô Thị Giấy" in officer.page(f"/letters/{letter}/papers/refusal")
    (line,) = told(app, AccessAct.READ)
    assert (line.record_id, line.what) == (letter, "Biểu mẫu thông báo không thụ lý")
