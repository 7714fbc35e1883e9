"""Closed by default: every view names its right, every role gets what the table says and nothing else."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from casework.domain.vocabulary import Role
from casework.web.gate import right_of, safe_onward
from tests.web.person import Person, StandingClock, text_of

R, S, L, A = Role.RECEPTION_OFFICER, Role.SECRETARIAT, Role.LEADER, Role.ADMINISTRATOR
EVERYONE, READERS = {R, S, L, A}, {R, S, L}
REGISTERS = ("petitions", "letters", "cases", "receptions", "feedback")

# Every route and role stands in docs/rights.md, walked by test_matrix; these are written by hand besides.
MATRIX: dict[tuple[str, str], set[Role]] = {
    ("GET", "/"): EVERYONE,
    ("GET", "/sign-in"): EVERYONE,
    ("POST", "/sign-in"): EVERYONE,
    ("POST", "/sign-out"): EVERYONE,
    ("GET", "/password"): EVERYONE,
    ("POST", "/password"): EVERYONE,
    **{(method, "/sign-in/code"): EVERYONE for method in ("GET", "POST")},
    ("GET", "/me"): EVERYONE,
    ("POST", "/me/sessions/end"): EVERYONE,
    ("GET", "/me/two-step"): EVERYONE,
    **{("POST", f"/me/two-step/{act}"): EVERYONE for act in ("prepare", "confirm", "codes", "off")},
    ("GET", "/help"): EVERYONE,
    ("GET", "/session"): EVERYONE,
    ("GET", "/accounts"): {A},
    **{(method, f"/accounts/{word}"): {A} for method in ("GET", "POST") for word in ("new", "two-step")},
    ("GET", "/accounts/u-leader"): {A},
    **{("POST", f"/accounts/u-leader/{act}"): {A} for act in ("details", "role", "password", "two-step/reset")},
    **{(method, "/accounts/u-leader/close"): {A} for method in ("GET", "POST")},
    ("POST", "/accounts/u-leader/open"): {A},
    ("POST", "/accounts/u-leader/end-sessions"): {A},
    ("GET", "/scoreboard"): READERS,
    ("GET", "/dashboards"): READERS,
    ("GET", "/dashboards/open"): READERS,
    ("GET", "/figures"): READERS,
    ("GET", "/figures/kntc.total?cut=type"): READERS,
    ("GET", "/figures/declared"): READERS,
    ("GET", "/reports"): {S, L},
    ("GET", "/reports/pdf?period=6-thang-2024"): {S, L},
    ("GET", "/imports"): {S},
    ("POST", "/imports"): {S},
    ("GET", "/imports/waiting"): {S},
    ("POST", "/imports/waiting/confirm"): {S},
    ("POST", "/imports/waiting/cancel"): {S},
    ("GET", "/imports/waiting/marked"): {S},
    ("GET", "/imports/runs/1"): {S},
    **{(method, "/imports/columns"): {S} for method in ("GET", "POST")},
    ("POST", "/imports/columns/1/forget"): {S},
    **{("GET", f"/{word}{rest}"): READERS for word in REGISTERS for rest in ("", ".csv", ".xlsx")},
    ("GET", "/petitions/1"): READERS,
    ("GET", "/receptions/3"): READERS,
    ("GET", "/letters/5"): READERS,
    ("GET", "/cases/7"): READERS,
    ("GET", "/feedback/9"): READERS,
    **{(method, "/petitions/new"): {S} for method in ("GET", "POST")},
    **{(method, f"/{word}/new"): {R} for method in ("GET", "POST") for word in ("receptions", "letters", "cases")},
    **{(method, "/feedback/new"): {R, S} for method in ("GET", "POST")},
    **{(method, "/petitions/1/move/assign"): {S, L} for method in ("GET", "POST")},
    **{(method, "/receptions/3/move/notify"): {R} for method in ("GET", "POST")},
    **{(method, "/letters/5/move/guide"): {R} for method in ("GET", "POST")},
    **{(method, "/cases/7/move/extend"): {R} for method in ("GET", "POST")},
    **{(method, "/feedback/9/move/handle"): {R, S} for method in ("GET", "POST")},
    ("POST", "/letters/5/propose/guide"): {R},
    **{(method, "/letters/5/proposals/1"): {L} for method in ("GET", "POST")},
    ("POST", "/letters/5/proposals/1/withdraw"): {R},
    **{(method, "/petitions/1/correct"): {S} for method in ("GET", "POST")},
    **{("GET", f"/{path}/correct"): {R} for path in ("receptions/3", "letters/5", "cases/7")},
    **{("POST", f"/{path}/correct"): {R} for path in ("receptions/3", "letters/5", "cases/7")},
    **{(method, "/feedback/9/correct"): {R, S} for method in ("GET", "POST")},
    ("GET", "/work"): READERS,
    ("GET", "/work/walk/letters/5?row=0"): READERS,
    **{("GET", f"/{word}/walk/{key}"): READERS for word, key in zip(REGISTERS, (1, 3, 5, 7, 9), strict=True)},
    ("POST", "/work/filters"): READERS,
    ("POST", "/work/filters/1/drop"): READERS,
    ("GET", "/notices"): EVERYONE,
    ("POST", "/notices/read"): EVERYONE,
    ("POST", "/notices/1/open"): EVERYONE,
    ("GET", "/bulk"): READERS,
    **{("POST", f"/bulk/{act}"): READERS for act in ("choose", "preview", "apply")},
    ("GET", "/bulk/1"): set(),
    ("POST", "/bulk/1/undo"): READERS,
    **{(method, "/petitions/1/assign"): {S, L} for method in ("GET", "POST")},
    **{(method, "/feedback/9/assignments/0/urge"): READERS for method in ("GET", "POST")},
}  # fmt: skip
"""Method and address → the roles that may. Whoever adds a view adds its line."""

PUBLIC = {"/sign-in", "/sign-in/code"}


def test_every_view_names_its_right(app: Flask) -> None:
    """A view without one would be refused to everybody; it is found here before anybody finds it there."""
    assert [name for name, view in app.view_functions.items() if right_of(view) is None] == []


@pytest.mark.parametrize("role", [R, S, L, A], ids=lambda role: role.value)
def test_each_role_opens_what_the_matrix_says(app: Flask, role: Role) -> None:
    """Refused is 403, or 404 for a record: told as missing; allowed is anything else but a fault of ours."""
    wrong = []
    person = Person(app).sign_in(role)
    token = person.token()
    for (method, path), roles in MATRIX.items():
        if path == "/sign-out":
            continue
        if method == "GET":
            status = person.get(path).status_code
        else:
            status = person.client.post(path, data={"csrf_token": token}).status_code
        refused = status == 403 or (status == 404 and re.fullmatch(r"/\w+/\d+", path) is not None)
        if refused == (role in roles) or status >= 500 or status == 400:
            wrong.append((method, path, status))
    assert wrong == []


def test_whoever_is_not_signed_in_is_sent_to_the_door(anyone: Person) -> None:
    """Every page leads to the sign-in, whether it exists or not; nothing is told before."""
    for method, path in MATRIX:
        if path in PUBLIC or method == "POST":
            continue
        answer = anyone.get(path)
        assert answer.status_code == 303, path
        assert answer.headers["Location"].startswith("/sign-in"), path
    assert anyone.get("/no-such-page").headers["Location"].startswith("/sign-in")


def test_a_hidden_record_is_told_like_a_missing_one(administrator: Person, officer: Person) -> None:
    """Same status, same words: for a role that sees nothing of the register, and for a record that is not there."""
    hidden, missing = administrator.get("/letters/5"), administrator.get("/letters/999999")
    assert (hidden.status_code, text_of(hidden)) == (missing.status_code, text_of(missing))
    assert hidden.status_code == 404
    assert officer.get("/letters/999999").status_code == 404


@pytest.mark.parametrize("path", ["/petitions/0", "/petitions/99999999999999999999", "/petitions/-1", "/petitions/1e3"])
def test_an_id_that_cannot_be_is_no_page(secretariat: Person, path: str) -> None:
    """Ids are bounded in the address, so that none overflows the database's integers."""
    assert secretariat.get(path).status_code == 404


