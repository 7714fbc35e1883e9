"""The lists: a register as of a day, or the members of a figure, with filters in the address, pages and exports."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue

from casework.domain.access import LOG, may
from casework.domain.access_levels import Level
from casework.domain.bulk import bulk_acts
from casework.domain.vocabulary import RecordKind
from casework.services import register_export, registers, saved_filters
from casework.services.registers import ListQuery
from casework.web.addresses import asked_list, list_address, list_parameters
from casework.web.converters import WORDS
from casework.web.gate import allow, database, reader, sees
from casework.web.list_markup import options_markup, rows_markup
from casework.web.told import tell_export, tell_list

blueprint = Blueprint("registers", __name__)

MEDIA = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@blueprint.get("/<register:kind>")
@allow(sees(Level.COUNTS))
def index(kind: RecordKind) -> ResponseReturnValue:
    """Danh sách của một sổ, hoặc các hồ sơ đứng sau một số liệu."""
    query = asked_list(kind)
    if registers.register_counts_only(reader(), kind):
        return render_template("registers/counts_only.html", kind=kind)
    try:
        page = registers.register_page(database(), reader(), query)
    except registers.UnknownFigureError:
        abort(404)
    tell_list(page)
    parameters = list_parameters(query)
    may_tick = bool(bulk_acts(kind, reader().role)) and bool(page.rows)
    return render_template(
        "registers/index.html",
        page=page,
        kind=kind,
        word=WORDS[kind],
        rows=rows_markup(page, WORDS[kind], urlencode(parameters), kind.value if may_tick else ""),
        may_tick=may_tick,
        here=list_address(kind, {**parameters, "page": str(page.page)}),
        filters=[(one, options_markup(one.options, one.chosen)) for one in page.filters],
        kept=[(one, list_address(kind, one.parameters)) for one in _kept(kind)],
        keeping=list_address(kind, parameters, "/filters"),
        may_log=may(reader().role, LOG[kind]),
        csv=list_address(kind, parameters, ".csv"),
        xlsx=list_address(kind, parameters, ".xlsx"),
        sorts=registers.SORTS,
        exactly=list_address(kind, {**parameters, "exact": "1"}),
        onward=list_address(kind, {**parameters, "page": ""}),
        without_search=list_address(kind, {name: value for name, value in parameters.items() if name != "q"}),
        proof=f"/figures/proof?{urlencode(parameters)}",
        narrowed=bool(query.cell or query.search or query.figure),
    )


def _kept(kind: RecordKind) -> list[saved_filters.KeptList]:
    return saved_filters.kept_lists(database(), reader(), kind)


@blueprint.get("/<register:kind>.csv")
@allow(sees(Level.LIST))
def export(kind: RecordKind) -> ResponseReturnValue:
    """Danh sách dưới dạng CSV: mọi dòng, không giới hạn, với số dòng ở cuối."""
    query = asked_list(kind)
    try:
        pieces, total = register_export.export_csv(database(), reader(), query)
    except registers.UnknownFigureError:
        abort(404)
    tell_export(query, total)
    return _sent(pieces, kind, query, "csv", total)


@blueprint.get("/<register:kind>.xlsx")
@allow(sees(Level.LIST))
def export_workbook(kind: RecordKind) -> ResponseReturnValue:
    """Danh sách dưới dạng bảng tính: mọi dòng, hết một trang tính thì sang trang sau, trang cuối ghi số dòng."""
    query = asked_list(kind)
    try:
        pieces, total = register_export.export_workbook(database(), reader(), query)
    except registers.UnknownFigureError:
        abort(404)
    tell_export(query, total)
    return _sent(pieces, kind, query, "xlsx", total)


def _sent(
    pieces: Iterable[str] | Iterable[bytes], kind: RecordKind, query: ListQuery, form: str, total: int
) -> Response:
    """A file that is made while it is sent: its name says day and number of rows."""
    name = f"{WORDS[kind]}-{query.question.as_of.isoformat()}-{total}-dong.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Row-Count": str(total)}
    return Response(pieces, mimetype=MEDIA[form], headers=headers)
