"""The four files of one report: every figure that it quotes is read back out of each of them, equal."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import docx
import pikepdf
import pytest
from python_calamine import CalamineWorkbook

from casework.domain.figures import FigureSet
from casework.reports.chart import Chart
from casework.reports.charting import Plot, charted
from casework.reports.compose import compose
from casework.reports.document import Document, FigureText, Heading, Paragraph, Table, text_of
from casework.reports.html import render_html
from casework.reports.pdf import render_pdf
from casework.reports.word import render_docx
from casework.reports.wording import LetterHead, Wording
from casework.reports.xlsx import render_xlsx
from tests.machine import need_program
from tests.reports.half_year import PERIOD, figure_set, open_petitions

NUMBER = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?%?")


def report(number: int = 8) -> Document:
    """The half-year's report with an annex and one chart over its first table."""
    made = compose(figure_set(), Wording(), LetterHead(), PERIOD, open_petitions(number))
    blocks = list(made.blocks)
    at = next(i for i, block in enumerate(blocks) if isinstance(block, Table))
    table = blocks[at]
    assert isinstance(table, Table)
    chart = charted(table, "Tỷ lệ giải quyết xong theo nghị quyết", "bar", [Plot(5)], unit="%")
    assert chart is not None
    blocks.insert(at, chart)
    return replace(made, blocks=tuple(blocks))


def quoted(document: Document) -> list[FigureText]:
    """All figures of sentences and tables, in their order."""
    found: list[FigureText] = []
    for block in document.all_blocks():
        if isinstance(block, Paragraph):
            found += [run for run in block.runs if isinstance(run, FigureText)]
        elif isinstance(block, Table):
            found += [run for row in block.rows for cell in row.cells for run in cell if isinstance(run, FigureText)]
    return found


def lines(document: Document) -> list[str]:
    """Every sentence and every cell that quotes a figure, as it is to be found in a file."""
    found = []
    for block in document.all_blocks():
        if isinstance(block, Paragraph):
            found.append(text_of(block.runs))
        elif isinstance(block, Table):
            found += [text_of(cell) for row in block.rows for cell in row.cells if text_of(cell)]
    return found


def test_the_figures_agree_with_the_set() -> None:
    document, figures = report(), figure_set()
    assert len(quoted(document)) > 150
    for run in quoted(document):
        figure = figures.figures[run.code, run.cell]
        if figure.value is not None:
            assert int(run.text.replace(".", "")) == figure.value


def test_word(tmp_path: Path) -> None:
    document = report()
    data = render_docx(document)
    assert render_docx(document) == data
    file = docx.Document(BytesIO(data))
    paragraphs = [p.text for p in file.paragraphs]
    cells = [c.text for t in file.tables for row in t.rows for c in row.cells]
    assert [line for line in lines(document) if not any(line in p for p in (*paragraphs, *cells))] == []
    tables = [b for b in document.all_blocks() if isinstance(b, Table)]
    grids = file.tables[1:2] + file.tables[2:]
    numeric = [t for t in file.tables if t._tbl.xpath(".//w:tblHeader")]
    assert len(numeric) == len(tables) < len(grids) + 1
    for table, grid in zip(tables, numeric, strict=True):
        head = 2 if table.header_groups else 1
        assert len(grid._tbl.xpath(".//w:tblHeader")) == head
        for row, made in zip(table.rows, list(grid.rows)[head:], strict=True):
            texts = [c.text for c in made.cells]
            if row.kind in ("group", "subgroup"):
                assert set(texts) == {text_of(row.cells[0])}
            else:
                assert texts == [text_of(cell) for cell in row.cells]
    styles = [p.style.name for p in file.paragraphs if p.style is not None]
    headings = [b for b in document.blocks if isinstance(b, Heading)]
    assert sum(name.startswith("Heading") for name in styles) == len(headings) + len(document.annexes)
    assert file.core_properties.language == "vi-VN"
    pictures = file.element.xpath(".//wp:docPr")
    charts = [b for b in document.blocks if isinstance(b, Chart)]
    assert [p.get("descr") for p in pictures] == [c.alt for c in charts]


def test_workbook() -> None:
    document, figures = report(), figure_set()
    data = render_xlsx(document, figures)
    assert render_xlsx(document, figures) == data
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    tables = [b for b in document.all_blocks() if isinstance(b, Table)]
    for number, table in enumerate(tables, 1):
        rows = book.get_sheet_by_name(f"Bảng {number}").to_python(skip_empty_area=False)
        top = 3 if table.header_groups else 2
        assert rows[0][0] == table.caption
        for row, cells in zip(table.rows, rows[top:], strict=False):
            for cell, read in zip(row.cells, cells, strict=False):
                if len(cell) == 1 and isinstance(run := cell[0], FigureText):
                    assert_equal(figures, run, read)
                elif row.kind not in ("group", "subgroup"):
                    assert str(read) == text_of(cell)
    text = [str(row[0]) for row in book.get_sheet_by_name("Báo cáo").to_python()]
    told = [text_of(b.runs) for b in document.blocks if isinstance(b, Paragraph)]
    assert [one for one in told if one not in text and f"- {one}" not in text] == []
    listed = {(str(r[0]), str(r[3])): (r[5], r[6], r[7]) for r in book.get_sheet_by_name("Số liệu").to_python()[1:]}
    for figure in figures:
        key = ";".join(f"{dimension}={value}" for dimension, value in figure.cell)
        read = listed[figure.code, key]
        assert [None if v == "" else int(float(v)) for v in read] == [
            figure.value,
            figure.numerator,
            figure.denominator,
        ]
    package = zipfile.ZipFile(BytesIO(data))
    assert sum(name.startswith("xl/charts/chart") for name in package.namelist()) == 1
    assert b"<f>" not in b"".join(package.read(n) for n in package.namelist() if n.startswith("xl/worksheets"))
    drawing = package.read("xl/drawings/drawing1.xml").decode()
    assert next(b.alt for b in document.blocks if isinstance(b, Chart)) in drawing


