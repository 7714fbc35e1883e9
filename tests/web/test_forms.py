"""The screens of the statutory forms on a small register: choosing, reading, opening a number, taking the files."""

from __future__ import annotations

import re

import pytest

from tests.web.person import Person, text_of

YEAR = "period=nam-2026"


def test_the_list_asks_for_a_period_and_then_tells_the_state_of_each(secretariat: Person) -> None:
    page = text_of(secretariat.page("/forms"))
    assert "Hãy chọn kỳ để lập biểu" in page
    assert "01/TCD" in page
    assert "04/KQGQ" in page
    chosen = text_of(secretariat.page(f"/forms?{YEAR}"))
    assert "từ ngày 15/12/2025 đến hết ngày 14/12/2026" in chosen
    assert "Biểu theo Thông tư 02/2021/TT-TTCP, không còn hiệu lực từ ngày 05/3/2024." in chosen


def test_a_number_opens_to_its_records(secretariat: Person) -> None:
    page = secretariat.page(f"/forms/tt02-2021-01-xld?{YEAR}")
    address = re.search(r'href="(/letters\?figure=form\.tt02-2021-01-xld\.1&amp;first[^"]*)"[^>]*>(\d+)</a>', page)
    assert address is not None
    listed = text_of(secretariat.page(address[1].replace("&amp;", "&")))
    assert "Biểu 01/XLD, cột 1" in listed
    assert f"{address[2]} hồ sơ" in listed


def test_the_form_tells_its_lacks_and_its_checks(secretariat: Person) -> None:
    page = text_of(secretariat.page(f"/forms/tt02-2021-03-xld?{YEAR}"))
    assert "Số liệu còn thiếu" in page
    assert "Phép kiểm tra của biểu" in page
    assert "(*) Tên, nội dung cột chưa được xác nhận" in page


@pytest.mark.parametrize(("kind", "begin"), [("xlsx", b"PK"), ("pdf", b"%PDF")])
def test_the_files_are_taken_one_by_one_and_all_together(secretariat: Person, kind: str, begin: bytes) -> None:
    whole = secretariat.get(f"/forms/files/{kind}?{YEAR}")
    one = secretariat.get(f"/forms/files/{kind}?{YEAR}&form=tt02-2021-01-tcd")
    assert whole.data.startswith(begin)
    assert one.data.startswith(begin)
    assert len(one.data) < len(whole.data)
    assert f"nam-2026.{kind}" in one.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/forms?period=tuan-3-2026", 422),
        ("/forms?period=range&from=1/1/2026", 422),
        ("/forms/khong-co", 404),
        ("/forms/files/xlsx", 404),
        (f"/forms/files/xlsx?{YEAR}&form=khong-co", 404),
        ("/forms/files/docx", 404),
        ("/letters?figure=form.tt02-2021-01-xld.99", 404),
        ("/letters?figure=form.tt02-2021-01-xld.gap99", 404),
        ("/letters?figure=form.tt02-2021-01-xld.27", 404),
        ("/letters?figure=form.khong-co.1", 404),
    ],
)
def test_what_cannot_be_is_told(secretariat: Person, address: str, status: int) -> None:
    assert secretariat.get(address).status_code == status
