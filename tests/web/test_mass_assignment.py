"""Mass assignment: whatever else a form is sent with, what it does not ask changes nothing (security.md 2, row 9)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from casework.domain.vocabulary import RecordKind, Role
from casework.store.account_tables import User
from casework.store.records import RECORDS
from casework.store.tables import metadata
from casework.web.converters import REGISTERS
from tests.web.person import Person
from tests.web.test_intake import complete

COLUMNS = sorted({column.name for table in metadata.tables.values() for column in table.columns})
OTHERS = ["reader", "kind", "record_id", "unit", "on", "now", "act", "admin", "is_admin", "search_text", "_method"]
VALUES = ["1", "0", "true", "administrator", "2020-01-01", "closed", "denunciation", "X-99", "", "9" * 12]
GIVEN = {"id", "created_position", "changed_position", "code", "row_digest", "occurrence", "opened_on", "search_text"}
"""What two records differ in, however they came about."""

extras = st.dictionaries(st.sampled_from([*COLUMNS, *OTHERS]), st.sampled_from(VALUES), min_size=10, max_size=60)


def asked(body: str) -> set[str]:
    """The names that the forms of a page send."""
    return set(re.findall(r'<(?:input|select|textarea|button)\b[^>]*\bname="([^"]+)"', body))


def row(app: Flask, kind: RecordKind, record_id: int) -> dict[str, Any]:
    """A record as the database holds it."""
    with app.extensions["casework_database"].read() as session:
        table = RECORDS[kind]
        return dict(session.execute(select(table).where(table.c.id == record_id)).mappings().one())


def newest(app: Flask, kind: RecordKind) -> int:
    """The id of the record that was entered last."""
    with app.extensions["casework_database"].read() as session:
        return max(int(key) for key in session.scalars(select(RECORDS[kind].c.id)))


@pytest.mark.parametrize("word", list(REGISTERS))
def test_a_new_record_holds_what_its_form_asks(app: Flask, word: str) -> None:
    """Entered with any names of any table beside its own: the same record as without them."""
    kind = REGISTERS[word]
    person = Person(app).sign_in(Role.SECRETARIAT if word == "petitions" else Role.RECEPTION_OFFICER)
    own = asked(person.page(f"/{word}/new"))
    values: dict[str, Any] = dict(complete(app)[word])
    assert person.send(f"/{word}/new", **values).status_code == 303
    plain = row(app, kind, newest(app, kind))

    @settings(max_examples=4, phases=[Phase.generate])
    @given(extras)
    def check(more: dict[str, Any]) -> None:
        beside: dict[str, Any] = {name: value for name, value in more.items() if name not in own}
        before = newest(app, kind)
        assert person.send(f"/{word}/new", **values, **beside).status_code == 303
        after = newest(app, kind)
        assert after != before
        found = row(app, kind, after)
        assert {n: v for n, v in found.items() if n not in GIVEN} == {n: v for n, v in plain.items() if n not in GIVEN}

    check()


def test_a_correction_changes_what_it_asks(app: Flask) -> None:
    """The other columns of the record, its version, its register and its number stay."""
    officer = Person(app).sign_in(Role.RECEPTION_OFFICER)
    kind = RecordKind.LETTER
    values: dict[str, Any] = dict(complete(app)["letters"])

    @settings(max_examples=4, phases=[Phase.generate])
    @given(extras)
    def check(more: dict[str, Any]) -> None:
        officer.send("/letters/new", **values)
        record_id = newest(app, kind)
        path = f"/letters/{record_id}/correct"
        before, own = row(app, kind, record_id), asked(officer.page(path))
        beside: dict[str, Any] = {name: value for name, value in more.items() if name not in own}
        assert officer.send(path, note="ghi chú", reason="thử", **beside).status_code == 303
        after = row(app, kind, record_id)
        changed = {name for name in after if after[name] != before[name]}
        assert changed <= {"note", "version", "changed_position", "search_text"}
        assert after["version"] == before["version"] + 1

    check()


def test_nobody_gives_himself_a_role(app: Flask) -> None:
    """Forms of one's own account with every column of an account beside what they ask."""
    officer = Person(app).sign_in(Role.RECEPTION_OFFICER)
    with app.extensions["casework_database"].read() as session:
        before = {u.id: (u.role, u.unit_id, u.active, u.username) for u in session.scalars(select(User))}
    beside: dict[str, Any] = {
        "role": "administrator",
        "unit_id": "1",
        "active": "0",
        "username": "hong",
        "user_id": "1",
        "id": "1",
    }
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("own_account.") and "POST" in (rule.methods or set()) and not rule.arguments:
            officer.client.post(str(rule), data={"csrf_token": officer.token(), **beside})
            officer = Person(app).sign_in(Role.RECEPTION_OFFICER)
    with app.extensions["casework_database"].read() as session:
        after = {u.id: (u.role, u.unit_id, u.active, u.username) for u in session.scalars(select(User))}
    assert after == before