def assert_equal(figures: FigureSet, run: FigureText, read: object) -> None:
    """A cell of the workbook is the figure's own number."""
    figure = figures.figures[run.code, run.cell]
    if figure.value is not None:
        assert read == figure.value
    else:
        assert figure.rate.fraction is not None
        assert float(str(read)) == pytest.approx(float(figure.rate.fraction))


class Numbers(HTMLParser):
    """The figures of an HTML file and where each leads."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []
        self.links: list[str] = []
        self.targets: set[str] = set()
        self.text = ""
        self._now: tuple[str, str] | None = None
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("class") == "figure":
            self._now = (values["data-code"] or "", values["data-cell"] or "")
            self.links.append(values.get("href") or "")
        if name := values.get("id"):
            self.targets.add(name)
        assert tag not in ("script", "img", "link")

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._now:
            self.found.append((*self._now, data))
            self._now = None


def test_html() -> None:
    document, figures = report(), figure_set()
    data = render_html(document, figures)
    assert render_html(document, figures) == data
    page = Numbers(data.decode("utf-8"))
    wanted = [(r.code, ";".join(f"{d}={k}" for d, k in r.cell), r.text) for r in quoted(document)]
    assert Counter(page.found) == Counter(wanted)
    assert all(link.removeprefix("#") in page.targets for link in page.links)
    elsewhere = Numbers(render_html(document, figures, link=lambda code, _cell: f"/figures/{code}").decode())
    assert set(elsewhere.links) == {f"/figures/{run.code}" for run in quoted(document)}
    assert "&lt;" in render_html(replace(document, subject="<b>x</b>")).decode()


def test_pdf(tmp_path: Path) -> None:
    document = report()
    program = need_program("pdftotext", "poppler-utils")
    file = tmp_path / "report.pdf"
    file.write_bytes(render_pdf(document, signing=True))
    text = subprocess.run([program, "-enc", "UTF-8", file, "-"], check=True, capture_output=True).stdout.decode()
    pages = [re.sub(r"^\d+ ", "", " ".join(page.split())) for page in text.split("\f")]
    whole = "".join(" ".join(pages).split())
    missing = [line for line in lines(document) if "".join(line.split()) not in whole]
    assert missing == []
    printed = Counter(NUMBER.findall(" ".join(pages)))
    for number, times in Counter(n for r in quoted(document) for n in NUMBER.findall(r.text)).items():
        assert printed[number] >= times, number


def structure(data: bytes) -> list[tuple[str, str, int]]:
    """The pieces of a tagged file in reading order: kind, alternative text, column span."""
    found: list[tuple[str, str, int]] = []
    with pikepdf.open(BytesIO(data)) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "vi-VN"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)

        def walk(element: pikepdf.Object) -> None:
            about = element.get("/A")
            span = int(about.get("/ColSpan", 1)) if about is not None else 1
            found.append((str(element.S).strip("/"), str(element.get("/Alt", "")), span))
            for kid in element.K:
                if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                    walk(kid)

        walk(pdf.Root.StructTreeRoot.K[0])
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        assert [int(n) for n in list(numbers)[::2]] == list(range(len(pdf.pages)))
        for page, elements in zip(pdf.pages, list(numbers)[1::2], strict=True):
            marks = [
                int(operands[1].MCID)
                for operands, operator in pikepdf.parse_content_stream(page)
                if str(operator) == "BDC"
            ]
            assert marks == list(range(len(elements)))
    return found


def test_the_pdf_is_tagged() -> None:
    document = report(40)
    data = render_pdf(document, signing=False)
    assert render_pdf(document, signing=False) == data
    pieces = structure(data)
    kinds = Counter(kind for kind, _alt, _span in pieces)
    tables = [b for b in document.all_blocks() if isinstance(b, Table)]
    assert kinds["Table"] == len(tables)
    assert kinds["TR"] == sum(len(t.rows) + (2 if t.header_groups else 1) for t in tables)
    grouped = sum(1 for t in tables for name, _size in t.header_groups if name)
    assert kinds["TH"] == sum(len(t.columns) for t in tables) + grouped
    headings = [b for b in document.blocks if isinstance(b, Heading)]
    assert kinds["H2"] + kinds["H3"] == len(headings) + len(document.annexes)
    assert kinds["H1"] == 1
    charts = [b for b in document.blocks if isinstance(b, Chart)]
    assert [alt for kind, alt, _span in pieces if kind == "Figure"] == [c.alt for c in charts]


def test_the_pdf_has_an_outline() -> None:
    document = report()
    with pikepdf.open(BytesIO(render_pdf(document, signing=True))) as pdf, pdf.open_outline() as outline:
        titles = [entry.title for top in outline.root for entry in (top, *top.children)]
    headings = [f"{b.number} {b.text}" for b in document.blocks if isinstance(b, Heading)]
    assert titles[: len(headings)] == headings
    assert len(titles) == len(headings) + len(document.annexes)
