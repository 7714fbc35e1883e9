"""Signing in and out, sessions that end, passwords, and the administrator's list."""

from __future__ import annotations

from flask import Flask

from casework.domain.vocabulary import Role
from tests.services.desk import PASSWORD
from tests.web.person import Person, StandingClock, text_of

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
    """Added, reset, locked, opened again; a locked account's open session ends at once."""
    fields = {"username": "moi.vao", "full_name": "Phạm Văn Mới", "role": "leader", "password": NEW}
    assert administrator.send("/accounts", **{**fields, "password": "short"}).status_code == 422
    page = administrator.follow(administrator.send("/accounts", **fields))
    assert "Phạm Văn Mới" in page
    assert administrator.send("/accounts", **fields).status_code == 422
    newcomer = Person(app)
    assert newcomer.send("/sign-in", username="moi.vao", password=NEW).status_code == 303
    assert "Đã khóa" in administrator.follow(administrator.send("/accounts/moi.vao/close", on="/accounts"))
    assert newcomer.get("/").status_code == 303
    assert newcomer.send("/sign-in", username="moi.vao", password=NEW).status_code == 401
    assert "Đã mở lại" in administrator.follow(administrator.send("/accounts/moi.vao/open", on="/accounts"))
    again = NEW + " hai"
    assert administrator.send("/accounts/moi.vao/password", new_password=again).status_code == 303
    assert newcomer.send("/sign-in", username="moi.vao", password=again).status_code == 303
    assert "Đã kết thúc" in administrator.follow(administrator.send("/accounts/moi.vao/end-sessions", on="/accounts"))
    assert newcomer.get("/").status_code == 303


def test_the_administrator_sees_accounts_and_no_records(administrator: Person) -> None:
    """Administering is not reading: the first page is the accounts, no register stands in the menu."""
    page = administrator.page(administrator.get("/").headers["Location"])
    assert "Tài khoản" in page
    assert 'href="/petitions"' not in page
