"""Entering records: the number and the day's count at once, one record a form, nothing of a denouncer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from casework.domain.vocabulary import RecordKind, Role
from casework.services.choices import choices
from tests.services.desk import ON
from tests.web.person import Person, text_of

SECRET_NAME = "Hoàng Thị Giấu Tên"


def chosen(app: Flask, kind: RecordKind, what: str) -> str:
    """The id of a choice that the form offers, by its label."""
    offered = choices(app.extensions["casework_database"], kind, ON)
    pairs = [*offered.sessions, *offered.council_resolutions, *(u for units in offered.units.values() for u in units)]
    return next(value for value, label in pairs if label.startswith(what))


def complete(app: Flask) -> dict[str, dict[str, str]]:
    """What a person fills in for each register."""
    return {
        "petitions": {
            "source": "council",
            "session_id": chosen(app, RecordKind.PETITION, "Kỳ họp thứ 12 HĐND khóa XVI"),
            "content": "Đề nghị lắp đèn đường",
        },
        "receptions": {"received_on": "20/11/2026", "form": "regular", "people": "4", "type": "complaint"},
        "letters": {"received_on": "20.11.2026", "type": "complaint", "eligible": "yes"},
        "cases": {
            "accepted_on": "2026-11-20",
            "type": "complaint",
            "unit_id": chosen(app, RecordKind.CASE, "Sở Y tế"),
        },
        "feedback": {"received_on": "20/11/2026", "stated_due_on": "15/12/2026"},
    }


@pytest.mark.parametrize("word", ["petitions", "receptions", "letters", "cases", "feedback"])
def test_the_number_and_the_count_are_told_at_once(app: Flask, word: str) -> None:
    """The form names the number to come and today's count; after saving, that number and the next count."""
    person = Person(app).sign_in(Role.SECRETARIAT if word == "petitions" else Role.RECEPTION_OFFICER)
    before = text_of(person.page(f"/{word}/new"))
    counted = re.search(r"hôm nay đã vào sổ: (\d+)", before)
    assert counted
    saved = text_of(person.follow(person.send(f"/{word}/new", **complete(app)[word])))
    assert f"Hôm nay đã vào sổ {int(counted[1]) + 1} hồ sơ" in saved
    number = re.search(r"Số sẽ cấp: (\S+) ;", before)
    if word != "receptions":
        assert number
        assert f"Đã lưu {number[1]}." in saved


def test_save_and_go_on_keeps_what_the_pile_shares(officer: Person, app: Flask) -> None:
    """The next form is open, with day and place kept and nobody's name."""
    fields = {**complete(app)["receptions"], "place": "Trụ sở tiếp công dân", "person_name": "Vũ Thị Na"}
    answer = officer.send("/receptions/new", **fields, then="next")
    assert answer.headers["Location"].startswith("/receptions/new?")
    page = officer.follow(answer)
    assert "Đã lưu một lượt tiếp công dân" in text_of(page)
    assert 'value="Trụ sở tiếp công dân"' in page
    assert "Vũ Thị Na" not in page
    assert "Vũ" not in answer.headers["Location"]


def test_a_form_that_is_sent_twice_makes_one_record(officer: Person, app: Flask) -> None:
    """The same token leads to the same record and says so."""
    token = re.search(r'name="token"[^>]*value="([^"]+)"', officer.page("/letters/new"))
    assert token
    fields = {**complete(app)["letters"], "token": token[1]}
    first, second = (officer.send("/letters/new", **fields) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert "không lưu thêm" in officer.follow(second)


def test_what_is_wrong_stands_beside_its_box(officer: Person) -> None:
    """422, every message in Vietnamese at its field, and what was typed is kept."""
    fields = {"received_on": "31/02/2026", "people": "0", "type": "", "content": "Nội dung đã gõ"}
    answer = officer.send("/receptions/new", **fields)
    assert answer.status_code == 422
    shown = text_of(answer)
    assert "Chưa lưu." in shown
    assert "Không được để trống" in shown
    assert answer.text.count("invalid-feedback") >= 3
    assert 'aria-describedby="received_on-error"' in answer.text
    assert "Nội dung đã gõ" in answer.text
    assert 'value="31/02/2026"' in answer.text


def test_a_denouncer_is_kept_nowhere(officer: Person, app: Flask, tmp_path: Path) -> None:
    """Neither when it is stored, nor when the form comes back with mistakes: not on a page, not in a file."""
    fields = {"type": "denunciation", "person_name": SECRET_NAME, "person_phone": "0987654321", "eligible": "yes"}
    wrong = officer.send("/letters/new", **fields, received_on="99/99/2026")
    assert wrong.status_code == 422
    saved = officer.send("/letters/new", **fields, received_on="20/11/2026")
    page = officer.follow(saved)
    assert "không lưu Người gửi, Điện thoại" in text_of(page)
    assert "danh tính người tố cáo không được lưu" in text_of(page)
    for text in (wrong.text, page, officer.page("/letters"), officer.page("/letters.csv")):
        assert SECRET_NAME not in text
        assert "0987654321" not in text
    app.extensions["casework_database"].close()
    for path in tmp_path.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert SECRET_NAME.encode() not in data
            assert b"0987654321" not in data
            assert b"hoang thi giau ten" not in data


def test_fields_that_the_form_does_not_ask_are_not_taken(officer: Person, app: Flask) -> None:
    """Number, version, office: what the system knows by itself is not overwritten by an address or a form."""
    fields = {**complete(app)["letters"], "code": "ABC-1", "office_id": "1", "id": "77", "version": "9"}
    page = officer.follow(officer.send("/letters/new", **fields))
    assert "ABC-1" not in page


@pytest.mark.parametrize("word", ["receptions", "letters", "cases"])
def test_what_the_matter_is_stands_before_whose_it_is(officer: Person, word: str) -> None:
    """The type is asked before any name; denunciations have numbers of their own, which nobody is told beforehand: how
    many there were is for their circle."""
    body = officer.page(f"/{word}/new")
    assert body.index('id="type"') < body.index("data-identity")
    assert ("nếu là tố cáo: số riêng, cấp khi lưu;" in text_of(body)) == (word != "receptions")
    if word != "receptions":
        values = {"type": "denunciation", "eligible": "yes", "unit_id": "1"}
        saved = text_of(officer.follow(officer.send(f"/{word}/new", **values)))
        given = re.search(r"Đã lưu (\S+)\.", saved)
        assert given is not None
        assert given[1] not in text_of(body)


def test_an_outcome_asks_for_its_day_and_a_denunciation_for_its_paper_file(officer: Person) -> None:
    """Half of what belongs together is refused beside the missing half; a missing paper file is told after saving."""
    letter = {"received_on": "20/11/2026", "type": "complaint", "eligible": "yes"}
    for given, label in (({"handling": "accepted"}, "Kết quả xử lý"), ({"handled_on": "20/11/2026"}, "Ngày xử lý")):
        refused = officer.send("/letters/new", **letter, **given)
        assert refused.status_code == 422
        assert f"Đã ghi “{label}” thì phải ghi cả mục này" in text_of(refused)
    letter["type"] = "denunciation"
    assert "Số hồ sơ giấy: Chưa ghi" in text_of(officer.follow(officer.send("/letters/new", **letter)))
    told = text_of(officer.follow(officer.send("/letters/new", **letter, paper_file="12/HS")))
    assert "Chưa ghi" not in told
