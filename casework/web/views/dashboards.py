"""Bảng điều hành: charts over their tables as of any day; each number opens to what was counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from casework.domain.access import Act
from casework.domain.figures import Cell
from casework.domain.panels import AS_OF, DECLARED, FIRST, ISSUED
from casework.domain.periods import Question
from casework.services import dashboards
from casework.services.reporting.since import since_last
from casework.web.addresses import figure_address
from casework.web.asking import BadAddressError, asked_question, question_parameters
from casework.web.clock import today
from casework.web.gate import act, allow, database, reader

blueprint = Blueprint("dashboards", __name__)


@blueprint.get("/dashboards")
@allow(act(Act.FIGURES))
def index() -> ResponseReturnValue:
    """Từ đầu kỳ: so với năm trước, chỉ tiêu, thay đổi từ báo cáo gần nhất."""
    return _panel(dashboards.YEAR)


@blueprint.get("/dashboards/<any(open, months, tracked, compare, time):panel>")
@allow(act(Act.FIGURES))
def panel(panel: str) -> ResponseReturnValue:
    """Một phần của bảng điều hành."""
    return _panel(panel)


def _panel(panel: str) -> ResponseReturnValue:
    problem = ""
    try:
        question = asked_question()
    except BadAddressError as error:
        problem, question = str(error), Question(today(), today())
    rate, _, by = request.args.get("compare", "")[:100].partition("@")
    page = None
    if not problem:
        try:
            page = dashboards.dashboard(database(), reader(), panel, question, rate, by)
        except dashboards.NoSuchPanelError:
            abort(404)
    since = since_last(database(), reader(), question) if panel == dashboards.YEAR and not problem else None
    link = _link(question)
    shown = render_template(
        "dashboards/index.html",
        page=page,
        sections=() if page is None else (*page.sections, *([since] if since else [])),
        panel=panel,
        panels=[(word, _address(word), label) for word, label in dashboards.PANELS.items()],
        asks_first=panel in (dashboards.YEAR, dashboards.COMPARED),
        days=urlencode(question_parameters(question)),
        question=question,
        problem=problem,
        link=link,
        draw=_drawing(link),
    )
    return shown, 422 if problem else 200


def _address(word: str) -> str:
    return "/dashboards" if word == dashboards.YEAR else f"/dashboards/{word}"


def _link(question: Question) -> Callable[[str, Cell], str]:
    """The addresses of what is counted: its own days stand in its cell, the knowledge is the page's."""

    def link(code: str, cell: Cell) -> str:
        place = dict(cell)
        first, as_of, issued = (place.pop(name, "") for name in (FIRST, AS_OF, ISSUED))
        if code == DECLARED:
            return "/figures/declared"
        if issued:
            return f"/reports/issued/{issued}/proof?{urlencode({'figure': code})}"
        asked = replace(question, first=date.fromisoformat(first), as_of=date.fromisoformat(as_of))
        return figure_address(code, place.items(), asked)

    return link


def _drawing(link: Callable[[str, Cell], str]) -> Callable[[Any], Markup]:
    def draw(chart: Any) -> Markup:
        return Markup(dashboards.draw(chart, link))  # noqa: S704 - made by us, every text escaped

    return draw
