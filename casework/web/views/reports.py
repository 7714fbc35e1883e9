"""Báo cáo: choose a period and a day, read the preview with every figure opening, take the PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from casework.domain.access import Act, may
from casework.domain.figures import Cell
from casework.domain.periods import PeriodError
from casework.domain.reading import AccessAct
from casework.services.reporting import making as reporting
from casework.services.reporting.signing import SigningError, sign_pdf
from casework.web.addresses import figure_address
from casework.web.asked_periods import asked_period, bad_period, offered_periods
from casework.web.asking import BadAddressError, asked_known, read_day
from casework.web.clock import today
from casework.web.files_sent import send_file
from casework.web.gate import act, allow, database, reader, settings
from casework.web.told import tell

blueprint = Blueprint("reports", __name__)

YEARS_OFFERED = 4
TARGETS = {"": None, "yes": True, "no": False}


def asked_order() -> reporting.ReportOrder | None:
    """The report that the address asks for; None when it asks for none. Raises BadAddressError."""
    period = asked_period()
    if period is None:
        return None
    known = asked_known()
    order = reporting.ReportOrder(
        period,
        read_day(request.args.get("as_of", ""), "Tính đến hết ngày"),
        request.args.get("number", "").strip()[:20] or None,
        read_day(request.args.get("signed_on", ""), "Ngày ký"),
        TARGETS.get(request.args.get("target", "")),
        request.args.get("annex", "yes") != "no",
        known.position,
        known.on,
        request.args.get("checks") == "yes",
    )
    try:
        return order if order.question else None
    except PeriodError as error:
        raise bad_period(error) from None


@blueprint.get("/reports")
@allow(act(Act.REPORT))
def index() -> ResponseReturnValue:
    """Chọn kỳ và xem trước."""
    problem, order, document = "", None, None
    try:
        order = asked_order()
    except BadAddressError as error:
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
        draw=_drawing(order) if order else None,
        tail=request.query_string.decode("ascii", "replace"),
        periods=offered_periods(today().year, YEARS_OFFERED),
        composes=may(reader().role, Act.COMPOSE),
    )
    return page, 422 if problem else 200


def _link(order: reporting.ReportOrder) -> Callable[[str, Cell], str]:
    def link(code: str, cell: Cell) -> str:
        return figure_address(code, cell, order.question)

    return link


def _drawing(order: reporting.ReportOrder) -> Callable[[Any], Markup]:
    def draw(chart: Any) -> Markup:
        return Markup(reporting.draw(chart, _link(order)))  # noqa: S704 - made by us, every text escaped

    return draw


@blueprint.get("/reports/file.<any(docx, xlsx, html):form>")
@allow(act(Act.REPORT))
def file(form: str) -> ResponseReturnValue:
    """Tải Word để sửa tiếp, Excel với số liệu và biểu đồ, hoặc một tệp HTML."""
    try:
        order = asked_order()
    except BadAddressError:
        abort(400)
    if order is None:
        abort(404)
    signing = request.args.get("copy") == "signing"
    tell(AccessAct.PRINTED, what=f"Báo cáo {order.period.code} ({form})")
    data = reporting.make_file(database(), reader(), order, form, signing=signing)
    name = f"bao-cao-{order.period.code.replace('..', '-den-')}-{'trinh-ky' if signing else 'lam-viec'}.{form}"
    return send_file(data, name, reporting.FILE_FORMS[form])


@blueprint.get("/reports/pdf")
@allow(act(Act.REPORT))
def pdf() -> ResponseReturnValue:
    """Tải PDF: bản làm việc hoặc bản trình ký."""
    try:
        order = asked_order()
    except BadAddressError:
        abort(400)
    if order is None:
        abort(404)
    signing = request.args.get("copy") == "signing"
    tell(AccessAct.PRINTED, what=f"Báo cáo {order.period.code}{' (bản trình ký)' if signing else ''}")
    data = reporting.make_pdf(database(), reader(), order, signing=signing, anchored=True)
    if signing and (key := settings().sign_key):
        phrase = settings().sign_passphrase_file
        try:
            data = sign_pdf(data, Path(key), Path(phrase) if phrase else None)
        except SigningError as error:
            flash(str(error), "late")
            return redirect(f"/reports?{request.query_string.decode('ascii', 'replace')}", code=303)
    name = f"bao-cao-{order.period.code.replace('..', '-den-')}-{'trinh-ky' if signing else 'lam-viec'}.pdf"
    return Response(data, mimetype="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'})
