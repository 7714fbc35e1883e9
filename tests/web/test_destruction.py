"""The screens of destruction and of identities: proposed, decided, asked for, approved, shown once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from casework.domain.vocabulary import RecordKind, Role
from casework.services import vault
from casework.settings import Settings, SettingsError
from casework.store.database import Database
from casework.web.app import create_app
from tests.services.desk import NOW, OFFICE, PASSWORD, enter
from tests.services.isolated import make_vault, person
from tests.web.person import SECRET, Person, StandingClock, text_of

K = RecordKind
NAME, PLACE = "Quách Thị Ngọc Huyền Vy", "17 ngõ Thổ Quan Lạc"
REASON = "Cần mời người tố cáo đến làm rõ nội dung"


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A database with its reference data."""
    database = Database(database_url)
    yield database
    database.close()


def site(db: Database) -> Flask:
    """The application over a database that is open."""
    settings = Settings(database_url=db.url, secret_key=SECRET, cookie_secure=False, office=OFFICE)
    return create_app(settings, StandingClock(NOW), db)


def at_office(db: Database, app: Flask, role: Role, name: str = "") -> Person:
    """Somebody of this role in the office that keeps the registers, signed in."""
    reader = person(db, role, OFFICE, name)
    username = f"{name or role.value.replace('_', '-')}-{reader.unit_id}"
    someone = Person(app)
    answer = someone.send("/sign-in", username=username, password=PASSWORD)
    assert answer.status_code == 303, text_of(answer)
    return someone


def filed(db: Database, **more: object) -> int:
    """A filed letter of a year ago."""
    values = {"received_on": date(2025, 3, 1), "person_name": NAME, "handling": "filed", "handled_on": date(2025, 3, 3)}
    return enter(db, person(db, Role.RECEPTION_OFFICER, OFFICE), K.LETTER, **{**values, **more}).record_id


def test_a_letter_goes_from_the_list_to_the_decision(db: Database) -> None:
    """The desk proposes what the list offers; the head decides with password and number; the page says so."""
    key = filed(db)
    app = site(db)
    desk, head = at_office(db, app, Role.RECEPTION_OFFICER), at_office(db, app, Role.UNIT_HEAD)
    answer = desk.send("/destruction/propose", on="/destruction", letter=str(key), ground="Hết thời hạn lưu")
    assert "Đã đề xuất hủy nội dung 1 đơn" in text_of(desk.follow(answer))
    refused = desk.send("/destruction/decide", on="/destruction", proposal="1", decision="12/QĐ")
    assert refused.status_code == 403
    page = head.page("/destruction")
    proposal = page.split('name="proposal" value="')[1].split('"')[0]
    sent = {"proposal": proposal, "decision": "12/QĐ-VP", "sure": "y", "own_password": PASSWORD}
    for missing, told in (("own_password", "mật khẩu"), ("sure", "đánh dấu xác nhận"), ("decision", "số quyết định")):
        fields = {name: value for name, value in sent.items() if name != missing}
        answer = head.send("/destruction/decide", on="/destruction", **fields)
        assert answer.status_code == 422
        assert told in text_of(answer)
        assert "checked" in answer.text
    assert NAME in desk.page(f"/letters/{key}")
    answer = head.send("/destruction/decide", on="/destruction", **sent)
    assert "Đã hủy nội dung 1 hồ sơ theo quyết định 12/QĐ-VP" in text_of(head.follow(answer))
    page = desk.page(f"/letters/{key}")
    assert NAME not in page
    assert "Nội dung đã hủy theo quyết định 12/QĐ-VP" in text_of(page)


def test_a_proposal_is_returned_or_withdrawn(db: Database) -> None:
    """With a remark; nothing goes."""
    key = filed(db)
    app = site(db)
    desk, head = at_office(db, app, Role.RECEPTION_OFFICER), at_office(db, app, Role.UNIT_HEAD)
    for who, told in ((head, "Trả lại"), (desk, "Người đề xuất rút")):
        desk.send("/destruction/propose", on="/destruction", letter=str(key), ground="Hết thời hạn lưu")
        proposal = who.page("/destruction").split('name="proposal" value="')[1].split('"')[0]
        assert who.send("/destruction/return", on="/destruction", proposal=proposal).status_code == 422
        answer = who.send("/destruction/return", on="/destruction", proposal=proposal, remark="Chờ kết quả thanh tra")
        assert told in text_of(who.follow(answer))
    assert NAME in desk.page(f"/letters/{key}")


def test_a_hold_on_the_page_of_a_record(db: Database) -> None:
    """The desk holds, only a head lets go."""
    key = filed(db)
    app = site(db)
    desk, head = at_office(db, app, Role.RECEPTION_OFFICER), at_office(db, app, Role.UNIT_HEAD)
    answer = desk.send(f"/letters/{key}/hold", reason="Đang thanh tra")
    assert "Được giữ lại, không hủy" in text_of(desk.follow(answer))
    assert "chỉ thủ trưởng đơn vị hoặc lãnh đạo" in text_of(desk.page(f"/letters/{key}/hold"))
    assert desk.send(f"/letters/{key}/hold", on="/letters", reason="Xong").status_code == 403
    answer = head.send(f"/letters/{key}/hold", reason="Thanh tra đã xong")
    assert "Đã thôi giữ" in text_of(head.follow(answer))
    assert desk.send("/letters/999999/hold", on="/letters", reason="Giữ").status_code == 404


