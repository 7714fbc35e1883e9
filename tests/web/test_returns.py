"""Returns, targets and declared figures through the real application: forms, files, what each role is shown."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from casework.domain.vocabulary import Role
from casework.services.attachments.opening import check_files
from casework.services.returns.known_forms import known_forms
from casework.settings import Settings
from casework.web.app import create_app
from casework.web.views.attachments import STORE
from tests.services.desk import NOW, OFFICE, UNIT, reader, unit_id
from tests.web.person import SECRET, Person, StandingClock, text_of

FORM = known_forms()["tt02-2021-01-tcd"]
CELLS: dict[str, Any] = {f"c{one.number}": "0" for one in FORM.counted} | {
    "c1": "1.010",
    "c2": "1.012",
    "c3": "8",
    "c4": "1.010",
    "c5": "1.012",
    "c6": "8",
}
DOCUMENT: dict[str, Any] = {"document_number": "12/BC-SYT", "document_on": "15/9/2026"}


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application over each database, with the people of two units, the secretariat, a leader, an auditor."""
    kept = str(tmp_path / "files")
    told = Settings(database_url=database_url, secret_key=SECRET, cookie_secure=False, office=OFFICE, files=kept)
    made = create_app(told, StandingClock(NOW))
    db = made.extensions["casework_database"]
    for role in (Role.UNIT_OFFICER, Role.SECRETARIAT, Role.LEADER, Role.AUDITOR):
        reader(db, role)
    reader(db, Role.UNIT_HEAD, "Sở Công Thương")
    yield made
    db.close()


def begin(office: Flask, who: Person) -> str:
    """The address of a return that is begun."""
    unit = str(unit_id(office.extensions["casework_database"], UNIT))
    answer = who.send("/returns", unit=unit, form=FORM.key, period="9-thang-2026")
    assert answer.status_code == 303, text_of(answer)
    return str(answer.headers["Location"])


def test_a_unit_files_and_the_secretariat_accepts(office: Flask) -> None:
    """What is wrong is told at its box and kept there; what is accepted stands in the matrix and beside the figures."""
    unit, secretariat = Person(office).sign_in(Role.UNIT_OFFICER), Person(office).sign_in(Role.SECRETARIAT)
    there = begin(office, unit)
    refused = unit.send(there, do="file", **{**CELLS, "c4": "mười"}, **DOCUMENT)
    assert refused.status_code == 422
    assert 'value="mười"' in refused.text
    assert "“mười” không phải là số nguyên không âm" in text_of(refused)
    failing = unit.send(there, do="file", **{**CELLS, "c1": "1"}, **DOCUMENT)
    assert failing.status_code == 422
    assert "1=4+13+22" in text_of(failing)
    assert 'value="12/BC-SYT"' in failing.text
    assert "Đã nộp báo cáo." in text_of(unit.follow(unit.send(there, do="file", **CELLS, **DOCUMENT)))
    assert unit.send(there, do="accept").status_code == 403
    assert "Đã nộp, chờ tiếp nhận" in text_of(secretariat.page("/returns?period=9-thang-2026"))
    assert "Hãy ghi lý do trả lại" in text_of(secretariat.send(there, do="send_back"))
    assert "Đã tiếp nhận báo cáo" in text_of(secretariat.follow(secretariat.send(there, do="accept")))
    told = text_of(secretariat.page("/figures?first=15/12/2025&as_of=14/9/2026"))
    assert re.search(r"Lượt tiếp công dân lượt \S+ 1.010 1.010 Sở Y tế: 1.010", told)
    assert "Gồm cả báo cáo của đơn vị" not in text_of(unit.page("/figures?first=15/12/2025&as_of=14/9/2026"))


