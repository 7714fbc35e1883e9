"""Sections of dashboards as plain data: order and colour by bounds, nothing told of few, a curve that opens."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from casework.domain.intervals import wilson
from casework.domain.panels import FEWEST, Duration, Number, Ranking, Stage, Standing, Stream
from casework.domain.periods import Question
from casework.domain.rates import Rate
from casework.domain.survival import survival
from casework.reports.dashboards.judging import duration_section, ranking_section
from casework.reports.document import text_of

ASKED = Question(date(2023, 12, 15), date(2024, 6, 15))


def standing(label: str, reached: int, total: int, side: int = 0) -> Standing:
    """A place with its two numbers; too few have no bounds."""
    cell = (("unit", label),)
    numbers = (Number(total, "kntc.total", ASKED, cell), Number(reached, "kntc.resolved", ASKED, cell))
    return Standing(label, *numbers, wilson(Rate(reached, total)) if total >= FEWEST else None, side)


def test_places_are_coloured_by_their_bounds_and_few_are_only_counted() -> None:
    high, same, low = standing("Sở A", 95, 100, 1), standing("Sở B", 20, 25), standing("Sở C", 30, 100, -1)
    few = standing("Phường D", 2, 2)
    found = Ranking("kntc.resolved_rate", "Tỷ lệ", "Đơn vị", standing("Toàn bộ", 147, 227), (high, same, low), (few,))
    section = ranking_section(found)
    assert section.table is not None
    told = [tuple(text_of(cell) for cell in row.cells) for row in section.table.rows]
    assert [row[0] for row in told] == [
        "Sở A", "Sở B", "Sở C", f"Quá ít hồ sơ để so sánh (dưới {FEWEST})", "Phường D", "Toàn bộ",
    ]  # fmt: skip
    assert told[0][1:] == ("95", "100", "95,0%", "88,8%", "97,8%", "cao hơn mức chung")
    assert told[4][1:] == ("2", "2", "–", "–", "–", "–")
    (chart,) = section.charts
    drawn = {one.name: [None if mark is None else mark.text for mark in one.marks] for one in chart.series}
    assert drawn == {
        "Cao hơn mức chung": ["95,0%", None, None],
        "Chưa khác mức chung": [None, "80,0%", None],
        "Thấp hơn mức chung": [None, None, "30,0%"],
    }
    assert all(dict(mark.cell)["@as_of"] == "2024-06-15" for mark in chart.marks)


def test_a_curve_is_drawn_at_its_marks_and_each_opens_what_lasted_longer() -> None:
    steps = survival({2: 3, 9: 1}, {5: 4, 2000: 1})

    def stage(least: int, most: int | None, ended: int, waiting: int, longer: int | None) -> Stage:
        counts = [
            None if n is None else Number(n, "letters.total", ASKED, ((name, f"{least}-{most or ''}"),))
            for n, name in ((ended, "lasted"), (waiting, "waiting"), (longer, "life"))
        ]
        step = next((one for one in reversed(steps) if most is None or one.day <= most), None)
        assert counts[0] is not None
        assert counts[1] is not None
        return Stage(least, most, counts[0], counts[1], counts[2], step)

    stages = (stage(0, 0, 0, 0, 9), stage(1, 7, 3, 4, 2), stage(8, 1095, 1, 0, 1), stage(1096, None, 0, 1, None))
    stream = Stream("don", "Đơn thư", "đơn", *["letters.total"] * 4)
    whole = Number(9, "letters.total", ASKED)
    section = duration_section(Duration(stream, whole, stages, {Fraction(1, 2): 9, Fraction(9, 10): None}))
    assert section.table is not None
    told = [tuple(text_of(cell) for cell in row.cells)[:5] for row in section.table.rows]
    assert told == [
        ("0", "0", "0", "9", "100%"),
        ("7", "3", "4", "2", "66,7%"),
        ("1.095", "1", "0", "1", "33,3%"),
        ("trên 1.095", "0", "1", "–", "33,3%"),
    ]
    assert section.text[1] == "50% kết thúc sau 9 ngày; chưa biết sau bao lâu thì 90% kết thúc."
    (chart,) = section.charts
    assert [int(place) for place in chart.positions] == [0, 7, 1095]
    assert [mark.text for mark in chart.marks] == ["100%", "66,7%", "33,3%"]
    assert all(mark.code == "letters.total" and dict(mark.cell).get("life") for mark in chart.marks)
