"""Giao diện dữ liệu: figures, their members and issued reports as JSON for other programs, by access tokens only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from casework.domain.access import Act
from casework.domain.figures import Cell
from casework.domain.numerals import write_count
from casework.domain.reading import AccessAct, Reading
from casework.domain.tokens import WRONG_TRIES
from casework.services import figures, member_pages, reading, registers
from casework.services.reporting import issued, proving
from casework.web.api import cursors, shapes, written
from casework.web.api.openapi import description
from casework.web.api.resources import ROOT, Given, Parameter, Resources, unknown_parameters
from casework.web.asking import BadAddressError, asked_question, question_parameters
from casework.web.errors import problem
from casework.web.files_sent import send_file
from casework.web.gate import PUBLIC, SIGNED_IN, account, act, allow, bearer, database, reader, settings

blueprint = Blueprint("data_interface", __name__)
resources = Resources(blueprint)

PAGE, MOST = 100, 1000
"""Members of a page, where nothing else is asked, and at most."""

FIRST = Parameter("first", "Ngày đầu kỳ; bỏ trống: ngày đầu của năm thống kê.", shapes.day(""))
AS_OF = Parameter("as_of", "Tính đến hết ngày; bỏ trống: hôm nay.", shapes.day(""))
KNOWN_ON = Parameter("known_on", "Theo dữ liệu đã ghi nhận đến hết ngày; bỏ trống: mọi điều đã biết.", shapes.day(""))
QUESTION = (FIRST, AS_OF, KNOWN_ON)
BY = Parameter("by", "Chia theo chiều nào, một trong cuts của chỉ tiêu.", shapes.text())
STRUCTURE = Parameter(
    "structure", "Với by=unit: đơn vị như khi đó (then) hay như hiện nay (now).", shapes.text(enum=["then", "now"])
)
LIMIT = Parameter("limit", f"Số hồ sơ một trang, nhiều nhất {MOST}.", shapes.number(minimum=1, maximum=MOST))
AFTER = Parameter("after", "Trang tiếp theo; lấy nguyên từ next.", shapes.text())
CODE = shapes.text("Mã chỉ tiêu.")
ISSUED = shapes.number("Số thứ tự của báo cáo.", minimum=1)


@resources.resource("", "Home", SIGNED_IN)
def home() -> Given:
    """Giao diện có những gì."""
    known = bearer()
    return Given(
        {
            "office": settings().office,
            "account": account().username,
            "role": account().role.label,
            "token": known.token_id if known else 0,
            "figures": f"{ROOT}/figures",
            "reports": f"{ROOT}/reports",
            "openapi": f"{ROOT}/openapi.json",
        }
    )


@resources.resource("/figures", "Catalogue", act(Act.FIGURES))
def catalogue() -> Given:
    """Danh mục chỉ tiêu, mỗi chỉ tiêu một định nghĩa."""
    entries = figures.catalogue(reader())
    return Given({"total": len(entries), "complete": True, "items": [written.definition(one) for one in entries]})


@resources.resource(
    "/figures/<string(maxlength=100):code>", "Figure", act(Act.FIGURES), *QUESTION, BY, STRUCTURE, code=CODE
)
def figure(code: str) -> Given:
    """Một số liệu tính đến một ngày, theo những gì đã ghi nhận đến một ngày, chia theo một chiều."""
    entry = next((one for one in figures.catalogue(reader()) if one.code == code), None)
    if entry is None:
        abort(404)
    question, by, structure = asked_question(), request.args.get("by", ""), request.args.get("structure", "then")
    if by and by not in entry.by:
        offered = ", ".join(entry.by) or "không chiều nào"
        raise BadAddressError(f"Chỉ tiêu “{entry.label}” không chia theo “{by[:60]}”; chia được theo: {offered}.")
    if structure not in ("then", "now") or (structure == "now" and by != "unit"):
        raise BadAddressError("Tham số structure là then hoặc now, và now chỉ dùng cùng by=unit.")
    now = structure == "now"
    found = figures.figures(database(), reader(), question, (code.rpartition(".")[0],), structure_now=now)
    whole = found.get(code)
    if whole is None:
        abort(404)
    breakdown: dict[str, Any] | None = None
    if by:
        cells = [written.cell(one, question) for one in found.breakdown(code, by)]
        breakdown = {
            "by": by,
            "label": entry.cuts[entry.by.index(by)],
            "structure": structure,
            "total": len(cells),
            "complete": True,
            "items": cells,
        }
    told = Reading(AccessAct.READ_BY_TOKEN, entry.kind, what=f"Số liệu {code}" + (f" theo {by}" if by else ""))
    return Given(written.whole(whole, found, breakdown), [told])


@resources.resource(
    "/figures/<string(maxlength=100):code>/members",
    "Members",
    act(Act.FIGURES),
    *QUESTION,
    LIMIT,
    AFTER,
    cells=True,
    code=CODE,
)
def members(code: str) -> Given:
    """Các hồ sơ đứng sau một số liệu hoặc một ô phân tổ, không danh tính, từng trang."""
    try:
        kind = registers.kind_of_figure(code)
    except registers.UnknownFigureError:
        abort(404)
    question, limit = asked_question(), _limit()
    after, known = 0, None
    if request.args.get("after"):
        after, known = cursors.unseal(_secret(), request.path, request.args["after"])
    cell = _cell({one.name for one in (*QUESTION, LIMIT, AFTER)}, set(registers.dimension_labels(code)))
    query = registers.ListQuery(kind, question, registers.measured(code), cell)
    try:
        page = member_pages.member_page(database(), reader(), query, limit, after, known)
    except registers.UnknownFigureError as error:
        raise BadAddressError(str(error)) from None
    onward = None if page.onward is None else cursors.seal(_secret(), request.path, page.onward, page.known)
    data = written.members(page, question, _next(onward, question_parameters(question)), onward is None and not after)
    return Given(data, reading.listed(database(), query, len(page.rows), AccessAct.READ_BY_TOKEN))


def _secret() -> str:
    return settings().require_secret_key()


def _limit() -> int:
    asked = request.args.get("limit", str(PAGE))
    if not (asked.isascii() and asked.isdigit() and len(asked) < 6 and 1 <= int(asked) <= MOST):
        raise BadAddressError(f"Tham số limit là số từ 1 đến {write_count(MOST)}.")
    return int(asked)


def _cell(reserved: set[str], dimensions: set[str]) -> dict[str, str]:
    """The cell that the address names; other words than `reserved` and `dimensions` are refused."""
    unknown = sorted(set(request.args) - reserved - dimensions)
    if unknown:
        raise unknown_parameters(unknown, reserved | dimensions)
    named = {name: request.args[name] for name in dimensions if request.args.get(name)}
    if any("\0" in key for key in named.values()):
        raise BadAddressError("Giá trị của ô phân tổ có ký tự không dùng được.")
    return {name: "" if key == registers.UNKNOWN_KEY else key[:200] for name, key in sorted(named.items())}


def _next(after: str | None, days: Mapping[str, str]) -> str | None:
    """The address of the next page: this one's with another place to go on from, and its days in any case."""
    if after is None:
        return None
    return f"{request.path}?{urlencode({**days, **request.args.to_dict(), 'after': after})}"


