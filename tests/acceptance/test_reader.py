"""The reader of drafts beside a whole register: what a report says of the half-year, and one wrong digit in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from casework.domain.access import Reader
from casework.domain.claims.findings import ALARMS, ClaimKind, Verdict
from casework.domain.periods import parse_period
from casework.domain.vocabulary import Role
from casework.services import reader as checking
from casework.services.accounts import system_reader
from casework.services.reporting.making import ReportOrder, make_text
from casework.store.database import Database
from tests.acceptance.conftest import Loaded
from tests.machine import shared_file

HALF = ReportOrder(parse_period("6-thang-2024"), date(2024, 6, 15))
SAID = """Kết quả 6 tháng đầu năm 2024
Tính đến ngày 15/6/2024, các cơ quan hành chính đã tiếp 18.649 lượt công dân (tăng 57% so với cùng kỳ năm 2023). Đã \
tiếp nhận và xử lý 22.014 đơn các loại, gồm: 5.276 đơn khiếu nại, 4.551 đơn tố cáo và 12.187 đơn kiến nghị, phản ánh. \
Toàn Thành phố đã thụ lý theo thẩm quyền 2.463 vụ, tăng 1,27% so với cùng kỳ năm 2023 (gồm 1.655 vụ khiếu nại, 808 vụ \
tố cáo); đã giải quyết 1.333 vụ (gồm 843 vụ khiếu nại, 490 vụ tố cáo), đạt tỷ lệ 54,1%. Theo Nghị quyết số 34/NQ-HĐND \
ngày 10/12/2021: đã giải quyết xong 778/797 kiến nghị (đạt 97,6%)."""


@pytest.fixture(scope="module")
def db(loaded: Loaded) -> Iterator[Database]:
    """The loaded register."""
    found = Database(loaded.url)
    yield found
    found.close()


@pytest.fixture(scope="module")
def system(db: Database) -> Reader:
    """The account of the command line."""
    return system_reader(db, "tester")


def _of_system(checked: checking.CheckedDraft) -> dict[str, Verdict]:
    return {
        f"{one.figure.code}{dict(one.figure.cell) or ''}": one.finding.verdict
        for one in checked.judged
        if one.figure is not None
    }


def test_a_true_report_agrees_with_itself_and_with_the_system(db: Database, system: Reader) -> None:
    checked = checking.check_draft(db, system, SAID)
    assert checked.question == HALF.question
    assert checked.alarms == 0
    compared = _of_system(checked)
    assert set(compared.values()) == {Verdict.AGREES}
    assert {"reception.visits", "letters.total", "kntc.total", "kntc.resolved", "kntc.resolved_rate"} <= set(compared)
    assert {"kntc.total_change", "reception.visits_change", "kntc.total{'type': 'complaint'}"} <= set(compared)
    assert any(code.startswith("petitions.basket.resolved{") for code in compared)


def test_our_own_report_is_never_flagged(db: Database, system: Reader) -> None:
    checked = checking.check_draft(db, system, make_text(db, system, HALF), period=HALF.period, as_of=HALF.as_of)
    alarms = [(one.finding.kind, one.finding.arithmetic) for one in checked.judged if one.finding.verdict in ALARMS]
    assert alarms == []
    assert len(_of_system(checked)) > 5


def test_one_wrong_digit_differs_from_the_system(db: Database, system: Reader) -> None:
    checked = checking.check_draft(db, system, SAID.replace("tiếp 18.649", "tiếp 18.694"))
    wrong = [one for one in checked.judged if one.finding.verdict in ALARMS]
    assert [(one.finding.kind, one.figure.code if one.figure else "") for one in wrong] == [
        (ClaimKind.SYSTEM, "reception.visits")
    ]
    assert "18.649 lượt; văn bản ghi 18.694, lệch 45" in wrong[0].finding.arithmetic


def test_who_sees_a_part_is_told_of_no_difference_and_of_no_number_of_others(db: Database) -> None:
    head = Reader(0, Role.UNIT_HEAD, 1)
    checked = checking.check_draft(db, head, SAID)
    assert Verdict.DIFFERS not in _of_system(checked).values()
    assert Verdict.IMPOSSIBLE not in _of_system(checked).values()
    told = " ".join(one.finding.arithmetic for one in checked.judged if one.figure is not None)
    assert "18.649 lượt;" not in told


def test_without_a_period_nothing_is_compared(db: Database, system: Reader) -> None:
    checked = checking.check_draft(db, system, "Đã tiếp 18.649 lượt công dân, đã giải quyết 5/10 vụ (đạt 50%).")
    assert checked.question is None
    assert _of_system(checked) == {}


def test_the_citys_report_read_whole_agrees(db: Database, system: Reader) -> None:
    (path,) = shared_file("seeds").glob("001_*.txt")
    checked = checking.check_draft(db, system, path.read_text("utf-8"))
    assert checked.alarms == 0
    assert len(_of_system(checked)) >= 25
