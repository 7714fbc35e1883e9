"""The dashboards as people open them: each mark of a chart opens what its table's number opens, and that is as many."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest

from casework.domain.vocabulary import RecordKind
from tests.services.desk import UNIT, unit_id
from tests.web.offices import OTHER, Offices
from tests.web.person import Person, links_of, text_of
from tests.web.test_issued import ORDER
from tests.web.test_sample import check_numbers

K = RecordKind
PANELS = ("", "/open", "/months", "/tracked", "/compare", "/time")
DAY = "as_of=2024-06-15"


@pytest.fixture
def offices(database_url: str) -> Iterator[Offices]:
    """Everybody, over each database."""
    made = Offices.over(database_url)
    yield made
    made.db.close()


@pytest.fixture
def office(sqlite_url: str) -> Iterator[Offices]:
    """Everybody, over SQLite: for what is said, not what is counted."""
    made = Offices.over(sqlite_url)
    yield made
    made.db.close()


def drawings(body: str) -> list[str]:
    """The charts of a page."""
    return re.findall(r"<svg class=\"drawn-chart\".*?</svg>", body, flags=re.DOTALL)


def page(offices: Offices, path: str, who: str = "leader", status: int = 200) -> str:
    """What somebody reads of a page."""
    answer = offices.ask(who, "GET", path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.text


@pytest.mark.parametrize("panel", PANELS)
def test_each_mark_opens_what_the_table_below_it_opens(sample_secretariat: Person, panel: str) -> None:
    """The sample register on the report's day: every chart has marks, all of which are links of the table."""
    body = sample_secretariat.page(f"/dashboards{panel}?{DAY}")
    charts = drawings(body)
    assert charts
    tables = "".join(re.findall(r"<table.*?</table>", body, flags=re.DOTALL))
    below = {address for address, _text in links_of(tables)}
    for chart in charts:
        assert 'role="group"' in chart
        assert re.search(r"<title[^>]*>[^<]+</title><desc[^>]*>[^<]{20,}</desc>", chart)
        marks = {html.unescape(one) for one in re.findall(r'<a href="([^"]+)"', chart)}
        assert marks
        assert marks <= below


@pytest.mark.parametrize("panel", ["", "/tracked", "/compare"])
def test_each_number_opens_to_that_many_records(sample_secretariat: Person, panel: str) -> None:
    """Of the others `tests/statistics/test_dashboards.py` opens every number; here through the page itself."""
    assert check_numbers(sample_secretariat, sample_secretariat.page(f"/dashboards{panel}?{DAY}")) > 8


def test_the_half_year_as_it_was_published(sample_secretariat: Person) -> None:
    """Each resolution's rate on the report's day, and what the changes are compared with."""
    tracked = text_of(sample_secretariat.page(f"/dashboards/tracked?{DAY}"))
    assert "15/6/2024 778 / 797 97,6% 495 / 573 86,4% 166 / 224 74,1% 240 / 333 72,1%" in tracked
    year = text_of(sample_secretariat.page(f"/dashboards?{DAY}"))
    assert "tăng 57,0% so với cùng kỳ năm 2023" in year
    assert "chưa vượt" in year


def test_a_list_opened_from_a_bucket_says_what_it_is_of(office: Offices) -> None:
    office.enter(K.CASE)
    asked = "figure=kntc.open&age=11-30&first=1900-01-01&as_of=2026-11-20"
    assert "Thời gian từ khi tiếp nhận: từ 11 đến 30 ngày" in text_of(page(office, f"/cases?{asked}"))
    assert "từ 11 đến 30 ngày" in text_of(page(office, f"/figures/proof?{asked}"))
    for wrong in ("age=30-11", "age=x", "due=w9", "closed_month=202613", "lasted=-", "waiting=1"):
        assert office.ask("leader", "GET", f"/cases?figure=kntc.open&{wrong}").status_code == 404


def test_before_the_first_recording_nothing_is_nought(office: Offices) -> None:
    office.enter(K.LETTER)
    for panel in PANELS:
        told = page(office, f"/dashboards{panel}?as_of=2026-12-31&known_on=2020-01-01")
        assert "<strong>chưa ghi nhận</strong>" in told, panel
        assert not re.search(r">0</a>", told), panel


