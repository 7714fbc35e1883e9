"""Reports made from a register: claims that the figures bear, the annex, the target, and who may make one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from casework.domain.access import ForbiddenError, Reader
from casework.domain.periods import PeriodError, parse_period
from casework.domain.vocabulary import Role
from casework.services.reporting.making import ReportOrder, figures_of, make_document, make_pdf, make_text
from tests.files.books import register, xlsx
from tests.services.register_office import Office

AS_OF = date(2024, 6, 15)
HALF = ReportOrder(parse_period("6-thang-2024"), AS_OF)


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    """An office with an empty register."""
    found = Office(database_url)
    yield found
    found.db.close()


def text(office: Office, order: ReportOrder = HALF) -> str:
    """The report in one line."""
    return " ".join(make_text(office.db, office.reader, order).split())


def cases(*rows: dict[str, Any]) -> bytes:
    """A register of cases."""
    return xlsx({"Vụ KNTC": register("Vụ KNTC", *rows)})


def test_cases_left_within_their_time_are_said_to_be(office: Office) -> None:
    office.load(cases({"Hạn giải quyết": date(2024, 5, 2), "Ngày thụ lý": date(2024, 6, 3)}))
    office.load(cases({"Hạn giải quyết": date(2024, 6, 25), "Ngày thụ lý": date(2024, 6, 3)}))
    assert "Số vụ còn lại đang trong thời hạn giải quyết" in text(office)


def test_overdue_cases_are_counted_instead(office: Office) -> None:
    office.load(cases({"Hạn giải quyết": date(2024, 5, 2)}, {"Hạn giải quyết": date(2024, 4, 20)}))
    said = text(office)
    assert "Số vụ còn lại đang trong thời hạn" not in said
    assert "Còn 02 vụ đang giải quyết, trong đó 02 vụ quá thời hạn." in said


def test_an_unknown_year_before_is_not_compared_with(office: Office) -> None:
    office.load(cases({}))
    assert "so với cùng kỳ" not in text(office)


def test_an_empty_register_says_nothing_arose(office: Office) -> None:
    said = text(office)
    assert "không phát sinh" in said.lower()
    assert "tăng" not in said


def test_the_annex_lists_the_open_petitions_with_their_days_late(office: Office) -> None:
    rows = [
        {"Thời hạn": "05/6/2024", "Nội dung kiến nghị": "Làm cầu qua sông"},
        {"Thời hạn": "01/3/2025", "Nội dung kiến nghị": "Làm đường gom"},
        {"Kết quả": "Đã giải quyết xong", "Ngày giải quyết xong": "1/6/2024", "Nội dung kiến nghị": "Đã làm rồi"},
        {"Kết quả": "Đã giải quyết xong", "Ngày giải quyết xong": "20/6/2024", "Nội dung kiến nghị": "Làm sau kỳ"},
    ]
    office.load(xlsx({"Kiến nghị cử tri": register("Kiến nghị cử tri", *rows)}))
    said = text(office)
    assert figures_of(office.db, office.reader, HALF).value("petitions.council.open") == 3
    for content in ("Làm cầu qua sông", "Làm đường gom", "Làm sau kỳ"):
        assert said.count(content) == 1
    assert "Đã làm rồi" not in said
    row = said[said.index("Làm cầu qua sông") :][:80]
    assert "05/6/2024" in row
    assert " 10 " in row
    assert "Làm cầu qua sông" not in text(office, ReportOrder(HALF.period, AS_OF, with_annex=False))


def test_the_target_stands_in_the_report_of_the_year_only_unless_asked_for(office: Office) -> None:
    office.load(cases({}))
    assert "90%" not in text(office)
    assert "90%" in text(office, ReportOrder(HALF.period, AS_OF, target_on_paper=True))
    assert "90%" in text(office, ReportOrder(parse_period("nam-2024")))
    assert "90%" not in text(office, ReportOrder(parse_period("nam-2024"), target_on_paper=False))


def test_the_same_order_gives_the_same_document_and_paper(office: Office) -> None:
    office.load(cases({}, {}))
    assert make_document(office.db, office.reader, HALF) == make_document(office.db, office.reader, HALF)
    assert make_pdf(office.db, office.reader, HALF) == make_pdf(office.db, office.reader, HALF)


def test_the_working_copy_tells_its_fingerprint(office: Office) -> None:
    office.load(cases({}))
    mark = figures_of(office.db, office.reader, HALF).fingerprint()
    assert mark in text(office)
    office.load(cases({}, {}))
    assert figures_of(office.db, office.reader, HALF).fingerprint() != mark


def test_a_day_before_the_period_is_refused(office: Office) -> None:
    with pytest.raises(PeriodError):
        make_document(office.db, office.reader, ReportOrder(HALF.period, date(2023, 12, 14)))


def test_only_those_who_may_report_can(office: Office) -> None:
    for role in (Role.RECEPTION_OFFICER, Role.ADMINISTRATOR):
        with pytest.raises(ForbiddenError):
            make_document(office.db, Reader(office.reader.user_id, role), HALF)
    for role in (Role.SECRETARIAT, Role.LEADER):
        assert make_document(office.db, Reader(office.reader.user_id, role), HALF)
