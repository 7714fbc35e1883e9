"""The screens of checks and of the rehearsal: what they show, what opens, and a note that is signed."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import update

from casework.domain.vocabulary import RecordKind
from casework.store.facts import FACTS
from tests.web.person import Person, text_of

MONTH = "first=2026-11-01&as_of=2026-11-30"


def spoil(app: Flask) -> None:
    """The letters are handled in a way that no list names."""
    with app.extensions["casework_database"].write() as session:
        session.execute(update(FACTS[RecordKind.LETTER]).values(handling="strange"))


def test_the_green_state_says_what_was_checked(secretariat: Person) -> None:
    page = text_of(secretariat.page(f"/reports/checks?{MONTH}"))
    assert "phép kiểm tra đều khớp" in page
    assert "tổng bằng các phần" in page
    assert "từ ngày 01/11/2026 đến hết ngày 30/11/2026" in page


def test_what_does_not_hold_opens_to_the_records_and_is_signed(app: Flask, secretariat: Person) -> None:
    spoil(app)
    assert "Chưa khớp:" in text_of(secretariat.page(f"/reports/checks?{MONTH}"))
    address = f"/reports/checks/letters.handlings?{MONTH}"
    page = secretariat.page(address)
    assert "Hồ sơ chưa khớp: 3" in text_of(page)
    assert 'href="/letters/' in page
    seen = page.split('name="seen" value="')[1][:64]
    unsigned = secretariat.send(address, body="Sổ ghi nhầm", seen=seen)
    assert unsigned.status_code == 422
    assert "đánh dấu vào ô ký tên" in text_of(unsigned)
    assert "Sổ ghi nhầm" in unsigned.text, "what was written stays"
    assert secretariat.send(address, body="", seen=seen, signed="1").status_code == 422
    assert secretariat.send(address, body="x", seen="0" * 64, signed="1").status_code == 422
    done = secretariat.send(address, body="Sổ ghi nhầm, đang sửa", seen=seen, signed="1")
    assert done.status_code == 303
    told = text_of(secretariat.page(address))
    assert "Đã giải trình" in told
    assert "Sổ ghi nhầm, đang sửa" in told


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/reports/checks/no-such-check", 404),
        ("/reports/checks?as_of=31/2/2024", 400),
        ("/reports/flows/receptions", 404),
        ("/reports/flows/cases/strange", 404),
        (f"/reports/flows/cases/received?unit=x&{MONTH}", 404),
        ("/reports/rehearsal?period=tuan-3", 400),
        ("/reports/rehearsal?period=nam-2090", 400),
        ("/reports/rehearsal?period=range&from=1/1/2026", 400),
        ("/reports/rehearsal/no-such-lack", 404),
        ("/reports/rehearsal?deadline=31/2/2024", 400),
    ],
)
def test_what_cannot_be_is_told(secretariat: Person, address: str, status: int) -> None:
    assert secretariat.get(address).status_code == status


def test_flows_and_lacks_open_to_lists(secretariat: Person) -> None:
    page = secretariat.page(f"/reports/flows/cases?{MONTH}")
    assert "Tiếp nhận, thụ lý" in text_of(page)
    assert "/reports/flows/cases/received?" in page
    assert 'href="/cases/' in secretariat.page(f"/reports/flows/cases/received?{MONTH}")
    rehearsed = secretariat.page("/reports/rehearsal?period=thang-11-2026")
    assert "Còn 10 ngày" in text_of(rehearsed)
    assert "Ai phải bổ sung" in text_of(rehearsed)
    assert 'href="/petitions/' in secretariat.page("/reports/rehearsal/petition-result?period=thang-11-2026")


def test_the_working_copy_tells_how_the_checks_stand(leader: Person) -> None:
    assert "KIỂM TRA SỐ LIỆU" in leader.page("/reports?period=thang-11-2026&checks=yes")
    assert "KIỂM TRA SỐ LIỆU" not in leader.page("/reports?period=thang-11-2026")