def test_a_complaint_becomes_a_denunciation(db: Database) -> None:
    """The correction names the way; the proposal goes to the list; after the decision no page names anybody."""
    key = filed(db, handling=None, handled_on=None, received_on=date(2026, 11, 18), content=f"{NAME} tố cáo cán bộ")
    app = site(db)
    desk, head = at_office(db, app, Role.RECEPTION_OFFICER), at_office(db, app, Role.UNIT_HEAD)
    answer = desk.send(f"/letters/{key}/correct", type="denunciation", reason="Là tố cáo", eligible="yes")
    assert "Chuyển thành tố cáo" in text_of(answer)
    assert "/to-denunciation" in desk.page(f"/letters/{key}")
    refused = desk.send(f"/letters/{key}/to-denunciation", paper_file="BM-7", ground=f"{NAME} tố cáo")
    assert refused.status_code == 422
    answer = desk.send(f"/letters/{key}/to-denunciation", paper_file="BM-7", ground="Nội dung là tố cáo")
    assert "Chờ quyết định hủy" in text_of(desk.follow(answer))
    page = head.page("/destruction")
    assert NAME not in page
    proposal = page.split('name="proposal" value="')[1].split('"')[0]
    sent = {"proposal": proposal, "decision": "13/QĐ-VP", "sure": "y", "own_password": PASSWORD}
    head.follow(head.send("/destruction/decide", on="/destruction", **sent))
    page = desk.page(f"/letters/{key}")
    assert NAME not in page
    assert "Tố cáo" in page


@pytest.mark.parametrize(
    "path",
    ["/identities", "/letters/1/identity", "/identities/1/approve", "/identities/1/refuse", "/identities/1/open"],
)
def test_without_a_vault_there_are_no_identities(db: Database, path: str) -> None:
    """The networked setting: missing, for those who could otherwise open it."""
    app = site(db)
    role = Role.LEADER
    someone = at_office(db, app, role)
    answer = someone.get(path)
    if answer.status_code == 405:
        answer = someone.send(path, on="/help", password="x")
    assert answer.status_code == 404


def test_the_application_refuses_a_vault_outside_isolation(sqlite_url: str, tmp_path: Path) -> None:
    """Declared or not, a machine that cannot prove it serves nothing; the message names the remedy."""
    keys = str(tmp_path / "vault.key")
    other = f"sqlite:///{tmp_path / 'vault.sqlite'}"
    settings = Settings(database_url=sqlite_url, secret_key=SECRET, vault_url=other, vault_key_file=keys)
    with pytest.raises(SettingsError, match="CASEWORK_ISOLATED_LAN"):
        create_app(settings)


@pytest.fixture
def isolated(db: Database, tmp_path: Path) -> Iterator[vault.Vault]:
    """A vault beside the database, on a machine that stands alone."""
    (tmp_path / "vault").mkdir()
    made = make_vault(db, f"sqlite:///{tmp_path / 'vault' / 'vault.sqlite'}", tmp_path)
    yield made
    made.database.close()


def test_an_identity_is_asked_for_approved_and_shown_once(db: Database, isolated: vault.Vault) -> None:
    """From the desk's form to the page that shows it: password, no-store, once; the auditor sees who and why."""
    app = site(db)
    desk, head = at_office(db, app, Role.RECEPTION_OFFICER), at_office(db, app, Role.UNIT_HEAD)
    leader, auditor = at_office(db, app, Role.LEADER), at_office(db, app, Role.AUDITOR)
    fields = {"type": "denunciation", "received_on": "18/11/2026", "channel": "post", "content": "Tố cáo cán bộ"}
    answer = desk.send("/letters/new", person_name=NAME, person_address=PLACE, signers="1", eligible="yes", **fields)
    page = desk.follow(answer)
    assert "niêm phong" in text_of(page)
    assert NAME not in page
    path = answer.headers["Location"]
    assert f"{path}/identity" in head.page(path)
    assert f"{path}/identity" not in desk.page(path)
    assert head.send(f"{path}/identity", reason="cần").status_code == 422
    head.follow(head.send(f"{path}/identity", reason=REASON))
    page = leader.page("/identities")
    assert REASON in text_of(page)
    number = page.split("/identities/")[1].split("/")[0]
    assert head.send(f"/identities/{number}/approve", on="/identities").status_code == 403
    leader.follow(leader.send(f"/identities/{number}/approve", on="/identities"))
    for password, told in (("", "mật khẩu"), ("sai hẳn mật khẩu", "")):
        answer = head.send(f"/identities/{number}/open", on="/identities", password=password)
        assert answer.status_code == 422
        assert NAME not in answer.text
        assert told in text_of(answer)
    assert leader.send(f"/identities/{number}/open", on="/identities", password=PASSWORD).status_code == 404
    answer = head.send(f"/identities/{number}/open", on="/identities", password=PASSWORD)
    assert answer.status_code == 200
    assert (NAME in answer.text, PLACE in answer.text) == (True, True)
    assert answer.headers["Cache-Control"] == "no-store"
    again = head.send(f"/identities/{number}/open", on="/identities", password=PASSWORD)
    assert (again.status_code, NAME in again.text) == (422, False)
    watched = text_of(auditor.page("/identities"))
    assert REASON in watched
    assert "Đã mở" in watched
    assert NAME not in watched
    assert "danh tính niêm phong" in text_of(auditor.page("/access-log"))
