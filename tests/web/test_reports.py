"""The report screen on a small register: choices, preview, PDF, and orders that cannot be."""

from __future__ import annotations

import pytest

from tests.web.person import Person, text_of


def test_the_preview_follows_the_choices(secretariat: Person) -> None:
    """Number and day on the paper, open lines without them; the day counted stands in the heading."""
    page = text_of(secretariat.page("/reports?period=thang-11-2026&as_of=20/11/2026&number=7&signed_on=20/11/2026"))
    assert "Xem trước: tháng 11 năm 2026, tính đến hết ngày 20/11/2026" in page
    assert "Số: 07/BC-UBND" in page
    assert "ngày 20 tháng 11 năm 2026" in page
    assert "Số: ……" in text_of(secretariat.page("/reports?period=nam-2026"))
    assert "Xem trước:" not in text_of(secretariat.page("/reports"))


def test_a_range_of_days_is_a_period(secretariat: Person) -> None:
    """Chosen freely, by its first and last day."""
    page = text_of(secretariat.page("/reports?period=range&from=1/11/2026&to=20/11/2026"))
    assert "từ ngày 01/11/2026 đến ngày 20/11/2026" in page


@pytest.mark.parametrize(
    "query",
    [
        "period=range&from=1/11/2026",
        "period=range&from=20/11/2026&to=1/11/2026",
        "period=tuan-3-2026",
        "period=thang-13-2026",
        "period=6-thang-2024&as_of=1/1/2020",
        "period=6-thang-2024&as_of=31/2/2024",
    ],
)
def test_an_order_that_cannot_be_is_told(secretariat: Person, query: str) -> None:
    """422 with the reason on the form; the PDF of it does not exist."""
    answer = secretariat.get(f"/reports?{query}")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert secretariat.get(f"/reports/pdf?{query}").status_code in (400, 404)


def test_the_pdf_comes_as_a_file(leader: Person) -> None:
    """Working and signing copy differ; each is the same when asked again."""
    address = "/reports/pdf?period=thang-11-2026"
    working, again, signing = leader.get(address), leader.get(address), leader.get(f"{address}&copy=signing")
    assert working.mimetype == "application/pdf"
    assert "lam-viec.pdf" in working.headers["Content-Disposition"]
    assert "trinh-ky.pdf" in signing.headers["Content-Disposition"]
    assert working.data.startswith(b"%PDF-")
    assert working.data == again.data != signing.data


def test_a_day_that_cannot_be_is_told_with_its_box(secretariat: Person) -> None:
    """The message names the box, and what was typed elsewhere stays in the form."""
    answer = secretariat.get("/reports?period=6-thang-2024&as_of=15/6/2024&signed_on=31/2/2024")
    assert answer.status_code == 422
    assert "Ngày ký: tháng 02 năm 2024 không có ngày 31" in text_of(answer)
    assert 'value="15/6/2024"' in answer.text
