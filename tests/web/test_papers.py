"""Papers, wordings and attached files through the door: forms, headers of what is sent, refusals, the access log."""

from __future__ import annotations

import html
import io
import re

import pytest
from flask import Flask

from casework.domain.vocabulary import RecordKind, Role
from casework.services.reading import LogQuery, access_log_page
from tests.files import enclosures as made
from tests.services.desk import enter, reader
from tests.web.person import Person, text_of


@pytest.fixture
def letter(app: Flask) -> int:
    db = app.extensions["casework_database"]
    return enter(db, reader(db, Role.RECEPTION_OFFICER), RecordKind.LETTER, person_name="Ngô Thị Giấy").record_id


@pytest.fixture
def secret(app: Flask) -> int:
    db = app.extensions["casework_database"]
    return enter(db, reader(db, Role.RECEPTION_OFFICER), RecordKind.LETTER, type="denunciation").record_id


def boxes(body: str) -> dict[str, str]:
    """What stands in the boxes of a page's form."""
    found = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', body))
    found |= dict(re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>\s*(.*?)</textarea>', body, flags=re.DOTALL))
    return {name: html.unescape(value) for name, value in found.items()}


def issue(who: Person, path: str, **typed: str) -> str:
    """The paper of a form filled in; the page that follows."""
    form = {**boxes(who.page(path)), **typed}
    form.pop("unnumbered", None)
    return who.follow(who.client.post(path, data=form))


def test_a_paper_is_seen_before_it_is_made(officer: Person, letter: int) -> None:
    path = f"/letters/{letter}/papers/guidance"
    form = {**boxes(officer.page(path)), "competent": "UBND phường Ba Đình", "reason": "không thuộc thẩm quyền"}
    form.pop("unnumbered", None)
    seen = officer.client.post(path, data={**form, "preview": "1"})
    assert seen.status_code == 200
    assert "Kính gửi: Ông (bà) Ngô Thị Giấy" in text_of(seen)
    assert "gửi đơn đến UBND phường Ba Đình" in text_of(seen)
    assert "Phiếu hướng dẫn số" not in officer.page(f"/letters/{letter}")
    page = officer.follow(officer.client.post(path, data=form))
    assert "Phiếu hướng dẫn số 01/PHD-VP" in text_of(page)
    again = officer.follow(officer.client.post(path, data=form))
    assert text_of(again).count("Phiếu hướng dẫn số") == text_of(page).count("Phiếu hướng dẫn số")


def test_what_is_missing_is_said_beside_its_box(officer: Person, letter: int) -> None:
    path = f"/letters/{letter}/papers/guidance"
    form = boxes(officer.page(path))
    form.pop("unnumbered", None)
    answer = officer.client.post(path, data=form)
    assert answer.status_code == 422
    assert "Lý do : Không được để trống." in text_of(answer)


def test_a_paper_is_sent_as_pdf_and_word_and_told_to_the_log(app: Flask, officer: Person, letter: int) -> None:
    page = issue(officer, f"/letters/{letter}/papers/refusal", reason="hết thời hiệu")
    pdf, word = re.findall(r'href="(/papers/\d+\.(?:pdf|docx))"', page)
    sent = officer.get(pdf)
    assert (sent.status_code, sent.content_type) == (200, "application/pdf")
    assert sent.headers["Content-Disposition"].startswith('inline; filename="thong-bao-khong-thu-ly-01-tb-vp.pdf"')
    assert "script-src" not in sent.headers["Content-Security-Policy"]
    assert sent.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert officer.get(word).headers["Content-Disposition"].startswith("attachment;")
    assert officer.get(word).headers["X-Content-Type-Options"] == "nosniff"
    db = app.extensions["casework_database"]
    told = access_log_page(db, reader(db, Role.SYSTEM), LogQuery(kind=RecordKind.LETTER, record_id=letter)).lines
    assert [line.what for line in told if line.act == "printed"] == ["Thông báo không thụ lý 01/TB-VP"] * 3


def test_a_paper_gets_its_number_later_and_is_struck_out(officer: Person, letter: int) -> None:
    page = issue(officer, f"/letters/{letter}/papers/refusal", reason="x", unnumbered="y")
    path = f"/letters/{letter}/papers/refusal"
    form = {**boxes(officer.page(path)), "reason": "hết thời hiệu", "unnumbered": "y"}
    page = officer.follow(officer.client.post(path, data=form))
    assert "chưa có số" in page
    number = re.findall(r'href="(/papers/\d+/number)"', page)[0]
    page = officer.follow(officer.send(number, number="45", made_on="21/11/2026"))
    assert "số 45/TB-VP" in text_of(page)
    strike = re.findall(r'href="(/papers/\d+/strike)"', page)[0]
    assert officer.send(strike, reason="").status_code == 422
    assert "đã gạch bỏ" in officer.follow(officer.send(strike, reason="In nhầm"))


@pytest.mark.parametrize(
    "path",
    [
        "/letters/{0}/papers/khong-co",
        "/letters/{0}/papers/extension",
        "/letters/999999/papers/refusal",
        "/papers/999999.pdf",
        "/papers/1.exe",
        "/attachments/999999",
        "/attachments/999999/file",
        "/attachments/999999/view",
    ],
)
def test_what_is_not_there_is_not_there(officer: Person, letter: int, path: str) -> None:
    assert officer.get(path.format(letter)).status_code == 404


def test_the_office_keeps_its_own_wordings(app: Flask, officer: Person, secretariat: Person) -> None:
    assert officer.get("/paper-templates").status_code == 403
    assert officer.get("/paper-templates/refusal").status_code == 403
    assert "Thông báo không thụ lý" in secretariat.page("/paper-templates")
    path = "/paper-templates/refusal"
    form = boxes(secretariat.page(path))
    answer = secretariat.client.post(path, data={**form, "body": "{mật mã}"})
    assert answer.status_code == 422
    assert "không có trường {mật mã}" in text_of(answer)
    seen = secretariat.client.post(path, data={**form, "body": "Gửi {người gửi}: {lý do}.", "preview": "1"})
    assert "Gửi Nguyễn Thị Hoa:" in text_of(seen)
    page = secretariat.follow(secretariat.client.post(path, data={**form, "body": "Gửi {người gửi}: {lý do}."}))
    assert "Của cơ quan" in page
    assert secretariat.get(f"{path}/sample.pdf").data.startswith(b"%PDF-")
    assert secretariat.get(f"{path}/sample.docx").data.startswith(b"PK")
    assert "Của cơ quan</span>" not in secretariat.follow(secretariat.send(f"{path}/reset", on=path))


def upload(who: Person, record: int, data: bytes, name: str, **more: str) -> object:
    """A file sent through the form of a letter."""
    path = f"/letters/{record}/attachments"
    return who.send(path, files={"upload": (io.BytesIO(data), name)}, role="evidence", **more)


def test_a_file_is_sent_back_and_never_run(app: Flask, officer: Person, letter: int) -> None:
    data = made.png()
    page = officer.follow(upload(officer, letter, data, "ảnh hiện trường;\u202e.png"))  # type: ignore[arg-type]
    address = re.findall(r'href="(/attachments/\d+)"', page)[0]
    shown = officer.page(address)
    assert f'<img src="{address}/view"' in shown
    for way in ("file", "view"):
        sent = officer.get(f"{address}/{way}")
        assert sent.data == data
        assert sent.content_type == "image/png"
        assert sent.headers["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
        assert sent.headers["X-Content-Type-Options"] == "nosniff"
        assert sent.headers["Cache-Control"] == "no-store"
    assert sent.headers["Content-Disposition"].startswith("inline; ")
    disposition = officer.get(f"{address}/file").headers["Content-Disposition"]
    assert disposition == (
        "attachment; filename=\"anh-hien-truong-.png\"; filename*=UTF-8''"
        "%E1%BA%A3nh%20hi%E1%BB%87n%20tr%C6%B0%E1%BB%9Dng%3B.png"
    )
    strike = f"{address}/strike"
    assert "đã gạch bỏ" in officer.follow(officer.send(strike, reason="Nhầm"))


def test_a_refused_file_says_why_and_leaves_nothing(officer: Person, letter: int) -> None:
    for data, name, says in (
        (b"", "a.pdf", "rỗng"),
        (b"<html><script>alert(1)</script>", "a.pdf", "không thuộc loại"),
        (made.running_pdf(True), "a.pdf", "mã chạy"),
    ):
        answer = upload(officer, letter, data, name)
        assert answer.status_code == 422  # type: ignore[attr-defined]
        assert says in text_of(answer)  # type: ignore[arg-type]
        assert "script>alert" not in answer.text.replace(  # type: ignore[attr-defined]
            "&lt;", "<"
        )
    assert officer.send(f"/letters/{letter}/attachments", role="evidence").status_code == 422
    assert "Chưa có tệp nào" in officer.page(f"/letters/{letter}")


def test_text_is_sent_as_text_and_a_word_file_is_only_downloaded(officer: Person, letter: int) -> None:
    page = officer.follow(upload(officer, letter, "Lời trình bày".encode(), "a.txt"))  # type: ignore[arg-type]
    address = re.findall(r'href="(/attachments/\d+)"', page)[0]
    sent = officer.get(f"{address}/file")
    assert sent.content_type == "text/plain; charset=utf-8"
    assert sent.headers["Content-Disposition"].startswith("attachment;")
    assert officer.get(f"{address}/view").status_code == 404


def test_a_file_of_a_denunciation_asks_for_the_confirmation(officer: Person, secret: int) -> None:
    assert "bản đã che" in officer.page(f"/letters/{secret}/attachments")
    assert upload(officer, secret, made.jpeg(), "kin.jpg").status_code == 422  # type: ignore[attr-defined]
    page = officer.follow(upload(officer, secret, made.jpeg(), "nguyen-van-kin.jpg", covered="y"))  # type: ignore[arg-type]
    assert "tai-lieu-1.jpg" in page
    assert "nguyen-van-kin" not in page


def test_a_paper_of_a_denunciation_asks_for_the_confirmation(officer: Person, letter: int, secret: int) -> None:
    assert 'name="covered"' not in officer.page(f"/letters/{letter}/papers/transfer_notice")
    path = f"/letters/{secret}/papers/transfer_notice"
    form = {**boxes(officer.page(path)), "competent": "Công an Thành phố", "symbol": "TB-VP"}
    for name in ("unnumbered", "covered"):
        form.pop(name, None)
    refused = officer.client.post(path, data=form)
    assert refused.status_code == 422
    assert "phải xác nhận không ghi thông tin về người tố cáo" in text_of(refused.get_data(as_text=True))
    page = officer.follow(officer.client.post(path, data={**form, "covered": "y"}))
    assert "số 01/TB-VP-TC" in text_of(page)


def test_a_role_without_identities_sees_names_of_papers_only(app: Flask, officer: Person, letter: int) -> None:
    page = issue(officer, f"/letters/{letter}/papers/refusal", reason="hết thời hiệu")
    officer.follow(upload(officer, letter, made.png(), "a.png"))  # type: ignore[arg-type]
    pdf = re.findall(r'href="(/papers/\d+\.pdf)"', page)[0]
    leader = Person(app).sign_in(Role.LEADER)
    seen = leader.page(f"/letters/{letter}")
    assert "Thông báo không thụ lý số 01/TB-VP" in text_of(seen)
    assert "Lập văn bản" not in seen
    assert leader.get(pdf).status_code == 403
    file = re.findall(r"/attachments/\d+", officer.page(f"/letters/{letter}"))[0]
    assert leader.get(file).status_code == 403
    assert leader.get(f"{file}/file").status_code == 403
    assert leader.get(f"/letters/{letter}/attachments").status_code == 403
    assert leader.get(f"/letters/{letter}/papers/refusal").status_code == 403