@pytest.mark.parametrize("role", [R, S, A], ids=lambda role: role.value)
def test_nothing_is_written_without_the_token(app: Flask, role: Role) -> None:
    """No token, garbage, another session's token, another site's page: refused before anything is looked at."""
    person, other = Person(app).sign_in(role), Person(app).sign_in(role)
    token, foreign = person.token(), other.token()
    for path in sorted({path for method, path in MATRIX if method == "POST"}):
        for data in ({}, {"csrf_token": "garbage"}, {"csrf_token": foreign}):
            assert person.client.post(path, data=data).status_code == 400, path
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
            sent = person.client.post(path, data={"csrf_token": token}, headers=headers)
            assert sent.status_code == 400, path


@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        (None, "/"),
        ("", "/"),
        ("/petitions?q=a", "/petitions?q=a"),
        ("//elsewhere.example", "/"),
        ("/\\elsewhere.example", "/"),
        ("https://elsewhere.example", "/"),
        ("/a\\b", "/"),
        ("/a\nb", "/"),
        ("javascript:go()", "/"),
    ],
)
def test_signing_in_leads_to_no_other_server(asked: str | None, goes: str) -> None:
    """Only a path of this server is followed after the sign-in."""
    assert safe_onward(asked) == goes


def test_a_form_sent_after_the_session_ended_is_told_and_led_back(officer: Person, clock: StandingClock) -> None:
    """The door says that nothing was saved and leads to the same form; whoever is signed in may ask for the token."""
    token = officer.get("/session").text
    assert officer.send("/letters/new", csrf_token=token).status_code == 422
    clock.pass_by(hours=13)
    answer = officer.client.post("/letters/new", data={"csrf_token": token})
    assert answer.headers["Location"] == "/sign-in?next=/letters/new"
    assert "chưa được lưu" in text_of(officer.page(answer.headers["Location"]))
    assert officer.get("/session").status_code == 303
