"""Issuing on the screen: from the preview to the issued report, its proof pages, its files, what differs since."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from casework.domain.vocabulary import RecordKind
from tests.web.offices import Offices

ORDER = "period=range&from=1/1/2024&to=31/12/2026&number=12"
SHOWN = "/reports/issued/1"


@pytest.fixture
def offices(database_url: str) -> Iterator[Offices]:
    """Everybody, over each database, with a record of each kind."""
    made = Offices.over(database_url)
    for kind in RecordKind:
        made.enter(kind)
    yield made
    made.db.close()


def page(offices: Offices, path: str, name: str = "secretariat", status: int = 200) -> str:
    """What somebody sees."""
    answer = offices.ask(name, "GET", path)
    assert answer.status_code == status, path
    return answer.get_data(as_text=True)


def issue(offices: Offices, **sent: str) -> str:
    """Issues the report; where that leads to."""
    answer = offices.ask("secretariat", "POST", f"/reports/issue?{ORDER}", **{"note": "thử", "replaces": "0", **sent})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.location


def test_from_the_preview_to_the_issued_report(offices: Offices) -> None:
    assert f'href="/reports/issue?{ORDER.replace("&", "&amp;")}"' in page(offices, f"/reports?{ORDER}")
    assert "Những gì được giữ nguyên" in page(offices, f"/reports/issue?{ORDER}")
    assert "Chưa có báo cáo nào được phát hành" in page(offices, "/reports/issued")
    assert issue(offices).endswith(SHOWN)
    told = page(offices, SHOWN)
    assert "Nguyên vẹn" in told
    assert "Có hiệu lực" in page(offices, "/reports/issued")
    proofs = re.findall(rf'href="({SHOWN}/proof\?[^"]+)"', told)
    assert len(proofs) > 20
    for address in dict.fromkeys(proofs):
        page(offices, address.replace("&amp;", "&"))
    for name in ("bao-cao.pdf", "bao-cao.docx", "bao-cao.xlsx", "bieu-thong-ke.xlsx"):
        answer = offices.ask("secretariat", "GET", f"{SHOWN}/files/{name}")
        assert (answer.status_code, answer.data[:2] in (b"%P", b"PK")) == (200, True)
    assert offices.ask("secretariat", "GET", f"{SHOWN}/files/figures.json").status_code == 404
    assert "Không có chênh lệch" in page(offices, f"{SHOWN}/difference")


def test_what_was_entered_since_is_told(offices: Offices) -> None:
    issue(offices)
    offices.enter(RecordKind.LETTER)
    told = page(offices, f"{SHOWN}/difference")
    assert "Hồ sơ được ghi nhận sau: 1 hồ sơ" in told
    assert "Mọi chênh lệch đều có hồ sơ và lý do" in told
    assert issue(offices, replaces="1", reason="thiếu đơn").endswith("/2")
    assert "Đã được thay thế" in page(offices, SHOWN)
    assert "Hồ sơ được ghi nhận sau" in page(offices, "/reports/compare?one=2&other=1")
    assert offices.ask("secretariat", "POST", f"{SHOWN}/withdraw", reason="nữa").status_code == 303
    offices.ask("leader", "POST", "/reports/issued/2/withdraw", reason="sai kỳ")
    assert "Đã thu hồi. Lý do: sai kỳ" in page(offices, "/reports/issued/2")


def test_one_page_proves_one_figure(offices: Offices) -> None:
    asked = "figure=letters.total&first=2024-01-01&as_of=2026-12-31"
    told = page(offices, f"/figures/proof?{asked}")
    assert "Mã kiểm danh sách" in told
    assert "1 hồ sơ" in told
    answer = offices.ask("secretariat", "GET", f"/figures/proof.pdf?{asked}")
    assert answer.data.startswith(b"%PDF-")
    page(offices, "/figures/proof?figure=letters.nothing", status=404)
    assert "chỉ được biết số lượng" in page(offices, f"/figures/proof?{asked}", "auditor")
    assert offices.ask("auditor", "GET", f"/figures/proof.pdf?{asked}").status_code == 404


def test_who_has_a_record_closed_to_him_is_told_of_no_report_that_counts_it(offices: Offices) -> None:
    closed = offices.enter(RecordKind.CASE)
    issue(offices)
    assert "Nguyên vẹn" in page(offices, SHOWN, "leader")
    offices.close_to(RecordKind.CASE, closed, "leader")
    for path in (SHOWN, f"{SHOWN}/difference", f"{SHOWN}/files/bao-cao.pdf", f"{SHOWN}/proof?figure=kntc.total"):
        missing = offices.ask("leader", "GET", path.replace("issued/1", "issued/999"))
        assert offices.ask("leader", "GET", path).status_code == missing.status_code == 404
    assert "Chưa có báo cáo nào" in page(offices, "/reports/issued", "leader")


def test_as_known_before_the_first_recording(offices: Offices) -> None:
    known = "as_of=2026-12-31&known_on=2020-01-01"
    assert "chưa ghi nhận" in page(offices, f"/figures?{known}")
    assert "<strong>chưa ghi nhận</strong> vụ" in page(offices, f"/scoreboard?{known}")
    assert "chưa ghi nhận</strong>" in page(offices, f"/letters?figure=letters.total&{known}")
    assert "chưa ghi nhận" in page(offices, f"/baskets?{known}")
    told = page(offices, f"/reports?{ORDER}&known_on=1/1/2020")
    assert "theo dữ liệu đã ghi nhận đến hết ngày 01/01/2020" in told
    assert "không phát sinh" not in told.lower()
    assert "không phải là ngày" in page(offices, "/figures?known_on=abc", status=400)
