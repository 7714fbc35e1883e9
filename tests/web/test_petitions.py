"""Meetings, splitting and merging, promises and baskets on the screen: forms, refusals, what each role is offered."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask

from casework.domain.vocabulary import RecordKind, Role
from casework.store.database import Database
from tests.services.desk import enter, reader
from tests.web.person import Person, links_of, text_of


def address_of(answer_location: str) -> str:
    """The path of an address without its query."""
    return answer_location.split("?")[0]


@pytest.fixture
def session_key(secretariat: Person) -> str:
    """The id of a session, as the form of a meeting offers it."""
    body = secretariat.page("/contacts/new")
    found = re.search(r'<option value="(\d+)">Kỳ họp thứ 28 HĐND khóa XVI</option>', body)
    assert found
    return found[1]


@pytest.fixture
def meeting(secretariat: Person, session_key: str) -> str:
    """The address of a meeting."""
    typed: dict[str, Any] = {
        "session_id": session_key,
        "held_on": "15/10/2026",
        "contact_round": "before",
        "place": "Phường Láng",
        "delegation": "Tổ đại biểu số 2",
    }
    answer = secretariat.send("/contacts/new", **typed)
    assert answer.status_code == 303, text_of(answer)
    return address_of(answer.headers["Location"])


def petition(app: Flask, content: str = "Đề nghị xây trường mầm non") -> str:
    """The address of a petition."""
    db: Database = app.extensions["casework_database"]
    return f"/petitions/{enter(db, reader(db, Role.SECRETARIAT), RecordKind.PETITION, content=content).record_id}"


def code_of(person: Person, address: str) -> str:
    """The number of the petition at an address."""
    found = re.search(r"KNCT-\d{4}-\d{4}(?:/\d+)?", text_of(person.page(address)))
    assert found
    return found[0]


def test_petitions_are_typed_one_after_another(secretariat: Person, meeting: str, session_key: str) -> None:
    """What they share is kept, an empty one is refused with its place told; the compilation counts them."""
    for content in ("Sửa vỉa hè phố Láng", "Thêm cây xanh"):
        answer = secretariat.send(meeting, content=content, subject="Giao thông", competence="city", place="")
        assert answer.status_code == 303
        body = secretariat.follow(answer)
        assert 'value="Giao thông"' in body
    assert "2 kiến nghị đã nhập" in text_of(body)
    refused = secretariat.send(meeting, content=" ")
    assert refused.status_code == 422
    assert "Không được để trống" in text_of(refused)
    compiled = secretariat.page(f"/contacts/sessions/{session_key}")
    assert "Tiếp nhận 2 kiến nghị qua 1 cuộc tiếp xúc" in text_of(compiled)
    for address, text in links_of(compiled):
        if "figure=petitions.received.total" in address and text == "2":
            assert "Sửa vỉa hè" in text_of(secretariat.page(address))
            break
    else:
        pytest.fail("no number of the compilation opens to its petitions")
    assert "Không đọc được ngày" in text_of(secretariat.get(f"/contacts/sessions/{session_key}?as_of=x"))


def test_a_meeting_is_changed_and_a_stale_change_is_refused(secretariat: Person, meeting: str) -> None:
    typed: dict[str, Any] = {
        "held_on": "16/10/2026",
        "contact_round": "after",
        "place": "Phường Láng",
        "delegation": "Tổ 2",
    }
    assert secretariat.send(f"{meeting}/change", **typed).status_code == 303
    stale = secretariat.send(f"{meeting}/change", **{**typed, "version": "1", "delegation": "Tổ 9"})
    assert stale.status_code == 409
    assert "người khác thay đổi" in text_of(stale)
    assert secretariat.send(f"{meeting}/change", **{**typed, "held_on": ""}).status_code == 422
    assert "Tổ 9" not in text_of(secretariat.page(meeting))


def test_ticked_petitions_are_merged_and_taken_out_again(
    app: Flask, secretariat: Person, meeting: str, session_key: str
) -> None:
    for content in ("Sửa vỉa hè phố Láng", "Vỉa hè phố Láng hỏng"):
        secretariat.send(meeting, content=content, competence="city")
    keys = re.findall(r'name="id" value="(\d+)"', secretariat.page(f"/contacts/sessions/{session_key}"))
    few = secretariat.get(f"/contacts/sessions/{session_key}/merge?id={keys[0]}")
    assert "ít nhất hai" in text_of(secretariat.follow(few))
    chosen = secretariat.get(f"/contacts/sessions/{session_key}/merge?id={keys[0]}&id={keys[1]}")
    address = chosen.headers["Location"]
    body = secretariat.follow(chosen)
    other = re.search(r'<textarea[^>]*id="codes"[^>]*>\s*([^<\s]+)', body)
    assert other
    sent = secretariat.send(address_of(address), codes=other[1], reason="Cùng nội dung", happened_on="20/11/2026")
    main = address_of(sent.headers["Location"])
    assert f"Giải quyết chung cho {other[1]}" in text_of(secretariat.follow(sent))
    merged = next(a for a, text in links_of(secretariat.page(main)) if text == other[1])
    assert "Đã gộp vào" in text_of(secretariat.page(merged))
    assert "/move/" not in secretariat.page(merged)
    assert secretariat.send(f"{merged}/unmerge", reason="Khác nơi", happened_on="20/11/2026").status_code == 303
    assert "Đã gộp vào" not in text_of(secretariat.page(merged))


def test_a_petition_is_split_and_the_splitting_undone(app: Flask, secretariat: Person) -> None:
    address = petition(app)
    only: dict[str, Any] = {"parts-0-content": "Một"}
    one = secretariat.send(f"{address}/split", reason="Hai việc", happened_on="20/11/2026", **only)
    assert one.status_code == 422
    assert "ít nhất hai phần" in text_of(one)
    parts: dict[str, Any] = {
        "parts-0-content": "Xây trường",
        "parts-1-content": "Làm đường",
        "parts-1-subject": "Giao thông",
    }
    done = secretariat.send(f"{address}/split", reason="Hai việc", happened_on="20/11/2026", **parts)
    body = text_of(secretariat.follow(done))
    code = code_of(secretariat, address)
    assert f"{code}/1" in body
    assert f"{code}/2" in body
    assert secretariat.send(f"{address}/undo-split", reason="Nhầm", happened_on="20/11/2026").status_code == 303
    assert "Đã tách thành" not in text_of(secretariat.page(address))


def test_a_petition_raised_again_shows_what_was_answered(app: Flask, secretariat: Person) -> None:
    earlier, again = petition(app), petition(app, "Lại đề nghị xây trường mầm non")
    wrong = secretariat.send(f"{again}/raise-again", codes="KNCT-1999-1", reason="Nêu lại", happened_on="20/11/2026")
    assert wrong.status_code == 422
    done = secretariat.send(
        f"{again}/raise-again", codes=code_of(secretariat, earlier), reason="Nêu lại", happened_on="20/11/2026"
    )
    assert "Chưa có văn bản trả lời" in text_of(secretariat.follow(done))
    assert "Được kiến nghị lại tại" in text_of(secretariat.page(earlier))
    assert secretariat.send(f"{again}/raise-no-more", reason="Nhầm", happened_on="20/11/2026").status_code == 303


def test_a_promise_is_noted_with_a_suggested_day_changed_and_kept(app: Flask, secretariat: Person) -> None:
    address = petition(app)
    typed: dict[str, Any] = {"content": "Khởi công trong quý I/2027", "promised_on": "10/11/2026"}
    suggested = secretariat.send(f"{address}/promises/new", **typed)
    assert suggested.status_code == 422
    assert "đến hết ngày 31/3/2027" in text_of(suggested)
    noted = secretariat.send(f"{address}/promises/new", **typed, due_on="11/11/2026")
    body = secretariat.follow(noted)
    assert "Quá hạn chưa thực hiện" in text_of(body)
    promise = next(a for a, _text in links_of(body) if a.endswith("/keep")).removesuffix("/keep")
    assert "Khởi công trong quý I/2027" in text_of(secretariat.page("/promises"))
    assert secretariat.send(f"{promise}/keep", kept_on="12/11/2026").status_code == 422
    assert secretariat.send(f"{promise}/keep", kept_on="12/11/2026", proof="Biên bản").status_code == 303
    assert "Khởi công" not in text_of(secretariat.page("/promises?word=broken"))
    assert "Khởi công" in text_of(secretariat.page("/promises?word=kept&as_of=12/11/2026"))
    assert secretariat.get("/promises?word=nonsense").status_code == 404
    before = text_of(secretariat.page("/promises?word=made&as_of=30/11/2026&known_on=1/1/2020"))
    assert "Theo dữ liệu đã ghi nhận đến hết ngày 01/01/2020" in before
    assert "Khởi công" not in before
    assert secretariat.get("/promises?known_on=khong-phai-ngay").status_code == 422
    changed: dict[str, Any] = {**typed, "due_on": "31/3/2027", "content": "Khởi công quý I/2027"}
    assert "31/3/2027" in text_of(secretariat.follow(secretariat.send(f"{promise}/change", **changed)))
    assert secretariat.send(f"{promise}/strike", reason="Ghi nhầm").status_code == 303
    assert secretariat.get(f"{promise}/keep").status_code == 404


def test_a_basket_is_added_filled_and_emptied(app: Flask, secretariat: Person, meeting: str, session_key: str) -> None:
    """A new resolution, petitions of its sessions put in with a preview, taken out with a reason; both told."""
    secretariat.send(meeting, content="Sửa vỉa hè phố Láng", competence="city")
    added = secretariat.send("/baskets/new", number="50/NQ-HĐND", passed_on="20/11/2026", session_0=session_key)
    place = address_of(added.headers["Location"])
    basket = place.removesuffix("/petitions")
    again = secretariat.send("/baskets/new", number="50/NQ-HĐND", passed_on="20/11/2026", session_0=session_key)
    assert again.status_code == 422
    body = secretariat.page(place)
    row = re.search(r'name="row" value="([^"]+)"', body)
    assert row
    values: dict[str, Any] = {
        "code": "step:track",
        "row": row[1],
        "council_resolution_id": basket.rsplit("/", 1)[1],
        "back": basket,
    }
    preview = secretariat.send("/bulk/preview", on=place, **values)
    assert "1 hồ sơ sẽ được xử lý" in text_of(preview)
    token = re.search(r'name="token" value="([^"]+)"', preview.text)
    assert token
    assert secretariat.send("/bulk/apply", on=place, token=token[1], **values).status_code == 303
    assert "0/1" in text_of(secretariat.page(basket))
    out = secretariat.page(f"{basket}/out")
    row = re.search(r'name="row" value="([^"]+)"', out)
    assert row
    values = {
        "code": "step:untrack",
        "row": row[1],
        "happened_on": "20/11/2026",
        "reason": "Nhầm",
        "back": basket,
    }
    assert "1 hồ sơ sẽ được xử lý" in text_of(secretariat.send("/bulk/preview", on=place, **values))
    assert secretariat.get("/baskets/999999").status_code == 404


def test_a_session_is_added_by_hand(secretariat: Person) -> None:
    typed: dict[str, Any] = {"body": "national_assembly", "term": "XVI", "number": "2", "kind": "thường lệ"}
    assert "Kỳ họp thứ 2 Quốc hội khóa XVI" in text_of(
        secretariat.follow(secretariat.send("/contacts/sessions/new", **typed))
    )
    again = secretariat.send("/contacts/sessions/new", **typed)
    assert "đã có trong danh mục" in text_of(again)
    turned = secretariat.send(
        "/contacts/sessions/new", **{**typed, "number": "3"}, first_on="3/11/2026", last_on="1/11/2026"
    )
    assert turned.status_code == 422


def test_others_look_and_do_not_touch(app: Flask, secretariat: Person, leader: Person, meeting: str) -> None:
    """A leader reads meetings, promises and baskets, and changes none of them; nobody finds what is not there."""
    address = petition(app)
    for path in ("/contacts", meeting, "/promises", "/baskets"):
        leader.page(path)
    assert "Lưu và nhập tiếp" not in leader.page(meeting)
    assert leader.client.post(meeting, data={"csrf_token": leader.token(), "content": "x"}).status_code == 403
    for path in ("split", "merge", "undo-split", "unmerge", "raise-again"):
        assert leader.get(f"{address}/{path}").status_code == 403
        assert secretariat.get(f"/petitions/999999/{path}").status_code == 404
    for path in ("/contacts/new", "/baskets/new", "/contacts/sessions/new"):
        assert leader.get(path).status_code == 403
    assert secretariat.get("/contacts/999999").status_code == 404
    assert secretariat.get("/contacts/sessions/999999").status_code == 404
    assert secretariat.get(f"{address}/promises/999999/keep").status_code == 404
