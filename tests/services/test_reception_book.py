"""Sổ tiếp công dân: the twelve columns, filled from the register, read back from the PDF."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from casework.domain.access import NoSuchRecordError
from casework.domain.vocabulary import Role
from casework.reports.reception_book import COLUMNS, render_book
from casework.services import reception_book as books
from casework.store.database import Database
from tests.machine import need_program
from tests.services.desk import OFFICE, reader
from tests.services.test_desk import came

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A database with its reference data."""
    database = Database(database_url)
    yield database
    database.close()


def test_the_columns_are_those_of_the_form() -> None:
    titles = [column.title for column in COLUMNS]
    assert len(titles) == 12
    assert titles[:2] == ["STT", "Ngày tiếp"]
    assert [column.title for column in COLUMNS if column.group] == titles[7:10]


def test_the_book_holds_every_visit_once_and_no_denouncer(db: Database, tmp_path: Path) -> None:
    officer = reader(db, Role.RECEPTION_OFFICER)
    came(db, officer, "one", handling="forwarded", earlier_body="UBND phường Láng")
    came(db, officer, "two", type="denunciation", paper_file="BM-7", content="Thu tiền trái quy định")
    came(db, officer, "three", received_on="31/10/2026")
    book, content = books.reception_book(db, officer, FIRST, LAST, OFFICE)
    assert [line.handling for line in book.lines] == [10, None]
    assert book.lines[0].person == "Đặng Thị Hường, Số 8, phường Láng"
    assert book.lines[1].person == "(không ghi người tố cáo)"
    assert "BM-7" in book.lines[1].note
    assert render_book(book) == content
    program = need_program("pdftotext", "poppler-utils")
    file = tmp_path / "book.pdf"
    file.write_bytes(content)
    text = subprocess.run([program, "-layout", str(file), "-"], check=True, capture_output=True, text=True).stdout
    assert "SỔ TIẾP CÔNG DÂN" in text
    assert "Khiếu nại/1" in text
    assert text.count("Đặng Thị") == 1


def test_who_may_not_see_identities_gets_none_and_who_sees_nothing_no_book(db: Database) -> None:
    came(db, reader(db, Role.RECEPTION_OFFICER))
    book, _content = books.reception_book(db, reader(db, Role.SECRETARIAT), FIRST, LAST, OFFICE)
    assert [(line.person, line.id_number) for line in book.lines] == [("", "")]
    with pytest.raises(NoSuchRecordError):
        books.reception_book(db, reader(db, Role.ADMINISTRATOR), FIRST, LAST, OFFICE)


def test_a_span_with_too_many_visits_is_refused(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    officer = reader(db, Role.RECEPTION_OFFICER)
    came(db, officer)
    monkeypatch.setattr(books, "MOST", 0)
    with pytest.raises(books.BookTooLongError, match="1 lượt tiếp"):
        books.reception_book(db, officer, FIRST, LAST, OFFICE)
