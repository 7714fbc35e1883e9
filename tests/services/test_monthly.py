"""The timer's reports: made once, tried again, taken over, told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from casework.domain.periods import PeriodError, last_ended, parse_period
from casework.domain.vocabulary import Role
from casework.services.reporting.monthly import DEAD_AFTER, job_lines, make_reports
from casework.store import jobs
from casework.store.database import Database
from casework.store.notices import OutgoingMail
from tests.services.desk import NOW, reader
from tests.services.register_office import Office

MAY = parse_period("thang-5-2024")


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """An office with an empty register."""
    office = Office(database_url)
    yield office.db
    office.db.close()


def letters(db: Database) -> list[str]:
    """The subjects of all letters."""
    with db.read() as session:
        return list(session.scalars(select(OutgoingMail.subject).order_by(OutgoingMail.id)))


def test_a_second_run_does_nothing(db: Database, tmp_path: Path) -> None:
    who = reader(db, Role.SECRETARIAT)
    tmp_path = tmp_path / "reports"
    made = make_reports(db, who, MAY, tmp_path, ("pdf", "docx", "xlsx", "html"), now=NOW)
    assert made.state == "done"
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(
        f"bao-cao-thang-5-2024.{f}" for f in ("pdf", "docx", "xlsx", "html")
    )
    before = {p.name: p.stat().st_mtime_ns for p in tmp_path.iterdir()}
    again = make_reports(db, who, MAY, tmp_path, ("xlsx", "html", "pdf", "docx"), now=NOW + timedelta(days=1))
    assert again.state == "standing"
    assert {p.name: p.stat().st_mtime_ns for p in tmp_path.iterdir()} == before
    assert letters(db) == ["Đã lập báo cáo tháng 5 năm 2024"]
    assert [(one.state, one.attempts) for one in job_lines(db, who)] == [("done", 1)]


def test_a_failed_run_is_told_and_tried_again(db: Database, tmp_path: Path) -> None:
    who = reader(db, Role.SECRETARIAT)
    place = tmp_path / "taken"
    place.write_text("a file stands where the folder is to be")
    made = make_reports(db, who, MAY, place, ("html",), now=NOW)
    assert made.state == "failed"
    assert job_lines(db, who)[0].problem
    place.unlink()
    assert make_reports(db, who, MAY, place, ("html",), now=NOW).state == "done"
    assert [(one.state, one.attempts, one.problem) for one in job_lines(db, who)] == [("done", 2, "")]
    assert letters(db) == ["Chưa lập được báo cáo tháng 5 năm 2024", "Đã lập báo cáo tháng 5 năm 2024"]


def test_a_run_that_died_is_taken_over_and_a_late_one_changes_nothing(db: Database, tmp_path: Path) -> None:
    who = reader(db, Role.SECRETARIAT)
    key = "report:thang-5-2024:html"
    with db.write() as session:
        assert jobs.claim(session, key, "Báo cáo", NOW, DEAD_AFTER) == 1
    assert make_reports(db, who, MAY, tmp_path, ("html",), now=NOW + DEAD_AFTER).state == "busy"
    assert make_reports(db, who, MAY, tmp_path, ("html",), now=NOW + DEAD_AFTER + timedelta(seconds=1)).state == "done"
    with db.write() as session:
        assert not jobs.finish(session, key, 1, NOW, problem="too late")
    assert job_lines(db, who)[0].state == "done"


@given(
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.sampled_from(["month", "quarter", "half", "nine_months", "year", "assembly"]),
)
def test_the_last_ended_period_is_the_last_that_ended(on: date, kind: str) -> None:
    found = last_ended(kind, on)  # type: ignore[arg-type]
    assert found.kind == kind
    assert found.last < on
    assert (on - found.last).days <= 366
    assert last_ended(kind, found.last + timedelta(days=1)) == found  # type: ignore[arg-type]


def test_a_free_range_never_ends_by_itself() -> None:
    with pytest.raises(PeriodError):
        last_ended("range", date(2024, 6, 1))
