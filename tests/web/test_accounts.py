"""Signing in and out, sessions that end, passwords, and the administrator's list."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pyotp
from flask import Flask
from werkzeug.test import TestResponse

from casework.domain.vocabulary import RecordKind, Role
from casework.store.database import Database
from casework.web.app import create_app
from tests.services.desk import PASSWORD, reader
from tests.services.test_closing import assign, holder
from tests.web.person import Person, StandingClock, text_of


def one_time(answer: TestResponse) -> str:
    """The password for once that a page tells."""
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store"), text_of(answer)
    found = re.search(r"một lần</dt><dd><code>([^<]+)</code>", answer.text)
    assert found
    return found[1]


NEW = "mây trắng bay qua cầu Long Biên"


def test_a_wrong_name_and_a_wrong_password_are_told_alike(anyone: Person) -> None:
    """The page gives nothing away, and does not repeat the password."""
    pages = []
    for name in ("u-leader", "nobody-here"):
        answer = anyone.send("/sign-in", username=name, password="not the password")
        assert answer.status_code == 401
        assert "not the password" not in answer.text
        pages.append(text_of(answer).replace(name, ""))
    assert pages[0] == pages[1]


def test_too_many_tries_are_told_with_the_time_to_wait(anyone: Person) -> None:
    """After ten tries at most: 429, with Retry-After."""
    for _ in range(10):
        answer = anyone.send("/sign-in", username="u-leader", password="not the password")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "quá nhiều lần" in text_of(answer)


def test_signing_in_leads_to_the_page_that_was_asked_for(anyone: Person) -> None:
    """The address asked for before is kept through the sign-in."""
    door = anyone.get("/petitions?q=duong").headers["Location"]
    answer = anyone.send(door, username="u-leader", password=PASSWORD)
    assert answer.headers["Location"] == "/petitions?q=duong"


def test_a_session_dies_with_the_sign_out(app: Flask) -> None:
    """The cookie of before opens nothing any more, however it is kept."""
    person = Person(app).sign_in(Role.LEADER)
    kept = person.client.get_cookie("casework")
    assert kept is not None
    assert person.send("/sign-out", on="/").status_code == 303
    thief = Person(app)
    thief.client.set_cookie("casework", kept.value)
    assert thief.get("/petitions").status_code == 303


def test_a_forged_cookie_opens_nothing(app: Flask) -> None:
    """Neither a cookie that was changed nor one signed with another key."""
    person = Person(app).sign_in(Role.LEADER)
    kept = person.client.get_cookie("casework")
    assert kept is not None
    person.client.set_cookie("casework", kept.value[:-2] + ("AA" if kept.value[-2:] != "AA" else "BB"))
    assert person.get("/").status_code == 303


def test_a_session_ends_after_thirty_idle_minutes_and_twelve_hours(app: Flask, clock: StandingClock) -> None:
    """Idle or old, it leads to the door again."""
    idle = Person(app).sign_in(Role.LEADER)
    clock.pass_by(minutes=29)
    assert idle.get("/").status_code == 200
    clock.pass_by(minutes=31)
    assert idle.get("/").status_code == 303
    busy = Person(app).sign_in(Role.LEADER)
    for _ in range(35):
        clock.pass_by(minutes=20)
        assert busy.get("/").status_code == 200
    clock.pass_by(minutes=21)
    assert busy.get("/").status_code == 303


def test_changing_the_own_password_ends_the_other_sessions(app: Flask) -> None:
    """This session goes on under a new token, the others are over, the old password opens nothing."""
    here, there = Person(app).sign_in(Role.LEADER), Person(app).sign_in(Role.LEADER)
    refused = here.send("/password", current="wrong one here", new=NEW, again=NEW)
    assert refused.status_code == 422
    assert here.send("/password", current=PASSWORD, new=NEW, again="another").status_code == 422
    assert here.send("/password", current=PASSWORD, new="short", again="short").status_code == 422
    assert "Đã đổi mật khẩu" in here.follow(here.send("/password", current=PASSWORD, new=NEW, again=NEW))
    assert there.get("/").status_code == 303
    assert Person(app).send("/sign-in", username="u-leader", password=PASSWORD).status_code == 401
    Person(app).sign_in(Role.LEADER, NEW)


def test_the_administrator_keeps_the_accounts(app: Flask, administrator: Person) -> None:
    """Added, changed, locked, opened again, reset; a locked account's open session ends at once."""
    fields = {"username": "Moi.vao", "full_name": "Phạm Văn Mới", "role": "leader", "unit": "", "email": ""}
    mine = {"own_password": PASSWORD}
    assert administrator.send("/accounts/new", **fields).status_code == 422
    assert "tài khoản đang dùng" in text_of(administrator.send("/accounts/new", **fields))
    assert administrator.send("/accounts/new", **fields, own_password="wrong one here").status_code == 422
    assert administrator.send("/accounts/new", **{**fields, "role": "unit_head"}, **mine).status_code == 422
    first = one_time(administrator.send("/accounts/new", **fields, **mine))
    assert administrator.send("/accounts/new", **fields).status_code == 422
    newcomer = Person(app)
    assert newcomer.send("/sign-in", username="moi.vao", password=first).status_code == 303
    assert newcomer.get("/petitions").headers["Location"] == "/password"
    assert newcomer.send("/password", current=first, new=NEW, again=NEW).status_code == 303
    assert newcomer.get("/petitions").status_code == 200
    page = "/accounts/moi.vao"
    assert "Đã khóa" in administrator.follow(administrator.send(page + "/close"))
    assert newcomer.get("/").status_code == 303
    assert newcomer.send("/sign-in", username="moi.vao", password=NEW).status_code == 401
    assert "Đã mở lại" in administrator.follow(administrator.send(page + "/open", on=page))
    assert newcomer.send("/sign-in", username="moi.vao", password=NEW).status_code == 303
    assert "Đã lưu" in administrator.follow(
        administrator.send(page + "/details", on=page, full_name="Phạm Thị Mới", email="moi@hanoi.gov.vn")
    )
    assert administrator.send(page + "/details", on=page, full_name="X", email="sai").status_code == 422
    again = one_time(administrator.send(page + "/password", on=page))
    assert newcomer.get("/").status_code == 303
    assert newcomer.send("/sign-in", username="moi.vao", password=again).status_code == 303
    assert "Đã kết thúc" in administrator.follow(administrator.send(page + "/end-sessions", on=page))
    assert newcomer.get("/").status_code == 303
    found = administrator.page("/accounts?q=pham+moi&role=leader&state=active")
    assert "Phạm Thị Mới" in found
    assert "u-secretariat" not in found
    assert "Phạm Thị Mới" not in administrator.page("/accounts?state=closed")
    told = administrator.page(page)
    assert all(label in told for label in ("Thêm tài khoản", "Khóa tài khoản", "Mở lại tài khoản", "Đặt lại mật khẩu"))
    assert not any(secret in told for secret in (first, again, PASSWORD))


