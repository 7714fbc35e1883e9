"""Biểu thống kê: choose a period, see the state of each form, open one with every number opening, take the files."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from casework.domain import form_lines
from casework.domain.access import Act, NoSuchRecordError
from casework.domain.form_checks import broken_columns
from casework.domain.form_header import header_cells, sums_line
from casework.domain.forms import FilledForm, FormLack, FormRow
from casework.domain.periods import PeriodError
from casework.domain.reading import AccessAct
from casework.services.reporting import forms as service
from casework.web.addresses import figure_address
from casework.web.asked_periods import asked_period, bad_period, offered_periods
from casework.web.asking import BadAddressError, asked_known, read_day
from casework.web.clock import today
from casework.web.files_sent import send_file
from casework.web.gate import act, allow, database, reader
from casework.web.told import tell

blueprint = Blueprint("forms", __name__)

YEARS_OFFERED = 6
MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


def _asked() -> service.FormOrder | None:
    """The forms that the address asks for; None when it names no period. Raises BadAddressError."""
    period = asked_period()
    if period is None:
        return None
    known = asked_known()
    as_of = read_day(request.args.get("as_of", ""), "Tính đến hết ngày")
    structure_now = request.args.get("structure") == "now"
    order = service.FormOrder(period, as_of, known.position, known.on, structure_now)
    try:
        return order if order.question else None
    except PeriodError as error:
        raise bad_period(error) from None


@blueprint.get("/forms")
@allow(act(Act.FIGURES))
def index() -> ResponseReturnValue:
    """Chọn kỳ; mười biểu và tình trạng của từng biểu."""
    problem, order, states = "", None, []
    try:
        order = _asked()
    except BadAddressError as error:
        problem = str(error)
    if order is not None:
        states = service.form_states(database(), reader(), order)
    page = render_template(
        "forms/index.html",
        asked=request.args,
        problem=problem,
        order=order,
        states=states,
        definitions=service.known_forms(),
        tail=_tail(),
        periods=offered_periods(today().year, YEARS_OFFERED),
    )
    return page, 422 if problem else 200


@blueprint.get("/forms/<string(maxlength=60):form>")
@allow(act(Act.FIGURES))
def one(form: str) -> ResponseReturnValue:
    """Một biểu; mỗi ô mở ra đúng những hồ sơ đã đếm."""
    order = _asked()
    definition = next((known for known in service.known_forms() if known.key == form), None)
    if definition is None:
        abort(404)
    filled = None if order is None else service.forms_filled(database(), reader(), order, [form])[0]
    return render_template(
        "forms/one.html",
        definition=definition,
        order=order,
        filled=filled,
        header=header_cells(definition),
        sums={column.number: sums_line(definition, column.number) for column in definition.columns},
        link=_link(filled) if filled else None,
        open_lack=_lack_link(filled) if filled else None,
        lines=form_lines,
        broken=broken_columns,
        asked=request.args,
        tail=_tail(),
        periods=offered_periods(today().year, YEARS_OFFERED),
    )


def _link(filled: FilledForm) -> Callable[[FormRow, int], str]:
    def link(row: FormRow, column: int) -> str:
        place = service.cell_place(filled, row, column)
        return figure_address(place.code, place.cell, filled.question) if place else ""

    return link


def _lack_link(filled: FilledForm) -> Callable[[FormLack], str]:
    def link(lack: FormLack) -> str:
        return figure_address(lack.code, (), filled.question) if lack.code else ""

    return link


@blueprint.get("/forms/files/<any(xlsx, pdf):kind>")
@allow(act(Act.FIGURES))
def file(kind: service.FileKind) -> ResponseReturnValue:
    """Tải một biểu (form=…) hoặc cả mười biểu."""
    order = _asked()
    if order is None:
        abort(404)
    key = request.args.get("form", "")[:60]
    try:
        data = service.forms_file(database(), reader(), order, kind, [key] if key else None)
    except NoSuchRecordError:
        abort(404)
    what = key or "ca-bo"
    tell(AccessAct.PRINTED, what=f"Biểu thống kê {what}, {order.period.code}")
    name = f"bieu-thong-ke-{what}-{order.period.code.replace('..', '-den-')}.{kind}"
    return send_file(data, name, MEDIA[kind])


def _tail() -> str:
    return request.query_string.decode("ascii", "replace")