@resources.resource("/reports", "Reports", act(Act.REPORT))
def reports() -> Given:
    """Các báo cáo đã phát hành, mới nhất trước."""
    lines = issued.issued_list(database(), reader())
    told = Reading(AccessAct.READ_BY_TOKEN, rows=len(lines), what="Danh sách báo cáo đã phát hành")
    return Given({"total": len(lines), "complete": True, "items": [written.report(one) for one in lines]}, [told])


@resources.resource("/reports/<key:issued_id>", "IssuedReport", act(Act.REPORT), issued_id=ISSUED)
def report(issued_id: int) -> Given:
    """Một báo cáo đã phát hành: tên, kỳ, mã kiểm, các tệp."""
    page = issued.issued_page(database(), reader(), issued_id)
    return Given(written.issued(page), [_of_report(issued_id, "")])


def _of_report(issued_id: int, what: str, rows: int | None = None) -> Reading:
    return Reading(AccessAct.READ_BY_TOKEN, rows=rows, what=f"Báo cáo đã phát hành số {issued_id}{what}")


@resources.resource("/reports/<key:issued_id>/figures", "FrozenFigures", act(Act.REPORT), issued_id=ISSUED)
def report_figures(issued_id: int) -> Given:
    """Mọi số liệu của một báo cáo, như đã đóng băng."""
    page = issued.issued_page(database(), reader(), issued_id)
    items = [written.frozen(one, issued_id) for one in page.figures]
    data = {"report": issued_id, "total": len(items), "complete": True, "items": items}
    return Given(data, [_of_report(issued_id, ", số liệu", len(items))])