def test_the_own_password_is_asked_for_again_after_ten_minutes(administrator: Person, clock: StandingClock) -> None:
    """Once typed it need not be typed for the next dangerous act; later it must."""
    page = "/accounts/u-leader"
    words = {"role": "secretariat", "unit": ""}
    assert administrator.send(page + "/role", on=page, **words).status_code == 422
    assert administrator.send(page + "/role", on=page, **words, own_password=PASSWORD).status_code == 303
    assert administrator.send(page + "/role", on=page, role="leader", unit="").status_code == 303
    clock.pass_by(minutes=11)
    assert administrator.send(page + "/role", on=page, **words).status_code == 422
    for act in ("/password", "/two-step/reset"):
        assert "Chưa làm" in administrator.follow(administrator.send(page + act, on=page))
    assert administrator.send("/accounts/two-step", roles="leader").status_code == 422
    for _ in range(8):
        administrator.send(page + "/role", on=page, **words, own_password="wrong one here")
    blocked = administrator.send(page + "/role", on=page, **words, own_password=PASSWORD)
    assert (blocked.status_code, int(blocked.headers["Retry-After"]) > 0) == (429, True)


def test_a_live_session_has_the_new_role_with_its_next_request(app: Flask, administrator: Person) -> None:
    """And loses what the old one could; nobody changes his own."""
    person = Person(app).sign_in(Role.SECRETARIAT)
    assert person.get("/imports").status_code == 200
    page = "/accounts/u-secretariat"
    fields = {"role": "auditor", "unit": "", "own_password": PASSWORD}
    assert "hiệu lực ngay" in administrator.follow(administrator.send(page + "/role", on=page, **fields))
    assert person.get("/imports").status_code == 403
    assert person.get("/petitions/1").status_code == 404
    own = administrator.send("/accounts/u-administrator/role", on="/accounts", role="leader", unit="")
    assert own.status_code == 422
    assert "tự đổi vai trò" in text_of(own)