def test_a_workbook_goes_out_and_comes_back(office: Flask) -> None:
    unit = Person(office).sign_in(Role.UNIT_OFFICER)
    there = begin(office, unit)
    unit.send(there, do="save", **CELLS)
    sent = unit.get(f"{there}/workbook")
    assert sent.headers["Content-Disposition"].startswith('attachment; filename="bao-cao-01-tcd')

    def upload(data: bytes, name: str) -> str:
        answer = unit.send(f"{there}/workbook", on=there, files={"workbook": (io.BytesIO(data), name)})
        return text_of(answer if answer.status_code == 422 else unit.follow(answer))

    assert "Đã nhận 29 ô từ bảng tính" in upload(sent.data, "bao-cao.xlsx")
    assert "bản cũ của báo cáo" in upload(sent.data, "bao-cao.xlsx")
    assert "chỉ nhận tệp" in upload(b"x", "bao-cao.txt")
    assert "Chưa chọn tệp" in text_of(unit.send(f"{there}/workbook", on=there))


def test_the_signed_document_goes_along(office: Flask) -> None:
    """Taken by its content, kept by each version that named it, opened by whoever sees the return and nobody else."""
    unit, secretariat = Person(office).sign_in(Role.UNIT_OFFICER), Person(office).sign_in(Role.SECRETARIAT)
    there = begin(office, unit)
    unit.send(there, do="save", **CELLS)

    def attach(data: bytes, name: str, who: Person = unit, **more: Any) -> Any:
        return who.send(f"{there}/document", on=there, files={"document": (io.BytesIO(data), name)}, **more)

    first, second = b"B\xc3\xa1o c\xc3\xa1o ngay 15/9", b"B\xc3\xa1o c\xc3\xa1o, b\xe1\xba\xa3n s\xe1\xbb\xada"
    assert "Đã đính kèm văn bản" in text_of(unit.follow(attach(first, "bao-cao.txt")))
    assert "không thuộc loại được nhận" in text_of(attach(b"MZ\x90\x00" + bytes(400), "bao-cao.pdf"))
    assert "người khác thay đổi" in text_of(attach(second, "ban-sua.txt", version="1"))
    assert "Chưa chọn tệp văn bản" in text_of(unit.send(f"{there}/document", on=there))
    unit.follow(attach(second, "ban-sua.txt"))
    assert 'value="1.010"' in unit.page(there)
    filed = unit.send(there, do="file", **CELLS, **DOCUMENT)
    assert "Đã nộp báo cáo." in text_of(unit.follow(filed))
    links = re.findall(r'href="([^"]+/document/\d+)"', secretariat.page(there))
    contents = [secretariat.get(one) for one in links]
    assert contents[0].data == second
    assert {one.data for one in contents} == {first, second}
    assert all("attachment" in one.headers["Content-Disposition"] for one in contents)
    assert secretariat.get(f"{there}/document/1").status_code == 404
    assert attach(first, "muon.txt").status_code == 422
    head = Person(office).sign_in(Role.UNIT_HEAD)
    assert head.get(links[0]).status_code == 404
    db, kept = office.extensions["casework_database"], office.extensions[STORE]
    checked = check_files(db, kept)
    assert (checked.missing, checked.damaged, checked.unnamed, checked.whole) == ([], [], [], 2)


def test_another_units_return_is_answered_as_none(office: Flask) -> None:
    """Status and words alike, for every address and method; who sees no returns is refused before any is looked for."""
    there = begin(office, Person(office).sign_in(Role.UNIT_OFFICER))
    head, auditor = Person(office).sign_in(Role.UNIT_HEAD), Person(office).sign_in(Role.AUDITOR)
    for tail in ("", "/workbook"):
        for ask in (head.get, head.send):
            one, none = ask(there + tail), ask("/returns/90017" + tail)
            assert (one.status_code, text_of(one)) == (none.status_code, text_of(none)) == (404, text_of(none))
        assert auditor.get(there + tail).status_code == 403
    assert "Đơn vị chưa được ghi là giữ sổ riêng" in text_of(head.page("/returns"))


