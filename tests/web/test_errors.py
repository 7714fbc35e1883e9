"""The pages for what went wrong: in Vietnamese, with nothing of a record and nothing saved."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from flask import Flask

from casework.services.opening import open_database
from casework.settings import Settings
from casework.web.app import create_app
from casework.web.gate import PUBLIC, allow
from casework.web.messages import MESSAGES, PLURALS, Vietnamese
from tests.web.person import SECRET, Person, text_of


def test_a_database_that_is_away_is_told(app: Flask, secretariat: Person, tmp_path: Path) -> None:
    """503 with when to try again, on reading and on writing; back again, it works without a restart."""
    path = tmp_path / "casework.sqlite"
    token = secretariat.token()
    app.extensions["casework_database"].close()
    aside = path.rename(tmp_path / "aside")
    path.mkdir()
    for answer in (
        secretariat.get("/petitions"),
        secretariat.client.post("/petitions/new", data={"csrf_token": token}),
    ):
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert "Chưa có gì được lưu" in text_of(answer)
    path.rmdir()
    aside.rename(path)
    assert secretariat.get("/petitions").status_code == 200


def test_a_database_without_tables_is_told_too(tmp_path: Path) -> None:
    """Not yet migrated: 503 as well, no traceback on the page."""
    made = create_app(
        Settings(database_url=f"sqlite:///{tmp_path / 'empty.sqlite'}", secret_key=SECRET, cookie_secure=False)
    )
    person = Person(made)
    answer = person.send("/sign-in", username="a-name", password="some password")
    assert answer.status_code == 503
    assert "Traceback" not in answer.text


def test_a_fault_of_ours_tells_nothing(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    """500 in Vietnamese; neither the page nor the log repeats what the error said."""
    fresh = create_app(app.extensions["casework_settings"], database=open_database("sqlite://"))

    @allow(PUBLIC)
    def broken() -> str:
        raise RuntimeError("Nguyễn Thị Riêng Tư, 001099012345")

    fresh.add_url_rule("/broken", "broken", broken)
    with caplog.at_level(logging.DEBUG):
        answer = fresh.test_client().get("/broken")
    assert answer.status_code == 500
    assert "Chưa có gì được lưu" in text_of(answer)
    for text in (answer.text, caplog.text):
        assert "Riêng Tư" not in text
        assert "001099012345" not in text
    assert "RuntimeError" in caplog.text


@pytest.mark.parametrize(
    ("method", "path", "status", "says"),
    [
        ("GET", "/no-such-page", 404, "Không tìm thấy"),
        ("GET", "/imports/waiting/confirm", 405, "Thao tác không đúng"),
        ("GET", "/accounts", 403, "Không có quyền"),
        ("POST", "/password", 400, "mở lại biểu mẫu"),
    ],
)
def test_each_refusal_has_its_page(secretariat: Person, method: str, path: str, status: int, says: str) -> None:
    """In Vietnamese, inside the frame of the other pages."""
    answer = secretariat.client.open(path, method=method)
    assert answer.status_code == status
    assert says in text_of(answer)
    assert 'lang="vi"' in answer.text


def test_every_message_of_the_form_library_is_ours() -> None:
    """Whatever WTForms may say stands in the table, read from its own list of messages."""
    import wtforms

    listed = Path(wtforms.__file__).parent / "locale" / "wtforms.pot"
    source = listed.read_text(encoding="utf-8")
    said = [line.split('"')[1] for line in source.splitlines() if line.startswith("msgid ") and line != 'msgid ""']
    assert len(said) > 20
    assert [message for message in said if message not in MESSAGES] == []
    translations = Vietnamese()
    for plural, singular in PLURALS.items():
        assert translations.ngettext(singular, plural, 2) == MESSAGES[singular]
    assert translations.gettext("This field is required.") == "Không được để trống."