def test_an_account_that_is_not_there_is_no_page(administrator: Person) -> None:
    """Neither is the system's own."""
    for name in ("khong.co", "he-thong"):
        assert administrator.get(f"/accounts/{name}").status_code == 404
        assert administrator.send(f"/accounts/{name}/close", on="/accounts").status_code == 404


def test_two_steps_from_setting_up_to_a_lost_device(app: Flask, administrator: Person, clock: StandingClock) -> None:
    """The role is made to need it, the person sets it up before anything else, signs in with it, loses the device."""
    person = Person(app).sign_in(Role.LEADER)
    saved = administrator.send("/accounts/two-step", roles="leader", own_password=PASSWORD)
    assert "Đã lưu" in administrator.follow(saved)
    assert person.get("/petitions").headers["Location"] == "/me/two-step"
    assert person.send("/petitions/1/move/assign", on="/me/two-step").headers["Location"] == "/me/two-step"
    page = person.follow(person.send("/me/two-step/prepare", on="/me/two-step"))
    device = pyotp.TOTP(re.sub(r"\s", "", re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1]))  # type: ignore[index]
    assert 'src="data:image/svg+xml' in page
    assert person.send("/me/two-step/confirm", on="/me/two-step", code="000000").status_code == 422
    done = person.send("/me/two-step/confirm", on="/me/two-step", code=device.at(clock()))
    codes = re.findall(r"<code>([\w-]+)</code>", done.text)
    assert (done.status_code, len(codes), done.headers["Cache-Control"]) == (200, 10, "no-store")
    assert person.get("/petitions").status_code == 200
    assert device.secret not in person.page("/me/two-step").replace(" ", "")
    assert "không tắt được" in person.page("/me/two-step")

    clock.pass_by(minutes=1)
    elsewhere = Person(app)
    answer = elsewhere.send("/sign-in?next=/petitions", username="u-leader", password=PASSWORD)
    assert answer.headers["Location"] == "/sign-in/code?next=/petitions"
    assert elsewhere.get("/petitions").headers["Location"].startswith("/sign-in")
    assert elsewhere.send("/sign-in/code?next=/petitions", code="000000").status_code == 401
    used = device.at(clock())
    whole = elsewhere.send("/sign-in/code?next=/petitions", code=used)
    assert whole.headers["Location"] == "/petitions"
    assert elsewhere.get("/petitions").status_code == 200

    thief = Person(app)
    thief.send("/sign-in", username="u-leader", password=PASSWORD)
    assert thief.send("/sign-in/code", code=used).status_code == 401
    clock.pass_by(minutes=6)
    assert thief.send("/sign-in/code", code=device.at(clock())).headers["Location"] == "/sign-in"
    assert thief.get("/sign-in/code").headers["Location"] == "/sign-in"

    with_paper = Person(app)
    with_paper.send("/sign-in", username="u-leader", password=PASSWORD)
    assert with_paper.send("/sign-in/code", code=codes[0]).status_code == 303
    assert "còn 9 mã" in text_of(with_paper.page("/me"))
    page = "/accounts/u-leader"
    assert "Đã bỏ" in administrator.follow(
        administrator.send(page + "/two-step/reset", on=page, **{"step-own_password": PASSWORD})
    )
    assert with_paper.get("/petitions").status_code == 303
    with_paper.send("/sign-in", username="u-leader", password=PASSWORD)
    assert with_paper.get("/petitions").headers["Location"] == "/me/two-step"


def test_who_need_not_turns_it_off_with_the_password(app: Flask, clock: StandingClock) -> None:
    """And makes new recovery codes with it."""
    person = Person(app).sign_in(Role.SECRETARIAT)
    page = person.follow(person.send("/me/two-step/prepare", on="/me/two-step"))
    device = pyotp.TOTP(re.sub(r"\s", "", re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1]))  # type: ignore[index]
    person.send("/me/two-step/confirm", on="/me/two-step", code=device.at(clock()))
    assert "Xin nhập mật khẩu" in person.follow(person.send("/me/two-step/codes", on="/me/two-step"))
    fresh = person.send("/me/two-step/codes", on="/me/two-step", **{"renew-own_password": PASSWORD})
    assert len(re.findall(r"<code>([\w-]+)</code>", fresh.text)) == 10
    assert "Đã tắt" in person.follow(person.send("/me/two-step/off", on="/me/two-step"))
    assert Person(app).sign_in(Role.SECRETARIAT).get("/petitions").status_code == 200