def test_what_was_asked_wrongly_is_told_in_words(office: Offices) -> None:
    assert "không phải là ngày" in page(office, "/dashboards/open?as_of=abc", status=422)
    for panel in PANELS:
        for day in ("02/01/1901", "31/12/2199"):
            page(office, f"/dashboards{panel}?as_of={day}")
    page(office, "/dashboards/compare?compare=kntc.resolved_rate@place", status=404)
    page(office, "/dashboards/compare?compare=nothing@unit", status=404)
    page(office, "/dashboards/nothing", status=404)


def test_a_kept_answer_is_never_stale_and_nobody_elses(offices: Offices) -> None:
    """A letter is in the next look; the unit that does not keep it goes on counting its own."""

    def counted(who: str) -> str:
        told = text_of(page(offices, "/dashboards/open?as_of=2026-11-20", who))
        found = re.search(r"Cộng ((?:\d+ ?)+)", told)
        assert found, told
        return found[1].strip()

    assert [counted(one) for one in ("leader", "other-head")] == ["0 0 0 0 0"] * 2
    offices.give(K.LETTER, offices.enter(K.LETTER), UNIT)
    assert [counted(one) for one in ("leader", "head", "other-head")] == ["0 0 1 0 0", "0 0 1 0 0", "0 0 0 0 0"]
    offices.give(K.LETTER, offices.enter(K.LETTER), OTHER)
    assert [counted(one) for one in ("leader", "head", "other-head")] == ["0 0 2 0 0", "0 0 1 0 0", "0 0 1 0 0"]
    offices.close_to(K.LETTER, offices.enter(K.LETTER), "leader")
    assert [counted(one) for one in ("leader", "secretariat")] == ["0 0 2 0 0", "0 0 3 0 0"]


def test_few_cases_are_not_ranked(office: Offices) -> None:
    """Of twenty cases a rate is told, of one it is not; nobody stands apart by chance."""
    for _ in range(20):
        office.enter(K.CASE)
    office.enter(K.CASE, unit_id=str(unit_id(office.db, OTHER)))
    told = text_of(page(office, "/dashboards/compare?as_of=2026-11-20"))
    assert f"{UNIT} 0 20 0,0% 0,0% 16,1% chưa khác mức chung" in told
    assert f"Quá ít hồ sơ để so sánh (dưới 20) {OTHER} 0 1 – – – –" in told


def test_what_changed_since_the_last_report(offices: Offices) -> None:
    """Then as frozen, now as asked; whoever may not read the report is not told of it."""
    first = offices.enter(K.LETTER)
    asked = "/dashboards?as_of=2027-01-15&first=2026-12-15"
    assert "Chưa có báo cáo đã phát hành nào" in page(offices, asked)
    issued = offices.ask("secretariat", "POST", f"/reports/issue?{ORDER}", note="thử", replaces="0")
    assert issued.status_code == 303
    offices.enter(K.LETTER)
    told = page(offices, asked)
    assert re.search(r"Đơn tiếp nhận đơn 1 2 \+1", text_of(told))
    frozen = [address for address, text in links_of(told) if "/reports/issued/1/proof" in address and text == "1"]
    assert "1 hồ sơ" in text_of(page(offices, frozen[0]))
    assert "Thay đổi từ báo cáo gần nhất" not in page(offices, asked, "head")
    offices.close_to(K.LETTER, first, "leader")
    assert "Chưa có báo cáo đã phát hành nào" in page(offices, asked)
    assert re.search(r"Đơn tiếp nhận đơn 1 2 \+1", text_of(page(offices, asked, "secretariat")))


def test_denunciations_outside_their_circle_are_a_band(office: Offices) -> None:
    asked = "/dashboards?as_of=2026-11-20"
    assert "Vụ tố cáo: < 5" in text_of(page(office, asked, "auditor"))
    assert "Vụ tố cáo: < 5" not in text_of(page(office, asked))