@resources.resource(
    "/reports/<key:issued_id>/members",
    "FrozenMembers",
    act(Act.REPORT),
    Parameter("figure", "Mã chỉ tiêu.", shapes.text()),
    LIMIT,
    AFTER,
    cells=True,
    issued_id=ISSUED,
)
def report_members(issued_id: int) -> Given:
    """Các hồ sơ đứng sau một số liệu của báo cáo, như đã đóng băng, từng trang."""
    code, limit, after = request.args.get("figure", "")[:100], _limit(), 0
    if request.args.get("after"):
        after, _known = cursors.unseal(_secret(), request.path, request.args["after"])
    reserved = {"figure", "limit", "after"}
    cell: Cell = tuple(sorted(_cell(reserved, {name for name in request.args if name not in reserved}).items()))
    proof = proving.proof_of_issued(database(), reader(), issued_id, code, cell)
    of = proof.lists[-1]
    rest = [one for one in of.members if one[0] > after]
    rows = rest[:limit]
    onward = cursors.seal(_secret(), request.path, rows[-1][0], 0) if len(rest) > limit else None
    data = {
        "report": issued_id,
        "code": code,
        "label": of.label,
        "unit": of.unit,
        "value": of.total,
        "fingerprint": of.fingerprint,
        "total": len(of.members),
        "count": len(rows),
        "complete": onward is None and not after,
        "next": _next(onward, {}),
        "items": [{"id": key, "code": number or None, "adds": adds} for key, number, adds in rows],
    }
    return Given(data, [_of_report(issued_id, f", hồ sơ của {code}", len(rows))])


@resources.resource(
    "/reports/<key:issued_id>/files/<string(maxlength=100):name>",
    "",
    act(Act.REPORT),
    issued_id=ISSUED,
    name=shapes.text("Tên tệp, trong files của báo cáo."),
)
def report_file(issued_id: int, name: str) -> Given:
    """Một tệp của báo cáo, đúng như khi phát hành."""
    media_type, data = issued.issued_file(database(), reader(), issued_id, name)
    stem, _, suffix = name.rpartition(".")
    return Given(
        readings=[_of_report(issued_id, f" ({name})")],
        file=send_file(data, f"{stem}-so-{issued_id}.{suffix}", media_type),
    )


@blueprint.errorhandler(issued.TamperedError)
def tampered(error: issued.TamperedError) -> ResponseReturnValue:
    """A report that was changed behind the journal's back is not given away."""
    return problem(500, "Báo cáo không còn nguyên vẹn", str(error))


@blueprint.get(f"{ROOT}/openapi.json")
@allow(PUBLIC)
def openapi() -> Response:
    """Mô tả OpenAPI của giao diện; không nói gì về dữ liệu."""
    told = json.dumps(description(resources.all), ensure_ascii=False, indent=1)
    return Response(told, content_type="application/json; charset=utf-8")


@blueprint.get("/help/api")
@allow(SIGNED_IN)
def manual() -> ResponseReturnValue:
    """Cách đọc số liệu bằng chương trình, với ví dụ."""
    return render_template(
        "tokens/manual.html", host=request.host_url.rstrip("/"), root=ROOT, resources=resources.all, tries=WRONG_TRIES
    )