def test_ones_own_sessions_are_listed_and_ended(app: Flask) -> None:
    """With the browser and its network; one, or all others."""
    here, there, third = (Person(app).sign_in(Role.LEADER) for _ in range(3))
    page = here.page("/me")
    assert page.count("Kết thúc<span") == 2
    assert "chính máy chủ" in page
    keys = re.findall(r'name="session" value="(\w+)"', page)
    assert "Đã kết thúc" in here.follow(here.send("/me/sessions/end", on="/me", session=keys[0]))
    assert sorted(one.get("/").status_code for one in (there, third)) == [200, 303]
    assert "mọi phiên khác" in here.follow(here.send("/me/sessions/end", on="/me"))
    assert [one.get("/").status_code for one in (here, there, third)] == [200, 303, 303]
    assert "đã kết thúc rồi" in here.follow(here.send("/me/sessions/end", on="/me", session="0" * 64))


def test_a_known_browser_is_not_shut_out_by_strangers(app: Flask) -> None:
    """Its mark is for scripts of no page, and survives signing out."""
    owner, stranger = Person(app).sign_in(Role.LEADER), Person(app)
    mark = owner.client.get_cookie("casework-device")
    assert mark is not None
    assert (mark.http_only, mark.same_site) == (True, "Lax")
    owner.send("/sign-out", on="/help")
    for _ in range(9):
        stranger.send("/sign-in", username="u-leader", password="not the password")
    assert stranger.send("/sign-in", username="u-leader", password=PASSWORD).status_code == 429
    headers = {"X-Forwarded-For": "203.0.113.9", "Forwarded": "for=203.0.113.9"}
    token = re.search(r'name="csrf_token" value="([^"]+)"', stranger.page("/sign-in"))
    assert token
    fields = {"csrf_token": token[1], "username": "u-leader", "password": PASSWORD}
    assert stranger.client.post("/sign-in", data=fields, headers=headers).status_code == 429
    assert owner.send("/sign-in", username="u-leader", password=PASSWORD).status_code == 303


def test_behind_a_trusted_proxy_places_are_told_apart(app: Flask, clock: StandingClock) -> None:
    """The address that the proxy adds counts, and nothing that the browser claims before it."""
    known = app.extensions["casework_settings"]
    behind = create_app(replace(known, proxies=1), clock)

    def place(claimed: str) -> str:
        person = Person(behind)
        body = person.page("/sign-in")
        token = re.search(r'name="csrf_token" value="([^"]+)"', body)
        assert token
        fields = {"csrf_token": token[1], "username": "u-leader", "password": PASSWORD}
        person.client.post("/sign-in", data=fields, headers={"X-Forwarded-For": claimed})
        return text_of(person.page("/me"))

    assert "203.0.113.*" in place("203.0.113.9")
    assert "198.51.100.*" in place("203.0.113.9, 198.51.100.7")
    behind.extensions["casework_database"].close()


def test_changing_the_own_password_is_limited(app: Flask) -> None:
    """A session left open is no place to guess at."""
    person = Person(app).sign_in(Role.LEADER)
    for _ in range(8):
        assert person.send("/password", current="wrong one here", new=NEW, again=NEW).status_code == 422
    assert person.send("/password", current=PASSWORD, new=NEW, again=NEW).status_code == 429


def test_closing_shows_the_work_first_and_hands_it_over(app: Flask, administrator: Person) -> None:
    """Kind and dates only; the person chosen has it afterwards."""
    db: Database = app.extensions["casework_database"]
    officer = reader(db, Role.UNIT_OFFICER)
    head = reader(db, Role.UNIT_HEAD)
    item = assign(db, officer, RecordKind.LETTER, 5, due_on=date(2026, 12, 1))
    page = administrator.page("/accounts/u-unit-officer/close")
    assert "01/12/2026" in page
    assert "Khiếu nại" not in page
    answer = administrator.send("/accounts/u-unit-officer/close", **{f"work-{item}": str(head.user_id)})
    assert "bàn giao 1 việc" in administrator.follow(answer)
    assert holder(db, item) == head.user_id


def test_the_administrator_sees_accounts_and_no_records(administrator: Person) -> None:
    """Administering is not reading: the first page is the accounts, no register stands in the menu."""
    page = administrator.page(administrator.get("/").headers["Location"])
    assert "Tài khoản" in page
    assert 'href="/petitions"' not in page
