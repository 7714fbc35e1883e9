"""Charts: each mark is a number of the table, told in words too, drawn the same way for screen, paper and Word."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.domain.figures import Cell
from casework.domain.numerals import write_count
from casework.reports.chart import ChartKind
from casework.reports.chart_layout import sketch
from casework.reports.chart_png import chart_png
from casework.reports.chart_shapes import WIDTH, Box, Dot, Stroke, Words, hatching
from casework.reports.chart_svg import chart_svg
from casework.reports.charting import Plot, charted
from casework.reports.document import Column, FigureText, Row, Table

SVG = "{http://www.w3.org/2000/svg}"
KINDS: tuple[ChartKind, ...] = ("bar", "stacked", "line", "step", "interval")


def table(numbers: list[int | None], name: str = "Đơn vị") -> Table:
    """A table of one column of figures, with a total that must not be drawn."""
    rows = [
        Row(
            (
                (str(n),),
                (f"{name} {n} <b>&",),
                ("–",) if value is None else (FigureText(write_count(value), "letters.total", (("unit", str(n)),)),),
                (write_count(n),),
                (write_count(10**7 + n),),
            )
        )
        for n, value in enumerate(numbers)
    ]
    columns = (Column("STT"), Column("Tên"), Column("Số đơn"), Column("Thấp"), Column("Cao"))
    return Table("Bảng", columns, (*rows, Row(((), ("Tổng",), ("999",), ("1",), ("1",)), "total")))


def link(code: str, cell: Cell) -> str:
    """An address with the marks that HTML must escape."""
    return f"/figures/{code}?a=1&b={cell[0][1]}"


@given(st.lists(st.none() | st.integers(0, 10**7), min_size=1, max_size=30), st.sampled_from(KINDS))
def test_marks_are_the_numbers_of_the_table(numbers: list[int | None], kind: ChartKind) -> None:
    plots = [Plot(2, low=3, high=4)]
    made = charted(table(numbers), "Đơn theo đơn vị", kind, plots, unit="đơn")
    if all(number is None for number in numbers):
        assert made is None
        return
    assert made is not None
    assert [m.value for m in made.marks] == [Decimal(n) for n in numbers if n is not None]
    of_table = table(numbers)
    assert all(of_table.rows[m.row].cells[m.column] == (FigureText(m.text, m.code, m.cell),) for m in made.marks)
    root = ET.fromstring(chart_svg(made, link))
    assert len(root.findall(f".//{SVG}a")) == len(made.marks) if kind != "stacked" else True
    for shape in sketch(made).shapes:
        match shape:
            case Box():
                assert -1 <= shape.x <= shape.x + shape.width <= WIDTH + 1
                for a, b, c, d in hatching(shape):
                    assert shape.x - 0.01 <= min(a, c) <= max(a, c) <= shape.x + shape.width + 0.01
                    assert shape.y - 0.01 <= min(b, d) <= max(b, d) <= shape.y + shape.height + 0.01
            case Dot():
                assert 0 <= shape.x <= WIDTH
                assert 0 <= shape.y <= sketch(made).height
            case Stroke() | Words():
                assert shape is not None


@pytest.mark.parametrize("kind", KINDS)
def test_heights_are_in_proportion(kind: ChartKind) -> None:
    made = charted(table([100, 50, 0]), "Đơn", kind, [Plot(2)])
    assert made is not None
    shapes = [s for s in sketch(made).shapes if isinstance(s, Box | Dot) and s.mark]
    if kind in ("bar", "stacked"):
        wide = [s.width for s in shapes if isinstance(s, Box)]
        assert wide[0] == pytest.approx(2 * wide[1])
    elif kind == "interval":
        places = [s.x for s in shapes]
        assert places[0] == pytest.approx(2 * places[1])
        assert places[2] == 0
    else:
        base = sketch(made).height - 40
        places = [base - s.y for s in shapes]
        assert places[0] == pytest.approx(2 * places[1])
        assert places[2] == pytest.approx(0)


def test_the_words_hold_every_number_and_the_page_obeys_no_text() -> None:
    made = charted(table([18649, 7, None]), "Đơn <i>", "bar", [Plot(2)], unit="đơn")
    assert made is not None
    assert "18.649" in made.alt
    assert " 7" in made.alt
    drawn = chart_svg(made, link)
    root = ET.fromstring(drawn)
    assert root.find(f"{SVG}title") is not None
    assert root.findtext(f"{SVG}desc") == made.alt
    assert "style=" not in drawn
    assert "<b>" not in drawn
    assert [a.attrib["href"] for a in root.findall(f".//{SVG}a")] == [
        link("letters.total", (("unit", "0"),)),
        link("letters.total", (("unit", "1"),)),
    ]
    assert ET.fromstring(chart_svg(made)).attrib["role"] == "img"


def test_the_same_chart_gives_the_same_picture() -> None:
    made = charted(table([3, 2, 1]), "Đơn", "line", [Plot(2), Plot(3)])
    assert made is not None
    assert chart_png(made) == chart_png(made)
    assert chart_png(made)[0].startswith(b"\x89PNG")


def test_what_is_not_drawn_is_said() -> None:
    made = charted(table(list(range(1, 30))), "Đơn", "bar", [Plot(2)], most=10)
    assert made is not None
    assert len(made.marks) == 10
    assert "10 dòng đầu trong 29 dòng" in made.note
