"""The screens over each database: the same pages from SQLite and PostgreSQL."""

from __future__ import annotations

import re

from casework.domain.vocabulary import RecordKind, Role
from casework.settings import Settings
from casework.web.app import create_app
from tests.services.desk import NOW, OFFICE, enter, reader
from tests.web.person import SECRET, Person, StandingClock, text_of
from tests.web.test_intake import complete
from tests.web.test_registers import rows_of


def test_the_screens_work_on_both_databases(database_url: str) -> None:
    """Lists, search, export, figures, a record entered, moved, corrected and refused when stale."""
    app = create_app(
        Settings(database_url=database_url, secret_key=SECRET, cookie_secure=False, office=OFFICE), StandingClock(NOW)
    )
    db = app.extensions["casework_database"]
    officer = reader(db, Role.RECEPTION_OFFICER)
    for kind in (RecordKind.RECEPTION, RecordKind.LETTER, RecordKind.CASE, RecordKind.FEEDBACK):
        enter(db, officer, kind, content="Bụi mịn ở phường Đống Đa")
    person = Person(app).sign_in(Role.RECEPTION_OFFICER)
    for word in ("receptions", "letters", "cases", "feedback"):
        assert rows_of(person.page(f"/{word}?q=bui+min+dong+da")) == 1
        assert "Tổng số: 1 hồ sơ" in person.page(f"/{word}.csv")
        assert person.get(f"/{word}?unit=99999999999&month=99999999999").status_code in (200, 404)
    assert re.search(r">1</a>", person.page("/scoreboard"))
    assert "Vụ KNTC" in person.page("/figures")
    address = person.send("/letters/new", **complete(app)["letters"]).headers["Location"]
    handled = person.send(f"{address}/move/guide", handled_on="20/11/2026")
    assert "Đã xử lý" in text_of(person.follow(handled))
    stale = person.send(f"{address}/correct", version="1", note="Ghi chú", reason="Thử")
    assert stale.status_code == 409
    corrected = person.send(f"{address}/correct", note="Ghi chú", reason="Thử")
    assert "Đã đính chính." in person.follow(corrected)
    db.close()
