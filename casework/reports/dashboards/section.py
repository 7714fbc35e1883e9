"""A section of a dashboard: words, charts, and the table that all of them are read from."""

from __future__ import annotations

from dataclasses import dataclass

from casework.domain.numerals import write_count
from casework.domain.panels import Number
from casework.reports.chart import Chart
from casework.reports.document import Column, FigureText, Runs, Table, runs

NOTHING = "–"
"""What stands where there is nothing to tell: no rate of nothing, no number that is not known."""


@dataclass(frozen=True, slots=True)
class Section:
    """One panel. `key`: its anchor; `text`: what is told before; `notes`: after the table. `table` None: nothing to
    tell, and `text` says why."""

    key: str
    title: str
    text: tuple[str, ...]
    table: Table | None
    charts: tuple[Chart, ...] = ()
    notes: tuple[str, ...] = ()


def linked(number: Number | None) -> Runs:
    """A number as printed, with its place; a dash for what is not known."""
    if number is None:
        return (NOTHING,)
    return (FigureText(write_count(number.value), number.code, number.place),)


def of_all(part: Number, whole: Number) -> Runs:
    """“12/34”, each of the two with its place."""
    return runs(linked(part), "/", linked(whole))


def named(title: str) -> Column:
    """The column that names the rows."""
    return Column(title, "left", 3.0)


def counted(title: str, group: str = "") -> Column:
    """A column of numbers."""
    return Column(title, "right", 1.0, group)


def drawn(*charts: Chart | None) -> tuple[Chart, ...]:
    """The charts that there are."""
    return tuple(chart for chart in charts if chart is not None)