def test_the_leader_reads_and_changes_nothing(office: Flask) -> None:
    there = begin(office, Person(office).sign_in(Role.UNIT_OFFICER))
    leader = Person(office).sign_in(Role.LEADER)
    body = leader.page(there)
    assert 'name="c1"' not in body
    assert 'name="do"' not in body
    told: tuple[tuple[str, dict[str, Any]], ...] = (
        (there, {"do": "save"}),
        ("/returns", {"form": FORM.key}),
        ("/returns/books", {}),
        ("/returns/rules", {}),
        ("/returns/remind", {}),
        ("/targets", {}),
        ("/declared", {}),
    )
    for path, fields in told:
        assert leader.send(path, on="/help", **fields).status_code == 403, path
    for path in ("/returns", "/returns/books", "/targets", "/declared"):
        assert "Lưu" not in re.findall(r"<button[^>]*>([^<]*)", leader.page(path))


def test_who_keeps_own_books_owes_returns(office: Flask) -> None:
    """Written down by the secretariat; the unit sees what it owes, and that it was reminded."""
    unit, secretariat = Person(office).sign_in(Role.UNIT_OFFICER), Person(office).sign_in(Role.SECRETARIAT)
    key = str(unit_id(office.extensions["casework_database"], UNIT))
    told = secretariat.send("/returns/books", unit=key, first_on="x", basis="CV 1")
    assert "dạng ngày/tháng/năm" in text_of(told)
    answer = secretariat.send("/returns/books", unit=key, first_on="1/1/2026", basis="CV 1", form=["01/TCD"])
    assert "Sở Y tế 01/TCD 01/01/2026 đến nay CV 1" in text_of(secretariat.follow(answer))
    assert "số ngày từ 0 đến 60" in text_of(secretariat.send("/returns/rules", on="/returns/books", due_days="x"))
    answer = secretariat.send("/returns/rules", on="/returns/books", due_days="5", period=["9-thang"])
    assert "Đã lưu hạn nộp" in text_of(secretariat.follow(answer))
    assert "quá hạn 62 ngày" in text_of(unit.page("/returns"))
    answer = secretariat.send("/returns/remind", on="/returns", period="9-thang-2026", unit=[key])
    assert "Đã nhắc 1 báo cáo còn thiếu" in text_of(secretariat.follow(answer))
    assert "Được nhắc nộp 1 báo cáo" in text_of(unit.page("/returns"))


def test_targets_and_declared_figures_on_screen(office: Flask) -> None:
    secretariat = Person(office).sign_in(Role.SECRETARIAT)
    wrong = secretariat.send(
        "/targets", measure="kntc.resolved_rate", year="2026", percent="100", basis="NQ", article="Đ"
    )
    assert "số nguyên từ 1 đến 99" in text_of(wrong)
    right: dict[str, Any] = {
        "measure": "kntc.resolved_rate",
        "year": "2026",
        "percent": "90",
        "basis": "NQ 5",
        "article": "Điều 2",
    }
    assert "trên 90% NQ 5 Điều 2" in text_of(secretariat.follow(secretariat.send("/targets", **right)))
    page = secretariat.page("/targets")
    there = re.search(r'href="(/targets/\d+)"', page)
    assert there
    assert "NQ 5, Điều 2." in text_of(secretariat.page(there[1] + "?more=5&as_of=20/11/2026"))
    assert secretariat.get(there[1] + "?as_of=x").status_code == 422
    assert secretariat.get("/targets/90017").status_code == 404
    declared: dict[str, Any] = {
        "kind": "published",
        "measure": "letters.total",
        "period": "6 tháng đầu năm 2026",
        "source": "BC 1",
    }
    assert "Giá trị là số nguyên" in text_of(secretariat.send("/declared", value="x", **declared))
    told = text_of(secretariat.follow(secretariat.send("/declared", value="1.250", **declared)))
    assert "6 tháng đầu năm 2026 1.250 0 — Không có hồ sơ của kỳ này" in told
