"""Dashboards (bảng điều hành): what leaders and the secretariat look at, as of any day, each mark opening to records.

A panel is worked out once for a question, a scope and a position of the journal, and then remembered under these; so it
is never stale, and asked again it costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from casework.domain.access import Act, Reader, require
from casework.domain.periods import Question
from casework.reports.chart import Chart
from casework.reports.chart_svg import Link, chart_svg
from casework.reports.dashboards.flowing import age_section, due_section, month_section, track_section
from casework.reports.dashboards.judging import duration_section, goal_section, ranking_section, year_section
from casework.reports.dashboards.section import Section
from casework.statistics.buckets import AGE, DUE, WEEKS
from casework.statistics.dashboards.compared import BY, offered, ranking
from casework.statistics.dashboards.lasting import durations
from casework.statistics.dashboards.months import by_month
from casework.statistics.dashboards.open_now import AGES, DUES, by_age, by_due
from casework.statistics.dashboards.streams import Look
from casework.statistics.dashboards.tracked import tracks
from casework.statistics.dashboards.year import bands, goals, year_lines
from casework.statistics.labels import load_labels
from casework.statistics.rules import load_rules
from casework.statistics.scope import scope_of
from casework.store.database import Database
from casework.store.memory import position_of, position_of_kinds, remembered

YEAR, OPEN, MONTHS, TRACKED, COMPARED, TIME = "year", "open", "months", "tracked", "compare", "time"
PANELS: Mapping[str, str] = MappingProxyType(
    {
        YEAR: "Từ đầu kỳ",
        OPEN: "Đang giải quyết",
        MONTHS: "Theo tháng",
        TRACKED: "Theo nghị quyết",
        COMPARED: "So sánh",
        TIME: "Thời gian giải quyết",
    }
)
"""The panels by the word of their address, in order."""
FIRST_RATE = "kntc.resolved_rate"


class NoSuchPanelError(LookupError):
    """There is no such panel, or nothing of the kind to compare."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A comparison that may be asked for."""

    rate: str
    by: str
    label: str


@dataclass(frozen=True, slots=True)
class DashboardPage:
    """One panel: its sections, what it covers, the registers of which nothing was recorded yet (`silent`), and of the
    comparison what else may be asked and what was."""

    question: Question
    scope: str
    silent: tuple[str, ...]
    sections: tuple[Section, ...]
    offers: tuple[Offer, ...] = ()
    chosen: Offer | None = None


def dashboard(
    db: Database, reader: Reader, panel: str, question: Question, rate: str = "", by: str = ""
) -> DashboardPage:
    """A panel as of the day of `question`; its first day matters to the year, the comparison and the targets.

    `rate`, `by`: what is compared, "" for the first that `reader` may count. Raises ForbiddenError, NoSuchPanelError.
    """
    require(reader.role, Act.FIGURES)
    if panel not in PANELS:
        raise NoSuchPanelError(panel)
    with db.read() as session:
        rules, scope = load_rules(session), scope_of(reader)
        look = Look(session, question, rules, scope, load_labels(session))
        at = position_of if panel == YEAR else position_of_kinds(*(kind.value for kind in scope.kinds))
        return remembered(
            session,
            ("dashboard", panel, question, scope, rules, rate, by),
            lambda: _page(look, panel, rate, by),
            at,
        )


def _page(look: Look, panel: str, rate: str, by: str) -> DashboardPage:
    said, silent = look.scope.said(look.labels.units), look.silent()
    if panel == COMPARED:
        return _compared(look, rate, by)
    sections: Mapping[str, Callable[[Look], tuple[Section, ...]]] = {
        YEAR: lambda look: (year_section(year_lines(look), bands(look)), goal_section(goals(look))),
        OPEN: _open,
        MONTHS: lambda look: (month_section(by_month(look), look.question.as_of),),
        TRACKED: lambda look: (track_section(tracks(look)),),
        TIME: lambda look: tuple(map(duration_section, durations(look))),
    }
    return DashboardPage(look.question, said, silent, sections[panel](look))


def _open(look: Look) -> tuple[Section, ...]:
    ages = [(key, look.labels.of(AGE, key)) for key in AGES]
    dues = [(key, look.labels.of(DUE, key)) for key in DUES]
    day = look.question.as_of
    return due_section(by_due(look), dues, WEEKS, day), age_section(by_age(look), ages, day)


def _compared(look: Look, rate: str, by: str) -> DashboardPage:
    offers = tuple(
        Offer(code, name, f"{label} – theo {word[:1].lower()}{word[1:]}")
        for code, label, names in offered(look)
        for name, word in names
    )
    if not offers:
        raise NoSuchPanelError(COMPARED)
    first = next((one for one in offers if one.rate == FIRST_RATE), offers[0])
    chosen = first if not rate else next((one for one in offers if (one.rate, one.by) == (rate, by)), None)
    if chosen is None or chosen.rate not in BY:
        raise NoSuchPanelError(rate)
    found = ranking(look, chosen.rate, chosen.by)
    sections = () if found is None else (ranking_section(found),)
    said, silent = look.scope.said(look.labels.units), look.silent()
    return DashboardPage(look.question, said, silent, sections, offers, chosen)


def draw(chart: Chart, link: Link | None = None) -> str:
    """A chart as an SVG element; `link(code, cell)` gives the address of what a mark counts."""
    return chart_svg(chart, link)
