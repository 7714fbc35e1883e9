"""Mã truy cập on the screens: shown once, confirmed by password and second step, and told nowhere else."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pyotp
import pytest
from flask import Flask

from casework.domain.vocabulary import Role
from casework.services import two_step
from tests.services.desk import NOW, PASSWORD, reader
from tests.web.person import SECRET, Person, StandingClock, text_of

WORD = re.compile(r"cwk_[A-Za-z0-9_-]{43}")
FIELDS = {"name": "bảng điều hành", "expires_on": "1/2/2027"}


def make(person: Person, **more: str) -> str:
    """A new token of somebody's."""
    answer = person.send("/tokens", **{**FIELDS, "own_password": PASSWORD, **more})
    assert answer.status_code == 200, text_of(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    return str(WORD.findall(answer.text)[0])


def asked(app: Flask, word: str, path: str = "/api/v1/figures") -> int:
    """What a program is answered."""
    return app.test_client().get(path, headers={"Authorization": f"Bearer {word}"}).status_code


def test_from_making_to_revoking(app: Flask, leader: Person) -> None:
    """Shown once, listed without its word, revoked after the password; refused words come back to the form."""
    assert "/tokens" in leader.page("/me")
    assert "Chưa có mã nào" in leader.page("/tokens")
    for wrong in ({"own_password": "sai"}, {"expires_on": "1/2/2028"}, {"expires_on": ""}, {"name": " "}):
        answer = leader.send("/tokens", **{**FIELDS, "own_password": PASSWORD, **wrong})
        assert (answer.status_code, WORD.findall(answer.text)) == (422, []), wrong
    word = make(leader)
    assert asked(app, word) == 200
    listed = leader.page("/tokens")
    assert word not in listed
    assert "01/02/2027" in listed
    assert "Đang dùng được" in listed
    assert "Thu hồi mã truy cập" in leader.page("/tokens/1/revoke")
    leader.follow(leader.send("/tokens/1/revoke"))
    assert asked(app, word) == 401
    assert "Đã thu hồi" in leader.page("/tokens")
    answer = leader.send("/tokens/1/revoke")
    assert (answer.status_code, "đã thu hồi rồi" in answer.text) == (422, True)
    assert leader.get("/tokens/2/revoke").status_code == 404


def test_nobody_opens_anothers(app: Flask, leader: Person, officer: Person) -> None:
    """Its page is none to others; who keeps accounts takes it back and never sees it."""
    word = make(leader)
    assert officer.get("/tokens/1/revoke").status_code == 404
    assert officer.send("/tokens/1/revoke", on="/tokens", own_password=PASSWORD).status_code == 404
    keeper = Person(app).sign_in(Role.ADMINISTRATOR)
    page = keeper.page("/accounts/u-leader")
    assert "bảng điều hành" in page
    assert word not in page
    path = "/accounts/u-leader/tokens/revoke"
    told = keeper.follow(keeper.send(path, on="/accounts/u-leader", token="1"))
    assert "Chưa làm" in text_of(told)
    assert asked(app, word) == 200
    for nonsense in ("", "x", "9" * 30, "-1", "7"):
        keeper.follow(keeper.send(path, on="/accounts/u-leader", token=nonsense, **{"token-own_password": PASSWORD}))
    assert asked(app, word) == 200
    told = keeper.follow(keeper.send(path, on="/accounts/u-leader", token="1", **{"token-own_password": PASSWORD}))
    assert "Đã thu hồi mã truy cập" in text_of(told)
    assert asked(app, word) == 401


def test_a_second_step_is_asked_for(app: Flask, leader: Person, clock: StandingClock) -> None:
    """Of whoever has one, for making and for revoking; a code counts once."""
    db = app.extensions["casework_database"]
    who = reader(db, Role.LEADER)
    two_step.prepare(db, who, SECRET)
    preparation = two_step.preparation(db, who, SECRET)
    assert preparation is not None
    device = pyotp.TOTP(preparation.seed.replace(" ", ""))
    codes = two_step.confirm(db, who, device.at(NOW), NOW, SECRET, leader_token(leader))
    assert 'name="code"' in leader.page("/tokens")
    for code in ("", "000000", device.at(NOW)):
        answer = leader.send("/tokens", **FIELDS, own_password=PASSWORD, code=code)
        assert (answer.status_code, WORD.findall(answer.text)) == (422, []), code
    clock.pass_by(minutes=1)
    word = make(leader, code=device.at(clock()))
    assert leader.send("/tokens/1/revoke").status_code == 422
    assert asked(app, word) == 200
    leader.follow(leader.send("/tokens/1/revoke", code=codes[0]))
    assert asked(app, word) == 401


def leader_token(person: Person) -> str:
    """The token of a session."""
    with person.client.session_transaction() as session:
        return str(session["_user_id"])


def test_too_many_wrong_words_wait(app: Flask, leader: Person) -> None:
    """429 with the time to wait; a right one goes on."""
    word = make(leader)
    for _ in range(20):
        assert asked(app, "cwk_" + "x" * 43) == 401
    answer = app.test_client().get("/api/v1/figures", headers={"Authorization": "Bearer x"})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 600
    assert answer.mimetype == "application/problem+json"
    assert asked(app, word) == 200


def test_the_word_stands_nowhere(
    app: Flask, leader: Person, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Neither in the database's files, nor in what is logged, nor on a page for what went wrong, right or wrong."""
    db = app.extensions["casework_database"]
    told = []
    with caplog.at_level(logging.DEBUG):
        word = make(leader)
        broken = word[:-4] + "zzzz"
        for sent in (word, broken):
            for path in ("/api/v1/figures", "/api/v1/nothing", f"/api/v1/figures?token={sent}", "/letters"):
                headers = {"Authorization": f"Bearer {sent}"}
                told.append(app.test_client().get(path, headers=headers).get_data(as_text=True))
        with db.write() as session:
            session.connection().exec_driver_sql("ALTER TABLE api_token RENAME TO api_token_away")
        answer = app.test_client().get("/api/v1/figures", headers={"Authorization": f"Bearer {word}"})
        assert answer.status_code in (500, 503)
        assert answer.mimetype == "application/problem+json"
        told.append(answer.get_data(as_text=True))
        with db.write() as session:
            session.connection().exec_driver_sql("ALTER TABLE api_token_away RENAME TO api_token")
        told += [leader.page("/tokens"), leader.page("/me")]
    keeper = Person(app).sign_in(Role.ADMINISTRATOR)
    told += [keeper.page("/accounts/u-leader"), caplog.text, *capfd.readouterr()]
    core = word[4:-4]
    assert not [one for one in told if core in one.replace(f"token={word}", "").replace(f"token={broken}", "")]
    file = Path(str(db.engine.url.database))
    for one in (file, *file.parent.glob(f"{file.name}-*")):
        assert core.encode() not in one.read_bytes(), one
    assert b"api_token" in file.read_bytes()
