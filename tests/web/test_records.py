"""Moving and correcting a record: buttons where the workflow has steps, and two people on one record."""

from __future__ import annotations

from flask import Flask

from casework.domain.vocabulary import RecordKind, Role
from tests.web.person import Person, links_of, text_of
from tests.web.test_intake import chosen, complete


def petition(person: Person, app: Flask) -> str:
    """The address of a fresh petition."""
    return str(person.send("/petitions/new", **complete(app)["petitions"]).headers["Location"])


def steps(body: str) -> set[str]:
    """The steps that a record's page offers."""
    return {address.rsplit("/", 1)[1] for address, _ in links_of(body) if "/move/" in address}


def test_a_petition_is_led_through_its_workflow(app: Flask, secretariat: Person, leader: Person) -> None:
    """Assigned, answered, settled, reopened by the leader; each page offers the next steps and tells the last."""
    address = petition(secretariat, app)
    assert steps(secretariat.page(address)) == {"assign", "settle", "move", "track"}
    unit = chosen(app, RecordKind.PETITION, "Sở Y tế")
    moves = (
        ("assign", {"unit_id": unit, "assigned_on": "20/11/2026", "stated_due_on": "15/12/2026"}, "Đã giao đơn vị"),
        ("answer", {"answered_on": "20/11/2026", "answer_document": "12/SYT-VP"}, "Đã trả lời"),
        (
            "settle",
            {"result": "resolved", "resolved_on": "20/11/2026", "evidence": "Biên bản nghiệm thu"},
            "Kết thúc giải quyết",
        ),
    )
    for event, fields, state in moves:
        assert state in text_of(secretariat.follow(secretariat.send(f"{address}/move/{event}", **fields)))
    assert steps(leader.page(address)) == {"reopen", "find"}
    reopened = leader.send(f"{address}/move/reopen", reason="Cử tri còn ý kiến", happened_on="20/11/2026")
    page = leader.follow(reopened)
    assert "Lý do: Cử tri còn ý kiến" in text_of(page)
    assert page.count("<li>") > 5


def test_a_step_that_is_not_open_is_refused(app: Flask, secretariat: Person) -> None:
    """An unknown step, and one that this state does not have: 409, the state told."""
    address = petition(secretariat, app)
    for event in ("answer", "fly"):
        for answer in (
            secretariat.get(f"{address}/move/{event}"),
            secretariat.client.post(f"{address}/move/{event}", data={"csrf_token": secretariat.token()}),
        ):
            assert answer.status_code == 409
            assert "Mới tiếp nhận" in text_of(answer)


def test_a_step_says_what_is_missing(app: Flask, secretariat: Person) -> None:
    """422 beside the box; nothing moved."""
    address = petition(secretariat, app)
    answer = secretariat.send(f"{address}/move/assign", assigned_on="20/11/2026", unit_id="")
    assert answer.status_code == 422
    assert "Không được để trống" in text_of(answer)
    assert "assign" in steps(secretariat.page(address))


def test_only_the_values_of_the_step_are_offered(app: Flask, secretariat: Person) -> None:
    """A petition nobody answered cannot be settled as explained, neither by choice nor by a made-up form."""
    address = petition(secretariat, app)
    body = secretariat.page(f"{address}/move/settle")
    assert 'value="noted"' in body
    assert 'value="explained"' not in body
    sent = secretariat.send(f"{address}/move/settle", result="explained", resolved_on="20/11/2026")
    assert sent.status_code == 422


def test_of_two_people_the_second_sees_both(app: Flask, secretariat: Person) -> None:
    """The stale form is refused with 409, shows what stands and what was typed; sent again, it is a decision."""
    address = petition(secretariat, app)
    other = Person(app).sign_in(Role.SECRETARIAT)
    stale = {"version": "1", "content": "Bản của người thứ hai", "reason": "Sửa lời văn"}
    first = other.send(f"{address}/correct", content="Bản của người thứ nhất", reason="Sửa lời văn")
    assert first.status_code == 303
    answer = secretariat.send(f"{address}/correct", **stale)
    assert answer.status_code == 409
    shown = text_of(answer)
    assert "Bản của người thứ nhất" in shown
    assert "Bản của người thứ hai" in shown
    assert "Bản của người thứ nhất" in secretariat.page(address)
    assert 'name="version"' in answer.text
    again = secretariat.send(f"{address}/correct", **{**stale, "version": "2"})
    assert "Bản của người thứ hai" in secretariat.follow(again)


def test_a_save_without_a_version_is_refused(app: Flask, secretariat: Person) -> None:
    """None, or nonsense: 400, and nothing is written."""
    address = petition(secretariat, app)
    for version in ("", "x", "-1", "9" * 30):
        sent = secretariat.send(f"{address}/correct", version=version, content="Khác", reason="Thử")
        assert sent.status_code == 400
    assert "Khác" not in secretariat.page(address)


def test_a_correction_keeps_the_history(app: Flask, secretariat: Person) -> None:
    """The new text stands, the old event is struck through and both are there with the reason."""
    address = petition(secretariat, app)
    assert secretariat.send(f"{address}/correct", content="Đúng hơn", reason="").status_code == 422
    page = secretariat.follow(secretariat.send(f"{address}/correct", content="Đúng hơn", reason="Gõ nhầm"))
    shown = text_of(page)
    assert "Đã đính chính." in shown
    assert "Lý do: Gõ nhầm" in shown
    assert "Đề nghị lắp đèn đường" in shown
    assert 'class="struck"' in page
    same = secretariat.send(f"{address}/correct", reason="Không đổi gì")
    assert "Không có gì thay đổi" in secretariat.follow(same)


def test_the_page_says_why_the_due_date_is_what_it_is(officer: Person, secretariat: Person, app: Flask) -> None:
    """One sentence: the law's steps for a case, what was stated for a petition."""
    case = officer.send("/cases/new", **complete(app)["cases"]).headers["Location"]
    assert "Luật Khiếu nại" in text_of(officer.page(case))
    address = petition(secretariat, app)
    assert "luật không ấn định số ngày" in text_of(secretariat.page(address))


def test_the_correction_of_a_denunciation_asks_for_no_identity(officer: Person, app: Flask) -> None:
    """The boxes are not there, and a made-up form puts nothing in."""
    fields = {**complete(app)["letters"], "type": "denunciation"}
    address = officer.send("/letters/new", **fields).headers["Location"]
    assert 'name="person_name"' not in officer.page(f"{address}/correct")
    officer.send(f"{address}/correct", person_name="Người Bị Giấu", content="Bổ sung", reason="Thêm")
    assert "Người Bị Giấu" not in officer.page(address)


def test_closed_identity_boxes_empty_nothing(officer: Person) -> None:
    """A correction sent while the boxes were closed leaves the name on record, on the page and in what is stored."""
    made = officer.send("/letters/new", type="complaint", eligible="yes", person_name="Lê Văn Chuyển")
    letter = made.headers["Location"]
    refused = officer.send(f"{letter}/correct", type="denunciation", reason="phân loại lại")
    assert refused.status_code == 422
    assert 'value="Lê Văn Chuyển"' in refused.text
    kept = {"type": "complaint", "eligible": "yes", "received_on": "20/11/2026", "channel": "post", "signers": "1"}
    officer.follow(officer.send(f"{letter}/correct", **kept, note="Đã xem", reason="bổ sung"))
    assert "Lê Văn Chuyển" in text_of(officer.page(letter))
