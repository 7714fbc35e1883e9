"""Lists: filters in the address, search without accents, pages, exports, and addresses that ask for nonsense."""

from __future__ import annotations

import csv
import io
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from casework.domain.numerals import write_date
from casework.reports.streamed_csv import LIVE, inert
from casework.services.registers import Option
from casework.web.list_markup import options_markup
from tests.web.person import Person, links_of, text_of

WORDS = ("petitions", "receptions", "letters", "cases", "feedback")


def rows_of(body: str) -> int:
    """How many rows the list on a page has."""
    return body.count('<th scope="row" class="day">')


def test_a_search_needs_no_accents(officer: Person) -> None:
    """“duong dong da” finds “phường Đống Đa”; what nobody wrote finds nothing and says so."""
    for word in ("petitions", "letters"):
        page = officer.page(f"/{word}?q=bui+min+dong+da")
        assert rows_of(page) == 1
        assert "Đống Đa" in page
    empty = officer.page("/letters?q=%C4%91%C6%B0%E1%BB%9Dng+s%E1%BA%AFt")
    assert rows_of(empty) == 0
    assert "Không có hồ sơ nào khớp" in text_of(empty)


def test_filters_stand_in_the_address(officer: Person) -> None:
    """A filter narrows the list, is shown as chosen, and can be taken away."""
    every, some = officer.page("/letters"), officer.page("/letters?type=denunciation")
    assert (rows_of(every), rows_of(some)) == (3, 1)
    assert '<option value="denunciation" selected>' in some
    assert rows_of(officer.page("/letters?handling=-")) == 3
    assert rows_of(officer.page("/letters?type=complaint&as_of=2026-11-17")) == 0
    assert rows_of(officer.page("/letters?type=complaint&as_of=18/11/2026")) == 2


@pytest.mark.parametrize("word", WORDS)
def test_every_row_opens_its_record(officer: Person, word: str) -> None:
    """The first cell of each row is a link, and the page behind it opens."""
    records = [address for address, _ in links_of(officer.page(f"/{word}")) if address.startswith(f"/{word}/walk/")]
    assert len(records) == rows_of(officer.page(f"/{word}"))
    for address in records:
        assert "Lịch sử" in officer.follow(officer.get(address))


def test_who_may_not_know_the_persons_is_shown_none(secretariat: Person, officer: Person) -> None:
    """Names stand in the officer's list, page and export; in the secretariat's nowhere, nor can they be searched."""
    row = next(a for a, _ in links_of(officer.page("/letters?type=complaint")) if a.startswith("/letters/walk/"))
    record = row.partition("?")[0].replace("/walk/", "/")
    for path in ("/letters", "/letters.csv", record):
        assert "Trần Văn Đức" in officer.page(path), path
        assert "Trần Văn Đức" not in secretariat.page(path), path
    assert rows_of(officer.page("/letters?q=tran+van+duc")) == 2
    assert rows_of(secretariat.page("/letters?q=tran+van+duc")) == 0


@pytest.mark.parametrize(
    "query",
    [
        "as_of=2026-02-30",
        "as_of=02/30/2026",
        "as_of=nonsense",
        "first=2026-12-01&as_of=2026-11-01",
    ],
)
def test_a_day_that_cannot_be_is_told(secretariat: Person, query: str) -> None:
    """400 in Vietnamese, for lists and figures alike."""
    for path in ("/petitions", "/figures"):
        answer = secretariat.get(f"{path}?{query}")
        assert answer.status_code == 400
        assert "ngày" in text_of(answer).lower()


@pytest.mark.parametrize(
    "path",
    [
        "/petitions?figure=no.such",
        "/petitions?figure=kntc.total",
        "/letters?figure=letters.total&type=complaint&unit=1",
        "/petitions?figure=petitions.basket.total&unit=abc",
        "/figures/no.such?cut=unit",
        "/figures/kntc.total?cut=colour",
        "/figures/kntc.total",
    ],
)
def test_a_figure_that_is_not_there_is_no_page(secretariat: Person, path: str) -> None:
    """404 for a code, a register or a cut that does not fit, or an unread dimension is left aside."""
    assert secretariat.get(path).status_code in (404, 200)
    if "unit=1" not in path:
        assert secretariat.get(path).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "q=%27+OR+1%3D1--",
        "q=%22",
        "q=*",
        "q=NEAR%28a",
        "q=%00",
        "q=" + "a" * 5000,
        "page=0",
        "page=-1",
        "page=99999999999999",
        "page=x",
        "type=%27%3B--",
        "unit=99999999999999999999",
        "unit=x",
        "month=abc",
        "state=%00",
        "eligible=2",
    ],
)
def test_no_address_is_a_fault(officer: Person, query: str) -> None:
    """Whatever stands in the address: a page, or a refusal, never a fault."""
    for word in WORDS:
        for suffix in ("", ".csv", ".xlsx"):
            answer = officer.get(f"/{word}{suffix}?{query}")
            assert answer.status_code < 500, (word, query)
            assert answer.get_data() is not None


