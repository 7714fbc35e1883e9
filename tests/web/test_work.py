"""The work lists at the door: list, walk, saved filter, bulk act, notices; a person at a browser without scripts."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from casework.domain.vocabulary import RecordKind, Role
from casework.services import accounts
from tests.services.desk import NOW, PASSWORD, enter, reader, unit_id
from tests.web.person import Person, links_of, text_of


@pytest.fixture
def head(app: Flask) -> Person:
    """A signed-in head of Sở Y tế, which leads the cases of the small register."""
    db = app.extensions["casework_database"]
    unit = unit_id(db, "Sở Y tế")
    accounts.create_user(
        db, reader(db, Role.SYSTEM), "u-unit-head", "Trần Thủ Trưởng", Role.UNIT_HEAD, PASSWORD, NOW, unit
    )
    return Person(app).sign_in(Role.UNIT_HEAD)


def _walks(body: str) -> list[str]:
    return [address for address, _text in links_of(body) if "/walk/" in address]


def test_the_first_page_counts_what_the_lists_hold(secretariat: Person) -> None:
    """Each tile opens a list of as many lines as it says."""
    tiles = re.findall(
        r'class="tile tile-link" href="([^"]+)".*?class="value[^"]*">([\d.]+)<', secretariat.page("/"), re.S
    )
    assert len(tiles) == 5
    for address, count in tiles:
        body = secretariat.page(address.replace("&amp;", "&"))
        assert len(_walks(body)) == int(count)
    assert sum(int(count) for _address, count in tiles) > 0


def test_the_walk_goes_on_though_the_record_has_left_the_list(secretariat: Person) -> None:
    """Opened from the petitions that are to be given to a unit; the first is settled; the next one is still next."""
    rows = _walks(secretariat.page("/work?kind=petition"))
    body = secretariat.follow(secretariat.get(rows[0]))
    onward = next(address for address, text in links_of(body) if text.startswith("Hồ sơ tiếp theo"))
    here = re.search(r"/petitions/(\d+)/correct", body)
    assert here
    step = f"/petitions/{here[1]}/move/settle"
    assert secretariat.send(step, result="noted", resolved_on="20/11/2026").status_code == 303
    assert len(_walks(secretariat.page("/work?kind=petition"))) == len(rows) - 1
    following = secretariat.page(onward)
    assert "Hồ sơ trước" in text_of(following)
    back = next(address for address, text in links_of(following) if text == "Về danh sách")
    assert back.startswith("/work?")
    assert "Hồ sơ trước" in text_of(
        secretariat.page(back.replace("/work", onward.split("?")[0]) + "&" + onward.split("?")[1])
    )


def test_a_walk_is_its_owners_and_passes_over_what_may_not_be_seen(app: Flask, secretariat: Person) -> None:
    """Another's walk, or a place that is not this record's, shows no neighbours; nor does garbage."""
    rows = _walks(secretariat.page("/petitions"))
    address = secretariat.get(rows[0]).headers["Location"]
    assert "Hồ sơ tiếp theo" in text_of(secretariat.page(address))
    leader = Person(app).sign_in(Role.LEADER)
    assert "Hồ sơ tiếp theo" not in text_of(leader.page(address))
    for wrong in (address.replace("at=0", "at=1"), address.split("?")[0] + "?walk=x&at=0"):
        assert "Hồ sơ tiếp theo" not in text_of(secretariat.page(wrong))


def test_a_search_is_not_kept_with_a_walk(officer: Person, app: Flask) -> None:
    """What was typed into a search box may be a name: the way back knows the filters, not the words."""
    rows = _walks(officer.page("/letters?q=tran+van+duc&type=complaint"))
    body = officer.follow(officer.get(rows[0]))
    back = next(address for address, text in links_of(body) if text == "Về danh sách")
    assert back == "/letters?type=complaint&page=1"


def test_rows_are_ticked_previewed_done_and_taken_back(secretariat: Person, app: Flask) -> None:
    """The whole way without a script; what is typed once goes to each; the page of the act says each row's fate."""
    body = secretariat.page("/petitions")
    ticked = re.findall(r'name="row" value="(petition\.\d+)"', body)
    assert len(ticked) == 2
    unit = unit_id(app.extensions["casework_database"], "Sở Xây dựng")
    offered = re.findall(r'<option value="\d+">(Sở [^<]+)</option>', secretariat.page("/work"))
    assert "Sở Y tế" in offered
    assert "Sở Xây dựng" not in offered
    token = secretariat.token()
    chosen = secretariat.client.post("/bulk/choose", data={"csrf_token": token, "row": ticked, "back": "/petitions"})
    assert "2 hồ sơ đã chọn" in text_of(chosen)
    rows = re.findall(r'name="row" value="(petition\.\d+\.\d+)"', chosen.text)[:2]
    given = {"csrf_token": token, "code": "step:assign", "unit_id": unit, "assigned_on": "20/11/2026", "row": rows}
    preview = secretariat.client.post("/bulk/preview", data={**given, "back": "/petitions"})
    assert "2 hồ sơ sẽ được xử lý" in text_of(preview)
    form = re.search(r'name="token" value="(\w+)"', preview.text)
    assert form
    answer = secretariat.client.post("/bulk/apply", data={**given, "token": form[1], "back": "/petitions"})
    page = secretariat.follow(answer)
    assert "2 hồ sơ đã xử lý" in text_of(page)
    assert secretariat.page("/petitions").count("Đã giao đơn vị</span>") == 2
    undone = secretariat.send(f"{answer.headers['Location']}/undo", on=answer.headers["Location"])
    assert "Đã hoàn tác 2 trên 2 hồ sơ." in text_of(secretariat.follow(undone))
    assert secretariat.page("/petitions").count("Mới tiếp nhận</span>") == 2


