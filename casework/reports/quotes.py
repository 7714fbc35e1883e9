"""Quoting figures: each number of a sentence or a table comes from a `FigureSet` through here, and keeps its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from casework.domain.figures import Figure, FigureSet
from casework.domain.numerals import write_count
from casework.domain.rates import change_phrase
from casework.domain.text import capitalised
from casework.reports.document import Column, FigureText, Row, Runs, Table, runs
from casework.reports.wording import Style, honest_percent

UNKNOWN = "Chưa xác định"
NOTHING = "–"
_TABLE_WEIGHT = 10.0


@dataclass(frozen=True, slots=True)
class Measure:
    """A column of a table of figures: `code` in each row's cell; a rate where `rate` is true."""

    title: str
    code: str
    group: str = ""
    rate: bool = False
    width: float = 1.0

    @property
    def family(self) -> str:
        """The code without its last part: the population that is counted."""
        return self.code.rpartition(".")[0]

    def of(self, family: str) -> str:
        """The code of the same measure of another population."""
        return f"{family}.{self.code.rpartition('.')[2]}"


@dataclass(frozen=True, slots=True)
class Quotes:
    """The figures as one section quotes them, in the style of its sentences."""

    figures: FigureSet
    style: Style

    def has(self, code: str, **cell: str) -> bool:
        """Whether this figure was made at all; what was not made is not spoken of."""
        return self.figures.get(code, **cell) is not None

    def number(self, code: str, **cell: str) -> int:
        """The count itself, to decide which sentence is true."""
        return self.figures.value(code, **cell)

    def count(self, code: str, **cell: str) -> FigureText:
        """A count as running text writes it: "18.649", "03" where the sentence pads."""
        return _quoted(write_count(self.number(code, **cell), self.style.pad_small), code, cell)

    def plain(self, code: str, **cell: str) -> FigureText:
        """A count without a leading zero, as tables and fractions write it."""
        return _quoted(write_count(self.number(code, **cell)), code, cell)

    def fraction(self, part: str, whole: str, **cell: str) -> Runs:
        """ "778/797", each number opening to its own members."""
        return runs(self.plain(part, **cell), "/", self.plain(whole, **cell))

    def padded(self, code: str, **cell: str) -> FigureText:
        """A count with a leading zero below ten, whatever the section's style."""
        return _quoted(write_count(self.number(code, **cell), True), code, cell)

    def rate(self, code: str, decimals: int | None = None, **cell: str) -> FigureText | None:
        """ "97,6%" as running text writes it; None when there is no such rate or nothing to take a share of.

        `decimals`: those of the sentence, None for the section's."""
        return self._rate(self.style.rate_decimals if decimals is None else decimals, code, cell)

    def _rate(self, decimals: int, code: str, cell: dict[str, str]) -> FigureText | None:
        figure = self.figures.get(code, **cell)
        share = figure.rate.fraction if figure else None
        if share is None:
            return None
        places = 0 if self.style.trim_whole_rates and share in (0, 1) else decimals
        return _quoted(honest_percent(share, places), code, cell)

    def change(self, code: str, decimals: int | None = None) -> FigureText | None:
        """ "tăng 57% so với cùng kỳ năm 2023", "bằng cùng kỳ năm 2023"; None when the earlier count is unknown or 0."""
        figure = self.figures.get(code)
        if figure is None:
            return None
        year = figure.year or self.figures.question.previous_year().as_of.year
        places = self.style.change_decimals if decimals is None else decimals
        phrase = change_phrase(figure.change, year, places)
        return None if phrase is None else FigureText(phrase, code)

    def cells(self, code: str, dimension: str) -> list[Figure]:
        """The non-empty cells of a breakdown in the order in which they were made, the unknown one last."""
        found = [figure for figure in self.figures.breakdown(code, dimension) if figure.value]
        return sorted(found, key=lambda figure: figure.cell[0][1] == "")

    def table(
        self,
        caption: str,
        first: str,
        dimension: str,
        measures: Sequence[Measure],
        *,
        tail: Sequence[tuple[str, str]] = (),
    ) -> Table | None:
        """The breakdown by `dimension` as a table with a total row; None when it has no row.

        The first measure says which rows there are. A measure that was never cut by this dimension has no column.
        `tail` are further rows after the total: a name, and the family of codes ("petitions.untracked") it quotes.
        """
        rows_of = self.cells(measures[0].code, dimension)
        if not rows_of:
            return None
        kept = [m for m in measures if self.figures.breakdown(m.code, dimension)]
        columns = [
            Column("STT", "center", 0.65),
            Column(first, "left", max(3.0, _TABLE_WEIGHT - sum(m.width for m in kept))),
            *(Column(m.title, "right", m.width, m.group) for m in kept),
        ]
        rows = [
            Row(
                (
                    (str(index),),
                    (capitalised(label_of(figure)),),
                    *(self._table_cell(m, **dict(figure.cell)) for m in kept),
                )
            )
            for index, figure in enumerate(rows_of, 1)
        ]
        sums = [
            Row(((), (name,), *(self._table_cell(replace(m, code=m.of(family))) for m in kept)), "total")
            for name, family in (("Tổng số", measures[0].family), *tail)
            if self.has(measures[0].of(family))
        ]
        return Table(caption, tuple(columns), (*rows, *sums))

    def _table_cell(self, measure: Measure, **cell: str) -> Runs:
        if not cell and not self.has(measure.code):
            return (NOTHING,)
        if not measure.rate:
            return (self.plain(measure.code, **cell),)
        rate = self._rate(self.style.table_rate_decimals, measure.code, cell)
        return (NOTHING,) if rate is None else (rate,)


def label_of(figure: Figure) -> str:
    """The name of a breakdown's cell; "Chưa xác định" where the records do not say."""
    if figure.cell and figure.cell[0][1] == "":
        return UNKNOWN
    return figure.labels[0] if figure.labels else UNKNOWN


def _quoted(text: str, code: str, cell: dict[str, str]) -> FigureText:
    return FigureText(text, code, tuple(sorted(cell.items())))
