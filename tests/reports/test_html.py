"""The preview: every figure opens to its members, numbers stand in the text, user text is escaped."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

from jinja2 import Environment, FileSystemLoader

from casework.domain.figures import Cell
from casework.reports.compose import compose
from casework.reports.document import Document
from casework.reports.wording import LetterHead, Wording
from tests.machine import ROOT
from tests.reports.half_year import PERIOD, figure_set, open_petitions
from tests.reports.test_compose import ACCEPTANCE


class Page(HTMLParser):
    """The text of a page, its links, its tags and their nesting."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.text, self.open, self.tags = "", [], []
        self.links: dict[str, str] = {}
        self._href: str | None = None
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        assert not {"style", "onclick"} & set(values)
        self.tags.append(tag)
        if tag != "br":
            self.open.append(tag)
        if tag == "a":
            self._href = values["href"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag == "a":
            self._href = None

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._href:
            self.links[self._href] = data


def link(code: str, cell: Cell) -> str:
    """An address that names the figure."""
    return f"/figures/{code}" + "".join(f"?{dimension}={key}" for dimension, key in cell)


def page_of(document: Document) -> Page:
    """The preview of a document through the real template."""
    environment = Environment(loader=FileSystemLoader(ROOT / "templates"), autoescape=True)
    source = "{% import 'reports/document.html' as paper %}{{ paper.render(document, link) }}"
    page = Page(environment.from_string(source).render(document=document, link=link))
    assert page.open == []
    return page


def test_sentences_keep_their_digits() -> None:
    text = " ".join(page_of(compose(figure_set(), Wording(), LetterHead(), PERIOD, open_petitions())).text.split())
    assert [sentence for sentence in ACCEPTANCE if sentence not in text] == []


def test_figures_open_to_their_members() -> None:
    links = page_of(compose(figure_set(), Wording(), LetterHead(), PERIOD, [])).links
    assert links["/figures/petitions.basket.resolved?council_resolution=1"] == "778"
    assert links["/figures/petitions.basket.total?council_resolution=1"] == "797"
    assert links["/figures/kntc.total?type=complaint"] == "1.655"
    assert links["/figures/reception.visits_change"] == "tăng 57% so với cùng kỳ năm 2023"


def test_headings_tables_and_lists_are_what_they_look_like() -> None:
    page = page_of(compose(figure_set(), Wording(), LetterHead(), PERIOD, open_petitions()))
    assert page.tags.count("caption") == page.tags.count("table") == 9
    assert page.tags.count("li") == 4
    assert page.tags.count("ul") == 1
    assert page.tags.count("h2") == 1


def test_hostile_text_stays_text() -> None:
    rows = [replace(row, content="<script>alert(1)</script>") for row in open_petitions(1)]
    page = page_of(compose(figure_set(), Wording(), LetterHead(), PERIOD, rows))
    assert "script" not in page.tags
    assert page.text.count("<script>alert(1)</script>") == len(rows)
