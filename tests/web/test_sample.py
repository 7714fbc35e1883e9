"""On the whole sample register: every number on screen opens to a list of exactly that many, and stays itself."""

from __future__ import annotations

import re

import pytest

from tests.web.person import Person, links_of, text_of

pytestmark = pytest.mark.slow
_TOTAL = re.compile(r'id="so-hang"><strong>([\d.]+)</strong>')
_SUM = re.compile(r": ([\d.]+) [^<]+</strong> \(cộng trên")


def number(text: str) -> int:
    """A printed count as a number."""
    return int(text.replace(".", ""))


def check_numbers(person: Person, body: str) -> int:
    """Opens each number of a page; how many were opened."""
    opened = 0
    for address, text in links_of(body):
        if "figure=" not in address or not re.fullmatch(r"[\d.]+", text):
            continue
        page = person.page(address)
        summed = _SUM.search(page)
        total = _TOTAL.search(page)
        assert total, address
        assert number(summed[1] if summed else total[1]) == number(text), address
        opened += 1
    return opened


def test_every_number_of_the_scoreboard_opens_to_that_many(sample_secretariat: Person) -> None:
    """As of the report's day and as of two other days."""
    for day in ("15/6/2024", "14/12/2023", "20/11/2026"):
        assert check_numbers(sample_secretariat, sample_secretariat.page(f"/scoreboard?as_of={day}")) > 50


def test_the_scoreboard_shows_the_published_figures(sample_secretariat: Person) -> None:
    """The figures of the half-year report, and the year's target as the year's."""
    shown = text_of(sample_secretariat.page("/scoreboard?as_of=2024-06-15"))
    for figure in ("778 / 797 97,6%", "495 / 573 86,4%", "166 / 224 74,1%", "240 / 333 72,1%", "54%", "trên 90%"):
        assert figure in shown, figure
    assert "Mục tiêu cả năm 2024" in shown


def test_every_figure_of_the_catalogue_opens_to_its_members(sample_secretariat: Person) -> None:
    """Counts to as many records, sums to records that add up; breakdowns too."""
    days = "first=2023-12-15&as_of=2024-06-15"
    body = sample_secretariat.page(f"/figures?{days}")
    assert check_numbers(sample_secretariat, body) >= 35
    for code, cut in (("kntc.total", "unit"), ("reception.people", "level"), ("letters.handled", "handling")):
        assert check_numbers(sample_secretariat, sample_secretariat.page(f"/figures/{code}?cut={cut}&{days}")) > 1


def test_the_pages_of_a_figure_hold_every_member_once(sample_secretariat: Person) -> None:
    """778 records over sixteen pages, none twice; the export has as many rows."""
    address = next(a for a, t in links_of(sample_secretariat.page("/scoreboard?as_of=2024-06-15")) if t == "778")
    seen: list[str] = []
    page = 1
    while True:
        body = sample_secretariat.page(f"{address}&page={page}")
        seen += re.findall(r'<th scope="row" class="day"><a href="([^"?]+)', body)
        if 'rel="next"' not in body:
            break
        page += 1
    assert (page, len(seen), len(set(seen))) == (16, 778, 778)
    exported = sample_secretariat.page(address.replace("/petitions?", "/petitions.csv?"))
    assert "Tổng số: 778 hồ sơ" in exported


def test_the_preview_says_the_sentences_and_links_the_figures(sample_secretariat: Person) -> None:
    """The report of the half-year on screen; each number in it opens to its members."""
    body = sample_secretariat.page("/reports?period=6-thang-2024&as_of=15/6/2024")
    shown = text_of(body)
    assert "778 / 797" in shown or "778/797" in shown
    assert "97,6%" in shown
    article = body[body.index("<article") : body.index("</article>")]
    assert check_numbers(sample_secretariat, article) > 40


def test_the_first_pages_of_the_readers_open(sample_secretariat: Person) -> None:
    """The secretariat's first page carries the board of today."""
    assert "Kiến nghị cử tri theo nghị quyết theo dõi" in sample_secretariat.page("/")