def test_mixed_kinds_and_nothing_are_refused_with_a_sentence(secretariat: Person) -> None:
    """Also rows that are none, and an act that does not exist."""
    token = secretariat.token()
    for rows, status in (([], 422), (["petition.1", "feedback.9"], 422), (["x.1", "petition.x"], 422)):
        answer = secretariat.client.post("/bulk/choose", data={"csrf_token": token, "row": rows})
        assert answer.status_code == status
    answer = secretariat.client.post("/bulk/preview", data={"csrf_token": token, "row": ["petition.1.1"], "code": "x"})
    assert answer.status_code == 403


def test_a_head_is_told_accepts_and_hands_over(head: Person, officer: Person, app: Flask) -> None:
    """The bell counts; the notice opens the record; the act stands on its page; a stale form shows both versions."""
    db = app.extensions["casework_database"]
    letter = enter(db, reader(db, Role.RECEPTION_OFFICER), RecordKind.LETTER, content="Đề nghị trả kết quả").record_id
    unit = str(unit_id(db, "Sở Y tế"))
    part = {"part": "contribute", "unit_id": unit, "assigned_on": "20/11/2026", "due_on": "30/11/2026"}
    answer = officer.send(f"/letters/{letter}/assign", **part)
    assert "Đã giao việc" in text_of(officer.follow(answer))
    assert "Thông báo: 1 chưa đọc" in head.page("/")
    opening = re.search(r'action="(/notices/\d+/open)"', head.page("/notices"))
    assert opening
    page = head.follow(head.send(opening[1], on="/notices"))
    assert "chưa đọc" not in text_of(head.page("/notices")).replace("0 chưa đọc", "")
    acts = {text: address for address, text in links_of(page) if "/assignments/" in address}
    assert set(acts) == {"Tiếp nhận", "Từ chối", "Giao người xử lý", "Trả lời"}
    stale = {"version": "1", "answered_on": "20/11/2026", "answer_document": "12/SYT-VP"}
    assert head.send(acts["Tiếp nhận"], accepted_on="20/11/2026").status_code == 303
    assert head.get(acts["Từ chối"]).status_code == 409
    refused = head.send(acts["Trả lời"], **stale)
    assert refused.status_code == 409
    assert "Hồ sơ đã được người khác sửa" in text_of(refused)
    assert "12/SYT-VP" in refused.text
    assert head.get(acts["Tiếp nhận"]).status_code == 409
    assert head.get(acts["Tiếp nhận"].replace(f"/{letter}/", "/999999/")).status_code == 404


def test_a_filter_is_kept_under_a_name_and_shown_on_the_first_page(secretariat: Person) -> None:
    """With its count and first lines; dropped, it is gone."""
    fields = {"list": "mine", "whose": "all", "kind": "petition", "name": "Kiến nghị đang mở", "on_front": "on"}
    secretariat.send("/work/filters", on="/work", **fields)
    assert "Kiến nghị đang mở : 2 việc" in text_of(secretariat.page("/"))
    dropping = re.search(r'action="(/work/filters/\d+/drop)"', secretariat.page("/work"))
    assert dropping
    secretariat.send(dropping[1], on="/work")
    assert "Kiến nghị đang mở" not in secretariat.page("/")


def test_a_registers_list_is_kept_and_shared_within_the_unit(officer: Person, secretariat: Person, app: Flask) -> None:
    """With its filters and order, without the words that were looked for; a colleague opens it and cannot drop it."""
    sent = officer.send("/letters/filters?state=received&sort=oldest&q=Hoa", on="/letters", name="Đơn cũ", shared="on")
    assert sent.headers["Location"] == "/letters?state=received&sort=oldest"
    reader(app.extensions["casework_database"], Role.RECEPTION_OFFICER, "", "u-desk-2")
    colleague = Person(app)
    assert colleague.send("/sign-in", username="u-desk-2", password=PASSWORD).status_code == 303
    for person in (officer, colleague):
        address = next(where for where, text in links_of(person.page("/letters")) if text == "Đơn cũ")
        assert address == "/letters?state=received&sort=oldest"
        assert "Đơn cũ" not in person.page("/cases") + person.page("/work") + person.page("/")
    assert "Đơn cũ" not in secretariat.page("/letters")
    dropping = re.search(r'action="(/letters/filters/\d+/drop)"', officer.page("/letters"))
    assert dropping
    assert dropping[1] not in colleague.page("/letters")
    colleague.send(dropping[1], on="/letters")
    assert "Đơn cũ" in officer.page("/letters")
    officer.send(dropping[1], on="/letters")
    assert "Đơn cũ" not in officer.page("/letters")
    unshared = secretariat.follow(secretariat.send("/letters/filters", on="/letters", name="x", shared="on"))
    assert "Chưa lưu bộ lọc." in unshared


@pytest.mark.parametrize("query", ["list=x", "whose=unit", "kind=x", "whose=%F0"])
def test_a_list_that_cannot_be_says_so(secretariat: Person, query: str) -> None:
    """400 with a sentence; numbers out of range are simply not asked for."""
    assert secretariat.get(f"/work?{query}").status_code == 400
    assert secretariat.get("/work?unit=99999999999&person=0&page=0&within=9999").status_code == 200
