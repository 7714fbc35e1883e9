"""Báo cáo: choose a period and a day, read the preview with every figure opening, take the PDF."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from casework.domain.access import Act
from casework.domain.figures import Cell
from casework.domain.numerals import DateTextError, read_date
from casework.domain.periods import STATUTORY_RULES, Period, PeriodError, free_range, month_period, parse_period
from casework.domain.reading import AccessAct
from casework.services import reporting
from casework.web.addresses import figure_address
from casework.web.clock import today
from casework.web.gate import act, allow, database, reader
from casework.web.told import tell

blueprint = Blueprint("reports", __name__)

YEARS_OFFERED = 4
RANGE = "range"
BOXES = {"as_of": "Tính đến hết ngày", "from": "Từ ngày", "to": "Đến ngày", "signed_on": "Ngày ký"}
"""The boxes for days, as the form calls them."""
TARGETS = {"": None, "yes": True, "no": False}


class OrderError(ValueError):
    """A report that cannot be made as asked; the Vietnamese message says why."""


def _periods(this_year: int) -> list[tuple[int, list[Period]]]:
    """The periods that the form offers, newest year first."""
    return [
        (year, [rule.of(year) for rule in STATUTORY_RULES] + [month_period(month, year) for month in range(1, 13)])
        for year in range(this_year, this_year - YEARS_OFFERED, -1)
    ]


def _day(name: str) -> date | None:
    written = request.args.get(name, "").strip()[:40]
    if not written:
        return None
    try:
        return read_date(written)
    except DateTextError as error:
        raise OrderError(f"{BOXES[name]}: {error}.") from None


def _asked() -> reporting.ReportOrder | None:
    """The report that the address asks for; None when it asks for none. Raises OrderError."""
    code = request.args.get("period", "").strip()[:80]
    if not code:
        return None
    try:
        if code == RANGE:
            first, last = _day("from"), _day("to")
            if first is None or last is None:
                raise OrderError("Khoảng ngày tự chọn cần cả “Từ ngày” và “Đến ngày”.")
            period = free_range(first, last)
        else:
            period = parse_period(code)
        order = reporting.ReportOrder(
            period,
            _day("as_of"),
            request.args.get("number", "").strip()[:20] or None,
            _day("signed_on"),
            TARGETS.get(request.args.get("target", "")),
            request.args.get("annex", "yes") != "no",
        )
        return order if order.question else None
    except PeriodError as error:
        raise OrderError(f"{str(error)[:1].upper()}{str(error)[1:]}.") from None


@blueprint.get("/reports")
@allow(act(Act.REPORT))
def index() -> ResponseReturnValue:
    """Chọn kỳ và xem trước."""
    problem, order, document = "", None, None
    try:
        order = _asked()
    except OrderError as error:
        problem = str(error)
    if order is not None:
        document = reporting.make_document(database(), reader(), order)
    page = render_template(
        "reports/index.html",
        asked=request.args,
        problem=problem,
        order=order,
        document=document,
        link=_link(order) if order else None,
        tail=request.query_string.decode("ascii", "replace"),
        periods=_periods(today().year),
    )
    return page, 422 if problem else 200


def _link(order: reporting.ReportOrder) -> Callable[[str, Cell], str]:
    def link(code: str, cell: Cell) -> str:
        return figure_address(code, cell, order.question)

    return link


@blueprint.get("/reports/pdf")
@allow(act(Act.REPORT))
def pdf() -> ResponseReturnValue:
    """Tải PDF: bản làm việc hoặc bản trình ký."""
    try:
        order = _asked()
    except OrderError:
        abort(400)
    if order is None:
        abort(404)
    signing = request.args.get("copy") == "signing"
    tell(AccessAct.PRINTED, what=f"Báo cáo {order.period.code}{' (bản trình ký)' if signing else ''}")
    data = reporting.make_pdf(database(), reader(), order, signing=signing, anchored=True)
    name = f"bao-cao-{order.period.code.replace('..', '-den-')}-{'trinh-ky' if signing else 'lam-viec'}.pdf"
    return Response(data, mimetype="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'})