def test_the_export_is_whole_and_counts_itself(officer: Person) -> None:
    """UTF-8 with its mark, the register's headings, every row, and their number at the end."""
    answer = officer.get("/letters.csv")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[0][:3] == ["Số đơn", "Ngày nhận", "Nguồn đơn"]
    assert rows[-1] == ["Tổng số: 3 hồ sơ"]
    assert len(rows) == 5


def test_the_workbook_is_whole_and_counts_itself(officer: Person) -> None:
    """The same rows under the same headings, days as days, and their number in the file, its name and a header."""
    lines = list(csv.reader(io.StringIO(officer.get("/letters.csv").data.decode("utf-8-sig"))))[:-1]
    answer = officer.get("/letters.xlsx")
    assert answer.headers["X-Row-Count"] == str(len(lines) - 1) == "3"
    assert "-3-dong.xlsx" in answer.headers["Content-Disposition"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    rows = book.get_sheet_by_name(book.sheet_names[0]).to_python()
    assert [[_written(value) for value in row] for row in rows] == lines
    assert book.get_sheet_by_name("Tổng số").to_python()[0] == ["Tổng số dòng", 3.0]


def _written(value: object) -> str:
    if isinstance(value, date):
        return write_date(value)
    return str(int(value)) if isinstance(value, float) else str(value)


def test_a_formula_is_exported_as_text(officer: Person) -> None:
    """What a citizen writes starts no formula in a spreadsheet."""
    content = '=HYPERLINK("http://elsewhere.example","x")'
    fields = {"received_on": "20/11/2026", "type": "complaint", "eligible": "yes", "content": content}
    assert officer.send("/letters/new", **fields).status_code == 303
    assert f"'{content}" in [cell for row in csv.reader(io.StringIO(officer.page("/letters.csv"))) for cell in row]


@given(st.text(max_size=40))
def test_no_text_comes_alive_in_a_spreadsheet(text: str) -> None:
    """Blanks and marks before it, full-width signs: no cell begins with what starts a formula."""
    cell = inert(text)
    plain = unicodedata.normalize("NFKC", cell).lstrip(" \u00a0\u3000\ufeff\u200b")
    assert not plain.startswith(LIVE)
    assert cell.removeprefix("'") == text or cell == text


def test_a_text_of_a_record_is_never_markup(officer: Person) -> None:
    """In the list, on the page, in the history, in the title: escaped."""
    content = "<script>alert(1)</script><b>x</b>\x1f&"
    fields = {"received_on": "20/11/2026", "type": "complaint", "eligible": "yes", "content": content}
    record = officer.send("/letters/new", **fields).headers["Location"]
    for path in (record, "/letters", "/letters?q=alert", f"{record}/correct"):
        body = officer.page(path)
        assert "<script>alert" not in body
        assert "&lt;script&gt;alert(1)" in body
    reflected = officer.page("/letters?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in reflected


def test_a_chosen_option_is_escaped_and_selected_once() -> None:
    """The options are made once; choosing one touches that one only."""
    options = (Option("a", "A"), Option('b"<', "B & C"))
    assert str(options_markup(options, None)).count("selected") == 0
    chosen = str(options_markup(options, 'b"<'))
    assert '<option value="b&#34;&lt;" selected>B &amp; C</option>' in chosen
    assert chosen.count("selected") == 1


def test_a_day_to_come_is_called_so(secretariat: Person) -> None:
    """Figures of a day that has not come are shown with a word about it; those of today are not."""
    for page in ("/scoreboard?", "/figures?", "/petitions?", "/reports?period=nam-2026&"):
        assert "31/12/2026 chưa đến" in text_of(secretariat.page(f"{page}as_of=31/12/2026"))
        assert "chưa đến: số liệu" not in text_of(secretariat.page(f"{page}as_of=20/11/2026"))
